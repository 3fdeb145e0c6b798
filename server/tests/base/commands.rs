//! `jipan import`, `demo`, `export` and `doctor`, through a running server and without one.

use std::path::Path;

use domain::schema::fields::customer;
use domain::{Kind, Value};
use server::admin_socket::{self, AdminRequest, Output};
use server::backup::Place;
use server::db::connect::{Endpoint, Vars};
use server::error::{Exit, Failure};
use server::import::Target;
use server::jobs::ImportRequest;

use crate::sync::{Device, Office};

type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;

async fn run(data: &Path, request: AdminRequest) -> Result<Output, Failure> {
    let endpoint = Endpoint::Embedded(data.join("db"));
    admin_socket::run(data, &endpoint, &Place::new(None, data, &endpoint), None, request, |_| {}).await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_server_a_file_is_imported_looked_over_and_exported() -> Outcome {
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("customers.csv");
    std::fs::write(&file, "姓名,手机,地区\n陈静,13900000000,江苏 苏州\n=SUM(A1),13900000001,江苏 无锡\n")?;
    let request =
        ImportRequest { file, target: Target::Customers, map: vec![], currency: None, dry_run: false, language: None };
    run(dir.path(), AdminRequest::Import(request.clone())).await?;
    // The directory was let go: the next command opens it again. The same file again makes nothing new.
    run(dir.path(), AdminRequest::Import(request)).await?;
    let found = run(dir.path(), AdminRequest::Doctor).await?;
    assert!(found.lines.contains(&"customer: 2".to_owned()), "{:?}", found.lines);
    let folder = dir.path().join("out");
    run(dir.path(), AdminRequest::Export { folder: folder.clone() }).await?;
    let table = std::fs::read_to_string(folder.join("customers.csv"))?;
    assert!(table.starts_with('\u{feff}') && table.contains("陈静") && table.contains("'=SUM(A1)"), "{table}");
    let rows = std::fs::read_to_string(folder.join("rows.jsonl"))?;
    #[cfg(unix)]
    for name in ["customers.csv", "rows.jsonl"] {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(folder.join(name))?.permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name} is for its owner only");
    }
    let customers = rows.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    assert_eq!(customers.filter(|row| row["kind"] == "customer").count(), 2);
    let missing = ImportRequest {
        file: dir.path().join("none.csv"),
        target: Target::Customers,
        map: vec![],
        currency: None,
        dry_run: true,
        language: None,
    };
    let error = run(dir.path(), AdminRequest::Import(missing)).await.map_err(|failure| failure.exit);
    assert_eq!(error.err(), Some(Exit::Input));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn through_a_running_server_devices_see_it_and_damage_is_found() -> Outcome {
    let office = Office::on_disk().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let data = office.running.state.config.data.clone();
    run(&data, AdminRequest::Demo { customers: 20, seed: 3 }).await?;
    phone.pull(&office).await?;
    assert_eq!(phone.of(Kind::Customer).count(), 20);
    run(&data, AdminRequest::Doctor).await?;
    // The same demo again completes what is there; another one beside it would be neither.
    run(&data, AdminRequest::Demo { customers: 20, seed: 3 }).await?;
    let other = run(&data, AdminRequest::Demo { customers: 30, seed: 3 }).await.map_err(|failure| failure.exit);
    assert_eq!(other.err(), Some(Exit::Refused));
    // The next device need not wait for its snapshot.
    let made = async {
        while office.running.state.base.snapshots().size().0 == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), made).await?;
    run(&data, AdminRequest::DemoRemove).await?;
    phone.pull(&office).await?;
    assert_eq!(phone.of(Kind::Customer).count(), 0);
    // Somebody who writes past the writer is found out.
    let op = phone.customer("陈静");
    let at = op.row;
    phone.push(&office, &[op]).await?;
    let renamed = phone.set(at, customer::REGION, Value::text("苏州"));
    phone.push(&office, &[renamed]).await?;
    run(&data, AdminRequest::Doctor).await?;
    office.running.state.db.query("UPDATE customer SET region = '无锡' RETURN NONE", Vars::new()).await?;
    let error = run(&data, AdminRequest::Doctor).await.err().ok_or("nothing was found")?;
    assert!(error.exit == Exit::Failed && error.message.contains(&at.id.to_string()), "{error}");
    let refused = run(&data, AdminRequest::Demo { customers: 20, seed: 3 }).await.map_err(|failure| failure.exit);
    assert_eq!(refused.err(), Some(Exit::Refused));
    Ok(())
}

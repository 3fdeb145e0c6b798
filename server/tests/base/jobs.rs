//! Imports and the demo base, as the page asks for them.

use std::time::Duration;

use app::api::base::{ImportOrder, Job, Preview};
use axum::http::{Method, StatusCode};
use domain::Kind;
use domain::schema::fields::customer;

use super::columns::same_columns;
use crate::support::Ask;
use crate::sync::{Device, Office, Person, code, same};

type Error = Box<dyn std::error::Error + Send + Sync>;
type Outcome = Result<(), Error>;

const ORDERS: &str = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n\
    1001,A,Silk,2,12/1/2010 8:26,2.55,12345,France\n\
    1001,B,Cotton,1,12/1/2010 8:26,3.39,12345,France\n\
    1002,A,Silk,6,12/15/2010 9:00,2.55,67890,Germany\n\
    1003,A,Silk,6,12/16/2010 9:00,not a price,67890,Germany\n\
    1004,C,Bag,1,12/17/2010 9:00,1.00,,France\n";

async fn upload(office: &Office, person: &Person, body: &str) -> Result<(StatusCode, String), Error> {
    let answer = Ask::new(office.running.address, Method::POST, "/import")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", &person.cookie)
        .header("x-file-name", "%E8%AE%A2%E5%8D%95.csv")
        .body(body.to_owned())
        .send()
        .await?;
    let json: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    Ok((answer.status, json["upload"].as_str().unwrap_or_default().to_owned()))
}

async fn finished(office: &Office, job: Job) -> Result<Job, Error> {
    for _ in 0..600 {
        let now: Job = office.rpc(&office.admin, "base/v1/job", ("id", &job.id)).await??;
        if matches!(now.phase.as_str(), "done" | "failed" | "cancelled") {
            return Ok(now);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err("the job does not end".into())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_uploaded_previewed_checked_and_imported_once() -> Outcome {
    let office = Office::open().await?;
    let (status, id) = upload(&office, &office.admin, ORDERS).await?;
    assert_eq!(status, StatusCode::OK);
    let arguments = std::collections::BTreeMap::from([("upload", id.as_str()), ("target", "purchases")]);
    let body = domain::codec::encode(&arguments);
    let answer = office.ask(&office.admin, "base/v1/preview").body(body).send().await?;
    let preview: Preview = domain::codec::decode(&answer.body, "preview")?;
    assert_eq!((preview.file.as_str(), preview.target.as_str()), ("订单.csv", "purchases"));
    assert!(preview.missing.is_empty() && preview.sample.len() == 5, "{preview:?}");
    let order = ImportOrder {
        upload: id,
        target: "purchases".into(),
        columns: preview.columns,
        currency: "GBP".into(),
        dry_run: true,
    };
    let job: Job = office.rpc(&office.admin, "base/v1/import", ("order", &order)).await??;
    let dry = finished(&office, job).await?.report.ok_or("no report")?;
    assert_eq!((dry.rows_read, dry.customers_new, dry.purchases_new), (5, 2, 3));
    assert!(server::db::rows::is_empty(&office.running.state.db).await?, "a dry run writes nothing");
    let order = ImportOrder { dry_run: false, ..order };
    for (new, same) in [(2, 0), (0, 2)] {
        let job: Job = office.rpc(&office.admin, "base/v1/import", ("order", &order)).await??;
        let job = finished(&office, job).await?;
        let report = job.report.ok_or(format!("{:?}", job.error))?;
        assert_eq!((report.customers_new, report.customers_same), (new, same), "{report:?}");
        assert_eq!((report.anonymous_rows, report.left_out.len(), report.examples.len()), (1, 1, 1));
    }
    let phone = Device::ready(&office, &office.admin, 1).await?;
    assert_eq!((phone.of(Kind::Customer).count(), phone.of(Kind::Purchase).count()), (2, 2));
    assert_eq!(phone.of(Kind::Score).count(), 2);
    same_columns(&office).await
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_may_not_import_and_unknown_files_are_said_to_be_unknown() -> Outcome {
    let office = Office::open().await?;
    let staff = office.person("店员", "staff", "own", None).await?;
    assert_eq!(upload(&office, &staff, ORDERS).await?.0, StatusCode::FORBIDDEN);
    let order = ImportOrder { upload: "../../etc/passwd".into(), target: "customers".into(), ..ImportOrder::default() };
    let answer = office.rpc::<_, Job>(&staff, "base/v1/import", ("order", &order)).await?;
    assert_eq!(code(answer), "forbidden");
    let answer = office.rpc::<_, Job>(&office.admin, "base/v1/import", ("order", &order)).await?;
    assert_eq!(code(answer), "unknown_upload");
    let answer = office.rpc::<_, Job>(&office.admin, "base/v1/job", ("id", &"nothing")).await?;
    assert_eq!(code(answer), "unknown_job");
    // The page of the same address is still the page.
    let page = office.get(&office.admin, "/import").header("accept", "text/html").send().await?;
    assert_eq!(page.status, StatusCode::OK);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_base_comes_and_goes_whole() -> Outcome {
    let office = Office::open().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let before = phone.rows.clone();
    let arguments = domain::codec::encode(&std::collections::BTreeMap::from([("customers", 60_u64), ("seed", 7)]));
    let answer = office.ask(&office.admin, "base/v1/demo").body(arguments).send().await?;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let job: Job = domain::codec::decode(&answer.body, "job")?;
    let job = finished(&office, job).await?;
    assert_eq!(job.phase, "done", "{:?}", job.error);
    phone.pull(&office).await?;
    assert_eq!(phone.of(Kind::Customer).filter(|row| row.get(customer::DEMO).is_true()).count(), 60);
    assert_eq!(phone.of(Kind::Score).count(), 60);
    assert!(phone.of(Kind::Purchase).count() > 60 && phone.of(Kind::Referral).count() > 10);
    same_columns(&office).await?;
    let fresh = Device::ready(&office, &office.admin, 2).await?;
    same(&fresh.written(), &phone.written())?;
    let request = office.ask(&office.admin, "base/v1/remove-demo").body(vec![0xa0]).send().await?;
    let job = finished(&office, domain::codec::decode(&request.body, "job")?).await?;
    assert_eq!(job.phase, "done", "{:?}", job.error);
    phone.pull(&office).await?;
    // Scores that were being computed meanwhile must not bring anybody back.
    tokio::time::sleep(Duration::from_millis(400)).await;
    phone.pull(&office).await?;
    let left: Vec<_> = phone.rows.keys().filter(|at| !before.contains_key(at) && at.kind != Kind::Basis).collect();
    assert!(left.is_empty(), "{left:?}");
    Ok(())
}

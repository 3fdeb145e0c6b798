//! The empty document of every route of the app.

use axum::http::StatusCode;
use server::http::base64;
use sha2::{Digest as _, Sha256};

use crate::support::{CSS, JS, Outcome, TestApp, WASM, administrator};

#[tokio::test]
async fn every_route_of_the_app_is_the_same_document() -> Outcome {
    let app = TestApp::start().await?;
    let shell = app.get("/app-shell").send().await?;
    assert_eq!(shell.header("content-type"), "text/html; charset=utf-8");
    for path in ["/", "/customers", "/customers/0192-ab?tab=notes", "/import", "/install", "/no/such/page"] {
        let page = app.open(path).send().await?;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_eq!(page.body, shell.body, "{path}");
        assert_eq!(page.header("cache-control"), "no-cache", "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn it_names_the_hashed_files_and_the_boot_script() -> Outcome {
    let app = TestApp::start().await?;
    let text = app.open("/").send().await?.text();
    for part in [JS, WASM, CSS, "/boot.js", "/manifest.webmanifest", "<title>基盘 Jipan</title>", "正在打开…"] {
        assert!(text.contains(part), "{part}");
    }
    assert!(text.contains(&format!("data-build=\"{}\"", app.running.state.site.build_id())));
    Ok(())
}

#[tokio::test]
async fn it_holds_nothing_of_the_person_who_asks() -> Outcome {
    let app = TestApp::start().await?;
    let before = app.open("/").send().await?;
    let signed_in = administrator(&app).await?;
    let cookie = format!("jipan_session={}", signed_in.token);
    let after = app.open("/customers/1").header("cookie", &cookie).send().await?;
    assert_eq!(before.body, after.body);
    assert!(after.headers.get("set-cookie").is_none());
    Ok(())
}

#[tokio::test]
async fn scripts_and_server_addresses_get_no_document() -> Outcome {
    let app = TestApp::start().await?;
    assert_eq!(app.get("/picture.png").header("accept", "image/*").send().await?.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get("/customers").send().await?.status, StatusCode::NOT_FOUND);
    for path in ["/rpc/unknown", "/api/v1/x", "/snapshot/x", "/import/x", "/pkg/x", "/install-ca", "/p/x"] {
        assert_eq!(app.open(path).send().await?.status, StatusCode::NOT_FOUND, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn its_inline_style_is_the_one_the_policy_allows() -> Outcome {
    let app = TestApp::start().await?;
    let page = app.open("/").send().await?;
    let text = page.text();
    let style = text.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next()).unwrap_or_default();
    let hash = base64::encode(&Sha256::digest(style));
    assert!(!style.is_empty());
    assert!(page.header("content-security-policy").contains(&format!("'sha256-{hash}'")));
    assert_eq!(text.matches("<style").count(), 1);
    assert!(!text.contains(" style=") && !text.contains(" onload=") && !text.contains("<script>"));
    Ok(())
}

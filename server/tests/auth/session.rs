//! How long a session lasts.

use server::auth::{SESSION_MS, secret};
use server::db::connect::Vars;

use crate::support::{NOW, Outcome, TestApp, administrator};

const HOUR: i64 = 3_600_000;

#[tokio::test]
async fn it_slides_while_it_is_used_and_ends_when_it_is_not() -> Outcome {
    let app = TestApp::start().await?;
    let token = administrator(&app).await?.token;
    let auth = &app.running.state.auth;
    let soon = auth.who_am_i(&token, NOW + HOUR / 2).await?.ok_or("signed out")?;
    assert!(!soon.renewed, "reading must not become writing");
    let later = NOW + SESSION_MS - HOUR;
    assert!(auth.who_am_i(&token, later).await?.ok_or("signed out")?.renewed);
    assert!(auth.who_am_i(&token, later + SESSION_MS - HOUR).await?.is_some());
    assert!(auth.who_am_i(&token, later + 3 * SESSION_MS).await?.is_none());
    // It was removed, not only ignored.
    assert!(auth.who_am_i(&token, NOW).await?.is_none());
    Ok(())
}

#[tokio::test]
async fn the_database_holds_no_token_and_no_password() -> Outcome {
    let app = TestApp::start().await?;
    let token = administrator(&app).await?.token;
    let db = &app.running.state.db;
    let keys: Vec<String> = db.values("SELECT VALUE record::id(id) FROM session", Vars::new()).await?;
    assert_eq!(keys, [secret::sha256_hex(token.as_bytes())]);
    let hashes: Vec<String> = db.values("SELECT VALUE password_hash FROM staff", Vars::new()).await?;
    assert!(hashes.iter().all(|hash| hash.starts_with("$argon2id$")));
    Ok(())
}

#[tokio::test]
async fn ended_sessions_are_swept() -> Outcome {
    let app = TestApp::start().await?;
    let token = administrator(&app).await?.token;
    let auth = &app.running.state.auth;
    auth.remove_expired(NOW + SESSION_MS - 1).await?;
    assert!(auth.who_am_i(&token, NOW).await?.is_some());
    auth.remove_expired(NOW + SESSION_MS + 1).await?;
    assert!(auth.who_am_i(&token, NOW).await?.is_none());
    Ok(())
}

#[tokio::test]
async fn a_token_of_nobody_is_nobody() -> Outcome {
    let app = TestApp::start().await?;
    let auth = &app.running.state.auth;
    for token in ["", "x", &"a".repeat(64), "' OR true; DELETE session; --"] {
        assert!(auth.who_am_i(token, NOW).await?.is_none(), "{token}");
    }
    Ok(())
}

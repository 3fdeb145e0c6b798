//! Security headers on everything.

use axum::http::StatusCode;

use crate::support::{JS, Outcome, TestApp};

#[tokio::test]
async fn every_answer_carries_them() -> Outcome {
    let app = TestApp::start().await?;
    for (path, status) in [("/", 200), (JS, 200), ("/healthz", 200), ("/rpc/nothing", 404), ("/app-shell", 200)] {
        let answer = app.open(path).send().await?;
        assert_eq!(answer.status, StatusCode::from_u16(status)?, "{path}");
        let mut seen: Vec<String> = [
            "content-security-policy",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
            "permissions-policy",
            "referrer-policy",
            "strict-transport-security",
            "x-content-type-options",
        ]
        .iter()
        .map(|name| format!("{name}: {}", answer.header(name)))
        .collect();
        // The hash of the inline style has its own test.
        let style = seen[0].find("'sha256-").map(|at| at..at + "'sha256-".len() + 44 + 1);
        if let Some(range) = style {
            seen[0].replace_range(range, "'[hash]'");
        }
        insta::allow_duplicates! {
            insta::assert_snapshot!(seen.join("\n"), @r"
            content-security-policy: default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' '[hash]'; img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'
            cross-origin-opener-policy: same-origin
            cross-origin-resource-policy: same-origin
            permissions-policy: camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), browsing-topics=()
            referrer-policy: same-origin
            strict-transport-security: 
            x-content-type-options: nosniff
            ");
        }
    }
    Ok(())
}

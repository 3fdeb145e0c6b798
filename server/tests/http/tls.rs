//! HTTPS by the local authority, and the way a phone gets to trust it.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use server::config::TlsSource;
use server::router::Routes;
use server::tls::{self, PublicAuthority};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::support::{Ask, Outcome, TestApp};

type Error = Box<dyn std::error::Error + Send + Sync>;

async fn app() -> Result<TestApp, Error> {
    let listen = "127.0.0.1:0".parse()?;
    let mut made = Ok(());
    let app = TestApp::start_with(Routes::default(), |config| {
        made = tls::init(&config.data, &["shop.example.com".to_owned()], false).map(|_| ());
        config.tls = TlsSource::Local;
        config.public_url = None;
        config.http_redirect = Some(listen);
    })
    .await?;
    made?;
    Ok(app)
}

/// Connects as a browser that trusts the local authority and nothing else.
async fn connect(app: &TestApp, name: &str) -> Result<TlsStream<TcpStream>, Error> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(PublicAuthority::load(&app.running.state.config.data)?.der))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(app.running.address).await?;
    Ok(TlsConnector::from(Arc::new(config)).connect(ServerName::try_from(name.to_owned())?, stream).await?)
}

#[tokio::test]
async fn a_device_that_trusts_the_authority_connects_by_every_name() -> Outcome {
    let app = app().await?;
    for name in ["localhost", "127.0.0.1", "shop.example.com"] {
        let answer = app.get("/healthz").host(name).send_over(connect(&app, name).await?).await?;
        assert_eq!(answer.text(), "ok\n", "{name}");
        let pinned = answer.header("strict-transport-security");
        assert_eq!(pinned.is_empty(), name != "shop.example.com", "{name}: {pinned}");
    }
    assert!(connect(&app, "bank.example.com").await.is_err());
    Ok(())
}

#[tokio::test]
async fn a_phone_without_trust_is_led_there() -> Outcome {
    let app = app().await?;
    let plain = app.running.plain_address.ok_or("no plain listener")?;
    let port = app.running.address.port();
    let ask = |path: &str| Ask::new(plain, Method::GET, path).host("192.168.1.5:3080");

    let page = ask("/install-ca").send().await?;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    let authority = PublicAuthority::load(&app.running.state.config.data)?;
    for part in [&authority.fingerprint(), &format!("https://192.168.1.5:{port}/"), "<svg", "证书", "certificate"] {
        assert!(text.contains(part), "{part}");
    }
    assert!(!text.contains("<script") && !text.contains("{{"));
    assert!(page.header("content-security-policy").contains("default-src 'self'"));

    let certificate = ask("/install-ca/jipan-ca.crt").send().await?;
    assert_eq!(certificate.header("content-type"), "application/x-x509-ca-cert");
    assert_eq!(certificate.body, authority.der);
    let profile = ask("/install-ca/jipan-ca.mobileconfig").send().await?;
    assert!(profile.text().contains(&server::http::base64::encode(&authority.der)));

    let other = ask("/customers/1?tab=notes").send().await?;
    assert_eq!(other.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(other.header("location"), format!("https://192.168.1.5:{port}/customers/1?tab=notes"));
    Ok(())
}

#[tokio::test]
async fn plain_http_at_the_https_port_is_redirected() -> Outcome {
    let app = app().await?;
    let answer = app.get("/x").host("shop.example.com:3443").send().await?;
    assert_eq!(answer.header("location"), "https://shop.example.com:3443/x");
    Ok(())
}

#[tokio::test]
async fn without_the_local_authority_there_is_no_such_page() -> Outcome {
    let app = TestApp::start().await?;
    for path in ["/install-ca", "/install-ca/jipan-ca.crt", "/install-ca/jipan-ca.mobileconfig"] {
        assert_eq!(app.open(path).send().await?.status, StatusCode::NOT_FOUND, "{path}");
    }
    Ok(())
}

#[test]
fn a_second_init_keeps_the_authority_and_keys_are_private() -> Outcome {
    let dir = tempfile::tempdir()?;
    let first = tls::init(dir.path(), &[], false)?;
    let second = tls::init(dir.path(), &[], false)?;
    assert!(first.new_authority && !second.new_authority);
    assert_eq!(first.fingerprint, second.fingerprint);
    let foreign = tls::init(dir.path(), &["example.org".to_owned()], false).map_err(|failure| failure.message);
    assert!(foreign.is_err_and(|message| message.contains("--new-authority")));
    let fresh = tls::init(dir.path(), &["example.org".to_owned()], true)?;
    assert_ne!(fresh.fingerprint, first.fingerprint);
    assert!(fresh.names.contains(&"example.org".to_owned()));
    for key in ["tls/ca.key", "tls/server.key"] {
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(dir.path().join(key))?.permissions());
        assert_eq!(mode & 0o777, 0o600, "{key}");
    }
    Ok(())
}

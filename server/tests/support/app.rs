//! The real server: the same start and stop as `jipan serve`.

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;

use axum::http::Method;
use server::auth::{NewOrganisation, SignedIn};
use server::backup::Place;
use server::cli::serve::{Running, start_with};
use server::config::{Config, PublicUrl, TlsSource};
use server::db::connect::Endpoint;
use server::router::Routes;
use tempfile::TempDir;

use super::client::Ask;
use super::site::write_site;

type Error = Box<dyn std::error::Error + Send + Sync>;

/// Where the tests' people sit.
pub const PEER: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 168, 1, 20));
/// 2026-11-22, in milliseconds.
pub const NOW: i64 = 1_795_305_600_000;

/// A server that answers, and its directory.
pub struct TestApp {
    pub running: Running,
    pub dir: TempDir,
}

impl TestApp {
    /// In memory, with the real routes.
    pub async fn start() -> Result<Self, Error> {
        Self::start_with(Routes::default(), |_| {}).await
    }

    /// With other application routes and another configuration.
    pub async fn start_with(routes: Routes, change: impl FnOnce(&mut Config)) -> Result<Self, Error> {
        let dir = tempfile::tempdir()?;
        let mut config = config(dir.path())?;
        change(&mut config);
        Ok(Self { running: start_with(config, routes).await?, dir })
    }

    /// On disk, as a real server.
    pub async fn on_disk() -> Result<Self, Error> {
        Self::start_with(Routes::default(), |config| {
            config.database = Endpoint::Embedded(config.data.join("db"));
        })
        .await
    }

    pub fn get(&self, path: &str) -> Ask {
        Ask::new(self.running.address, Method::GET, path)
    }

    /// As a browser opens an address.
    pub fn open(&self, path: &str) -> Ask {
        self.get(path).header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")
    }

    /// As our own page writes.
    pub fn post(&self, path: &str) -> Ask {
        Ask::new(self.running.address, Method::POST, path).header("sec-fetch-site", "same-origin")
    }
}

fn config(dir: &Path) -> Result<Config, Error> {
    let site = dir.join("site");
    write_site(&site, "one")?;
    let data = dir.join("data");
    server::config::prepare_data(&data)?;
    Ok(Config {
        backups: Place::new(None, &data, &Endpoint::Memory),
        data,
        listen: "127.0.0.1:0".parse()?,
        database: Endpoint::Memory,
        site,
        tls: TlsSource::None,
        public_url: PublicUrl::parse("http://shop.example.com").ok(),
        http_redirect: None,
        ready_file: None,
        backup_at: None,
    })
}

/// Sets the organisation up with an administrator "admin".
pub async fn administrator(app: &TestApp) -> Result<SignedIn, Error> {
    let new = NewOrganisation {
        code: app.running.setup_code.as_deref().unwrap_or_default(),
        organisation: "锦和布行",
        name: "王小满",
        login: "admin",
        password: "a good password",
        device: "test",
    };
    Ok(app.running.state.auth.setup(&new, PEER, NOW).await?)
}

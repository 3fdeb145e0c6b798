//! Starting and stopping the whole server; tests use the same functions.

use std::net::SocketAddr;
use std::path::PathBuf;

use tokio::task::JoinHandle;

use crate::admin_socket::{self, AdminContext, AdminSocket};
use crate::backup::prepare;
use crate::config::{Config, TlsSource, write_private};
use crate::db::connect::{Db, wait_until_closed};
use crate::error::Failure;
use crate::http::install_ca::{Plain, plain_http};
use crate::http::listen;
use crate::http::site::Site;
use crate::router::{Routes, router_with, routes};
use crate::state::AppState;
use crate::tls;

/// A server that answers.
pub struct Running {
    /// What it is made of.
    pub state: AppState,
    /// Where it listens; the port is the real one.
    pub address: SocketAddr,
    /// Where the plain-HTTP listener is, if there is one.
    pub plain_address: Option<SocketAddr>,
    /// The address to show.
    pub url: String,
    /// For the first administrator, until there is one.
    pub setup_code: Option<String>,
    tasks: Vec<JoinHandle<()>>,
    ready_file: Option<PathBuf>,
}

/// Starts everything: page, address, database, accounts, admin socket, listeners; in that order, so that whatever is
/// wrong is said before anything is changed.
///
/// # Errors
/// The first thing that is wrong.
pub async fn start(config: Config) -> Result<Running, Failure> {
    start_with(config, routes()).await
}

/// As [`start`] with other application routes; tests use it.
///
/// # Errors
/// As [`start`].
pub async fn start_with(config: Config, routes: Routes) -> Result<Running, Failure> {
    let site = Site::load(&config.site)?;
    let acceptor = tls::acceptor(&config.tls, &config.data)?;
    let listener = listen::bind(config.listen).await?;
    let plain = match config.http_redirect {
        Some(address) => Some(listen::bind(address).await?),
        None => None,
    };
    let address = listener.local_addr().map_err(|error| Failure::storage("read the own address", &error))?;
    let plain_address = plain.as_ref().and_then(|listener| listener.local_addr().ok());

    let db = Db::open(&config.database).await?;
    prepare(&db, &config.backups).await?;
    let (url, ready_file) = (config.shown_url(address), config.ready_file.clone());
    let state = AppState::new(config, db, site);
    let setup_code = state.auth.new_setup_code().await?;

    let mut tasks = Vec::new();
    let nightly = state.backups.clone();
    tasks.push(tokio::spawn(nightly.run(state.db.clone(), state.jobs.clone(), state.shutdown.clone())));
    tasks.extend(admin_task(&state, &url).await);
    let shutdown = state.shutdown.clone();
    tasks.push(tokio::spawn(listen::serve(listener, router_with(state.clone(), routes), acceptor, shutdown.clone())));
    if let Some(listener) = plain {
        let local = state.config.tls == TlsSource::Local;
        let plain = Plain { data: state.config.data.clone(), local, https_port: address.port() };
        tasks.push(tokio::spawn(listen::serve(listener, plain_http(plain), None, shutdown)));
    }
    tracing::info!(%address, build = state.site.build_id(), "listening");
    if let Some(path) = &ready_file {
        let ready = serde_json::json!({ "url": url, "setup_code": setup_code, "pid": std::process::id() });
        write_private(path, ready.to_string().as_bytes())?;
    }
    Ok(Running { state, address, plain_address, url, setup_code, tasks, ready_file })
}

/// The admin socket. Without it the server is as good; only commands have to wait until it ends.
async fn admin_task(state: &AppState, url: &str) -> Option<JoinHandle<()>> {
    let path = admin_socket::path(&state.config.data);
    let socket = match AdminSocket::bind(&path).await {
        Ok(socket) => socket,
        Err(error) => {
            tracing::warn!(%error, "no admin socket: `jipan user` and the like work only while the server is stopped");
            return None;
        }
    };
    let context = AdminContext {
        db: state.db.clone(),
        data: state.config.data.clone(),
        backups: state.config.backups.clone(),
        auth: state.auth.clone(),
        base_url: Some(url.to_owned()),
        server: Some(state.clone()),
    };
    Some(tokio::spawn(admin_socket::serve(socket, context, state.shutdown.clone())))
}

impl Running {
    /// Stops accepting, lets requests finish, flushes. Answers whether everything was flushed in time.
    pub async fn stop(self) -> bool {
        self.state.shutdown.begin();
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "a listener ended badly");
            }
        }
        if let Some(path) = &self.ready_file {
            // It says "answers", which is no longer true; whether it is still there does not matter.
            let _ = std::fs::remove_file(path);
        }
        let flushed = self.state.shutdown.flush().await;
        let endpoint = self.state.config.database.clone();
        drop(self.state);
        if !wait_until_closed(&endpoint).await {
            tracing::debug!("the database was still open at the end: something holds a handle to it");
        }
        flushed
    }
}

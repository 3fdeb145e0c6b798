//! `jipan serve`: the server, until it is told to end.

mod start;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::{DataArgs, show};
use crate::backup::schedule::At;
use crate::config::{Config, TlsSource, find_site, prepare_data};
use crate::error::{Exit, Failure};
use crate::tls::{self, hosts};

pub use start::{Running, start, start_with};

/// Run the server.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  jipan serve --data ./data
  jipan serve --data ./data --listen 0.0.0.0:3443 --http-redirect 0.0.0.0:3080     (after `jipan tls init`)
  jipan serve --data ./data --public-url https://jipan.example.com                 (behind a reverse proxy)")]
pub struct ServeArgs {
    #[command(flatten)]
    data: DataArgs,
    /// The address to listen on; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:3000", env = "JIPAN_LISTEN")]
    listen: SocketAddr,
    /// The folder with the built page; else `site` beside the program, else `target/site`.
    #[arg(long, value_name = "DIR", env = "JIPAN_SITE")]
    site: Option<PathBuf>,
    /// Use the certificate of `jipan tls init`. The default when there is one and --listen is not this machine only.
    #[arg(long, conflicts_with_all = ["tls_cert", "tls_key"])]
    tls: bool,
    /// A certificate chain in PEM form.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Its private key in PEM form.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Also listen here with plain HTTP: the page to install the certificate, and a redirect for everything else.
    #[arg(long, value_name = "ADDR")]
    http_redirect: Option<SocketAddr>,
    /// Write url, setup code and process id as JSON to this file when the server answers.
    #[arg(long, value_name = "FILE")]
    ready_file: Option<PathBuf>,
    /// When the daily backup is made, by the shop's clock; `off`: only when somebody asks.
    #[arg(long, value_name = "HH:MM", default_value = "03:30", env = "JIPAN_BACKUP_AT", value_parser = daily)]
    backup_at: Daily,
}

/// When the daily backup is made, if at all.
#[derive(Clone, Copy, Debug)]
struct Daily(Option<At>);

fn daily(text: &str) -> Result<Daily, String> {
    if text == "off" {
        return Ok(Daily(None));
    }
    At::parse(text).map(|at| Daily(Some(at))).ok_or_else(|| "a time like 03:30, or off".to_owned())
}

impl ServeArgs {
    fn into_config(self) -> Result<Config, Failure> {
        prepare_data(&self.data.data)?;
        let tls = match (self.tls_cert, self.tls_key) {
            (Some(cert), Some(key)) => TlsSource::Files { cert, key },
            _ if self.tls => TlsSource::Local,
            // Behind a proxy (--public-url) TLS ends there.
            _ if !self.listen.ip().is_loopback() && self.data.public_url.is_none() && tls::exists(&self.data.data) => {
                TlsSource::Local
            }
            _ => TlsSource::None,
        };
        if self.http_redirect.is_some() && tls == TlsSource::None {
            return Err(Failure::new(
                Exit::Usage,
                if tls::exists(&self.data.data) {
                    "--http-redirect needs HTTPS, which is off because only this machine is listened to: add --tls"
                } else {
                    "--http-redirect needs HTTPS: run `jipan tls init` first, or give --tls-cert and --tls-key"
                },
            ));
        }
        Ok(Config {
            database: self.data.endpoint()?,
            backups: self.data.backups()?,
            backup_at: self.backup_at.0,
            data: self.data.data,
            listen: self.listen,
            site: find_site(self.site)?,
            tls,
            public_url: self.data.public_url,
            http_redirect: self.http_redirect,
            ready_file: self.ready_file,
        })
    }
}

pub(super) async fn run(args: ServeArgs) -> Result<(), Failure> {
    let running = start(args.into_config()?).await?;
    announce(&running);
    end_signal().await;
    show::line("Ending: letting requests finish …");
    if running.stop().await {
        Ok(())
    } else {
        Err(Failure::new(Exit::Storage, "the last writes took too long: the log says which"))
    }
}

fn announce(running: &Running) {
    show::line(&format!("Jipan is ready: {}", running.url));
    let config = &running.state.config;
    if config.listen.ip().is_unspecified() && config.public_url.is_none() {
        let scheme = if config.is_https() { "https" } else { "http" };
        for ip in hosts::lan_ipv4() {
            show::line(&format!("     in this network: {scheme}://{ip}:{}", running.address.port()));
        }
        if !config.is_https() {
            show::line("     Phones need HTTPS to work offline: see `jipan tls init --help`.");
        }
    }
    if let Some(code) = &running.setup_code {
        show::line(&format!("Set-up code (once, for the first administrator): {code}"));
    }
}

/// Waits for Ctrl-C or, on Unix, SIGTERM.
async fn end_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! { () = interrupt => {}, () = terminate => {} }
}

//! What a running server is told from outside, checked once at the start.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::backup::Place;
use crate::backup::schedule::At;
use crate::db::connect::Endpoint;
use crate::error::{Exit, Failure};

/// A checked configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// The data directory; it exists.
    pub data: PathBuf,
    /// The address to listen on; port 0 = any free one.
    pub listen: SocketAddr,
    /// Where the database is.
    pub database: Endpoint,
    /// The folder with the built page; it exists.
    pub site: PathBuf,
    /// Where the TLS certificate comes from, if there is one.
    pub tls: TlsSource,
    /// How people outside address the server, when that differs from the host they connect to (a reverse proxy).
    pub public_url: Option<PublicUrl>,
    /// A small plain-HTTP listener that serves the certificate page and redirects everything else.
    pub http_redirect: Option<SocketAddr>,
    /// Written when the server answers.
    pub ready_file: Option<PathBuf>,
    /// Where backups are kept.
    pub backups: Place,
    /// When one is made every day; `None`: only when somebody asks.
    pub backup_at: Option<At>,
}

/// Where the TLS certificate comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TlsSource {
    /// Plain HTTP (behind a reverse proxy, or on this machine only).
    None,
    /// A certificate chain and its key in PEM.
    Files {
        /// The certificate chain, leaf first.
        cert: PathBuf,
        /// The private key.
        key: PathBuf,
    },
    /// The local authority made by `jipan tls init` in `<data>/tls`.
    Local,
}

/// A checked `--public-url`: `http` or `https`, a host, no path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
}

impl PublicUrl {
    /// Checks the text of `--public-url`.
    ///
    /// # Errors
    /// A sentence for the person who typed it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong =
            || format!("`{text}` is not like https://jipan.example.com (no path: the app needs a host of its own)");
        let (scheme, host) = text.trim().trim_end_matches('/').split_once("://").ok_or_else(wrong)?;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        if !matches!(scheme, "http" | "https") || host.is_empty() || !host.chars().all(plain) {
            return Err(wrong());
        }
        Ok(Self { origin: format!("{scheme}://{}", host.to_ascii_lowercase()) })
    }

    /// `scheme://host[:port]`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether browsers reach the server by HTTPS.
    pub fn is_https(&self) -> bool {
        self.origin.starts_with("https://")
    }
}

impl Config {
    /// Whether browsers speak HTTPS with this server, itself or through a proxy.
    pub fn is_https(&self) -> bool {
        match &self.public_url {
            Some(url) => url.is_https(),
            None => self.tls != TlsSource::None,
        }
    }

    /// The address to show for a server that listens on `bound`.
    pub fn shown_url(&self, bound: SocketAddr) -> String {
        if let Some(url) = &self.public_url {
            return url.origin().to_owned();
        }
        let scheme = if self.tls == TlsSource::None { "http" } else { "https" };
        if bound.ip().is_unspecified() {
            format!("{scheme}://localhost:{}", bound.port())
        } else {
            format!("{scheme}://{bound}")
        }
    }
}

/// Creates the data directory (readable by its owner only) if it is missing.
///
/// # Errors
/// [`Exit::Storage`] when the disk refuses.
pub fn prepare_data(data: &Path) -> Result<(), Failure> {
    let doing = format!("create the data directory {}", data.display());
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(data).map_err(|error| Failure::storage(&doing, &error))
}

/// Opens a file for writing that only its owner may read; what it held is gone.
///
/// # Errors
/// The disk's.
pub fn create_private(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Writes a file that only its owner may read, whole or not at all: beside the target first, then renamed over it.
///
/// # Errors
/// [`Exit::Storage`] when the disk refuses.
pub fn write_private(path: &Path, content: &[u8]) -> Result<(), Failure> {
    use std::io::Write as _;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let write = || {
        let mut file = create_private(&beside)?;
        file.write_all(content)?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    };
    write().map_err(|error| Failure::storage(&format!("write {}", path.display()), &error))
}

/// The folder with the built page: the one given, else `site/` beside the program, else `target/site`.
///
/// # Errors
/// [`Exit::Input`] when there is none.
pub fn find_site(given: Option<PathBuf>) -> Result<PathBuf, Failure> {
    if let Some(site) = given {
        return if site.is_dir() {
            Ok(site)
        } else {
            Err(Failure::new(Exit::Input, format!("the page's folder {} does not exist (--site)", site.display())))
        };
    }
    let beside = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.join("site")));
    beside.into_iter().chain([PathBuf::from("target/site")]).find(|path| path.is_dir()).ok_or_else(|| {
        Failure::new(
            Exit::Input,
            "the built page is missing: build it with `cargo xtask build`, or name its folder with --site",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_an_origin() {
        assert_eq!(
            PublicUrl::parse("https://Jipan.Example.com/").map(|u| u.origin),
            Ok("https://jipan.example.com".into())
        );
        assert!(PublicUrl::parse("http://[::1]:8080").is_ok_and(|u| !u.is_https()));
        for bad in ["jipan.example.com", "ftp://x", "https://", "https://a/b", "https://a?b", "https://u@h"] {
            assert!(PublicUrl::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_missing_site_is_one_sentence() {
        let error = find_site(Some("does/not/exist".into())).map_err(|f| (f.exit, f.message));
        assert_eq!(error, Err((Exit::Input, "the page's folder does/not/exist does not exist (--site)".to_owned())));
    }
}

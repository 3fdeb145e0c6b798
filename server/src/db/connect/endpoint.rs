//! Where the database is: a directory, memory, or a SurrealDB server.

use std::path::{Path, PathBuf};

/// A parsed `--database` value. Its `Debug` and `Display` never show the password.
#[derive(Clone, PartialEq, Eq)]
pub enum Endpoint {
    /// Everything in memory, gone with the process.
    Memory,
    /// SurrealKV in this directory, every commit on disk before it is acknowledged.
    Embedded(PathBuf),
    /// A SurrealDB server over a web socket.
    Remote {
        /// `ws://host:port` or `wss://host:port`, without credentials.
        url: String,
        /// A root user, or a user of the database `jipan/base`. Empty: no sign-in.
        user: String,
        /// The user's password.
        password: String,
    },
}

/// A `--database` value that names no database this program can open.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a database address: use surrealkv://DIR, mem:// or ws://USER:PASSWORD@HOST:PORT")]
pub struct BadEndpoint(String);

impl Endpoint {
    /// Reads a `--database` value; `None` means SurrealKV in `<data>/db`.
    ///
    /// # Errors
    /// An unknown scheme, a web-socket address without a host, or an address with a path or options of its own.
    pub fn parse(url: Option<&str>, data: &Path) -> Result<Self, BadEndpoint> {
        let Some(url) = url else {
            return Ok(Self::Embedded(data.join("db")));
        };
        // The address may hold a password: an error shows its scheme only.
        let bad = || BadEndpoint(url.split("://").next().unwrap_or_default().chars().take(20).collect());
        match url.split_once("://") {
            Some(("mem", "")) => Ok(Self::Memory),
            Some(("surrealkv", path)) if !path.is_empty() && !path.contains('?') => Ok(Self::Embedded(path.into())),
            Some((scheme @ ("ws" | "wss"), rest)) => {
                let (credentials, host) = rest.rsplit_once('@').unwrap_or(("", rest));
                let host = host.trim_end_matches('/').trim_end_matches("/rpc");
                if host.is_empty() || host.contains(['/', '?', '#', ' ']) {
                    return Err(bad());
                }
                let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
                Ok(Self::Remote {
                    url: format!("{scheme}://{host}"),
                    user: percent_decode(user).ok_or_else(bad)?,
                    password: percent_decode(password).ok_or_else(bad)?,
                })
            }
            _ => Err(bad()),
        }
    }

    /// The address as the SDK wants it.
    pub(super) fn address(&self) -> String {
        match self {
            Self::Memory => "mem://".to_owned(),
            // `every` is the engine's default too; written out because acknowledged edits depend on it.
            Self::Embedded(path) => format!("surrealkv://{}?sync=every", path.display()),
            Self::Remote { url, .. } => url.clone(),
        }
    }
}

impl std::fmt::Display for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Memory => f.write_str("memory"),
            Self::Embedded(path) => write!(f, "{}", path.display()),
            Self::Remote { url, .. } => f.write_str(url),
        }
    }
}

impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

/// `%41` becomes `A`; `None` for a broken escape or text that is not UTF-8.
fn percent_decode(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let high = char::from(bytes.next()?).to_digit(16)?;
            let low = char::from(bytes.next()?).to_digit(16)?;
            out.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(url: &str) -> Result<Endpoint, BadEndpoint> {
        Endpoint::parse(Some(url), Path::new("data"))
    }

    #[test]
    fn the_default_is_a_directory_with_fsync() {
        let endpoint = Endpoint::parse(None, Path::new("data"));
        assert_eq!(endpoint, Ok(Endpoint::Embedded("data/db".into())));
        assert_eq!(endpoint.map(|e| e.address()), Ok("surrealkv://data/db?sync=every".to_owned()));
    }

    #[test]
    fn remote_credentials_are_taken_out_of_the_address_and_never_shown() {
        let endpoint = parse("ws://root:p%40ss@db.local:8000/rpc");
        let wanted =
            Endpoint::Remote { url: "ws://db.local:8000".into(), user: "root".into(), password: "p@ss".into() };
        assert_eq!(endpoint, Ok(wanted.clone()));
        assert_eq!(format!("{wanted:?} {wanted}"), "ws://db.local:8000 ws://db.local:8000");
    }

    #[test]
    fn nonsense_is_refused_without_repeating_a_password() {
        for url in ["rocksdb://x", "mem://x", "ws://", "ws://h/a/b", "surrealkv://", "plain", "ws://u:%zz@h"] {
            assert!(parse(url).is_err(), "{url}");
        }
        let message = parse("tikv://user:secret@host").map_err(|e| e.to_string());
        assert!(message.is_err_and(|m| !m.contains("secret")));
    }
}

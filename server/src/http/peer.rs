//! Who is at the other end of a connection.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;

/// The other end of the TCP connection; put into every request by [`crate::http::listen`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Its address.
    pub remote: SocketAddr,
    /// Whether this server terminated TLS for it.
    pub tls: bool,
}

/// The client's network address: the connection's, or the one a reverse proxy on this machine reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub IpAddr);

impl Peer {
    /// The client behind `connection` and `headers`.
    ///
    /// `X-Forwarded-For` is believed from this machine only (its last entry, which that proxy wrote itself); from
    /// elsewhere anybody could write it to escape a rate limit.
    pub fn of(connection: Option<&Connection>, headers: &HeaderMap) -> Self {
        let remote = connection.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |connection| connection.remote.ip());
        let remote = remote.to_canonical();
        if !remote.is_loopback() {
            return Self(remote);
        }
        let forwarded = headers
            .get_all("x-forwarded-for")
            .iter()
            .next_back()
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.rsplit(',').next())
            .and_then(|last| last.trim().parse::<IpAddr>().ok());
        Self(forwarded.map_or(remote, |ip| ip.to_canonical()))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Peer {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::of(parts.extensions.get::<Connection>(), &parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn peer(remote: &str, forwarded: Option<&'static str>) -> Option<String> {
        let connection = Connection { remote: remote.parse().ok()?, tls: false };
        let mut headers = HeaderMap::new();
        if let Some(value) = forwarded {
            headers.insert("x-forwarded-for", HeaderValue::from_static(value));
        }
        Some(Peer::of(Some(&connection), &headers).0.to_string())
    }

    #[test]
    fn only_a_proxy_on_this_machine_is_believed() {
        assert_eq!(peer("192.168.1.9:1", Some("1.2.3.4")).as_deref(), Some("192.168.1.9"));
        assert_eq!(peer("127.0.0.1:1", Some("6.6.6.6, 1.2.3.4")).as_deref(), Some("1.2.3.4"));
        assert_eq!(peer("127.0.0.1:1", Some("nonsense")).as_deref(), Some("127.0.0.1"));
        assert_eq!(peer("[::ffff:127.0.0.1]:1", None).as_deref(), Some("127.0.0.1"));
    }
}

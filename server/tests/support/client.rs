//! One request over one connection; what was sent and what came back, nothing hidden.

use std::net::SocketAddr;

use axum::http::{HeaderMap, Method, Request, StatusCode};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

type Error = Box<dyn std::error::Error + Send + Sync>;

/// A request in the making.
pub struct Ask {
    address: SocketAddr,
    builder: axum::http::request::Builder,
    host: String,
    body: Bytes,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    /// A header's text; empty when it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// `error.code` of a JSON answer.
    pub fn code(&self) -> String {
        let json: serde_json::Value = serde_json::from_slice(&self.body).unwrap_or_default();
        json["error"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl Ask {
    pub fn new(address: SocketAddr, method: Method, path: &str) -> Self {
        let builder = Request::builder().method(method).uri(path);
        Self { address, builder, host: address.to_string(), body: Bytes::new() }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.builder = self.builder.header(name, value);
        self
    }

    pub fn host(mut self, host: &str) -> Self {
        host.clone_into(&mut self.host);
        self
    }

    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    pub async fn send(self) -> Result<Answer, Error> {
        let stream = TcpStream::connect(self.address).await?;
        self.send_over(stream).await
    }

    /// Sends over a connection that exists already (TLS).
    pub async fn send_over<S>(self, stream: S) -> Result<Answer, Error>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let driving = tokio::spawn(connection);
        let request = self.builder.header("host", self.host).body(Full::new(self.body))?;
        let response = sender.send_request(request).await?;
        let (parts, body) = response.into_parts();
        let body = body.collect().await?.to_bytes();
        driving.abort();
        Ok(Answer { status: parts.status, headers: parts.headers, body })
    }
}

/// Requests to `address`.
pub fn client_of(address: SocketAddr) -> impl Fn(Method, &str) -> Ask {
    move |method, path| Ask::new(address, method, path)
}

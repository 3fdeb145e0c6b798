//! Accepting connections: plain or TLS, with limits, until the orderly end.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

use super::peer::Connection;
use crate::error::{Exit, Failure};
use crate::state::Shutdown;

/// More connections at once wait in the kernel's queue.
const MAX_CONNECTIONS: usize = 4096;
/// A client that does not finish its request's head, or its handshake, is let go.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);
/// The first byte of a TLS handshake.
const TLS_HANDSHAKE: u8 = 0x16;

/// Binds `address`.
///
/// # Errors
/// [`Exit::Address`] with a sentence: in use, not ours, not permitted.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        let why = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                "another program is listening there; stop it or choose another --listen address".to_owned()
            }
            std::io::ErrorKind::AddrNotAvailable => "this machine has no such address".to_owned(),
            std::io::ErrorKind::PermissionDenied => "no permission (ports below 1024 need it)".to_owned(),
            _ => error.to_string(),
        };
        Failure::new(Exit::Address, format!("cannot listen on {address}: {why}"))
    })
}

/// Serves `router` until `shutdown` begins, then lets connections finish what they are doing, at most
/// [`Shutdown::DRAIN`].
///
/// With `tls`, plain HTTP that arrives at the same port is answered with a redirect to HTTPS.
pub async fn serve(listener: TcpListener, router: Router, tls: Option<TlsAcceptor>, shutdown: Shutdown) {
    let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    // Every connection holds a sender; when the last is gone, `gone.recv()` answers.
    let (alive, mut gone) = mpsc::channel::<()>(1);
    loop {
        let accepted = tokio::select! {
            () = shutdown.begun() => break,
            accepted = accept(&listener, &slots) => accepted,
        };
        let Some((stream, remote, slot)) = accepted else { continue };
        let (router, tls, shutdown, alive) = (router.clone(), tls.clone(), shutdown.clone(), alive.clone());
        tokio::spawn(async move {
            connection(stream, remote, router, tls, shutdown).await;
            drop((slot, alive));
        });
    }
    drop((listener, alive));
    if tokio::time::timeout(Shutdown::DRAIN, gone.recv()).await.is_err() {
        tracing::warn!("some connections were cut off");
    }
}

type Accepted = (TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit);

async fn accept(listener: &TcpListener, slots: &Arc<Semaphore>) -> Option<Accepted> {
    let slot = Arc::clone(slots).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, remote)) => Some((stream, remote, slot)),
        Err(error) => {
            tracing::warn!(%error, "cannot accept a connection");
            // Out of file descriptors, most likely: without a pause this loop would eat a core.
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

async fn connection(
    stream: TcpStream,
    remote: SocketAddr,
    router: Router,
    tls: Option<TlsAcceptor>,
    shutdown: Shutdown,
) {
    // Answers are small and wanted at once; a failure here only costs some milliseconds.
    let _ = stream.set_nodelay(true);
    let Some(acceptor) = tls else {
        return requests(stream, Connection { remote, tls: false }, router, shutdown).await;
    };
    let mut first = [0];
    match tokio::time::timeout(HEAD_TIMEOUT, stream.peek(&mut first)).await {
        Ok(Ok(1)) if first[0] == TLS_HANDSHAKE => {}
        Ok(Ok(1)) => {
            let router = super::install_ca::redirect_only();
            return requests(stream, Connection { remote, tls: false }, router, shutdown).await;
        }
        _ => return,
    }
    match tokio::time::timeout(HEAD_TIMEOUT, acceptor.accept(stream)).await {
        Ok(Ok(stream)) => requests(stream, Connection { remote, tls: true }, router, shutdown).await,
        // A phone that does not trust the local authority yet: expected, and no reason to fill the log.
        Ok(Err(error)) => tracing::debug!(%error, "TLS handshake failed"),
        Err(_) => {}
    }
}

async fn requests<S>(stream: S, connection: Connection, router: Router, shutdown: Shutdown)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(connection);
        let router = router.clone();
        async move {
            Ok::<Response<Body>, Infallible>(
                router.oneshot(request.map(Body::new)).await.unwrap_or_else(|e| match e {}),
            )
        }
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .serve_connection(TokioIo::new(stream), service);
    let mut serving = pin!(serving);
    let ended = tokio::select! {
        ended = serving.as_mut() => ended,
        () = shutdown.begun() => {
            serving.as_mut().graceful_shutdown();
            serving.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "connection ended");
    }
}

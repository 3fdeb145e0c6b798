//! HTTPS: with the owner's certificate, or with a small local authority for the shop's own network.

mod authority;
pub mod hosts;
pub mod qr;

use std::path::Path;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

pub use authority::{Initialised, PublicAuthority, exists, init, renew};

use crate::config::TlsSource;
use crate::error::{Exit, Failure};

/// What accepts TLS connections, or `None` for plain HTTP. A certificate of the local authority is renewed first when
/// it is about to end or when the machine has other names or addresses by now.
///
/// # Errors
/// [`Exit::Input`] with a sentence when certificate or key cannot be used.
pub fn acceptor(source: &TlsSource, data: &Path) -> Result<Option<TlsAcceptor>, Failure> {
    let (cert, key) = match source {
        TlsSource::None => return Ok(None),
        TlsSource::Files { cert, key } => (cert.clone(), key.clone()),
        TlsSource::Local => {
            renew(data)?;
            (data.join("tls/server.crt"), data.join("tls/server.key"))
        }
    };
    let input = |path: &Path, why: &dyn std::fmt::Display| {
        Failure::new(Exit::Input, format!("cannot use {} for TLS: {why}", path.display()))
    };
    let chain: Vec<CertificateDer<'static>> =
        CertificateDer::pem_file_iter(&cert).and_then(Iterator::collect).map_err(|error| input(&cert, &error))?;
    if chain.is_empty() {
        return Err(input(&cert, &"it holds no certificate in PEM form"));
    }
    let private = PrivateKeyDer::from_pem_file(&key).map_err(|error| input(&key, &error))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| input(&cert, &error))?
        .with_no_client_auth()
        .with_single_cert(chain, private)
        .map_err(|error| input(&cert, &format!("certificate and key do not fit: {error}")))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Some(TlsAcceptor::from(Arc::new(config))))
}

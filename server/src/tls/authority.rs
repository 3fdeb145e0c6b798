//! The local authority in `<data>/tls`: made once, trusted once per phone, signs this server's certificate.
//!
//! Its certificate carries name constraints: it can vouch for private addresses, `.local` names and the names given
//! when it was made, and for nothing else. A stolen key cannot impersonate a bank.

mod issue;
mod profile;

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};

use rcgen::KeyPair;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::hosts;
use crate::auth::secret::hex;
use crate::error::{Exit, Failure};
use crate::state::now_ms;

pub(super) const DAY_MS: i64 = 24 * 3600 * 1000;
/// Apple refuses longer certificates even of authorities the user installed (825 days); browsers' own limit is 398.
const SERVER_DAYS: i64 = 397;
/// A certificate is renewed at a start when it has less than this left.
const RENEW_DAYS: i64 = 60;

/// What was written down about the authority, to sign again later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Authority {
    name: String,
    created_ms: i64,
    /// DNS names it may vouch for, besides `localhost` and `.local`.
    dns: Vec<String>,
    /// Addresses it may vouch for, besides private ones.
    ips: Vec<IpAddr>,
}

/// What was written down about the server's certificate, to know when it must be renewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct ServerCertificate {
    names: Vec<String>,
    not_after_ms: i64,
}

/// What `jipan tls init` did.
#[derive(Clone, Debug)]
pub struct Initialised {
    /// Whether a new authority was made; `false`: the existing one signed a new certificate.
    pub new_authority: bool,
    /// Names and addresses the server's certificate is valid for.
    pub names: Vec<String>,
    /// SHA-256 of the authority's certificate, in pairs.
    pub fingerprint: String,
}

/// What everybody may know about the authority.
#[derive(Clone, Debug)]
pub struct PublicAuthority {
    /// Its common name.
    pub name: String,
    /// Its certificate.
    pub der: Vec<u8>,
}

/// Whether `<data>` has a local authority with a certificate.
pub fn exists(data: &Path) -> bool {
    data.join("tls/server.crt").is_file()
}

/// Makes the authority if there is none (or `fresh`), and a new certificate for this machine and `extra` names.
///
/// # Errors
/// [`Exit::Usage`] for a name the existing authority may not vouch for; [`Exit::Storage`] when the disk refuses.
pub fn init(data: &Path, extra: &[String], fresh: bool) -> Result<Initialised, Failure> {
    let dir = data.join("tls");
    let extra = checked(extra)?;
    let new_authority = fresh || !dir.join("ca.crt").is_file();
    if new_authority {
        issue::new_authority(&dir, &extra)?;
    }
    let authority: Authority = read_json(&dir.join("authority.json"))?;
    if let Some(name) = extra.iter().find(|name| !authority.may_vouch_for(name)) {
        let hint = "run the command again with --new-authority and install the new certificate on every device";
        return Err(Failure::new(Exit::Usage, format!("the local authority may not vouch for {name}: {hint}")));
    }
    let names = issue::server_certificate(&dir, &authority, &extra)?;
    let fingerprint = PublicAuthority::load(data)?.fingerprint();
    Ok(Initialised { new_authority, names, fingerprint })
}

/// Signs a new certificate when the present one ends soon or lacks a name or address the machine has by now.
///
/// # Errors
/// As [`init`]; [`Exit::Input`] when there is no authority.
pub fn renew(data: &Path) -> Result<(), Failure> {
    let dir = data.join("tls");
    if !dir.join("ca.crt").is_file() {
        let hint = "make it with `jipan tls init`, or give --tls-cert and --tls-key";
        return Err(Failure::new(Exit::Input, format!("{} has no local authority: {hint}", data.display())));
    }
    let authority: Authority = read_json(&dir.join("authority.json"))?;
    let present: Option<ServerCertificate> = read_json(&dir.join("server.json")).ok();
    let known = present.as_ref().map_or(&[][..], |present| &present.names);
    let lacks_a_name = own_names().iter().any(|name| authority.may_vouch_for(name) && !known.contains(name));
    let ends = present.as_ref().map_or(0, |present| present.not_after_ms);
    if lacks_a_name || ends - now_ms() < RENEW_DAYS * DAY_MS {
        let extra: Vec<String> = known.to_vec();
        issue::server_certificate(&dir, &authority, &extra)?;
        tracing::info!("the server's certificate was renewed");
    }
    Ok(())
}

impl Authority {
    fn may_vouch_for(&self, name: &str) -> bool {
        if let Ok(ip) = name.parse::<IpAddr>() {
            return is_private(ip) || self.ips.contains(&ip);
        }
        let below = |parent: &str| name == parent || name.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.'));
        below("localhost") || below("local") || self.dns.iter().any(|dns| below(dns))
    }
}

impl PublicAuthority {
    /// Reads the authority's certificate.
    ///
    /// # Errors
    /// [`Exit::Input`] when there is none.
    pub fn load(data: &Path) -> Result<Self, Failure> {
        let dir = data.join("tls");
        let authority: Authority = read_json(&dir.join("authority.json"))?;
        let path = dir.join("ca.crt");
        let der = CertificateDer::from_pem_file(&path)
            .map_err(|error| Failure::new(Exit::Input, format!("cannot read {}: {error}", path.display())))?;
        Ok(Self { name: authority.name, der: der.to_vec() })
    }

    /// SHA-256 of the certificate, upper case, in pairs: as phones show it.
    pub fn fingerprint(&self) -> String {
        let digest = Sha256::digest(&self.der);
        let pairs: Vec<String> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
        pairs.join(":")
    }

    /// The certificate as a profile for iOS and macOS.
    pub fn mobileconfig(&self) -> String {
        profile::mobileconfig(self)
    }
}

/// Names and addresses of this machine, in the form they have in a certificate.
fn own_names() -> Vec<String> {
    let mut names = vec!["localhost".to_owned(), Ipv4Addr::LOCALHOST.to_string()];
    if let Some(host) = hosts::host_name() {
        names.extend([format!("{host}.local"), host]);
    }
    names.extend(hosts::lan_ipv4().iter().map(ToString::to_string));
    names.dedup();
    names
}

/// Loopback, private, link-local, carrier-grade (used by VPNs) and unique-local addresses.
fn is_private(ip: IpAddr) -> bool {
    issue::PRIVATE.iter().any(|(network, prefix)| issue::contains(*network, *prefix, ip))
}

fn checked(names: &[String]) -> Result<Vec<String>, Failure> {
    names
        .iter()
        .map(|name| {
            let lower = name.trim().to_ascii_lowercase();
            if lower.parse::<IpAddr>().is_ok() || hosts::is_dns_name(&lower) {
                Ok(lower)
            } else {
                Err(Failure::new(Exit::Usage, format!("`{name}` is neither a host name nor an address (--name)")))
            }
        })
        .collect()
}

fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let unusable = |why: String| Failure::new(Exit::Input, format!("cannot read {}: {why}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| unusable(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| unusable(error.to_string()))
}

fn load_key(path: &PathBuf) -> Result<KeyPair, Failure> {
    let unusable = |why: String| Failure::new(Exit::Input, format!("cannot use {}: {why}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| unusable(error.to_string()))?;
    KeyPair::from_pem(&text).map_err(|error| unusable(error.to_string()))
}

/// A name that tells two shops' authorities apart in a phone's list.
fn authority_name(key: &KeyPair) -> String {
    let digest = hex(&Sha256::digest(key.public_key_raw())[..3]);
    let host = hosts::host_name().map(|host| format!(" {host}")).unwrap_or_default();
    format!("Jipan{host} {digest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_vouches_for_the_shop_only() {
        let authority = Authority {
            name: "x".into(),
            created_ms: 0,
            dns: vec!["shop.example.com".into()],
            ips: vec![IpAddr::from([203, 0, 113, 7])],
        };
        for ours in ["localhost", "a.local", "shop.example.com", "x.shop.example.com", "192.168.1.5", "203.0.113.7"] {
            assert!(authority.may_vouch_for(ours), "{ours}");
        }
        for other in ["example.com", "notlocal", "203.0.113.8", "8.8.8.8", "evilshop.example.com", "2001:db8::1"] {
            assert!(!authority.may_vouch_for(other), "{other}");
        }
    }
}

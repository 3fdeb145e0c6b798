//! Signing, and writing keys and certificates so that nobody else can read the keys.

use std::net::IpAddr;
use std::path::Path;

use chrono::Datelike as _;
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, NameConstraints,
};

use super::{Authority, DAY_MS, SERVER_DAYS, ServerCertificate, authority_name, load_key, own_names};
use crate::error::{Exit, Failure};
use crate::state::now_ms;

const AUTHORITY_DAYS: i64 = 3650;

/// The networks every authority may vouch for.
pub(super) const PRIVATE: [(IpAddr, u8); 9] = [
    (v4(127, 0, 0, 0), 8),
    (v4(10, 0, 0, 0), 8),
    (v4(172, 16, 0, 0), 12),
    (v4(192, 168, 0, 0), 16),
    (v4(169, 254, 0, 0), 16),
    (v4(100, 64, 0, 0), 10),
    (v6(0, 1), 128),
    (v6(0xfc00, 0), 7),
    (v6(0xfe80, 0), 10),
];

const fn v4(a: u8, b: u8, c: u8, d: u8) -> IpAddr {
    IpAddr::V4(std::net::Ipv4Addr::new(a, b, c, d))
}

const fn v6(first: u16, last: u16) -> IpAddr {
    IpAddr::V6(std::net::Ipv6Addr::new(first, 0, 0, 0, 0, 0, 0, last))
}

/// Whether `ip` lies in `network/prefix`.
pub(super) fn contains(network: IpAddr, prefix: u8, ip: IpAddr) -> bool {
    let (network, ip, width) = match (network, ip) {
        (IpAddr::V4(network), IpAddr::V4(ip)) => (u128::from(network.to_bits()), u128::from(ip.to_bits()), 32),
        (IpAddr::V6(network), IpAddr::V6(ip)) => (network.to_bits(), ip.to_bits(), 128),
        _ => return false,
    };
    let shift = u32::from(width - prefix);
    network.checked_shr(shift).unwrap_or(0) == ip.checked_shr(shift).unwrap_or(0)
}

/// Makes and writes an authority that may also vouch for `extra` and for the machine's present names.
pub(super) fn new_authority(dir: &Path, extra: &[String]) -> Result<(), Failure> {
    let key = KeyPair::generate().map_err(|error| signing(&error))?;
    let (mut dns, mut ips) = (Vec::new(), Vec::new());
    for name in extra.iter().cloned().chain(own_names()) {
        match name.parse::<IpAddr>() {
            Ok(ip) => ips.push(ip),
            Err(_) => dns.push(name),
        }
    }
    let authority = Authority { name: authority_name(&key), created_ms: now_ms(), dns, ips };
    let certificate = authority_params(&authority)?.self_signed(&key).map_err(|error| signing(&error))?;
    crate::config::prepare_data(dir)?;
    write(dir, "ca.key", &key.serialize_pem())?;
    write(dir, "ca.crt", &certificate.pem())?;
    write(dir, "authority.json", &to_json(&authority)?)
}

/// Signs and writes a certificate for the machine's names and `extra`; answers the names.
pub(super) fn server_certificate(dir: &Path, authority: &Authority, extra: &[String]) -> Result<Vec<String>, Failure> {
    let mut names: Vec<String> =
        own_names().into_iter().chain(extra.iter().cloned()).filter(|name| authority.may_vouch_for(name)).collect();
    names.sort();
    names.dedup();
    let issuer = Issuer::new(authority_params(authority)?, load_key(&dir.join("ca.key"))?);
    let key = KeyPair::generate().map_err(|error| signing(&error))?;
    let now = now_ms();
    let not_after_ms = now + SERVER_DAYS * DAY_MS;
    let mut params = CertificateParams::new(names.clone()).map_err(|error| signing(&error))?;
    params.distinguished_name.push(DnType::CommonName, "Jipan");
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    valid_between(&mut params, now - DAY_MS, not_after_ms);
    let certificate = params.signed_by(&key, &issuer).map_err(|error| signing(&error))?;
    write(dir, "server.key", &key.serialize_pem())?;
    write(dir, "server.crt", &certificate.pem())?;
    write(dir, "server.json", &to_json(&ServerCertificate { names: names.clone(), not_after_ms })?)?;
    Ok(names)
}

fn authority_params(authority: &Authority) -> Result<CertificateParams, Failure> {
    let mut params = CertificateParams::new(Vec::<String>::new()).map_err(|error| signing(&error))?;
    params.distinguished_name.push(DnType::CommonName, authority.name.as_str());
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let dns = ["localhost", "local"].into_iter().chain(authority.dns.iter().map(String::as_str));
    let host = |ip: &IpAddr| (*ip, if ip.is_ipv4() { 32 } else { 128 });
    let networks = PRIVATE.iter().copied().chain(authority.ips.iter().map(host));
    let permitted_subtrees = dns
        .map(|name| GeneralSubtree::DnsName(name.to_owned()))
        .chain(networks.map(|(ip, prefix)| GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(ip, prefix))))
        .collect();
    params.name_constraints = Some(NameConstraints { permitted_subtrees, excluded_subtrees: Vec::new() });
    valid_between(&mut params, authority.created_ms - DAY_MS, authority.created_ms + AUTHORITY_DAYS * DAY_MS);
    Ok(params)
}

/// Year, month and day (UTC) of `ms`, as rcgen's dates want them.
fn day(ms: i64) -> (i32, u8, u8) {
    let date = chrono::DateTime::from_timestamp_millis(ms).unwrap_or_default().date_naive();
    let small = |n: u32| u8::try_from(n).unwrap_or(1);
    (date.year(), small(date.month()), small(date.day()))
}

/// Sets the days between which the certificate is valid. (The type of a date is not ours to name: rcgen hides it.)
fn valid_between(params: &mut CertificateParams, from_ms: i64, to_ms: i64) {
    let ((y, m, d), (end_y, end_m, end_d)) = (day(from_ms), day(to_ms));
    params.not_before = rcgen::date_time_ymd(y, m, d);
    params.not_after = rcgen::date_time_ymd(end_y, end_m, end_d);
}

fn to_json(value: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string_pretty(value).map_err(|error| Failure::new(Exit::Failed, error.to_string()))
}

fn signing(error: &rcgen::Error) -> Failure {
    Failure::new(Exit::Failed, format!("cannot make a certificate: {error}"))
}

fn write(dir: &Path, name: &str, text: &str) -> Result<(), Failure> {
    crate::config::write_private(&dir.join(name), text.as_bytes())
}

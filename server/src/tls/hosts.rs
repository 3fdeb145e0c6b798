//! What this machine is called in its network.

use std::net::{IpAddr, Ipv4Addr, UdpSocket};

/// Lower-case host name without a domain that DNS would accept, if the machine has one.
pub fn host_name() -> Option<String> {
    let text = std::fs::read_to_string("/proc/sys/kernel/hostname").ok().or_else(|| {
        let output = std::process::Command::new("hostname").output().ok()?;
        String::from_utf8(output.stdout).ok()
    })?;
    let name = text.trim().split('.').next()?.to_ascii_lowercase();
    is_dns_name(&name).then_some(name)
}

/// The addresses other machines of the network reach this one by.
///
/// No packet is sent: connecting a UDP socket only asks the routing table which own address would be used.
pub fn lan_ipv4() -> Vec<Ipv4Addr> {
    let mut found = Vec::new();
    for target in ["192.168.0.1:9", "10.0.0.1:9", "172.16.0.1:9", "198.51.100.1:9"] {
        let own = UdpSocket::bind("0.0.0.0:0").and_then(|socket| {
            socket.connect(target)?;
            socket.local_addr()
        });
        if let Ok(IpAddr::V4(ip)) = own.map(|address| address.ip())
            && !ip.is_loopback()
            && !ip.is_unspecified()
            && !found.contains(&ip)
        {
            found.push(ip);
        }
    }
    found
}

/// Whether `name` can be a DNS name in a certificate: labels of letters, digits and inner hyphens.
pub fn is_dns_name(name: &str) -> bool {
    name.len() <= 253
        && name.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dns_names() {
        assert!(is_dns_name("shop-1.local"));
        for bad in ["", "a..b", "-a", "a_b", "A", &"x".repeat(64), "a b"] {
            assert!(!is_dns_name(bad), "{bad}");
        }
    }

    #[test]
    fn own_addresses_are_never_loopback() {
        assert!(lan_ipv4().iter().all(|ip| !ip.is_loopback() && !ip.is_unspecified()));
    }
}

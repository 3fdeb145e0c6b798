//! The authority's certificate as a configuration profile, the only form iOS installs from a link.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::PublicAuthority;
use crate::http::base64;

pub(super) fn mobileconfig(authority: &PublicAuthority) -> String {
    // The same certificate gives the same ids: installing twice replaces instead of doubling.
    let id = |what: &str| {
        let digest = Sha256::new().chain_update(what).chain_update(&authority.der).finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    };
    let (profile, payload): (Uuid, Uuid) = (id("profile"), id("payload"));
    let name = &authority.name;
    let certificate = base64::encode(&authority.der);
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
<key>PayloadContent</key>
<array>
<dict>
<key>PayloadCertificateFileName</key><string>jipan-ca.crt</string>
<key>PayloadContent</key><data>{certificate}</data>
<key>PayloadDisplayName</key><string>{name}</string>
<key>PayloadIdentifier</key><string>jipan.ca.{payload}</string>
<key>PayloadType</key><string>com.apple.security.root</string>
<key>PayloadUUID</key><string>{payload}</string>
<key>PayloadVersion</key><integer>1</integer>
</dict>
</array>
<key>PayloadDisplayName</key><string>{name}</string>
<key>PayloadIdentifier</key><string>jipan.{profile}</string>
<key>PayloadType</key><string>Configuration</string>
<key>PayloadUUID</key><string>{profile}</string>
<key>PayloadVersion</key><integer>1</integer>
</dict>
</plist>
"#
    )
}

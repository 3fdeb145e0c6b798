//! `jipan tls`: HTTPS for the phones in the same network.

use std::path::PathBuf;

use clap::Subcommand;

use super::show;
use crate::admin_socket::Output;
use crate::config::prepare_data;
use crate::error::Failure;
use crate::tls::{self, hosts};

/// Certificates for the phones in the same network.
#[derive(Debug, Subcommand)]
pub(super) enum TlsCommand {
    /// Make a local authority and a certificate for this machine, and say how phones learn to trust it.
    ///
    /// The authority can vouch for addresses of private networks, `.local` names and this machine's names only. Run the
    /// command again at any time: the authority stays, the certificate is renewed.
    #[command(after_help = "Example:\n  jipan tls init --data ./data --name jipan.shop.lan")]
    Init {
        /// The data directory.
        #[arg(long, value_name = "DIR", default_value = "data", env = "JIPAN_DATA")]
        data: PathBuf,
        /// A further name or address of this machine; may be repeated.
        #[arg(long = "name", value_name = "HOST")]
        names: Vec<String>,
        /// Replace the authority; every device must then install the new one.
        #[arg(long)]
        new_authority: bool,
        /// The port the server will listen on with HTTPS.
        #[arg(long, default_value_t = 3443)]
        port: u16,
        /// The port on which devices fetch the authority's certificate.
        #[arg(long, default_value_t = 3080)]
        http_port: u16,
    },
}

pub(super) fn run(command: &TlsCommand) -> Result<(), Failure> {
    let TlsCommand::Init { data, names, new_authority, port, http_port } = command;
    prepare_data(data)?;
    let done = tls::init(data, names, *new_authority)?;
    let machine = hosts::lan_ipv4().first().map(ToString::to_string).or_else(hosts::host_name);
    let address = machine.map(|machine| format!("http://{machine}:{http_port}/install-ca"));
    let what = if done.new_authority { "A local authority was made" } else { "The certificate was renewed" };
    let lines = vec![
        format!("{what} in {}.", data.join("tls").display()),
        format!("Valid for: {}", done.names.join(", ")),
        format!("Fingerprint (SHA-256): {}", done.fingerprint),
        String::new(),
        "1. Start the server:".to_owned(),
        format!("   jipan serve --data {} --listen 0.0.0.0:{port} --http-redirect 0.0.0.0:{http_port}", data.display()),
        "2. On each phone open this page, install the certificate, compare the fingerprint:".to_owned(),
        format!("   {}", address.as_deref().unwrap_or("http://<this machine's address>/install-ca")),
    ];
    show::output(&Output { lines, qr: address });
    Ok(())
}

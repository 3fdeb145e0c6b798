//! Log lines on standard error; standard output is for what a person asked for.

use tracing_subscriber::EnvFilter;

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON object per line, for collectors.
    Json,
}

/// The store's last handle goes away with the runtime, long after the store was closed; it warns that it cannot close it again.
const QUIET: &str = "surrealkv::lsm=error";

/// A server tells what it does from `info` on and everybody else from `warn`; a command's own output says what it has done, so only
/// warnings come beside it. `JIPAN_LOG` says otherwise in `tracing`'s syntax.
pub(super) fn start(format: Format, serves: bool) {
    let usual = if serves { "warn,server=info" } else { "warn" };
    let filter = EnvFilter::try_from_env("JIPAN_LOG").unwrap_or_else(|_| EnvFilter::new(format!("{usual},{QUIET}")));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // An error means that a subscriber is set already, as in tests.
    let _ = match format {
        Format::Text => builder.with_target(false).try_init(),
        Format::Json => builder.json().try_init(),
    };
}

//! Printing. `println!` panics when the other end of a pipe is gone; a person who quits `less` did nothing wrong.

use std::io::Write as _;

use crate::admin_socket::Output;
use crate::tls::qr;

/// Prints one line.
pub(super) fn line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Says something beside a result that goes to the standard output.
pub(super) fn remark(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Prints lines and, below them, a QR code.
pub(super) fn output(output: &Output) {
    output.lines.iter().for_each(|text| line(text));
    if let Some(code) = output.qr.as_deref().and_then(qr::terminal) {
        line(&code);
    }
}

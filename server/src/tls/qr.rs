//! QR codes, for terminals and pages.

use fast_qr::QRBuilder;
use fast_qr::convert::Builder as _;
use fast_qr::convert::svg::SvgBuilder;

/// The code as text for a terminal; `None` when `text` is too long for a code.
pub fn terminal(text: &str) -> Option<String> {
    QRBuilder::new(text).build().ok().map(|code| code.to_str())
}

/// The code as an SVG element; `None` when `text` is too long for a code.
pub fn svg(text: &str) -> Option<String> {
    let code = QRBuilder::new(text).build().ok()?;
    Some(SvgBuilder::default().margin(2).to_str(&code))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_long_text_is_no_panic() {
        assert!(super::svg("https://192.168.1.5:3443/").is_some_and(|svg| svg.starts_with("<svg")));
        assert!(super::terminal("https://192.168.1.5:3443/").is_some());
        assert!(super::terminal(&"x".repeat(10_000)).is_none());
    }
}

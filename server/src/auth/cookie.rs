//! The session cookie.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

use super::SESSION_MS;

/// The cookie's name.
pub const NAME: &str = "jipan_session";

/// The session token a request carries, if it looks like one of ours.
pub fn token(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, value)| *name == NAME && value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit()))
        .map(|(_, value)| value)
}

/// `Set-Cookie` for a new or renewed session.
///
/// `secure` when the browser speaks HTTPS. `SameSite=Lax`, not `Strict`: a link in a message must open the app signed in.
pub fn set(token: &str, secure: bool) -> Option<HeaderValue> {
    header(token, SESSION_MS / 1000, secure)
}

/// `Set-Cookie` that makes the browser forget the session.
pub fn clear(secure: bool) -> Option<HeaderValue> {
    header("", 0, secure)
}

fn header(value: &str, max_age_s: i64, secure: bool) -> Option<HeaderValue> {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{NAME}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_s}{secure}");
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_found_among_other_cookies() {
        let token_text = "ab".repeat(32);
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("theme=dark; jipan_session=short"));
        assert_eq!(token(&headers), None);
        let cookie = format!("a=b; {NAME}={token_text}; c=d");
        headers.append(COOKIE, HeaderValue::from_str(&cookie).unwrap_or(HeaderValue::from_static("")));
        assert_eq!(token(&headers), Some(token_text.as_str()));
    }

    #[test]
    fn attributes_are_complete() {
        let cookie = set("t", true);
        assert_eq!(
            cookie.as_ref().and_then(|c| c.to_str().ok()),
            Some("jipan_session=t; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000; Secure")
        );
        assert!(clear(false).is_some_and(|c| c.to_str().is_ok_and(|c| c.ends_with("Max-Age=0"))));
    }
}

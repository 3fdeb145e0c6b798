//! One file in memory, with everything its answers need.

use std::io::Write as _;

use bytes::Bytes;
use sha2::{Digest, Sha256, Sha384};

use crate::auth::secret::hex;
use crate::http::base64;

/// Text above this size is compressed by the build, not at the start.
const COMPRESS_UP_TO: usize = 256 << 10;
/// Below this size compression costs more than it saves.
const COMPRESS_FROM: usize = 512;

/// One file in memory.
#[derive(Debug)]
pub struct Asset {
    /// The value of `Content-Type`.
    pub mime: &'static str,
    /// Whether the name changes with the content, so that it may be cached for ever.
    pub immutable: bool,
    /// Whether the browser must ask each time whether its copy is current (the shell, the worker, the boot script).
    pub revalidate: bool,
    raw: Bytes,
    br: Option<Bytes>,
    gz: Option<Bytes>,
    digest: String,
    integrity: String,
}

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// Not at all.
    Identity,
    /// Brotli.
    Br,
    /// Gzip.
    Gzip,
}

impl Asset {
    /// A file with the compressed forms the build made; small text without them is compressed here.
    pub fn new(path: &str, raw: Bytes, br: Option<Bytes>, gz: Option<Bytes>) -> Self {
        let mime = mime(path);
        let worth_it = compressible(mime) && (COMPRESS_FROM..=COMPRESS_UP_TO).contains(&raw.len());
        let smaller = |packed: Option<Bytes>| packed.filter(|packed| packed.len() < raw.len());
        let br = smaller(br.or_else(|| brotli(&raw).filter(|_| worth_it)));
        let gz = smaller(gz.or_else(|| gzip(&raw).filter(|_| worth_it)));
        let immutable = path.starts_with("/pkg/") && has_hashed_name(path);
        Self {
            mime,
            immutable,
            revalidate: !immutable && matches!(extension(path), "html" | "js" | "css" | "wasm"),
            br,
            gz,
            digest: hex(&Sha256::digest(&raw)[..16]),
            integrity: format!("sha384-{}", base64::encode(&Sha384::digest(&raw))),
            raw,
        }
    }

    /// The value of `ETag` for the uncompressed form.
    pub fn etag(&self) -> String {
        self.etag_of(Coding::Identity)
    }

    /// The value of `ETag` for this form: forms differ in bytes, so their strong tags must differ.
    pub fn etag_of(&self, coding: Coding) -> String {
        match coding {
            Coding::Identity => format!("\"{}\"", self.digest),
            Coding::Br => format!("\"{}-br\"", self.digest),
            Coding::Gzip => format!("\"{}-gz\"", self.digest),
        }
    }

    /// Whether an `If-None-Match` value names this content in any form.
    pub fn matches(&self, if_none_match: &str) -> bool {
        if_none_match.split(',').any(|tag| {
            let tag = tag.trim().trim_start_matches("W/").trim_matches('"');
            tag == "*" || tag.strip_prefix(&self.digest).is_some_and(|rest| matches!(rest, "" | "-br" | "-gz"))
        })
    }

    /// The value of `integrity` attributes.
    pub fn integrity(&self) -> &str {
        &self.integrity
    }

    /// The best form the client accepts.
    pub fn body(&self, accept_encoding: &str) -> (Coding, Bytes) {
        match (&self.br, &self.gz) {
            (Some(br), _) if accepts(accept_encoding, "br") => (Coding::Br, br.clone()),
            (_, Some(gz)) if accepts(accept_encoding, "gzip") => (Coding::Gzip, gz.clone()),
            _ => (Coding::Identity, self.raw.clone()),
        }
    }
}

/// Whether an `Accept-Encoding` value names `coding` without refusing it by `q=0`.
fn accepts(accept_encoding: &str, coding: &str) -> bool {
    accept_encoding.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let refused =
            parts.any(|part| part.strip_prefix("q=").is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0)));
        named && !refused
    })
}

/// `name.<hash>.ext`, where the hash has at least 16 characters (cargo-leptos writes 22).
pub(super) fn has_hashed_name(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let mut parts = name.rsplit('.');
    let (_extension, hash, stem) = (parts.next(), parts.next(), parts.next());
    let hash_like =
        |hash: &str| hash.len() >= 16 && hash.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    stem.is_some() && hash.is_some_and(hash_like)
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn mime(path: &str) -> &'static str {
    match extension(path) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "jpg" | "jpeg" => "image/jpeg",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn compressible(mime: &str) -> bool {
    mime.starts_with("text/") || mime.ends_with("json") || mime == "image/svg+xml"
}

fn brotli(raw: &[u8]) -> Option<Bytes> {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 5, ..Default::default() };
    brotli::BrotliCompress(&mut &raw[..], &mut out, &params).ok()?;
    Some(out.into())
}

fn gzip(raw: &[u8]) -> Option<Bytes> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(raw).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashed_names_are_recognised() {
        assert!(has_hashed_name("/pkg/jipan.Zq3vX1_-abcdefghijklmn.wasm"));
        for plain in ["/pkg/jipan.js", "/pkg/chart.worker.js", "/pkg/a.map", "/boot.js", "/pkg/.0123456789abcdef"] {
            assert!(!has_hashed_name(plain), "{plain}");
        }
    }

    #[test]
    fn accept_encoding_is_read_with_its_refusals() {
        assert!(accepts("gzip, deflate, br;q=0.9", "br"));
        assert!(!accepts("br;q=0, gzip", "br"));
        assert!(!accepts("gzip", "br") && !accepts("", "gzip") && !accepts("brotli", "br"));
    }

    #[test]
    fn small_text_is_compressed_and_pictures_are_not() {
        let text = Bytes::from("基盘 ".repeat(200));
        let asset = Asset::new("/a.css", text.clone(), None, None);
        assert_eq!(asset.body("br").0, Coding::Br);
        assert_eq!(asset.body("gzip;q=0.5").0, Coding::Gzip);
        assert_eq!(asset.body("").0, Coding::Identity);
        assert_eq!(Asset::new("/a.png", text, None, None).body("br").0, Coding::Identity);
    }

    #[test]
    fn tags_differ_by_form_and_all_of_them_match() {
        let asset = Asset::new("/a.css", Bytes::from_static(b"x"), None, None);
        assert_ne!(asset.etag(), asset.etag_of(Coding::Br));
        assert!(asset.matches(&format!("\"other\", W/{}", asset.etag_of(Coding::Gzip))));
        assert!(!asset.matches("\"other\""));
    }
}

//! A built page in miniature.

use std::io::Write as _;
use std::path::Path;

pub const JS: &str = "/pkg/jipan.Zq3vX1_-abcdefghijklmn.js";
pub const WASM: &str = "/pkg/jipan.0123456789abcdefABCDEF.wasm";
pub const CSS: &str = "/pkg/jipan.styleSTYLEstyleSTYLE00.css";
/// Left behind by an earlier build.
pub const STALE_JS: &str = "/pkg/jipan.OLDOLDOLDOLDOLDOLDOLDO.js";

/// Writes the page into `dir`; `salt` changes one file's content.
pub fn write_site(dir: &Path, salt: &str) -> std::io::Result<()> {
    std::fs::create_dir_all(dir.join("pkg"))?;
    let put = |path: &str, content: &[u8]| std::fs::write(dir.join(path.trim_start_matches('/')), content);
    put(STALE_JS, b"export default () => {}")?;
    let old = std::fs::File::options().write(true).open(dir.join(STALE_JS.trim_start_matches('/')))?;
    old.set_modified(std::time::SystemTime::UNIX_EPOCH)?;

    let js = format!("export default async () => {{}}; // {salt} {}", "x".repeat(3000));
    put(JS, js.as_bytes())?;
    put(&format!("{JS}.br"), &brotli(js.as_bytes())?)?;
    put(&format!("{JS}.gz"), &gzip(js.as_bytes())?)?;
    put(WASM, &[b"\0asm\x01\0\0\0".as_slice(), &[7; 2000]].concat())?;
    put(CSS, "body { margin: 0 }".repeat(100).as_bytes())?;
    put("boot.js", include_bytes!("../../../public/boot.js"))?;
    put("manifest.webmanifest", br#"{"name":"Jipan"}"#)?;
    put("icon.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")?;
    put(".hidden", b"not for visitors")
}

fn brotli(raw: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*raw, &mut out, &brotli::enc::BrotliEncoderParams::default())?;
    Ok(out)
}

fn gzip(raw: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(raw)?;
    encoder.finish()
}

//! Makes `public/pinyin.bin`, the readings of Chinese characters that the page searches names by.
//!
//! Run it when the table of the `pinyin` crate changes: `cargo run -p server --example make_pinyin -- public/pinyin.bin`.

use pinyin::{ToPinyin, ToPinyinMulti};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let to = std::env::args().nth(1).ok_or("usage: make_pinyin FILE")?;
    // The unified ideographs: what names are written with.
    let characters = ('\u{4e00}'..='\u{9fff}').filter_map(|c| {
        let usual = c.to_pinyin()?.plain();
        let mut readings = vec![usual];
        readings.extend(c.to_pinyin_multi().into_iter().flatten().map(pinyin::Pinyin::plain).take(3));
        Some((c, readings))
    });
    let bytes = domain::query::pinyin::encode(characters)?;
    std::fs::write(&to, &bytes)?;
    println!("{to}: {} bytes", bytes.len());
    Ok(())
}

//! A list of edges as `jipan graph` reads it, and as spreadsheets do (RFC 4180).

use std::fmt::{Result, Write};

use super::document::{Document, keys};

/// The columns every file has.
const COLUMNS: [&str; 7] = ["source", "target", "weight", "kind", "directed", "source_name", "target_name"];

/// Writes the edges: source and target by id, weight 1 where nobody said, kind, directed, names, and a column for each
/// attribute. Lines end with CR LF. A text a spreadsheet would take for a formula gets an apostrophe in front; ids do not,
/// they must come back as they went.
///
/// # Errors
/// Those of `out`; a `String` has none.
pub fn write(document: &Document, out: &mut impl Write) -> Result {
    let keys = keys(document.edges.iter().map(|edge| &edge.attributes));
    let header: Vec<String> = COLUMNS.iter().chain(&keys).map(|column| field(column)).collect();
    write!(out, "{}\r\n", header.join(","))?;
    for (edge, source, target) in document.ties() {
        write!(out, "{},{},{}", field(&source.id), field(&target.id), edge.strength.unwrap_or(1.0))?;
        write!(out, ",{},{}", harmless(&edge.kind), edge.directed)?;
        write!(out, ",{},{}", harmless(&source.name), harmless(&target.name))?;
        for key in &keys {
            let value = edge.attributes.iter().find(|(own, _)| own == key).map(|(_, value)| value);
            let text = value.map(ToString::to_string).unwrap_or_default();
            let number = value.is_some_and(|value| !matches!(value, super::document::Value::Text(_)));
            write!(out, ",{}", if number { text } else { harmless(&text) })?;
        }
        out.write_str("\r\n")?;
    }
    Ok(())
}

fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { field(&format!("'{text}")) } else { field(text) }
}

fn field(text: &str) -> String {
    let plain = !text.contains([',', '"', '\n', '\r']) && text.trim() == text;
    if plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

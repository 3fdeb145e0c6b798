//! `GraphML`, which Gephi, yEd, Cytoscape, networkx and igraph read (<http://graphml.graphdrawing.org>).

use std::fmt::{Result, Write};

use super::document::{Document, Value, keys};

/// Writes a document as `GraphML`. Each attribute is a key of type long, double or string: the narrowest that holds all its
/// values. Characters XML has no place for are left out.
///
/// # Errors
/// Those of `out`; a `String` has none.
pub fn write(document: &Document, out: &mut impl Write) -> Result {
    let node_keys = keys(document.nodes.iter().map(|node| &node.attributes));
    let edge_keys = keys(document.edges.iter().map(|edge| &edge.attributes));
    out.write_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")?;
    out.write_str("<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n")?;
    out.write_str("  <key id=\"name\" for=\"node\" attr.name=\"name\" attr.type=\"string\"/>\n")?;
    out.write_str("  <key id=\"kind\" for=\"edge\" attr.name=\"kind\" attr.type=\"string\"/>\n")?;
    out.write_str("  <key id=\"weight\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>\n")?;
    for (at, key) in node_keys.iter().enumerate() {
        let of = document.nodes.iter().flat_map(|node| &node.attributes);
        declare(out, &format!("n{at}"), "node", key, kind(of, key))?;
    }
    for (at, key) in edge_keys.iter().enumerate() {
        let of = document.edges.iter().flat_map(|edge| &edge.attributes);
        declare(out, &format!("e{at}"), "edge", key, kind(of, key))?;
    }
    // Each edge says for itself whether it is directed.
    out.write_str("  <graph edgedefault=\"undirected\">\n")?;
    for node in &document.nodes {
        writeln!(out, "    <node id=\"{}\">", escaped(&node.id))?;
        if !node.name.is_empty() {
            writeln!(out, "      <data key=\"name\">{}</data>", escaped(&node.name))?;
        }
        values(out, 'n', &node_keys, &node.attributes)?;
        out.write_str("    </node>\n")?;
    }
    for (edge, source, target) in document.ties() {
        let (source, target) = (escaped(&source.id), escaped(&target.id));
        writeln!(out, "    <edge source=\"{source}\" target=\"{target}\" directed=\"{}\">", edge.directed)?;
        if !edge.kind.is_empty() {
            writeln!(out, "      <data key=\"kind\">{}</data>", escaped(&edge.kind))?;
        }
        if let Some(strength) = edge.strength {
            writeln!(out, "      <data key=\"weight\">{strength}</data>")?;
        }
        values(out, 'e', &edge_keys, &edge.attributes)?;
        out.write_str("    </edge>\n")?;
    }
    out.write_str("  </graph>\n</graphml>\n")
}

fn declare(out: &mut impl Write, id: &str, domain: &str, name: &str, kind: &str) -> Result {
    writeln!(out, "  <key id=\"{id}\" for=\"{domain}\" attr.name=\"{}\" attr.type=\"{kind}\"/>", escaped(name))
}

fn kind<'a>(attributes: impl Iterator<Item = &'a (String, Value)>, key: &str) -> &'static str {
    let mut kind = "long";
    for (_, value) in attributes.filter(|(own, _)| own == key) {
        match value {
            Value::Text(_) => return "string",
            Value::Number(_) => kind = "double",
            Value::Whole(_) => {}
        }
    }
    kind
}

fn values(out: &mut impl Write, prefix: char, keys: &[&str], attributes: &[(String, Value)]) -> Result {
    for (key, value) in attributes {
        if let Ok(at) = keys.binary_search(&key.as_str()) {
            writeln!(out, "      <data key=\"{prefix}{at}\">{}</data>", escaped(&value.to_string()))?;
        }
    }
    Ok(())
}

/// Text as it may stand in XML, in quotes, too.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            // In an attribute these would become spaces.
            '\t' => safe.push_str("&#9;"),
            '\n' => safe.push_str("&#10;"),
            '\r' => safe.push_str("&#13;"),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => safe.push(c),
        }
    }
    safe
}

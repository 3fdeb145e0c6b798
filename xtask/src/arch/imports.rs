//! What a file imports, every path written out in full.

use super::source::line_of;

/// Every path of every `use`, braces written out, with the line of the `use`.
pub fn imports(code: &str) -> Vec<(usize, String)> {
    let mut imports = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let starts_statement =
            code[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == ';' || c == '{' || c == '}');
        if let Some(end) = code[at..].find(';')
            && starts_statement
        {
            let tree: String = code[at + 4..at + end].split_whitespace().collect();
            let mut paths = Vec::new();
            expand("", &tree, &mut paths);
            let line = line_of(code, at);
            imports.extend(paths.into_iter().map(|path| (line, path)));
        }
    }
    imports
}

fn expand(prefix: &str, tree: &str, paths: &mut Vec<String>) {
    let Some(open) = tree.find('{') else {
        paths.push(format!("{prefix}{tree}"));
        return;
    };
    let prefix = format!("{prefix}{}", &tree[..open]);
    let inner = tree[open + 1..].strip_suffix('}').unwrap_or(&tree[open + 1..]);
    let mut depth = 0usize;
    let mut start = 0;
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                expand(&prefix, &inner[start..at], paths);
                start = at + 1;
            }
            _ => {}
        }
    }
    if start < inner.len() {
        expand(&prefix, &inner[start..], paths);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_written_out() {
        let code = "use std::{\n  fmt, time::{Duration, Instant as I},\n};\npub use a::b;\nlet house = 1;";
        assert_eq!(
            imports(code),
            [
                (1, "std::fmt".to_owned()),
                (1, "std::time::Duration".to_owned()),
                (1, "std::time::InstantasI".to_owned()),
                (4, "a::b".to_owned()),
            ]
        );
    }
}

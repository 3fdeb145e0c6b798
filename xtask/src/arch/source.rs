//! Splits Rust source into code without comments and the string literals, without parsing it.

use std::iter::Peekable;
use std::str::CharIndices;

use super::imports::imports;

/// A string literal and the line it begins on, counted from 1.
pub struct Literal {
    pub line: usize,
    pub text: String,
}

/// A file's code outside `#[cfg(test)]`: comments and literals are blank, lines keep their numbers.
pub struct Source {
    code: String,
    imports: Vec<(usize, String)>,
    literals: Vec<Literal>,
}

impl Source {
    /// Reads a file's text.
    pub fn read(text: &str) -> Self {
        let (mut code, mut literals) = split(text);
        for (from, to) in test_items(&code) {
            let lines = line_of(&code, from)..=line_of(&code, to);
            literals.retain(|literal| !lines.contains(&literal.line));
            let blank: String = code[from..to].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
            code.replace_range(from..to, &blank);
        }
        let imports = imports(&code);
        Self { code, imports, literals }
    }

    /// Every line of code with its number, and every imported path written out in full.
    pub fn lines_and_imports(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.code.lines().enumerate().map(|(at, line)| (at + 1, line));
        lines.chain(self.imports.iter().map(|(line, path)| (*line, path.as_str())))
    }

    pub fn literals(&self) -> &[Literal] {
        &self.literals
    }
}

/// The number of the line that byte `at` is on, counted from 1.
pub fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

/// Code with comments and literals blanked (bytes of the rest keep their place as long as those are ASCII), and the literals.
fn split(text: &str) -> (String, Vec<Literal>) {
    let mut code = String::with_capacity(text.len());
    let mut literals = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut line = 1;
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let rest = &text[at..];
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some((content, length)) = string(rest, before) {
            literals.push(Literal { line, text: content.to_owned() });
            length
        } else if c == '\'' {
            character(rest)
        } else {
            0
        };
        if skipped == 0 {
            code.push(c);
            line += usize::from(c == '\n');
            before = c;
            continue;
        }
        for c in rest[..skipped].chars() {
            code.push(if c == '\n' { '\n' } else { ' ' });
            line += usize::from(c == '\n');
        }
        skip_to(&mut chars, at + skipped);
        before = ' ';
    }
    (code, literals)
}

fn skip_to(chars: &mut Peekable<CharIndices<'_>>, end: usize) {
    while chars.next_if(|(at, _)| *at < end).is_some() {}
}

/// Length of the block comment that `rest` begins with; they nest.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0usize;
    let mut at = 0;
    while at < rest.len() {
        let tail = &rest.as_bytes()[at..];
        if tail.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if tail.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// The content and length of the string literal that `rest` begins with: plain, byte, C or raw.
fn string(rest: &str, before: char) -> Option<(&str, usize)> {
    if before.is_alphanumeric() || before == '_' {
        return rest.starts_with('"').then(|| quoted(rest, 0));
    }
    let prefix = rest.len() - rest.trim_start_matches(['b', 'c']).len();
    if prefix > 1 {
        return None;
    }
    let body = &rest[prefix..];
    if body.starts_with('"') {
        return Some(quoted(rest, prefix));
    }
    let raw = body.strip_prefix('r')?;
    let hashes = raw.len() - raw.trim_start_matches('#').len();
    let content = raw[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = content.find(&end).unwrap_or(content.len());
    let total = (prefix + 1 + hashes + 1 + length + end.len()).min(rest.len());
    Some((&content[..length], total))
}

/// The plain literal whose opening quote is at `start`.
fn quoted(rest: &str, start: usize) -> (&str, usize) {
    let bytes = rest.as_bytes();
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    let end = at.min(rest.len());
    let content = rest.get(start + 1..end).unwrap_or_default();
    (content, (end + 1).min(rest.len()))
}

/// Length of the character literal that `rest` begins with; 0 for a lifetime.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => rest[2..].char_indices().skip(1).find(|(_, c)| *c == '\'').map_or(0, |(at, _)| at + 3),
        Some(_) => match chars.next() {
            Some((at, '\'')) => at + 1,
            _ => 0,
        },
        None => 0,
    }
}

/// Byte ranges of the items under `#[cfg(test)]`: up to the closing brace, or the semicolon of an item without one.
fn test_items(code: &str) -> Vec<(usize, usize)> {
    let mut items = Vec::new();
    let mut from = 0;
    while let Some(found) = code[from..].find("#[cfg(test)]") {
        let start = from + found;
        let mut depth = 0usize;
        let mut end = code.len();
        for (at, c) in code[start..].char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && matches!(c, '}' | ';') {
                end = start + at + 1;
                break;
            }
        }
        items.push((start, end));
        from = end;
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_taken_out_with_their_lines() {
        let text = "let a = \"x\\\"y\";\nlet b = r#\"p \"q\" \"#; // \"no\"\nlet c = ('\"', '\\'', b\"z\", 'a');\nfn f<'a>() {} \"end\"";
        let (code, literals) = split(text);
        let found: Vec<(usize, &str)> = literals.iter().map(|literal| (literal.line, literal.text.as_str())).collect();
        assert_eq!(found, [(1, "x\\\"y"), (2, "p \"q\" "), (3, "z"), (4, "end")]);
        assert_eq!(code.lines().count(), text.lines().count());
        assert!(code.contains("fn f<'a>() {}"));
        assert!(!code.contains('"') && !code.contains("no"));
    }

    #[test]
    fn chinese_text_and_odd_ends_do_not_break_it() {
        for text in ["let 名 = '客'; // 注释", "\"没有结束", "/* 没有", "'", "r#\"没有", "b", "'\\", "\"\\"]
        {
            let (code, _) = split(text);
            assert_eq!(code.lines().count(), text.lines().count(), "{text}");
            let _ = Source::read(text).lines_and_imports().count();
        }
    }
}

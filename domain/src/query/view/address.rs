//! A view as the query part of an address, so that it can be bookmarked and sent to a colleague.

use super::super::filter::Filter;
use super::super::sort::Sort;
use super::View;
use std::fmt::Write;

impl View {
    /// The view as pairs of a key and a value, not percent-encoded: `q`, `sort` and those of [`Filter::to_pairs`].
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.query.is_empty() {
            pairs.push(("q", self.query.clone()));
        }
        pairs.extend(self.filter.to_pairs());
        if self.sort != Sort::default() {
            pairs.push(("sort", self.sort.to_text()));
        }
        pairs
    }

    /// Reads pairs, decoded; what means nothing is passed over (see [`Filter::from_pairs`]).
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut view = Self::default();
        let mut rest = Vec::new();
        for (key, value) in pairs {
            match key {
                "q" => value.clone_into(&mut view.query),
                "sort" => view.sort = Sort::from_text(value).unwrap_or(view.sort),
                _ => rest.push((key, value)),
            }
        }
        view.filter = Filter::from_pairs(rest);
        view
    }

    /// The view as the query part of an address, percent-encoded, without `?`; empty for the whole list.
    pub fn to_query_string(&self) -> String {
        let mut out = String::new();
        for (key, value) in self.to_pairs() {
            if !out.is_empty() {
                out.push('&');
            }
            out.push_str(key);
            out.push('=');
            for byte in value.bytes() {
                if byte.is_ascii_alphanumeric() || b"-_.~,".contains(&byte) {
                    out.push(char::from(byte));
                } else {
                    // Writing to a string does not fail.
                    let _ = write!(out, "%{byte:02X}");
                }
            }
        }
        out
    }

    /// Reads the query part of an address, with or without `?`.
    pub fn from_query_string(text: &str) -> Self {
        let pairs: Vec<(String, String)> = text
            .trim_start_matches('?')
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(key, value)| (decoded(key), decoded(value)))
            .collect();
        Self::from_pairs(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())))
    }
}

/// Percent-decoded, with `+` as a space; what is not well encoded stays as it is.
fn decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.as_bytes();
    while let Some((&byte, rest)) = bytes.split_first() {
        bytes = rest;
        let hex = |at: usize| rest.get(at).and_then(|b| char::from(*b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
        match (byte, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                out.push(high << 4 | low);
                bytes = &rest[2..];
            }
            (b'+', ..) => out.push(b' '),
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_readable_and_forgiving() {
        let view = View::from_query_string(
            "?q=%E7%8E%8B+x&tier=vip&tier=&contact=31..,never&net_year=100..&nonsense=1&orders=a..b&sort=-net_year&x",
        );
        assert_eq!(
            (view.query.as_str(), view.filter.tiers.as_slice()),
            ("王 x", ["vip".to_owned(), String::new()].as_slice())
        );
        assert_eq!(
            view.to_query_string(),
            "q=%E7%8E%8B%20x&tier=vip&tier=&contact=31..,never&net_year=100..&sort=-net_year"
        );
        assert_eq!(decoded("100%"), "100%");
        assert_eq!(decoded("%zz%4"), "%zz%4");
        assert_eq!(View::default().to_query_string(), "");
    }
}

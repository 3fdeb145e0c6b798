//! Which character stands between two fields.

/// The candidates; the first wins a tie.
const CANDIDATES: [u8; 4] = [b',', b'\t', b';', b'|'];
/// How many lines are looked at.
const LINES: usize = 30;

/// The delimiter of the text that `head` begins: the candidate by which the most lines have as many fields as the first,
/// then the one with the most fields. A first line `sep=;`, which Excel writes, decides it. A comma when there is none.
pub(super) fn detect(head: &str) -> u8 {
    let head = head.trim_start_matches(['\u{feff}', '\r', '\n']);
    if let Some(c) = declared(head.split(['\r', '\n']).next().unwrap_or("")) {
        return c;
    }
    CANDIDATES.into_iter().rev().max_by_key(|c| score(head, *c)).unwrap_or(b',')
}

/// The delimiter that a line `sep=;` declares.
pub(super) fn declared(line: &str) -> Option<u8> {
    match line.as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', c] if c.is_ascii() && *c != b'"' => Some(*c),
        _ => None,
    }
}

fn score(head: &str, delimiter: u8) -> (usize, usize) {
    let mut counts = Vec::with_capacity(LINES);
    let (mut count, mut quoted, mut blank) = (0, false, true);
    for b in head.bytes() {
        match b {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => {
                if !blank {
                    counts.push(count);
                }
                (count, blank) = (0, true);
                if counts.len() == LINES {
                    break;
                }
                continue;
            }
            b if b == delimiter && !quoted => count += 1,
            _ => {}
        }
        blank = false;
    }
    // The last line may be cut; it counts only when there is no other.
    if counts.is_empty() {
        counts.push(count);
    }
    let first = counts[0];
    if first == 0 {
        return (0, 0);
    }
    (counts.iter().filter(|c| **c == first).count(), first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_that_makes_a_table_wins() {
        assert_eq!(detect("a,b,c\n1,2,3\n"), b',');
        assert_eq!(detect("a\tb\n1,5\t2\n1,6\t3\n"), b'\t');
        assert_eq!(detect("name;price\nTea;1,50\nRice;2,75\n"), b';');
        assert_eq!(detect("a;b\n\"x,y,z\";2\n"), b';');
        assert_eq!(detect("sep=;\na,b;c\n"), b';');
        assert_eq!(detect("only one column\nvalue\n"), b',');
        assert_eq!(detect(""), b',');
    }
}

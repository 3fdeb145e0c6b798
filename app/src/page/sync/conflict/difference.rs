//! Which part of several similar values differs: what they begin and end with alike is left plain.

/// A text in three parts, of which the middle differs from the other values.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Marked {
    /// What all values begin with.
    pub before: String,
    /// What differs.
    pub differs: String,
    /// What all values end with.
    pub after: String,
}

impl Marked {
    /// A text in which nothing is marked.
    pub fn plain(text: String) -> Self {
        Self { before: text, ..Self::default() }
    }

    /// The whole text.
    pub fn text(&self) -> String {
        format!("{}{}{}", self.before, self.differs, self.after)
    }
}

/// How many characters the name of a choice may have on a button.
const SHORT: usize = 12;

/// Marks what differs between values: everything but their common beginning and end. In a grouped number the whole group is marked, so that
/// "138 6213 4472" and "138 6213 4427" differ in "4472" and "4427" and can be called so.
pub fn mark_differences(values: &[String]) -> Vec<Marked> {
    let chars: Vec<Vec<char>> = values.iter().map(|text| text.chars().collect()).collect();
    let [first, others @ ..] = chars.as_slice() else { return Vec::new() };
    if others.is_empty() {
        return values.iter().cloned().map(Marked::plain).collect();
    }
    let shortest = chars.iter().map(Vec::len).min().unwrap_or_default();
    let same = |at: &dyn Fn(&Vec<char>) -> Option<char>| others.iter().all(|other| at(other) == at(first));
    let mut head = (0..shortest).take_while(|&i| same(&|text| text.get(i).copied())).count();
    let from_end = |text: &Vec<char>, i: usize| text.len().checked_sub(i + 1).and_then(|at| text.get(at).copied());
    let mut tail = (0..shortest - head).take_while(|&i| same(&|text| from_end(text, i))).count();
    if first.contains(&' ') {
        // Back to the beginning of the group, and on to the end of it.
        while head > 0 && first[head - 1] != ' ' {
            head -= 1;
        }
        while tail > 0 && first[first.len() - tail] != ' ' {
            tail -= 1;
        }
    }
    let part = |text: &[char]| text.iter().collect::<String>();
    chars
        .iter()
        .map(|text| Marked {
            before: part(&text[..head]),
            differs: part(&text[head..text.len() - tail]),
            after: part(&text[text.len() - tail..]),
        })
        .collect()
}

/// What a choice is called on a button: the group in which it differs when that says enough, else the value, cut.
pub fn short(marked: &Marked) -> String {
    let groups = marked.before.ends_with(' ') || marked.after.starts_with(' ');
    let length = marked.differs.chars().count();
    if groups && (2..=SHORT).contains(&length) {
        return marked.differs.clone();
    }
    let text = marked.text();
    match text.char_indices().nth(SHORT) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(values: &[&str]) -> Vec<Marked> {
        mark_differences(&values.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn the_group_that_differs_is_marked_and_names_the_choice() {
        let both = marked(&["138 6213 4472", "138 6213 4427"]);
        assert_eq!((both[0].before.as_str(), both[0].differs.as_str()), ("138 6213 ", "4472"));
        assert_eq!(short(&both[1]), "4427");
        let middle = marked(&["138 6213 4472", "138 6214 4472"]);
        assert_eq!((middle[0].differs.as_str(), middle[0].after.as_str()), ("6213", " 4472"));
    }

    #[test]
    fn text_without_groups_is_marked_by_characters() {
        let both = marked(&["苏州姑苏区平江路", "苏州吴中区平江路"]);
        assert_eq!((both[0].before.as_str(), both[0].differs.as_str()), ("苏州", "姑苏"));
        assert_eq!(both[1].after, "区平江路");
        assert_eq!(short(&both[0]), "苏州姑苏区平江路");
    }

    #[test]
    fn beginning_and_end_never_overlap() {
        for values in [["aa", "aaa"], ["", "x"], ["abab", "ab"], ["same", "same"], ["a b", "a b c"], ["1 1", "1 1 1"]] {
            for (value, part) in values.iter().zip(marked(&values)) {
                assert_eq!(part.text(), *value);
            }
        }
        assert_eq!(marked(&["one"])[0], Marked::plain("one".into()));
        assert!(marked(&[]).is_empty());
    }

    #[test]
    fn a_long_value_is_cut_on_the_button() {
        let both = marked(&["江南织造府文化创意（苏州）有限公司", "江南织造府文化创意（上海）有限公司"]);
        assert_eq!(short(&both[0]), "江南织造府文化创意（苏州…");
    }
}

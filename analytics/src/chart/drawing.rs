//! A chart as marks: one model for the picture in the page, the file a person takes elsewhere, and print.
//!
//! Colours are classes of the style sheet, so that one drawing serves every theme. Marks that lead somewhere are groups with a name that
//! is spoken and a key that says what they open.

use std::fmt::Write as _;

use super::Bar;

/// Where a text hangs on its point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    #[default]
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A rectangle with rounded corners.
    Rect {
        /// Where.
        at: Bar,
        /// Radius of the corners.
        radius: f64,
        /// Class of the style sheet.
        class: &'static str,
    },
    /// A path, in the letters of SVG.
    Path {
        /// The path.
        d: String,
        /// Class of the style sheet.
        class: &'static str,
    },
    /// A circle.
    Dot {
        /// Centre.
        x: f64,
        /// Centre.
        y: f64,
        /// Radius.
        r: f64,
        /// Class of the style sheet.
        class: &'static str,
    },
    /// A text.
    Text {
        /// Its point.
        x: f64,
        /// Its base line.
        y: f64,
        /// The words.
        text: String,
        /// How it hangs.
        anchor: Anchor,
        /// Class of the style sheet.
        class: &'static str,
    },
    /// Marks that belong together and lead somewhere.
    Link {
        /// What a screen reader says.
        label: String,
        /// What it opens; the page knows.
        to: String,
        /// Drawn together.
        marks: Vec<Mark>,
    },
}

impl Mark {
    /// A text.
    pub fn text(x: f64, y: f64, text: impl Into<String>, anchor: Anchor, class: &'static str) -> Self {
        Self::Text { x, y, text: text.into(), anchor, class }
    }

    /// A rectangle.
    pub fn rect(x: f64, y: f64, width: f64, height: f64, radius: f64, class: &'static str) -> Self {
        let at = Bar { x, y, width: width.max(0.0), height: height.max(0.0) };
        Self::Rect { at, radius, class }
    }
}

/// A whole chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// The marks, the ones below first.
    pub marks: Vec<Mark>,
}

impl Drawing {
    /// An empty one.
    pub fn new(width: f64, height: f64) -> Self {
        Self { width, height, marks: Vec::new() }
    }

    /// The inside of an `<svg>` element. The first link takes the keyboard; the page moves it on.
    pub fn to_svg(&self) -> String {
        let mut out = String::with_capacity(self.marks.len() * 120);
        let mut first = true;
        write_all(&mut out, &self.marks, &mut first);
        out
    }
}

// Writing into a String cannot fail.
fn write_all(out: &mut String, marks: &[Mark], first: &mut bool) {
    for mark in marks {
        let _ = match mark {
            Mark::Rect { at, radius, class } => write!(
                out,
                r#"<rect class="{class}" x="{:.1}" y="{:.1}" width="{:.1}" height="{:.1}" rx="{radius:.1}"/>"#,
                at.x, at.y, at.width, at.height
            ),
            Mark::Path { d, class } => write!(out, r#"<path class="{class}" d="{}"/>"#, escape(d)),
            Mark::Dot { x, y, r, class } => {
                write!(out, r#"<circle class="{class}" cx="{x:.1}" cy="{y:.1}" r="{r:.1}"/>"#)
            }
            Mark::Text { x, y, text, anchor, class } => {
                let anchor = match anchor {
                    Anchor::Start => "start",
                    Anchor::Middle => "middle",
                    Anchor::End => "end",
                };
                let text = escape(text);
                write!(out, r#"<text class="{class}" x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{text}</text>"#)
            }
            Mark::Link { label, to, marks } => {
                let tab = if std::mem::take(first) { "0" } else { "-1" };
                let (label, to) = (escape(label), escape(to));
                let begun = write!(out, r#"<g role="link" tabindex="{tab}" data-to="{to}" aria-label="{label}">"#);
                write_all(out, marks, first);
                out.push_str("</g>");
                begun
            }
        };
    }
}

/// A text as XML says it.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Control characters are not XML at all.
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// About how wide a text is, in multiples of its height: a Chinese character is as wide as it is high.
pub fn width_of(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.56 } else { 1.0 }).sum()
}

/// A text cut to a width, with an ellipsis where something was left out; empty where not even one character has room.
pub fn cut(text: &str, width: f64) -> String {
    if width_of(text) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1.0;
    for c in text.chars() {
        used += if c.is_ascii() { 0.56 } else { 1.0 };
        if used > width {
            break;
        }
        out.push(c);
    }
    if out.is_empty() { out } else { out + "…" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_their_place() {
        let mut drawing = Drawing::new(100.0, 50.0);
        drawing.marks.push(Mark::Link {
            label: r#"<script>"&"#.into(),
            to: "a\"b".into(),
            marks: vec![Mark::text(1.0, 2.0, "</text><script>\u{0}", Anchor::End, "strong")],
        });
        let svg = drawing.to_svg();
        assert!(!svg.contains("<script>") && !svg.contains('\u{0}'), "{svg}");
        assert!(svg.contains(r#"data-to="a&quot;b""#) && svg.contains("&lt;/text&gt;"), "{svg}");
    }

    #[test]
    fn one_link_takes_the_keyboard() {
        let link = |to: &str| Mark::Link { label: to.into(), to: to.into(), marks: vec![] };
        let drawing = Drawing { marks: vec![link("a"), link("b"), link("c")], ..Drawing::default() };
        let svg = drawing.to_svg();
        assert_eq!(svg.matches(r#"tabindex="0""#).count(), 1);
        assert_eq!(svg.matches(r#"tabindex="-1""#).count(), 2);
    }

    #[test]
    fn a_text_is_cut_to_its_room() {
        assert_eq!(cut("潜力忠诚", 4.0), "潜力忠诚");
        assert_eq!(cut("潜力忠诚", 3.5), "潜力…");
        assert_eq!(cut("潜力忠诚", 1.0), "");
        assert_eq!(cut("Loyal", 3.0), "Loyal");
        assert!(width_of(&cut("Potential loyalist", 5.0)) <= 5.5);
    }
}

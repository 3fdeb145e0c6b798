//! The 5x5 map of recency against worth.

use super::read::{Count, SEGMENTS, Value, segment_of};
use super::words::do_word;
use crate::i18n::{format, insights as words};
use crate::page::customer::words::segment_word;
use crate::page::figure::{Cell, Head, Line, Twin};
use analytics::chart::drawing::{Anchor, Drawing, Mark, cut};

/// Space left of the cells for the axis.
const LEFT: f64 = 24.0;
/// Space above the cells.
const ABOVE: f64 = 22.0;
/// Space below the cells.
const BELOW: f64 = 44.0;
/// Between cells.
const GAP: f64 = 2.0;
/// Size of the labels.
const SMALL: f64 = 13.0;

/// The steps of the heat's ramp and the ink on each.
const STEPS: [(&str, &str); 6] = [
    ("heat-0", "on-heat-low"),
    ("heat-1", "on-heat-low"),
    ("heat-2", "on-heat-low"),
    ("heat-3", "on-heat-mid"),
    ("heat-4", "on-heat-high"),
    ("heat-5", "on-heat-high"),
];

/// How deep a share of the largest is, 0 to 5. Nothing is palest.
pub fn step(part: f64) -> usize {
    let part = if part.is_finite() { part.clamp(0.0, 1.0) } else { 0.0 };
    [0.0, 0.15, 0.35, 0.55, 0.75].iter().filter(|least| part > **least).count()
}

/// The classes of a step: of the ground, and of the ink on it.
pub fn classes(part: f64) -> (&'static str, &'static str) {
    STEPS[step(part)]
}

/// The map for a width in pixels.
pub fn drawing(value: &Value, width: f64) -> Drawing {
    let side = (width - LEFT).max(200.0);
    let narrow = width < 480.0;
    let (cell_width, cell_height) = (side / 5.0, if narrow { 48.0 } else { 66.0 });
    let inset = if narrow { 5.0 } else { 10.0 };
    let mut out = Drawing::new(LEFT + side, ABOVE + 5.0 * cell_height + BELOW);
    out.marks.push(Mark::text(0.0, 13.0, words::recent(), Anchor::Start, "quiet"));
    let most = value.cells.iter().flatten().map(|c| c.people).max().unwrap_or(0).max(1);
    for r in (1..=5).rev() {
        let y = ABOVE + (5 - r) as f64 * cell_height;
        out.marks.push(Mark::text(LEFT - 10.0, y + cell_height / 2.0 + 5.0, r.to_string(), Anchor::End, "strong"));
        for fm in 1..=5 {
            let Count { people, .. } = value.cells[r - 1][fm - 1];
            let (ground, ink) = classes(people as f64 / most as f64);
            let x = LEFT + (fm - 1) as f64 * cell_width;
            let name = segment_word(SEGMENTS[segment_of(r, fm)]);
            let shown = format::integer(i64::try_from(people).unwrap_or(i64::MAX));
            let score = |n: usize| u8::try_from(n).unwrap_or(0);
            out.marks.push(Mark::Link {
                label: words::cell_label(score(r), score(fm), name, people),
                to: format!("cell={r}{fm}"),
                marks: vec![
                    Mark::rect(x, y, cell_width - GAP, cell_height - GAP, 4.0, ground),
                    Mark::text(x + inset, y + 19.0, cut(name, (cell_width - inset - 4.0) / SMALL), Anchor::Start, ink),
                    Mark::text(x + cell_width - inset - GAP, y + cell_height - 11.0, shown, Anchor::End, strong(ink)),
                ],
            });
        }
    }
    // Round the cells of those who must not be lost, when there are any.
    let leaving = value.segments[8].people;
    if leaving > 0 {
        let at = (LEFT + 3.0 * cell_width - 1.0, ABOVE + 4.0 * cell_height - 1.0);
        let box_ =
            format!("M{:.1} {:.1}h{:.1}v{:.1}h{:.1}Z", at.0, at.1, 2.0 * cell_width, cell_height, -2.0 * cell_width);
        out.marks.push(Mark::Path { d: box_, class: "alert-frame" });
    }
    let bottom = ABOVE + 5.0 * cell_height;
    for fm in 1..=5 {
        let x = LEFT + (f64::from(fm) - 0.5) * cell_width;
        out.marks.push(Mark::text(x, bottom + 16.0, fm.to_string(), Anchor::Middle, "strong"));
    }
    out.marks.push(Mark::text(LEFT, bottom + 36.0, words::little(), Anchor::Start, "quiet"));
    out.marks.push(Mark::text(LEFT + side, bottom + 36.0, words::much(), Anchor::End, "quiet"));
    out
}

fn strong(ink: &'static str) -> &'static str {
    match ink {
        "on-heat-low" => "on-heat-low strong-text",
        "on-heat-mid" => "on-heat-mid strong-text",
        _ => "on-heat-high strong-text",
    }
}

/// The map as a table: a row per score of recency.
pub fn twin(value: &Value) -> Twin {
    let mut head = vec![Head::words(words::recency())];
    head.extend((1..=5).map(|fm| Head::number(format!("{} {fm}", words::worth()))));
    let lines = (1..=5_usize)
        .rev()
        .map(|r| {
            let mut cells = vec![Cell::words(r.to_string())];
            cells.extend(value.cells[r - 1].iter().map(|c| people(c.people)));
            Line { to: String::new(), cells }
        })
        .collect();
    Twin { head, lines }
}

/// The segments with what to do about each.
pub fn segments(value: &Value, currency: &str) -> Twin {
    let head = vec![
        Head::words(words::segment()),
        Head::number(words::people()),
        Head::number(words::per_head()),
        Head::words(words::next()),
    ];
    let lines = value
        .segments
        .iter()
        .enumerate()
        .map(|(at, count)| Line {
            to: format!("/customers?segment={}", SEGMENTS[at]),
            cells: vec![
                Cell::words(segment_word(SEGMENTS[at])),
                people(count.people),
                Cell::number(
                    format::money_short(count.per_head(), currency),
                    format::money_plain(count.per_head(), currency),
                ),
                Cell::words(do_word(at)),
            ],
        })
        .collect();
    Twin { head, lines }
}

/// A number of people.
pub fn people(n: usize) -> Cell {
    Cell::number(format::integer(i64::try_from(n).unwrap_or(i64::MAX)), n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_leads_to_its_list_at_every_width() {
        let mut value = Value::default();
        value.cells[0][4].people = 7;
        for width in [1.0, 320.0, 600.0, 2_000.0] {
            let drawing = drawing(&value, width);
            let svg = drawing.to_svg();
            for r in 1..=5 {
                for fm in 1..=5 {
                    assert_eq!(svg.matches(&format!("data-to=\"cell={r}{fm}\"")).count(), 1);
                }
            }
            assert!(!svg.contains("NaN") && drawing.width >= 220.0);
        }
        let twin = twin(&value);
        assert_eq!(twin.lines[4].cells[5].plain, "7", "the lowest row is recency 1");
    }

    #[test]
    fn depth_follows_the_share_and_bears_anything() {
        assert_eq!([0.0, 0.01, 0.2, 0.5, 0.6, 1.0].map(step), [0, 1, 2, 3, 4, 5]);
        assert_eq!([f64::NAN, -1.0, 7.0].map(step), [0, 0, 5]);
    }
}

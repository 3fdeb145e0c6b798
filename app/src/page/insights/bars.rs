//! Bars that lie: a name, a bar, its figures.

use super::read::Count;
use crate::i18n::{format, insights as words};
use analytics::chart::drawing::{Anchor, Drawing, Mark, cut, width_of};

/// One bar.
pub struct Bar {
    /// What it is of.
    pub name: String,
    /// What a screen reader says.
    pub label: String,
    /// What it opens.
    pub to: String,
    /// Whom it counts.
    pub count: Count,
    /// The class that colours it.
    pub class: &'static str,
}

/// Height of a bar with the space below it.
const ROW: f64 = 34.0;
/// Height of the heads of both columns.
const HEAD: f64 = 24.0;
/// Size of the labels.
const SMALL: f64 = 13.0;

/// Two bars for each: people, and revenue.
pub fn drawing(bars: &[Bar], currency: &str, width: f64) -> Drawing {
    let width = width.max(240.0);
    let mut out = Drawing::new(width, HEAD + bars.len() as f64 * ROW);
    let names = bars.iter().map(|bar| width_of(&bar.name)).fold(0.0, f64::max) * SMALL + 12.0;
    let names = names.min(width * 0.32);
    let people = |bar: &Bar| format::integer(i64::try_from(bar.count.people).unwrap_or(i64::MAX));
    let money = |bar: &Bar| format::money_short(bar.count.net, currency);
    let most_people = bars.iter().map(|bar| bar.count.people).max().unwrap_or(0).max(1) as f64;
    let most_money = bars.iter().map(|bar| bar.count.net).max().unwrap_or(0).max(1) as f64;
    let half = (width - names) / 2.0;
    let figure = |texts: Vec<String>| texts.iter().map(|text| width_of(text)).fold(0.0, f64::max) * SMALL + 14.0;
    let room_people = (half - figure(bars.iter().map(people).collect())).max(10.0);
    let room_money = (half - figure(bars.iter().map(money).collect())).max(10.0);
    if !bars.is_empty() {
        out.marks.push(Mark::text(names, 14.0, words::people(), Anchor::Start, "quiet"));
        out.marks.push(Mark::text(names + half, 14.0, words::revenue_year(), Anchor::Start, "quiet"));
    }
    for (at, bar) in bars.iter().enumerate() {
        let y = HEAD + at as f64 * ROW;
        let line = y + 19.0;
        let long = |part: f64, room: f64| (part.clamp(0.0, 1.0) * room).max(2.0);
        let people_long = long(bar.count.people as f64 / most_people, room_people);
        let money_long = long(bar.count.net as f64 / most_money, room_money);
        let second = names + half;
        out.marks.push(Mark::Link {
            label: bar.label.clone(),
            to: bar.to.clone(),
            marks: vec![
                Mark::rect(0.0, y, width, ROW - 4.0, 4.0, "hit"),
                Mark::text(0.0, line, cut(&bar.name, names / SMALL), Anchor::Start, "strong"),
                Mark::rect(names, y + 4.0, people_long, ROW - 12.0, 3.0, bar.class),
                Mark::text(names + people_long + 8.0, line, people(bar), Anchor::Start, ""),
                Mark::rect(second, y + 4.0, money_long, ROW - 12.0, 3.0, bar.class),
                Mark::text(second + money_long + 8.0, line, money(bar), Anchor::Start, ""),
            ],
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stay_within_their_width() {
        let bar = |people, net| Bar {
            name: "一个很长的地区名字也要站得下".into(),
            label: "x".into(),
            to: "a".into(),
            count: Count { people, net },
            class: "bar-1",
        };
        for width in [0.0, 330.0, 1_200.0] {
            let drawing = drawing(&[bar(0, -5), bar(100_000, 999_999_999_999)], "CNY", width);
            for mark in &drawing.marks {
                let Mark::Link { marks, .. } = mark else { continue };
                for mark in marks {
                    if let Mark::Rect { at, .. } = mark {
                        assert!(at.x >= 0.0 && at.x + at.width <= drawing.width + 0.5, "{at:?} of {}", drawing.width);
                    }
                }
            }
        }
        assert_eq!(drawing(&[], "CNY", 500.0).marks.len(), 0);
    }
}

//! How many bring how much: the Pareto curve with its ABC classes.

use super::heat::people;
use crate::i18n::{format, insights as words};
use crate::page::figure::{Cell, Head, Line, Twin};
use analytics::abc::{Abc, Class, abc};
use analytics::chart::drawing::{Anchor, Drawing, Mark};
use analytics::chart::pareto::{customers_for, pareto};
use std::fmt::Write as _;

/// Points of the curve: one for every few pixels.
const POINTS: usize = 160;
/// Space left of the curve for its axis.
const LEFT: f64 = 44.0;
/// Space below it.
const BELOW: f64 = 46.0;
/// The share of revenue that the finding speaks of.
pub const MOST: f64 = 0.8;

/// The classes over net revenue; the order of customers decides nothing but who of equals comes first.
pub fn classes(values: &[i64]) -> Abc {
    let rows: Vec<(usize, i64)> = values.iter().copied().enumerate().collect();
    abc(&rows)
}

/// The share of the customers that brings [`MOST`] of the revenue.
pub fn few(values: &[i64]) -> Option<f64> {
    customers_for(values, MOST)
}

/// The curve for a width in pixels.
pub fn drawing(values: &[i64], width: f64) -> Drawing {
    let width = width.max(240.0);
    let height = if width < 480.0 { 220.0 } else { 330.0 };
    let (inner_width, inner_height) = (width - LEFT, height - BELOW);
    let mut out = Drawing::new(width, height);
    for part in 0..=4 {
        let y = 8.0 + (inner_height - 8.0) * (1.0 - f64::from(part) / 4.0);
        out.marks.push(Mark::Path { d: format!("M{LEFT:.1} {y:.1}H{width:.1}"), class: "grid" });
        let label = format::percent(f64::from(part) / 4.0, 0);
        out.marks.push(Mark::text(LEFT - 8.0, y + 4.0, label, Anchor::End, "quiet"));
    }
    let points = pareto(values, POINTS);
    if points.is_empty() {
        return out;
    }
    let x = |share: f64| LEFT + share * inner_width;
    let y = |share: f64| 8.0 + (inner_height - 8.0) * (1.0 - share);
    let abc = classes(values);
    let mut from = 0.0;
    for (class, name, ground) in [(Class::A, "A", "area-1"), (Class::B, "B", "area-2"), (Class::C, "C", "area-3")] {
        let to = from + abc.customer_share(class).unwrap_or(0.0);
        let mut d = format!("M{:.1} {:.1}", x(from), y(0.0));
        for point in points.iter().filter(|p| (from..=to).contains(&p.customers)) {
            let _ = write!(d, "L{:.1} {:.1}", x(point.customers), y(point.value));
        }
        let _ = write!(d, "V{:.1}Z", y(0.0));
        let middle = x(f64::midpoint(from, to));
        let count = words::class_people(abc.total(class).customers);
        let wide = (to - from) * inner_width > 64.0;
        let mut marks = vec![Mark::Path { d, class: ground }];
        if wide {
            marks.push(Mark::text(middle, y(0.0) - 10.0, name, Anchor::Middle, "strong"));
            marks.push(Mark::text(middle, y(0.0) + 17.0, count.clone(), Anchor::Middle, ""));
        }
        let label = format!("{} {name}: {count}", words::class());
        out.marks.push(Mark::Link { label, to: format!("class={name}"), marks });
        from = to;
    }
    out.marks
        .push(Mark::Path { d: format!("M{:.1} {:.1}L{:.1} {:.1}", x(0.0), y(0.0), x(1.0), y(1.0)), class: "diagonal" });
    let mut d = String::new();
    for (at, point) in points.iter().enumerate() {
        let letter = if at == 0 { 'M' } else { 'L' };
        let _ = write!(d, "{letter}{:.1} {:.1}", x(point.customers), y(point.value));
    }
    out.marks.push(Mark::Path { d, class: "curve" });
    if let Some(few) = few(values) {
        out.marks.push(Mark::Dot { x: x(few), y: y(MOST), r: 5.0, class: "point" });
        let words = words::pareto(&format::percent(few, 1), &format::percent(MOST, 0));
        let anchor = if few > 0.5 { Anchor::End } else { Anchor::Start };
        let beside = if few > 0.5 { -12.0 } else { 12.0 };
        out.marks.push(Mark::text(x(few) + beside, y(MOST) + 22.0, words, anchor, "strong"));
    }
    out.marks.push(Mark::text(LEFT, height - 6.0, words::pareto_axis(), Anchor::Start, "quiet"));
    out
}

/// The classes as a table.
pub fn twin(values: &[i64], currency: &str) -> Twin {
    let abc = classes(values);
    let head = vec![
        Head::words(words::class()),
        Head::number(words::people()),
        Head::number(words::share_people()),
        Head::number(words::revenue()),
        Head::number(words::share_value()),
    ];
    let share = |part: Option<f64>| {
        part.map_or_else(|| Cell::words("–"), |part| Cell::number(format::percent(part, 1), format!("{part:.6}")))
    };
    let classes = [(Class::A, "A"), (Class::B, "B"), (Class::C, "C"), (Class::NoValue, words::no_value())];
    let lines = classes
        .into_iter()
        .map(|(class, name)| {
            let total = abc.total(class);
            let value = i64::try_from(total.value).unwrap_or(if total.value < 0 { i64::MIN } else { i64::MAX });
            Line {
                to: String::new(),
                cells: vec![
                    Cell::words(name),
                    people(total.customers),
                    share(abc.customer_share(class)),
                    Cell::number(format::money(value, currency), format::money_plain(value, currency)),
                    share(abc.value_share(class)),
                ],
            }
        })
        .collect();
    Twin { head, lines }
}

/// The net revenue at which a class begins and ends: the least and the most of its customers.
pub fn bounds(values: &[i64], class: Class) -> Option<(i64, i64)> {
    let abc = classes(values);
    let of_class = abc.classes.iter().zip(values).filter(|(c, _)| **c == class).map(|(_, value)| *value);
    of_class.fold(None, |range: Option<(i64, i64)>, value| match range {
        None => Some((value, value)),
        Some((least, most)) => Some((least.min(value), most.max(value))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_bears_every_base() {
        for values in [vec![], vec![-5, 0], vec![1], vec![7; 3_000], (0..500).collect::<Vec<i64>>()] {
            for width in [0.0, 390.0, 1_440.0] {
                let svg = drawing(&values, width).to_svg();
                assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
            }
            assert_eq!(twin(&values, "CNY").lines.len(), 4);
        }
    }

    #[test]
    fn a_class_is_a_range_of_revenue() {
        let values = [100, 1, 50, 2, -3];
        assert_eq!(bounds(&values, Class::A), Some((50, 100)));
        assert_eq!(bounds(&values, Class::NoValue), Some((-3, -3)));
        assert_eq!(bounds(&[], Class::A), None);
    }
}

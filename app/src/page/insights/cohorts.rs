//! Cohorts: of those who first bought in a month, how many bought again in the months after.

use super::heat;
use crate::i18n::{format, insights as words};
use crate::page::figure::{Cell, Head, Line, Twin};
use crate::store::Store;
use analytics::calendar;
use analytics::chart::drawing::{Anchor, Drawing, Mark};
use domain::schema::fields::score;
use domain::{Kind, Row, Value};
use std::time::Duration;

/// Months that a score row remembers.
const MONTHS: usize = 12;
/// Rows read before the page may draw again.
const SLICE: usize = 400;

/// The cohorts of the last twelve months.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cohorts {
    /// The last month, which is not over, as months since 1970.
    pub last: i32,
    /// By month of the first order, the oldest first: how many people, and how many of them had revenue in each month after,
    /// beginning with their own.
    pub rows: [Cohort; MONTHS],
}

/// Those who first bought in one month.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cohort {
    /// How many.
    pub size: usize,
    /// In the k-th month after, from 0.
    pub back: [usize; MONTHS],
}

impl Cohorts {
    /// Counts one customer's score row in.
    fn add(&mut self, row: &Row) {
        let Value::List(list) = row.get(score::MONTHS) else { return };
        let Some((last, months)) = list.split_last() else { return };
        let first = row.int(score::FIRST_DAY).and_then(|day| i32::try_from(day).ok()).map(calendar::month_number);
        let (Some(last), Some(first)) = (last.as_int().and_then(|n| i32::try_from(n).ok()), first) else { return };
        if months.len() != MONTHS {
            return;
        }
        if self.last < last {
            // Rows scored before a month began count in the months they know.
            self.move_to(last);
        }
        let Ok(cohort) = usize::try_from(first - (self.last - 11)) else { return };
        let Some(into) = self.rows.get_mut(cohort) else { return };
        into.size += 1;
        // The own month has the first order even when it was given back.
        into.back[0] += 1;
        for (at, month) in months.iter().enumerate() {
            let k = last - 11 + i32::try_from(at).unwrap_or(0) - first;
            if let (Ok(k @ 1..), Value::Int(1..)) = (usize::try_from(k), month)
                && let Some(count) = into.back.get_mut(k)
            {
                *count += 1;
            }
        }
    }

    fn move_to(&mut self, last: i32) {
        let by = usize::try_from(last - self.last).unwrap_or(0).min(MONTHS);
        self.rows.rotate_left(by);
        for row in &mut self.rows[MONTHS - by..] {
            *row = Cohort::default();
        }
        self.last = last;
    }

    /// Share of a cohort that was back in its k-th month; `None` where there is nobody or the month lies ahead.
    pub fn share(&self, cohort: usize, k: usize) -> Option<f64> {
        let row = self.rows.get(cohort)?;
        (row.size > 0 && cohort + k < MONTHS).then(|| row.back[k] as f64 / row.size as f64)
    }

    /// Whether the k-th month of a cohort is the one that is not over.
    pub fn is_open(cohort: usize, k: usize) -> bool {
        cohort + k == MONTHS - 1
    }

    /// The mean share of the k-th month over all cohorts, by their sizes; months that are not over are left out.
    pub fn average(&self, k: usize) -> Option<f64> {
        let over = (0..MONTHS).filter(|c| c + k < MONTHS - 1).map(|c| &self.rows[c]);
        let (size, back) = over.fold((0, 0), |(size, back), row| (size + row.size, back + row.back[k]));
        (size > 0).then(|| back as f64 / size as f64)
    }

    /// The first day of a cohort's month.
    pub fn day(&self, cohort: usize) -> i32 {
        let month = self.last - 11 + i32::try_from(cohort).unwrap_or(0);
        calendar::day_number(1970 + month.div_euclid(12), month.rem_euclid(12) + 1, 1)
    }

    /// The cohort that came back most in the month after its own.
    pub fn best(&self) -> Option<usize> {
        let known = (0..MONTHS).filter(|c| !Self::is_open(*c, 1)).filter_map(|c| Some((c, self.share(c, 1)?)));
        known.filter(|(_, share)| *share > 0.0).max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(c, _)| c)
    }
}

/// Reads the cohorts of this device's customers, a slice at a time, so that the page stays quick. `None` when `wanted` ceases to be.
pub async fn read(store: &Store, wanted: impl Fn() -> bool) -> Option<Cohorts> {
    let ids: Vec<_> =
        store.with_index(|index| index.iter().filter(|(_, e)| !e.deleted && e.orders > 0).map(|(_, e)| e.id).collect());
    let mut cohorts = Cohorts::default();
    for slice in ids.chunks(SLICE) {
        if !wanted() {
            return None;
        }
        for id in slice {
            if let Some(row) = store.row(Kind::Score, *id) {
                cohorts.add(&row);
            }
        }
        breathe().await;
    }
    Some(cohorts)
}

#[cfg(target_arch = "wasm32")]
async fn breathe() {
    gloo_timers::future::sleep(Duration::ZERO).await;
}

#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unused_async)]
async fn breathe() {
    let _ = Duration::ZERO;
}

/// Space left of the cells for month and size.
const LEFT: f64 = 118.0;
/// Height of a row.
const ROW: f64 = 26.0;

/// The triangle for a width in pixels; on a phone it shows as many months as have room.
pub fn drawing(cohorts: &Cohorts, width: f64) -> Drawing {
    let width = width.max(260.0);
    let (months, cell) = room(width);
    let mut out = Drawing::new(width, ROW * (MONTHS as f64 + 2.0) + 4.0);
    out.marks.push(Mark::text(0.0, 17.0, words::first_month(), Anchor::Start, "quiet"));
    out.marks.push(Mark::text(LEFT - 10.0, 17.0, words::people(), Anchor::End, "quiet"));
    for k in 0..months {
        let x = LEFT + (k as f64 + 0.5) * cell;
        let head = if k == 0 && cell > 44.0 { words::same_month().to_owned() } else { k.to_string() };
        out.marks.push(Mark::text(x, 17.0, head, Anchor::Middle, "quiet"));
    }
    for cohort in 0..MONTHS {
        let y = ROW * (cohort as f64 + 1.0);
        let row = &cohorts.rows[cohort];
        let month = format::month(cohorts.day(cohort));
        out.marks.push(Mark::text(0.0, y + 17.0, month.clone(), Anchor::Start, ""));
        out.marks.push(Mark::text(LEFT - 10.0, y + 17.0, row.size.to_string(), Anchor::End, "strong"));
        for k in 0..months {
            let Some(share) = cohorts.share(cohort, k) else { continue };
            let x = LEFT + k as f64 * cell;
            let (ground, ink) = if k == 0 { ("heat-5", "on-heat-high") } else { heat::classes(share * 1.6) };
            let open = Cohorts::is_open(cohort, k) && k > 0;
            let (ground, ink) = if open { ("heat-open", "quiet") } else { (ground, ink) };
            let shown = format!("{:.0}", share * 100.0);
            out.marks.push(Mark::Link {
                label: words::cohort_label(&month, k, &format::percent(share, 0), row.back[k]),
                to: format!("cohort={cohort}"),
                marks: vec![
                    Mark::rect(x, y, cell - 2.0, ROW - 2.0, 3.0, ground),
                    Mark::text(x + cell / 2.0 - 1.0, y + 17.0, shown, Anchor::Middle, ink),
                ],
            });
        }
    }
    let y = ROW * (MONTHS as f64 + 1.0);
    out.marks.push(Mark::text(0.0, y + 17.0, words::average(), Anchor::Start, "strong"));
    for k in 1..months {
        if let Some(average) = cohorts.average(k) {
            let x = LEFT + (k as f64 + 0.5) * cell - 1.0;
            out.marks.push(Mark::text(x, y + 17.0, format!("{:.0}", average * 100.0), Anchor::Middle, "strong"));
        }
    }
    out
}

/// How many months have room, and how wide each is.
fn room(width: f64) -> (usize, f64) {
    let months = (1..=MONTHS).rev().find(|n| (width - LEFT) / *n as f64 >= 26.0).unwrap_or(1);
    (months, (width - LEFT) / months as f64)
}

/// The triangle as a table.
pub fn twin(cohorts: &Cohorts) -> Twin {
    let mut head = vec![Head::words(words::first_month()), Head::number(words::people())];
    head.extend((0..MONTHS).map(|k| Head::number(k.to_string())));
    let lines = (0..MONTHS)
        .map(|cohort| {
            let mut cells =
                vec![Cell::words(format::month(cohorts.day(cohort))), heat::people(cohorts.rows[cohort].size)];
            cells.extend((0..MONTHS).map(|k| match cohorts.share(cohort, k) {
                Some(share) => Cell::number(format::percent(share, 0), format!("{share:.6}")),
                None => Cell::words(""),
            }));
            Line { to: String::new(), cells }
        })
        .collect();
    Twin { head, lines }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{RowId, Stamp};

    fn row(first: i32, last: i32, months: [i64; 12]) -> Row {
        let mut list: Vec<Value> = months.into_iter().map(Value::Int).collect();
        list.push(Value::Int(last.into()));
        let fields = [(score::FIRST_DAY, Value::Int(first.into())), (score::MONTHS, Value::List(list))];
        Row::new(Kind::Score, RowId::from_bytes([1; 16]), Stamp::default(), fields)
    }

    #[test]
    fn a_customer_counts_in_the_month_of_the_first_order_and_in_those_with_revenue() {
        // November 2026 is the last month; the first order was in September.
        let last = calendar::month_number(calendar::day_number(2026, 11, 5));
        let first = calendar::day_number(2026, 9, 30);
        let mut cohorts = Cohorts::default();
        let mut months = [0; 12];
        (months[9], months[11]) = (500, 300);
        cohorts.add(&row(first, last, months));
        // Somebody else of September who gave everything back in October.
        let mut months = [0; 12];
        (months[9], months[10]) = (500, -500);
        cohorts.add(&row(first, last, months));
        assert_eq!(cohorts.rows[9].size, 2);
        assert_eq!(cohorts.rows[9].back[..3], [2, 0, 1]);
        assert_eq!(cohorts.share(9, 2), Some(0.5));
        assert_eq!(cohorts.share(9, 3), None, "lies ahead");
        assert_eq!(cohorts.average(2), None, "the only second month is not over");
        assert_eq!(cohorts.average(1), Some(0.0));
        assert_eq!(cohorts.day(11), calendar::day_number(2026, 11, 1));
    }

    #[test]
    fn rows_of_another_month_meet_in_the_same_cohorts() {
        let last = calendar::month_number(calendar::day_number(2026, 11, 5));
        let first = calendar::day_number(2026, 8, 1);
        let mut cohorts = Cohorts::default();
        let mut months = [0; 12];
        months[11] = 1;
        // Scored in October: its last month is October.
        cohorts.add(&row(first, last - 1, months));
        cohorts.add(&row(first, last, [0; 12]));
        assert_eq!(cohorts.rows[8].size, 2);
        assert_eq!(cohorts.rows[8].back[2], 1);
        // Older customers belong to no cohort of the last year.
        cohorts.add(&row(first - 800, last, [1; 12]));
        assert_eq!(cohorts.rows.iter().map(|r| r.size).sum::<usize>(), 2);
    }

    #[test]
    fn the_triangle_fits_its_width() {
        for width in [0.0, 340.0, 700.0, 1_600.0] {
            let drawing = drawing(&Cohorts::default(), width);
            assert!(!drawing.to_svg().contains("NaN"));
            let (months, cell) = room(drawing.width);
            assert!(months >= 1 && LEFT + months as f64 * cell <= drawing.width + 0.5);
        }
    }
}

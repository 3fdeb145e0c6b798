//! Why a customer has their tier, what is missing for the best one, and what ends it.
//!
//! The same rules as `analytics::tier::Scheme::default()`, from the figures of the score row and the cut points of the basis row.

use analytics::lifecycle::Rhythm;
use analytics::purchase::gap::MedianGap;
use domain::Row;
use domain::Value;
use domain::schema::fields::{basis, score};

/// The score on one axis and what it was made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Axis {
    /// 1 (worst) to 5 (best).
    pub score: u8,
    /// Days since the last order, orders or minor units within the window.
    pub value: i64,
    /// The value from which on the score is one better: at most so many days, or at least so much.
    pub next: Option<i64>,
}

/// What ends a tier if nothing is bought.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Ends {
    /// In how many days, at least 1.
    pub in_days: i64,
    /// The tier that follows.
    pub becomes: &'static str,
    /// The recency score of that day, if that is what changes it; else it is the stage.
    pub recency: Option<u8>,
}

/// The explanation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Why {
    /// The tier by these figures.
    pub tier: &'static str,
    /// Recency, frequency, money; `None` for a customer who has bought nothing.
    pub axes: Option<[Axis; 3]>,
    /// The window in months over which orders and money are counted.
    pub window: Option<i64>,
    /// The customer's own rhythm, whole days.
    pub rhythm: Option<i64>,
    /// Cut points were ranks: a score of s means "better than at least (s - 1) x 20 %".
    pub by_rank: bool,
    /// What ends it.
    pub ends: Option<Ends>,
}

/// The days looked ahead.
const AHEAD: i64 = 3_650;

/// Explains. `None` when the device has no basis yet.
pub(super) fn why(figures: Option<&Row>, found: &Row, today: i32) -> Option<Why> {
    let cuts: Vec<i64> = found.get(basis::CUTS).as_list().iter().filter_map(Value::as_int).collect();
    let cuts: [i64; 12] = cuts.try_into().ok()?;
    let int = |field| figures.and_then(|r| r.int(field));
    let case = Case {
        last: int(score::LAST_DAY),
        orders: int(score::ORDERS).unwrap_or(0),
        window_orders: int(score::ORDERS_WINDOW).unwrap_or(0),
        net: int(score::NET_WINDOW).unwrap_or(0),
        rhythm: rhythm(found, int(score::GAP_SUM).unwrap_or(0), int(score::GAP_COUNT).unwrap_or(0)),
        cuts,
    };
    let today = i64::from(today);
    let tier = case.tier(today);
    let ends = (1..=AHEAD).find(|days| case.tier(today + days) != tier).map(|in_days| {
        let falls = case.recency(today + in_days) != case.recency(today + in_days - 1);
        Ends { in_days, becomes: case.tier(today + in_days), recency: case.recency(today + in_days).filter(|_| falls) }
    });
    Some(Why {
        tier,
        axes: case.axes(today),
        window: found.int(basis::WINDOW_MONTHS),
        rhythm: case.last.map(|_| case.rhythm.within(1)),
        by_rank: found.text(basis::METHOD) == "quintile",
        ends,
    })
}

fn rhythm(found: &Row, gap_sum: i64, gap_count: i64) -> Rhythm {
    let half_days = found.int(basis::MEDIAN_GAP_MILLI).map_or(0, |milli| milli / 500);
    let median = MedianGap { half_days: u32::try_from(half_days).unwrap_or(0).max(2), gaps: 1 };
    Rhythm::of(gap_sum, usize::try_from(gap_count).unwrap_or(0), median)
}

struct Case {
    last: Option<i64>,
    orders: i64,
    window_orders: i64,
    net: i64,
    rhythm: Rhythm,
    cuts: [i64; 12],
}

impl Case {
    fn recency(&self, day: i64) -> Option<u8> {
        let since = day - self.last?;
        Some(self.cuts[..4].iter().fold(1, |score, cut| score + u8::from(since <= *cut)))
    }

    fn frequency(&self) -> u8 {
        self.cuts[4..8].iter().fold(1, |score, cut| score + u8::from(self.window_orders >= *cut))
    }

    fn money(&self) -> u8 {
        if self.net <= 0 { 1 } else { self.cuts[8..].iter().fold(1, |score, cut| score + u8::from(self.net >= *cut)) }
    }

    /// At risk, dormant or lost: all are beyond three own gaps, and nothing within them is.
    fn is_gone(&self, day: i64) -> bool {
        self.last.is_some_and(|last| day - last > self.rhythm.within(3))
    }

    fn tier(&self, day: i64) -> &'static str {
        if self.recency(day).is_some_and(|r| r >= 3) && self.money() == 5 {
            "vip"
        } else if self.is_gone(day) {
            "dormant"
        } else if self.orders <= 1 {
            "potential"
        } else {
            "active"
        }
    }

    fn axes(&self, day: i64) -> Option<[Axis; 3]> {
        let recency = self.recency(day)?;
        let next = |score: u8, cuts: &[i64]| cuts.get(usize::from(score) - 1).copied();
        let (frequency, money) = (self.frequency(), self.money());
        Some([
            Axis { score: recency, value: day - self.last?, next: next(recency, &self.cuts[..4]) },
            Axis { score: frequency, value: self.window_orders, next: next(frequency, &self.cuts[4..8]) },
            Axis { score: money, value: self.net, next: next(money, &self.cuts[8..]) },
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use analytics::purchase::{Period, Summary};
    use analytics::rfm::basis::{CutRule, Cuts};
    use analytics::rfm::{Axis as RfmAxis, ScoringBasis};
    use analytics::tier::{Scheme, explain};
    use domain::{Kind, RowId, Stamp};

    const R: [i64; 4] = [200, 90, 40, 15];
    const F: [i64; 4] = [2, 4, 8, 12];
    const M: [i64; 4] = [1_000, 5_000, 20_000, 80_000];
    const TODAY: i32 = 20_000;

    fn basis_row() -> Row {
        let cuts = R.iter().chain(&F).chain(&M).map(|c| Value::Int(*c)).collect();
        let fields = [
            (basis::CUTS, Value::List(cuts)),
            (basis::MEDIAN_GAP_MILLI, Value::Int(21_500)),
            (basis::WINDOW_MONTHS, Value::Int(24)),
            (basis::METHOD, Value::text("quintile")),
        ];
        Row::new(Kind::Basis, RowId::NIL, Stamp::default(), fields)
    }

    fn scoring() -> ScoringBasis {
        let cuts = |score| Cuts { rule: CutRule::Rank, score, percent: Vec::new() };
        ScoringBasis {
            period: Period { as_of_day: TODAY, window: analytics::purchase::Window::default() },
            scored: 100,
            prospects: 0,
            median_gap: MedianGap { half_days: 43, gaps: 50 },
            recency: cuts(R),
            frequency: cuts(F),
            money: cuts(M),
        }
    }

    fn summary(days: Vec<i32>, orders: u32, net: i64) -> Summary {
        Summary {
            period: scoring().period,
            orders_all: orders,
            orders_window: orders,
            net_window_minor: net,
            net_all_minor: net,
            days,
            ..Summary::empty(scoring().period)
        }
    }

    fn score_row(summary: &Summary) -> Row {
        let fields = [
            (score::LAST_DAY, summary.last_day().map_or(Value::Null, |d| Value::Int(d.into()))),
            (score::ORDERS, Value::Int(summary.orders_all.into())),
            (score::ORDERS_WINDOW, Value::Int(summary.orders_window.into())),
            (score::NET_WINDOW, Value::Int(summary.net_window_minor)),
            (score::GAP_SUM, Value::Int(summary.gap_sum_days())),
            (score::GAP_COUNT, Value::Int(i64::try_from(summary.gap_count()).expect("small"))),
        ];
        Row::new(Kind::Score, RowId::NIL, Stamp::default(), fields)
    }

    #[test]
    fn it_says_what_the_scheme_says() {
        let scheme = Scheme::default();
        let tier = |at: usize| scheme.tiers[at].as_str();
        let gap_lists: [&[i32]; 6] = [&[], &[7], &[60, 3], &[1, 1, 1, 1], &[119, 90, 30], &[14, 14, 14, 14, 14]];
        let mut ended = 0;
        for gaps in gap_lists {
            for since in (0..900).step_by(13) {
                for net in [-100, 0, 1, 1_000, 19_999, 80_000, 200_000] {
                    let mut days = vec![TODAY - since];
                    for gap in gaps {
                        days.insert(0, days[0] - gap);
                    }
                    let orders = u32::try_from(days.len()).expect("few");
                    let summary = summary(days, orders, net);
                    let said = explain(&scheme, &summary, &scoring());
                    let mine = why(Some(&score_row(&summary)), &basis_row(), TODAY).expect("a basis");
                    let case = format!("{gaps:?} {since} {net}");
                    assert_eq!(Some(mine.tier), said.tier.map(tier), "{case}");
                    let ends = said.ends.and_then(|e| e.becomes.map(|t| (e.in_days, tier(t))));
                    assert_eq!(mine.ends.map(|e| (e.in_days, e.becomes)), ends, "{case}");
                    ended += usize::from(ends.is_some());
                    let scores = analytics::tier::Figures::of(&summary, &scoring()).scores.expect("bought");
                    for (axis, mine) in RfmAxis::ALL.into_iter().zip(mine.axes.expect("bought")) {
                        assert_eq!(mine.score, scores.get(axis), "{case}");
                    }
                }
            }
        }
        assert!(ended > 100, "the cases are of both kinds");
    }

    #[test]
    fn without_cut_points_there_is_no_explanation() {
        let empty = Row::new(Kind::Basis, RowId::NIL, Stamp::default(), []);
        assert_eq!(why(None, &empty, TODAY), None);
        let nobody = why(None, &basis_row(), TODAY).expect("a basis");
        assert_eq!((nobody.tier, nobody.axes, nobody.ends), ("potential", None, None));
    }
}

//! Figures and scores as rows.

use analytics::calendar;
use analytics::lifecycle::Stage;
use analytics::purchase::Window;
use analytics::rfm::{CutRule, ScoringBasis, Segment, Values};
use analytics::tier::{self, Scheme};
use domain::schema::fields::{basis, score};
use domain::{Field, Kind, Row, RowId, Stamp, Value};

use super::book::Figures;

/// The one row of the scoring basis.
pub fn basis_id() -> RowId {
    RowId::derived("basis", &[])
}

/// The basis as a row, so that a device scores a customer as the server does.
pub fn basis_row(found: &ScoringBasis, currency: &str) -> Row {
    let cuts = [&found.recency, &found.frequency, &found.money];
    let cuts = cuts.iter().flat_map(|axis| axis.score).map(Value::Int).collect();
    let months = match found.period.window {
        Window::Months(months) => Value::Int(months.get().into()),
        Window::All => Value::Null,
    };
    let method = if found.recency.rule == CutRule::SmallBase { "relative" } else { "quintile" };
    let fields = [
        (basis::DAY, Value::Int(found.period.as_of_day.into())),
        (basis::SCORED, Value::Int(found.scored.into())),
        (basis::WINDOW_MONTHS, months),
        (basis::MEDIAN_GAP_MILLI, Value::Int(i64::from(found.median_gap.half_days) * 500)),
        (basis::CUTS, Value::List(cuts)),
        (basis::CURRENCY, Value::text(currency)),
        (basis::METHOD, Value::text(method)),
    ];
    Row::new(Kind::Basis, basis_id(), Stamp::default(), fields)
}

/// A customer's figures and scores as a row. The row's id is the customer's.
pub fn score_row(customer: RowId, figures: &Figures, found: &ScoringBasis, scheme: &Scheme) -> Row {
    let summary = &figures.summary;
    let standing = tier::Figures::of(summary, found);
    let int = |n: i64| Value::Int(n);
    let day = |day: Option<i32>| day.map_or(Value::Null, |d| Value::Int(d.into()));
    let rfm = standing.scores.map(|s| i64::from(s.r) * 100 + i64::from(s.f) * 10 + i64::from(s.m));
    let segment =
        Values::of(summary).zip(standing.scores).map(|(values, scores)| segment_code(found.segment(&values, scores)));
    let tier = scheme.assign(&standing).and_then(|at| scheme.tiers.get(at));
    let mut months: Vec<Value> = figures.months.into_iter().map(Value::Int).collect();
    months.push(int(calendar::month_number(summary.period.as_of_day).into()));
    let bought = !summary.days.is_empty() || summary.net_all_minor != 0;
    let fields: [(Field, Value); 17] = [
        (score::FIRST_DAY, day(summary.first_day())),
        (score::LAST_DAY, day(summary.last_day())),
        (score::ORDERS, int(summary.orders_all.into())),
        (score::ORDERS_WINDOW, int(summary.orders_window.into())),
        (score::NET, int(summary.net_all_minor)),
        (score::NET_WINDOW, int(summary.net_window_minor)),
        (score::GAP_SUM, int(summary.gap_sum_days())),
        (score::GAP_COUNT, int(i64::try_from(summary.gap_count()).unwrap_or(i64::MAX))),
        (score::RFM, rfm.map_or(Value::Null, Value::Int)),
        (score::SEGMENT, segment.map_or(Value::Null, Value::text)),
        (score::TIER, tier.map_or(Value::Null, Value::text)),
        (score::LIFECYCLE, Value::text(stage_code(standing.lifecycle.stage))),
        // Twelve zeros for everybody who never bought anything would be a third of the row.
        (score::MONTHS, if bought { Value::List(months) } else { Value::Null }),
        (score::CONTACT_DAY, day(figures.contact.map(|(day, _)| day))),
        (score::CONTACT_CHANNEL, figures.contact.map_or(Value::Null, |(_, channel)| Value::text(channel))),
        (score::NET_YEAR, int(figures.net_year)),
        (score::ORDERS_YEAR, int(figures.orders_year.into())),
    ];
    Row::new(Kind::Score, customer, Stamp::default(), fields)
}

/// The stable code of a lifecycle stage.
pub fn stage_code(stage: Stage) -> &'static str {
    match stage {
        Stage::Prospect => "prospect",
        Stage::New => "new",
        Stage::Active => "active",
        Stage::WonBack => "won_back",
        Stage::Cooling => "cooling",
        Stage::AtRisk => "at_risk",
        Stage::Dormant => "dormant",
        Stage::Lost => "lost",
    }
}

/// The stable code of a segment.
pub fn segment_code(segment: Segment) -> &'static str {
    match segment {
        Segment::Champions => "champions",
        Segment::Loyal => "loyal",
        Segment::PotentialLoyalist => "potential_loyalist",
        Segment::New => "new",
        Segment::Promising => "promising",
        Segment::NeedsAttention => "needs_attention",
        Segment::AboutToSleep => "about_to_sleep",
        Segment::AtRisk => "at_risk",
        Segment::CantLose => "cant_lose",
        Segment::Hibernating => "hibernating",
        Segment::Lost => "lost",
    }
}

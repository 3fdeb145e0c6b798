//! `jipan analyze rfm`.

use std::io::Write;

use analytics::purchase::{Notes, Period, Summary, Window};
use analytics::rfm::basis::OwnCuts;
use analytics::rfm::{CutRule, ScoringBasis, Values};
use clap::Args;

use super::transactions::CustomerRows;
use super::{AnalyzeError, Input, TransactionInput, decimal, file};

/// Options of `rfm`.
#[derive(Debug, Args)]
pub struct RfmArgs {
    #[command(flatten)]
    pub(super) input: TransactionInput,
    /// The day to look from; later orders are left out.
    #[arg(long, value_name = "DATE", value_parser = file::day_option)]
    pub(super) as_of: i32,
}

/// A base summarised and scored.
pub(super) struct Scored {
    pub summaries: Vec<Summary>,
    pub basis: ScoringBasis,
}

/// Summarises customers and says what was left out.
pub(super) fn score(customers: &[CustomerRows], as_of_day: i32, input: &mut Input<'_>) -> Result<Scored, AnalyzeError> {
    let period = Period { as_of_day, window: Window::default() };
    let summaries: Vec<Summary> = customers.iter().map(|customer| customer.summary(as_of_day, period.window)).collect();
    let mut notes = Notes::default();
    for summary in &summaries {
        notes.add(&summary.notes);
    }
    let count = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    input.note_count(count(notes.future_orders), "orders after the as-of day are left out");
    input.note_count(count(notes.unpaid_orders), "unpaid orders are left out");
    input.note_count(count(notes.zero_orders), "orders of zero do not count");
    input.note_count(count(notes.fully_refunded_orders), "orders refunded in full do not count");
    input.note_count(count(notes.refunds_without_order), "refunds that name no order count on their own day");
    let basis = ScoringBasis::build(&summaries, period, &OwnCuts::default())
        .map_err(|error| AnalyzeError::input(error.to_string()))?;
    if basis.recency.rule == CutRule::SmallBase && basis.scored > 0 {
        input.note(&format!(
            "only {} customers with an order: scores by thresholds relative to this base instead of ranks",
            basis.scored
        ));
    }
    Ok(Scored { summaries, basis })
}

pub(super) fn run(args: &RfmArgs, input: &mut Input<'_>, out: &mut dyn Write) -> Result<(), AnalyzeError> {
    let transactions = input.transactions(&args.input)?;
    let scored = score(&transactions.customers, args.as_of, input)?;
    let prospects = usize::try_from(scored.basis.prospects).unwrap_or(usize::MAX);
    input.note_count(prospects, "customers without a qualifying order have no score and no row");
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["customer_id", "recency_days", "frequency", "monetary", "r", "f", "m", "fm", "segment"])?;
    for (customer, summary) in transactions.customers.iter().zip(&scored.summaries) {
        let Some(values) = Values::of(summary) else { continue };
        let scores = scored.basis.score(&values);
        writer.write_record([
            customer.id.as_str(),
            &values.days_since.to_string(),
            &values.orders.to_string(),
            &decimal::text(values.net_minor.into()),
            &scores.r.to_string(),
            &scores.f.to_string(),
            &scores.m.to_string(),
            &scores.fm().to_string(),
            scored.basis.segment(&values, scores).name(),
        ])?;
    }
    Ok(writer.flush()?)
}

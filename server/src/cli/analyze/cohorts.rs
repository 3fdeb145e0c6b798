//! `jipan analyze cohorts`.

use std::io::Write;

use analytics::cohort::{Event, cohorts, month_name};
use clap::Args;

use super::transactions::CustomerRows;
use super::{AnalyzeError, Input, TransactionInput, decimal, file};

/// Options of `cohorts`.
#[derive(Debug, Args)]
pub struct CohortsArgs {
    #[command(flatten)]
    pub(super) input: TransactionInput,
    /// The day to look from; later orders are left out.
    #[arg(long, value_name = "DATE", value_parser = file::day_option)]
    as_of: i32,
}

pub(super) fn run(args: &CohortsArgs, input: &mut Input<'_>, out: &mut dyn Write) -> Result<(), AnalyzeError> {
    let transactions = input.transactions(&args.input)?;
    let events: Vec<Vec<Event>> = transactions.customers.iter().map(events).collect();
    let found = cohorts(&events, args.as_of);
    input.note_count(found.future_events, "orders after the as-of day are left out");
    input.note_count(found.without_cohort, "refunds before a first qualifying order are left out");
    if found.last_month_unfinished && !found.cohorts.is_empty() {
        input.note("the month of the as-of day is not over: its cells will still grow");
    }
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["cohort", "size", "month_index", "customers", "revenue"])?;
    for cohort in &found.cohorts {
        for (index, cell) in cohort.cells.iter().enumerate() {
            writer.write_record([
                month_name(cohort.month).as_str(),
                &cohort.size.to_string(),
                &index.to_string(),
                &cell.customers.to_string(),
                &decimal::text(cell.revenue_minor.into()),
            ])?;
        }
    }
    Ok(writer.flush()?)
}

/// Orders less the refunds that name them, on the order's day; other refunds on their own.
fn events(customer: &CustomerRows) -> Vec<Event> {
    let mut events: Vec<Event> = customer
        .history()
        .iter()
        .map(|purchase| Event { day: purchase.day, net_minor: purchase.minor, qualifies: purchase.minor > 0 })
        .collect();
    let named = |order: &String| customer.rows.iter().any(|row| row.refund_of.is_none() && row.order == *order);
    for row in &customer.rows {
        if row.refund_of.as_ref().is_some_and(|order| !named(order)) {
            events.push(Event { day: row.day, net_minor: -row.amount.saturating_abs(), qualifies: false });
        }
    }
    events
}

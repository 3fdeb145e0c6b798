//! `jipan analyze abc`.

use std::io::Write;

use analytics::abc::{Class, abc};
use clap::Args;

use super::transactions::by_id;
use super::{AnalyzeError, Input, TransactionInput, decimal};

/// Options of `abc`.
#[derive(Debug, Args)]
pub struct AbcArgs {
    #[command(flatten)]
    pub(super) input: TransactionInput,
}

pub(super) fn run(args: &AbcArgs, input: &mut Input<'_>, out: &mut dyn Write) -> Result<(), AnalyzeError> {
    let transactions = input.transactions(&args.input)?;
    // Customers are sorted: their places break ties as their ids do.
    let mut rows: Vec<(usize, i64)> = Vec::with_capacity(transactions.customers.len());
    for (at, customer) in transactions.customers.iter().enumerate() {
        let signed = |row: &super::Transaction| {
            let amount = i128::from(row.amount);
            if row.refund_of.is_some() {
                -amount.abs()
            } else if row.paid {
                amount
            } else {
                0
            }
        };
        let sum: i128 = customer.rows.iter().map(signed).sum();
        let value = i64::try_from(sum)
            .map_err(|_| AnalyzeError::input(format!("customer {}: the sum is out of range", customer.id)))?;
        rows.push((at, value));
    }
    let found = abc(&rows);
    let mut ranked = rows.clone();
    ranked.sort_by(|a, b| {
        let ids = || by_id(&transactions.customers[a.0].id, &transactions.customers[b.0].id);
        b.1.cmp(&a.1).then_with(ids)
    });
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["customer_id", "value", "cum_share", "class"])?;
    let mut sum = 0i128;
    for (at, value) in ranked {
        sum += i128::from(value.max(0));
        let share = if found.positive_value > 0 { sum as f64 / found.positive_value as f64 } else { 0.0 };
        let class = match found.classes[at] {
            Class::A => "A",
            Class::B => "B",
            Class::C => "C",
            Class::NoValue => "no value",
        };
        let id = transactions.customers[at].id.as_str();
        writer.write_record([id, &decimal::text(value.into()), &format!("{share:.8}"), class])?;
    }
    writer.flush()?;
    drop(writer);
    if let (Some(customers), Some(value)) = (found.customer_share(Class::A), found.value_share(Class::A)) {
        let gini = found.gini.unwrap_or_default();
        let text = format!(
            "class A: {:.1} % of the customers have {:.1} % of the value; Gini {gini:.3}",
            100.0 * customers,
            100.0 * value
        );
        input.note(&text);
    }
    Ok(())
}

//! `jipan analyze tiers`.

use std::io::Write;

use analytics::abc::abc;
use analytics::scheme::{Because, Measures, Scheme, TEMPLATES, assign, template};
use clap::Args;

use super::{AnalyzeError, Input, TransactionInput, file, reason, rfm};

/// Options of `tiers`.
#[derive(Debug, Args)]
pub struct TiersArgs {
    #[command(flatten)]
    pub(super) input: TransactionInput,
    /// The scheme: one of the base's own or a template (an unknown name lists them).
    #[arg(long, value_name = "NAME")]
    scheme: String,
    /// The day to look from; later orders are left out.
    #[arg(long, value_name = "DATE", value_parser = file::day_option)]
    as_of: i32,
}

pub(super) fn run(args: &TiersArgs, input: &mut Input<'_>, out: &mut dyn Write) -> Result<(), AnalyzeError> {
    let scheme = find(&args.scheme, input)?;
    let mut transactions = input.transactions(&args.input)?;
    if args.input.transactions.is_none() {
        transactions = transactions.with_customers(&input.base()?.customers);
    }
    let scored = rfm::score(&transactions.customers, args.as_of, input)?;
    let rows: Vec<(usize, i64)> = scored.summaries.iter().map(|summary| summary.net_all_minor).enumerate().collect();
    let classes = abc(&rows);
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["customer_id", "tier", "reason"])?;
    for (at, customer) in transactions.customers.iter().enumerate() {
        let summary = &scored.summaries[at];
        let measures = Measures::of(summary, &scored.basis).with_abc(
            classes.classes[at],
            summary.net_all_minor,
            classes.positive_value,
        );
        let (mut tiers, mut reasons) = (Vec::new(), Vec::new());
        for axis in &scheme.axes {
            let found = assign(&scheme, axis, &measures, None, None, args.as_of);
            tiers.push(found.tier.map_or("-", |tier| axis.tiers[tier].as_str()));
            let rule = if let Because::Rule(rule) = found.because { Some(rule) } else { None };
            reasons.push(reason::sentence(axis, rule, &measures));
        }
        writer.write_record([customer.id.as_str(), &tiers.join("/"), &reasons.join(" / ")])?;
    }
    Ok(writer.flush()?)
}

fn find(name: &str, input: &Input<'_>) -> Result<Scheme, AnalyzeError> {
    let own = input.base.map_or(&[][..], |base| &base.schemes);
    let found = own.iter().find(|scheme| scheme.key == name).cloned().or_else(|| template(name));
    found.ok_or_else(|| {
        let known: Vec<&str> = own.iter().map(|scheme| scheme.key.as_str()).chain(TEMPLATES).collect();
        AnalyzeError::usage(format!("there is no scheme {name:?}; there are: {}", known.join(", ")))
    })
}

//! `jipan analyze clv`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use analytics::clv::{Customer, Fit, History, Model, NINETY_DAYS_IN_WEEKS, Note, Wanted, fit, summarise};
use clap::{Args, ValueEnum};
use serde::Serialize;
use serde_json::{Value, json};

use super::transactions::Transactions;
use super::{AnalyzeError, Input, Kind, TransactionInput, decimal, file};

/// Options of `clv`.
#[derive(Debug, Args)]
pub struct ClvArgs {
    #[command(flatten)]
    pub(super) input: TransactionInput,
    /// The last day the model may learn from.
    #[arg(long, value_name = "DATE", value_parser = file::day_option)]
    calibration_end: i32,
    /// How many weeks to predict.
    #[arg(long, value_name = "N", value_parser = weeks)]
    horizon_weeks: f64,
    /// The model of purchases; auto = BG/NBD, or NBD where the data show no sign of leaving.
    #[arg(long, value_enum, default_value_t = ModelArg::Auto)]
    model: ModelArg,
    /// Where to write the predictions per customer.
    #[arg(long, value_name = "OUT.csv")]
    per_customer: Option<PathBuf>,
}

/// The models to choose from.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ModelArg {
    Bgnbd,
    Pnbd,
    Auto,
}

fn weeks(text: &str) -> Result<f64, String> {
    let weeks = text.parse::<f64>().ok().filter(|weeks| *weeks > 0.0 && *weeks <= 5_000.0);
    weeks.ok_or_else(|| "not a number of weeks above 0 (at most 5000)".to_owned())
}

/// What is printed.
#[derive(Serialize)]
struct Report {
    model: &'static str,
    parameters: Value,
    log_likelihood: Option<f64>,
    customers: usize,
    gamma_gamma: Option<Value>,
    fallback: Option<&'static str>,
    notes: Vec<String>,
}

pub(super) fn run(args: &ClvArgs, input: &mut Input<'_>, out: &mut dyn Write) -> Result<(), AnalyzeError> {
    let transactions = input.transactions(&args.input)?;
    let histories: Vec<History> =
        transactions.customers.iter().map(super::transactions::CustomerRows::history).collect();
    let summary = summarise(&histories, args.calibration_end, decimal::PER_UNIT);
    input.note_count(summary.later_purchases, "orders after the end of the calibration are left out");
    input.note_count(summary.negative_purchases, "refunds without an order are left out");
    let present = summary.present();
    input.note_count(summary.customers.len() - present.len(), "customers without an order by then are left out");
    let wanted = match args.model {
        ModelArg::Bgnbd => Wanted::BgNbd,
        ModelArg::Pnbd => Wanted::ParetoNbd,
        ModelArg::Auto => Wanted::Auto,
    };
    let fitted = fit(&present, summary.median_gap_weeks, wanted);
    let report = match &fitted {
        Ok(fitted) => report(fitted),
        Err(too_little) => Report {
            model: "historic",
            parameters: json!({}),
            log_likelihood: None,
            customers: present.len(),
            gamma_gamma: None,
            fallback: None,
            notes: vec![too_little.to_string()],
        },
    };
    if let Some(path) = &args.per_customer {
        per_customer(path, &transactions, &summary.customers, fitted.as_ref().ok(), args.horizon_weeks)?;
    }
    serde_json::to_writer_pretty(&mut *out, &report)?;
    Ok(writeln!(out)?)
}

fn report(fitted: &Fit) -> Report {
    let (model, parameters) = match fitted.model {
        Model::BgNbd(m) => ("bgnbd", json!({"r": m.r, "alpha": m.alpha, "a": m.a, "b": m.b})),
        Model::ParetoNbd(m) => ("pnbd", json!({"r": m.r, "alpha": m.alpha, "s": m.s, "beta": m.beta})),
        Model::Nbd(m) => ("nbd", json!({"r": m.r, "alpha": m.alpha})),
    };
    let gamma_gamma = fitted.spend.map(|spend| {
        json!({
            "p": spend.model.p,
            "q": spend.model.q,
            "v": spend.model.v,
            "log_likelihood": spend.log_likelihood,
            "customers": spend.customers,
        })
    });
    Report {
        model,
        parameters,
        log_likelihood: Some(fitted.log_likelihood),
        customers: fitted.customers,
        gamma_gamma,
        fallback: fitted.fallback.map(|_| "nbd"),
        notes: fitted.notes.iter().map(Note::to_string).collect(),
    }
}

fn per_customer(
    path: &Path,
    transactions: &Transactions,
    customers: &[Option<Customer>],
    fitted: Option<&Fit>,
    horizon: f64,
) -> Result<(), AnalyzeError> {
    let failed = |error: &dyn std::fmt::Display| AnalyzeError {
        kind: Kind::Output,
        message: format!("{} cannot be written: {error}", path.display()),
    };
    let file = File::create(path).map_err(|error| failed(&error))?;
    let mut writer = csv::Writer::from_writer(BufWriter::new(file));
    let header = ["customer_id", "x", "t_x", "T", "expected_purchases", "p_alive", "p_order_90d", "expected_spend"];
    writer.write_record(header).map_err(|error| failed(&error))?;
    for (rows, customer) in transactions.customers.iter().zip(customers) {
        let Some(customer) = customer else { continue };
        // Without enough basis for a number the cell stays empty.
        let number = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.12}"));
        let model = fitted.map(|fitted| fitted.model);
        let spend = fitted.and_then(|fitted| fitted.spend).map(|spend| spend.model.expected_spend(customer));
        let row = [
            rows.id.clone(),
            customer.x.to_string(),
            number(Some(customer.t_x)),
            number(Some(customer.t)),
            number(model.map(|model| model.expected(customer, horizon))),
            number(model.map(|model| model.p_alive(customer))),
            number(model.map(|model| model.p_order(customer, NINETY_DAYS_IN_WEEKS))),
            number(spend),
        ];
        writer.write_record(row).map_err(|error| failed(&error))?;
    }
    writer.flush().map_err(|error| failed(&error))
}

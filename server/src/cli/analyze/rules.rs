//! `jipan analyze rules`.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use analytics::basket::{Share, frequent, rules};
use clap::Args;
use serde::Serialize;

use super::{AnalyzeError, Input, file};

/// Options of `rules`.
#[derive(Debug, Args)]
pub struct RulesArgs {
    /// One basket a line, items separated by commas; no header.
    #[arg(long, value_name = "FILE", required_unless_present = "data", conflicts_with = "data")]
    baskets: Option<PathBuf>,
    /// The data directory: the items of each order.
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    /// Smallest share of baskets of an itemset, 0 to 1.
    #[arg(long, value_name = "S", value_parser = share)]
    min_support: Share,
    /// Smallest confidence of a rule, 0 to 1.
    #[arg(long, value_name = "C", value_parser = share)]
    min_confidence: Share,
}

fn share(text: &str) -> Result<Share, String> {
    Share::parse(text).ok_or_else(|| "not a decimal number from 0 to 1, such as 0.01".to_owned())
}

/// What is printed.
#[derive(Serialize)]
struct Report {
    itemsets: BTreeMap<usize, usize>,
    rules: usize,
}

pub(super) fn run(args: &RulesArgs, input: &mut Input<'_>, out: &mut dyn Write) -> Result<(), AnalyzeError> {
    let named = match &args.baskets {
        Some(path) => {
            let mut baskets: Vec<Vec<String>> = Vec::new();
            file::walk(path, &file::text(path)?, |_, cells| {
                baskets.push(cells.iter().map(str::to_owned).collect());
                Ok(())
            })?;
            if baskets.is_empty() {
                return Err(AnalyzeError::input(format!("{} is empty: there is no basket", path.display())));
            }
            baskets
        }
        None => input.base()?.baskets.clone(),
    };
    // Each item's name is trimmed, not the line: "cream cheese " is "cream cheese".
    let trimmed = |basket: &Vec<String>| -> Vec<String> {
        basket.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
    };
    let named: Vec<Vec<String>> = named.iter().map(trimmed).collect();
    let mut numbers: BTreeMap<&str, u32> = named.iter().flatten().map(|name| (name.as_str(), 0)).collect();
    for (place, number) in numbers.values_mut().zip(0..) {
        *place = number;
    }
    let baskets: Vec<Vec<u32>> =
        named.iter().map(|basket| basket.iter().map(|name| numbers[name.as_str()]).collect()).collect();
    let found = frequent(&baskets, args.min_support).map_err(|error| AnalyzeError::usage(error.to_string()))?;
    let mut itemsets: BTreeMap<usize, usize> = BTreeMap::new();
    for set in &found {
        *itemsets.entry(set.items.len()).or_default() += 1;
    }
    let report = Report { itemsets, rules: rules(&found, args.min_confidence).len() };
    serde_json::to_writer(&mut *out, &report)?;
    Ok(writeln!(out)?)
}

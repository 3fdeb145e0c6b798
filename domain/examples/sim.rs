//! Runs the sync simulator over many seeds: `cargo run -p domain --example sim -- --seeds 200 --steps 300 --first-seed 1`.
//! Ends with 1 and the failing seeds when an invariant was broken.

use domain::sync::sim::{Totals, run};
use std::process::ExitCode;

/// How many seeds are run a second time, to see that they give the same trace (I18): one in so many.
const TWICE_EVERY: u64 = 20;

struct Args {
    seeds: u64,
    steps: u32,
    first_seed: u64,
}

fn args() -> Result<Args, String> {
    let mut args = Args { seeds: 200, steps: 300, first_seed: 1 };
    let mut words = std::env::args().skip(1);
    while let Some(name) = words.next() {
        let value = words.next().ok_or_else(|| format!("{name} needs a number"))?;
        let number: u64 = value.parse().map_err(|_| format!("{value} is not a number"))?;
        match name.as_str() {
            "--seeds" => args.seeds = number,
            "--steps" => args.steps = u32::try_from(number).map_err(|_| format!("{number} steps are too many"))?,
            "--first-seed" => args.first_seed = number,
            _ => return Err(format!("unknown argument {name}; known: --seeds N --steps M --first-seed S")),
        }
    }
    Ok(args)
}

fn main() -> ExitCode {
    let args = match args() {
        Ok(args) => args,
        Err(why) => {
            eprintln!("{why}");
            return ExitCode::from(2);
        }
    };
    let mut totals = Totals::default();
    let mut failed = Vec::new();
    for i in 0..args.seeds {
        let seed = args.first_seed.wrapping_add(i);
        match run(seed, args.steps) {
            Ok(once) => {
                totals += once;
                if i % TWICE_EVERY == 0 && run(seed, args.steps) != Ok(once) {
                    println!("seed {seed}: I18, a second run differs");
                    failed.push(seed);
                }
            }
            Err(failure) => {
                println!("{failure}\n");
                failed.push(seed);
            }
        }
        if (i + 1) % 50 == 0 {
            println!("{} of {} seeds, {} failed", i + 1, args.seeds, failed.len());
        }
    }
    println!("{totals}");
    println!("{} passed, {} failed", args.seeds - failed.len() as u64, failed.len());
    if failed.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("failing seeds: {failed:?}");
    ExitCode::FAILURE
}

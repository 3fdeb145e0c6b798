//! Runs steps one after the other, times them, collects every failure and prints the table at the end.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::counts::{Counts, Outcome, read_cargo_test_line};
use crate::workspace::describe;

/// One step that was done.
struct Done {
    name: String,
    outcome: Outcome,
    took: Duration,
}

/// The steps of one `cargo xtask test`.
pub struct Steps {
    only: Option<String>,
    needs: &'static [(&'static str, &'static str)],
    known: Vec<String>,
    done: Vec<Done>,
}

impl Steps {
    /// Runs the steps whose name contains `only` and, transitively, what `needs` says those stand on; or all.
    /// `needs` holds pairs (step, the step it stands on) without cycles.
    pub fn new(only: Option<String>, needs: &'static [(&'static str, &'static str)]) -> Self {
        Self { only, needs, known: Vec::new(), done: Vec::new() }
    }

    /// Whether a step of this name would run.
    pub fn wants(&self, name: &str) -> bool {
        let Some(only) = &self.only else { return true };
        let stands_on_it = |(step, on): &(&str, &str)| *on == name && self.wants(step);
        name.contains(only.as_str()) || self.needs.iter().any(stands_on_it)
    }

    /// Runs a step that reports its own numbers. An error of the step itself counts as one failure.
    pub fn counted(&mut self, name: &str, step: impl FnOnce() -> Result<Outcome>) {
        self.known.push(name.to_owned());
        if !self.wants(name) {
            return;
        }
        println!("\n== {name}");
        let started = Instant::now();
        let outcome = step().unwrap_or_else(|error| {
            eprintln!("{error:#}");
            Outcome { counts: Counts::FAILED, failures: vec![format!("{error:#}")] }
        });
        self.done.push(Done { name: name.to_owned(), outcome, took: started.elapsed() });
    }

    /// Runs a step that is one test: it passes when it returns `Ok`. Returns whether it passed or was not asked for.
    pub fn check(&mut self, name: &str, step: impl FnOnce() -> Result<()>) -> bool {
        let before = self.done.len();
        self.counted(name, || step().map(|()| Outcome { counts: Counts::PASSED, failures: Vec::new() }));
        self.done[before..].iter().all(|done| done.outcome.counts.failed == 0)
    }

    /// Counts a step as skipped and says why.
    pub fn skip(&mut self, name: &str, why: &str) {
        self.counted(name, || {
            println!("skipped: {why}");
            Ok(Outcome { counts: Counts::SKIPPED, failures: Vec::new() })
        });
    }

    /// True when `only` named no step.
    pub fn nothing_ran(&self) -> bool {
        self.done.is_empty()
    }

    /// Names of all steps, in order.
    pub fn known(&self) -> &[String] {
        &self.known
    }

    /// The sum over all steps.
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        for done in &self.done {
            total += done.outcome.counts;
        }
        total
    }

    /// The table, the failures, and as the last line the sum.
    pub fn report(&self) -> String {
        let mut lines =
            vec![format!("\n{:<28} {:>7} {:>7} {:>8} {:>9}", "step", "passed", "failed", "skipped", "time")];
        for Done { name, outcome, took } in &self.done {
            let Counts { passed, failed, skipped } = outcome.counts;
            let seconds = took.as_secs_f64();
            lines.push(format!("{name:<28} {passed:>7} {failed:>7} {skipped:>8} {seconds:>7.1} s"));
        }
        for Done { name, outcome, .. } in &self.done {
            lines.extend(outcome.failures.iter().map(|failure| format!("FAILED {name}: {failure}")));
        }
        lines.push(self.total().to_string());
        lines.join("\n")
    }
}

/// Runs `cargo test`, shows its output as it comes and adds its numbers up.
pub fn cargo_test(command: &mut Command) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let success = for_each_line(command, |line| read_cargo_test_line(&mut outcome, line))?;
    Ok(outcome.with_exit(success, &describe(command)))
}

/// Runs a command, passes its standard output on line by line and shows each line to `see`. True if it succeeded.
pub fn for_each_line(command: &mut Command, mut see: impl FnMut(&str)) -> Result<bool> {
    let what = describe(command);
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start {what}"))?;
    if let Some(stdout) = child.stdout.take() {
        pass_on(stdout, &mut std::io::stdout(), &mut see).with_context(|| format!("the output of {what} broke off"))?;
    }
    let status = child.wait().with_context(|| format!("{what} was lost"))?;
    Ok(status.success())
}

fn pass_on(from: impl Read, to: &mut impl Write, see: &mut impl FnMut(&str)) -> Result<()> {
    let mut reader = BufReader::new(from);
    let mut bytes = Vec::new();
    // Bytes, not `lines()`: a test may print what is not UTF-8.
    while reader.read_until(b'\n', &mut bytes)? > 0 {
        to.write_all(&bytes)?;
        see(String::from_utf8_lossy(&bytes).trim_end());
        bytes.clear();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    #[test]
    fn failures_are_collected_and_later_steps_still_run() {
        let mut steps = Steps::new(None, &[]);
        assert!(steps.check("one", || Ok(())));
        assert!(!steps.check("two", || bail!("it broke")));
        steps.skip("three", "no network");
        steps.counted("four", || Ok(Outcome { counts: Counts::new(7, 1, 0), failures: vec!["a::b".into()] }));
        assert_eq!(steps.total(), Counts::new(8, 2, 1));
        let report = steps.report();
        assert!(report.contains("FAILED two: it broke"));
        assert!(report.contains("FAILED four: a::b"));
        assert_eq!(report.lines().last(), Some("8 passed, 2 failed, 1 skipped"));
    }

    #[test]
    fn only_runs_what_it_names_and_what_that_needs() {
        let mut steps = Steps::new(Some("unit".into()), &[("unit a", "tools"), ("tools", "setup")]);
        steps.check("setup", || Ok(()));
        steps.check("fmt", || bail!("must not run"));
        steps.check("tools", || Ok(()));
        steps.check("unit a", || Ok(()));
        assert_eq!(steps.total(), Counts::new(3, 0, 0));
        assert_eq!(steps.known(), ["setup", "fmt", "tools", "unit a"]);
        assert!(!steps.nothing_ran());
        let mut none = Steps::new(Some("no such step".into()), &[]);
        none.check("fmt", || bail!("must not run"));
        assert!(none.nothing_ran());
    }

    #[test]
    fn output_is_passed_on_unchanged_and_read_as_lines() {
        let output: &[u8] = b"a\n\xff\r\nlast";
        let (mut passed, mut seen) = (Vec::new(), Vec::new());
        pass_on(output, &mut passed, &mut |line| seen.push(line.to_owned())).unwrap();
        assert_eq!(passed, output);
        assert_eq!(seen, ["a", "\u{fffd}", "last"]);
    }

    #[cfg(unix)]
    #[test]
    fn the_exit_code_of_a_command_is_kept() {
        let end = |code: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", code]);
            for_each_line(&mut command, |_| {}).unwrap()
        };
        assert!(end("exit 0"));
        assert!(!end("exit 3"));
        assert!(for_each_line(&mut Command::new("no-such-program"), |_| {}).is_err());
    }
}

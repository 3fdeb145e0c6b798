//! How many tests passed and failed, read from what each runner reports.

use std::fmt;
use std::ops::AddAssign;

use serde_json::Value;

/// Numbers of tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Counts {
    pub const PASSED: Self = Self::new(1, 0, 0);
    pub const FAILED: Self = Self::new(0, 1, 0);
    pub const SKIPPED: Self = Self::new(0, 0, 1);

    pub const fn new(passed: u64, failed: u64, skipped: u64) -> Self {
        Self { passed, failed, skipped }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// The last line of `cargo xtask test`: `12 passed, 0 failed`, with `, 1 skipped` only if there are any.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

/// What a runner reported: numbers and the names of the failures.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub counts: Counts,
    pub failures: Vec<String>,
}

impl Outcome {
    /// Takes the runner's exit code into account: a crash or a compile error has no count of its own.
    pub fn with_exit(mut self, success: bool, runner: &str) -> Self {
        if !success && self.counts.failed == 0 {
            self.counts.failed = 1;
            self.failures.push(format!("{runner} ended with an error before or after its tests"));
        }
        self
    }
}

/// One line of `cargo test`'s standard output; test binaries add up.
pub fn read_cargo_test_line(outcome: &mut Outcome, line: &str) {
    if let Some(result) = line.strip_prefix("test result: ") {
        for part in result.split(['.', ';']) {
            let mut words = part.split_whitespace();
            let (Some(number), Some(what)) = (words.next(), words.next()) else {
                continue;
            };
            let Ok(number) = number.parse::<u64>() else {
                continue;
            };
            match what {
                "passed" => outcome.counts.passed += number,
                "failed" => outcome.counts.failed += number,
                "ignored" => outcome.counts.skipped += number,
                _ => {}
            }
        }
    } else if let Some(name) = line.strip_prefix("test ").and_then(|rest| rest.strip_suffix(" ... FAILED")) {
        outcome.failures.push(name.to_owned());
    }
}

/// Playwright's JSON report. A test that passed only at a second try counts as failed.
pub fn read_playwright(report: &str) -> Outcome {
    let Ok(report) = serde_json::from_str::<Value>(report) else {
        return Outcome::default();
    };
    let stat = |name: &str| report["stats"][name].as_u64().unwrap_or(0);
    let mut outcome = Outcome {
        counts: Counts::new(stat("expected"), stat("unexpected") + stat("flaky"), stat("skipped")),
        failures: Vec::new(),
    };
    for suite in array(&report, "suites") {
        collect_failures(suite, &mut outcome.failures);
    }
    for error in array(&report, "errors") {
        outcome.counts.failed += 1;
        let message = error["message"].as_str().unwrap_or("an error outside the tests");
        outcome.failures.push(message.lines().next().unwrap_or_default().to_owned());
    }
    outcome
}

fn collect_failures(suite: &Value, failures: &mut Vec<String>) {
    for spec in array(suite, "specs") {
        for test in array(spec, "tests") {
            if matches!(test["status"].as_str(), Some("unexpected" | "flaky")) {
                failures.push(format!(
                    "[{}] {}: {}",
                    test["projectName"].as_str().unwrap_or("?"),
                    spec["file"].as_str().unwrap_or("?"),
                    spec["title"].as_str().unwrap_or("?"),
                ));
            }
        }
    }
    for inner in array(suite, "suites") {
        collect_failures(inner, failures);
    }
}

fn array<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value[field].as_array().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Outcome {
        let mut outcome = Outcome::default();
        for line in text.lines() {
            read_cargo_test_line(&mut outcome, line);
        }
        outcome
    }

    #[test]
    fn cargo_tests_of_several_binaries_add_up() {
        let text = "\
running 3 tests
test merge::ok ... ok
test merge::broken ... FAILED
test slow ... ignored
test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s
test result: ok. 40 passed; 0 failed; 2 ignored; 0 measured; 7 filtered out; finished in 12.34s
";
        let outcome = read(text);
        assert_eq!(outcome.counts, Counts::new(41, 1, 3));
        assert_eq!(outcome.failures, ["merge::broken"]);
    }

    #[test]
    fn a_runner_that_dies_is_a_failure_even_without_a_failed_test() {
        let died = read("error: could not compile").with_exit(false, "cargo test -p x");
        assert_eq!(died.counts, Counts::FAILED);
        assert_eq!(died.failures.len(), 1);
        let told = read("test result: FAILED. 0 passed; 2 failed; 0 ignored;").with_exit(false, "c");
        assert_eq!(told.counts.failed, 2);
        assert_eq!(read("").with_exit(true, "c").counts, Counts::default());
    }

    #[test]
    fn playwright_counts_and_names_failures_at_any_depth() {
        let report = r#"{
            "suites": [{"title": "day.spec.ts", "specs": [], "suites": [{"specs": [
                {"title": "sells", "file": "day.spec.ts", "tests": [
                    {"projectName": "phone", "status": "unexpected"},
                    {"projectName": "laptop", "status": "expected"}]},
                {"title": "wobbles", "file": "day.spec.ts", "tests": [{"projectName": "phone", "status": "flaky"}]}
            ]}]}],
            "errors": [{"message": "Error: no tests found\nat x"}],
            "stats": {"expected": 9, "unexpected": 1, "flaky": 1, "skipped": 2}
        }"#;
        let outcome = read_playwright(report);
        assert_eq!(outcome.counts, Counts::new(9, 3, 2));
        assert_eq!(
            outcome.failures,
            ["[phone] day.spec.ts: sells", "[phone] day.spec.ts: wobbles", "Error: no tests found"]
        );
        assert_eq!(read_playwright("not json").counts, Counts::default());
    }

    #[test]
    fn the_last_line_names_skipped_tests_only_when_there_are_any() {
        assert_eq!(Counts::new(3, 0, 0).to_string(), "3 passed, 0 failed");
        assert_eq!(Counts::new(3, 1, 2).to_string(), "3 passed, 1 failed, 2 skipped");
    }
}

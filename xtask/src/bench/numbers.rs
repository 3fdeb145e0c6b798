//! Measurements over several runs: medians, ranges and ratios.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

/// The values of one metric, one per run.
#[derive(Debug)]
struct Metric {
    unit: String,
    baseline: Option<String>,
    values: Vec<f64>,
}

/// All metrics of a benchmark.
#[derive(Debug, Default)]
pub struct Series(BTreeMap<String, Metric>);

impl Series {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes a line of a benchmark's output. Lines that are not a JSON object are talk.
    pub fn read_line(&mut self, line: &str) -> Result<()> {
        if !line.starts_with('{') {
            return Ok(());
        }
        let object: Value = serde_json::from_str(line).with_context(|| line.to_owned())?;
        let text = |field: &str| object[field].as_str().map(str::to_owned);
        let (Some(name), Some(unit), Some(value)) = (text("metric"), text("unit"), object["value"].as_f64()) else {
            bail!("{line}: needs \"metric\", \"unit\" and the number \"value\"");
        };
        let metric = self.0.entry(name).or_insert_with(|| Metric {
            unit: unit.clone(),
            baseline: text("baseline"),
            values: Vec::new(),
        });
        if metric.unit != unit {
            bail!("{line}: the unit was {} before", metric.unit);
        }
        metric.values.push(value);
        Ok(())
    }

    /// Per metric: median, smallest, largest, all values, and the ratio of its median to its baseline's.
    pub fn results(&self) -> Result<Vec<Value>> {
        self.0
            .iter()
            .map(|(name, metric)| {
                let middle = median(&metric.values);
                let mut result = json!({
                    "metric": name,
                    "unit": metric.unit,
                    "median": middle,
                    "min": metric.values.iter().copied().fold(f64::INFINITY, f64::min),
                    "max": metric.values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                    "values": metric.values,
                });
                if let Some(baseline) = &metric.baseline {
                    let other = self
                        .0
                        .get(baseline)
                        .with_context(|| format!("{name} names the baseline {baseline}, which was not measured"))?;
                    result["baseline"] = json!(baseline);
                    // A baseline of zero has no ratio: JSON null.
                    result["ratio"] = json!(middle / median(&other.values));
                }
                Ok(result)
            })
            .collect()
    }
}

/// The middle value, or the mean of the two middle ones. NaN without values.
fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    match sorted.get(half) {
        None => f64::NAN,
        Some(upper) if sorted.len() % 2 == 1 => *upper,
        Some(upper) => f64::midpoint(sorted[half - 1], *upper),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_and_ratios_over_runs() {
        let mut series = Series::default();
        for (fast, slow) in [(2.0, 8.0), (9.0, 10.0), (1.0, 7.0), (3.0, 30.0)] {
            for line in [
                format!(r#"{{"metric": "new", "unit": "ms", "value": {fast}, "baseline": "old"}}"#),
                format!(r#"{{"metric": "old", "unit": "ms", "value": {slow}}}"#),
                "warming up".to_owned(),
            ] {
                series.read_line(&line).unwrap();
            }
        }
        let results = series.results().unwrap();
        assert_eq!(results[0]["median"], 2.5);
        assert_eq!(results[1]["median"], 9.0);
        assert_eq!(results[0]["min"], 1.0);
        assert_eq!(results[0]["max"], 9.0);
        assert_eq!(results[0]["ratio"], 2.5 / 9.0);
        assert!(results[1].get("ratio").is_none());
    }

    #[test]
    fn incomplete_or_contradictory_measurements_are_refused() {
        let mut series = Series::default();
        assert!(series.read_line("{\"metric\": \"a\"}").is_err());
        assert!(series.read_line("{nonsense").is_err());
        series.read_line(r#"{"metric": "a", "unit": "ms", "value": 1, "baseline": "gone"}"#).unwrap();
        assert!(series.read_line(r#"{"metric": "a", "unit": "s", "value": 1}"#).is_err());
        assert!(series.results().is_err());
    }

    #[test]
    fn the_median_of_an_odd_number_is_a_measured_value() {
        assert!((median(&[3.0, 100.0, 2.0]) - 3.0).abs() < f64::EPSILON);
        assert!(median(&[]).is_nan());
    }
}

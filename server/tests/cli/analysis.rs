//! `jipan analyze` and `jipan graph` over the base: the figures are those that the server gives its devices.

use std::collections::HashMap;

use super::process::{Served, ended};
use crate::support::{Outcome, write_site};

/// Rows of CSV by the first column.
fn by_first(text: &str) -> Result<HashMap<String, csv::StringRecord>, csv::Error> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|record| record.map(|record| (record[0].to_owned(), record))).collect()
}

#[test]
fn the_base_is_analysed_as_the_server_scores_it_with_and_without_a_running_server() -> Outcome {
    let dir = tempfile::tempdir()?;
    let (data, site, out) = (dir.path().join("data"), dir.path().join("site"), dir.path().join("out"));
    write_site(&site, "")?;
    let path = data.to_str().ok_or("path")?;
    let (code, _, stderr) = ended(&["demo", "--customers", "300", "--data", path])?;
    assert_eq!(code, 0, "{stderr}");
    let (code, _, stderr) = ended(&["export", "--to", out.to_str().ok_or("path")?, "--data", path])?;
    assert_eq!(code, 0, "{stderr}");
    let mut scored = HashMap::new();
    let mut as_of = String::new();
    for line in std::fs::read_to_string(out.join("rows.jsonl"))?.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        if row["kind"] == domain::Kind::Basis.name() {
            let day = i32::try_from(row["fields"]["day"].as_i64().ok_or("a basis has a day")?)?;
            let date = analytics::calendar::civil(day);
            as_of = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
        }
        if row["kind"] == "score" {
            scored.insert(row["id"].as_str().ok_or("id")?.to_owned(), row["fields"].clone());
        }
    }
    let mut served = Served::start(&data, &site)?;
    let rfm = ["analyze", "rfm", "--data", path, "--as-of", &as_of];
    let (code, live, stderr) = ended(&rfm)?;
    assert_eq!(code, 0, "{stderr}");
    let rows = by_first(&live)?;
    let with_scores = scored.values().filter(|fields| fields["rfm"].is_i64()).count();
    assert!(rows.len() > 100 && rows.len() == with_scores, "{} of {with_scores}", rows.len());
    for (id, row) in &rows {
        let number = format!("{}{}{}", &row[4], &row[5], &row[6]);
        assert_eq!(number, scored[id]["rfm"].to_string(), "{id}: {row:?}");
    }
    let tiers = ["analyze", "tiers", "--data", path, "--scheme", "default", "--as-of", &as_of];
    let (code, tiers, stderr) = ended(&tiers)?;
    assert_eq!(code, 0, "{stderr}");
    let tiers = by_first(&tiers)?;
    assert_eq!(tiers.len(), 300);
    for (id, row) in &tiers {
        let tier = scored[id]["tier"].as_str().unwrap_or_default();
        assert!(row[1].eq_ignore_ascii_case(tier), "{id}: {row:?}, the server says {tier}");
        assert!(!row[2].is_empty(), "every tier explains itself");
    }
    assert_eq!(served.terminate()?, Some(0));

    let (code, same, stderr) = ended(&rfm)?;
    assert_eq!((code, same), (0, live), "{stderr}");
    let (code, edges, stderr) = ended(&["graph", "export", "--data", path, "--format", "csv"])?;
    assert_eq!(code, 0, "{stderr}");
    assert!(edges.starts_with("source,target,weight") && edges.lines().count() > 100, "{edges}");
    let file = dir.path().join("edges.csv");
    std::fs::write(&file, &edges)?;
    let (code, metrics, stderr) = ended(&["graph", "metrics", "--edges", file.to_str().ok_or("path")?])?;
    assert_eq!(code, 0, "{stderr}");
    let metrics: serde_json::Value = serde_json::from_str(&metrics)?;
    assert!(metrics["nodes"].as_array().is_some_and(|nodes| nodes.len() > 100), "{metrics}");
    let (code, graphml, _) = ended(&["graph", "export", "--data", path, "--format", "graphml"])?;
    assert!(code == 0 && graphml.contains("<graphml") && graphml.matches("<node ").count() == 300);
    let left: Vec<_> = std::fs::read_dir(&data)?.filter_map(Result::ok).map(|entry| entry.file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("extract")), "{left:?}");
    Ok(())
}

#[test]
fn what_cannot_be_read_is_one_sentence() -> Outcome {
    let (code, _, stderr) = ended(&["analyze", "abc", "--data", "/nowhere"])?;
    assert_eq!((code, stderr.as_str()), (5, "jipan: the data directory /nowhere does not exist (--data)\n"));
    let (code, _, stderr) = ended(&["graph", "metrics", "--edges", "/nowhere.csv"])?;
    assert!(code == 5 && stderr.lines().count() == 1, "{stderr}");
    Ok(())
}

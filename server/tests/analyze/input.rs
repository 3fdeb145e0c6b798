//! Files as they come: how they are written must not matter, and what is wrong is said in one sentence.

use server::cli::analyze::Kind;

use super::{analyze, files};

const HEADER: &str = "customer_id,order_id,date,amount";

#[test]
fn how_a_file_is_written_does_not_matter() {
    let plain = format!("{HEADER}\na,1,2024-01-05,30\n\"b, c\",2,2024-01-06,12.5\na,3,2024-02-01,7\n");
    let windows = format!("\u{feff}{}", plain.replace('\n', "\r\n"));
    let columns = "amount,note,date,order_id,customer_id\n7,x,2024-02-01,3,a\n 30.00 ,,2024-01-05,1,a\n\n12.50,\"two\nlines\",2024-01-06,2,\"b, c\"";
    let folder = files(&[("plain.csv", &plain), ("windows.csv", &windows), ("columns.csv", columns)]);
    for command in ["rfm --as-of 2024-03-01", "abc", "cohorts --as-of 2024-03-01"] {
        let run = |file: &str| analyze(folder.path(), &format!("{command} --transactions @{file}")).expect("fine").out;
        let expected = run("plain.csv");
        assert!(expected.contains("\"b, c\"") || command.starts_with("cohorts"), "{expected}");
        assert_eq!(run("windows.csv"), expected);
        assert_eq!(run("columns.csv"), expected);
    }
}

/// Runs `rfm` on a file and returns what it complains about.
fn complaint(text: &str) -> String {
    let folder = files(&[("o.csv", text)]);
    let error = analyze(folder.path(), "rfm --transactions @o.csv --as-of 2024-03-01").expect_err(text);
    assert_eq!(error.kind, Kind::Input);
    assert_eq!(error.message.lines().count(), 1, "one sentence: {}", error.message);
    error.message
}

#[test]
fn what_is_wrong_is_named_with_line_and_column() {
    for (rows, expected) in [
        ("a,1,2024-13-01,5", "line 2, column date: \"2024-13-01\" is not a date (YYYY-MM-DD)"),
        ("a,1,2024-02-30,5", "line 2, column date: \"2024-02-30\" is not a date"),
        ("a,1,05/01/2024,5", "line 2, column date"),
        ("a,1,2024-01-01,5\na,2,2024-01-02,1O", "line 3, column amount: \"1O\" is not a decimal amount"),
        ("a,1,2024-01-01,", "line 2, column amount: \"\""),
        ("a,1,2024-01-01,\"1,000\"", "line 2, column amount"),
        ("a,1,2024-01-01,NaN", "line 2, column amount"),
        ("a,1,2024-01-01,1e300", "line 2, column amount"),
        (",1,2024-01-01,5", "line 2, column customer_id: \"\" is not a customer's id"),
        ("a,,2024-01-01,5", "line 2, column order_id"),
        ("a,1,2024-01-01", "line 2: 3 columns, the header has 4"),
        ("a,1,2024-01-01,5\n\nb,1,2024-01-01,5,6", "line 4: 5 columns, the header has 4"),
        ("a,1,2024-01-01,5\na,1,2024-01-01,6", "order 1 of customer a appears with different dates or amounts"),
    ] {
        let found = complaint(&format!("{HEADER}\n{rows}\n"));
        assert!(found.contains(expected), "{rows}: {found}");
        assert!(found.contains("o.csv") || found.contains("one row per order"), "{found}");
    }
    assert!(complaint("customer_id,order_id,day,amount\n").contains("line 1: the column date is missing"));
    assert!(complaint("a,1,2024-01-01,5\n").contains("the column customer_id is missing"));
    assert!(complaint("").contains("is empty"));
    assert!(complaint("\u{feff}\n\n").contains("is empty"));
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let folder = files(&[]);
    let missing = analyze(folder.path(), "abc --transactions @nowhere.csv").expect_err("missing");
    assert!(missing.kind == Kind::Input && missing.message.contains("nowhere.csv cannot be read"), "{missing}");
    std::fs::write(folder.path().join("latin.csv"), b"customer_id,order_id,date,amount\n\xe9,1,2024-01-01,5\n")
        .expect("ok");
    let latin = analyze(folder.path(), "abc --transactions @latin.csv").expect_err("not UTF-8");
    assert!(latin.message.contains("line 2: the file is not UTF-8"), "{latin}");
    let folder = files(&[("o.csv", &format!("{HEADER}\na,1,2024-01-01,5\n"))]);
    let line =
        "clv --transactions @o.csv --calibration-end 2024-02-01 --horizon-weeks 3 --per-customer @no/such/folder.csv";
    let unwritable = analyze(folder.path(), line).expect_err("no folder");
    assert!(unwritable.kind == Kind::Output && unwritable.message.contains("folder.csv cannot be written"));
}

#[test]
fn a_base_without_purchases_is_no_error() {
    let folder = files(&[("o.csv", &format!("{HEADER}\n")), ("r.csv", &format!("{HEADER}\na,1,2024-01-01,-5\n"))]);
    for file in ["o.csv", "r.csv"] {
        for command in ["rfm --as-of 2024-03-01", "cohorts --as-of 2024-03-01"] {
            let found = analyze(folder.path(), &format!("{command} --transactions @{file}")).expect("fine");
            assert_eq!(found.out.lines().count(), 1, "{command} {file}");
            assert!(!found.notes.is_empty(), "{command} {file}");
        }
    }
    let line = "clv --transactions @o.csv --calibration-end 2024-02-01 --horizon-weeks 3";
    assert_eq!(analyze(folder.path(), line).expect("fine").json()["customers"], 0);
    let tiers = analyze(folder.path(), "tiers --transactions @r.csv --scheme rfm-11 --as-of 2024-03-01").expect("fine");
    assert_eq!(tiers.rows()[0][..2], ["a", "-"]);
    assert!(tiers.rows()[0][2].starts_with("no rule applies"));
}

#[test]
fn repeated_rows_count_once_and_future_ones_not_at_all() {
    let text = format!("{HEADER}\na,1,2024-01-01,5\na,1,2024-01-01,5.00\na,2,2030-01-01,900\n");
    let folder = files(&[("o.csv", &text)]);
    let found = analyze(folder.path(), "rfm --transactions @o.csv --as-of 2024-03-01").expect("fine");
    assert_eq!(found.rows()[0][2..4], ["1", "5.000000"]);
    assert!(found.notes.contains("1 rows repeat an order exactly"), "{}", found.notes);
    assert!(found.notes.contains("1 orders after the as-of day"), "{}", found.notes);
}

#[test]
fn tables_of_numbers_are_checked() {
    let cases = [
        ("kmeans --table @f --k 2", "x,y\n1,2\n3,four\n", "line 3, column y: \"four\" is not a number"),
        ("kmeans --table @f --k 2", "x\n1\ninf\n", "line 3, column x"),
        ("kmeans --table @f --k 3", "x\n1\n2\n", "3 clusters need at least 3 rows, there are 2"),
        ("kmeans --table @f --k 1", "id\na\n", "there is no column of numbers"),
        ("kmeans --table @f --k 1", "", "is empty"),
        ("forecast --series @f --horizon 2", "m,v\n1,2\n2,\n", "line 3, column v: \"\" is not a number"),
        ("forecast --series @f --horizon 2", "m,v\n", "no values to forecast from"),
        ("forecast --series @f --horizon 2", "m,v\n1,2,3\n", "line 2: 3 columns, the header has 2"),
        ("rules --baskets @f --min-support 0.1 --min-confidence 0.1", "\n\n", "is empty"),
    ];
    for (line, text, expected) in cases {
        let folder = files(&[("f", text)]);
        let error = analyze(folder.path(), line).expect_err(line);
        assert!(error.message.contains(expected), "{line}: {error}");
    }
}

/// A writer whose reader has gone.
struct Closed;

impl std::io::Write for Closed {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }
}

#[test]
fn a_reader_who_leaves_is_no_error() {
    use clap::Parser as _;
    let folder = files(&[("o.csv", &format!("{HEADER}\na,1,2024-01-01,5\n")), ("b.txt", "tea\n")]);
    let path = |name: &str| folder.path().join(name).display().to_string();
    for words in [
        vec!["x".to_owned(), "abc".to_owned(), "--transactions".to_owned(), path("o.csv")],
        ["x", "rules", "--min-support", "1", "--min-confidence", "1", "--baskets"]
            .map(str::to_owned)
            .into_iter()
            .chain([path("b.txt")])
            .collect(),
    ] {
        let cli = super::Cli::try_parse_from(words).expect("a command");
        server::cli::analyze::run(&cli.command, None, &mut Closed, &mut Vec::new()).expect("fine");
    }
}

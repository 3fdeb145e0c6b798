//! Every file is either read as described or refused with line and column.

use super::support::{Outcome, answer, answer_of, metrics};

fn refused(file: &[u8], more: &[&str]) -> String {
    answer("metrics", file, more).err().unwrap_or_default()
}

#[test]
fn a_missing_column_an_empty_file_no_file() {
    let names = "the header must be source,target or source,target,weight";
    assert_eq!(refused(b"from,to\na,b\n", &[]), format!("line 1: the column source is missing; {names}, not from,to"));
    assert_eq!(
        refused(b"source;target\na;b\n", &[]),
        format!("line 1: the column source is missing; {names}, not source;target")
    );
    let weighted = refused(b"source,target\na,b\n", &["--weighted"]);
    assert_eq!(weighted, format!("line 1: the column weight is missing; {names}, not source,target"));
    assert_eq!(refused(b"source,target,Source\n", &[]), "line 1, column 3: there are two columns source");
    let empty = "the file is empty; its first line must be source,target or source,target,weight";
    for file in ["", "\u{feff}", "\r\n \n"] {
        assert_eq!(refused(file.as_bytes(), &[]), empty, "{file:?}");
    }
    let nowhere = answer_of("metrics", std::path::Path::new("/nowhere/edges.csv"), &[]).err().unwrap_or_default();
    assert!(nowhere.starts_with("/nowhere/edges.csv cannot be read: "), "{nowhere}");
}

#[test]
fn lines_that_make_no_sense_are_named() {
    assert_eq!(
        refused(b"source,target\r\na,b\r\n\r\n\r\nc\r\n", &[]),
        "line 5, column 2 (target): the line ends before this column"
    );
    assert_eq!(
        refused(b"source,target\na,b,c\n", &[]),
        "line 2, column 3: there are more values than columns; put values with a comma in quotes"
    );
    assert_eq!(refused(b"source,target\n\"a\",b\n , b\n", &[]), "line 3, column 1 (source): the id is empty");
    assert_eq!(
        refused(b"source,target\na,\"b\nc,d\ne,f\n", &[]),
        "line 2, column 2 (target): the id goes on over the end of the line; is a quote not closed?"
    );
}

#[test]
fn weights_are_numbers_above_0() {
    for weight in ["0", "-1", "heavy", "NaN", "inf", "", "1e999", "1e101"] {
        assert_eq!(
            refused(format!("source,target,weight\na,b,2\nb,c,{weight}\n").as_bytes(), &["--weighted"]),
            format!("line 3, column 3 (weight): the weight must be a number above 0 (1e-100 to 1e100), not “{weight}”")
        );
    }
}

#[test]
fn other_encodings_are_named() {
    assert_eq!(refused(b"\xFF\xFEs\0o\0", &[]), "line 1: the file is UTF-16; save it as CSV UTF-8");
    // 陈 in GB 18030.
    assert_eq!(
        refused(b"source,target\na,b\na,\xB3\xC2\n", &[]),
        "line 3, column 2: this is not UTF-8; save the file as CSV UTF-8"
    );
}

#[test]
fn marks_line_ends_quotes_spaces_and_order_make_no_difference() -> Outcome {
    let plain = metrics("source,target\na b,\"c,\"\"d\"\"\"\ne,a b\n", &[])?;
    assert_eq!(plain["nodes"][1]["id"], "c,\"d\"");
    let same = [
        "\u{feff}source,target\r\na b,\"c,\"\"d\"\"\"\r\ne,a b",
        "\n\"source\", TARGET \n\"a b\",\"c,\"\"d\"\"\"\n\n e, a b \n",
        "since,target,note,source\n2020,\"c,\"\"d\"\"\",\"a, b\",a b\n,a b,,e\n",
    ];
    // The last names its columns in another order, so its nodes come in that of the columns source and target all the same.
    for file in same {
        assert_eq!(metrics(file, &[])?, plain, "{file:?}");
    }
    Ok(())
}

#[test]
fn options_out_of_range_are_refused() {
    for theta in ["-0.1", "2.1", "NaN", "much"] {
        let refused = answer("layout", b"source,target\n", &[&format!("--theta={theta}")]).err().unwrap_or_default();
        assert!(refused.contains("a number from 0 to 2"), "{refused}");
    }
    assert!(answer("layout", b"source,target\n", &["--iterations=-1"]).is_err());
}

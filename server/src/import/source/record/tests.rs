use super::super::{FileError, Input, Record, Source};
use crate::import::report::Reason;
use proptest::prelude::*;
use std::io::Write;

/// Line, fields and problem of every record after the header.
type Rows = Vec<(u64, Vec<String>, Option<Reason>)>;

fn rows(bytes: &[u8]) -> Result<(Vec<String>, Rows), FileError> {
    let mut source = Source::open(&Input::Bytes(bytes.into()), None)?;
    let mut record = Record::default();
    let mut out = Vec::new();
    while source.next(&mut record)? {
        out.push((record.line, record.fields().map(str::to_owned).collect(), record.problem));
    }
    Ok((source.header().to_vec(), out))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).and_then(|()| packer.finish()).unwrap_or_default()
}

#[test]
fn line_numbers_count_the_files_lines() {
    let (header, rows) = rows(b"a,b\r\n\r\n1,\"x\ny\"\r\n2,z\r\n").expect("a table");
    assert_eq!(header, ["a", "b"]);
    assert_eq!(rows[0], (3, vec!["1".into(), "x\ny".into()], None));
    assert_eq!(rows[1], (5, vec!["2".into(), "z".into()], None));
}

#[test]
fn a_quotation_mark_that_is_never_closed_costs_one_row() {
    let (_, rows) = rows(b"a,b\n1,\"open\n2,x\n3,y\n").expect("a table");
    let lines: Vec<_> = rows.iter().map(|(line, _, problem)| (*line, *problem)).collect();
    assert_eq!(lines, [(2, Some(Reason::UnclosedQuote)), (3, None), (4, None)]);
}

#[test]
fn a_field_of_more_than_a_megabyte_costs_one_row() {
    let file = [b"a,b\n1,".as_slice(), &vec![b'x'; super::MAX_RECORD + 1], b"\n2,y\n"].concat();
    let (_, rows) = rows(&file).expect("a table");
    assert_eq!((rows[0].0, rows[0].2), (2, Some(Reason::TooLong)));
    assert_eq!(rows[1], (3, vec!["2".into(), "y".into()], None));
}

#[test]
fn zero_bytes_and_malformed_characters_cost_their_row() {
    let mut file = b"a,b\n1,x\x00y\n".to_vec();
    file.extend("2,沈佩琳欧阳静怡周慕远林婉清顾明轩许知微方子衿\n".as_bytes());
    file.extend(b"3,\xe6\xb2\n4,fine\n");
    let (_, rows) = rows(&file).expect("a table");
    let problems: Vec<_> = rows.iter().map(|r| r.2).collect();
    assert_eq!(problems, [Some(Reason::NulByte), None, Some(Reason::BadEncoding), None]);
}

#[test]
fn chinese_text_after_a_long_beginning_in_ascii_is_still_recognised() {
    let text = format!("a,b\n{}x,沈佩琳\n", "1234,plain\n".repeat(20_000));
    let bytes = encoding_rs::GB18030.encode(&text).0.into_owned();
    // Whatever the place of the first Chinese character within a chunk is.
    for shift in 0..6 {
        let mut shifted = bytes.clone();
        shifted.splice(4..4, std::iter::repeat_n(b'9', shift));
        let (_, rows) = rows(&shifted).expect("a table");
        assert_eq!(rows.last().map(|r| r.1[1].as_str()), Some("沈佩琳"));
    }
}

#[test]
fn a_packed_file_that_ends_early_says_so() {
    let rows_of_digits: Vec<_> = (0..200_000u32).map(|i| format!("{i},{}", i.wrapping_mul(2_654_435_761))).collect();
    let text = rows_of_digits.join("\n");
    let packed = gzip(text.as_bytes());
    assert_eq!(rows(&packed).map(|(_, r)| r.len()), Ok(199_999));
    for cut in [packed.len() / 2, packed.len() - 1] {
        assert!(matches!(rows(&packed[..cut]), Err(FileError::Damaged { line }) if line > 1000), "{cut}");
    }
    assert!(matches!(rows(&packed[..12]), Err(FileError::Damaged { line: 0 })));
}

#[test]
fn what_is_not_a_table_is_named() {
    assert_eq!(rows(b""), Err(FileError::Empty));
    assert_eq!(rows(b"\n \n"), Err(FileError::Empty));
    assert_eq!(rows(b"PK\x03\x04rest"), Err(FileError::NotText("an Excel workbook")));
    let missing = Source::open(&Input::File("/nonexistent/file.csv".into()), None);
    assert!(matches!(missing, Err(FileError::Unreadable(_))));
}

#[test]
fn endless_unclosed_quotation_marks_end_the_reading() {
    let file = "a,b\n".to_owned() + &"a\",\"b\n".repeat(50_000);
    assert!(matches!(rows(file.as_bytes()), Err(FileError::Quotes { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
        let _ = rows(&bytes);
        let _ = rows(&[b"\xff\xfe".as_slice(), &bytes].concat());
        let _ = rows(&[b"\x1f\x8b\x08".as_slice(), &bytes].concat());
        let _ = rows(&gzip(&bytes));
    }

    #[test]
    fn any_text_of_structural_characters_is_read_without_a_panic(text in "[a\",;\t\r\n\u{0}沈|=]{0,400}") {
        let _ = rows(text.as_bytes());
    }

    #[test]
    fn what_the_csv_crate_writes_is_read_as_the_csv_crate_reads_it(
        table in prop::collection::vec(prop::collection::vec("[a-c\",\n沈 ]{0,6}", 3), 1..12),
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["h1", "h2", "h3"]).expect("memory");
        for row in &table {
            writer.write_record(row).expect("memory");
        }
        let bytes = writer.into_inner().expect("memory");
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes.as_slice());
        let expected: Vec<Vec<String>> = reader
            .records()
            .map(|r| r.expect("well formed").iter().map(str::to_owned).collect::<Vec<_>>())
            .filter(|r: &Vec<String>| r.iter().any(|f| !f.trim().is_empty()))
            .collect();
        let (_, found) = rows(&bytes).expect("a table");
        let found: Vec<Vec<String>> = found.into_iter().map(|(_, fields, _)| fields).collect();
        prop_assert_eq!(found, expected);
    }
}

//! Reading tables.

use std::path::Path;

use analytics::calendar::{civil, day_number};

use super::AnalyzeError;

/// A file as text, without its byte-order mark.
pub(super) fn text(file: &Path) -> Result<String, AnalyzeError> {
    let bytes = std::fs::read(file)
        .map_err(|error| AnalyzeError::input(format!("the file {} cannot be read: {error}", file.display())))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
        let line = 1 + before.matches('\n').count();
        AnalyzeError::input(format!("{}, line {line}: the file is not UTF-8", file.display()))
    })?;
    Ok(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned))
}

/// A CSV table with a header.
pub(super) struct Table<'a> {
    file: &'a Path,
    /// The names of the columns, trimmed.
    pub header: Vec<String>,
    /// Line number and cells, trimmed, of each row.
    pub rows: Vec<(u64, Vec<String>)>,
}

impl<'a> Table<'a> {
    /// Parses a file's text. Every row must have as many cells as the header.
    pub fn parse(file: &'a Path, text: &str) -> Result<Self, AnalyzeError> {
        let mut table = Self { file, header: Vec::new(), rows: Vec::new() };
        walk(file, text, |line, cells| {
            let cells: Vec<String> = cells.iter().map(|cell| cell.trim().to_owned()).collect();
            if table.header.is_empty() {
                table.header = cells;
            } else {
                table.rows.push((line, cells));
            }
            Ok(())
        })?;
        if table.header.is_empty() {
            return Err(AnalyzeError::input(format!("{} is empty: it has no header row", file.display())));
        }
        let columns = table.header.len();
        if let Some((line, cells)) = table.rows.iter().find(|(_, cells)| cells.len() != columns) {
            let (file, found) = (file.display(), cells.len());
            return Err(AnalyzeError::input(format!("{file}, line {line}: {found} columns, the header has {columns}")));
        }
        Ok(table)
    }

    /// A cell as a finite number.
    pub fn number(&self, row: usize, column: usize) -> Result<f64, AnalyzeError> {
        let (line, cells) = &self.rows[row];
        let number = cells[column].parse::<f64>().ok().filter(|number| number.is_finite());
        number.ok_or_else(|| AnalyzeError::cell(self.file, *line, &self.header[column], &cells[column], "a number"))
    }
}

/// The columns of these names, in this order.
pub(super) fn columns<const N: usize>(
    file: &Path,
    header: &csv::StringRecord,
    names: [&str; N],
) -> Result<[usize; N], AnalyzeError> {
    let mut found = [0; N];
    for (at, name) in found.iter_mut().zip(names) {
        *at = header.iter().position(|cell| cell.trim() == name).ok_or_else(|| {
            let (file, expected) = (file.display(), names.join(","));
            AnalyzeError::input(format!("{file}, line 1: the column {name} is missing; the header must be {expected}"))
        })?;
    }
    Ok(found)
}

/// Calls `row` with the line number and cells of every record that is not blank, the header included.
pub(super) fn walk(
    file: &Path,
    text: &str,
    mut row: impl FnMut(u64, &csv::StringRecord) -> Result<(), AnalyzeError>,
) -> Result<(), AnalyzeError> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    loop {
        let more = reader
            .read_record(&mut record)
            .map_err(|error| AnalyzeError::input(format!("{} is not CSV: {error}", file.display())))?;
        if !more {
            return Ok(());
        }
        // The reader's position is before the blank lines it skips.
        let line = record.position().map_or(0, |at| {
            let from = usize::try_from(at.byte()).unwrap_or(usize::MAX);
            let rest = text.as_bytes().get(from..).unwrap_or_default();
            let blank = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
            at.line() + blank.filter(|&&byte| byte == b'\n').count() as u64
        });
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        row(line, &record)?;
    }
}

/// The day of a date YYYY-MM-DD that exists.
pub(super) fn day(text: &str) -> Option<i32> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let part = |from: usize, to: usize| {
        let digits = text.get(from..to).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))?;
        digits.parse::<i32>().ok()
    };
    let (year, month, of_month) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    let day = day_number(year, month, of_month);
    let date = civil(day);
    let same =
        date.year == year && i64::from(date.month) == i64::from(month) && i64::from(date.day) == i64::from(of_month);
    same.then_some(day)
}

/// [`day`] for an option of the command line.
pub(super) fn day_option(text: &str) -> Result<i32, String> {
    day(text).ok_or_else(|| "not a date (YYYY-MM-DD)".to_owned())
}

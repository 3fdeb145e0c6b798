//! One pass over the file.

use super::cell::{Bad, Cells, Manner};
use super::customers::Customers;
use super::date::{self, DateOrder};
use super::directory::Directory;
use super::mapping::{Columns, Target};
use super::plan::Plan;
use super::preview::wrong_mapping;
use super::purchases::Purchases;
use super::relations::Relations;
use super::report::{DatesRead, FailedRow, Reason, Report, RowError};
use super::source::{FileError, Record, Source};
use super::{Draft, Input, Options};
use std::ops::ControlFlow;
use std::time::Instant;

/// How far reading has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the file read so far (packed, if it is).
    pub bytes: u64,
    /// Bytes of the file.
    pub bytes_total: u64,
    /// Rows read so far.
    pub rows: u64,
}

/// After how many rows progress is reported.
const EVERY: u64 = 2000;

/// What makes rows of one target. A row is either taken whole or not at all.
pub(super) trait Taker {
    /// Takes one record.
    fn take(&mut self, cells: Cells<'_>, context: &mut Context<'_>) -> Result<(), Bad>;
    /// All rows, when the file has ended.
    fn finish(self: Box<Self>, report: &mut Report) -> Box<dyn Iterator<Item = Draft> + Send>;
}

/// What takers need besides the record.
pub(super) struct Context<'a> {
    pub options: &'a Options,
    pub directory: &'a Directory,
    pub report: &'a mut Report,
}

/// Reads and checks a whole file. `directory` says who is in the base; `progress` is told now and then how far reading has
/// come and may stop it.
///
/// # Errors
/// [`FileError`] when the file cannot be read to its end, lacks columns, or reading was stopped. Nothing has been changed
/// then.
pub fn read(
    input: &Input,
    options: &Options,
    directory: &Directory,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Plan, FileError> {
    let started = Instant::now();
    let mut source = Source::open(input, options.encoding)?;
    let header = source.header().to_vec();
    let mapping = options.mapping_for(&header).map_err(|e| wrong_mapping(&e))?;
    let columns = mapping.resolve(&header, options.relation.is_some())?;
    let dates = find_order(input, options, &columns)?;
    let manner = Manner {
        dates: dates.map_or(DateOrder::MonthFirst, |d| d.order),
        decimal_comma: source.format().delimiter == ';',
    };
    let mut report = Report::new(options.target, source.format());
    report.unmapped = mapping.unmapped(&header);
    report.dates = dates;
    let mut taker: Box<dyn Taker> = match options.target {
        Target::Customers => Box::new(Customers::new(&columns)),
        Target::Purchases => Box::new(Purchases::new(&columns, options.language)),
        Target::Relations => Box::new(Relations::new(&columns, directory)),
    };
    let mut failed = Failed { rows: Vec::new(), bytes: 0 };
    let mut record = Record::default();
    while source.next(&mut record)? {
        report.rows_read += 1;
        let taken = usable(&record, header.len()).and_then(|()| {
            let mut context = Context { options, directory, report: &mut report };
            taker.take(Cells { record: &record, manner }, &mut context)
        });
        match taken {
            Ok(()) => report.rows_taken += 1,
            Err(bad) => {
                let column = bad.at.map(|i| header[i].clone());
                let value = bad.at.map_or("", |i| record.get(i));
                let error = RowError::new(record.line, column, value, bad.reason);
                failed.keep(&record, &error);
                report.leave_out(error);
            }
        }
        if report.rows_read.is_multiple_of(EVERY) {
            tell(progress, &source, report.rows_read)?;
        }
    }
    report.format = source.format();
    tell(progress, &source, report.rows_read)?;
    let drafts = taker.finish(&mut report);
    report.seconds.read = started.elapsed().as_secs_f64();
    let failed = failed.rows;
    Ok(Plan { mapping, header, failed, report, drafts, existing: options.existing, since: Instant::now() })
}

fn tell(progress: &mut dyn FnMut(Progress) -> ControlFlow<()>, source: &Source, rows: u64) -> Result<(), FileError> {
    let (bytes, bytes_total) = source.progress();
    match progress(Progress { bytes, bytes_total, rows }) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(FileError::Cancelled),
    }
}

fn usable(record: &Record, columns: usize) -> Result<(), Bad> {
    if let Some(reason) = record.problem {
        return Err(Bad::new(None, reason));
    }
    // Blank fields behind the last column are what spreadsheets leave.
    if record.fields().skip(columns).any(|f| !f.trim().is_empty()) {
        return Err(Bad::new(None, Reason::Columns));
    }
    Ok(())
}

/// Whether day or month comes first: reads until a date tells. Most files have dates that need no such look, and those
/// that do tell after a few rows, so this rarely reads far; a file that never tells is read whole.
fn find_order(input: &Input, options: &Options, columns: &Columns) -> Result<Option<DatesRead>, FileError> {
    let fields: &[&str] = match options.target {
        Target::Customers => &["birthday", "entered_day"],
        Target::Purchases | Target::Relations => &["date"],
    };
    let places: Vec<usize> = fields.iter().filter_map(|f| columns.at(f)).collect();
    if let Some(order) = options.dates {
        return Ok(Some(DatesRead { order, ambiguous: false }));
    }
    if places.is_empty() {
        return Ok(None);
    }
    let mut source = Source::open(input, options.encoding)?;
    let mut record = Record::default();
    let (mut seen, mut rows) = (false, 0u32);
    while source.next(&mut record)? {
        rows += 1;
        for at in &places {
            let Some((a, b)) = date::undecided(record.get(*at)) else {
                continue;
            };
            seen = true;
            let order = match (a, b) {
                (13..=31, 1..=12) => DateOrder::DayFirst,
                (1..=12, 13..=31) => DateOrder::MonthFirst,
                _ => continue,
            };
            return Ok(Some(DatesRead { order, ambiguous: false }));
        }
        if !seen && rows == LOOK {
            return Ok(None);
        }
    }
    Ok(seen.then_some(DatesRead { order: DateOrder::MonthFirst, ambiguous: true }))
}

/// A file without any date of the doubtful form in this many rows is taken to have none.
const LOOK: u32 = 1000;

/// The rows left out, as long as they fit.
struct Failed {
    rows: Vec<FailedRow>,
    bytes: usize,
}

impl Failed {
    fn keep(&mut self, record: &Record, error: &RowError) {
        let size = record.fields().map(|f| f.len() + 24).sum::<usize>() + 256;
        if self.bytes + size <= super::report::KEPT {
            self.bytes += size;
            let fields = record.fields().map(str::to_owned).collect();
            self.rows.push(FailedRow { fields, error: error.clone() });
        }
    }
}

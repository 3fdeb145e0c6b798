//! A list of edges: CSV with the columns source, target and, if asked for, weight.

use std::collections::HashMap;
use std::path::Path;

use analytics::graph::WEIGHTS;

use super::GraphError;

/// The edges of a file. Nodes are numbered in the order in which the file first names them.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Edges {
    /// The id of each node, as in the file but for spaces around it.
    pub ids: Vec<String>,
    pub ends: Vec<(u32, u32)>,
    /// One for each edge if asked for, else empty.
    pub weights: Vec<f64>,
}

impl Edges {
    /// Number of nodes; the reader refuses more than fit.
    pub(super) fn nodes(&self) -> u32 {
        u32::try_from(self.ids.len()).unwrap_or(u32::MAX)
    }
}

/// Reads a file.
///
/// # Errors
/// Unreadable, or malformed with line and column.
pub(super) fn read(path: &Path, weighted: bool) -> Result<Edges, GraphError> {
    let bytes = std::fs::read(path).map_err(|source| GraphError::Unreadable { path: path.to_owned(), source })?;
    parse(&bytes, weighted).map_err(|message| GraphError::Malformed { path: path.to_owned(), message })
}

fn parse(bytes: &[u8], weighted: bool) -> Result<Edges, String> {
    let text = text(bytes)?;
    if text.trim().is_empty() {
        return Err("the file is empty; its first line must be source,target or source,target,weight".to_owned());
    }
    // Lengths are checked here: the sentences of the reader speak of records and bytes.
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let columns = Columns::find(&header, weighted)?;
    let mut edges = Edges::default();
    let mut known: HashMap<String, u32> = HashMap::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| error.to_string())? {
        let row = Row { text, header: &header, record: &record };
        row.check_length()?;
        let source = node(&mut edges.ids, &mut known, row.id(columns.source)?)?;
        let target = node(&mut edges.ids, &mut known, row.id(columns.target)?)?;
        edges.ends.push((source, target));
        if let Some(column) = columns.weight {
            edges.weights.push(row.weight(column)?);
        }
    }
    Ok(edges)
}

/// UTF-8, with or without a mark at the beginning.
fn text(bytes: &[u8]) -> Result<&str, String> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err("line 1: the file is UTF-16; save it as CSV UTF-8".to_owned());
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let good = &bytes[..error.valid_up_to()];
        let line = good.split(|&byte| byte == b'\n').count();
        let start = good.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let column = good[start..].split(|&byte| byte == b',').count();
        format!("line {line}, column {column}: this is not UTF-8; save the file as CSV UTF-8")
    })
}

fn node(ids: &mut Vec<String>, known: &mut HashMap<String, u32>, id: &str) -> Result<u32, String> {
    if let Some(&node) = known.get(id) {
        return Ok(node);
    }
    let node = u32::try_from(ids.len()).ok().filter(|&node| node < u32::MAX - 1);
    let node = node.ok_or("the file names more than four billion nodes")?;
    ids.push(id.to_owned());
    known.insert(id.to_owned(), node);
    Ok(node)
}

/// Where the columns are.
struct Columns {
    source: usize,
    target: usize,
    weight: Option<usize>,
}

impl Columns {
    fn find(header: &csv::StringRecord, weighted: bool) -> Result<Self, String> {
        let column = |name: &str| {
            let mut all = header.iter().enumerate().filter(|(_, column)| column.eq_ignore_ascii_case(name));
            let found: Vec<&str> = header.iter().take(8).collect();
            let found = found.join(",");
            let first = all.next().ok_or_else(|| {
                let found: String = found.chars().take(80).collect();
                format!("line 1: the column {name} is missing; the header must be source,target or source,target,weight, not {found}")
            })?;
            match all.next() {
                Some((second, _)) => Err(format!("line 1, column {}: there are two columns {name}", second + 1)),
                None => Ok(first.0),
            }
        };
        Ok(Self {
            source: column("source")?,
            target: column("target")?,
            weight: if weighted { Some(column("weight")?) } else { None },
        })
    }
}

/// A line with what is needed to say where it is.
struct Row<'a> {
    text: &'a str,
    header: &'a csv::StringRecord,
    record: &'a csv::StringRecord,
}

impl<'a> Row<'a> {
    /// The line, counting from 1. The reader counts empty lines before a record as its own.
    fn line(&self) -> usize {
        let start = self.record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(usize::MAX));
        let (before, rest) = self.text.as_bytes().split_at(start.min(self.text.len()));
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        before.iter().chain(blank).filter(|&&byte| byte == b'\n').fold(1, |line, _| line + 1)
    }

    fn wrong(&self, column: usize, what: &str) -> String {
        let name = self.header.get(column).unwrap_or_default();
        format!("line {}, column {} ({name}): {what}", self.line(), column + 1)
    }

    fn check_length(&self) -> Result<(), String> {
        let (found, expected) = (self.record.len(), self.header.len());
        match found.cmp(&expected) {
            std::cmp::Ordering::Less => Err(self.wrong(found, "the line ends before this column")),
            std::cmp::Ordering::Greater => Err(format!(
                "line {}, column {}: there are more values than columns; put values with a comma in quotes",
                self.line(),
                expected + 1
            )),
            std::cmp::Ordering::Equal => Ok(()),
        }
    }

    fn id(&self, column: usize) -> Result<&'a str, String> {
        match self.record.get(column).unwrap_or_default() {
            "" => Err(self.wrong(column, "the id is empty")),
            // A quote that is not closed swallows the lines after it.
            id if id.contains(['\n', '\r']) => {
                Err(self.wrong(column, "the id goes on over the end of the line; is a quote not closed?"))
            }
            id => Ok(id),
        }
    }

    fn weight(&self, column: usize) -> Result<f64, String> {
        let text = self.record.get(column).unwrap_or_default();
        let weight = text.parse::<f64>().ok().filter(|weight| WEIGHTS.contains(weight));
        weight.ok_or_else(|| {
            let shown: String = text.chars().take(40).collect();
            self.wrong(column, &format!("the weight must be a number above 0 (1e-100 to 1e100), not “{shown}”"))
        })
    }
}

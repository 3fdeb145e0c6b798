//! The table to cluster.

use std::cmp::Ordering;

/// Rows of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    columns: usize,
    values: Vec<f64>,
}

/// Why a table cannot be clustered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableError {
    /// There is no column.
    NoColumns,
    /// A row (from 0) has another number of values than the first.
    Ragged(usize),
    /// A value (row, column, from 0) is not a finite number.
    NotFinite(usize, usize),
}

impl std::fmt::Display for TableError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoColumns => f.write_str("a table to cluster needs at least one column"),
            Self::Ragged(row) => write!(f, "row {} has another number of values than the first row", row + 1),
            Self::NotFinite(row, column) => {
                write!(f, "row {}, column {}: not a finite number", row + 1, column + 1)
            }
        }
    }
}

impl std::error::Error for TableError {}

/// How columns are made comparable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scaling {
    /// As they are.
    None,
    /// Less the mean, divided by the (population) standard deviation; a column of equal values becomes zero.
    Standard,
    /// ln(1 + x) for x >= 0 (and -ln(1 - x) below), then [`Self::Standard`]: for money and counts, where few have most.
    #[default]
    LogStandard,
}

impl Table {
    /// A table of rows.
    ///
    /// # Errors
    /// [`TableError`] for no column, rows of different lengths, or a value that is not finite.
    pub fn new(rows: &[Vec<f64>]) -> Result<Self, TableError> {
        let columns = rows.first().map_or(1, Vec::len);
        if columns == 0 {
            return Err(TableError::NoColumns);
        }
        for (at, row) in rows.iter().enumerate() {
            if row.len() != columns {
                return Err(TableError::Ragged(at));
            }
            if let Some(column) = row.iter().position(|value| !value.is_finite()) {
                return Err(TableError::NotFinite(at, column));
            }
        }
        Ok(Self { columns, values: rows.concat() })
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.values.len() / self.columns
    }

    /// One row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }

    pub(super) fn values(&self) -> &[f64] {
        &self.values
    }

    /// The table with its columns made comparable. Sums run over sorted columns: row order does not matter.
    #[must_use]
    pub fn scaled(&self, scaling: Scaling) -> Self {
        let mut scaled = self.clone();
        if scaling == Scaling::LogStandard {
            for value in &mut scaled.values {
                *value = libm::copysign(libm::log1p(value.abs()), *value);
            }
        }
        if scaling == Scaling::None {
            return scaled;
        }
        for column in 0..self.columns {
            let mut sorted: Vec<f64> = scaled.values.iter().skip(column).step_by(self.columns).copied().collect();
            sorted.sort_unstable_by(f64::total_cmp);
            let count = (sorted.len() as f64).max(1.0);
            let mean = sorted.iter().sum::<f64>() / count;
            let deviation = (sorted.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count).sqrt();
            let all_equal = sorted.first() == sorted.last();
            for value in scaled.values.iter_mut().skip(column).step_by(self.columns) {
                *value = if all_equal || deviation <= 0.0 { 0.0 } else { (*value - mean) / deviation };
            }
        }
        scaled
    }

    /// Row numbers sorted by the rows' values; equal rows are exchangeable.
    pub(super) fn canonical_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.rows()).collect();
        order.sort_unstable_by(|&a, &b| compare(self.row(a), self.row(b)).then(a.cmp(&b)));
        order
    }

    pub(super) fn reordered(&self, order: &[usize]) -> Self {
        let values = order.iter().flat_map(|&row| self.row(row)).map(|&value| value + 0.0).collect();
        Self { columns: self.columns, values }
    }

    /// Every `step`-th row.
    pub(super) fn thinned(&self, step: usize) -> Self {
        let values = (0..self.rows()).step_by(step.max(1)).flat_map(|row| self.row(row)).copied().collect();
        Self { columns: self.columns, values }
    }

    /// Number of distinct rows of a table in canonical order.
    pub(super) fn distinct_in_order(&self) -> usize {
        let rows = self.rows();
        if rows == 0 { 0 } else { 1 + (1..rows).filter(|&row| self.row(row) != self.row(row - 1)).count() }
    }
}

/// Lexicographic, by `total_cmp`; both zeros are equal.
pub(super) fn compare(a: &[f64], b: &[f64]) -> Ordering {
    let pairs = a.iter().zip(b);
    pairs.map(|(a, b)| (a + 0.0).total_cmp(&(b + 0.0))).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

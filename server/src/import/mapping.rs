//! Which column of a file means what.

mod fields;

pub use fields::ImportField;

use super::source::FileError;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// What the rows of a file are.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// Customers with their contact points.
    Customers,
    /// Order lines, orders or refunds.
    Purchases,
    /// Referrals and other relations between customers.
    Relations,
}

impl Target {
    /// Reads `customers`, `purchases` or `relations`.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Customers, Self::Purchases, Self::Relations].into_iter().find(|t| t.name() == text)
    }

    /// Its name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Purchases => "purchases",
            Self::Relations => "relations",
        }
    }

    /// The fields that a column can be mapped to.
    pub fn fields(self) -> &'static [ImportField] {
        match self {
            Self::Customers => fields::CUSTOMERS,
            Self::Purchases => fields::PURCHASES,
            Self::Relations => fields::RELATIONS,
        }
    }

    /// Groups of fields; of each group at least one must be mapped.
    fn needed(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::Customers => &[&["name", "last_name", "first_name", "code"]],
            Self::Purchases => &[&["date"], &["unit_price", "amount"]],
            Self::Relations => &[&["from"], &["to"], &["kind"]],
        }
    }
}

/// Why a column cannot be mapped as asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// The file has no such column.
    #[error("the file has no column \"{column}\"; it has: {}", .known.join(", "))]
    Column {
        /// What was asked for.
        column: String,
        /// The columns of the file.
        known: Vec<String>,
    },
    /// There is no such field.
    #[error("there is no field \"{field}\" in {}; there is: {}", .target.name(), fields::names(*.target))]
    Field {
        /// What was asked for.
        field: String,
        /// What is imported.
        target: Target,
    },
}

/// Which column means what, by their names, so that it can be remembered for the next file of the same kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// What the rows are.
    pub target: Target,
    /// Column of the file to field of [`Target::fields`].
    pub columns: BTreeMap<String, String>,
}

impl Mapping {
    /// Guesses from the names of the columns: English and Chinese, Online Retail, Zoho CRM, 纷享销客. Upper and lower case, width,
    /// blanks, punctuation and remarks in brackets ("金额（元）") do not matter.
    pub fn guess(target: Target, header: &[String]) -> Self {
        let names: Vec<String> = header.iter().map(|h| normalise(h)).collect();
        let mut taken = vec![false; header.len()];
        let mut columns = BTreeMap::new();
        let claim = |field: &str, alias: &str, taken: &mut Vec<bool>, columns: &mut BTreeMap<String, String>| {
            let Some(at) = (0..names.len()).find(|i| !taken[*i] && names[*i] == alias) else {
                return false;
            };
            taken[at] = true;
            columns.insert(header[at].clone(), field.to_owned());
            true
        };
        for field in target.fields() {
            for alias in std::iter::once(normalise(field.name).as_str()).chain(field.aliases.split('|')) {
                if claim(field.name, alias, &mut taken, &mut columns) {
                    break;
                }
            }
        }
        let has = |columns: &BTreeMap<String, String>, f: &str| columns.values().any(|v| v == f);
        // A table of companies (Zoho's Accounts) has no other name: there the company is the customer.
        let nameless = !["name", "last_name", "first_name"].iter().any(|f| has(&columns, f));
        if target == Target::Customers
            && nameless
            && let Some(column) = columns.iter().find(|(_, f)| *f == "company").map(|(c, _)| c.clone())
        {
            columns.insert(column, "name".into());
        }
        Self { target, columns }
    }

    /// Maps a column to a field; an empty field or `-` means that the column is not used. Another column that had the field
    /// loses it.
    ///
    /// # Errors
    /// [`MappingError`] when the file has no such column or the target no such field.
    pub fn set(&mut self, header: &[String], column: &str, field: &str) -> Result<(), MappingError> {
        let wanted = normalise(column);
        let found = header.iter().find(|h| *h == column).or_else(|| header.iter().find(|h| normalise(h) == wanted));
        let Some(found) = found.filter(|h| !h.is_empty()) else {
            return Err(MappingError::Column { column: column.to_owned(), known: header.to_vec() });
        };
        if field.is_empty() || field == "-" {
            self.columns.remove(found);
            return Ok(());
        }
        if !self.target.fields().iter().any(|f| f.name == field) {
            return Err(MappingError::Field { field: field.to_owned(), target: self.target });
        }
        self.columns.retain(|_, f| f != field);
        self.columns.insert(found.clone(), field.to_owned());
        Ok(())
    }

    /// The columns of a file that mean nothing to this mapping.
    pub fn unmapped(&self, header: &[String]) -> Vec<String> {
        header.iter().filter(|h| !h.is_empty() && !self.columns.contains_key(*h)).cloned().collect()
    }

    /// Where the fields are in a file with this header.
    ///
    /// # Errors
    /// [`FileError::Columns`] when a field that is needed has no column; it names the columns that are still free.
    /// `kind_given` says that the kind of relation is fixed by an option.
    pub(super) fn resolve(&self, header: &[String], kind_given: bool) -> Result<Columns, FileError> {
        let mut at = HashMap::new();
        for (i, column) in header.iter().enumerate() {
            if let Some(field) = self.columns.get(column) {
                at.entry(field.clone()).or_insert(i);
            }
        }
        for group in self.target.needed() {
            if group.iter().any(|f| at.contains_key(*f)) || (kind_given && group == &["kind"]) {
                continue;
            }
            let free = self.unmapped(header);
            let example = free.first().map_or("COLUMN", String::as_str);
            let labels = |zh: bool| {
                let label = |f: &&str| fields::label(self.target, f, zh);
                group.iter().map(label).collect::<Vec<_>>().join(if zh { "或" } else { " or " })
            };
            return Err(FileError::Columns {
                en: format!(
                    "no column was recognised as {}; columns not used so far: {}; say which it is, as in --map \"{example}={}\"",
                    labels(false),
                    free.join(", "),
                    group[0]
                ),
                zh: format!(
                    "没有认出哪一列是{}；还没用到的列：{}。请指明，例如 --map \"{example}={}\"",
                    labels(true),
                    free.join("、"),
                    group[0]
                ),
            });
        }
        Ok(Columns { at })
    }
}

/// Where the mapped fields are in the records.
pub(super) struct Columns {
    at: HashMap<String, usize>,
}

impl Columns {
    pub fn at(&self, field: &str) -> Option<usize> {
        debug_assert!(fields::exists(field), "{field}");
        self.at.get(field).copied()
    }
}

/// A column's name without case, width, blanks, punctuation and bracketed remarks.
fn normalise(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut depth = 0u32;
    for c in name.trim().chars() {
        let c = match c {
            '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            c => c,
        };
        match c {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            c if depth == 0 && c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests;

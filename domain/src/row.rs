//! A row: what is confirmed about one thing, with who wrote each value and when.

use crate::clock::{Hlc, Version};
use crate::id::{ReplicaId, RowId, StaffId};
use crate::schema::{Field, Kind};
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// How many changes of fields a row carries with it; older ones are on the server.
pub const HISTORY_KEPT: usize = 20;

/// Who wrote something, when, and where in the server's order.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Stamp {
    /// Position in the server's order.
    #[serde(rename = "v")]
    pub version: Version,
    /// The author's clock, clamped by the server.
    #[serde(rename = "h")]
    pub hlc: Hlc,
    /// The author's device; nil for the server itself (imports, scores).
    #[serde(rename = "r")]
    pub replica: ReplicaId,
    /// The operation's number on that device.
    #[serde(rename = "n")]
    pub n: u32,
    /// The author.
    #[serde(rename = "b")]
    pub by: StaffId,
}

impl Stamp {
    /// Whether an operation with `base`, made as number `n` on `replica`, had seen what this stamp marks:
    /// it is not newer than the base, or the same device wrote it earlier (I19).
    ///
    /// What is of an earlier epoch than the base and still there survived the restore from a backup, so the device got it with
    /// its snapshot: seen. What is of a later epoch than the base was not.
    pub fn seen(&self, base: Version, replica: ReplicaId, n: u32) -> bool {
        self.version <= base || (self.replica == replica && !replica.is_nil() && self.n < n)
    }
}

/// One field's value.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Cell {
    /// Which field.
    #[serde(rename = "f")]
    pub field: Field,
    /// Its value.
    #[serde(rename = "v")]
    pub value: Value,
    /// Who wrote it; `None` means with the row's creation.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<Stamp>,
}

/// One element of a set field (a tag). It is in the set while it has at least one add (add wins).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Element {
    /// Which set field.
    #[serde(rename = "f")]
    pub field: Field,
    /// The element.
    #[serde(rename = "v")]
    pub value: Value,
    /// The adds that no delete has seen.
    #[serde(rename = "a")]
    pub adds: Vec<Stamp>,
}

/// One remembered change of a field.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FieldChange {
    /// Which field.
    #[serde(rename = "f")]
    pub field: Field,
    /// The value before.
    #[serde(rename = "o")]
    pub from: Value,
    /// The value after.
    #[serde(rename = "v")]
    pub to: Value,
    /// Who and when.
    #[serde(rename = "s")]
    pub stamp: Stamp,
}

/// A row of any kind. Fields that were never set are absent.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Row {
    /// What it is.
    #[serde(rename = "k")]
    pub kind: Kind,
    /// Its id.
    #[serde(rename = "i")]
    pub id: RowId,
    /// Who created it.
    #[serde(rename = "c")]
    pub created: Stamp,
    /// The last change.
    #[serde(rename = "v")]
    pub version: Version,
    /// Who deleted it, if it is in the trash.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<Stamp>,
    /// Fields, in ascending order of their number.
    #[serde(rename = "f", default)]
    pub cells: Vec<Cell>,
    /// Set fields' elements, in order of (field, element).
    #[serde(rename = "e", default, skip_serializing_if = "Vec::is_empty")]
    pub elements: Vec<Element>,
    /// Fields with an open conflict, and the conflict's row.
    #[serde(rename = "o", default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<(Field, RowId)>,
    /// The last changes of fields, oldest first, at most [`HISTORY_KEPT`].
    #[serde(rename = "h", default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<FieldChange>,
}

/// A row's address: what it is and which one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct RowRef {
    /// What it is.
    #[serde(rename = "k")]
    pub kind: Kind,
    /// Which one.
    #[serde(rename = "i")]
    pub id: RowId,
}

impl RowRef {
    /// An address from its parts.
    pub fn new(kind: Kind, id: RowId) -> Self {
        Self { kind, id }
    }
}

impl Row {
    /// A new row with the given fields; absent and null fields are left out.
    pub fn new(kind: Kind, id: RowId, created: Stamp, fields: impl IntoIterator<Item = (Field, Value)>) -> Self {
        let mut cells: Vec<Cell> = fields
            .into_iter()
            .filter(|(_, v)| !v.is_null())
            .map(|(field, value)| Cell { field, value, stamp: None })
            .collect();
        crate::short::sort(&mut cells, |a, b| a.field < b.field);
        cells.dedup_by_key(|c| c.field);
        Self {
            kind,
            id,
            created,
            version: created.version,
            deleted: None,
            cells,
            elements: Vec::new(),
            open: Vec::new(),
            history: Vec::new(),
        }
    }

    /// The row's address.
    pub fn address(&self) -> RowRef {
        RowRef::new(self.kind, self.id)
    }

    /// The value of a field; `Null` when it was never set.
    pub fn get(&self, field: Field) -> &Value {
        self.cells.binary_search_by_key(&field, |c| c.field).map_or(&Value::Null, |i| &self.cells[i].value)
    }

    /// The text of a field, or the empty string.
    pub fn text(&self, field: Field) -> &str {
        self.get(field).as_text().unwrap_or("")
    }

    /// The number in a field.
    pub fn int(&self, field: Field) -> Option<i64> {
        self.get(field).as_int()
    }

    /// The reference in a field.
    pub fn reference(&self, field: Field) -> Option<RowId> {
        self.get(field).as_id()
    }

    /// Who wrote a field's present value.
    pub fn stamp(&self, field: Field) -> Stamp {
        self.cells
            .binary_search_by_key(&field, |c| c.field)
            .ok()
            .and_then(|i| self.cells[i].stamp)
            .unwrap_or(self.created)
    }

    /// Writes a field and remembers the change. A null value removes the cell's text but keeps who did it.
    pub fn put(&mut self, field: Field, value: Value, stamp: Stamp) {
        let cell = Cell { field, value: value.clone(), stamp: Some(stamp) };
        let from = match self.cells.binary_search_by_key(&field, |c| c.field) {
            Ok(i) => std::mem::replace(&mut self.cells[i], cell).value,
            Err(i) => {
                self.cells.insert(i, cell);
                Value::Null
            }
        };
        self.version = self.version.max(stamp.version);
        if from != value {
            self.history.push(FieldChange { field, from, to: value, stamp });
            if self.history.len() > HISTORY_KEPT {
                self.history.remove(0);
            }
        }
    }

    /// The elements at present in a set field, in order.
    pub fn set(&self, field: Field) -> impl Iterator<Item = &Value> {
        self.elements.iter().filter(move |e| e.field == field && !e.adds.is_empty()).map(|e| &e.value)
    }

    /// The adds of one element.
    pub fn adds(&self, field: Field, element: &Value) -> &[Stamp] {
        self.elements.iter().find(|e| e.field == field && e.value == *element).map_or(&[], |e| &e.adds)
    }

    /// Replaces the adds of one element; no adds means that it leaves the set.
    pub fn put_adds(&mut self, field: Field, element: Value, adds: Vec<Stamp>, version: Version) {
        self.version = self.version.max(version);
        let at = self.elements.binary_search_by(|e| (e.field, &e.value).cmp(&(field, &element)));
        match (at, adds.is_empty()) {
            (Ok(i), true) => {
                self.elements.remove(i);
            }
            (Ok(i), false) => self.elements[i].adds = adds,
            (Err(_), true) => {}
            (Err(i), false) => self.elements.insert(i, Element { field, value: element, adds }),
        }
    }

    /// The open conflict about a field.
    pub fn open_conflict(&self, field: Field) -> Option<RowId> {
        self.open.iter().find(|(f, _)| *f == field).map(|(_, id)| *id)
    }

    /// Whether the row is in the trash.
    pub fn is_deleted(&self) -> bool {
        self.deleted.is_some()
    }
}

//! The one transaction by which anything in the base changes: rows, log, receipts and counter together.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use domain::row::RowRef;
use domain::{Kind, OpId, ReplicaId, Row, StaffId, codec};
use surrealdb::types::{Object, RecordId, SurrealValue, Value as DbValue};

use super::connect::{Db, DbError, Vars};
use super::log::Logged;
use super::receipt::{self, Receipt, Replica};
use super::rows::{record, update_list};
use super::value::{bytes, list, record_id};

/// The code of the `THROW` when somebody else has written since the caller looked.
pub const MOVED: &str = "counter_moved";

/// Everything one transaction writes.
#[derive(Debug, Default)]
pub struct Commit {
    /// The epoch the writer believes in.
    pub epoch: u32,
    /// The place in the order the writer believes is the last.
    pub from: u64,
    /// The last place after this transaction; equal to `from` when nothing changes.
    pub to: u64,
    /// What [`super::log::Position::rows`] is before this transaction.
    pub rows_before: u64,
    /// Rows that were not there.
    pub created: Vec<Row>,
    /// Rows that were there.
    pub changed: Vec<Row>,
    /// Rows to erase.
    pub erased: Vec<RowRef>,
    /// What the log says about it.
    pub logged: Logged,
    /// Receipts by device, in order of numbers.
    pub receipts: Vec<(ReplicaId, Vec<Receipt>)>,
    /// Ids of the operations judged for the first time.
    pub operations: Vec<(OpId, ReplicaId, u32)>,
    /// Devices as they stand afterwards.
    pub replicas: Vec<(ReplicaId, Replica)>,
    /// Staff for whom the set of visible customers changes: their devices start afresh.
    pub rescoped: Vec<StaffId>,
    /// Now, milliseconds since 1970 UTC.
    pub now_ms: i64,
}

impl Commit {
    /// Writes everything, whole or not at all.
    ///
    /// # Errors
    /// [`DbError::Thrown`] [`MOVED`] when the counter is not where the writer believes; other database errors.
    pub async fn write(&self, db: &Db) -> Result<(), DbError> {
        let mut script = Script::new();
        script.add(
            "LET $c = (SELECT epoch, seq FROM ONLY counter:sync);
             IF $c.epoch != $epoch OR $c.seq != $from { THROW 'counter_moved' };
             UPDATE counter:sync SET seq = $to, rows = $rows RETURN NONE;",
        );
        script.set("epoch", i64::from(self.epoch));
        script.set("from", place(self.from));
        script.set("to", place(self.to));
        script.set("rows", place(self.rows_after()));
        self.rows(&mut script);
        self.log(&mut script);
        self.receipts(&mut script);
        if !self.rescoped.is_empty() {
            let staff = self.rescoped.iter().map(|id| DbValue::RecordId(RecordId::new("staff", id.to_string())));
            script.set("rescoped", DbValue::Array(staff.collect::<Vec<_>>().into()));
            script.add("UPDATE $rescoped SET rescope_seq = $to RETURN NONE;");
        }
        db.transaction(&script.text(), script.vars).await.map(drop)
    }

    /// What [`super::log::Position::rows`] is after this transaction.
    pub fn rows_after(&self) -> u64 {
        self.rows_before + self.logged.rows_changed()
    }

    fn rows(&self, script: &mut Script) {
        // Customers first (`Kind` is ordered so): edges are enforced against them.
        let by_kind = |rows: &[Row]| {
            let mut groups: BTreeMap<Kind, Vec<Object>> = BTreeMap::new();
            for row in rows {
                groups.entry(row.kind).or_default().push(record(row, codec::encode(row)));
            }
            groups
        };
        for (kind, records) in by_kind(&self.created) {
            let (name, relation) = (kind.name(), if kind.is_edge() { "RELATION " } else { "" });
            script.set(&format!("new_{name}"), list(records));
            script.add(&format!("INSERT {relation}INTO {name} $new_{name} RETURN NONE;"));
        }
        for (kind, records) in by_kind(&self.changed) {
            let name = kind.name();
            script.set(&format!("old_{name}"), list(records));
            if kind.is_edge() {
                // An edge's ends never change, and an insert of an edge would check them again.
                script.add(&format!("FOR $r IN $old_{name} {{ UPDATE $r.id CONTENT $r RETURN NONE }};"));
            } else {
                let update = update_list(kind);
                script.add(&format!("INSERT INTO {name} $old_{name} ON DUPLICATE KEY UPDATE {update} RETURN NONE;"));
            }
        }
        if !self.erased.is_empty() {
            let ids = self.erased.iter().map(|at| DbValue::RecordId(record_id(at.kind, at.id)));
            script.set("erased", DbValue::Array(ids.collect::<Vec<_>>().into()));
            script.add("DELETE $erased RETURN NONE;");
        }
    }

    fn log(&self, script: &mut Script) {
        if self.to == self.from {
            return;
        }
        let mut entry = Object::new();
        entry.insert("id", DbValue::RecordId(RecordId::new("change", place(self.to))));
        entry.insert("begins", place(self.from + 1));
        entry.insert("rows", place(self.rows_after()));
        entry.insert("body", bytes(codec::encode(&self.logged)));
        script.set("change", DbValue::Object(entry));
        script.add("INSERT INTO change $change RETURN NONE;");
    }

    fn receipts(&self, script: &mut Script) {
        let records = self.receipts.iter().filter_map(|(id, all)| receipt::receipt_record(*id, all, self.now_ms));
        script.insert("receipt", records.collect());
        script.insert("operation", self.operations.iter().map(|(op, r, n)| receipt::operation(*op, *r, *n)).collect());
        if !self.replicas.is_empty() {
            let replicas = self.replicas.iter().map(|(id, replica)| {
                let mut record = Object::new();
                record.insert("id", DbValue::RecordId(receipt::replica_record(*id)));
                record.insert("staff", replica.staff.to_string());
                record.insert("last_n", i64::from(replica.last_n));
                record
            });
            script.set("replicas", list(replicas.collect()));
            script.add("INSERT INTO replica $replicas ON DUPLICATE KEY UPDATE last_n = $input.last_n RETURN NONE;");
        }
    }
}

fn place(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A transaction under construction.
struct Script {
    text: String,
    vars: Vars,
}

impl Script {
    fn new() -> Self {
        Self { text: "BEGIN;\n".into(), vars: Vars::new() }
    }

    fn add(&mut self, statement: &str) {
        // Writing into a String cannot fail.
        let _ = writeln!(self.text, "{statement}");
    }

    fn set(&mut self, name: &str, value: impl SurrealValue) {
        self.vars = std::mem::take(&mut self.vars).set(name, value);
    }

    fn insert(&mut self, table: &str, records: Vec<Object>) {
        if !records.is_empty() {
            self.set(table, list(records));
            self.add(&format!("INSERT INTO {table} ${table} RETURN NONE;"));
        }
    }

    fn text(&self) -> String {
        format!("{}COMMIT;", self.text)
    }
}

//! An in-memory base and short ways to import text.

use domain::change::{Change, Edit};
use domain::row::RowRef;
use domain::{Hlc, Kind, Row, Stamp, Version};
use server::import::{Directory, FileError, Input, Options, Plan, Report, read};
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// Rows by address.
#[derive(Default)]
pub struct Base {
    pub rows: HashMap<RowRef, Row>,
    seq: u64,
}

impl Base {
    /// A directory of everybody in the base.
    pub fn directory(&self) -> Directory {
        let mut directory = Directory::default();
        for kind in [Kind::Customer, Kind::ContactPoint, Kind::Staff, Kind::Referral] {
            self.of(kind).for_each(|row| directory.add(row));
        }
        directory
    }

    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Row> {
        self.rows.values().filter(move |r| r.kind == kind)
    }

    /// Writes a plan, checking every value against the schema.
    pub fn write(&mut self, mut plan: Plan) -> Report {
        loop {
            let batch = plan.next_batch(1000);
            if batch.is_empty() {
                return plan.finish();
            }
            self.seq += 1;
            let stamp = Stamp { version: Version::new(1, self.seq), hlc: Hlc::new(self.seq, 0), ..Stamp::default() };
            for change in plan.settle(batch, stamp, |at| self.rows.get(&at)) {
                self.apply(change, stamp);
            }
        }
    }

    fn apply(&mut self, change: Change, stamp: Stamp) {
        match change {
            Change::Enter(row) => {
                for def in row.kind.fields() {
                    let fits = def.check(row.get(def.field));
                    assert!(
                        fits.is_ok() || matches!(def.holds, domain::schema::Holds::Set(_)),
                        "{row:?}: {}: {fits:?}",
                        def.name
                    );
                }
                assert!(self.rows.insert(row.address(), row).is_none(), "a row was entered twice");
            }
            Change::Patch { row, edits } => {
                let row = self.rows.get_mut(&row).expect("patched rows exist");
                for edit in edits {
                    match edit {
                        Edit::Cell(field, value) => row.put(field, value, stamp),
                        Edit::Adds(field, value, adds) => row.put_adds(field, value, adds, stamp.version),
                        other => panic!("an import does not make {other:?}"),
                    }
                }
            }
            other => panic!("an import does not make {other:?}"),
        }
    }

    pub fn import(&mut self, bytes: &[u8], options: &Options) -> Result<Report, FileError> {
        let plan = plan(bytes, options, &self.directory())?;
        Ok(self.write(plan))
    }
}

pub fn plan(bytes: &[u8], options: &Options, directory: &Directory) -> Result<Plan, FileError> {
    read(&Input::Bytes(bytes.into()), options, directory, &mut |_| ControlFlow::Continue(()))
}

/// The folder of reference data, where there is one: `JIPAN_DATA`, or `shared/data` beside the checkout.
pub fn data(file: &str) -> Option<PathBuf> {
    let beside = PathBuf::from("../../shared/data");
    let folder = std::env::var_os("JIPAN_DATA").map_or(beside, PathBuf::from);
    let path = folder.join(file);
    if path.is_file() {
        return Some(path);
    }
    println!("skipped: no reference data");
    None
}

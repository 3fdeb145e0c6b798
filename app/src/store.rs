//! The base in the page's memory: confirmed rows, waiting operations, the list's index, and one trigger per customer so that a
//! change redraws what shows it and nothing else.
//!
//! One way round: a tap makes drafts, [`Store::act`] paints them and hands them to the device's disk, the sync runner takes it from
//! there, and what comes back is written to disk first and painted afterwards.

mod account;
mod anew;
mod archive;
pub mod clock;
mod commit;
mod disk;
mod edit;
mod history;
mod merged;
mod overlay;
mod page;
mod people;
mod rows;
mod sentinel;
mod startup;

pub use account::{Account, forget_account, last_account, remember_account};
pub use commit::{Done, Staged};
pub use disk::{Note, Written};
pub use edit::{Draft, Undo};
pub use history::History;
pub use merged::MergedRecord;
pub use overlay::{Mark, Overlay, Shown, stands};
pub use people::Person;
pub use rows::{Rows, each_packed};
pub use startup::{Opened, open};

use crate::local::LocalDb;
use domain::clock::Hlc;
use domain::judge::Side;
use domain::query::{Context, Entry, Index, Marks, Surroundings};
use domain::row::RowRef;
use domain::sync::replay::Me;
use domain::{Aliases, Field, Kind, Row, RowId};
use leptos::prelude::*;
use leptos::reactive::traits::{Notify, Track};
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Everything the page knows. Lives as long as somebody is signed in on this page.
pub struct Store {
    /// Who uses it.
    pub account: Account,
    /// The device's disk.
    pub db: LocalDb,
    rows: RefCell<Rows>,
    overlay: RefCell<Overlay>,
    index: RefCell<Index>,
    /// Who was merged into whom, as the screen shows it.
    aliases: RefCell<Aliases>,
    /// Birthdays, for those who have one on record.
    birthdays: RefCell<FxHashMap<RowId, i32>>,
    /// Names of staff, as far as they were asked for.
    names: RefCell<FxHashMap<domain::StaffId, Option<String>>>,
    triggers: RefCell<FxHashMap<RowId, ArcTrigger>>,
    histories: RefCell<FxHashMap<RowId, ArcRwSignal<Option<std::sync::Arc<History>>>>>,
    /// Which chunks of the snapshot hold tier B.
    chunks: RefCell<history::Chunks>,
    clock: Cell<Hlc>,
    tickets: Cell<u64>,
    saver: edit::Saver,
    to_sync: RefCell<Option<Rc<dyn Fn(Note)>>>,
    /// The term in which this tab leads: what a commit needs to be written.
    pub(crate) term: Cell<Option<u32>>,
    /// Whether the rows in memory are those of a store that the browser has deleted: shown until the next snapshot.
    anew: Cell<bool>,
    /// The replica and how many unsent edits were noted last, beside the store.
    noted: Cell<Option<(domain::ReplicaId, usize)>>,
    /// When the archive was last looked through, Unix milliseconds.
    pruned_at: Cell<u64>,
    /// The cursor: what is confirmed here.
    confirmed: Cell<domain::Version>,
    list: ArcTrigger,
    tree: ArcTrigger,
    conflicts: ArcTrigger,
    outbox: ArcTrigger,
    directory: ArcTrigger,
}

/// Which lists have changed.
#[derive(Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools)] // four lists, each changed or not
struct Changed {
    list: bool,
    tree: bool,
    conflicts: bool,
    directory: bool,
}

impl Changed {
    const ALL: Self = Self { list: true, tree: true, conflicts: true, directory: true };

    /// Notes what a change of a row of this kind changes besides its customer's entry.
    fn note(&mut self, kind: Kind) {
        self.tree |= kind.is_edge();
        self.conflicts |= kind == Kind::Conflict;
        self.directory |= matches!(kind, Kind::Staff | Kind::Team | Kind::Setting | Kind::Basis);
    }
}

thread_local! {
    static STORE: RefCell<Option<Rc<Store>>> = const { RefCell::new(None) };
}

/// The store of the person who is signed in. Pages are only shown when there is one.
pub fn store() -> Rc<Store> {
    STORE.with(|s| s.borrow().clone()).unwrap_or_else(|| Rc::new(Store::nobody()))
}

/// Makes `store` the page's store, or none.
pub fn set_store(store: Option<Rc<Store>>) {
    STORE.with(|s| *s.borrow_mut() = store);
}

impl Store {
    /// A store over a device's disk, still empty.
    pub fn new(account: Account, db: LocalDb) -> Self {
        Self {
            account,
            db,
            rows: RefCell::default(),
            overlay: RefCell::default(),
            index: RefCell::new(Index::default()),
            aliases: RefCell::default(),
            birthdays: RefCell::default(),
            names: RefCell::default(),
            triggers: RefCell::default(),
            histories: RefCell::default(),
            chunks: RefCell::default(),
            clock: Cell::default(),
            tickets: Cell::default(),
            saver: edit::Saver::default(),
            to_sync: RefCell::default(),
            term: Cell::default(),
            anew: Cell::default(),
            noted: Cell::default(),
            pruned_at: Cell::default(),
            confirmed: Cell::default(),
            list: ArcTrigger::new(),
            tree: ArcTrigger::new(),
            conflicts: ArcTrigger::new(),
            outbox: ArcTrigger::new(),
            directory: ArcTrigger::new(),
        }
    }

    fn nobody() -> Self {
        Self::new(Account::nobody(), LocalDb::Memory(crate::local::MemoryDb::default()))
    }

    /// Where sync hears what has happened on the disk.
    pub fn connect(&self, sink: Rc<dyn Fn(Note)>) {
        *self.to_sync.borrow_mut() = Some(sink);
    }

    pub(crate) fn note(&self, note: Note) {
        let sink = self.to_sync.borrow().clone();
        if let Some(sink) = sink {
            sink(note);
        }
    }

    fn next_ticket(&self) -> u64 {
        let ticket = self.tickets.get() + 1;
        self.tickets.set(ticket);
        ticket
    }

    fn me(&self) -> Me {
        Me { staff: self.account.staff, replica: self.account.replica.get() }
    }

    /// What is confirmed here: the base of edits made now.
    pub fn base(&self) -> domain::Version {
        self.confirmed.get()
    }

    /// Today, days since 1970, in the organisation's zone.
    pub fn today(&self) -> i32 {
        clock::today(self.account.me.zone_minutes)
    }

    // ---- reading; the `track_…` calls say what redraws the reader ----

    /// Redraws the reader when anything about the customer changes.
    pub fn track(&self, customer: RowId) {
        let trigger = self.triggers.borrow_mut().entry(customer).or_default().clone();
        trigger.track();
    }

    /// Redraws the reader when any customer in the list changes.
    pub fn track_list(&self) {
        self.list.track();
    }

    /// Redraws the reader when an edge changes.
    pub fn track_tree(&self) {
        self.tree.track();
    }

    /// Redraws the reader when a conflict opens or is settled.
    pub fn track_conflicts(&self) {
        self.conflicts.track();
    }

    /// Redraws the reader when operations are added, sent or confirmed.
    pub fn track_outbox(&self) {
        self.outbox.track();
    }

    /// A row as the screen shows it: confirmed state and waiting operations.
    pub fn row(&self, kind: Kind, id: RowId) -> Option<Row> {
        self.overlay.borrow().view(RowRef::new(kind, id), &self.rows.borrow(), self.me())
    }

    /// A customer.
    pub fn customer(&self, id: RowId) -> Option<Row> {
        self.row(Kind::Customer, id)
    }

    /// The rows of a kind that belong to a customer, those in the trash left out.
    pub fn of_customer(&self, customer: RowId, kind: Kind) -> Vec<Row> {
        let (rows, overlay) = (self.rows.borrow(), self.overlay.borrow());
        let mut found: Vec<Row> = Vec::new();
        for member in self.counted(customer) {
            let addresses = rows.of_customer(member).iter().chain(overlay.of_customer(member));
            let shown = addresses.filter(|a| a.kind == kind).filter_map(|a| overlay.view(*a, &rows, self.me()));
            found.extend(shown.filter(|row| !row.is_deleted()).filter_map(|row| self.belonging(row)));
        }
        found
    }

    /// All rows of a kind, those in the trash left out, in order of their ids.
    pub fn of_kind(&self, kind: Kind) -> Vec<Row> {
        let (rows, overlay) = (self.rows.borrow(), self.overlay.borrow());
        let mut addresses = rows.of_kind(kind);
        addresses.extend(overlay.all().iter().map(|s| s.op.row).filter(|r| r.kind == kind));
        addresses.sort_unstable();
        addresses.dedup();
        addresses
            .into_iter()
            .filter(|a| !self.is_merged(*a))
            .filter_map(|a| overlay.view(a, &rows, self.me()))
            .filter(|row| !row.is_deleted())
            .filter_map(|row| self.belonging(row))
            .collect()
    }

    /// How far the last edit of a field has come; `None` when it is confirmed.
    pub fn mark(&self, row: RowRef, field: Field) -> Option<Mark> {
        self.overlay.borrow().mark(row, field)
    }

    /// How far the least advanced edit of a row has come.
    pub fn row_mark(&self, row: RowRef) -> Option<Mark> {
        self.overlay.borrow().about(row).map(|s| s.mark).min()
    }

    /// The waiting operations, in the order in which they were done.
    pub fn waiting(&self) -> Vec<Shown> {
        self.overlay.borrow().all().to_vec()
    }

    /// The open conflicts with their sides, newest first.
    pub fn open_conflicts(&self) -> Vec<(Row, Vec<Side>)> {
        use domain::schema::fields::conflict;
        let mut open: Vec<Row> =
            self.of_kind(Kind::Conflict).into_iter().filter(|c| c.text(conflict::STATE) == "open").collect();
        open.sort_by_key(|c| std::cmp::Reverse(c.created.hlc));
        open.into_iter().map(|c| (c.clone(), domain::judge::sides(&c))).collect()
    }

    /// How many customers are here.
    pub fn customers(&self) -> u32 {
        self.rows.borrow().customers().saturating_sub(self.merged_away())
    }

    /// Works with the list's index.
    pub fn with_index<T>(&self, work: impl FnOnce(&mut Index) -> T) -> T {
        work(&mut self.index.borrow_mut())
    }

    /// What filters need to know besides the entries.
    pub fn context(&self) -> Context {
        Context { today: self.today(), me: self.account.staff }
    }

    /// Customers with a birthday on record: id and day of birth, days since 1970.
    pub fn birthdays(&self) -> Vec<(RowId, i32)> {
        self.birthdays.borrow().iter().map(|(id, day)| (*id, *day)).collect()
    }

    /// One customer's entry in the list.
    pub fn entry(&self, id: RowId) -> Option<Entry> {
        self.index.borrow().get(id).cloned()
    }

    // ---- after changes ----

    /// Redraws the list: what it is searched by has changed.
    pub fn list_changed(&self) {
        self.list.notify();
    }

    /// Redraws what shows the queue, and notes its depth where it outlives the store.
    pub(crate) fn outbox_changed(&self) {
        self.outbox.notify();
        self.note_depth();
    }

    /// Redraws what shows these rows, and renews their customers' entries.
    pub(crate) fn touched(&self, addresses: &[RowRef]) {
        let mut customers: Vec<RowId> = Vec::new();
        let mut changed = Changed::default();
        for address in addresses {
            changed.note(address.kind);
            match address.kind {
                Kind::Customer | Kind::Score => customers.push(address.id),
                kind => {
                    if let Some(row) = self.row(kind, address.id) {
                        customers.extend(rows::customers_of(&row));
                    }
                }
            }
        }
        customers.sort_unstable();
        customers.dedup();
        let also = self.note_merges(&customers);
        // Who was merged may have edges, which are the survivor's now.
        let merges = !also.is_empty();
        changed.tree |= merges;
        customers.extend(also);
        customers.sort_unstable();
        customers.dedup();
        for id in &customers {
            changed.list |= self.reindex(*id);
        }
        self.tell(&customers, changed);
        if merges {
            store().renew_all_histories();
        }
    }

    /// Redraws what shows these customers, and the lists that have changed.
    fn tell(&self, customers: &[RowId], changed: Changed) {
        for id in customers {
            let trigger = self.triggers.borrow().get(id).cloned();
            if let Some(trigger) = trigger {
                trigger.notify();
            }
        }
        if changed.directory {
            self.names.borrow_mut().clear();
        }
        let lists = [
            (changed.list, &self.list),
            (changed.tree, &self.tree),
            (changed.conflicts, &self.conflicts),
            (changed.directory, &self.directory),
        ];
        for (_, trigger) in lists.into_iter().filter(|(changed, _)| *changed) {
            trigger.notify();
        }
    }

    /// Renews a customer's entry; answers whether there is a customer.
    fn reindex(&self, id: RowId) -> bool {
        let Some(customer) = self.customer(id).filter(|row| !self.is_merged(row.address())) else {
            self.birthdays.borrow_mut().remove(&id);
            return self.index.borrow_mut().remove(id);
        };
        let points = self.of_customer(id, Kind::ContactPoint);
        let score = self.row(Kind::Score, id);
        let points: Vec<&Row> = points.iter().collect();
        let unsent = {
            let overlay = self.overlay.borrow();
            overlay.touches(customer.address())
                || points.iter().any(|p| overlay.touches(p.address()))
                || self.counted(id).iter().any(|member| !overlay.of_customer(*member).is_empty())
        };
        self.put_entry(&customer, &points, score.as_ref(), unsent);
        true
    }

    /// Makes a customer's entry from its rows.
    fn put_entry(&self, customer: &Row, points: &[&Row], score: Option<&Row>, unsent: bool) {
        let birthday = customer.int(domain::schema::fields::customer::BIRTHDAY).and_then(|d| i32::try_from(d).ok());
        match birthday.filter(|_| !customer.is_deleted()) {
            Some(day) => self.birthdays.borrow_mut().insert(customer.id, day),
            None => self.birthdays.borrow_mut().remove(&customer.id),
        };
        let marks = Marks { unsent, ..Marks::default() };
        let around = Surroundings { currency: &self.account.me.currency, zone_minutes: self.account.me.zone_minutes };
        self.index.borrow_mut().upsert_rows(around, customer, points, score, marks);
    }
}

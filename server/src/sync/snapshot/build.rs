//! Making a snapshot.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::time::Instant;

use analytics::calendar;
use bytes::Bytes;
use domain::schema::fields::{conflict, interaction, purchase, referral, score};
use domain::sync::wire::{ChunkInfo, Manifest};
use domain::{Field, Kind, Row, RowId, judge};

use super::chunk::Filling;
use super::{Audience, Snapshot, glance};
use crate::auth::secret;
use crate::db::rows;
use crate::state::now_ms;
use crate::sync::{Base, Head, Reader, SyncError};

/// How many customers' purchases and interactions are read at once.
const BLOCK: usize = 1_000;
/// Up to how many purchases and interactions are read in one go, in the order of the table, when everybody's are wanted: about 300 bytes
/// of memory each while the snapshot is made. The way by the index on customers looks for every row by itself: with 1.3 million rows
/// (100,000 customers) it took more than eight minutes.
const AT_ONCE: u64 = 4_000_000;

/// Makes the snapshot for `reader`. Tier A is held in memory while it is made (devices hold it, too); tier B passes through.
pub(super) async fn build(base: &Base, reader: &Reader, audience: Audience, head: Head) -> Result<Snapshot, SyncError> {
    let made = Instant::now();
    let now = now_ms();
    let id = secret::new_id(now).map_err(|e| SyncError::Malformed(e.to_string()))?;
    let id = RowId::from_bytes(id).to_string();
    let dir = base.0.snapshots.dir.join(&id);
    tokio::fs::create_dir_all(&dir).await?;
    // From here on the folder goes away with the snapshot, also when making it fails.
    let mut snapshot = Snapshot {
        audience,
        manifest: Manifest { id, epoch: head.epoch, seq: head.seq, ..Manifest::default() },
        rows: head.rows,
        made,
        files: Vec::new(),
        dir,
    };
    let mut output = Output { dir: snapshot.dir.clone(), chunks: Vec::new() };
    let customers = tier_a(base, reader, &mut output).await?;
    let tier_a_ms = made.elapsed().as_millis();
    tier_b(base, audience, &customers, &mut output).await?;
    let (infos, files) = output.chunks.into_iter().unzip();
    snapshot.manifest.chunks = infos;
    snapshot.files = files;
    let rows: u64 = snapshot.manifest.chunks.iter().map(|c| u64::from(c.rows)).sum();
    let ms = made.elapsed().as_millis();
    tracing::info!(rows, chunks = snapshot.files.len(), tier_a_ms, ms, "snapshot made");
    Ok(snapshot)
}

/// The chunks written so far.
struct Output {
    dir: PathBuf,
    chunks: Vec<(ChunkInfo, PathBuf)>,
}

impl Output {
    async fn write(&mut self, filling: Filling) -> Result<(), SyncError> {
        let path = file(&self.dir, self.chunks.len());
        self.chunks.push(filling.write(path).await?);
        Ok(())
    }
}

fn file(dir: &Path, number: usize) -> PathBuf {
    dir.join(format!("{number}.gz"))
}

/// A row with its packed form.
struct Packed {
    row: Row,
    bytes: Bytes,
}

/// Writes what devices hold in memory; answers the customers in it, in order of ids.
async fn tier_a(base: &Base, reader: &Reader, output: &mut Output) -> Result<Vec<RowId>, SyncError> {
    let mut filling = Filling::new(true);
    for kind in [Kind::Setting, Kind::Team, Kind::Staff, Kind::Basis] {
        for p in visible(base, reader, kind).await? {
            filling.add(&p.bytes);
        }
    }
    let (open, settled): (Vec<_>, Vec<_>) =
        visible(base, reader, Kind::Conflict).await?.into_iter().partition(|p| p.row.text(conflict::STATE) == "open");
    for p in &open {
        filling.add(&p.bytes);
    }

    let mut groups: HashMap<RowId, Group> = HashMap::new();
    for p in visible(base, reader, Kind::Customer).await? {
        groups.entry(p.row.id).or_default().rows.push(p.bytes);
    }
    for p in visible(base, reader, Kind::Score).await? {
        if let Some(group) = groups.get_mut(&p.row.id) {
            let day = p.row.int(score::LAST_DAY).max(p.row.int(score::CONTACT_DAY));
            group.rank = (day, p.row.int(score::NET_YEAR));
            group.rows.push(p.bytes);
        }
    }
    for kind in [Kind::ContactPoint, Kind::Referral, Kind::Relation] {
        for p in visible(base, reader, kind).await? {
            let ends = [judge::owner_field(kind), kind.is_edge().then_some(referral::FROM)];
            let ends = ends.into_iter().flatten().filter_map(|field| p.row.reference(field));
            // An edge goes with the end that is here; the other end may be out of scope.
            let home = ends.into_iter().find(|end| groups.contains_key(end));
            if let Some(group) = home.and_then(|home| groups.get_mut(&home)) {
                group.rows.push(p.bytes);
            }
        }
    }
    let mut order: Vec<(RowId, Group)> = groups.into_iter().collect();
    // Who was seen last comes first: the first chunk is what somebody needs who opens the app in the shop.
    order.sort_unstable_by(|(a, x), (b, y)| y.rank.cmp(&x.rank).then(a.cmp(b)));
    for (_, group) in &order {
        if filling.is_full() {
            output.write(std::mem::replace(&mut filling, Filling::new(true))).await?;
        }
        group.rows.iter().for_each(|bytes| filling.add(bytes));
    }
    for p in &settled {
        if filling.is_full() {
            output.write(std::mem::replace(&mut filling, Filling::new(true))).await?;
        }
        filling.add(&p.bytes);
    }
    output.write(filling).await?;
    let mut customers: Vec<RowId> = order.into_iter().map(|(id, _)| id).collect();
    customers.sort_unstable();
    Ok(customers)
}

/// A customer and what belongs to them.
#[derive(Default)]
struct Group {
    rows: Vec<Bytes>,
    /// The day of the last purchase or contact, and the revenue of a year.
    rank: (Option<i64>, Option<i64>),
}

async fn visible(base: &Base, reader: &Reader, kind: Kind) -> Result<Vec<Packed>, SyncError> {
    let all = rows::all_packed(base.db(), kind).await?;
    let base = base.clone();
    let reader = *reader;
    // Decoding a hundred thousand rows takes a moment: not on the tasks that answer people.
    let work = tokio::task::spawn_blocking(move || {
        let mut found = Vec::with_capacity(all.len());
        for bytes in all {
            let row = rows::unpack(&bytes)?;
            if reader.may_have(&base.directory(), &row) {
                found.push(Packed { row, bytes });
            }
        }
        Ok(found)
    });
    work.await.map_err(|_| SyncError::Stopped)?
}

/// The kinds of tier B: whose a row is, and of which day.
const TIER_B: [(Kind, Field, Field); 2] =
    [(Kind::Purchase, purchase::CUSTOMER, purchase::DAY), (Kind::Interaction, interaction::CUSTOMER, interaction::DAY)];

/// Rows of tier B, by customer and day.
type Dated = Vec<(RowId, i64, Bytes)>;

/// The purchases and interactions of these customers, in order.
async fn dated(base: &Base, customers: &[RowId], at_once: bool) -> Result<Dated, SyncError> {
    let mut dated = Dated::new();
    for (kind, customer, day) in TIER_B {
        let found = if at_once {
            rows::all_packed(base.db(), kind).await?
        } else {
            rows::packed_of_customers(base.db(), kind, customers).await?
        };
        for packed in found {
            if let Some((customer, day)) = glance::customer_and_day(&packed, customer, day)? {
                dated.push((customer, day, packed));
            }
        }
    }
    if at_once {
        // Rows of somebody who was erased meanwhile are not for devices.
        dated.retain(|(customer, _, _)| customers.binary_search(customer).is_ok());
    }
    dated.sort_unstable();
    Ok(dated)
}

/// Writes purchases and interactions of these customers (in order of ids), by year, the newest year first.
async fn tier_b(base: &Base, audience: Audience, customers: &[RowId], output: &mut Output) -> Result<(), SyncError> {
    let mut years: BTreeMap<i32, Year> = BTreeMap::new();
    let mut number = output.chunks.len();
    let mut count = 0;
    for (kind, _, _) in TIER_B {
        count += rows::count(base.db(), kind).await?;
    }
    let at_once = audience == Audience::All && count <= AT_ONCE;
    let size = if at_once { customers.len().max(1) } else { BLOCK };
    for block in customers.chunks(size) {
        for (customer, day, packed) in dated(base, block, at_once).await? {
            let year = years.entry(year_of(day)).or_default();
            // A customer's rows of one year stay in one chunk, unless they are several chunks themselves.
            let changes = year.last != Some(customer);
            if (changes && year.filling.is_full()) || year.filling.is_overfull() {
                let full = std::mem::take(&mut year.filling);
                year.chunks.push(full.write(file(&output.dir, number)).await?);
                number += 1;
            }
            year.last = Some(customer);
            year.filling.add_dated(&packed, customer, day);
        }
    }
    for (_, mut year) in years.into_iter().rev() {
        if !year.filling.is_empty() {
            year.chunks.push(year.filling.write(file(&output.dir, number)).await?);
            number += 1;
        }
        output.chunks.append(&mut year.chunks);
    }
    Ok(())
}

#[derive(Default)]
struct Year {
    filling: Filling,
    last: Option<RowId>,
    chunks: Vec<(ChunkInfo, PathBuf)>,
}

fn year_of(day: i64) -> i32 {
    let day = i32::try_from(day).unwrap_or(if day < 0 { i32::MIN } else { i32::MAX });
    calendar::civil(day).year
}

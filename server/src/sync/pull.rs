//! Pulls: the changes after a device's cursor, or the advice to take a snapshot.

use std::time::Duration;

use domain::Txn;
use domain::sync::wire::{BootstrapReason, PROTO, PullAnswer, PullRequest};
use domain::{Kind, Role, Scope};

use super::bulk::BATCH;
use super::{Base, Head, Reader, SyncError};
use crate::db::connect::DbError;
use crate::db::log::Entry;
use crate::db::{log, rows, scope};
use crate::state::now_ms;

/// The oldest protocol this server speaks.
pub const MIN_PROTO: u16 = PROTO;
/// The longest a pull waits for something new, milliseconds.
pub const MAX_WAIT_MS: u32 = 25_000;
/// The least and the most bytes of an answer, about.
const BYTES: (usize, usize) = (16 << 10, 4 << 20);
/// How many places of the order are read at once: more than one record can hold, so that each look finds at least one.
const WINDOW: u64 = 1024;
/// From how many changes of rows on a device may be better off with a snapshot. Below, pulls take a few seconds and show what is new as
/// it comes, while a snapshot replaces everything.
pub const FAR_ROWS: u64 = 5_000;
/// What one change costs a device, compared with one row of a snapshot: a pulled row is read by its key, decoded, applied, encoded and
/// put into the device's database by itself; a snapshot's rows come two thousand at a time, already packed, and are only indexed.
const PULL_COST: u64 = 8;
/// About how many rows of tier A a customer has: themselves, a score, a contact point and an edge. Tier B costs a device little: its
/// chunks are stored unread, in the background.
const ROWS_PER_CUSTOMER: u64 = 4;
/// About how large a row is on the wire, bytes.
const TYPICAL_ROW: usize = 400;

impl Base {
    /// Answers a pull; waits up to `wait_ms` while there is nothing new, but not beyond the beginning of a shutdown.
    ///
    /// # Errors
    /// Database errors; [`SyncError::Stopped`] when the writer has ended.
    pub async fn pull(&self, reader: &Reader, request: &PullRequest) -> Result<PullAnswer, SyncError> {
        if request.proto < MIN_PROTO {
            return Ok(PullAnswer::Upgrade { min_client: MIN_PROTO });
        }
        let head = self.head().await?;
        if let Some(reason) = stale(reader, request, &head) {
            return Ok(PullAnswer::MustBootstrap { reason });
        }
        if self.is_far_behind(request.cursor, &head).await? {
            return Ok(PullAnswer::MustBootstrap { reason: BootstrapReason::Horizon });
        }
        let head = if head.seq == request.cursor { self.wait(request, head).await } else { head };
        let (to, txns) = self.collect(reader, request, head.seq).await?;
        // Looked up last: a change of owner that came in meanwhile must not be mistaken for the present state.
        if self.rescoped_since(reader, request.cursor).await? {
            return Ok(PullAnswer::MustBootstrap { reason: BootstrapReason::Scope });
        }
        Ok(PullAnswer::Changes {
            epoch: head.epoch,
            from: request.cursor,
            to,
            head: head.seq,
            more: to < head.seq,
            t_server: u64::try_from(now_ms()).unwrap_or(0),
            scopes: Vec::new(),
            txns,
            digest: None,
        })
    }

    /// Whether a device at `cursor` is better off with a snapshot than with the changes since: when there are at least [`FAR_ROWS`] of
    /// them, and receiving them costs more than receiving tier A anew. So a base of 10,000 customers tells devices from 5,000 changes
    /// on, one of 100,000 from 50,000 on. After a long import, every device is told; the queue on the device stays as it is.
    ///
    /// A device whose place the log does not know (a record of an older program) is not told.
    async fn is_far_behind(&self, cursor: u64, head: &Head) -> Result<bool, SyncError> {
        // Each place is at most one record of a bulk write: most pulls end here, without a look into the database.
        if head.seq.saturating_sub(cursor).saturating_mul(BATCH as u64) < FAR_ROWS {
            return Ok(false);
        }
        let Some(then) = log::rows_at(self.db(), cursor).await? else { return Ok(false) };
        let behind = head.rows.saturating_sub(then);
        if behind < FAR_ROWS {
            return Ok(false);
        }
        let customers = rows::count(self.db(), Kind::Customer).await?;
        Ok(behind.saturating_mul(PULL_COST) >= customers.saturating_mul(ROWS_PER_CUSTOMER))
    }

    async fn wait(&self, request: &PullRequest, head: Head) -> Head {
        let limit = Duration::from_millis(request.wait_ms.min(MAX_WAIT_MS).into());
        if limit.is_zero() {
            return head;
        }
        let mut receiver = self.0.head.clone();
        let news = receiver.wait_for(|now| now.loaded && (now.seq > request.cursor || now.epoch != head.epoch));
        tokio::select! {
            found = news => found.map_or(head, |found| if found.epoch == head.epoch { *found } else { head }),
            () = tokio::time::sleep(limit) => head,
            () = self.0.shutdown.begun() => head,
        }
    }

    /// What happened after the cursor, up to about `max_bytes`, never part of a transaction.
    async fn collect(&self, reader: &Reader, request: &PullRequest, head: u64) -> Result<(u64, Vec<Txn>), SyncError> {
        let limit = (request.max_bytes as usize).clamp(BYTES.0, BYTES.1);
        let (mut at, mut bytes, mut txns) = (request.cursor, 0, Vec::new());
        while at < head && bytes < limit {
            let mut entries = log::read(self.db(), at, head.min(at + WINDOW)).await?;
            let mut size = bytes;
            let fitting = entries.iter().take_while(|entry| {
                let fits = size < limit;
                size += weight(entry);
                fits
            });
            let fitting = fitting.count();
            entries.truncate(fitting);
            let Some(last) = entries.last() else {
                return Err(DbError::Data(format!("the log of changes has a hole after {at}")).into());
            };
            at = last.to;
            bytes += entries.iter().map(weight).sum::<usize>();
            txns.extend(self.told(entries, reader).await?);
        }
        Ok((at, txns))
    }

    async fn rescoped_since(&self, reader: &Reader, cursor: u64) -> Result<bool, SyncError> {
        if reader.author.role != Role::Staff || reader.author.scope == Scope::All {
            return Ok(false);
        }
        Ok(scope::rescope_seq(self.db(), reader.author.staff).await? > cursor)
    }
}

fn stale(reader: &Reader, request: &PullRequest, head: &Head) -> Option<BootstrapReason> {
    if request.epoch == 0 {
        Some(BootstrapReason::New)
    } else if request.epoch != head.epoch || request.cursor > head.seq {
        Some(BootstrapReason::Epoch)
    } else if request.cursor < head.first {
        Some(BootstrapReason::Horizon)
    } else if request.scopes_version != reader.scopes_version {
        Some(BootstrapReason::Scope)
    } else {
        None
    }
}

/// About how many bytes a record becomes on the wire.
fn weight(entry: &Entry) -> usize {
    entry.bytes + entry.logged.rows.len() * TYPICAL_ROW
}

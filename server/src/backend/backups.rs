//! Backups, for administrators.

use app::api::base::{Backup, Backups, Job};
use app::api::{ApiError, Replied};

use super::errors::told;
use super::{Request, SignedIn};
use crate::auth::Role;
use crate::backup::{folder, schedule};
use crate::disk;
use crate::state::now_ms;
use crate::sync::staff::organisation;

type Reply<T> = Result<Replied<T>, ApiError>;

impl Request {
    async fn administrator(&self) -> Result<SignedIn, ApiError> {
        let who = self.who().await?;
        who.actor.require(Role::Administrator).map_err(told)?;
        Ok(who)
    }

    pub(super) async fn backups(&self) -> Reply<Backups> {
        let who = self.administrator().await?;
        let zone = organisation(&self.state.db).await.map_err(told)?.zone_minutes;
        let nightly = self.state.backups.clone();
        let read = tokio::task::spawn_blocking(move || {
            let place = nightly.place();
            let all = folder::list(&place.folder);
            let (now, count) = (now_ms(), u32::try_from(all.len()).unwrap_or(u32::MAX));
            // One from the future was made when the clock was wrong: nobody knows how old it is.
            let last = all.iter().find(|found| found.header.made_ms <= now);
            let last_ms = last.map(|found| found.header.made_ms);
            Backups {
                last: last.map(told_of),
                kept: count,
                kept_bytes: all.iter().map(|found| found.bytes).sum(),
                folder: std::path::absolute(&place.folder)
                    .unwrap_or_else(|_| place.folder.clone())
                    .display()
                    .to_string(),
                next_ms: nightly.next(zone),
                failed: nightly.failed(),
                free_bytes: disk::free_at(&place.folder),
                // A server that was started just now has not had its turn yet.
                old: schedule::is_old(now, last_ms) && (last_ms.is_some() || nightly.has_settled()),
            }
        });
        Ok(who.reply(read.await.map_err(|_| ApiError::Server)?))
    }

    pub(super) async fn back_up(&self) -> Reply<Job> {
        let who = self.administrator().await?;
        let job = self.state.jobs.backup(&self.state.backups).map_err(super::base::not_begun)?;
        Ok(who.reply(job))
    }
}

fn told_of(found: &folder::Found) -> Backup {
    Backup {
        file: found.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        made_ms: found.header.made_ms,
        bytes: found.bytes,
        records: found.summary.tables.records(),
        customers: found.summary.tables.of("customer"),
    }
}

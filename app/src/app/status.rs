//! The status line's one state, from how sync stands.

use crate::i18n::format;
use crate::layout::SyncStatus;
use crate::store::{Mark, clock, store};
use crate::sync::runner;
use domain::sync::engine::Pause;

/// What matters most at present; redraws the reader.
pub(super) fn sync_status() -> SyncStatus {
    let store = store();
    store.track_outbox();
    store.track_conflicts();
    let Some(runner) = runner() else { return SyncStatus::Syncing };
    let status = runner.status();
    let shown = store.waiting();
    if shown.iter().any(|s| s.mark == Mark::NotSaved) {
        return SyncStatus::NotSaved;
    }
    let waiting = shown.iter().filter(|s| s.mark <= Mark::Waiting).count();
    if status.pause == Some(Pause::NeedsAuth) {
        return SyncStatus::NeedsSignIn { waiting };
    }
    if !status.ready
        && let Some((done, total)) = status.fetching
    {
        return SyncStatus::FirstReplica { done, total };
    }
    if status.offline {
        let since = clock::now_ms().saturating_sub(status.last_contact_ms);
        let days = if status.last_contact_ms == 0 { 0 } else { u32::try_from(since / 86_400_000).unwrap_or(0) };
        return SyncStatus::Offline { waiting, days };
    }
    let conflicts = store.open_conflicts().len();
    if conflicts > 0 {
        return SyncStatus::Conflict { n: conflicts };
    }
    if waiting > 0 {
        return SyncStatus::Waiting { n: waiting };
    }
    if status.last_contact_ms == 0 || status.behind {
        return SyncStatus::Syncing;
    }
    SyncStatus::Synced { ago: format::since(signed(status.last_contact_ms), signed(clock::now_ms())) }
}

fn signed(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}

//! The status line: whether what a person did is safe, and whether others have it.

use leptos::prelude::*;

use crate::{
    i18n::{format::integer, sync},
    ui::Icon,
};

/// What the status line says. The caller decides which state matters most; from calm to urgent they are in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyncStatus {
    /// Everything is at the server.
    Synced {
        /// When, in words ("刚刚", "5 分钟前"); see [`crate::i18n::format::since`].
        ago: String,
    },
    /// Being exchanged right now.
    Syncing,
    /// Saved on this device, not sent yet.
    Waiting {
        /// Changes.
        n: usize,
    },
    /// No server in reach.
    Offline {
        /// Changes that wait.
        waiting: usize,
        /// Whole days since the server was last reached; from 3 on the line says so and offers the export.
        days: u32,
    },
    /// The first download of this device.
    FirstReplica {
        /// Customers that have arrived.
        done: u64,
        /// Customers there are.
        total: u64,
    },
    /// The session ended; changes are kept and wait for it.
    NeedsSignIn {
        /// Changes that wait.
        waiting: usize,
    },
    /// The server refused changes; a person must look.
    Held {
        /// Changes.
        n: usize,
    },
    /// Two people changed the same thing.
    Conflict {
        /// Conflicts.
        n: usize,
    },
    /// The device could not store what was typed. The text is still on the screen.
    NotSaved,
}

/// How much a state asks for attention, as `data-tone` in the style sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    Calm,
    Soon,
    Alert,
}

impl SyncStatus {
    /// After this many days offline the line names them and the way out.
    const LONG_OFFLINE: u32 = 3;

    /// The words of the line.
    pub fn words(&self) -> String {
        match self {
            Self::Synced { ago } => sync::synced(ago),
            Self::Syncing => sync::syncing().to_owned(),
            Self::Waiting { n } => sync::waiting_saved(*n),
            Self::Offline { waiting: 0, .. } => sync::offline_clear().to_owned(),
            Self::Offline { waiting, days } if *days >= Self::LONG_OFFLINE => sync::offline_long(*days, *waiting),
            Self::Offline { waiting, .. } => sync::offline_waiting(*waiting),
            Self::FirstReplica { done, total } => sync::first_replica(*done, *total),
            Self::NeedsSignIn { waiting: 0 } => sync::needs_sign_in_only().to_owned(),
            Self::NeedsSignIn { waiting } => sync::needs_sign_in(*waiting),
            Self::Held { n } => sync::held(*n),
            Self::Conflict { n } => sync::conflict(*n),
            Self::NotSaved => sync::not_saved().to_owned(),
        }
    }

    fn icon(&self) -> Icon {
        match self {
            Self::Synced { .. } => Icon::CloudCheck,
            Self::Syncing => Icon::Sync,
            Self::Waiting { .. } => Icon::CloudUp,
            Self::Offline { .. } => Icon::CloudOff,
            Self::FirstReplica { .. } => Icon::CloudDown,
            Self::NeedsSignIn { .. } => Icon::Key,
            Self::Held { .. } | Self::NotSaved => Icon::Alert,
            Self::Conflict { .. } => Icon::Fork,
        }
    }

    fn tone(&self) -> Tone {
        match self {
            Self::Synced { .. } | Self::Syncing | Self::FirstReplica { .. } => Tone::Calm,
            Self::Waiting { .. } | Self::Offline { .. } | Self::NeedsSignIn { .. } => Tone::Soon,
            Self::Held { .. } | Self::Conflict { .. } | Self::NotSaved => Tone::Alert,
        }
    }

    /// What a screen reader is told of its own accord: only a change of state, not every count while work goes on.
    fn announcement(&self) -> String {
        match self {
            Self::Syncing | Self::Synced { .. } | Self::Waiting { .. } => String::new(),
            Self::FirstReplica { done, total } if *total > 0 => {
                format!("{} %", integer(i64::try_from(done * 10 / total * 10).unwrap_or_default()))
            }
            other => other.words(),
        }
    }
}

/// The line: an icon and words, a link to the sync page. There is one, in the frame.
#[component]
pub fn StatusLine(
    /// What it says.
    #[prop(into)]
    status: Signal<SyncStatus>,
    /// Where a tap leads.
    #[prop(default = "/sync".into(), into)]
    href: String,
) -> impl IntoView {
    let tone = move || {
        status.with(|status| match status.tone() {
            Tone::Calm => "calm",
            Tone::Soon => "soon",
            Tone::Alert => "alert",
        })
    };
    let words = move || status.with(SyncStatus::words);
    let announcement = Memo::new(move |_| status.with(SyncStatus::announcement));
    view! {
        <a class="status" href=href data-tone=tone title=words>
            {move || status.with(SyncStatus::icon).view()}
            <span class="status-words cut">{words}</span>
            <span class="visually-hidden" role="status" aria-live="polite">
                {announcement}
            </span>
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, tests::with_lang};

    #[test]
    fn every_state_has_its_words() {
        with_lang(Lang::ZhCn, || {
            let said = |status: SyncStatus| status.words();
            assert_eq!(said(SyncStatus::Synced { ago: "刚刚".into() }), "已同步 · 刚刚");
            assert_eq!(said(SyncStatus::Waiting { n: 3 }), "3 项待发 · 已存在本机");
            assert_eq!(said(SyncStatus::Offline { waiting: 0, days: 9 }), "离线 · 都已发出");
            assert_eq!(said(SyncStatus::Offline { waiting: 3, days: 2 }), "离线 · 3 项待发，连上就发");
            assert_eq!(said(SyncStatus::Offline { waiting: 41, days: 6 }), "离线 6 天 · 41 项待发，可导出");
            assert_eq!(said(SyncStatus::Conflict { n: 1 }), "1 处两人都改了，等你定");
            assert_eq!(said(SyncStatus::FirstReplica { done: 2_000, total: 100_000 }), "第一次下载 2,000 / 100,000");
        });
    }

    #[test]
    fn work_in_progress_does_not_talk_all_the_time() {
        let at = |done| SyncStatus::FirstReplica { done, total: 100_000 }.announcement();
        assert_eq!(at(10_000), at(19_999));
        assert_ne!(at(19_999), at(20_000));
        assert_eq!(
            SyncStatus::FirstReplica { done: 0, total: 0 }.announcement(),
            SyncStatus::FirstReplica { done: 0, total: 0 }.words()
        );
        assert!(SyncStatus::Waiting { n: 1 }.announcement().is_empty());
        assert!(!SyncStatus::NotSaved.announcement().is_empty());
    }
}

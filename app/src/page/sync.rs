//! The sync page: how it stands, what two people changed, what waits, what was not accepted.

pub mod conflict;
mod conflicts;
mod export;
mod queue;
mod rejected;
mod sheet;
mod standing;
mod take_in;
pub mod words;

pub use conflicts::conflict_count;
pub use sheet::ConflictSheet;

use crate::i18n::sync as texts;
use crate::layout::PageHead;
use conflicts::Conflicts;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use queue::Queue;
use rejected::Rejected;
use standing::Standing;

/// The page at `/sync`; `?conflict=<id>` opens that conflict.
#[component]
pub fn SyncPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|q| q.get("conflict")).and_then(|id| domain::RowId::parse(&id)));
    let open = RwSignal::new(None::<domain::RowId>);
    Effect::new(move |_| {
        if let Some(id) = asked.get() {
            open.set(Some(id));
        }
    });
    view! {
        <div class="page">
            <PageHead title=texts::title() />
            <div class="scroll">
                <div class="page-body page-narrow">
                    <Standing />
                    <Conflicts open=open />
                    <Rejected />
                    <Queue />
                </div>
            </div>
        </div>
        {move || {
            open.get().map(|id| view! { <ConflictSheet conflict=id on_close=move |()| open.set(None) /> })
        }}
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use crate::api::account::Me;

    /// Somebody to be signed in as.
    pub(crate) fn me() -> Me {
        Me {
            staff: domain::RowId::from_bytes([5; 16]).to_string(),
            name: "王小满".into(),
            role: "manager".into(),
            scope: "all".into(),
            team: None,
            organisation: "锦和布行".into(),
            currency: "CNY".into(),
            zone_minutes: 480,
            base: "b".into(),
            empty: false,
            demo: false,
        }
    }
}

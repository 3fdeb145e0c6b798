//! Everything that has no place in the phone's bottom bar.

use crate::i18n::{nav, settings as words};
use crate::layout::PageHead;
use crate::page::conflict_count;
use crate::page::settings::SignOutButton;
use crate::store::store;
use crate::ui::Icon;
use leptos::prelude::*;
use leptos_router::components::A;

/// The page at `/more`.
#[component]
pub fn MorePage() -> impl IntoView {
    let store = store();
    let (manager, administrator) = (store.account.is_manager(), store.account.is_administrator());
    let me = &store.account.me;
    let alert = move || {
        let n = conflict_count();
        (n > 0).then(|| view! { <span class="count count-alert">{n}</span> })
    };
    view! {
        <div class="page">
            <PageHead title=words::more_title() sub=me.organisation.clone() />
            <div class="scroll">
                <nav class="page-body page-narrow more-list" aria-label=words::more_title()>
                    <A href="/tiers">{Icon::Layers.view()} {nav::tiers()}</A>
                    <A href="/referrals">{Icon::Graph.view()} {nav::graph()}</A>
                    <A href="/sync">{Icon::Sync.view()} {nav::sync()} {alert}</A>
                    {manager
                        .then(|| {
                            view! {
                                <hr />
                                <A href="/import">{Icon::Upload.view()} {nav::import()}</A>
                            }
                        })}
                    {administrator.then(|| view! { <A href="/team">{Icon::Team.view()} {nav::team()}</A> })}
                    <hr />
                    <A href="/settings">{Icon::Gear.view()} {nav::settings()}</A>
                </nav>
                <div class="page-body page-narrow">
                    <SignOutButton />
                </div>
            </div>
        </div>
    }
}

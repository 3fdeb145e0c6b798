//! Who brought whom, and what it earned: the list of those who brought most, and one person's tree as outline and picture.

mod outline;
mod picture;
mod tree;

use super::tier_rank::{tier_rank, tier_words};
use crate::i18n::{format, referral as words};
use crate::layout::PageHead;
use crate::store::store;
use crate::ui::{Avatar, AvatarShape, ButtonLink, Empty, Icon, IconButton, VirtualList};
use domain::RowId;
use domain::query::CustomerKind;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use outline::Outline;
use picture::Picture;
use std::sync::Arc;
use tree::{Tree, figures_of, read_tree};

/// The most people that are drawn; the outline shows any number.
const DRAWN: usize = 5_000;

/// The page: everybody who brought somebody, or one person's tree.
#[component]
pub fn ReferralsPage() -> impl IntoView {
    let params = use_params_map();
    let chosen = Memo::new(move |_| params.with(|p| p.get("id")).and_then(|id| RowId::parse(&id)));
    let tree = Memo::new(|_| {
        let store = store();
        store.track_tree();
        store.track_list();
        Arc::new(read_tree(&store))
    });
    move || match chosen.get() {
        Some(id) => view! { <OneTree tree=tree id=id /> }.into_any(),
        None => view! { <Everybody tree=tree /> }.into_any(),
    }
}

/// Those who brought somebody, whoever brought most revenue first.
#[component]
fn Everybody(tree: Memo<Arc<Tree>>) -> impl IntoView {
    let top = Memo::new(move |_| tree.with(|t| t.top()));
    let keys = Signal::derive(move || top.with(|top| Arc::<[RowId]>::from(top.as_slice())));
    let navigate = StoredValue::new_local(use_navigate());
    let open = move |id: RowId| {
        navigate.with_value(|go| go(&format!("/referrals/{id}"), leptos_router::NavigateOptions::default()));
    };
    let currency = StoredValue::new(store().account.me.currency.clone());
    let row = move |id: Signal<RowId>| {
        let figures = Memo::new(move |_| tree.with(|t| figures_of(t, id.get())));
        let who = Memo::new(move |_| {
            store().track(id.get());
            person(id.get())
        });
        let name = Signal::derive(move || who.with(|(name, _)| name.clone()));
        let rank = Signal::derive(move || who.with(|(_, tier)| tier_rank(tier)));
        let shape = Signal::derive(move || shape_of(id.get()));
        view! {
            <div class="row">
                <Avatar name=name rank=rank shape=shape />
                <span class="row-main">
                    <span class="row-name">
                        <a class="cut customer-link" href=move || format!("/referrals/{}", id.get()) tabindex="-1">
                            {move || name.get()}
                        </a>
                    </span>
                    <span class="row-what">
                        <span class="cut">{move || figures.with(|f| words::direct_and_all(f.direct, f.below))}</span>
                    </span>
                </span>
                <span class="row-end">
                    <span>{move || currency.with_value(|c| format::money_short(figures.with(|f| f.revenue), c))}</span>
                    <span class="label">{move || words::deep(figures.with(|f| f.depth))}</span>
                </span>
            </div>
        }
    };
    let sub = move || tree.with(|t| words::outline_counts(t.people(), t.links()));
    view! {
        <PageHead title=Signal::derive(|| words::title().to_owned()) sub=Signal::derive(sub) />
        <Show
            when=move || top.with(|top| !top.is_empty())
            fallback=|| {
                view! {
                    <Empty title=words::empty() detail=words::empty_detail()>
                        <ButtonLink href="/customers">{words::to_customers()}</ButtonLink>
                    </Empty>
                }
            }
        >
            <p class="list-note">{words::order_note()}</p>
            <VirtualList keys=keys row_height=64.0 row=row label=words::title().to_owned() on_open=Callback::new(open) />
        </Show>
    }
}

/// A person's name and tier as the list shows them.
fn person(id: RowId) -> (String, String) {
    let store = store();
    store.with_index(|index| {
        index.get(id).map_or_else(
            || (words::out_of_scope().to_owned(), String::new()),
            |e| (e.name.to_string(), index.terms.tiers.text(e.tier).to_owned()),
        )
    })
}

/// Round for a person, square for a company.
pub(super) fn shape_of(id: RowId) -> AvatarShape {
    let company = store().with_index(|index| index.get(id).is_some_and(|e| e.kind == CustomerKind::Company));
    if company { AvatarShape::Company } else { AvatarShape::Person }
}

/// One person's tree.
#[component]
fn OneTree(tree: Memo<Arc<Tree>>, id: RowId) -> impl IntoView {
    let name = Memo::new(move |_| {
        store().track(id);
        person(id).0
    });
    let figures = Memo::new(move |_| tree.with(|t| figures_of(t, id)));
    let selected = RwSignal::new(id);
    let currency = StoredValue::new(store().account.me.currency.clone());
    let drawn = move || figures.with(|f| f.below < DRAWN);
    let navigate = StoredValue::new_local(use_navigate());
    let back = move |_| navigate.with_value(|go| go("/referrals", leptos_router::NavigateOptions::default()));
    let sub = move || figures.with(|f| words::direct_and_all(f.direct, f.below));
    view! {
        <PageHead
            title=Signal::derive(move || words::tree_of(&name.get()))
            sub=Signal::derive(sub)
            actions=ViewFnOnce::from(move || view! { <IconButton icon=Icon::ChevronLeft label=words::back_to_all() on_click=back /> })
        />
        <div class="graph-split">
            <section aria-label=words::outline()>
                <div class="graph-figures tree-figures">
                    <div><b>{move || figures.with(|f| format::integer(len(f.below)))}</b><span>{words::whole_tree()}</span></div>
                    <div><b>{move || figures.with(|f| format::integer(len(f.depth)))}</b><span>{words::generations()}</span></div>
                    <div>
                        <b>{move || currency.with_value(|c| format::money_short(figures.with(|f| f.revenue), c))}</b>
                        <span>{words::brought()}</span>
                    </div>
                </div>
                <Outline tree=tree root=id selected=selected />
                <p class="label outline-keys">{words::outline_keys()}</p>
            </section>
            <section class="graph-canvas" aria-label=words::tree()>
                <Show when=drawn fallback=|| view! { <Empty title=words::too_many() detail=words::too_many_detail() /> }>
                    <Picture tree=tree root=id selected=selected />
                </Show>
                <Card tree=tree selected=selected />
            </section>
        </div>
    }
}

fn len(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The selected person's card.
#[component]
fn Card(tree: Memo<Arc<Tree>>, selected: RwSignal<RowId>) -> impl IntoView {
    let currency = StoredValue::new(store().account.me.currency.clone());
    move || {
        let id = selected.get();
        store().track(id);
        let (name, tier) = person(id);
        let figures = tree.with(|t| figures_of(t, id));
        let by = tree.with(|t| t.referrer(id)).map(|by| words::referred_by(&person(by).0));
        view! {
            <aside class="graph-card" aria-live="polite">
                <div class="row-main">
                    <strong class="row-name cut">{name}</strong>
                    <span class="row-what cut">
                        {tier_words(&tier)} {by.map(|by| format!(" · {by}"))}
                    </span>
                </div>
                <div class="graph-figures">
                    <div><b>{format::integer(len(figures.direct))}</b><span>{words::direct()}</span></div>
                    <div><b>{format::integer(len(figures.below))}</b><span>{words::whole_tree()}</span></div>
                    <div><b>{currency.with_value(|c| format::money_short(figures.revenue, c))}</b><span>{words::brought()}</span></div>
                </div>
                <div class="card-acts">
                    <ButtonLink href=format!("/customers/{id}")>{words::open_customer()}</ButtonLink>
                    <ButtonLink href=format!("/referrals/{id}")>{words::from_here()}</ButtonLink>
                </div>
            </aside>
        }
    }
}

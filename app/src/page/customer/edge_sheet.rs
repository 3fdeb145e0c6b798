//! Links to other customers: seen, made, removed.

use super::Page;
use super::people::ties;
use super::picker::CustomerPicker;
use super::words::{invalid_words, relation_word};
use crate::command::{Around, Invalid, edge};
use crate::i18n::{common, customer as words};
use crate::store::{Draft, Store, stands, store};
use crate::ui::{Button, ButtonKind, Choice, Icon, IconButton, Select, Sheet, use_toasts};
use domain::schema::fields::{RELATION_KINDS, referral};
use domain::{Kind, RowId};
use leptos::prelude::*;

/// The sheet.
#[component]
pub(super) fn EdgeSheet(page: Page) -> impl IntoView {
    view! {
        <Sheet open=page.edges title=words::link_people().to_owned()>
            <Existing page=page />
            <AddEdge page=page />
        </Sheet>
    }
}

#[component]
fn Existing(page: Page) -> impl IntoView {
    let all = Memo::new(move |_| {
        let store = store();
        store.track(page.id);
        ties(&store, page.id)
    });
    let toasts = use_toasts();
    let item = move |tie: super::people::Tie| {
        let (edge_row, name) = (tie.edge, tie.name.clone());
        let remove = move |_| {
            let undo = store().act(vec![edge::unlink(edge_row, &Around::now())]);
            toasts.undo(words::unlinked(&name), move || {
                store().act(undo.clone());
            });
        };
        view! {
            <li class="line">
                <span class="grow cut">
                    <b>{tie.name.clone()}</b>
                    " "
                    <span class="label">{tie.words()}</span>
                </span>
                <IconButton icon=Icon::Cross label=words::unlink(&tie.name) on_click=remove />
            </li>
        }
    };
    view! {
        <ul class="edges">
            <For each=move || all.get() key=|tie| tie.edge children=item />
        </ul>
    }
}

#[component]
fn AddEdge(page: Page) -> impl IntoView {
    let kind = RwSignal::new("referrer".to_owned());
    let other = RwSignal::new(None::<RowId>);
    let problem = RwSignal::new(None::<String>);
    let choices = Signal::derive(|| {
        let referrals = [("referrer", words::tie_is_referrer()), ("referred", words::tie_is_referred())];
        let relations = RELATION_KINDS.iter().map(|code| (*code, relation_word(code)));
        referrals.into_iter().chain(relations).map(|(code, word)| Choice::new(code, word)).collect::<Vec<_>>()
    });
    let toasts = use_toasts();
    let save = move |_| {
        let Some(id) = other.get_untracked() else {
            problem.set(Some(words::choose_somebody().to_owned()));
            return;
        };
        let store = store();
        match drafts(&store, &kind.get_untracked(), page.id, id) {
            Ok(drafts) => {
                let name = store.customer_name(id).unwrap_or_default();
                let undo = store.act(drafts);
                toasts.undo(words::linked(&name), move || {
                    crate::store::store().act(undo.clone());
                });
                other.set(None);
                problem.set(None);
                page.edges.set(false);
            }
            Err(why) => problem.set(Some(invalid_words(why))),
        }
    };
    view! {
        <Select label=words::what_are_they() choices=choices value=kind />
        <CustomerPicker label=words::who().to_owned() value=other except=page.id />
        <p class="field-note edge-problem" aria-live="polite">
            {move || problem.get()}
        </p>
        <div class="actions actions-end">
            <Button kind=ButtonKind::Primary on_click=save>
                {common::save()}
            </Button>
        </div>
    }
}

/// The referral that brought a customer: the edge and who referred.
pub(crate) fn referrer_of(store: &Store, id: RowId) -> Option<(RowId, RowId)> {
    let edges = store.of_customer(id, Kind::Referral);
    let mut standing = edges.iter().filter(|e| stands(e) && e.reference(referral::TO) == Some(id));
    standing.find_map(|e| e.reference(referral::FROM).map(|from| (e.id, from)))
}

fn drafts(store: &Store, kind: &str, id: RowId, other: RowId) -> Result<Vec<Draft>, Invalid> {
    let around = Around::now();
    let up = |of: RowId| referrer_of(store, of).map(|(_, from)| from);
    match kind {
        "referrer" => edge::set_referrer(other, id, referrer_of(store, id), up, &around),
        "referred" => edge::set_referrer(id, other, referrer_of(store, other), up, &around),
        relation => Ok(vec![edge::relate(relation, id, other)?]),
    }
}

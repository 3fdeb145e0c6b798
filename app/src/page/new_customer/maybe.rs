//! "May exist already": shown while a new customer is typed.

use crate::command::duplicate::{Duplicate, Likeness, find};
use crate::i18n::{common, customer as words};
use crate::page::customers::row_facts;
use crate::store::store;
use crate::ui::{Avatar, ButtonKind, ButtonLink};
use leptos::prelude::*;

/// Those who may be the same, with what is the same and a way to open them.
#[component]
pub(super) fn MaybeExists(
    /// The name typed so far.
    name: RwSignal<String>,
    /// The number typed so far.
    phone: RwSignal<String>,
    /// Called before one of them is opened.
    on_open: Callback<()>,
) -> impl IntoView {
    let found = Memo::new(move |_| {
        let store = store();
        store.track_list();
        let context = store.context();
        let (name, phone) = (name.get(), phone.get());
        store.with_index(|index| find(index, &name, &phone, &context))
    });
    let one = move |duplicate: Duplicate| {
        let facts = row_facts(duplicate.id)?;
        let why = match duplicate.likeness {
            Likeness::SamePhone => words::same_phone(),
            Likeness::SameName => words::same_name(),
            Likeness::PartOfPhone => words::part_of_phone(),
            Likeness::NearName => words::near_name(),
        };
        let detail = if facts.place.is_empty() { why.to_owned() } else { format!("{why} · {}", facts.place) };
        Some(view! {
            <div class="maybe">
                <Avatar name=facts.name.clone() rank=facts.rank shape=facts.shape />
                <div class="grow">
                    <b class="wrap">{words::maybe_exists(&facts.name)}</b>
                    <div class="second">{detail}</div>
                </div>
                <span on:click=move |_| on_open.run(())>
                    <ButtonLink href=format!("/customers/{}", duplicate.id) kind=ButtonKind::Link>
                        {common::open()}
                    </ButtonLink>
                </span>
            </div>
        })
    };
    view! {
        <div role="status" aria-live="polite">
            {move || found.get().into_iter().filter_map(one).collect_view()}
        </div>
    }
}

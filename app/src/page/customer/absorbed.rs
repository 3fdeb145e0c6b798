//! The records that were merged into the customer, and how to part them again; who may be the same.

use super::Page;
use crate::command::duplicate::{Likeness, find};
use crate::i18n::{format, merge as words};
use crate::store::{Draft, MergedRecord, store};
use crate::ui::{Button, ButtonKind, ButtonLink, Icon, use_toasts};
use domain::op::Body;
use domain::schema::fields::{contact_point, customer};
use domain::{Kind, StaffId};
use leptos::prelude::*;

/// The section; nothing for a customer into whom nobody was merged.
#[component]
pub(super) fn Absorbed(page: Page) -> impl IntoView {
    let records = Memo::new(move |_| {
        let store = store();
        store.track(page.id);
        store.merged_into(page.id)
    });
    view! {
        <Show when=move || records.with(|r| !r.is_empty())>
            <section>
                <h3>
                    {words::section()} <span class="n">{move || records.with(Vec::len)}</span>
                </h3>
                <ul class="absorbed">
                    <For each=move || records.get() key=|r| (r.row.id, r.merged.by) let:record>
                        <Record record=record />
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn Record(record: MergedRecord) -> impl IntoView {
    let MergedRecord { row, merged } = record;
    let name = row.text(customer::NAME).to_owned();
    let stamp = row.stamp(customer::MERGED);
    let day = i64::try_from(stamp.hlc.millis()).map(format::date_time).unwrap_or_default();
    let who = store().staff_name(StaffId(stamp.by.0));
    let when = who.map_or_else(|| words::merged_on(&day), |who| words::merged_by(&day, &who));
    let toasts = use_toasts();
    let label = words::part(&name);
    let said = words::parted(&name);
    let part = move |_| {
        let body = Body::Unmerge { merge: merged.by };
        store().act(vec![Draft::new(Kind::Customer, row.id, body)]);
        toasts.say(said.clone());
    };
    view! {
        <li>
            <span class="grow">
                <b class="wrap">{name}</b>
                <span class="label merge-line">{when}</span>
            </span>
            <Button kind=ButtonKind::Link on_click=part>
                <span class="visually-hidden">{label}</span>
                <span aria-hidden="true">{words::part_short()}</span>
            </Button>
        </li>
    }
}

/// Somebody with the same telephone number: perhaps the same customer.
#[component]
pub(super) fn SamePerson(page: Page) -> impl IntoView {
    let other = Memo::new(move |_| {
        let store = store();
        store.track(page.id);
        if page.row.with(|row| row.as_ref().is_none_or(domain::Row::is_deleted)) {
            return None;
        }
        let points = store.of_customer(page.id, Kind::ContactPoint);
        let phones = points.iter().filter(|p| p.text(contact_point::CHANNEL) == "phone");
        let context = store.context();
        phones
            .flat_map(|p| store.with_index(|index| find(index, "", p.text(contact_point::VALUE), &context)))
            .find(|d| d.likeness == Likeness::SamePhone && d.id != page.id)
            .and_then(|d| Some((d.id, store.customer_name(d.id)?)))
    });
    view! {
        {move || {
            other.get().map(|(id, name)| {
                view! {
                    <div class="note same-person" role="note">
                        {Icon::Merge.view()}
                        <span class="grow">{words::same_person(&name)}</span>
                        <ButtonLink href=format!("/merge?ids={},{id}", page.id) kind=ButtonKind::Link>
                            {words::compare()}
                        </ButtonLink>
                    </div>
                }
            })
        }}
    }
}

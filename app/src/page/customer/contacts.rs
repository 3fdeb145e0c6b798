//! Telephone numbers, mail addresses, messengers: as many as there are.

use super::Page;
use super::field_row::{UnsentMark, conflict_mark, unsent, use_save};
use super::history::HistoryOf;
use super::words::{invalid_words, point_word};
use crate::command::{Around, contact, field as command};
use crate::i18n::{common, customer as words};
use crate::store::store;
use crate::ui::{Button, ButtonKind, Choice, Editable, Icon, IconButton, InputKind, Select, TextField, use_toasts};
use domain::row::RowRef;
use domain::schema::fields::{CONTACT_CHANNELS, contact_point};
use domain::{Kind, Row};
use leptos::prelude::*;

/// The contact points, by channel, each edited in place.
#[component]
pub(super) fn Contacts(page: Page) -> impl IntoView {
    let points = Memo::new(move |_| {
        let store = store();
        store.track(page.id);
        store.of_customer(page.id, Kind::ContactPoint)
    });
    // Which there are and of what kind: typing into one must not make them anew.
    let addresses = Memo::new(move |_| {
        points.with(|points| {
            let of = |channel: &&'static str| {
                let once = contact::each_once(contact::of_channel(points, channel));
                once.into_iter().map(|p| (p.address(), *channel)).collect::<Vec<_>>()
            };
            CONTACT_CHANNELS.iter().flat_map(of).collect::<Vec<_>>()
        })
    });
    view! {
        <For
            each=move || addresses.get()
            key=|(address, _)| *address
            children=move |(address, channel)| view! { <Point page=page points=points address=address channel=channel /> }
        />
    }
}

#[component]
fn Point(page: Page, points: Memo<Vec<Row>>, address: RowRef, channel: &'static str) -> impl IntoView {
    let label = point_word(channel);
    let value = Memo::new(move |_| {
        points.with(|points| {
            let text = points
                .iter()
                .find(|p| p.address() == address)
                .map(|p| p.text(contact_point::VALUE))
                .unwrap_or_default();
            if channel == "phone" { domain::phone::display(text) } else { text.to_owned() }
        })
    });
    let conflict = move || {
        let open = points.with(|points| {
            points.iter().find(|p| p.address() == address).and_then(|p| p.open_conflict(contact_point::VALUE))
        });
        open.map(|id| conflict_mark(page, id))
    };
    let check = Callback::new(move |typed: String| {
        command::read(address, contact_point::VALUE, &typed).err().map(invalid_words)
    });
    let save = use_save(label);
    let on_save = move |typed: String| {
        if let Ok(value) = command::read(address, contact_point::VALUE, &typed) {
            save(address, contact_point::VALUE, value);
        }
    };
    let toasts = use_toasts();
    let remove = move |_| {
        let around = Around::now();
        let gone = points.with_untracked(|points| contact::alike(points, address));
        let undo = store().act(gone.into_iter().map(|at| contact::remove(at, &around)).collect());
        toasts.undo(words::point_removed(label), move || {
            store().act(undo.clone());
        });
    };
    let history = HistoryOf { row: address, field: contact_point::VALUE, label };
    view! {
        <dt>
            <button
                type="button"
                class="field-name"
                aria-label=words::field_history(label)
                title=words::field_history(label)
                on:click=move |_| page.history.set(Some(history.clone()))
            >
                {label}
            </button>
        </dt>
        <dd class="dd-point">
            <Editable
                label=label
                value=value
                unsent=unsent(page.id, address, contact_point::VALUE)
                kind=if channel == "phone" { InputKind::Phone } else { InputKind::Text }
                check=check
                on_save=on_save
            />
            {conflict}
            <IconButton icon=Icon::Cross label=words::remove_point(label) class="point-remove" on_click=remove />
        </dd>
    }
}

/// Adds a contact point.
#[component]
pub(super) fn AddContact(page: Page) -> impl IntoView {
    let open = RwSignal::new(false);
    let channel = RwSignal::new("phone".to_owned());
    let value = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let choices =
        Signal::derive(|| CONTACT_CHANNELS.iter().map(|c| Choice::new(*c, point_word(c))).collect::<Vec<_>>());
    let save = move || match contact::add(page.id, &channel.get_untracked(), &value.get_untracked()) {
        Ok(draft) => {
            store().act(vec![draft]);
            value.set(String::new());
            problem.set(None);
            open.set(false);
        }
        Err(why) => problem.set(Some(invalid_words(why))),
    };
    view! {
        <Show
            when=move || open.get()
            fallback=move || {
                view! {
                    <Button kind=ButtonKind::Link icon=Icon::Plus on_click=move |_| open.set(true)>
                        {words::add_contact()}
                    </Button>
                }
            }
        >
            <form
                class="inline-form"
                on:submit=move |event| {
                    event.prevent_default();
                    save();
                }
            >
                <Select label=words::contact_channel() choices=choices value=channel bare=true />
                <TextField label=words::contact_value() value=value autofocus=true error=problem />
                <Button kind=ButtonKind::Primary submit=true>
                    {common::save()}
                </Button>
                <Button kind=ButtonKind::Quiet on_click=move |_| open.set(false)>
                    {common::cancel()}
                </Button>
            </form>
        </Show>
    }
}

/// The dot of a tag set that is not synced yet.
#[component]
pub(super) fn TagsMark(page: Page) -> impl IntoView {
    let row = RowRef::new(Kind::Customer, page.id);
    view! { <UnsentMark customer=page.id row=row field=domain::schema::fields::customer::TAGS /> }
}

//! A note, call, visit or message.

use crate::command::{Around, Invalid, day, interaction};
use crate::i18n::{common, customer as words};
use crate::page::customer::words::{channel_word, invalid_words};
use crate::store::store;
use crate::ui::{Button, ButtonKind, FilterChip, InputKind, TextArea, TextField, use_toasts};
use domain::RowId;
use leptos::prelude::*;

/// The channels offered; the others come from imports.
const CHANNELS: [&str; 6] = ["note", "call", "visit", "wechat", "sms", "mail"];

/// What was said, how, and when.
#[component]
pub(super) fn NoteForm(
    /// About whom.
    id: RowId,
    /// The channel that is chosen at first.
    channel: &'static str,
    /// Called after it was written.
    on_saved: Callback<RowId>,
) -> impl IntoView {
    let chosen = RwSignal::new(channel);
    let text = RwSignal::new(String::new());
    let when = RwSignal::new(day::iso(store().today()));
    let problem = RwSignal::new(None::<String>);
    let toasts = use_toasts();
    let save = move || {
        let around = Around::now();
        let day = day::parse(&when.get_untracked()).filter(|d| *d <= around.today);
        let Some(day) = day else {
            problem.set(Some(invalid_words(Invalid::Day)));
            return;
        };
        match interaction::append(id, chosen.get_untracked(), &text.get_untracked(), Some(day), &around) {
            Ok(draft) => {
                let store = store();
                let name = store.customer_name(id).unwrap_or_default();
                let undo = store.act(vec![draft]);
                toasts.undo(words::noted(&name), move || {
                    crate::store::store().act(undo.clone());
                });
                on_saved.run(id);
            }
            Err(why) => problem.set(Some(invalid_words(why))),
        }
    };
    let chips = CHANNELS.map(|code| {
        let pressed = Signal::derive(move || chosen.get() == code);
        view! {
            <FilterChip pressed=pressed on_click=move |_| chosen.set(code)>
                {channel_word(code)}
            </FilterChip>
        }
    });
    view! {
        <form
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            <div class="chips quick-channel" role="group" aria-label=words::contact_channel()>
                {chips}
            </div>
            <TextArea label=words::field_note() value=text placeholder=words::field_note_hint() autofocus=true rows=3 error=problem />
            <TextField label=words::on_day() value=when kind=InputKind::Date />
            <div class="actions">
                <Button kind=ButtonKind::Primary submit=true large=true class="btn-block">
                    {common::save()}
                </Button>
            </div>
        </form>
    }
}

//! Into the trash and out of it.

use super::Page;
use crate::command::{Around, customer};
use crate::i18n::{common, customer as words};
use crate::store::store;
use crate::ui::{Button, Icon, use_toasts};
use leptos::prelude::*;

/// Puts the customer into the trash; undo is offered.
pub(super) fn use_trash(page: Page) -> Callback<()> {
    let toasts = use_toasts();
    Callback::new(move |()| {
        let undo = store().act(vec![customer::delete(page.id, &Around::now())]);
        toasts.undo(words::moved_to_trash(&page.name()), move || {
            store().act(undo.clone());
        });
    })
}

/// Says that the customer is in the trash, and takes them out.
#[component]
pub(super) fn InTrash(page: Page) -> impl IntoView {
    let deleted = Memo::new(move |_| page.row.with(|row| row.as_ref().is_some_and(domain::Row::is_deleted)));
    let restore = move |_| {
        store().act(vec![customer::restore(page.id)]);
    };
    view! {
        <Show when=move || deleted.get()>
            <div class="note note-warn" role="status">
                {Icon::Trash.view()}
                <span class="grow">
                    <b>{words::is_in_trash()}</b>
                    <br />
                    {words::trash_30_days()}
                </span>
                <Button on_click=restore>{common::restore()}</Button>
            </div>
        </Show>
    }
}

//! After a call or a message: was there something to write down?

use super::Page;
use super::words::channel_icon;
use crate::i18n::customer as words;
use crate::page::new_customer::{LogFor, use_logging};
use crate::ui::{Button, ButtonKind};
use leptos::prelude::*;

/// Offers to log the contact that was just begun. It waits on the page, because the person is in another app meanwhile.
#[component]
pub(super) fn AfterContact(page: Page) -> impl IntoView {
    let logging = use_logging();
    move || {
        page.contacted.get().map(|channel| {
            let question = match channel {
                "call" => words::called_question(),
                _ => words::written_question(),
            };
            let log = move |_| {
                page.contacted.set(None);
                logging.note(LogFor::customer(page.id).by(channel));
            };
            view! {
                <div class="note note-accent after" role="status">
                    {channel_icon(channel).view()}
                    <b class="grow">{question}</b>
                    <Button kind=ButtonKind::Link on_click=log>
                        {words::log_it()}
                    </Button>
                    <Button kind=ButtonKind::Quiet on_click=move |_| page.contacted.set(None)>
                        {words::log_not()}
                    </Button>
                </div>
            }
        })
    }
}

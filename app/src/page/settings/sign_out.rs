//! Signing out: says what stays on the device, and what has not been sent.

use crate::i18n::settings as words;
use crate::store::{Mark, store};
use crate::ui::{Button, ButtonKind, Confirm, Icon};
use leptos::prelude::*;

/// The button with its question.
#[component]
pub fn SignOutButton() -> impl IntoView {
    let session = use_context::<crate::app::Session>();
    let asked = RwSignal::new(false);
    let detail = move || {
        if !asked.get() {
            return String::new();
        }
        let store = store();
        store.track_outbox();
        match store.waiting().iter().filter(|shown| shown.mark != Mark::Sent).count() {
            0 => words::sign_out_kept().to_owned(),
            unsent => words::sign_out_unsent(unsent),
        }
    };
    let leave = move |()| {
        if let Some(session) = session {
            session.leave();
        }
    };
    view! {
        <Button kind=ButtonKind::Secondary icon=Icon::SignOut on_click=move |_| asked.set(true)>
            {words::sign_out()}
        </Button>
        <Confirm
            open=asked
            title=words::sign_out_question()
            detail=Signal::derive(detail)
            act=words::sign_out()
            on_confirm=leave
        />
    }
}

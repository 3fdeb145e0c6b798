//! Choosing a file, or dropping it; then the bar while it is sent.

use super::state::{Sending, State};
use crate::api::upload::chosen;
use crate::i18n::{format, import as texts};
use crate::ui::Icon;
use leptos::prelude::*;

/// The place for a file.
#[component]
pub(super) fn ChooseFile(state: State) -> impl IntoView {
    let over = RwSignal::new(false);
    let take = move |event: leptos::ev::Event| {
        over.set(false);
        if let Some(file) = chosen(&event) {
            state.send(file);
        }
    };
    let place = move || {
        view! {
            // The whole place is a file input, so a drop needs no code and the keyboard works.
            <label class="drop" data-over=move || over.get().then_some("")>
                {Icon::Upload.view()}
                <b>{texts::choose_file()}</b>
                <span>{texts::drop_here()}</span>
                <span class="label">{texts::formats()}</span>
                <input
                    type="file"
                    accept=".csv,.tsv,.txt,.gz,text/csv,text/plain,text/tab-separated-values,application/gzip"
                    on:change=take
                    on:dragenter=move |_| over.set(true)
                    on:dragleave=move |_| over.set(false)
                    on:drop=move |_| over.set(false)
                />
            </label>
        }
    };
    move || match state.sending.get() {
        Some(sending) => view! { <SendingBar sending=sending /> }.into_any(),
        None => place().into_any(),
    }
}

#[component]
fn SendingBar(sending: Sending) -> impl IntoView {
    let Sending { name, done, total } = sending;
    let title = texts::sending(&name);
    let share = if total == 0 { 0.0 } else { done as f64 / total as f64 };
    view! {
        <div class="progress" role="status">
            <p class="progress-head">
                <b>{title.clone()}</b>
                <span class="label">{format::percent(share, 0)}</span>
            </p>
            <progress max="1" value=share.to_string() aria-label=title></progress>
        </div>
    }
}

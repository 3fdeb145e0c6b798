//! Which version this is, a newer one, the licences.

use crate::i18n::settings as words;
use crate::page::browser;
use crate::ui::{Button, ButtonKind};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The section.
#[component]
pub(super) fn About() -> impl IntoView {
    let build = RwSignal::new(browser::build());
    let checked = RwSignal::new(false);
    let check = move |_| {
        spawn_local(async move {
            browser::check_update().await;
            let _ = build.try_set(browser::build());
            let _ = checked.try_set(true);
        });
    };
    let id = move || {
        let id: String = build.with(|b| b.id.chars().take(12).collect());
        (!id.is_empty()).then(|| words::build(&id))
    };
    let state = move || {
        if build.with(|b| b.waiting) {
            words::update_keeps()
        } else if checked.get() {
            words::up_to_date()
        } else {
            ""
        }
    };
    let act = move || {
        if build.with(|b| b.waiting) {
            view! {
                <Button kind=ButtonKind::Primary on_click=move |_| browser::update()>
                    {words::update_now()}
                </Button>
            }
            .into_any()
        } else {
            view! { <Button on_click=check>{words::check_update()}</Button> }.into_any()
        }
    };
    view! {
        <section class="settings-section">
            <h2>{words::about()}</h2>
            <ul class="settings-list">
                <li>
                    <span class="grow">
                        {words::version(env!("CARGO_PKG_VERSION"))} <span class="label settings-line">{id}</span>
                        <span class="label settings-line" role="status">
                            {state}
                        </span>
                    </span>
                    {act}
                </li>
                <li>
                    <span class="label">{words::licence()}</span>
                </li>
            </ul>
        </section>
    }
}

//! Five minutes to the first useful chart: what is done, what is next.

use crate::i18n::first_run as words;
use crate::store::store;
use crate::ui::{Icon, device_preference};
use leptos::prelude::*;
use leptos_router::components::A;

/// Where it is remembered that the first chart was looked at.
const SEEN_CHART: &str = "jipan.seen-chart";

/// The list, with links to what is not done yet.
#[component]
pub(super) fn Checklist() -> impl IntoView {
    let started = || {
        store().track_list();
        store().customers() > 0
    };
    let seen = RwSignal::new(device_preference::read(SEEN_CHART).is_some());
    let invited = || store().people().len() > 1;
    view! {
        <aside aria-labelledby="checklist-title">
            <h3 id="checklist-title">{words::checklist()}</h3>
            <ol class="checklist">
                <Step done=true words=words::step_account() />
                <Step done=Signal::derive(started) words=words::step_start() />
                <Step
                    done=seen
                    words=words::step_chart()
                    href="/tiers"
                    on_open=move |()| {
                        device_preference::write(SEEN_CHART, "yes");
                        seen.set(true);
                    }
                />
                <Step done=Signal::derive(invited) words=words::step_invite() href="/team" />
            </ol>
        </aside>
    }
}

/// One line.
#[component]
fn Step(
    #[prop(into)] done: Signal<bool>,
    #[prop(into)] words: String,
    #[prop(optional, into)] href: Option<String>,
    #[prop(optional, into)] on_open: Option<Callback<()>>,
) -> impl IntoView {
    let text = StoredValue::new(words);
    let line = move || match (&href, done.get()) {
        (Some(href), false) => {
            let open = move |_| {
                if let Some(on_open) = on_open {
                    on_open.run(());
                }
            };
            view! { <A href=href.clone() on:click=open>{text.get_value()}</A> }.into_any()
        }
        _ => view! { <span class:done=done>{text.get_value()}</span> }.into_any(),
    };
    view! {
        <li>
            <span class="step-tick" data-done=move || done.get().then_some("")>
                {Icon::Check.small()}
            </span>
            {line}
            {move || done.get().then(|| view! { <span class="visually-hidden">{words::step_done()}</span> })}
        </li>
    }
}

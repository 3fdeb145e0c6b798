//! An empty base: three ways to begin, and what is left to do until the first useful chart.

use super::checklist::Checklist;
use crate::i18n::first_run as words;
use crate::store::store;
use crate::ui::{ButtonKind, ButtonLink, Empty, Icon};
use leptos::prelude::*;
use leptos_router::components::A;

/// What an empty base shows: import a file, start with one customer, or sample data. Staff, who may do neither the first nor the last,
/// are shown the one thing they can do.
#[component]
pub fn StartHere(
    /// Set when somebody wants sample data: the page shows the [`super::DemoSheet`], which outlives this view.
    demo: RwSignal<bool>,
) -> impl IntoView {
    if !store().account.is_manager() {
        return view! {
            <Empty title=words::staff_empty() detail=words::staff_empty_detail()>
                <ButtonLink href="/customers/new" kind=ButtonKind::Primary icon=Icon::Plus>
                    {words::one()}
                </ButtonLink>
            </Empty>
        }
        .into_any();
    }
    view! {
        <section class="start-here welcome-split">
            <div>
                <h2 class="large">{words::title()}</h2>
                <p class="second">{words::detail()}</p>
                <div class="starts">
                    <A href="/import" attr:class="start">
                        <StartWords
                            icon=Icon::Upload
                            title=words::import()
                            detail=words::import_detail()
                            note=words::import_note()
                        />
                    </A>
                    <A href="/customers/new" attr:class="start">
                        <StartWords icon=Icon::Person title=words::one() detail=words::one_detail() />
                    </A>
                    <button type="button" class="start" on:click=move |_| demo.set(true)>
                        <StartWords icon=Icon::Chart title=words::demo() detail=words::demo_detail() />
                    </button>
                </div>
            </div>
            <Checklist />
        </section>
    }
    .into_any()
}

/// Icon, title and lines of one way to begin.
#[component]
fn StartWords(
    icon: Icon,
    #[prop(into)] title: String,
    #[prop(into)] detail: String,
    #[prop(optional, into)] note: Option<String>,
) -> impl IntoView {
    view! {
        {icon.view()}
        <span class="start-words">
            <b>{title}</b>
            <span class="second">{detail}</span>
            {note.map(|note| view! { <span class="label">{note}</span> })}
        </span>
        {Icon::ChevronRight.small()}
    }
}

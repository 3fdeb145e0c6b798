//! Empty places and problems: what is (not) here, and the one next thing to do.

use leptos::prelude::*;

/// An empty place that teaches: a fact, a line, and one action as children.
#[component]
pub fn Empty(
    /// What is not here.
    #[prop(into)]
    title: Signal<String>,
    /// What to know or do.
    #[prop(optional, into)]
    detail: MaybeProp<String>,
    /// The one next action.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p class="empty-title">{move || title.get()}</p>
            {move || detail.get().map(|detail| view! { <p>{detail}</p> })}
            {children.map(|children| children())}
        </div>
    }
}

/// A problem: what happened, what is safe, what to do (children). Spoken when it appears.
#[component]
pub fn Problem(
    /// What happened.
    #[prop(into)]
    title: Signal<String>,
    /// What is safe.
    #[prop(optional, into)]
    detail: MaybeProp<String>,
    /// What to do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="card problem" role="alert">
            <p class="problem-title">{move || title.get()}</p>
            {move || detail.get().map(|detail| view! { <p class="second">{detail}</p> })}
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
}

//! The head of a page: title, what it is about, acts.

use leptos::prelude::*;

/// The head of a page. The search box, if there is one, is a child.
#[component]
pub fn PageHead(
    /// The page's name.
    #[prop(into)]
    title: Signal<String>,
    /// Over what and when ("2,318 位 · 截至 11月24日").
    #[prop(optional, into)]
    sub: MaybeProp<String>,
    /// The acts at the right. Give the "new" button the class `page-new`: on the phone the round button does it.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="page-head">
            <h1>{move || title.get()}</h1>
            {children.map(|children| children())}
            {move || sub.get().map(|sub| view! { <p class="page-sub">{sub}</p> })}
            {actions.map(|actions| view! { <div class="page-actions">{actions.run()}</div> })}
        </header>
    }
}

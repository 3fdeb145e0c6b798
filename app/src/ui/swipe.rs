//! A row that is swiped aside to show its acts. Scrolling with snap points does it, so it follows the finger without script.

use leptos::prelude::*;

/// A list row with acts behind its right edge, for touch. On a laptop the acts are not shown: there a row has keys and a bulk bar.
///
/// Put [`Button`](super::Button)s into `acts`; the acts must be reachable in another way too (the row's page).
#[component]
pub fn SwipeRow(
    /// The buttons behind the row.
    acts: AnyView,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="swipe">
            <div class="swipe-row">{children()}</div>
            <div class="swipe-acts">{acts}</div>
        </div>
    }
}

//! What is shown when the application cannot be.

use super::session::Session;
use crate::i18n::gate as words;
use crate::ui::{Button, ButtonKind, Mark};
use leptos::prelude::*;

/// First opening without a server in reach.
#[component]
pub(super) fn NoContact(session: Session) -> impl IntoView {
    view! {
        <main class="gate">
            <Mark />
            <h1>{words::no_contact()}</h1>
            <p>{words::no_contact_why()}</p>
            <Button kind=ButtonKind::Primary on_click=move |_| session.begin()>{words::try_again()}</Button>
        </main>
    }
}

/// Another tab works with this store.
#[component]
pub(super) fn Elsewhere(session: Session) -> impl IntoView {
    view! {
        <main class="gate">
            <Mark />
            <h1>{words::elsewhere()}</h1>
            <p>{words::elsewhere_why()}</p>
            <Button kind=ButtonKind::Primary on_click=move |_| session.take_over()>{words::use_here()}</Button>
        </main>
    }
}

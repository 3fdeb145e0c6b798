//! The application: what is shown to whom, and the routes.

mod gate;
mod routes;
mod session;
mod status;

use crate::i18n;
use crate::page::{SignInPage, later};
use crate::ui::provide_toasts;
use crate::ui::theme::Theme;
use gate::{Elsewhere, NoContact};
use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::hooks::use_location;
use routes::Routed;
use session::Gate;
pub use session::Session;

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    i18n::preference::start();
    Theme::chosen().apply();
    provide_toasts();
    let session = Session::new();
    provide_context(session);
    session.begin();
    // The account is remembered for all tabs: what one changes, the others are told (`storage`), or see when they come in sight.
    for event in ["storage", "focus", "visibilitychange"] {
        let event = leptos::ev::Custom::<web_sys::Event>::new(event);
        std::mem::forget(window_event_listener(event, move |_| session.follow_account()));
    }
    view! {
        <Router>
            <Gated session=session />
        </Router>
    }
}

/// Shows the page that fits: set-up, sign-in, a one-time link, or the application.
#[component]
fn Gated(session: Session) -> impl IntoView {
    let location = use_location();
    let (path, fragment) = (location.pathname, location.hash);
    let signed_in = Callback::new(move |me| session.enter(me));
    // Whether, not where: what is shown below must not be made anew with every step, and the router puts the address of a step into the
    // address bar only if it is still there when the step is done.
    let joining = Memo::new(move |_| path.with(|p| p == "/join"));
    move || {
        // The token of a one-time link stands in the fragment, which no log ever sees.
        if joining.get() {
            let token = fragment.with(|f| f.trim_start_matches('#').to_owned());
            return later::link((token, signed_in));
        }
        match session.gate() {
            Gate::Opening => ().into_any(),
            Gate::FirstRun => later::first_run(signed_in),
            Gate::SignIn => {
                view! { <SignInPage on_signed_in=signed_in last=crate::store::last_account() /> }.into_any()
            }
            Gate::NoContact => view! { <NoContact session=session /> }.into_any(),
            Gate::Elsewhere => view! { <Elsewhere session=session /> }.into_any(),
            Gate::Ready(generation) => view! { <Routed session=session generation=generation /> }.into_any(),
        }
    }
}

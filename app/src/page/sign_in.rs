//! Signing in.

mod ground;

pub use ground::Ground;

use crate::api;
use crate::api::account::{Me, SignIn};
use crate::i18n::{common, errors, sign_in as words};
use crate::page::settings::device_name;
use crate::ui::{Button, ButtonKind, InputKind, TextField};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The whole page: nobody is signed in.
#[component]
pub fn SignInPage(
    /// Called with whoever has signed in.
    #[prop(into)]
    on_signed_in: Callback<Me>,
    /// Who used this browser last, if it is known.
    last: Option<Me>,
) -> impl IntoView {
    let organisation = last.as_ref().map(|me| me.organisation.clone()).unwrap_or_default();
    let title = last.as_ref().map_or_else(|| words::title().to_owned(), |me| words::back_title(&me.name));
    let kept = last.is_some().then(words::kept_here);
    view! {
        <Ground about=organisation>
            <section class="welcome-form">
                <h1 class="wrap">{title}</h1>
                {kept.map(|kept| view! { <p class="second">{kept}</p> })}
                <SignInForm on_signed_in=on_signed_in />
            </section>
        </Ground>
    }
}

/// Login and password. Also used where a session has ended in the middle of work.
#[component]
pub fn SignInForm(
    /// Called with whoever has signed in.
    #[prop(into)]
    on_signed_in: Callback<Me>,
) -> impl IntoView {
    let login = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let tried = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let empty = move |value: RwSignal<String>| {
        (tried.get() && value.with(|text| text.trim().is_empty())).then(|| errors::required().to_owned())
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let form = SignIn {
            login: login.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
            device: device_name(),
        };
        if form.login.is_empty() || form.password.is_empty() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            let answer = api::account::sign_in(form).await;
            busy.set(false);
            match answer {
                Ok(me) => {
                    password.set(String::new());
                    on_signed_in.run(me);
                }
                Err(error) => problem.set(Some(errors::error_words(&error))),
            }
        });
    };
    view! {
        <form class="sign-in" novalidate on:submit=submit>
            <TextField
                label=words::login()
                value=login
                autocomplete="username"
                autofocus=true
                error=Signal::derive(move || empty(login))
            />
            <TextField
                label=words::password()
                value=password
                kind=InputKind::Password
                autocomplete="current-password"
                error=Signal::derive(move || empty(password))
            />
            <FormProblem problem=problem />
            <Button kind=ButtonKind::Primary large=true submit=true disabled=busy>
                {move || if busy.get() { words::signing_in() } else { words::submit() }}
            </Button>
            <p class="label sign-in-foot">{words::forgot()}</p>
        </form>
    }
}

/// What the server said no to, above the button; spoken when it appears.
#[component]
pub fn FormProblem(
    /// What happened and what to do; nothing is shown for `None`.
    #[prop(into)]
    problem: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div role="alert" aria-live="assertive">
            {move || {
                problem
                    .get()
                    .map(|text| {
                        view! {
                            <p class="note note-alert form-problem">
                                {crate::ui::Icon::Alert.view()} <span class="wrap">{text}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
}

/// "Try again" under a problem.
#[component]
pub fn RetryButton(
    /// What to do again.
    #[prop(into)]
    on_retry: Callback<()>,
) -> impl IntoView {
    view! { <Button on_click=move |_| on_retry.run(())>{common::retry()}</Button> }
}

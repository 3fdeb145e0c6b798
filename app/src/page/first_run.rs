//! First run: the owner's account, then the first customers.

mod checklist;
mod demo;
mod here;
mod start;

pub use demo::DemoSheet;
pub use here::currencies as currency_choices;
pub use start::StartHere;

use crate::api;
use crate::api::account::{Me, SetUp};
use crate::i18n::{errors, first_run as words, sign_in};
use crate::page::account_rules::{login_problem, name_problem, password_problem};
use crate::page::settings::device_name;
use crate::page::sign_in::{FormProblem, Ground};
use crate::ui::{Button, ButtonKind, InputKind, Select, TextField};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The form that sets the base up, with the code from the server's terminal.
#[component]
pub fn FirstRunPage(
    /// Called with the administrator, who is then signed in.
    #[prop(into)]
    on_signed_in: Callback<Me>,
) -> impl IntoView {
    let form = Form::new();
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.tried.set(true);
        if busy.get_untracked() || !untrack(move || form.fits()) {
            return;
        }
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            let answer = api::account::set_up(form.read()).await;
            busy.set(false);
            match answer {
                Ok(me) => on_signed_in.run(me),
                Err(error) => problem.set(Some(errors::error_words(&error))),
            }
        });
    };
    let error = move |value: RwSignal<String>, check: fn(&str) -> Option<String>| {
        Signal::derive(move || if form.tried.get() { value.with(|text| check(text)) } else { None })
    };
    view! {
        <Ground>
            <form class="welcome-form sign-in" novalidate on:submit=submit>
                <h1>{words::setup_title()}</h1>
                <p class="second">{words::setup_detail()}</p>
                <TextField
                    label=words::setup_code()
                    value=form.code
                    hint=words::setup_code_hint()
                    autofocus=true
                    error=error(form.code, name_problem)
                />
                <fieldset>
                    <legend>{words::about_shop()}</legend>
                    <TextField
                        label=words::organisation()
                        value=form.organisation
                        autocomplete="organization"
                        error=error(form.organisation, name_problem)
                    />
                    <div class="sign-in-pair">
                        <Select label=words::currency() choices=here::currencies() value=form.currency />
                        <Select label=words::zone() choices=here::zones() value=form.zone />
                    </div>
                    <p class="label">{words::currency_hint()} " · " {words::zone_hint()}</p>
                </fieldset>
                <fieldset>
                    <legend>{words::about_you()}</legend>
                    <TextField
                        label=words::your_name()
                        value=form.name
                        autocomplete="name"
                        error=error(form.name, name_problem)
                    />
                    <TextField
                        label=words::your_login()
                        value=form.login
                        hint=words::your_login_hint()
                        autocomplete="username"
                        error=error(form.login, login_problem)
                    />
                    <TextField
                        label=sign_in::password()
                        value=form.password
                        kind=InputKind::Password
                        hint=sign_in::password_rule()
                        autocomplete="new-password"
                        error=error(form.password, password_problem)
                    />
                </fieldset>
                <FormProblem problem=problem />
                <Button kind=ButtonKind::Primary large=true submit=true disabled=busy>
                    {move || if busy.get() { words::creating() } else { words::create() }}
                </Button>
            </form>
        </Ground>
    }
}

/// What has been typed.
#[derive(Clone, Copy)]
struct Form {
    code: RwSignal<String>,
    organisation: RwSignal<String>,
    currency: RwSignal<String>,
    zone: RwSignal<String>,
    name: RwSignal<String>,
    login: RwSignal<String>,
    password: RwSignal<String>,
    /// Whether the person has tried to send it: from then on wrong fields say so.
    tried: RwSignal<bool>,
}

impl Form {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        let zone = here::zone_minutes();
        Self {
            code: empty(),
            organisation: empty(),
            currency: RwSignal::new(here::currency().to_owned()),
            zone: RwSignal::new(zone.to_string()),
            name: empty(),
            login: empty(),
            password: empty(),
            tried: RwSignal::new(false),
        }
    }

    fn fits(self) -> bool {
        let named = [self.code, self.organisation, self.name];
        named.into_iter().all(|value| value.with(|text| name_problem(text)).is_none())
            && self.login.with(|text| login_problem(text)).is_none()
            && self.password.with(|text| password_problem(text)).is_none()
    }

    fn read(self) -> SetUp {
        let text = |value: RwSignal<String>| value.get_untracked().trim().to_owned();
        SetUp {
            code: text(self.code),
            organisation: text(self.organisation),
            currency: text(self.currency),
            zone_minutes: text(self.zone).parse().unwrap_or_else(|_| here::zone_minutes()),
            name: text(self.name),
            login: text(self.login),
            password: self.password.get_untracked(),
            device: device_name(),
        }
    }
}

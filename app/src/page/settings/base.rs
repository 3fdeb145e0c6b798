//! The customer base: sample data, and the ways to import and to the team.

use crate::api;
use crate::i18n::{errors, first_run, nav, settings as words};
use crate::page::job::{JobProgress, use_after_job};
use crate::page::sign_in::FormProblem;
use crate::store::store;
use crate::ui::{Button, ButtonKind, Confirm, use_toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

/// The section; nothing for staff, who have no say in it.
#[component]
pub(super) fn Base() -> impl IntoView {
    let account = &store().account;
    if !account.is_manager() {
        return ().into_any();
    }
    let administrator = account.is_administrator();
    view! {
        <section class="settings-section">
            <h2>{words::base()}</h2>
            <ul class="settings-list">
                <li>
                    <span class="grow">{words::import_link()}</span>
                    <A href="/import" attr:class="btn">
                        {nav::import()}
                    </A>
                </li>
                {administrator
                    .then(|| {
                        view! {
                            <li>
                                <span class="grow">{words::team_link()}</span>
                                <A href="/team" attr:class="btn">
                                    {nav::team()}
                                </A>
                            </li>
                            <Demo />
                        }
                    })}
            </ul>
        </section>
    }
    .into_any()
}

/// Sample data and the way to be rid of it. Nothing where there is none.
#[component]
fn Demo() -> impl IntoView {
    let session = use_context::<crate::app::Session>();
    let there = move || session.and_then(crate::app::Session::me).is_some_and(|me| me.demo);
    let asked = RwSignal::new(false);
    let job = RwSignal::new(None::<String>);
    let problem = RwSignal::new(None::<String>);
    let after_job = use_after_job();
    let toasts = use_toasts();
    let remove = move |()| {
        problem.set(None);
        spawn_local(async move {
            match api::base::remove_demo().await {
                Ok(started) => job.set(Some(started.id)),
                Err(error) => problem.set(Some(errors::error_words(&error))),
            }
        });
    };
    let progress = move || {
        job.get().map(|id| {
            view! {
                <JobProgress
                    id=id
                    title=words::demo_removing()
                    unit=first_run::records()
                    on_done=move |done: api::base::Job| {
                        after_job();
                        if done.phase == "done" {
                            toasts.say(words::demo_removed());
                        }
                        job.set(None);
                    }
                />
            }
        })
    };
    view! {
        <Show when=move || there() || job.with(Option::is_some)>
            <li>
                <span class="grow">
                    {words::demo_here()} <span class="label settings-line">{words::demo_detail()}</span>
                </span>
                <Show when=move || job.with(Option::is_none)>
                    <Button kind=ButtonKind::Danger on_click=move |_| asked.set(true)>
                        {words::demo_remove()}
                    </Button>
                </Show>
                <div class="settings-wide">{progress} <FormProblem problem=problem /></div>
            </li>
        </Show>
        <Confirm
            open=asked
            title=words::demo_question()
            detail=words::demo_detail()
            act=words::demo_remove()
            danger=true
            on_confirm=remove
        />
    }
}

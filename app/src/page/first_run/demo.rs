//! Sample data: how much of it, then how far it is.

use crate::api;
use crate::i18n::{common, errors, first_run as words};
use crate::page::job::{JobProgress, use_after_job};
use crate::page::sign_in::FormProblem;
use crate::sync::runner;
use crate::ui::{Button, ButtonKind, Choice, Select, Sheet};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How many customers the demo base can have; the first is the default.
const SIZES: [u32; 4] = [2_000, 10_000, 50_000, 100_000];
/// The demo base is the same everywhere, so that two people can talk about it.
const SEED: u64 = 1;

/// The sheet that loads the demo base.
#[component]
pub fn DemoSheet(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let size = RwSignal::new(SIZES[0].to_string());
    let job = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let after_job = use_after_job();
    let load = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problem.set(None);
        let customers = size.get_untracked().parse().unwrap_or(SIZES[0]);
        spawn_local(async move {
            match api::base::load_demo(customers, SEED).await {
                Ok(started) => job.set(Some(started.id)),
                Err(error) => problem.set(Some(errors::error_words(&error))),
            }
            busy.set(false);
        });
    };
    let choices = || SIZES.map(|n| Choice::new(n.to_string(), common::people(n as usize))).to_vec();
    let offline = move || runner().is_some_and(|runner| runner.status().offline);
    let inside = move || match job.get() {
        Some(id) => view! {
            <JobProgress
                id=id
                title=words::demo_running()
                unit=words::records()
                on_done=move |_| {
                    after_job();
                    open.set(false);
                }
            />
        }
        .into_any(),
        None => view! {
            <p class="second">{words::demo_detail()}</p>
            <Select label=words::demo_size() choices=Signal::derive(choices) value=size />
            {move || offline().then(|| view! { <p class="note">{words::needs_network()}</p> })}
            <FormProblem problem=problem />
            <div class="actions actions-end">
                <Button on_click=move |_| open.set(false)>{common::cancel()}</Button>
                <Button kind=ButtonKind::Primary disabled=busy on_click=load>
                    {words::demo_load()}
                </Button>
            </div>
        }
        .into_any(),
    };
    view! {
        <Sheet open=open title=words::demo()>
            {inside}
        </Sheet>
    }
}

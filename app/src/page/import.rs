//! Importing a file: choose, check what its columns are, try, import, read the report.

mod choose;
mod mapping;
mod report;
mod state;
mod words;

use crate::i18n::import as texts;
use crate::layout::PageHead;
use crate::page::job::{JobProgress, use_after_job};
use crate::page::sign_in::FormProblem;
use crate::store::store;
use crate::sync::runner;
use crate::ui::{Button, Empty, Icon, Problem};
use choose::ChooseFile;
use leptos::prelude::*;
use mapping::Mapping;
use report::ReportView;
use state::{Running, State};

/// The page at `/import`.
#[component]
pub fn ImportPage() -> impl IntoView {
    view! {
        <div class="page">
            <PageHead title=texts::title() />
            <div class="scroll">
                <div class="page-body page-narrow">
                    {if store().account.is_manager() {
                        view! { <Importing /> }.into_any()
                    } else {
                        view! { <Empty title=texts::only_managers() detail=texts::only_managers_detail() /> }.into_any()
                    }}
                </div>
            </div>
        </div>
    }
}

/// The steps, the later ones below the earlier.
#[component]
fn Importing() -> impl IntoView {
    let state = State::new(&store().account.me.currency);
    let offline = Memo::new(|_| runner().is_some_and(|runner| runner.status().offline));
    view! {
        <Show when=move || offline.get()>
            <Problem title=texts::needs_network() detail=texts::needs_network_detail() />
        </Show>
        <FormProblem problem=state.problem />
        <Show when=move || state.preview.with(Option::is_none) fallback=move || view! { <Chosen state=state /> }>
            <ChooseFile state=state />
        </Show>
        {move || state.running.get().map(|running| view! { <Work state=state running=running /> })}
        {move || state.report.get().map(|report| view! { <ReportView state=state report=report /> })}
    }
}

/// The file, and what its columns are; folded away once the import is done.
#[component]
fn Chosen(state: State) -> impl IntoView {
    let name = move || state.preview.with(|p| p.as_ref().map(|p| p.file.clone()));
    let finished = Memo::new(move |_| state.report.with(|r| r.as_ref().is_some_and(|r| !r.dry_run)));
    view! {
        <p class="import-file">
            {Icon::File.view()} <b class="grow wrap">{name}</b>
            <Button on_click=move |_| state.clear() disabled=Signal::derive(move || state.running.with(Option::is_some))>
                {texts::other_file()}
            </Button>
        </p>
        <Show when=move || !finished.get() && state.running.with(Option::is_none)>
            <Mapping state=state />
        </Show>
    }
}

/// A trial or an import under way.
#[component]
fn Work(state: State, running: Running) -> impl IntoView {
    let after_job = use_after_job();
    let name = state.preview.with_untracked(|p| p.as_ref().map(|p| p.file.clone()).unwrap_or_default());
    let title = if running.dry_run { texts::dry_running(&name) } else { texts::running(&name) };
    view! {
        <JobProgress
            id=running.job
            title=title
            unit=crate::i18n::common::rows()
            on_done=move |job| {
                state.finish(job);
                if !running.dry_run {
                    after_job();
                }
            }
        />
    }
}

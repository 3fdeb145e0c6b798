//! Watching a long job at the server: count, rate, time left, stop.

use crate::api;
use crate::api::ApiError;
use crate::api::base::Job;
use crate::i18n::{errors, first_run as words};
use crate::sync::runner;
use crate::ui::{Problem, Progress};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How often the server is asked while it answers.
const ASK_EVERY: Duration = Duration::from_millis(500);
/// And while it does not.
const ASK_AGAIN: Duration = Duration::from_secs(3);

/// How the watched job stands.
#[derive(Clone, PartialEq, Debug, Default)]
struct Watched {
    job: Job,
    /// The last question had no answer; the job goes on at the server.
    unreachable: bool,
    /// Nothing more will come.
    ended: Option<Result<(), String>>,
}

/// Whether a phase is the last.
fn is_over(phase: &str) -> bool {
    matches!(phase, "done" | "failed" | "cancelled")
}

/// Done per second; `None` until that means something.
fn rate(job: &Job) -> Option<f64> {
    (job.elapsed_ms >= 500 && job.done > 0).then(|| job.done as f64 * 1_000.0 / job.elapsed_ms as f64)
}

fn phase_words(phase: &str) -> &'static str {
    match phase {
        "reading" => words::phase_reading(),
        "scoring" => words::phase_scoring(),
        "saving" => words::phase_saving(),
        "checking" => words::phase_checking(),
        _ => words::phase_writing(),
    }
}

/// Shows a job until it is over and then says so once. Leaving the page does not stop the job.
#[component]
pub fn JobProgress(
    /// The job's id.
    #[prop(into)]
    id: String,
    /// What is being done.
    #[prop(into)]
    title: String,
    /// What is counted.
    #[prop(into)]
    unit: String,
    /// Called with the finished job, also when it was stopped.
    #[prop(into)]
    on_done: Callback<Job>,
) -> impl IntoView {
    let watched = RwSignal::new(Watched::default());
    let id = StoredValue::new(id);
    let alive = StoredValue::new(true);
    on_cleanup(move || {
        let _ = alive.try_set_value(false);
    });
    ask(id, watched, alive, on_done);
    let stop = move |_| {
        spawn_local(async move {
            // When the wish does not arrive the job goes on, and the bar shows it.
            let _ = api::base::cancel_job(id.get_value()).await;
        });
    };
    let done = Signal::derive(move || watched.with(|w| w.job.done));
    let total = Signal::derive(move || watched.with(|w| w.job.total));
    let heading = Signal::derive(move || watched.with(|w| format!("{title} · {}", phase_words(&w.job.phase))));
    let per_second = Signal::derive(move || watched.with(|w| rate(&w.job)));
    let unreachable = Memo::new(move |_| watched.with(|w| w.unreachable));
    let failed = Memo::new(move |_| watched.with(|w| w.ended.clone().and_then(Result::err)));
    let over = Memo::new(move |_| watched.with(|w| w.ended.is_some()));
    view! {
        <Show when=move || !over.get()>
            <Progress title=heading done=done total=total unit=unit.clone() per_second=per_second on_cancel=stop />
            {move || unreachable.get().then(|| view! { <p class="note" role="status">{words::job_offline()}</p> })}
        </Show>
        {move || failed.get().map(|why| view! { <Problem title=words::job_failed() detail=why /> })}
    }
}

/// Asks how the job stands, and again later until it is over or nobody looks any more.
fn ask(id: StoredValue<String>, watched: RwSignal<Watched>, alive: StoredValue<bool>, on_done: Callback<Job>) {
    let Some(name) = id.try_get_value() else { return };
    spawn_local(async move {
        let answer = api::base::job(name).await;
        if alive.try_get_value() != Some(true) {
            return;
        }
        let wait = match answer {
            Ok(job) => {
                let over = is_over(&job.phase);
                let failed =
                    (job.phase == "failed").then(|| job.error.clone().unwrap_or_else(|| errors::server().to_owned()));
                watched.set(Watched {
                    ended: over.then(|| failed.map_or(Ok(()), Err)),
                    unreachable: false,
                    job: job.clone(),
                });
                if over {
                    on_done.run(job);
                    return;
                }
                ASK_EVERY
            }
            Err(ApiError::Network | ApiError::Server) => {
                watched.update(|w| w.unreachable = true);
                ASK_AGAIN
            }
            Err(error) => {
                watched.update(|w| w.ended = Some(Err(errors::error_words(&error))));
                return;
            }
        };
        set_timeout(move || ask(id, watched, alive, on_done), wait);
    });
}

/// What to do after customers were written at the server: fetch them at once, and describe the base anew (it is no longer empty).
///
/// Call it while a view is built; what it returns may be called later.
pub fn use_after_job() -> impl Fn() + Copy + Send + Sync + 'static {
    let session = use_context::<crate::app::Session>();
    move || {
        if let Some(session) = session {
            session.refresh();
        }
        if let Some(runner) = runner() {
            runner.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_known_after_half_a_second() {
        let job = |done, elapsed_ms| Job { done, elapsed_ms, ..Job::default() };
        assert_eq!(rate(&job(100, 499)), None);
        assert_eq!(rate(&job(0, 5_000)), None);
        assert_eq!(rate(&job(1_930, 1_000)), Some(1_930.0));
    }

    #[test]
    fn a_job_ends_in_one_of_three_ways() {
        assert!(["done", "failed", "cancelled"].into_iter().all(is_over));
        assert!(!["", "reading", "writing", "scoring", "saving", "checking"].into_iter().any(is_over));
    }
}

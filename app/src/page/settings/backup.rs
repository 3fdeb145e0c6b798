//! The base's backups: the last good one, the next one, and one now. They are on the server, so this needs the network.

use super::device::size;
use crate::api;
use crate::api::base::{Backup, Backups as Standing, Job};
use crate::i18n::{errors, first_run, format, settings as words};
use crate::page::job::JobProgress;
use crate::page::sign_in::FormProblem;
use crate::page::sync::conflict::moment_words;
use crate::store::store;
use crate::ui::{Button, Icon, use_toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The section; nothing for those who do not administer the base.
#[component]
pub(super) fn Backups() -> impl IntoView {
    if !store().account.is_administrator() {
        return ().into_any();
    }
    let standing = RwSignal::new(None::<Result<Standing, String>>);
    let job = RwSignal::new(None::<String>);
    let problem = RwSignal::new(None::<String>);
    let look = move || {
        spawn_local(async move {
            let answer = api::base::backups().await.map_err(|error| errors::error_words(&error));
            let _ = standing.try_set(Some(answer));
        });
    };
    look();
    let toasts = use_toasts();
    let begin = move |_| {
        problem.set(None);
        spawn_local(async move {
            match api::base::back_up().await {
                Ok(started) => job.set(Some(started.id)),
                Err(error) => problem.set(Some(errors::error_words(&error))),
            }
        });
    };
    let progress = move || {
        job.get().map(|id| {
            let done = move |done: Job| {
                if done.phase == "done" {
                    toasts.say(words::backup_made());
                }
                // A failure stays to be read.
                if done.phase != "failed" {
                    job.set(None);
                }
                look();
            };
            view! { <JobProgress id=id title=words::backup_making() unit=first_run::records() on_done=done /> }
        })
    };
    let body = move || match standing.get() {
        None => ().into_any(),
        Some(Err(why)) => view! {
            <li>
                <span class="grow">
                    {words::backup_network()} <span class="label settings-line">{why}</span>
                </span>
            </li>
        }
        .into_any(),
        Some(Ok(standing)) => {
            let last = last_words(standing.last.as_ref());
            let rest = place(&standing);
            view! {
                {warning(&standing)
                    .map(|text| {
                        view! {
                            <li>
                                <p class="note note-warn settings-wide" role="alert">
                                    {Icon::Alert.view()}
                                    <span class="wrap">{text}</span>
                                </p>
                            </li>
                        }
                    })}
                <li>
                    <span class="grow">
                        {words::backup_last()} {last} <span class="label settings-line">{next_words(&standing)}</span>
                    </span>
                    <Button on_click=begin>{words::backup_now()}</Button>
                </li>
                {rest}
            }
            .into_any()
        }
    };
    view! {
        <section class="settings-section">
            <h2>{words::backup()}</h2>
            <ul class="settings-list">{body}</ul>
            {progress}
            <FormProblem problem=problem />
        </section>
    }
    .into_any()
}

/// When the last good one was made, and what it holds.
fn last_words(last: Option<&Backup>) -> AnyView {
    let Some(last) = last else {
        return view! { <span class="second settings-line">{words::backup_none()}</span> }.into_any();
    };
    let when = moment(last.made_ms);
    let holds = words::backup_holds(last.records, last.customers, &size(last.bytes));
    view! {
        <b class="settings-line">{when}</b>
        <span class="label settings-line">{holds}</span>
    }
    .into_any()
}

fn next_words(standing: &Standing) -> String {
    standing.next_ms.map_or_else(|| words::backup_never().to_owned(), |ms| words::backup_next(&format::date_time(ms)))
}

/// Where they are, how many, and how much room is left.
fn place(standing: &Standing) -> impl IntoView {
    let kept = words::backup_kept(standing.kept, &size(standing.kept_bytes));
    let free = standing.free_bytes.map(|free| words::backup_free(&size(free)));
    let counts = free.map_or_else(|| kept.clone(), |free| format!("{kept} · {free}"));
    let folder = standing.folder.clone();
    view! {
        <li>
            <span class="grow">
                {words::backup_where()} <span class="second settings-line">{folder}</span>
                <span class="label settings-line">{counts}</span>
                <span class="label settings-line">{words::backup_move()}</span>
            </span>
        </li>
    }
}

/// What somebody has to look after, if anything.
fn warning(standing: &Standing) -> Option<String> {
    match &standing.failed {
        Some((when, why)) => Some(words::backup_failed(&moment(*when), why)),
        None => standing.old.then(|| words::backup_old().to_owned()),
    }
}

fn moment(ms: i64) -> String {
    moment_words(&store(), u64::try_from(ms).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_more_than_an_old_backup() {
        let old = Standing { old: true, ..Standing::default() };
        assert_eq!(warning(&old).as_deref(), Some(words::backup_old()));
        let failed = Standing { failed: Some((0, "the disk is full".into())), ..old };
        assert!(warning(&failed).is_some_and(|text| text.contains("the disk is full")));
        assert_eq!(warning(&Standing::default()), None);
    }

    #[test]
    fn a_server_without_a_schedule_says_so() {
        assert_eq!(next_words(&Standing::default()), words::backup_never());
        let nightly = Standing { next_ms: Some(1_795_305_600_000), ..Standing::default() };
        assert!(next_words(&nightly).contains("2026"));
    }
}

//! How sync stands, in sentences; "try now"; the way out when nothing goes.

use super::export::export_unsent;
use super::rejected::rejected;
use super::take_in::take_in;
use crate::api::upload::chosen;
use crate::i18n::{errors, format, settings, sync as texts};
use crate::page::browser;
use crate::page::sign_in::SignInForm;
use crate::store::{Mark, clock, store};
use crate::sync::runner;
use crate::ui::{Button, ButtonKind, Icon, Sheet, use_toasts};
use domain::sync::engine::{Pause, Status};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// A clock that is wrong by less than this is not mentioned, milliseconds.
const CLOCK_TOLERANCE_MS: i64 = 60_000;
/// How often "5 minutes ago" is said anew.
const MINUTE: Duration = Duration::from_secs(30);

/// The line and what belongs to it.
#[component]
pub(super) fn Standing() -> impl IntoView {
    let tick = RwSignal::new(0_u32);
    if let Ok(timer) = set_interval_with_handle(move || tick.update(|n| *n = n.wrapping_add(1)), MINUTE) {
        on_cleanup(move || timer.clear());
    }
    let status = move || runner().map(|runner| runner.status()).unwrap_or_default();
    let unsent = move || {
        let store = store();
        store.track_outbox();
        store.waiting().iter().filter(|shown| shown.mark != Mark::Sent).count()
    };
    let headline = Memo::new(move |_| {
        tick.track();
        headline(&status(), unsent(), now())
    });
    let facts = Memo::new(move |_| {
        tick.track();
        facts(&status(), now())
    });
    let pause = Memo::new(move |_| status().pause);
    let toasts = use_toasts();
    let export = move |_| {
        spawn_local(async move {
            toasts.say(if export_unsent().await { texts::exported() } else { texts::export_failed() });
        });
    };
    let take = move |event: leptos::ev::Event| {
        if let Some(file) = chosen(&event) {
            spawn_local(async move { toasts.say(take_in(file).await) });
        }
    };
    let silent = move || runner().is_some_and(|runner| runner.is_silent());
    let take_over = move |_| {
        if let Some(runner) = runner() {
            runner.take_over();
        }
    };
    // What the server refused is kept apart from what waits, and belongs into the file as well.
    let refused = RwSignal::new(false);
    Effect::new(move |_| {
        store().track_outbox();
        spawn_local(async move {
            let _ = refused.try_set(!rejected().await.is_empty());
        });
    });
    let has_unsent = Memo::new(move |_| unsent() > 0 || refused.get());
    let wake = move |_| {
        if let Some(runner) = runner() {
            runner.wake();
        }
    };
    view! {
        <section class="sync-standing">
            <p class="sync-headline" role="status">
                {headline}
            </p>
            {move || facts.get().into_iter().map(|fact| view! { <p class="second">{fact}</p> }).collect_view()}
            {move || pause.get().map(|pause| view! { <Paused pause=pause /> })}
            <Show when=silent>
                <p class="note note-warn" role="alert">
                    {Icon::Alert.view()} <span class="grow">{texts::silent()}</span>
                    <Button kind=ButtonKind::Primary on_click=take_over>
                        {texts::take_over()}
                    </Button>
                </p>
            </Show>
            <div class="actions">
                <Button kind=ButtonKind::Primary icon=Icon::Sync on_click=wake>
                    {move || match status() {
                        Status { sending: true, .. } => texts::trying(),
                        Status { offline: true, .. } => texts::try_now(),
                        _ => texts::sync_now(),
                    }}
                </Button>
                <Show when=move || has_unsent.get()>
                    <Button icon=Icon::Download on_click=export>
                        {texts::export_unsent()}
                    </Button>
                </Show>
                <label class="btn">
                    {Icon::Upload.view()} {texts::take_in()}
                    <input class="visually-hidden" type="file" accept=".json,application/json" on:change=take />
                </label>
            </div>
            <p class="label">
                {move || if has_unsent.get() { texts::export_detail() } else { texts::take_in_detail() }}
            </p>
        </section>
    }
}

fn now() -> u64 {
    clock::now_ms()
}

/// The one line.
fn headline(status: &Status, unsent: usize, now_ms: u64) -> String {
    if status.offline {
        return if unsent == 0 { texts::offline_clear().to_owned() } else { texts::offline_waiting(unsent) };
    }
    if unsent > 0 {
        return texts::waiting_saved(unsent);
    }
    if status.last_contact_ms == 0 {
        return texts::syncing().to_owned();
    }
    texts::synced(&format::since(to_i64(status.last_contact_ms), to_i64(now_ms)))
}

/// What else there is to know.
fn facts(status: &Status, now_ms: u64) -> Vec<String> {
    let mut facts = Vec::new();
    if status.offline {
        facts.push(texts::offline_line().to_owned());
    }
    facts.push(match status.last_contact_ms {
        0 => texts::never_contact().to_owned(),
        at => texts::last_contact(&format::since(to_i64(at), to_i64(now_ms))),
    });
    if status.sent > 0 {
        facts.push(texts::sent_not_back(status.sent));
    }
    if let Some((done, total)) = status.fetching.filter(|(done, total)| done < total) {
        facts.push(texts::fetching(done, total));
    }
    let offset = status.clock_offset_ms;
    if offset.abs() >= CLOCK_TOLERANCE_MS {
        let span = format::duration(offset.abs() / 1_000);
        // The offset is the server's clock minus ours.
        facts.push(if offset < 0 { texts::clock_ahead(&span) } else { texts::clock_behind(&span) });
    }
    facts
}

fn to_i64(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}

/// Why nothing is sent although the network may be there, and what to do.
#[component]
fn Paused(pause: Pause) -> impl IntoView {
    let session = use_context::<crate::app::Session>();
    let asked = RwSignal::new(false);
    let (why, act) = match pause {
        Pause::NeedsAuth => {
            let act = view! {
                <Button kind=ButtonKind::Primary on_click=move |_| asked.set(true)>
                    {texts::sign_in_again()}
                </Button>
            };
            (texts::paused_auth(), Some(act.into_any()))
        }
        Pause::Outdated => {
            let act = view! {
                <Button kind=ButtonKind::Primary on_click=move |_| browser::update()>
                    {settings::update_now()}
                </Button>
            };
            (texts::paused_outdated(), Some(act.into_any()))
        }
        Pause::Forked => (texts::paused_forked(), None),
    };
    let signed_in = move |me| {
        asked.set(false);
        if let Some(session) = session {
            session.enter(me);
        }
    };
    view! {
        <div class="note note-warn" role="alert">
            {Icon::Alert.view()} <span class="grow">{why}</span> {act}
        </div>
        <Sheet open=asked title=errors::session_ended()>
            <SignInForm on_signed_in=signed_in />
        </Sheet>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, tests::with_lang};

    #[test]
    fn the_line_says_what_matters_most() {
        let status = |offline, last_contact_ms| Status { offline, last_contact_ms, ..Status::default() };
        with_lang(Lang::ZhCn, || {
            assert_eq!(headline(&status(false, 1), 0, 1), "已同步 · 刚刚");
            assert_eq!(headline(&status(false, 1), 3, 1), "3 项待发 · 已存在本机");
            assert_eq!(headline(&status(true, 1), 3, 1), "离线 · 3 项待发，连上就发");
            assert_eq!(headline(&status(false, 0), 0, 1), "正在同步");
        });
    }

    #[test]
    fn a_wrong_clock_is_mentioned_and_a_small_difference_is_not() {
        let with_offset = |clock_offset_ms| Status { clock_offset_ms, last_contact_ms: 1, ..Status::default() };
        with_lang(Lang::ZhCn, || {
            assert_eq!(facts(&with_offset(59_000), 1).len(), 1);
            assert!(facts(&with_offset(-180_000), 1)[1].contains("快了 3 分"));
            assert!(facts(&with_offset(180_000), 1)[1].contains("慢了 3 分"));
        });
    }
}

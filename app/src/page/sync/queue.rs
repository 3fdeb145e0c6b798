//! What this device has not yet seen confirmed, in words.

use super::conflict::moment_words;
use super::words::{customer_of, customer_words, op_words};
use crate::i18n::sync as texts;
use crate::store::{Mark, Shown, store};
use crate::ui::{Button, ButtonKind, Empty, Icon};
use leptos::prelude::*;
use leptos_router::components::A;

/// How many are listed; the others are counted.
const LISTED: usize = 200;

/// One operation in the list.
#[derive(Clone, PartialEq)]
struct Line {
    ticket: u64,
    who: String,
    customer: Option<domain::RowId>,
    words: String,
    when: String,
    mark: Mark,
}

fn line(shown: &Shown) -> Line {
    Line {
        ticket: shown.ticket,
        who: customer_words(&shown.op),
        customer: customer_of(&shown.op),
        words: op_words(&shown.op),
        when: moment_words(&store(), shown.at_ms),
        mark: shown.mark,
    }
}

/// The section.
#[component]
pub(super) fn Queue() -> impl IntoView {
    let lines = Memo::new(|_| {
        let store = store();
        store.track_outbox();
        let mut all = store.waiting();
        // What is not saved comes first, then newest first.
        all.sort_by_key(|shown| (shown.mark != Mark::NotSaved, std::cmp::Reverse(shown.ticket)));
        let count = all.len();
        (all.iter().take(LISTED).map(line).collect::<Vec<_>>(), count)
    });
    let not_saved = move || lines.with(|(all, _)| all.iter().any(|line| line.mark == Mark::NotSaved));
    let more = move || lines.with(|(all, count)| count.saturating_sub(all.len()));
    view! {
        <section class="sync-section">
            <h2>
                {texts::queue()} <span class="n">{move || lines.with(|(_, count)| *count)}</span>
            </h2>
            <Show when=not_saved>
                <p class="note note-alert">
                    {Icon::Alert.view()} <span class="grow">{texts::not_saved()}</span>
                    <Button kind=ButtonKind::Primary on_click=move |_| store().save_again()>
                        {texts::save_again()}
                    </Button>
                </p>
            </Show>
            <Show
                when=move || lines.with(|(all, _)| !all.is_empty())
                fallback=|| view! { <Empty title=texts::nothing_here() detail=texts::all_sent_detail() /> }
            >
                <ul>
                    <For
                        each=move || lines.with(|(all, _)| all.clone())
                        key=|line| (line.ticket, line.mark as u8, line.words.clone())
                        children=|line| view! { <QueueItem line=line /> }
                    />
                </ul>
                {move || (more() > 0).then(|| view! { <p class="label">{texts::more_waiting(more())}</p> })}
            </Show>
        </section>
    }
}

#[component]
fn QueueItem(line: Line) -> impl IntoView {
    let (icon, state) = match line.mark {
        Mark::Saving => (Icon::Clock, texts::mark_saving()),
        Mark::NotSaved => (Icon::Alert, texts::mark_not_saved()),
        Mark::Waiting => (Icon::CloudUp, texts::mark_waiting()),
        Mark::Sent => (Icon::CloudCheck, texts::mark_sent()),
    };
    let name = match line.customer {
        Some(id) => view! { <A href=format!("/customers/{id}")>{line.who}</A> }.into_any(),
        None => view! { <span>{line.who}</span> }.into_any(),
    };
    view! {
        <li class="queue-item" class=("queue-item-alert", line.mark == Mark::NotSaved)>
            {icon.view()}
            <span class="grow">
                <b class="wrap">{name}</b>
                <span class="queue-line wrap">{line.words}</span>
                <span class="label queue-line">{state} " · " {line.when}</span>
            </span>
        </li>
    }
}

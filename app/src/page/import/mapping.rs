//! What each column of the file is.

use super::state::{State, chosen_twice, still_missing};
use super::words::field_words;
use crate::api::base::Preview;
use crate::i18n::import as texts;
use crate::page::first_run::currency_choices;
use crate::ui::{Button, ButtonKind, Choice, Segmented, Select};
use leptos::prelude::*;

/// How many rows of the file are shown.
const SAMPLE: usize = 5;

/// The guessed meaning of every column, to be corrected, and the button that tries it.
#[component]
pub(super) fn Mapping(state: State) -> impl IntoView {
    let target = RwSignal::new(state.target.get_untracked());
    Effect::new(move |_| {
        let chosen = target.get();
        if chosen != state.target.get_untracked() {
            state.retarget(chosen);
        }
    });
    let targets = vec![
        ("customers".to_owned(), texts::target_customers().to_owned()),
        ("purchases".to_owned(), texts::target_purchases().to_owned()),
        ("relations".to_owned(), texts::target_relations().to_owned()),
    ];
    let twice = Memo::new(move |_| state.columns.with(|columns| chosen_twice(columns)));
    let missing = Memo::new(move |_| {
        let target = state.target.get();
        state.columns.with(|columns| still_missing(&target, columns))
    });
    let objection = move || {
        let (twice, missing) = (twice.get(), missing.get());
        if !twice.is_empty() {
            let names: Vec<String> = twice.iter().map(|field| field_words(field)).collect();
            Some(texts::twice(&names.join(" · ")))
        } else if !missing.is_empty() {
            let group = |fields: &&[&str]| fields.iter().map(|f| field_words(f)).collect::<Vec<_>>().join(" / ");
            Some(texts::missing_detail(&missing.iter().map(group).collect::<Vec<_>>().join(" · ")))
        } else {
            None
        }
    };
    let read_as = move || state.preview.with(|p| p.as_ref().map(|p| texts::written_in(&p.format)));
    let has_amounts = move || state.target.with(|target| target == "purchases");
    view! {
        <section class="import-mapping">
            <div class="line-wrap">
                <span>{texts::what_title()}</span>
                <Segmented label=texts::what_title() options=targets value=target />
            </div>
            <p class="label">{read_as}</p>
            <h2>{texts::columns_title()}</h2>
            {move || state.preview.get().map(|preview| view! { <Columns state=state preview=preview /> })}
            <Show when=has_amounts>
                <Select label=texts::amounts_in() choices=currency_choices() value=state.currency />
            </Show>
            {move || objection().map(|text| view! { <p class="note note-warn" role="status">{text}</p> })}
            {move || state.preview.get().map(|preview| view! { <Sample preview=preview /> })}
            <div class="actions">
                {move || {
                    // Once there is a result, importing is the main act.
                    let kind = if state.report.with(Option::is_some) { ButtonKind::Secondary } else { ButtonKind::Primary };
                    view! {
                        <Button
                            kind=kind
                            large=true
                            why_disabled=Signal::derive(objection)
                            on_click=move |_| state.start(true)
                        >
                            {texts::dry_run()}
                        </Button>
                    }
                }}
            </div>
            <p class="label">{texts::dry_run_detail()}</p>
        </section>
    }
}

/// One line per column: its name, an example, the field it goes to.
#[component]
fn Columns(state: State, preview: Preview) -> impl IntoView {
    let mut choices = vec![Choice::new("", texts::column_skip())];
    choices.extend(preview.fields.iter().map(|(code, _)| Choice::new(code.clone(), field_words(code))));
    let sample = preview.sample;
    let line = |(at, (column, field)): (usize, (String, String))| {
        let example = sample.iter().filter_map(|row| row.get(at)).find(|value| !value.trim().is_empty()).cloned();
        let value = RwSignal::new(field);
        view! {
            <li>
                <span class="mapping-from">
                    <b class="wrap">{column.clone()}</b>
                    <span class="label cut">{example}</span>
                </span>
                <Select
                    label=texts::goes_to(&column)
                    choices=choices.clone()
                    value=value
                    bare=true
                    on_change=move |field| state.map_column(at, field)
                />
            </li>
        }
    };
    view! { <ul class="mapping">{preview.columns.into_iter().enumerate().map(line).collect_view()}</ul> }
}

/// The first rows as they are in the file.
#[component]
fn Sample(preview: Preview) -> impl IntoView {
    let head = preview.columns.iter().map(|(column, _)| view! { <th scope="col">{column.clone()}</th> }).collect_view();
    let row = |values: Vec<String>| {
        let cells = values.into_iter().map(|value| view! { <td class="cut">{value}</td> }).collect_view();
        view! { <tr>{cells}</tr> }
    };
    let rows = preview.sample.into_iter().take(SAMPLE).map(row).collect_view();
    view! {
        <details class="sync-fold">
            <summary>
                <h3>{texts::sample_title()}</h3>
            </summary>
            // Scrolls sideways, so the keyboard must be able to stand on it.
            <div class="table-scroll" tabindex="0" role="region" aria-label=texts::sample_title()>
                <table class="table import-sample">
                    <thead>
                        <tr>{head}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}

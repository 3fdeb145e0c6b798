//! The list under the palette's field.

use leptos::prelude::*;

use super::Line;
use crate::i18n::nav;

/// The element id of the option at a place.
pub(super) fn option_id(list: &str, at: usize) -> String {
    format!("{list}-{at}")
}

/// Scrolls the list just so far that an option is seen.
pub(super) fn bring_into_view(id: &str) {
    if let Some(option) = document().get_element_by_id(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        option.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// The list under the field: what was found, then the acts.
#[component]
pub(super) fn Options(
    id: String,
    lines: Memo<Vec<Line>>,
    marked: RwSignal<usize>,
    on_run: impl Fn(usize) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let list = id.clone();
    let option = move |list: &str, at: usize, line: Line, begins_group: bool| {
        let heading = if line.is_command { nav::palette_actions() } else { nav::palette_found() };
        view! {
            {begins_group.then(|| view! { <div class="palette-group" role="presentation">{heading}</div> })}
            <div
                id=option_id(list, at)
                class="palette-option"
                role="option"
                aria-selected=move || if marked.get() == at { "true" } else { "false" }
                on:pointermove=move |_| {
                    if marked.get_untracked() != at {
                        marked.set(at);
                    }
                }
                on:click=move |_| on_run(at)
            >
                {line.icon.view()}
                <span class="cut">{line.label}</span>
                <span class="palette-detail cut">{line.detail}</span>
                {line.key.map(|key| view! { <kbd>{key}</kbd> })}
            </div>
        }
    };
    let options = move || {
        let mut group = None;
        let lines = lines.get().into_iter().enumerate();
        lines
            .map(|(at, line)| {
                let begins_group = group.replace(line.is_command) != Some(line.is_command);
                option(&list, at, line, begins_group)
            })
            .collect_view()
    };
    view! {
        <div id=id class="palette-list" role="listbox" aria-label=nav::palette()>
            {options}
        </div>
    }
}

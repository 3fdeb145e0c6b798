//! Editing in place: tap the value, type, leave.

use leptos::{either::Either, ev, html, prelude::*};

use super::{chip::Unsent, field::InputKind, unique::unique_id};
use crate::i18n::common;

/// A value that becomes a field when it is tapped. Enter or leaving saves, Esc puts the old value back.
///
/// Nothing is saved when nothing changed. While `check` objects the field stays open and says why; leaving it then gives up the change only
/// if the text is what it was before.
#[component]
pub fn Editable(
    /// What the value is, for screen readers.
    #[prop(into)]
    label: String,
    /// The value.
    #[prop(into)]
    value: Signal<String>,
    /// Whether it waits to be synced.
    #[prop(optional, into)]
    unsent: Signal<bool>,
    /// Shown when there is no value.
    #[prop(default = common::not_set().into(), into)]
    placeholder: String,
    /// Which keyboard.
    #[prop(optional)]
    kind: InputKind,
    /// Several lines; then Ctrl/Cmd-Enter saves.
    #[prop(optional)]
    multiline: bool,
    /// What is wrong with a text, if anything.
    #[prop(optional, into)]
    check: Option<Callback<String, Option<String>>>,
    /// Called with the new text.
    #[prop(into)]
    on_save: Callback<String>,
) -> impl IntoView {
    let editing = RwSignal::new(false);
    let draft = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let shown = NodeRef::<html::Button>::new();
    let note = unique_id("edit");

    let begin = move |_: ev::MouseEvent| {
        draft.set(value.get_untracked());
        problem.set(None);
        editing.set(true);
    };
    let leave = move |keep_keyboard: bool| {
        editing.set(false);
        if keep_keyboard {
            // The button exists again in the next frame.
            request_animation_frame(move || {
                if let Some(button) = shown.get_untracked() {
                    let _ = button.focus();
                }
            });
        }
    };
    let commit = move |keep_keyboard: bool| {
        if !editing.get_untracked() {
            return;
        }
        let text = draft.get_untracked().trim().to_owned();
        if text == value.get_untracked() {
            leave(keep_keyboard);
            return;
        }
        let objection = check.and_then(|check| check.run(text.clone()));
        if objection.is_some() {
            problem.set(objection);
        } else {
            on_save.run(text);
            leave(keep_keyboard);
        }
    };
    let keydown = move |event: ev::KeyboardEvent| {
        // Enter and Esc belong to the input method while it composes.
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "Enter" if !multiline || event.ctrl_key() || event.meta_key() => {
                event.prevent_default();
                commit(true);
            }
            "Escape" => {
                event.prevent_default();
                event.stop_propagation();
                leave(true);
            }
            _ => {}
        }
    };

    let spoken = label.clone();
    move || {
        if editing.get() {
            Either::Left(view! {
                <span class="editable-open">
                    <Input label=label.clone() draft=draft kind=kind multiline=multiline problem=problem note=note.clone() keydown=keydown commit=commit />
                    <span class="field-note" id=note.clone() aria-live="polite">
                        {move || problem.get()}
                    </span>
                </span>
            })
        } else {
            let placeholder = placeholder.clone();
            let spoken = spoken.clone();
            let text = Signal::derive(move || {
                value.with(|value| if value.is_empty() { placeholder.clone() } else { value.clone() })
            });
            Either::Right(view! {
                <button
                    node_ref=shown
                    type="button"
                    class="editable"
                    class=("editable-empty", move || value.with(String::is_empty))
                    class=("editable-lines", multiline)
                    aria-label=move || format!("{spoken}: {}", text.get())
                    on:click=begin
                >
                    <span class="editable-text">{text}</span>
                    <Unsent when=unsent />
                </button>
            })
        }
    }
}

/// The open field. It takes the keyboard with its text selected.
#[component]
fn Input(
    label: String,
    draft: RwSignal<String>,
    kind: InputKind,
    multiline: bool,
    problem: RwSignal<Option<String>>,
    note: String,
    keydown: impl Fn(ev::KeyboardEvent) + 'static,
    commit: impl Fn(bool) + 'static,
) -> impl IntoView {
    let invalid = move || problem.with(Option::is_some).then_some("true");
    if multiline {
        let area = NodeRef::<html::Textarea>::new();
        area.on_load(|area| {
            request_animation_frame(move || {
                let _ = area.focus();
            });
        });
        view! {
            <textarea
                node_ref=area
                class="editable-input"
                aria-label=label
                aria-invalid=invalid
                aria-describedby=note
                prop:value=move || draft.get()
                on:input:target=move |event| draft.set(event.target().value())
                on:keydown=keydown
                on:blur=move |_| commit(false)
            ></textarea>
        }
        .into_any()
    } else {
        let input = NodeRef::<html::Input>::new();
        input.on_load(|input| {
            request_animation_frame(move || {
                let _ = input.focus();
                input.select();
            });
        });
        view! {
            <input
                node_ref=input
                class="editable-input"
                type=kind.input_type()
                inputmode=kind.input_mode()
                autocomplete="off"
                aria-label=label
                aria-invalid=invalid
                aria-describedby=note
                prop:value=move || draft.get()
                on:input:target=move |event| draft.set(event.target().value())
                on:keydown=keydown
                on:blur=move |_| commit(false)
            />
        }
        .into_any()
    }
}

/// A row of a description list (`<dl class="kv">`) whose value is edited in place.
#[component]
pub fn EditableRow(
    /// What the value is.
    #[prop(into)]
    label: String,
    /// The value.
    #[prop(into)]
    value: Signal<String>,
    /// Whether it waits to be synced.
    #[prop(optional, into)]
    unsent: Signal<bool>,
    /// Which keyboard.
    #[prop(optional)]
    kind: InputKind,
    /// Several lines.
    #[prop(optional)]
    multiline: bool,
    /// What is wrong with a text, if anything.
    #[prop(optional, into)]
    check: Option<Callback<String, Option<String>>>,
    /// Called with the new text.
    #[prop(into)]
    on_save: Callback<String>,
) -> impl IntoView {
    let check = check.unwrap_or_else(|| Callback::new(|_| None));
    view! {
        <dt>{label.clone()}</dt>
        <dd>
            <Editable label=label value=value unsent=unsent kind=kind multiline=multiline check=check on_save=on_save />
        </dd>
    }
}

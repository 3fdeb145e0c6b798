//! Fields of a form: label above, input, then the error or the hint.

use leptos::{ev, prelude::*};

use super::{button::IconButton, icon::Icon, unique::unique_id};
use crate::i18n::common;

/// What a person types, which decides the keyboard on a phone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    /// Words.
    #[default]
    Text,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A whole number.
    Integer,
    /// A number with decimals, an amount.
    Decimal,
    /// A calendar date, as `YYYY-MM-DD`.
    Date,
    /// A password, hidden until asked for.
    Password,
    /// An address of the web.
    Url,
}

impl InputKind {
    /// The `type` of the input. Numbers are text with a number keyboard: `type=number` loses what does not parse and scrolls away values.
    pub(super) fn input_type(self) -> &'static str {
        match self {
            Self::Text | Self::Integer | Self::Decimal => "text",
            Self::Phone => "tel",
            Self::Email => "email",
            Self::Date => "date",
            Self::Password => "password",
            Self::Url => "url",
        }
    }

    pub(super) fn input_mode(self) -> Option<&'static str> {
        match self {
            Self::Integer => Some("numeric"),
            Self::Decimal => Some("decimal"),
            _ => None,
        }
    }
}

/// A single-line field.
#[component]
pub fn TextField(
    /// What belongs here.
    #[prop(into)]
    label: String,
    /// What was typed.
    value: RwSignal<String>,
    /// Which keyboard and which check by the browser.
    #[prop(optional)]
    kind: InputKind,
    /// A line that helps, shown while there is no error.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// An example, shown while nothing is typed.
    #[prop(optional, into)]
    placeholder: String,
    /// What is wrong; the field is then marked invalid.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The browser's `autocomplete` token; "off" by default, because most fields are about other people.
    #[prop(default = "off".into(), into)]
    autocomplete: String,
    /// Must be filled in.
    #[prop(optional)]
    required: bool,
    /// Takes the keyboard when its view appears.
    #[prop(optional)]
    autofocus: bool,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Called at every change, with the whole text.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
) -> impl IntoView {
    let id = unique_id("field");
    let note = format!("{id}-note");
    let revealed = RwSignal::new(false);
    let is_password = kind == InputKind::Password;
    let has_error = move || error.get().is_some();
    view! {
        <div class="field" class=("field-invalid", has_error)>
            <label class="label" for=id.clone()>
                {label}
            </label>
            <span class="field-line">
                <input
                    id=id
                    type=move || if is_password && revealed.get() { "text" } else { kind.input_type() }
                    inputmode=kind.input_mode()
                    autocomplete=autocomplete
                    placeholder=placeholder
                    required=required
                    autofocus=autofocus
                    disabled=move || disabled.get()
                    aria-invalid=move || has_error().then_some("true")
                    aria-describedby=note.clone()
                    prop:value=move || value.get()
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        value.set(text.clone());
                        if let Some(on_input) = on_input {
                            on_input.run(text);
                        }
                    }
                />
                {is_password
                    .then(|| {
                        view! {
                            <IconButton
                                icon=Icon::Eye
                                label=Signal::derive(move || {
                                    if revealed.get() { common::hide_password() } else { common::show_password() }.to_owned()
                                })
                                pressed=Signal::from(revealed)
                                on_click=move |_| revealed.update(|revealed| *revealed = !*revealed)
                            />
                        }
                    })}
            </span>
            <Note id=note hint=hint error=error />
        </div>
    }
}

/// A field of several lines that grows with its text.
#[component]
pub fn TextArea(
    /// What belongs here.
    #[prop(into)]
    label: String,
    /// What was typed.
    value: RwSignal<String>,
    /// A line that helps, shown while there is no error.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// An example, shown while nothing is typed.
    #[prop(optional, into)]
    placeholder: String,
    /// What is wrong.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Lines shown while it is empty.
    #[prop(default = 2)]
    rows: u32,
    /// Takes the keyboard when its view appears.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let id = unique_id("field");
    let note = format!("{id}-note");
    let has_error = move || error.get().is_some();
    view! {
        <div class="field" class=("field-invalid", has_error)>
            <label class="label" for=id.clone()>
                {label}
            </label>
            <textarea
                id=id
                rows=rows.to_string()
                placeholder=placeholder
                autofocus=autofocus
                aria-invalid=move || has_error().then_some("true")
                aria-describedby=note.clone()
                prop:value=move || value.get()
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
            <Note id=note hint=hint error=error />
        </div>
    }
}

/// The line under a field. It is always there, so that an error is spoken when it appears.
#[component]
fn Note(id: String, hint: MaybeProp<String>, error: MaybeProp<String>) -> impl IntoView {
    view! {
        <span class="field-note" id=id aria-live="polite">
            {move || error.get().or_else(|| hint.get())}
        </span>
    }
}

/// A tick box with its words.
#[component]
pub fn Checkbox(
    /// What is agreed to, or chosen.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is ticked.
    #[prop(into)]
    checked: Signal<bool>,
    /// Some of several are ticked.
    #[prop(optional, into)]
    mixed: Signal<bool>,
    /// Hides the words from the eye (in a row), not from screen readers.
    #[prop(optional)]
    bare: bool,
    /// Called with the new state.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    let click = |event: ev::MouseEvent| event.stop_propagation();
    view! {
        <label class="check" class=("check-bare", bare) on:click=click>
            <input
                type="checkbox"
                prop:checked=move || checked.get()
                prop:indeterminate=move || mixed.get()
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span class="check-box">{move || if mixed.get() { Icon::Minus.small() } else { Icon::Check.small() }}</span>
            <span class=move || if bare { "visually-hidden" } else { "" }>{move || label.get()}</span>
        </label>
    }
}

//! Chips and marks: small facts beside a name.

use leptos::{ev::MouseEvent, prelude::*};

use super::icon::Icon;
use crate::i18n::common;

/// What a chip's colour says. The words say it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// A plain fact, outlined.
    #[default]
    Plain,
    /// A plain fact on a quiet ground.
    Wash,
    /// Overdue, in conflict, lost.
    Late,
    /// Soon, cooling, unsent.
    Soon,
    /// Settled, solved.
    Fine,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "chip",
            Self::Wash => "chip chip-wash",
            Self::Late => "chip chip-late",
            Self::Soon => "chip chip-soon",
            Self::Fine => "chip chip-fine",
        }
    }
}

/// A place on the ramp from deep to pale. The ramp is drawn with a pattern too, so it survives print and colour blindness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Rank {
    /// Deepest, solid.
    First,
    /// Striped.
    Second,
    /// Dotted.
    Third,
    /// Outline only.
    Fourth,
    /// Not on the ramp.
    #[default]
    Unranked,
}

impl Rank {
    /// The value of `data-rank`, by which the style sheet colours things.
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Self::First => Some("1"),
            Self::Second => Some("2"),
            Self::Third => Some("3"),
            Self::Fourth => Some("4"),
            Self::Unranked => None,
        }
    }
}

/// A small fact. With `on_click` it is a button.
#[component]
pub fn Chip(
    /// What its colour says.
    #[prop(optional)]
    tone: Tone,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// What a press does.
    #[prop(optional, into)]
    on_click: Option<Callback<MouseEvent>>,
    children: Children,
) -> impl IntoView {
    let inside = view! {
        {icon.map(Icon::small)}
        {children()}
    };
    match on_click {
        Some(on_click) => view! {
            <button type="button" class=tone.class() on:click=move |event| on_click.run(event)>
                {inside}
            </button>
        }
        .into_any(),
        None => view! { <span class=tone.class()>{inside}</span> }.into_any(),
    }
}

/// A round chip that is on or off: a filter, a choice of day.
#[component]
pub fn FilterChip(
    /// Whether it is on.
    #[prop(into)]
    pressed: Signal<bool>,
    /// What a press does; the owner of `pressed` changes it.
    #[prop(into)]
    on_click: Callback<MouseEvent>,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="chip chip-filter"
            aria-pressed=move || if pressed.get() { "true" } else { "false" }
            on:click=move |event| on_click.run(event)
        >
            {children()}
        </button>
    }
}

/// A step of the ramp with its words: swatch with colour and pattern, then the label.
#[component]
pub fn TierChip(
    /// Where on the ramp.
    #[prop(into)]
    rank: Signal<Rank>,
    /// The tier's name.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <span class="tier" data-rank=move || rank.get().attribute()>
            {move || label.get()}
        </span>
    }
}

/// The dot of something overdue; `label` says what, for screen readers.
#[component]
pub fn Overdue(
    /// What is overdue.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! { <span class="dot" role="img" aria-label=label.clone() title=label></span> }
}

/// The dot of a change that is on this device and not yet synced. Shows nothing when there is none.
#[component]
pub fn Unsent(
    /// Whether something is unsent.
    #[prop(into)]
    when: Signal<bool>,
) -> impl IntoView {
    move || {
        when.get().then(
            || view! { <span class="unsent" role="img" aria-label=common::unsent() title=common::unsent()></span> },
        )
    }
}

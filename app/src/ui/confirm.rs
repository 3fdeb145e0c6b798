//! A question before something that is hard to take back. What can be undone is done at once and offers undo instead.

use leptos::prelude::*;

use super::{
    button::{Button, ButtonKind},
    sheet::Sheet,
};
use crate::i18n::common;

/// A question with two answers, each named by its act.
#[component]
pub fn Confirm(
    /// Whether it is asked.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What would happen, and what is safe.
    #[prop(into)]
    detail: Signal<String>,
    /// The act, as a button says it.
    #[prop(into)]
    act: Signal<String>,
    /// The other answer; "cancel" by default.
    #[prop(default = common::cancel().into(), into)]
    keep: Signal<String>,
    /// The act takes something away.
    #[prop(optional)]
    danger: bool,
    /// Called for the act.
    #[prop(into)]
    on_confirm: Callback<()>,
) -> impl IntoView {
    let kind = if danger { ButtonKind::Danger } else { ButtonKind::Primary };
    view! {
        <Sheet open=open title=title alert=true>
            <p class="second">{move || detail.get()}</p>
            <div class="actions actions-end">
                <Button on_click=move |_| open.set(false)>{move || keep.get()}</Button>
                <Button
                    kind=kind
                    on_click=move |_| {
                        open.set(false);
                        on_confirm.run(());
                    }
                >
                    {move || act.get()}
                </Button>
            </div>
        </Sheet>
    }
}

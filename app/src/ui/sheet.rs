//! A sheet: from below on the phone, in the middle on the laptop. A native modal `dialog`, so focus, Esc and the rest of the page behave.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use super::{button::IconButton, icon::Icon, unique::unique_id};
use crate::i18n::common;

/// What is laid over the page until it is closed. Its content exists only while it is open.
#[component]
pub fn Sheet(
    /// Whether it is open; closing by Esc, the cross or a tap beside it sets this to `false`.
    open: RwSignal<bool>,
    /// Its heading and name.
    #[prop(into)]
    title: Signal<String>,
    /// Wider on the laptop (720 px instead of 480).
    #[prop(optional)]
    wide: bool,
    /// Interrupts the person ("alertdialog"), for a question that must be answered.
    #[prop(optional)]
    alert: bool,
    /// Called after it was closed, however that happened.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let heading = unique_id("sheet");
    let labelled = heading.clone();
    Effect::new(move |_| {
        let is_open = open.get();
        let Some(dialog) = dialog.get() else { return };
        if !is_open {
            dialog.close();
        } else if !dialog.open() {
            // In the next frame the content exists, so the browser can give the keyboard to its `autofocus` field.
            request_animation_frame(move || {
                // Fails only when the dialog has left the page meanwhile.
                if open.get_untracked() && !dialog.open() && dialog.show_modal().is_ok() {
                    take_keyboard(&dialog);
                }
            });
        }
    });
    let closed = move |_: ev::Event| {
        open.set(false);
        if let Some(on_close) = on_close {
            on_close.run(());
        }
    };
    let pressed = move |event: ev::PointerEvent| {
        if is_beside(&event, dialog) {
            open.set(false);
        }
    };
    view! {
        <dialog
            node_ref=dialog
            class="sheet"
            class=("sheet-wide", wide)
            role=alert.then_some("alertdialog")
            aria-labelledby=labelled
            on:close=closed
            on:pointerdown=pressed
        >
            <Show when=move || open.get()>
                <div class="sheet-inside">
                    <span class="sheet-grip" aria-hidden="true"></span>
                    <header class="sheet-head">
                        <h2 id=heading.clone()>{move || title.get()}</h2>
                        <IconButton icon=Icon::Cross label=common::close() on_click=move |_| open.set(false) />
                    </header>
                    <div class="sheet-body">{children()}</div>
                </div>
            </Show>
        </dialog>
    }
}

/// Whether a press starts on the ground beside an open dialog, which closes it; one that starts inside (selecting text) does not.
pub(crate) fn is_beside(event: &ev::PointerEvent, dialog: NodeRef<html::Dialog>) -> bool {
    event.target().zip(dialog.get_untracked()).is_some_and(|(target, dialog)| target == ****dialog)
}

/// Gives the keyboard to the content's `autofocus` element. `showModal` does so by itself, except in browsers that only look at the
/// attribute when the element is parsed.
fn take_keyboard(dialog: &web_sys::HtmlDialogElement) {
    if let Ok(Some(element)) = dialog.query_selector("[autofocus]")
        && let Ok(element) = element.dyn_into::<web_sys::HtmlElement>()
    {
        let _ = element.focus();
    }
}

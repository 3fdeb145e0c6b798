//! The keyboard's place among rows that come and go.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use super::window::Window;

/// A browser drops the focus of a row that is moved within its parent, which happens when the window jumps; this gives it back.
pub(super) fn keep_focus(
    scroller: NodeRef<html::Div>,
    cursor: RwSignal<Option<usize>>,
    shown: Memo<Window>,
    has_keyboard: StoredValue<bool>,
) {
    Effect::new(move |_| {
        shown.track();
        request_animation_frame(move || {
            let nobody = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
            if nobody
                && has_keyboard.try_get_value() == Some(true)
                && let Some(row) = cursor.try_get_untracked().flatten().and_then(|at| row_at(scroller, at))
            {
                let options = web_sys::FocusOptions::new();
                options.set_prevent_scroll(true);
                let _ = row.focus_with_options(&options);
            }
        });
    });
}

/// Gives the keyboard to a row and brings it into view by the shortest way. The style sheet keeps it clear of the head (`scroll-padding`).
pub(super) fn focus_row(scroller: NodeRef<html::Div>, at: usize) {
    if let Some(row) = row_at(scroller, at) {
        let _ = row.focus();
    }
}

/// The element of the row at a position, if it exists.
fn row_at(scroller: NodeRef<html::Div>, at: usize) -> Option<web_sys::HtmlElement> {
    scroller.try_get_untracked()??.query_selector(&format!("[data-at='{at}']")).ok()??.dyn_into().ok()
}

/// Whether a key press is for a row, or the list as a whole: keys on a button inside a row belong to that button.
pub(super) fn is_on_row(event: &ev::KeyboardEvent, scroller: NodeRef<html::Div>) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return false;
    };
    target.has_attribute("data-at") || scroller.get_untracked().is_some_and(|scroller| target == **scroller)
}

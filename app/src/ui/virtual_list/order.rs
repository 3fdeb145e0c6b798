//! The order of the elements, which is the order in which a screen reader walks through the rows.

use std::time::Duration;

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use super::slots::staying;
use super::window::Window;

/// How long a list rests before its elements are put in order: rows are drawn at their places whatever the order, so it can wait.
const AT_REST: Duration = Duration::from_millis(200);

/// Puts the elements in the order of their rows whenever the list comes to rest.
pub(super) fn keep_order(rows: NodeRef<html::Div>, shown: Memo<Window>, cursor: RwSignal<Option<usize>>) {
    let mut later = debounce(AT_REST, move |()| {
        if let Some(rows) = rows.try_get_untracked().flatten() {
            put_in_order(&rows);
        }
    });
    Effect::new(move |_| {
        shown.track();
        cursor.track();
        later(());
    });
}

fn put_in_order(parent: &web_sys::HtmlElement) {
    let children = parent.children();
    let elements: Vec<web_sys::Element> = (0..children.length()).filter_map(|i| children.item(i)).collect();
    let place = |element: &web_sys::Element| {
        element.get_attribute("data-at").and_then(|at| at.parse().ok()).unwrap_or(usize::MAX)
    };
    let order: Vec<usize> = elements.iter().map(place).collect();
    if order.is_sorted() {
        return;
    }
    let active = document().active_element();
    let held = active.and_then(|active| elements.iter().position(|element| element.contains(Some(&active))));
    let stays = staying(&order, held);
    let mut sorted: Vec<usize> = (0..elements.len()).collect();
    sorted.sort_by_key(|i| order[*i]);
    let mut next: Option<&web_sys::Node> = None;
    for i in sorted.into_iter().rev() {
        let node: &web_sys::Node = elements[i].unchecked_ref();
        if !stays[i] {
            // Fails only if the list has left the page meanwhile.
            let _ = parent.insert_before(node, next);
        }
        next = Some(node);
    }
}

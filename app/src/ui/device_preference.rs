//! Small choices kept on the device (language, theme, folded rail), and the root element they act on.
//!
//! A browser may refuse storage (blocked cookies, some in-app browsers). Then a choice lasts as long as the page and nothing fails.

use gloo_storage::{LocalStorage, Storage};
use leptos::prelude::{document, window};

/// Whether there is a browser with local storage behind this code. `gloo_storage` throws where there is none.
fn storage_exists() -> bool {
    cfg!(target_arch = "wasm32") && window().local_storage().is_ok_and(|storage| storage.is_some())
}

/// The stored text of `key`; `None` when it was never stored, is not text, or storage is refused.
pub fn read(key: &str) -> Option<String> {
    if storage_exists() { LocalStorage::get(key).ok() } else { None }
}

/// Stores `value` under `key`, if the browser allows it.
pub fn write(key: &str, value: &str) {
    if storage_exists() {
        // A full or refused storage only means that the choice is asked again next time.
        let _ = LocalStorage::set(key, value);
    }
}

/// The languages the person's browser asks for, best first.
pub fn languages() -> Vec<String> {
    if !cfg!(target_arch = "wasm32") {
        return Vec::new();
    }
    window().navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

/// Sets an attribute of `<html>`, or removes it for `None`.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    if !cfg!(target_arch = "wasm32") {
        return;
    }
    if let Some(root) = document().document_element() {
        // Both fail only for an invalid name, and ours are literals.
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}

/// Loads the page again.
pub fn reload() {
    if cfg!(target_arch = "wasm32") {
        // Fails only in a sandboxed frame, where the choice then shows on the next visit.
        let _ = window().location().reload();
    }
}

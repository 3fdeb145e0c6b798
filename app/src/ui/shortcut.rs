//! Keyboard shortcuts: single keys, active while nobody types and no dialog is open.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

/// A key, what it does, and the act.
#[derive(Clone, Debug)]
pub struct Shortcut {
    id: u32,
    /// The key as the browser names it (`j`, `/`, `?`, `Enter`).
    pub key: &'static str,
    /// What it does, for the help.
    pub label: String,
    run: Callback<()>,
}

/// The shortcuts of what is on the screen. The one registered last wins, so a page can take a key over from the frame.
#[derive(Clone, Copy, Debug)]
pub struct Shortcuts {
    list: RwSignal<Vec<Shortcut>>,
    next: StoredValue<u32>,
}

impl Shortcuts {
    /// Without any shortcut.
    pub fn new() -> Self {
        Self { list: RwSignal::new(Vec::new()), next: StoredValue::new(0) }
    }

    /// Every active shortcut, one per key, in order of registration.
    pub fn active(self) -> Vec<Shortcut> {
        self.list.with(|list| {
            let is_last = |at: usize| !list[at + 1..].iter().any(|later| later.key == list[at].key);
            (0..list.len()).filter(|at| is_last(*at)).map(|at| list[at].clone()).collect()
        })
    }

    fn add(self, key: &'static str, label: String, run: Callback<()>) -> u32 {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.list.update(|list| list.push(Shortcut { id, key, label, run }));
        id
    }

    fn remove(self, id: u32) {
        // The list may be gone already when the whole page goes.
        let _ = self.list.try_update(|list| list.retain(|shortcut| shortcut.id != id));
    }

    /// Runs what a key does. Says whether there was something.
    pub fn press(self, key: &str) -> bool {
        let run = self
            .list
            .with_untracked(|list| list.iter().rfind(|shortcut| shortcut.key == key).map(|shortcut| shortcut.run));
        run.map(|run| run.run(())).is_some()
    }
}

impl Default for Shortcuts {
    fn default() -> Self {
        Self::new()
    }
}

/// Makes shortcuts available below this view and listens for keys. Call it once, in the frame.
pub fn provide_shortcuts() -> Shortcuts {
    let shortcuts = Shortcuts::new();
    provide_context(shortcuts);
    // There is no window to listen at where the page is not shown.
    if cfg!(target_arch = "wasm32") {
        let listener = window_event_listener(ev::keydown, move |event| {
            let with_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
            if !with_modifier
                && !event.default_prevented()
                && !event.is_composing()
                && !belongs_elsewhere(&event)
                && shortcuts.press(&event.key())
            {
                event.prevent_default();
            }
        });
        on_cleanup(move || listener.remove());
    }
    shortcuts
}

/// Registers a shortcut as long as the calling view lives. Without [`provide_shortcuts`] above, it does nothing.
pub fn use_shortcut(key: &'static str, label: impl Into<String>, run: impl Into<Callback<()>>) {
    if let Some(shortcuts) = use_context::<Shortcuts>() {
        let id = shortcuts.add(key, label.into(), run.into());
        on_cleanup(move || shortcuts.remove(id));
    }
}

/// Whether a key press belongs to a field, an open menu or a dialog, or is the Enter that presses a button or follows a link.
fn belongs_elsewhere(event: &ev::KeyboardEvent) -> bool {
    const TYPING: &str =
        "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true], [role=menu]";
    const PRESSED: &str = "a, button, input, summary, [role=button], [role=separator]";
    let is_in = |selector: &str| {
        let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        element.is_some_and(|element| element.closest(selector).is_ok_and(|found| found.is_some()))
    };
    is_in(TYPING)
        || (event.key() == "Enter" && is_in(PRESSED))
        || document().query_selector("dialog[open]").is_ok_and(|found| found.is_some())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    static PRESSED: AtomicU32 = AtomicU32::new(0);

    #[test]
    fn the_latest_shortcut_of_a_key_wins_until_it_is_gone() {
        let owner = Owner::new();
        owner.set();
        let shortcuts = Shortcuts::new();
        shortcuts.add("n", "frame".into(), Callback::new(|()| PRESSED.store(1, Ordering::Relaxed)));
        let page = shortcuts.add("n", "page".into(), Callback::new(|()| PRESSED.store(2, Ordering::Relaxed)));
        assert!(shortcuts.press("n"));
        assert_eq!(PRESSED.load(Ordering::Relaxed), 2);
        assert_eq!(shortcuts.active().iter().map(|shortcut| shortcut.label.as_str()).collect::<Vec<_>>(), ["page"]);
        shortcuts.remove(page);
        assert!(shortcuts.press("n"));
        assert_eq!(PRESSED.load(Ordering::Relaxed), 1);
        assert!(!shortcuts.press("k"));
    }
}

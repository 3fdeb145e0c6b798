//! Toasts: what was just done, with undo. They never hold anything a person must read to go on.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

use super::{act::Act, icon::Icon};
use crate::i18n::common;

/// How long a toast stays, unless the pointer or the keyboard rests on it.
const STAYS: Duration = Duration::from_secs(8);
/// At most this many are shown; the oldest goes first.
const SHOWN: usize = 3;

#[derive(Clone, Debug)]
struct Toast {
    id: u32,
    text: String,
    action: Option<(String, Act)>,
}

/// Shows toasts. Cheap to copy; get it with [`use_toasts`].
#[derive(Clone, Copy, Debug)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// An empty stack of toasts.
    pub fn new() -> Self {
        Self { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0) }
    }

    /// Says what happened.
    pub fn say(self, text: impl Into<String>) {
        self.push(text.into(), None);
    }

    /// Says what was done and offers to take it back.
    pub fn undo(self, text: impl Into<String>, on_undo: impl Fn() + Send + Sync + 'static) {
        self.act(text, common::undo(), on_undo);
    }

    /// Says what happened and offers one act.
    pub fn act(self, text: impl Into<String>, act: impl Into<String>, on_act: impl Fn() + Send + Sync + 'static) {
        self.push(text.into(), Some((act.into(), Act::new(on_act))));
    }

    /// The texts now shown, oldest first.
    pub fn texts(self) -> Vec<String> {
        self.shown.with_untracked(|shown| shown.iter().map(|toast| toast.text.clone()).collect())
    }

    fn push(self, text: String, action: Option<(String, Act)>) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.shown.update(|shown| {
            shown.push(Toast { id, text, action });
            let too_many = shown.len().saturating_sub(SHOWN);
            shown.drain(..too_many);
        });
    }

    fn dismiss(self, id: u32) {
        self.shown.update(|shown| shown.retain(|toast| toast.id != id));
    }
}

impl Default for Toasts {
    fn default() -> Self {
        Self::new()
    }
}

/// Makes toasts available below this view. Place one [`Toaster`] in the frame.
pub fn provide_toasts() -> Toasts {
    let toasts = Toasts::new();
    provide_context(toasts);
    toasts
}

/// The toasts of the frame; a stack nobody sees where no frame provides one.
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or_default()
}

/// Where toasts appear, spoken politely.
#[component]
pub fn Toaster() -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <div class="toaster" role="status" aria-live="polite">
            <For each=move || toasts.shown.get() key=|toast| toast.id children=move |toast| view! { <ToastView toast=toast toasts=toasts /> } />
        </div>
    }
}

#[component]
fn ToastView(toast: Toast, toasts: Toasts) -> impl IntoView {
    let id = toast.id;
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        // The timer is gone already when the whole page goes.
        if let Some(Some(timer)) = timer.try_update_value(Option::take) {
            timer.clear();
        }
    };
    let start = move || {
        stop();
        timer.set_value(set_timeout_with_handle(move || toasts.dismiss(id), STAYS).ok());
    };
    Effect::new(move |_| start());
    on_cleanup(stop);
    let action = toast.action.map(|(act, run)| {
        view! {
            <button
                type="button"
                class="toast-act"
                on:click=move |_| {
                    toasts.dismiss(id);
                    run.run();
                }
            >
                {act}
            </button>
        }
    });
    view! {
        <div class="toast" on:pointerenter=move |_| stop() on:pointerleave=move |_| start() on:focusin=move |_| stop() on:focusout=move |_| start()>
            <span class="toast-text">{toast.text}</span>
            {action}
            <button type="button" class="toast-close" aria-label=common::close() on:click=move |_| toasts.dismiss(id)>
                {Icon::Cross.small()}
            </button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undo_outlives_the_view_that_offered_it() {
        use std::sync::{
            Arc,
            atomic::{AtomicBool, Ordering},
        };

        let page = Owner::new();
        page.set();
        let toasts = Toasts::new();
        let undone = Arc::new(AtomicBool::new(false));
        let sheet = page.child();
        sheet.with(|| {
            let undone = Arc::clone(&undone);
            toasts.undo("moved", move || undone.store(true, Ordering::Relaxed));
        });
        sheet.cleanup();
        drop(sheet);
        let action = toasts.shown.with_untracked(|shown| shown.first().and_then(|toast| toast.action.clone()));
        if let Some((_, act)) = action {
            act.run();
        }
        assert!(undone.load(Ordering::Relaxed));
    }

    #[test]
    fn the_oldest_toast_goes_first() {
        let owner = Owner::new();
        owner.set();
        let toasts = Toasts::new();
        for text in ["a", "b", "c", "d"] {
            toasts.say(text);
        }
        assert_eq!(toasts.texts(), ["b", "c", "d"]);
        toasts.dismiss(2);
        assert_eq!(toasts.texts(), ["b", "d"]);
    }
}

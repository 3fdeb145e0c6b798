//! The life of the page as the browser tells it: in sight, out of sight, frozen, kept for the way back.

#[cfg(target_arch = "wasm32")]
pub(super) use here::{Life, listen, visible};

#[cfg(target_arch = "wasm32")]
mod here {
    use crate::by_name::{call, get, path};
    use crate::sync::tabs::Heard;
    use leptos::prelude::{IntervalHandle, set_interval_with_handle, set_timeout};
    use std::cell::Cell;
    use std::rc::Rc;
    use std::time::Duration;
    use wasm_bindgen::JsValue;
    use wasm_bindgen::prelude::Closure;

    /// Out of sight for so long is for a while.
    const HIDDEN_LONG: Duration = Duration::from_secs(5);
    /// The beat of [`Heard::Tick`].
    const BEAT: Duration = Duration::from_secs(10);

    struct Listener {
        target: JsValue,
        event: &'static str,
        hear: Closure<dyn Fn(JsValue)>,
    }

    impl Listener {
        fn new(target: &str, event: &'static str, hear: impl Fn(JsValue) + 'static) -> Self {
            let (target, hear) = (path(&[target]), Closure::<dyn Fn(JsValue)>::new(hear));
            let _ = call(&target, "addEventListener", &[event.into(), hear.as_ref().clone()]);
            Self { target, event, hear }
        }
    }

    /// Listeners that end when they are dropped.
    pub struct Life {
        listeners: Vec<Listener>,
        beat: Option<IntervalHandle>,
    }

    impl Drop for Life {
        fn drop(&mut self) {
            for listener in &self.listeners {
                let arguments = [listener.event.into(), listener.hear.as_ref().clone()];
                let _ = call(&listener.target, "removeEventListener", &arguments);
            }
            if let Some(beat) = &self.beat {
                beat.clear();
            }
        }
    }

    /// Whether the page is in sight.
    pub fn visible() -> bool {
        path(&["document", "visibilityState"]).as_string().is_none_or(|state| state != "hidden")
    }

    /// Listens until what it answers with is dropped.
    pub fn listen(heard: impl Fn(Heard) + 'static) -> Life {
        let heard = Rc::new(heard);
        let on = |target: &str, event, what: fn(JsValue) -> Option<Heard>| {
            let heard = Rc::clone(&heard);
            Listener::new(target, event, move |event| {
                if let Some(what) = what(event) {
                    heard(what);
                }
            })
        };
        let turn = Rc::new(Cell::new(0_u32));
        let seen = {
            let heard = Rc::clone(&heard);
            Listener::new("document", "visibilitychange", move |_| {
                let now = turn.get().wrapping_add(1);
                turn.set(now);
                if visible() {
                    heard(Heard::Shown);
                    return;
                }
                let (heard, turn) = (Rc::clone(&heard), Rc::clone(&turn));
                let still = move || {
                    if turn.get() == now {
                        heard(Heard::HiddenLong);
                    }
                };
                set_timeout(still, HIDDEN_LONG);
            })
        };
        let listeners = vec![
            on("window", "pagehide", |_| Some(Heard::Stopped)),
            // Not when the page is new.
            on("window", "pageshow", |event| get(&event, "persisted").is_truthy().then_some(Heard::Resumed)),
            on("document", "freeze", |_| Some(Heard::Stopped)),
            on("document", "resume", |_| Some(Heard::Resumed)),
            seen,
        ];
        let beat = set_interval_with_handle(move || heard(Heard::Tick(visible())), BEAT).ok();
        Life { listeners, beat }
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub(super) use there::{Life, listen, visible};

/// Without a browser nothing comes and goes.
#[cfg(not(target_arch = "wasm32"))]
mod there {
    use crate::sync::tabs::Heard;

    /// Nothing to listen to.
    pub struct Life;

    /// In sight.
    pub fn visible() -> bool {
        true
    }

    /// Hears nothing.
    pub fn listen(_heard: impl Fn(Heard) + 'static) -> Life {
        Life
    }
}

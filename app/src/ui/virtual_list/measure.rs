//! What of the list is in sight.

use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};

/// Keeps `top` and `height` at what the scroller shows, at most once per frame.
pub(super) fn measure(scroller: NodeRef<html::Div>, top: RwSignal<f64>, height: RwSignal<f64>) {
    Effect::new(move |_| {
        let Some(element) = scroller.get() else { return };
        let read = {
            let element = element.clone();
            move || {
                // The list may have left the page between the event and the frame.
                let _ = top.try_set(f64::from(element.scroll_top()));
                let _ = height.try_set(f64::from(element.client_height()));
            }
        };
        read();
        let pending = StoredValue::new(false);
        let on_frame = move || {
            if pending.try_get_value() == Some(false) {
                pending.set_value(true);
                let read = read.clone();
                request_animation_frame(move || {
                    if pending.try_set_value(false).is_none() {
                        read();
                    }
                });
            }
        };
        let on_scroll = Closure::<dyn FnMut()>::new(on_frame.clone());
        let on_resize = Closure::<dyn FnMut()>::new(on_frame);
        let observer = web_sys::ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(&element);
        }
        let added = element.add_event_listener_with_callback("scroll", on_scroll.as_ref().unchecked_ref());
        let held = StoredValue::new_local((element, observer, on_scroll, on_resize));
        on_cleanup(move || {
            held.try_update_value(|(element, observer, on_scroll, _)| {
                if added.is_ok() {
                    let _ = element.remove_event_listener_with_callback("scroll", on_scroll.as_ref().unchecked_ref());
                }
                if let Some(observer) = observer {
                    observer.disconnect();
                }
            });
        });
    });
}

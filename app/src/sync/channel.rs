//! What tabs of one store say to each other: a broadcast within the browser. Losing one costs delay, never data.

use super::hint::Hint;

/// The channel of one store. Closed when dropped.
pub(super) struct Channel {
    #[cfg(target_arch = "wasm32")]
    channel: wasm_bindgen::JsValue,
    #[cfg(target_arch = "wasm32")]
    _hear: wasm_bindgen::prelude::Closure<dyn Fn(wasm_bindgen::JsValue)>,
}

#[cfg(target_arch = "wasm32")]
impl Channel {
    /// Joins the tabs of this name; `None` where the browser has no broadcasts.
    pub fn join(name: &str, told: impl Fn(Hint) + 'static) -> Option<Self> {
        use crate::by_name::{construct, get};
        use wasm_bindgen::JsCast;
        use wasm_bindgen::prelude::Closure;

        let channel = construct("BroadcastChannel", &[name.into()])?;
        let hear = Closure::<dyn Fn(wasm_bindgen::JsValue)>::new(move |event: wasm_bindgen::JsValue| {
            let data = get(&event, "data");
            let bytes = data.dyn_ref::<js_sys::Uint8Array>().map(js_sys::Uint8Array::to_vec);
            if let Some(hint) = bytes.and_then(|bytes| Hint::unpack(&bytes)) {
                told(hint);
            }
        });
        js_sys::Reflect::set(&channel, &"onmessage".into(), hear.as_ref().unchecked_ref()).ok()?;
        Some(Self { channel, _hear: hear })
    }

    /// Says something to all others.
    pub fn say(&self, hint: &Hint) {
        let bytes = js_sys::Uint8Array::from(hint.pack().as_slice());
        let _ = crate::by_name::call(&self.channel, "postMessage", &[bytes.into()]);
    }
}

#[cfg(target_arch = "wasm32")]
impl Drop for Channel {
    fn drop(&mut self) {
        let _ = js_sys::Reflect::set(&self.channel, &"onmessage".into(), &wasm_bindgen::JsValue::NULL);
        let _ = crate::by_name::call(&self.channel, "close", &[]);
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Channel {
    /// There is nobody to talk to.
    pub fn join(_name: &str, _told: impl Fn(Hint) + 'static) -> Option<Self> {
        None
    }

    /// Nobody hears it.
    #[allow(clippy::unused_self)]
    pub fn say(&self, _hint: &Hint) {}
}

//! What the browser has for several tabs, called by name: `web-sys` knows some of it only with unstable flags.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A property; `undefined` when there is none.
pub(super) fn get(target: &JsValue, name: &str) -> JsValue {
    Reflect::get(target, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// A property of a property of … the window.
pub(super) fn path(names: &[&str]) -> JsValue {
    names.iter().fold(js_sys::global().into(), |at: JsValue, name| get(&at, name))
}

/// Calls a method; `None` when there is none, or it throws.
pub(super) fn call(target: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let function = get(target, method).dyn_into::<Function>().ok()?;
    function.apply(target, &arguments.iter().collect::<Array>()).ok()
}

/// `new Name(…arguments)`; `None` when there is no such class.
pub(super) fn construct(name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let class = path(&[name]).dyn_into::<Function>().ok()?;
    Reflect::construct(&class, &arguments.iter().collect::<Array>()).ok()
}

//! Calling the browser by name: `web-sys` knows some of it only with unstable flags, and each name of it costs a declaration.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A property; `undefined` when there is none.
pub fn get(target: &JsValue, name: &str) -> JsValue {
    Reflect::get(target, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// A property of a property of … the window.
pub fn path(names: &[&str]) -> JsValue {
    names.iter().fold(js_sys::global().into(), |at: JsValue, name| get(&at, name))
}

/// Calls a method; `None` when there is none, or it throws.
pub fn call(target: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let function = get(target, method).dyn_into::<Function>().ok()?;
    function.apply(target, &arguments.iter().collect::<Array>()).ok()
}

/// `new Name(…arguments)`; `None` when there is no such class.
pub fn construct(name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let class = path(&[name]).dyn_into::<Function>().ok()?;
    Reflect::construct(&class, &arguments.iter().collect::<Array>()).ok()
}

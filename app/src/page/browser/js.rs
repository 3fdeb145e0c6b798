//! Calling the browser by name.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

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

/// Waits for a promise; `None` when there is none, or it is refused.
pub async fn promised(value: Option<JsValue>) -> Option<JsValue> {
    JsFuture::from(value?.dyn_into::<Promise>().ok()?).await.ok()
}

/// `new Name(…arguments)`.
pub fn construct(name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let class = path(&[name]).dyn_into::<Function>().ok()?;
    Reflect::construct(&class, &arguments.iter().collect::<Array>()).ok()
}

/// An object of text properties.
pub fn object(properties: &[(&str, &str)]) -> JsValue {
    let object = Object::new();
    for (name, value) in properties {
        // Fails only on a frozen object; this one is new.
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object.into()
}

/// Downloads a text as a file, by a link that is pressed and gone.
pub fn download(name: &str, mime: &str, text: &str) -> Option<()> {
    let parts: JsValue = Array::of1(&text.into()).into();
    let blob = construct("Blob", &[parts, object(&[("type", mime)])])?;
    let urls = path(&["URL"]);
    let address = call(&urls, "createObjectURL", &[blob])?;
    let link = leptos::prelude::document().create_element("a").ok()?;
    link.set_attribute("href", &address.as_string()?).ok()?;
    link.set_attribute("download", name).ok()?;
    link.dyn_ref::<web_sys::HtmlElement>()?.click();
    // The browser reads the address after the click has been handled.
    leptos::prelude::set_timeout(
        move || {
            let _ = call(&urls, "revokeObjectURL", &[address]);
        },
        std::time::Duration::from_mins(1),
    );
    Some(())
}

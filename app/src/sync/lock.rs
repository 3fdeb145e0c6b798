//! One tab at a time: the tab that holds the browser's lock of this name works, the others say so. (Several tabs over one store come
//! with the issue on sync at full strength.)

/// What became of asking for the lock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lead {
    /// This tab works.
    Mine,
    /// Another tab works.
    Theirs,
}

/// Asks for the lock. `told` hears at once whether this tab has it, and again when another tab takes it away (`steal`).
/// Browsers without locks let every tab work.
#[cfg(target_arch = "wasm32")]
pub fn lead(name: &str, steal: bool, told: impl Fn(Lead) + 'static) {
    use js_sys::{Function, Object, Promise, Reflect};
    use std::rc::Rc;
    use wasm_bindgen::prelude::Closure;
    use wasm_bindgen::{JsCast, JsValue};

    let told = Rc::new(told);
    let manager = web_sys::window()
        .map(|w| w.navigator())
        .and_then(|n| Reflect::get(&n, &"locks".into()).ok())
        .filter(JsValue::is_object);
    let request = manager.as_ref().and_then(|m| Reflect::get(m, &"request".into()).ok());
    let (Some(manager), Some(request)) = (manager, request.and_then(|r| r.dyn_into::<Function>().ok())) else {
        told(Lead::Mine);
        return;
    };
    let options = Object::new();
    let key = if steal { "steal" } else { "ifAvailable" };
    let _ = Reflect::set(&options, &key.into(), &JsValue::TRUE);
    let on_grant = {
        let told = Rc::clone(&told);
        Closure::once_into_js(move |lock: JsValue| -> JsValue {
            if lock.is_null() {
                told(Lead::Theirs);
                JsValue::UNDEFINED
            } else {
                told(Lead::Mine);
                // Held until the page goes away, or the lock is taken.
                Promise::new(&mut |_, _| {}).into()
            }
        })
    };
    let asked = request.call3(&manager, &name.into(), &options, &on_grant);
    if let Ok(promise) = asked.and_then(JsCast::dyn_into::<Promise>) {
        wasm_bindgen_futures::spawn_local(async move {
            if wasm_bindgen_futures::JsFuture::from(promise).await.is_err() {
                told(Lead::Theirs);
            }
        });
    } else {
        told(Lead::Mine);
    }
}

/// There is one page where there is no browser.
#[cfg(not(target_arch = "wasm32"))]
pub fn lead(_name: &str, _steal: bool, told: impl Fn(Lead) + 'static) {
    told(Lead::Mine);
}

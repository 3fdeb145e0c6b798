//! A second connection that does nothing but listen: the browser tells every connection when it closes the store (`close`), and asks
//! it to let go when another page wants to delete or upgrade it (`versionchange`). `indexed_db_futures` tells neither of them without
//! more dependencies.

use crate::by_name::{call, get, path};
use js_sys::Reflect;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// The connection, and what hears. Closed when dropped.
pub(super) struct Watch {
    connection: Rc<std::cell::RefCell<JsValue>>,
    _hear: [Closure<dyn Fn(JsValue)>; 3],
}

impl Watch {
    /// Watches the store of a name, which exists; `lost` is called once or more when it goes. `None` where the browser has no stores.
    pub fn over(name: &str, lost: impl Fn() + 'static) -> Option<Self> {
        let connection = Rc::new(std::cell::RefCell::new(JsValue::UNDEFINED));
        let going = {
            let connection = Rc::clone(&connection);
            Closure::<dyn Fn(JsValue)>::new(move |_| {
                let _ = call(&connection.borrow(), "close", &[]);
                lost();
            })
        };
        let opened = {
            let connection = Rc::clone(&connection);
            let handler: JsValue = going.as_ref().clone();
            Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
                let database = get(&get(&event, "target"), "result");
                for event in ["onversionchange", "onclose"] {
                    let _ = Reflect::set(&database, &event.into(), &handler);
                }
                connection.replace(database);
            })
        };
        // It was deleted just now: without its tables it would be worse than nothing.
        let missing = Closure::<dyn Fn(JsValue)>::new(|event: JsValue| {
            let _ = call(&get(&get(&event, "target"), "transaction"), "abort", &[]);
        });
        let request = call(&path(&["indexedDB"]), "open", &[name.into()])?;
        Reflect::set(&request, &"onsuccess".into(), opened.as_ref().unchecked_ref()).ok()?;
        Reflect::set(&request, &"onupgradeneeded".into(), missing.as_ref().unchecked_ref()).ok()?;
        Some(Self { connection, _hear: [going, opened, missing] })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let connection = self.connection.borrow();
        for event in ["onversionchange", "onclose"] {
            let _ = Reflect::set(&connection, &event.into(), &JsValue::NULL);
        }
        let _ = call(&connection, "close", &[]);
    }
}

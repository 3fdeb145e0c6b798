//! The browser's lock by which one tab leads: asked for once, then waited for; given back by [`Asked::give_back`] or by the browser
//! when the page goes away.

/// What became of asking for the lock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lead {
    /// This tab has it.
    Mine,
    /// Another tab has taken it away, or the browser refused it.
    Lost,
}

#[cfg(target_arch = "wasm32")]
pub use here::{Asked, ask, available};

#[cfg(target_arch = "wasm32")]
mod here {
    use super::Lead;
    use crate::by_name::{call, construct, get, path};
    use js_sys::{Function, Object, Promise, Reflect};
    use std::cell::RefCell;
    use std::rc::Rc;
    use wasm_bindgen::prelude::Closure;
    use wasm_bindgen::{JsCast, JsValue};

    /// How far it has come.
    enum Grip {
        /// In the queue; what takes it out of it.
        Waiting(JsValue),
        /// Held; what gives it back.
        Held(Function),
        /// Neither any more.
        Over,
    }

    /// A lock that was asked for.
    pub struct Asked(Rc<RefCell<Grip>>);

    impl Asked {
        /// Gives the lock back, or stops waiting for it.
        pub fn give_back(&self) {
            match self.0.replace(Grip::Over) {
                Grip::Waiting(controller) => {
                    let _ = call(&controller, "abort", &[]);
                }
                Grip::Held(release) => {
                    let _ = release.call0(&JsValue::UNDEFINED);
                }
                Grip::Over => {}
            }
        }
    }

    /// Whether this browser has locks here (only on secure addresses).
    pub fn available() -> bool {
        get(&path(&["navigator", "locks"]), "request").is_function()
    }

    /// Asks for the lock of a name and waits for it; with `steal` takes it from whoever has it. `told` hears what becomes of it.
    pub fn ask(name: &str, steal: bool, told: impl Fn(Lead) + 'static) -> Asked {
        let told = Rc::new(told);
        let controller = construct("AbortController", &[]).unwrap_or_default();
        let options = Object::new();
        let option = |key: &str, value: &JsValue| {
            // Fails only on a frozen object; this one is new.
            let _ = Reflect::set(&options, &key.into(), value);
        };
        if steal {
            option("steal", &JsValue::TRUE);
        } else if controller.is_object() {
            option("signal", &get(&controller, "signal"));
        }
        let grip = Rc::new(RefCell::new(Grip::Waiting(controller)));
        let on_grant = {
            let (told, grip) = (Rc::clone(&told), Rc::clone(&grip));
            Closure::once_into_js(move |_lock: JsValue| -> JsValue {
                if matches!(*grip.borrow(), Grip::Over) {
                    return JsValue::UNDEFINED;
                }
                // Held until this promise is kept.
                let held = Promise::new(&mut |keep, _| {
                    grip.replace(Grip::Held(keep));
                });
                told(Lead::Mine);
                held.into()
            })
        };
        let locks = path(&["navigator", "locks"]);
        let asked = call(&locks, "request", &[name.into(), options.clone().into(), on_grant]);
        let over = Rc::clone(&grip);
        wasm_bindgen_futures::spawn_local(async move {
            let kept = match asked.and_then(|promise| promise.dyn_into::<Promise>().ok()) {
                Some(promise) => wasm_bindgen_futures::JsFuture::from(promise).await.is_ok(),
                None => false,
            };
            let given_back = matches!(over.replace(Grip::Over), Grip::Over);
            if !kept && !given_back {
                told(Lead::Lost);
            }
        });
        Asked(grip)
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub use there::{Asked, ask, available};

/// There is one page where there is no browser.
#[cfg(not(target_arch = "wasm32"))]
mod there {
    use super::Lead;

    /// A lock that was asked for.
    pub struct Asked;

    impl Asked {
        /// Gives the lock back.
        pub fn give_back(&self) {}
    }

    /// There are none.
    pub fn available() -> bool {
        false
    }

    /// There is nobody to wait for.
    pub fn ask(_name: &str, _steal: bool, told: impl Fn(Lead) + 'static) -> Asked {
        told(Lead::Mine);
        Asked
    }
}

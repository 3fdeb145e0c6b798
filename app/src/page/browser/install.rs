//! Installing the page as an app. Chromium offers it by an event that comes once; iOS only by the share menu.

use leptos::prelude::*;

/// How this page can be installed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))] // Outside a browser there is nothing to install into.
pub enum Install {
    /// It is, and runs as an app.
    Done,
    /// The browser has offered it: [`ask_to_install`] shows its question.
    Offered,
    /// By the share menu of iOS.
    ShareMenu,
    /// By the browser's own menu, if at all.
    BrowserMenu,
}

#[cfg(target_arch = "wasm32")]
thread_local! {
    static OFFER: std::cell::RefCell<Option<wasm_bindgen::JsValue>> = const { std::cell::RefCell::new(None) };
}

thread_local! {
    static LISTENING: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    static CHANGED: ArcTrigger = ArcTrigger::new();
}

/// Starts to listen for the browser's offer. Call it when the app starts, because the event comes once, soon after the page was loaded;
/// later calls do nothing.
pub fn listen_for_install() {
    if LISTENING.replace(true) || !cfg!(target_arch = "wasm32") {
        return;
    }
    #[cfg(target_arch = "wasm32")]
    {
        use leptos::ev::Custom;
        // The listeners live as long as the page.
        std::mem::forget(window_event_listener(Custom::<web_sys::Event>::new("beforeinstallprompt"), |event| {
            event.prevent_default();
            OFFER.set(Some(event.into()));
            changed();
        }));
        std::mem::forget(window_event_listener(Custom::<web_sys::Event>::new("appinstalled"), |_| {
            OFFER.set(None);
            changed();
        }));
    }
}

#[cfg(target_arch = "wasm32")]
fn changed() {
    use leptos::reactive::traits::Notify;
    CHANGED.with(ArcTrigger::notify);
}

/// How this page can be installed now; redraws the reader when that changes.
pub fn install_state() -> Install {
    use leptos::reactive::traits::Track;
    CHANGED.with(ArcTrigger::track);
    #[cfg(target_arch = "wasm32")]
    {
        let standalone = window().match_media("(display-mode: standalone)").ok().flatten().is_some_and(|m| m.matches());
        if standalone {
            return Install::Done;
        }
        if OFFER.with_borrow(Option::is_some) {
            return Install::Offered;
        }
        if is_ios(&super::user_agent()) {
            return Install::ShareMenu;
        }
    }
    Install::BrowserMenu
}

/// Shows the browser's question, if it has offered one.
pub fn ask_to_install() {
    #[cfg(target_arch = "wasm32")]
    if let Some(offer) = OFFER.take() {
        let _ = super::js::call(&offer, "prompt", &[]);
        changed();
    }
}

/// Whether a browser runs on an iPhone or an iPad. (iPads that call themselves a Mac are told to use the browser's menu, where it is too.)
#[cfg(any(target_arch = "wasm32", test))]
fn is_ios(user_agent: &str) -> bool {
    ["iPhone", "iPad", "iPod"].iter().any(|name| user_agent.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ios_is_known_by_its_name() {
        assert!(is_ios("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)"));
        assert!(!is_ios("Mozilla/5.0 (Linux; Android 15; Pixel 9)"));
    }
}

//! What the browser can do beside showing the page: keep data, copy, download, install, update.
//!
//! Features that `web-sys` does not know (or only with unstable flags) are called by name. Whatever a browser lacks answers as "no".

mod install;
#[cfg(target_arch = "wasm32")]
mod js;

pub use install::{Install, ask_to_install, install_state, listen_for_install};

/// What the browser says about the data kept on this device.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct StorageState {
    /// Whether it has promised not to clear it by itself; `None` when it does not say.
    pub persisted: Option<bool>,
    /// Bytes in use.
    pub used: Option<u64>,
    /// Bytes there may be.
    pub quota: Option<u64>,
}

/// The build that this page belongs to, as `boot.js` describes it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Build {
    /// The build id; empty where there is no browser.
    pub id: String,
    /// `ready`, `insecure`, `in-app`, `unsupported` or `failed`: whether the page opens without a network.
    pub offline: String,
    /// Whether a new version is ready.
    pub waiting: bool,
}

#[cfg(target_arch = "wasm32")]
mod here {
    use super::{Build, StorageState, js};
    use wasm_bindgen::JsValue;

    /// Bytes as the browser counts them.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` saturates, and sizes are whole
    fn bytes(value: &JsValue) -> Option<u64> {
        value.as_f64().filter(|n| n.is_finite() && *n >= 0.0).map(|n| n as u64)
    }

    /// How the browser keeps this site's data.
    pub async fn storage() -> StorageState {
        let storage = js::path(&["navigator", "storage"]);
        let persisted = js::promised(js::call(&storage, "persisted", &[])).await.and_then(|v| v.as_bool());
        let estimate = js::promised(js::call(&storage, "estimate", &[])).await.unwrap_or_default();
        StorageState {
            persisted,
            used: bytes(&js::get(&estimate, "usage")),
            quota: bytes(&js::get(&estimate, "quota")),
        }
    }

    /// Asks the browser not to clear this site's data by itself; answers whether it agreed.
    pub async fn ask_to_persist() -> bool {
        let storage = js::path(&["navigator", "storage"]);
        js::promised(js::call(&storage, "persist", &[])).await.is_some_and(|v| v.is_truthy())
    }

    /// The build that this page belongs to.
    pub fn build() -> Build {
        let boot = js::path(&["jipan"]);
        Build {
            id: js::get(&boot, "buildId").as_string().unwrap_or_default(),
            offline: js::get(&boot, "offline").as_string().unwrap_or_default(),
            waiting: js::get(&boot, "waiting").is_truthy(),
        }
    }

    /// Switches to the new version and loads the page again.
    pub fn update() {
        let _ = js::call(&js::path(&["jipan"]), "update", &[]);
    }

    /// Asks the server for a new version.
    pub async fn check_update() {
        let _ = js::promised(js::call(&js::path(&["jipan"]), "check", &[])).await;
    }

    /// Copies a text; answers whether the browser allowed it.
    pub async fn copy(text: String) -> bool {
        let clipboard = js::path(&["navigator", "clipboard"]);
        js::promised(js::call(&clipboard, "writeText", &[text.into()])).await.is_some()
    }

    /// Hands a file made in the page to the person. Answers whether the browser took it.
    pub fn download(name: &str, mime: &str, text: &str) -> bool {
        js::download(name, mime, text).is_some()
    }

    /// Hands a picture of the page to the person, as lines or (`dots`) as PNG. Answers whether the browser took it.
    pub async fn download_picture(name: &str, svg: &web_sys::Element, dots: bool) -> bool {
        let Some(text) = js::picture(svg) else { return false };
        let side = |name: &str| svg.get_attribute(name).and_then(|length| length.parse::<f64>().ok());
        match (dots, side("width"), side("height")) {
            (false, ..) => js::download(name, "image/svg+xml", &text).is_some(),
            (true, Some(width), Some(height)) => js::download_png(name, &text, width, height).await.is_some(),
            _ => false,
        }
    }

    /// What the browser says it is.
    pub fn user_agent() -> String {
        leptos::prelude::window().navigator().user_agent().unwrap_or_default()
    }
}

/// Where there is no browser, there is nothing to ask.
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unused_async)]
mod here {
    use super::{Build, StorageState};

    /// How the browser keeps this site's data.
    pub async fn storage() -> StorageState {
        StorageState::default()
    }

    /// Asks the browser not to clear this site's data by itself.
    pub async fn ask_to_persist() -> bool {
        false
    }

    /// The build that this page belongs to.
    pub fn build() -> Build {
        Build::default()
    }

    /// Switches to the new version.
    pub fn update() {}

    /// Asks the server for a new version.
    pub async fn check_update() {}

    /// Copies a text.
    pub async fn copy(_text: String) -> bool {
        false
    }

    /// Hands a file made in the page to the person.
    pub fn download(_name: &str, _mime: &str, _text: &str) -> bool {
        false
    }

    /// Hands a picture of the page to the person.
    pub async fn download_picture(_name: &str, _svg: &web_sys::Element, _dots: bool) -> bool {
        false
    }

    /// What the browser says it is.
    pub fn user_agent() -> String {
        String::new()
    }
}

pub use here::{ask_to_persist, build, check_update, copy, download, download_picture, storage, update, user_agent};

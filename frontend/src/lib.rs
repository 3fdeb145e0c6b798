//! WASM entry of the page: mounts the application. Nothing else belongs here.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the browser once the module is there.
#[wasm_bindgen(start)]
pub fn start() {
    leptos::mount::mount_to_body(app::App);
}

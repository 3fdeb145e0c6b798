//! A one-time link, shown once: as QR code and as text.

use super::Shown;
use crate::api::account::Link;
use crate::i18n::{format, settings as words};
use crate::page::browser;
use crate::ui::{Button, ButtonKind, Icon, Sheet, use_toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The sheet; closing it forgets the link.
#[component]
pub(super) fn LinkSheet(name: String, link: Link, shown: Shown) -> impl IntoView {
    let open = RwSignal::new(true);
    let toasts = use_toasts();
    let url = StoredValue::new(whole_address(&link.url));
    let qr = StoredValue::new(link.qr_svg);
    let expires = words::link_expires(&format::date_time(link.expires_ms));
    let copy = move |_| {
        spawn_local(async move {
            if browser::copy(url.get_value()).await {
                toasts.say(words::link_copied());
            }
        });
    };
    view! {
        <Sheet open=open title=words::link_title(&name) on_close=move |()| shown.set(None)>
            <p class="second">{words::link_once()}</p>
            <div class="link-shown">
                <Show when=move || qr.with_value(|svg| !svg.is_empty())>
                    <div class="qr" role="img" aria-label=words::qr_label() inner_html=qr.get_value()></div>
                </Show>
                <label class="field link-address">
                    <span class="label">{words::link_address()}</span>
                    // Selected whole at a tap, for browsers that do not let a page copy.
                    <input type="text" readonly=true value=url.get_value() on:focus=select_all />
                </label>
                <Button kind=ButtonKind::Primary icon=Icon::Copy on_click=copy>
                    {words::link_copy()}
                </Button>
                <p class="label">{expires.clone()}</p>
            </div>
        </Sheet>
    }
}

fn select_all(event: leptos::ev::FocusEvent) {
    use wasm_bindgen::JsCast;
    if let Some(input) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        input.select();
    }
}

/// A link without a host is on this page's host.
fn whole_address(url: &str) -> String {
    if url.starts_with('/') && cfg!(target_arch = "wasm32") {
        let origin = window().location().origin().unwrap_or_default();
        format!("{origin}{url}")
    } else {
        url.to_owned()
    }
}

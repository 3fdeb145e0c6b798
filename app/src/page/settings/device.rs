//! This device: its name, installing, the data kept on it.

use super::name::{LONGEST, device_name, set_device_name};
use crate::i18n::{errors, settings as words};
use crate::page::browser::{self, Install, StorageState};
use crate::store::store;
use crate::ui::{Button, ButtonKind, Editable, use_toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The section.
#[component]
pub(super) fn ThisDevice() -> impl IntoView {
    browser::listen_for_install();
    let name = RwSignal::new(device_name());
    let toasts = use_toasts();
    let rename = move |text: String| {
        set_device_name(&text);
        name.set(device_name());
        toasts.say(words::saved());
    };
    let too_long = |text: String| (text.chars().count() > LONGEST).then(|| errors::too_long(LONGEST));
    view! {
        <section class="settings-section">
            <h2>{words::this_device()}</h2>
            <ul class="settings-list">
                <li>
                    <span class="grow">
                        {words::device_name()} <span class="label settings-line">{words::device_name_hint()}</span>
                    </span>
                    <span class="settings-value">
                        <Editable label=words::device_name() value=name check=too_long on_save=rename />
                    </span>
                </li>
                <Installing />
                <Kept />
            </ul>
        </section>
    }
}

/// Installing, and whether the page opens without a network.
#[component]
fn Installing() -> impl IntoView {
    let offline = match browser::build().offline.as_str() {
        "ready" => words::offline_ready(),
        "insecure" => words::offline_insecure(),
        "in-app" => words::offline_in_app(),
        _ => words::offline_unsupported(),
    };
    let how = move || match browser::install_state() {
        Install::Done => words::installed(),
        Install::Offered => "",
        Install::ShareMenu => words::install_ios(),
        Install::BrowserMenu => words::install_menu(),
    };
    let offered = move || browser::install_state() == Install::Offered;
    view! {
        <li>
            <span class="grow">
                {words::install()} <span class="label settings-line">{offline}</span>
                <span class="label settings-line">{how}</span>
            </span>
            <Show when=offered>
                <Button kind=ButtonKind::Primary on_click=move |_| browser::ask_to_install()>
                    {words::install_act()}
                </Button>
            </Show>
        </li>
    }
}

/// The data kept on this device, and whether the browser will keep it.
#[component]
fn Kept() -> impl IntoView {
    let state = RwSignal::new(None::<StorageState>);
    let refused = RwSignal::new(false);
    let look = move || {
        spawn_local(async move {
            let now = browser::storage().await;
            let _ = state.try_set(Some(now));
        });
    };
    look();
    let ask = move |_| {
        spawn_local(async move {
            let agreed = browser::ask_to_persist().await;
            let _ = refused.try_set(!agreed);
            look();
        });
    };
    if !store().db.is_durable() {
        return view! {
            <li>
                <span class="grow">
                    {words::storage()} <span class="label alert settings-line">{words::storage_memory()}</span>
                </span>
            </li>
        }
        .into_any();
    }
    let promise = move || match state.get().map(|s| (s.persisted, s.used)) {
        Some((Some(true), _)) => words::storage_kept(),
        Some((Some(false), _)) if refused.get() => words::storage_refused(),
        Some((Some(false), _)) => words::storage_may_go(),
        Some((None, None)) => words::storage_unknown(),
        Some((None, Some(_))) | None => "",
    };
    let can_ask = move || state.get().and_then(|s| s.persisted) == Some(false);
    view! {
        <li>
            <span class="grow">
                {words::storage()}
                <span class="label settings-line">{move || state.get().and_then(usage)}</span>
                <span class="label settings-line">{promise}</span>
            </span>
            <Show when=can_ask>
                <Button on_click=ask>{words::storage_ask()}</Button>
            </Show>
        </li>
    }
    .into_any()
}

/// "12.4 MB used of 20 GB"; `None` when the browser does not say.
fn usage(state: StorageState) -> Option<String> {
    let used = size(state.used?);
    Some(match state.quota {
        Some(quota) if quota > 0 => words::storage_of(&used, &size(quota)),
        _ => words::storage_used(&used),
    })
}

/// A number of bytes in the largest unit of which there is at least one: `12.4 MB`.
pub(super) fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["B", "kB", "MB", "GB", "TB"];
    let mut value = bytes as f64;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1_000.0;
        unit += 1;
    }
    let decimals = usize::from(unit > 0 && value < 99.95);
    format!("{value:.decimals$} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_three_figures_at_most() {
        let said: Vec<_> = [0, 999, 1_000, 12_440_000, 999_600_000, 250_000_000_000].into_iter().map(size).collect();
        assert_eq!(said, ["0 B", "999 B", "1.0 kB", "12.4 MB", "1.0 GB", "250 GB"]);
    }

    #[test]
    fn a_browser_that_does_not_say_is_not_quoted() {
        assert_eq!(usage(StorageState::default()), None);
    }
}

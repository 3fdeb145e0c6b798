//! The list of keyboard shortcuts, opened with `?`.

use leptos::prelude::*;

use crate::{
    i18n::nav,
    ui::{Sheet, Shortcuts},
};

/// Every key that does something on the page now open.
#[component]
pub fn ShortcutHelp(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The shortcuts.
    shortcuts: Shortcuts,
) -> impl IntoView {
    let rows = move || {
        shortcuts
            .active()
            .into_iter()
            .map(|shortcut| {
                view! {
                    <dt>
                        <kbd>{shortcut.key}</kbd>
                    </dt>
                    <dd>{shortcut.label}</dd>
                }
            })
            .collect_view()
    };
    view! {
        <Sheet open=open title=nav::shortcuts()>
            <dl class="keys">
                <dt>
                    <kbd>"Ctrl"</kbd>
                    <kbd>"K"</kbd>
                </dt>
                <dd>{nav::shortcut_palette()}</dd>
                {rows}
            </dl>
        </Sheet>
    }
}

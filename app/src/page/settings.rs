//! Settings: what this person and this device are set to.

mod about;
mod backup;
mod base;
mod device;
mod name;
mod sign_out;

pub use name::device_name;
pub use sign_out::SignOutButton;

use crate::i18n::{self, Lang, settings as words};
use crate::layout::PageHead;
use crate::store::store;
use crate::ui::{Segmented, Theme};
use leptos::prelude::*;

/// The page at `/settings`.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let me = store().account.me.clone();
    view! {
        <div class="page">
            <PageHead title=words::title() sub=me.organisation.clone() />
            <div class="scroll">
                <div class="page-body page-narrow settings">
                    <Looks />
                    <device::ThisDevice />
                    <base::Base />
                    <backup::Backups />
                    <section class="settings-section">
                        <h2>{words::account()}</h2>
                        <ul class="settings-list">
                            <li>
                                <span class="grow">
                                    <b class="wrap">{me.name.clone()}</b>
                                    <span class="second settings-line">
                                        {words::my_role(role_words(&me.role), scope_words(&me.scope))}
                                    </span>
                                </span>
                                <SignOutButton />
                            </li>
                        </ul>
                    </section>
                    <about::About />
                </div>
            </div>
        </div>
    }
}

/// Language and theme.
#[component]
fn Looks() -> impl IntoView {
    let language = RwSignal::new(i18n::lang());
    let theme = RwSignal::new(Theme::chosen());
    Effect::new(move |_| i18n::change(language.get()));
    Effect::new(move |before: Option<Theme>| {
        let now = theme.get();
        if before.is_some_and(|before| before != now) {
            now.choose();
        }
        now
    });
    let languages = Lang::ALL.map(|lang| (lang, lang.own_name().to_owned())).to_vec();
    let themes = Theme::ALL.map(|theme| (theme, theme_words(theme).to_owned())).to_vec();
    view! {
        <ul class="settings-list">
            <li>
                <span class="grow">{words::language()}</span>
                <Segmented label=words::language() options=languages value=language />
            </li>
            <li>
                <span class="grow">{words::appearance()}</span>
                <Segmented label=words::appearance() options=themes value=theme />
            </li>
        </ul>
    }
}

fn theme_words(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => words::theme_auto(),
        Theme::Light => words::theme_light(),
        Theme::Dark => words::theme_dark(),
        Theme::Contrast => words::theme_contrast(),
    }
}

/// A role in words.
pub fn role_words(role: &str) -> &'static str {
    match role {
        "administrator" => words::role_administrator(),
        "manager" => words::role_manager(),
        _ => words::role_staff(),
    }
}

/// A scope in words.
pub fn scope_words(scope: &str) -> &'static str {
    match scope {
        "all" => words::scope_all(),
        "team" => words::scope_team(),
        _ => words::scope_own(),
    }
}

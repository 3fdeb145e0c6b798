//! The ground of the pages without a frame: mark and name on top, the other language at the right.

use crate::i18n::{self, Lang, common, sign_in as words};
use crate::ui::{Button, ButtonKind, Icon, Mark, Toaster};
use leptos::prelude::*;

/// Head, content, nothing else.
#[component]
pub fn Ground(
    /// Whose base it is; the product's name when that is not known yet.
    #[prop(optional, into)]
    about: String,
    /// The content.
    children: Children,
) -> impl IntoView {
    let about = if about.trim().is_empty() { common::product().to_owned() } else { about };
    let other = if i18n::lang() == Lang::ZhCn { Lang::En } else { Lang::ZhCn };
    view! {
        <div class="welcome">
            <header class="welcome-head">
                <Mark />
                <span class="cut">{about}</span>
                <Button kind=ButtonKind::Quiet icon=Icon::Globe on_click=move |_| i18n::change(other)>
                    <span class="visually-hidden">{words::language()} ": "</span>
                    <span lang=other.tag()>{other.own_name()}</span>
                </Button>
            </header>
            <main class="welcome-main">{children()}</main>
            <Toaster />
        </div>
    }
}

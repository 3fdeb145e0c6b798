//! The hint at the head: a customer who usually comes oftener than this.

use super::Page;
use super::why_sheet::explained;
use crate::i18n::{customer as words, format};
use crate::page::new_customer::{LogFor, use_logging};
use crate::ui::Icon;
use leptos::prelude::*;

/// Shown when more time has passed than the customer's own rhythm.
#[component]
pub(super) fn NextStep(page: Page) -> impl IntoView {
    let overdue = Memo::new(move |_| {
        let why = explained(page)?;
        let since = why.axes?[0].value;
        let rhythm = why.rhythm?;
        (since > rhythm && rhythm > 0).then_some((rhythm, since))
    });
    let logging = use_logging();
    move || {
        overdue.get().map(|(rhythm, since)| {
            view! {
                <button type="button" class="next-step" on:click=move |_| logging.note(LogFor::customer(page.id).by("call"))>
                    {Icon::Clock.view()}
                    <span class="grow">
                        <b>{words::time_to_ask()}</b>
                        <br />
                        <span class="label">{words::beyond_rhythm(rhythm, &format::days_ago(since))}</span>
                    </span>
                    {Icon::ChevronRight.view()}
                </button>
            }
        })
    }
}

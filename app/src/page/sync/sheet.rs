//! Settling a conflict in two taps: choose, confirm. Nothing is chosen beforehand.

use super::conflict::{Offer, Pick, Reading, Why, drafts, pick_words, read};
use crate::i18n::{common, sync as texts};
use crate::store::store;
use crate::ui::{Button, ButtonKind, Empty, Icon, InputKind, Sheet, TextField, use_toasts};
use domain::schema::fields::contact_point;
use domain::{Kind, RowId};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The sheet for one conflict. Open while it is in the view; `on_close` takes it out.
#[component]
pub fn ConflictSheet(
    /// The conflict's row.
    conflict: RowId,
    /// Called when the sheet was closed, settled or not.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(true);
    let reading = Memo::new(move |_| {
        let store = store();
        store.track_conflicts();
        read(&store, conflict)
    });
    let title = move || reading.with(|r| r.as_ref().map_or_else(|| texts::conflicts().to_owned(), |r| r.title.clone()));
    let chosen = RwSignal::new(None::<Pick>);
    let typed = RwSignal::new(String::new());
    let toasts = use_toasts();
    let navigate = use_navigate();
    let settle = move |()| {
        let (Some(reading), Some(pick)) = (reading.get_untracked(), picked(chosen, typed)) else { return };
        let store = store();
        let Some(drafts) = drafts(&store, &reading, &pick) else { return };
        let words = pick_words(&reading, &pick);
        store.act(drafts);
        open.set(false);
        // Settling cannot be taken back, but it can be settled otherwise.
        let navigate = navigate.clone();
        let again = format!("/sync?conflict={}", reading.id);
        toasts.act(texts::settled_toast(&words), texts::choose_again(), move || {
            navigate(&again, NavigateOptions::default());
        });
    };
    let settle = Callback::new(settle);
    view! {
        <Sheet open=open title=Signal::derive(title) on_close=on_close>
            {move || match reading.get() {
                Some(reading) => {
                    view! { <Choosing reading=reading chosen=chosen typed=typed open=open settle=settle /> }.into_any()
                }
                None => view! { <Empty title=texts::conflict_gone() /> }.into_any(),
            }}
        </Sheet>
    }
}

/// What is chosen, with the text of "type another" as it is now.
fn picked(chosen: RwSignal<Option<Pick>>, typed: RwSignal<String>) -> Option<Pick> {
    match chosen.get_untracked()? {
        Pick::Typed(_) => Some(Pick::Typed(typed.get_untracked())),
        other => Some(other),
    }
}

/// The choices and the two buttons.
#[component]
fn Choosing(
    reading: Reading,
    chosen: RwSignal<Option<Pick>>,
    typed: RwSignal<String>,
    open: RwSignal<bool>,
    settle: Callback<()>,
) -> impl IntoView {
    let deleted = reading.why == Why::Deleted;
    let about_phone = reading.target.kind == Kind::ContactPoint
        && store()
            .row(reading.target.kind, reading.target.id)
            .is_some_and(|row| row.text(contact_point::CHANNEL) == "phone");
    let kind = if about_phone { InputKind::Phone } else { InputKind::Text };
    let both = if about_phone { texts::keep_both_phones() } else { texts::keep_both_points() };
    let shown = StoredValue::new(reading.clone());
    let ready = move || {
        let pick = chosen.get()?;
        let pick = if matches!(pick, Pick::Typed(_)) { Pick::Typed(typed.get()) } else { pick };
        shown.with_value(|reading| drafts(&store(), reading, &pick).map(|_| pick_words(reading, &pick)))
    };
    let ready = Memo::new(move |_| ready());
    let act = move || ready.get().unwrap_or_else(|| texts::choose_first().to_owned());
    let why_not = move || ready.with(Option::is_none).then(|| texts::choose_first().to_owned());
    let offers = reading.offers.clone().into_iter().map(|offer| offer_view(offer, deleted, chosen)).collect_view();
    view! {
        <p class="second settle-detail">{if deleted { texts::detail_delete() } else { texts::settle_detail() }}</p>
        <div role="radiogroup" aria-label=reading.title.clone()>
            {offers}
            {deleted
                .then(|| {
                    view! {
                        <Way pick=Pick::Restore chosen=chosen title=texts::restore_with_edit() />
                        <Way pick=Pick::KeepDeleted chosen=chosen title=texts::keep_deleted() />
                    }
                })}
            {reading.can_keep_both.then(|| view! { <Way pick=Pick::Both chosen=chosen title=texts::keep_both() detail=both /> })}
            {reading
                .can_type
                .then(|| {
                    view! {
                        <Way
                            pick=Pick::Typed(String::new())
                            chosen=chosen
                            title=texts::type_another()
                            detail=texts::type_another_hint()
                        />
                        <Show when=move || matches!(chosen.get(), Some(Pick::Typed(_)))>
                            <TextField label=texts::type_another() value=typed kind=kind autofocus=true />
                        </Show>
                    }
                })}
        </div>
        {reading.was.clone().map(|was| view! { <p class="settle-was wrap">{was}</p> })}
        <div class="actions settle-actions">
            <Button large=true on_click=move |_| open.set(false)>
                {common::later()}
            </Button>
            <Button
                kind=ButtonKind::Primary
                large=true
                why_disabled=Signal::derive(why_not)
                on_click=move |_| settle.run(())
            >
                <span class="cut">{act}</span>
            </Button>
        </div>
    }
}

/// A value with its authors. In a conflict about a delete the sides are facts, not choices.
fn offer_view(offer: Offer, only_told: bool, chosen: RwSignal<Option<Pick>>) -> AnyView {
    let Offer { value, marked, lines } = offer;
    let lines = lines.into_iter().map(|line| view! { <span class="label settle-line">{line}</span> }).collect_view();
    if only_told {
        return view! {
            <p class="settle-side">
                <span class="wrap">{marked.text()}</span>
                {lines}
            </p>
        }
        .into_any();
    }
    let pick = Pick::Offer(value);
    view! {
        <Radio pick=pick chosen=chosen>
            <span class="option-value">
                {marked.before} <mark class="settle-mark">{marked.differs}</mark> {marked.after}
            </span>
            {lines}
        </Radio>
    }
    .into_any()
}

/// A way to settle that is not one of the values.
#[component]
fn Way(
    pick: Pick,
    chosen: RwSignal<Option<Pick>>,
    #[prop(into)] title: String,
    #[prop(optional, into)] detail: Option<String>,
) -> impl IntoView {
    view! {
        <Radio pick=pick chosen=chosen>
            <b class="settle-way">{title}</b>
            {detail.map(|detail| view! { <span class="label settle-line">{detail}</span> })}
        </Radio>
    }
}

/// One choice.
#[component]
fn Radio(pick: Pick, chosen: RwSignal<Option<Pick>>, children: Children) -> impl IntoView {
    let own = StoredValue::new(pick);
    let is_chosen = move || chosen.with(|c| c.as_ref() == Some(&own.get_value()));
    view! {
        <label class="option">
            <input
                type="radio"
                name="settle"
                prop:checked=is_chosen
                on:change=move |_| chosen.set(Some(own.get_value()))
            />
            <span class="tick" aria-hidden="true">
                {Icon::Check.small()}
            </span>
            <span class="grow">{children()}</span>
        </label>
    }
}

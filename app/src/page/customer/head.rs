//! The head of the page: where one is, who it is, and the four acts.

use super::Page;
use super::trash;
use super::words::{lifecycle_tone, lifecycle_word, place, tier_rank, tier_word};
use crate::command::contact::{dial, of_channel};
use crate::i18n::{common, customer as words, format, merge as merging};
use crate::page::customers::ListState;
use crate::page::new_customer::{LogFor, use_logging};
use crate::store::store;
use crate::ui::{
    Avatar, AvatarShape, AvatarSize, Button, ButtonKind, ButtonLink, Chip, Icon, IconButton, Menu, MenuItem, TierChip,
    Tone, Unsent,
};
use domain::schema::fields::{contact_point, customer, score};
use domain::{Kind, Row};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Back, place in the list, further acts.
#[component]
pub(super) fn Bar(page: Page, list: ListState) -> impl IntoView {
    let id = page.id;
    let back = Signal::derive(move || {
        list.view.track();
        list.address(None)
    });
    let place = move || list.place(id).map(|(at, of)| words::position(at, of));
    let step = move |forward: bool| {
        let to = list.found.with_untracked(|f| {
            let at = f.ids.iter().position(|other| *other == id)?;
            let next = if forward { at.checked_add(1)? } else { at.checked_sub(1)? };
            f.ids.get(next).map(|id| (next, *id))
        });
        if let Some((at, id)) = to {
            list.cursor.set(Some(at));
            list.open(id);
        }
    };
    let logging = use_logging();
    let trash = trash::use_trash(page);
    let merge = StoredValue::new_local(use_navigate());
    let items = Signal::derive(move || {
        vec![
            MenuItem::new(words::log_purchase(), move || logging.purchase(id)).icon(Icon::Bag),
            MenuItem::new(words::log_visit(), move || logging.note(LogFor::customer(id).by("visit"))).icon(Icon::Pin),
            MenuItem::new(words::link_people(), move || page.edges.set(true)).icon(Icon::Link),
            MenuItem::new(merging::merge_with(), move || {
                merge.with_value(|go| go(&merge_address(id), NavigateOptions::default()));
            })
            .icon(Icon::Merge),
            MenuItem::new(common::print(), print).icon(Icon::Printer),
            MenuItem::new(common::delete(), move || trash.run(())).icon(Icon::Trash).danger(),
        ]
    });
    view! {
        <div class="customer-bar">
            <span class="customer-back">
                <ButtonLink href=back kind=ButtonKind::Quiet icon=Icon::ChevronLeft icon_only=common::back().to_owned() />
            </span>
            <span class="label grow cut">{place}</span>
            <IconButton icon=Icon::ChevronUp label=words::previous_customer() on_click=move |_| step(false) />
            <IconButton icon=Icon::ChevronDown label=words::next_customer() on_click=move |_| step(true) />
            <Menu label=common::more_actions() items=items />
        </div>
    }
}

/// The page on which a customer is merged with others.
fn merge_address(id: domain::RowId) -> String {
    format!("/merge?ids={id}")
}

fn print() {
    // Fails only where there is nothing to print with.
    let _ = window().print();
}

/// Name, what is known in a line, chips.
#[component]
pub(super) fn Head(page: Page) -> impl IntoView {
    let text = move |field| page.row.with(|row| row.as_ref().map(|r| r.text(field).to_owned()).unwrap_or_default());
    let score = Memo::new(move |_| {
        let store = store();
        store.track(page.id);
        let row = store.row(Kind::Score, page.id);
        row.map(|r| (r.text(score::TIER).to_owned(), r.text(score::LIFECYCLE).to_owned())).unwrap_or_default()
    });
    let rank = Signal::derive(move || score.with(|(tier, _)| tier_rank(tier)));
    let name = Signal::derive(move || text(customer::NAME));
    let shape =
        Signal::derive(
            move || if text(customer::TYPE) == "company" { AvatarShape::Company } else { AvatarShape::Person },
        );
    let line = move || page.row.with(|row| row.as_ref().map(line).unwrap_or_default());
    let tier = move || {
        let (code, _) = score.get();
        let word = tier_word(&code);
        (!word.is_empty()).then(|| {
            view! {
                <Chip on_click=move |_| page.why.set(true)>
                    <TierChip rank=tier_rank(&code) label=word.to_owned() />
                    <span class="visually-hidden">{words::why_tier(word)}</span>
                </Chip>
            }
        })
    };
    let stage = move || {
        let (_, code) = score.get();
        let word = lifecycle_word(&code);
        let tone = match lifecycle_tone(&code) {
            "alert" => Tone::Late,
            "warn" => Tone::Soon,
            _ => Tone::Plain,
        };
        (!word.is_empty()).then(|| view! { <Chip tone=tone>{word}</Chip> })
    };
    let owner = move || {
        let owner = page.row.with(|row| row.as_ref().and_then(|r| r.reference(customer::OWNER)));
        let name =
            owner.map(|id| store().staff_name(domain::StaffId(id.0)).unwrap_or_else(|| common::unknown().to_owned()));
        let said = name.map_or_else(|| common::unassigned().to_owned(), |n| words::owned_by(&n));
        view! { <Chip tone=Tone::Wash><span class="cut">{said}</span></Chip> }
    };
    let conflict = move || {
        let open = page.row.with(|row| row.as_ref().and_then(|r| r.open.first().map(|(_, id)| *id)));
        open.map(|id| {
            view! {
                <button type="button" class="chip chip-late" on:click=move |_| page.conflict.set(Some(id))>
                    {Icon::Fork.small()}
                    {words::in_conflict()}
                </button>
            }
        })
    };
    let unsent = Signal::derive(move || {
        let store = store();
        store.track(page.id);
        store.entry(page.id).is_some_and(|e| e.unsent)
    });
    view! {
        <header class="customer-head">
            <Avatar name=name rank=rank shape=shape size=AvatarSize::Large />
            <div class="grow">
                <h1 class="customer-name">
                    {move || name.get()} <Unsent when=unsent />
                </h1>
                <p class="second">{line}</p>
            </div>
        </header>
        <div class="chips">{tier} {stage} {owner} {conflict}</div>
    }
}

/// "苏州姑苏 · 裁缝 · 2019 年来".
fn line(row: &Row) -> String {
    let since = row.int(customer::ENTERED_DAY).and_then(|d| i32::try_from(d).ok());
    let since = since.map(|day| words::since_year(&format::civil(day).year.to_string()));
    let parts = [
        place(row.text(customer::REGION), row.text(customer::COUNTRY)),
        row.text(customer::COMPANY).to_owned(),
        row.text(customer::OCCUPATION).to_owned(),
        since.unwrap_or_default(),
    ];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Call, WeChat, message, note.
#[component]
pub(super) fn Acts(page: Page) -> impl IntoView {
    let points = Memo::new(move |_| {
        let store = store();
        store.track(page.id);
        let points = store.of_customer(page.id, Kind::ContactPoint);
        let first = |channel| of_channel(&points, channel).first().map(|p| p.text(contact_point::VALUE).to_owned());
        (first("phone"), first("wechat"))
    });
    let phone = move || points.with(|(phone, _)| phone.clone());
    let logging = use_logging();
    let reached = move |channel: &'static str| page.contacted.set(Some(channel));
    let call = move || match phone() {
        Some(number) => view! {
            <span class="act" on:click=move |_| reached("call")>
                <ButtonLink href=dial("tel", &number) kind=ButtonKind::Primary icon=Icon::Phone>
                    {words::call()}
                </ButtonLink>
            </span>
        }
        .into_any(),
        None => view! {
            <Button icon=Icon::Phone why_disabled=words::no_phone()>
                {words::call()}
            </Button>
        }
        .into_any(),
    };
    let wechat = move || match points.with(|(phone, wechat)| wechat.clone().or_else(|| phone.clone())) {
        Some(_) => view! {
            <span class="act" on:click=move |_| reached("wechat")>
                <ButtonLink href="weixin://" icon=Icon::WeChat>
                    {words::wechat()}
                </ButtonLink>
            </span>
        }
        .into_any(),
        None => view! {
            <Button icon=Icon::WeChat why_disabled=words::no_wechat()>
                {words::wechat()}
            </Button>
        }
        .into_any(),
    };
    let message = move || match phone() {
        Some(number) => view! {
            <span class="act" on:click=move |_| reached("sms")>
                <ButtonLink href=dial("sms", &number) icon=Icon::Message>
                    {words::message()}
                </ButtonLink>
            </span>
        }
        .into_any(),
        None => view! {
            <Button icon=Icon::Message why_disabled=words::no_phone()>
                {words::message()}
            </Button>
        }
        .into_any(),
    };
    view! {
        <div class="quad customer-acts">
            {call} {wechat} {message}
            <Button icon=Icon::Pencil on_click=move |_| logging.note(LogFor::customer(page.id))>
                {words::note()}
            </Button>
        </div>
    }
}

//! Today: what needs somebody, from what is on this device.

mod due;

use super::later;
use super::referrals::shape_of;
use super::tier_rank::{tier_rank, tier_words};
use crate::i18n::{format, today as words};
use crate::layout::PageHead;
use crate::store::store;
use crate::ui::{Avatar, ButtonLink, Empty, Icon, TierChip};
use domain::RowId;
use due::{Due, Reason, due};
use leptos::prelude::*;

/// The page.
#[component]
pub fn TodayPage() -> impl IntoView {
    let empty = Memo::new(|_| {
        store().track_list();
        store().customers() == 0
    });
    let sub = Signal::derive(|| {
        let today = store().today();
        format!("{} {}", format::month_day(today), format::weekday(today))
    });
    let due = Memo::new(|_| {
        let store = store();
        store.track_list();
        store.track_conflicts();
        due(&store)
    });
    let ready = move || crate::sync::runner().is_some_and(|r| r.status().ready);
    // The first rows of the demo base end the empty state; its progress stays until the last.
    let demo = RwSignal::new(false);
    let demo_wanted = Memo::new(move |was| was.copied().unwrap_or(false) || demo.get());
    view! {
        <PageHead title=Signal::derive(|| words::title().to_owned()) sub=sub />
        <div class="scroll">
            <div class="today">
                {move || {
                    if empty.get() && ready() {
                        return later::start_here(demo);
                    }
                    let Due { conflicts, drifting, drifting_total, birthdays } = due.get();
                    if conflicts == 0 && drifting.is_empty() && birthdays.is_empty() {
                        return view! {
                            <Empty title=words::empty() detail=words::empty_calm()>
                                <ButtonLink href="/customers">{words::to_customers()}</ButtonLink>
                            </Empty>
                        }
                            .into_any();
                    }
                    view! {
                        {(conflicts > 0)
                            .then(|| {
                                view! {
                                    <a class="row task-row" href="/sync">
                                        {Icon::Fork.view()}
                                        <span class="row-main">
                                            <span class="row-name">{words::conflicts(conflicts)}</span>
                                            <span class="row-what">{words::conflicts_detail()}</span>
                                        </span>
                                    </a>
                                }
                            })}
                        {section(words::drifting(), drifting_total, drifting)}
                        {section(words::birthdays(), birthdays.len(), birthdays)}
                    }
                        .into_any()
                }}
            </div>
        </div>
        {move || demo_wanted.get().then(|| later::demo_sheet(demo))}
    }
}

/// A heading with its rows; nothing when there are none.
fn section(title: &'static str, total: usize, rows: Vec<(RowId, Reason)>) -> Option<impl IntoView + use<>> {
    (!rows.is_empty()).then(|| {
        let more = total.saturating_sub(rows.len());
        view! {
            <section class="rows-today">
                <h2 class="section-head">
                    {title} <span class="n">{format::integer(i64::try_from(total).unwrap_or(i64::MAX))}</span>
                </h2>
                {rows.into_iter().map(|(id, reason)| view! { <PersonRow id=id reason=reason /> }).collect_view()}
                {(more > 0).then(|| view! { <p class="label list-note">{words::rest(more)}</p> })}
            </section>
        }
    })
}

/// One person and why they are here; a tap opens the customer, the telephone calls.
#[component]
fn PersonRow(id: RowId, reason: Reason) -> impl IntoView {
    let store = store();
    let (name, tier, phone) = store.with_index(|index| {
        index
            .get(id)
            .map(|e| {
                let phone = e.phone_numbers().next().map(str::to_owned);
                (e.name.to_string(), index.terms.tiers.text(e.tier).to_owned(), phone)
            })
            .unwrap_or_default()
    });
    let why = match reason {
        Reason::Drifting { since_purchase, net_minor } => {
            let money = format::money_short(net_minor, &store.account.me.currency);
            words::not_been_worth(&words::not_been(i64::from(since_purchase)), &money)
        }
        Reason::Birthday { in_days: 0 } => words::birthday_today().to_owned(),
        Reason::Birthday { in_days } => words::birthday_in(i64::from(in_days)),
    };
    let call = phone.map(|p| {
        let label = words::call(&name);
        view! {
            <a class="btn btn-quiet btn-icon" href=format!("tel:{p}") aria-label=label.clone() title=label>{Icon::Phone.view()}</a>
        }
    });
    view! {
        <div class="row task-row">
            <Avatar name=name.clone() rank=tier_rank(&tier) shape=shape_of(id) />
            <a class="row-main" href=format!("/customers/{id}")>
                <span class="row-name"><span class="cut">{name}</span> <TierChip rank=tier_rank(&tier) label=tier_words(&tier).to_owned() /></span>
                <span class="row-what cut">{why}</span>
            </a>
            {call}
        </div>
    }
}

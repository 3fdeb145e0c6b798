//! What happened with the customer: purchases, contacts, changes; newest first.

use super::Page;
use super::history::{value_words, who_when};
use super::words::{channel_icon, channel_word};
use crate::command::Around;
use crate::i18n::{common, customer as words, format};
use crate::store::{Draft, History, store};
use crate::ui::{Button, Empty, Icon, IconButton, Segmented, use_toasts};
use domain::op::Body;
use domain::row::FieldChange;
use domain::schema::fields::{customer, interaction, purchase};
use domain::{Kind, Row, StaffId};
use leptos::prelude::*;
use std::sync::Arc;

/// Entries shown at first, and more of them at each press.
const SHOWN: usize = 30;

/// What the timeline shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Only {
    Everything,
    Purchases,
    Contacts,
    Changes,
}

/// One thing that happened.
#[derive(Clone, PartialEq, Debug)]
enum Entry {
    Purchase(Row),
    Contact(Row),
    Change(FieldChange),
}

impl Entry {
    /// The moment, Unix milliseconds; a purchase without one counts at the noon of its day.
    fn at(&self) -> i64 {
        let noon = |day: Option<i64>| day.unwrap_or(0) * 86_400_000 + 43_200_000;
        match self {
            Self::Purchase(row) => row.int(purchase::AT).unwrap_or_else(|| noon(row.int(purchase::DAY))),
            Self::Contact(row) => row.int(interaction::AT).unwrap_or_else(|| noon(row.int(interaction::DAY))),
            Self::Change(change) => i64::try_from(change.stamp.hlc.millis()).unwrap_or(0),
        }
    }
}

/// Everything that is asked for, newest first.
fn entries(history: &History, row: Option<&Row>, only: Only) -> Vec<Entry> {
    let mut all = Vec::new();
    if matches!(only, Only::Everything | Only::Purchases) {
        all.extend(history.purchases.iter().cloned().map(Entry::Purchase));
    }
    if matches!(only, Only::Everything | Only::Contacts) {
        all.extend(history.interactions.iter().cloned().map(Entry::Contact));
    }
    if only == Only::Changes {
        all.extend(row.into_iter().flat_map(|r| r.history.iter().cloned()).map(Entry::Change));
    }
    all.sort_by_key(|entry| std::cmp::Reverse(entry.at()));
    all
}

/// Whether the server has history that has not arrived here yet.
fn on_its_way() -> bool {
    crate::sync::runner().is_some_and(|runner| {
        let status = runner.status();
        status.behind || status.fetching.is_some()
    })
}

/// The section.
#[component]
pub(super) fn Timeline(page: Page) -> impl IntoView {
    let only = RwSignal::new(Only::Everything);
    let most = RwSignal::new(SHOWN);
    let history = Memo::new(move |_| Loaded(store().history(page.id)));
    let shown = Memo::new(move |_| {
        let only = only.get();
        history.with(|h| h.0.as_ref().map(|h| page.row.with(|row| entries(h, row.as_ref(), only))))
    });
    let options = vec![
        (Only::Everything, common::all().to_owned()),
        (Only::Purchases, words::purchases().to_owned()),
        (Only::Contacts, words::contacts().to_owned()),
        (Only::Changes, words::changes().to_owned()),
    ];
    let list = move || match shown.get() {
        None => view! { <p class="quiet">{common::loading()}</p> }.into_any(),
        // "Nothing yet" is said only when everything has arrived.
        Some(all) if all.is_empty() && on_its_way() => {
            view! { <p class="quiet">{words::timeline_on_its_way()}</p> }.into_any()
        }
        Some(all) if all.is_empty() => {
            view! { <Empty title=words::no_timeline() detail=words::no_timeline_detail() /> }.into_any()
        }
        Some(all) => {
            let rest = all.len().saturating_sub(most.get());
            let entries = all.into_iter().take(most.get()).map(|entry| view! { <EntryView page=page entry=entry /> });
            view! {
                <ol class="timeline">{entries.collect_view()}</ol>
                {(rest > 0)
                    .then(|| {
                        view! {
                            <Button on_click=move |_| most.update(|n| *n += 100)>{words::show_more(rest)}</Button>
                        }
                    })}
            }
            .into_any()
        }
    };
    let since = move || {
        let day = history.with(|h| h.0.as_ref().and_then(|h| h.since_day));
        // A day out of range: nothing older than what changed lately is here.
        let text = |day| {
            i32::try_from(day)
                .map_or_else(|_| words::history_not_here().to_owned(), |day| words::history_to(&format::month(day)))
        };
        day.map(|day| view! { <p class="label">{text(day)}</p> })
    };
    view! {
        <section class="timeline-section">
            <h3>{words::timeline()}</h3>
            <Segmented label=words::timeline_filter() options=options value=only />
            {list}
            {since}
        </section>
    }
}

/// A history, compared by where it lies: what was read again is another one.
#[derive(Clone)]
struct Loaded(Option<Arc<History>>);

impl PartialEq for Loaded {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        }
    }
}

#[component]
fn EntryView(page: Page, entry: Entry) -> impl IntoView {
    match entry {
        Entry::Purchase(row) => purchase_view(page, row).into_any(),
        Entry::Contact(row) => contact_view(&row).into_any(),
        Entry::Change(change) => change_view(page, &change).into_any(),
    }
}

/// Whether a row waits to be synced.
fn row_mark(row: domain::row::RowRef) -> Signal<bool> {
    Signal::derive(move || {
        let store = store();
        store.track_outbox();
        store.row_mark(row).is_some()
    })
}

/// The day in words, short this year.
fn day_words(day: Option<i64>) -> String {
    let today = store().today();
    day.and_then(|d| i32::try_from(d).ok()).map(|d| format::date_in(d, today)).unwrap_or_default()
}

fn staff_words(id: Option<domain::RowId>) -> Option<String> {
    id.and_then(|id| store().staff_name(StaffId(id.0)))
}

fn joined(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts.into_iter().flatten().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn purchase_view(page: Page, row: Row) -> impl IntoView {
    let total = row.int(purchase::TOTAL).unwrap_or(0);
    let amount = format::money(total, row.text(purchase::CURRENCY));
    let what = purchase_words(&row);
    let (day, channel) = (day_words(row.int(purchase::DAY)), row.text(purchase::CHANNEL).to_owned());
    let staff = row.reference(purchase::STAFF);
    let line = move || joined([Some(day.clone()), Some(channel.clone()), staff_words(staff)]);
    let mark = row_mark(row.address());
    view! {
        <li>
            {Icon::Bag.view()}
            <button type="button" class="timeline-open" on:click=move |_| page.purchase.set(Some(row.clone()))>
                <span class="wrap">{what}</span>
                <crate::ui::Unsent when=mark />
                <span class="label timeline-when">{line}</span>
            </button>
            <b class="num" class=("alert", total < 0)>{amount}</b>
        </li>
    }
}

/// What was bought, in short: the summary, else the first lines, else "purchase" or "refund".
pub(super) fn purchase_words(row: &Row) -> String {
    let summary = row.text(purchase::SUMMARY);
    if !summary.is_empty() {
        return summary.to_owned();
    }
    let names: Vec<&str> = row
        .get(purchase::ITEMS)
        .as_list()
        .iter()
        .filter_map(|line| line.as_list().get(1).and_then(domain::Value::as_text))
        .filter(|name| !name.is_empty())
        .collect();
    match names.as_slice() {
        [] if row.int(purchase::TOTAL).unwrap_or(0) < 0 => words::refund().to_owned(),
        [] => words::purchase().to_owned(),
        [one] => (*one).to_owned(),
        [one, ..] => words::and_more(one, names.len()),
    }
}

fn contact_view(row: &Row) -> impl IntoView + use<> {
    let channel = row.text(interaction::CHANNEL);
    let text = row.text(interaction::TEXT);
    let said = if text.is_empty() { channel_word(channel) } else { text }.to_owned();
    let (day, how) = (day_words(row.int(interaction::DAY)), channel_word(channel));
    let staff = row.reference(interaction::STAFF);
    let line = move || joined([Some(day.clone()), Some(how.to_owned()), staff_words(staff)]);
    let address = row.address();
    let mark = row_mark(address);
    let toasts = use_toasts();
    let remove = move |_| {
        let undo = store().act(vec![Draft { row: address, body: Body::Delete { seen: Around::now().base } }]);
        toasts.undo(words::entry_removed(), move || {
            store().act(undo.clone());
        });
    };
    view! {
        <li>
            {channel_icon(channel).view()}
            <div>
                <span class="wrap timeline-text">{said}</span>
                <crate::ui::Unsent when=mark />
                <span class="label timeline-when">{line}</span>
            </div>
            <IconButton icon=Icon::Trash label=common::delete() class="timeline-remove" on_click=remove />
        </li>
    }
}

fn change_view(page: Page, change: &FieldChange) -> impl IntoView + use<> {
    let row = domain::row::RowRef::new(Kind::Customer, page.id);
    let label = field_words(change.field);
    let (field, stamp) = (change.field, change.stamp);
    let (before, after) = (change.from.clone(), change.to.clone());
    let from = move || value_words(row, field, &before);
    let to = move || value_words(row, field, &after);
    view! {
        <li>
            {Icon::History.view()}
            <div>
                <span class="wrap">
                    {label} ": " <span class="change-from">{from}</span> " → " <b>{to}</b>
                </span>
                <span class="label timeline-when">{move || who_when(stamp)}</span>
            </div>
            <span></span>
        </li>
    }
}

/// A field's name.
fn field_words(field: domain::Field) -> &'static str {
    match field {
        customer::NAME => words::field_full_name(),
        customer::TYPE => words::field_type(),
        customer::OWNER => common::owner(),
        customer::REGION => words::field_region(),
        customer::COUNTRY => words::field_country(),
        customer::GENDER => words::field_gender(),
        customer::BIRTHDAY => words::field_birthday(),
        customer::OCCUPATION => words::field_occupation(),
        customer::ADDRESS => words::field_address(),
        customer::SALES_STAGE => words::field_sales_stage(),
        customer::REMARK => common::note(),
        customer::SOURCE => words::field_source(),
        customer::PREFERENCES => words::field_preferences(),
        customer::CODE => words::field_code(),
        customer::COMPANY => common::company(),
        customer::POSTCODE => words::field_postcode(),
        customer::BANK_ACCOUNT => words::field_bank_account(),
        customer::TERMS => words::field_terms(),
        _ => common::unknown(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{RowId, Stamp, Value};

    fn bought(n: u8, day: i64, items: Vec<Value>) -> Row {
        let fields =
            [(purchase::DAY, Value::Int(day)), (purchase::TOTAL, Value::Int(5)), (purchase::ITEMS, Value::List(items))];
        Row::new(Kind::Purchase, RowId::from_bytes([n; 16]), Stamp::default(), fields)
    }

    #[test]
    fn the_newest_comes_first_whatever_it_is() {
        let noted = |n: u8, at: i64| {
            Row::new(
                Kind::Interaction,
                RowId::from_bytes([n; 16]),
                Stamp::default(),
                [(interaction::AT, Value::Int(at))],
            )
        };
        let history = History {
            purchases: vec![bought(1, 10, Vec::new()), bought(2, 8, Vec::new())],
            interactions: vec![noted(3, 9 * 86_400_000), noted(4, 11 * 86_400_000)],
            since_day: None,
        };
        let ids = |only| {
            let all = entries(&history, None, only);
            let id = |e: &Entry| match e {
                Entry::Purchase(row) | Entry::Contact(row) => row.id.bytes()[0],
                Entry::Change(_) => 0,
            };
            all.iter().map(id).collect::<Vec<_>>()
        };
        assert_eq!(ids(Only::Everything), [4, 1, 3, 2]);
        assert_eq!(ids(Only::Purchases), [1, 2]);
        assert_eq!(ids(Only::Contacts), [4, 3]);
        assert!(ids(Only::Changes).is_empty());
    }

    #[test]
    fn a_purchase_says_what_it_was() {
        let line = |name: &str| Value::List(vec![Value::text("c"), Value::text(name)]);
        assert_eq!(purchase_words(&bought(1, 1, vec![line("香云纱")])), "香云纱");
        assert_eq!(purchase_words(&bought(1, 1, vec![line("香云纱"), line("盘扣"), line("里布")])), "香云纱 等 3 样");
        assert_eq!(purchase_words(&bought(1, 1, vec![Value::Null])), "购买");
    }
}

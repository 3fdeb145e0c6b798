//! A conflict as a person reads it, and what each way to settle it does.

mod difference;
mod settling;

pub use difference::{Marked, mark_differences, short};
pub use settling::{Pick, drafts, pick_words};

use super::words::{field_words, subject, value_words};
use crate::i18n::{format, sync as texts, time};
use crate::page::settings::device_name;
use crate::store::{Store, clock};
use domain::judge::{REFERRER, Side, sides};
use domain::row::{Row, RowRef};
use domain::schema::Holds;
use domain::schema::fields::{conflict, contact_point, customer};
use domain::{Field, Kind, RowId, Value};

/// Why somebody must choose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// Two values for one field.
    Field,
    /// One deleted, the other changed.
    Deleted,
    /// Two people are said to have referred one customer.
    Referrer,
}

/// One value that can be chosen, with everybody who meant it.
#[derive(Clone, PartialEq, Debug)]
pub struct Offer {
    /// The value.
    pub value: Value,
    /// The value in words, with the part that differs marked.
    pub marked: Marked,
    /// Who meant it, on which device, when; one line each.
    pub lines: Vec<String>,
}

/// A conflict as a person reads it.
#[derive(Clone, PartialEq, Debug)]
pub struct Reading {
    /// The conflict's row.
    pub id: RowId,
    /// The row it is about.
    pub target: RowRef,
    /// The field it is about.
    pub field: Field,
    /// Why somebody must choose.
    pub why: Why,
    /// The customer on whose page it is shown.
    pub customer: Option<RowId>,
    /// What it is about, in one sentence.
    pub title: String,
    /// The values, newest first.
    pub offers: Vec<Offer>,
    /// The value both started from, in words.
    pub was: Option<String>,
    /// Whether a third value can be typed.
    pub can_type: bool,
    /// Whether both can be kept, as two contact points.
    pub can_keep_both: bool,
    /// Whether it has been settled.
    pub settled: bool,
}

/// Reads a conflict; `None` when it, or what it is about, is not here.
pub fn read(store: &Store, id: RowId) -> Option<Reading> {
    let row = store.row(Kind::Conflict, id)?;
    let (target, field) = subject(&row)?;
    let about = store.row(target.kind, target.id)?;
    let why = match row.text(conflict::REASON) {
        "delete" => Why::Deleted,
        "referrer" => Why::Referrer,
        _ => Why::Field,
    };
    let customer = row.reference(conflict::CUSTOMER);
    let name = customer
        .and_then(|id| store.customer_name(id))
        .or_else(|| (target.kind == Kind::Customer).then(|| about.text(customer::NAME).to_owned()))
        .unwrap_or_else(|| texts::kind_customer().to_owned());
    let title = match why {
        Why::Field => texts::settle_title(&name, &field_words(target.kind, field, Some(&about))),
        Why::Deleted => texts::title_delete(&name),
        Why::Referrer => texts::title_referrer(&name),
    };
    let is_text = target.kind.field(field).is_some_and(|def| matches!(def.holds, Holds::Text(_)));
    let offers = offers(store, &row, why, target.kind, field, &about);
    Some(Reading {
        id,
        target,
        field,
        why,
        customer,
        title,
        was: was(store, &row, target.kind, field, &about),
        can_type: why == Why::Field && is_text,
        can_keep_both: target.kind == Kind::ContactPoint && field == contact_point::VALUE && offers.len() > 1,
        offers,
        settled: row.text(conflict::STATE) == "settled",
    })
}

/// The sides, equal values together, newest first.
fn offers(store: &Store, row: &Row, why: Why, kind: Kind, field: Field, about: &Row) -> Vec<Offer> {
    let mut all = sides(row);
    all.sort_by_key(|side| std::cmp::Reverse((side.hlc, side.seq)));
    let first_seq = all.iter().map(|side| side.seq).min().unwrap_or_default();
    let mut grouped: Vec<(Value, Vec<String>)> = Vec::new();
    for side in &all {
        let mut line = side_words(store, side);
        if all.len() > 1 {
            let order = if side.seq == first_seq { texts::arrived_first() } else { texts::arrived_later() };
            line = format!("{line} · {order}");
        }
        match grouped.iter_mut().find(|(value, _)| *value == side.value) {
            Some((_, lines)) => lines.push(line),
            None => grouped.push((side.value.clone(), vec![line])),
        }
    }
    let words: Vec<String> =
        grouped.iter().map(|(value, _)| offer_words(store, why, kind, field, value, about)).collect();
    let marked =
        if why == Why::Field { mark_differences(&words) } else { words.into_iter().map(Marked::plain).collect() };
    grouped.into_iter().zip(marked).map(|((value, lines), marked)| Offer { value, marked, lines }).collect()
}

/// One side's value in words.
fn offer_words(store: &Store, why: Why, kind: Kind, field: Field, value: &Value, about: &Row) -> String {
    match (why, value) {
        (Why::Referrer, Value::Id(id)) => store.customer_name(*id).unwrap_or_else(|| texts::kind_customer().to_owned()),
        (Why::Deleted, Value::Null) => texts::deleted_it().to_owned(),
        (Why::Deleted, value) => texts::changed_it(&plain_words(value)),
        _ => {
            let words = value_words(kind, field, value, Some(about));
            if words.is_empty() { texts::cleared().to_owned() } else { words }
        }
    }
}

/// A value of which only the value is known.
fn plain_words(value: &Value) -> String {
    match value {
        Value::Text(text) => super::words::code_words(text).to_owned(),
        Value::Int(n) => format::integer(*n),
        _ => "…".to_owned(),
    }
}

/// Who meant it, on which device, when.
fn side_words(store: &Store, side: &Side) -> String {
    let who = if side.replica == store.account.replica.get() && !side.replica.is_nil() {
        texts::mine_this(&device_name())
    } else if side.by == store.account.staff {
        texts::mine_other().to_owned()
    } else if side.by.is_nil() {
        texts::server_side().to_owned()
    } else {
        store.staff_name(side.by).unwrap_or_else(|| texts::somebody().to_owned())
    };
    format!("{who} · {}", moment_words(store, side.hlc.millis()))
}

/// A moment in words: `今天 14:32`, `昨天 09:05`, else date and time.
pub fn moment_words(store: &Store, unix_ms: u64) -> String {
    let zone = store.account.me.zone_minutes;
    let ms = i64::try_from(unix_ms).unwrap_or_default();
    match clock::today(zone) - clock::day_of(unix_ms, zone) {
        0 => format!("{} {}", time::today(), format::clock(ms)),
        1 => format!("{} {}", time::yesterday(), format::clock(ms)),
        _ => format::date_time(ms),
    }
}

/// The value both sides started from, with its author and day where the conflict knows them.
fn was(store: &Store, row: &Row, kind: Kind, field: Field, about: &Row) -> Option<String> {
    let [value, rest @ ..] = row.get(conflict::BEFORE).as_list() else { return None };
    if field == REFERRER || value.is_null() {
        return None;
    }
    let words = value_words(kind, field, value, Some(about));
    let author = rest.first().and_then(Value::as_id).and_then(|id| store.staff_name(domain::StaffId(id.0)));
    let words = match author {
        Some(name) => format!("{words} ({name})"),
        None => words,
    };
    Some(texts::was(&words))
}

#[cfg(test)]
mod tests;

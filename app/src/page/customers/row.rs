//! What a row of the list says about a customer.

use crate::i18n::customer as words;
use crate::i18n::format::{days_ago, money};
use crate::page::customer::words::{channel_word, place, tier_rank, tier_word};
use crate::store::store;
use crate::ui::{AvatarShape, Rank};
use domain::RowId;
use domain::query::CustomerKind;
use leptos::prelude::*;

/// The words and marks of a row.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct RowFacts {
    pub id: RowId,
    pub name: String,
    pub shape: AvatarShape,
    pub rank: Rank,
    /// The tier's name; empty when not scored.
    pub tier: String,
    /// The lifecycle's code; empty when not scored.
    pub lifecycle: String,
    /// The company of a person, else the place.
    pub place: String,
    /// "20 天前", "到店"; `None` when there was no contact.
    pub contact: Option<(String, String)>,
    /// Net of the last 365 days; a dash for nothing.
    pub money: String,
    pub owner: Option<String>,
    /// The first telephone number, digits.
    pub phone: Option<String>,
    pub unsent: bool,
    pub conflict: bool,
    pub overdue: bool,
}

impl RowFacts {
    /// "苏州姑苏 · 20 天前到店".
    pub fn second_line(&self) -> String {
        let contact = self.contact.as_ref().map_or_else(
            || words::never_contacted().to_owned(),
            |(ago, how)| if how.is_empty() { ago.clone() } else { words::contacted(ago, how) },
        );
        if self.place.is_empty() { contact } else { format!("{} · {contact}", self.place) }
    }

    /// "20 天前 · 到店".
    pub fn last_contact(&self) -> String {
        match &self.contact {
            None => "—".to_owned(),
            Some((ago, how)) if how.is_empty() => ago.clone(),
            Some((ago, how)) => format!("{ago} · {how}"),
        }
    }
}

/// What a row shows, whoever's it is at the moment.
pub(super) fn shown(id: Signal<RowId>) -> Memo<Option<RowFacts>> {
    Memo::new(move |_| {
        let id = id.get();
        store().track(id);
        facts(id)
    })
}

/// One part of it, so that a row that shows another customer changes texts and makes no elements.
pub(super) fn part<T: Default + Send + Sync + 'static>(
    shown: Memo<Option<RowFacts>>,
    of: impl Fn(&RowFacts) -> T + Send + Sync + 'static,
) -> Signal<T> {
    Signal::derive(move || shown.with(|facts| facts.as_ref().map(&of).unwrap_or_default()))
}

/// What is known about a customer; `None` when there is none. Call [`crate::store::Store::track`] to be told of changes.
pub(crate) fn facts(id: RowId) -> Option<RowFacts> {
    let store = store();
    let today = store.today();
    let (entry, texts, owner) = store.with_index(|index| {
        let e = index.get(id)?.clone();
        let t = &index.terms;
        let texts = [
            t.tiers.text(e.tier).to_owned(),
            t.lifecycles.text(e.lifecycle).to_owned(),
            t.regions.text(e.region).to_owned(),
            t.countries.text(e.country).to_owned(),
            t.channels.text(e.contact_channel).to_owned(),
            t.currencies.text(e.currency).to_owned(),
        ];
        let owner = t.owners.value(e.owner).copied().filter(|o| !o.is_nil());
        Some((e, texts, owner))
    })?;
    let [tier, lifecycle, region, country, channel, currency] = texts;
    let ago = |day: i32| days_ago(i64::from(today) - i64::from(day));
    let contact = match (entry.last_contact, entry.last_purchase) {
        (Some(contact), Some(bought)) if bought > contact => Some((ago(bought), words::bought().to_owned())),
        (Some(contact), _) => Some((ago(contact), channel_word(&channel).to_owned())),
        (None, Some(bought)) => Some((ago(bought), words::bought().to_owned())),
        (None, None) => None,
    };
    let company = entry.kind == CustomerKind::Company;
    let where_from =
        if !company && !entry.company.is_empty() { entry.company.to_string() } else { place(&region, &country) };
    let phone = entry.phone_numbers().next().map(str::to_owned);
    Some(RowFacts {
        id,
        name: entry.name.to_string(),
        shape: if company { AvatarShape::Company } else { AvatarShape::Person },
        rank: tier_rank(&tier),
        tier: tier_word(&tier).to_owned(),
        lifecycle,
        place: where_from,
        contact,
        money: if entry.net_year == 0 { "—".to_owned() } else { money(entry.net_year, &currency) },
        owner: owner.and_then(|o| store.staff_name(o)),
        phone,
        unsent: entry.unsent,
        conflict: entry.open_conflict,
        overdue: entry.overdue,
    })
}

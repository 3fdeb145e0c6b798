//! A filter as the pairs of an address (`?tier=vip&tier=active&contact=31..,never`).

use super::{Bounds, CustomerKind, Filter, OwnerChoice, Recency};
use crate::id::StaffId;

impl Filter {
    /// The filter as pairs of a key and a value, not percent-encoded; what is not set is left out. Lists repeat their key.
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let lists = [
            ("tier", &self.tiers),
            ("lifecycle", &self.lifecycles),
            ("segment", &self.segments),
            ("stage", &self.stages),
            ("tag", &self.tags_any),
            ("tags", &self.tags_all),
            ("region", &self.regions),
            ("country", &self.countries),
        ];
        for (key, list) in lists {
            pairs.extend(list.iter().map(|text| (key, text.clone())));
        }
        pairs.extend(self.cells.iter().map(|cell| ("cell", cell.to_string())));
        pairs.extend(self.owners.iter().map(|owner| {
            let text = match owner {
                OwnerChoice::Unassigned => "unassigned".to_owned(),
                OwnerChoice::Me => "me".to_owned(),
                OwnerChoice::Staff(staff) => staff.to_string(),
            };
            ("owner", text)
        }));
        for (key, recency) in [("contact", self.last_contact), ("purchase", self.last_purchase)] {
            if !recency.is_open() {
                pairs.push((key, recency.to_text()));
            }
        }
        for (key, bounds) in [("net_year", self.net_year), ("net_window", self.net_window), ("orders", self.orders)] {
            if !bounds.is_open() {
                pairs.push((key, range_text(bounds.min, bounds.max)));
            }
        }
        let kind = self.kind.map(|kind| match kind {
            CustomerKind::Person => "person",
            CustomerKind::Company => "company",
        });
        pairs.extend(kind.map(|kind| ("type", kind.to_owned())));
        let flags = [("conflict", self.open_conflict), ("unsent", self.unsent), ("overdue", self.overdue)];
        for (key, flag) in flags {
            pairs.extend(flag.map(|flag| (key, flag_text(flag).to_owned())));
        }
        if self.trash {
            pairs.push(("trash", flag_text(true).to_owned()));
        }
        pairs
    }

    /// Reads pairs, decoded. Keys and values that mean nothing are passed over: an address may be older or newer than the
    /// program, or cut off by a messenger, and a list with fewer conditions is better than none.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut f = Self::default();
        for (key, value) in pairs {
            match key {
                "tier" => f.tiers.push(value.to_owned()),
                "lifecycle" => f.lifecycles.push(value.to_owned()),
                "segment" => f.segments.push(value.to_owned()),
                "cell" => f.cells.extend(value.parse::<u8>()),
                "stage" => f.stages.push(value.to_owned()),
                "tag" => f.tags_any.push(value.to_owned()),
                "tags" => f.tags_all.push(value.to_owned()),
                "region" => f.regions.push(value.to_owned()),
                "country" => f.countries.push(value.to_owned()),
                "owner" => f.owners.extend(owner(value)),
                "contact" => f.last_contact = Recency::from_text(value).unwrap_or(f.last_contact),
                "purchase" => f.last_purchase = Recency::from_text(value).unwrap_or(f.last_purchase),
                "net_year" => f.net_year = bounds(value).unwrap_or(f.net_year),
                "net_window" => f.net_window = bounds(value).unwrap_or(f.net_window),
                "orders" => f.orders = bounds(value).unwrap_or(f.orders),
                "type" => f.kind = kind(value).or(f.kind),
                "conflict" => f.open_conflict = flag(value).or(f.open_conflict),
                "unsent" => f.unsent = flag(value).or(f.unsent),
                "overdue" => f.overdue = flag(value).or(f.overdue),
                "trash" => f.trash = flag(value).unwrap_or(f.trash),
                _ => {}
            }
        }
        f
    }
}

impl Recency {
    /// `7..30`, `31..,never`, `..30`, `never`.
    fn to_text(self) -> String {
        let range = range_text(self.at_least, self.at_most);
        match (range.as_str(), self.never) {
            ("..", true) => "never".to_owned(),
            (_, true) => format!("{range},never"),
            (_, false) => range,
        }
    }

    fn from_text(text: &str) -> Option<Self> {
        let (range, never) = match text.strip_suffix("never") {
            Some("") => ("..", true),
            Some(range) => (range.strip_suffix(',')?, true),
            None => (text, false),
        };
        let (at_least, at_most) = range_from(range)?;
        Some(Self { at_least, at_most, never })
    }
}

fn range_text<T: ToString>(min: Option<T>, max: Option<T>) -> String {
    let end = |n: Option<T>| n.map(|n| n.to_string()).unwrap_or_default();
    format!("{}..{}", end(min), end(max))
}

fn range_from<T: std::str::FromStr>(text: &str) -> Option<(Option<T>, Option<T>)> {
    let end = |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
    let (min, max) = text.split_once("..")?;
    Some((end(min)?, end(max)?))
}

fn bounds(text: &str) -> Option<Bounds> {
    range_from(text).map(|(min, max)| Bounds { min, max })
}

fn owner(text: &str) -> Option<OwnerChoice> {
    match text {
        "unassigned" => Some(OwnerChoice::Unassigned),
        "me" => Some(OwnerChoice::Me),
        id => StaffId::parse(id).map(OwnerChoice::Staff),
    }
}

fn kind(text: &str) -> Option<CustomerKind> {
    match text {
        "person" => Some(CustomerKind::Person),
        "company" => Some(CustomerKind::Company),
        _ => None,
    }
}

fn flag_text(flag: bool) -> &'static str {
    if flag { "1" } else { "0" }
}

fn flag(text: &str) -> Option<bool> {
    match text {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
}

//! The columns of the table: which, how wide; remembered on the device.

use crate::i18n::{Lang, common, customers as words, lang};
use crate::store::store;
use crate::ui::{Column, Icon, Menu, MenuItem, device_preference};
use leptos::prelude::*;

const KEY: &str = "jipan.customer-columns";

/// Every column there is, in order.
fn all() -> Vec<Column> {
    let currency = store().account.me.currency.clone();
    // English says "30 days ago · bought" where Chinese says it in six characters.
    let contact = if lang() == Lang::En { 172 } else { 140 };
    vec![
        Column::new("name", words::column_name()),
        Column::new("tier", words::column_tier()).width(74).unsorted(),
        Column::new("stage", words::column_stage()).width(72).unsorted(),
        Column::new("last_contact", words::column_last_contact()).width(contact),
        Column::new("place", words::column_place()).width(110).unsorted(),
        Column::new("spend", words::column_spend(&currency)).width(150).numeric(),
        Column::new("owner", words::column_owner()).width(92).unsorted(),
    ]
}

/// Those shown before somebody chose.
const SHOWN: &[&str] = &["name", "tier", "stage", "last_contact", "spend", "owner"];

/// The remembered columns, or the usual ones; changes are remembered.
pub(super) fn remembered() -> RwSignal<Vec<Column>> {
    let stored = device_preference::read(KEY);
    let columns = RwSignal::new(stored.as_deref().map_or_else(usual, |text| chosen(text, &all())));
    Effect::new(move |before: Option<()>| {
        let text = columns.with(|c| written(c));
        if before.is_some() {
            device_preference::write(KEY, &text);
        }
    });
    columns
}

fn usual() -> Vec<Column> {
    all().into_iter().filter(|c| SHOWN.contains(&c.id)).collect()
}

/// `name tier:74 spend:132`.
fn written(columns: &[Column]) -> String {
    let one = |c: &Column| c.width.map_or_else(|| c.id.to_owned(), |w| format!("{}:{w}", c.id));
    columns.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// Reads [`written`]; the name is always there, unknown columns are passed over.
fn chosen(text: &str, all: &[Column]) -> Vec<Column> {
    let wanted: Vec<(&str, Option<u16>)> = text
        .split(' ')
        .map(|part| part.split_once(':').map_or((part, None), |(id, width)| (id, width.parse().ok())))
        .collect();
    all.iter()
        .filter_map(|column| {
            let found = wanted.iter().find(|(id, _)| *id == column.id);
            if found.is_none() && column.id != "name" {
                return None;
            }
            let width = found.and_then(|(_, width)| *width).filter(|w| (48..=640).contains(w));
            Some(Column { width: width.or(column.width), ..column.clone() })
        })
        .collect()
}

/// Chooses the columns.
#[component]
pub(super) fn ColumnMenu(columns: RwSignal<Vec<Column>>) -> impl IntoView {
    let items = Signal::derive(move || {
        let now = columns.get();
        let item = |column: Column| {
            let id = column.id;
            let shown = now.iter().any(|c| c.id == id);
            let toggled = move || {
                columns.update(|columns| {
                    let shown: Vec<&str> = columns.iter().map(|c| c.id).collect();
                    let keep = |c: &Column| if c.id == id { !shown.contains(&id) } else { shown.contains(&c.id) };
                    let kept = all().into_iter().filter(keep);
                    let width = |c: Column| columns.iter().find(|old| old.id == c.id).cloned().unwrap_or(c);
                    *columns = kept.map(width).collect();
                });
            };
            let item = MenuItem::new(column.label, toggled);
            if shown { item.icon(Icon::Check) } else { item.icon(Icon::Minus) }
        };
        all().into_iter().filter(|c| c.id != "name").map(item).collect::<Vec<_>>()
    });
    view! { <Menu label=common::columns() icon=Icon::Columns icon_only=false items=items /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_remembered_in_their_order_and_the_name_always() {
        let all = [Column::new("name", "N"), Column::new("tier", "T").width(74), Column::new("spend", "S").width(132)];
        let read = |text: &str| written(&chosen(text, &all));
        assert_eq!(read("spend:200 tier"), "name tier:74 spend:200");
        assert_eq!(read("gone:9 spend:9"), "name spend:132");
        assert_eq!(read(""), "name");
        assert_eq!(read(&written(&all)), written(&all));
    }
}

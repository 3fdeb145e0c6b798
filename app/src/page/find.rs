//! Finding customers by a few typed letters, for the command palette.

use crate::store::store;
use domain::RowId;
use domain::query::View;

/// The first customers that a text finds: id, name, and what tells them apart (place or company, and the end of the telephone number).
pub fn search_customers(text: &str, most: usize) -> Vec<(RowId, String, String)> {
    let store = store();
    let view = View { query: text.to_owned(), ..View::default() };
    let context = store.context();
    store.with_index(|index| {
        let found = index.select(&view, &context);
        found
            .slots
            .iter()
            .take(most)
            .filter_map(|slot| index.entry(*slot))
            .map(|e| {
                let place = index.terms.regions.text(e.region);
                let tail = e.phone_numbers().next().map(|p| p.chars().skip(p.chars().count().saturating_sub(4)).collect());
                let tail: String = tail.unwrap_or_default();
                let parts = [e.company.as_ref(), place, tail.as_str()];
                let detail: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
                (e.id, e.name.to_string(), detail.join(" · "))
            })
            .collect()
    })
}

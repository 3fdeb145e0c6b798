//! Finding customers by a few typed letters: the command palette and the pickers.

use crate::page::customer::words::place;
use crate::store::store;
use domain::RowId;
use domain::query::View;

/// Digits of a telephone number that tell people of one name apart.
const TAIL: usize = 4;

/// The first `most` customers that a text finds: id, name, and what tells them apart (company, place, end of the telephone number).
pub fn search_customers(text: &str, most: usize) -> Vec<(RowId, String, String)> {
    let store = store();
    let view = View { query: text.to_owned(), ..View::default() };
    let context = store.context();
    store.with_index(|index| {
        let found = index.select(&view, &context);
        let entries = found.slots.iter().filter_map(|slot| index.entry(*slot)).take(most);
        let words = entries.map(|e| {
            let place = place(index.terms.regions.text(e.region), index.terms.countries.text(e.country));
            let number = e.phone_numbers().next().unwrap_or_default();
            let tail: String = number.chars().skip(number.chars().count().saturating_sub(TAIL)).collect();
            let parts = [e.company.as_ref(), place.as_str(), tail.as_str()];
            let detail: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
            (e.id, e.name.to_string(), detail.join(" · "))
        });
        words.collect()
    })
}

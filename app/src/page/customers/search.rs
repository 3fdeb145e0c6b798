//! Finding customers by a few letters: the command palette and the pickers.

use super::row::facts;
use crate::store::store;
use domain::RowId;
use domain::query::View;

/// The `most` best answers to what was typed: id, name, and what tells them apart (place or company, last contact).
pub fn search_customers(typed: &str, most: usize) -> Vec<(RowId, String, String)> {
    let store = store();
    let context = store.context();
    let view = View { query: typed.to_owned(), ..View::default() };
    let ids: Vec<RowId> = store.with_index(|index| {
        let selection = index.select(&view, &context);
        selection.slots.iter().take(most).filter_map(|slot| index.entry(*slot)).map(|e| e.id).collect()
    });
    ids.into_iter().filter_map(facts).map(|f| (f.id, f.name.clone(), f.second_line())).collect()
}

//! What the list shows: kept in the address, so that it can be sent to a colleague and "back" works.

use super::columns;
use crate::store::store;
use crate::ui::Column;
use domain::RowId;
use domain::query::{Sort, SortKey, Summary, View};
use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

/// The address follows the typing this much later: browsers limit how often it may change.
const ADDRESS_AFTER: Duration = Duration::from_millis(400);
/// Sums and counts of the filters follow the list this much later, so that typing stays quick with 100,000 customers.
const SUMS_AFTER: Duration = Duration::from_millis(120);

/// The customers that are found, in order.
#[derive(Clone, PartialEq)]
pub(crate) struct Found {
    pub ids: Arc<[RowId]>,
    /// Some only resemble what was typed.
    pub near: bool,
}

/// The state of the list. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct ListState {
    /// What is asked for.
    pub view: RwSignal<View>,
    /// What is typed into the search field: part of `view`.
    pub query: RwSignal<String>,
    /// Who is found.
    pub found: Memo<Found>,
    /// Counts and sums; a little later than `found`.
    pub summary: RwSignal<Arc<Summary>>,
    /// How many customers there are, those in the trash left out.
    pub total: Memo<usize>,
    /// Who is selected.
    pub selected: RwSignal<HashSet<RowId>>,
    /// The keyboard cursor.
    pub cursor: RwSignal<Option<usize>>,
    /// Whether the customers stand in a table.
    pub wide: RwSignal<bool>,
    /// The table's columns.
    pub columns: RwSignal<Vec<Column>>,
    /// Who is open.
    pub here: Memo<Option<RowId>>,
    navigate: StoredValue<Go, LocalStorage>,
}

type Go = Box<dyn Fn(&str, bool)>;

/// The view as the index is asked: without anything typed, who spends most comes first.
pub(crate) fn effective(view: &View) -> View {
    let mut view = view.clone();
    if view.sort.key == SortKey::Relevance && view.query.trim().is_empty() {
        view.sort = Sort::new(SortKey::NetYear, true);
    }
    view
}

impl ListState {
    /// Reads the address and follows it from then on.
    pub fn new() -> Self {
        let location = use_location();
        let search = location.search;
        let path = location.pathname;
        let go = use_navigate();
        let navigate: Go = Box::new(move |to, replace| {
            go(to, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
        });
        let first = View::from_query_string(&search.get_untracked());
        let query = RwSignal::new(first.query.clone());
        let view = RwSignal::new(first);
        let found = Memo::new(move |_| {
            let asked = view.with(effective);
            let store = store();
            store.track_list();
            let context = store.context();
            store.with_index(|index| {
                let selection = index.select(&asked, &context);
                Found { ids: index.ids(&selection).into(), near: selection.near }
            })
        });
        let here = Memo::new(move |_| {
            path.with(|p| p.strip_prefix("/customers/").and_then(|rest| RowId::parse(rest.trim_end_matches('/'))))
        });
        let total = Memo::new(move |_| {
            let store = store();
            store.track_list();
            store.with_index(|index| index.iter().filter(|(_, entry)| !entry.deleted).count())
        });
        let state = Self {
            view,
            query,
            found,
            summary: RwSignal::new(Arc::new(summarise(&view.get_untracked()))),
            total,
            selected: RwSignal::new(HashSet::new()),
            cursor: RwSignal::new(None),
            wide: wide_signal(),
            columns: columns::remembered(),
            here,
            navigate: StoredValue::new_local(navigate),
        };
        state.follow_address(search);
        state.follow_typing();
        state.follow_sums();
        state
    }

    /// "Back", a saved view, a link: the address changed.
    fn follow_address(self, search: Memo<String>) {
        Effect::new(move |before: Option<String>| {
            let now = search.get();
            if before.as_ref().is_some_and(|b| *b != now) {
                let asked = View::from_query_string(&now);
                if self.view.with_untracked(|v| *v != asked) {
                    self.query.set(asked.query.clone());
                    self.view.set(asked);
                }
            }
            now
        });
    }

    fn follow_typing(self) {
        let mut later = debounce(ADDRESS_AFTER, move |()| self.write_address(true));
        Effect::new(move |_| {
            let typed = self.query.get();
            if self.view.with_untracked(|v| v.query != typed) {
                self.view.update(|v| v.query = typed);
                self.cursor.set(None);
                later(());
            }
        });
    }

    fn follow_sums(self) {
        let mut later = debounce(SUMS_AFTER, move |()| {
            if let Some(view) = self.view.try_get_untracked() {
                let _ = self.summary.try_set(Arc::new(summarise(&view)));
            }
        });
        Effect::new(move |before: Option<()>| {
            self.found.track();
            self.view.track();
            store().track_list();
            if before.is_some() {
                later(());
            }
        });
    }

    fn write_address(self, replace: bool) {
        let Some(here) = self.here.try_get_untracked() else { return };
        self.visit(here, replace);
    }

    fn visit(self, id: Option<RowId>, replace: bool) {
        let to = self.address(id);
        let _ = self.navigate.try_with_value(|go| go(&to, replace));
    }

    /// The address of a customer, or of the list, with what the list shows.
    pub fn address(self, id: Option<RowId>) -> String {
        let path = id.map_or_else(|| "/customers".to_owned(), |id| format!("/customers/{id}"));
        let query = self.view.with_untracked(View::to_query_string);
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }

    /// Changes what the list shows; "back" returns to what it showed before.
    pub fn change(self, change: impl FnOnce(&mut View)) {
        let before = self.view.get_untracked();
        self.view.update(change);
        if self.view.with_untracked(|v| *v != before) {
            self.query.set(self.view.with_untracked(|v| v.query.clone()));
            self.cursor.set(None);
            self.write_address(false);
        }
    }

    /// Opens a customer. Beside an open one the address is replaced, so that "back" does not walk through everybody looked at.
    pub fn open(self, id: RowId) {
        let open_already = self.here.get_untracked().is_some();
        self.visit(Some(id), open_already);
    }

    /// Opens the first customer found: Enter in the search field.
    pub fn open_first(self) {
        if let Some(id) = self.found.with_untracked(|f| f.ids.first().copied()) {
            self.cursor.set(Some(0));
            self.open(id);
        }
    }

    /// Gives the keyboard to the list.
    pub fn focus_first(self) {
        self.cursor.set(Some(0));
        request_animation_frame(|| {
            use wasm_bindgen::JsCast;
            let row = document().query_selector(".split-list .vrow-cursor").ok().flatten();
            if let Some(row) = row.and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok()) {
                // Fails only for an element that is no longer there.
                let _ = row.focus();
            }
        });
    }

    /// Selects a customer, or no longer.
    pub fn toggle(self, id: RowId) {
        self.selected.update(|s| {
            if !s.remove(&id) {
                s.insert(id);
            }
        });
    }

    /// The place of the open customer in the list and the list's length.
    pub fn place(self, id: RowId) -> Option<(usize, usize)> {
        self.found.with(|f| f.ids.iter().position(|other| *other == id).map(|at| (at + 1, f.ids.len())))
    }
}

fn summarise(view: &View) -> Summary {
    let store = store();
    let context = store.context();
    store.with_index(|index| index.summary(view, &context))
}

/// Whether the window is a laptop's.
fn wide_signal() -> RwSignal<bool> {
    let measured = || {
        cfg!(target_arch = "wasm32")
            && window().match_media("(min-width: 721px)").ok().flatten().is_some_and(|query| query.matches())
    };
    let wide = RwSignal::new(measured());
    if cfg!(target_arch = "wasm32") {
        let resized = window_event_listener(ev::resize, move |_| {
            let now = measured();
            if wide.get_untracked() != now {
                wide.set(now);
            }
        });
        on_cleanup(move || resized.remove());
    }
    wide
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_biggest_come_first_until_something_is_typed_or_an_order_chosen() {
        let key = |view: &View| effective(view).sort.to_text();
        assert_eq!(key(&View::default()), "-net_year");
        assert_eq!(key(&View { query: "王".into(), ..View::default() }), "relevance");
        assert_eq!(key(&View { sort: Sort::new(SortKey::Name, false), ..View::default() }), "name");
    }
}

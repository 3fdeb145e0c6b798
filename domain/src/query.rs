//! The customer list: searching, filtering, sorting and counting 100,000 customers in memory.
//!
//! [`Index`] holds one compact [`Entry`] per customer and is kept up to date one change at a time. A [`View`] (what is typed,
//! the [`Filter`], the [`Sort`]) turns into an exact, ordered selection of slots; [`Index::summary`] adds the counts per facet
//! and the sums. All of it is a function of the entries, the view and the [`Context`]; the caches inside only save time.

pub mod dict;
pub mod entry;
pub mod filter;
pub mod fold;
pub mod index;
pub mod pinyin;
pub mod search_key;
pub mod sort;
pub mod view;

mod arena;
mod spelling;
#[cfg(test)]
mod tests;

pub use dict::{Dict, Term, Terms};
pub use entry::{CustomerKind, Entry, Marks, Surroundings};
pub use filter::{Bounds, Filter, OwnerChoice, Recency};
pub use index::Index;
pub use pinyin::{PinyinError, PinyinTable};
pub use search_key::{Query, Rank};
pub use sort::{Sort, SortKey};
pub use view::{Context, Selection, Sum, Summary, View};

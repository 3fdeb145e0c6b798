//! Scoring: what every customer is worth, computed by the server for everybody and published as rows like any other.

mod book;
mod card;
mod fact;
mod ledger;
mod load;
mod task;

pub use card::{basis_id, basis_row};
pub use fact::Fact;
pub use task::Scoring;

//! The pages, one folder or file each.

mod account_rules;
pub(crate) mod browser;
mod customer;
mod customers;
mod figure;
mod first_run;
mod import;
mod insights;
mod job;
pub mod later;
mod link;
mod merge;
mod more;
mod new_customer;
mod referrals;
mod settings;
mod sign_in;
mod sync;
mod team;
mod tier_rank;
mod tiers;
mod today;

pub use browser::listen_for_install;
pub use customers::search_customers;
pub use more::MorePage;
pub use new_customer::{LogFor, LogSheets, Logging, provide_logging, use_logging};
pub use settings::role_words;
pub use sign_in::SignInPage;
pub use sync::{ConflictSheet, conflict_count};
pub use tier_rank::{TIERS, tier_rank, tier_words};
pub use today::TodayPage;

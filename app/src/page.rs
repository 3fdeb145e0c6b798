//! The pages, one folder or file each.

mod account_rules;
mod browser;
mod customers;
mod find;
mod first_run;
mod job;
mod link;
mod referrals;
mod settings;
mod sign_in;
mod sync;
mod tier_rank;
mod tiers;
mod today;

pub use customers::CustomersPage;
pub use find::search_customers;
pub use first_run::FirstRunPage;
pub use link::LinkPage;
pub use referrals::ReferralsPage;
pub use settings::{SettingsPage, role_words};
pub use sign_in::SignInPage;
pub use sync::{SyncPage, conflict_count};
pub use tier_rank::{TIERS, tier_rank, tier_words};
pub use tiers::TiersPage;
pub use today::TodayPage;

//! The pages, one folder or file each.

mod account_rules;
mod browser;
mod customer;
mod customers;
mod first_run;
mod import;
mod job;
mod link;
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
pub use customers::{CustomersPage, search_customers};
pub use first_run::{FirstRunPage, StartHere};
pub use import::ImportPage;
pub use link::LinkPage;
pub use more::MorePage;
pub use new_customer::{AddSheet, LogFor, LogSheets, Logging, NewCustomerPage, provide_logging, use_logging};
pub use referrals::ReferralsPage;
pub use settings::{SettingsPage, role_words};
pub use sign_in::SignInPage;
pub use sync::{ConflictSheet, SyncPage, conflict_count};
pub use team::TeamPage;
pub use tier_rank::{TIERS, tier_rank, tier_words};
pub use tiers::TiersPage;
pub use today::TodayPage;

//! Running sync on this page: the engine decides (`domain::sync`), this does.

mod lock;
mod runner;
mod transport;

pub use lock::{Lead, lead};
pub use runner::{Runner, runner, set_runner, start};
pub use transport::pinyin;

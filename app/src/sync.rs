//! Running sync on this page: the engine decides (`domain::sync`), this does. Of several tabs over one store one does it ([`tabs`]).

mod channel;
mod hint;
mod leading;
mod life;
mod lock;
mod runner;
pub mod tabs;
mod transport;

pub use runner::{News, Runner, runner, set_runner, start};
pub use transport::pinyin;

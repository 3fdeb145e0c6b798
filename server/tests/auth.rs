//! Accounts, over the real database.

mod invitation;
mod login;
mod rights;
mod session;
mod setup;

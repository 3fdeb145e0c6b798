//! Models against stored reference results; tests say "skipped" where the data folder is absent.

mod clv;
mod special;
mod support;

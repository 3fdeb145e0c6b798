//! Models against stored reference results; tests say "skipped" where the data folder is absent.

mod basket;
mod clv;
mod forecast;
mod kmeans;
mod special;
mod support;

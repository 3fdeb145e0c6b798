//! `jipan graph` without a base: files in, JSON out.

mod bad_input;
mod export;
mod layout;
mod metrics;
mod support;

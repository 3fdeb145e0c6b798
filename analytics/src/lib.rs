//! Numbers in, numbers out.
//!
//! Everything here is a pure function of the *set* of its inputs: no IO, no clock, no randomness, no
//! dependence on row order or on the device. Days are whole days since 1970-01-01 in the organisation's
//! time zone, money is `i64` minor units of its base currency, customers are indices or opaque ids.
//! Transcendental functions go through `libm`, so that server, page and worker agree to the last bit.

pub mod abc;
pub mod basket;
pub mod calendar;
pub mod chart;
pub mod clv;
pub mod cohort;
pub mod forecast;
pub mod graph;
pub mod kmeans;
pub mod layout;
pub mod lifecycle;
mod order;
pub mod purchase;
pub mod rfm;
pub mod satisfaction;
pub mod scheme;
pub mod special;
pub mod tier;
pub mod tree;

/// An opaque 128-bit identifier of a record; its byte order breaks ties.
pub type Id = [u8; 16];

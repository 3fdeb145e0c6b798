//! The customer base's figures, tested through the public interface.

mod abc;
mod chart;
mod clv;
mod layout;
mod lifecycle;
mod online_retail;
mod purchase;
mod rfm;
mod support;
mod tier;
mod tree;

//! The customer base's figures, tested through the public interface.

mod abc;
mod basket;
mod chart;
mod charts;
mod clv;
mod cohort;
mod forecast;
mod graph;
mod kmeans;
mod layout;
mod lifecycle;
mod online_retail;
mod purchase;
mod rfm;
mod rfm_columns;
mod satisfaction;
mod scheme;
mod support;
mod tier;
mod tree;

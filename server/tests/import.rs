//! Files to rows, in memory: what an import reads, leaves out and tells; and the demo base.

mod demo;
mod hostile;
mod people;
mod purchases;
mod retail;
mod support;

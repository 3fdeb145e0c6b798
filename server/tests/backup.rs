//! Backups and restores.

mod devices;
mod files;
mod making;
mod migration;
mod page;
mod phone;
mod speed;
mod support;

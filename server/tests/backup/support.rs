//! Backups of a server that runs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use server::backup::{self, Digests, Made, Order, Place, Restored};
use server::db::archive::Frozen;
use server::db::connect::{Db, Endpoint};

use crate::sync::Office;

pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// Makes a backup as the running server does.
pub async fn make(office: &Office, to: Option<PathBuf>) -> Result<Made, Error> {
    let state = &office.running.state;
    let order = Order { place: state.config.backups.clone(), to, before: 0 };
    Ok(backup::make(&state.db, Some(&state.base), order, Arc::new(|_, _, _| true)).await?)
}

pub async fn restore(file: &Path, data: &Path) -> Result<Restored, Error> {
    Ok(backup::restore(file, data, &|_, _, _| true).await?)
}

/// What a database holds now.
pub async fn digests(db: &Db) -> Result<Digests, Error> {
    let frozen = Frozen::open(db).await?;
    let digests = backup::digests(&frozen, |_| true).await;
    frozen.close().await?;
    Ok(digests?)
}

/// A place for nothing.
pub fn nowhere(data: &Path) -> Place {
    Place::new(None, data, &Endpoint::Memory)
}

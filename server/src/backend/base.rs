//! Filling the base on behalf of a person.

use app::api::base::{ImportOrder, Job, Preview};
use app::api::{ApiError, Replied};

use super::Request;
use super::errors::refused;

type Reply<T> = Result<Replied<T>, ApiError>;

impl Request {
    pub(super) async fn load_demo(&self, _customers: u32, _seed: u64) -> Reply<Job> {
        Err(refused("later"))
    }

    pub(super) async fn remove_demo(&self) -> Reply<Job> {
        Err(refused("later"))
    }

    pub(super) async fn preview(&self, _upload: String, _target: String) -> Reply<Preview> {
        Err(refused("later"))
    }

    pub(super) async fn start_import(&self, _order: ImportOrder) -> Reply<Job> {
        Err(refused("later"))
    }

    pub(super) async fn job(&self, id: String) -> Reply<Job> {
        let who = self.manager().await?;
        let job = self.state.jobs.job(&id).map_err(|_| refused("unknown_job"))?;
        Ok(who.reply(job))
    }

    pub(super) async fn cancel_job(&self, id: String) -> Reply<()> {
        let who = self.manager().await?;
        self.state.jobs.cancel(&id).map_err(|_| refused("unknown_job"))?;
        Ok(who.reply(()))
    }
}

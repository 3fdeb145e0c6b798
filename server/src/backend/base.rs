//! Filling the base on behalf of a person.

use std::collections::BTreeMap;

use app::api::base::{ImportOrder, Job, Preview};
use app::api::{ApiError, Replied};
use domain::StaffId;

use super::Request;
use super::errors::{refused, told};
use crate::auth::Role;
use crate::demo;
use crate::import::{self, Input, Language, Mapping, Options, Target};
use crate::jobs::{DemoOrder, ImportJob, JobError};
use crate::sync::staff::{Organisation, organisation};

type Reply<T> = Result<Replied<T>, ApiError>;

impl Request {
    pub(super) async fn load_demo(&self, customers: u32, seed: u64) -> Reply<Job> {
        let who = self.manager().await?;
        if customers == 0 || customers > demo::MAX_CUSTOMERS {
            return Err(ApiError::Invalid("customers".into()));
        }
        let job = self.state.jobs.load_demo(DemoOrder { customers, seed }).await.map_err(not_begun)?;
        Ok(who.reply(job))
    }

    pub(super) async fn remove_demo(&self) -> Reply<Job> {
        let who = self.who().await?;
        who.actor.require(Role::Administrator).map_err(told)?;
        let job = self.state.jobs.remove_demo().map_err(not_begun)?;
        Ok(who.reply(job))
    }

    pub(super) async fn preview(&self, upload: String, target: String) -> Reply<Preview> {
        let who = self.manager().await?;
        let (path, file) = self.state.jobs.uploads().find(&upload).await.ok_or_else(|| refused("unknown_upload"))?;
        let organisation = organisation(&self.state.db).await.map_err(told)?;
        let guess = target.is_empty();
        let targets =
            if guess { vec![Target::Purchases, Target::Relations, Target::Customers] } else { vec![parse(&target)?] };
        let work = tokio::task::spawn_blocking(move || {
            let input = Input::File(path);
            let mut found = None;
            // Asked for no target, the first one whose needed columns are all there is proposed; customers need least.
            for target in targets {
                let seen = import::inspect(&input, &options(target, &organisation))?;
                let complete = seen.missing.is_none();
                found = Some((target, seen));
                if complete {
                    break;
                }
            }
            Ok(found)
        });
        let found = work.await.map_err(|_| ApiError::Server)?;
        let found = found.map_err(|error: import::FileError| match error {
            import::FileError::Columns { .. } => refused("bad_columns"),
            _ => refused("bad_file"),
        })?;
        let (target, seen) = found.ok_or(ApiError::Server)?;
        let fields = target.fields();
        let columns = seen.header.iter().map(|column| {
            let field = seen.mapping.columns.get(column).cloned().unwrap_or_default();
            (column.clone(), field)
        });
        let preview = Preview {
            upload,
            file,
            target: target.name().to_owned(),
            format: format!(
                "{:?}, {:?}{}",
                seen.format.encoding,
                seen.format.delimiter,
                if seen.format.gzip { ", gzip" } else { "" }
            ),
            columns: columns.collect(),
            sample: seen.rows,
            fields: fields.iter().map(|field| (field.name.to_owned(), false)).collect(),
            missing: seen.missing.map(|(zh, _)| zh).into_iter().collect(),
        };
        Ok(who.reply(preview))
    }

    pub(super) async fn start_import(&self, order: ImportOrder) -> Reply<Job> {
        let who = self.manager().await?;
        let (file, _) = self.state.jobs.uploads().find(&order.upload).await.ok_or_else(|| refused("unknown_upload"))?;
        let target = parse(&order.target)?;
        let organisation = organisation(&self.state.db).await.map_err(told)?;
        let mut options = options(target, &organisation);
        if !order.currency.is_empty() {
            options.currency.clone_from(&order.currency);
        }
        if !order.columns.is_empty() {
            let chosen = order.columns.into_iter().filter(|(_, field)| !field.is_empty());
            options.mapping = Some(Mapping { target, columns: chosen.collect::<BTreeMap<_, _>>() });
        }
        let by = StaffId::from_bytes(who.actor.staff_id);
        let job = ImportJob { file, options, dry_run: order.dry_run, by };
        let job = self.state.jobs.import(job).map_err(not_begun)?;
        Ok(who.reply(job))
    }

    pub(super) async fn job(&self, id: String) -> Reply<Job> {
        let who = self.manager().await?;
        let job = self.state.jobs.job(&id).map_err(not_begun)?;
        Ok(who.reply(job))
    }

    pub(super) async fn cancel_job(&self, id: String) -> Reply<()> {
        let who = self.manager().await?;
        self.state.jobs.cancel(&id).map_err(not_begun)?;
        Ok(who.reply(()))
    }
}

fn parse(target: &str) -> Result<Target, ApiError> {
    Target::parse(target).ok_or_else(|| ApiError::Invalid("target".into()))
}

/// The usual options. Names that an import must make up are in the language of the business.
fn options(target: Target, organisation: &Organisation) -> Options {
    let language = if organisation.currency == "CNY" { Language::Zh } else { Language::En };
    Options { language, ..Options::new(target, organisation.currency.clone(), organisation.zone_minutes.into()) }
}

#[allow(clippy::needless_pass_by_value)] // Taken by value so that it fits `map_err`.
pub(super) fn not_begun(error: JobError) -> ApiError {
    match error {
        JobError::Busy => refused("job_busy"),
        JobError::Unknown => refused("unknown_job"),
        JobError::NotEmpty => refused("not_empty"),
        JobError::Internal(_) | JobError::Database(_) => {
            tracing::error!(%error, "a job could not begin");
            ApiError::Server
        }
    }
}

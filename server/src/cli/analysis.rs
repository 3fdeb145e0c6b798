//! `jipan analyze` and `jipan graph` with the base behind them: the base is read into a file beside the data, which is gone afterwards.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::analyze::{self, AnalyzeCommand, AnalyzeError, BaseData, Transaction};
use super::graph::export::Format;
use super::graph::{self, GraphCommand, GraphError};
use super::{DataArgs, show};
use crate::admin_socket::{self, AdminRequest};
use crate::auth::secret;
use crate::config::prepare_data;
use crate::error::{Exit, Failure};
use crate::jobs::{Analysis, Extract};
use analytics::scheme::{self, Scheme};

/// The scheme by which the server tiers customers; also called "default".
const DEFAULT: &str = "vip-active-potential-dormant";

/// A file of the base's, removed when done with.
struct Extracted(PathBuf);

impl Drop for Extracted {
    fn drop(&mut self) {
        // What stays behind can be read by its owner only.
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Extracted {
    async fn read(data: &DataArgs, what: Extract) -> Result<Vec<u8>, Failure> {
        let endpoint = data.endpoint()?;
        if !data.data.is_dir() {
            let message = format!("the data directory {} does not exist (--data)", data.data.display());
            return Err(Failure::new(Exit::Input, message));
        }
        prepare_data(&data.data)?;
        let folder = data.data.canonicalize().map_err(|error| Failure::storage("open the data directory", &error))?;
        let name = secret::token().map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
        let file = Self(folder.join(format!("extract-{name}.tmp")));
        let request = AdminRequest::Extract { what, file: file.0.clone() };
        admin_socket::run(&data.data, &endpoint, &data.backups()?, data.public_url.as_ref(), request, show::remark)
            .await?;
        std::fs::read(&file.0).map_err(|error| Failure::storage(&format!("read {}", file.0.display()), &error))
    }
}

/// `jipan analyze`.
pub(super) async fn analyze(command: AnalyzeCommand) -> Result<(), Failure> {
    let base = match command.data_directory() {
        None => None,
        Some(folder) => Some(base(folder).await?),
    };
    let work = move || -> Result<(), AnalyzeError> {
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        analyze::run(&command, base.as_ref(), &mut out, &mut std::io::stderr())?;
        // The pipe may be closed by now: see `analyze::run`.
        match out.flush() {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(()),
        }
    };
    // A fit takes seconds; other tasks of this process must not wait for it.
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Failure::new(Exit::Failed, format!("unexpected: {error}")))?.map_err(Failure::from)
}

async fn base(folder: &Path) -> Result<BaseData, Failure> {
    let database = std::env::var("JIPAN_DATABASE").ok();
    let backup_dir = std::env::var_os("JIPAN_BACKUP_DIR").map(PathBuf::from);
    let data = DataArgs { data: folder.to_owned(), database, public_url: None, backup_dir };
    let bytes = Extracted::read(&data, Extract::Analysis).await?;
    let found: Analysis = serde_json::from_slice(&bytes)
        .map_err(|error| Failure::new(Exit::Failed, format!("the base's answer cannot be read: {error}")))?;
    if found.other_currency > 0 {
        show::remark(&format!("note: {} purchases in another currency are left out", found.other_currency));
    }
    let transactions = found.purchases.into_iter().map(|bought| Transaction {
        customer: bought.customer,
        order: bought.id,
        day: bought.day,
        // What a refund of an order gives back is above zero; one that names none stays below.
        amount: if bought.refund_of.is_some() { bought.amount.saturating_abs() } else { bought.amount },
        paid: true,
        refund_of: bought.refund_of,
    });
    Ok(BaseData {
        transactions: transactions.collect(),
        customers: found.customers,
        baskets: found.baskets,
        schemes: scheme::template(DEFAULT)
            .map(|scheme| Scheme { key: "default".to_owned(), ..scheme })
            .into_iter()
            .collect(),
    })
}

/// `jipan graph`.
pub(super) async fn graph(command: GraphCommand<DataArgs>) -> Result<(), Failure> {
    match command {
        GraphCommand::File(command) => {
            let work = move || graph::run(&command, &mut std::io::stdout().lock());
            let done = tokio::task::spawn_blocking(work).await;
            done.map_err(|error| Failure::new(Exit::Failed, format!("unexpected: {error}")))?.map_err(Failure::from)
        }
        GraphCommand::Export(args) => {
            let what = match args.format {
                Format::Graphml => Extract::GraphMl,
                Format::Csv => Extract::GraphCsv,
            };
            let bytes = Extracted::read(&args.data, what).await?;
            match std::io::stdout().write_all(&bytes) {
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                    Err(Failure::storage("write the graph", &error))
                }
                _ => Ok(()),
            }
        }
    }
}

impl From<AnalyzeError> for Failure {
    fn from(error: AnalyzeError) -> Self {
        let exit = match error.kind {
            analyze::Kind::Usage => Exit::Usage,
            analyze::Kind::Input => Exit::Input,
            analyze::Kind::Output | analyze::Kind::ClosedPipe => Exit::Storage,
        };
        Self::new(exit, error.message)
    }
}

impl From<GraphError> for Failure {
    fn from(error: GraphError) -> Self {
        let exit = match error {
            GraphError::Unwritable(_) => Exit::Storage,
            GraphError::Unreadable { .. } | GraphError::Malformed { .. } => Exit::Input,
        };
        Self::new(exit, error.to_string())
    }
}

//! `jipan user`: people, by the server's owner. No mail server is needed: links are handed over as text or QR code.

use clap::Subcommand;

use super::{DataArgs, show};
use crate::admin_socket::{self, AdminRequest};
use crate::auth::{Role, Scope};
use crate::error::Failure;

/// The people who sign in.
#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// Add a person; prints a one-time link by which they choose login and password.
    #[command(after_help = "Example:\n  jipan user add 陈静 --role manager --scope team --team 一店 --data ./data")]
    Add {
        /// What colleagues call them.
        name: String,
        /// What they may do.
        #[arg(long, value_enum, default_value_t = Role::Staff)]
        role: Role,
        /// Which customers they see.
        #[arg(long, value_enum, default_value_t = Scope::Own)]
        scope: Scope,
        /// Their team; created if there is none of this name.
        #[arg(long, value_name = "NAME")]
        team: Option<String>,
        #[command(flatten)]
        data: DataArgs,
    },
    /// List everybody: login, name, role, scope, team, state; separated by tabs.
    List {
        #[command(flatten)]
        data: DataArgs,
    },
    /// Print a one-time link by which a person chooses a new password.
    #[command(after_help = "Example:\n  jipan user reset chen.jing --data ./data")]
    Reset {
        /// Their login.
        login: String,
        #[command(flatten)]
        data: DataArgs,
    },
}

pub(super) async fn run(command: UserCommand) -> Result<(), Failure> {
    let (data, request) = match command {
        UserCommand::Add { name, role, scope, team, data } => (data, AdminRequest::UserAdd { name, role, scope, team }),
        UserCommand::List { data } => (data, AdminRequest::UserList),
        UserCommand::Reset { login, data } => (data, AdminRequest::UserReset { login }),
    };
    let endpoint = data.endpoint()?;
    let output =
        admin_socket::run(&data.data, &endpoint, &data.backups()?, data.public_url.as_ref(), request, show::line)
            .await?;
    show::output(&output);
    Ok(())
}

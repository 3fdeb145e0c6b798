//! `cargo xtask run`: everything from a fresh checkout to a running server.

use anyhow::Result;

use crate::workspace::{Workspace, describe};
use crate::{page, server, setup};

/// What `jipan serve` gets unless the person says otherwise after `--`.
const DEFAULTS: [(&str, &str); 2] = [("--data", "./data"), ("--listen", "127.0.0.1:3000")];

/// Installs what is missing, builds page and server, and becomes the server.
pub fn run(workspace: &mut Workspace, args: &[String]) -> Result<()> {
    setup::build_tools(workspace)?;
    page::build(workspace, false)?;
    server::build(workspace, false)?;
    let mut command = workspace.command(&workspace.server_binary("debug").to_string_lossy());
    command.arg("serve").args(with_defaults(args));
    if !names(args, "--site") {
        command.arg("--site").arg(&workspace.site);
    }
    println!("run: {}", describe(&command));
    become_process(command)
}

/// The person's arguments, after the defaults of those they did not give.
fn with_defaults(args: &[String]) -> Vec<String> {
    let missing = DEFAULTS.iter().filter(|(name, _)| !names(args, name));
    let mut all: Vec<String> = missing.flat_map(|(name, value)| [(*name).to_owned(), (*value).to_owned()]).collect();
    all.extend(args.iter().cloned());
    all
}

fn names(args: &[String], option: &str) -> bool {
    args.iter().any(|arg| arg.strip_prefix(option).is_some_and(|rest| rest.is_empty() || rest.starts_with('=')))
}

/// Replaces xtask by the server, so that Ctrl-C and signals to this process reach it and its exit code is ours.
#[cfg(unix)]
fn become_process(mut command: std::process::Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    let what = describe(&command);
    let error = command.exec();
    Err(anyhow::Error::new(error).context(format!("cannot start {what}")))
}

/// Ctrl-C reaches every process of the console, so waiting is enough.
#[cfg(not(unix))]
fn become_process(mut command: std::process::Command) -> Result<()> {
    crate::workspace::run(&mut command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn defaults_give_way_to_what_the_person_says() {
        assert_eq!(
            with_defaults(&words("--public-url https://x")),
            words("--data ./data --listen 127.0.0.1:3000 --public-url https://x")
        );
        assert_eq!(with_defaults(&words("--listen=0.0.0.0:80")), words("--data ./data --listen=0.0.0.0:80"));
        assert_eq!(with_defaults(&words("--data /srv/jipan --listen :1")), words("--data /srv/jipan --listen :1"));
        // A longer option that only begins the same is another option.
        assert!(!names(&words("--data-key k"), "--data"));
    }
}

//! Where things are, and how child processes are started so that they find the project's tools.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Beginnings of the variables that `cargo run` sets for xtask itself and that must not leak into the cargo it starts: build scripts
/// (ring's is one) run again when one of them changes, and with ring everything up to SurrealDB is compiled anew.
const CARGO_RUN_VARIABLES: [&str; 3] = ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_BIN_"];

/// The checkout, its caches, and the search path with the project's tools in front.
pub struct Workspace {
    /// The folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// `$XDG_CACHE_HOME/jipan` or `~/.cache/jipan`: tools, and in CI the build.
    pub cache: PathBuf,
    /// Cargo's target folder, absolute.
    pub target: PathBuf,
    /// The built page: `LEPTOS_SITE_ROOT` or `<target>/site`, absolute.
    pub site: PathBuf,
    path: OsString,
}

impl Workspace {
    /// Finds the checkout from where cargo says xtask lies, else from the current folder upwards.
    pub fn locate() -> Result<Self> {
        let root = find_root()?;
        let cache = cache_folder()?;
        let in_ci = env::var("CI").is_ok_and(|value| value == "true");
        let target = choose_target(env::var_os("CARGO_TARGET_DIR"), in_ci, &root, &cache);
        // One folder must have one name: build scripts (ring's is one) compare their output folder letter by letter, and a second name for
        // it compiles everything above them anew. A folder that does not exist yet has no other name.
        let target = target.canonicalize().unwrap_or(target);
        let site = match env::var_os("LEPTOS_SITE_ROOT") {
            Some(named) => root.join(named),
            None => target.join("site"),
        };
        let tools = cache.join("tools");
        let mut folders: Vec<PathBuf> =
            env::var_os("PATH").map_or_else(Vec::new, |path| env::split_paths(&path).collect::<Vec<PathBuf>>());
        // Behind the person's own PATH: what they installed themselves wins if its version fits.
        folders.push(tools.join("bin"));
        folders.push(tools.join("node_modules").join(".bin"));
        let path = env::join_paths(folders).context("PATH holds a folder that cannot be in it")?;
        Ok(Self { root, cache, target, site, path })
    }

    /// The folder tools are installed into.
    pub fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }

    /// Puts a folder in front of the search path of all further child processes.
    pub fn prefer(&mut self, folder: &Path) -> Result<()> {
        let rest = env::split_paths(&self.path).filter(|known| known != folder);
        let all: Vec<PathBuf> = std::iter::once(folder.to_path_buf()).chain(rest).collect();
        self.path = env::join_paths(all).context("a tool's folder cannot be in PATH")?;
        Ok(())
    }

    /// The first executable file of this name on the search path.
    pub fn which(&self, program: &str) -> Option<PathBuf> {
        let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
        env::split_paths(&self.path)
            .flat_map(|folder| endings.iter().map(move |ending| folder.join(format!("{program}{ending}"))))
            .find(|file| is_executable(file))
    }

    /// A child process in the workspace's root with the project's search path and target folder.
    pub fn command(&self, program: &str) -> Command {
        let found = self.which(program).unwrap_or_else(|| PathBuf::from(program));
        let mut command = Command::new(found);
        command
            .current_dir(&self.root)
            .env("PATH", &self.path)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("LEPTOS_SITE_ROOT", &self.site);
        for (variable, _) in env::vars_os().filter(|(name, _)| is_of_cargo_run(&name.to_string_lossy())) {
            command.env_remove(variable);
        }
        command
    }

    /// `cargo` with these arguments; the same cargo that runs xtask.
    pub fn cargo<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Command {
        let program = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let mut command = self.command(&program);
        command.args(args);
        command
    }

    /// Where cargo puts the server's binary in `profile` (`debug` or `release`).
    pub fn server_binary(&self, profile: &str) -> PathBuf {
        self.target.join(profile).join(format!("jipan{}", env::consts::EXE_SUFFIX))
    }
}

fn is_of_cargo_run(variable: &str) -> bool {
    CARGO_RUN_VARIABLES.iter().any(|beginning| variable.starts_with(beginning))
}

/// `CARGO_TARGET_DIR` if set; in CI a folder that outlives the checkout; else the workspace's own.
fn choose_target(named: Option<OsString>, in_ci: bool, root: &Path, cache: &Path) -> PathBuf {
    match named {
        Some(named) if !named.is_empty() => root.join(named),
        _ if in_ci => cache.join("target"),
        _ => root.join("target"),
    }
}

/// Runs to the end with the terminal's own output; an error names the command and its exit code.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", describe(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", describe(command));
    }
    Ok(())
}

/// Runs to the end and returns what it wrote to standard output, trimmed.
pub fn output_of(command: &mut Command) -> Result<String> {
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("cannot start {}", describe(command)))?;
    if !output.status.success() {
        bail!("{} failed ({}): {}", describe(command), output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The command as a person would type it: file name and arguments.
pub fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let mut words = vec![program.to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|arg| arg.to_string_lossy().into_owned()));
    words.join(" ")
}

fn find_root() -> Result<PathBuf> {
    if let Some(own) = env::var_os("CARGO_MANIFEST_DIR")
        && let Some(parent) = Path::new(&own).parent()
        && parent.join("xtask").is_dir()
    {
        return Ok(parent.to_path_buf());
    }
    let start = env::current_dir().context("the current folder is gone")?;
    start
        .ancestors()
        .find(|folder| folder.join("xtask/Cargo.toml").is_file() && folder.join("Cargo.lock").is_file())
        .map(Path::to_path_buf)
        .with_context(|| format!("{} is not inside the project", start.display()))
}

fn cache_folder() -> Result<PathBuf> {
    let base = env::var_os("XDG_CACHE_HOME")
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cache")))
        .context("no home folder: set XDG_CACHE_HOME to a folder that may be written")?;
    Ok(base.join("jipan"))
}

#[cfg(unix)]
fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(file: &Path) -> bool {
    file.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_folder_follows_the_variable_then_ci_then_the_workspace() {
        let (root, cache) = (Path::new("/p"), Path::new("/c/jipan"));
        let choose = |named: Option<&str>, ci| choose_target(named.map(OsString::from), ci, root, cache);
        assert_eq!(choose(Some("/t"), true), Path::new("/t"));
        assert_eq!(choose(Some("out"), false), Path::new("/p/out"));
        assert_eq!(choose(None, true), Path::new("/c/jipan/target"));
        assert_eq!(choose(Some(""), true), Path::new("/c/jipan/target"));
        assert_eq!(choose(None, false), Path::new("/p/target"));
    }

    #[test]
    fn what_cargo_run_sets_for_xtask_does_not_reach_the_cargo_it_starts() {
        let folder = crate::testing::Folder::new("workspace-variables");
        let command = folder.workspace().command("cargo");
        let removed: Vec<_> = command.get_envs().filter(|(_, value)| value.is_none()).map(|(name, _)| name).collect();
        // `cargo test` sets the same variables for this test.
        let set = env::vars_os().map(|(name, _)| name).filter(|name| is_of_cargo_run(&name.to_string_lossy()));
        let set: Vec<_> = set.collect();
        assert!(set.iter().any(|name| name == "CARGO_PKG_VERSION_MAJOR"));
        assert!(set.iter().all(|name| removed.contains(&name.as_os_str())), "{set:?} {removed:?}");
    }

    #[test]
    fn a_command_is_described_as_typed() {
        let mut command = Command::new("/usr/bin/cargo");
        command.args(["test", "-p", "domain"]);
        assert_eq!(describe(&command), "cargo test -p domain");
    }
}

//! A child process of the real program.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

type Error = Box<dyn std::error::Error + Send + Sync>;

/// The program with `arguments`, free of this machine's settings.
pub fn jipan(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jipan"));
    for name in [
        "JIPAN_DATA",
        "JIPAN_DATABASE",
        "JIPAN_LISTEN",
        "JIPAN_SITE",
        "JIPAN_PUBLIC_URL",
        "JIPAN_LOG",
        "JIPAN_BACKUP_DIR",
        "JIPAN_BACKUP_AT",
    ] {
        command.env_remove(name);
    }
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs to the end; answers exit code, standard output and standard error.
pub fn ended(arguments: &[&str]) -> Result<(i32, String, String), Error> {
    let Output { status, stdout, stderr } = jipan(arguments).output()?;
    Ok((status.code().unwrap_or(-1), String::from_utf8(stdout)?, String::from_utf8(stderr)?))
}

/// A running `jipan serve`; killed when dropped.
pub struct Served {
    pub child: Child,
    pub ready: serde_json::Value,
    pub ready_file: PathBuf,
}

impl Served {
    pub fn start(data: &Path, site: &Path) -> Result<Self, Error> {
        let ready_file = data.with_extension("ready.json");
        let arguments = [
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--data",
            data.to_str().ok_or("path")?,
            "--site",
            site.to_str().ok_or("path")?,
            "--ready-file",
            ready_file.to_str().ok_or("path")?,
        ];
        let mut child = jipan(&arguments).spawn()?;
        let deadline = Instant::now() + Duration::from_mins(1);
        loop {
            if let Ok(text) = std::fs::read(&ready_file) {
                let ready = serde_json::from_slice(&text)?;
                return Ok(Self { child, ready, ready_file });
            }
            if child.try_wait()?.is_some() || Instant::now() > deadline {
                let _ = child.kill();
                return Err(format!("not ready: {:?}", child.wait_with_output()?).into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ends it as a service manager does; answers the exit code.
    pub fn terminate(&mut self) -> Result<Option<i32>, Error> {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        Ok(self.child.wait()?.code())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! The real program as a child process.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::Error;

/// The program to measure: `JIPAN_BIN`, else `jipan` in the folder above this example's.
pub fn program() -> Result<PathBuf, Error> {
    if let Some(named) = std::env::var_os("JIPAN_BIN") {
        return Ok(named.into());
    }
    let here = std::env::current_exe()?;
    let folder = here.parent().and_then(Path::parent).ok_or("this example lies nowhere")?;
    let found = folder.join(format!("jipan{}", std::env::consts::EXE_SUFFIX));
    if found.is_file() { Ok(found) } else { Err(format!("build {} first", found.display()).into()) }
}

fn command(arguments: &[&str], data: &Path) -> Result<Command, Error> {
    let mut command = Command::new(program()?);
    for name in ["JIPAN_DATABASE", "JIPAN_LISTEN", "JIPAN_SITE", "JIPAN_PUBLIC_URL", "JIPAN_LOG"] {
        command.env_remove(name);
    }
    command.args(arguments).env("JIPAN_DATA", data).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    Ok(command)
}

/// Runs a command to its end; how long it took, seconds.
pub fn run(arguments: &[&str], data: &Path) -> Result<f64, Error> {
    let started = Instant::now();
    let status = command(arguments, data)?.status()?;
    if status.success() { Ok(started.elapsed().as_secs_f64()) } else { Err(format!("{arguments:?}: {status}").into()) }
}

/// A running `jipan serve`; killed when dropped.
pub struct Served {
    child: Child,
    /// Its address, `127.0.0.1:PORT`.
    pub address: std::net::SocketAddr,
    /// The one-time code of a new base.
    pub setup_code: Option<String>,
    /// From the start of the process until `/healthz` answered, seconds.
    pub start_seconds: f64,
}

impl Served {
    /// Starts a server over `data`, with a page in miniature.
    pub fn start(data: &Path) -> Result<Self, Error> {
        let (ready_file, site) = (data.with_extension("ready.json"), data.with_extension("site"));
        super::site::write_site(&site, "")?;
        // An earlier server's file would be believed.
        let _ = std::fs::remove_file(&ready_file);
        let (ready_text, site_text) = (ready_file.to_string_lossy(), site.to_string_lossy());
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--site", &site_text, "--ready-file", &ready_text];
        let started = Instant::now();
        let mut child = command(&arguments, data)?.spawn()?;
        while !ready_file.is_file() {
            if let Some(status) = child.try_wait()? {
                return Err(format!("the server ended: {status}").into());
            }
            if started.elapsed() > Duration::from_mins(2) {
                child.kill()?;
                return Err("the server does not become ready".into());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        let ready: serde_json::Value = serde_json::from_slice(&std::fs::read(&ready_file)?)?;
        let url = ready["url"].as_str().ok_or("the ready file names no address")?;
        let address = url.trim_start_matches("http://").parse()?;
        while !healthy(address) {
            std::thread::sleep(Duration::from_millis(2));
        }
        let start_seconds = started.elapsed().as_secs_f64();
        let setup_code = ready["setup_code"].as_str().map(str::to_owned);
        Ok(Self { child, address, setup_code, start_seconds })
    }

    /// Resident memory now and at its highest, MB; `None` where the system does not tell.
    pub fn memory_mb(&self) -> Option<(f64, f64)> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let field = |name: &str| -> Option<f64> {
            let line = text.lines().find_map(|line| line.strip_prefix(name))?;
            Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1000.0)
        };
        Some((field("VmRSS:")?, field("VmHWM:")?))
    }

    /// Ends it in order.
    pub fn stop(mut self) -> Result<(), Error> {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn healthy(address: std::net::SocketAddr) -> bool {
    use std::io::{Read as _, Write as _};
    let ask = || {
        let mut stream = std::net::TcpStream::connect(address)?;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok::<_, std::io::Error>(answer.starts_with("HTTP/1.1 200"))
    };
    ask().unwrap_or(false)
}

//! Runs `luutru serve` as a child process while it is needed.

use std::fs::File;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use xtask::demo::Site;
use xtask::guard::Guard;

const READY_WITHIN: Duration = Duration::from_mins(1);

/// A served demo province; dropping it stops the server.
pub struct Server {
    address: String,
    pid: u32,
    _guard: Guard,
}

impl Server {
    /// Serves that site on a free port and waits until it is ready. The log is written to `log`.
    pub fn start(luutru: &Path, site: &Site, log: &Path) -> Result<Self> {
        let address = format!("127.0.0.1:{}", free_port()?);
        let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        let mut command = site.luutru(luutru);
        command.arg("serve").env("LUUTRU_LISTEN", &address);
        command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
        let child = command
            .spawn()
            .with_context(|| format!("cannot run {}", luutru.display()))?;
        let pid = child.id();
        let child = Arc::new(Mutex::new(child));
        let guard = {
            let child = Arc::clone(&child);
            Guard::new(move || end(&child))
        };
        let server = Self {
            address: format!("http://{address}"),
            pid,
            _guard: guard,
        };
        server.wait_until_ready(&child).with_context(|| {
            let said = std::fs::read_to_string(log).unwrap_or_default();
            format!("`luutru serve` is not ready; it said:\n{said}")
        })?;
        Ok(server)
    }

    /// `http://127.0.0.1:…`
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Returns the peak memory of the process, as the kernel reports it.
    pub fn peak_memory(&self) -> Result<String> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        Ok(line.context("the kernel does not say")?.trim().to_owned())
    }

    /// Returns the same as a number.
    pub fn peak_kilobytes(&self) -> Result<u64> {
        let said = self.peak_memory()?;
        let number = said.split_whitespace().next().and_then(|number| number.parse().ok());
        number.with_context(|| format!("the kernel says {said}"))
    }

    fn wait_until_ready(&self, child: &Mutex<Child>) -> Result<()> {
        let url = format!("{}/health/ready", self.address);
        let since = Instant::now();
        while since.elapsed() < READY_WITHIN {
            if ureq::get(&url).call().is_ok() {
                return Ok(());
            }
            let ended = child.lock().unwrap_or_else(PoisonError::into_inner).try_wait()?;
            if let Some(status) = ended {
                bail!("it ended ({status})");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("{url} did not answer within {} s", READY_WITHIN.as_secs())
    }
}

/// Returns a port on which nobody listens.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("no free port")?;
    Ok(listener.local_addr()?.port())
}

fn end(child: &Mutex<Child>) {
    let mut child = child.lock().unwrap_or_else(PoisonError::into_inner);
    let _ = child.kill();
    let _ = child.wait();
}

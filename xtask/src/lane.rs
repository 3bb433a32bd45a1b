//! Stages that run in parallel to the others: the linker of the pages uses one core for minutes, while the native
//! stages use the other one.

use std::io::{Read, Seek, SeekFrom, Write};
use std::process::{ExitStatus, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use xtask::command;
use xtask::guard::{self, Guard};

use crate::tally::Tally;

/// A second `xtask test`, whose output is stored in a file until it is read: mixed output of two would not be readable.
pub struct Lane {
    ended: JoinHandle<std::io::Result<(ExitStatus, Duration)>>,
    output: std::fs::File,
    watched: Guard,
}

impl Lane {
    /// Starts these stages.
    pub fn start(stages: &str) -> Result<Self> {
        let output = tempfile::tempfile().context("cannot keep the output of a lane")?;
        let program = std::env::current_exe().context("cannot find xtask itself")?;
        let began = Instant::now();
        let mut child = command::new(program)
            .args(["test", "--only", stages])
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output.try_clone()?)
            .spawn()
            .context("cannot start a lane")?;
        println!("{stages} run beside the stages that follow; what they print comes when they have ended.");
        Ok(Self {
            watched: guard::terminate(child.id()),
            ended: std::thread::spawn(move || Ok((child.wait()?, began.elapsed()))),
            output,
        })
    }

    /// Waits for its end, prints its output, and returns the common result of its stages.
    pub fn end(mut self) -> Result<(Tally, Duration)> {
        let ended = self.ended.join().map_err(|_| anyhow::anyhow!("lost a lane"))?;
        let (status, took) = ended.context("lost a lane")?;
        self.watched.disarm();
        self.output.seek(SeekFrom::Start(0))?;
        let mut output = String::new();
        self.output.read_to_string(&mut output)?;
        std::io::stdout().write_all(output.as_bytes())?;
        let tally = Tally::closing(&output);
        let is_told = status.success() || tally.failed > 0;
        Ok((if is_told { tally } else { Tally::FAILED }, took))
    }
}

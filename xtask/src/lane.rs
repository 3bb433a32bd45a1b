//! Stages that run beside the others: the pages are compiled by a linker that keeps one core busy for minutes, while the
//! native stages need the other one.

use std::io::{Read, Seek, SeekFrom, Write};
use std::process::{Child, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use xtask::command;
use xtask::guard::{self, Guard};

use crate::tally::Tally;

/// One more `xtask test`, whose output waits in a file until somebody asks for it: of two at once nobody could read either.
pub struct Lane {
    child: Child,
    output: std::fs::File,
    watched: Guard,
}

impl Lane {
    /// Starts these stages.
    pub fn start(stages: &[String]) -> Result<Self> {
        let output = tempfile::tempfile().context("cannot keep the output of a lane")?;
        let program = std::env::current_exe().context("cannot find xtask itself")?;
        let child = command::new(program)
            .args(["test", "--only", &stages.join(",")])
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output.try_clone()?)
            .spawn()
            .context("cannot start a lane")?;
        println!(
            "{} run beside the stages that follow; what they print comes when they have ended.",
            stages.join(", ")
        );
        let watched = guard::terminate(child.id());
        Ok(Self { child, output, watched })
    }

    /// Waits for the end, prints what was printed, and gives what came of each stage, as its summary has it. A stage that
    /// the summary does not name has failed.
    pub fn end(mut self, stages: &[String]) -> Result<Vec<(Tally, Duration)>> {
        let status = self.child.wait().context("lost a lane")?;
        self.watched.disarm();
        self.output.seek(SeekFrom::Start(0))?;
        let mut output = String::new();
        self.output.read_to_string(&mut output)?;
        std::io::stdout().write_all(output.as_bytes())?;
        let summary = output.rsplit_once("== summary ==").map_or("", |(_, summary)| summary);
        Ok(stages
            .iter()
            .map(|stage| outcome(summary, stage, status.success()))
            .collect())
    }
}

/// What a line of the summary says of a stage: `web               592 s   1 passed, 0 failed`.
fn outcome(summary: &str, stage: &str, succeeded: bool) -> (Tally, Duration) {
    let line = summary.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        (words.next() == Some(stage)).then_some(words)
    });
    let seconds = line.and_then(|mut words| words.next()?.parse().ok());
    let took = Duration::from_secs(seconds.unwrap_or_default());
    let has_passed = seconds.is_some()
        && (succeeded
            || summary
                .lines()
                .any(|line| line.starts_with(stage) && line.contains(" 0 failed")));
    (if has_passed { Tally::PASSED } else { Tally::FAILED }, took)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_passes_only_where_the_summary_says_so() {
        let summary =
            "\nlint-web           179 s   1 passed, 0 failed\nweb                 90 s   0 passed, 1 failed\n";
        assert_eq!(
            outcome(summary, "lint-web", false),
            (Tally::PASSED, Duration::from_secs(179))
        );
        assert_eq!(outcome(summary, "web", false), (Tally::FAILED, Duration::from_secs(90)));
        // It ended before it came to that stage.
        assert_eq!(outcome("", "web", false).0, Tally::FAILED);
        assert_eq!(outcome("", "web", true).0, Tally::FAILED);
    }
}

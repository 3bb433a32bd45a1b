//! Counts tests in the output of their runners.

use std::ops::AddAssign;
use std::process::Command;

use anyhow::Result;
use xtask::command;

/// The numbers of tests that passed, failed and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Tally {
    /// One check that passed.
    pub const PASSED: Self = Self::new(1, 0, 0);
    /// One check that failed.
    pub const FAILED: Self = Self::new(0, 1, 0);
    /// A stage that was not run.
    pub const SKIPPED: Self = Self::new(0, 0, 1);

    const fn new(passed: u64, failed: u64, skipped: u64) -> Self {
        Self {
            passed,
            failed,
            skipped,
        }
    }

    /// Runs a test runner and counts its results.
    pub fn of(runner: &mut Command) -> Result<Self> {
        let mut tally = Self::default();
        let status = command::read(runner, |line| tally.read_line(line))?;
        if !status.success() && tally.failed == 0 {
            // It did not compile, or it crashed.
            tally += Self::FAILED;
        }
        Ok(tally)
    }

    /// Adds the counts in a line of libtest (`test result: ok. 3 passed; 0 failed; …`) or of node's test runner (`ℹ
    /// pass 3`); other lines change nothing.
    pub fn read_line(&mut self, line: &str) {
        let line = line.trim();
        if let Some(result) = line.strip_prefix("test result: ") {
            let counts = result.split_once(". ").map_or("", |(_, counts)| counts);
            for (number, word) in counts.split("; ").filter_map(|count| count.split_once(' ')) {
                self.count(word, number);
            }
        } else if let Some(summary) = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# "))
            && let Some((word, number)) = summary.split_once(' ')
        {
            self.count(word, number);
        }
    }

    /// Returns the counts in the last line of another `xtask test`.
    pub fn closing(output: &str) -> Self {
        let mut tally = Self::default();
        let line = output.trim_end().lines().next_back().unwrap_or_default();
        for (number, word) in line.split(", ").filter_map(|count| count.split_once(' ')) {
            tally.count(word, number);
        }
        tally
    }

    fn count(&mut self, word: &str, number: &str) {
        let Ok(number) = number.parse::<u64>() else { return };
        match word {
            "passed" | "pass" => self.passed += number,
            "failed" | "fail" | "cancelled" => self.failed += number,
            "ignored" | "skipped" | "todo" => self.skipped += number,
            _ => {}
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl std::fmt::Display for Tally {
    /// Writes the last line, which CI reads.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    fn tally_of(lines: &[&str]) -> Tally {
        let mut tally = Tally::default();
        for line in lines {
            tally.read_line(line);
        }
        tally
    }

    #[test]
    fn results_of_several_libtest_binaries_add_up() {
        let tally = tally_of(&[
            "running 4 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 7 filtered out; finished in 1.50s",
        ]);
        assert_eq!(tally, Tally::new(4, 2, 1));
    }

    #[test]
    fn nodes_summary_counts_in_both_its_forms_and_a_cancelled_test_failed() {
        let summary =
            "M tests 9\nM suites 1\nM pass 5\nM fail 1\nM cancelled 1\nM skipped 1\nM todo 1\nM duration_ms 8.5";
        for mark in ["ℹ", "#"] {
            let summary = summary.replace('M', mark);
            let lines: Vec<&str> = summary.lines().collect();
            assert_eq!(tally_of(&lines), Tally::new(5, 2, 2));
        }
    }

    #[test]
    fn a_line_that_a_test_printed_itself_counts_nothing() {
        let lines = [
            "12 passed; 3 failed",
            "pass 3",
            "# Passing 3",
            "the test result: ok. 1 passed",
        ];
        assert_eq!(tally_of(&lines), Tally::default());
    }

    #[test]
    fn the_closing_line_names_skipped_ones_only_when_there_are_any_and_is_read_again() {
        assert_eq!(Tally::new(7, 1, 0).to_string(), "7 passed, 1 failed");
        assert_eq!(Tally::new(7, 0, 2).to_string(), "7 passed, 0 failed, 2 skipped");
        for tally in [Tally::new(7, 1, 0), Tally::new(7, 0, 2)] {
            assert_eq!(
                Tally::closing(&format!("web  90 s  1 passed, 0 failed\n\n{tally}\n")),
                tally
            );
        }
        assert_eq!(Tally::closing("error: no compiler"), Tally::default());
    }
}

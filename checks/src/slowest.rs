//! The slowest tests of a stage, for whoever wonders where its minutes go. Nothing fails for its time.

use std::fmt::{self, Display, Formatter};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};

/// What the tests of the API read to find the file to which they write their times. libtest itself tells none on stable.
pub const FILE: &str = "LUUTRU_TEST_TIMES";

/// How many are shown.
const SHOWN: usize = 10;

/// Tests and how long each took.
#[derive(Default)]
pub struct Slowest {
    tests: Vec<(Duration, String)>,
}

impl Slowest {
    /// Reads what the tests of the API wrote: on each line milliseconds, a space, and a name.
    pub fn read(file: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let tests = text.lines().filter_map(|line| {
            let (took, name) = line.split_once(' ')?;
            Some((Duration::from_millis(took.parse().ok()?), name.to_owned()))
        });
        Ok(Self { tests: tests.collect() })
    }

    /// Adds what a line of node's test runner says of a test, `✔ title (1202.1213ms)`; any other line changes nothing.
    pub fn read_line(&mut self, line: &str) {
        let line = line.trim();
        let title = line.strip_prefix("✔ ").or_else(|| line.strip_prefix("✖ "));
        let test = title.and_then(|title| {
            let (title, took) = title.strip_suffix("ms)")?.rsplit_once(" (")?;
            let took = Duration::try_from_secs_f64(took.parse::<f64>().ok()? / 1000.0).ok()?;
            Some((took, title.to_owned()))
        });
        // What failed is reported once more at the end.
        if let Some(test) = test.filter(|test| !self.tests.contains(test)) {
            self.tests.push(test);
        }
    }
}

impl Display for Slowest {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut tests: Vec<_> = self.tests.iter().collect();
        tests.sort_by(|one, other| other.cmp(one));
        tests.truncate(SHOWN);
        write!(f, "the {} slowest of {} tests:", tests.len(), self.tests.len())?;
        for (took, name) in tests {
            write!(f, "\n{:>8.1} s  {name}", took.as_secs_f64())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_come_first_and_no_more_than_ten() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("times");
        let lines: Vec<String> = (1..=12)
            .map(|number| format!("{number}00 tests::number_{number}"))
            .collect();
        std::fs::write(&file, lines.join("\n") + "\n").unwrap();
        let shown = Slowest::read(&file).unwrap().to_string();
        let shown: Vec<&str> = shown.lines().collect();
        assert_eq!(shown.len(), 11);
        assert_eq!(shown[0], "the 10 slowest of 12 tests:");
        assert_eq!(shown[1], "     1.2 s  tests::number_12");
        assert_eq!(shown[10], "     0.3 s  tests::number_3");
    }

    #[test]
    fn nodes_report_is_read_and_a_failed_test_counts_once() {
        let mut slowest = Slowest::default();
        for line in [
            "✔ a (thing) takes (12ms) here (1202.1213ms)",
            "✖ another fails (2500.5ms)",
            "﹣ a third is left out (0.22106ms) # SKIP",
            "  Error: x (3ms)",
            "ℹ duration_ms 1324.909226",
            "✖ failing tests:",
            "✖ another fails (2500.5ms)",
        ] {
            slowest.read_line(line);
        }
        assert_eq!(
            slowest.to_string(),
            "the 2 slowest of 2 tests:\n     2.5 s  another fails\n     1.2 s  a (thing) takes (12ms) here"
        );
    }
}

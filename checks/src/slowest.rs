//! Reports the slowest tests of the API. No test fails because of its duration. Node's own report lists those of the
//! browser (`tests/e2e/support/slowest.mjs`).

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};

/// The number of listed tests.
const SHOWN: usize = 10;

/// Prints them from the file that the tests wrote: on each line milliseconds, a space, and a name.
pub fn print(file: &Path) -> Result<()> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    println!("\n{}", told(&text));
    Ok(())
}

fn told(text: &str) -> String {
    let tests = text.lines().filter_map(|line| {
        let (took, name) = line.split_once(' ')?;
        Some((Duration::from_millis(took.parse().ok()?), name))
    });
    let mut tests: Vec<_> = tests.collect();
    let count = tests.len();
    tests.sort_by(|one, other| other.cmp(one));
    tests.truncate(SHOWN);
    let mut said = format!("the {} slowest of {count} tests:", tests.len());
    for (took, name) in tests {
        said.push_str(&format!("\n{:>8.1} s  {name}", took.as_secs_f64()));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn the_slowest_come_first_and_no_more_than_ten() {
        let lines: Vec<String> = (1..=12)
            .map(|number| format!("{number}00 tests::number_{number}"))
            .collect();
        let told = told(&lines.join("\n"));
        let shown: Vec<&str> = told.lines().collect();
        assert_eq!(shown.len(), 11);
        assert_eq!(shown[0], "the 10 slowest of 12 tests:");
        assert_eq!(shown[1], "     1.2 s  tests::number_12");
        assert_eq!(shown[10], "     0.3 s  tests::number_3");
    }
}

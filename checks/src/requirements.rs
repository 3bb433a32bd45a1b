//! `docs/requirements.csv` against the tests.
//!
//! A comment directly above a test says what it is for, as a list that ends with a full stop:
//! `// Proves KH-11.2d-1, LC-7.3.` where it shows that the whole provision is met, and `// Part of KH-11.2d-2.` where it
//! shows a part of it. A row with the state `met` names one or more tests that prove it, separated by `; `:
//! `rules/src/deadline.rs::name_of_the_test` in Rust, `tests/e2e/notify.test.mjs#title of the test` in the browser.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use xtask::command::root;

use crate::workspace;

/// How many provisions the five regulations put on the software.
const COUNT: usize = 479;

/// Where tests are. Not `checks`: its own tests of this file would be taken for proofs.
const FOLDERS: [&str; 9] = [
    "rules/src",
    "dto/src",
    "guest-lists/src",
    "uploads/src",
    "migration/src",
    "api/src",
    "web/src",
    "print/tests",
    "tests",
];

/// The regulations; each id begins with one of them and a hyphen.
const PREFIXES: [&str; 5] = ["LC", "KH", "LCH24", "LCP", "LCH20"];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    title: String,
    state: String,
    test: String,
}

/// Prints the shares and fails where list and tests contradict each other.
pub fn check() -> Result<()> {
    let file = root().join("docs/requirements.csv");
    let csv = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let report = compare(&csv, &sources()?, COUNT)?;
    print!("{}", report.shares);
    for problem in &report.problems {
        println!("{problem}");
    }
    if !report.problems.is_empty() {
        bail!("docs/requirements.csv: {} problems", report.problems.len());
    }
    Ok(())
}

/// What the comparison found.
#[derive(Debug)]
struct Report {
    shares: String,
    problems: Vec<String>,
}

fn compare(csv: &str, sources: &BTreeMap<String, String>, count: usize) -> Result<Report> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<Row> = reader
        .deserialize()
        .collect::<Result<_, _>>()
        .context("docs/requirements.csv")?;
    let mut problems = problems_of_rows(&rows, count);

    let mut marks = Vec::new();
    for (path, text) in sources {
        for mark in marks_in(path, text) {
            match mark {
                Ok(mark) => marks.push(mark),
                Err(problem) => problems.push(problem),
            }
        }
    }
    problems.extend(problems_of_proofs(&rows, &marks));
    problems.extend(problems_of_marks(&rows, &marks));
    Ok(Report {
        shares: shares(&rows),
        problems,
    })
}

fn problems_of_rows(rows: &[Row], count: usize) -> Vec<String> {
    let mut problems = Vec::new();
    if rows.len() != count {
        problems.push(format!("there are {} rows, not {count}", rows.len()));
    }
    let mut seen = BTreeSet::new();
    for row in rows {
        if !seen.insert(&row.id) {
            problems.push(format!("{}: listed twice", row.id));
        }
        if prefix(&row.id).is_none() {
            problems.push(format!("{}: no regulation begins like this", row.id));
        }
        if row.title.trim().is_empty() {
            problems.push(format!("{}: no title", row.id));
        }
        match row.state.as_str() {
            "met" if row.test.trim().is_empty() => problems.push(format!("{}: met, but no test is named", row.id)),
            "open" if !row.test.trim().is_empty() => problems.push(format!("{}: open, but a test is named", row.id)),
            "met" | "open" => {}
            other => problems.push(format!("{}: the state is met or open, not `{other}`", row.id)),
        }
    }
    problems
}

/// Every test that a row names has to be there and to say that it proves the row.
fn problems_of_proofs(rows: &[Row], marks: &[Mark]) -> Vec<String> {
    let mut problems = Vec::new();
    for row in rows.iter().filter(|row| row.state == "met") {
        for test in row.test.split("; ").map(str::trim).filter(|test| !test.is_empty()) {
            let proves = |mark: &&Mark| mark.proves && mark.test == test && mark.ids.contains(&row.id);
            if !marks.iter().any(|mark| proves(&mark)) {
                problems.push(format!(
                    "{}: there is no test `{test}` below a `Proves {}.`",
                    row.id, row.id
                ));
            }
        }
    }
    problems
}

/// Every id that a test names has to be listed, and what is proven has to be met.
fn problems_of_marks(rows: &[Row], marks: &[Mark]) -> Vec<String> {
    let states: BTreeMap<&str, &str> = rows.iter().map(|row| (row.id.as_str(), row.state.as_str())).collect();
    let mut problems = Vec::new();
    for mark in marks {
        for id in &mark.ids {
            match states.get(id.as_str()) {
                None => problems.push(format!("{}: names {id}, which is not listed", mark.test)),
                Some(state) if mark.proves && *state != "met" => {
                    problems.push(format!("{}: proves {id}, which is not listed as met", mark.test));
                }
                Some(_) => {}
            }
        }
    }
    problems
}

fn shares(rows: &[Row]) -> String {
    use std::fmt::Write;
    let share = |wanted: &dyn Fn(&Row) -> bool| {
        let all = rows.iter().filter(|row| wanted(row)).count();
        let met = rows.iter().filter(|row| wanted(row) && row.state == "met").count();
        format!("{met:>4} of {all:>4} met, {:>3} %", met * 100 / all.max(1))
    };
    let mut text = String::new();
    for name in PREFIXES {
        let _ = writeln!(text, "{name:<6}{}", share(&|row| prefix(&row.id) == Some(name)));
    }
    let _ = writeln!(text, "{:<6}{}", "all", share(&|_| true));
    text
}

fn prefix(id: &str) -> Option<&'static str> {
    let (prefix, _) = id.split_once('-')?;
    PREFIXES.into_iter().find(|known| *known == prefix)
}

/// A comment above a test.
#[derive(Debug, PartialEq)]
struct Mark {
    /// `path::name` or `path#title`.
    test: String,
    ids: Vec<String>,
    /// All of the provision, not only a part.
    proves: bool,
}

fn marks_in(path: &str, text: &str) -> Vec<Result<Mark, String>> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut marks = Vec::new();
    let mut test_attribute = false;
    for (index, line) in lines.iter().enumerate() {
        let rest = &lines[index..];
        if let Some((proves, first)) = opening(line) {
            let here = format!("{path}:{}", index + 1);
            marks.push(mark(path, &here, rest, proves, first, test_attribute));
        }
        // Attributes may stand above the comment or below it.
        test_attribute = is_test_attribute(line) || (test_attribute && (is_comment(line) || line.starts_with("#[")));
    }
    marks
}

/// `// Proves KH-1` gives `(true, "KH-1")`; prose that begins with the same word gives nothing.
fn opening(line: &str) -> Option<(bool, &str)> {
    let comment = comment(line)?;
    let (proves, list) = match (comment.strip_prefix("Proves "), comment.strip_prefix("Part of ")) {
        (Some(list), _) => (true, list),
        (None, Some(list)) => (false, list),
        (None, None) => return None,
    };
    prefix(list).map(|_| (proves, list))
}

fn mark(
    path: &str,
    here: &str,
    lines: &[&str],
    proves: bool,
    first: &str,
    attribute_above: bool,
) -> Result<Mark, String> {
    let ids =
        ids(first, &lines[1..]).ok_or_else(|| format!("{here}: the list of ids does not end with a full stop"))?;
    let is_above_code = |line: &&&str| is_comment(line) || line.starts_with("#[");
    let above: Vec<&&str> = lines.iter().take_while(is_above_code).collect();
    let code = lines.get(above.len()).copied().unwrap_or_default();
    let attribute = attribute_above || above.iter().any(|line| is_test_attribute(line));
    let test = if has_extension(path, "rs") {
        rust_function(code)
            .filter(|_| attribute)
            .map(|name| format!("{path}::{name}"))
    } else {
        node_title(code).map(|title| format!("{path}#{title}"))
    };
    let test = test.ok_or_else(|| format!("{here}: the comment is not directly above a test"))?;
    Ok(Mark { test, ids, proves })
}

/// Reads ids up to the full stop, which may be in one of the next comment lines. Ids have full stops in them, never at
/// their end.
fn ids(first: &str, following: &[&str]) -> Option<Vec<String>> {
    let mut ids = Vec::new();
    let comments = following.iter().map_while(|line| comment(line));
    for line in std::iter::once(first).chain(comments) {
        for word in line.split_whitespace() {
            let (id, ends) = match word.strip_suffix('.') {
                Some(id) => (id, true),
                None => (word.trim_end_matches(','), false),
            };
            ids.push(id.to_owned());
            if ends {
                return Some(ids);
            }
        }
    }
    None
}

fn comment(line: &str) -> Option<&str> {
    line.strip_prefix("//").map(|rest| rest.trim_start_matches('/').trim())
}

fn is_comment(line: &str) -> bool {
    comment(line).is_some()
}

/// `#[test]`, `#[tokio::test]`, `#[tokio::test(flavor = "multi_thread")]` and the like.
fn is_test_attribute(line: &str) -> bool {
    let Some(attribute) = line.strip_prefix("#[") else {
        return false;
    };
    let path = attribute.split(['(', ']', ' ', '=']).next().unwrap_or_default();
    path.rsplit("::")
        .next()
        .is_some_and(|name| name == "test" || name.ends_with("_test"))
}

fn rust_function(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    let is_function = before.split_whitespace().all(|word| matches!(word, "pub" | "async"));
    let name = after.split(['(', '<']).next()?.trim();
    (is_function && !name.is_empty()).then_some(name)
}

/// `test("a title", …)`, `it('a title', …)`
fn node_title(line: &str) -> Option<&str> {
    let call = line.strip_prefix("await ").unwrap_or(line);
    let (function, arguments) = call.split_once('(')?;
    let quote = arguments
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\'' | '`'))?;
    let title = arguments[1..].split(quote).next()?;
    matches!(function, "test" | "it" | "t.test").then_some(title)
}

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}

fn sources() -> Result<BTreeMap<String, String>> {
    let mut sources = BTreeMap::new();
    for folder in FOLDERS {
        let path = root().join(folder);
        if !path.is_dir() {
            continue;
        }
        for (name, file) in workspace::files(&path)? {
            if has_extension(&name, "rs") || has_extension(&name, "mjs") {
                let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
                sources.insert(format!("{folder}/{name}"), text);
            }
        }
    }
    Ok(sources)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Mark, compare, marks_in};

    const RUST: &str = "
        #[test]
        // Proves KH-11.2d-1, LC-7.3. At the last second, too.
        fn a_late_one_is_marked() {}

        /// Part of KH-5.1,
        /// LCH24-2.a-1.
        #[tokio::test(flavor = \"multi_thread\")]
        async fn half_of_it() {}

        // Part of the furniture.
        fn helper() {}
    ";

    const CSV: &str = "id,title,state,test\n\
        KH-11.2d-1,Late is marked,met,rules/src/a.rs::a_late_one_is_marked\n\
        LC-7.3,Idle ends,met,rules/src/a.rs::a_late_one_is_marked; tests/e2e/b.test.mjs#it ends\n\
        KH-5.1,Half,open,\n\
        LCH24-2.a-1,Quarter,open,\n";

    const NODE: &str = "// Proves LC-7.3.\ntest('it ends', async () => {});\n";

    fn problems(csv: &str, rust: &str) -> Vec<String> {
        let texts = [("rules/src/a.rs", rust), ("tests/e2e/b.test.mjs", NODE)];
        let sources = texts
            .into_iter()
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .collect();
        compare(csv, &sources, 4).unwrap().problems
    }

    #[test]
    fn a_list_and_tests_that_agree_have_no_problem() {
        assert_eq!(problems(CSV, RUST), Vec::<String>::new());
    }

    #[test]
    fn marks_are_read_from_rust_with_attributes_on_either_side_and_over_several_lines() {
        let marks: Vec<Mark> = marks_in("a.rs", RUST).into_iter().map(Result::unwrap).collect();
        let expected = [
            ("a.rs::a_late_one_is_marked", vec!["KH-11.2d-1", "LC-7.3"], true),
            ("a.rs::half_of_it", vec!["KH-5.1", "LCH24-2.a-1"], false),
        ];
        let expected = expected.map(|(test, ids, proves)| Mark {
            test: test.to_owned(),
            ids: ids.into_iter().map(str::to_owned).collect(),
            proves,
        });
        assert_eq!(marks, expected);
    }

    #[test]
    fn the_title_of_a_browser_test_may_be_in_any_quotes() {
        for call in [
            "test(\"it ends\", f)",
            "  it(`it ends`, f)",
            "await t.test('it ends', f)",
        ] {
            let marks = marks_in("b.mjs", &format!("// Proves LC-7.3.\n{call}"));
            assert_eq!(marks[0].as_ref().unwrap().test, "b.mjs#it ends", "{call}");
        }
    }

    #[test]
    fn a_mark_without_a_full_stop_or_above_no_test_is_a_problem() {
        let stop = "#[test]\n// Proves LC-7.3\nfn a() {}";
        let no_attribute = "// Proves LC-7.3.\nfn a() {}";
        let gap = "#[test]\nfn a() {}\n// Proves LC-7.3.\n\n#[test]\nfn b() {}";
        for (text, said) in [
            (stop, "full stop"),
            (no_attribute, "not directly above"),
            (gap, "not directly above"),
        ] {
            let problem = marks_in("a.rs", text).remove(0).unwrap_err();
            assert!(problem.contains(said), "{text}: {problem}");
        }
    }

    #[test]
    fn a_met_row_whose_test_is_gone_is_a_problem() {
        let found = problems(CSV, &RUST.replace("a_late_one_is_marked", "renamed"));
        assert!(
            found
                .iter()
                .any(|problem| problem.contains("KH-11.2d-1: there is no test")),
            "{found:?}"
        );
    }

    #[test]
    fn a_test_that_does_not_say_what_it_proves_is_a_problem() {
        let found = problems(CSV, &RUST.replace("Proves KH-11.2d-1, LC-7.3.", "Proves LC-7.3."));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("KH-11.2d-1: there is no test"), "{found:?}");
    }

    #[test]
    fn half_a_proof_does_not_meet_a_requirement() {
        let found = problems(CSV, &RUST.replace("Proves KH", "Part of KH"));
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn an_id_that_is_not_listed_and_a_proven_one_that_is_open_are_problems() {
        let found = problems(&CSV.replace("KH-5.1,", "KH-5.2,"), RUST);
        assert_eq!(found, ["rules/src/a.rs::half_of_it: names KH-5.1, which is not listed"]);
        let open = CSV.replace("met,rules/src/a.rs::a_late_one_is_marked\n", "open,\n");
        assert_eq!(
            problems(&open, RUST),
            ["rules/src/a.rs::a_late_one_is_marked: proves KH-11.2d-1, which is not listed as met"]
        );
    }

    #[test]
    fn rows_are_checked_one_by_one() {
        let csv = "id,title,state,test\nKH-1,A,done,\nKH-1,B,open,x\nXX-1,,met,\n";
        let found = compare(csv, &BTreeMap::new(), 4).unwrap().problems;
        let expected = [
            "there are 3 rows, not 4",
            "KH-1: the state is met or open, not `done`",
            "KH-1: listed twice",
            "KH-1: open, but a test is named",
            "XX-1: no regulation begins like this",
            "XX-1: no title",
            "XX-1: met, but no test is named",
        ];
        assert_eq!(found, expected);
        assert!(compare("id,title\nKH-1,A\n", &BTreeMap::new(), 1).is_err());
    }

    #[test]
    fn the_share_met_is_counted_for_each_regulation() {
        let shares = compare(CSV, &BTreeMap::new(), 4).unwrap().shares;
        let lines: Vec<&str> = shares.lines().collect();
        assert_eq!(lines[0], "LC       1 of    1 met, 100 %");
        assert_eq!(lines[1], "KH       1 of    2 met,  50 %");
        assert_eq!(lines[3], "LCP      0 of    0 met,   0 %");
        assert_eq!(lines[5], "all      2 of    4 met,  50 %");
    }
}

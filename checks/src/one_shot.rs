//! Finds browser tests that read a page only once: they fail on a slow machine although the product is right.
//!
//! Every expectation on a page must be inside of `holds` of `tests/e2e/support/page.mjs`, or of a function based on it,
//! and is then repeated until it holds. This check finds calls that read a page outside of it.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, bail};

use xtask::command::root;

/// Methods of Playwright that read a page once.
const READS: [&str; 16] = [
    "textContent",
    "innerText",
    "innerHTML",
    "allInnerTexts",
    "allTextContents",
    "inputValue",
    "isVisible",
    "isHidden",
    "isChecked",
    "isEnabled",
    "isDisabled",
    "isEditable",
    "getAttribute",
    "count",
    "title",
    "boundingBox",
];

/// Methods that are a read only if their result is used; otherwise they may be an action.
const READS_WHEN_USED: [&str; 4] = ["evaluate", "evaluateAll", "url", "cookies"];

/// The functions of `support/page.mjs` that read.
const HELPERS: [&str; 3] = ["words", "valueOf", "focused"];

/// The functions that repeat a read, or declare that a single read is intended.
const WAITS: [&str; 4] = ["holds", "until", "eventually", "now"];

/// Fails if a test reads a page once.
pub fn check() -> Result<()> {
    let folder = root().join("tests/e2e");
    let mut found = Vec::new();
    let entries = std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if !path.to_string_lossy().ends_with(".test.mjs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        found.extend(
            in_text(&text)
                .into_iter()
                .map(|(line, read)| format!("  {}:{line}: {read}", name(&path))),
        );
    }
    if !found.is_empty() {
        found.sort();
        bail!(
            "These browser tests read a page once; put it into `holds(async () => …)`:\n{}",
            found.join("\n")
        );
    }
    Ok(())
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Returns the lines that read a page once, each with the call.
fn in_text(text: &str) -> Vec<(usize, String)> {
    let calls = calls(text);
    // A short function that only reads is not a violation itself; a call of it is.
    let mut readers: BTreeSet<&str> = BTreeSet::new();
    for call in &calls {
        if let Some(reader) = call.within_arrow.as_deref().filter(|_| call.reads(&BTreeSet::new())) {
            readers.insert(reader);
        }
    }
    calls
        .iter()
        .filter(|call| call.within_arrow.is_none() && call.reads(&readers))
        .map(|call| (call.line, call.name.clone()))
        .collect()
}

/// The properties of a call that this check needs.
struct Call {
    line: usize,
    name: String,
    is_method: bool,
    waits: bool,
    /// Whether its result is used in an assertion or assigned.
    is_used: bool,
    /// The name of the single-expression arrow function that contains it: `const seen = (page) => …;`
    within_arrow: Option<String>,
}

impl Call {
    fn reads(&self, readers: &BTreeSet<&str>) -> bool {
        let name = self.name.as_str();
        let reads = if self.is_method {
            READS.contains(&name) || (self.is_used && READS_WHEN_USED.contains(&name))
        } else {
            HELPERS.contains(&name) || readers.contains(name)
        };
        reads && !self.waits
    }
}

/// Returns all calls of a file. It parses only the necessary part of JavaScript: strings, patterns and comments are
/// skipped, brackets are matched.
fn calls(text: &str) -> Vec<Call> {
    let signs: Vec<char> = text.chars().collect();
    let mut scanner = Scanner {
        signs: &signs,
        at: 0,
        line: 1,
        open: Vec::new(),
        before: ' ',
        word: String::new(),
        arrow: None,
        statement: String::new(),
        found: Vec::new(),
    };
    scanner.run();
    scanner.found
}

struct Scanner<'a> {
    signs: &'a [char],
    at: usize,
    line: usize,
    /// The called name at each open bracket; empty if it is not a call.
    open: Vec<String>,
    /// The last character that is neither white space nor in a comment.
    before: char,
    /// The last word, if only white space followed it.
    word: String,
    /// The current single-expression arrow function, and the number of brackets that were open before it.
    arrow: Option<(String, usize)>,
    /// The current statement up to here, without the content of brackets.
    statement: String,
    found: Vec<Call>,
}

impl Scanner<'_> {
    fn sign(&self, ahead: usize) -> char {
        self.signs.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn step(&mut self) {
        if self.sign(0) == '\n' {
            self.line += 1;
        }
        self.at += 1;
    }

    fn run(&mut self) {
        while self.at < self.signs.len() {
            match self.sign(0) {
                '/' if self.sign(1) == '/' => self.skip_to(&['\n']),
                '/' if self.sign(1) == '*' => self.skip_to(&['*', '/']),
                '/' if self.may_begin_pattern() => self.pattern(),
                quote @ ('\'' | '"') => self.quoted(quote),
                '`' => self.template(),
                sign if sign.is_alphabetic() || sign == '_' || sign == '$' => self.identifier(),
                sign => self.other(sign),
            }
        }
    }

    fn skip_to(&mut self, end: &[char]) {
        while self.at < self.signs.len() && !self.signs[self.at..].starts_with(end) {
            self.step();
        }
        for _ in end {
            self.step();
        }
    }

    /// Returns whether a slash begins a pattern; after a value it is a division.
    fn may_begin_pattern(&self) -> bool {
        self.word == "return" || (self.word.is_empty() && "(,=:[!&|?{};> ".contains(self.before))
    }

    fn pattern(&mut self) {
        let mut in_class = false;
        self.step();
        while self.at < self.signs.len() && (in_class || self.sign(0) != '/') {
            match self.sign(0) {
                '\\' => self.step(),
                '[' => in_class = true,
                ']' => in_class = false,
                _ => {}
            }
            self.step();
        }
        self.value();
    }

    fn quoted(&mut self, quote: char) {
        self.step();
        while self.at < self.signs.len() && self.sign(0) != quote {
            if self.sign(0) == '\\' {
                self.step();
            }
            self.step();
        }
        self.value();
    }

    /// Skips a template string, including the expressions in it and nested templates.
    fn template(&mut self) {
        self.step();
        let mut depth = 0_usize;
        while self.at < self.signs.len() && (depth > 0 || self.sign(0) != '`') {
            match (self.sign(0), self.sign(1)) {
                ('\\', _) => self.step(),
                ('$', '{') if depth == 0 => {
                    depth = 1;
                    self.step();
                }
                ('{', _) if depth > 0 => depth += 1,
                ('}', _) if depth > 0 => depth -= 1,
                ('`', _) => {
                    self.template();
                    continue;
                }
                _ => {}
            }
            self.step();
        }
        self.value();
    }

    /// Ends a string or pattern, which is a value.
    fn value(&mut self) {
        self.step();
        self.before = '"';
        self.word.clear();
    }

    fn identifier(&mut self) {
        let is_method = self.before == '.';
        let began = self.at;
        while self.sign(0).is_alphanumeric() || matches!(self.sign(0), '_' | '$') {
            self.step();
        }
        let name: String = self.signs[began..self.at].iter().collect();
        if self.sign(0) == '(' {
            self.call(&name, is_method);
        }
        self.statement.push_str(&name);
        self.statement.push(' ');
        self.before = 'a';
        self.word = if is_method && self.open_name_is_assert() {
            "assert".to_owned()
        } else {
            name
        };
    }

    /// `assert.equal(` opens a bracket of `assert`.
    fn open_name_is_assert(&self) -> bool {
        self.statement.trim_end().rsplit(' ').nth(1) == Some("assert")
    }

    fn call(&mut self, name: &str, is_method: bool) {
        let waits = self.open.iter().any(|open| WAITS.contains(&open.as_str()));
        let in_assert = self.open.iter().any(|open| open == "assert");
        let is_named = self.statement.starts_with("const ") || self.statement.starts_with("let ");
        self.found.push(Call {
            line: self.line,
            name: name.to_owned(),
            is_method,
            waits,
            is_used: in_assert || is_named,
            within_arrow: self.arrow.as_ref().map(|(name, _)| name.clone()),
        });
    }

    fn other(&mut self, sign: char) {
        match sign {
            '(' | '[' | '{' => {
                let called = if sign == '(' {
                    std::mem::take(&mut self.word)
                } else {
                    String::new()
                };
                self.open.push(called);
                if sign == '{' {
                    self.block();
                }
            }
            ')' | ']' | '}' => {
                self.open.pop();
                if sign == '}' {
                    self.statement.clear();
                }
            }
            ';' => {
                self.statement.clear();
                if self.arrow.as_ref().is_some_and(|(_, depth)| self.open.len() <= *depth) {
                    self.arrow = None;
                }
            }
            '>' if self.before == '=' => self.arrow_begins(),
            _ => {}
        }
        if !sign.is_whitespace() {
            self.before = sign;
            self.word.clear();
        }
        self.step();
    }

    /// An arrow function with a block body is an ordinary function.
    fn block(&mut self) {
        if self.before == '>'
            && self
                .arrow
                .as_ref()
                .is_some_and(|(_, depth)| self.open.len() == depth + 1)
        {
            self.arrow = None;
        }
        self.statement.clear();
    }

    fn arrow_begins(&mut self) {
        if self.arrow.is_some() {
            return;
        }
        let mut words = self.statement.split(' ');
        let (is_const, name) = (words.next() == Some("const"), words.next());
        // Inside brackets it is an argument: `const told = await holds(async () => …)`.
        if let Some(name) = name.filter(|_| is_const && !words.any(|word| word == "await")) {
            self.arrow = Some((name.to_owned(), self.open.len()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::in_text;

    fn lines(text: &str) -> Vec<usize> {
        in_text(text).into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn a_read_inside_of_an_assertion_is_found() {
        assert_eq!(lines("assert.equal(await page.locator('#a').inputValue(), 'x');"), [1]);
        assert_eq!(lines("\nassert.match(await words(rows.nth(1)), /a(b/);"), [2]);
        assert_eq!(lines("assert.match(page.url(), /x/);"), [1]);
    }

    #[test]
    fn a_read_that_is_named_first_is_found_too() {
        assert_eq!(lines("const told = await words(row);\nassert.ok(told);"), [1]);
        assert_eq!(lines("const kept = await page.evaluate(() => 1);"), [1]);
        assert_eq!(lines("if (!(await menu.count())) x();"), [1]);
    }

    #[test]
    fn what_asks_again_is_right() {
        for text in [
            "await holds(async () => assert.equal(await a.count(), 1));",
            "await holds(async () => {\n  const told = await words(a);\n  assert.ok(told);\n});",
            "await until(page, async () => (await a.count()) === 1, 'one');",
            "const told = await eventually(a, /\\S/);",
            "const before = await now(() => a.count());",
            "await page.evaluate(() => window.go());",
        ] {
            assert_eq!(lines(text), [] as [usize; 0], "{text}");
        }
    }

    #[test]
    fn a_short_function_that_reads_is_a_read_where_it_is_called() {
        let text =
            "const theme = (page) => page.locator('html').getAttribute('x');\nassert.equal(await theme(page), 'dark');";
        assert_eq!(lines(text), [2]);
        let waits =
            "const focusIsIn = (page) => until(page, () => a.evaluate((e) => e.id), 'x');\nawait focusIsIn(page);";
        assert_eq!(lines(waits), [] as [usize; 0]);
        let block = "const go = async () => {\n  assert.ok(await a.isChecked());\n};";
        assert_eq!(lines(block), [2]);
    }

    #[test]
    fn texts_patterns_and_comments_are_no_calls() {
        let text = "// a.count()\nconst a = 'words(x)';\nconst b = /count\\(\\)[/]/;\nconst c = `words(${d ? `e` : 'f'})`;\n/* a.count() */";
        assert_eq!(lines(text), [] as [usize; 0]);
    }
}

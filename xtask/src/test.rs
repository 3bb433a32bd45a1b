//! `cargo xtask test`: everything that CI checks, stage by stage.

use std::num::NonZero;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use xtask::command::root;
use xtask::metadata::Metadata;
use xtask::{command, guard, machine};

use crate::lane::Lane;
use crate::prepare::{self, Need};
use crate::tally::Tally;
use crate::{native, openapi, programs, web};

/// The package whose tests use the service from outside.
const BLACK_BOX: &str = "luutru-tests";
/// The variable with the file to which those tests write their durations. libtest itself does not report any on stable.
const TIMES: &str = "LUUTRU_TEST_TIMES";
/// The variable with a copy of the vulnerability database, for `checks supply`.
const ADVISORIES: &str = "LUUTRU_ADVISORY_DB";

/// Options of `cargo xtask test`.
#[derive(Args)]
pub struct Options {
    /// Only these stages.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Stage>,
    /// All but these stages.
    #[arg(long, value_enum, value_delimiter = ',')]
    skip: Vec<Stage>,
}

/// One part, in the order in which they run: what is quick to fail comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, ValueEnum)]
enum Stage {
    /// rustfmt
    Format,
    /// docs/requirements.csv against the tests, and browser tests that read a page only once
    Requirements,
    /// What may be compiled into the web application
    Layers,
    /// Licences, sources and known flaws of the dependencies
    Supply,
    /// Clippy for all but the web application
    Lint,
    /// Clippy for the web application
    LintWeb,
    /// Compile the service and all native tests
    Build,
    /// Unit tests
    Unit,
    /// What redocly and spectral say of the committed document
    OpenapiLint,
    /// The service from outside, on SQLite and on PostgreSQL
    Api,
    /// The web application and its size
    Web,
    /// Browser tests
    Browser,
    /// schemathesis
    Fuzz,
}

impl Stage {
    fn needs(self) -> &'static [Need] {
        match self {
            Self::Unit | Self::Api => &[Need::PostgreSql, Need::PdfText],
            Self::OpenapiLint => &[Need::Node],
            Self::Browser => &[Need::Node, Need::Chromium],
            Self::Fuzz | Self::Supply => &[Need::PythonVenv],
            _ => &[],
        }
    }

    /// Returns the stages that this one depends on: without them it would only repeat their failure.
    fn rests_on(self) -> &'static [Self] {
        match self {
            Self::Unit | Self::Api | Self::Fuzz => &[Self::Build],
            Self::Browser => &[Self::Build, Self::Web],
            _ => &[],
        }
    }

    /// Returns whether it uses the machine for a long time before the pages are needed.
    fn compiles(self) -> bool {
        matches!(self, Self::Lint | Self::Build | Self::Unit | Self::Api)
    }

    /// Returns whether it reads `web/dist`, which must not change during it.
    fn reads_the_pages(self) -> bool {
        matches!(self, Self::Api | Self::Browser)
    }

    /// Returns whether it runs in parallel to the others: it has a separate target folder and needs one core.
    fn is_beside(self) -> bool {
        matches!(self, Self::LintWeb | Self::Web)
    }

    fn name(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }
}

/// Runs the stages, prints the result of each, and ends with the counts on a separate line.
pub fn test(options: &Options) -> Result<ExitCode> {
    let chosen =
        |stage: &Stage| (options.only.is_empty() || options.only.contains(stage)) && !options.skip.contains(stage);
    let stages: Vec<Stage> = Stage::value_variants().iter().copied().filter(chosen).collect();
    if stages.is_empty() {
        bail!("no stage is left");
    }
    let needs: Vec<Need> = stages.iter().flat_map(|stage| stage.needs()).copied().collect();
    prepare::prepare(&needs)?;
    // The service embeds this folder when it is compiled, and the web application may be built later.
    std::fs::create_dir_all(web::dist()).context("cannot make web/dist")?;

    let metadata = Metadata::read()?;
    let mut results: Vec<(Vec<Stage>, Tally, Duration)> = Vec::new();
    let mut beside: Vec<Stage> = stages.iter().copied().filter(|stage| stage.is_beside()).collect();
    if !stages.iter().any(|stage| *stage < Stage::Web && stage.compiles()) {
        beside.clear();
    }
    let has_lane = !beside.is_empty();
    let mut lane = has_lane.then(|| Lane::start(&names(&beside))).transpose()?;
    for stage in stages {
        if beside.contains(&stage) {
            continue;
        }
        if let Some(lane) = lane.take_if(|_| stage.reads_the_pages()) {
            let (tally, took) = lane.end()?;
            results.push((beside.clone(), tally, took));
        }
        println!("\n== {} ==", stage.name());
        let began = Instant::now();
        let failed = |other: &Stage| {
            results
                .iter()
                .any(|(stages, tally, _)| stages.contains(other) && tally.failed > 0)
        };
        let tally = match stage.rests_on().iter().find(|other| failed(other)) {
            Some(other) => {
                println!("not run, since {} failed", other.name());
                Tally::SKIPPED
            }
            None => run(stage, &metadata).unwrap_or_else(|error| {
                println!("{error:#}");
                Tally::FAILED
            }),
        };
        guard::check()?;
        results.push((vec![stage], tally, began.elapsed()));
    }
    if let Some(lane) = lane {
        let (tally, took) = lane.end()?;
        results.push((beside, tally, took));
    }

    println!("\n== summary ==");
    let mut total = Tally::default();
    for (stages, tally, took) in results {
        println!("{:14}{:>6} s   {tally}", names(&stages), took.as_secs());
        total += tally;
    }
    println!("\n{total}");
    Ok(if total.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn names(stages: &[Stage]) -> String {
    let names: Vec<String> = stages.iter().map(|stage| stage.name()).collect();
    names.join(",")
}

fn run(stage: Stage, metadata: &Metadata) -> Result<Tally> {
    match stage {
        Stage::Format => command::run(command::cargo().args(["fmt", "--all", "--check"]))?,
        Stage::Requirements | Stage::Layers => command::run(&mut programs::check(&stage.name()))?,
        Stage::Supply => {
            let mut supply = programs::check("supply");
            supply.arg(metadata.target_directory());
            return Tally::of(supply.envs(std::env::var_os(ADVISORIES).map(|copy| (ADVISORIES, copy))));
        }
        Stage::Lint => {
            let mut clippy = native::cargo("clippy");
            command::run(clippy.args(["--all-targets", "--", "-D", "warnings"]))?;
        }
        Stage::LintWeb => web::lint()?,
        Stage::Build => native::build()?,
        Stage::Unit => return unit_tests(metadata),
        Stage::OpenapiLint => openapi::lint()?,
        Stage::Api => return black_box_tests(metadata),
        Stage::Web => web::build(web::Options::default())?,
        Stage::Browser => {
            native::build()?;
            return browser_tests(&metadata.luutru());
        }
        Stage::Fuzz => {
            native::build()?;
            return Tally::of(programs::probe("fuzz").args([&metadata.luutru(), metadata.target_directory()]));
        }
    }
    Ok(Tally::PASSED)
}

/// Runs all tests except the black-box tests, and the examples in the documentation.
fn unit_tests(metadata: &Metadata) -> Result<Tally> {
    let inside = metadata.integration_tests(|package| package != BLACK_BOX);
    let mut tally = tests(&native::cargo("test"), &["--lib", "--bins"], &inside, None)?;
    tally += tests(&native::cargo("test"), &["--doc"], &[], None)?;
    // The logic of the pages needs no browser. A separate run, because its dependencies have other features.
    tally += tests(
        command::cargo().args(["test", "--package", "luutru-web"]),
        &[],
        &[],
        None,
    )?;
    Ok(tally)
}

fn black_box_tests(metadata: &Metadata) -> Result<Tally> {
    let outside = metadata.integration_tests(|package| package == BLACK_BOX);
    if outside.is_empty() {
        bail!("{BLACK_BOX} has no tests");
    }
    let times = metadata.target_directory().join("api-test-times.txt");
    std::fs::write(&times, "").with_context(|| format!("cannot write {}", times.display()))?;
    let tally = tests(&native::cargo("test"), &[], &outside, Some(&times))?;
    command::run(programs::check("slowest").arg(&times))?;
    Ok(tally)
}

/// Runs these tests with a temporary PostgreSQL.
fn tests(cargo: &Command, kinds: &[&str], integration_tests: &[String], times: Option<&Path>) -> Result<Tally> {
    let mut tests = programs::probe("postgres");
    tests.arg("--").arg(cargo.get_program()).args(cargo.get_args());
    tests.arg("--no-fail-fast").args(kinds);
    for name in integration_tests {
        tests.args(["--test", name]);
    }
    Tally::of(tests.envs(times.map(|times| (TIMES, times))))
}

/// Runs `tests/e2e/*.test.mjs`, which Node finds itself.
fn browser_tests(luutru: &Path) -> Result<Tally> {
    let folder = root().join("tests/e2e");
    command::run(&mut command::npm_ci(&folder))?;
    let mut node = command::new("node");
    // By default Node leaves one core free; but a test file mostly waits for its page.
    let cores = std::thread::available_parallelism().map_or(2, NonZero::get);
    for reporter in ["spec", "./support/slowest.mjs"] {
        node.args(["--test-reporter", reporter, "--test-reporter-destination", "stdout"]);
    }
    node.arg("--test")
        .arg(format!("--test-concurrency={}", cores.max(2)))
        .current_dir(&folder)
        .env("CHROMIUM", machine::chromium().context("no Chromium")?)
        .env("LUUTRU_BIN", luutru)
        .env("LUUTRU_WEB", web::dist());
    Tally::of(&mut node)
}

//! `cargo xtask test`: everything that CI checks, stage by stage.

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use xtask::metadata::Metadata;
use xtask::{command, guard};

use crate::lane::Lane;
use crate::postgres::{self, Cluster};
use crate::prepare::{self, Need};
use crate::slowest::{self, Slowest};
use crate::tally::Tally;
use crate::{browser, checks, native, openapi, probes, supply, web};

/// The package whose tests speak to the service from outside.
const BLACK_BOX: &str = "luutru-tests";

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
    /// The committed OpenAPI document
    Openapi,
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

    /// Stages without which this one only repeats their failure.
    fn rests_on(self) -> &'static [Self] {
        match self {
            Self::Unit | Self::Openapi | Self::Api => &[Self::Build],
            Self::Browser => &[Self::Build, Self::Web],
            Self::Fuzz => &[Self::Build, Self::Openapi],
            _ => &[],
        }
    }

    /// Whether it keeps the machine busy for long before the pages are needed.
    fn compiles(self) -> bool {
        matches!(self, Self::Lint | Self::Build | Self::Unit | Self::Api)
    }

    /// Whether it reads `web/dist`, which must not change meanwhile.
    fn reads_the_pages(self) -> bool {
        matches!(self, Self::Api | Self::Browser)
    }

    /// Whether it runs beside the others when more is chosen: it has a target folder of its own and needs one core.
    fn is_beside(self) -> bool {
        matches!(self, Self::LintWeb | Self::Web)
    }

    fn name(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }
}

/// Runs the stages, prints what came of each, and ends with the counts alone on a line.
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

    let mut session = Session {
        metadata: Metadata::read()?,
        cluster: None,
    };
    let mut results: Vec<(Stage, Tally, Duration)> = Vec::new();
    let mut beside = Beside::start(&stages)?;
    for stage in stages {
        if beside.has(stage) {
            continue;
        }
        if beside.is_needed_by(stage) {
            results.extend(beside.end()?);
        }
        println!("\n== {} ==", stage.name());
        let began = Instant::now();
        let failed = |other: &Stage| {
            results
                .iter()
                .any(|(stage, tally, _)| stage == other && tally.failed > 0)
        };
        let tally = match stage.rests_on().iter().find(|other| failed(other)) {
            Some(other) => {
                println!("not run, since {} failed", other.name());
                Tally::SKIPPED
            }
            None => session.run(stage).unwrap_or_else(|error| {
                println!("{error:#}");
                Tally::FAILED
            }),
        };
        guard::check()?;
        results.push((stage, tally, began.elapsed()));
    }
    results.extend(beside.end()?);
    drop(session);

    println!("\n== summary ==");
    let mut total = Tally::default();
    for (stage, tally, took) in results {
        println!("{:14}{:>6} s   {tally}", stage.name(), took.as_secs());
        total += tally;
    }
    println!("\n{total}");
    Ok(if total.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The stages that run beside the others, until something needs them.
struct Beside {
    stages: Vec<Stage>,
    lane: Option<Lane>,
}

impl Beside {
    /// Starts them, where there is anything for them to run beside.
    fn start(stages: &[Stage]) -> Result<Self> {
        let (beside, others): (Vec<Stage>, Vec<Stage>) = stages.iter().partition(|stage| stage.is_beside());
        if beside.is_empty() || !others.iter().any(|stage| *stage < Stage::Web && stage.compiles()) {
            return Ok(Self {
                stages: Vec::new(),
                lane: None,
            });
        }
        let lane = Some(Lane::start(&names(&beside))?);
        Ok(Self { stages: beside, lane })
    }

    fn has(&self, stage: Stage) -> bool {
        self.stages.contains(&stage)
    }

    fn is_needed_by(&self, stage: Stage) -> bool {
        self.lane.is_some() && stage.reads_the_pages()
    }

    /// Waits for them; nothing, when they have ended before.
    fn end(&mut self) -> Result<Vec<(Stage, Tally, Duration)>> {
        let Some(lane) = self.lane.take() else {
            return Ok(Vec::new());
        };
        let outcomes = lane.end(&names(&self.stages))?;
        let outcomes = self.stages.iter().zip(outcomes);
        Ok(outcomes.map(|(stage, (tally, took))| (*stage, tally, took)).collect())
    }
}

fn names(stages: &[Stage]) -> Vec<String> {
    stages.iter().map(|stage| stage.name()).collect()
}

/// What the stages share.
struct Session {
    metadata: Metadata,
    cluster: Option<Cluster>,
}

impl Session {
    fn run(&mut self, stage: Stage) -> Result<Tally> {
        match stage {
            Stage::Format => command::run(command::cargo().args(["fmt", "--all", "--check"]))?,
            Stage::Requirements | Stage::Layers => checks::run(&stage.name())?,
            Stage::Supply => return supply::check(self.metadata.target_directory()),
            Stage::Lint => {
                let mut clippy = native::cargo("clippy");
                command::run(clippy.args(["--all-targets", "--", "-D", "warnings"]))?;
            }
            Stage::LintWeb => web::lint()?,
            Stage::Build => native::build()?,
            Stage::Unit => return self.unit_tests(),
            Stage::Openapi => {
                native::build()?;
                openapi::check(&self.metadata.luutru())?;
            }
            Stage::OpenapiLint => openapi::lint()?,
            Stage::Api => return self.black_box_tests(),
            Stage::Web => web::build(web::Options::default())?,
            Stage::Browser => {
                native::build()?;
                return browser::test(&self.metadata.luutru());
            }
            Stage::Fuzz => {
                native::build()?;
                return probes::fuzz(&self.metadata.luutru(), self.metadata.target_directory());
            }
        }
        Ok(Tally::PASSED)
    }

    /// All but the black-box tests, and the examples in the documentation.
    fn unit_tests(&mut self) -> Result<Tally> {
        let inside = self.metadata.integration_tests(|package| package != BLACK_BOX);
        let mut tally = self.tests(&mut native::cargo("test"), &["--lib", "--bins"], &inside)?;
        tally += self.tests(&mut native::cargo("test"), &["--doc"], &[])?;
        // What the pages reckon by themselves needs no browser. By itself, since its dependencies have other features.
        tally += self.tests(command::cargo().args(["test", "--package", "luutru-web"]), &[], &[])?;
        Ok(tally)
    }

    fn black_box_tests(&mut self) -> Result<Tally> {
        let outside = self.metadata.integration_tests(|package| package == BLACK_BOX);
        if outside.is_empty() {
            bail!("{BLACK_BOX} has no tests");
        }
        let times = self.metadata.target_directory().join("api-test-times.txt");
        std::fs::write(&times, "").with_context(|| format!("cannot write {}", times.display()))?;
        let tally = self.tests(native::cargo("test").env(slowest::FILE, &times), &[], &outside)?;
        println!("\n{}", Slowest::read(&times)?);
        Ok(tally)
    }

    fn tests(&mut self, tests: &mut Command, kinds: &[&str], integration_tests: &[String]) -> Result<Tally> {
        tests
            .arg("--no-fail-fast")
            .args(kinds)
            .env(postgres::TEST_URL, self.cluster_url()?);
        for name in integration_tests {
            tests.args(["--test", name]);
        }
        Tally::of(tests, |_| ())
    }

    /// One cluster for all stages, started when the first one asks.
    fn cluster_url(&mut self) -> Result<String> {
        let cluster = match self.cluster.take() {
            Some(cluster) => cluster,
            None => Cluster::start(false)?,
        };
        Ok(self.cluster.insert(cluster).url())
    }
}

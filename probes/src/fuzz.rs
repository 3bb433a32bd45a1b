//! Runs schemathesis: thousands of requests that the OpenAPI document allows and forbids, against a served demo
//! province.

use std::fmt::Write;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use serde_json::Value;
use xtask::command::{self, root};
use xtask::demo::Site;
use xtask::venv;

use crate::client::{access_token, document, document_file, get, path_of, pick, sign_in};
use crate::demo::{self, Account};
use crate::server::Server;

/// hypothesis determines the requests of a seed, so its version is fixed too.
const PACKAGES: [&str; 2] = ["schemathesis==4.32.5", "hypothesis==6.170.15"];

/// Operations that end a session or a token that the other requests use. Tests of the API call them.
const ENDS_THE_CREDENTIAL: [&str; 4] = ["logout", "endSession", "endOtherSessions", "endAccessToken"];

/// Options of `probes fuzz`.
#[derive(Args)]
pub struct Options {
    /// The service's binary.
    luutru: PathBuf,
    /// A folder for the environment of schemathesis, its notes, and the log of the service.
    target: PathBuf,
}

/// The caller and the operations of a run.
struct Run {
    name: &'static str,
    /// The bearer token, if any.
    token: Option<String>,
    /// The only operations of the run; empty means all.
    only: Vec<String>,
}

/// Runs schemathesis four times: as a receptionist, as an officer of the same commune, without sign-in, and as a
/// receptionist with a session for the operations that refuse access tokens. The first two use an access token: a
/// session's token is valid for ten minutes (`api/src/crypto/token.rs`), and a run on a busy machine takes longer.
pub fn test(options: &Options) -> Result<ExitCode> {
    let Options { luutru, target } = options;
    let schemathesis = venv::install(&target.join("venv"), "schemathesis", &PACKAGES, &[])?;
    let folder = tempfile::Builder::new()
        .prefix("luutru-fuzz-")
        .tempdir()
        .context("no temporary folder")?;
    let site = Site::new(folder.path())?;
    let accounts = demo::create(&site, luutru)?;
    let log = target.join("schemathesis-server.log");
    let server = Server::start(luutru, &site, &log)?;

    // Both sign in first: the anonymous run uses up the attempts of this address at `login`.
    let (facility, police) = pick(&accounts)?;
    let login = format!("{}{}", server.address(), path_of("login")?);
    let session = sign_in(&login, &facility.login, site.password())?;
    let tokens = format!("{}{}", server.address(), path_of("createAccessToken")?);
    let as_facility = access_token(&tokens, &session, site.password())?;
    let session_of_police = sign_in(&login, &police.login, site.password())?;
    let as_police = access_token(&tokens, &session_of_police, site.password())?;

    let configuration = folder.path().join("schemathesis.toml");
    let known = known_values(&server, facility, &as_facility)?;
    let committed = root().join("tests/schemathesis.toml");
    let committed =
        std::fs::read_to_string(&committed).with_context(|| format!("cannot read {}", committed.display()))?;
    std::fs::write(&configuration, format!("{committed}\n{known}")).context("cannot write the configuration")?;

    let run = |name, token: Option<&String>, only| Run {
        name,
        token: token.cloned(),
        only,
    };
    let runs = [
        run("facility", Some(&as_facility), Vec::new()),
        run("police", Some(&as_police), Vec::new()),
        run("nobody", None, Vec::new()),
        run("session", Some(&session), with_a_session_only()?),
    ];
    // In parallel: each run uses at most one core.
    let results = std::thread::scope(|scope| {
        let begun = runs.map(|run| {
            let (schemathesis, configuration, server) = (&schemathesis, &configuration, &server);
            let who = run.name;
            (
                who,
                scope.spawn(move || attack(schemathesis, configuration, server, &folder_of(target, who)?, &run)),
            )
        });
        begun.map(|(who, run)| (who, run.join()))
    });
    let (mut passed, mut failed) = (0, 0);
    for (who, result) in results {
        println!("schemathesis as {who}");
        let succeeded = result.map_err(|_| anyhow!("the run as {who} panicked"))??;
        let said = said(&folder_of(target, who)?);
        print!(
            "{}",
            std::fs::read_to_string(&said).with_context(|| format!("cannot read {}", said.display()))?
        );
        *(if succeeded { &mut passed } else { &mut failed }) += 1;
    }
    // A run whose token had expired would only have received 401.
    let own_account = format!("{}{}", server.address(), path_of("getCurrentAccount")?);
    for token in [&as_facility, &as_police] {
        get(&own_account, token).context("a token ended during its run: which operation ends it?")?;
    }
    if failed > 0 {
        println!("The server's log is {}.", log.display());
    }
    // In the format of libtest, which `cargo xtask test` counts.
    let word = if failed > 0 { "FAILED" } else { "ok" };
    println!("\ntest result: {word}. {passed} passed; {failed} failed");
    Ok(ExitCode::from(u8::from(failed > 0)))
}

/// Returns the working folder of a run, where schemathesis stores its data for `schemathesis replay`.
fn folder_of(target: &Path, who: &str) -> Result<PathBuf> {
    let folder = target.join("schemathesis").join(who);
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

/// Returns the file with the output of a run.
fn said(folder: &Path) -> PathBuf {
    folder.join("output.txt")
}

/// Carries out one run; returns whether it found nothing.
fn attack(schemathesis: &Path, configuration: &Path, server: &Server, folder: &Path, who: &Run) -> Result<bool> {
    let output = File::create(said(folder)).context("cannot keep what schemathesis prints")?;
    let mut run = command::new(schemathesis);
    run.current_dir(folder)
        .stderr(output.try_clone().context("cannot keep what schemathesis prints")?)
        .stdout(output)
        .arg("--config-file")
        .arg(configuration)
        .args(["run", "--no-color"])
        .arg(document_file())
        .args(["--url", server.address()]);
    if let Some(token) = &who.token {
        run.arg("--header").arg(format!("Authorization: Bearer {token}"));
    }
    if who.only.is_empty() && who.token.is_some() {
        for operation in ENDS_THE_CREDENTIAL {
            run.args(["--exclude-operation-id", operation]);
        }
    }
    for operation in &who.only {
        run.args(["--include-operation-id", operation]);
    }
    Ok(command::status(&mut run)?.success())
}

/// Returns the operations that refuse an access token with `session_only`.
fn with_a_session_only() -> Result<Vec<String>> {
    let document = document()?;
    let paths = document["paths"].as_object();
    let operations = paths.into_iter().flatten().filter_map(|(_, item)| item.as_object());
    let refusing = operations.flatten().filter(|(_, operation)| {
        let forbidden = &operation["responses"]["403"]["content"]["application/problem+json"]["examples"];
        forbidden.get("session_only").is_some()
    });
    let names: Vec<String> = refusing
        .filter_map(|(_, operation)| operation["operationId"].as_str())
        .filter(|name| !ENDS_THE_CREDENTIAL.contains(name))
        .map(str::to_owned)
        .collect();
    if names.is_empty() {
        bail!("the OpenAPI document has no operation that refuses an access token");
    }
    Ok(names)
}

/// Returns ids and times of the demo province as dictionaries of schemathesis. Without them nearly every request would
/// end with 404, or have a date in another century.
fn known_values(server: &Server, facility: &Account, token: &str) -> Result<String> {
    let id = facility
        .facility_id
        .as_deref()
        .context("the facility's account has no facility_id")?;
    let stays = get(&format!("{}{}", server.address(), path_of("listStays")?), token)?;
    let path = path_of("getFacility")?.replace("{facility_id}", id);
    let rooms = get(&format!("{}{path}", server.address()), token)?;
    let lists = [
        ("facilities", vec![id.to_owned()]),
        ("stays", strings(&stays["items"], "id")),
        ("arrivals", strings(&stays["items"], "arrival_at")),
        ("departures", strings(&stays["items"], "planned_departure_at")),
        ("rooms", strings(&rooms["rooms"], "id")),
    ];
    let mut text = String::new();
    for (name, values) in lists {
        if values.is_empty() {
            bail!("the demo facility {} has no {name}", facility.login);
        }
        // An array of JSON strings is valid TOML, too.
        writeln!(
            text,
            "[dictionaries.{name}]\nvalues = {}",
            serde_json::to_string(&values)?
        )?;
    }
    Ok(text)
}

fn strings(items: &Value, field: &str) -> Vec<String> {
    let items = items.as_array().into_iter().flatten();
    items
        .filter_map(|item| item[field].as_str())
        .map(str::to_owned)
        .collect()
}

//! `cargo xtask bench …`: measures a running service over HTTP, on SQLite. Only the memory limit is asserted; the
//! results are recorded in `docs/performance.md` with machine and commit.
//! measured goes to `docs/performance.md` with machine and commit.

mod memory;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use xtask::command;
use xtask::demo::Site;
use xtask::metadata::Metadata;

use crate::client::{get, path_of, pick, sign_in};
use crate::demo::{self, Account};
use crate::server::Server;

/// Options of `cargo xtask bench`.
#[derive(Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
    /// The service to measure; left out, it is built with the release profile.
    #[arg(long, global = true)]
    binary: Option<PathBuf>,
}

#[derive(Subcommand)]
enum What {
    /// One file of guests: looked through, then stored.
    Import {
        /// Rows in the file, at most 5,000.
        #[arg(long, default_value_t = 5_000)]
        rows: u32,
    },
    /// The room board of a large facility.
    Board {
        /// Rooms.
        #[arg(long, default_value_t = 500)]
        rooms: u32,
        /// Guests.
        #[arg(long, default_value_t = 600)]
        guests: u32,
        /// How often the board is asked for.
        #[arg(long, default_value_t = 100)]
        times: u32,
    },
    /// Thirty hostile requests at once: refused when the service then has more than 600 MB.
    Memory,
}

/// Runs the measurement.
pub fn run(options: &Options) -> Result<()> {
    let luutru = match &options.binary {
        Some(binary) => binary.clone(),
        None => build()?,
    };
    let folder = tempfile::tempdir().context("cannot make a folder")?;
    let bench = Bench::start(&luutru, folder.path())?;
    match options.what {
        What::Import { rows } => bench.import(rows),
        What::Board { rooms, guests, times } => bench.board(rooms, guests, times),
        What::Memory => bench.memory(),
    }
}

fn build() -> Result<PathBuf> {
    command::run(command::cargo().args(["build", "--release", "--package", "luutru-api", "--bin", "luutru"]))?;
    Ok(Metadata::read()?.released())
}

/// A served demo province, and the reception of one of its facilities.
struct Bench {
    server: Server,
    facility: String,
    token: String,
}

impl Bench {
    fn start(luutru: &Path, folder: &Path) -> Result<Self> {
        let site = Site::new(folder)?;
        let accounts = demo::create(&site, luutru)?;
        let server = Server::start(luutru, &site, &folder.join("server.log"))?;
        let (account, _): (&Account, _) = pick(&accounts)?;
        let login = format!("{}{}", server.address(), path_of("login")?);
        let token = sign_in(&login, &account.login, site.password())?;
        let facility = account.facility_id.clone().context("the account has no facility")?;
        Ok(Self {
            server,
            facility,
            token,
        })
    }

    fn url(&self, operation: &str) -> Result<String> {
        let path = path_of(operation)?.replace("{facility_id}", &self.facility);
        Ok(format!("{}{path}", self.server.address()))
    }

    fn send(&self, method: &str, url: &str, body: &Value) -> Result<Value> {
        let request = match method {
            "PUT" => ureq::put(url),
            _ => ureq::post(url),
        };
        let mut answer = request
            .header("Authorization", format!("Bearer {}", self.token))
            .send_json(body)
            .with_context(|| format!("{method} {url}"))?;
        answer
            .body_mut()
            .read_json()
            .with_context(|| format!("the answer to {method} {url} is no JSON"))
    }

    /// Creates a whole room plan; returns the ids of its rooms.
    fn plan(&self, rooms: u32) -> Result<Vec<String>> {
        let facility = get(&self.url("getFacility")?, &self.token)?;
        let mut plan = facility["rooms"].as_array().cloned().unwrap_or_default();
        for number in 0..rooms.saturating_sub(u32::try_from(plan.len()).unwrap_or(0)) {
            let (floor, place) = (20 + number / 40, number % 40 + 1);
            plan.push(json!({ "floor": floor, "name": format!("{floor}{place:02}"), "kind": "Đôi", "beds": 2 }));
        }
        let body = json!({ "version": facility["version"], "rooms": plan });
        let after = self.send("PUT", &self.url("replaceRoomPlan")?, &body)?;
        let ids = after["rooms"].as_array().into_iter().flatten();
        Ok(ids.filter_map(|room| room["id"].as_str()).map(str::to_owned).collect())
    }

    fn import(&self, rows: u32) -> Result<()> {
        let facility = get(&self.url("getFacility")?, &self.token)?;
        let room = facility["rooms"][0]["name"].as_str().context("no room")?.to_owned();
        let file = guest_list(rows, &room);
        let size = file.len();
        let body = json!({
            "file": { "name": "khach.csv", "content_base64": base64::engine::general_purpose::STANDARD.encode(file) },
        });
        let since = Instant::now();
        let preview = self.send("POST", &self.url("previewImport")?, &body)?;
        let looked_through = since.elapsed();
        let id = preview["id"].as_str().context("an import has no id")?;
        let at = |operation: &str| Ok::<_, anyhow::Error>(self.url(operation)?.replace("{import_id}", id));
        let since = Instant::now();
        self.send("POST", &at("commitImport")?, &json!({ "accept_mends": true }))?;
        let how_far = format!("{}?limit=0", at("getImport")?);
        let stored = loop {
            let import = get(&how_far, &self.token)?;
            if import["state"] == "stored" {
                break import;
            }
            if since.elapsed() > Duration::from_mins(10) {
                bail!("not stored after ten minutes: {import}");
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        let storing = since.elapsed();
        println!("{rows} rows, {size} bytes, counts {}", preview["counts"]);
        println!("looked through in {} ms", looked_through.as_millis());
        println!("stored in {} ms: {}", storing.as_millis(), stored["progress"]);
        println!("most memory of the service: {}", self.server.peak_memory()?);
        Ok(())
    }

    fn board(&self, rooms: u32, guests: u32, times: u32) -> Result<()> {
        let ids = self.plan(rooms)?;
        let (today, later) = days()?;
        let members: Vec<Value> = (0..guests)
            .map(|number| {
                let room = &ids[usize::try_from(number / 2).unwrap_or(0) % ids.len()];
                json!({ "room_id": room, "guest": {
                    "full_name": "Trịnh Thị Đo Lường", "birth_date": "1985-08-15", "sex": "female", "nationality": "VN",
                    "document_type": "cccd", "document_number": format!("056185{number:06}"),
                } })
            })
            .collect();
        for group in members.chunks(500) {
            let body = json!({
                "kind": "overnight", "arrival_at": today, "planned_departure_at": later, "reason": "tourism",
                "guests": group,
            });
            self.send("POST", &self.url("notifyGroup")?, &body)?;
        }
        let url = self.url("getRoomBoard")?;
        let mut taken = Vec::new();
        let mut shown = Value::Null;
        for _ in 0..times {
            let since = Instant::now();
            shown = get(&url, &self.token)?;
            taken.push(since.elapsed());
        }
        taken.sort();
        let at = |share: usize| taken[(taken.len() - 1) * share / 100].as_millis();
        let drawn = shown["rooms"].as_array().map_or(0, Vec::len);
        println!("{drawn} rooms, {guests} guests, {} bytes", shown.to_string().len());
        println!("p50 {} ms, p95 {} ms, p99 {} ms of {times}", at(50), at(95), at(99));
        println!("most memory of the service: {}", self.server.peak_memory()?);
        Ok(())
    }
}

/// Returns today and the day after tomorrow at noon UTC, in the service's notation of instants.
fn days() -> Result<(String, String)> {
    let day = |text: &str| command::capture(command::new("date").args(["-u", "-d", text, "+%Y-%m-%dT%H:%M:%SZ"]));
    Ok((day("1 hour ago")?.trim().to_owned(), day("2 days")?.trim().to_owned()))
}

fn guest_list(rows: u32, room: &str) -> String {
    let (today, later) = spoken_days();
    let mut list = String::from(
        "Họ và tên,Ngày sinh,Giới tính,Quốc tịch,Loại giấy tờ,Số giấy tờ,Ngày đến,Ngày đi dự kiến,Phòng,Lý do lưu trú\n",
    );
    for number in 0..rows {
        let year = 50 + number % 50;
        list.push_str(&format!(
            "Trịnh Thị Đo Lường,15/08/19{year},Nữ,Việt Nam,Thẻ căn cước công dân,0561{year}{number:06},{today},{later},{room},Du lịch\n"
        ));
    }
    list
}

/// Returns today and the day after tomorrow of the local calendar, in Vietnamese notation.
fn spoken_days() -> (String, String) {
    let day = |text: &str| {
        let mut date = command::new("date");
        date.env("TZ", "Asia/Ho_Chi_Minh").args(["-d", text, "+%d/%m/%Y"]);
        command::capture(&mut date).unwrap_or_default().trim().to_owned()
    };
    (day("today"), day("2 days"))
}

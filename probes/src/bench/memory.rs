//! Thirty concurrent hostile requests: measures their memory, and checks that the service still answers.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Barrier;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::{DeflateEncoder, ZlibEncoder};
use serde_json::json;

use super::Bench;

/// The memory limit of the service, in kilobytes.
const MOST: u64 = 600 * 1024;
const MEGABYTE: usize = 1024 * 1024;

struct Hostile {
    what: &'static str,
    url: String,
    body: Vec<u8>,
    signed_in: bool,
}

impl Bench {
    /// Sends the requests, and reports the results.
    pub(super) fn memory(&self) -> Result<()> {
        let before = self.server.peak_kilobytes()?;
        let hostile = self.hostile()?;
        let start = Barrier::new(hostile.len());
        let began = Instant::now();
        let mut answers: BTreeMap<(&str, String), usize> = BTreeMap::new();
        let told: Vec<(&str, String)> = std::thread::scope(|scope| {
            let threads: Vec<_> = hostile
                .iter()
                .map(|one| {
                    let start = &start;
                    scope.spawn(move || {
                        start.wait();
                        (one.what, self.status(one))
                    })
                })
                .collect();
            threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
        });
        for answer in told {
            *answers.entry(answer).or_default() += 1;
        }
        let took = began.elapsed();
        for ((what, status), count) in answers {
            println!("{count:>2} x {what}: {status}");
        }
        let peak = self.server.peak_kilobytes()?;
        println!(
            "{} requests in {} ms; most memory {} MB, before {} MB",
            hostile.len(),
            took.as_millis(),
            peak / 1024,
            before / 1024
        );
        let since = Instant::now();
        ureq::get(format!("{}/health/ready", self.server.address()))
            .call()
            .context("not ready afterwards")?;
        println!("ready afterwards in {} ms", since.elapsed().as_millis());
        if peak > MOST {
            bail!("more than {} MB", MOST / 1024);
        }
        Ok(())
    }

    fn status(&self, hostile: &Hostile) -> String {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(90)))
            .build()
            .new_agent();
        let mut request = agent.post(&hostile.url).header("Content-Type", "application/json");
        if hostile.signed_in {
            request = request.header("Authorization", format!("Bearer {}", self.token));
        }
        match request.send(&hostile.body) {
            Ok(answer) => answer.status().as_u16().to_string(),
            // Refused before the body was read, and the connection closed.
            Err(error) => format!("closed ({error})"),
        }
    }

    fn hostile(&self) -> Result<Vec<Hostile>> {
        let (register, supplement) = (self.url("submitRegistration")?, self.url("supplementDossier")?);
        let import = self.url("previewImport")?;
        let zeros = format!("{{\"code\":\"x\",\"form\":[0{}]}}", ",0".repeat(11 * MEGABYTE - 64));
        let name = json!({ "user_name": "x".repeat(7 * MEGABYTE) }).to_string();
        let pdf = application(&bomb()?);
        let xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><KHAI_BAO_TAM_TRU><THONG_TIN_KHACH>{}</THONG_TIN_KHACH></KHAI_BAO_TAM_TRU>",
            (0..600_000).map(|number| format!("<a{number}/>")).collect::<String>()
        );
        let workbook = workbook()?;
        let upload = |name: &str, bytes: &[u8]| {
            json!({ "file": { "name": name, "content_base64": STANDARD.encode(bytes) } }).to_string()
        };
        let mut all = Vec::new();
        let mut add = |count: usize, what: &'static str, url: &str, body: &str, signed_in: bool| {
            all.extend((0..count).map(|_| Hostile {
                what,
                url: url.to_owned(),
                body: body.as_bytes().to_vec(),
                signed_in,
            }));
        };
        add(6, "22 MB of zeros as a form", &supplement, &zeros, false);
        add(4, "a name of 7 MB", &register, &name, false);
        add(8, "a PDF that unpacks to 190 MB", &register, &pdf, false);
        add(
            6,
            "XML of 600,000 fields",
            &import,
            &upload("a.xml", xml.as_bytes()),
            true,
        );
        add(
            6,
            "a workbook of 4 million empty texts",
            &import,
            &upload("a.xlsx", &workbook),
            true,
        );
        Ok(all)
    }
}

fn application(file: &[u8]) -> String {
    json!({
        "facility": {
            "name": "Khách sạn Đo Lường", "kind": "hotel", "area_code": "22366", "address": "12 đường Bãi Dài",
            "representative": "Trịnh Thị Đo Lường", "tax_code": "4200000124", "rooms": 48, "beds": 96,
        },
        "user_name": "Trịnh Thị Đo Lường", "user_position": "Giám đốc", "email": "do.luong@example.test",
        "phone": "0258 000 0247", "started_on": "2026-12-01", "commitment_accepted": true,
        "signed_form": { "name": "Mau-so-1.pdf", "content_base64": STANDARD.encode(file) },
    })
    .to_string()
}

/// Makes a PDF whose object stream unpacks to 190 MB.
fn bomb() -> Result<Vec<u8>> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    let block = vec![b' '; MEGABYTE];
    for _ in 0..190 {
        packed.write_all(&block)?;
    }
    let packed = packed.finish()?;
    let mut file = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n".to_vec();
    file.extend_from_slice(
        format!(
            "2 0 obj\n<< /Type /ObjStm /N 0 /First 0 /Filter /FlateDecode /Length {} >>\nstream\n",
            packed.len()
        )
        .as_bytes(),
    );
    file.extend_from_slice(&packed);
    file.extend_from_slice(b"\nendstream\nendobj\nxref\n0 1\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n");
    Ok(file)
}

/// Makes a workbook whose shared strings unpack to 64 MB of empty content.
fn workbook() -> Result<Vec<u8>> {
    let strings = format!(
        "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{}</sst>",
        "<si><t/></si>".repeat(4_000_000)
    );
    let parts: [(&str, &str); 6] = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/></Types>",
        ),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"b\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
        ),
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>",
        ),
        ("xl/sharedStrings.xml", &strings),
    ];
    zip(&parts)
}

/// Makes the simplest archive that a reader of workbooks accepts.
fn zip(parts: &[(&str, &str)]) -> Result<Vec<u8>> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
        packed.write_all(content.as_bytes())?;
        let packed = packed.finish()?;
        let mut sum = flate2::Crc::new();
        sum.update(content.as_bytes());
        let offset = u32::try_from(file.len())?;
        let mut head = Vec::new();
        // Version, flags, deflate, time and day.
        for short in [20_u16, 0, 8, 0, 33] {
            head.extend_from_slice(&short.to_le_bytes());
        }
        for long in [sum.sum(), u32::try_from(packed.len())?, u32::try_from(content.len())?] {
            head.extend_from_slice(&long.to_le_bytes());
        }
        for short in [u16::try_from(name.len())?, 0] {
            head.extend_from_slice(&short.to_le_bytes());
        }
        file.extend_from_slice(b"PK\x03\x04");
        file.extend_from_slice(&head);
        file.extend_from_slice(name.as_bytes());
        file.extend_from_slice(&packed);
        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&head);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&offset.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
    }
    let (at, size) = (u32::try_from(file.len())?, u32::try_from(directory.len())?);
    file.extend_from_slice(&directory);
    file.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    for _ in 0..2 {
        file.extend_from_slice(&u16::try_from(parts.len())?.to_le_bytes());
    }
    file.extend_from_slice(&size.to_le_bytes());
    file.extend_from_slice(&at.to_le_bytes());
    file.extend_from_slice(&[0; 2]);
    Ok(file)
}

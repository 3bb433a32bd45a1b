//! The scanner for malware that an installation may have: what it finds is not taken, and nothing is taken without it.

use crate::procedures::data_requests::own_request;
use crate::support::app::Sibling;
use crate::support::filing::{PDF, application, dossier, file, loss};
use crate::support::*;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, UnixListener};

/// What the made-up scanner answers.
#[derive(Clone, Copy)]
enum Manner {
    /// As clamd does: what holds the word is malware.
    Knows,
    /// Never.
    Silent,
    /// Hangs up in the middle of the answer.
    Cuts,
    /// Without end.
    Babbles,
    /// That the file is larger than it takes.
    Refuses,
}

const WORD: &[u8] = b"EICAR";

/// One connection: a command, the parts of a file, an answer.
async fn serve(mut line: impl AsyncRead + AsyncWrite + Unpin, manner: Manner) -> std::io::Result<()> {
    let mut command = Vec::new();
    while !command.ends_with(b"\0") {
        command.push(line.read_u8().await?);
    }
    if command == b"zPING\0" {
        return line.write_all(b"PONG\0").await;
    }
    assert_eq!(command, b"zINSTREAM\0");
    let mut file = Vec::new();
    loop {
        let length = line.read_u32().await? as usize;
        if length == 0 {
            break;
        }
        let start = file.len();
        file.resize(start + length, 0);
        line.read_exact(&mut file[start..]).await?;
    }
    match manner {
        Manner::Knows if file.windows(WORD.len()).any(|part| part == WORD) => {
            line.write_all(b"stream: Win.Test.EICAR_HDB-1 FOUND\0").await
        }
        Manner::Knows => line.write_all(b"stream: OK\0").await,
        Manner::Silent => std::future::pending().await,
        Manner::Cuts => line.write_all(b"stream: OK").await,
        Manner::Babbles => loop {
            line.write_all(&[b'x'; 512]).await?;
        },
        Manner::Refuses => line.write_all(b"INSTREAM size limit exceeded. ERROR\0").await,
    }
}

/// A scanner on a port of its own; its address.
async fn scanner(manner: Manner) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    actix_web::rt::spawn(async move {
        while let Ok((line, _)) = listener.accept().await {
            actix_web::rt::spawn(serve(line, manner));
        }
    });
    address
}

async fn with_scanner(t: &TestApp, address: &str) -> Sibling {
    let address = address.parse().expect("an address");
    t.sibling(|config| config.clamav = Some(address)).await
}

/// A form that would be taken, but for what the scanner knows.
fn infected() -> Vec<u8> {
    let word = String::from_utf8_lossy(WORD);
    let pdf = String::from_utf8_lossy(PDF).replace("/Catalog", &format!("/Catalog /Lang ({word})"));
    pdf.into_bytes()
}

fn signed(mut body: Value, bytes: &[u8]) -> Value {
    body["signed_form"] = file("Mau-so-1.pdf", bytes);
    body
}

fn holder_change() -> Value {
    json!({
        "new_name": "Trần Gia Bách", "new_email": "bach@example.test", "new_phone": "0258 000 0148",
        "commitment_accepted": true,
    })
}

fn list(bytes: &[u8]) -> Value {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    json!({ "file": { "name": "khach.csv", "content_base64": STANDARD.encode(bytes) } })
}

on_both_engines!(
    #[test]
    async fn what_the_scanner_knows_is_taken_nowhere(t: &TestApp) {
        let s = with_scanner(t, &scanner(Manner::Knows).await).await;
        let (nobody, hotel) = (t.anonymous_at(&s), t.signed_in_at(&s, "haidang").await);
        let police = t.signed_in_at(&s, "congan.tinh").await;
        // What is clean is taken as ever, and there is something to answer and something to add to.
        let asked = hotel
            .call("submitOwnDataRequest")
            .json(&signed(own_request(), PDF))
            .await
            .is(201);
        let seen = dossier(&police, asked["number"].as_str().unwrap()).await;
        let stored = async || {
            let mut counts = Vec::new();
            for table in [
                "dossier",
                "dossier_draft",
                "dossier_attachment",
                "unproven_file",
                "stay_import",
            ] {
                counts.push(rows::count(t, table).await);
            }
            counts
        };
        let before = stored().await;
        let bad = infected();
        let form = [("/signed_form/content_base64", "file_infected")];
        let loss = loss("haidang", &t.clock.now().to_string());
        for (operation, body) in [
            ("submitRegistration", application()),
            ("reportCredentialLoss", loss),
            ("submitDataRequest", crate::procedures::data_requests::request()),
        ] {
            nobody.call(operation).json(&signed(body, &bad)).await.refuses(&form);
        }
        for (operation, body) in [
            ("submitHolderChange", holder_change()),
            ("submitOwnDataRequest", own_request()),
        ] {
            hotel.call(operation).json(&signed(body, &bad)).await.refuses(&form);
        }
        // Of several files it is said which.
        let both = [file("a.pdf", PDF), file("b.pdf", &bad)];
        let supplement = json!({ "dossier_code": asked["dossier_code"], "files": both });
        let back = json!({
            "version": seen["version"], "reason": "Thiếu trang 2.",
            "contact": { "channel": "phone", "with": "0258 000 0247", "at": t.clock.now().to_string() },
        });
        let call = police
            .call("requestSupplement")
            .at("dossier_id", seen["id"].as_str().unwrap());
        let seen = call.json(&back).await.is(200);
        let second = [("/files/1/content_base64", "file_infected")];
        nobody
            .call("supplementDossier")
            .json(&supplement)
            .await
            .refuses(&second);
        let clean = json!({ "dossier_code": asked["dossier_code"], "message": "Đã đủ." });
        nobody.call("supplementDossier").json(&clean).await.is(200);
        let seen = dossier(&police, seen["number"].as_str().unwrap()).await;
        let answer = json!({ "version": seen["version"], "comment": "Cung cấp 1 lượt lưu trú.", "files": both });
        let call = police
            .call("resolveDossier")
            .at("dossier_id", seen["id"].as_str().unwrap());
        call.json(&answer).await.refuses(&second);
        let import = hotel.call("previewImport").facility("haidang").json(&list(WORD)).await;
        import.refuses(&[("/file/content_base64", "file_infected")]);
        assert_eq!(stored().await, before);
        // The log says who sent something, and nothing of what it was.
        let events = rows::audit(t, "malware_refused").await;
        assert_eq!(events.len(), 8);
        assert!(events.iter().all(|event| event.details == json!({ "files": 1 })));
        assert_eq!(events.iter().filter(|event| event.account_id.is_some()).count(), 4);
    }

    #[test]
    async fn while_the_scanner_says_nothing_of_use_no_file_is_taken_and_everything_else_is(t: &TestApp) {
        let away = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let nowhere = away.local_addr().unwrap().to_string();
        drop(away);
        let mut addresses = vec![nowhere, "/no/such/socket".to_owned()];
        for manner in [Manner::Cuts, Manner::Babbles, Manner::Refuses] {
            addresses.push(scanner(manner).await);
        }
        for address in addresses {
            let s = with_scanner(t, &address).await;
            let hotel = t.signed_in_at(&s, "haidang").await;
            let before = rows::everything(t).await;
            for call in [
                hotel.call("submitHolderChange").json(&signed(holder_change(), PDF)),
                hotel
                    .call("previewImport")
                    .facility("haidang")
                    .json(&list(b"Ho va ten\n")),
            ] {
                let answer = call.await;
                answer.problem("scanner_away");
                assert_eq!(
                    (answer.status, answer.header("retry-after")),
                    (503, Some("60")),
                    "{address}"
                );
            }
            assert_eq!(rows::everything(t).await, before, "{address}");
            hotel.call("getCurrentAccount").await.is(200);
            // Without a file there is nothing to look at.
            let refused = hotel
                .call("submitHolderChange")
                .json(&json!({ "commitment_accepted": true }))
                .await;
            assert_eq!(refused.status, 422);
        }
    }
);

#[test]
fn a_scanner_that_never_answers_is_waited_for_some_seconds() {
    run(Engine::Sqlite, async |t: &TestApp| {
        let s = with_scanner(t, &scanner(Manner::Silent).await).await;
        let hotel = t.signed_in_at(&s, "haidang").await;
        let since = Instant::now();
        let answer = hotel
            .call("submitHolderChange")
            .json(&signed(holder_change(), PDF))
            .await;
        answer.problem("scanner_away");
        assert!(since.elapsed() < Duration::from_secs(20), "{:?}", since.elapsed());
    });
}

#[test]
fn a_scanner_behind_a_socket_is_asked_as_well() {
    run(Engine::Sqlite, async |t: &TestApp| {
        let path = t.folder.join("clamd.ctl");
        let listener = UnixListener::bind(&path).unwrap();
        actix_web::rt::spawn(async move {
            while let Ok((line, _)) = listener.accept().await {
                actix_web::rt::spawn(serve(line, Manner::Knows));
            }
        });
        let s = with_scanner(t, path.to_str().unwrap()).await;
        let hotel = t.signed_in_at(&s, "haidang").await;
        let send = |bytes: &[u8]| hotel.call("submitHolderChange").json(&signed(holder_change(), bytes));
        send(&infected())
            .await
            .refuses(&[("/signed_form/content_base64", "file_infected")]);
        send(PDF).await.is(201);
    });
}

#[test]
fn an_address_that_is_none_is_refused_at_the_start() {
    let folder = engine::folder();
    for address in ["clamav", "clamav:0", "tcp://clamav:3310", "clamd.ctl"] {
        let refused = process::run(&folder, &["serve"], &[("LUUTRU_CLAMAV", address)]);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned() + &String::from_utf8_lossy(&refused.stdout);
        assert!(
            !refused.status.success() && said.contains("LUUTRU_CLAMAV"),
            "{address}: {said}"
        );
    }
}

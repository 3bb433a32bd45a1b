//! Mail that leaves by a mail server, and what the administrator sees of it.

use crate::support::mail;
use crate::support::smtp::{Away, Encryption, Habits, Server};
use crate::support::*;
use api::outbox::{Mail, send_mail};
use api::schedule::tick;
use dto::Timestamp;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio_rustls::rustls::ServerConfig;
use uuid::Uuid;

const SUBJECT: &str = "Hồ sơ của anh chị đã được tiếp nhận: thời hạn giải quyết là 48 giờ kể từ khi xác nhận";
const TEXT: &str = "Kính gửi anh chị,\n\nHồ sơ đăng ký tài khoản của cơ sở lưu trú Hải Đăng đã được tiếp nhận. Đơn vị xử lý sẽ trả lời trong 48 giờ.\n.\nMột dòng chỉ có dấu chấm vẫn là một dòng.";

async fn write(t: &TestApp, to: &str) {
    let mail = Mail {
        to: to.to_owned(),
        subject: SUBJECT.to_owned(),
        text: TEXT.to_owned(),
    };
    let actor = api::audit::Actor::system("fixture");
    let app = &t.app;
    app.db
        .write(&actor, t.clock.now(), async |tx| {
            send_mail(tx, app, mail, t.clock.now()).await?;
            Ok(((), api::audit::Event::new("written", "mail").into()))
        })
        .await
        .unwrap();
}

/// An instance that sends by the mail server on that port.
async fn by_smtp(t: &TestApp, port: u16, more: &str) -> app::Sibling {
    t.sibling(|config| {
        config.smtp_url = Some(format!("smtp://127.0.0.1:{port}{more}"));
        config.mail_from = Some("Lưu Trú Khánh Hòa <luutru@khanhhoa.example>".to_owned());
    })
    .await
}

async fn queue(t: &TestApp, instance: &app::Sibling) -> Value {
    let administrator = t.signed_in_at(instance, "quantri").await;
    administrator.call("getJobs").await.is(200)["mail_queue"].clone()
}

fn sorted<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.into_iter().collect();
    items.sort();
    items
}

on_both_engines!(
    #[test]
    async fn a_mail_arrives_at_the_mail_server_as_it_was_written(t: &TestApp) {
        let server = Server::start(Habits::default());
        let instance = by_smtp(t, server.port, "").await;
        write(t, "haidang@example.test").await;
        tick(&instance.app, Uuid::now_v7()).await.unwrap();
        let taken = server.taken();
        assert_eq!(taken.len(), 1);
        let row = rows::outbox(t).await.remove(0);
        let expected = mail::Mail {
            to: "haidang@example.test".to_owned(),
            from: "Lưu Trú Khánh Hòa <luutru@khanhhoa.example>".to_owned(),
            subject: SUBJECT.to_owned(),
            text: TEXT.to_owned(),
            message_id: format!("<{}@khanhhoa.example>", row.id),
        };
        let mut mail = taken[0].mail.clone();
        mail.text.truncate(mail.text.trim_end().len());
        mail.from = mail.from.replace('"', "");
        assert_eq!(mail, expected);
        assert_eq!(taken[0].from, "luutru@khanhhoa.example");
        assert_eq!(taken[0].to, ["haidang@example.test"]);
        // Once is enough, and nothing lies in the folder.
        t.pass(86_400);
        tick(&instance.app, Uuid::now_v7()).await.unwrap();
        assert_eq!(server.taken().len(), 1);
        assert!(mail::files(t).is_empty());
    }

    #[test]
    async fn a_mail_server_that_is_away_for_a_day_loses_nothing_and_gets_nothing_twice(t: &TestApp) {
        let away = Away::new();
        let instance = by_smtp(t, away.port, "").await;
        let began = t.clock.now();
        let mut written = Vec::new();
        for hour in 0..24 {
            let to = format!("khach{hour}@example.test");
            write(t, &to).await;
            written.push(to);
            // An hour in steps of five minutes.
            for _ in 0..12 {
                t.pass(300);
                tick(&instance.app, Uuid::now_v7()).await.unwrap();
            }
        }
        let seen = queue(t, &instance).await;
        assert_eq!(seen["transport"], "smtp");
        assert_eq!((&seen["waiting"], &seen["delivered_today"]), (&json!(24), &json!(0)));
        assert_eq!(seen["oldest_queued_at"], began.to_string());
        assert_eq!(seen["last_fault"], "unreachable");
        assert_eq!(seen["last_fault_at"], t.clock.now().to_string());
        assert!(seen["attempts"].as_i64().unwrap() > 5, "{seen}");
        assert_eq!(seen["faults"][0]["fault"], "unreachable");
        assert!(!seen.to_string().contains("example.test"));
        // It comes back: within five minutes everything has left, in as many rounds as it takes.
        let server = away.back(Habits::default());
        for _ in 0..2 {
            t.pass(300);
            tick(&instance.app, Uuid::now_v7()).await.unwrap();
        }
        let taken = server.taken();
        assert_eq!(sorted(taken.iter().map(|taken| taken.mail.to.clone())), sorted(written));
        let ids = sorted(
            rows::outbox(t)
                .await
                .iter()
                .map(|row| format!("<{}@khanhhoa.example>", row.id)),
        );
        assert_eq!(sorted(taken.iter().map(|taken| taken.mail.message_id.clone())), ids);
        let seen = queue(t, &instance).await;
        assert_eq!((&seen["waiting"], &seen["delivered_today"]), (&json!(0), &json!(24)));
        for none in ["oldest_queued_at", "last_fault", "last_fault_at"] {
            assert_eq!(seen[none], Value::Null);
        }
        assert_eq!(seen["faults"], json!([]));
    }

    #[test]
    async fn an_address_that_is_refused_does_not_hold_up_the_others(t: &TestApp) {
        let server = Server::start(Habits {
            refuses: vec!["khong.co@example.test"],
            postpones: vec!["day@example.test"],
            ..Habits::default()
        });
        let instance = by_smtp(t, server.port, "").await;
        for to in [
            "khong.co@example.test",
            "day@example.test",
            "khong phai dia chi",
            "haidang@example.test",
        ] {
            write(t, to).await;
        }
        tick(&instance.app, Uuid::now_v7()).await.unwrap();
        let taken = server.taken();
        assert_eq!(taken.len(), 1);
        assert_eq!(taken[0].mail.to, "haidang@example.test");
        let seen = queue(t, &instance).await;
        assert_eq!((&seen["waiting"], &seen["delivered_today"]), (&json!(3), &json!(1)));
        let faults = json!([
            { "fault": "postponed", "mails": 1 }, { "fault": "refused", "mails": 1 }, { "fault": "unreadable", "mails": 1 }
        ]);
        assert_eq!(seen["faults"], faults);
        // The pauses grow: to an hour for what the server will take later, to a day for what it will not have. What cannot
        // be made into a mail is given up.
        for _ in 0..40 {
            t.pass(86_400);
            tick(&instance.app, Uuid::now_v7()).await.unwrap();
        }
        let pauses = rows::outbox(t)
            .await
            .into_iter()
            .filter(|row| row.delivered_at.is_none())
            .map(|row| {
                let pause = Timestamp::from(row.due_at).unix() - Timestamp::from(row.attempted_at.unwrap()).unix();
                (row.last_error.unwrap(), pause)
            });
        let expected = [("postponed", 3_600), ("refused", 86_400), ("unreadable", 21_600)];
        assert_eq!(sorted(pauses), expected.map(|(fault, pause)| (fault.to_owned(), pause)));
        let given_up: Vec<_> = rows::outbox(t)
            .await
            .into_iter()
            .filter(|row| row.given_up_at.is_some())
            .map(|row| (row.last_error.unwrap(), row.attempts))
            .collect();
        assert_eq!(given_up, [("unreadable".to_owned(), 10)]);
        // The reminders of two months left meanwhile; of the mail in question there is one.
        let taken = server.taken();
        assert_eq!(taken.iter().filter(|taken| taken.mail.subject == SUBJECT).count(), 1);
    }

    #[test]
    async fn two_instances_that_deliver_at_once_send_each_mail_once(t: &TestApp) {
        let server = Server::start(Habits::default());
        let one = by_smtp(t, server.port, "").await;
        let two = by_smtp(t, server.port, "").await;
        let addresses: Vec<String> = (0..30).map(|number| format!("khach{number}@example.test")).collect();
        for to in &addresses {
            write(t, to).await;
        }
        let (first, second) = tokio::join!(tick(&one.app, Uuid::now_v7()), tick(&two.app, Uuid::now_v7()));
        first.unwrap();
        second.unwrap();
        let taken = server.taken();
        assert_eq!(
            sorted(taken.iter().map(|taken| taken.mail.to.clone())),
            sorted(addresses)
        );
        assert!(
            rows::outbox(t)
                .await
                .iter()
                .all(|row| row.attempts == 1 && row.delivered_at.is_some())
        );
    }

    #[test]
    async fn a_mail_that_was_taken_without_an_answer_comes_again_under_the_same_id(t: &TestApp) {
        let server = Server::start(Habits {
            hangs_up_after_the_first: true,
            ..Habits::default()
        });
        let instance = by_smtp(t, server.port, "").await;
        write(t, "haidang@example.test").await;
        for _ in 0..2 {
            tick(&instance.app, Uuid::now_v7()).await.unwrap();
            t.pass(300);
        }
        let taken = server.taken();
        assert_eq!(taken.len(), 2, "nobody can know whether the first one was kept");
        assert_eq!(taken[0].mail, taken[1].mail);
        assert!(rows::outbox(t).await[0].delivered_at.is_some());
    }

    #[test]
    async fn a_certificate_that_nobody_vouches_for_stops_the_mail_and_is_told(t: &TestApp) {
        let certificate = Certificate::of_the_test(&t.folder);
        let server = Server::start(Habits {
            encryption: Encryption::WhenAsked(certificate.tls),
            ..Habits::default()
        });
        let instance = by_smtp(t, server.port, "").await;
        write(t, "haidang@example.test").await;
        tick(&instance.app, Uuid::now_v7()).await.unwrap();
        assert!(server.taken().is_empty());
        let seen = queue(t, &instance).await;
        assert_eq!((&seen["waiting"], &seen["last_fault"]), (&json!(1), &json!("insecure")));
    }

    #[test]
    async fn a_password_is_kept_from_a_server_without_encryption_and_a_wrong_one_is_told(t: &TestApp) {
        let open = Server::start(Habits::default());
        let asking = Server::start(Habits {
            password: Some("mat-khau-khac"),
            ..Habits::default()
        });
        for (server, more, fault) in [
            (&open, "?tls=required", "insecure"),
            (&open, "?tls=none", "sign_in_refused"),
            (&asking, "?tls=none", "sign_in_refused"),
        ] {
            let instance = t
                .sibling(|config| {
                    config.smtp_url = Some(format!("smtp://luutru:mat-khau@127.0.0.1:{}{more}", server.port));
                    config.mail_from = Some("luutru@khanhhoa.example".to_owned());
                })
                .await;
            write(t, "haidang@example.test").await;
            tick(&instance.app, Uuid::now_v7()).await.unwrap();
            assert_eq!(queue(t, &instance).await["last_fault"], fault, "{more}");
            assert!(server.taken().is_empty());
            t.pass(300);
        }
    }

    #[test]
    async fn without_a_mail_server_the_queue_says_that_nothing_leaves_the_machine(t: &TestApp) {
        write(t, "haidang@example.test").await;
        let administrator = t.signed_in("quantri").await;
        let queue = async || administrator.call("getJobs").await.is(200)["mail_queue"].clone();
        let seen = queue().await;
        assert_eq!(
            (&seen["transport"], &seen["waiting"], &seen["attempts"]),
            (&json!("folder"), &json!(1), &json!(0))
        );
        assert_eq!(seen["last_fault"], Value::Null);
        tick(&t.app, Uuid::now_v7()).await.unwrap();
        assert_eq!(queue().await["delivered_today"], 1);
        assert_eq!(mail::in_folder(t)[0].text.trim_end(), TEXT);
        // Today ends at midnight.
        t.at("2026-11-21 23:59:59");
        assert_eq!(queue().await["delivered_today"], 1);
        t.pass(1);
        assert_eq!(queue().await["delivered_today"], 0);
    }
);

/// A certificate for 127.0.0.1 that only who is told so trusts.
struct Certificate {
    /// The file that says so.
    path: String,
    /// What a server shows.
    tls: Arc<ServerConfig>,
}

impl Certificate {
    fn of_the_test(folder: &std::path::Path) -> Self {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        let path = folder.join("mail.pem");
        std::fs::write(&path, made.cert.pem()).unwrap();
        let tls = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], made.signing_key.into())
            .unwrap();
        Self {
            path: path.to_str().unwrap().to_owned(),
            tls: Arc::new(tls),
        }
    }
}

/// The binary itself, since it alone reads which authorities to trust from its environment.
fn the_binary_sends(scheme: &str, encryption: impl FnOnce(Arc<ServerConfig>) -> Encryption) {
    block_on(async {
        leaks::listen();
        let folder = engine::folder();
        let certificate = Certificate::of_the_test(&folder);
        let server = Server::start(Habits {
            encryption: encryption(certificate.tls),
            password: Some("mat khau"),
            ..Habits::default()
        });
        let url = format!("{scheme}://luutru:mat%20khau@127.0.0.1:{}", server.port);
        let settings = [
            ("LUUTRU_SMTP_URL", url.as_str()),
            ("LUUTRU_MAIL_FROM", "luutru@khanhhoa.example"),
            ("SSL_CERT_FILE", certificate.path.as_str()),
            ("LUUTRU_DEMO_PASSWORD", province::PASSWORD),
        ];
        process::output(&folder, &["demo", "--json"], &settings);
        let service = process::Service::start(&folder, &settings);
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let address = format!("http://127.0.0.1:{}/api/v1", service.port);
        let login = json!({ "login": "haidang", "password": province::PASSWORD });
        let session = http
            .post(format!("{address}/auth/login"))
            .json(&login)
            .send()
            .await
            .unwrap();
        let session: Value = session.json().await.unwrap();
        let token = session["access_token"].as_str().unwrap_or_else(|| panic!("{session}"));
        let body = json!({ "current_password": province::PASSWORD, "new_password": "Tram-Huong-27" });
        let changed = http
            .post(format!("{address}/accounts/me/password"))
            .bearer_auth(token)
            .json(&body);
        assert_eq!(changed.send().await.unwrap().status(), 204);
        // The service looks into its outbox every five seconds.
        for _ in 0..300 {
            if !server.taken().is_empty() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        let (_, log) = service.stop();
        let taken = server.taken();
        assert_eq!(taken.len(), 1, "{log}");
        assert!(taken[0].encrypted && taken[0].signed_in);
        assert_eq!(taken[0].mail.subject, "Mật khẩu Lưu Trú đã được đổi");
        assert!(
            !log.contains("mat khau") && !log.contains("mat%20khau") && !log.contains("@127.0.0.1"),
            "{log}"
        );
    });
}

#[test]
fn a_password_for_the_mail_server_goes_over_starttls() {
    the_binary_sends("smtp", Encryption::WhenAsked);
}

#[test]
fn a_mail_server_that_speaks_tls_from_the_start_is_reached() {
    the_binary_sends("smtps", Encryption::FromTheStart);
}

#[test]
fn a_mail_server_without_a_sender_or_with_a_broken_address_stops_the_start() {
    for (url, from, said) in [
        ("smtp://mail.example", "", "LUUTRU_MAIL_FROM"),
        ("smtp://mail.example", "khong phai dia chi", "LUUTRU_MAIL_FROM"),
        (
            "http://u:mat-khau@mail.example",
            "luutru@khanhhoa.example",
            "LUUTRU_SMTP_URL",
        ),
    ] {
        let settings = [("LUUTRU_SMTP_URL", url), ("LUUTRU_MAIL_FROM", from)];
        let output = process::run(&engine::folder(), &["serve"], &settings);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && errors.contains(said), "{errors}");
        assert!(!errors.contains("mat-khau"), "{errors}");
    }
}

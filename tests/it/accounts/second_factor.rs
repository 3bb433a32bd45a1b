//! The second factor: setting it up, signing in with it, losing it, and who must have one.

use crate::support::leaks;
use crate::support::province::{PASSWORD, account_id};
use crate::support::*;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

const WRONG: &str = "000000";

/// What the app shows at this moment.
pub fn code(t: &TestApp, secret: &str) -> String {
    let secret = Secret::try_from_base32(secret).expect("base 32");
    let app = Builder::new()
        .with_secret(secret)
        .build()
        .expect("a secret of good length");
    let now = u64::try_from(t.clock.now().unix()).expect("after 1970");
    app.generate(now).to_string()
}

async fn enrol(client: &Client<'_>, body: Value) -> Answer {
    let answer = client.call("enrolSecondFactor").json(&body).await;
    if answer.status == 200 {
        leaks::watch(answer.json()["secret"].as_str().expect("a secret"));
    }
    answer
}

async fn confirm(client: &Client<'_>, code: &str) -> Answer {
    client.call("confirmSecondFactor").json(&json!({ "code": code })).await
}

/// Sets a second factor up and waits until the next code; answers the secret and the recovery codes.
async fn set_up(t: &TestApp, client: &Client<'_>) -> (String, Vec<String>) {
    let begun = enrol(client, json!({ "password": PASSWORD })).await.is(200);
    let secret = begun["secret"].as_str().expect("a secret").to_owned();
    let codes = confirm(client, &code(t, &secret)).await.is(200)["recovery_codes"].clone();
    let codes: Vec<String> = serde_json::from_value(codes).expect("codes");
    for code in &codes {
        leaks::watch(code);
    }
    t.pass(30);
    (secret, codes)
}

async fn sign_in(t: &TestApp, login: &str, code: Option<&str>) -> Answer {
    let mut body = json!({ "login": login, "password": PASSWORD });
    if let Some(code) = code {
        body["code"] = json!(code);
    }
    t.anonymous().call("login").json(&body).await
}

/// The made-up accounts need none; this one does.
async fn end_waiver(t: &TestApp, login: &str) {
    let sql = format!("UPDATE account SET second_factor_waived = FALSE WHERE login = '{login}'");
    assert_eq!(rows::execute(t, &sql).await.unwrap(), 1);
}

on_both_engines!(
    // Part of KH-5.1.
    #[test]
    async fn once_confirmed_a_second_factor_is_asked_for_at_every_sign_in(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let begun = enrol(&haidang, json!({ "password": PASSWORD })).await.is(200);
        let url = begun["otpauth_url"].as_str().unwrap();
        assert!(url.starts_with("otpauth://totp/") && url.contains("haidang"), "{url}");
        assert!(
            begun["qr_svg"].as_str().unwrap().starts_with("<svg"),
            "{}",
            begun["qr_svg"]
        );
        // Nothing changes until the app has shown that it works.
        sign_in(t, "haidang", None).await.is(200);
        confirm(&haidang, WRONG).await.refuses(&[("/code", "code_wrong")]);
        sign_in(t, "haidang", None).await.is(200);

        let (secret, codes) = set_up(t, &haidang).await;
        assert_eq!(codes.len(), 10);
        let account = haidang.call("getCurrentAccount").await.is(200);
        assert_eq!(
            account["second_factor"],
            json!({ "enabled_at": instant("2026-11-21 20:00:00"), "required": false, "recovery_codes_left": 10 })
        );
        sign_in(t, "haidang", None).await.problem("second_factor_required");
        let right = code(t, &secret);
        let spaced = format!("{} {}", &right[..3], &right[3..]);
        sign_in(t, "haidang", Some(&spaced)).await.is(200);
        assert_eq!(rows::audit(t, "second_factor_asked").await.len(), 1);
        assert_eq!(rows::count(t, "outbox").await, 1, "the holder is told");
    }

    // Part of KH-5.1.
    #[test]
    async fn a_wrong_code_reads_like_a_wrong_password_and_counts_like_one(t: &TestApp) {
        let (secret, _) = set_up(t, &t.signed_in("haidang").await).await;
        let body = json!({ "login": "haidang", "password": "Bien-Xanh-49", "code": code(t, &secret) });
        let password = t.anonymous().call("login").json(&body).await;
        let wrong = sign_in(t, "haidang", Some(WRONG)).await;
        let read = |answer: &Answer| answer.problem("credentials_refused").without("/trace_id");
        assert_eq!(read(&wrong), read(&password));
        // Asking which code is wanted must not clear what was guessed wrong.
        for _ in 0..3 {
            sign_in(t, "haidang", None).await.problem("second_factor_required");
            sign_in(t, "haidang", Some(WRONG)).await.problem("credentials_refused");
        }
        let answer = sign_in(t, "haidang", Some(&code(t, &secret))).await;
        answer.problem("too_many_attempts");
        assert_eq!(answer.header("retry-after"), Some("900"));
        t.pass(900);
        sign_in(t, "haidang", Some(&code(t, &secret))).await.is(200);
    }

    // Scanners and phones write codes in full width, copied ones bring blanks along.
    #[test]
    async fn a_code_is_the_same_however_it_is_typed_and_what_is_none_is_no_guess(t: &TestApp) {
        let wide = |code: &str| -> String {
            let wide = code
                .bytes()
                .map(|digit| char::from_u32(0xFF10 + u32::from(digit - b'0')));
            wide.map(|digit| digit.expect("a digit")).collect()
        };
        let haidang = t.signed_in("haidang").await;
        let begun = enrol(&haidang, json!({ "password": PASSWORD })).await.is(200);
        let secret = begun["secret"].as_str().expect("a secret").to_owned();
        let none = ["12345", "1234567", "abcdef", "12345６７", "mã 123456", "７Q2M4-K9XT"];
        for malformed in none {
            let refused = confirm(&haidang, malformed).await;
            refused.refuses(&[("/code", "code_malformed")]);
        }
        confirm(&haidang, "7Q2M4-K9XTD")
            .await
            .refuses(&[("/code", "code_malformed")]);
        confirm(&haidang, &wide(&code(t, &secret))).await.is(200);
        for _ in 0..2 {
            for malformed in none {
                let refused = sign_in(t, "haidang", Some(malformed)).await;
                refused.refuses(&[("/code", "code_malformed")]);
                let body = json!({ "password": PASSWORD, "code": malformed });
                let removal = haidang.call("removeSecondFactor").json(&body);
                removal.await.refuses(&[("/code", "code_malformed")]);
            }
        }
        t.pass(30);
        sign_in(t, "haidang", Some(&wide(&code(t, &secret)))).await.is(200);
        t.pass(30);
        let right = code(t, &secret);
        let spaced = format!("\u{a0}{}\u{3000}{}\u{200b} ", &right[..2], &right[2..]);
        let removal = haidang.call("removeSecondFactor");
        removal
            .json(&json!({ "password": PASSWORD, "code": spaced }))
            .await
            .is(204);
    }

    // Part of KH-5.1.
    #[test]
    async fn codes_cannot_be_guessed_for_ever(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let (secret, recovery) = set_up(t, &haidang).await;
        let told = rows::count(t, "outbox").await;
        for failures in 1..=3 {
            sign_in(t, "haidang", Some(WRONG)).await.problem("credentials_refused");
            let expected = if failures < 3 { told } else { told + 1 };
            assert_eq!(rows::count(t, "outbox").await, expected, "after {failures}");
        }
        let set = "UPDATE second_factor SET wrong_codes = 99";
        assert_eq!(rows::execute(t, set).await.unwrap(), 1);
        sign_in(t, "haidang", Some(WRONG)).await.problem("credentials_refused");
        assert_eq!(rows::count(t, "outbox").await, told + 2);
        t.pass(900);
        sign_in(t, "haidang", Some(&code(t, &secret)))
            .await
            .problem("credentials_refused");
        sign_in(t, "haidang", Some(&recovery[0])).await.is(200);
        t.pass(30);
        sign_in(t, "haidang", Some(&code(t, &secret)))
            .await
            .problem("credentials_refused");
        let body = json!({ "current_password": PASSWORD, "new_password": "Tram-Huong-27" });
        leaks::watch("Tram-Huong-27");
        haidang.call("changePassword").json(&body).await.is(204);
        let body = json!({ "login": "haidang", "password": "Tram-Huong-27", "code": code(t, &secret) });
        t.anonymous().call("login").json(&body).await.is(200);
    }

    // Part of KH-5.1.
    #[test]
    async fn a_code_is_good_once_and_not_after_a_later_one(t: &TestApp) {
        let (secret, _) = set_up(t, &t.signed_in("haidang").await).await;
        let early = code(t, &secret);
        t.pass(30);
        let late = code(t, &secret);
        sign_in(t, "haidang", Some(&late)).await.is(200);
        sign_in(t, "haidang", Some(&late)).await.problem("credentials_refused");
        // Still in its time, but older than the one that was taken.
        sign_in(t, "haidang", Some(&early)).await.problem("credentials_refused");
        t.pass(30);
        sign_in(t, "haidang", Some(&code(t, &secret))).await.is(200);
    }

    #[test]
    async fn a_code_is_taken_in_its_half_minute_and_those_beside_it_to_the_second(t: &TestApp) {
        let (secret, _) = set_up(t, &t.signed_in("haidang").await).await;
        for (shown, typed, taken) in [
            ("2026-11-21 20:10:00", "2026-11-21 20:10:59", true),
            ("2026-11-21 20:20:00", "2026-11-21 20:21:00", false),
            // A clock ahead of ours.
            ("2026-11-21 20:30:30", "2026-11-21 20:30:00", true),
            ("2026-11-21 20:40:30", "2026-11-21 20:39:59", false),
        ] {
            t.at(shown);
            let code = code(t, &secret);
            t.at(typed);
            let answer = sign_in(t, "haidang", Some(&code)).await;
            assert_eq!(answer.status, if taken { 200 } else { 401 }, "{shown} at {typed}");
        }
    }

    #[test]
    async fn of_two_sign_ins_at_once_with_one_code_at_most_one_works(t: &TestApp) {
        let (secret, _) = set_up(t, &t.signed_in("haidang").await).await;
        let busy = t.sibling(|config| config.workers = Some(2)).await;
        let body = json!({ "login": "haidang", "password": PASSWORD, "code": code(t, &secret) });
        let clients = [t.anonymous_at(&busy), t.anonymous_at(&busy)];
        let calls = clients.iter().map(|client| client.call("login").json(&body).answer());
        let mut statuses = client::at_once(calls).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 401]);
    }

    #[test]
    async fn a_recovery_code_signs_in_once_however_it_is_typed(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let (secret, codes) = set_up(t, &haidang).await;
        sign_in(t, "haidang", Some(&codes[0])).await.is(200);
        sign_in(t, "haidang", Some(&codes[0]))
            .await
            .problem("credentials_refused");
        let sloppy = codes[1]
            .to_lowercase()
            .replace('-', " ")
            .replace('0', "o")
            .replace('1', "l");
        sign_in(t, "haidang", Some(&sloppy)).await.is(200);
        let account = haidang.call("getCurrentAccount").await.is(200);
        assert_eq!(account["second_factor"]["recovery_codes_left"], 8);
        // Set up anew, the codes of before are gone.
        let body = json!({ "password": PASSWORD, "code": code(t, &secret) });
        let begun = enrol(&haidang, body).await.is(200);
        let moved = begun["secret"].as_str().unwrap().to_owned();
        confirm(&haidang, &code(t, &moved)).await.is(200);
        sign_in(t, "haidang", Some(&codes[2]))
            .await
            .problem("credentials_refused");
        t.pass(30);
        sign_in(t, "haidang", Some(&code(t, &secret)))
            .await
            .problem("credentials_refused");
        sign_in(t, "haidang", Some(&code(t, &moved))).await.is(200);
    }

    #[test]
    async fn an_open_session_alone_neither_sets_up_nor_moves_nor_ends_a_second_factor(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let before = rows::everything(t).await;
        enrol(&haidang, json!({ "password": "Bien-Xanh-49" }))
            .await
            .refuses(&[("/password", "password_wrong")]);
        confirm(&haidang, WRONG).await.problem("second_factor_absent");
        let body = json!({ "password": PASSWORD, "code": WRONG });
        haidang
            .call("removeSecondFactor")
            .json(&body)
            .await
            .problem("second_factor_absent");
        assert_eq!(rows::everything(t).await, before);
        let (secret, _) = set_up(t, &haidang).await;
        enrol(&haidang, json!({ "password": PASSWORD }))
            .await
            .refuses(&[("/code", "required")]);
        enrol(&haidang, json!({ "password": PASSWORD, "code": WRONG }))
            .await
            .refuses(&[("/code", "code_wrong")]);
        haidang
            .call("removeSecondFactor")
            .json(&body)
            .await
            .refuses(&[("/code", "code_wrong")]);
        let body = json!({ "password": PASSWORD, "code": code(t, &secret) });
        haidang.call("removeSecondFactor").json(&body).await.is(204);
        sign_in(t, "haidang", None).await.is(200);
        assert_eq!(rows::count(t, "recovery_code").await, 0);
        assert_eq!(rows::count(t, "outbox").await, 2, "the holder is told of both");
    }

    #[test]
    async fn setting_up_a_second_factor_ends_the_sessions_that_were_opened_without_it(t: &TestApp) {
        let (here, elsewhere) = (t.signed_in("haidang").await, t.signed_in("haidang").await);
        set_up(t, &here).await;
        here.call("getCurrentAccount").await.is(200);
        elsewhere.call("getCurrentAccount").await.problem("session_ended");
    }

    // Part of KH-5.1.
    #[test]
    async fn administrators_and_the_police_do_nothing_before_they_have_one(t: &TestApp) {
        for login in ["quantri", "congan.tinh", "congan.nhatrang"] {
            end_waiver(t, login).await;
            let client = t.signed_in(login).await;
            let account = client.call("getCurrentAccount").await.is(200);
            assert_eq!(account["must_set_second_factor"], true);
            assert_eq!(account["second_factor"]["required"], true);
            let mut open: Vec<String> = serde_json::from_value(account["operations"].clone()).unwrap();
            open.sort_unstable();
            assert_eq!(
                open,
                [
                    "changePassword",
                    "confirmSecondFactor",
                    "enrolSecondFactor",
                    "getCurrentAccount"
                ]
            );
            client
                .call("listFacilities")
                .await
                .problem("second_factor_required_first");
            client
                .call("listSessions")
                .await
                .problem("second_factor_required_first");
            let (secret, _) = set_up(t, &client).await;
            client.call("listFacilities").await.is(200);
            let body = json!({ "password": PASSWORD, "code": code(t, &secret) });
            let kept = client.call("removeSecondFactor").json(&body).await;
            kept.problem("second_factor_compulsory");
        }
        // A facility may do without.
        end_waiver(t, "haidang").await;
        t.signed_in("haidang").await.call("listStays").await.is(200);
    }

    #[test]
    async fn secrets_are_stored_sealed_and_recovery_codes_as_hashes(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let (secret, codes) = set_up(t, &haidang).await;
        let plain = Secret::try_from_base32(&secret).unwrap();
        #[derive(sea_orm::FromQueryResult)]
        struct Found {
            secret_sealed: Option<Vec<u8>>,
        }
        let account = rows::id(t, account_id("haidang"));
        let sql = format!("SELECT secret_sealed FROM second_factor WHERE account_id = {account}");
        let found: Found = rows::found(t, &sql).await.pop().expect("a row");
        let sealed = found.secret_sealed.expect("a secret");
        assert!(!sealed.windows(20).any(|part| part == plain.as_bytes()));
        for table in ["second_factor", "recovery_code", "account", "session", "outbox"] {
            let text = rows::all(t, table).await.join("\n");
            assert!(
                !text.contains(&secret) && codes.iter().all(|code| !text.contains(code)),
                "{table}"
            );
        }
    }
);

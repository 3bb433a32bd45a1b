//! Passwords that others issue, that come back and that run out; access by token and by host name.

use crate::support::leaks;
use crate::support::province::{PASSWORD, account_id};
use crate::support::*;
use api::accounts::{IssuedPassword, issue_password};
use api::audit::{Actor, Event};
use api::hosts::Hosts;
use api::schedule::tick;
use serde_json::json;
use uuid::Uuid;

/// Issues an account another password, as an officer does.
async fn issue(t: &TestApp, login: &str) -> IssuedPassword {
    let issued = issue_password(&t.app, login).await.unwrap();
    leaks::watch(issued.reveal());
    let now = t.clock.now();
    t.app
        .db
        .write(&Actor::system("test"), now, async |tx| {
            let ended = issued.replace(tx, &t.app, account_id(login), now).await?;
            let event = Event::new("password_issued", "account").with("sessions_ended", ended);
            Ok(((), event.into()))
        })
        .await
        .unwrap();
    issued
}

async fn change(client: &Client<'_>, current: &str, new: &str) -> Answer {
    leaks::watch(new);
    let body = json!({ "current_password": current, "new_password": new });
    client.call("changePassword").json(&body).await
}

/// The mails that wait, opened.
async fn mails(t: &TestApp) -> Vec<String> {
    let open = |row: &rows::Delivery| {
        t.app
            .sealer
            .open_text("outbox.payload", row.id, &row.payload_sealed)
            .unwrap()
    };
    rows::outbox(t).await.iter().map(open).collect()
}

/// Makes an access token, which has to work; its id and its text.
async fn token(client: &Client<'_>, name: &str, days: u16) -> (String, String) {
    let body = json!({ "name": name, "days": days, "password": PASSWORD });
    let made = client.call("createAccessToken").json(&body).await.is(201);
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    let secret = text(&made["secret"]);
    leaks::watch(&secret);
    (text(&made["token"]["id"]), secret)
}

/// Calls with an access token.
async fn with_token(t: &TestApp, secret: &str, operation: &str) -> Answer {
    let client = t.anonymous();
    let call = client.call(operation);
    call.header("Authorization", &format!("Bearer {secret}")).await
}

on_both_engines!(
    // Part of LC-7.1a-1, KH-9a-1, LC-6.1b-2.
    #[test]
    async fn an_issued_password_is_good_for_one_sign_in_and_ends_the_sessions_before_it(t: &TestApp) {
        let before = t.signed_in("haidang").await;
        let issued = issue(t, "haidang").await;
        before.call("getCurrentAccount").await.problem("session_ended");
        t.anonymous()
            .login("haidang", PASSWORD)
            .await
            .problem("credentials_refused");
        let client = t.anonymous();
        let session = client.login("haidang", issued.reveal()).await.is(200);
        assert_eq!(session["account"]["must_change_password"], true);
        let again = t.anonymous().login("haidang", issued.reveal()).await;
        let wrong = t.anonymous().login("haidang", "Bien-Xanh-49").await;
        let read = |answer: &Answer| answer.problem("credentials_refused").without("/trace_id");
        assert_eq!(read(&again), read(&wrong));
        change(&client, issued.reveal(), "Tram-Huong-27").await.is(204);
        client.call("listStays").await.is(200);
        t.anonymous().login("haidang", "Tram-Huong-27").await.is(200);
        t.anonymous().login("haidang", "Tram-Huong-27").await.is(200);
    }

    #[test]
    async fn of_two_sign_ins_at_once_with_an_issued_password_one_works(t: &TestApp) {
        let busy = t.sibling(|config| config.workers = Some(2)).await;
        let issued = issue(t, "haidang").await;
        let clients = [t.anonymous_at(&busy), t.anonymous_at(&busy)];
        let mut statuses = client::at_once(clients.iter().map(|client| client.login("haidang", issued.reveal()))).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 401]);
    }

    // Part of LC-7.1a-1, KH-9a-1.
    #[test]
    async fn an_issued_password_that_nobody_used_ends_after_seven_times_24_hours_to_the_second(t: &TestApp) {
        let issued = issue(t, "haidang").await;
        t.at("2026-11-28 20:00:00");
        let late = t.anonymous().login("haidang", issued.reveal()).await;
        late.problem("credentials_refused");
        t.at("2026-11-28 19:59:59");
        t.anonymous().login("haidang", issued.reveal()).await.is(200);
    }

    // Part of KH-9a-2.
    #[test]
    async fn the_last_five_passwords_before_the_present_one_cannot_come_back(t: &TestApp) {
        let client = t.signed_in("haidang").await;
        let new = |number: usize| format!("Tram-Huong-{number}");
        let mut current = PASSWORD.to_owned();
        for number in 10..15 {
            change(&client, &current, &new(number)).await.is(204);
            current = new(number);
        }
        for earlier in [PASSWORD.to_owned(), new(10), new(13)] {
            change(&client, &current, &earlier)
                .await
                .refuses(&[("/new_password", "password_used_before")]);
        }
        change(&client, &current, &current)
            .await
            .refuses(&[("/new_password", "password_unchanged")]);
        change(&client, &current, &new(15)).await.is(204);
        // Six ago.
        change(&client, &new(15), PASSWORD).await.is(204);
        let kept = rows::count(t, "password_history").await;
        assert_eq!(kept, 5, "no more are kept than are compared");
    }

    // Part of KH-9a-2.
    #[test]
    async fn whoever_has_to_change_the_password_is_told_once_seven_days_before(t: &TestApp) {
        // Set on 2 November: 2 January is its last day, until 24:00.
        t.at("2026-12-26 23:59:59");
        tick(&t.app, Uuid::now_v7()).await.unwrap();
        assert_eq!(mails(t).await.len(), 0);
        change(&t.signed_in("bacthanh").await, PASSWORD, "Tram-Huong-27")
            .await
            .is(204);
        let told_before = mails(t).await.len();
        t.at("2026-12-27 00:00:00");
        let other = t.sibling(|_| {}).await;
        let (first, second) = tokio::join!(tick(&t.app, Uuid::now_v7()), tick(&other.app, Uuid::now_v7()));
        first.and(second).unwrap();
        let sql = "SELECT COUNT(*) FROM account WHERE password_is_initial = FALSE AND login <> 'bacthanh'";
        let expected = usize::try_from(rows::number(t, sql).await).unwrap();
        let told = mails(t).await.split_off(told_before);
        assert_eq!(told.len(), expected);
        assert!(told.iter().all(|mail| mail.contains("02/01/2027")), "{told:?}");
        for _ in 0..3 {
            t.pass(3_600);
            tick(&t.app, Uuid::now_v7()).await.unwrap();
        }
        assert_eq!(mails(t).await.len(), told_before + expected);
    }

    // Part of LC-6.4-1.
    #[test]
    async fn a_holder_makes_a_token_for_a_program_and_ends_it(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let (id, secret) = token(&haidang, "  Phần mềm lễ tân ", 7).await;
        assert!(secret.starts_with("luutru_"));
        with_token(t, &secret, "listStays").await.is(200);
        let stays = rows::audit(t, "stays_listed").await;
        assert_eq!(stays.last().unwrap().session_id.unwrap().to_string(), id);
        assert!(
            rows::all(t, "session").await.iter().all(|row| !row.contains(&secret)),
            "only a hash is kept"
        );
        assert_eq!(rows::count(t, "outbox").await, 1, "the holder is told");
        t.pass(600);
        with_token(t, &secret, "listStays").await.is(200);
        let list = haidang.call("listAccessTokens").await.is(200);
        assert_eq!(
            list,
            json!({ "items": [{
                "id": id, "name": "Phần mềm lễ tân", "created_at": instant("2026-11-21 20:00:00"),
                "last_used_at": instant("2026-11-21 20:10:00"), "expires_at": instant("2026-11-28 20:00:00")
            }], "next_cursor": null })
        );
        // It is no session of a browser: none is pushed out for it, and ending those does not end it.
        assert_eq!(
            haidang.call("listSessions").await.is(200)["items"]
                .as_array()
                .unwrap()
                .len(),
            1
        );
        haidang.call("endOtherSessions").await.is(200);
        with_token(t, &secret, "listStays").await.is(200);

        let neighbour = t.signed_in("bacthanh").await;
        assert_eq!(
            neighbour.call("listAccessTokens").await.is(200),
            json!({ "items": [], "next_cursor": null })
        );
        neighbour
            .call("endAccessToken")
            .at("token_id", &id)
            .await
            .problem("not_found");
        haidang
            .call("endAccessToken")
            .at("token_id", haidang.session())
            .await
            .problem("not_found");
        haidang.call("endAccessToken").at("token_id", &id).await.is(204);
        with_token(t, &secret, "listStays").await.problem("session_ended");
        with_token(t, "luutru_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "listStays")
            .await
            .problem("token_invalid");
    }

    #[test]
    async fn a_token_ends_with_its_days_with_the_password_and_with_a_lock(t: &TestApp) {
        let (haidang, bacthanh) = (t.signed_in("haidang").await, t.signed_in("bacthanh").await);
        let (_, week) = token(&haidang, "một tuần", 7).await;
        let (_, longer) = token(&haidang, "lâu hơn", 8).await;
        let (_, other) = token(&bacthanh, "khác", 90).await;
        t.at("2026-11-28 19:59:59");
        with_token(t, &week, "listStays").await.is(200);
        t.at("2026-11-28 20:00:00");
        with_token(t, &week, "listStays").await.problem("session_ended");
        with_token(t, &longer, "listStays").await.is(200);
        change(&haidang, PASSWORD, "Tram-Huong-27").await.is(204);
        with_token(t, &longer, "listStays").await.problem("session_ended");
        let sql = "UPDATE account SET status = 'locked' WHERE login = 'bacthanh'";
        assert_eq!(rows::execute(t, sql).await.unwrap(), 1);
        with_token(t, &other, "listStays").await.problem("session_ended");
    }

    #[test]
    async fn a_token_is_made_by_whoever_proves_to_be_the_holder(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let ask = async |body: serde_json::Value| haidang.call("createAccessToken").json(&body).await;
        let with = |name: &str, days: u16, password: &str| json!({ "name": name, "days": days, "password": password });
        ask(with("a", 91, PASSWORD)).await.refuses(&[("/days", "out_of_range")]);
        ask(with(" ", 0, PASSWORD))
            .await
            .refuses(&[("/days", "out_of_range"), ("/name", "required")]);
        for _ in 0..5 {
            ask(with("a", 1, "Bien-Xanh-49"))
                .await
                .refuses(&[("/password", "password_wrong")]);
        }
        ask(with("a", 1, PASSWORD)).await.problem("too_many_attempts");
        t.pass(900);
        let (_, first) = token(&haidang, "thứ nhất", 90).await;
        for number in 2..=10 {
            token(&haidang, &format!("thứ {number}"), 90).await;
        }
        ask(with("thứ 11", 1, PASSWORD)).await.problem("access_token_limit");
        // A program changes nothing by which the account is held.
        for operation in [
            "endOtherSessions",
            "changePassword",
            "createAccessToken",
            "enrolSecondFactor",
            "createOperator",
        ] {
            with_token(t, &first, operation).await.problem("session_only");
        }
        let account = with_token(t, &first, "getCurrentAccount").await.is(200);
        let open: Vec<String> = serde_json::from_value(account["operations"].clone()).unwrap();
        assert!(open.iter().any(|operation| operation == "notifyStay"));
        assert!(
            !open
                .iter()
                .any(|operation| operation == "changePassword" || operation == "createAccessToken")
        );
    }

    // Part of KH-3a1, KH-3a2, KH-3a3.
    #[test]
    async fn each_kind_of_account_works_at_its_own_address_only(t: &TestApp) {
        let list = "congan.qllt.test=police,administrator;khaithac.qllt.test=tax,tourism,statistics;qllt.test=facility";
        let three = t
            .sibling(|config| {
                config.hosts = Hosts::parse(list).unwrap();
                config.public_url = "https://qllt.test".into();
            })
            .await;
        let sign_in = async |login: &str, password: &str, host: &str| {
            let body = json!({ "login": login, "password": password });
            let client = t.anonymous_at(&three);
            client.call("login").header("Host", host).lang("en").json(&body).await
        };
        for (login, home, elsewhere) in [
            ("congan.tinh", "congan.qllt.test", "qllt.test"),
            ("quantri", "congan.qllt.test", "khaithac.qllt.test"),
            ("thue.tinh", "khaithac.qllt.test", "qllt.test"),
            ("haidang", "qllt.test", "congan.qllt.test"),
        ] {
            sign_in(login, PASSWORD, home).await.is(200);
            let refused = sign_in(login, PASSWORD, elsewhere).await.problem("host_not_for_role");
            assert_eq!(refused["detail"], format!("Open https://{home} and sign in there."));
            sign_in(login, PASSWORD, "127.0.0.1").await.problem("host_not_for_role");
            // Whoever does not know the password learns nothing of the account.
            sign_in(login, "Bien-Xanh-49", elsewhere)
                .await
                .problem("credentials_refused");
            // Nor does a token work there that was issued at home.
            let client = t.signed_in_at(&three, login).await;
            let call = |host| client.call("getCurrentAccount").header("Host", host);
            call(home).await.is(200);
            call(elsewhere).await.problem("host_not_for_role");
        }
        // Named nowhere: works anywhere.
        sign_in("taichinh.tinh", PASSWORD, "qllt.test").await.is(200);
        for times in 0..6 {
            let refused = sign_in("haidang", PASSWORD, "congan.qllt.test").await;
            assert_eq!(refused.status, 403, "being at the wrong address is no guess: {times}");
        }
    }
);

#[test]
fn random_passwords_are_what_each_profile_demands() {
    let mut profiles: Vec<rules::profile::Profile> = ["khanh-hoa", "lao-cai"]
        .iter()
        .map(|name| {
            let mut config = app::config("sqlite::memory:", std::path::Path::new("."));
            config.profile = (*name).to_owned();
            config.load_profile().unwrap()
        })
        .collect();
    let mut long = profiles[0].clone();
    long.password.min_length = 40;
    profiles.push(long);
    for profile in profiles {
        let mut seen = std::collections::HashSet::new();
        for _ in 0..200 {
            let password = api::accounts::passwords::random_password("haidang", &profile.password).unwrap();
            let faults = rules::password::check_password(&password, "haidang", &profile.password);
            assert_eq!(faults, [], "{password}");
            assert!(
                !password.contains(['0', 'O', 'l', 'I']) || password.ends_with('0'),
                "{password}"
            );
            assert!(seen.insert(password));
        }
    }
}

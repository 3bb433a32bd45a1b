//! Signing in: who is let in, and how guessing is slowed.

use crate::support::leaks::{self, PASSWORD_CHECKS};
use crate::support::province::{NEWCOMER, PASSWORD, account_id};
use crate::support::*;
use serde_json::{Value, json};

const WRONG: &str = "Bien-Xanh-49";

/// The body of a problem without what differs in every request.
fn but_for_the_trace(answer: &Answer) -> Value {
    answer.json().without("/trace_id")
}

fn checks(answer: &Answer) -> usize {
    PASSWORD_CHECKS.of(answer.json()["trace_id"].as_str().expect("a trace id"))
}

/// A sign-in as a proxy passes it on.
async fn from(client: &Client<'_>, address: &str, login: &str, password: &str) -> Answer {
    let body = json!({ "login": login, "password": password });
    let call = client.call("login").header("X-Forwarded-For", address);
    call.json(&body).await
}

/// The mark of the browser that a full sign-in sets.
fn device_mark(answer: &Answer) -> String {
    let set = answer.headers.get_all("set-cookie").iter();
    let mark = set
        .map(|cookie| cookie.to_str().expect("a readable cookie"))
        .find(|cookie| cookie.starts_with("luutru_device="))
        .expect("a mark");
    assert!(
        ["HttpOnly", "SameSite=Strict", "Path=/"]
            .iter()
            .all(|flag| mark.contains(flag)),
        "{mark}"
    );
    mark.split(';').next().expect("a pair").to_owned()
}

async fn set_status(t: &TestApp, login: &str, status: &str) {
    let sql = format!("UPDATE account SET status = '{status}' WHERE login = '{login}'");
    assert_eq!(rows::execute(t, &sql).await.unwrap(), 1);
}

on_both_engines!(
    // Part of KH-5.1, LC-7.3.
    #[test]
    async fn name_and_password_open_a_session(t: &TestApp) {
        let client = t.anonymous();
        let session = client.login("haidang", PASSWORD).await.is(200);
        assert_eq!(session["token_type"], "Bearer");
        assert_eq!(session["expires_in"], 600);
        assert_eq!(session["account"]["role"], "facility");
        assert_eq!(session["account"]["facility"]["name"], "Khách sạn Hải Đăng");
        assert_eq!(session["account"]["facility"]["setup_complete"], true);
        assert_eq!(session["account"]["must_change_password"], false);
        assert_eq!(client.call("getCurrentAccount").await.is(200), session["account"]);
        assert_eq!(rows::audit(t, "signed_in").await.len(), 1);
    }

    #[test]
    async fn an_officer_learns_of_unit_tier_and_area(t: &TestApp) {
        let account = t.anonymous().login("congan.nhatrang", PASSWORD).await.is(200)["account"].clone();
        assert_eq!(account["unit_name"], "Công an phường Nha Trang");
        assert_eq!(account["level"], "commune");
        let area = json!({ "code": "22366", "name": "Phường Nha Trang", "province_name": "Khánh Hòa" });
        assert_eq!(account["area"], area);
        assert_eq!(account["facility"], Value::Null);
    }

    // Part of KH-5.1.
    #[test]
    async fn who_is_refused_cannot_tell_a_wrong_name_from_a_wrong_password(t: &TestApp) {
        set_status(t, "doanvansau", "locked").await;
        set_status(t, "bacthanh", "closed").await;
        // The newcomer's initial password has run out by now.
        let attempts = [
            ("khong.co.ai", PASSWORD),
            ("haidang", WRONG),
            // Whoever has the right one is told that the account is locked: `losing`.
            ("doanvansau", WRONG),
            ("bacthanh", PASSWORD),
            (NEWCOMER, PASSWORD),
        ];
        let mut answers = Vec::new();
        for (login, password) in attempts {
            let answer = t.anonymous().login(login, password).await;
            answer.problem("credentials_refused");
            // The work is the same too: exactly one password is checked, even for a name that nobody has.
            assert_eq!(checks(&answer), 1, "{login}");
            answers.push(answer);
        }
        for answer in &answers {
            assert_eq!(but_for_the_trace(answer), but_for_the_trace(&answers[0]));
            let names = |answer: &Answer| {
                let names = answer.headers.keys().map(ToString::to_string);
                names.collect::<std::collections::BTreeSet<_>>()
            };
            assert_eq!(names(answer), names(&answers[0]));
        }
        assert_eq!(rows::audit(t, "sign_in_refused").await.len(), 5);
        assert_eq!(rows::count(t, "session").await, 0);
    }

    #[test]
    async fn a_password_is_taken_as_it_was_typed_and_a_name_without_the_space_around_it(t: &TestApp) {
        t.anonymous().login("  haidang ", PASSWORD).await.is(200);
        t.anonymous()
            .login("haidang", &format!("{PASSWORD} "))
            .await
            .problem("credentials_refused");
        t.anonymous()
            .login("haidang", &PASSWORD.to_lowercase())
            .await
            .problem("credentials_refused");
    }

    // Part of KH-5.1.
    #[test]
    async fn after_five_failures_a_name_waits_fifteen_minutes_to_the_second(t: &TestApp) {
        for login in ["haidang", "khong.co.ai"] {
            t.at("2026-11-21 20:00:00");
            for _ in 0..5 {
                t.anonymous().login(login, WRONG).await.problem("credentials_refused");
            }
            // The right password does not help either, and is not even looked at.
            let answer = t.anonymous().login(login, PASSWORD).await;
            answer.problem("too_many_attempts");
            assert_eq!(answer.header("retry-after"), Some("900"));
            assert_eq!(checks(&answer), 0);
            t.at("2026-11-21 20:14:59");
            let answer = t.anonymous().login(login, PASSWORD).await;
            answer.problem("too_many_attempts");
            assert_eq!(answer.header("retry-after"), Some("1"));
            t.at("2026-11-21 20:15:00");
            let expected = if login == "haidang" { 200 } else { 401 };
            assert_eq!(t.anonymous().login(login, PASSWORD).await.status, expected);
        }
    }

    #[test]
    async fn names_are_counted_without_regard_to_case_and_space(t: &TestApp) {
        for login in ["haidang", "HaiDang", " haidang", "HAIDANG ", "haidang"] {
            t.anonymous().login(login, WRONG).await.problem("credentials_refused");
        }
        t.anonymous()
            .login("haidang", PASSWORD)
            .await
            .problem("too_many_attempts");
    }

    #[test]
    async fn a_right_password_clears_the_failures_before_it(t: &TestApp) {
        for _ in 0..2 {
            for _ in 0..4 {
                t.anonymous()
                    .login("haidang", WRONG)
                    .await
                    .problem("credentials_refused");
            }
            t.anonymous().login("haidang", PASSWORD).await.is(200);
        }
    }

    #[test]
    async fn failures_are_forgotten_after_the_waiting_time(t: &TestApp) {
        for _ in 0..2 {
            for _ in 0..4 {
                t.anonymous()
                    .login("haidang", WRONG)
                    .await
                    .problem("credentials_refused");
            }
            t.pass(900);
        }
    }

    // Part of KH-5.1.
    #[test]
    async fn fifty_wrong_tries_in_an_office_do_not_stop_the_right_ones_there(t: &TestApp) {
        let behind_a_proxy = t.sibling(|config| config.trusted_proxies = 1).await;
        let client = t.anonymous_at(&behind_a_proxy);
        for number in 0..50 {
            // What a client writes in front of the proxy's own entry may be forged.
            let address = format!("198.51.100.{number}, 203.0.113.9");
            let login = format!("ten.{number}");
            from(&client, &address, &login, WRONG)
                .await
                .problem("credentials_refused");
        }
        from(&client, "203.0.113.9", "haidang", PASSWORD).await.is(200);
        from(&client, "203.0.113.10", "haidang", PASSWORD).await.is(200);
    }

    // Part of KH-5.1.
    #[test]
    async fn a_network_that_guesses_under_all_names_is_stopped_and_no_other(t: &TestApp) {
        let behind_a_proxy = t.sibling(|config| config.trusted_proxies = 1).await;
        let client = t.anonymous_at(&behind_a_proxy);
        let first = from(&client, "203.0.113.9", "haidang", PASSWORD).await;
        first.is(200);
        let known = device_mark(&first);
        let failures = u32::from(t.app.profile.sign_in.address_stop);
        // Failures as five hundred sign-ins leave them.
        from(&client, "203.0.113.9", "ten", WRONG)
            .await
            .problem("credentials_refused");
        let sql = format!("UPDATE login_throttle SET failures = {failures} - 1 WHERE kind = 'address'");
        assert_eq!(rows::execute(t, &sql).await.unwrap(), 1);
        from(&client, "203.0.113.9", "ten.khac", WRONG)
            .await
            .problem("credentials_refused");
        from(&client, "203.0.113.9", "haidang", PASSWORD)
            .await
            .problem("too_many_attempts");
        from(&client, "203.0.113.10", "haidang", PASSWORD).await.is(200);
        // Browsers that are known there go on.
        let body = json!({ "login": "haidang", "password": PASSWORD });
        let call = client.call("login").header("X-Forwarded-For", "203.0.113.9");
        call.header("Cookie", &known).json(&body).await.is(200);
    }

    // Part of KH-5.1.
    #[test]
    async fn a_thousand_wrong_tries_from_elsewhere_do_not_keep_the_holder_out(t: &TestApp) {
        let behind_a_proxy = t.sibling(|config| config.trusted_proxies = 1).await;
        let client = t.anonymous_at(&behind_a_proxy);
        for network in 0..20 {
            let address = format!("203.0.113.{network}");
            let tries = (0..50).map(|_| from(&client, &address, "haidang", WRONG));
            let mut statuses = client::at_once(tries).await;
            statuses.sort_unstable();
            assert_eq!(statuses, [[401; 5].as_slice(), &[429; 45]].concat());
        }
        from(&client, "198.51.100.1", "haidang", PASSWORD).await.is(200);
        // The holder is told, once.
        assert_eq!(rows::count(t, "outbox").await, 1);
    }

    // Part of KH-5.1.
    #[test]
    async fn a_browser_that_has_signed_in_before_is_counted_by_itself(t: &TestApp) {
        let client = t.anonymous();
        let first = client
            .call("login")
            .json(&json!({ "login": "haidang", "password": PASSWORD }))
            .await;
        first.is(200);
        let mark = device_mark(&first);
        let with_mark = async |login: &str, password: &str| {
            let body = json!({ "login": login, "password": password });
            client.call("login").header("Cookie", &mark).json(&body).await
        };
        for login in ["haidang", "bacthanh"] {
            for _ in 0..5 {
                t.anonymous().login(login, WRONG).await.problem("credentials_refused");
            }
            t.anonymous().login(login, PASSWORD).await.problem("too_many_attempts");
        }
        let again = with_mark("haidang", PASSWORD).await;
        again.is(200);
        let set = again.headers.get_all("set-cookie").iter().count();
        assert_eq!(set, 1, "a browser that is known gets no other mark");
        // The mark is of one account, and is no way to guess without end either.
        with_mark("bacthanh", PASSWORD).await.problem("too_many_attempts");
        for _ in 0..5 {
            with_mark("haidang", WRONG).await.problem("credentials_refused");
        }
        with_mark("haidang", PASSWORD).await.problem("too_many_attempts");
        t.pass(900);
        with_mark("haidang", PASSWORD).await.is(200);
        // A made-up mark is none.
        let made_up = "luutru_device=AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA";
        for _ in 0..5 {
            t.anonymous()
                .login("haidang", WRONG)
                .await
                .problem("credentials_refused");
        }
        let body = json!({ "login": "haidang", "password": PASSWORD });
        let call = client.call("login").header("Cookie", made_up);
        call.json(&body).await.problem("too_many_attempts");
    }

    // Part of KH-5.1.
    #[test]
    async fn one_household_has_one_network_of_ipv6(t: &TestApp) {
        let behind_a_proxy = t.sibling(|config| config.trusted_proxies = 1).await;
        let client = t.anonymous_at(&behind_a_proxy);
        for (number, address) in [
            "2001:db8:1:2::1",
            "2001:db8:1:2:3:4:5:6",
            "[2001:db8:1:2::9]:443",
            "2001:DB8:1:2::a",
        ]
        .iter()
        .enumerate()
        {
            from(&client, address, "haidang", WRONG)
                .await
                .problem("credentials_refused");
            let with_port = format!("203.0.113.9:{}", 5_000 + number);
            from(&client, &with_port, "bacthanh", WRONG)
                .await
                .problem("credentials_refused");
        }
        from(&client, "2001:db8:1:2:ffff::", "haidang", WRONG)
            .await
            .problem("credentials_refused");
        from(&client, "203.0.113.9", "bacthanh", WRONG)
            .await
            .problem("credentials_refused");
        from(&client, "2001:db8:1:2::77", "haidang", PASSWORD)
            .await
            .problem("too_many_attempts");
        from(&client, "203.0.113.9:80", "bacthanh", PASSWORD)
            .await
            .problem("too_many_attempts");
        from(&client, "2001:db8:1:3::1", "haidang", PASSWORD).await.is(200);
        for nothing in ["unknown", "203.0.113", "198.51.100.1, _hidden"] {
            from(&client, nothing, "haidang", PASSWORD)
                .await
                .problem("malformed_request");
        }
    }

    // Part of KH-5.1.
    #[test]
    async fn right_sign_ins_at_once_take_no_places_from_one_another(t: &TestApp) {
        let busy = t.sibling(|config| config.workers = Some(2)).await;
        let clients: Vec<Client<'_>> = (0..8).map(|_| t.anonymous_at(&busy)).collect();
        let statuses = client::at_once(clients.iter().map(|client| client.login("haidang", PASSWORD))).await;
        assert_eq!(statuses, [200; 8]);
    }

    #[test]
    async fn a_password_is_the_same_however_its_letters_are_composed(t: &TestApp) {
        let composed = "M\u{1ead}t-kh\u{1ea9}u-r\u{1ea5}t-d\u{e0}i-2026";
        let decomposed = "Ma\u{323}\u{302}t-kha\u{302}\u{309}u-ra\u{302}\u{301}t-da\u{300}i-2026";
        leaks::watch(composed);
        leaks::watch(decomposed);
        let haidang = t.signed_in("haidang").await;
        let change = async |current: &str, new: &str| {
            let body = json!({ "current_password": current, "new_password": new });
            haidang.call("changePassword").json(&body).await
        };
        change(PASSWORD, decomposed).await.is(204);
        t.anonymous().login("haidang", composed).await.is(200);
        t.anonymous().login("haidang", decomposed).await.is(200);
        change(composed, decomposed)
            .await
            .refuses(&[("/new_password", "password_unchanged")]);
        change(composed, "Con-Thuyen-Do-36").await.is(204);
        change("Con-Thuyen-Do-36", composed)
            .await
            .refuses(&[("/new_password", "password_used_before")]);
    }

    // Part of KH-5.1.
    #[test]
    async fn guesses_at_once_get_no_more_tries_than_guesses_in_a_row(t: &TestApp) {
        let busy = t
            .sibling(|config| {
                config.workers = Some(2);
            })
            .await;
        let clients: Vec<Client<'_>> = (0..12).map(|_| t.anonymous_at(&busy)).collect();
        let mut statuses = client::at_once(clients.iter().map(|client| client.login("haidang", WRONG))).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [[401; 5].as_slice(), &[429; 7]].concat());
    }

    // Part of LC-7.1a-1, KH-9a-1.
    #[test]
    async fn an_initial_password_is_good_for_seven_times_24_hours_to_the_second(t: &TestApp) {
        t.at("2026-11-09 08:59:59");
        t.anonymous().login(NEWCOMER, PASSWORD).await.is(200);
        t.at("2026-11-09 09:00:00");
        t.anonymous()
            .login(NEWCOMER, PASSWORD)
            .await
            .problem("credentials_refused");
    }

    // Part of KH-5.1.
    #[test]
    async fn a_lock_takes_effect_on_the_next_request_whatever_token_is_out(t: &TestApp) {
        for status in ["locked", "closed"] {
            set_status(t, "haidang", "active").await;
            let client = t.anonymous();
            client.login("haidang", PASSWORD).await.is(200);
            client.call("getCurrentAccount").await.is(200);
            set_status(t, "haidang", status).await;
            client.call("getCurrentAccount").await.problem("session_ended");
            client.refresh().await.problem("refresh_refused");
        }
    }

    #[test]
    async fn a_changed_right_takes_effect_on_the_next_request(t: &TestApp) {
        let officer = t.signed_in("congan.nhatrang").await;
        officer.call("listStays").await.is(200);
        rows::execute(t, "UPDATE account SET role = 'tax' WHERE login = 'congan.nhatrang'")
            .await
            .unwrap();
        officer.call("listStays").await.problem("forbidden");
    }

    #[test]
    async fn a_login_name_is_never_freed_by_deleting_its_account(t: &TestApp) {
        let id = rows::id(t, account_id("taichinh.tinh"));
        let refused = rows::execute(t, &format!("DELETE FROM account WHERE id = {id}")).await;
        assert!(
            refused
                .unwrap_err()
                .to_string()
                .contains("nothing of it is ever deleted")
        );
    }

    #[test]
    async fn pages_of_other_sites_cannot_sign_in_renew_or_sign_out(t: &TestApp) {
        let client = t.anonymous();
        client.login("haidang", PASSWORD).await.is(200);
        let body = json!({ "login": "haidang", "password": PASSWORD });
        for site in ["cross-site", "same-site"] {
            for operation in ["login", "refreshToken", "logout"] {
                let call = client.call(operation).header("Sec-Fetch-Site", site).json(&body);
                call.await.problem("cross_site_request");
            }
        }
        // Browsers before 2023 name the page's origin alone.
        for origin in [
            "http://evil.test",
            "https://127.0.0.1.evil.test",
            "null",
            "http://127.0.0.1:1",
        ] {
            for operation in ["login", "refreshToken", "logout"] {
                let call = client.call(operation).header("Origin", origin).json(&body);
                call.await.problem("cross_site_request");
            }
        }
        client
            .call("login")
            .header("Origin", t.address())
            .json(&body)
            .await
            .is(200);
        for site in ["same-origin", "none"] {
            client
                .call("login")
                .header("Sec-Fetch-Site", site)
                .json(&body)
                .await
                .is(200);
        }
        client.refresh().await.is(200);
    }

    #[test]
    async fn the_refresh_cookie_is_out_of_reach_for_scripts_and_other_sites(t: &TestApp) {
        let flags = |answer: &Answer| {
            let cookie = answer.header("set-cookie").expect("a cookie").to_owned();
            let mut parts = cookie.split("; ").map(ToOwned::to_owned);
            let name = parts
                .next()
                .and_then(|pair| pair.split_once('=').map(|(name, _)| name.to_owned()));
            let mut flags: Vec<String> = parts.collect();
            flags.sort();
            (name.expect("a name"), flags)
        };
        let answer = t.anonymous().login("haidang", PASSWORD).await;
        let (name, at_home) = flags(&answer);
        assert_eq!(name, "luutru_refresh");
        assert_eq!(at_home, ["HttpOnly", "Max-Age=43200", "Path=/", "SameSite=Strict"]);

        let public = t
            .sibling(|config| config.public_url = "https://luutru.example".into())
            .await;
        let client = t.anonymous_at(&public);
        let (name, in_public) = flags(&client.login("haidang", PASSWORD).await);
        assert_eq!(name, "__Host-luutru_refresh");
        assert_eq!(
            in_public,
            ["HttpOnly", "Max-Age=43200", "Path=/", "SameSite=Strict", "Secure"]
        );
        client.refresh().await.is(200);
    }
);

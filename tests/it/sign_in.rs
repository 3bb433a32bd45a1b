//! Signing in: who is let in, and how guessing is slowed.

use crate::support::leaks::PASSWORD_CHECKS;
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
        assert_eq!(account["level"], 3);
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
            ("doanvansau", PASSWORD),
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
    async fn an_address_waits_after_fifty_failures_under_whatever_names(t: &TestApp) {
        let behind_a_proxy = t.sibling(|config| config.trusted_proxies = 1).await;
        let attempt = async |login: String, password: &str, address: &str| {
            let client = t.anonymous_at(&behind_a_proxy);
            let body = json!({ "login": login, "password": password });
            client
                .call("login")
                .header("X-Forwarded-For", address)
                .json(&body)
                .await
        };
        for number in 0..50 {
            // What a client writes in front of the proxy's own entry may be forged.
            let address = format!("198.51.100.{number}, 203.0.113.9");
            attempt(format!("ten.{number}"), WRONG, &address)
                .await
                .problem("credentials_refused");
        }
        attempt("haidang".into(), PASSWORD, "198.51.100.77, 203.0.113.9")
            .await
            .problem("too_many_attempts");
        attempt("haidang".into(), PASSWORD, "203.0.113.10").await.is(200);
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

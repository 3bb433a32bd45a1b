//! Sessions: how long they last, how they are renewed, and which tokens count.

use crate::support::app::KEYS;
use crate::support::client::Proof;
use crate::support::province::{PASSWORD, account_id};
use crate::support::*;
use api::crypto::Keys;
use api::crypto::token::Tokens;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use uuid::Uuid;

fn read(part: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("JSON")
}

fn write(part: &Value) -> String {
    URL_SAFE_NO_PAD.encode(part.to_string())
}

async fn end(client: &Client<'_>, id: &Value) -> Answer {
    let id = id.as_str().expect("an id");
    client.call("endSession").at("session_id", id).await
}

async fn answer_to(client: &Client<'_>, token: &str) -> Answer {
    let call = client
        .call("getCurrentAccount")
        .header("Authorization", &format!("Bearer {token}"));
    call.await
}

on_both_engines!(
    #[test]
    async fn a_session_is_renewed_with_a_new_token_of_either_kind(t: &TestApp) {
        let client = t.anonymous();
        client.login("haidang", PASSWORD).await.is(200);
        let (access, cookie) = (client.token(), client.cookie.borrow().clone());
        t.pass(60);
        let renewed = client.refresh().await.is(200);
        assert_eq!(renewed["account"]["login"], "haidang");
        assert_ne!(client.token(), access);
        assert_ne!(*client.cookie.borrow(), cookie);
        client.call("getCurrentAccount").await.is(200);
        client.refresh().await.is(200);
    }

    // Part of KH-5.1.
    #[test]
    async fn a_refresh_token_that_comes_back_ends_the_whole_family(t: &TestApp) {
        let client = t.anonymous();
        client.login("haidang", PASSWORD).await.is(200);
        let stolen = client.cookie.borrow().clone();
        client.refresh().await.is(200);
        client.call("getCurrentAccount").await.is(200);

        t.pass(20);
        let thief = t.anonymous();
        thief.cookie.replace(stolen);
        thief.refresh().await.problem("refresh_refused");
        // The rightful token and the access token of the family are dead as well.
        client.call("getCurrentAccount").await.problem("session_ended");
        client.refresh().await.problem("refresh_refused");
        assert_eq!(rows::audit(t, "refresh_token_replayed").await.len(), 1);
    }

    #[test]
    async fn two_renewals_at_once_with_one_token_both_go_on(t: &TestApp) {
        let busy = t.sibling(|config| config.workers = Some(2)).await;
        let first = t.anonymous_at(&busy);
        first.login("haidang", PASSWORD).await.is(200);
        let second = t.anonymous_at(&busy);
        second.cookie.replace(first.cookie.borrow().clone());
        let statuses = client::at_once([first.refresh(), second.refresh()]).await;
        assert_eq!(statuses, [200, 200]);
        assert_eq!(*first.cookie.borrow(), *second.cookie.borrow(), "one successor");
        for tab in [&first, &second] {
            tab.call("getCurrentAccount").await.is(200);
        }
        // Whichever renews next, with the cookie that both have.
        second.refresh().await.is(200);
    }

    #[test]
    async fn a_renewal_whose_answer_was_lost_is_answered_again_for_twenty_seconds(t: &TestApp) {
        let client = t.anonymous();
        client.login("haidang", PASSWORD).await.is(200);
        let before = client.cookie.borrow().clone();
        client.refresh().await.is(200);
        t.pass(19);
        let same_browser = t.anonymous();
        same_browser.cookie.replace(before);
        same_browser.refresh().await.is(200);
        same_browser.call("getCurrentAccount").await.is(200);
        same_browser.refresh().await.is(200);
        // Signing out ends it for repeats too.
        let spent = client.cookie.borrow().clone();
        same_browser.call("logout").await.is(204);
        client.cookie.replace(spent);
        client.refresh().await.problem("refresh_refused");
        assert_eq!(rows::audit(t, "refresh_token_replayed").await.len(), 0);
    }

    // Part of LC-7.3, KH-9c.
    #[test]
    async fn signing_out_ends_the_session_at_once(t: &TestApp) {
        let client = t.anonymous();
        client.login("haidang", PASSWORD).await.is(200);
        let answer = client.call("logout").await;
        answer.is(204);
        let cookie = answer.header("set-cookie").expect("a cookie").to_owned();
        assert!(
            cookie.starts_with("luutru_refresh=;") && cookie.contains("Max-Age=0"),
            "{cookie}"
        );
        client.call("getCurrentAccount").await.problem("session_ended");
        client.refresh().await.problem("refresh_refused");
        // Once more, and without any session: nothing to end, and nothing to learn.
        client.call("logout").await.is(204);
        t.anonymous().call("logout").await.is(204);
        assert_eq!(rows::audit(t, "signed_out").await.len(), 2);
    }

    // Part of LC-7.3.
    #[test]
    async fn thirty_idle_minutes_end_a_session_to_the_second(t: &TestApp) {
        let client = t.anonymous();
        client.login("haidang", PASSWORD).await.is(200);
        t.pass(30 * 60 - 1);
        client.refresh().await.is(200);
        t.pass(30 * 60);
        client.refresh().await.problem("refresh_refused");
    }

    #[test]
    async fn twelve_hours_end_a_session_however_busy_it_was(t: &TestApp) {
        t.at("2026-11-21 06:00:00");
        let client = t.anonymous();
        client.login("haidang", PASSWORD).await.is(200);
        for _ in 0..24 {
            t.pass(29 * 60);
            client.refresh().await.is(200);
        }
        t.at("2026-11-21 17:59:59");
        client.refresh().await.is(200);
        client.call("getCurrentAccount").await.is(200);
        t.at("2026-11-21 18:00:00");
        client.call("getCurrentAccount").await.problem("session_ended");
        client.refresh().await.problem("refresh_refused");
    }

    // Part of LC-7.3.
    #[test]
    async fn an_administrators_session_is_shorter_to_the_second(t: &TestApp) {
        t.at("2026-11-21 06:00:00");
        let client = t.anonymous();
        let answer = client.login("quantri", PASSWORD).await;
        assert!(answer.header("set-cookie").unwrap().contains("Max-Age=28800"));
        t.pass(15 * 60 - 1);
        client.refresh().await.is(200);
        t.pass(15 * 60);
        client.refresh().await.problem("refresh_refused");

        t.at("2026-11-21 06:00:00");
        client.login("quantri", PASSWORD).await.is(200);
        while t.clock.now() < local("2026-11-21 13:50:00") {
            t.pass(14 * 60);
            client.refresh().await.is(200);
        }
        t.at("2026-11-21 13:59:59");
        client.call("getCurrentAccount").await.is(200);
        client.refresh().await.is(200);
        t.at("2026-11-21 14:00:00");
        client.call("getCurrentAccount").await.problem("session_ended");
        client.refresh().await.problem("refresh_refused");
    }

    // Proves LC-7.2, KH-9b.
    #[test]
    async fn a_holder_sees_where_the_account_is_signed_in_and_ends_it_there(t: &TestApp) {
        const WINDOWS: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
        let body = json!({ "login": "haidang", "password": PASSWORD });
        let desk = t.anonymous();
        let opened = desk
            .call("login")
            .header("User-Agent", WINDOWS)
            .json(&body)
            .await
            .is(200);
        desk.proof
            .replace(Proof::Token(opened["access_token"].as_str().unwrap().to_owned()));
        t.pass(60);
        let phone = t.signed_in("haidang").await;
        let neighbour = t.signed_in("bacthanh").await;

        let list = phone.call("listSessions").await.is(200);
        let items = list["items"].as_array().unwrap();
        assert_eq!(items.len(), 2);
        assert_eq!(
            (&items[0]["id"], &items[0]["is_current"]),
            (&json!(phone.session()), &json!(true))
        );
        assert_eq!(items[0]["device"], Value::Null);
        assert_eq!(
            (&items[1]["device"], &items[1]["is_current"]),
            (&json!("Chrome · Windows"), &json!(false))
        );
        assert_eq!(items[1]["signed_in_at"], instant("2026-11-21 20:00:00"));
        assert!(!rows::all(t, "session").await.join("").contains("Mozilla"));

        end(&neighbour, &items[1]["id"]).await.problem("not_found");
        end(&phone, &json!(neighbour.session())).await.problem("not_found");
        end(&phone, &json!(Uuid::now_v7())).await.problem("not_found");
        desk.call("getCurrentAccount").await.is(200);
        end(&phone, &items[1]["id"]).await.is(204);
        desk.call("getCurrentAccount").await.problem("session_ended");
        end(&phone, &items[1]["id"]).await.is(204);
        // One that has idled away is not among the open ones.
        let list = phone.call("listSessions").await.is(200);
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
        t.pass(30 * 60);
        let other = t.signed_in("haidang").await;
        let list = other.call("listSessions").await.is(200);
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
    }

    #[test]
    async fn all_other_sessions_end_at_once(t: &TestApp) {
        let here = t.signed_in("haidang").await;
        let others = [t.signed_in("haidang").await, t.signed_in("haidang").await];
        let neighbour = t.signed_in("bacthanh").await;
        assert_eq!(here.call("endOtherSessions").await.is(200), json!({ "ended": 2 }));
        for other in &others {
            other.call("getCurrentAccount").await.problem("session_ended");
        }
        here.call("getCurrentAccount").await.is(200);
        neighbour.call("getCurrentAccount").await.is(200);
        assert_eq!(here.call("endOtherSessions").await.is(200), json!({ "ended": 0 }));
    }

    #[test]
    async fn the_eleventh_session_of_an_account_ends_the_oldest(t: &TestApp) {
        let mut clients = Vec::new();
        for _ in 0..11 {
            let client = t.anonymous();
            client.login("haidang", PASSWORD).await.is(200);
            clients.push(client);
            t.pass(1);
        }
        clients[0].call("getCurrentAccount").await.problem("session_ended");
        clients[0].refresh().await.problem("refresh_refused");
        for client in &clients[1..] {
            client.call("getCurrentAccount").await.is(200);
        }
        let open = rows::number(t, "SELECT COUNT(*) FROM session WHERE ended_at IS NULL").await;
        assert_eq!(open, 10);
    }

    #[test]
    async fn an_access_token_is_good_for_ten_minutes(t: &TestApp) {
        let client = t.anonymous();
        client.login("haidang", PASSWORD).await.is(200);
        t.pass(599);
        client.call("getCurrentAccount").await.is(200);
        t.pass(1);
        client.call("getCurrentAccount").await.problem("token_expired");
        client.refresh().await.is(200);
        client.call("getCurrentAccount").await.is(200);
    }

    // Part of KH-5.1.
    #[test]
    async fn a_forged_token_is_refused_whatever_it_claims(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let session = haidang.session();
        let good = haidang.token().expect("a token");
        answer_to(&haidang, &good).await.is(200);
        let parts: Vec<&str> = good.split('.').collect();
        let (head, claims, signature) = (read(parts[0]), parts[1], parts[2]);
        let administrator = write(&read(claims).with("/sub", account_id("quantri").to_string()));

        // Signed with the public key as a shared secret, in case the algorithm is taken from the token.
        let public = KEYS.signing[0].1.verifying_key();
        let hs256 = format!("{}.{claims}", write(&head.clone().with("/alg", "HS256")));
        let mut mac = Hmac::<Sha256>::new_from_slice(public.as_bytes()).expect("a key");
        mac.update(hs256.as_bytes());
        let shared = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());

        let stranger = Tokens::new(&Keys::generate()).expect("keys");
        let foreign = stranger
            .issue(account_id("haidang"), session, t.clock.now())
            .expect("a token");

        let none = write(&json!({ "alg": "none", "typ": "JWT" }));
        let other_kid = write(&head.clone().with("/kid", "k2"));
        let mut torn = signature.to_owned();
        torn.replace_range(..1, if signature.starts_with('A') { "B" } else { "A" });
        for (what, token) in [
            (
                "other claims under a true signature",
                format!("{}.{administrator}.{signature}", parts[0]),
            ),
            (
                "a signature changed in one letter",
                format!("{}.{claims}.{torn}", parts[0]),
            ),
            ("no signature", format!("{}.{claims}.", parts[0])),
            ("alg none", format!("{none}.{claims}.")),
            (
                "alg none with the key's name",
                format!("{}.{claims}.", write(&head.clone().with("/alg", "none"))),
            ),
            ("HS256 with the public key", format!("{hs256}.{shared}")),
            ("another key under the same name", foreign),
            ("a key that there is not", format!("{other_kid}.{claims}.{signature}")),
            ("no token at all", "x".to_owned()),
            ("nothing", String::new()),
        ] {
            let answer = answer_to(&haidang, &token).await;
            assert_eq!(answer.problem("token_invalid")["errors"], Value::Null, "{what}");
        }
        let basic = haidang
            .call("getCurrentAccount")
            .header("Authorization", "Basic aGFpZGFuZzp4");
        basic.await.problem("token_invalid");
        t.anonymous().call("getCurrentAccount").await.problem("unauthenticated");
    }

    #[test]
    async fn a_token_is_bound_to_the_session_of_its_own_account(t: &TestApp) {
        let (haidang, bacthanh) = (t.signed_in("haidang").await, t.signed_in("bacthanh").await);
        let issue = |account: &str, session: Uuid| {
            t.app
                .tokens
                .issue(account_id(account), session, t.clock.now())
                .expect("a token")
        };
        for (account, session) in [
            ("quantri", haidang.session()),
            ("haidang", bacthanh.session()),
            ("haidang", Uuid::now_v7()),
        ] {
            let client = t.anonymous();
            client.proof.replace(Proof::Token(issue(account, session)));
            client.call("getCurrentAccount").await.problem("session_ended");
        }
    }

    #[test]
    async fn an_unknown_refresh_token_is_refused_and_ends_nothing(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        for token in ["", "x", &"A".repeat(43), "%00", &"A".repeat(4_000)] {
            let call = t.anonymous();
            let call = call
                .call("refreshToken")
                .header("Cookie", &format!("luutru_refresh={token}"));
            call.await.problem("refresh_refused");
        }
        t.anonymous().call("refreshToken").await.problem("refresh_refused");
        haidang.refresh().await.is(200);
    }

    #[test]
    async fn tokens_and_passwords_are_stored_as_hashes_only(t: &TestApp) {
        let client = t.anonymous();
        client.login("haidang", PASSWORD).await.is(200);
        client.refresh().await.is(200);
        for table in [
            "account",
            "session",
            "refresh_token",
            "login_throttle",
            "idempotency_key",
            "outbox",
        ] {
            leaks::expect_none_in_rows(table, &rows::all(t, table).await);
        }
        let hashes = rows::texts(t, "SELECT password_hash FROM account").await;
        assert!(
            hashes
                .iter()
                .all(|hash| hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")),
            "{hashes:?}"
        );
    }
);

//! The same request twice is carried out once.

use crate::support::province::{HA, PHAT};
use crate::support::*;
use serde_json::json;

const KEY: &str = "4f3c2a1e-0b7d-4c55-9a8e-6d1f2b3c4d5e";

on_both_engines!(
    #[test]
    async fn a_repeat_gets_the_first_answer_and_stores_nothing(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let body = t.stay_in("402", &PHAT);
        let first = haidang.call("notifyStay").key(KEY).json(&body).await;
        assert_eq!((first.status, first.header("idempotency-replayed")), (201, None));
        // The stay has changed since, and what was allowed then is not any more.
        let stay = first.json();
        haidang.amend(&stay, json!({ "note": "x" })).await.is(200);
        t.at("2026-11-23 15:00:00");
        for _ in 0..2 {
            let again = haidang.call("notifyStay").key(KEY).json(&body).await;
            assert_eq!(
                (again.status, again.header("idempotency-replayed")),
                (201, Some("true"))
            );
            assert_eq!(again.body, first.body);
        }
        assert_eq!(rows::count(t, "stay").await, 1);
        assert_eq!(rows::audit(t, "stay_notified").await.len(), 1);
    }

    #[test]
    async fn two_keys_are_none(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let call = haidang.call("notifyStay").key(KEY).key("another-key-0001");
        call.json(&t.stay_in("402", &PHAT)).await.problem("malformed_request");
        assert_eq!(rows::count(t, "stay").await, 0);
    }

    #[test]
    async fn the_same_key_with_another_request_is_refused(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang
            .call("notifyStay")
            .key(KEY)
            .json(&t.stay_in("402", &PHAT))
            .await
            .is(201);
        let before = rows::everything(t).await;
        haidang
            .call("notifyStay")
            .key(KEY)
            .json(&t.stay_in("402", &HA))
            .await
            .problem("idempotency_key_reused");
        // Another operation is another request, whatever its body.
        let departure = json!({ "version": 1 });
        let call = haidang.call("checkOutStay").stay(&stay).key(KEY).json(&departure);
        call.await.problem("idempotency_key_reused");
        assert_eq!(rows::everything(t).await, before);
    }

    #[test]
    async fn every_account_has_keys_of_its_own(t: &TestApp) {
        let body = notification::stay(&PHAT);
        let first = t
            .signed_in("doanvansau")
            .await
            .call("notifyStay")
            .key(KEY)
            .json(&body)
            .await
            .is(201);
        let room = t.stay_in("402", &PHAT);
        let second = t
            .signed_in("haidang")
            .await
            .call("notifyStay")
            .key(KEY)
            .json(&room)
            .await
            .is(201);
        assert_ne!(first["id"], second["id"]);
    }

    #[test]
    async fn of_twins_at_once_one_is_stored_and_both_get_its_answer(t: &TestApp) {
        let busy = t.sibling(|config| config.workers = Some(2)).await;
        let other = t.sibling(|config| config.workers = Some(2)).await;
        let clients = [
            t.signed_in_at(&busy, "haidang").await,
            t.signed_in_at(&busy, "haidang").await,
            t.signed_in_at(&other, "haidang").await,
            t.signed_in_at(&other, "haidang").await,
        ];
        let body = t.stay_in("402", &PHAT);
        let requests = clients
            .iter()
            .map(async |client| client.call("notifyStay").key(KEY).json(&body).await);
        let answers = futures_util::future::join_all(requests).await;
        for answer in &answers {
            assert_eq!(answer.is(201), answers[0].json());
        }
        let fresh = answers
            .iter()
            .filter(|answer| answer.header("idempotency-replayed").is_none());
        assert_eq!(fresh.count(), 1);
        assert_eq!(rows::count(t, "stay").await, 1);
        assert_eq!(rows::audit(t, "stay_notified").await.len(), 1);
    }

    #[test]
    async fn of_rivals_at_once_with_one_key_one_is_stored_and_the_other_refused(t: &TestApp) {
        let busy = t.sibling(|config| config.workers = Some(2)).await;
        let clients = [
            t.signed_in_at(&busy, "haidang").await,
            t.signed_in_at(&busy, "haidang").await,
        ];
        let bodies = [t.stay_in("402", &PHAT), t.stay_in("401", &HA)];
        let requests = clients.iter().zip(&bodies);
        let requests = requests.map(async |(client, body)| client.call("notifyStay").key(KEY).json(body).await);
        let mut statuses = client::at_once(requests).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
        assert_eq!(rows::count(t, "stay").await, 1);
    }

    #[test]
    async fn a_refused_request_does_not_use_up_its_key(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let bad = t.stay_in("402", &PHAT).without("/reason");
        haidang
            .call("notifyStay")
            .key(KEY)
            .json(&bad)
            .await
            .refuses(&[("/reason", "required")]);
        haidang
            .call("notifyStay")
            .key(KEY)
            .json(&t.stay_in("402", &PHAT))
            .await
            .is(201);
    }

    #[test]
    async fn a_departure_can_be_repeated_under_its_key(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
        let body = json!({ "version": 1 });
        let first = haidang.call("checkOutStay").stay(&stay).key(KEY).json(&body).await;
        let second = haidang.call("checkOutStay").stay(&stay).key(KEY).json(&body).await;
        assert_eq!(first.is(200), second.is(200));
        assert_eq!(second.header("idempotency-replayed"), Some("true"));
        // Without the key the twin is told.
        haidang.check_out(&stay).await.problem("already_departed");
    }

    #[test]
    async fn a_key_that_is_none_is_refused(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        for key in ["", "short", &"x".repeat(65), "with space", "tab\tulator"] {
            let call = haidang.call("notifyStay").key(key).json(&t.stay_in("402", &PHAT));
            call.await.problem("malformed_request");
        }
        let foreign = reqwest::header::HeaderValue::from_bytes("chìa-khóa-của-tôi".as_bytes()).unwrap();
        let token = haidang.token().unwrap();
        let address = format!("{}/api/v1/stays", t.address());
        let request = t
            .http
            .post(address)
            .bearer_auth(token)
            .header("Idempotency-Key", foreign);
        let request = request
            .header("Content-Type", "application/json")
            .body(t.stay_in("402", &PHAT).to_string());
        assert_eq!(request.send().await.unwrap().status(), 400);
        assert_eq!(rows::count(t, "stay").await, 0);
        for key in ["12345678", &"x".repeat(64), "!#$%&'*+-.^_`|~"] {
            let call = haidang.call("notifyStay").key(key).json(&t.stay_in("402", &PHAT));
            call.await.is(201);
        }
    }

    #[test]
    async fn the_stored_answer_holds_no_personal_data_in_the_clear(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        haidang
            .call("notifyStay")
            .key(KEY)
            .json(&t.stay_in("402", &PHAT))
            .await
            .is(201);
        let rows = rows::all(t, "idempotency_key").await;
        assert_eq!(rows.len(), 1);
        leaks::expect_none_in_rows("idempotency_key", &rows);
        let hex = format!("{:02x?}", PHAT.document_number.as_bytes()).replace(['[', ']', ',', ' '], "");
        assert!(!rows[0].to_lowercase().contains(&hex));
    }
);

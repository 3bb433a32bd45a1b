//! What the pages seal their drafts with: given with a session, and forgotten with the last one.

use crate::support::province::{PASSWORD, account_id};
use crate::support::*;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;

async fn key_of(t: &TestApp, login: &str, password: &str) -> String {
    let opened = t.anonymous().login(login, password).await.is(200);
    opened["draft_key"].as_str().expect("a key").to_owned()
}

on_both_engines!(
    #[test]
    async fn all_sessions_of_a_name_have_one_key_and_nobody_elses_has_it(t: &TestApp) {
        let first = t.anonymous();
        let key = first.login("haidang", PASSWORD).await.is(200)["draft_key"].clone();
        assert_eq!(STANDARD.decode(key.as_str().unwrap()).unwrap().len(), 32);
        assert_eq!(key_of(t, "haidang", PASSWORD).await, key);
        t.pass(60);
        assert_eq!(first.refresh().await.is(200)["draft_key"], key);
        assert_ne!(key_of(t, "bacthanh", PASSWORD).await, key);
        // It lies sealed, as it opens what is typed of guests.
        let plain = STANDARD.decode(key.as_str().unwrap()).unwrap();
        let hex: String = plain.iter().map(|byte| format!("{byte:02x}")).collect();
        for row in rows::all(t, "draft_key").await {
            assert!(!row.to_lowercase().contains(&hex), "the key lies open");
        }
    }

    #[test]
    async fn a_key_outlives_the_last_session_by_nothing(t: &TestApp) {
        let hours = 12 * 3_600;
        let first = key_of(t, "haidang", PASSWORD).await;
        t.pass(hours / 2);
        assert_eq!(key_of(t, "haidang", PASSWORD).await, first);
        // The first session is over by now, the second is not.
        t.pass(hours - 1);
        assert_eq!(key_of(t, "haidang", PASSWORD).await, first);
        t.pass(hours);
        let second = key_of(t, "haidang", PASSWORD).await;
        assert_ne!(second, first);
        t.pass(hours);
        t.work().await;
        assert_eq!(rows::count(t, "draft_key").await, 0);
    }

    #[test]
    async fn a_password_that_others_issue_takes_the_key_along(t: &TestApp) {
        key_of(t, "haidang", PASSWORD).await;
        let administrator = t.signed_in("quantri").await;
        let body = json!({ "delivery": "handover", "reason": "password_forgotten" });
        let reset = administrator
            .call("resetPassword")
            .at("account_id", account_id("haidang"))
            .json(&body)
            .await;
        assert!(reset.status < 300, "{}", reset.text());
        assert_eq!(rows::count(t, "draft_key").await, 0);
    }
);

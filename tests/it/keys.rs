//! Keys: what they protect, and how they are changed without a pause.

use crate::support::app::KEYS;
use crate::support::client::Proof;
use crate::support::province::{HA, PHAT};
use crate::support::*;
use api::crypto::Keys;
use serde_json::{Value, json};

/// The keys of the tests with a change, by way of the key file that an operator would edit.
fn changed(t: &TestApp, change: impl FnOnce(&mut Value, &Value)) -> Keys {
    let read = |keys: &Keys, name: &str| {
        let path = t.folder.join(name);
        keys.write(&path).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        serde_json::from_str::<Value>(&text).unwrap()
    };
    let mut file = read(&KEYS, "old.json");
    change(&mut file, &read(&Keys::generate(), "fresh.json"));
    let path = t.folder.join("keys.json");
    std::fs::write(&path, file.to_string()).unwrap();
    Keys::read(&path).unwrap()
}

/// A new key of each kind beside the old one.
fn rotated(t: &TestApp) -> Keys {
    changed(t, |file, fresh| {
        let signing = json!([fresh["signing"][0].clone().with("/id", "k2"), file["signing"][0]]);
        let sealing = json!([file["sealing"][0], fresh["sealing"][0].clone().with("/id", 2)]);
        file["signing"] = signing;
        file["sealing"] = sealing;
    })
}

on_both_engines!(
    // Part of LC-8.2.
    #[test]
    async fn keys_are_changed_without_losing_a_session_or_a_stay(t: &TestApp) {
        let old = t.signed_in("haidang").await;
        let stay = old
            .notify(&t.stay_in("402", &PHAT).with("/guest/phone", PHAT.phone))
            .await;
        let stay = old.amend(&stay, json!({ "note": "x" })).await.is(200);
        let token = old.token().unwrap();
        let after = t.sibling_with_keys(&rotated(t)).await;
        // The token of the old key still counts, and what the old key sealed still opens.
        let client = t.anonymous_at(&after);
        client.proof.replace(Proof::Token(token.clone()));
        assert_eq!(client.get(&stay).await["guest"], stay["guest"]);
        let history = client.call("listStayVersions").stay(&stay).await.is(200);
        assert_eq!(history["versions"][1]["stay"]["guest"]["phone"], PHAT.phone);
        let found = json!({ "document_number": PHAT.document_number });
        let found = client.call("searchStays").json(&found).await.is(200);
        assert_eq!(found["people"].as_array().map(Vec::len), Some(1));
        // New tokens and new values are the new key's.
        client.cookie.replace(old.cookie.borrow().clone());
        client.refresh().await.is(200);
        assert_ne!(client.token().unwrap().split('.').next(), token.split('.').next());
        let newer = client.notify(&t.stay_in("401", &HA)).await;
        client.get(&newer).await;
        let sealed_with = "SELECT COUNT(*) FROM stay WHERE substr(document_number_sealed, 2, 4) =";
        let by = async |key: &str| {
            let bytes = match t.engine {
                Engine::Sqlite => format!("X'{key}'"),
                Engine::Postgres => format!("'\\x{key}'::bytea"),
            };
            rows::number(t, &format!("{sealed_with} {bytes}")).await
        };
        assert_eq!((by("00000001").await, by("00000002").await), (1, 1));
    }

    // Part of LC-8.2.
    #[test]
    async fn who_has_the_database_and_not_the_keys_can_read_no_number(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
        let thief = t.sibling_with_keys(&Keys::generate()).await;
        // Even with a session of its own making.
        let thief = t.signed_in_at(&thief, "haidang").await;
        thief.call("getStay").stay(&stay).await.problem("internal");
        thief.call("listStays").await.problem("internal");
        let search = json!({ "document_number": PHAT.document_number });
        assert_eq!(
            thief.call("searchStays").json(&search).await.is(200)["people"],
            json!([])
        );
    }

    #[test]
    async fn a_key_that_was_taken_away_signs_and_opens_nothing_more(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let token = haidang.token().unwrap();
        let without = changed(t, |file, fresh| {
            file["signing"] = json!([fresh["signing"][0].clone().with("/id", "k2")])
        });
        let without = t.sibling_with_keys(&without).await;
        let client = t.anonymous_at(&without);
        client.proof.replace(Proof::Token(token));
        client.call("getCurrentAccount").await.problem("token_invalid");
    }
);

#[test]
fn a_key_file_is_for_its_owner_alone_and_never_overwritten() {
    use std::os::unix::fs::PermissionsExt;
    let path = engine::folder().join("keys.json");
    Keys::generate().write(&path).unwrap();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let before = std::fs::read(&path).unwrap();
    assert!(Keys::generate().write(&path).is_err());
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

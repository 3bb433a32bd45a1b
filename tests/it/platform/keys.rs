//! Keys: what they protect, and how they are changed without a pause.

use crate::support::app::KEYS;
use crate::support::client::Proof;
use crate::support::province::{HA, PHAT};
use crate::support::*;
use api::crypto::{KeyKind, Keys};
use serde_json::{Value, json};
use std::sync::LazyLock;

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
    let _ = std::fs::remove_file(&path);
    write_keys(&path, &file);
    Keys::read(&path).unwrap()
}

/// As an operator has it: for the owner alone.
fn write_keys(path: &std::path::Path, file: &Value) {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = std::fs::OpenOptions::new();
    let mut out = options.write(true).create_new(true).mode(0o600).open(path).unwrap();
    out.write_all(file.to_string().as_bytes()).unwrap();
}

/// A new key of each kind beside the old one: handed out, and in use or not yet. The same new keys each time.
pub fn with_new_keys(in_use: bool) -> Keys {
    static NEW: LazyLock<Keys> = LazyLock::new(|| {
        let mut keys = copy(&KEYS);
        for kind in [KeyKind::Signing, KeyKind::Sealing, KeyKind::Index] {
            keys.add(kind);
        }
        keys
    });
    let mut keys = copy(&NEW);
    if in_use {
        keys.use_key(KeyKind::Signing, "k2").unwrap();
        keys.use_key(KeyKind::Sealing, "2").unwrap();
        keys.use_key(KeyKind::Index, "2").unwrap();
    }
    keys
}

pub fn copy(keys: &Keys) -> Keys {
    Keys {
        signing: keys.signing.clone(),
        sealing: keys.sealing.clone(),
        index: keys.index.clone(),
    }
}

/// A new key of each kind beside the old one.
fn rotated(t: &TestApp) -> Keys {
    changed(t, |file, fresh| {
        let signing = json!([fresh["signing"][0].clone().with("/id", "k2"), file["signing"][0]]);
        let sealing = json!([file["sealing"][0], fresh["sealing"][0].clone().with("/id", 2)]);
        file["signing"] = signing;
        file["sealing"] = sealing;
        file["signs"] = json!("k2");
        file["seals"] = json!(2);
    })
}

/// The status of the probe of an instance.
async fn ready(t: &TestApp, address: &str) -> u16 {
    let answer = t.http.get(format!("{address}/health/ready")).send().await.unwrap();
    answer.status().as_u16()
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
        // Even with a session of its own making nothing is answered, and nobody is told that a guest is not known.
        let at = &thief;
        let thief = t.signed_in_at(at, "haidang").await;
        thief.call("getStay").stay(&stay).await.problem("unavailable");
        thief.call("listStays").await.problem("unavailable");
        let search = json!({ "document_number": PHAT.document_number });
        thief.call("searchStays").json(&search).await.problem("unavailable");
        let stays = rows::count(t, "stay").await;
        let body = t.stay_in("401", &HA);
        thief.call("notifyStay").json(&body).await.problem("unavailable");
        assert_eq!(rows::count(t, "stay").await, stays);
        assert_eq!(ready(t, &at.address).await, 503);
    }

    // Part of LC-8.2.
    #[test]
    async fn new_keys_are_handed_to_all_instances_before_one_uses_them(t: &TestApp) {
        let before = t.signed_in("haidang").await;
        let old = before.notify(&t.stay_in("402", &PHAT)).await;
        // First step: both instances have the new keys, neither uses them.
        let (one, two) = (
            t.sibling_with_keys(&with_new_keys(false)).await,
            t.sibling_with_keys(&with_new_keys(false)).await,
        );
        let at_one = t.signed_in_at(&one, "haidang").await;
        at_one.get(&old).await;
        assert_eq!((ready(t, &one.address).await, ready(t, t.address()).await), (200, 200));
        // Second step: one uses them, and the other reads what it writes and takes its tokens.
        let three = t.sibling_with_keys(&with_new_keys(true)).await;
        let at_three = t.signed_in_at(&three, "haidang").await;
        let new = at_three.notify(&t.stay_in("401", &HA)).await;
        let at_two = t.anonymous_at(&two);
        at_two.proof.replace(Proof::Token(at_three.token().unwrap()));
        assert_eq!(at_two.get(&new).await["guest"], new["guest"]);
        for (client, guest) in [(&at_two, &HA), (&at_two, &PHAT), (&at_three, &HA), (&at_three, &PHAT)] {
            let search = json!({ "document_number": guest.document_number });
            let found = client.call("searchStays").json(&search).await.is(200);
            assert_eq!(found["people"].as_array().map(Vec::len), Some(1));
        }
        assert_eq!(
            (ready(t, &two.address).await, ready(t, &three.address).await),
            (200, 200)
        );
        // Who was not given the key is asked no more, and tells whoever asks all the same to come back.
        assert_eq!(ready(t, t.address()).await, 503);
        before.call("getStay").stay(&new).await.problem("unavailable");
        before.call("listStays").await.problem("unavailable");
        before.get(&old).await;
    }

    #[test]
    async fn a_key_that_was_taken_away_signs_and_opens_nothing_more(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let token = haidang.token().unwrap();
        let without = changed(t, |file, fresh| {
            file["signing"] = json!([fresh["signing"][0].clone().with("/id", "k2")]);
            file["signs"] = json!("k2");
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
    for open in [0o640, 0o604, 0o622] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(open)).unwrap();
        let fault = Keys::read(&path).err().unwrap().to_string();
        assert!(
            fault.contains("open to others") && fault.contains("keys.json"),
            "{fault}"
        );
    }
    for closed in [0o400, 0o600] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(closed)).unwrap();
        Keys::read(&path).unwrap();
    }
    let before = std::fs::read(&path).unwrap();
    assert!(Keys::generate().write(&path).is_err());
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_key_file_says_which_key_is_in_use_and_one_from_before_still_counts() {
    let folder = engine::folder();
    let path = folder.join("keys.json");
    let mut keys = with_new_keys(false);
    keys.write(&path).unwrap();
    let kept = Keys::read(&path).unwrap();
    assert_eq!(
        (kept.signing[0].0.as_str(), kept.sealing[0].0, kept.index[0].0),
        ("k1", 1, 1)
    );
    assert_eq!((kept.signing.len(), kept.sealing.len(), kept.index.len()), (2, 2, 2));
    keys.use_key(KeyKind::Sealing, "2").unwrap();
    keys.replace(&path).unwrap();
    assert_eq!(Keys::read(&path).unwrap().sealing[0].0, 2);
    assert!(keys.use_key(KeyKind::Sealing, "3").is_err());
    assert!(keys.remove(KeyKind::Sealing, "2").is_err(), "it is in use");
    keys.remove(KeyKind::Sealing, "1").unwrap();
    assert_eq!(keys.sealing.len(), 1);
    // Before, a file had one index key without a number, and the highest sealing key was in use.
    let text = std::fs::read_to_string(&path).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let old = json!({ "signing": file["signing"], "sealing": file["sealing"], "index": file["index"][0]["secret"] });
    let path = folder.join("old.json");
    write_keys(&path, &old);
    let old = Keys::read(&path).unwrap();
    assert_eq!((old.sealing[0].0, old.index.len(), old.index[0].0), (2, 1, 1));
    for (fault, file) in [
        ("not there", file.clone().with("/seals", 7)),
        ("two keys", file.clone().with("/sealing/1/id", 2)),
        ("32 bytes", file.clone().with("/index/0/secret", "AAAA")),
    ] {
        let path = folder.join(format!("{fault}.json"));
        write_keys(&path, &file);
        let told = format!("{:#}", Keys::read(&path).err().unwrap());
        assert!(told.contains(fault), "{told}");
    }
}

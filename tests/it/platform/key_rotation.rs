//! Sealing everything anew under new keys, while the service runs.

use crate::platform::keys::{copy, with_new_keys};
use crate::support::filing::{application, dossier};
use crate::support::guest_list::{csv, guest, preview};
use crate::support::province::{HA, PHAT, Person, TEREZA};
use crate::support::*;
use api::crypto::{KeyKind, Keys};
use api::keyring::{self, columns::TABLES, rotate};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Something in every table that has sealed columns and is filled by the API in a few acts.
struct Filled {
    stay: Value,
    receipt: Value,
}

async fn fill(t: &TestApp) -> Filled {
    let hotel = t.signed_in("haidang").await;
    let stay = hotel
        .notify(&t.stay_in("402", &PHAT).with("/guest/phone", PHAT.phone))
        .await;
    let stay = hotel.amend(&stay, json!({ "note": "x" })).await.is(200);
    let foreign = t
        .stay_in("401", &TEREZA)
        .with("/guest", notification::whole_guest(&TEREZA));
    hotel.notify(&foreign).await;
    let police = t.signed_in("congan.nhatrang").await;
    let question = json!({ "text": "Khách có mang theo hộ chiếu không?" });
    police.call("askAboutStay").stay(&stay).json(&question).await.is(200);
    let receipt = t.apply(&application()).await;
    Filled { stay, receipt }
}

/// How many values of each sealed column the key with that number has sealed.
async fn sealed_with(t: &TestApp, id: u32) -> Vec<(String, i64)> {
    let mut found = Vec::new();
    for table in TABLES {
        for column in table.columns {
            let key = match t.engine {
                Engine::Sqlite => format!("X'{id:08x}'"),
                Engine::Postgres => format!("'\\x{id:08x}'::bytea"),
            };
            let sql = format!(
                "SELECT COUNT(*) FROM {} WHERE substr({}, 2, 4) = {key}",
                table.name, column.name
            );
            found.push((format!("{}.{}", table.name, column.name), rows::number(t, &sql).await));
        }
    }
    found
}

/// The triggers of the database, as they are written.
async fn triggers(t: &TestApp) -> Vec<String> {
    let sql = match t.engine {
        Engine::Sqlite => "SELECT sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name",
        Engine::Postgres => "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    };
    rows::texts(t, sql).await
}

/// The new keys alone, once the old ones have left the file.
fn without_the_old() -> Keys {
    let mut keys = with_new_keys(true);
    for (kind, id) in [(KeyKind::Signing, "k1"), (KeyKind::Sealing, "1"), (KeyKind::Index, "1")] {
        keys.remove(kind, id).unwrap();
    }
    keys
}

/// All that was stored is still found and read by an instance that has the new keys alone.
async fn everything_is_there(t: &TestApp, filled: &Filled) {
    let after = t.sibling_with_keys(&without_the_old()).await;
    let hotel = t.signed_in_at(&after, "haidang").await;
    assert_eq!(hotel.get(&filled.stay).await["guest"], filled.stay["guest"]);
    let history = hotel.call("listStayVersions").stay(&filled.stay).await.is(200);
    assert_eq!(history["versions"][1]["stay"]["guest"]["phone"], PHAT.phone);
    let thread = &hotel.get(&filled.stay).await["thread"];
    assert_eq!(thread["messages"][0]["text"], "Khách có mang theo hộ chiếu không?");
    for guest in [&PHAT, &TEREZA] {
        let search = json!({ "document_number": guest.document_number });
        let found = hotel.call("searchStays").json(&search).await.is(200);
        assert_eq!(found["people"].as_array().map(Vec::len), Some(1));
    }
    let code = json!({ "dossier_code": filled.receipt["dossier_code"] });
    t.anonymous_at(&after).call("lookupDossier").json(&code).await.is(200);
    let police = t.signed_in_at(&after, "congan.tinh").await;
    let seen = dossier(&police, filled.receipt["number"].as_str().unwrap()).await;
    let scan = police
        .call("downloadAttachment")
        .at("dossier_id", seen["id"].as_str().unwrap())
        .at("attachment_id", seen["attachments"][0]["id"].as_str().unwrap())
        .await;
    assert!(scan.body.starts_with(b"%PDF-"));
}

on_both_engines!(
    // Part of LC-8.2.
    #[test]
    async fn everything_is_sealed_anew_and_the_old_keys_can_go(t: &TestApp) {
        let filled = fill(t).await;
        let guards = triggers(t).await;
        let new = t.sibling_with_keys(&with_new_keys(true)).await;
        // A version that is made after the change holds values of before it.
        let hotel = t.signed_in_at(&new, "haidang").await;
        let stay = hotel.get(&filled.stay).await;
        hotel.amend(&stay, json!({ "note": "y" })).await.is(200);
        for (kind, id) in [(KeyKind::Sealing, "1"), (KeyKind::Index, "1")] {
            let kept = keyring::may_go(&new.app, kind, id).await.unwrap_err();
            assert!(kept.to_string().contains("keys rotate"), "{kept}");
        }
        let before = sealed_with(t, 1).await;
        let done = rotate::run(&new.app).await.unwrap();
        assert!(done.changed > 5, "{done:?}");
        assert_eq!(done.retired, 2);
        for ((column, had), (_, left)) in before.iter().zip(sealed_with(t, 1).await) {
            assert_eq!(left, 0, "{column} had {had}");
        }
        let new_now = sealed_with(t, 2).await;
        for must in [
            "stay.phone_sealed",
            "stay_version.snapshot_sealed",
            "dossier_attachment.content_sealed",
        ] {
            assert!(
                new_now.iter().any(|(column, has)| column == must && *has > 0),
                "{must}: {new_now:?}"
            );
        }
        assert_eq!(triggers(t).await, guards, "the guards of history are as they were");
        rows::execute(t, "UPDATE stay_version SET act = 'x'").await.unwrap_err();
        rows::execute(t, "UPDATE stay SET note = 'x'").await.unwrap_err();
        rows::execute(t, "UPDATE dossier_event SET kind = 'x'")
            .await
            .unwrap_err();
        // A second time there is nothing to do.
        let again = rotate::run(&new.app).await.unwrap();
        assert_eq!((again.changed, again.retired), (0, 0));
        for kind in [KeyKind::Sealing, KeyKind::Index] {
            keyring::may_go(&new.app, kind, "1").await.unwrap();
        }
        everything_is_there(t, &filled).await;
        // Who, when, how much, and no value.
        assert_eq!(rows::audit(t, "key_rotation_begun").await.len(), 2);
        assert_eq!(rows::audit(t, "key_rotation_finished").await.len(), 2);
        let parts: BTreeSet<String> = rows::audit(t, "values_resealed")
            .await
            .iter()
            .map(|event| event.details["table"].as_str().unwrap().to_owned())
            .collect();
        assert!(parts.contains("stay") && parts.contains("stay_version"), "{parts:?}");
        // Whoever still seals with a key that was replaced is asked no more.
        let old = t.sibling_with_keys(&copy(&app::KEYS)).await;
        t.anonymous_at(&old).call("getProfile").await.problem("unavailable");
    }

    #[test]
    async fn a_rotation_that_was_cut_off_goes_on_where_it_stopped(t: &TestApp) {
        let filled = fill(t).await;
        let new = t.sibling_with_keys(&with_new_keys(true)).await;
        // The machine fails in the middle: at the first row of dossiers.
        let (fail, mend) = match t.engine {
            Engine::Sqlite => (
                vec!["CREATE TRIGGER broken BEFORE UPDATE ON dossier BEGIN SELECT RAISE(ABORT, 'broken'); END"],
                "DROP TRIGGER broken",
            ),
            Engine::Postgres => (
                vec![
                    "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$",
                    "CREATE TRIGGER broken BEFORE UPDATE ON dossier FOR EACH ROW EXECUTE FUNCTION broken()",
                ],
                "DROP TRIGGER broken ON dossier",
            ),
        };
        for sql in fail {
            rows::execute(t, sql).await.unwrap();
        }
        rotate::run(&new.app).await.unwrap_err();
        let open = "SELECT changed FROM key_rotation WHERE finished_at IS NULL AND at_table IS NOT NULL";
        let so_far = rows::number(t, open).await;
        assert!(so_far > 0);
        // Nothing of the old keys may go, and both kinds are read meanwhile.
        assert!(keyring::may_go(&new.app, KeyKind::Sealing, "1").await.is_err());
        t.signed_in_at(&new, "haidang").await.get(&filled.stay).await;
        t.signed_in_at(&new, "congan.tinh")
            .await
            .call("listDossiers")
            .await
            .is(200);
        rows::execute(t, mend).await.unwrap();
        let done = rotate::run(&new.app).await.unwrap();
        assert!(done.changed > so_far, "what was done counts");
        assert_eq!(rows::count(t, "key_rotation").await, 1, "the same one");
        assert!(sealed_with(t, 1).await.iter().all(|(_, left)| *left == 0));
        everything_is_there(t, &filled).await;
    }

    // lookups of stays while index keys are exchanged
    #[test]
    async fn while_keys_are_exchanged_a_number_is_met_under_either_key(t: &TestApp) {
        // Two instances in the middle of it: one still indexes with the old key, the other with the new one.
        let old = t.sibling_with_keys(&with_new_keys(false)).await;
        let new = t.sibling_with_keys(&with_new_keys(true)).await;
        let (first, then) = (
            t.signed_in_at(&old, "haidang").await,
            t.signed_in_at(&new, "haidang").await,
        );
        // Known in the facility: the new key meets what the old one has indexed, and the other way round.
        let phat = first.notify(&t.stay_in("402", &PHAT)).await;
        let again = then.notify(&t.stay_in("401", &PHAT)).await;
        let ha = then.notify(&t.stay_in("402", &HA)).await;
        let ha_again = first.notify(&t.stay_in("401", &HA)).await;
        for (before, after) in [(&phat, &again), (&ha, &ha_again)] {
            let warnings = after["warnings"].as_array().unwrap();
            let warning = warnings.iter().find(|warning| warning["code"] == "already_notified");
            let warning = warning.unwrap_or_else(|| panic!("{after}"));
            assert_eq!(warning["params"]["stay_id"], before["id"]);
        }
        let indexes = "SELECT COUNT(DISTINCT document_number_index) FROM stay";
        assert_eq!(rows::number(t, indexes).await, 4, "two people, each under two keys");
        let household = t.signed_in_at(&old, "doanvansau").await;
        household.notify(&notification::stay(&HA)).await;
        for instance in [&old, &new] {
            let hotel = t.signed_in_at(instance, "haidang").await;
            for search in [
                json!({ "document_number": PHAT.document_number }),
                json!({ "name": "lam tan" }),
            ] {
                // Guests who come again, and the search: one person with both stays.
                let found = hotel.call("findReturningGuest").json(&search).await.is(200);
                let found = found["guests"].as_array().unwrap();
                assert_eq!(found.len(), 1, "{search}");
                assert_eq!(found[0]["last_room"], "401");
                let found = hotel.call("searchStays").json(&search).await.is(200);
                let people = found["people"].as_array().unwrap();
                assert_eq!(people.len(), 1, "{search}");
                assert_eq!(people[0]["stays"].as_array().map(Vec::len), Some(2));
            }
            // The police, by the number and in other facilities.
            let police = t.signed_in_at(instance, "congan.nhatrang").await;
            let search = json!({ "document_number": HA.document_number, "purpose": "residence_check" });
            let found = police.call("searchStays").json(&search).await.is(200);
            assert_eq!(found["people"].as_array().map(Vec::len), Some(1), "{found}");
            let purpose = json!({ "purpose": "residence_check" });
            for stay in [&ha, &ha_again] {
                let elsewhere = police.call("findElsewhere").stay(stay).json(&purpose).await.is(200);
                assert_eq!(elsewhere["places"].as_array().map(Vec::len), Some(1), "{elsewhere}");
            }
            // A list from a file that has them once more.
            let row = |person: &Person| {
                let mut row = guest(1);
                row[0] = person.full_name.to_owned();
                row[1] = person.birth_date.split('-').rev().collect::<Vec<_>>().join("/");
                row[2] = if person.sex == "male" { "Nam" } else { "Nữ" }.to_owned();
                row[5] = person.document_number.to_owned();
                row
            };
            let import = preview(&hotel, csv(&[row(&PHAT), row(&HA)]).as_bytes()).await;
            assert_eq!(import["counts"]["duplicate"], 2, "{import}");
        }
    }

    // lookups of stays while index keys are exchanged
    #[test]
    async fn a_note_under_the_new_key_leaves_a_foreign_guest_told(t: &TestApp) {
        let old = t.sibling_with_keys(&with_new_keys(false)).await;
        let new = t.sibling_with_keys(&with_new_keys(true)).await;
        let before = t.signed_in_at(&old, "haidang").await;
        let stay = before.notify(&t.stay_in("401", &TEREZA)).await;
        let told = json!({ "confirmed": true, "stays": [{ "id": stay["id"], "version": stay["version"] }] });
        let confirm = before.call("confirmForeignGuests").facility("haidang").json(&told);
        confirm.await.is(200);
        let after = t.signed_in_at(&new, "haidang").await;
        let stay = after.amend(&stay, json!({ "note": "Đến muộn" })).await.is(200);
        assert_eq!(stay["immigration"]["state"], "confirmed");
        let other = json!({ "guest": { "document_number": "EZ4410828" } });
        let stay = after.amend(&stay, other).await.is(200);
        assert_eq!(stay["immigration"]["state"], "changed");
    }

    #[test]
    async fn every_sealed_column_and_every_blind_index_is_exchanged(t: &TestApp) {
        let mut in_schema = BTreeSet::new();
        for table in rows::tables(t).await {
            for column in rows::columns(t, &table).await {
                if column.ends_with("_sealed") || column.ends_with("_index") {
                    in_schema.insert(format!("{table}.{column}"));
                }
            }
        }
        let mut exchanged = BTreeSet::new();
        for table in TABLES {
            for column in table.columns {
                exchanged.insert(format!("{}.{}", table.name, column.name));
                exchanged.extend(
                    column
                        .index
                        .as_ref()
                        .map(|index| format!("{}.{}", table.name, index.column)),
                );
            }
        }
        assert_eq!(in_schema, exchanged);
    }
);

/// The exception in the guards of PostgreSQL lets through what a rotation does, and nothing else.
#[test]
fn while_keys_are_exchanged_history_can_be_sealed_anew_and_not_changed_on_postgresql() {
    block_on(async {
        let t = &TestApp::start(Engine::Postgres).await;
        fill(t).await;
        let resealed = "UPDATE stay_version SET snapshot_sealed = set_byte(snapshot_sealed, 4, 2)";
        rows::execute(t, resealed).await.unwrap_err();
        rows::execute(
            t,
            "INSERT INTO key_rotation (id, seals, indexes, started_at, changed) VALUES (gen_random_uuid(), 2, 2, now(), 0)",
        )
        .await
        .unwrap();
        for refused in [
            "UPDATE stay_version SET act = 'x'",
            "UPDATE stay_version SET snapshot_sealed = set_byte(snapshot_sealed, 40, 7)",
            "UPDATE stay_version SET act = 'x', snapshot_sealed = set_byte(snapshot_sealed, 4, 2)",
            "UPDATE stay SET full_name = 'x'",
            "UPDATE stay SET phone_sealed = NULL",
            "UPDATE dossier_event SET kind = 'x'",
            "UPDATE audit_event SET act = 'x'",
            "DELETE FROM key_rotation",
        ] {
            assert!(rows::execute(t, refused).await.is_err(), "{refused}");
        }
        rows::execute(t, resealed).await.unwrap();
    });
}

//! Who keeps a copy asks for what was changed: nothing is left out, and what comes again says so by its version.

use crate::support::province::{HA, PHAT, account_id, facility_id};
use crate::support::*;
use serde_json::{Value, json};

fn ids(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| item["id"].as_str().unwrap()).collect()
}

/// A page in order of the last change.
async fn page(client: &Client<'_>, operation: &str, query: &[(&str, String)]) -> Value {
    let call = client.call(operation).query("sort", "updated_at");
    let call = query.iter().fold(call, |call, (name, value)| call.query(name, value));
    call.await.is(200)
}

fn cursor(page: &Value) -> (&'static str, String) {
    ("cursor", page["next_cursor"].as_str().expect("another page").to_owned())
}

on_both_engines!(
    #[test]
    async fn a_stay_that_changes_while_the_list_is_read_comes_once_more_and_none_is_left_out(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let first = haidang.notify(&t.stay_in("401", &PHAT)).await;
        t.pass(60);
        let second = haidang.notify(&t.stay_in("402", &HA)).await;
        let id = |stay: &Value| stay["id"].as_str().unwrap().to_owned();
        let one = ("limit", "1".to_owned());
        let began = page(&haidang, "listStays", std::slice::from_ref(&one)).await;
        assert_eq!(ids(&began), [id(&first)]);
        t.pass(60);
        let patch = json!({ "note": "Đi cùng đoàn" });
        let changed = haidang.amend(&first, patch).await.is(200);
        let next = page(&haidang, "listStays", &[one.clone(), cursor(&began)]).await;
        assert_eq!(ids(&next), [id(&second)]);
        let last = page(&haidang, "listStays", &[one, cursor(&next)]).await;
        assert_eq!(
            (ids(&last), &last["next_cursor"]),
            (vec![id(&first).as_str()], &Value::Null)
        );
        assert_eq!(last["items"][0]["version"], changed["version"]);
        assert_eq!(last["items"][0]["updated_at"], t.clock.now().to_string());
        // From then on only what is new.
        let since = ("updated_since", t.clock.now().to_string());
        assert_eq!(
            ids(&page(&haidang, "listStays", std::slice::from_ref(&since)).await),
            [id(&first)]
        );
        let newest = haidang.call("listStays").query(since.0, &since.1).await.is(200);
        assert_eq!(ids(&newest), [id(&first)], "in the usual order too");
        let since = ("updated_since", t.pass(1).to_string());
        assert_eq!(ids(&page(&haidang, "listStays", &[since]).await), [] as [&str; 0]);
    }

    #[test]
    async fn places_accounts_and_dossiers_are_found_by_their_last_change(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        let filed = t.file("Khách sạn Thùy Dương").await;
        t.file("Khách sạn Sao Biển").await;
        let since = ("updated_since", t.pass(60).to_string());
        for operation in ["listFacilities", "listAccounts", "listDossiers"] {
            let none = page(&police, operation, std::slice::from_ref(&since)).await;
            assert_eq!(none["items"], json!([]), "{operation}");
            let all = police.call(operation).await.is(200);
            let all = all["items"].as_array().unwrap();
            let same = page(&police, operation, &[("limit", "100".to_owned())]).await;
            assert_eq!(same["items"].as_array().unwrap().len(), all.len(), "{operation}");
        }
        let haidang = t.signed_in("haidang").await;
        let hotel = haidang.call("getFacility").facility("haidang").await.is(200);
        let patch = json!({ "version": hotel["version"], "phone": "0258 000 0199" });
        haidang
            .call("updateFacility")
            .facility("haidang")
            .json(&patch)
            .await
            .is(200);
        let found = page(&police, "listFacilities", std::slice::from_ref(&since)).await;
        assert_eq!(ids(&found), [facility_id("haidang").to_string()]);
        assert_eq!(found["items"][0]["updated_at"], t.clock.now().to_string());

        let lock = police.call("lockAccount").at("account_id", account_id("bacthanh"));
        lock.json(&json!({ "reason": "misuse" })).await.is(200);
        let found = page(&police, "listAccounts", std::slice::from_ref(&since)).await;
        assert_eq!(ids(&found), [account_id("bacthanh").to_string()]);

        let remark = json!({ "text": "Đã gọi, hẹn chiều.", "visibility": "inside" });
        let remark = police
            .call("commentOnDossier")
            .at("dossier_id", filed.dossier.id)
            .json(&remark);
        let told = remark.await.is(200);
        assert_eq!(told["updated_at"], t.clock.now().to_string());
        let found = page(&police, "listDossiers", &[since]).await;
        assert_eq!(ids(&found), [filed.dossier.id.to_string()]);
        assert_eq!(found["items"][0]["updated_at"], told["updated_at"]);
    }

    #[test]
    async fn a_cursor_of_another_order_is_none(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        for operation in ["listFacilities", "listAccounts"] {
            let usual = police.call(operation).query("limit", 1).await.is(200);
            let other = police.call(operation).query("sort", "updated_at");
            let other = other.query("cursor", cursor(&usual).1);
            other.await.problem("malformed_request");
            let unknown = police.call(operation).query("sort", "colour");
            unknown.await.problem("malformed_request");
        }
    }
);

//! Guests who come again: found in their own facility, whole, and nowhere else.

use crate::support::province::{HA, PHAT};
use crate::support::*;
use serde_json::{Value, json};

async fn find(client: &Client<'_>, body: &Value) -> Value {
    client.call("findReturningGuest").json(body).await.is(200)
}

fn names(found: &Value) -> Vec<&str> {
    let guests = found["guests"].as_array().expect("guests").iter();
    guests.map(|one| one["guest"]["full_name"].as_str().unwrap()).collect()
}

on_both_engines!(
    #[test]
    async fn a_guest_is_found_by_name_or_document_as_notified_last(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        haidang.notify(&t.stay_in("401", &PHAT)).await;
        haidang.notify(&t.stay_in("401", &HA)).await;
        t.pass(3_600);
        let again = t
            .stay_in("402", &PHAT)
            .with("/guest/phone", "0905 000 111")
            .with("/arrival_at", instant("2026-11-21 20:30:00"));
        haidang.notify(&again).await;
        let found = find(&haidang, &json!({ "document_number": PHAT.document_number })).await;
        assert_eq!(names(&found), [PHAT.full_name]);
        let guest = &found["guests"][0];
        assert_eq!(guest["guest"]["document_number"], PHAT.document_number);
        assert_eq!(guest["guest"]["phone"], "0905 000 111");
        assert_eq!(
            (&guest["last_room"], &guest["last_arrival_at"]),
            (&json!("402"), &json!(instant("2026-11-21 20:30:00")))
        );
        assert_eq!(
            names(&find(&haidang, &json!({ "name": "lam tan" })).await),
            [PHAT.full_name]
        );
        assert_eq!(
            names(&find(&haidang, &json!({ "name": "khong co ai" })).await),
            Vec::<&str>::new()
        );
        haidang
            .call("findReturningGuest")
            .json(&json!({ "name": "-" }))
            .await
            .refuses(&[("/name", "required")]);
        // The reading is on record, without what was looked for.
        let events = rows::audit(t, "returning_guest_searched").await;
        assert_eq!(events.len(), 3);
        assert_eq!(events[0].details["stays"].as_array().unwrap().len(), 1);
    }

    #[test]
    async fn the_guests_of_another_facility_are_not_there(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        haidang.notify(&t.stay_in("401", &PHAT)).await;
        let other = t.signed_in("bacthanh").await;
        let found = find(&other, &json!({ "document_number": PHAT.document_number })).await;
        assert_eq!(found["guests"], json!([]));
        let police = t.signed_in("congan.nhatrang").await;
        police
            .call("findReturningGuest")
            .json(&json!({ "name": "lam tan phat" }))
            .await
            .problem("forbidden");
    }
);

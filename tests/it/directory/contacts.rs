//! The contact people of the agencies, and who sees whose.

use crate::support::mail;
use crate::support::*;
use api::schedule::tick;
use serde_json::{Value, json};
use uuid::Uuid;

fn person() -> Value {
    json!({
        "name": "Đỗ Quỳnh Nga", "position": "Phó trưởng phòng", "phone": "0258 3 822 104", "email": "dau.moi@example.test"
    })
}

/// The unit of an account.
pub async fn unit(t: &TestApp, login: &str) -> Uuid {
    #[derive(sea_orm::FromQueryResult)]
    struct Found {
        unit_id: Option<Uuid>,
    }
    let sql = format!("SELECT unit_id FROM account WHERE login = '{login}'");
    let found: Found = rows::found(t, &sql).await.remove(0);
    found.unit_id.unwrap()
}

async fn sectors(t: &TestApp, login: &str) -> Vec<String> {
    let listed = t.signed_in(login).await.call("listContacts").await.is(200);
    let items = listed["items"].as_array().unwrap().iter();
    items.map(|item| item["sector"].as_str().unwrap().to_owned()).collect()
}

on_both_engines!(
    // Part of KH-14.2, KH-15.2, KH-16.2.
    #[test]
    async fn each_agency_names_its_contact_and_facilities_see_those_of_tax_and_tourism(t: &TestApp) {
        for login in ["thue.tinh", "dulich.tinh", "thongke.tinh", "congan.tinh"] {
            let call = t.signed_in(login).await;
            let call = call.call("updateContact").at("unit_id", unit(t, login).await);
            let out = call.json(&person()).await.is(200);
            assert_eq!(
                (&out["name"], &out["changed_at"]),
                (&json!("Đỗ Quỳnh Nga"), &json!(t.clock.now().to_string()))
            );
            t.pass(60);
        }
        let all = ["police", "statistics", "tax", "tourism"];
        for login in [
            "quantri",
            "congan.nhatrang",
            "thue.tinh",
            "dulich.tinh",
            "thongke.tinh",
            "taichinh.tinh",
            "vanhanh.tinh",
        ] {
            assert_eq!(sectors(t, login).await, all, "{login}");
        }
        assert_eq!(sectors(t, "haidang").await, ["police", "tax", "tourism"]);
        // The other province shows facilities the police alone.
        let lao_cai = t.sibling(|config| config.profile = "lao-cai".to_owned()).await;
        let listed = t
            .signed_in_at(&lao_cai, "haidang")
            .await
            .call("listContacts")
            .await
            .is(200);
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    }

    // Proves KH-14.2, KH-15.2, KH-16.2.
    #[test]
    async fn a_change_is_told_to_administrator_and_agencies_and_dated_in_the_list(t: &TestApp) {
        let tax = t.signed_in("thue.tinh").await;
        let own = unit(t, "thue.tinh").await;
        tax.call("updateContact")
            .at("unit_id", own)
            .json(&person())
            .await
            .is(200);
        t.pass(86_400);
        let mut next = person();
        next["name"] = json!("Trần Gia Bách");
        next["version"] = json!(1);
        tax.call("updateContact").at("unit_id", own).json(&next).await.is(200);
        tick(&t.app, Uuid::now_v7()).await.unwrap();
        let mails = mail::in_folder(t);
        let mut to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
        to.sort_unstable();
        to.dedup();
        let expected = [
            "congan.tinh",
            "dulich.tinh",
            "quantri",
            "taichinh.tinh",
            "thongke.tinh",
            "thue.tinh",
        ];
        assert_eq!(to, expected.map(|login| format!("{login}@example.test")));
        assert_eq!(mails.len(), 12);
        assert_eq!(mails[0].subject, "Đầu mối liên hệ của Thuế tỉnh Khánh Hòa đã thay đổi");
        assert!(
            mails
                .iter()
                .all(|mail| !mail.text.contains("Nga") && !mail.text.contains("Bách"))
        );
        let listed = t.signed_in("haidang").await.call("listContacts").await.is(200);
        let items = listed["items"].as_array().unwrap();
        assert_eq!(items.len(), 1, "one contact for each unit");
        assert_eq!(
            (&items[0]["name"], &items[0]["changed_at"]),
            (&json!("Trần Gia Bách"), &json!(t.clock.now().to_string()))
        );
    }

    #[test]
    async fn nobody_names_the_contact_of_another_unit_but_the_administrator(t: &TestApp) {
        let tax = unit(t, "thue.tinh").await;
        let tourism = t.signed_in("dulich.tinh").await;
        tourism
            .call("updateContact")
            .at("unit_id", tax)
            .json(&person())
            .await
            .problem("not_found");
        for login in ["congan.nhatrang", "haidang", "vanhanh.tinh"] {
            let client = t.signed_in(login).await;
            client
                .call("updateContact")
                .at("unit_id", tax)
                .json(&person())
                .await
                .problem("forbidden");
        }
        let administrator = t.signed_in("quantri").await;
        administrator
            .call("updateContact")
            .at("unit_id", Uuid::now_v7())
            .json(&person())
            .await
            .problem("not_found");
        administrator
            .call("updateContact")
            .at("unit_id", tax)
            .json(&json!({ "phone": "abc", "email": "x" }))
            .await
            .refuses(&[
                ("/name", "required"),
                ("/position", "required"),
                ("/phone", "phone_malformed"),
                ("/email", "email_malformed"),
            ]);
        assert_eq!(rows::count(t, "contact").await, 0);
        administrator
            .call("updateContact")
            .at("unit_id", tax)
            .json(&person())
            .await
            .is(200);
        assert_eq!(rows::audit(t, "contact_changed").await.len(), 1);
    }
);

//! Listed prices: declared for good or for a season, never changed, and which of them applied on a day.

use crate::support::*;
use serde_json::{Value, json};

async fn declare(client: &Client<'_>, prices: Value) -> Answer {
    let facility = client.call("getFacility").facility("haidang").await.is(200);
    let body = json!({ "version": facility["version"], "prices": prices });
    client.call("declarePrices").facility("haidang").json(&body).await
}

fn usual(amount: i64) -> Value {
    json!([{ "room_kind": "Đôi", "unit": "night", "amount_vnd": amount }])
}

fn tet() -> Value {
    json!([{
        "room_kind": "Đôi", "unit": "night", "amount_vnd": 900_000, "effective_from": "2027-02-05",
        "effective_to": "2027-02-14", "season": "Tết",
    }])
}

async fn on(client: &Client<'_>, day: &str) -> Vec<i64> {
    let list = client
        .call("listPrices")
        .facility("haidang")
        .query("on", day)
        .await
        .is(200);
    let applying = list["applying"].as_array().expect("prices").iter();
    applying.map(|price| price["amount_vnd"].as_i64().unwrap()).collect()
}

on_both_engines!(
    #[test]
    async fn a_season_takes_the_place_of_the_usual_price_on_its_days_alone(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let after = declare(&haidang, tet()).await.is(200);
        assert_eq!(
            after["prices"].as_array().map(Vec::len),
            Some(2),
            "the usual one and the season to come"
        );
        for (day, amount) in [
            ("2026-11-21", 450_000),
            ("2027-02-04", 450_000),
            ("2027-02-05", 900_000),
            ("2027-02-14", 900_000),
            ("2027-02-15", 450_000),
        ] {
            assert_eq!(on(&haidang, day).await, [amount], "{day}");
        }
        assert_eq!(
            on(&haidang, "2026-11-01").await,
            Vec::<i64>::new(),
            "before anything was declared"
        );
    }

    #[test]
    async fn what_applied_on_a_day_can_be_asked_whatever_was_declared_since(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        declare(&haidang, usual(480_000)).await.is(200);
        t.pass(60);
        declare(&haidang, usual(490_000)).await.is(200);
        assert_eq!(on(&haidang, "2026-11-20").await, [450_000]);
        assert_eq!(on(&haidang, "2026-11-21").await, [490_000]);
        let list = haidang.call("listPrices").facility("haidang").await.is(200);
        assert_eq!(list["on"], "2026-11-21");
        let declared: Vec<i64> = list["declared"]
            .as_array()
            .unwrap()
            .iter()
            .map(|price| price["amount_vnd"].as_i64().unwrap())
            .collect();
        assert_eq!(declared, [490_000, 480_000, 450_000]);
    }

    #[test]
    async fn who_reads_and_who_declares(t: &TestApp) {
        let police = t.signed_in("congan.nhatrang").await;
        assert_eq!(on(&police, "2026-11-21").await, [450_000]);
        let (other, far) = (t.signed_in("bacthanh").await, t.signed_in("congan.bac").await);
        for client in [&other, &far] {
            client.call("listPrices").facility("haidang").await.problem("not_found");
        }
        let body = json!({ "version": 1, "prices": usual(1) });
        other
            .call("declarePrices")
            .facility("haidang")
            .json(&body)
            .await
            .problem("not_found");
        police
            .call("declarePrices")
            .facility("haidang")
            .json(&body)
            .await
            .problem("forbidden");
    }

    #[test]
    async fn a_wrong_declaration_is_told_at_its_field_and_declares_nothing(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let before = rows::everything(t).await;
        for (field, value, at, code) in [
            ("effective_to", json!("2027-02-04"), "effective_to", "period_reversed"),
            ("effective_to", json!(null), "effective_to", "required"),
            ("effective_to", json!("Tết"), "effective_to", "date_not_iso"),
            (
                "effective_from",
                json!("2031-01-01"),
                "effective_from",
                "date_not_plausible",
            ),
            ("season", json!(""), "season", "required"),
            ("season", json!("x".repeat(61)), "season", "too_long"),
            ("amount_vnd", json!(-1), "amount_vnd", "out_of_range"),
        ] {
            let mut prices = tet();
            prices[0][field] = value.clone();
            if field == "effective_from" {
                prices[0]["effective_to"] = json!("2031-02-01");
            }
            let answer = declare(&haidang, prices).await;
            answer.refuses(&[(&format!("/prices/0/{at}"), code)]);
        }
        let mut past = tet();
        past[0]["effective_from"] = json!("2026-11-01");
        past[0]["effective_to"] = json!("2026-11-20");
        declare(&haidang, past)
            .await
            .refuses(&[("/prices/0/effective_to", "period_past")]);
        declare(&haidang, json!([])).await.refuses(&[("/prices", "required")]);
        let stale = json!({ "version": 9, "prices": usual(1) });
        haidang
            .call("declarePrices")
            .facility("haidang")
            .json(&stale)
            .await
            .problem("version_conflict");
        assert_eq!(rows::everything(t).await, before);
    }
);

//! The day of an officer: which facilities of a commune call for attention.

use crate::support::province::{BAC_NHA_TRANG, HA, NHA_TRANG, PHAT, TEREZA, facility_id};
use crate::support::*;
use serde_json::{Value, json};

async fn day(client: &Client<'_>, area: &str) -> Answer {
    client.call("getCommuneDay").at("area_code", area).await
}

/// The names of the facilities, in order.
fn names(day: &Value) -> Vec<&str> {
    let items = day["items"].as_array().expect("items").iter();
    items.map(|hotel| hotel["name"].as_str().expect("a name")).collect()
}

fn line_of<'a>(day: &'a Value, login: &str) -> &'a Value {
    let id = facility_id(login).to_string();
    let items = day["items"].as_array().expect("items").iter();
    items
        .clone()
        .find(|hotel| hotel["id"] == id)
        .unwrap_or_else(|| panic!("no {login}"))
}

const HAI_DANG: &str = "Khách sạn Hải Đăng";
const HOUSEHOLD: &str = "Hộ ông Đoàn Văn Sáu";
const NEWCOMER: &str = "Nhà nghỉ Mới Mở";

on_both_engines!(
    // Part of LC-10.6.
    #[test]
    async fn the_police_of_a_commune_see_how_each_facility_stands_today(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let first = haidang.notify(&t.stay_in("402", &PHAT)).await;
        let left = haidang.notify(&t.stay_in("401", &HA)).await;
        haidang.check_out(&left).await.is(200);
        let ahead = t
            .stay_in("403", &TEREZA)
            .with("/arrival_at", instant("2026-11-22 14:00:00"));
        t.pass(60);
        let last = haidang.notify(&ahead).await;
        let police = t.signed_in("congan.nhatrang").await;
        let today = day(&police, NHA_TRANG).await.is(200);
        assert_eq!(
            (&today["date"], &today["silent_after"]),
            (&json!("2026-11-21"), &json!(3))
        );
        assert_eq!(today["area"]["name"], "Phường Nha Trang");
        let hotel = line_of(&today, "haidang");
        assert_eq!(
            *hotel,
            json!({
                "id": facility_id("haidang"), "name": HAI_DANG, "kind": "hotel", "address": "12 Trần Phú",
                "phone": "0258 352 0148", "notified": 3, "late": 0, "present": 1,
                "last_notified_at": instant("2026-11-21 20:01:00"), "last_stay_id": last["id"],
                "silent_days": 0, "silent": false, "operating": true,
            })
        );
        // Came into the system on 2 November, and has notified nothing since.
        let household = line_of(&today, "doanvansau");
        assert_eq!(
            (
                &household["silent_days"],
                &household["silent"],
                &household["last_notified_at"]
            ),
            (&json!(19), &json!(true), &Value::Null)
        );
        assert_eq!(
            today["counts"],
            json!({
                "facilities": 3, "notified": 3, "late": 0, "present": 1, "late_facilities": 0,
                "silent_facilities": 2, "never_notified": 2,
            })
        );
        // Yesterday's are not today's, and who is there stays there.
        t.at("2026-11-22 00:00:00");
        let next = day(&police, NHA_TRANG).await.is(200);
        let hotel = line_of(&next, "haidang");
        assert_eq!((&hotel["notified"], &hotel["present"]), (&json!(0), &json!(1)));
        assert_eq!((&hotel["silent_days"], &hotel["silent"]), (&json!(1), &json!(false)));
        assert_eq!(first["state"], "present");
    }

    #[test]
    async fn late_ones_come_first_then_the_longest_silent_and_last_who_does_not_operate(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let household = t.signed_in("doanvansau").await;
        household.notify(&notification::stay(&HA)).await;
        let police = t.signed_in("congan.nhatrang").await;
        let order = async || {
            let today = day(&police, NHA_TRANG).await.is(200);
            names(&today).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        // By folded name among the equally silent: the household has just notified.
        assert_eq!(order().await, [HAI_DANG, NEWCOMER, HOUSEHOLD]);
        haidang.notify(&t.stay_in("401", &PHAT)).await;
        assert_eq!(order().await, [NEWCOMER, HOUSEHOLD, HAI_DANG]);
        // 23:00:00 is late.
        t.at("2026-11-21 23:00:00");
        haidang.notify(&t.stay_in("402", &PHAT)).await;
        assert_eq!(order().await, [HAI_DANG, NEWCOMER, HOUSEHOLD]);
        let today = day(&police, NHA_TRANG).await.is(200);
        assert_eq!(line_of(&today, "haidang")["late"], 1);
        assert_eq!(
            (&today["counts"]["late"], &today["counts"]["late_facilities"]),
            (&json!(1), &json!(1))
        );
        // Three days later all are silent, the longest first; the household closes down for a while.
        household
            .call("announceFacilityChange")
            .facility("doanvansau")
            .json(&json!({ "kind": "suspension", "effective_on": "2026-11-24", "note": "Sửa nhà" }))
            .await
            .is(201);
        t.at("2026-11-24 08:00:00");
        assert_eq!(order().await, [NEWCOMER, HAI_DANG, HOUSEHOLD]);
        let later = day(&police, NHA_TRANG).await.is(200);
        assert_eq!(
            (
                &line_of(&later, "doanvansau")["operating"],
                &line_of(&later, "doanvansau")["silent"]
            ),
            (&json!(false), &json!(false))
        );
        assert_eq!(later["counts"]["silent_facilities"], 2);
        assert_eq!(later["counts"]["never_notified"], 1);
    }

    #[test]
    async fn who_is_silent_depends_on_the_days_asked_for_and_filters_leave_the_totals_alone(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        haidang.notify(&t.stay_in("401", &PHAT)).await;
        t.at("2026-11-23 23:30:00");
        haidang.notify(&t.stay_in("402", &HA)).await;
        let household = t.signed_in("doanvansau").await;
        household.notify(&notification::stay(&TEREZA)).await;
        let police = t.signed_in("congan.nhatrang").await;
        let found = async |query: &[(&str, &str)]| {
            let mut call = police.call("getCommuneDay").at("area_code", NHA_TRANG);
            for (name, value) in query {
                call = call.query(name, value);
            }
            let day = call.await.is(200);
            assert_eq!(day["counts"]["facilities"], 3);
            names(&day).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(found(&[("only", "late")]).await, [HOUSEHOLD, HAI_DANG]);
        assert_eq!(found(&[("only", "silent")]).await, [NEWCOMER]);
        assert_eq!(found(&[("only", "silent"), ("silent_after", "22")]).await, [""; 0]);
        t.at("2026-11-24 00:00:00");
        assert_eq!(found(&[("only", "late")]).await, [""; 0]);
        assert_eq!(
            found(&[("only", "silent"), ("silent_after", "1")]).await,
            [NEWCOMER, HOUSEHOLD, HAI_DANG]
        );
        for bad in [
            ("silent_after", "0"),
            ("silent_after", "366"),
            ("limit", "201"),
            ("cursor", "x"),
            ("only", "all"),
        ] {
            police
                .call("getCommuneDay")
                .at("area_code", NHA_TRANG)
                .query(bad.0, bad.1)
                .await
                .problem("malformed_request");
        }
    }

    #[test]
    async fn a_long_list_comes_in_pages(t: &TestApp) {
        let police = t.signed_in("congan.nhatrang").await;
        let page = async |cursor: Option<&str>| {
            let mut call = police
                .call("getCommuneDay")
                .at("area_code", NHA_TRANG)
                .query("limit", 2);
            if let Some(cursor) = cursor {
                call = call.query("cursor", cursor);
            }
            call.await.is(200)
        };
        let first = page(None).await;
        assert_eq!(names(&first), [HOUSEHOLD, HAI_DANG]);
        let second = page(first["next_cursor"].as_str()).await;
        assert_eq!(names(&second), [NEWCOMER]);
        assert_eq!(second["next_cursor"], Value::Null);
        assert_eq!(second["truncated"], false);
    }

    #[test]
    async fn a_commune_out_of_reach_does_not_exist_and_who_reads_is_on_record(t: &TestApp) {
        let nha_trang = t.signed_in("congan.nhatrang").await;
        day(&nha_trang, BAC_NHA_TRANG).await.problem("not_found");
        let province = t.signed_in("congan.tinh").await;
        assert_eq!(
            names(&day(&province, BAC_NHA_TRANG).await.is(200)),
            ["Khách sạn Bắc Thành"]
        );
        // A province has no day, nor has what there is not, nor a commune of another province.
        for area in ["56", "99999", "00004"] {
            day(&province, area).await.problem("not_found");
        }
        for login in ["haidang", "thue.nhatrang", "dulich.tinh", "vanhanh.tinh"] {
            let other = t.signed_in(login).await;
            day(&other, NHA_TRANG).await.problem("forbidden");
        }
        let read = rows::audit(t, "commune_day_read").await;
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].subject_id.as_deref(), Some(BAC_NHA_TRANG));
        assert_eq!(read[0].details, json!({ "facilities": [facility_id("bacthanh")] }));
    }
);

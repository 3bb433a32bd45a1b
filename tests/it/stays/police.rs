//! What the police of an area see, and how they leaf through it.

use crate::support::province::{HA, PHAT, TEREZA, facility_id, room_id};
use crate::support::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().expect("items").iter();
    items
        .map(|stay| stay["id"].as_str().expect("an id").to_owned())
        .collect()
}

fn id(stay: &Value) -> String {
    stay["id"].as_str().expect("an id").to_owned()
}

/// Four stays in two communes, one second apart: hotel, household, hotel abroad and late, the other commune by day.
async fn four_stays(t: &TestApp) -> [Value; 4] {
    let haidang = t.signed_in("haidang").await;
    let household = t.signed_in("doanvansau").await;
    let bacthanh = t.signed_in("bacthanh").await;
    let first = haidang.notify(&t.stay_in("402", &PHAT)).await;
    t.pass(1);
    let second = household.notify(&notification::stay(&HA)).await;
    t.at("2026-11-22 09:00:00");
    let third = haidang.notify(&t.stay_in("401", &TEREZA)).await;
    t.pass(1);
    let by_day = notification::stay(&PHAT)
        .with("/room_id", room_id("bacthanh", "101").to_string())
        .with("/kind", "day_use")
        .with("/arrival_at", instant("2026-11-22 08:00:00"))
        .with("/planned_departure_at", instant("2026-11-22 17:00:00"));
    let fourth = bacthanh.notify(&by_day).await;
    [first, second, third, fourth]
}

async fn found(client: &Client<'_>, filter: &[(&str, &str)]) -> Vec<String> {
    let mut call = client.call("listStays");
    for (name, value) in filter {
        call = call.query(name, value);
    }
    ids(&call.await.is(200))
}

on_both_engines!(
    // Proves KH-10.2c.
    // Part of KH-10.2a-1, LC-10.6, KH-5.2.
    #[test]
    async fn the_police_of_a_commune_see_their_own_and_for_others_get_404(t: &TestApp) {
        let [first, second, third, fourth] = four_stays(t).await;
        let nha_trang = t.signed_in("congan.nhatrang").await;
        let bac = t.signed_in("congan.bac").await;
        let province = t.signed_in("congan.tinh").await;
        let administrator = t.signed_in("quantri").await;
        assert_eq!(found(&nha_trang, &[]).await, [id(&third), id(&second), id(&first)]);
        assert_eq!(found(&bac, &[]).await, [id(&fourth)]);
        let all = [id(&fourth), id(&third), id(&second), id(&first)];
        assert_eq!(found(&province, &[]).await, all);
        assert_eq!(found(&administrator, &[]).await, all);
        for operation in ["getStay", "listStayVersions"] {
            nha_trang.call(operation).stay(&first).await.is(200);
            province.call(operation).stay(&first).await.is(200);
            province.call(operation).stay(&fourth).await.is(200);
            bac.call(operation).stay(&first).await.problem("not_found");
            nha_trang.call(operation).stay(&fourth).await.problem("not_found");
        }
        nha_trang
            .call("getFacility")
            .facility("bacthanh")
            .await
            .problem("not_found");
        province.call("getFacility").facility("bacthanh").await.is(200);
        let elsewhere = nha_trang
            .call("listStays")
            .query("facility_id", facility_id("bacthanh"));
        elsewhere.await.problem("not_found");
    }

    #[test]
    async fn an_account_of_another_province_sees_nothing_of_this_one(t: &TestApp) {
        let [first, ..] = four_stays(t).await;
        // 5 begins the code of this province, and 56.2 the path of its communes: reach ends at whole codes.
        for (code, path) in [
            ("15", "15"),
            ("22333", "56.22333"),
            ("01", "0"),
            ("56", "5"),
            ("22366", "56.2236"),
        ] {
            let sql =
                format!("UPDATE account SET area_code = '{code}', area_path = '{path}' WHERE login = 'congan.tinh'");
            rows::execute(t, &sql).await.unwrap();
            let officer = t.signed_in("congan.tinh").await;
            let is_ward = code.len() == 5;
            let seen = found(&officer, &[]).await.len();
            match code {
                "22333" => assert_eq!(seen, 1),
                // A commune is reached by its code alone.
                "22366" => assert_eq!(seen, 3),
                _ => assert_eq!(seen, 0, "{path}"),
            }
            if !is_ward {
                officer.call("getStay").stay(&first).await.problem("not_found");
            }
        }
    }

    // Part of LC-10.6.
    #[test]
    async fn filters_leave_exactly_what_they_say(t: &TestApp) {
        let [first, second, third, fourth] = four_stays(t).await;
        let [first, second, third, fourth] = [id(&first), id(&second), id(&third), id(&fourth)];
        let province = t.signed_in("congan.tinh").await;
        let hotel = facility_id("haidang").to_string();
        for (filter, expected) in [
            (vec![("facility_id", hotel.as_str())], vec![&third, &first]),
            (vec![("notified_from", "2026-11-22")], vec![&fourth, &third]),
            (vec![("notified_to", "2026-11-21")], vec![&second, &first]),
            (
                vec![("notified_from", "2026-11-21"), ("notified_to", "2026-11-21")],
                vec![&second, &first],
            ),
            (vec![("notified_from", "2026-11-23")], vec![]),
            (vec![("nationality", "VN")], vec![&fourth, &second, &first]),
            (vec![("nationality", "CZ")], vec![&third]),
            (vec![("nationality", "foreign")], vec![&third]),
            (vec![("nationality", "FR")], vec![]),
            (vec![("late", "true")], vec![&third]),
            (vec![("late", "false")], vec![&fourth, &second, &first]),
            (vec![("kind", "day_use")], vec![&fourth]),
            (vec![("kind", "overnight")], vec![&third, &second, &first]),
            (
                vec![
                    ("facility_id", hotel.as_str()),
                    ("late", "false"),
                    ("nationality", "VN"),
                ],
                vec![&first],
            ),
            (vec![("facility_id", hotel.as_str()), ("kind", "day_use")], vec![]),
        ] {
            let expected: Vec<String> = expected.into_iter().cloned().collect();
            assert_eq!(found(&province, &filter).await, expected, "{filter:?}");
        }
    }

    #[test]
    async fn stays_are_filtered_by_how_they_stand(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let present = haidang.notify(&t.stay_in("401", &PHAT)).await;
        let left = haidang.notify(&t.stay_in("402", &HA)).await;
        haidang.check_out(&left).await.is(200);
        let ahead = t
            .stay_in("403", &TEREZA)
            .with("/arrival_at", instant("2026-11-22 20:00:00"));
        let ahead = haidang.notify(&ahead).await;
        let police = t.signed_in("congan.nhatrang").await;
        let of = async |state: &str| found(&police, &[("state", state)]).await;
        assert_eq!(of("expected").await, [id(&ahead)]);
        assert_eq!(of("present").await, [id(&present)]);
        assert_eq!(of("departed").await, [id(&left)]);
        // To the second: who is expected at 20:00:00 is there at 20:00:00.
        t.at("2026-11-22 19:59:59");
        assert_eq!(of("expected").await, [id(&ahead)]);
        t.at("2026-11-22 20:00:00");
        assert_eq!(of("expected").await, [""; 0]);
        assert_eq!(
            BTreeSet::from_iter(of("present").await),
            BTreeSet::from([id(&present), id(&ahead)])
        );
    }

    #[test]
    async fn local_days_begin_and_end_at_local_midnight(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let mut stays = Vec::new();
        for moment in [
            "2026-11-21 23:59:59",
            "2026-11-22 00:00:00",
            "2026-11-22 23:59:59",
            "2026-11-23 00:00:00",
        ] {
            t.at(moment);
            stays.push(id(&haidang.notify(&t.stay_in("402", &PHAT)).await));
        }
        let police = t.signed_in("congan.nhatrang").await;
        let day = [("notified_from", "2026-11-22"), ("notified_to", "2026-11-22")];
        assert_eq!(found(&police, &day).await, [stays[2].clone(), stays[1].clone()]);
        // 22 November begins at 17:00 UTC of the day before.
        let page = police
            .call("listStays")
            .query("notified_from", "2026-11-22")
            .query("notified_to", "2026-11-22");
        let counts = json!({ "total": 2, "late": 2, "unseen": 2 });
        assert_eq!(page.await.is(200)["counts"], counts);
    }

    #[test]
    async fn what_a_filter_leaves_is_counted_for_up_to_31_days(t: &TestApp) {
        four_stays(t).await;
        let police = t.signed_in("congan.nhatrang").await;
        let counts = async |from: &str, to: &str| {
            let call = police
                .call("listStays")
                .query("notified_from", from)
                .query("notified_to", to)
                .query("limit", 1);
            call.await.is(200)["counts"].clone()
        };
        assert_eq!(
            counts("2026-11-01", "2026-12-01").await,
            json!({ "total": 3, "late": 1, "unseen": 3 })
        );
        assert_eq!(counts("2026-11-01", "2026-12-02").await, Value::Null);
        assert_eq!(
            counts("2026-11-21", "2026-11-21").await,
            json!({ "total": 2, "late": 0, "unseen": 2 })
        );
        assert_eq!(police.call("listStays").await.is(200)["counts"], Value::Null);
    }

    #[test]
    async fn pages_of_more_than_a_hundred_stays_have_no_gap_and_no_repeat(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let mut expected = Vec::new();
        for number in 0..125 {
            // Seven in the same second: only the id tells them apart.
            if number % 7 == 0 {
                t.pass(1);
            }
            expected.push(id(&haidang.notify(&t.stay_in("402", &PHAT)).await));
        }
        expected.reverse();
        let police = t.signed_in("congan.nhatrang").await;
        for limit in [100, 50, 9] {
            let (mut seen, mut cursor) = (Vec::new(), None::<String>);
            loop {
                let mut call = police.call("listStays").query("limit", limit);
                if let Some(cursor) = &cursor {
                    call = call.query("cursor", cursor);
                }
                let page = call.await.is(200);
                assert!(ids(&page).len() <= limit);
                seen.extend(ids(&page));
                cursor = page["next_cursor"].as_str().map(ToOwned::to_owned);
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(seen, expected, "{limit} a page");
        }
        // What comes meanwhile does not move the pages that follow.
        let first = police.call("listStays").query("limit", 10).await.is(200);
        haidang.notify(&t.stay_in("401", &HA)).await;
        let cursor = first["next_cursor"].as_str().unwrap();
        let second = police
            .call("listStays")
            .query("limit", 10)
            .query("cursor", cursor)
            .await
            .is(200);
        assert_eq!(ids(&second), expected[10..20]);
    }

    // Part of LC-2.1, LCH20-3.5.
    #[test]
    async fn lists_show_document_numbers_masked(t: &TestApp) {
        four_stays(t).await;
        let province = t.signed_in("congan.tinh").await;
        let page = province.call("listStays").await;
        let masked: Vec<_> = page.is(200)["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|stay| stay["document_masked"].clone())
            .collect();
        assert_eq!(
            json!(masked),
            json!(["0560•••••731", "EZ•••••27", "0561•••••512", "0560•••••731"])
        );
        for person in [PHAT, HA, TEREZA] {
            assert!(!page.text().contains(person.document_number));
            assert!(!page.text().contains(person.phone));
        }
        // Opened, it is whole.
        let whole = province.get(&page.json()["items"][1]).await;
        assert_eq!(whole["guest"]["document_number"], TEREZA.document_number);
    }

    #[test]
    async fn parameters_that_make_no_sense_are_refused(t: &TestApp) {
        let police = t.signed_in("congan.nhatrang").await;
        for (name, value) in [
            ("limit", "0"),
            ("limit", "101"),
            ("limit", "x"),
            ("cursor", "x"),
            ("cursor", ""),
            ("cursor", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%00"),
            ("notified_from", "2026-02-30"),
            ("notified_from", "21/11/2026"),
            ("notified_from", "0000-01-01"),
            ("notified_to", "99999-01-01"),
            ("nationality", "vn"),
            ("nationality", "VNM"),
            ("nationality", "' OR 1=1 --"),
            ("late", "maybe"),
            ("kind", "weekly"),
            ("state", "gone"),
            ("facility_id", "x"),
            ("full_name", "x"),
        ] {
            police
                .call("listStays")
                .query(name, value)
                .await
                .problem("malformed_request");
        }
        let backwards = police
            .call("listStays")
            .query("notified_from", "2026-11-22")
            .query("notified_to", "2026-11-21");
        backwards.await.problem("malformed_request");
    }

    #[test]
    async fn a_facility_lists_its_own_guests(t: &TestApp) {
        let [first, second, third, fourth] = four_stays(t).await;
        assert_eq!(
            found(&t.signed_in("haidang").await, &[]).await,
            [id(&third), id(&first)]
        );
        assert_eq!(found(&t.signed_in("doanvansau").await, &[]).await, [id(&second)]);
        let bacthanh = t.signed_in("bacthanh").await;
        assert_eq!(found(&bacthanh, &[]).await, [id(&fourth)]);
        let other = bacthanh.call("listStays").query("facility_id", facility_id("haidang"));
        other.await.problem("not_found");
    }
);

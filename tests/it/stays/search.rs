//! Searching for people.

use crate::support::province::{HA, PHAT, Person, TEREZA, facility_id};
use crate::support::*;
use serde_json::{Value, json};

const PURPOSE: &str = "residence_check";

async fn search(client: &Client<'_>, criteria: Value) -> Value {
    let body = criteria.with("/purpose", PURPOSE);
    client.call("searchStays").json(&body).await.is(200)
}

async fn elsewhere(client: &Client<'_>, stay: &Value) -> Value {
    let body = json!({ "purpose": PURPOSE });
    client.call("findElsewhere").stay(stay).json(&body).await.is(200)["places"].clone()
}

fn names(found: &Value) -> Vec<&str> {
    let people = found["people"].as_array().expect("people").iter();
    people
        .map(|person| person["full_name"].as_str().expect("a name"))
        .collect()
}

/// Three people in the hotel, the last one most lately arrived.
async fn three_people(t: &TestApp) -> Client<'_> {
    let haidang = t.signed_in("haidang").await;
    for (person, arrival) in [
        (&PHAT, "2026-11-21 17:00:00"),
        (&HA, "2026-11-21 18:00:00"),
        (&TEREZA, "2026-11-21 19:00:00"),
    ] {
        haidang
            .notify(&t.stay_in("402", person).with("/arrival_at", instant(arrival)))
            .await;
    }
    t.signed_in("congan.nhatrang").await
}

async fn notify_named(t: &TestApp, name: &str, number: &str) {
    let body = t
        .stay_in("402", &PHAT)
        .with("/guest/full_name", name)
        .with("/guest/document_number", number);
    t.signed_in("haidang").await.notify(&body).await;
}

on_both_engines!(
    // people B3
    #[test]
    async fn a_facility_finds_a_guest_who_is_there_by_the_end_of_the_number(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
        haidang.notify(&t.stay_in("401", &TEREZA)).await;
        let ending = |ending: &str| json!({ "document_ending": ending });
        let names = async |client: &Client<'_>, body: Value| {
            let found = client.call("searchStays").json(&body).await.is(200);
            let people = found["people"].as_array().unwrap().iter();
            people
                .map(|person| person["full_name"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&haidang, ending("4731")).await, [PHAT.full_name]);
        assert_eq!(names(&haidang, ending("04 731")).await, [PHAT.full_name]);
        assert_eq!(names(&haidang, ending("0827")).await, [TEREZA.full_name]);
        assert_eq!(names(&haidang, ending("0560")).await, [""; 0], "it does not end so");
        assert_eq!(names(&haidang, ending("4731").with("/name", "tereza")).await, [""; 0]);
        // It is recorded as every search, without what was looked for.
        let events = rows::audit(t, "stays_searched").await;
        assert_eq!(events[0].details["by"], json!(["document_ending"]));
        // Another facility, officers and the search for returning guests.
        let other = t.signed_in("doanvansau").await;
        assert_eq!(names(&other, ending("4731")).await, [""; 0]);
        let police = t.signed_in("congan.nhatrang").await;
        let search = ending("4731").with("/purpose", "residence_check");
        let refused = [("/document_ending", "does_not_apply")];
        police.call("searchStays").json(&search).await.refuses(&refused);
        haidang
            .call("findReturningGuest")
            .json(&ending("4731"))
            .await
            .refuses(&refused);
        for (body, code) in [
            (ending("473"), "too_short"),
            (
                ending("4731").with("/document_number", PHAT.document_number),
                "either_or",
            ),
        ] {
            let answer = haidang.call("searchStays").json(&body).await;
            answer.refuses(&[("/document_ending", code)]);
        }
        // Who has left is found by the whole number.
        t.pass(3_600);
        haidang.check_out(&stay).await.is(200);
        assert_eq!(names(&haidang, ending("4731")).await, [""; 0]);
        let whole = json!({ "document_number": PHAT.document_number });
        assert_eq!(names(&haidang, whole).await, [PHAT.full_name]);
    }

    // Part of LC-10.6.
    #[test]
    async fn people_are_found_by_words_of_the_name_without_accents_in_any_order(t: &TestApp) {
        let police = three_people(t).await;
        let (phat, ha, tereza) = (PHAT.full_name, HA.full_name, TEREZA.full_name);
        for (name, expected) in [
            ("lam tan phat", vec![phat]),
            ("Lâm Tấn Phát", vec![phat]),
            ("LÂM TẤN PHÁT", vec![phat]),
            ("phat lam", vec![phat]),
            ("  phát ", vec![phat]),
            // By the beginning of words, not by their middle.
            ("la", vec![phat]),
            ("ta", vec![phat]),
            ("pha ta", vec![phat]),
            ("am", vec![]),
            ("tan phat nguyen", vec![]),
            ("novakova", vec![tereza]),
            ("ter nov", vec![tereza]),
            ("ng", vec![ha]),
            ("t", vec![]),
        ] {
            let body = json!({ "name": name, "purpose": PURPOSE });
            let answer = police.call("searchStays").json(&body).await;
            assert_eq!(names(&answer.is(200)), expected, "{name}");
        }
        // Both of t…: the one who arrived last comes first.
        assert_eq!(names(&search(&police, json!({ "name": "tr" })).await), [ha]);
        assert_eq!(names(&search(&police, json!({ "name": "te" })).await), [tereza]);
    }

    #[test]
    async fn names_with_hyphens_apostrophes_and_foreign_letters_are_found_by_each_word(t: &TestApp) {
        for (name, number) in [
            ("Hồng-Ánh Đặng", "056082000001"),
            ("O'Brien Mary-Lou", "056082000002"),
            ("Łukasz Błażej", "056082000003"),
            ("山田 太郎", "056082000004"),
            ("Анна Ковальчук", "056082000005"),
            ("H'Hen Niê", "056082000006"),
            ("ＴＡＮＡＫＡ\u{3000}ＴＡＲＯ", "056082000007"),
            ("Əliyev Elşən", "056082000008"),
            ("Ý", "056082000009"),
        ] {
            notify_named(t, name, number).await;
        }
        let police = t.signed_in("congan.nhatrang").await;
        for (name, expected) in [
            ("anh hong", "Hồng-Ánh Đặng"),
            ("dang", "Hồng-Ánh Đặng"),
            ("Hồng-Ánh Đặng", "Hồng-Ánh Đặng"),
            ("brien", "O'Brien Mary-Lou"),
            ("O'Brien", "O'Brien Mary-Lou"),
            ("lou o’brien", "O'Brien Mary-Lou"),
            ("lukasz blazej", "Łukasz Błażej"),
            ("山田", "山田 太郎"),
            ("анна", "Анна Ковальчук"),
            ("hhen", ""),
            ("hen nie", "H'Hen Niê"),
            ("tanaka taro", "ＴＡＮＡＫＡ ＴＡＲＯ"),
            ("ｔａｎａｋａ", "ＴＡＮＡＫＡ ＴＡＲＯ"),
            ("eliyev elsen", "Əliyev Elşən"),
            // One letter is the whole name, and no beginning of others.
            ("y", "Ý"),
            ("h", ""),
        ] {
            let found = search(&police, json!({ "name": name })).await;
            let expected: Vec<&str> = (!expected.is_empty()).then_some(expected).into_iter().collect();
            assert_eq!(names(&found), expected, "{name}");
        }
    }

    #[test]
    async fn what_looks_like_a_query_language_is_only_words(t: &TestApp) {
        let police = three_people(t).await;
        for name in [
            "lam OR ha",
            "lam* NOT x",
            "NEAR(lam ha)",
            "\"lam\" \"ha\"",
            "lam%",
            "l_m",
            "' OR '1'='1",
            "lam); DROP TABLE stay; --",
        ] {
            let found = search(&police, json!({ "name": name })).await;
            let expected: &[&str] = if name == "lam%" { &[PHAT.full_name] } else { &[] };
            assert_eq!(names(&found), expected, "{name}");
        }
        assert_eq!(rows::count(t, "stay").await, 3);
        for name in ["%%", "**", "--", "''"] {
            let body = json!({ "name": name, "purpose": PURPOSE });
            police
                .call("searchStays")
                .json(&body)
                .await
                .refuses(&[("/name", "required")]);
        }
    }

    // Part of LC-10.6.
    #[test]
    async fn people_are_found_by_the_whole_number_of_a_document_however_it_is_grouped(t: &TestApp) {
        let police = three_people(t).await;
        for (number, expected) in [
            ("056082004731", vec![PHAT.full_name]),
            ("056 082 004 731", vec![PHAT.full_name]),
            ("0560.8200.4731", vec![PHAT.full_name]),
            (" 056082004731 ", vec![PHAT.full_name]),
            ("EZ4410827", vec![TEREZA.full_name]),
            ("ez 4410827", vec![TEREZA.full_name]),
            // Not by a part of it.
            ("056082004", vec![]),
            ("05608200473", vec![]),
            ("0560820047310", vec![]),
        ] {
            let found = search(&police, json!({ "document_number": number })).await;
            assert_eq!(names(&found), expected, "{number}");
        }
    }

    #[test]
    async fn people_are_found_by_birth_and_everything_given_has_to_match(t: &TestApp) {
        let police = three_people(t).await;
        for (criteria, expected) in [
            (json!({ "birth_date": "1987-06-09" }), vec![HA.full_name]),
            (json!({ "birth_date": "1987-06-10" }), vec![]),
            (json!({ "name": "lam", "birth_year": 1982 }), vec![PHAT.full_name]),
            (json!({ "name": "lam", "birth_year": 1983 }), vec![]),
            (json!({ "name": "lam", "birth_date": "1987-06-09" }), vec![]),
            (json!({ "name": "lam", "document_number": HA.document_number }), vec![]),
            (
                json!({ "document_number": HA.document_number, "birth_date": "1987-06-09" }),
                vec![HA.full_name],
            ),
        ] {
            assert_eq!(names(&search(&police, criteria.clone()).await), expected, "{criteria}");
        }
    }

    #[test]
    async fn a_year_without_more_and_nothing_at_all_are_refused(t: &TestApp) {
        let police = t.signed_in("congan.nhatrang").await;
        for (criteria, expected) in [
            (json!({}), ("/name", "required")),
            (json!({ "birth_year": 1982 }), ("/name", "required")),
            (json!({ "name": "   " }), ("/name", "required")),
            (
                json!({ "name": "-", "birth_date": "1982-04-02" }),
                ("/name", "too_short"),
            ),
            (json!({ "name": "la\u{0}m" }), ("/name", "control_character")),
            (json!({ "name": "lam\u{ffff}" }), ("/name", "control_character")),
            (json!({ "name": "x".repeat(121) }), ("/name", "too_long")),
            (json!({ "document_number": "123" }), ("/document_number", "too_short")),
            (
                json!({ "document_number": "1".repeat(41) }),
                ("/document_number", "too_long"),
            ),
            (
                json!({ "name": "lam", "birth_year": 1899 }),
                ("/birth_year", "out_of_range"),
            ),
            (
                json!({ "name": "lam", "birth_date": "1982-02-31" }),
                ("/birth_date", "date_not_in_calendar"),
            ),
            (
                json!({ "name": "lam", "birth_date": "02/04/1982" }),
                ("/birth_date", "date_not_iso"),
            ),
            (
                json!({ "name": "lam", "from": "2026-11-22", "to": "2026-11-21" }),
                ("/to", "period_reversed"),
            ),
            (
                json!({ "name": "lam", "reference": "a\u{0}b" }),
                ("/reference", "control_character"),
            ),
            (
                json!({ "name": "lam", "reference": "x".repeat(61) }),
                ("/reference", "too_long"),
            ),
            (
                json!({ "name": "lam", "purpose": "curiosity" }),
                ("/purpose", "unknown_value"),
            ),
            (json!({ "name": "lam", "colour": "red" }), ("/colour", "unknown_field")),
        ] {
            let body = if criteria["purpose"].is_null() {
                criteria.with("/purpose", PURPOSE)
            } else {
                criteria
            };
            let answer = police.call("searchStays").json(&body).await;
            let fields = answer.wrong_fields();
            let (pointer, code) = (&fields[0].0, &fields[0].1);
            assert_eq!((pointer.as_str(), code.as_str()), expected, "{body}");
        }
    }

    // Part of LC-8.2, LC-9.1.
    #[test]
    async fn an_officer_states_a_purpose_and_search_and_result_are_recorded_with_it(t: &TestApp) {
        let police = three_people(t).await;
        let criteria = json!({ "name": "lam tan phat", "birth_year": 1982 });
        police
            .call("searchStays")
            .json(&criteria)
            .await
            .refuses(&[("/purpose", "required")]);
        assert!(rows::audit(t, "stays_searched").await.is_empty());
        let body = criteria
            .with("/purpose", "verify_report")
            .with("/reference", " 214/CAP-2026 ");
        let found = police.call("searchStays").json(&body).await.is(200);
        let event = rows::audit(t, "stays_searched").await.remove(0);
        assert_eq!(event.purpose.as_deref(), Some("verify_report"));
        assert_eq!(event.reference.as_deref(), Some("214/CAP-2026"));
        assert_eq!(event.account_id, Some(province::account_id("congan.nhatrang")));
        // What was looked for is named, never what was typed; what was shown is listed.
        let shown = found["people"][0]["stays"][0]["id"].clone();
        assert_eq!(event.details, json!({ "by": ["name", "birth_year"], "stays": [shown] }));
        for purpose in [
            "verify_report",
            "residence_check",
            "missing_person",
            "wanted_person",
            "case_work",
            "guest_support",
            "correction",
        ] {
            let body = json!({ "name": "lam", "purpose": purpose });
            police.call("searchStays").json(&body).await.is(200);
        }
        // An administrator is an officer too; a facility looks among its own guests and needs none.
        let lam = json!({ "name": "lam" });
        t.signed_in("quantri")
            .await
            .call("searchStays")
            .json(&lam)
            .await
            .refuses(&[("/purpose", "required")]);
        assert_eq!(
            names(
                &t.signed_in("haidang")
                    .await
                    .call("searchStays")
                    .json(&lam)
                    .await
                    .is(200)
            ),
            [PHAT.full_name]
        );
    }

    #[test]
    async fn an_officer_finds_nobody_who_stays_in_another_area(t: &TestApp) {
        three_people(t).await;
        let elsewhere = t.signed_in("congan.bac").await;
        let province = t.signed_in("congan.tinh").await;
        for criteria in [
            json!({ "name": "lam tan phat" }),
            json!({ "document_number": PHAT.document_number }),
            json!({ "birth_date": PHAT.birth_date }),
        ] {
            assert_eq!(names(&search(&elsewhere, criteria.clone()).await), [""; 0]);
            assert_eq!(names(&search(&province, criteria).await), [PHAT.full_name]);
        }
    }

    #[test]
    async fn people_are_told_apart_by_document_and_never_merged_by_name(t: &TestApp) {
        notify_named(t, "Nguyễn Văn An", "056082000001").await;
        notify_named(t, "Nguyễn Văn An", "056082000002").await;
        notify_named(t, "Nguyễn Văn Ân", "056082000001").await;
        let police = t.signed_in("congan.nhatrang").await;
        let found = search(&police, json!({ "name": "nguyen van an" })).await;
        let counts: Vec<_> = found["people"]
            .as_array()
            .unwrap()
            .iter()
            .map(|person| person["stays"].as_array().unwrap().len())
            .collect();
        assert_eq!(counts.iter().sum::<usize>(), 3);
        assert_eq!(counts.len(), 2);
        assert_eq!(found["truncated"], false);
    }

    #[test]
    async fn a_person_is_shown_masked_with_all_stays_newest_first(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let visit = |arrival: &str, leaves: &str| {
            let body = t.stay_in("402", &PHAT).with("/guest", notification::whole_guest(&PHAT));
            body.with("/arrival_at", instant(arrival))
                .with("/planned_departure_at", instant(leaves))
        };
        let first = haidang
            .notify(&visit("2026-11-10 19:00:00", "2026-11-11 12:00:00"))
            .await;
        let gone = json!({ "version": 1, "departed_at": instant("2026-11-11 12:00:00") });
        haidang.call("checkOutStay").stay(&first).json(&gone).await.is(200);
        let second = haidang
            .notify(&visit("2026-11-21 19:00:00", "2026-11-23 12:00:00"))
            .await;
        let police = t.signed_in("congan.nhatrang").await;
        let answer = police
            .call("searchStays")
            .json(&json!({ "name": "lam", "purpose": PURPOSE }))
            .await;
        let person = answer.is(200)["people"][0].clone();
        assert_eq!(person["document_masked"], "0560•••••731");
        assert!(!answer.text().contains(PHAT.document_number) && !answer.text().contains(PHAT.phone));
        assert_eq!(
            (&person["birth_date"], &person["birth_year"]),
            (&json!("1982-04-02"), &json!(1982))
        );
        assert_eq!((&person["sex"], &person["nationality"]), (&json!("male"), &json!("VN")));
        assert_eq!(person["address"], PHAT.address);
        let stays: Vec<_> = person["stays"]
            .as_array()
            .unwrap()
            .iter()
            .map(|stay| stay["id"].clone())
            .collect();
        assert_eq!(stays, [second["id"].clone(), first["id"].clone()]);
        assert_eq!(person["overlaps"], json!([]));
        // A period is about arrivals.
        let only = async |from: &str, to: &str| {
            let found = search(&police, json!({ "name": "lam", "from": from, "to": to })).await;
            let people = found["people"].as_array().unwrap().clone();
            people
                .first()
                .map_or(0, |person| person["stays"].as_array().unwrap().len())
        };
        assert_eq!(only("2026-11-10", "2026-11-10").await, 1);
        assert_eq!(only("2026-11-10", "2026-11-21").await, 2);
        assert_eq!(only("2026-11-11", "2026-11-20").await, 0);
    }

    #[test]
    async fn nights_notified_at_two_places_at_once_are_shown(t: &TestApp) {
        let stay = |person: &Person, arrival: &str, leaves: &str| {
            let body = notification::stay(person).with("/arrival_at", instant(arrival));
            body.with("/planned_departure_at", instant(leaves))
        };
        let at_hotel = |body: Value| body.with("/room_id", province::room_id("haidang", "402").to_string());
        let (haidang, household) = (t.signed_in("haidang").await, t.signed_in("doanvansau").await);
        let first = haidang
            .notify(&at_hotel(stay(&PHAT, "2026-11-18 19:00:00", "2026-11-20 12:00:00")))
            .await;
        let left = json!({ "version": 1, "departed_at": instant("2026-11-20 12:00:00") });
        haidang.call("checkOutStay").stay(&first).json(&left).await.is(200);
        let second = household
            .notify(&stay(&PHAT, "2026-11-19 19:00:00", "2026-11-22 12:00:00"))
            .await;
        // Who leaves one facility and comes to another on the same day was not at two places.
        let ha = haidang
            .notify(&at_hotel(stay(&HA, "2026-11-18 19:00:00", "2026-11-20 12:00:00")))
            .await;
        haidang.call("checkOutStay").stay(&ha).json(&left).await.is(200);
        household
            .notify(&stay(&HA, "2026-11-20 19:00:00", "2026-11-22 12:00:00"))
            .await;
        let police = t.signed_in("congan.nhatrang").await;
        let phat = search(&police, json!({ "document_number": PHAT.document_number })).await["people"][0].clone();
        let overlaps = phat["overlaps"].as_array().unwrap();
        assert_eq!(overlaps.len(), 1, "{overlaps:?}");
        let mut both = [overlaps[0]["first"].clone(), overlaps[0]["second"].clone()];
        both.sort_by_key(ToString::to_string);
        let mut expected = [first["id"].clone(), second["id"].clone()];
        expected.sort_by_key(ToString::to_string);
        assert_eq!(both, expected);
        assert_eq!(
            (&overlaps[0]["from"], &overlaps[0]["to"]),
            (&json!("2026-11-19"), &json!("2026-11-19"))
        );
        // The stay itself says so to the police, and to nobody else.
        let nights = |stay: &Value| (stay["from"].clone(), stay["to"].clone());
        for (this, other, place) in [
            (&first, &second, "Hộ ông Đoàn Văn Sáu"),
            (&second, &first, "Khách sạn Hải Đăng"),
        ] {
            let elsewhere = elsewhere(&police, this).await;
            assert_eq!(elsewhere.as_array().map(Vec::len), Some(1), "{elsewhere}");
            assert_eq!(
                (&elsewhere[0]["stay_id"], &elsewhere[0]["facility_name"]),
                (&other["id"], &json!(place))
            );
            assert_eq!(nights(&elsewhere[0]), (json!("2026-11-19"), json!("2026-11-19")));
        }
        let ask = json!({ "purpose": PURPOSE });
        let refused = haidang.call("findElsewhere").stay(&first).json(&ask).await;
        refused.problem("forbidden");
        assert_eq!(elsewhere(&police, &ha).await, json!([]));
        // Outside the own area: where and when, no more.
        let north = t.signed_in("bacthanh").await;
        let room = province::room_id("bacthanh", "101").to_string();
        let third = stay(&PHAT, "2026-11-21 19:00:00", "2026-11-23 12:00:00").with("/room_id", room);
        let third = north.notify(&third).await;
        let found = elsewhere(&police, &second).await;
        let outside = found
            .as_array()
            .unwrap()
            .iter()
            .find(|place| place["stay_id"].is_null());
        let outside = outside.expect("the stay in the north");
        assert_eq!(
            (&outside["facility_name"], &outside["area"]["code"]),
            (&Value::Null, &json!(province::BAC_NHA_TRANG))
        );
        let everywhere = elsewhere(&t.signed_in("congan.tinh").await, &second).await;
        let ids: Vec<_> = everywhere
            .as_array()
            .unwrap()
            .iter()
            .map(|place| place["stay_id"].clone())
            .collect();
        assert!(ids.contains(&third["id"]) && ids.contains(&first["id"]), "{ids:?}");
        let ha = search(&police, json!({ "document_number": HA.document_number })).await["people"][0].clone();
        assert_eq!(ha["overlaps"], json!([]));
        assert_eq!(ha["stays"].as_array().map(Vec::len), Some(2));
    }

    #[test]
    async fn a_corrected_name_and_number_are_found_and_the_wrong_ones_no_longer(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
        let patch = json!({ "guest": { "full_name": "Phạm Đắc Hoàng", "document_number": "056082009999" } });
        haidang.amend(&stay, patch).await.is(200);
        let police = t.signed_in("congan.nhatrang").await;
        for (criteria, count) in [
            (json!({ "name": "pham dac hoang" }), 1),
            (json!({ "name": "lam tan phat" }), 0),
            (json!({ "document_number": "056082009999" }), 1),
            (json!({ "document_number": PHAT.document_number }), 0),
        ] {
            assert_eq!(
                names(&search(&police, criteria.clone()).await).len(),
                count,
                "{criteria}"
            );
        }
    }

    #[test]
    async fn more_people_than_fit_are_cut_and_it_is_said(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        for number in 0..51 {
            let number = format!("0560820{number:05}");
            haidang
                .notify(&t.stay_in("402", &PHAT).with("/guest/document_number", number))
                .await;
        }
        let police = t.signed_in("congan.nhatrang").await;
        let found = search(&police, json!({ "name": "lam tan phat" })).await;
        assert_eq!((names(&found).len(), &found["truncated"]), (50, &json!(true)));
        assert_eq!(
            found["people"][0]["stays"][0]["facility_id"],
            facility_id("haidang").to_string()
        );
    }
);

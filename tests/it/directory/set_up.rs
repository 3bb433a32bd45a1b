//! Setting up a place of lodging: its data, its rooms, its prices.

use crate::support::province::{NEWCOMER, PASSWORD, PHAT, facility_id, room_id};
use crate::support::*;
use serde_json::{Value, json};

/// The newcomer, past the change of the first password.
async fn newcomer(t: &TestApp) -> Client<'_> {
    let sql = format!("UPDATE account SET password_is_initial = FALSE WHERE login = '{NEWCOMER}'");
    rows::execute(t, &sql).await.unwrap();
    t.signed_in(NEWCOMER).await
}

async fn facility(client: &Client<'_>, login: &str) -> Value {
    client.call("getFacility").facility(login).await.is(200)
}

/// Changes the data of a facility from its present version.
async fn change(client: &Client<'_>, login: &str, mut patch: Value) -> Answer {
    patch["version"] = facility(client, login).await["version"].clone();
    client.call("updateFacility").facility(login).json(&patch).await
}

/// Replaces the room plan from the present version.
async fn plan(client: &Client<'_>, login: &str, rooms: Value) -> Answer {
    let version = facility(client, login).await["version"].clone();
    let body = json!({ "version": version, "rooms": rooms });
    client.call("replaceRoomPlan").facility(login).json(&body).await
}

fn room(name: &str) -> Value {
    json!({ "floor": 4, "name": name, "kind": "Đôi", "beds": 2 })
}

fn known_room(id: &str, name: &str) -> Value {
    room(name).with("/id", room_id("haidang", id).to_string())
}

fn names(facility: &Value) -> Vec<&str> {
    let rooms = facility["rooms"].as_array().expect("rooms").iter();
    rooms.map(|room| room["name"].as_str().expect("a name")).collect()
}

fn id_of(facility: &Value, name: &str) -> String {
    let mut rooms = facility["rooms"].as_array().expect("rooms").iter();
    let room = rooms
        .find(|room| room["name"] == name)
        .unwrap_or_else(|| panic!("no room {name}"));
    room["id"].as_str().expect("an id").to_owned()
}

fn data() -> Value {
    json!({ "name": "Nhà nghỉ Mới Mở", "address": "5 Hẻm 64 Trần Phú", "phone": "0258 352 7700",
            "email": "moimo@example.test", "representative": "Trần Gia Bách" })
}

fn price(amount: i64) -> Value {
    json!([{ "room_kind": "Đôi", "unit": "night", "amount_vnd": amount }])
}

/// Declares prices from the version that the facility has.
async fn declare(client: &Client<'_>, login: &str, prices: Value) -> Answer {
    let version = facility(client, login).await["version"].clone();
    let body = json!({ "version": version, "prices": prices });
    client.call("declarePrices").facility(login).json(&body).await
}

on_both_engines!(
    // Proves LC-7.1b.
    #[test]
    async fn a_facility_cannot_notify_before_data_rooms_and_prices_are_declared(t: &TestApp) {
        let hotel = newcomer(t).await;
        let mut body = notification::stay(&PHAT);
        let done =
            |setup: &Value| ["data_done", "rooms_done", "prices_done", "complete"].map(|step| setup[step] == true);
        let refused = async |body: &Value| hotel.call("notifyStay").json(body).await.problem("setup_required");

        let setup = facility(&hotel, NEWCOMER).await["setup"].clone();
        assert_eq!(done(&setup), [false; 4]);
        assert_eq!(
            (&setup["needs_rooms"], &setup["needs_prices"]),
            (&json!(true), &json!(true))
        );
        refused(&body).await;
        // A part of the data is not the data.
        let after = change(&hotel, NEWCOMER, json!({ "address": "5 Hẻm 64 Trần Phú" }))
            .await
            .is(200);
        assert_eq!(done(&after["setup"]), [false; 4]);
        let after = change(&hotel, NEWCOMER, data()).await.is(200);
        assert_eq!(done(&after["setup"]), [true, false, false, false]);
        refused(&body).await;
        let after = plan(&hotel, NEWCOMER, json!([room("101")])).await.is(200);
        assert_eq!(done(&after["setup"]), [true, true, false, false]);
        body = body.with("/room_id", id_of(&after, "101"));
        refused(&body).await;
        assert_eq!(
            hotel.call("getCurrentAccount").await.is(200)["facility"]["setup_complete"],
            false
        );
        let after = declare(&hotel, NEWCOMER, price(300_000)).await.is(200);
        assert_eq!(done(&after["setup"]), [true; 4]);
        assert_eq!(
            hotel.call("getCurrentAccount").await.is(200)["facility"]["setup_complete"],
            true
        );
        hotel.notify(&body).await;
    }

    #[test]
    async fn a_household_declares_its_data_and_nothing_more(t: &TestApp) {
        let hotel = newcomer(t).await;
        let id = rows::id(t, facility_id(NEWCOMER));
        rows::execute(t, &format!("UPDATE facility SET kind = 'household' WHERE id = {id}"))
            .await
            .unwrap();
        hotel
            .call("notifyStay")
            .json(&notification::stay(&PHAT))
            .await
            .problem("setup_required");
        let after = change(&hotel, NEWCOMER, data()).await.is(200);
        assert_eq!(after["setup"]["complete"], true);
        hotel.notify(&notification::stay(&PHAT)).await;
    }

    // Part of KH-11.2a-1.
    #[test]
    async fn a_new_room_plan_keeps_the_rooms_that_stay_and_retires_the_others(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let before = facility(&haidang, "haidang").await;
        assert_eq!(names(&before), ["401", "402", "403", "404"]);
        // By its id with another name, by its name alone, a new one; and two are left out.
        let rooms = json!([known_room("401", "Hoa Mai"), room("402"), room("405")]);
        let after = plan(&haidang, "haidang", rooms).await.is(200);
        assert_eq!(names(&after), ["402", "405", "Hoa Mai"]);
        assert_eq!(id_of(&after, "Hoa Mai"), id_of(&before, "401"));
        assert_eq!(id_of(&after, "402"), id_of(&before, "402"));
        assert_eq!(after["rooms"][0]["beds"], 2);
        assert_eq!(after["version"], 2);
        assert_eq!(facility(&haidang, "haidang").await, after);
        let gone = haidang.call("notifyStay").json(&t.stay_in("403", &PHAT)).await;
        gone.refuses(&[("/room_id", "room_unknown")]);
        assert_eq!(
            rows::number(t, "SELECT COUNT(*) FROM room WHERE retired_at IS NOT NULL").await,
            2
        );
        let event = &rows::audit(t, "room_plan_replaced").await[0];
        assert_eq!(event.details, json!({ "added": 1, "changed": 2, "retired": 2 }));
        // A name that became free may be given again, to another room.
        let again = json!([known_room("401", "Hoa Mai"), room("402"), room("405"), room("403")]);
        let after = plan(&haidang, "haidang", again).await.is(200);
        assert_ne!(id_of(&after, "403"), id_of(&before, "403"));
    }

    #[test]
    async fn rooms_may_swap_their_names(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let rooms = json!([
            known_room("401", "402"),
            known_room("402", "401"),
            room("403"),
            room("404")
        ]);
        let after = plan(&haidang, "haidang", rooms).await.is(200);
        assert_eq!(id_of(&after, "402"), room_id("haidang", "401").to_string());
        assert_eq!(id_of(&after, "401"), room_id("haidang", "402").to_string());
    }

    // Proves KH-11.2a-2.
    #[test]
    async fn earlier_stays_keep_the_name_that_their_room_had(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
        let rooms = json!([known_room("402", "Hoa Mai"), room("401")]);
        plan(&haidang, "haidang", rooms).await.is(200);
        assert_eq!(haidang.get(&stay).await["room"]["name"], "402");
        let later = haidang.notify(&t.stay_in("402", &province::HA)).await;
        assert_eq!(later["room"]["name"], "Hoa Mai");
        // An extension is no move: the name stays what it was.
        let extended = haidang
            .amend(&stay, json!({ "planned_departure_at": instant("2026-11-24 12:00:00") }))
            .await;
        assert_eq!(extended.is(200)["room"]["name"], "402");
        for stay in [&stay, &later] {
            let stay = haidang.get(stay).await;
            haidang.check_out(&stay).await.is(200);
        }
        plan(&haidang, "haidang", json!([room("401")])).await.is(200);
        assert_eq!(haidang.get(&stay).await["room"]["name"], "402");
        assert_eq!(haidang.get(&later).await["room"]["name"], "Hoa Mai");
    }

    #[test]
    async fn a_room_with_guests_cannot_be_taken_out_of_the_plan(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
        let before = rows::everything(t).await;
        let answer = plan(&haidang, "haidang", json!([room("401"), room("403"), room("404")])).await;
        let said = answer.problem("room_occupied")["detail"].clone();
        assert!(said.as_str().is_some_and(|said| said.contains("402")), "{said}");
        assert_eq!(rows::everything(t).await, before);
        haidang.check_out(&stay).await.is(200);
        plan(&haidang, "haidang", json!([room("401"), room("403"), room("404")]))
            .await
            .is(200);
    }

    #[test]
    async fn what_is_twice_or_not_ones_own_in_a_plan_is_refused(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let foreign = room("101").with("/id", room_id("bacthanh", "101").to_string());
        let before = rows::everything(t).await;
        for (rooms, expected) in [
            (json!([room("A1"), room("a1")]), ("/rooms/1/name", "duplicate")),
            (json!([room("A1"), room(" A1 ")]), ("/rooms/1/name", "duplicate")),
            (
                json!([known_room("401", "A1"), known_room("401", "A2")]),
                ("/rooms/1/id", "duplicate"),
            ),
            (json!([room("A1"), foreign]), ("/rooms/1/id", "room_unknown")),
            (
                json!([room("A1").with("/id", uuid::Uuid::now_v7().to_string())]),
                ("/rooms/0/id", "room_unknown"),
            ),
            (json!([room("")]), ("/rooms/0/name", "required")),
            (json!([room("   ")]), ("/rooms/0/name", "required")),
            (json!([room("A1").with("/kind", " ")]), ("/rooms/0/kind", "required")),
            (json!([room("A1").with("/beds", 0)]), ("/rooms/0/beds", "out_of_range")),
            (
                json!([room("A1").with("/beds", 101)]),
                ("/rooms/0/beds", "out_of_range"),
            ),
            (
                json!([room("A1").with("/floor", -6)]),
                ("/rooms/0/floor", "out_of_range"),
            ),
            (
                json!([room("A1").with("/floor", 201)]),
                ("/rooms/0/floor", "out_of_range"),
            ),
            (json!([room(&"x".repeat(21))]), ("/rooms/0/name", "too_long")),
            (json!([room("A\u{0}1")]), ("/rooms/0/name", "control_character")),
            (json!([room("A1").without("/beds")]), ("/rooms/0/beds", "required")),
            (
                json!([room("A1").with("/colour", "red")]),
                ("/rooms/0/colour", "unknown_field"),
            ),
            (json!(["A1"]), ("/rooms/0", "wrong_type")),
            (json!([[null, 4, "A1", "Đôi", 2]]), ("/rooms/0", "wrong_type")),
        ] {
            plan(&haidang, "haidang", rooms).await.refuses(&[expected]);
        }
        assert_eq!(rows::everything(t).await, before);
    }

    #[test]
    async fn a_plan_holds_two_thousand_rooms_and_not_one_more(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let rooms = |count: usize| (0..count).map(|number| room(&format!("P{number}"))).collect::<Vec<_>>();
        plan(&haidang, "haidang", json!(rooms(2_001)))
            .await
            .refuses(&[("/rooms", "too_many")]);
        let after = plan(&haidang, "haidang", json!(rooms(2_000))).await.is(200);
        assert_eq!(after["rooms"].as_array().map(Vec::len), Some(2_000));
        let smallest = plan(&haidang, "haidang", json!([])).await.is(200);
        assert_eq!(smallest["rooms"], json!([]));
    }

    #[test]
    async fn a_change_from_an_old_version_is_refused(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let patch = json!({ "version": 1, "address": "14 Trần Phú" });
        haidang
            .call("updateFacility")
            .facility("haidang")
            .json(&patch)
            .await
            .is(200);
        let before = rows::everything(t).await;
        haidang
            .call("updateFacility")
            .facility("haidang")
            .json(&patch)
            .await
            .problem("version_conflict");
        let old_plan = json!({ "version": 1, "rooms": [] });
        haidang
            .call("replaceRoomPlan")
            .facility("haidang")
            .json(&old_plan)
            .await
            .problem("version_conflict");
        assert_eq!(rows::everything(t).await, before);
    }

    #[test]
    async fn of_changes_at_once_from_one_version_exactly_one_is_taken(t: &TestApp) {
        let busy = t.sibling(|config| config.workers = Some(2)).await;
        let clients = [
            t.signed_in_at(&busy, "haidang").await,
            t.signed_in_at(&busy, "haidang").await,
        ];
        let requests = clients.iter().zip(["Một", "Hai"]).map(async |(client, address)| {
            let amount = if address == "Một" { 500_000 } else { 600_000 };
            let patch = json!({ "version": 1, "prices": price(amount) });
            client.call("declarePrices").facility("haidang").json(&patch).await
        });
        let mut statuses = client::at_once(requests).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        let id = rows::id(t, facility_id("haidang"));
        let declared = rows::number(
            t,
            &format!("SELECT COUNT(*) FROM listed_price WHERE facility_id = {id}"),
        )
        .await;
        assert_eq!(declared, 2, "one from the beginning, one from the winner");
    }

    #[test]
    async fn prices_in_force_and_to_come_are_shown_and_all_are_kept(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let prices = |facility: &Value| {
            let prices = facility["prices"].as_array().expect("prices").iter();
            let told = |price: &Value| {
                (
                    price["amount_vnd"].as_i64().unwrap(),
                    price["effective_from"].as_str().unwrap().to_owned(),
                )
            };
            prices.map(told).collect::<Vec<_>>()
        };
        assert_eq!(
            prices(&facility(&haidang, "haidang").await),
            [(450_000, "2026-11-02".to_owned())]
        );
        let tet =
            json!([{ "room_kind": "Đôi", "unit": "night", "amount_vnd": 900_000, "effective_from": "2027-02-01" }]);
        let after = declare(&haidang, "haidang", tet).await.is(200);
        assert_eq!(
            prices(&after),
            [(900_000, "2027-02-01".to_owned()), (450_000, "2026-11-02".to_owned())]
        );
        // From today; and once more the same day: the later declaration counts.
        declare(&haidang, "haidang", price(480_000)).await.is(200);
        t.pass(60);
        let after = declare(&haidang, "haidang", price(490_000)).await.is(200);
        assert_eq!(
            prices(&after),
            [(900_000, "2027-02-01".to_owned()), (490_000, "2026-11-21".to_owned())]
        );
        t.at("2027-02-01 00:00:00");
        rows::execute(t, "UPDATE account SET password_changed_at = created_at")
            .await
            .unwrap();
        let later = t.sibling(|config| config.profile = "lao-cai".into()).await;
        let later = t.signed_in_at(&later, "haidang").await;
        assert_eq!(
            prices(&facility(&later, "haidang").await),
            [(900_000, "2027-02-01".to_owned())]
        );
        let id = rows::id(t, facility_id("haidang"));
        let kept = rows::number(
            t,
            &format!("SELECT COUNT(*) FROM listed_price WHERE facility_id = {id}"),
        )
        .await;
        assert_eq!(kept, 4);
    }

    #[test]
    async fn facility_data_are_checked_field_by_field(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let before = rows::everything(t).await;
        for (field, value, code) in [
            ("name", json!(""), "required"),
            ("name", json!("  "), "required"),
            ("name", json!("x".repeat(161)), "too_long"),
            ("name", json!("Hải\nĐăng"), "control_character"),
            ("address", json!("x".repeat(201)), "too_long"),
            ("address", json!("12 Trần Phú\u{0}"), "control_character"),
            ("phone", json!("gọi tôi"), "phone_malformed"),
            ("phone", json!("12345"), "phone_malformed"),
            ("phone", json!("+84 258 352 0148 0148 0148"), "phone_malformed"),
            ("email", json!("haidang"), "email_malformed"),
            ("email", json!("a@b@c"), "email_malformed"),
            ("representative", json!("x".repeat(121)), "too_long"),
            ("declared_tax_code", json!("12345"), "tax_code_malformed"),
            ("declared_tax_code", json!("4200123456-1"), "tax_code_malformed"),
            ("started_on", json!("2026-02-30"), "date_not_in_calendar"),
            ("started_on", json!("21/11/2026"), "date_not_iso"),
            ("prices", json!([]), "unknown_field"),
            ("kind", json!("household"), "unknown_field"),
            ("area_code", json!("22333"), "unknown_field"),
        ] {
            let patch = json!({ field: value });
            change(&haidang, "haidang", patch)
                .await
                .refuses(&[(&format!("/{field}"), code)]);
        }
        for (field, value, code) in [
            ("amount_vnd", json!(-1), "out_of_range"),
            ("amount_vnd", json!(1_000_000_001), "out_of_range"),
            ("amount_vnd", json!(450_000.5), "wrong_type"),
            ("amount_vnd", json!("450000"), "wrong_type"),
            ("room_kind", json!(""), "required"),
            ("room_kind", json!("   "), "required"),
            ("unit", json!("week"), "unknown_value"),
            ("effective_from", json!("2026-13-01"), "date_not_in_calendar"),
        ] {
            let prices = price(450_000).with(&format!("/0/{field}"), value);
            let answer = declare(&haidang, "haidang", prices).await;
            answer.refuses(&[(&format!("/prices/0/{field}"), code)]);
        }
        let twice = json!([price(1)[0].clone(), price(2)[0].clone()]);
        declare(&haidang, "haidang", twice)
            .await
            .refuses(&[("/prices/1/room_kind", "duplicate")]);
        let no_version = haidang
            .call("updateFacility")
            .facility("haidang")
            .json(&json!({ "address": "x" }))
            .await;
        no_version.refuses(&[("/version", "required")]);
        assert_eq!(rows::everything(t).await, before);
    }

    #[test]
    async fn what_a_change_leaves_out_stays_as_it_was(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let before = facility(&haidang, "haidang").await;
        let after = change(&haidang, "haidang", json!({ "declared_tax_code": "4200123456-001" }))
            .await
            .is(200);
        let expected = before.with("/declared_tax_code", "4200123456-001").with("/version", 2);
        assert_eq!(after, expected);
        let event = &rows::audit(t, "facility_updated").await[0];
        assert_eq!(event.details, json!({ "fields": ["declared_tax_code"] }));
    }

    #[test]
    async fn markup_and_sql_in_texts_are_texts(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let nasty = "<b>'; DROP TABLE facility; --</b>";
        let patch = json!({ "name": nasty, "address": nasty, "representative": nasty });
        let after = change(&haidang, "haidang", patch).await.is(200);
        for field in ["name", "address", "representative"] {
            assert_eq!(after[field], nasty);
        }
        let rooms = json!([room("<i>'--\"</i>")]);
        assert_eq!(names(&plan(&haidang, "haidang", rooms).await.is(200)), ["<i>'--\"</i>"]);
    }

    #[test]
    async fn two_accounts_of_one_facility_are_told_apart_by_their_own_facility(t: &TestApp) {
        // The facility of another account does not exist for this one, whatever it does.
        let haidang = t.signed_in("haidang").await;
        haidang
            .call("getFacility")
            .facility("bacthanh")
            .await
            .problem("not_found");
        let patch = json!({ "version": 1, "address": "x" });
        haidang
            .call("updateFacility")
            .facility("bacthanh")
            .json(&patch)
            .await
            .problem("not_found");
        let rooms = json!({ "version": 1, "rooms": [] });
        haidang
            .call("replaceRoomPlan")
            .facility("bacthanh")
            .json(&rooms)
            .await
            .problem("not_found");
        haidang
            .call("getFacilityDay")
            .facility("bacthanh")
            .await
            .problem("not_found");
        t.anonymous().login("bacthanh", PASSWORD).await.is(200);
        let bacthanh = t.signed_in("bacthanh").await;
        assert_eq!(names(&facility(&bacthanh, "bacthanh").await), ["101", "102"]);
    }
);

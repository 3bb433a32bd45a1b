//! Foreign guests and the immigration site: the list, the file, what the site took, and where there is none of it.

use crate::support::province::{HA, PHAT, Person, TEREZA};
use crate::support::*;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Somebody else from abroad.
fn foreigner<'a>(name: &'a str, nationality: &'a str, number: &'a str) -> Person {
    Person {
        full_name: Box::leak(name.to_owned().into_boxed_str()),
        nationality: Box::leak(nationality.to_owned().into_boxed_str()),
        document_number: Box::leak(number.to_owned().into_boxed_str()),
        ..TEREZA
    }
}

fn list<'a>(client: &'a Client<'_>) -> client::Call<'a> {
    client.call("listForeignGuests").facility("haidang")
}

fn export<'a>(client: &'a Client<'_>, body: &Value) -> client::Call<'a> {
    client.call("exportForeignGuests").facility("haidang").json(body)
}

fn of(stays: &[&Value]) -> Value {
    json!({ "stays": stays.iter().map(|stay| &stay["id"]).collect::<Vec<_>>() })
}

async fn exported(client: &Client<'_>, body: &Value) -> Vec<BTreeMap<String, String>> {
    let answer = export(client, body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    parsed(&answer.text())
}

fn confirm<'a>(client: &'a Client<'_>, stays: &[&Value], confirmed: bool) -> client::Call<'a> {
    let stays: Vec<Value> = stays
        .iter()
        .map(|stay| json!({ "id": stay["id"], "version": stay["version"] }))
        .collect();
    let body = json!({ "confirmed": confirmed, "stays": stays });
    client.call("confirmForeignGuests").facility("haidang").json(&body)
}

/// How each of the listed guests stands, in the order of the list.
async fn states(client: &Client<'_>) -> Vec<(String, String)> {
    let page = list(client).await.is(200);
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let items = page["items"].as_array().expect("a list").iter();
    items
        .map(|item| (text(&item["stay"]["full_name"]), text(&item["immigration"]["state"])))
        .collect()
}

async fn state_of(client: &Client<'_>, stay: &Value) -> Value {
    client.get(stay).await["immigration"]["state"].clone()
}

/// The guests of a file, each by its tags. Anything but the form of docs/formats.md 1 fails.
fn parsed(xml: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = Reader::from_str(xml);
    let (mut path, mut guests, mut text) = (Vec::<String>::new(), Vec::new(), String::new());
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(tag) => {
                path.push(tag.local_name().as_ref().to_owned());
                if path.len() == 2 {
                    assert_eq!(path, ["KHAI_BAO_TAM_TRU", "THONG_TIN_KHACH"]);
                    guests.push(BTreeMap::new());
                }
                text.clear();
            }
            Event::Text(part) => text.push_str(part.as_ref()),
            Event::GeneralRef(name) => {
                let named = [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\'')];
                let known = named.iter().find(|(known, _)| *known == name.as_ref());
                text.push(known.expect("one of the five").1);
            }
            Event::End(_) => {
                let tag = path.pop().expect("an open tag");
                if path.len() == 2 {
                    let twice = guests.last_mut().expect("a guest").insert(tag, text.clone());
                    assert_eq!(twice, None);
                }
            }
            Event::Decl(declared) => assert_eq!(declared.encoding().unwrap().unwrap().as_ref(), "UTF-8"),
            Event::Eof => break,
            other => panic!("nothing else belongs into the file: {other:?}"),
        }
    }
    for (at, guest) in guests.iter().enumerate() {
        assert_eq!(guest["so_thu_tu"], (at + 1).to_string(), "no gaps");
    }
    guests
}

fn names(guests: &[BTreeMap<String, String>]) -> Vec<&str> {
    guests.iter().map(|guest| guest["ho_ten"].as_str()).collect()
}

/// Gives a facility other rooms.
async fn rooms(client: &Client<'_>, login: &str, names: &[&str]) -> BTreeMap<String, String> {
    let version = client.call("getFacility").facility(login).await.is(200)["version"].clone();
    let rooms: Vec<Value> = names
        .iter()
        .map(|name| json!({ "floor": 1, "name": name, "kind": "Đôi", "beds": 2 }))
        .collect();
    let plan = json!({ "version": version, "rooms": rooms });
    let hotel = client.call("replaceRoomPlan").facility(login).json(&plan).await.is(200);
    let rooms = hotel["rooms"].as_array().expect("rooms").iter();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    rooms.map(|room| (text(&room["name"]), text(&room["id"]))).collect()
}

/// Takes a file in by previewing and confirming it, and waits for the end.
async fn taken_in(client: &Client<'_>, login: &str, xml: &str) -> Value {
    let file = json!({ "name": "khach.xml", "content_base64": STANDARD.encode(xml) });
    let body = json!({ "file": file, "default_reason": "tourism" });
    let import = client.call("previewImport").facility(login).json(&body).await.is(201);
    let at = |operation: &str| {
        let call = client.call(operation).facility(login);
        call.at("import_id", import["id"].as_str().expect("an id"))
    };
    at("commitImport").json(&json!({ "accept_mends": true })).await.is(202);
    let since = Instant::now();
    loop {
        let now = at("getImport").query("limit", 50).await.is(200);
        if now["state"] == "stored" {
            return now;
        }
        assert!(since.elapsed() < Duration::from_secs(60), "{now}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

on_both_engines!(
    // Part of KH-11.2c2.
    #[test]
    async fn foreign_guests_leave_as_the_file_that_the_immigration_site_imports(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let rooms = rooms(&haidang, "haidang", &["A&B <1>", "402"]).await;
        let tereza = notification::stay(&TEREZA)
            .with("/guest", notification::whole_guest(&TEREZA))
            .with("/room_id", rooms["A&B <1>"].as_str());
        let tereza = haidang.notify(&tereza).await;
        // Letters that passports write otherwise, a year of birth alone, and a country that ISO does not know.
        let soren = foreigner("Søren O’Brien-Łukasz", "XK", "K1234567");
        let soren = notification::stay(&soren)
            .with("/room_id", rooms["402"].as_str())
            .with("/arrival_at", instant("2026-11-20 15:00:00"))
            .without("/guest/birth_date")
            .with("/guest/birth_year", 1971)
            .with("/guest/sex", "male");
        let soren = haidang.notify(&soren).await;
        // No foreigner, and one who is only expected.
        haidang
            .notify(&notification::stay(&HA).with("/room_id", rooms["402"].as_str()))
            .await;
        let ahead = notification::stay(&foreigner("LEE JI WOO", "KR", "M7654321"))
            .with("/room_id", rooms["402"].as_str())
            .with("/arrival_at", instant("2026-11-21 22:00:00"));
        haidang.notify(&ahead).await;

        let answer = export(&haidang, &json!({})).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.header("content-type"), Some("application/xml"));
        assert_eq!(
            answer.header("content-disposition"),
            Some("attachment; filename=\"khach-nuoc-ngoai_2026-11-21_200000.xml\"")
        );
        assert_eq!(
            (answer.header("guests-exported"), answer.header("guests-left-out")),
            (Some("2"), Some("0"))
        );
        let guests = parsed(&answer.text());
        let expected = |fields: &[(&str, &str)]| -> BTreeMap<String, String> {
            let owned = fields
                .iter()
                .map(|(tag, value)| ((*tag).to_owned(), (*value).to_owned()));
            owned.collect()
        };
        assert_eq!(
            guests,
            [
                expected(&[
                    ("so_thu_tu", "1"),
                    ("ho_ten", "SOEREN OBRIEN LUKASZ"),
                    ("ngay_sinh", "01/01/1971"),
                    ("ngay_sinh_dung_den", "Y"),
                    ("gioi_tinh", "M"),
                    ("ma_quoc_tich", "RKS"),
                    ("so_ho_chieu", "K1234567"),
                    ("so_phong", "402"),
                    ("ngay_den", "20/11/2026"),
                    ("ngay_di_du_kien", "23/11/2026"),
                ]),
                expected(&[
                    ("so_thu_tu", "2"),
                    ("ho_ten", "NOVAKOVA TEREZA"),
                    ("ngay_sinh", "03/03/1996"),
                    ("ngay_sinh_dung_den", "D"),
                    ("gioi_tinh", "F"),
                    ("ma_quoc_tich", "CZE"),
                    ("so_ho_chieu", "EZ4410827"),
                    ("so_phong", "A&B <1>"),
                    ("ngay_den", "21/11/2026"),
                    ("ngay_di_du_kien", "23/11/2026"),
                    ("thoi_han_tam_tru", "31/12/2026"),
                ]),
            ]
        );
        // Who left is told with the real day.
        t.at("2026-11-22 09:00:00");
        haidang.check_out(&tereza).await.is(200);
        let again = exported(&haidang, &of(&[&tereza, &soren])).await;
        assert_eq!(names(&again), ["SOEREN OBRIEN LUKASZ", "NOVAKOVA TEREZA"]);
        assert_eq!(again[0].get("ngay_tra_phong"), None, "he is still there");
        assert_eq!(again[1]["ngay_tra_phong"], "22/11/2026");
        assert_eq!(again[1]["ngay_di_du_kien"], "23/11/2026");
    }

    // Proves KH-11.2c1.
    #[test]
    async fn guests_are_complete_in_both_systems_whichever_was_told_first(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let bacthanh = t.signed_in("bacthanh").await;
        // Entered here first: the file holds all that another reader of it needs to make the same stays.
        let names = ["R&B \"Suite\"", "402"];
        let ours = rooms(&haidang, "haidang", &names).await;
        rooms(&bacthanh, "bacthanh", &names).await;
        let guest = |person: &Person, room: &str| {
            notification::stay(person)
                .with(
                    "/guest",
                    notification::guest(person).with("/permit_expires_on", "2026-12-31"),
                )
                .with("/room_id", ours[room].as_str())
        };
        let bodies = [
            guest(&foreigner("MUELLER HANS", "DE", "C01X00T47"), "402").with("/guest/sex", "male"),
            guest(&foreigner("KIM MIN SEO", "KR", "M70689098"), "R&B \"Suite\"")
                .without("/guest/birth_date")
                .with("/guest/birth_year", 1968),
            guest(&foreigner("KRASNIQI ARTA", "XK", "P0012233"), "402")
                .with("/kind", "day_use")
                .with("/arrival_at", instant("2026-11-21 09:00:00"))
                .with("/planned_departure_at", instant("2026-11-21 18:00:00")),
        ];
        let mut here = BTreeMap::new();
        for body in &bodies {
            let stay = haidang.notify(body).await;
            here.insert(stay["guest"]["document_number"].as_str().unwrap().to_owned(), stay);
        }
        let file = export(&haidang, &json!({})).await;
        assert_eq!(file.status, 200, "{}", file.text());
        let import = taken_in(&bacthanh, "bacthanh", &file.text()).await;
        assert_eq!(import["progress"]["stored"], 3, "{import}");
        for row in import["items"].as_array().unwrap() {
            let call = bacthanh.call("getStay").at("stay_id", row["stay_id"].as_str().unwrap());
            let there = call.await.is(200);
            let ours = &here[there["guest"]["document_number"].as_str().unwrap()];
            assert_eq!(there["guest"], ours["guest"]);
            assert_eq!(there["room"]["name"], ours["room"]["name"]);
            assert_eq!(there["kind"], ours["kind"]);
            for moment in ["arrival_at", "planned_departure_at"] {
                // The file tells days; in UTC none of these hours is on another one.
                let day = |stay: &Value| stay[moment].as_str().unwrap()[..10].to_owned();
                assert_eq!(day(&there), day(ours), "{moment}");
            }
        }
        // Declared at the site first: the list made for it comes in here, and its guests are noted as being there.
        let there = "<KHAI_BAO_TAM_TRU><THONG_TIN_KHACH><so_thu_tu>1</so_thu_tu><ho_ten>SILVA ANA</ho_ten>\
            <ngay_sinh>08/03/1990</ngay_sinh><ngay_sinh_dung_den>D</ngay_sinh_dung_den><gioi_tinh>F</gioi_tinh>\
            <ma_quoc_tich>PRT</ma_quoc_tich><so_ho_chieu>CA998877</so_ho_chieu><so_phong>402</so_phong>\
            <ngay_den>21/11/2026</ngay_den><ngay_di_du_kien>24/11/2026</ngay_di_du_kien>\
            <thoi_han_tam_tru>15/01/2027</thoi_han_tam_tru></THONG_TIN_KHACH></KHAI_BAO_TAM_TRU>";
        let import = taken_in(&haidang, "haidang", there).await;
        let call = haidang.call("getStay");
        let ana = call
            .at("stay_id", import["items"][0]["stay_id"].as_str().unwrap())
            .await
            .is(200);
        assert_eq!(ana["guest"]["nationality"], "PT");
        assert_eq!(ana["guest"]["permit_expires_on"], "2027-01-15");
        assert_eq!(ana["immigration"]["state"], "waiting");
        assert_eq!(confirm(&haidang, &[&ana], true).await.is(200)["changed"], 1);
        assert_eq!(state_of(&haidang, &ana).await, "confirmed");
        assert_eq!(ana["immigration"]["export"], Value::Null, "no file was needed");
        // And what is written into a file of her is what the site had.
        let back = exported(&haidang, &of(&[&ana])).await;
        assert_eq!(back, parsed(there));
    }

    #[test]
    async fn who_cannot_be_put_into_a_file_is_named_with_the_reason_and_goes_on_waiting(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let whole = haidang.notify(&t.stay_in("401", &TEREZA)).await;
        let notify = async |person: Person, document: &str| {
            let body = t.stay_in("402", &person).with("/guest/document_type", document);
            haidang.notify(&body).await
        };
        let cyrillic = notify(foreigner("Иванова Анна", "RU", "753300112"), "passport").await;
        let former = notify(foreigner("JOVIC MILAN", "CS", "S0099887"), "passport").await;
        let licence = notify(foreigner("ROSSI PAOLO", "IT", "U1234567Z"), "driving_licence").await;
        let group = json!({
            "kind": "overnight", "arrival_at": instant("2026-11-21 19:00:00"),
            "planned_departure_at": instant("2026-11-23 12:00:00"), "reason": "tourism",
            "guests": [{ "guest": notification::guest(&foreigner("DUBOIS LUC", "FR", "19AK44512")) }],
        });
        let roomless = haidang.call("notifyGroup").json(&group).await.is(201)["stays"][0].clone();
        let vietnamese = haidang.notify(&t.stay_in("403", &HA)).await;

        let page = list(&haidang).lang("vi").await.is(200);
        let gaps: BTreeMap<&str, Vec<(&str, &str)>> = page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| {
                let gaps = item["gaps"].as_array().unwrap().iter();
                let gaps = gaps.map(|gap| (gap["pointer"].as_str().unwrap(), gap["code"].as_str().unwrap()));
                (item["stay"]["id"].as_str().unwrap(), gaps.collect())
            })
            .collect();
        let expected: [(&Value, &[(&str, &str)]); 5] = [
            (&whole, &[]),
            (&cyrillic, &[("/guest/full_name", "foreign_name_not_latin")]),
            (&former, &[("/guest/nationality", "foreign_nationality_uncoded")]),
            (&licence, &[("/guest/document_type", "foreign_not_passport")]),
            (&roomless, &[("/room_id", "foreign_room_missing")]),
        ];
        assert_eq!(gaps.len(), 5);
        for (stay, reasons) in expected {
            assert_eq!(gaps[stay["id"].as_str().unwrap()], reasons);
        }
        // Chosen, one that cannot go refuses the whole file.
        let nobody = json!({ "id": Uuid::now_v7() });
        export(
            &haidang,
            &of(&[&whole, &cyrillic, &former, &licence, &roomless, &vietnamese, &nobody]),
        )
        .await
        .refuses(&[
            ("/stays/1", "foreign_name_not_latin"),
            ("/stays/2", "foreign_nationality_uncoded"),
            ("/stays/3", "foreign_not_passport"),
            ("/stays/4", "foreign_room_missing"),
            ("/stays/5", "foreign_not_listed"),
            ("/stays/6", "foreign_not_listed"),
        ]);
        assert_eq!(rows::count(t, "foreign_guest_mark").await, 0);
        // Not chosen, the others go, and the answer says how many did not.
        let answer = export(&haidang, &json!({})).await;
        assert_eq!(names(&parsed(&answer.text())), ["NOVAKOVA TEREZA"]);
        assert_eq!(
            (answer.header("guests-exported"), answer.header("guests-left-out")),
            (Some("1"), Some("4"))
        );
        assert_eq!(state_of(&haidang, &cyrillic).await, "waiting");
        let problem = export(&haidang, &json!({})).await.problem("foreign_nothing_to_export");
        assert!(problem["detail"].as_str().unwrap().contains('4'), "{problem}");
        // A household has no rooms to tell.
        let household = t.signed_in("doanvansau").await;
        household.notify(&notification::stay(&TEREZA)).await;
        let call = household
            .call("exportForeignGuests")
            .facility("doanvansau")
            .json(&json!({}));
        assert_eq!(parsed(&call.await.text())[0]["so_phong"], "");
    }

    #[test]
    async fn what_the_site_has_to_know_makes_a_stay_wait_again_and_what_it_never_asks_does_not(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("401", &TEREZA)).await;
        assert_eq!(
            stay["immigration"],
            json!({ "state": "waiting", "can": ["confirmForeignGuests", "exportForeignGuests"] })
        );
        exported(&haidang, &json!({})).await;
        let after = haidang
            .amend(&stay, json!({ "note": "Khách cần phòng yên tĩnh" }))
            .await
            .is(200);
        assert_eq!(after["immigration"]["state"], "exported");
        assert_eq!(confirm(&haidang, &[&after], true).await.is(200)["changed"], 1);
        let after = haidang
            .amend(&after, json!({ "guest": { "phone": "0905 000 111" } }))
            .await
            .is(200);
        assert_eq!(after["immigration"]["state"], "confirmed");
        for change in [
            json!({ "guest": { "full_name": "NOVAKOVA TEREZIE" } }),
            json!({ "room_id": province::room_id("haidang", "402") }),
            json!({ "planned_departure_at": instant("2026-11-25 12:00:00") }),
            json!({ "guest": { "permit_expires_on": "2027-01-31" } }),
            json!({ "guest": { "document_number": "EZ4410828" } }),
        ] {
            let now = haidang.get(&stay).await;
            let after = haidang.amend(&now, change.clone()).await.is(200);
            assert_eq!(after["immigration"]["state"], "changed", "{change}");
            assert_eq!(exported(&haidang, &json!({})).await.len(), 1, "{change}");
            assert_eq!(state_of(&haidang, &stay).await, "exported", "{change}");
        }
        t.at("2026-11-22 08:00:00");
        let now = haidang.get(&stay).await;
        let left = haidang.check_out(&now).await.is(200);
        assert_eq!(
            left["immigration"]["state"], "changed",
            "the site wants the real departure"
        );
        exported(&haidang, &json!({})).await;
        export(&haidang, &json!({})).await.problem("foreign_nothing_to_export");
    }

    #[test]
    async fn a_stay_taken_back_goes_into_no_file_and_is_told_where_the_site_knows_of_it(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let cancel = async |stay: &Value| {
            let body = json!({ "version": stay["version"], "change_reason": "Khách không đến" });
            haidang.call("cancelStay").stay(stay).json(&body).await.is(200)
        };
        let told = haidang.notify(&t.stay_in("401", &TEREZA)).await;
        exported(&haidang, &json!({})).await;
        let untold = haidang
            .notify(&t.stay_in("402", &foreigner("LEE JI WOO", "KR", "M7654321")))
            .await;
        let told = cancel(&told).await;
        let untold = cancel(&untold).await;
        assert_eq!(told["immigration"]["state"], "withdrawn");
        assert_eq!(untold["immigration"], Value::Null, "the site has nothing to do with it");
        assert_eq!(
            states(&haidang).await,
            [(TEREZA.full_name.to_owned(), "withdrawn".to_owned())]
        );
        export(&haidang, &json!({})).await.problem("foreign_nothing_to_export");
        export(&haidang, &of(&[&told]))
            .await
            .refuses(&[("/stays/0", "foreign_not_listed")]);
        // Put right there by hand.
        assert_eq!(confirm(&haidang, &[&told], true).await.is(200)["changed"], 1);
        assert_eq!(state_of(&haidang, &told).await, "confirmed");
        confirm(&haidang, &[&untold], true)
            .await
            .refuses(&[("/stays/0", "foreign_not_listed")]);
        // Somebody who turns out to be Vietnamese is no guest for the site either.
        let wrong = haidang
            .notify(&t.stay_in("403", &foreigner("NGUYEN MINH", "US", "A7654321")))
            .await;
        exported(&haidang, &json!({})).await;
        let right = haidang
            .amend(&wrong, json!({ "guest": { "nationality": "VN" } }))
            .await
            .is(200);
        assert_eq!(right["immigration"]["state"], "withdrawn");
    }

    #[test]
    async fn what_the_site_took_is_confirmed_as_it_was_seen_and_taken_back_the_same_day_only(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let tereza = haidang.notify(&t.stay_in("401", &TEREZA)).await;
        let lee = haidang
            .notify(&t.stay_in("402", &foreigner("LEE JI WOO", "KR", "M7654321")))
            .await;
        exported(&haidang, &json!({})).await;
        // Somebody changes one of them while the page is open: nothing is confirmed unseen.
        let changed = haidang.amend(&lee, json!({ "guest": { "sex": "male" } })).await.is(200);
        confirm(&haidang, &[&tereza, &lee], true)
            .await
            .problem("version_conflict");
        assert_eq!(state_of(&haidang, &tereza).await, "exported");
        let both = [&tereza, &changed];
        assert_eq!(confirm(&haidang, &both, true).await.is(200)["changed"], 2);
        assert_eq!(confirm(&haidang, &both, true).await.is(200)["changed"], 0);
        let seen = haidang.get(&tereza).await["immigration"].clone();
        assert_eq!(seen["confirmation"]["at"], instant("2026-11-21 20:00:00"));
        assert_eq!(seen["can"], json!(["confirmForeignGuests", "exportForeignGuests"]));
        t.at("2026-11-21 23:59:59");
        assert_eq!(confirm(&haidang, &[&tereza], false).await.is(200)["changed"], 1);
        assert_eq!(state_of(&haidang, &tereza).await, "exported");
        assert_eq!(confirm(&haidang, &[&tereza], false).await.is(200)["changed"], 0);
        t.at("2026-11-22 00:00:00");
        confirm(&haidang, &[&changed], false)
            .await
            .problem("foreign_confirmation_closed");
        assert_eq!(
            haidang.get(&changed).await["immigration"]["can"],
            json!(["exportForeignGuests"])
        );
        assert_eq!(confirm(&haidang, &[&tereza], true).await.is(200)["changed"], 1);
    }

    #[test]
    async fn the_list_begins_with_what_is_to_be_done_and_the_day_counts_the_same(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let notify = async |name: &str, number: &str, arrival: &str| {
            let body = t
                .stay_in("401", &foreigner(name, "KR", number))
                .with("/arrival_at", instant(arrival));
            haidang.notify(&body).await
        };
        let confirmed = notify("AAA CONFIRMED", "M0000001", "2026-11-20 10:00:00").await;
        let waiting = notify("BBB WAITING", "M0000002", "2026-11-20 11:00:00").await;
        let today = notify("CCC TODAY", "M0000003", "2026-11-21 18:00:00").await;
        let sent = notify("DDD EXPORTED", "M0000004", "2026-11-21 17:00:00").await;
        let changed = notify("EEE CHANGED", "M0000005", "2026-11-21 19:30:00").await;
        let old = notify("FFF OLD", "M0000006", "2026-10-21 10:00:00").await;
        exported(&haidang, &of(&[&confirmed, &sent, &changed])).await;
        confirm(&haidang, &[&confirmed], true).await.is(200);
        haidang
            .amend(&changed, json!({ "guest": { "sex": "male" } }))
            .await
            .is(200);

        let order = [
            "CCC TODAY",
            "BBB WAITING",
            "EEE CHANGED",
            "DDD EXPORTED",
            "AAA CONFIRMED",
        ];
        let listed: Vec<String> = states(&haidang).await.into_iter().map(|(name, _)| name).collect();
        assert_eq!(listed, order);
        let counts = json!({ "waiting": 2, "changed": 1, "withdrawn": 0, "exported": 1, "confirmed": 1 });
        let page = list(&haidang).query("limit", 1).await.is(200);
        assert_eq!(page["counts"], counts);
        assert_eq!(
            (&page["from"], &page["to"]),
            (&json!("2026-10-22"), &json!("2026-11-21"))
        );
        let day = haidang.call("getFacilityDay").facility("haidang").await.is(200);
        assert_eq!(day["foreign_guests"], counts);
        // Page by page it is the same.
        let (mut paged, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let mut call = list(&haidang).query("limit", 2);
            if let Some(cursor) = &cursor {
                call = call.query("cursor", cursor);
            }
            let page = call.await.is(200);
            for item in page["items"].as_array().unwrap() {
                paged.push(item["stay"]["full_name"].as_str().unwrap().to_owned());
            }
            match page["next_cursor"].as_str() {
                Some(next) => cursor = Some(next.to_owned()),
                None => break,
            }
        }
        assert_eq!(paged, order);
        // Narrowed by state and by day.
        for (state, names) in [
            ("waiting", &["CCC TODAY", "BBB WAITING"][..]),
            ("changed", &["EEE CHANGED"]),
            ("withdrawn", &[]),
            ("exported", &["DDD EXPORTED"]),
            ("confirmed", &["AAA CONFIRMED"]),
        ] {
            let page = list(&haidang).query("state", state).await.is(200);
            let found: Vec<&str> = page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["stay"]["full_name"].as_str().unwrap())
                .collect();
            assert_eq!(found, names, "{state}");
        }
        let page = list(&haidang)
            .query("from", "2026-10-21")
            .query("to", "2026-10-21")
            .await
            .is(200);
        assert_eq!(page["items"][0]["stay"]["id"], old["id"]);
        for (name, value) in [
            ("from", "2025-11-20"),
            ("from", "2026-11-22"),
            ("limit", "101"),
            ("cursor", "x"),
            ("state", "x"),
        ] {
            list(&haidang).query(name, value).await.problem("malformed_request");
        }
        // All who wait are those of the list; an older one is chosen by hand.
        assert_eq!(
            names(&exported(&haidang, &json!({})).await),
            ["BBB WAITING", "CCC TODAY", "EEE CHANGED"]
        );
        assert_eq!(names(&exported(&haidang, &of(&[&old])).await), ["FFF OLD"]);
        assert_eq!(state_of(&haidang, &waiting).await, "exported");
        assert_eq!(state_of(&haidang, &today).await, "exported");
    }

    #[test]
    async fn the_same_request_twice_is_one_file_and_two_at_once_do_not_disturb_each_other(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        haidang.notify(&t.stay_in("401", &TEREZA)).await;
        let first = export(&haidang, &json!({})).key("tep-khach-2111").await;
        t.pass(60);
        let again = export(&haidang, &json!({})).key("tep-khach-2111").await;
        assert_eq!((first.status, first.text()), (again.status, again.text()));
        assert_eq!(first.header("content-disposition"), again.header("content-disposition"));
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(rows::audit(t, "foreign_guests_exported").await.len(), 1);
        export(&haidang, &json!({ "stays": [Uuid::now_v7()] }))
            .key("tep-khach-2111")
            .await
            .problem("idempotency_key_reused");
        // Everybody can be in one file only when all who wait are asked for.
        let busy = t.sibling(|config| config.workers = Some(2)).await;
        let haidang = t.signed_in_at(&busy, "haidang").await;
        haidang
            .notify(&t.stay_in("402", &foreigner("LEE JI WOO", "KR", "M7654321")))
            .await;
        let all = json!({});
        let at_once = (0..4).map(|_| async { export(&haidang, &all).await });
        let mut statuses = client::at_once(at_once).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409, 409, 409]);
    }

    #[test]
    async fn the_audit_log_knows_a_file_by_its_fingerprint_and_nobody_by_name(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("401", &TEREZA)).await;
        let file = export(&haidang, &json!({})).await;
        list(&haidang).await.is(200);
        confirm(&haidang, &[&stay], true).await.is(200);
        confirm(&haidang, &[&stay], false).await.is(200);
        let events = rows::audit(t, "foreign_guests_exported").await;
        let fingerprint: String = Sha256::digest(&file.body)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(events.len(), 1);
        assert_eq!(
            events[0].details,
            json!({ "guests": 1, "left_out": 0, "sha256": fingerprint, "stays": [stay["id"]] })
        );
        for act in [
            "foreign_guests_listed",
            "foreign_guests_confirmed",
            "foreign_guests_unconfirmed",
        ] {
            let events = rows::audit(t, act).await;
            assert_eq!(events.len(), 1, "{act}");
            assert_eq!(events[0].details["stays"], json!([stay["id"]]), "{act}");
        }
        leaks::expect_none_in_rows("audit_event", &rows::all(t, "audit_event").await);
        leaks::expect_none_in_rows("foreign_guest_mark", &rows::all(t, "foreign_guest_mark").await);
        // What was noted is never taken away.
        assert!(rows::execute(t, "DELETE FROM foreign_guest_mark").await.is_err());
    }

    #[test]
    async fn a_facility_has_its_own_foreign_guests_and_the_police_see_how_a_stay_stands(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("401", &TEREZA)).await;
        let vietnamese = haidang.notify(&t.stay_in("402", &PHAT)).await;
        let police = t.signed_in("congan.nhatrang").await;
        assert_eq!(state_of(&police, &stay).await, "waiting");
        assert_eq!(police.get(&vietnamese).await["immigration"], Value::Null);
        exported(&haidang, &json!({})).await;
        assert_eq!(state_of(&police, &stay).await, "exported");
        list(&police).await.problem("forbidden");
        export(&police, &json!({})).await.problem("forbidden");
        confirm(&police, &[&stay], true).await.problem("forbidden");
        let bacthanh = t.signed_in("bacthanh").await;
        list(&bacthanh).await.problem("not_found");
        export(&bacthanh, &json!({})).await.problem("not_found");
        // Not by naming the stay of another facility either.
        let own = |operation: &str| bacthanh.call(operation).facility("bacthanh");
        own("exportForeignGuests")
            .json(&of(&[&stay]))
            .await
            .refuses(&[("/stays/0", "foreign_not_listed")]);
        own("confirmForeignGuests")
            .json(&json!({ "confirmed": true, "stays": [{ "id": stay["id"], "version": 1 }] }))
            .await
            .refuses(&[("/stays/0", "foreign_not_listed")]);
        assert_eq!(own("listForeignGuests").await.is(200)["items"], json!([]));
    }

    #[test]
    async fn a_file_has_at_most_500_guests_each_of_them_once(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("401", &TEREZA)).await;
        let many: Vec<Uuid> = (0..501).map(|_| Uuid::now_v7()).collect();
        let refused: [(Value, &[(&str, &str)]); 3] = [
            (json!({ "stays": [] }), &[("/stays", "required")]),
            (json!({ "stays": many }), &[("/stays", "too_many")]),
            (of(&[&stay, &stay]), &[("/stays/1", "duplicate")]),
        ];
        for (body, fields) in refused {
            export(&haidang, &body).await.refuses(fields);
        }
        let group = |from: usize| {
            let guests: Vec<Value> = (from..from + 300)
                .map(|at| {
                    let number = format!("G{at:07}");
                    json!({
                        "guest": notification::guest(&foreigner("PARK SEO YEON", "KR", &number)),
                        "room_id": province::room_id("haidang", "402"),
                    })
                })
                .collect();
            json!({
                "kind": "overnight", "arrival_at": instant("2026-11-21 18:00:00"),
                "planned_departure_at": instant("2026-11-23 12:00:00"), "reason": "tourism", "guests": guests,
            })
        };
        for from in [0, 300] {
            haidang.call("notifyGroup").json(&group(from)).await.is(201);
        }
        let answer = export(&haidang, &json!({})).await;
        assert_eq!(parsed(&answer.text()).len(), 500);
        assert_eq!(answer.header("guests-left-out"), Some("101"));
        assert_eq!(exported(&haidang, &json!({})).await.len(), 101);
    }

    // Part of LC-6.2.
    #[test]
    async fn where_foreign_guests_are_declared_at_the_site_itself_there_is_no_list_and_no_file(t: &TestApp) {
        let lao_cai = t.sibling(|config| config.profile = "lao-cai".to_owned()).await;
        let haidang = t.signed_in_at(&lao_cai, "haidang").await;
        let stay = haidang.notify(&t.stay_in("401", &TEREZA)).await;
        let problem = list(&haidang).await.problem("foreign_export_off");
        assert!(
            problem["detail"]
                .as_str()
                .unwrap()
                .contains("laocai.xuatnhapcanh.gov.vn"),
            "{problem}"
        );
        export(&haidang, &json!({})).await.problem("foreign_export_off");
        confirm(&haidang, &[&stay], true).await.problem("foreign_export_off");
        // Recorded here all the same (D-08), and nothing is said that nobody follows up.
        assert_eq!(haidang.get(&stay).await["immigration"], Value::Null);
        let day = haidang.call("getFacilityDay").facility("haidang").await.is(200);
        assert_eq!(day["foreign_guests"], Value::Null);
        assert_eq!(rows::count(t, "foreign_guest_mark").await, 0);
    }
);

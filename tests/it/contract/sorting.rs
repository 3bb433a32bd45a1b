//! Lists in the orders that they offer: pages join to the whole list, whatever is added between them.

use crate::support::client::SPEC;
use crate::support::province::{HA, PHAT, TEREZA, facility_id};
use crate::support::schema::resolve;
use crate::support::*;
use serde_json::{Value, json};

/// In the order of the Vietnamese alphabet.
const NAMES: [&str; 8] = [
    "An Thị Hoa",
    "Ăn Văn Ba",
    "Ân Thị Lê",
    "Dương Thị Mai",
    "Dượng Văn Mai",
    "Đào Thị Mai",
    "Em Thị Ngọc",
    "Ếch Văn Nam",
];

/// The orders of a list, as the document names them.
fn sorts(operation: &str) -> Vec<String> {
    for path in SPEC["paths"].as_object().unwrap().values() {
        for about in path.as_object().unwrap().values() {
            if about["operationId"] == operation {
                let parameters = about["parameters"].as_array().unwrap();
                let sort = parameters.iter().find(|one| one["name"] == "sort").unwrap();
                let names = resolve(&sort["schema"])["enum"].as_array().unwrap().iter();
                return names.map(|name| name.as_str().unwrap().to_owned()).collect();
            }
        }
    }
    panic!("no {operation}")
}

fn ids(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["id"].as_str().unwrap()).collect()
}

async fn page(client: &Client<'_>, operation: &str, query: &[(&str, &str)], cursor: Option<&str>) -> Value {
    let mut call = client.call(operation);
    for (name, value) in query.iter().copied().chain(cursor.map(|cursor| ("cursor", cursor))) {
        call = call.query(name, value);
    }
    call.await.is(200)
}

async fn whole(client: &Client<'_>, operation: &str, query: &[(&str, &str)]) -> Vec<Value> {
    let query: Vec<_> = query.iter().copied().chain([("limit", "100")]).collect();
    let page = page(client, operation, &query, None).await;
    assert_eq!(page["next_cursor"], Value::Null);
    page["items"].as_array().unwrap().clone()
}

/// A guest of that name in a room, an hour after the one before.
fn guest(t: &TestApp, name: &str, number: usize) -> Value {
    let people = [&PHAT, &HA, &TEREZA];
    t.stay_in(["403", "401", "402"][number % 3], people[number % 3])
        .with("/guest/full_name", name)
        .with(
            "/arrival_at",
            instant(&format!("2026-11-21 {:02}:30:00", 19 - number % 7)),
        )
        .with(
            "/planned_departure_at",
            instant(&format!("2026-11-{} 12:00:00", 22 + number % 5)),
        )
}

/// Exactly this parameter is wrong.
#[track_caller]
fn is_wrong(answer: &client::Answer, parameter: &str, code: &str) {
    let problem = answer.problem("malformed_request");
    let errors = problem["errors"].as_array().unwrap().iter();
    let errors: Vec<_> = errors.map(|error| (&error["parameter"], &error["code"])).collect();
    assert_eq!(errors, [(&json!(parameter), &json!(code))], "{problem}");
}

on_both_engines!(
    #[test]
    async fn pages_of_every_order_join_to_the_list_while_guests_are_notified_between_them(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        // Neither in the order of the names nor in the opposite one.
        for at in [5, 0, 7, 2, 4, 6, 1, 3] {
            haidang.notify(&guest(t, NAMES[at], at)).await;
            t.pass(1);
        }
        let period = [("notified_from", "2026-11-01"), ("notified_to", "2026-12-01")];
        let mut number = 0;
        for sort in sorts("listStays") {
            let query: Vec<_> = period.iter().copied().chain([("sort", sort.as_str())]).collect();
            let before = whole(&haidang, "listStays", &query).await;
            let query: Vec<_> = query.into_iter().chain([("limit", "3")]).collect();
            let (mut met, mut cursor) = (Vec::new(), None::<String>);
            loop {
                let page = page(&haidang, "listStays", &query, cursor.as_deref()).await;
                met.extend(page["items"].as_array().unwrap().iter().cloned());
                let Some(next) = page["next_cursor"].as_str() else {
                    break;
                };
                cursor = Some(next.to_owned());
                // One between the pages only: a list by change or by receipt would otherwise never end.
                if met.len() < 6 {
                    number += 1;
                    haidang
                        .notify(&guest(t, ["Bùi Xuân", "Đinh Xuân"][number % 2], number))
                        .await;
                    t.pass(1);
                }
            }
            let (met, before) = (ids(&met), ids(&before));
            let known: Vec<_> = met.iter().copied().filter(|id| before.contains(id)).collect();
            assert_eq!(known, before, "{sort}");
            let after = whole(&haidang, "listStays", &query[..3]).await;
            let after: Vec<_> = ids(&after).into_iter().filter(|id| met.contains(id)).collect();
            assert_eq!(
                after, met,
                "{sort}: what came between is met in its place or not at all"
            );
        }
    }

    #[test]
    async fn names_are_in_the_order_of_the_alphabet_and_the_reverse_is_the_reverse(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        for at in [5, 0, 7, 2, 4, 6, 1, 3] {
            haidang.notify(&guest(t, NAMES[at], at)).await;
        }
        let day = [("notified_from", "2026-11-21"), ("notified_to", "2026-11-21")];
        let of = async |sort: &str, field: &str| -> Vec<String> {
            let query: Vec<_> = day.iter().copied().chain([("sort", sort)]).collect();
            let found = whole(&haidang, "listStays", &query).await;
            found
                .iter()
                .map(|item| item[field].as_str().unwrap().to_owned())
                .collect()
        };
        assert_eq!(of("full_name", "full_name").await, NAMES);
        for (sort, field) in [
            ("arrival_at", "arrival_at"),
            ("planned_departure_at", "planned_departure_at"),
            ("notified_at", "notified_at"),
            ("room_name", "room_name"),
        ] {
            assert!(of(sort, field).await.is_sorted(), "{sort}");
        }
        for operation in ["listStays", "listFacilities", "listAccounts"] {
            let client = if operation == "listStays" {
                "haidang"
            } else {
                "congan.tinh"
            };
            let client = t.signed_in(client).await;
            let sorts = sorts(operation);
            for sort in sorts.iter().filter(|sort| sorts.contains(&format!("-{sort}"))) {
                let day: &[_] = if operation == "listStays" { &day } else { &[] };
                let reverse = format!("-{sort}");
                let of = async |sort: &str| {
                    let query: Vec<_> = day.iter().copied().chain([("sort", sort)]).collect();
                    whole(&client, operation, &query).await
                };
                let (mut up, down) = (of(sort).await, of(&reverse).await);
                up.reverse();
                assert!(up.len() > 2 && up == down, "{operation} {sort}");
            }
        }
    }

    #[test]
    async fn an_order_that_would_sort_a_province_is_refused_and_said_of_the_parameter(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        haidang.notify(&t.stay_in("402", &PHAT)).await;
        let (province, commune) = (t.signed_in("congan.tinh").await, t.signed_in("congan.nhatrang").await);
        let day = [("notified_from", "2026-11-21"), ("notified_to", "2026-11-21")];
        let ask = async |client: &Client<'_>, sort: &str, query: &[(&str, &str)]| {
            let call = client.call("listStays").query("sort", sort);
            query
                .iter()
                .fold(call, |call, (name, value)| call.query(name, value))
                .await
        };
        let is_wide = |answer: client::Answer| is_wrong(&answer, "sort", "sort_too_wide");
        is_wide(ask(&haidang, "full_name", &[]).await);
        is_wide(ask(&haidang, "room_name", &[("state", "departed")]).await);
        is_wide(ask(&commune, "full_name", &[]).await);
        is_wide(ask(&commune, "arrival_at", &[("notified_from", "2026-11-20"), day[1]]).await);
        is_wide(ask(&province, "full_name", &day).await);
        is_wide(ask(&province, "arrival_at", &day).await);
        let hotel = facility_id("haidang").to_string();
        type Asked<'a> = (&'a Client<'a>, &'a str, &'a [(&'a str, &'a str)]);
        let asked: [Asked<'_>; 6] = [
            (&haidang, "arrival_at", &[]),
            (&haidang, "full_name", &[("state", "present")]),
            (&haidang, "-room_name", &[day[0], day[1]]),
            (&commune, "full_name", &[day[0], day[1]]),
            (&province, "notified_at", &[]),
            (
                &province,
                "full_name",
                &[day[0], day[1], ("facility_id", hotel.as_str())],
            ),
        ];
        for (client, sort, query) in asked {
            let found = ask(client, sort, query).await.is(200);
            assert_eq!(found["items"].as_array().unwrap().len(), 1, "{sort} {query:?}");
        }
    }

    #[test]
    async fn a_cursor_of_another_order_or_another_list_is_refused(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        for person in [&PHAT, &HA] {
            haidang.notify(&t.stay_in("402", person)).await;
        }
        let police = t.signed_in("congan.tinh").await;
        let first = async |client: &Client<'_>, operation: &str, sort: &str| {
            let page = page(client, operation, &[("sort", sort), ("limit", "1")], None).await;
            page["next_cursor"].as_str().expect("another page").to_owned()
        };
        let refused = async |client: &Client<'_>, operation: &str, sort: &str, cursor: &str| {
            let call = client.call(operation).query("sort", sort).query("cursor", cursor);
            is_wrong(&call.await, "cursor", "cursor_malformed");
        };
        let newest = first(&haidang, "listStays", "-notified_at").await;
        for sort in ["notified_at", "updated_at", "arrival_at"] {
            refused(&haidang, "listStays", sort, &newest).await;
        }
        let by_name = first(&police, "listFacilities", "name").await;
        for (operation, sort) in [
            ("listFacilities", "-name"),
            ("listFacilities", "area"),
            ("listAccounts", "area"),
            ("listDossiers", "queue"),
            ("listFacilityChanges", "-announced_at"),
        ] {
            refused(&police, operation, sort, &by_name).await;
        }
        let unknown = police.call("listDossiers").query("sort", "colour");
        is_wrong(&unknown.await, "sort", "unknown_value");
        // A search has its order and its cursor in the body.
        let search = |body: Value| police.call("searchAccounts").json(&body);
        let found = search(json!({ "q": "cong an", "sort": "login", "limit": 1 }))
            .await
            .is(200);
        let cursor = &found["next_cursor"];
        assert!(cursor.is_string(), "{found}");
        let next = search(json!({ "q": "cong an", "sort": "login", "limit": 1, "cursor": cursor }));
        let next = next.await.is(200);
        let login = |page: &Value| page["items"][0]["login"].as_str().unwrap().to_owned();
        assert!(login(&found) < login(&next));
        let other = search(json!({ "q": "cong an", "sort": "-login", "cursor": cursor }));
        other.await.refuses(&[("/cursor", "cursor_malformed")]);
    }
);

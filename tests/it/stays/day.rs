//! A facility's day.

use crate::support::province::{HA, PHAT, Person, TEREZA};
use crate::support::*;
use serde_json::{Value, json};

fn names<'a>(day: &'a Value, list: &str) -> Vec<&'a str> {
    let stays = day[list].as_array().expect("a list").iter();
    stays.map(|stay| stay["full_name"].as_str().expect("a name")).collect()
}

fn room<'a>(day: &'a Value, name: &str) -> (&'a str, i64) {
    let mut rooms = day["rooms"].as_array().expect("rooms").iter();
    let room = rooms
        .find(|room| room["name"] == name)
        .unwrap_or_else(|| panic!("no room {name}"));
    (
        room["state"].as_str().expect("a state"),
        room["guest_count"].as_i64().expect("a number"),
    )
}

on_both_engines!(
    #[test]
    async fn the_day_shows_who_comes_stays_and_leaves_and_how_each_room_stands(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = |person: &Person, room: &str, from: &str, to: &str| {
            let body = t.stay_in(room, person).with("/arrival_at", instant(from));
            body.with("/planned_departure_at", instant(to))
        };
        t.at("2026-11-21 10:00:00");
        // Overdue since the 20th, leaving today, staying on, by day, expected tonight, and gone.
        haidang
            .notify(&stay(&PHAT, "401", "2026-11-18 19:00:00", "2026-11-20 12:00:00"))
            .await;
        haidang
            .notify(&stay(&HA, "402", "2026-11-19 19:00:00", "2026-11-21 12:00:00"))
            .await;
        haidang
            .notify(&stay(&TEREZA, "402", "2026-11-21 08:00:00", "2026-11-24 12:00:00"))
            .await;
        let by_day = stay(&PHAT, "403", "2026-11-21 09:00:00", "2026-11-21 17:00:00").with("/kind", "day_use");
        haidang.notify(&by_day).await;
        haidang
            .notify(&stay(&HA, "404", "2026-11-21 22:30:00", "2026-11-22 12:00:00"))
            .await;
        let gone = haidang
            .notify(&stay(&TEREZA, "404", "2026-11-17 15:00:00", "2026-11-21 12:00:00"))
            .await;
        haidang.check_out(&gone).await.is(200);

        let day = haidang.call("getFacilityDay").facility("haidang").await.is(200);
        assert_eq!(
            (&day["now"], &day["date"]),
            (&json!(instant("2026-11-21 10:00:00")), &json!("2026-11-21"))
        );
        assert_eq!(day["evening_due_at"], instant("2026-11-21 23:00:00"));
        assert_eq!(names(&day, "overdue_stays"), [PHAT.full_name]);
        assert_eq!(
            names(&day, "arrivals"),
            [TEREZA.full_name, PHAT.full_name, HA.full_name]
        );
        // The guest of the day leaves today as well.
        assert_eq!(
            names(&day, "departures"),
            [HA.full_name, PHAT.full_name, TEREZA.full_name]
        );
        assert_eq!(day["present_guests"], 4);
        assert_eq!(room(&day, "401"), ("overdue", 1));
        assert_eq!(room(&day, "402"), ("leaving", 2));
        assert_eq!(room(&day, "403"), ("day_use", 1));
        assert_eq!(room(&day, "404"), ("free", 0));
        assert_eq!(day["truncated"], false);
        assert!(!day.to_string().contains(PHAT.document_number), "numbers are masked");

        // Past 14 hours who meant to leave today is overdue, and the guest of the day still has his hours.
        t.at("2026-11-21 14:00:01");
        let day = haidang.call("getFacilityDay").facility("haidang").await.is(200);
        assert_eq!(names(&day, "overdue_stays"), [PHAT.full_name, HA.full_name]);
        assert_eq!((room(&day, "402"), room(&day, "403")), (("overdue", 2), ("day_use", 1)));

        t.at("2026-11-22 00:00:00");
        let day = haidang.call("getFacilityDay").facility("haidang").await.is(200);
        assert_eq!(names(&day, "arrivals"), [""; 0]);
        assert_eq!(day["evening_due_at"], instant("2026-11-22 23:00:00"));
        assert_eq!(room(&day, "404"), ("leaving", 1));
        assert_eq!(day["present_guests"], 5);
    }

    #[test]
    async fn an_empty_facility_has_a_day_too(t: &TestApp) {
        let day = t
            .signed_in("doanvansau")
            .await
            .call("getFacilityDay")
            .facility("doanvansau")
            .await
            .is(200);
        for list in ["overdue_stays", "arrivals", "departures", "rooms"] {
            assert_eq!(day[list], json!([]), "{list}");
        }
        assert_eq!(day["present_guests"], 0);
    }
);

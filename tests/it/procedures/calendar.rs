//! The working calendar: loaded for two years, replaced by administrators, never lost.

use crate::support::*;
use serde_json::{Value, json};

async fn year(t: &TestApp, year: i32) -> Value {
    t.anonymous().call("listCalendar").query("year", year).await.is(200)
}

fn kinds<'a>(calendar: &'a Value, date: &str) -> Vec<&'a str> {
    let days = calendar["days"].as_array().expect("days").iter();
    days.filter(|day| day["date"] == date)
        .map(|day| day["kind"].as_str().expect("a kind"))
        .collect()
}

on_both_engines!(
    #[test]
    async fn the_holidays_of_2026_and_2027_are_there_with_their_sources(t: &TestApp) {
        let calendar = year(t, 2026).await;
        assert_eq!((&calendar["version"], &calendar["year"]), (&json!(1), &json!(2026)));
        for (date, kind) in [
            ("2026-01-02", "holiday"),
            ("2026-01-10", "make_up_day"),
            ("2026-02-17", "holiday"),
            ("2026-04-27", "holiday"),
            ("2026-08-22", "make_up_day"),
            ("2026-08-31", "holiday"),
        ] {
            assert_eq!(kinds(&calendar, date), [kind], "{date}");
        }
        let next = year(t, 2027).await;
        assert_eq!(kinds(&next, "2027-02-06"), ["holiday"]);
        for day in calendar["days"]
            .as_array()
            .unwrap()
            .iter()
            .chain(next["days"].as_array().unwrap())
        {
            assert!(!day["source"].as_str().unwrap().is_empty(), "{day}");
        }
        let hours = json!([{ "opens": "08:00", "closes": "12:00" }, { "opens": "13:00", "closes": "17:00" }]);
        assert_eq!(calendar["office_hours"], hours);
        // Without a year: this one. One that nobody has entered has its weekends.
        assert_eq!(t.anonymous().call("listCalendar").await.is(200)["year"], 2026);
        let unknown = year(t, 2031).await;
        assert_eq!((&unknown["version"], &unknown["days"]), (&json!(0), &json!([])));
        for year in ["1999", "2101", "x"] {
            let answer = t.anonymous().call("listCalendar").query("year", year).await;
            answer.problem("malformed_request");
        }
    }

    #[test]
    async fn an_administrator_replaces_a_year_and_the_one_before_is_kept(t: &TestApp) {
        let quantri = t.signed_in("quantri").await;
        let before = year(t, 2027).await;
        let day = json!({ "date": "2027-01-04", "kind": "holiday", "name": "Nghỉ thêm", "source": "Công văn thử" });
        let body = json!({ "version": before["version"], "days": [day] });
        let after = quantri
            .call("updateCalendar")
            .at("year", 2027)
            .json(&body)
            .await
            .is(200);
        assert_eq!((&after["version"], &after["days"]), (&json!(2), &json!([day])));
        assert_eq!(year(t, 2027).await, after);
        // Another year is as it was, and nothing was lost.
        assert_eq!(year(t, 2026).await["version"], 1);
        let kept = rows::number(t, "SELECT COUNT(*) FROM calendar_day WHERE year = 2027 AND version = 1").await;
        assert_eq!(usize::try_from(kept).unwrap(), before["days"].as_array().unwrap().len());
        assert!(rows::execute(t, "DELETE FROM calendar_day").await.is_err());
        assert!(rows::execute(t, "UPDATE calendar_day SET name = 'x'").await.is_err());
        // From the version before: somebody was first.
        let again = quantri.call("updateCalendar").at("year", 2027).json(&body).await;
        again.problem("version_conflict");
        assert_eq!(rows::audit(t, "calendar_changed").await.len(), 1);
    }

    #[test]
    async fn a_calendar_that_contradicts_itself_is_refused(t: &TestApp) {
        let quantri = t.signed_in("quantri").await;
        let day = |date: &str, kind: &str| json!({ "date": date, "kind": kind, "name": "x", "source": "y" });
        let body =
            json!({ "version": 1, "days": [day("2027-03-01", "make_up_day"), day("2027-03-06", "make_up_day")] });
        let answer = quantri.call("updateCalendar").at("year", 2027).json(&body).await;
        answer.refuses(&[("/days/0/date", "worked_anyway")]);
        let body = json!({ "version": 1, "days": [day("2026-03-02", "holiday")] });
        let answer = quantri.call("updateCalendar").at("year", 2027).json(&body).await;
        answer.refuses(&[("/days/0/date", "date_outside_year")]);
        // A date in another form is told from a day that there is not.
        let body = json!({ "version": 1, "days": [day("02/03/2027", "holiday"), day("2027-02-30", "holiday")] });
        let answer = quantri.call("updateCalendar").at("year", 2027).json(&body).await;
        answer.refuses(&[
            ("/days/0/date", "date_not_iso"),
            ("/days/1/date", "date_not_in_calendar"),
        ]);
        quantri
            .call("updateCalendar")
            .at("year", 1999)
            .json(&json!({ "version": 0, "days": [] }))
            .await
            .problem("not_found");
        assert_eq!(year(t, 2027).await["version"], 1);
    }

    #[test]
    async fn of_two_administrators_at_once_one_is_told(t: &TestApp) {
        let quantri = t.signed_in("quantri").await;
        let body = json!({ "version": 1, "days": [] });
        let call = || quantri.call("updateCalendar").at("year", 2027).json(&body).answer();
        let (one, other) = futures_util::future::join(call(), call()).await;
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        assert_eq!(year(t, 2027).await["version"], 2);
    }
);

//! What the police and a facility say to each other about a stay.

use crate::support::province::{HA, PHAT, facility_id};
use crate::support::*;
use serde_json::{Value, json};

const QUESTION: &str = "Đề nghị kiểm tra lại ngày sinh, số định danh ghi năm 1982.";
const ANSWER: &str = "Đã xem lại thẻ, khách sinh năm 1982.";

async fn say(client: &Client<'_>, operation: &str, stay: &Value, words: &str) -> Answer {
    client.call(operation).stay(stay).json(&json!({ "text": words })).await
}

fn ids(list: &Value) -> Vec<Value> {
    list.as_array().unwrap().iter().map(|stay| stay["id"].clone()).collect()
}

on_both_engines!(
    // Part of LC-10.6.
    #[test]
    async fn the_police_acknowledge_a_notification_and_the_facility_reads_who_and_when(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("401", &PHAT)).await;
        assert_eq!(
            haidang.get(&stay).await["thread"],
            json!({ "acknowledgement": null, "messages": [] })
        );
        let police = t.signed_in("congan.nhatrang").await;
        t.at("2026-11-21 20:15:00");
        police.call("acknowledgeStay").stay(&stay).await.is(200);
        // Seen twice it stays with who was first.
        t.pass(60);
        let above = t.signed_in("congan.tinh").await;
        let again = above.call("acknowledgeStay").stay(&stay).await.is(200);
        assert_eq!(again["acknowledgement"]["at"], instant("2026-11-21 20:15:00"));
        let seen = haidang.get(&stay).await;
        assert_eq!(seen["thread"]["acknowledgement"], again["acknowledgement"]);
        assert_eq!(seen["version"], stay["version"], "the notification is as it was");
        let listed = haidang.call("listStays").await.is(200);
        assert_eq!(
            (&listed["items"][0]["acknowledged"], &listed["items"][0]["asked"]),
            (&json!(true), &json!(false))
        );
    }

    // Proves LC-10.6.
    #[test]
    async fn the_provincial_police_list_search_and_acknowledge_what_arrives(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("401", &PHAT)).await;
        let police = t.signed_in("congan.tinh").await;
        let listed = police.call("listStays").await.is(200);
        assert_eq!(listed["items"][0]["id"], stay["id"]);
        assert_eq!(listed["items"][0]["acknowledged"], false);
        let found = police
            .call("searchStays")
            .json(&json!({ "name": "lam tan phat", "purpose": "verify_report" }))
            .await
            .is(200);
        assert_eq!(found["people"][0]["stays"][0]["id"], stay["id"]);
        police.call("acknowledgeStay").stay(&stay).await.is(200);
        let listed = police.call("listStays").await.is(200);
        assert_eq!(listed["items"][0]["acknowledged"], true);
    }

    // Part of LC-10.6.
    #[test]
    async fn a_question_stays_open_until_it_is_answered_and_all_of_it_stays_with_the_stay(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("401", &PHAT)).await;
        let police = t.signed_in("congan.nhatrang").await;
        say(&haidang, "answerAboutStay", &stay, ANSWER)
            .await
            .problem("nothing_asked");
        say(&police, "askAboutStay", &stay, QUESTION).await.is(200);
        let asked = |list: &Value| list["items"][0]["asked"].clone();
        assert_eq!(asked(&haidang.call("listStays").await.is(200)), true);
        let mail = t.mail_to("le.tan@example.test").await.expect("a mail");
        assert!(mail.text.contains(stay["stay_code"].as_str().unwrap()));
        assert!(!mail.text.contains(PHAT.full_name) && !mail.text.contains(QUESTION));
        t.pass(60);
        let thread = say(&haidang, "answerAboutStay", &stay, ANSWER).await.is(200);
        let said: Vec<(&str, &str)> = thread["messages"]
            .as_array()
            .unwrap()
            .iter()
            .map(|message| (message["kind"].as_str().unwrap(), message["text"].as_str().unwrap()))
            .collect();
        assert_eq!(said, [("question", QUESTION), ("answer", ANSWER)]);
        assert_eq!(asked(&police.call("listStays").await.is(200)), false);
        say(&haidang, "answerAboutStay", &stay, ANSWER)
            .await
            .problem("nothing_asked");
        // A change of the stay keeps what was said.
        let seen = haidang.get(&stay).await;
        let changed = haidang
            .amend(&seen, json!({ "planned_departure_at": instant("2026-11-24 12:00:00") }))
            .await
            .is(200);
        assert_eq!(changed["thread"], thread);
        // What was said lies sealed, and cannot be withdrawn.
        let rows = rows::all(t, "stay_message").await.join("");
        assert!(!rows.contains("1982"));
        assert!(rows::execute(t, "UPDATE stay_message SET by_name = 'x'").await.is_err());
        assert!(rows::execute(t, "DELETE FROM stay_message").await.is_err());
    }

    #[test]
    async fn only_the_police_of_the_area_ask_and_only_the_facility_answers(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("401", &PHAT)).await;
        let before = rows::everything(t).await;
        let elsewhere = t.signed_in("congan.bac").await;
        elsewhere.call("acknowledgeStay").stay(&stay).await.problem("not_found");
        say(&elsewhere, "askAboutStay", &stay, QUESTION)
            .await
            .problem("not_found");
        say(&haidang, "askAboutStay", &stay, QUESTION)
            .await
            .problem("forbidden");
        let police = t.signed_in("congan.nhatrang").await;
        say(&police, "answerAboutStay", &stay, ANSWER)
            .await
            .problem("forbidden");
        let other = t.signed_in("bacthanh").await;
        say(&other, "answerAboutStay", &stay, ANSWER).await.problem("not_found");
        say(&police, "askAboutStay", &stay, "?")
            .await
            .refuses(&[("/text", "too_short")]);
        say(&police, "askAboutStay", &stay, &"x".repeat(1_001))
            .await
            .refuses(&[("/text", "too_long")]);
        assert_eq!(rows::everything(t).await, before);
    }

    #[test]
    async fn a_question_that_is_sent_again_is_asked_once(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("401", &PHAT)).await;
        let police = t.signed_in("congan.nhatrang").await;
        for _ in 0..2 {
            police
                .call("askAboutStay")
                .stay(&stay)
                .key("question-0001")
                .json(&json!({ "text": QUESTION }))
                .await
                .is(200);
        }
        assert_eq!(rows::count(t, "stay_message").await, 1);
    }

    // Part of LC-10.6.
    #[test]
    async fn a_question_is_a_task_of_the_day_until_it_is_answered_and_the_police_find_the_answer(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("401", &PHAT)).await;
        let other = haidang.notify(&t.stay_in("402", &HA)).await;
        let police = t.signed_in("congan.nhatrang").await;
        let day = async || {
            let day = haidang
                .call("getFacilityDay")
                .at("facility_id", facility_id("haidang"))
                .await
                .is(200);
            ids(&day["asked_stays"])
        };
        let talk = async |talk: &str| ids(&police.call("listStays").query("talk", talk).await.is(200)["items"]);
        assert_eq!(day().await, [] as [Value; 0]);
        say(&police, "askAboutStay", &stay, QUESTION).await.is(200);
        assert_eq!(day().await, [stay["id"].clone()]);
        assert_eq!(talk("asked").await, [stay["id"].clone()]);
        assert_eq!(talk("answered").await, [] as [Value; 0]);
        t.pass(60);
        say(&haidang, "answerAboutStay", &stay, ANSWER).await.is(200);
        assert_eq!(day().await, [] as [Value; 0]);
        assert_eq!(talk("asked").await, [] as [Value; 0]);
        let answered = police.call("listStays").query("talk", "answered").await.is(200);
        assert_eq!(answered["items"][0]["answered"], true);
        let tasks = async || haidang.call("getCounts").await.is(200)["tasks"].clone();
        assert_eq!(
            tasks().await,
            json!({ "rooms_not_notified": [], "overdue_count": 0, "asked_count": 0 })
        );
        // Asked again it is a task again; another facility has nothing to do with it.
        t.pass(60);
        say(&police, "askAboutStay", &stay, QUESTION).await.is(200);
        say(&police, "askAboutStay", &other, QUESTION).await.is(200);
        assert_eq!(
            day().await,
            [stay["id"].clone(), other["id"].clone()],
            "the earliest first"
        );
        assert_eq!(tasks().await["asked_count"], 2);
        let other = t.signed_in("bacthanh").await.call("getCounts").await.is(200);
        assert_eq!(other["tasks"]["asked_count"], 0);
        let elsewhere = t.signed_in("congan.bac").await;
        assert_eq!(
            ids(&elsewhere.call("listStays").query("talk", "asked").await.is(200)["items"]),
            [] as [Value; 0]
        );
    }

    // Part of LC-10.6.
    #[test]
    async fn a_page_of_notifications_is_acknowledged_at_once_and_what_is_left_is_counted(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let first = haidang.notify(&t.stay_in("401", &PHAT)).await;
        let second = haidang.notify(&t.stay_in("402", &HA)).await;
        let police = t.signed_in("congan.nhatrang").await;
        let unseen = async || {
            let list = police
                .call("listStays")
                .query("acknowledged", "false")
                .query("notified_from", "2026-11-21")
                .query("notified_to", "2026-11-21")
                .await
                .is(200);
            (
                list["items"].as_array().unwrap().len(),
                list["counts"]["unseen"].clone(),
            )
        };
        assert_eq!(unseen().await, (2, json!(2)));
        police.call("acknowledgeStay").stay(&first).await.is(200);
        assert_eq!(unseen().await, (1, json!(1)));
        let many = json!({ "stays": [first["id"], second["id"], second["id"]] });
        let done = police.call("acknowledgeStays").json(&many).await.is(200);
        assert_eq!(done, json!({ "marked": 1, "seen_before": 1 }));
        assert_eq!(unseen().await, (0, json!(0)));
        let seen = police.call("listStays").query("acknowledged", "true").await.is(200);
        assert_eq!(seen["items"].as_array().unwrap().len(), 2);
        let before = rows::everything(t).await;
        // What is not within reach, nothing, and too many are refused whole.
        let elsewhere = t.signed_in("congan.bac").await;
        elsewhere
            .call("acknowledgeStays")
            .json(&many)
            .await
            .problem("not_found");
        haidang.call("acknowledgeStays").json(&many).await.problem("forbidden");
        let ids: Vec<uuid::Uuid> = (0..101).map(|_| uuid::Uuid::now_v7()).collect();
        for (bad, code) in [
            (json!({ "stays": [] }), "required"),
            (json!({ "stays": ids }), "too_many"),
        ] {
            police
                .call("acknowledgeStays")
                .json(&bad)
                .await
                .refuses(&[("/stays", code)]);
        }
        assert_eq!(rows::everything(t).await, before);
    }
);

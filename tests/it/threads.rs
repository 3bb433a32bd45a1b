//! What the police and a facility say to each other about a stay.

use crate::support::province::PHAT;
use crate::support::*;
use serde_json::{Value, json};

const QUESTION: &str = "Đề nghị kiểm tra lại ngày sinh, số định danh ghi năm 1982.";
const ANSWER: &str = "Đã xem lại thẻ, khách sinh năm 1982.";

async fn say(client: &Client<'_>, operation: &str, stay: &Value, words: &str) -> Answer {
    client.call(operation).stay(stay).json(&json!({ "text": words })).await
}

on_both_engines!(
    // Part of LC-10.6.
    #[test]
    async fn the_police_acknowledge_a_notification_and_the_facility_reads_who_and_when(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("401", &PHAT)).await;
        assert_eq!(
            haidang.get(&stay).await["thread"],
            json!({ "acknowledged": null, "messages": [] })
        );
        let police = t.signed_in("congan.nhatrang").await;
        t.at("2026-11-21 20:15:00");
        police.call("acknowledgeStay").stay(&stay).await.is(200);
        // Seen twice it stays with who was first.
        t.pass(60);
        let above = t.signed_in("congan.tinh").await;
        let again = above.call("acknowledgeStay").stay(&stay).await.is(200);
        assert_eq!(again["acknowledged"]["at"], instant("2026-11-21 20:15:00"));
        let seen = haidang.get(&stay).await;
        assert_eq!(seen["thread"]["acknowledged"], again["acknowledged"]);
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
        say(&police, "askAboutStay", &stay, QUESTION).await.is(201);
        let asked = |list: &Value| list["items"][0]["asked"].clone();
        assert_eq!(asked(&haidang.call("listStays").await.is(200)), true);
        let mail = t.mail_to("le.tan@example.test").await.expect("a mail");
        assert!(mail.text.contains(stay["code"].as_str().unwrap()));
        assert!(!mail.text.contains(PHAT.full_name) && !mail.text.contains(QUESTION));
        t.pass(60);
        let thread = say(&haidang, "answerAboutStay", &stay, ANSWER).await.is(201);
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
        // What was said lies sealed, and cannot be taken back.
        let rows = rows::all(t, "stay_message").await.join("");
        assert!(!rows.contains("1982"));
        assert!(rows::execute(t, "UPDATE stay_message SET by_name = 'x'").await.is_err());
        assert!(rows::execute(t, "DELETE FROM stay_message").await.is_err());
    }

    #[test]
    async fn only_the_police_of_the_area_ask_and_only_the_house_answers(t: &TestApp) {
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
                .is(201);
        }
        assert_eq!(rows::count(t, "stay_message").await, 1);
    }
);

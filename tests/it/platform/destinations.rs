//! Deliveries by destination: one that is away or slow holds up no other.

use crate::platform::jobs::{cause_a_mail, copies};
use crate::support::*;
use api::schedule::tick;
use dto::Timestamp;
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

/// What is known of a destination.
#[derive(FromQueryResult)]
struct Destination {
    leased_until: Option<OffsetDateTime>,
    failures: i32,
    paused_until: Option<OffsetDateTime>,
}

/// Three mails, one of which goes elsewhere.
async fn two_destinations(t: &TestApp) {
    cause_a_mail(t, "haidang", "vi").await;
    copies(t, 2).await;
    let one = rows::outbox(t).await.remove(0).id;
    let elsewhere = "UPDATE outbox SET destination = 'elsewhere' WHERE id = ?";
    rows::change(t, elsewhere, [one.into()]).await;
}

async fn mail_server(t: &TestApp) -> Destination {
    let sql = "SELECT * FROM outbox_destination WHERE name = 'mail_server'";
    rows::found(t, sql).await.pop().expect("the mail server")
}

async fn left(t: &TestApp) -> usize {
    tick(&t.app, Uuid::now_v7()).await.unwrap();
    mail::files(t).len()
}

on_both_engines!(
    #[test]
    async fn a_destination_that_is_away_rests_as_a_whole_and_holds_up_no_other(t: &TestApp) {
        two_destinations(t).await;
        let away = [
            ("name", "mail_server".into()),
            ("failures", 4.into()),
            ("paused_until", t.clock.now().plus_seconds(16).get().into()),
        ];
        rows::add(t.app.db.writer(), "outbox_destination", away).await;
        assert_eq!(left(t).await, 1);
        t.pass(15);
        assert_eq!(left(t).await, 1, "a second too early");
        t.pass(1);
        assert_eq!(left(t).await, 3);
        let back = mail_server(t).await;
        assert_eq!((back.failures, back.paused_until, back.leased_until), (0, None, None));
    }

    #[test]
    async fn a_destination_that_another_instance_serves_is_left_to_it_until_its_lease_is_over(t: &TestApp) {
        two_destinations(t).await;
        let served = [
            ("name", "mail_server".into()),
            ("leased_by", Uuid::now_v7().into()),
            ("leased_until", t.clock.now().plus_seconds(60).get().into()),
            ("failures", 0.into()),
        ];
        rows::add(t.app.db.writer(), "outbox_destination", served).await;
        assert_eq!(left(t).await, 1);
        t.pass(60);
        assert_eq!(left(t).await, 1, "the lease holds for its last second");
        t.pass(1);
        assert_eq!(left(t).await, 3);
    }

    #[test]
    async fn a_destination_for_which_nothing_waits_is_forgotten(t: &TestApp) {
        two_destinations(t).await;
        let idle = [("name", "gone".into()), ("failures", 3.into())];
        rows::add(t.app.db.writer(), "outbox_destination", idle).await;
        let served = [
            ("name", "served".into()),
            ("leased_by", Uuid::now_v7().into()),
            ("leased_until", t.clock.now().plus_seconds(3_660).get().into()),
            ("failures", 0.into()),
        ];
        rows::add(t.app.db.writer(), "outbox_destination", served).await;
        let one = "UPDATE outbox SET due_at = ? WHERE destination = 'mail_server'";
        rows::change(t, one, [t.clock.now().plus_seconds(86_400).get().into()]).await;
        assert_eq!(left(t).await, 1);
        t.pass(3_600);
        tick(&t.app, Uuid::now_v7()).await.unwrap();
        let kept = rows::texts(t, "SELECT name FROM outbox_destination ORDER BY name").await;
        // Nothing was tried there yet.
        assert_eq!(kept, ["served"]);
        t.pass(86_400);
        assert_eq!(left(t).await, 3);
    }

    #[test]
    async fn of_all_that_waits_for_a_destination_that_is_away_one_is_tried_at_a_time(t: &TestApp) {
        cause_a_mail(t, "haidang", "vi").await;
        copies(t, 4).await;
        // A file where the folder should be.
        std::fs::write(t.folder.join("mail"), "x").unwrap();
        for round in 1..=5 {
            assert_eq!(left(t).await, 0);
            let tried = rows::number(t, "SELECT CAST(SUM(attempts) AS BIGINT) FROM outbox").await;
            let state = mail_server(t).await;
            assert_eq!((tried, state.failures), (i64::from(round), round));
            let until = Timestamp::from(state.paused_until.unwrap());
            t.pass(until.unix() - t.clock.now().unix());
        }
        assert_eq!(rows::count(t, "outbox WHERE attempts = 1").await, 5, "each in its turn");
        std::fs::remove_file(t.folder.join("mail")).unwrap();
        assert_eq!(left(t).await, 5, "all leave as soon as it is back");
    }
);

//! Deliveries by destination: one that is away or slow holds up no other.

use crate::platform::jobs::{cause_a_mail, copies};
use crate::support::*;
use api::outbox::destination;
use api::outbox::entity as outbox;
use api::schedule::tick;
use dto::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

/// Three mails, one of which goes elsewhere.
async fn two_destinations(t: &TestApp) {
    cause_a_mail(t, "haidang", "vi").await;
    copies(t, 2).await;
    let one = outbox::Entity::find().one(t.app.db.writer()).await.unwrap().unwrap();
    outbox::Entity::update_many()
        .col_expr(outbox::Column::Destination, Expr::value("elsewhere"))
        .filter(outbox::Column::Id.eq(one.id))
        .exec(t.app.db.writer())
        .await
        .unwrap();
}

/// What is known of the mail server from now on.
async fn is_known(t: &TestApp, state: destination::Model) {
    destination::Entity::insert(state.into_active_model().reset_all())
        .exec_without_returning(t.app.db.writer())
        .await
        .unwrap();
}

async fn mail_server(t: &TestApp) -> destination::Model {
    let found = destination::Entity::find_by_id("mail_server")
        .one(t.app.db.writer())
        .await;
    found.unwrap().expect("the mail server")
}

async fn left(t: &TestApp) -> usize {
    tick(&t.app, Uuid::now_v7()).await.unwrap();
    mail::files(t).len()
}

on_both_engines!(
    #[test]
    async fn a_destination_that_is_away_rests_as_a_whole_and_holds_up_no_other(t: &TestApp) {
        two_destinations(t).await;
        let away = destination::Model {
            name: "mail_server".to_owned(),
            leased_by: None,
            leased_until: None,
            failures: 4,
            paused_until: Some(t.clock.now().plus_seconds(16).get()),
        };
        is_known(t, away).await;
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
        let served = destination::Model {
            name: "mail_server".to_owned(),
            leased_by: Some(Uuid::now_v7()),
            leased_until: Some(t.clock.now().plus_seconds(60).get()),
            failures: 0,
            paused_until: None,
        };
        is_known(t, served).await;
        assert_eq!(left(t).await, 1);
        t.pass(60);
        assert_eq!(left(t).await, 1, "the lease holds for its last second");
        t.pass(1);
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

//! Changing one's password: at the first login, in time, and by choice.

use crate::support::leaks;
use crate::support::province::{NEWCOMER, PASSWORD, account_id};
use crate::support::*;
use api::authz::POLICY;
use api::authz::policy::{Access, Flag};
use dto::account::AccountTier;
use serde_json::json;

const NEW: &str = "Tram-Huong-27";

async fn change(client: &Client<'_>, current: &str, new: &str) -> Answer {
    if new.len() >= 8 {
        leaks::watch(new);
    }
    let body = json!({ "current_password": current, "new_password": new });
    client.call("changePassword").json(&body).await
}

async fn set_changed_at(t: &TestApp, login: &str, moment: &str) {
    let sql = "UPDATE account SET password_changed_at = ? WHERE login = ?";
    let changed = rows::change(t, sql, [local(moment).get().into(), login.into()]).await;
    assert_eq!(changed, 1);
}

on_both_engines!(
    // Proves LCH20-16.3-1, LC-7.1a-1, KH-9a-1.
    #[test]
    async fn at_the_first_login_nothing_works_until_the_password_is_changed(t: &TestApp) {
        t.at("2026-11-03 09:00:00");
        let newcomer = t.anonymous();
        let session = newcomer.login(NEWCOMER, PASSWORD).await.is(200);
        assert_eq!(session["account"]["must_change_password"], true);
        assert_eq!(
            session["account"]["operations"],
            json!(["changePassword", "getCurrentAccount"])
        );

        let mut refused = 0;
        for row in POLICY
            .iter()
            .filter(|row| row.reach(AccountTier::FACILITY, false).is_some() && !row.has(Flag::BeforePasswordChange))
        {
            let path = filled(row.path, province::facility_id(NEWCOMER));
            let answer = newcomer.send(row.method, &path).json(&json!({ "version": 1 })).await;
            answer.problem("password_change_required");
            refused += 1;
        }
        assert!(refused >= 10, "{refused}");

        change(&newcomer, PASSWORD, NEW).await.is(204);
        let account = newcomer.call("getCurrentAccount").await.is(200);
        assert_eq!(account["must_change_password"], false);
        newcomer.call("getFacility").facility(NEWCOMER).await.is(200);
        t.anonymous().login(NEWCOMER, NEW).await.is(200);
        t.anonymous()
            .login(NEWCOMER, PASSWORD)
            .await
            .problem("credentials_refused");
    }

    // Proves LC-7.1a-2.
    #[test]
    async fn a_password_needs_letters_digits_and_special_characters_in_both_provinces(t: &TestApp) {
        let lao_cai = t.sibling(|config| config.profile = "lao-cai".into()).await;
        for client in [t.signed_in("haidang").await, t.signed_in_at(&lao_cai, "haidang").await] {
            for (password, faults) in [
                ("Huong-27", &["password_too_short"][..]),
                ("TramHuong27", &["password_needs_special"]),
                ("Tram-Huong-", &["password_needs_digit"]),
                ("27-09-2026-48", &["password_needs_letter"]),
                (
                    "27092026",
                    &["password_too_short", "password_needs_letter", "password_needs_special"],
                ),
                ("HaiDang-2026!", &["password_contains_login"]),
                ("Hải-Đăng", &["password_too_short", "password_needs_digit"]),
                ("Matkhau@2026", &["password_well_known"]),
                (PASSWORD, &["password_unchanged"]),
                ("", &["required"]),
            ] {
                let expected: Vec<_> = faults.iter().map(|fault| ("/new_password", *fault)).collect();
                let before = rows::everything(t).await;
                change(&client, PASSWORD, password).await.refuses(&expected);
                assert_eq!(rows::everything(t).await, before);
            }
            let long = format!("{NEW}{}", "x".repeat(120));
            change(&client, PASSWORD, &long)
                .await
                .refuses(&[("/new_password", "too_long")]);
        }
        let client = t.signed_in("haidang").await;
        change(&client, PASSWORD, &format!("{NEW}{}", "x".repeat(115)))
            .await
            .is(204);
    }

    // Proves KH-9a-2, LCH20-16.3-2.
    #[test]
    async fn two_months_after_its_last_change_a_password_has_to_be_changed(t: &TestApp) {
        // Set on 2 November: 2 January is its last day.
        t.at("2027-01-02 23:59:59");
        let haidang = t.signed_in("haidang").await;
        let account = haidang.call("getCurrentAccount").await.is(200);
        assert_eq!(account["password_due_at"], instant("2027-01-03 00:00:00"));
        assert_eq!(account["must_change_password"], false);
        haidang.call("listStays").await.is(200);
        t.at("2027-01-03 00:00:00");
        haidang.call("listStays").await.problem("password_change_required");
        assert_eq!(
            haidang.call("getCurrentAccount").await.is(200)["must_change_password"],
            true
        );
        change(&haidang, PASSWORD, NEW).await.is(204);
        haidang.call("listStays").await.is(200);
        let account = haidang.call("getCurrentAccount").await.is(200);
        assert_eq!(account["password_due_at"], instant("2027-03-04 00:00:00"));
    }

    #[test]
    async fn a_month_without_that_day_ends_the_term_with_its_last(t: &TestApp) {
        set_changed_at(t, "haidang", "2026-12-31 10:00:00").await;
        let haidang = t.signed_in("haidang").await;
        t.at("2027-02-28 23:59:59");
        haidang.call("listStays").await.is(200);
        t.at("2027-03-01 00:00:00");
        haidang.call("listStays").await.problem("password_change_required");
    }

    #[test]
    async fn a_province_that_names_no_period_never_asks_for_another_password(t: &TestApp) {
        let lao_cai = t.sibling(|config| config.profile = "lao-cai".into()).await;
        let haidang = t.signed_in_at(&lao_cai, "haidang").await;
        t.at("2031-01-01 00:00:00");
        assert_eq!(
            haidang.call("getCurrentAccount").await.is(200)["password_due_at"],
            serde_json::Value::Null
        );
        haidang.call("listStays").await.is(200);
    }

    #[test]
    async fn a_change_ends_all_other_sessions_and_tells_the_holder_by_mail(t: &TestApp) {
        let (here, elsewhere) = (t.signed_in("haidang").await, t.signed_in("haidang").await);
        let neighbour = t.signed_in("doanvansau").await;
        change(&here, PASSWORD, NEW).await.is(204);
        here.call("getCurrentAccount").await.is(200);
        neighbour.call("getCurrentAccount").await.is(200);
        elsewhere.call("getCurrentAccount").await.problem("session_ended");
        elsewhere.refresh().await.problem("refresh_refused");
        assert_eq!(rows::count(t, "outbox").await, 1);
        let events = rows::audit(t, "password_changed").await;
        assert_eq!(events[0].details, json!({ "sessions_ended": 1 }));
    }

    #[test]
    async fn a_stolen_token_is_no_way_to_guess_the_password(t: &TestApp) {
        let thief = t.signed_in("haidang").await;
        let before = rows::everything(t).await;
        for _ in 0..5 {
            change(&thief, "Bien-Xanh-49", NEW)
                .await
                .refuses(&[("/current_password", "password_wrong")]);
        }
        change(&thief, PASSWORD, NEW).await.problem("too_many_attempts");
        assert_eq!(rows::everything(t).await, before);
        assert_eq!(rows::audit(t, "password_change_refused").await.len(), 5);
        // They count for this session: the holder signs in, and proves what there is to prove, elsewhere.
        t.anonymous().login("haidang", PASSWORD).await.is(200);
        change(&t.signed_in("haidang").await, PASSWORD, NEW).await.is(204);
    }

    #[test]
    async fn names_of_the_facility_and_its_holder_are_no_passwords(t: &TestApp) {
        let client = t.signed_in("haidang").await;
        for name in [
            "Khach-San-Hai-Dang-27",
            "Nguoi giu HAIDANG 99!",
            "khanhhoa-2026-aa",
            "K$7 Kh@nh h0a",
            "1-Luu-Tru-ngay-2",
        ] {
            let refused = change(&client, PASSWORD, name).await;
            let codes: Vec<String> = refused.wrong_fields().into_iter().map(|(_, code)| code).collect();
            assert!(
                codes.contains(&"password_contains_name".to_owned()),
                "{name}: {codes:?}"
            );
        }
        change(&client, PASSWORD, NEW).await.is(204);
    }

    #[test]
    async fn of_three_changes_at_once_one_works(t: &TestApp) {
        let busy = t.sibling(|config| config.workers = Some(2)).await;
        let client = t.signed_in_at(&busy, "haidang").await;
        let new = ["Tram-Huong-27", "Con-Thuyen-Do-36", "Suoi-Xanh-7Kdm-29"];
        let changes = new.map(|new| change(&client, PASSWORD, new));
        let answers = futures_util::future::join_all(changes).await;
        let (done, refused): (Vec<_>, Vec<_>) = answers.iter().zip(new).partition(|(answer, _)| answer.status == 204);
        assert_eq!(done.len(), 1);
        for (answer, _) in refused {
            answer.refuses(&[("/current_password", "password_wrong")]);
        }
        t.anonymous().login("haidang", done[0].1).await.is(200);
    }

    // A holder who was dismissed goes on changing the password while the police issue another one.
    #[test]
    async fn a_change_under_way_does_not_overwrite_a_password_that_was_issued_meanwhile(t: &TestApp) {
        let busy = t.sibling(|config| config.workers = Some(2)).await;
        let dismissed = t.signed_in_at(&busy, "haidang").await;
        let issued = api::accounts::issue_password(&t.app, "haidang").await.unwrap();
        leaks::watch(issued.reveal());
        let id = account_id("haidang");
        let now = t.clock.now();
        let issue = async {
            let actor = api::audit::Actor::system("test");
            let work = async |tx: &api::db::Tx| {
                let ended = issued.replace(tx, &t.app, id, now).await?;
                if t.engine == Engine::Postgres {
                    // Not before the change has looked at the account: on SQLite it waits for this transaction anyway.
                    let begun = "SELECT COUNT(*) FROM login_throttle WHERE kind = 'session' AND pending = 1";
                    while rows::number(t, begun).await == 0 {
                        tokio::task::yield_now().await;
                    }
                }
                let event = api::audit::Event::new("password_issued", "account").with("sessions_ended", ended);
                Ok(((), event.into()))
            };
            t.app.db.write(&actor, now, work).await.unwrap();
        };
        let ((), answer) = tokio::join!(issue, change(&dismissed, PASSWORD, NEW));
        assert!([401, 422].contains(&answer.status), "{}", answer.text());
        t.anonymous().login("haidang", NEW).await.problem("credentials_refused");
        t.anonymous().login("haidang", issued.reveal()).await.is(200);
    }
);

#[test]
fn only_ones_own_account_is_open_before_the_password_is_changed() {
    let open: Vec<&str> = POLICY
        .iter()
        .filter(|row| row.has(Flag::BeforePasswordChange))
        .map(|row| row.operation)
        .collect();
    assert_eq!(open, ["changePassword", "getCurrentAccount"]);
    assert!(
        POLICY
            .iter()
            .all(|row| !row.has(Flag::BeforePasswordChange) || matches!(row.access, Access::Roles(_)))
    );
}

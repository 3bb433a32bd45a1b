//! Lending an account for a time, with the consent of whoever looks after it (LCH20-16.3-3; D-17).

use crate::support::app::Sibling;
use crate::support::province::{PHAT, account_id, facility_id};
use crate::support::*;
use rules::profile::Profile;
use serde_json::{Value, json};
use uuid::Uuid;

const SINCE: &str = "2026-11-22 07:00:00";
const UNTIL: &str = "2026-11-24 17:00:00";
const DURING: &str = "2026-11-22 20:00:00";

/// The service of a province that lets accounts be delegated.
pub async fn lending(t: &TestApp) -> Sibling {
    let mut profile: Profile = toml::from_str(include_str!("../../../profiles/khanh-hoa.toml")).unwrap();
    profile.accounts.delegation = true;
    let path = t.folder.join("lending.toml");
    std::fs::write(&path, toml::to_string(&profile).unwrap()).unwrap();
    t.sibling(|config| config.profile = path.display().to_string()).await
}

fn period(to: &str) -> Value {
    json!({ "borrower_login": to, "starts_at": instant(SINCE), "ends_at": instant(UNTIL) })
}

fn id(delegation: &Value) -> &str {
    delegation["id"].as_str().expect("an id")
}

pub async fn ask(t: &TestApp, s: &Sibling, from: &str, to: &str) -> Value {
    let from = t.signed_in_at(s, from).await;
    from.call("requestDelegation").json(&period(to)).await.is(201)
}

/// Asked for and approved.
async fn lent(t: &TestApp, s: &Sibling, from: &str, to: &str) -> Value {
    let asked = ask(t, s, from, to).await;
    let police = t.signed_in_at(s, "congan.tinh").await;
    act(&police, "approveDelegation", &asked).await.is(200)
}

/// In the right of that account.
trait ActingFor {
    fn acting_for(self, login: &str) -> Self;
}

impl ActingFor for client::Call<'_> {
    fn acting_for(self, login: &str) -> Self {
        self.header("Acting-For", &account_id(login).to_string())
    }
}

/// From the version that `delegation` has.
async fn act(client: &Client<'_>, operation: &str, delegation: &Value) -> Answer {
    let call = client.call(operation).at("delegation_id", id(delegation));
    call.json(&json!({ "version": delegation["version"] })).await
}

on_both_engines!(
    // Proves LCH20-16.3-3.
    #[test]
    async fn an_account_is_lent_with_the_consent_of_whoever_looks_after_it_for_its_time_and_no_longer(t: &TestApp) {
        let s = lending(t).await;
        let asked = ask(t, &s, "haidang", "bacthanh").await;
        assert_eq!(
            (&asked["state"], &asked["can"], &asked["version"]),
            (&json!("requested"), &json!(["endDelegation"]), &json!(1))
        );
        assert_eq!(asked["lender"]["login"], "haidang");
        assert_eq!(asked["borrower"]["account_id"], json!(account_id("bacthanh")));

        // Asked for is not approved.
        t.at(SINCE);
        let bac = t.signed_in_at(&s, "bacthanh").await;
        let day = || bac.call("getFacilityDay").facility("haidang").acting_for("haidang");
        day().await.problem("delegation_absent");
        let police = t.signed_in_at(&s, "congan.tinh").await;
        let items = police.call("listDelegations").await.is(200)["items"].clone();
        assert_eq!(
            (items.as_array().unwrap().len(), &items[0]["can"]),
            (1, &json!(["approveDelegation", "endDelegation"]))
        );
        t.at("2026-11-21 21:00:00");
        let police = t.signed_in_at(&s, "congan.tinh").await;
        let approved = act(&police, "approveDelegation", &asked).await.is(200);
        assert_eq!(approved["state"], "approved");
        assert_eq!(approved["approved_by"], "Người giữ congan.tinh");
        assert_eq!(approved["approved_at"], instant("2026-11-21 21:00:00"));

        // The second before the first, and the first.
        t.at("2026-11-22 06:59:59");
        let bac = t.signed_in_at(&s, "bacthanh").await;
        let day = || bac.call("getFacilityDay").facility("haidang").acting_for("haidang");
        day().await.problem("delegation_absent");
        t.at(SINCE);
        day().await.is(200);
        // Only with the header, and only that account.
        bac.call("getFacilityDay")
            .facility("haidang")
            .await
            .problem("not_found");
        bac.call("getFacilityDay")
            .facility("bacthanh")
            .acting_for("haidang")
            .await
            .problem("not_found");
        bac.call("getFacilityDay").facility("bacthanh").await.is(200);
        // The last second, and the first one after.
        t.at("2026-11-24 16:59:59");
        let bac = t.signed_in_at(&s, "bacthanh").await;
        let day = || bac.call("getFacilityDay").facility("haidang").acting_for("haidang");
        day().await.is(200);
        t.at(UNTIL);
        day().await.problem("delegation_absent");
        let items = haidang_list(t, &s).await;
        assert_eq!(items[0]["state"], "ended");
        assert_eq!(items[0]["approved_by"], "Người giữ congan.tinh");
        for act in ["delegation_requested", "delegation_approved"] {
            let events = rows::audit(t, act).await;
            assert_eq!(events.len(), 1, "{act}");
            assert_eq!(events[0].subject_id.as_deref(), Some(id(&asked)));
            assert_eq!(events[0].details["to_account"], json!(account_id("bacthanh")));
        }
        // The record stays.
        rows::execute(t, "DELETE FROM delegation").await.unwrap_err();
    }

    // Part of LCH20-16.3-3.
    #[test]
    async fn what_is_done_in_the_right_of_another_account_carries_both(t: &TestApp) {
        let s = lending(t).await;
        let delegation = lent(t, &s, "haidang", "bacthanh").await;
        t.at(DURING);
        let bac = t.signed_in_at(&s, "bacthanh").await;
        let me = bac.call("getCurrentAccount").acting_for("haidang").await.is(200);
        assert_eq!(
            (&me["login"], &me["unit_name"]),
            (&json!("bacthanh"), &json!("Khách sạn Hải Đăng"))
        );
        assert_eq!(me["facility"]["id"], json!(facility_id("haidang")));
        assert_eq!(me["acting_for"]["login"], "haidang");
        assert_eq!(me["acting_for"]["ends_at"], instant(UNTIL));
        assert_eq!(me["unit_account"], Value::Null);

        let stay = t.stay_in("402", &PHAT);
        let first = bac
            .call("notifyStay")
            .acting_for("haidang")
            .key("ban-dem-402")
            .json(&stay)
            .await;
        let first = first.is(201);
        assert_eq!(first["notified_by"], "Người giữ bacthanh");
        // The same key in one's own right is another request.
        bac.call("notifyStay")
            .key("ban-dem-402")
            .json(&stay)
            .await
            .refuses(&[("/room_id", "room_unknown")]);
        let again = bac
            .call("notifyStay")
            .acting_for("haidang")
            .key("ban-dem-402")
            .json(&stay)
            .await;
        assert_eq!(again.is(201)["id"], first["id"]);

        let (lender, person) = (account_id("haidang"), account_id("bacthanh"));
        let notified = rows::audit(t, "stay_notified").await;
        assert_eq!(
            (notified[0].account_id, notified[0].operator_id),
            (Some(lender), Some(person))
        );
        let both = format!(
            "SELECT COUNT(*) FROM stay WHERE notified_by = {} AND notified_by_operator = {}",
            rows::id(t, lender),
            rows::id(t, person)
        );
        assert_eq!(rows::number(t, &both).await, 1);
        // Each request, what only reads and what was refused included.
        let requests = rows::audit(t, "acted_for").await;
        let operations: Vec<&str> = requests.iter().map(|event| event.operation.as_str()).collect();
        assert_eq!(operations, ["getCurrentAccount", "notifyStay", "notifyStay"]);
        for event in &requests {
            assert_eq!((event.account_id, event.operator_id), (Some(lender), Some(person)));
            assert_eq!(event.subject_id.as_deref(), Some(id(&delegation)));
        }
    }

    #[test]
    async fn it_is_off_unless_the_profile_has_it(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let me = haidang.call("getCurrentAccount").await.is(200);
        assert!(!me["operations"].as_array().unwrap().contains(&json!("listDelegations")));
        haidang
            .call("requestDelegation")
            .json(&period("bacthanh"))
            .await
            .problem("delegation_off");
        haidang.call("listDelegations").await.problem("delegation_off");
        for operation in ["approveDelegation", "endDelegation"] {
            let call = haidang.call(operation).at("delegation_id", Uuid::now_v7());
            call.await.problem("delegation_off");
        }
        // Nor does one that was approved while it was on count.
        let s = lending(t).await;
        lent(t, &s, "haidang", "bacthanh").await;
        t.at(DURING);
        let bac = t.signed_in("bacthanh").await;
        bac.call("getFacilityDay")
            .facility("haidang")
            .acting_for("haidang")
            .await
            .problem("delegation_off");
        bac.call("getCurrentAccount").await.is(200);
    }

    // Part of LCH20-16.3-3.
    #[test]
    async fn a_period_begins_today_at_the_earliest_and_has_its_end_within_31_days(t: &TestApp) {
        let s = lending(t).await;
        t.at("2026-11-21 20:00:00");
        let haidang = t.signed_in_at(&s, "haidang").await;
        for (since, until, pointer, code) in [
            (
                "2026-11-20 23:59:59",
                "2026-11-22 00:00:00",
                "/starts_at",
                "period_past",
            ),
            ("2026-11-21 00:00:00", "2026-11-21 20:00:00", "/ends_at", "period_past"),
            (
                "2026-11-22 07:00:00",
                "2026-11-22 07:00:00",
                "/ends_at",
                "period_reversed",
            ),
            (
                "2026-11-22 07:00:00",
                "2026-12-23 07:00:01",
                "/ends_at",
                "period_too_long",
            ),
        ] {
            let body = json!({ "borrower_login": "bacthanh", "starts_at": instant(since), "ends_at": instant(until) });
            haidang
                .call("requestDelegation")
                .json(&body)
                .await
                .refuses(&[(pointer, code)]);
        }
        let all = json!({ "borrower_login": " ", "starts_at": "hôm nay" });
        haidang.call("requestDelegation").json(&all).await.refuses(&[
            ("/borrower_login", "required"),
            ("/starts_at", "instant_malformed"),
            ("/ends_at", "required"),
        ]);
        for (to, since, until) in [
            ("bacthanh", "2026-11-21 00:00:00", "2026-11-21 20:00:01"),
            ("BacThanh", "2026-11-22 07:00:00", "2026-12-23 07:00:00"),
        ] {
            let body = json!({ "borrower_login": to, "starts_at": instant(since), "ends_at": instant(until) });
            haidang.call("requestDelegation").json(&body).await.is(201);
        }
        // Two for the same time would make it hard to see which one to end.
        let body = json!({ "borrower_login": "bacthanh", "starts_at": instant("2026-12-23 06:59:59"), "ends_at": instant("2026-12-24 00:00:00") });
        haidang
            .call("requestDelegation")
            .json(&body)
            .await
            .problem("delegation_state_conflict");
        let body = json!({ "borrower_login": "bacthanh", "starts_at": instant("2026-12-23 07:00:00"), "ends_at": instant("2026-12-24 00:00:00") });
        haidang
            .call("requestDelegation")
            .key("uy-quyen-1")
            .json(&body)
            .await
            .is(201);
        let again = haidang.call("requestDelegation").key("uy-quyen-1").json(&body).await;
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(rows::count(t, "delegation").await, 3);
    }

    #[test]
    async fn rights_are_lent_among_equals_only_and_who_is_there_stays_unsaid(t: &TestApp) {
        let s = lending(t).await;
        rows::execute(t, "UPDATE account SET status = 'locked' WHERE login = 'doanvansau'")
            .await
            .unwrap();
        let haidang = t.signed_in_at(&s, "haidang").await;
        let mut told = Vec::new();
        for login in ["congan.nhatrang", "quantri", "haidang", "doanvansau", "khong.co.ai"] {
            let answer = haidang.call("requestDelegation").json(&period(login)).await;
            answer.refuses(&[("/borrower_login", "account_unsuitable")]);
            let mut problem = answer.json();
            problem["trace_id"].take();
            told.push(problem);
        }
        assert!(told.iter().all(|problem| *problem == told[0]), "{told:?}");
        // Another tier of the same kind is another tier.
        let commune = t.signed_in_at(&s, "congan.nhatrang").await;
        let answer = commune.call("requestDelegation").json(&period("congan.tinh")).await;
        answer.refuses(&[("/borrower_login", "account_unsuitable")]);
        commune
            .call("requestDelegation")
            .json(&period("congan.bac"))
            .await
            .is(201);
    }

    // Part of LCH20-16.3-3.
    #[test]
    async fn neither_party_nor_a_stranger_consents(t: &TestApp) {
        let s = lending(t).await;
        let asked = ask(t, &s, "congan.nhatrang", "congan.bac").await;
        for party in ["congan.nhatrang", "congan.bac"] {
            let client = t.signed_in_at(&s, party).await;
            act(&client, "approveDelegation", &asked)
                .await
                .problem("tier_forbidden");
        }
        // Whoever does not regularly look after it does not know of it, not even the administrator.
        for stranger in ["haidang", "thue.tinh", "thue.nhatrang", "quantri"] {
            let client = t.signed_in_at(&s, stranger).await;
            act(&client, "approveDelegation", &asked).await.problem("not_found");
            act(&client, "endDelegation", &asked).await.problem("not_found");
            assert_eq!(
                client.call("listDelegations").await.is(200)["items"],
                json!([]),
                "{stranger}"
            );
        }
        let police = t.signed_in_at(&s, "congan.tinh").await;
        let approved = act(&police, "approveDelegation", &asked).await.is(200);
        act(&police, "approveDelegation", &approved)
            .await
            .problem("delegation_state_conflict");
        let over = act(&police, "endDelegation", &approved).await.is(200);
        assert_eq!((&over["can"], &over["version"]), (&json!([]), &json!(3)));
        act(&police, "endDelegation", &over)
            .await
            .problem("delegation_state_conflict");
        let ended = rows::audit(t, "delegation_ended").await;
        assert_eq!((ended.len(), ended[0].account_id), (1, Some(account_id("congan.tinh"))));
    }

    #[test]
    async fn of_two_who_act_on_a_delegation_at_once_the_second_is_told(t: &TestApp) {
        let s = lending(t).await;
        let asked = ask(t, &s, "haidang", "bacthanh").await;
        let police = t.signed_in_at(&s, "congan.tinh").await;
        let haidang = t.signed_in_at(&s, "haidang").await;
        let call = |operation: &str| haidang.call(operation).at("delegation_id", id(&asked));
        // Whoever consents has to know to what; an end protects, and holds for whatever is there.
        let approve = police.call("approveDelegation").at("delegation_id", id(&asked));
        approve.json(&json!({})).await.refuses(&[("/version", "required")]);
        let approved = act(&police, "approveDelegation", &asked).await.is(200);
        assert_eq!(approved["version"], 2);
        // Whoever wants to end what was only requested hears that it was approved meanwhile.
        act(&haidang, "endDelegation", &asked).await.problem("version_conflict");
        let late = call("endDelegation").header("If-Match", "\"1\"").json(&json!({})).await;
        late.problem("precondition_failed");
        let ended = call("endDelegation").header("If-Match", "\"2\"").json(&json!({})).await;
        assert_eq!(ended.is(200)["version"], 3);
        // A lock ends it, and makes a version too.
        let again = ask(t, &s, "haidang", "bacthanh").await;
        let lock = police.call("lockAccount").at("account_id", account_id("bacthanh"));
        lock.json(&json!({ "reason": "misuse" })).await.is(200);
        let items = police.call("listDelegations").await.is(200)["items"].clone();
        assert_eq!(
            (&items[0]["id"], &items[0]["version"], &items[0]["can"]),
            (&again["id"], &json!(2), &json!([]))
        );
    }

    // Part of LCH20-16.3-3.
    #[test]
    async fn among_administrators_it_takes_a_third_one(t: &TestApp) {
        let s = lending(t).await;
        let more =
            "UPDATE account SET role = 'administrator', level = NULL WHERE login IN ('thue.tinh', 'dulich.tinh')";
        rows::execute(t, more).await.unwrap();
        let asked = ask(t, &s, "quantri", "thue.tinh").await;
        for (login, allowed) in [("quantri", false), ("thue.tinh", false), ("dulich.tinh", true)] {
            let client = t.signed_in_at(&s, login).await;
            let answer = act(&client, "approveDelegation", &asked).await;
            if allowed {
                answer.is(200);
            } else {
                answer.problem("tier_forbidden");
            }
        }
    }

    // Part of LCH20-16.3-3.
    #[test]
    async fn either_party_and_the_approver_end_it_with_the_next_request(t: &TestApp) {
        let s = lending(t).await;
        for who in ["haidang", "bacthanh", "congan.tinh"] {
            t.at(TestApp::START);
            let delegation = lent(t, &s, "haidang", "bacthanh").await;
            t.at(DURING);
            let bac = t.signed_in_at(&s, "bacthanh").await;
            let day = || bac.call("getFacilityDay").facility("haidang").acting_for("haidang");
            day().await.is(200);
            let client = t.signed_in_at(&s, who).await;
            let ended = act(&client, "endDelegation", &delegation).await.is(200);
            assert_eq!(
                (&ended["state"], &ended["ended_at"]),
                (&json!("ended"), &json!(instant(DURING))),
                "{who}"
            );
            day().await.problem("delegation_absent");
        }
    }

    // Part of LCH20-16.3-3, LCH24-17.2-1.
    #[test]
    async fn what_may_not_be_lent_is_never_done_by_delegation(t: &TestApp) {
        let s = lending(t).await;
        lent(t, &s, "congan.nhatrang", "congan.bac").await;
        lent(t, &s, "haidang", "bacthanh").await;
        t.at(DURING);
        let bac = t.signed_in_at(&s, "congan.bac").await;
        let hotel = t.signed_in_at(&s, "bacthanh").await;
        // Queries of people's data, above all.
        let search = json!({ "document_number": PHAT.document_number, "purpose": "residence_check" });
        bac.call("searchStays")
            .acting_for("congan.nhatrang")
            .json(&search)
            .await
            .problem("undelegable");
        bac.call("listStays")
            .acting_for("congan.nhatrang")
            .await
            .problem("undelegable");
        let stay = t
            .signed_in_at(&s, "haidang")
            .await
            .notify(&t.stay_in("402", &PHAT))
            .await;
        for operation in ["getStay", "listStayVersions"] {
            bac.call(operation)
                .stay(&stay)
                .acting_for("congan.nhatrang")
                .await
                .problem("undelegable");
            // A facility's own guests are no population: who stands in for the reception has to see them.
            hotel.call(operation).stay(&stay).acting_for("haidang").await.is(200);
        }
        hotel
            .call("searchStays")
            .acting_for("haidang")
            .json(&search)
            .await
            .problem("undelegable");
        bac.call("listFacilities").acting_for("congan.nhatrang").await.is(200);
        // And everything that the table says, whoever's delegation it is: nothing is looked up before.
        let police = t.signed_in_at(&s, "congan.tinh").await;
        let mut refused = 0;
        for row in api::authz::POLICY {
            let Some(reach) = row
                .reach(dto::account::AccountTier::POLICE_1, true)
                .filter(|reach| !row.is_delegable(*reach))
            else {
                continue;
            };
            let path = filled(row.path, Uuid::now_v7());
            let call = police
                .send(row.method, &path)
                .header("Acting-For", &Uuid::now_v7().to_string());
            call.json(&json!({})).await.problem("undelegable");
            assert_ne!(format!("{reach:?}"), "OwnFacility");
            refused += 1;
        }
        assert_eq!(refused, 56);
        // The pages are told so.
        let me = bac
            .call("getCurrentAccount")
            .acting_for("congan.nhatrang")
            .await
            .is(200);
        let open = me["operations"].as_array().unwrap();
        assert!(open.contains(&json!("listFacilities")));
        for closed in [
            "searchStays",
            "listStays",
            "getStay",
            "getRegister",
            "changePassword",
            "listDelegations",
            "getAccount",
        ] {
            assert!(!open.contains(&json!(closed)), "{closed}");
        }
    }

    #[test]
    async fn a_wrong_a_foreign_and_an_unknown_account_are_refused_alike(t: &TestApp) {
        let s = lending(t).await;
        lent(t, &s, "haidang", "bacthanh").await;
        t.at(DURING);
        let mut told = Vec::new();
        let bac = t.signed_in_at(&s, "bacthanh").await;
        let sau = t.signed_in_at(&s, "doanvansau").await;
        let haidang = t.signed_in_at(&s, "haidang").await;
        for (client, account) in [
            (&sau, account_id("haidang")),
            // The other way round it was not lent.
            (&haidang, account_id("bacthanh")),
            (&bac, account_id("quantri")),
            (&bac, account_id("bacthanh")),
            (&bac, Uuid::now_v7()),
        ] {
            let call = client
                .call("getCurrentAccount")
                .header("Acting-For", &account.to_string());
            let mut problem = call.await.problem("delegation_absent");
            problem["trace_id"].take();
            told.push(problem);
        }
        assert!(told.iter().all(|problem| *problem == told[0]), "{told:?}");
        let malformed = bac.call("getCurrentAccount").header("Acting-For", "haidang");
        malformed.await.problem("malformed_request");
        bac.call("getCurrentAccount")
            .acting_for("haidang")
            .acting_for("haidang")
            .await
            .problem("malformed_request");
    }

    #[test]
    async fn what_is_lent_is_not_lent_on(t: &TestApp) {
        let s = lending(t).await;
        lent(t, &s, "haidang", "bacthanh").await;
        lent(t, &s, "bacthanh", "doanvansau").await;
        t.at(DURING);
        let sau = t.signed_in_at(&s, "doanvansau").await;
        sau.call("getFacilityDay")
            .facility("bacthanh")
            .acting_for("bacthanh")
            .await
            .is(200);
        sau.call("getFacilityDay")
            .facility("haidang")
            .acting_for("bacthanh")
            .await
            .problem("not_found");
        sau.call("getFacilityDay")
            .facility("haidang")
            .acting_for("haidang")
            .await
            .problem("delegation_absent");
        let bac = t.signed_in_at(&s, "bacthanh").await;
        let call = bac.call("requestDelegation").acting_for("haidang");
        call.json(&period("doanvansau")).await.problem("undelegable");
    }

    // Part of LCH20-16.3-3, LC-7.2, KH-9b.
    #[test]
    async fn only_the_holder_of_the_other_account_acts_and_its_operators_do_not(t: &TestApp) {
        let s = lending(t).await;
        let bac = t.signed_in_at(&s, "bacthanh").await;
        let new = json!({ "holder_name": "Lê Thị Mỹ Duyên", "delivery": "handover" });
        let made = bac.call("createOperator").json(&new).await.is(201);
        let operator: Uuid = made["operator"]["id"].as_str().unwrap().parse().unwrap();
        let chosen = format!(
            "UPDATE account SET password_is_initial = {} WHERE id = {}",
            match t.engine {
                Engine::Sqlite => "0",
                Engine::Postgres => "false",
            },
            rows::id(t, operator)
        );
        rows::execute(t, &chosen).await.unwrap();
        lent(t, &s, "haidang", "bacthanh").await;
        t.at(DURING);
        let duyen = t.signed_in_as_at(&s, operator).await;
        duyen.call("getFacilityDay").facility("bacthanh").await.is(200);
        duyen
            .call("getFacilityDay")
            .facility("haidang")
            .acting_for("haidang")
            .await
            .problem("delegation_absent");
        duyen
            .call("requestDelegation")
            .json(&period("doanvansau"))
            .await
            .problem("holder_only");
        // Who may act is whoever holds the account that it was lent to: the list names it.
        let bac = t.signed_in_at(&s, "bacthanh").await;
        let lent = bac.call("listDelegations").await.is(200)["items"][0].clone();
        assert_eq!(
            (&lent["state"], &lent["borrower"]["account_id"]),
            (&json!("active"), &json!(account_id("bacthanh")))
        );
        assert_eq!(duyen.call("getCurrentAccount").await.is(200)["id"], json!(operator));
    }

    // Part of LCH20-16.3-3.
    #[test]
    async fn locking_closing_and_another_holder_end_it_for_good(t: &TestApp) {
        let s = lending(t).await;
        for (login, reason) in [("haidang", "account_locked"), ("bacthanh", "account_locked")] {
            t.at(TestApp::START);
            let delegation = lent(t, &s, "haidang", "bacthanh").await;
            t.at(DURING);
            let police = t.signed_in_at(&s, "congan.tinh").await;
            let why = json!({ "reason": "misuse" });
            for operation in ["lockAccount", "unlockAccount"] {
                let call = police.call(operation).at("account_id", account_id(login));
                call.json(&why).await.is(200);
            }
            let bac = t.signed_in_at(&s, "bacthanh").await;
            let day = bac.call("getFacilityDay").facility("haidang").acting_for("haidang");
            day.await.problem("delegation_absent");
            let found = format!(
                "SELECT end_reason FROM delegation WHERE id = {}",
                rows::id(t, id(&delegation).parse().unwrap())
            );
            assert_eq!(rows::texts(t, &found).await, [reason], "{login}");
        }
        // Without the end on record, as in a row from elsewhere: a lender that is locked lends nothing.
        t.at(TestApp::START);
        lent(t, &s, "haidang", "bacthanh").await;
        t.at(DURING);
        let bac = t.signed_in_at(&s, "bacthanh").await;
        let day = || bac.call("getFacilityDay").facility("haidang").acting_for("haidang");
        rows::execute(t, "UPDATE account SET status = 'locked' WHERE login = 'haidang'")
            .await
            .unwrap();
        day().await.problem("delegation_absent");
        rows::execute(t, "UPDATE account SET status = 'active' WHERE login = 'haidang'")
            .await
            .unwrap();
        day().await.is(200);
        // Another person holds it: what was agreed was agreed with the one before.
        let police = t.signed_in_at(&s, "congan.tinh").await;
        let holder = json!({
            "holder_name": "Trần Gia Bách", "holder_position": "Quản lý", "delivery": "handover",
            "reason": "holder_changed", "reference": "214/KS-2026"
        });
        let change = police.call("changeHolder").at("account_id", account_id("haidang"));
        change.json(&holder).await.is(200);
        day().await.problem("delegation_absent");
        let reasons = rows::texts(t, "SELECT end_reason FROM delegation ORDER BY requested_at, id").await;
        assert_eq!(reasons.last().map(String::as_str), Some("holder_changed"));
        let close = police.call("closeAccount").at("account_id", account_id("doanvansau"));
        t.at(TestApp::START);
        lent(t, &s, "bacthanh", "doanvansau").await;
        close.json(&json!({ "reason": "unit_ended" })).await.is(200);
        let left = "SELECT COUNT(*) FROM delegation WHERE end_reason = 'account_closed'";
        assert_eq!(rows::number(t, left).await, 1);
    }

    // Part of LCH20-16.3-3.
    #[test]
    async fn what_waits_is_counted_for_the_account_in_whose_right_one_acts(t: &TestApp) {
        let s = lending(t).await;
        let stay = t.signed_in("haidang").await.notify(&t.stay_in("402", &PHAT)).await;
        let ward = t.signed_in("congan.nhatrang").await;
        let question = json!({ "text": "Khách có ở phòng này không?" });
        ward.call("askAboutStay").stay(&stay).json(&question).await.is(200);
        lent(t, &s, "haidang", "bacthanh").await;
        lent(t, &s, "congan.nhatrang", "congan.bac").await;
        t.at(DURING);
        let bac = t.signed_in_at(&s, "bacthanh").await;
        let own = bac.call("getCounts").await.is(200);
        assert_eq!(own["tasks"]["asked_count"], 0);
        let lent = bac.call("getCounts").acting_for("haidang").await.is(200);
        assert_eq!(lent["tasks"]["asked_count"], 1);
        // Guests of an area are not read in another's right, nor are they counted.
        let officer = t.signed_in_at(&s, "congan.bac").await;
        let counts = officer.call("getCounts").acting_for("congan.nhatrang").await.is(200);
        let sections: Vec<&String> = counts.as_object().unwrap().keys().collect();
        assert_eq!(sections, ["dossiers"]);
    }
);

async fn haidang_list(t: &TestApp, s: &Sibling) -> Value {
    let haidang = t.signed_in_at(s, "haidang").await;
    haidang.call("listDelegations").await.is(200)["items"].clone()
}

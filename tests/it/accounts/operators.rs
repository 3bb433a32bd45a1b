//! Operators: several persons under one account, each with a name and a password of their own (D-04).

use crate::support::leaks;
use crate::support::province::{self, PHAT, account_id};
use crate::support::*;
use serde_json::{Value, json};
use uuid::Uuid;

const CHOSEN: &str = "Cua-Bien-2026";

/// Makes an operator and answers its id and login name, signed in and with a password of its own choice.
async fn operator<'a>(t: &'a TestApp, unit: &Client<'_>, name: &str) -> (Uuid, String, Client<'a>) {
    leaks::watch(CHOSEN);
    let body = json!({ "holder_name": name, "holder_position": "Lễ tân", "delivery": "handover" });
    let made = unit.call("createOperator").json(&body).await.is(201);
    let (login, password) = (
        made["operator"]["login"].as_str().unwrap().to_owned(),
        made["initial_password"].as_str().unwrap().to_owned(),
    );
    let client = t.anonymous();
    client.login(&login, &password).await.is(200);
    let change = json!({ "current_password": password, "new_password": CHOSEN });
    client.call("changePassword").json(&change).await.is(204);
    (made["operator"]["id"].as_str().unwrap().parse().unwrap(), login, client)
}

/// The version of an operator as it is now.
async fn version(t: &TestApp, id: Uuid) -> i64 {
    let sql = format!(
        "SELECT CAST(version AS BIGINT) FROM account WHERE id = {}",
        rows::id(t, id)
    );
    rows::number(t, &sql).await
}

/// Acts on an operator of one's own, from the version that it has now.
async fn act(client: &Client<'_>, operation: &str, id: Uuid) -> Answer {
    let body = json!({ "version": version(client.t, id).await });
    client.call(operation).at("operator_id", id).json(&body).await
}

on_both_engines!(
    // Proves KH-7.4c.
    // Part of LC-7.2, KH-13.2a, LC-6.3-2.
    #[test]
    async fn what_an_operator_does_carries_both_names(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let (id, login, duyen) = operator(t, &haidang, "Lê Thị Mỹ Duyên").await;
        assert_eq!(login, "haidang.lethimyduyen");
        let me = duyen.call("getCurrentAccount").await.is(200);
        assert_eq!(
            (&me["login"], &me["holder_name"]),
            (&json!(login), &json!("Lê Thị Mỹ Duyên"))
        );
        assert_eq!(
            (&me["role"], &me["unit_name"]),
            (&json!("facility"), &json!("Khách sạn Hải Đăng"))
        );
        assert_eq!(me["unit_account"]["login"], "haidang");

        let stay = duyen.notify(&t.stay_in("402", &PHAT)).await;
        assert_eq!(stay["notified_by"], "Lê Thị Mỹ Duyên");
        let person = rows::id(t, id);
        let unit = rows::id(t, account_id("haidang"));
        let both = format!("SELECT COUNT(*) FROM stay WHERE notified_by = {unit} AND notified_by_operator = {person}");
        assert_eq!(rows::number(t, &both).await, 1);
        // The holder corrects it: the version before stays the operator's.
        haidang.amend(&stay, json!({ "note": "Phòng yên tĩnh" })).await.is(200);
        let versions = haidang.call("listStayVersions").stay(&stay).await.is(200);
        let text = versions.to_string();
        assert!(text.contains("Lê Thị Mỹ Duyên") && text.contains("Người giữ haidang") && text.contains("Hải Đăng"));
        let kept = format!("SELECT COUNT(*) FROM stay_version WHERE act_by = {unit} AND act_by_operator = {person}");
        assert_eq!(rows::number(t, &kept).await, 1);
        let notified = rows::audit(t, "stay_notified").await;
        assert_eq!(
            (notified[0].account_id, notified[0].operator_id),
            (Some(account_id("haidang")), Some(id))
        );
        let corrected = rows::audit(t, "stay_corrected").await;
        assert_eq!(
            (corrected[0].account_id, corrected[0].operator_id),
            (Some(account_id("haidang")), None)
        );
        // Nobody rewrites who it was.
        let other =
            format!("UPDATE stay SET notified_by_operator = NULL, version = version + 1 WHERE notified_by = {unit}");
        rows::execute(t, &other).await.unwrap_err();
    }

    #[test]
    async fn an_operator_does_not_do_what_is_the_holder_s(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let (id, _, duyen) = operator(t, &haidang, "Lê Thị Mỹ Duyên").await;
        let body = json!({ "holder_name": "Bùi Quang Sáng", "delivery": "handover" });
        duyen.call("createOperator").json(&body).await.problem("holder_only");
        act(&duyen, "disableOperator", id).await.problem("holder_only");
        act(&duyen, "resetOperatorPassword", id).await.problem("holder_only");
        duyen.call("listOperators").await.is(200);
        let me = duyen.call("getCurrentAccount").await.is(200);
        let open: Vec<&Value> = me["operations"].as_array().unwrap().iter().collect();
        assert!(open.contains(&&json!("notifyStay")) && !open.contains(&&json!("createOperator")));
    }

    #[test]
    async fn disabling_takes_effect_on_the_next_request_and_for_ever(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let (id, login, duyen) = operator(t, &haidang, "Lê Thị Mỹ Duyên").await;
        let gone = act(&haidang, "disableOperator", id).await.is(200);
        assert_eq!(gone["status"], "closed");
        duyen.call("getCurrentAccount").await.problem("session_ended");
        t.anonymous().login(&login, CHOSEN).await.problem("credentials_refused");
        haidang.call("getCurrentAccount").await.is(200);
        act(&haidang, "disableOperator", id)
            .await
            .problem("account_status_conflict");
        act(&haidang, "resetOperatorPassword", id)
            .await
            .problem("account_status_conflict");
        // The name is not given again.
        let mut body = json!({ "holder_name": "Lê Thị Mỹ Duyên", "delivery": "handover", "login": login });
        haidang
            .call("createOperator")
            .json(&body)
            .await
            .refuses(&[("/login", "login_taken")]);
        body.as_object_mut().unwrap().remove("login");
        let next = haidang.call("createOperator").json(&body).await.is(201);
        assert_eq!(next["operator"]["login"], "haidang.lethimyduyen2");
        let list = haidang.call("listOperators").await.is(200);
        let standing: Vec<&str> = list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["status"].as_str().unwrap())
            .collect();
        assert_eq!(standing, ["active", "closed"]);
    }

    #[test]
    async fn a_locked_unit_stops_its_operators(t: &TestApp) {
        let (admin, haidang) = (t.signed_in("quantri").await, t.signed_in("haidang").await);
        let (_, login, duyen) = operator(t, &haidang, "Lê Thị Mỹ Duyên").await;
        let lock = admin.call("lockAccount").at("account_id", account_id("haidang"));
        lock.json(&json!({ "reason": "misuse" })).await.is(200);
        duyen.call("getCurrentAccount").await.problem("session_ended");
        duyen.refresh().await.problem("refresh_refused");
        t.anonymous().login(&login, CHOSEN).await.problem("account_locked");
        let unlock = admin.call("unlockAccount").at("account_id", account_id("haidang"));
        unlock.json(&json!({ "reason": "mistake" })).await.is(200);
        t.anonymous().login(&login, CHOSEN).await.is(200);
    }

    #[test]
    async fn of_two_who_act_on_an_operator_at_once_the_second_is_told(t: &TestApp) {
        let (police, haidang) = (t.signed_in("congan.tinh").await, t.signed_in("haidang").await);
        let (id, _, _) = operator(t, &haidang, "Lê Thị Mỹ Duyên").await;
        let listed = async || haidang.call("listOperators").await.is(200)["items"][0].clone();
        let seen = listed().await;
        assert_eq!(seen["can"], json!(["disableOperator", "resetOperatorPassword"]));
        let call = |operation: &str| haidang.call(operation).at("operator_id", id);
        // Whoever lets somebody in again has to know whom; what protects holds for whatever is there.
        let confirm = call("confirmOperator").json(&json!({})).await;
        confirm.refuses(&[("/version", "required")]);
        let from_seen = json!({ "version": seen["version"], "delivery": "handover" });
        let reset = call("resetOperatorPassword").json(&from_seen).await.is(200);
        leaks::watch(reset["initial_password"].as_str().unwrap());
        assert_eq!(reset["operator"]["version"], seen["version"].as_i64().unwrap() + 1);
        // The second reset would have made the sheet of the first one worthless.
        call("resetOperatorPassword")
            .json(&from_seen)
            .await
            .problem("version_conflict");
        let tag = format!("\"{}\"", seen["version"]);
        let late = call("disableOperator").header("If-Match", &tag).json(&json!({})).await;
        late.problem("precondition_failed");
        // Locked with the unit's password, it waits to be confirmed, in another version.
        let lock = police.call("resetPassword").at("account_id", account_id("haidang"));
        let why = json!({ "reason": "credential_lost", "delivery": "handover" });
        let issued = lock.json(&why).await.is(200);
        leaks::watch(issued["initial_password"].as_str().unwrap());
        let locked = &issued["account"]["operators"][0];
        assert_eq!(
            (&locked["status"], &locked["can"]),
            (&json!("locked"), &json!(["endOperator"]))
        );
        assert_eq!(locked["version"], reset["operator"]["version"].as_i64().unwrap() + 1);
    }

    #[test]
    async fn the_operators_of_others_are_not_there(t: &TestApp) {
        let (haidang, bacthanh) = (t.signed_in("haidang").await, t.signed_in("bacthanh").await);
        let (id, _, _) = operator(t, &haidang, "Lê Thị Mỹ Duyên").await;
        act(&bacthanh, "disableOperator", id).await.problem("not_found");
        act(&bacthanh, "resetOperatorPassword", id).await.problem("not_found");
        // Not even one's own account is an operator of it.
        act(&haidang, "disableOperator", account_id("haidang"))
            .await
            .problem("not_found");
        // Whoever looks after the account sees them with it, and not as accounts of their own.
        let police = t.signed_in("congan.tinh").await;
        let seen = police
            .call("getAccount")
            .at("account_id", account_id("haidang"))
            .await
            .is(200);
        assert_eq!(seen["operators"][0]["id"], json!(id));
        police
            .call("getAccount")
            .at("account_id", id)
            .await
            .problem("not_found");
        let admin = t.signed_in("quantri").await;
        let found = admin
            .call("searchAccounts")
            .json(&json!({ "q": "le thi my duyen" }))
            .await
            .is(200);
        assert_eq!(found["items"], json!([]));
    }

    // Part of LC-6.3-2, KH-8d.
    #[test]
    async fn operators_wait_for_the_new_holder_to_confirm_them(t: &TestApp) {
        let (police, haidang) = (t.signed_in("congan.tinh").await, t.signed_in("haidang").await);
        let (stays, login, duyen) = operator(t, &haidang, "Lê Thị Mỹ Duyên").await;
        let (leaves, _, _) = operator(t, &haidang, "Bùi Quang Sáng").await;
        let told = rows::count(t, "outbox").await;
        t.pass(300);
        let account = account_id("haidang");
        let body = json!({
            "holder_name": "Trần Gia Bách", "email": "bach@haidang.example", "reason": "holder_changed", "delivery": "handover"
        });
        let changed = police
            .call("changeHolder")
            .at("account_id", account)
            .json(&body)
            .await
            .is(200);
        let initial = changed["initial_password"].as_str().unwrap();
        leaks::watch(initial);
        for operator in changed["account"]["operators"].as_array().unwrap() {
            assert_eq!(
                (&operator["status"], &operator["made_before_holder"]),
                (&json!("locked"), &json!(true))
            );
        }
        assert!(rows::count(t, "outbox").await > told, "the new holder is told");
        duyen.call("getCurrentAccount").await.problem("session_ended");
        t.anonymous().login(&login, CHOSEN).await.problem("account_locked");

        // Before anything else the new holder chooses a password.
        let holder = t.anonymous();
        holder.login("haidang", initial).await.is(200);
        let change = json!({ "current_password": initial, "new_password": CHOSEN });
        holder.call("changePassword").json(&change).await.is(204);
        let (neighbour, confirm) = (t.signed_in("bacthanh").await, "confirmOperator");
        act(&neighbour, confirm, stays).await.problem("not_found");
        let confirmed = act(&holder, confirm, stays).await.is(200);
        assert_eq!(
            (&confirmed["status"], &confirmed["made_before_holder"]),
            (&json!("active"), &json!(true))
        );
        t.anonymous().login(&login, CHOSEN).await.is(200);
        act(&holder, confirm, stays).await.problem("account_status_conflict");
        act(&holder, "disableOperator", leaves).await.is(200);
        act(&holder, confirm, leaves).await.problem("account_status_conflict");
        let (_, _, new) = operator(t, &holder, "Võ Thị Hạnh").await;
        let list = holder.call("listOperators").await.is(200);
        let before: Vec<&Value> = list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["made_before_holder"])
            .collect();
        assert_eq!(before, [true, false, true], "those who left are last");
        act(&new, confirm, stays).await.problem("holder_only");
    }

    #[test]
    async fn a_password_that_others_issue_locks_the_operators_too(t: &TestApp) {
        let (police, haidang) = (t.signed_in("congan.tinh").await, t.signed_in("haidang").await);
        let (_, _, duyen) = operator(t, &haidang, "Lê Thị Mỹ Duyên").await;
        let reset = police.call("resetPassword").at("account_id", account_id("haidang"));
        let body = json!({ "reason": "credential_lost", "delivery": "handover" });
        let reset = reset.json(&body).await.is(200);
        leaks::watch(reset["initial_password"].as_str().unwrap());
        assert_eq!(reset["account"]["operators"][0]["status"], "locked");
        duyen.call("getCurrentAccount").await.problem("session_ended");
        duyen.refresh().await.problem("refresh_refused");
    }

    // Part of KH-12.1b.
    #[test]
    async fn one_operator_is_ended_by_whoever_looks_after_the_account(t: &TestApp) {
        let (police, haidang) = (t.signed_in("congan.tinh").await, t.signed_in("haidang").await);
        let (id, login, duyen) = operator(t, &haidang, "Lê Thị Mỹ Duyên").await;
        for (login, account) in [("congan.nhatrang", "haidang"), ("congan.tinh", "bacthanh")] {
            let other = t.signed_in(login).await;
            let call = other
                .call("endOperator")
                .at("account_id", account_id(account))
                .at("operator_id", id);
            let answer = call.json(&json!({ "reason": "misuse" })).await;
            assert!([403, 404].contains(&answer.status), "{login}: {}", answer.text());
        }
        duyen.call("getCurrentAccount").await.is(200);
        let call = police.call("endOperator").at("account_id", account_id("haidang"));
        let after = call
            .at("operator_id", id)
            .json(&json!({ "reason": "misuse" }))
            .await
            .is(200);
        assert_eq!(after["operators"][0]["status"], "closed");
        assert_eq!(after["status"], "active");
        duyen.call("getCurrentAccount").await.problem("session_ended");
        t.anonymous().login(&login, CHOSEN).await.problem("credentials_refused");
        haidang.call("getCurrentAccount").await.is(200);
        assert_eq!(
            rows::audit(t, "operator_ended").await[0].purpose.as_deref(),
            Some("misuse")
        );
    }

    #[test]
    async fn names_of_operators_are_the_units_and_names_of_authorities_are_theirs(t: &TestApp) {
        let (police, haidang) = (t.signed_in("congan.tinh").await, t.signed_in("haidang").await);
        let mut body = json!({ "holder_name": "Lê Thị Mỹ Duyên", "delivery": "handover" });
        for foreign in [
            "congan.vinhhai",
            "thue.tinh2",
            "bacthanh",
            "bacthanh.duyen",
            "haidangduyen",
            "haidang",
        ] {
            body["login"] = json!(foreign);
            let refused = haidang.call("createOperator").json(&body).await;
            refused.refuses(&[("/login", "login_not_of_unit")]);
        }
        body["login"] = json!("haidang.duyen");
        haidang.call("createOperator").json(&body).await.is(201);
        let reserved = json!({
            "role": "facility", "facility_id": province::facility_id("haidang"), "holder_name": "Trần Gia Bách",
            "email": "bach@haidang.example", "delivery": "handover", "login": "congan.vinhhai"
        });
        let refused = police.call("createAccount").json(&reserved).await;
        refused.refuses(&[("/login", "login_reserved")]);
    }

    #[test]
    async fn a_unit_has_as_many_operators_as_the_profile_says(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let (id, _, _) = operator(t, &haidang, "Lê Thị Mỹ Duyên").await;
        let columns = "role, level, unit_id, facility_id, area_code, area_path, holder_name, holder_position, email, status, \
                       password_hash, password_is_initial, password_changed_at, created_at, password_once, password_spent, \
                       second_factor_waived, operator_of, phone, holder_search, holder_order, version";
        let most = t.app.profile.accounts.operators;
        for number in 1..most {
            let new = rows::id(t, Uuid::now_v7());
            let sql = format!(
                "INSERT INTO account (id, login, {columns}) SELECT {new}, 'haidang.nguoi{number}', {columns} FROM account WHERE id = {}",
                rows::id(t, id)
            );
            assert_eq!(rows::execute(t, &sql).await.unwrap(), 1);
        }
        let body = json!({ "holder_name": "Bùi Quang Sáng", "delivery": "handover" });
        let refused = haidang.call("createOperator").json(&body).await;
        refused.problem("account_limit_reached");
        act(&haidang, "disableOperator", id).await.is(200);
        haidang.call("createOperator").json(&body).await.is(201);
    }

    // Part of KH-13.2a.
    #[test]
    async fn several_named_people_share_the_administration(t: &TestApp) {
        let admin = t.signed_in("quantri").await;
        let body = json!({ "holder_name": "Trịnh Quốc Khánh", "delivery": "handover" });
        let made = admin.call("createOperator").json(&body).await.is(201);
        let id: Uuid = made["operator"]["id"].as_str().unwrap().parse().unwrap();
        let login = made["operator"]["login"].as_str().unwrap();
        let set = format!(
            "UPDATE account SET password_is_initial = FALSE, second_factor_waived = TRUE WHERE login = '{login}'"
        );
        rows::execute(t, &set).await.unwrap();
        let khanh = t.signed_in_as(id).await;
        let lock = khanh.call("lockAccount").at("account_id", account_id("thue.tinh"));
        lock.json(&json!({ "reason": "unit_request" })).await.is(200);
        let events = rows::audit(t, "account_locked").await;
        assert_eq!(
            (events[0].account_id, events[0].operator_id),
            (Some(account_id("quantri")), Some(id))
        );
        // The account that they share stays theirs together.
        let lock = khanh.call("lockAccount").at("account_id", account_id("quantri"));
        lock.json(&json!({ "reason": "unit_request" }))
            .await
            .problem("last_administrator");
    }
);

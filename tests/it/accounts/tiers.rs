//! Who may make and look after whose account: every pair of tiers of table 8.1, both ways.

use crate::support::app::Sibling;
use crate::support::province::{BAC_NHA_TRANG, HA, NHA_TRANG, PHAT, account_id, facility_id};
use crate::support::*;
use dto::account::{AccountTier, Role};
use rules::account::Issuer;
use rules::account_tier::{ACCOUNT_TIERS, AccountTierRow, Territory};
use rules::profile::Profile;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A district as it would be, were there any.
const DISTRICT: &str = "D01";
const OTHER_DISTRICT: &str = "D02";

/// The profile of Khánh Hòa with every tier that the table has.
fn profile_of_three_tiers(t: &TestApp) -> (String, Profile) {
    let mut profile: Profile = toml::from_str(include_str!("../../../profiles/khanh-hoa.toml")).unwrap();
    profile.accounts.levels.police = vec![1, 2, 3];
    profile.accounts.levels.tax = vec![1, 2, 3];
    profile.sectors.finance = true;
    profile.sectors.operation = true;
    for tier in ["police_2", "tax_2"] {
        let pattern = format!("{tier}.{{area}}");
        profile.accounts.login_patterns.insert(tier.to_owned(), pattern);
    }
    let path = t.folder.join("three-tiers.toml");
    std::fs::write(&path, toml::to_string(&profile).unwrap()).unwrap();
    (path.display().to_string(), profile)
}

/// Two districts between the province and its communes: areas are data.
async fn add_districts(t: &TestApp) {
    for (district, commune) in [(DISTRICT, NHA_TRANG), (OTHER_DISTRICT, BAC_NHA_TRANG)] {
        let insert = format!(
            "INSERT INTO area (code, name, name_search, kind, parent_code, path, valid_from) \
             VALUES ('{district}', 'Huyện {district}', 'huyen', 'huyện', '56', '56.{district}', '2020-01-01')"
        );
        rows::execute(t, &insert).await.unwrap();
        let path = format!("56.{district}.{commune}");
        for sql in [
            format!("UPDATE area SET parent_code = '{district}', path = '{path}' WHERE code = '{commune}'"),
            format!("UPDATE facility SET area_path = '{path}' WHERE area_code = '{commune}'"),
        ] {
            rows::execute(t, &sql).await.unwrap();
        }
    }
}

/// An account of that tier in a chain of areas: province, district, commune.
async fn add(t: &TestApp, login: &str, row: &AccountTierRow, district: &str, commune: &str) -> Uuid {
    let id = Uuid::now_v7();
    let (code, path) = match row.territory {
        Territory::Province => ("56", "56".to_owned()),
        Territory::BelowProvince => (district, format!("56.{district}")),
        Territory::Commune => (commune, format!("56.{district}.{commune}")),
    };
    let facility = match commune {
        NHA_TRANG => facility_id("haidang"),
        _ => facility_id("bacthanh"),
    };
    let email = format!("{login}@example.test");
    let facility = (row.tier == AccountTier::FACILITY).then_some(facility);
    // Whatever is not named is as with the administrator, who has a password.
    let account = "INSERT INTO account (id, login, role, level, facility_id, area_code, area_path, holder_name, \
                   holder_position, holder_search, holder_order, email, phone, status, password_hash, \
                   password_is_initial, password_changed_at, password_once, password_spent, second_factor_waived, \
                   created_at, version) \
                   SELECT ?, ?, ?, ?, ?, ?, ?, holder_name, holder_position, holder_search, holder_order, ?, phone, status, \
                   password_hash, password_is_initial, password_changed_at, password_once, password_spent, TRUE, \
                   created_at, version FROM account WHERE login = 'quantri'";
    let values = [
        id.into(),
        login.into(),
        row.tier.role.as_str().into(),
        row.tier.level.map(i16::from).into(),
        facility.into(),
        code.into(),
        path.into(),
        email.into(),
    ];
    rows::change(t, account, values).await;
    let holder = "INSERT INTO account_holder (id, account_id, name, position, email, phone, since) \
                  SELECT id, id, holder_name, holder_position, email, phone, created_at FROM account WHERE id = ?";
    rows::change(t, holder, [id.into()]).await;
    id
}

/// An account of each tier three times: who acts, on whom, and on whom in the other district.
struct World {
    actors: BTreeMap<AccountTier, Uuid>,
    targets: BTreeMap<AccountTier, Uuid>,
    foreign: BTreeMap<AccountTier, Uuid>,
}

async fn world(t: &TestApp, tiers: &[&AccountTierRow]) -> World {
    let mut world = World {
        actors: BTreeMap::new(),
        targets: BTreeMap::new(),
        foreign: BTreeMap::new(),
    };
    for row in tiers {
        let (tier, name) = (row.tier, row.tier.to_string());
        let here = (DISTRICT, NHA_TRANG);
        world
            .actors
            .insert(tier, add(t, &format!("actor.{name}"), row, here.0, here.1).await);
        world
            .targets
            .insert(tier, add(t, &format!("target.{name}"), row, here.0, here.1).await);
        let there = add(t, &format!("foreign.{name}"), row, OTHER_DISTRICT, BAC_NHA_TRANG).await;
        world.foreign.insert(tier, there);
    }
    world
}

/// A whole request for an account of that tier, in the actor's district.
fn new_account(row: &AccountTierRow, number: usize, profile: &Profile) -> Value {
    let mut body = json!({
        "role": row.tier.role, "holder_name": "Phan Quốc Bảo", "email": "bao@example.test",
        "reason": "tier_unavailable", "unit_name": format!("Đơn vị thử {}", "i".repeat(number + 1)),
    });
    if let Some(level) = row.tier.level_in(profile) {
        body["level"] = level.as_str().into();
    }
    body["area_code"] = match row.territory {
        Territory::Province => "56",
        Territory::BelowProvince => DISTRICT,
        Territory::Commune => NHA_TRANG,
    }
    .into();
    if row.tier == AccountTier::FACILITY {
        body["facility_id"] = facility_id("haidang").to_string().into();
        for field in ["area_code", "unit_name"] {
            body.as_object_mut().unwrap().remove(field);
        }
    }
    body
}

/// Status and code of an answer.
fn told(answer: &Answer) -> (u16, String) {
    let code = answer.json()["code"].as_str().unwrap_or_default().to_owned();
    (answer.status, code)
}

/// Whether a tier has anything below it by the table: then it has the operations, else they are forbidden.
fn looks_after_somebody(actor: AccountTier) -> bool {
    actor == AccountTier::ADMINISTRATOR || (actor.level.is_some() && actor.level < lowest(actor.role))
}

fn lowest(role: Role) -> Option<u8> {
    ACCOUNT_TIERS
        .iter()
        .filter(|row| row.tier.role == role)
        .filter_map(|row| row.tier.level)
        .max()
}

fn refusal(actor: AccountTier, is_visible: bool) -> (u16, String) {
    let (status, code) = match (looks_after_somebody(actor), is_visible) {
        (false, _) => (403, "forbidden"),
        (true, true) => (403, "tier_forbidden"),
        (true, false) => (404, "not_found"),
    };
    (status, code.to_owned())
}

async fn actor_at<'a>(t: &'a TestApp, sibling: &'a Sibling, id: Uuid) -> Client<'a> {
    let client = t.signed_in_as_at(sibling, id).await;
    client.cookie.replace(None);
    client
}

on_both_engines!(
    // Proves LCH20-16.4, KH-10.1-3, KH-10.2a-2, KH-10.2b-2, KH-10.3a-2, KH-10.3b-2, KH-10.4a-2, KH-10.5a-2, KH-12.1a, KH-7.2c.
    // Part of KH-10.2c, KH-10.3c, KH-10.4b, KH-10.5b, KH-7.2d-1.
    #[test]
    async fn every_tier_makes_locks_and_resets_exactly_whom_the_table_says(t: &TestApp) {
        add_districts(t).await;
        let (path, profile) = profile_of_three_tiers(t);
        let tiers: Vec<&AccountTierRow> = ACCOUNT_TIERS.iter().collect();
        assert!(tiers.iter().all(|row| row.tier.exists(&profile)));
        let world = world(t, &tiers).await;
        let sibling = t.sibling(|config| config.profile = path).await;
        for actor in &tiers {
            let client = actor_at(t, &sibling, world.actors[&actor.tier]).await;
            for (number, target) in tiers.iter().enumerate() {
                let what = format!("{} and {} ({})", actor.tier, target.tier, target.provision);
                // Straight from the table: with every tier there, nobody stands in for another.
                let may = actor.tier == AccountTier::ADMINISTRATOR || target.created_by.contains(&actor.tier);
                let is_below = actor.tier.role == target.tier.role && actor.tier.level < target.tier.level;
                let is_visible = may || (is_below && actor.tier.level.is_some());

                let made = client
                    .call("createAccount")
                    .json(&new_account(target, number, &profile))
                    .await;
                let expected = if may {
                    (201, String::new())
                } else {
                    refusal(actor.tier, true)
                };
                assert_eq!(told(&made), expected, "{what}: create {}", made.text());

                let id = world.targets[&target.tier];
                let expected = if may {
                    (200, String::new())
                } else {
                    refusal(actor.tier, is_visible)
                };
                for operation in ["lockAccount", "unlockAccount", "resetPassword"] {
                    let call = client.call(operation).at("account_id", id);
                    let answer = call.json(&json!({ "reason": "mistake" })).await;
                    assert_eq!(told(&answer), expected, "{what}: {operation} {}", answer.text());
                }
                let seen = client.call("getAccount").at("account_id", id).await;
                assert_eq!(seen.status == 200, is_visible, "{what}: get {}", seen.status);

                // In the other district the same right ends, unless it is the province's.
                let foreign = client.call("lockAccount").at("account_id", world.foreign[&target.tier]);
                let foreign = foreign.json(&json!({ "reason": "mistake" })).await;
                let reaches = actor.territory == Territory::Province;
                let expected = match (may, reaches) {
                    (true, true) => (200, String::new()),
                    _ => refusal(actor.tier, is_visible && reaches),
                };
                assert_eq!(told(&foreign), expected, "{what}: lock there {}", foreign.text());
                if foreign.status == 200 {
                    let call = client
                        .call("unlockAccount")
                        .at("account_id", world.foreign[&target.tier]);
                    call.json(&json!({ "reason": "mistake" })).await.is(200);
                }
            }
        }
    }

    // Part of KH-10.2a-2, KH-10.3a-2, KH-10.4a-2, KH-10.5a-2.
    #[test]
    async fn nobody_makes_an_account_outside_of_the_own_area_or_in_an_area_of_another_tier(t: &TestApp) {
        add_districts(t).await;
        let (path, profile) = profile_of_three_tiers(t);
        let tiers: Vec<&AccountTierRow> = ACCOUNT_TIERS.iter().collect();
        let world = world(t, &tiers).await;
        let sibling = t.sibling(|config| config.profile = path).await;
        let police_2 = actor_at(t, &sibling, world.actors[&AccountTier::of(Role::Police, 2)]).await;
        let row = AccountTier::of(Role::Police, 3).row().unwrap();
        let body = |area: &str| {
            let mut body = new_account(row, 0, &profile);
            body["area_code"] = area.into();
            body
        };
        for outside in [BAC_NHA_TRANG, OTHER_DISTRICT, "56", "01", "00070"] {
            let answer = police_2.call("createAccount").json(&body(outside)).await;
            answer.problem("tier_forbidden");
        }
        let answer = police_2.call("createAccount").json(&body(DISTRICT)).await;
        answer.refuses(&[("/area_code", "area_of_other_tier")]);
        let answer = police_2.call("createAccount").json(&body("99999")).await;
        answer.refuses(&[("/area_code", "unknown_value")]);
        police_2.call("createAccount").json(&body(NHA_TRANG)).await.is(201);
    }

    // Proves KH-10.2a-1, KH-10.2b-1, KH-12.3.
    // Part of KH-10.1-1, KH-10.2c.
    #[test]
    async fn the_administrator_and_each_tier_of_the_police_read_and_take_out_their_whole_area_and_no_more(t: &TestApp) {
        add_districts(t).await;
        let (path, _) = profile_of_three_tiers(t);
        let tiers: Vec<&AccountTierRow> = ACCOUNT_TIERS.iter().collect();
        let world = world(t, &tiers).await;
        let sibling = t.sibling(|config| config.profile = path).await;
        let here = t.signed_in("haidang").await.notify(&t.stay_in("402", &PHAT)).await;
        let room = province::room_id("bacthanh", "101").to_string();
        let there = notification::stay(&HA).with("/room_id", room);
        let there = t.signed_in("bacthanh").await.notify(&there).await;
        let (all, near, far) = (vec![&here, &there], vec![&here], vec![&there]);
        let police = |tier| AccountTier::of(Role::Police, tier);
        for (reader, whole_area) in [
            (world.actors[&AccountTier::ADMINISTRATOR], &all),
            (world.actors[&police(1)], &all),
            (world.actors[&police(2)], &near),
            (world.actors[&police(3)], &near),
            (world.foreign[&police(2)], &far),
            (world.foreign[&police(3)], &far),
        ] {
            let client = actor_at(t, &sibling, reader).await;
            let mut expected: Vec<_> = whole_area.iter().map(|stay| stay["id"].to_string()).collect();
            expected.sort();
            let listed = client.call("listStays").await.is(200);
            let register = client
                .call("getRegister")
                .query("purpose", "residence_check")
                .await
                .is(200);
            for (items, id) in [(&listed["items"], "/id"), (&register["items"], "/stay/id")] {
                let items = items.as_array().unwrap().iter();
                let mut seen: Vec<_> = items.map(|item| item.pointer(id).unwrap().to_string()).collect();
                seen.sort();
                assert_eq!(seen, expected);
            }
            for stay in &all {
                let status = client.call("getStay").stay(stay).await.status;
                let found = json!({ "document_number": stay["guest"]["document_number"], "purpose": "verify_report" });
                let found = client.call("searchStays").json(&found).await.is(200);
                let is_inside = expected.contains(&stay["id"].to_string());
                assert_eq!(status, if is_inside { 200 } else { 404 });
                assert_eq!(found["people"].as_array().map(Vec::len), Some(usize::from(is_inside)));
            }
            for format in ["xlsx", "pdf"] {
                assert_eq!(
                    client
                        .call("getRegister")
                        .query("purpose", "residence_check")
                        .query("format", format)
                        .await
                        .status,
                    200
                );
            }
        }
    }

    // docs/rules.md 9: without districts the province looks after its communes.
    #[test]
    async fn without_a_second_tier_the_first_makes_the_third(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        let body = json!({
            "role": "police", "level": "commune", "area_code": NHA_TRANG, "unit_name": "Công an phường Nha Trang",
            "holder_name": "Cù Thị Sen", "email": "sen@example.test",
        });
        let made = police.call("createAccount").json(&body).await.is(201);
        assert_eq!(
            made["account"]["login"], "congan.nhatrang2",
            "the name is made by the pattern"
        );
        assert_eq!(made["initial_password"], Value::Null, "it goes by mail");
        let mut second = body.clone();
        second["level"] = "district".into();
        let answer = police.call("createAccount").json(&second).await;
        answer.refuses(&[("/level", "unknown_value")]);
    }

    // Proves LC-6.3-1, LC-6.4-1.
    #[test]
    async fn where_the_lead_agency_issues_it_alone_does_and_one_for_each_unit(t: &TestApp) {
        let lao_cai: Profile = toml::from_str(include_str!("../../../profiles/lao-cai.toml")).unwrap();
        assert_eq!(lao_cai.accounts.issuer, Issuer::LeadAgency);
        let sibling = t.sibling(|config| config.profile = "lao-cai".to_owned()).await;
        let tax_3 = |name: &str| {
            json!({
                "role": "tax", "level": "commune", "area_code": BAC_NHA_TRANG, "unit_name": name,
                "holder_name": "Dương Bảo Châu", "email": "chau@example.test",
            })
        };
        let tax = t.signed_in_at(&sibling, "thue.tinh").await;
        tax.call("createAccount")
            .json(&tax_3("Thuế cơ sở 2"))
            .await
            .problem("tier_forbidden");
        let police = t.signed_in_at(&sibling, "congan.tinh").await;
        let made = police.call("createAccount").json(&tax_3("Thuế cơ sở 2")).await.is(201);
        // The same unit, however its name is typed, has its one account.
        for again in ["Thuế cơ sở 2", "thue co so 2", "THUẾ CƠ SỞ 2"] {
            let answer = police.call("createAccount").json(&tax_3(again)).await;
            assert!(
                answer.problem("account_limit_reached")["detail"]
                    .as_str()
                    .unwrap()
                    .contains('1')
            );
        }
        let mut body = tax_3("");
        body["unit_id"] = made["account"]["unit_id"].clone();
        for field in ["unit_name", "area_code"] {
            body.as_object_mut().unwrap().remove(field);
        }
        let admin = t.signed_in_at(&sibling, "quantri").await;
        admin
            .call("createAccount")
            .json(&body)
            .await
            .problem("account_limit_reached");
        // A closed account leaves its place, not its name.
        let close = police
            .call("closeAccount")
            .at("account_id", made["account"]["id"].as_str().unwrap());
        close.json(&json!({ "reason": "unit_request" })).await.is(200);
        let next = admin.call("createAccount").json(&body).await.is(201);
        assert_ne!(next["account"]["login"], made["account"]["login"]);
        // In Khánh Hòa a unit has as many as it needs, from the tier above.
        let tax = t.signed_in("thue.tinh").await;
        body["unit_id"] = next["account"]["unit_id"].clone();
        tax.call("createAccount").json(&body).await.is(201);
    }

    // Part of KH-10.2c, KH-10.3c, KH-10.4b, KH-10.5b.
    #[test]
    async fn who_has_nothing_below_sees_its_own_account_and_manages_none(t: &TestApp) {
        for login in [
            "congan.nhatrang",
            "thue.nhatrang",
            "dulich.nhatrang",
            "thongke.nhatrang",
            "haidang",
        ] {
            let client = t.signed_in(login).await;
            client.call("listAccounts").await.problem("forbidden");
            client.call("createAccount").json(&json!({})).await.problem("forbidden");
            let own = client
                .call("getAccount")
                .at("account_id", account_id(login))
                .await
                .is(200);
            assert_eq!((&own["login"], &own["can"]), (&json!(login), &json!([])));
            client
                .call("getAccount")
                .at("account_id", account_id("congan.bac"))
                .await
                .problem("not_found");
        }
    }
);

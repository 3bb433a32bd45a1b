//! The official lists: complete, as printed, public and versioned.

use crate::support::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

async fn list(t: &TestApp, name: &str) -> Value {
    t.anonymous().call("listReferenceList").at("name", name).await.is(200)
}

fn items(list: &Value) -> &Vec<Value> {
    list["items"].as_array().expect("items")
}

/// The entries with that code.
fn with_code<'a>(list: &'a Value, code: &str) -> Vec<&'a Value> {
    items(list).iter().filter(|item| item["code"] == code).collect()
}

/// The rows of a data file as the service gives them out: code, label and the other columns.
fn printed(file: &str, code: &str, label: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data").join(file);
    let mut reader = csv::Reader::from_path(path).expect("a data file");
    let headers: Vec<String> = reader
        .headers()
        .expect("a header line")
        .iter()
        .map(ToOwned::to_owned)
        .collect();
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| {
        let mut printed = json!({});
        for (name, value) in headers.iter().zip(&row) {
            match name.as_str() {
                _ if name == code => printed["code"] = json!(value),
                _ if name == label => printed["label"] = json!(value),
                "label_en" if !value.is_empty() => printed["label_en"] = json!(value),
                "label_en" => {}
                _ if value.is_empty() => {}
                _ => printed["attributes"][name] = json!(value),
            }
        }
        printed
    })
    .collect()
}

on_both_engines!(
    #[test]
    async fn all_provinces_and_communes_can_be_paged_through(t: &TestApp) {
        let nobody = t.anonymous();
        let provinces = nobody.call("listAreas").query("level", "province").await.is(200);
        assert_eq!(
            (&provinces["counts"]["total"], items(&provinces).len()),
            (&json!(34), 34)
        );
        let (mut codes, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let mut call = nobody.call("listAreas").query("level", "commune").query("limit", 500);
            if let Some(cursor) = &cursor {
                call = call.query("cursor", cursor);
            }
            let page = call.await.is(200);
            assert_eq!(page["counts"]["total"], 3_321);
            codes.extend(
                items(&page)
                    .iter()
                    .map(|area| area["code"].as_str().expect("a code").to_owned()),
            );
            cursor = page["next_cursor"].as_str().map(ToOwned::to_owned);
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(codes.len(), 3_321);
        assert_eq!(
            codes.iter().collect::<BTreeSet<_>>().len(),
            3_321,
            "an area is there twice"
        );
        assert!(codes.is_sorted());
    }

    #[test]
    async fn areas_are_found_by_parent_and_by_words_without_accents(t: &TestApp) {
        let nobody = t.anonymous();
        let found = nobody
            .call("listAreas")
            .query("parent", "56")
            .query("q", "nha trang")
            .await
            .is(200);
        let names: Vec<_> = items(&found)
            .iter()
            .map(|area| area["name"].as_str().expect("a name"))
            .collect();
        assert!(
            names.contains(&"Phường Nha Trang") && names.contains(&"Phường Bắc Nha Trang"),
            "{names:?}"
        );
        assert!(items(&found).iter().all(|area| area["parent_code"] == "56"));
        let first = nobody.call("listAreas").await.is(200);
        assert_eq!(items(&first).len(), 100);
        assert_eq!(
            nobody.call("listAreas").query("q", "khong co").await.is(200)["counts"]["total"],
            0
        );
        for (name, value) in [
            ("limit", "0"),
            ("limit", "501"),
            ("level", "district"),
            ("x", "y"),
            ("q", &"x".repeat(81)),
        ] {
            nobody
                .call("listAreas")
                .query(name, value)
                .await
                .problem("malformed_request");
        }
    }

    #[test]
    async fn areas_are_found_by_the_names_of_before_1_july_2025_a_divided_one_in_each_of_its_parts(t: &TestApp) {
        let nobody = t.anonymous();
        let found = async |words: &str| {
            let page = nobody
                .call("listAreas")
                .query("q", words)
                .query("parent", "56")
                .await
                .is(200);
            let names = items(&page)
                .iter()
                .map(|area| area["name"].as_str().expect("a name").to_owned());
            names.collect::<Vec<_>>()
        };
        assert_eq!(found("Lộc Thọ").await, ["Phường Nha Trang"]);
        assert_eq!(found("vinh hai nha trang").await, ["Phường Bắc Nha Trang"]);
        assert_eq!(found("vinh hai").await, ["Phường Bắc Nha Trang", "Xã Vĩnh Hải"]);
        assert_eq!(found("cam hoa").await, ["Xã Cam Hiệp", "Xã Cam Lâm", "Xã Suối Dầu"]);
        let page = nobody.call("listAreas").query("q", "loc tho").await.is(200);
        let former = items(&page)[0]["former_names"].clone();
        assert!(
            former
                .as_array()
                .is_some_and(|names| names.contains(&json!("phường Lộc Thọ, TP Nha Trang"))),
            "{former}"
        );
        let hanoi = nobody.call("listAreas").query("q", "hoan kiem").await.is(200);
        assert_eq!(items(&hanoi)[0]["former_names"], Value::Null);
    }

    // Proves KH-A1, KH-A2, KH-A3, KH-A4.
    // Part of KH-A5-1.
    #[test]
    async fn the_official_lists_are_complete_and_exactly_as_printed(t: &TestApp) {
        for (name, file, code, label, count) in [
            (
                "birth_countries",
                "countries_birth_registration.csv",
                "code",
                "name_vi",
                196,
            ),
            ("countries", "countries_iso3166.csv", "alpha2", "name_en", 241),
            ("birth_provinces", "provinces.csv", "code", "name_vi", 63),
            ("visa_symbols", "visa_symbols.csv", "symbol", "description_vi", 20),
            ("century_sex_digits", "id_century_gender.csv", "digit", "sex", 10),
        ] {
            let list = list(t, name).await;
            assert_eq!(items(&list).len(), count, "{name}");
            let given = items(&list).iter().cloned().map(|item| item.without("/valid_from"));
            assert_eq!(given.collect::<Vec<_>>(), printed(file, code, label), "{name}");
            assert!(
                list["source"]
                    .as_str()
                    .is_some_and(|source| source.contains("481/QĐ-UBND")),
                "{name}"
            );
            assert!(
                items(&list).iter().all(|item| item["valid_from"] == "2018-03-01"),
                "{name}"
            );
        }
    }

    #[test]
    async fn anomalies_of_the_source_are_kept_and_never_silently_mended(t: &TestApp) {
        let births = list(t, "birth_countries").await;
        let label = |code: &str| with_code(&births, code)[0]["label"].clone();
        //
        assert_eq!(
            (label("113"), label("114")),
            (json!("Azerbaijan (A-giéc-bai-gian)"), json!("Cộng hòa Azerbaijan"))
        );
        assert_eq!(
            (label("147"), label("148")),
            (json!("Croatia (Crô-a-ti-a)"), json!("Cộng hòa Croatia"))
        );
        assert_eq!(label("000"), "Việt Nam");
        let countries = list(t, "countries").await;
        let birth_code =
            |code: &str| with_code(&countries, code)[0]["attributes"]["birth_registration_code_or_empty"].clone();
        //
        assert_eq!((birth_code("EG"), birth_code("GR")), (json!("178"), json!("178")));
        assert_eq!((birth_code("IT"), birth_code("KG")), (json!("192"), json!("192")));
        assert_eq!((birth_code("KP"), birth_code("HU")), (json!("177"), json!("177")));
        assert_eq!((birth_code("CG"), birth_code("CD")), (json!("145"), json!("144")));
        assert_eq!(birth_code("CS"), "218");
        //
        for code in ["CF", "TD", "GQ"] {
            assert_eq!(birth_code(code), Value::Null, "{code}");
        }
        // once without and once with a birth code.
        assert_eq!(with_code(&countries, "VA").len(), 2);
        let visas = list(t, "visa_symbols").await;
        //
        assert_eq!(items(&visas)[14]["code"], "PV");
        for symbol in ["ĐT", "LĐ", "DL"] {
            assert_eq!(with_code(&visas, symbol).len(), 1, "{symbol}");
        }
        assert!(with_code(&visas, "DT").is_empty());
    }

    #[test]
    async fn corrections_stand_in_the_list_of_nationalities_each_with_its_number(t: &TestApp) {
        let nationalities = list(t, "nationalities").await;
        let attributes = |code: &str| with_code(&nationalities, code)[0]["attributes"].clone();
        for (code, birth_code, correction) in [("EG", "102", "A-04"), ("IT", "292", "A-05"), ("KP", "277", "A-06")] {
            assert_eq!(attributes(code)["birth_code"], birth_code, "{code}");
            let said = attributes(code)["correction"].clone();
            assert!(
                said.as_str().is_some_and(|said| said.contains(correction)),
                "{code}: {said}"
            );
        }
        assert_eq!(attributes("GR")["correction"], Value::Null);
        let codes: BTreeSet<_> = items(&nationalities).iter().map(|item| item["code"].as_str()).collect();
        assert_eq!(codes.len(), items(&nationalities).len(), "a code is there twice");
        assert!(codes.contains(&Some("VN")));
    }

    #[test]
    async fn our_own_lists_have_labels_in_both_languages(t: &TestApp) {
        for name in [
            "stay_reasons",
            "document_types",
            "facility_kinds",
            "room_kinds",
            "search_purposes",
            "nationalities",
        ] {
            let list = list(t, name).await;
            assert!(!items(&list).is_empty(), "{name}");
            for item in items(&list) {
                for label in ["label", "label_en"] {
                    assert!(
                        item[label].as_str().is_some_and(|text| !text.is_empty()),
                        "{name}: {item}"
                    );
                }
            }
        }
        t.anonymous()
            .call("listReferenceList")
            .at("name", "areas")
            .await
            .problem("not_found");
        t.anonymous()
            .call("listReferenceList")
            .at("name", "x")
            .await
            .problem("not_found");
    }

    #[test]
    async fn an_unchanged_list_is_not_sent_again(t: &TestApp) {
        for call in [|| ("listAreas", None), || ("listReferenceList", Some("visa_symbols"))] {
            let (operation, name) = call();
            let nobody = t.anonymous();
            let ask = || {
                let call = nobody.call(operation);
                if let Some(name) = name {
                    call.at("name", name)
                } else {
                    call
                }
            };
            let first = ask().await;
            let version = first.is(200)["list_version"].as_str().expect("a version").to_owned();
            let tag = first.header("etag").expect("an ETag").to_owned();
            assert_eq!(tag, format!("\"{version}\""));
            assert_eq!(version.len(), 16);
            assert_eq!(first.header("cache-control"), Some("public, max-age=300"));
            for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
                let again = ask().header("If-None-Match", &known).await;
                assert_eq!((again.status, again.body.len()), (304, 0), "{known}");
                assert_eq!(again.header("etag"), Some(tag.as_str()));
            }
            assert_eq!(ask().header("If-None-Match", "\"x\"").await.status, 200);
        }
    }

    #[test]
    async fn a_new_version_of_a_list_is_noticed_within_a_minute_without_a_restart(t: &TestApp) {
        let label = async || list(t, "visa_symbols").await["items"][0]["label"].clone();
        let before = label().await;
        let sql = "UPDATE reference_entry SET label = 'Mới' WHERE list = 'visa_symbols' AND position = 1";
        rows::execute(t, sql).await.unwrap();
        let sql = "UPDATE reference_list SET version = '0123456789abcdef' WHERE name = 'visa_symbols'";
        rows::execute(t, sql).await.unwrap();
        t.pass(59);
        assert_eq!(label().await, before);
        t.pass(1);
        assert_eq!(label().await, "Mới");
        let answer = t.anonymous().call("listReferenceList").at("name", "visa_symbols").await;
        assert_eq!(answer.header("etag"), Some("\"0123456789abcdef\""));
    }

    // Part of KH-7.1e, LC-10.2-3.
    #[test]
    async fn the_profile_tells_the_rules_in_force_and_the_servers_clock(t: &TestApp) {
        let ours = t.anonymous().call("getProfile").await.is(200);
        assert_eq!(ours["profile"]["id"], "khanh-hoa");
        assert_eq!(ours["province_name"], "Khánh Hòa");
        assert_eq!(ours["profile"]["notification"]["evening"], "23:00");
        assert_eq!(ours["profile"]["notification"]["morning"], "08:00");
        assert_eq!(ours["profile"]["departure"]["cutoff"], "14:00");
        assert_eq!(ours["profile"]["session"]["idle_minutes"], 30);
        assert_eq!(ours["now"], instant(TestApp::START));
        assert_eq!(ours["hotline"], Value::Null);
        let lao_cai = t
            .sibling(|config| {
                config.profile = "lao-cai".into();
                config.hotline = Some("0214 384 0000".into());
            })
            .await;
        let theirs = t.anonymous_at(&lao_cai).call("getProfile").await.is(200);
        assert_eq!(theirs["profile"]["departure"]["cutoff"], Value::Null);
        assert_eq!(theirs["province_name"], "Lào Cai");
        assert_eq!(theirs["hotline"], "0214 384 0000");
    }
);

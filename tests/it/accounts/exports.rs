//! Lists of an office as files: what their filter leaves, and no more than the list shows.

use crate::support::filing::application;
use crate::support::province::account_id;
use crate::support::sheet::Sheet;
use crate::support::*;
use serde_json::{Value, json};

/// That member of each item of a page.
fn told<'a>(page: &'a Value, member: &str) -> Vec<&'a str> {
    let items = page["items"].as_array().expect("items").iter();
    items.map(|item| item[member].as_str().expect("a text")).collect()
}

on_both_engines!(
    // Part of KH-12.2.
    #[test]
    async fn accounts_are_taken_out_as_the_filter_leaves_them_and_the_export_is_recorded(t: &TestApp) {
        let admin = t.signed_in("quantri").await;
        let export = || admin.call("exportAccounts");
        let all = Sheet::of(&export().json(&json!({})).await);
        let list = admin.call("listAccounts").query("limit", 100).await.is(200);
        assert_eq!(
            all.column("Tên đăng nhập"),
            told(&list, "login"),
            "the list, in its order"
        );

        let communes = export().query("role", "police").query("level", "commune");
        let communes = Sheet::of(&communes.query("sort", "login").lang("en").json(&json!({})).await);
        assert_eq!(communes.column("Login name"), ["congan.bac", "congan.nhatrang"]);
        assert_eq!(communes.column("Kind"), ["Police, commune", "Police, commune"]);
        let found = Sheet::of(&export().json(&json!({ "q": "hai dang" })).await);
        assert_eq!(found.column("Tên đăng nhập"), ["haidang"]);
        assert_eq!(found.column("Đơn vị, cơ sở"), ["Khách sạn Hải Đăng"]);

        let events = rows::audit(t, "accounts_exported").await;
        assert_eq!(events.len(), 3);
        assert_eq!(
            (
                &events[1].details["filter"],
                &events[1].details["role"],
                &events[1].details["lines"]
            ),
            (&json!(["role", "level"]), &json!("police"), &json!(2))
        );
        assert_eq!(events[2].details["filter"], json!(["q"]));
        assert!(
            !events[2].details.to_string().contains("hai dang"),
            "words may be a name"
        );

        let empty = json!({});
        export()
            .query("limit", 10)
            .json(&empty)
            .await
            .problem("malformed_request");
        export()
            .query("level", "village")
            .json(&empty)
            .await
            .problem("malformed_request");
        export().json(&json!({ "q": "x" })).await.problem("validation_failed");
    }

    #[test]
    async fn an_export_of_accounts_has_those_of_the_own_reach_with_their_state_now(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        let all = Sheet::of(&police.call("exportAccounts").json(&json!({})).await);
        let logins = all.column("Tên đăng nhập");
        assert!(
            logins.contains(&"congan.nhatrang") && logins.contains(&"haidang"),
            "{logins:?}"
        );
        assert!(
            !logins.contains(&"quantri") && !logins.contains(&"thue.tinh"),
            "{logins:?}"
        );
        for login in ["congan.nhatrang", "haidang", "vanhanh.tinh"] {
            let client = t.signed_in(login).await;
            client
                .call("exportAccounts")
                .json(&json!({}))
                .await
                .problem("forbidden");
        }
        let bac = t.signed_in("bacthanh").await;
        police
            .call("lockAccount")
            .at("account_id", account_id("bacthanh"))
            .json(&json!({ "reason": "unit_request", "reference": "214/CAP-2026" }))
            .await
            .is(200);
        let locked = police.call("exportAccounts").query("status", "locked");
        let locked = Sheet::of(&locked.json(&json!({})).await);
        assert_eq!(locked.column("Tên đăng nhập"), ["bacthanh"]);
        assert_eq!(locked.column("Trạng thái"), ["Đang khóa"]);
        bac.call("exportAccounts")
            .json(&json!({}))
            .await
            .problem("session_ended");
    }

    // Part of LC-6.1b-1.
    #[test]
    async fn dossiers_are_taken_out_as_the_filter_leaves_them_and_the_export_is_recorded(t: &TestApp) {
        t.apply(&application()).await;
        let formula = "=1+1 Homestay";
        t.file(formula).await;
        let police = t.signed_in("congan.tinh").await;
        let export = || police.call("exportDossiers");
        let all = Sheet::of(&export().await);
        let list = police.call("listDossiers").await.is(200);
        assert_eq!(all.column("Số hồ sơ"), told(&list, "number"), "the queue, in its order");
        assert!(all.column("Cơ sở, đơn vị").contains(&formula), "text stays text");
        assert_eq!(all.formulas, [] as [&str; 0]);

        let one = Sheet::of(&export().query("q", "thuy duong").lang("en").await);
        assert_eq!(one.column("Facility or unit"), ["Khách sạn Thùy Dương"]);
        assert_eq!(one.column("Step"), ["Received"]);
        let none = Sheet::of(&export().query("closed", true).await);
        assert_eq!(none.rows.len(), 0);

        let events = rows::audit(t, "dossiers_exported").await;
        let recorded: Vec<_> = events
            .iter()
            .map(|event| (event.details["filter"].clone(), event.details["lines"].clone()))
            .collect();
        assert_eq!(
            recorded,
            [
                (json!([]), json!(2)),
                (json!(["q"]), json!(1)),
                (json!(["closed"]), json!(0))
            ]
        );
        assert!(
            !events[1].details.to_string().contains("thuy duong"),
            "words may be a name"
        );
        export().query("cursor", "x").await.problem("malformed_request");
        export()
            .query("state", "filed")
            .query("waiting", true)
            .await
            .problem("malformed_request");
        // A commune that nobody has asked has none of them, and a facility has no queue.
        let ward = t.signed_in("congan.nhatrang").await;
        assert_eq!(Sheet::of(&ward.call("exportDossiers").await).rows.len(), 0);
        let haidang = t.signed_in("haidang").await;
        haidang.call("exportDossiers").await.problem("forbidden");
    }

    // Part of LC-6.1b-1.
    #[test]
    async fn what_waits_for_its_applicant_is_told_from_what_waits_for_the_office(t: &TestApp) {
        t.apply(&application()).await;
        t.file("Homestay Gió Biển").await;
        let police = t.signed_in("congan.tinh").await;
        let seen = filing::dossier(&police, "DK-0001").await;
        let contact = json!({ "channel": "email", "at": t.clock.now(), "with": "Quách Thị Thu Cúc" });
        police
            .call("requestSupplement")
            .at("dossier_id", seen["id"].as_str().unwrap())
            .json(&json!({ "version": seen["version"], "reason": "Bản ký chưa có dấu.", "contact": contact }))
            .await
            .is(200);
        for (waiting, titles) in [(true, ["Homestay Gió Biển"]), (false, ["Khách sạn Thùy Dương"])] {
            let page = police.call("listDossiers").query("waiting", waiting).await.is(200);
            assert_eq!(told(&page, "title"), titles);
            let file = Sheet::of(&police.call("exportDossiers").query("waiting", waiting).await);
            assert_eq!(file.column("Cơ sở, đơn vị"), titles);
        }
    }

    // Part of KH-10.2a-1, KH-10.2c.
    #[test]
    async fn facilities_are_taken_out_as_the_filter_leaves_them_and_the_export_is_recorded(t: &TestApp) {
        let ward = t.signed_in("congan.nhatrang").await;
        let export = || ward.call("exportFacilities");
        let own = Sheet::of(&export().await);
        assert_eq!(
            own.column("Cơ sở lưu trú"),
            ["Hộ ông Đoàn Văn Sáu", "Khách sạn Hải Đăng", "Nhà nghỉ Mới Mở"],
            "those of the commune, as the list has them"
        );
        assert_eq!(own.column("Khai ban đầu")[2], "Chưa khai xong");
        let found = Sheet::of(&export().query("q", "hai dang").lang("en").await);
        assert_eq!(found.column("Facility"), ["Khách sạn Hải Đăng"]);
        assert_eq!(found.column("Kind"), ["Hotel"]);
        let none = Sheet::of(&export().query("q", "%").await);
        assert_eq!(none.rows.len(), 0, "signs find nothing");
        let province = t.signed_in("congan.tinh").await;
        assert_eq!(Sheet::of(&province.call("exportFacilities").await).rows.len(), 4);
        let events = rows::audit(t, "facilities_exported").await;
        assert_eq!(
            (&events[1].details["filter"], &events[1].details["lines"]),
            (&json!(["q"]), &json!(1))
        );
        assert!(!events[1].details.to_string().contains("hai dang"));
        export().query("limit", 1).await.problem("malformed_request");
        for login in ["haidang", "thue.nhatrang"] {
            let client = t.signed_in(login).await;
            client.call("exportFacilities").await.problem("forbidden");
        }
    }
);

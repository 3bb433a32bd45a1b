use super::*;
use crate::check::{CheckContext, Checked};
use rules::profile::Profile;
use serde_json::{Value, json};

fn profile() -> Profile {
    toml::from_str(include_str!("../../../profiles/khanh-hoa.toml")).unwrap()
}

fn check<T: Checked + serde::de::DeserializeOwned>(body: Value) -> Result<T::Out, Vec<(String, FieldCode)>> {
    let profile = profile();
    let now = Timestamp::parse("2026-11-21T12:42:00Z").unwrap();
    let request: T = serde_json::from_value(body).unwrap();
    request
        .check(CheckContext { now, profile: &profile })
        .map_err(|errors| errors.into_iter().map(|error| (error.pointer, error.code)).collect())
}

fn application() -> Value {
    json!({
        "facility": {
            "name": "Khách sạn Thùy Dương", "kind": "hotel", "area_code": "22366", "address": "12 đường Bãi Dài",
            "representative": "Quách Thị Thu Cúc", "tax_code": "4200000124", "rooms": 48, "beds": 96,
        },
        "user_name": "Quách Thị Thu Cúc", "user_position": "Giám đốc", "email": "le.tan@thuyduong.vn",
        "phone": "0258 000 0247", "started_on": "2026-12-01", "commitment_accepted": true,
        "signed_form": { "name": "C:\\scan\\Mau-so-1.pdf", "content_base64": "JVBERi0xLjcK" },
    })
}

fn merged(mut body: Value, change: Value) -> Value {
    let (Value::Object(body_fields), Value::Object(changes)) = (&mut body, change) else {
        panic!()
    };
    body_fields.extend(changes);
    body
}

#[test]
fn an_application_with_all_its_fields_is_read() {
    let read = check::<RegistrationIn>(application()).ok().unwrap();
    assert_eq!(read.applicant.name(), "Khách sạn Thùy Dương");
    let file = read.signed_form.unwrap();
    assert_eq!(
        (file.name.as_str(), file.bytes.as_slice()),
        ("Mau-so-1.pdf", b"%PDF-1.7\n".as_slice())
    );
}

#[test]
fn everything_that_is_missing_is_told_at_once() {
    let errors = check::<RegistrationIn>(json!({ "facility": {} })).err().unwrap();
    for pointer in [
        "/facility/name",
        "/facility/kind",
        "/facility/area_code",
        "/facility/address",
        "/facility/representative",
        "/facility/rooms",
        "/user_name",
        "/email",
        "/phone",
    ] {
        assert!(
            errors.contains(&(pointer.to_owned(), FieldCode::Required)),
            "{pointer} in {errors:?}"
        );
    }
    assert!(errors.contains(&("/commitment_accepted".to_owned(), FieldCode::CommitmentRequired)));
}

#[test]
fn one_applies_as_a_facility_or_as_an_agency() {
    let agency = json!({ "unit_name": "Thuế cơ sở 2", "role": "tax", "level": "commune", "area_code": "22366" });
    let both = merged(application(), json!({ "agency": agency }));
    assert_eq!(
        check::<RegistrationIn>(both).err().unwrap(),
        [("/agency".to_owned(), FieldCode::EitherOr)]
    );
    let alone = merged(application(), json!({ "agency": agency, "facility": null }));
    assert_eq!(
        check::<RegistrationIn>(alone).ok().unwrap().applicant.area_code(),
        "22366"
    );
    for role in ["administrator", "facility"] {
        let agency = json!({ "unit_name": "X", "role": role, "area_code": "22366" });
        let refused = merged(application(), json!({ "agency": agency, "facility": null }));
        let errors = check::<RegistrationIn>(refused).err().unwrap();
        assert_eq!(errors, [("/agency/role".to_owned(), FieldCode::UnknownValue)], "{role}");
    }
}

#[test]
fn a_file_is_limited_before_it_is_decoded() {
    let file = |bytes: usize| {
        let content = STANDARD.encode(vec![0x25; bytes]);
        merged(
            application(),
            json!({ "signed_form": { "name": "a.pdf", "content_base64": content } }),
        )
    };
    assert!(check::<RegistrationIn>(file(MAX_FILE)).is_ok());
    let pointer = "/signed_form/content_base64".to_owned();
    let errors = check::<RegistrationIn>(file(MAX_FILE + 16)).err().unwrap();
    assert_eq!(errors, [(pointer.clone(), FieldCode::FileTooLarge)]);
    let broken = merged(
        application(),
        json!({ "signed_form": { "name": "a.pdf", "content_base64": "%%%" } }),
    );
    assert_eq!(
        check::<RegistrationIn>(broken).err().unwrap(),
        [(pointer, FieldCode::FileUnreadable)]
    );
}

#[test]
fn a_loss_is_noticed_before_it_is_reported() {
    let report = |discovered: &str| {
        json!({
            "login": " HaiDang ", "kind": "stolen", "discovered_at": discovered, "reporter_name": "Lê Thị Mỹ Duyên",
            "phone": "0258 000 0148",
        })
    };
    assert_eq!(
        check::<CredentialLossIn>(report("2026-11-21T12:42:00Z"))
            .ok()
            .unwrap()
            .login,
        "haidang"
    );
    // There is no limit for late reports.
    assert!(check::<CredentialLossIn>(report("2025-01-01T00:00:00Z")).is_ok());
    let errors = check::<CredentialLossIn>(report("2026-11-21T12:43:01Z")).err().unwrap();
    assert_eq!(errors, [("/discovered_at".to_owned(), FieldCode::InstantInFuture)]);
}

#[test]
fn a_new_holder_is_named_in_full() {
    let errors = check::<HolderChangeIn>(json!({ "commitment_accepted": true }))
        .err()
        .unwrap();
    let missing: Vec<&str> = errors.iter().map(|(pointer, _)| pointer.as_str()).collect();
    assert_eq!(missing, ["/new_name", "/new_email", "/new_phone"]);
}

/// The content of an accepted form, and the result of today's checks of it.
fn taken<T: Taken + serde::de::DeserializeOwned>(body: &Value) -> (T::Out, bool) {
    let request: T = serde_json::from_value(body.clone()).unwrap();
    (request.taken().unwrap(), check::<T>(body.clone()).is_ok())
}

#[test]
fn what_was_taken_is_read_as_the_check_read_it() {
    let mut form = application();
    form["user_name"] = json!("  Quách  Thị Thu Cúc ");
    form.as_object_mut().unwrap().remove("signed_form");
    let checked = check::<RegistrationIn>(form.clone()).ok().unwrap();
    let (read, _) = taken::<RegistrationIn>(&form);
    assert_eq!(
        serde_json::to_value(read).unwrap(),
        serde_json::to_value(checked).unwrap()
    );
}

#[test]
fn what_was_taken_is_read_whatever_the_checks_demand_by_now() {
    let application = merged(
        application(),
        json!({ "user_name": "Cúc 2", "email": "le.tan", "started_on": "2200-01-01", "commitment_accepted": null }),
    );
    let (read, is_right) = taken::<RegistrationIn>(&application);
    assert!(!is_right);
    assert_eq!((read.user_name.as_str(), read.email.as_str()), ("Cúc 2", "le.tan"));
    assert_eq!(read.started_on.map(time::Date::year), Some(2200));

    let change = json!({ "new_name": "Bách 2", "new_email": "bach@haidang.vn" });
    let (read, is_right) = taken::<HolderChangeIn>(&change);
    assert!(!is_right);
    assert_eq!((read.new_name.as_str(), read.new_phone.as_str()), ("Bách 2", ""));

    let loss = json!({
        "login": " HaiDang ", "kind": "forgotten", "discovered_at": "2026-12-21T12:42:00Z", "reporter_name": "Duyên 2",
        "phone": "1",
    });
    let (read, is_right) = taken::<CredentialLossIn>(&loss);
    assert!(!is_right);
    assert_eq!((read.login.as_str(), read.phone.as_str()), ("haidang", "1"));

    let data = json!({
        "kind": "no_account", "guest_details": "ai", "stay_from": "2026-12-01", "stay_to": "2026-11-01", "reason": "vì",
        "requester": { "kind": "person", "name": "Nga 2" },
    });
    let (read, is_right) = taken::<DataRequestIn>(&data);
    assert!(!is_right);
    assert_eq!((read.guest_details.as_str(), read.reason.as_str()), ("ai", "vì"));
    assert_eq!(read.requester.map(|requester| requester.name).as_deref(), Some("Nga 2"));
}

#[test]
fn what_says_not_even_what_it_is_about_was_never_taken() {
    let nothing: RegistrationIn = serde_json::from_value(json!({ "user_name": "Quách Thị Thu Cúc" })).unwrap();
    assert!(nothing.taken().is_none());
}

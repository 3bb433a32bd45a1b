use rules::account::Issuer;
use rules::account_tier::{AccountTier, Role};
use rules::correction::CorrectionLimit;
use rules::deadline::EarlyArrival;
use rules::foreigner::ForeignGuestWay;
use rules::profile::Profile;
use rules::session::SessionLimits;
use rules::zone::LocalTime;
use time::macros::{date, datetime, time};

use crate::given::{KHANH_HOA, LAO_CAI, khanh_hoa, lao_cai};

/// Makes a good profile a bad one.
type Spoil = fn(&mut Profile);

const AREAS: &str = include_str!("../../../data/admin_units.csv");

// KH-D2, KH-11.2d-1, KH-11.2e-1, KH-11.2e-2, KH-9a-2; D-02, D-06, S-11; docs/rules.md 5, 6, 8
#[test]
fn khanh_hoa_has_the_terms_of_its_regulation() {
    let profile = khanh_hoa();
    assert_eq!(profile.check(), Ok(()));
    assert_eq!(profile.id, "khanh-hoa");
    assert_eq!(profile.effective_from, date!(2018 - 03 - 01));
    assert_eq!(profile.notification.evening.0, time!(23:00));
    assert_eq!(profile.notification.morning.0, time!(8:00));
    assert_eq!(profile.notification.early_arrival, EarlyArrival::SameEvening);
    assert_eq!(profile.correction.by_facility, CorrectionLimit::EndOfDay);
    assert_eq!(profile.departure.cutoff, Some(LocalTime(time!(14:00))));
    assert_eq!(profile.departure.growth_days, 1);
    assert_eq!((profile.length.warn_from_days, profile.length.max_days), (30, 365));
    assert_eq!((profile.birth.earliest_year, profile.birth.warn_over_age), (1900, 120));
    assert_eq!(profile.password.rotation_months, Some(2));
    assert_eq!(profile.password.initial_valid_hours, 7 * 24);
    assert!(!profile.sectors.finance);
    assert_eq!(profile.accounts.issuer, Issuer::ParentTier);
    assert_eq!(profile.accounts.per_unit, None);
    assert_eq!(profile.foreign_guests, ForeignGuestWay::RecordAndExport);
}

// LC-D2, LC-7.1a-2, LC-11.4b; D-02, D-06, D-11; docs/rules.md 4
#[test]
fn lao_cai_has_the_terms_of_its_regulation() {
    let profile = lao_cai();
    assert_eq!(profile.check(), Ok(()));
    assert_eq!(profile.id, "lao-cai");
    assert_eq!(profile.effective_from, date!(2020 - 01 - 15));
    assert_eq!(profile.correction.by_facility, CorrectionLimit::EndOfDay);
    assert_eq!(profile.departure.cutoff, None);
    assert_eq!(profile.password.rotation_months, None);
    let password = profile.password;
    assert!(password.letters && password.digits && password.special);
    assert!(profile.sectors.finance);
    assert_eq!(profile.accounts.issuer, Issuer::LeadAgency);
    assert_eq!(profile.accounts.per_unit, Some(1));
    assert_eq!(profile.foreign_guests, ForeignGuestWay::LinkOnly);
}

// LC-D2, KH-D2, KH-19
#[test]
fn a_regulation_applies_from_its_first_day_on() {
    assert!(!lao_cai().applies_at(datetime!(2020-01-14 23:59:59 +7)));
    assert!(lao_cai().applies_at(datetime!(2020-01-15 00:00:00 +7)));
    assert!(!khanh_hoa().applies_at(datetime!(2018-02-28 23:59:59 +7)));
    assert!(khanh_hoa().applies_at(datetime!(2018-03-01 00:00:00 +7)));
}

#[test]
fn each_profile_names_a_province_of_the_area_list() {
    for profile in [khanh_hoa(), lao_cai()] {
        let province = format!("{},{},", profile.province_code, profile.name);
        assert!(AREAS.lines().any(|line| line.starts_with(&province)), "{province}");
    }
}

#[test]
fn a_profile_survives_json_and_toml() {
    for profile in [khanh_hoa(), lao_cai()] {
        let json = serde_json::to_string(&profile).unwrap();
        assert_eq!(serde_json::from_str::<Profile>(&json).unwrap(), profile);
        let toml = toml::to_string(&profile).unwrap();
        assert_eq!(toml::from_str::<Profile>(&toml).unwrap(), profile);
    }
    let json = serde_json::to_value(khanh_hoa()).unwrap();
    assert_eq!(json["notification"]["evening"], "23:00");
    assert_eq!(json["effective_from"], "2018-03-01");
    assert_eq!(json["correction"]["by_facility"], "end_of_day");
}

#[test]
fn a_misspelt_key_is_refused() {
    let misspelt = KHANH_HOA.replace("cutoff =", "cut_off =");
    let refusal = toml::from_str::<Profile>(&misspelt).unwrap_err().to_string();
    assert!(refusal.contains("cut_off"), "{refusal}");
    let unknown = format!("surprise = 1\n{LAO_CAI}");
    assert!(toml::from_str::<Profile>(&unknown).is_err());
}

#[test]
fn a_missing_term_is_refused() {
    let missing = LAO_CAI.replace("max_ahead_hours = 24", "");
    assert!(toml::from_str::<Profile>(&missing).is_err());
}

#[test]
fn a_time_is_two_digits_a_colon_and_two_digits() {
    for good in ["00:00", "08:00", "14:00", "23:00", "23:59"] {
        assert_eq!(good.parse::<LocalTime>().unwrap().to_string(), good);
    }
    for bad in [
        "", "8:00", "24:00", "23:60", "23.00", "23:00:00", "+1:00", "23:+1", "ab:cd", " 08:00",
    ] {
        assert!(bad.parse::<LocalTime>().is_err(), "{bad}");
        let toml = KHANH_HOA.replace("\"23:00\"", &format!("\"{bad}\""));
        assert!(toml::from_str::<Profile>(&toml).is_err(), "{bad}");
    }
}

#[test]
fn nonsense_is_named() {
    let cases: [(&str, Spoil); 23] = [
        ("id", |p| p.id = " ".into()),
        ("province_code", |p| p.province_code.clear()),
        ("name", |p| p.name.clear()),
        ("legal_basis", |p| p.legal_basis.clear()),
        ("notification.morning", |p| {
            p.notification.morning = p.notification.evening;
        }),
        ("notification.morning", |p| {
            p.notification.morning = LocalTime(time!(0:00));
        }),
        ("notification.max_ahead_hours", |p| p.notification.max_ahead_hours = 0),
        ("departure.growth_days", |p| p.departure.growth_days = 0),
        ("length.warn_from_days", |p| p.length.warn_from_days = 366),
        ("password.min_length", |p| p.password.min_length = 7),
        ("password.rotation_months", |p| p.password.rotation_months = Some(0)),
        ("session.idle_notice_minutes", |p| p.session.idle_notice_minutes = 30),
        ("sign_in.account_failures", |p| p.sign_in.account_failures = 0),
        ("hotline", |p| p.hotline = Some(String::new())),
        ("immigration_site", |p| {
            p.immigration_site = "laocai.xuatnhapcanh.gov.vn".into();
        }),
        ("accounts.per_unit", |p| p.accounts.per_unit = Some(0)),
        ("accounts.delegation_days", |p| p.accounts.delegation_days = 0),
        ("accounts.levels", |p| p.accounts.levels.police = vec![3]),
        ("accounts.levels", |p| p.accounts.levels.tax = vec![1, 3, 2]),
        ("accounts.levels", |p| p.accounts.levels.tourism = vec![1, 3]),
        ("accounts.login_patterns", |p| {
            p.accounts.login_patterns.remove("police_3");
        }),
        ("accounts.login_patterns", |p| {
            p.accounts
                .login_patterns
                .insert("facility".into(), "Khách {name}".into());
        }),
        ("accounts.login_patterns", |p| {
            p.accounts.login_patterns.insert("police_4".into(), "{name}".into());
        }),
    ];
    for (term, spoil) in cases {
        let mut profile = khanh_hoa();
        spoil(&mut profile);
        let fault = profile.check().unwrap_err();
        assert!(fault.contains(term), "{term}: {fault}");
    }
}

#[test]
fn terms_at_their_limits_are_accepted() {
    let mut profile = khanh_hoa();
    profile.length.warn_from_days = profile.length.max_days;
    profile.birth.earliest_year = 1800;
    profile.password.min_length = 8;
    profile.password.max_length = 64;
    profile.session.absolute_hours = 1;
    profile.session.idle_minutes = 60;
    profile.session.idle_notice_minutes = 59;
    profile.session.roles.clear();
    profile.sign_in.address_failures = profile.sign_in.account_failures;
    profile.hotline = Some("0258 000 0113".into());
    assert_eq!(profile.check(), Ok(()));
    profile.password.min_length = 64;
    assert_eq!(profile.check(), Ok(()));
    profile.password.min_length = 65;
    assert!(profile.check().is_err());
}

// LC-7.3, KH-9c
#[test]
fn a_session_lasts_as_long_as_the_role_says() {
    for profile in [khanh_hoa(), lao_cai()] {
        let of = |role| {
            let limits = profile.session.of(role);
            (limits.idle_minutes, limits.absolute_hours)
        };
        assert_eq!(of(Role::Administrator), (15, 8));
        assert_eq!(of(Role::Police), (30, 12));
        assert_eq!(of(Role::Facility), (30, 12));
    }
}

#[test]
fn administrators_and_the_police_need_a_second_factor() {
    for profile in [khanh_hoa(), lao_cai()] {
        let needed = |tier| profile.second_factor.is_required(tier);
        assert!(needed(AccountTier::ADMINISTRATOR) && needed(AccountTier::POLICE_1));
        assert!(needed(AccountTier::of(Role::Police, 3)));
        assert!(!needed(AccountTier::of(Role::Tax, 1)) && !needed(AccountTier::FACILITY));
    }
}

#[test]
fn terms_of_credentials_are_checked() {
    let limits = |idle_minutes, absolute_hours| SessionLimits {
        idle_minutes,
        absolute_hours,
    };
    let cases: [(&str, Spoil); 4] = [
        ("password.warn_days", |p| p.password.warn_days = 28),
        ("password.history", |p| p.password.history = 25),
        ("session.max_concurrent", |p| p.session.max_concurrent = Some(0)),
        ("second_factor.required", |p| {
            p.second_factor.required.push("police_9".into());
        }),
    ];
    for (term, spoil) in cases {
        let mut profile = khanh_hoa();
        spoil(&mut profile);
        assert!(profile.check().unwrap_err().contains(term), "{term}");
    }
    for (role, limits) in [("guest", limits(15, 8)), ("tax", limits(2, 8)), ("tax", limits(61, 1))] {
        let mut profile = khanh_hoa();
        profile.session.roles.insert(role.into(), limits);
        assert!(
            profile.check().unwrap_err().contains("session.roles"),
            "{role} {limits:?}"
        );
    }
    let mut profile = khanh_hoa();
    profile.session.max_concurrent = None;
    profile.password.history = 0;
    profile.session.roles.insert("tax".into(), limits(60, 1));
    assert_eq!(profile.check(), Ok(()));
}

#[test]
fn other_limits_are_checked_too() {
    let cases: [Spoil; 8] = [
        |p| p.length.warn_from_days = 0,
        |p| p.birth.earliest_year = 19,
        |p| p.birth.warn_over_age = 0,
        |p| p.password.max_length = 63,
        |p| p.password.initial_valid_hours = 0,
        |p| p.session.absolute_hours = 0,
        |p| p.sign_in.wait_minutes = 0,
        |p| p.sign_in.address_failures = 4,
    ];
    for spoil in cases {
        let mut profile = lao_cai();
        spoil(&mut profile);
        assert!(profile.check().is_err(), "{profile:?}");
    }
}

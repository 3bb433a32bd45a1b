use rules::account::Issuer;
use rules::account_tier::{ACCOUNT_TIERS, AccountTier, Level, Role};
use rules::tiers::{creators, may_create, may_manage, may_see, needs_reason};

use crate::given::{khanh_hoa, lao_cai};

const ADMIN: AccountTier = AccountTier::ADMINISTRATOR;

/// Every pair of tiers.
fn pairs() -> impl Iterator<Item = (AccountTier, AccountTier)> {
    ACCOUNT_TIERS
        .iter()
        .flat_map(|actor| ACCOUNT_TIERS.iter().map(|target| (actor.tier, target.tier)))
}

/// Khánh Hòa with districts, as table 8.1 was written.
fn three_tiers() -> rules::profile::Profile {
    let mut profile = khanh_hoa();
    profile.accounts.levels.police = vec![1, 2, 3];
    profile.accounts.levels.tax = vec![1, 2, 3];
    profile
}

// KH-10.2a-2, KH-10.2b-2, KH-10.2c, KH-10.3a-2 to KH-10.3c, KH-10.4a-2, KH-10.4b, KH-10.5a-2, KH-10.5b
#[test]
fn with_every_tier_each_makes_the_next_one_and_the_administrator_all() {
    let profile = three_tiers();
    for (actor, target) in pairs() {
        let is_next =
            actor.role == target.role && actor.level.is_some() && target.level == actor.level.map(|level| level + 1);
        let is_host = actor == AccountTier::POLICE_1 && target == AccountTier::FACILITY;
        let off = [Role::Finance, Role::Operation].contains(&target.role);
        let expected = (actor == ADMIN || is_next || is_host) && !off;
        assert_eq!(may_create(actor, target, &profile), expected, "{actor} makes {target}");
    }
}

// docs/rules.md 9
#[test]
fn without_a_second_tier_the_first_makes_the_third() {
    let profile = khanh_hoa();
    let police = |level| AccountTier::of(Role::Police, level);
    assert!(may_create(police(1), police(3), &profile));
    assert!(!may_create(police(1), police(2), &profile), "it does not exist");
    assert!(!may_create(ADMIN, police(2), &profile), "it does not exist");
    let profile = three_tiers();
    assert!(!may_create(police(1), police(3), &profile));
    assert!(may_see(police(1), police(3), &profile));
    assert!(may_create(police(2), police(3), &profile));
}

// LC-6.3-1, LC-6.4-1; D-07
#[test]
fn where_the_lead_agency_issues_nobody_else_does() {
    let profile = lao_cai();
    for (actor, target) in pairs().filter(|(_, target)| target.exists(&profile)) {
        let own = [ADMIN, AccountTier::POLICE_1].contains(&target);
        let expected = actor == ADMIN || (actor == AccountTier::POLICE_1 && !own);
        assert_eq!(may_create(actor, target, &profile), expected, "{actor} makes {target}");
    }
}

#[test]
fn nobody_but_administrators_reaches_the_own_tier_or_above() {
    for profile in [khanh_hoa(), lao_cai(), three_tiers()] {
        for (actor, target) in pairs().filter(|(actor, _)| *actor != ADMIN) {
            let is_up = target == ADMIN || (actor.role == target.role && target.level <= actor.level);
            assert!(
                !is_up || !may_manage(actor, target, &profile),
                "{actor} manages {target}"
            );
            assert!(!is_up || !may_see(actor, target, &profile), "{actor} sees {target}");
        }
    }
}

// KH-7.2d-1
#[test]
fn a_sector_sees_its_own_lower_tiers_and_no_other_sector() {
    let profile = khanh_hoa();
    assert!(profile.accounts.issuer == Issuer::ParentTier);
    for (actor, target) in pairs().filter(|(actor, _)| *actor != ADMIN) {
        let expected = (actor.role == target.role && actor.level.is_some() && actor.level < target.level)
            || (actor == AccountTier::POLICE_1
                && [Role::Facility, Role::Finance, Role::Operation].contains(&target.role));
        assert_eq!(may_see(actor, target, &profile), expected, "{actor} sees {target}");
    }
}

// S-06
#[test]
fn the_administrator_gives_a_reason_below_the_first_tier() {
    let profile = khanh_hoa();
    for row in ACCOUNT_TIERS {
        let expected = row.tier.level.is_some_and(|level| level > 1);
        assert_eq!(needs_reason(ADMIN, row.tier, &profile), expected, "{}", row.tier);
        assert!(!needs_reason(AccountTier::POLICE_1, row.tier, &profile));
        assert!(!needs_reason(ADMIN, row.tier, &lao_cai()), "the lead agency issues all");
    }
}

#[test]
fn every_tier_of_a_province_can_be_made_by_somebody_there() {
    for profile in [khanh_hoa(), lao_cai(), three_tiers()] {
        for row in ACCOUNT_TIERS.iter().filter(|row| row.tier.exists(&profile)) {
            let makers = creators(row.tier, &profile);
            assert!(
                !makers.is_empty() && makers.iter().all(|maker| maker.exists(&profile)),
                "{}",
                row.tier
            );
            assert_eq!(AccountTier::from_name(&row.tier.to_string()), Some(row.tier));
        }
    }
}

// docs/rules.md 9
#[test]
fn an_account_tier_lies_as_deep_as_its_territory() {
    let fits = |role, level, depth, leaf| AccountTier::of(role, level).fits_area(depth, leaf);
    assert!(fits(Role::Police, 1, 1, false) && !fits(Role::Police, 1, 2, true));
    // Without districts a commune lies right below the province; with them it is one deeper.
    assert!(fits(Role::Tourism, 2, 2, true) && fits(Role::Tourism, 2, 2, false) && !fits(Role::Tourism, 2, 3, true));
    assert!(fits(Role::Police, 3, 2, true) && fits(Role::Police, 3, 3, true) && !fits(Role::Police, 3, 2, false));
    assert!(AccountTier::FACILITY.fits_area(2, true) && !AccountTier::FACILITY.fits_area(1, false));
}

// docs/rules.md 9
#[test]
fn a_level_and_a_tier_lead_to_each_other_with_districts_and_without() {
    for profile in [khanh_hoa(), lao_cai(), three_tiers()] {
        for row in ACCOUNT_TIERS {
            let (tier, level) = (row.tier, row.tier.level_in(&profile));
            assert_eq!(AccountTier::at_level(tier.role, level, &profile), Some(tier), "{tier}");
            assert_eq!(level.and_then(|level| Level::from_name(level.as_str())), level);
        }
    }
    let (without, with) = (khanh_hoa(), three_tiers());
    let commune = |role, profile| AccountTier::at_level(role, Some(Level::Commune), profile);
    assert_eq!(
        commune(Role::Tourism, &without),
        Some(AccountTier::of(Role::Tourism, 2))
    );
    assert_eq!(commune(Role::Tourism, &with), None);
    assert_eq!(commune(Role::Police, &without), Some(AccountTier::of(Role::Police, 3)));
}

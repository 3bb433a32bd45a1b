//! The regulation profile: every number that a province's regulation sets, as data.
//!
//! One profile is chosen at start (`profiles/*.toml`); it is parsed outside this crate. `docs/rules.md` ("Ids") lists
//! the differences between the regulations.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime, Time};

use crate::account::{AccountTerms, Sectors};
use crate::account_tier::{AccountTier, Role};
use crate::birth::BirthTerms;
use crate::contact::ContactTerms;
use crate::correction::CorrectionTerms;
use crate::deadline::NotificationTerms;
use crate::facility_change::FacilityChangeTerms;
use crate::foreigner::ForeignGuestWay;
use crate::form::FormTerms;
use crate::length::LengthTerms;
use crate::loss::LossTerms;
use crate::nights::DepartureTerms;
use crate::officer::{OnBehalfTerms, ReadingTerms};
use crate::password::PasswordTerms;
use crate::procedure::{ProcedureTerms, PublicAccessTerms};
use crate::retention::RetentionTerms;
use crate::session::SessionTerms;
use crate::sign_in::{SecondFactorTerms, SignInTerms};
use crate::working_time::{Shift, are_office_hours};
use crate::zone;

/// A province's regulation in numbers. An unknown key is refused, so that a misspelt term is not silently ignored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Profile {
    /// Name by which the profile is chosen, e.g. `khanh-hoa`.
    pub id: String,
    /// Code of the province in the list of areas.
    pub province_code: String,
    /// Name of the province, for display.
    pub name: String,
    /// The decisions and laws that the numbers come from, for display.
    pub legal_basis: Vec<String>,
    /// First day on which the regulation applies (KH-D2, LC-D2); it does not apply to earlier stays.
    pub effective_from: Date,
    /// When a stay has to be notified.
    pub notification: NotificationTerms,
    /// Until when a facility may correct what it notified.
    pub correction: CorrectionTerms,
    /// When a departure has to be declared, and the consequence if it is not.
    pub departure: DepartureTerms,
    /// The maximum length of a stay.
    pub length: LengthTerms,
    /// Which dates of birth are plausible.
    pub birth: BirthTerms,
    /// The demands on a password.
    pub password: PasswordTerms,
    /// The lifetime of a session.
    pub session: SessionTerms,
    /// How password guessing at sign-in is slowed down.
    pub sign_in: SignInTerms,
    /// Who needs a second factor.
    pub second_factor: SecondFactorTerms,
    /// Agencies that only some provinces have.
    pub sectors: Sectors,
    /// The account tiers and who issues their accounts.
    pub accounts: AccountTerms,
    /// When offices are open, on working days (docs/rules.md 5).
    pub office_hours: Vec<Shift>,
    /// The terms of each procedure, by its id (table 8.3).
    pub procedures: BTreeMap<String, ProcedureTerms>,
    /// The limits of public operations.
    pub public_access: PublicAccessTerms,
    /// What the police enter for others.
    pub on_behalf: OnBehalfTerms,
    /// How many guests officers may read.
    pub reading: ReadingTerms,
    /// Changes that a facility announces about itself, and who is informed.
    pub facility_changes: FacilityChangeTerms,
    /// Who can see the contact people of the agencies.
    pub contacts: ContactTerms,
    /// The citations and the addressee of the printed forms (KH-MC.4 to KH-MC.6).
    pub forms: FormTerms,
    /// The time limit and the channels for a report of a lost password or stolen account (LC-7.4, KH-9d-1, KH-9d-2;
    /// D-01).
    pub credential_loss: LossTerms,
    /// How long data stay online (KH-11.2f-1; D-12).
    pub retention: RetentionTerms,
    /// The published telephone number for help (KH-7.1e, LC-10.2-3), if the province has set one.
    pub hotline: Option<String>,
    /// The web site at which foreign guests are declared in addition, under its own rules (LC-6.2, KH-11.2c1).
    pub immigration_site: String,
    /// How the data of foreign guests reach that site (D-08).
    pub foreign_guests: ForeignGuestWay,
}

impl Profile {
    /// Whether this regulation applies to a stay that begins at this instant. LC-D2, KH-D2, KH-19: from 00:00 of its
    /// first day on, so that it does not apply to earlier data.
    pub fn applies_at(&self, arrival: OffsetDateTime) -> bool {
        zone::local_date(arrival) >= self.effective_from
    }

    /// Values that are shown to users have to be present.
    fn published(&self) -> [(bool, &'static str); 2] {
        [
            (
                self.immigration_site.starts_with("https://") || self.immigration_site.starts_with("http://"),
                "immigration_site is no address",
            ),
            (
                self.hotline.as_ref().is_none_or(|number| !number.trim().is_empty()),
                "hotline is empty; leave it out",
            ),
        ]
    }

    /// Terms of procedures and of retention.
    fn lasting(&self) -> [(bool, &'static str); 3] {
        [
            (
                self.procedures
                    .values()
                    .all(|terms| [terms.term, terms.refusal].iter().flatten().all(|term| term.amount > 0)),
                "procedures: a term is zero",
            ),
            (
                self.procedures
                    .values()
                    .all(|terms| terms.refusal.is_none() || terms.term.is_some()),
                "procedures: a refusal has a term although the decision has none",
            ),
            (
                self.retention.is_usable(),
                "retention.online_months is zero; leave it out for ever",
            ),
        ]
    }

    /// Conditions for accounts, offices and public access.
    fn of_accounts(&self) -> [(bool, &'static str); 6] {
        [
            (self.accounts.operators > 0, "accounts.operators is zero"),
            (self.accounts.delegation_days > 0, "accounts.delegation_days is zero"),
            (
                self.accounts.patterns_are_whole(self.sectors),
                "accounts.login_patterns: each tier of the profile has one, of a-z, 0-9, '.', '-', '_', {area} and {name}",
            ),
            (
                are_office_hours(&self.office_hours),
                "office_hours: at least one span, each with a length, one after the other",
            ),
            (
                self.public_access.wrong_codes > 0
                    && self.public_access.filings > 0
                    && self.public_access.wait_minutes > 0,
                "public_access: a limit is zero",
            ),
            (
                self.credential_loss.is_usable(),
                "credential_loss.window: hours is zero",
            ),
        ]
    }

    /// Refuses terms that contradict one another or would make the system unusable, and names the first. A province's
    /// own choice, however unusual, is not checked.
    pub fn check(&self) -> Result<(), String> {
        let demands = [
            (!self.id.trim().is_empty(), "id is empty"),
            (!self.province_code.trim().is_empty(), "province_code is empty"),
            (!self.name.trim().is_empty(), "name is empty"),
            (!self.legal_basis.is_empty(), "legal_basis names no source"),
            (
                self.notification.morning < self.notification.evening,
                "notification.morning must be before notification.evening",
            ),
            (
                self.notification.morning.0 > Time::MIDNIGHT,
                "notification.morning must be after 00:00",
            ),
            (
                self.notification.max_ahead_hours > 0,
                "notification.max_ahead_hours is zero",
            ),
            (
                self.departure.cutoff.is_none() || self.departure.growth_days > 0,
                "departure.growth_days is zero although there is a departure.cutoff",
            ),
            (self.length.warn_from_days > 0, "length.warn_from_days is zero"),
            (
                self.length.warn_from_days <= self.length.max_days,
                "length.warn_from_days is above length.max_days",
            ),
            (
                (1800..=2100).contains(&self.birth.earliest_year),
                "birth.earliest_year is not a year of 1800 to 2100",
            ),
            (self.birth.warn_over_age > 0, "birth.warn_over_age is zero"),
            (self.password.min_length >= 8, "password.min_length is below 8"),
            (
                self.password.max_length >= 64 && self.password.max_length >= self.password.min_length,
                "password.max_length is below 64 or below password.min_length",
            ),
            (
                self.password.rotation_months != Some(0),
                "password.rotation_months is zero; leave it out for no rotation",
            ),
            (
                self.password.initial_valid_hours > 0,
                "password.initial_valid_hours is zero",
            ),
            (
                self.password.warn_days < 28,
                "password.warn_days is not shorter than the shortest rotation",
            ),
            (
                self.password.history <= 24,
                "password.history is above 24: each one takes time to compare",
            ),
            (
                self.session.max_concurrent != Some(0),
                "session.max_concurrent is zero; leave it out for any number",
            ),
            (
                self.session.roles.keys().all(|role| Role::from_name(role).is_some()),
                "session.roles names a role that there is not",
            ),
            (
                self.session.roles.values().all(|limits| {
                    self.session.idle_notice_minutes < limits.idle_minutes
                        && u32::from(limits.idle_minutes) <= u32::from(limits.absolute_hours) * 60
                }),
                "session.roles has idle_minutes not above session.idle_notice_minutes or longer than absolute_hours",
            ),
            (
                self.second_factor
                    .required
                    .iter()
                    .all(|tier| AccountTier::from_name(tier).is_some()),
                "second_factor.required names a tier that there is not",
            ),
            (
                self.session.idle_notice_minutes < self.session.idle_minutes,
                "session.idle_notice_minutes must be less than session.idle_minutes",
            ),
            (
                u32::from(self.session.idle_minutes) <= u32::from(self.session.absolute_hours) * 60,
                "session.idle_minutes is longer than session.absolute_hours",
            ),
            (self.sign_in.account_failures > 0, "sign_in.account_failures is zero"),
            (self.sign_in.wait_minutes > 0, "sign_in.wait_minutes is zero"),
            (
                self.sign_in.address_failures >= self.sign_in.account_failures,
                "sign_in.address_failures is below sign_in.account_failures",
            ),
            (
                self.sign_in.address_stop > self.sign_in.address_failures,
                "sign_in.address_stop is not above sign_in.address_failures",
            ),
            (
                self.sign_in.name_failures >= self.sign_in.account_failures,
                "sign_in.name_failures is below sign_in.account_failures",
            ),
            (self.sign_in.mail_after > 0, "sign_in.mail_after is zero"),
            (
                (1..self.second_factor.wrong_codes).contains(&self.second_factor.tell_after),
                "second_factor.tell_after is zero or not below second_factor.wrong_codes",
            ),
            (
                self.accounts.levels.are_tiers(),
                "accounts.levels: each sector starts with 1, ascends and has no tier that table 8.1 has not",
            ),
            (
                self.accounts.per_unit != Some(0),
                "accounts.per_unit is zero; leave it out for no limit",
            ),
        ];
        demands
            .into_iter()
            .chain(self.of_accounts())
            .chain(self.lasting())
            .chain(self.published())
            .find_map(|(met, fault)| (!met).then(|| Err(format!("profile {}: {fault}", self.id))))
            .unwrap_or(Ok(()))
    }
}

//! The regulation profile: every number that a province's regulation sets, as data.
//!
//! One profile is chosen at start (`profiles/*.toml`); it is parsed outside of this crate. Where the
//! regulations differ, `docs/rules.md` ("Ids") says in what.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use time::{Date, OffsetDateTime, Time};

use crate::loss::LossTerms;
use crate::retention::RetentionTerms;
use crate::tiers::{POSTS, Post, Role};
use crate::working_time::{Shift, Term, are_office_hours};
use crate::{login, zone};

/// A province's regulation in numbers. An unknown key is refused, so that a misspelt term cannot be
/// silently replaced by nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Profile {
    /// Name by which the profile is chosen, e.g. `khanh-hoa`.
    pub id: String,
    /// Code of the province in the list of areas.
    pub province_code: String,
    /// Name of the province, for people.
    pub name: String,
    /// The decisions and laws that the numbers come from, for people.
    pub legal_basis: Vec<String>,
    /// First day on which the regulation applies (KH-D2, LC-D2); earlier stays are not judged by it.
    pub effective_from: Date,
    /// When a stay has to be notified.
    pub notification: NotificationTerms,
    /// Until when a facility may correct what it notified.
    pub correction: CorrectionTerms,
    /// When a departure has to be declared, and what follows if it is not.
    pub departure: DepartureTerms,
    /// How long a stay may be.
    pub length: LengthTerms,
    /// Which dates of birth are believable.
    pub birth: BirthTerms,
    /// What a password must be.
    pub password: PasswordTerms,
    /// How long a session lasts.
    pub session: SessionTerms,
    /// How guessing at sign-in is slowed.
    pub sign_in: SignInTerms,
    /// Who needs a second factor.
    pub second_factor: SecondFactorTerms,
    /// Agencies that only some provinces have.
    pub sectors: Sectors,
    /// Which accounts there are and who issues them.
    pub accounts: AccountTerms,
    /// When offices are open, on working days (docs/rules.md 5).
    pub office_hours: Vec<Shift>,
    /// How long each procedure may take, by its id (table 8.3).
    pub procedures: BTreeMap<String, ProcedureTerms>,
    /// How often nobody in particular may ask or file something.
    pub public_access: PublicAccessTerms,
    /// What the police enter for others.
    pub on_behalf: OnBehalfTerms,
    /// How many guests officers may read.
    pub reading: ReadingTerms,
    /// What a facility announces of itself, and who is told.
    pub facility_changes: FacilityChangeTerms,
    /// Who sees the contact people of the agencies.
    pub contacts: ContactTerms,
    /// What the printed forms cite and to whom they go (KH-MC.4 to KH-MC.6).
    pub forms: FormTerms,
    /// How soon, and how, a lost password or stolen account is reported (LC-7.4, KH-9d-1, KH-9d-2; D-01).
    pub credential_loss: LossTerms,
    /// How long data stay on line (KH-11.2f-1; D-12).
    pub retention: RetentionTerms,
    /// The published telephone number for help (KH-7.1e, LC-10.2-3), if the province has set one.
    pub hotline: Option<String>,
    /// The site at which foreign guests are declared besides, under rules of its own (LC-6.2, KH-11.2c1).
    pub immigration_site: String,
    /// How what is known of foreign guests gets there (D-08).
    pub foreign_guests: ForeignGuestWay,
}

/// What the police enter for others (LC-10.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OnBehalfTerms {
    /// How many days back they may say that they were told.
    pub days_back: u16,
}

/// How many guests an officer or administrator may read in an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingTerms {
    /// So many, and no more.
    pub guests_an_hour: u32,
    /// From so many on the administrators are written to.
    pub alarm_at: u32,
}

/// How foreign guests reach the immigration site (D-08). They can be recorded here in every profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ForeignGuestWay {
    /// As a file that the site imports; what it has taken is noted here (KH-11.2c2).
    RecordAndExport,
    /// By whoever declares them there: this system shows the way and no more (LC-6.2).
    LinkOnly,
}

/// D-31: LC-11.9d, KH-17.2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacilityChangeTerms {
    /// What may be announced.
    pub kinds: Vec<FacilityChangeKind>,
    /// Who is told.
    pub recipients: Vec<FacilityChangeRecipient>,
}

/// What a facility announces of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FacilityChangeKind {
    /// Another legal entity runs it: its accounts end, the new one applies for its own.
    LegalEntity,
    /// Other data of the same entity.
    Data,
    /// It stops for a while.
    Suspension,
    /// It goes on after a stop, or takes back a stop or closing that still lies ahead.
    Restart,
    /// It closes for good: its accounts end.
    Closing,
}

impl FacilityChangeKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::LegalEntity,
        Self::Data,
        Self::Suspension,
        Self::Restart,
        Self::Closing,
    ];

    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LegalEntity => "legal_entity",
            Self::Data => "data",
            Self::Suspension => "suspension",
            Self::Restart => "restart",
            Self::Closing => "closing",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == name)
    }

    /// Whether the facility's accounts end with it.
    pub fn ends_accounts(self) -> bool {
        matches!(self, Self::LegalEntity | Self::Closing)
    }
}

/// Who is told of a facility's change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FacilityChangeRecipient {
    /// The administrators.
    Administrator,
    /// The police in whose area the facility lies, of every tier (KH-3e, S-07: the lead agency is one of those that coordinate).
    Police,
    /// The other coordinating agencies in whose area the facility lies: tax, tourism, statistics, finance.
    Agencies,
}

/// KH-14.2, KH-15.2, KH-16.2; S-18.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactTerms {
    /// The sectors whose contacts facilities see; administrator and agencies see all.
    pub shown_to_facilities: Vec<Role>,
}

/// Residence Law Article 30 as in force from 2026-07-01; docs/rules.md 1 and 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotificationTerms {
    /// A stay is notified before this hour of the day of arrival.
    pub evening: LocalTime,
    /// A stay that begins at or after `evening` is notified before this hour of the next day.
    pub morning: LocalTime,
    /// What holds for arrivals between midnight and `morning`.
    pub early_arrival: EarlyArrival,
    /// How many hours ahead an arrival may be notified.
    pub max_ahead_hours: u16,
}

/// The deadline of an arrival between midnight and the morning hour (docs/rules.md 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EarlyArrival {
    /// The evening hour of the same day: the letter of the law.
    SameEvening,
    /// The morning hour of the same day.
    SameMorning,
}

/// KH-11.2d-1; D-10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CorrectionTerms {
    /// Until when the facility itself may correct a notified guest.
    pub by_facility: CorrectionLimit,
}

/// When a facility's right to correct ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CorrectionLimit {
    /// At 24:00 of the day of notification.
    EndOfDay,
    /// Never: the regulation sets no limit.
    None,
}

/// KH-11.2e-1, KH-11.2e-2; docs/rules.md 3 and 4; S-10, S-11.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DepartureTerms {
    /// The hour by which a departure is declared at the latest; without one a stay never grows by
    /// itself (Lào Cai).
    pub cutoff: Option<LocalTime>,
    /// By how many days a stay grows each time the cut-off passes (S-11: the source does not say; one).
    pub growth_days: u16,
}

/// docs/rules.md 8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LengthTerms {
    /// From this many days on the facility is told that temporary residence has to be registered.
    pub warn_from_days: u16,
    /// A stay longer than this is refused.
    pub max_days: u16,
}

/// docs/rules.md 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BirthTerms {
    /// The first year of birth that is accepted.
    pub earliest_year: i32,
    /// Above this age the receptionist is asked to look again.
    pub warn_over_age: u16,
}

/// LC-7.1a-2, KH-9a-2; D-02; docs/rules.md 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordTerms {
    /// Fewest characters.
    pub min_length: u16,
    /// Most characters.
    pub max_length: u16,
    /// At least one letter.
    pub letters: bool,
    /// At least one digit.
    pub digits: bool,
    /// At least one character that is neither.
    pub special: bool,
    /// After how many calendar months a password has to be changed; none: never.
    pub rotation_months: Option<u8>,
    /// How many days before a password has to be changed its holder is told.
    pub warn_days: u16,
    /// How many passwords before the present one may not be chosen again.
    pub history: u16,
    /// How many hours an initial password can be used.
    pub initial_valid_hours: u16,
}

/// LC-7.3, KH-9c.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionTerms {
    /// Minutes without work after which a session ends.
    pub idle_minutes: u16,
    /// Minutes before that end at which the user is told.
    pub idle_notice_minutes: u16,
    /// Hours after which a session ends in any case.
    pub absolute_hours: u16,
    /// How many sessions an account may have at once: one more ends the oldest. None: any number.
    pub max_concurrent: Option<u16>,
    /// How many days an access token that a holder makes for a program may last.
    pub token_days: u16,
    /// How many of them an account may have at once.
    pub max_tokens: u16,
    /// Other time-outs for some roles, by the role's name.
    #[serde(default)]
    pub roles: BTreeMap<String, SessionLimits>,
}

/// How long a session of one role lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionLimits {
    /// Minutes without work after which a session ends.
    pub idle_minutes: u16,
    /// Hours after which a session ends in any case.
    pub absolute_hours: u16,
}

impl SessionTerms {
    /// How long a session of an account of `role` lasts.
    pub fn of(&self, role: Role) -> SessionLimits {
        self.roles.get(role.as_str()).copied().unwrap_or(SessionLimits {
            idle_minutes: self.idle_minutes,
            absolute_hours: self.absolute_hours,
        })
    }
}

/// Who cannot work with a password alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactorTerms {
    /// Posts that must have one: `administrator`, `police_1`, …
    pub required: Vec<String>,
    /// Wrong codes of the app after which none of it is taken until the password is changed.
    pub wrong_codes: u16,
    /// The wrong code at which the holder is told by mail.
    pub tell_after: u16,
}

impl SecondFactorTerms {
    /// Must an account of this post have a second factor?
    pub fn is_required(&self, post: Post) -> bool {
        self.required.iter().any(|named| Post::from_name(named) == Some(post))
    }
}

/// KH-5.1: failed attempts are counted, by account and by address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInTerms {
    /// Failures under one name from one network, in one browser that is known, or in one session, after which there it has
    /// to wait.
    pub account_failures: u16,
    /// Minutes to wait.
    pub wait_minutes: u16,
    /// Failures from one network, under whatever names, from which on sign-ins from there are slowed.
    pub address_failures: u16,
    /// Failures from one network after which unknown browsers there have to wait.
    pub address_stop: u16,
    /// Failures under one name, from wherever, from which on sign-ins under it are slowed in browsers that are not known.
    pub name_failures: u16,
    /// By how many seconds a sign-in is slowed.
    pub slow_seconds: u16,
    /// Failures under one name at which its holder is told by mail.
    pub mail_after: u16,
}

/// Agencies that take part in one province and not in another (D-06, S-02; docs/rules.md 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sectors {
    /// The finance department sees declared prices (LC-11.4b).
    pub finance: bool,
    /// The information and communications department sees operation without guest data (LC-11.2d).
    pub operation: bool,
}

/// Tiers, issue and names of accounts (D-04, D-07, D-17; docs/rules.md 9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountTerms {
    /// How many people may work with one account beside its holder.
    pub operators: u16,
    /// Who issues them.
    pub issuer: Issuer,
    /// How many accounts a unit or facility has at most (LC-6.3-1, LC-6.4-1); none: as many as it needs.
    pub per_unit: Option<u16>,
    /// Whether an account may be delegated for a time (LCH20-16.3-3; D-17).
    pub delegation: bool,
    /// How many days a delegation may last at most.
    pub delegation_days: u16,
    /// The tiers that exist.
    pub levels: TierTerms,
    /// How the login name of each post is made (KH-8c-1): a text with `{area}` and `{name}`, by post, e.g. `police_3`.
    pub login_patterns: BTreeMap<String, String>,
}

/// Who issues the accounts of agencies (D-07).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Issuer {
    /// Each tier the next one of its sector (KH-10.2a-2 to KH-10.5a-2).
    ParentTier,
    /// The provincial police all of them (LC-6.3-1, LC-6.4-1).
    LeadAgency,
}

/// Which tiers of each sector exist, the province being 1 (docs/rules.md 9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TierTerms {
    /// Police.
    pub police: Vec<u8>,
    /// Tax.
    pub tax: Vec<u8>,
    /// Tourism.
    pub tourism: Vec<u8>,
    /// Statistics.
    pub statistics: Vec<u8>,
}

/// The time that a procedure may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProcedureTerms {
    /// From receipt to decision; none where the regulation names none (KH-11.2g).
    pub term: Option<Term>,
    /// From receipt to a refusal, where that has a term of its own (LC-9.2-3; S-01).
    pub refusal: Option<Term>,
    /// How many hours before its end those who decide are reminded.
    pub remind_hours: u16,
}

/// What stands on every printed form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormTerms {
    /// The office that requests go to (KH-MC.4).
    pub addressee: String,
    /// The regulation cited (KH-MC.5).
    pub regulation: String,
    /// The number of the decision that promulgated it.
    pub decision_number: String,
    /// Its date.
    pub decision_date: Date,
    /// Who decided.
    pub issuer: String,
    /// Who gets a copy, and how (KH-MC.6).
    pub distribution: Vec<String>,
}

/// What is open to everybody is counted by address, so that codes cannot be tried out and nobody floods the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicAccessTerms {
    /// Codes that lead nowhere, from one address, after which it has to wait.
    pub wrong_codes: u16,
    /// Filings from one address after which it has to wait.
    pub filings: u16,
    /// Minutes to wait.
    pub wait_minutes: u16,
    /// Megabytes of files that all together may send on a day without an account.
    pub megabytes_a_day: u16,
}

/// A time on the local clock, written `HH:MM` on a 24-hour clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "23:00"))]
pub struct LocalTime(
    /// The time of day.
    pub Time,
);

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0.hour(), self.0.minute())
    }
}

impl std::str::FromStr for LocalTime {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "a time is written HH:MM, from 00:00 to 23:59";
        let (hour, minute) = text.split_once(':').ok_or(FORM)?;
        let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        if !two_digits(hour) || !two_digits(minute) {
            return Err(FORM);
        }
        let hour = hour.parse().map_err(|_| FORM)?;
        let minute = minute.parse().map_err(|_| FORM)?;
        Time::from_hms(hour, minute, 0).map(Self).map_err(|_| FORM)
    }
}

impl Serialize for LocalTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LocalTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl Profile {
    /// Is a stay that begins at this instant judged by this regulation? LC-D2, KH-D2, KH-19: from 00:00 of
    /// its first day on, so that earlier data is not judged by it.
    pub fn applies_at(&self, arrival: OffsetDateTime) -> bool {
        zone::local_date(arrival) >= self.effective_from
    }

    /// What people are pointed to has to be there.
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

    /// Terms of procedures and of keeping.
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

    /// What accounts, offices and public access have to have.
    fn of_accounts(&self) -> [(bool, &'static str); 6] {
        [
            (self.accounts.operators > 0, "accounts.operators is zero"),
            (self.accounts.delegation_days > 0, "accounts.delegation_days is zero"),
            (
                self.accounts.patterns_are_whole(self),
                "accounts.login_patterns: each post of the profile has one, of a-z, 0-9, '.', '-', '_', {area} and {name}",
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

    /// Refuses terms that contradict one another or would make the system unusable, naming the first.
    /// A province's own choice, however unusual, is not judged.
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
                    .all(|post| Post::from_name(post).is_some()),
                "second_factor.required names a post that there is not",
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

impl TierTerms {
    /// From the province down, and none that the table does not know.
    fn are_tiers(&self) -> bool {
        let known = |role, level| Post::tier(role, level).row().is_some();
        [
            (Role::Police, &self.police),
            (Role::Tax, &self.tax),
            (Role::Tourism, &self.tourism),
            (Role::Statistics, &self.statistics),
        ]
        .into_iter()
        .all(|(role, levels)| {
            levels.first() == Some(&1)
                && levels.is_sorted_by(|a, b| a < b)
                && levels.iter().all(|level| known(role, *level))
        })
    }
}

impl AccountTerms {
    fn patterns_are_whole(&self, profile: &Profile) -> bool {
        let named = POSTS
            .iter()
            .filter(|row| row.post.exists(profile))
            .all(|row| self.login_patterns.contains_key(&row.post.to_string()));
        named
            && self
                .login_patterns
                .iter()
                .all(|(post, pattern)| Post::from_name(post).is_some() && login::is_pattern(pattern))
    }
}

//! Looking after the accounts below one's own, and the operators of one's own (table 8.1; D-04, D-07).

mod operator;
mod output;

pub use operator::{IssuedOperatorOut, NewOperator, OperatorIn, OperatorOut, OperatorResetIn, OperatorsOut};
pub use output::{
    AccountEventKind, AccountEventOut, AccountPage, AccountSummary, HolderOut, HoldersOut, IssuedAccountOut,
    ManagedAccountOut,
};

use crate::Given;
use crate::account::{Level, Post, Role};
use crate::check::{CheckContext, Checked, Findings};
use crate::filing::{MAX_NAME, MAX_POSITION, email, person, phone, text};
use crate::problem::{FieldCode, FieldError};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Most characters of the number of a letter or dossier.
const MAX_REFERENCE: usize = 60;

/// Why something is done to somebody's account (S-06, S-16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountReason {
    /// The unit asked for it in writing (LC-6.4-1).
    UnitRequest,
    /// Somebody else holds the account now (KH-M2-1).
    HolderChanged,
    /// The password was forgotten.
    PasswordForgotten,
    /// Password or device was lost or stolen (LC-7.4, KH-9d).
    CredentialLost,
    /// Its use may harm the system or breaks the regulation (KH-12.1b).
    Misuse,
    /// The facility or unit has ended or become another (KH-12.1b).
    UnitEnded,
    /// The tier that regularly does it cannot do it now (S-06).
    TierUnavailable,
    /// It was made or locked by mistake.
    Mistake,
    /// What it was locked for has been dealt with.
    DealtWith,
}

impl AccountReason {
    /// Every reason.
    pub const ALL: &'static [Self] = &[
        Self::UnitRequest,
        Self::HolderChanged,
        Self::PasswordForgotten,
        Self::CredentialLost,
        Self::Misuse,
        Self::UnitEnded,
        Self::TierUnavailable,
        Self::Mistake,
        Self::DealtWith,
    ];

    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnitRequest => "unit_request",
            Self::HolderChanged => "holder_changed",
            Self::PasswordForgotten => "password_forgotten",
            Self::CredentialLost => "credential_lost",
            Self::Misuse => "misuse",
            Self::UnitEnded => "unit_ended",
            Self::TierUnavailable => "tier_unavailable",
            Self::Mistake => "mistake",
            Self::DealtWith => "dealt_with",
        }
    }

    /// The reason of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|reason| reason.as_str() == name)
    }
}

/// Whether an account may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountStatus {
    /// It may.
    Active,
    /// Not for now.
    Locked,
    /// Never again; its name is not given away either (LC-6.1b-2, KH-8c-2).
    Closed,
}

impl AccountStatus {
    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Locked => "locked",
            Self::Closed => "closed",
        }
    }

    /// The status of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Active, Self::Locked, Self::Closed]
            .into_iter()
            .find(|status| status.as_str() == name)
    }
}

/// How an initial password reaches its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// By mail to the address of the account, and shown to nobody else.
    #[default]
    Email,
    /// In the answer, to be printed and handed over.
    Handover,
}

impl Delivery {
    /// For the audit log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Handover => "handover",
        }
    }
}

/// Makes a reason demanded or not, and reads the reference that goes with it.
fn reason(findings: &mut Findings, given: &Given<AccountReason>, is_demanded: bool) -> Option<AccountReason> {
    if is_demanded {
        findings.required("/reason", given, FieldCode::UnknownValue)
    } else {
        findings.optional("/reason", given, FieldCode::UnknownValue)
    }
}

/// Why, as it is recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Why {
    /// The reason, where one was given.
    pub reason: Option<AccountReason>,
    /// The number of the letter or dossier.
    pub reference: Option<String>,
    /// The version of the account that was looked at, where it was told.
    pub version: Option<i32>,
}

/// Who holds an account.
#[derive(Clone, PartialEq, Eq)]
pub struct Holder {
    /// The person's name.
    pub name: String,
    /// The position.
    pub position: String,
    /// Where mail goes; empty only where the password is handed over.
    pub email: String,
    /// The registered telephone; empty where none is.
    pub phone: String,
}

#[derive(Clone, Copy)]
struct HolderFields<'a> {
    name: &'a Given<String>,
    position: &'a Given<String>,
    email: &'a Given<String>,
    phone: &'a Given<String>,
}

/// A password by mail needs an address.
fn holder(findings: &mut Findings, fields: HolderFields<'_>, delivery: Delivery) -> Holder {
    let by_mail = delivery == Delivery::Email;
    Holder {
        name: person(findings, "/holder_name", fields.name).unwrap_or_default(),
        position: text(findings, "/holder_position", fields.position, MAX_POSITION, false).unwrap_or_default(),
        email: email(findings, "/email", fields.email, by_mail).unwrap_or_default(),
        phone: phone(findings, "/phone", fields.phone, false).unwrap_or_default(),
    }
}

/// Make an account below one's own.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct AccountIn {
    /// The kind of account.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = Role, example = "police"))]
    pub role: Given<Role>,
    /// The level, for kinds that have tiers; the tier has to exist in this province.
    #[cfg_attr(feature = "openapi", schema(example = "commune"))]
    pub level: Option<Level>,
    /// The area that it reaches: an area of that level. A facility's account lies where the
    /// facility does, and leaves this out.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 20, example = "22366"))]
    pub area_code: Given<String>,
    /// The unit that it belongs to, where that has an account already.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Uuid))]
    pub unit_id: Given<Uuid>,
    /// The name of the unit, where this is its first account.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 160, example = "Công an phường Nha Trang"))]
    pub unit_name: Given<String>,
    /// The facility, for a facility's account.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Uuid))]
    pub facility_id: Given<Uuid>,
    /// The login name; left out, it is made by the pattern of the profile (KH-8c-1). It never changes and is never used
    /// again (LC-6.1b-2, KH-8c-2).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, min_length = 3, max_length = 64, example = "congan.nhatrang"))]
    pub login: Given<String>,
    /// The person who will hold it.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 120, example = "Phan Quốc Bảo"))]
    pub holder_name: Given<String>,
    /// That person's position.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80, example = "Cán bộ"))]
    pub holder_position: Given<String>,
    /// Where mail goes.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 160, format = Email))]
    pub email: Given<String>,
    /// The registered telephone.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 32, example = "0258 000 0148"))]
    pub phone: Given<String>,
    /// How the initial password is delivered.
    pub delivery: Delivery,
    /// Why; demanded of an administrator where another tier regularly makes the account (S-06).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<AccountReason>))]
    pub reason: Given<AccountReason>,
    /// The number of the letter or dossier that it rests on; it is recorded.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 60, example = "214/CAP-2026"))]
    pub reference: Given<String>,
}

/// An account to be made, as far as it can be judged without the database.
#[derive(Clone)]
pub struct NewAccount {
    /// The post.
    pub post: Post,
    /// Where and whose.
    pub place: Place,
    /// The login name asked for.
    pub login: Option<String>,
    /// Who will hold it.
    pub holder: Holder,
    /// How the password is delivered.
    pub delivery: Delivery,
    /// Why.
    pub why: Why,
}

/// What an account belongs to.
#[derive(Clone)]
pub enum Place {
    /// A facility, and with it its area.
    Facility(Uuid),
    /// A unit that has an account already.
    Unit(Uuid),
    /// A unit that is new.
    NewUnit {
        /// Its name.
        name: String,
        /// Its area.
        area_code: String,
    },
}

impl Checked for AccountIn {
    type Out = NewAccount;

    fn check(self, context: CheckContext<'_>) -> Result<NewAccount, Vec<FieldError>> {
        let mut findings = Findings::default();
        let role = findings.required("/role", &self.role, FieldCode::UnknownValue);
        let post = role.and_then(|role| {
            let post = Post::at_level(role, self.level, context.profile).filter(|post| post.exists(context.profile));
            if post.is_none() {
                // A tier that there is not, or none where there are tiers.
                findings.error("/level", FieldCode::UnknownValue);
            }
            post
        });
        let place = self.place(&mut findings, role);
        let login = login(&mut findings, &self.login);
        let fields = HolderFields {
            name: &self.holder_name,
            position: &self.holder_position,
            email: &self.email,
            phone: &self.phone,
        };
        let holder = holder(&mut findings, fields, self.delivery);
        let reason = reason(&mut findings, &self.reason, false);
        let reference = text(&mut findings, "/reference", &self.reference, MAX_REFERENCE, false);
        match (post, place) {
            (Some(post), Some(place)) if findings.errors.is_empty() => Ok(NewAccount {
                post,
                place,
                login,
                holder,
                delivery: self.delivery,
                why: Why {
                    reason,
                    reference,
                    version: None,
                },
            }),
            _ => Err(findings.errors),
        }
    }
}

impl AccountIn {
    /// Exactly what the kind of account needs, and nothing else.
    fn place(&self, findings: &mut Findings, role: Option<Role>) -> Option<Place> {
        let role = role?;
        let area = findings.optional_text("/area_code", &self.area_code, 20);
        let unit = findings.optional("/unit_id", &self.unit_id, FieldCode::UnknownValue);
        let unit_name = findings.optional_text("/unit_name", &self.unit_name, MAX_NAME);
        let facility = findings.optional("/facility_id", &self.facility_id, FieldCode::UnknownValue);
        if role == Role::Facility {
            for (pointer, is_there) in [
                ("/area_code", area.is_some()),
                ("/unit_id", unit.is_some()),
                ("/unit_name", unit_name.is_some()),
            ] {
                if is_there {
                    findings.error(pointer, FieldCode::DoesNotApply);
                }
            }
            if facility.is_none() && self.facility_id.is_absent() {
                findings.error("/facility_id", FieldCode::Required);
            }
            return facility.map(Place::Facility);
        }
        if facility.is_some() {
            findings.error("/facility_id", FieldCode::DoesNotApply);
        }
        if let Some(unit) = unit {
            // The unit has its area and its name.
            for (pointer, is_there) in [("/area_code", area.is_some()), ("/unit_name", unit_name.is_some())] {
                if is_there {
                    findings.error(pointer, FieldCode::EitherOr);
                }
            }
            return Some(Place::Unit(unit));
        }
        if area.is_none() && self.area_code.value().is_none_or(|text| text.trim().is_empty()) {
            findings.error("/area_code", FieldCode::Required);
        }
        if unit_name.is_none() && self.unit_name.value().is_none_or(|text| text.trim().is_empty()) {
            findings.error("/unit_name", FieldCode::Required);
        }
        Some(Place::NewUnit {
            name: unit_name?,
            area_code: area?,
        })
    }
}

/// A login name that was asked for.
fn login(findings: &mut Findings, given: &Given<String>) -> Option<String> {
    let typed = findings
        .optional_text("/login", given, rules::login::MAX)?
        .to_lowercase();
    if !rules::login::is_login(&typed) {
        findings
            .error("/login", FieldCode::LoginMalformed)
            .params
            .insert("min".into(), rules::login::MIN.to_string());
        return None;
    }
    Some(typed)
}

/// Change what is on record of an account. Kind, tier, area, unit and login name never change: another account is made.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct AccountPatch {
    /// The version that the change rests on.
    #[cfg_attr(feature = "openapi", schema(required = true, minimum = 1))]
    pub version: i32,
    /// The position of the holder.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80))]
    pub holder_position: Given<String>,
    /// Where mail goes.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 160, format = Email))]
    pub email: Given<String>,
    /// The registered telephone.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 32))]
    pub phone: Given<String>,
    /// The name of the unit; a facility changes its own name.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 160))]
    pub unit_name: Given<String>,
    /// Why; demanded of an administrator where another tier regularly changes the account (S-06).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<AccountReason>))]
    pub reason: Given<AccountReason>,
    /// The number of the letter or dossier that it rests on; it is recorded.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 60))]
    pub reference: Given<String>,
}

/// What changes of an account; `None` stays.
#[derive(Clone)]
#[expect(missing_docs, reason = "the fields of AccountPatch, checked")]
pub struct AccountChange {
    pub version: i32,
    pub holder_position: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub unit_name: Option<String>,
    pub why: Why,
}

impl Checked for AccountPatch {
    type Out = AccountChange;

    fn check(self, _: CheckContext<'_>) -> Result<AccountChange, Vec<FieldError>> {
        let mut findings = Findings::default();
        if self.version < 1 {
            findings.error("/version", FieldCode::Required);
        }
        // Blank takes away what may be missing, and is an error where something has to be.
        let cleared = |given: &Given<String>| !given.is_missing();
        let holder_position = text(
            &mut findings,
            "/holder_position",
            &self.holder_position,
            MAX_POSITION,
            false,
        )
        .or_else(|| cleared(&self.holder_position).then(String::new));
        let email = email(&mut findings, "/email", &self.email, cleared(&self.email));
        let phone =
            phone(&mut findings, "/phone", &self.phone, false).or_else(|| cleared(&self.phone).then(String::new));
        let unit_name = text(
            &mut findings,
            "/unit_name",
            &self.unit_name,
            MAX_NAME,
            cleared(&self.unit_name),
        );
        let reason = reason(&mut findings, &self.reason, false);
        let reference = text(&mut findings, "/reference", &self.reference, MAX_REFERENCE, false);
        if findings.errors.is_empty()
            && holder_position.is_none()
            && email.is_none()
            && phone.is_none()
            && unit_name.is_none()
        {
            findings.error("", FieldCode::NothingToChange);
        }
        if !findings.errors.is_empty() {
            return Err(findings.errors);
        }
        Ok(AccountChange {
            version: self.version,
            holder_position,
            email,
            phone,
            unit_name,
            why: Why {
                reason,
                reference,
                version: Some(self.version),
            },
        })
    }
}

/// Why an account is locked, unlocked or closed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct AccountActIn {
    /// The version of the account that it starts from. Left out, it holds for whatever is there; told, or named in
    /// `If-Match`, another one refuses it.
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub version: Option<i32>,
    /// Why.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = AccountReason, example = "unit_request"))]
    pub reason: Given<AccountReason>,
    /// The number of the letter or dossier that it rests on; it is recorded.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 60, example = "214/CAP-2026"))]
    pub reference: Given<String>,
}

impl Checked for AccountActIn {
    type Out = Why;

    fn check(self, _: CheckContext<'_>) -> Result<Why, Vec<FieldError>> {
        let mut findings = Findings::default();
        let reason = reason(&mut findings, &self.reason, true);
        let reference = text(&mut findings, "/reference", &self.reference, MAX_REFERENCE, false);
        if findings.errors.is_empty() {
            Ok(Why {
                reason,
                reference,
                version: self.version,
            })
        } else {
            Err(findings.errors)
        }
    }
}

/// Issue a new initial password.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PasswordResetIn {
    /// The version of the account that it starts from. Left out, it holds for whatever is there; told, or named in
    /// `If-Match`, another one refuses it.
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub version: Option<i32>,
    /// Why.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = AccountReason, example = "password_forgotten"))]
    pub reason: Given<AccountReason>,
    /// The number of the letter or dossier that it rests on; it is recorded.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 60))]
    pub reference: Given<String>,
    /// How the initial password is delivered.
    pub delivery: Delivery,
    /// Whether the second factor is taken away too, for whoever has lost the device.
    pub forget_second_factor: bool,
}

/// A reset that holds together.
#[derive(Clone)]
#[expect(missing_docs, reason = "the fields of PasswordResetIn, checked")]
pub struct PasswordReset {
    pub why: Why,
    pub delivery: Delivery,
    pub forget_second_factor: bool,
}

impl Checked for PasswordResetIn {
    type Out = PasswordReset;

    fn check(self, context: CheckContext<'_>) -> Result<PasswordReset, Vec<FieldError>> {
        let act = AccountActIn {
            version: self.version,
            reason: self.reason,
            reference: self.reference,
        };
        Ok(PasswordReset {
            why: act.check(context)?,
            delivery: self.delivery,
            forget_second_factor: self.forget_second_factor,
        })
    }
}

/// Give an account to another person (LC-6.3-2, KH-8d). It gets a new initial password, and the second factor of the
/// one before is taken away.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct NewHolderIn {
    /// The version of the account that it starts from. Left out, it holds for whatever is there; told, or named in
    /// `If-Match`, another one refuses it.
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub version: Option<i32>,
    /// The person who holds it from now on.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 120, example = "Trần Gia Bách"))]
    pub holder_name: Given<String>,
    /// That person's position.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80))]
    pub holder_position: Given<String>,
    /// Where mail goes from now on.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 160, format = Email))]
    pub email: Given<String>,
    /// The registered telephone from now on.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 32))]
    pub phone: Given<String>,
    /// How the initial password is delivered.
    pub delivery: Delivery,
    /// Why.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = AccountReason, example = "holder_changed"))]
    pub reason: Given<AccountReason>,
    /// The number of the letter or dossier that it rests on; it is recorded.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 60))]
    pub reference: Given<String>,
}

/// A new holder, checked.
#[derive(Clone)]
#[expect(missing_docs, reason = "the fields of NewHolderIn, checked")]
pub struct NewHolder {
    pub holder: Holder,
    pub delivery: Delivery,
    pub why: Why,
}

impl Checked for NewHolderIn {
    type Out = NewHolder;

    fn check(self, _: CheckContext<'_>) -> Result<NewHolder, Vec<FieldError>> {
        let mut findings = Findings::default();
        let fields = HolderFields {
            name: &self.holder_name,
            position: &self.holder_position,
            email: &self.email,
            phone: &self.phone,
        };
        let holder = holder(&mut findings, fields, self.delivery);
        let reason = reason(&mut findings, &self.reason, true);
        let reference = text(&mut findings, "/reference", &self.reference, MAX_REFERENCE, false);
        if findings.errors.is_empty() {
            Ok(NewHolder {
                holder,
                delivery: self.delivery,
                why: Why {
                    reason,
                    reference,
                    version: self.version,
                },
            })
        } else {
            Err(findings.errors)
        }
    }
}

/// Search for accounts. It is a POST, so that names of people never stand in an address.
#[derive(Clone, Default, Serialize, Deserialize, validator::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountSearchIn {
    /// Words of the login name, of the holder's name or of the unit's, in any order, accents left out or not; or at least
    /// six digits of the registered telephone, which finds operators by their account as well.
    #[validate(length(min = 2, max = 120), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 2, max_length = 120, example = "cong an nha trang")
    )]
    pub q: String,
    /// Only this kind of account.
    pub role: Option<Role>,
    /// Only this level.
    pub level: Option<Level>,
    /// Only with this status.
    pub status: Option<AccountStatus>,
    /// Only in this area and below it.
    #[validate(length(max = 20), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(feature = "openapi", schema(max_length = 20, example = "22366"))]
    pub area_code: Option<String>,
    /// Where the last page ended.
    #[validate(length(max = 400), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(feature = "openapi", schema(max_length = 400))]
    pub cursor: Option<String>,
    /// How many at most, 1 to 100; 50 without it.
    #[validate(range(min = 1, max = 100))]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 100))]
    pub limit: Option<u16>,
}

impl std::fmt::Debug for AccountSearchIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AccountSearchIn(…)")
    }
}

crate::check::checked_by_validator!(AccountSearchIn);

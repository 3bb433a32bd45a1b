//! The application for an account: Mẫu số 1 with the data of a facility (LC-6.1a, LC-6.4-1, KH-8a, KH-7.2b, KH-7.3b).

use super::{File, FileIn, MAX_NAME, MAX_POSITION, Taken, commitment, email, person, phone, signed_form, text, told};
use crate::Given;
use crate::account::{Level, Role};
use crate::check::{CheckContext, Checked, Findings, spoken_date};
use crate::facility::is_tax_code;
use crate::problem::{FieldCode, FieldError};
use serde::{Deserialize, Serialize};
use time::{Date, Duration};

/// Apply for an account. Either `facility` or `agency` is given, never both.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct RegistrationIn {
    /// The facility that will notify stays.
    #[serde(deserialize_with = "crate::object::option", skip_serializing_if = "Option::is_none")]
    pub facility: Option<NewFacilityIn>,
    /// Or the agency that will use the system.
    #[serde(deserialize_with = "crate::object::option", skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyIn>,
    /// Governing body, where there is one (KH-MC.1).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 160))]
    pub governing_body: Given<String>,
    /// The future user of the account (KH-M1.1).
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 120, example = "Lê Thị Mỹ Duyên"))]
    pub user_name: Given<String>,
    /// That person's position (KH-M1.2).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80, example = "Trưởng lễ tân"))]
    pub user_position: Given<String>,
    /// Contact e-mail (KH-M1.4): the registered address from now on.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 160, format = Email))]
    pub email: Given<String>,
    /// Contact telephone (KH-M1.5): the registered number from now on.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 32, example = "0258 000 0247"))]
    pub phone: Given<String>,
    /// When it started to operate (KH-M1.6).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub started_on: Given<Date>,
    /// "cam kết quản lý, sử dụng tài khoản được cấp đúng quy định đã ban hành" (KH-M1.7).
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = bool))]
    pub commitment_accepted: Option<bool>,
    /// The scan of the signed form, now or with a supplement (KH-MC.7).
    #[serde(deserialize_with = "crate::object::option", skip_serializing_if = "Option::is_none")]
    pub signed_form: Option<FileIn>,
}

/// The facility.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct NewFacilityIn {
    /// Its name.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 160, example = "Khách sạn Thùy Dương"))]
    pub name: Given<String>,
    /// The code of its kind in the list `facility_kinds` (KH-3f, KH-3g).
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, example = "hotel"))]
    pub kind: Given<String>,
    /// The code of its commune in the list of areas.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 10, example = "22366"))]
    pub area_code: Given<String>,
    /// Street and number.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 200, example = "12 đường Bãi Dài"))]
    pub address: Given<String>,
    /// Legal representative or head of household.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 120, example = "Quách Thị Thu Cúc"))]
    pub representative: Given<String>,
    /// The tax code, as declared.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 14, example = "4200000124"))]
    pub tax_code: Given<String>,
    /// Number of rooms, 0 to 2000.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = u16, minimum = 0, maximum = 2000, example = 48))]
    pub rooms: Option<u16>,
    /// Number of beds, 0 to 20000.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 20000, example = 96))]
    pub beds: Option<u16>,
}

/// The agency.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct AgencyIn {
    /// The name of the unit.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 160, example = "Thuế cơ sở 2 tỉnh Khánh Hòa"))]
    pub unit_name: Given<String>,
    /// Its sector.
    pub role: Option<Role>,
    /// The level of its tier, where the sector has tiers.
    pub level: Option<Level>,
    /// The code of its area in the list of areas.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 10, example = "56"))]
    pub area_code: Given<String>,
}

/// A valid application; area and kind still have to be looked up in their lists.
#[derive(Clone, Serialize, Deserialize)]
pub struct Registration {
    /// The applicant.
    pub applicant: Applicant,
    /// Governing body.
    pub governing_body: Option<String>,
    /// The future user of the account.
    pub user_name: String,
    /// That person's position.
    pub user_position: Option<String>,
    /// The registered address.
    pub email: String,
    /// The registered number.
    pub phone: String,
    /// When it started to operate.
    #[serde(with = "crate::date::option")]
    pub started_on: Option<Date>,
    /// The scan; it is stored separately from the form.
    #[serde(skip)]
    pub signed_form: Option<File>,
}

/// The applicant.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Applicant {
    /// A facility.
    Facility(NewFacility),
    /// An agency.
    Agency(Agency),
}

/// A facility that applies.
#[derive(Clone, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of NewFacilityIn, checked")]
pub struct NewFacility {
    pub name: String,
    pub kind: String,
    pub area_code: String,
    pub address: String,
    pub representative: String,
    pub tax_code: Option<String>,
    pub rooms: u16,
    pub beds: Option<u16>,
}

/// An agency that applies.
#[derive(Clone, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of AgencyIn, checked")]
pub struct Agency {
    pub unit_name: String,
    pub role: Role,
    pub level: Option<Level>,
    pub area_code: String,
}

impl Applicant {
    /// The name of the applicant.
    pub fn name(&self) -> &str {
        match self {
            Self::Facility(facility) => &facility.name,
            Self::Agency(agency) => &agency.unit_name,
        }
    }

    /// Its area.
    pub fn area_code(&self) -> &str {
        match self {
            Self::Facility(facility) => &facility.area_code,
            Self::Agency(agency) => &agency.area_code,
        }
    }
}

impl Checked for RegistrationIn {
    type Out = Registration;

    fn check(self, context: CheckContext<'_>) -> Result<Registration, Vec<FieldError>> {
        let mut findings = Findings::default();
        let applicant = self.applicant(&mut findings);
        let governing_body = text(&mut findings, "/governing_body", &self.governing_body, MAX_NAME, false);
        let user_name = person(&mut findings, "/user_name", &self.user_name);
        let user_position = text(
            &mut findings,
            "/user_position",
            &self.user_position,
            MAX_POSITION,
            false,
        );
        let email = email(&mut findings, "/email", &self.email, true);
        let phone = phone(&mut findings, "/phone", &self.phone, true);
        let started_on = self.started_on(&mut findings, context);
        commitment(&mut findings, self.commitment_accepted);
        let signed_form = signed_form(&mut findings, self.signed_form.as_ref());
        let (Some(applicant), Some(user_name), Some(email), Some(phone), true) =
            (applicant, user_name, email, phone, findings.errors.is_empty())
        else {
            return Err(findings.errors);
        };
        Ok(Registration {
            applicant,
            governing_body,
            user_name,
            user_position,
            email,
            phone,
            started_on,
            signed_form,
        })
    }
}

impl Taken for RegistrationIn {
    fn taken(&self) -> Option<Registration> {
        let applicant = match (&self.facility, &self.agency) {
            (Some(facility), _) => Applicant::Facility(facility.taken()),
            (None, Some(agency)) => Applicant::Agency(agency.taken()?),
            (None, None) => return None,
        };
        Some(Registration {
            applicant,
            governing_body: told(&self.governing_body),
            user_name: told(&self.user_name).unwrap_or_default(),
            user_position: told(&self.user_position),
            email: told(&self.email).unwrap_or_default(),
            phone: told(&self.phone).unwrap_or_default(),
            started_on: self.started_on.value().copied(),
            signed_form: None,
        })
    }
}

impl RegistrationIn {
    fn applicant(&self, findings: &mut Findings) -> Option<Applicant> {
        match (&self.facility, &self.agency) {
            (Some(facility), None) => facility.read(findings).map(Applicant::Facility),
            (None, Some(agency)) => agency.read(findings).map(Applicant::Agency),
            (None, None) => {
                findings.error("/facility", FieldCode::Required);
                None
            }
            (Some(_), Some(_)) => {
                findings.error("/agency", FieldCode::EitherOr);
                None
            }
        }
    }

    /// A facility may apply before it opens, but the day must not be too uncertain.
    fn started_on(&self, findings: &mut Findings, context: CheckContext<'_>) -> Option<Date> {
        let day = findings.optional("/started_on", &self.started_on, FieldCode::DateNotInCalendar)?;
        let today = rules::zone::local_date(context.now.get());
        if day.year() < 1900 || day > today.saturating_add(Duration::days(366)) {
            findings
                .error("/started_on", FieldCode::DateNotPlausible)
                .params
                .insert("date".into(), spoken_date(day));
        }
        Some(day)
    }
}

impl NewFacilityIn {
    fn taken(&self) -> NewFacility {
        NewFacility {
            name: told(&self.name).unwrap_or_default(),
            kind: told(&self.kind).unwrap_or_default(),
            area_code: told(&self.area_code).unwrap_or_default(),
            address: told(&self.address).unwrap_or_default(),
            representative: told(&self.representative).unwrap_or_default(),
            tax_code: told(&self.tax_code),
            rooms: self.rooms.unwrap_or_default(),
            beds: self.beds,
        }
    }

    fn read(&self, findings: &mut Findings) -> Option<NewFacility> {
        let at = |field: &str| format!("/facility/{field}");
        let name = findings.required_text(&at("name"), &self.name, MAX_NAME);
        let kind = findings.required_text(&at("kind"), &self.kind, 40);
        let area_code = findings.required_text(&at("area_code"), &self.area_code, 10);
        let address = findings.required_text(&at("address"), &self.address, 200);
        let representative = person(findings, &at("representative"), &self.representative);
        let tax_code = findings.optional_text(&at("tax_code"), &self.tax_code, 14);
        if tax_code.as_deref().is_some_and(|code| !is_tax_code(code)) {
            findings.error(&at("tax_code"), FieldCode::TaxCodeMalformed);
        }
        if self.rooms.is_none() {
            findings.error(&at("rooms"), FieldCode::Required);
        }
        if self.rooms.is_some_and(|rooms| rooms > 2_000) {
            let error = findings.error(&at("rooms"), FieldCode::OutOfRange);
            error
                .params
                .extend([("min".into(), "0".into()), ("max".into(), "2000".into())]);
        }
        if self.beds.is_some_and(|beds| beds > 20_000) {
            let error = findings.error(&at("beds"), FieldCode::OutOfRange);
            error
                .params
                .extend([("min".into(), "0".into()), ("max".into(), "20000".into())]);
        }
        Some(NewFacility {
            name: name?,
            kind: kind?,
            area_code: area_code?,
            address: address?,
            representative: representative?,
            tax_code,
            rooms: self.rooms?,
            beds: self.beds,
        })
    }
}

impl AgencyIn {
    fn taken(&self) -> Option<Agency> {
        Some(Agency {
            unit_name: told(&self.unit_name).unwrap_or_default(),
            role: self.role?,
            level: self.level,
            area_code: told(&self.area_code).unwrap_or_default(),
        })
    }

    /// Only administrators create administrators, and a facility is not an agency; the server checks which tiers exist.
    fn read(&self, findings: &mut Findings) -> Option<Agency> {
        let unit_name = findings.required_text("/agency/unit_name", &self.unit_name, MAX_NAME);
        let area_code = findings.required_text("/agency/area_code", &self.area_code, 10);
        match self.role {
            None => {
                findings.error("/agency/role", FieldCode::Required);
            }
            Some(Role::Administrator | Role::Facility) => {
                findings.error("/agency/role", FieldCode::UnknownValue);
            }
            Some(_) => {}
        }
        Some(Agency {
            unit_name: unit_name?,
            role: self.role?,
            level: self.level,
            area_code: area_code?,
        })
    }
}

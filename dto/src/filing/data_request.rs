//! Requests in writing for guests' data: Mẫu số 4 for data that are no longer online (KH-11.2g, KH-18.3, KH-M4), and
//! the request of a requester without an account (LC-9.2-1). One register with a type (D-13).

use super::{File, FileIn, MAX_NAME, MAX_POSITION, Taken, commitment, email, person, phone, signed_form, text, told};
use crate::check::{CheckContext, Checked, Findings, spoken_date};
use crate::dossier::DossierState;
use crate::problem::{FieldCode, FieldError};
use crate::{Given, Timestamp};
use serde::{Deserialize, Serialize};
use time::Date;

/// Maximum number of characters of the description and of the reason.
const MAX_WORDS: usize = 2_000;
/// Minimum number of characters: a shorter text has no useful content.
const MIN_WORDS: usize = 5;

rules::codes! {
    /// The kind of request.
    DataRequestKind {
        /// Data from before the online period (KH-11.2g, KH-18.3).
        ArchivedData = "archived_data",
        /// Data for a requester without an account (LC-9.2-1).
        NoAccount = "no_account",
    }
}

rules::codes! {
    /// The kind of requester without an account (KH-MC.2; S-13).
    RequesterKind {
        /// A state agency.
        Agency = "agency",
        /// A facility.
        Facility = "facility",
        /// Another organisation.
        Organisation = "organisation",
        /// A person.
        Person = "person",
    }
}

/// Request guests' data in writing.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct DataRequestIn {
    /// The kind of request. Account holders request data that are no longer online; they look up the other data
    /// themselves.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = DataRequestKind))]
    pub kind: Option<DataRequestKind>,
    /// The requester. An account holder leaves it out: account, name, position and contact are taken from the account
    /// (KH-M4.1 to KH-M4.5).
    #[serde(deserialize_with = "crate::object::option", skip_serializing_if = "Option::is_none")]
    pub requester: Option<RequesterIn>,
    /// Governing body, where there is one (KH-MC.1).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 160))]
    pub governing_body: Given<String>,
    /// Description of the requested data (KH-M4.6), in lines.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, min_length = 5, max_length = 2000, example = "Khách thuê phòng 401 của Khách sạn Hải Đăng"))]
    pub guest_details: Given<String>,
    /// The name of the guest.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 120, example = "Nguyễn Hữu Phước"))]
    pub guest_name: Given<String>,
    /// The guest's date of birth.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub guest_birth_date: Given<Date>,
    /// The number of the guest's document.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 40, example = "056090123456"))]
    pub guest_document_number: Given<String>,
    /// The first day of the requested stays (KH-M4.7).
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, format = Date, example = "2024-03-01"))]
    pub stay_from: Given<Date>,
    /// The last day of the requested stays, not after today (KH-M4.7).
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, format = Date, example = "2024-03-31"))]
    pub stay_to: Given<Date>,
    /// The reason of the request (KH-M4.8), in lines.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, min_length = 5, max_length = 2000, example = "Đối chiếu hóa đơn theo yêu cầu của cơ quan thuế"))]
    pub reason: Given<String>,
    /// "cam kết bảo mật và sử dụng thông tin trên đúng quy định" (KH-M4.9).
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = bool))]
    pub commitment_accepted: Option<bool>,
    /// The scan of the signed form, now or with a supplement (KH-MC.7).
    #[serde(deserialize_with = "crate::object::option", skip_serializing_if = "Option::is_none")]
    pub signed_form: Option<FileIn>,
}

/// A requester without an account.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct RequesterIn {
    /// The kind of requester.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = RequesterKind))]
    pub kind: Option<RequesterKind>,
    /// The name of the agency, facility or organisation; for a person, the full name.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 160, example = "Văn phòng luật sư Biển Xanh"))]
    pub name: Given<String>,
    /// The contact person of an agency, facility or organisation (KH-M4.2); a person leaves it out.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 120, example = "Đỗ Quỳnh Nga"))]
    pub contact_name: Given<String>,
    /// That person's position (KH-M4.3).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80, example = "Trưởng văn phòng"))]
    pub contact_position: Given<String>,
    /// Contact e-mail (KH-M4.4): confirmed by a link; it gets a mail when the answer is ready.
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 160, format = Email))]
    pub email: Given<String>,
    /// Contact telephone (KH-M4.5).
    #[cfg_attr(feature = "openapi", schema(required = true, value_type = String, max_length = 32, example = "0258 000 0247"))]
    pub phone: Given<String>,
}

/// A request that the caller has filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DataRequestOut {
    /// Its running number.
    #[cfg_attr(feature = "openapi", schema(example = "DL-0007"))]
    pub number: String,
    /// Its state.
    pub state: DossierState,
    /// Its kind and period.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "Dữ liệu hết hạn trực tuyến, 01/03/2024 đến 31/03/2024")
    )]
    pub summary: String,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// The deadline of the answer; absent while the clock is stopped or where there is no deadline.
    pub due_at: Option<Timestamp>,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// Whether the signed form is still missing.
    pub form_missing: bool,
    /// The code to look it up and to get the supplied files.
    #[cfg_attr(feature = "openapi", schema(example = "LT-7K2M-9QXD-4TVB-HW3E"))]
    pub dossier_code: String,
}

/// The requests that the current holder of an account has filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DataRequestsOut {
    /// The latest first.
    pub items: Vec<DataRequestOut>,
    /// Send this as `cursor` to get the next page; null on the last page.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// A valid request.
#[derive(Clone)]
#[expect(missing_docs, reason = "the fields of DataRequestIn, checked")]
pub struct DataRequest {
    pub kind: DataRequestKind,
    pub requester: Option<DataRequester>,
    pub governing_body: Option<String>,
    pub guest_details: String,
    pub guest_name: Option<String>,
    pub guest_birth_date: Option<Date>,
    pub guest_document_number: Option<String>,
    pub stay_from: Date,
    pub stay_to: Date,
    pub reason: String,
    pub signed_form: Option<File>,
}

/// A requester without an account, checked.
#[derive(Clone)]
#[expect(missing_docs, reason = "the fields of RequesterIn, checked")]
pub struct DataRequester {
    pub kind: RequesterKind,
    pub name: String,
    pub contact_name: Option<String>,
    pub contact_position: Option<String>,
    pub email: String,
    pub phone: String,
}

impl DataRequester {
    /// The contact person.
    pub fn speaker(&self) -> &str {
        self.contact_name.as_deref().unwrap_or(&self.name)
    }
}

impl Checked for DataRequestIn {
    type Out = DataRequest;

    fn check(self, context: CheckContext<'_>) -> Result<DataRequest, Vec<FieldError>> {
        let fault = self.reach_fault(context);
        match (self.read(context), fault) {
            (Ok(read), None) => Ok(read),
            (Ok(_), Some(fault)) => Err(vec![fault]),
            (Err(mut errors), fault) => {
                errors.extend(fault);
                Err(errors)
            }
        }
    }
}

impl Taken for DataRequestIn {
    fn taken(&self) -> Option<DataRequest> {
        let requester = match &self.requester {
            Some(requester) => Some(requester.taken()?),
            None => None,
        };
        Some(DataRequest {
            kind: self.kind?,
            requester,
            governing_body: told(&self.governing_body),
            guest_details: in_lines(&self.guest_details),
            guest_name: told(&self.guest_name),
            guest_birth_date: self.guest_birth_date.value().copied(),
            guest_document_number: told(&self.guest_document_number),
            stay_from: self.stay_from.value().copied()?,
            stay_to: self.stay_to.value().copied()?,
            reason: in_lines(&self.reason),
            signed_form: None,
        })
    }
}

impl DataRequestIn {
    /// Reads the request, without a check of which data are online.
    fn read(&self, context: CheckContext<'_>) -> Result<DataRequest, Vec<FieldError>> {
        let mut findings = Findings::default();
        if self.kind.is_none() {
            findings.error("/kind", FieldCode::Required);
        }
        let requester = self.requester.as_ref().map(|requester| requester.read(&mut findings));
        let governing_body = text(&mut findings, "/governing_body", &self.governing_body, MAX_NAME, false);
        let guest_details = words(&mut findings, "/guest_details", &self.guest_details);
        let guest_name = text(&mut findings, "/guest_name", &self.guest_name, 120, false);
        let guest_birth_date = self.birth_date(&mut findings, context);
        let guest_document_number = text(
            &mut findings,
            "/guest_document_number",
            &self.guest_document_number,
            40,
            false,
        );
        let period = self.period(&mut findings, context);
        let reason = words(&mut findings, "/reason", &self.reason);
        commitment(&mut findings, self.commitment_accepted);
        let signed_form = signed_form(&mut findings, self.signed_form.as_ref());
        let (Some(kind), Some(guest_details), Some((stay_from, stay_to)), Some(reason), true) =
            (self.kind, guest_details, period, reason, findings.errors.is_empty())
        else {
            return Err(findings.errors);
        };
        Ok(DataRequest {
            kind,
            requester: requester.flatten(),
            governing_body,
            guest_details,
            guest_name,
            guest_birth_date,
            guest_document_number,
            stay_from,
            stay_to,
            reason,
            signed_form,
        })
    }

    /// KH-11.2g: a request in writing is for data that are, wholly or partly, from before the online period.
    fn reach_fault(&self, context: CheckContext<'_>) -> Option<FieldError> {
        if self.kind != Some(DataRequestKind::ArchivedData) {
            return None;
        }
        let today = rules::zone::local_date(context.now.get());
        let Some(online_from) = context.profile.retention.online_from(today) else {
            return Some(FieldError::new("/kind", FieldCode::UnknownValue));
        };
        let from = self.stay_from.value().copied()?;
        (from >= online_from && from <= today)
            .then(|| FieldError::new("/stay_from", FieldCode::PeriodOnline).with("date", spoken_date(online_from)))
    }

    fn period(&self, findings: &mut Findings, context: CheckContext<'_>) -> Option<(Date, Date)> {
        let today = rules::zone::local_date(context.now.get());
        let mut day = |at: &str, given: &Given<Date>| {
            let day = findings.required(at, given, FieldCode::DateNotInCalendar)?;
            if day > today {
                findings.error(at, FieldCode::PeriodInFuture);
                return None;
            }
            if day.year() < 1900 {
                let error = findings.error(at, FieldCode::DateNotPlausible);
                error.params.insert("date".into(), spoken_date(day));
                return None;
            }
            Some(day)
        };
        let (from, to) = (day("/stay_from", &self.stay_from), day("/stay_to", &self.stay_to));
        let (from, to) = (from?, to?);
        if to < from {
            findings.error("/stay_to", FieldCode::PeriodReversed);
            return None;
        }
        Some((from, to))
    }

    fn birth_date(&self, findings: &mut Findings, context: CheckContext<'_>) -> Option<Date> {
        let at = "/guest_birth_date";
        let day = findings.optional(at, &self.guest_birth_date, FieldCode::DateNotInCalendar)?;
        if day > rules::zone::local_date(context.now.get()) {
            findings.error(at, FieldCode::BirthInFuture);
        } else if day.year() < context.profile.birth.earliest_year {
            let error = findings.error(at, FieldCode::DateNotPlausible);
            error.params.insert("date".into(), spoken_date(day));
        }
        Some(day)
    }
}

impl RequesterIn {
    fn taken(&self) -> Option<DataRequester> {
        Some(DataRequester {
            kind: self.kind?,
            name: told(&self.name).unwrap_or_default(),
            contact_name: told(&self.contact_name),
            contact_position: told(&self.contact_position),
            email: told(&self.email).unwrap_or_default(),
            phone: told(&self.phone).unwrap_or_default(),
        })
    }

    fn read(&self, findings: &mut Findings) -> Option<DataRequester> {
        let at = |field: &str| format!("/requester/{field}");
        if self.kind.is_none() {
            findings.error(&at("kind"), FieldCode::Required);
        }
        let is_person = self.kind == Some(RequesterKind::Person);
        let name = if is_person {
            person(findings, &at("name"), &self.name)
        } else {
            findings.required_text(&at("name"), &self.name, MAX_NAME)
        };
        let contact_name = if is_person {
            if !self.contact_name.is_absent() {
                findings.error(&at("contact_name"), FieldCode::EitherOr);
            }
            None
        } else {
            person(findings, &at("contact_name"), &self.contact_name)
        };
        let contact_position = text(
            findings,
            &at("contact_position"),
            &self.contact_position,
            MAX_POSITION,
            false,
        );
        let email = email(findings, &at("email"), &self.email, true);
        let phone = phone(findings, &at("phone"), &self.phone, true);
        Some(DataRequester {
            kind: self.kind?,
            name: name?,
            contact_name,
            contact_position,
            email: email?,
            phone: phone?,
        })
    }
}

/// A text in lines, each in its canonical form.
fn in_lines(given: &Given<String>) -> String {
    let typed = given.value().map(|typed| typed.trim()).unwrap_or_default();
    let lines: Vec<String> = typed.lines().map(rules::name::normalise).collect();
    lines.join("\n").trim().to_owned()
}

/// A mandatory text in lines.
fn words(findings: &mut Findings, pointer: &str, given: &Given<String>) -> Option<String> {
    let typed = given.value().map(|typed| typed.trim()).unwrap_or_default();
    if typed.is_empty() {
        findings.error(pointer, FieldCode::Required);
        return None;
    }
    if crate::check::long_text(&typed.replace("\r\n", "\n")).is_err() {
        findings.error(pointer, FieldCode::ControlCharacter);
        return None;
    }
    let text = in_lines(given);
    let (code, bound) = match text.chars().count() {
        length if length > MAX_WORDS => (FieldCode::TooLong, ("max", MAX_WORDS)),
        length if length < MIN_WORDS => (FieldCode::TooShort, ("min", MIN_WORDS)),
        _ => return Some(text),
    };
    let error = findings.error(pointer, code);
    error.params.insert(bound.0.into(), bound.1.to_string());
    None
}

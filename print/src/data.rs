//! The data of the forms. Every text is printed unchanged; an empty one leaves a dotted line for handwriting.

use crate::format::{date, day, lines, moment};
use crate::register::StayRegister;
use serde::Serialize;
use time::{Date, OffsetDateTime};

/// A form with its data.
#[derive(Clone, Serialize)]
#[serde(rename_all = "snake_case", tag = "form", content = "data")]
pub enum Form {
    /// Mẫu số 1: request for a new account (KH-M1).
    RegistrationRequest(RegistrationRequest),
    /// Mẫu số 2: request to change the password of an account, usually after a change of its holder (KH-M2-1).
    HolderChange(HolderChange),
    /// Mẫu số 4: request to look up and extract data of guests (KH-M4).
    DataRequest(DataRequest),
    /// The handover sheet of an account.
    Handover(Handover),
    /// The register of stays received (LC-3.2-2).
    StayRegister(StayRegister),
}

/// The text above and below every request (KH-MC.1 to KH-MC.7).
#[derive(Clone, Serialize)]
pub struct Heading {
    /// The parent organisation (KH-MC.1); empty for a facility without one.
    pub governing_body: String,
    /// The kind of requester (KH-MC.2).
    pub requester: Requester,
    /// The name of the requester.
    pub requester_name: String,
    /// The place in the date line of the form (KH-MC.3).
    pub place: String,
    /// The day in the date line of the form.
    #[serde(serialize_with = "day")]
    pub on: Date,
    /// The office to which it is addressed (KH-MC.4).
    pub addressee: String,
    /// The regulation that it cites (KH-MC.5).
    pub basis: LegalBasis,
    /// The recipients of copies (KH-MC.6).
    pub distribution: Vec<String>,
    /// The signatory (KH-MC.7).
    pub signatory: Signatory,
    /// The number of the dossier, printed small at the foot; none before it is filed.
    pub number: Option<String>,
}

/// The kind of requester.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Requester {
    /// A coordinating agency.
    Agency,
    /// A place of lodging.
    Facility,
    /// Another organisation.
    Organisation,
    /// A person.
    Person,
}

/// The cited regulation.
#[derive(Clone, Serialize)]
pub struct LegalBasis {
    /// The name of the regulation.
    pub regulation: String,
    /// The number of the decision that promulgated it.
    pub decision_number: String,
    /// Its date.
    #[serde(serialize_with = "date")]
    pub decision_date: Option<Date>,
    /// The authority that issued it.
    pub issuer: String,
}

/// The signatory.
#[derive(Clone, Default, Serialize)]
pub struct Signatory {
    /// The full name.
    pub name: String,
    /// The title, if it is not head or director.
    pub title: String,
}

/// Mẫu số 1.
#[derive(Clone, Serialize)]
pub struct RegistrationRequest {
    /// The text above and below.
    pub heading: Heading,
    /// The person who will use the account (KH-M1.1).
    pub user_name: String,
    /// The position of that person (KH-M1.2).
    pub user_position: String,
    /// The class of a facility (KH-M1.3); none for an agency.
    pub facility_class: Option<FacilityClass>,
    /// The contact of agency or facility (KH-M1.4, KH-M1.5).
    pub contact: Contact,
    /// The start of its operation (KH-M1.6).
    #[serde(serialize_with = "date")]
    pub started_on: Option<Date>,
    /// The data of a facility, in addition to the printed form.
    pub facility: Option<FacilityData>,
    /// The data of an agency, in addition to the printed form.
    pub agency: Option<AgencyData>,
}

/// Mẫu số 2.
#[derive(Clone, Serialize)]
pub struct HolderChange {
    /// The text above and below.
    pub heading: Heading,
    /// The account in use (KH-M2.1).
    pub login: String,
    /// The person who used it (KH-M2.2).
    pub old_user_name: String,
    /// The position of that person (KH-M2.3).
    pub old_user_position: String,
    /// The former contact of agency or facility (KH-M2.4, KH-M2.5).
    pub old_contact: Contact,
    /// The reason (KH-M2.6).
    pub reason: ResetReason,
    /// The person who will use it (KH-M2.7).
    pub new_user_name: String,
    /// The position of that person (KH-M2.8).
    pub new_user_position: String,
    /// The new contact of agency or facility (KH-M2.9, KH-M2.10).
    pub new_contact: Contact,
    /// The class of a facility (KH-M2.11); none for an agency.
    pub facility_class: Option<FacilityClass>,
}

/// Mẫu số 4.
#[derive(Clone, Serialize)]
pub struct DataRequest {
    /// The text above and below.
    pub heading: Heading,
    /// The account in use (KH-M4.1); none for a requester without one.
    pub login: String,
    /// The person who uses it, or the requester (KH-M4.2).
    pub user_name: String,
    /// The position of that person (KH-M4.3).
    pub user_position: String,
    /// The contact of the requester (KH-M4.4, KH-M4.5).
    pub contact: Contact,
    /// The requested data, in lines (KH-M4.6).
    #[serde(serialize_with = "lines")]
    pub guest_details: String,
    /// The name of the guest.
    pub guest_name: String,
    /// The guest's day of birth.
    #[serde(serialize_with = "date")]
    pub guest_born_on: Option<Date>,
    /// The number of the guest's document.
    pub guest_document: String,
    /// The first day of the requested stays (KH-M4.7).
    #[serde(serialize_with = "day")]
    pub stay_from: Date,
    /// The last day (KH-M4.7).
    #[serde(serialize_with = "day")]
    pub stay_to: Date,
    /// The reason, in lines (KH-M4.8).
    #[serde(serialize_with = "lines")]
    pub reason: String,
}

/// The contact of agency or facility.
#[derive(Clone, Default, Serialize)]
pub struct Contact {
    /// The e-mail address.
    pub email: String,
    /// The telephone; its digits determine the kind of number.
    pub phone: String,
}

/// The two classes of facilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FacilityClass {
    /// Cơ sở lưu trú.
    Lodging,
    /// Cơ sở lưu trú du lịch.
    TouristAccommodation,
}

/// The data of a facility in addition to Mẫu số 1, so that facility and account can be created from one application.
#[derive(Clone, Default, Serialize)]
pub struct FacilityData {
    /// The kind, as named in the list of kinds.
    pub kind: String,
    /// The address with commune and province.
    pub address: String,
    /// The number of rooms.
    pub rooms: Option<u32>,
    /// The number of beds, if declared.
    pub beds: Option<u32>,
    /// The legal representative.
    pub representative: String,
    /// The tax code as declared.
    pub tax_code: String,
}

/// The data of a coordinating agency: without them the sheet does not name the requested account.
#[derive(Clone, Default, Serialize)]
pub struct AgencyData {
    /// Its sector by name.
    pub sector: String,
    /// Its tier by name.
    pub tier: String,
    /// The area that it is responsible for.
    pub area: String,
}

/// The reason for the change of a password: the printed reason, and the two others of KH-9d.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ResetReason {
    /// Another person takes the account over.
    HolderChanged,
    /// The password was forgotten.
    Forgotten,
    /// The account was stolen.
    Stolen,
}

/// The handover sheet of an account, printed once.
#[derive(Clone, Serialize)]
pub struct Handover {
    /// The unit that issued the account.
    pub issuer: String,
    /// Its parent organisation.
    pub issuer_parent: String,
    /// The name of the province.
    pub province: String,
    /// The place of issue.
    pub place: String,
    /// The day.
    #[serde(serialize_with = "day")]
    pub on: Date,
    /// The kind of recipient.
    pub recipient: Requester,
    /// The name of the unit or facility.
    pub recipient_name: String,
    /// The person who will use it.
    pub holder_name: String,
    /// The address for signing in.
    pub address: String,
    /// The login name.
    pub login: String,
    /// The initial password.
    pub password: String,
    /// The end of the validity of the initial password, in local time.
    #[serde(serialize_with = "moment")]
    pub valid_until: OffsetDateTime,
    /// The smallest length of the new password.
    pub min_length: u16,
    /// The telephone number for help.
    pub hotline: Option<String>,
}

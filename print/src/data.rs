//! What is filled into a form. Every text is printed as it stands; an empty one leaves dots to write on.

use crate::format::{date, day, lines, moment};
use crate::register::StayRegister;
use serde::Serialize;
use time::{Date, OffsetDateTime};

/// A form with what is filled in.
#[derive(Clone, Serialize)]
#[serde(rename_all = "snake_case", tag = "form", content = "data")]
pub enum Form {
    /// Mẫu số 1: request for a new account (KH-M1).
    RegistrationRequest(RegistrationRequest),
    /// Mẫu số 2: request to change the password of an account, usually since its holder changed (KH-M2-1).
    HolderChange(HolderChange),
    /// Mẫu số 4: request to look up and extract data of guests (KH-M4).
    DataRequest(DataRequest),
    /// The sheet that hands an account over.
    Handover(Handover),
    /// The register of stays received (LC-3.2-2).
    StayRegister(StayRegister),
}

/// What stands above and below every request (KH-MC.1 to KH-MC.7).
#[derive(Clone, Serialize)]
pub struct Heading {
    /// The parent organisation (KH-MC.1); a facility without one leaves it empty.
    pub governing_body: String,
    /// Who asks (KH-MC.2).
    pub requester: Requester,
    /// The name of whoever asks.
    pub requester_name: String,
    /// The place that the form is dated from (KH-MC.3).
    pub place: String,
    /// The day that the form is dated from.
    #[serde(serialize_with = "day")]
    pub on: Date,
    /// The office that it goes to (KH-MC.4).
    pub addressee: String,
    /// The regulation that it cites (KH-MC.5).
    pub basis: LegalBasis,
    /// Who gets a copy, and how (KH-MC.6).
    pub distribution: Vec<String>,
    /// Who signs (KH-MC.7).
    pub signatory: Signatory,
    /// The number of the dossier, printed small at the foot; nothing before it is filed.
    pub number: Option<String>,
}

/// Who asks.
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

/// The regulation cited.
#[derive(Clone, Serialize)]
pub struct LegalBasis {
    /// The name of the regulation.
    pub regulation: String,
    /// The number of the decision that promulgated it.
    pub decision_number: String,
    /// Its date.
    #[serde(serialize_with = "date")]
    pub decision_date: Option<Date>,
    /// Who decided.
    pub issuer: String,
}

/// Who signs.
#[derive(Clone, Default, Serialize)]
pub struct Signatory {
    /// The full name.
    pub name: String,
    /// The title, where it is another than head or director.
    pub title: String,
}

/// Mẫu số 1.
#[derive(Clone, Serialize)]
pub struct RegistrationRequest {
    /// What stands above and below.
    pub heading: Heading,
    /// Who will use the account (KH-M1.1).
    pub user_name: String,
    /// The position of that person (KH-M1.2).
    pub user_position: String,
    /// The class of a facility (KH-M1.3); nothing for an agency.
    pub facility_class: Option<FacilityClass>,
    /// Where agency or facility is reached (KH-M1.4, KH-M1.5).
    pub contact: Contact,
    /// Since when it operates (KH-M1.6).
    #[serde(serialize_with = "date")]
    pub started_on: Option<Date>,
    /// What a facility is, beyond the printed form.
    pub facility: Option<FacilityData>,
    /// What an agency is, beyond the printed form.
    pub agency: Option<AgencyData>,
}

/// Mẫu số 2.
#[derive(Clone, Serialize)]
pub struct HolderChange {
    /// What stands above and below.
    pub heading: Heading,
    /// The account in use (KH-M2.1).
    pub login: String,
    /// Who used it (KH-M2.2).
    pub old_user_name: String,
    /// The position of that person (KH-M2.3).
    pub old_user_position: String,
    /// Where agency or facility was reached so far (KH-M2.4, KH-M2.5).
    pub old_contact: Contact,
    /// Why (KH-M2.6).
    pub reason: ResetReason,
    /// Who will use it (KH-M2.7).
    pub new_user_name: String,
    /// The position of that person (KH-M2.8).
    pub new_user_position: String,
    /// Where agency or facility is reached from now on (KH-M2.9, KH-M2.10).
    pub new_contact: Contact,
    /// The class of a facility (KH-M2.11); nothing for an agency.
    pub facility_class: Option<FacilityClass>,
}

/// Mẫu số 4.
#[derive(Clone, Serialize)]
pub struct DataRequest {
    /// What stands above and below.
    pub heading: Heading,
    /// The account in use (KH-M4.1); nothing for whoever has none.
    pub login: String,
    /// Who uses it, or who asks (KH-M4.2).
    pub user_name: String,
    /// The position of that person (KH-M4.3).
    pub user_position: String,
    /// Where whoever asks is reached (KH-M4.4, KH-M4.5).
    pub contact: Contact,
    /// What is sought, in lines (KH-M4.6).
    #[serde(serialize_with = "lines")]
    pub guest_details: String,
    /// The name of the guest sought.
    pub guest_name: String,
    /// The guest's day of birth.
    #[serde(serialize_with = "date")]
    pub guest_born_on: Option<Date>,
    /// The number of the guest's document.
    pub guest_document: String,
    /// The first day of the stays sought (KH-M4.7).
    #[serde(serialize_with = "day")]
    pub stay_from: Date,
    /// The last day (KH-M4.7).
    #[serde(serialize_with = "day")]
    pub stay_to: Date,
    /// Why, in lines (KH-M4.8).
    #[serde(serialize_with = "lines")]
    pub reason: String,
}

/// How agency or facility is reached.
#[derive(Clone, Default, Serialize)]
pub struct Contact {
    /// The e-mail address.
    pub email: String,
    /// The telephone; what kind of number it is follows from its digits.
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

/// What a facility is: asked beyond Mẫu số 1, so that facility and account can be made from one application.
#[derive(Clone, Default, Serialize)]
pub struct FacilityData {
    /// The kind, as the list of kinds names it.
    pub kind: String,
    /// The address with commune and province.
    pub address: String,
    /// How many rooms.
    pub rooms: Option<u32>,
    /// How many beds, where they were declared.
    pub beds: Option<u32>,
    /// The legal representative.
    pub representative: String,
    /// The tax code as declared.
    pub tax_code: String,
}

/// What a coordinating agency is: without it the sheet does not say which account is asked for.
#[derive(Clone, Default, Serialize)]
pub struct AgencyData {
    /// Its sector by name.
    pub sector: String,
    /// Its tier by name.
    pub tier: String,
    /// The area that it is responsible for.
    pub area: String,
}

/// Why a password is to be changed: the printed reason, and the two others that KH-9d knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ResetReason {
    /// Another person uses the account.
    HolderChanged,
    /// The password was forgotten.
    Forgotten,
    /// The account was stolen.
    Stolen,
}

/// The sheet that hands an account over, printed once.
#[derive(Clone, Serialize)]
pub struct Handover {
    /// The unit that issued the account.
    pub issuer: String,
    /// Its parent organisation.
    pub issuer_parent: String,
    /// The name of the province.
    pub province: String,
    /// Where and when it was issued.
    pub place: String,
    /// The day.
    #[serde(serialize_with = "day")]
    pub on: Date,
    /// Who the account is for.
    pub recipient: Requester,
    /// The name of the unit or facility.
    pub recipient_name: String,
    /// The person who will use it.
    pub holder_name: String,
    /// Where to sign in.
    pub address: String,
    /// The login name.
    pub login: String,
    /// The initial password.
    pub password: String,
    /// Until when the initial password is good, on the local clock.
    #[serde(serialize_with = "moment")]
    pub valid_until: OffsetDateTime,
    /// The fewest characters of the new password.
    pub min_length: u16,
    /// The number to call for help.
    pub hotline: Option<String>,
}

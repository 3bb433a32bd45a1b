//! The questions of the form: their ids, labels, and messages for missing answers.

use crate::session::Session;
use crate::t;
use leptos::prelude::use_context;

/// A question: the fields of a notification, in the order of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ask {
    FullName,
    Birth,
    Sex,
    Nationality,
    DocumentType,
    DocumentName,
    DocumentNumber,
    IssuingState,
    Address,
    Phone,
    VisaSymbol,
    VisaNumber,
    Entered,
    EntryGate,
    Permitted,
    VisaExpires,
    Arrival,
    Departure,
    Reason,
    Room,
    Kind,
    ReasonNote,
    Note,
}

impl Ask {
    /// All questions, in the order of the form.
    pub const ALL: [Self; 22] = [
        Self::FullName,
        Self::Birth,
        Self::Sex,
        Self::Nationality,
        Self::DocumentType,
        Self::DocumentName,
        Self::DocumentNumber,
        Self::Address,
        Self::Phone,
        Self::VisaSymbol,
        Self::VisaNumber,
        Self::Entered,
        Self::EntryGate,
        Self::Permitted,
        Self::VisaExpires,
        Self::Arrival,
        Self::Departure,
        Self::Reason,
        Self::Room,
        Self::Kind,
        Self::ReasonNote,
        Self::Note,
    ];

    /// Returns the id of its control.
    pub fn id(self) -> &'static str {
        match self {
            Self::FullName => "full_name",
            Self::Birth => "birth",
            Self::Sex => "sex",
            Self::Nationality => "nationality",
            Self::DocumentType => "document_type",
            Self::DocumentName => "document_name",
            Self::DocumentNumber => "document_number",
            Self::IssuingState => "issuing_state",
            Self::Address => "address",
            Self::Phone => "phone",
            Self::VisaSymbol => "visa_symbol",
            Self::VisaNumber => "visa_number",
            Self::Entered => "entered",
            Self::EntryGate => "entry_gate",
            Self::Permitted => "permitted",
            Self::VisaExpires => "visa_expires",
            Self::Arrival => "arrival",
            Self::Departure => "departure",
            Self::Reason => "reason",
            Self::Room => "room",
            Self::Kind => "kind",
            Self::ReasonNote => "reason_note",
            Self::Note => "note",
        }
    }

    /// Returns its label; that of a number depends on the kind of document.
    pub fn label(self, document_type: &str) -> &'static str {
        match self {
            Self::FullName => t!(notify.full_name),
            Self::Birth => t!(notify.birth),
            Self::Sex => t!(notify.sex),
            Self::Nationality => t!(notify.nationality),
            Self::DocumentType => t!(notify.document_type),
            Self::DocumentName => t!(notify.document_name),
            Self::DocumentNumber => match document_type {
                "passport" => t!(notify.number_passport),
                "cccd" | "can_cuoc" | "personal_number_notice" | "identity_certificate" => t!(notify.number_personal),
                "cmnd" => t!(notify.number_cmnd),
                _ => t!(notify.number_other),
            },
            Self::IssuingState => t!(notify.issuing_state),
            Self::Address => t!(notify.address),
            Self::Phone => t!(notify.phone),
            Self::VisaSymbol => t!(notify.visa_symbol),
            Self::VisaNumber => t!(notify.visa_number),
            Self::Entered => t!(notify.entered),
            Self::EntryGate => t!(notify.entry_gate),
            Self::Permitted => t!(notify.permitted),
            Self::VisaExpires => t!(notify.visa_expires),
            Self::Arrival => t!(notify.arrival),
            Self::Departure => t!(notify.departure),
            Self::Reason => t!(notify.reason),
            Self::Room => t!(notify.room),
            Self::Kind => t!(notify.kind),
            Self::ReasonNote => t!(notify.reason_note),
            Self::Note if use_context::<Session>().is_some_and(Session::is_facility) => t!(notify.note),
            Self::Note => t!(stay.note),
        }
    }

    /// Returns the message for a missing mandatory answer.
    pub fn missing(self) -> &'static str {
        match self {
            Self::FullName => t!(notify.missing_full_name),
            Self::Birth => t!(notify.missing_birth),
            Self::Sex => t!(notify.missing_sex),
            Self::Nationality => t!(notify.missing_nationality),
            Self::DocumentType => t!(notify.missing_document_type),
            Self::DocumentName => t!(notify.missing_document_name),
            Self::DocumentNumber => t!(notify.missing_document_number),
            Self::Arrival => t!(notify.missing_arrival),
            Self::Departure => t!(notify.missing_departure),
            Self::Reason => t!(notify.missing_reason),
            Self::Room => t!(notify.missing_room),
            Self::ReasonNote => t!(notify.missing_reason_note),
            _ => t!(notify.missing_other),
        }
    }

    /// Returns the question of a JSON pointer of the request.
    pub fn of_pointer(pointer: &str) -> Option<Self> {
        Some(match pointer {
            "/guest/full_name" => Self::FullName,
            "/guest/birth_date" | "/guest/birth_year" => Self::Birth,
            "/guest/sex" => Self::Sex,
            "/guest/nationality" => Self::Nationality,
            "/guest/document_type" => Self::DocumentType,
            "/guest/document_name" => Self::DocumentName,
            "/guest/document_number" => Self::DocumentNumber,
            "/guest/issuing_state" => Self::IssuingState,
            "/guest/address" => Self::Address,
            "/guest/phone" => Self::Phone,
            "/guest/visa_symbol" => Self::VisaSymbol,
            "/guest/visa_number" => Self::VisaNumber,
            "/guest/entered_on" => Self::Entered,
            "/guest/entry_gate" => Self::EntryGate,
            "/guest/permit_expires_on" => Self::Permitted,
            "/guest/visa_expires_on" => Self::VisaExpires,
            "/arrival_at" => Self::Arrival,
            "/planned_departure_at" => Self::Departure,
            "/reason" => Self::Reason,
            "/room_id" => Self::Room,
            "/kind" => Self::Kind,
            "/reason_note" => Self::ReasonNote,
            "/note" => Self::Note,
            _ => return None,
        })
    }
}

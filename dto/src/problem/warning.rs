//! Warnings about values that are accepted.

use crate::text::{Lang, Params, WARNING, demand_texts, filled};
use serde::{Deserialize, Serialize};

rules::codes! {
    /// A warning about a value that is accepted.
    WarningCode {
        /// The first three digits are not the code of a place of birth registration (KH-A1, KH-A3).
        PersonalIdPlaceUnknown = "personal_id_place_unknown",
        /// The number encodes another sex (KH-A5-1).
        PersonalIdSexMismatch = "personal_id_sex_mismatch",
        /// The number encodes another year of birth (KH-A5-2).
        PersonalIdYearMismatch = "personal_id_year_mismatch",
        /// The guest is older than is plausible.
        BirthOverAge = "birth_over_age",
        /// Only the year of birth is known.
        BirthYearOnly = "birth_year_only",
        /// The stay is so long that temporary residence has to be registered.
        LongStay = "long_stay",
        /// The room is marked as out of service.
        RoomOutOfService = "room_out_of_service",
        /// The visa ended before the arrival.
        VisaExpired = "visa_expired",
        /// More than two guests to each bed of the room.
        RoomCrowded = "room_crowded",
        /// A text that programs write where they have no name.
        NamePlaceholder = "name_placeholder",
        /// A letter that does not occur in Vietnamese names, in the name of a Vietnamese guest.
        NameOddLetter = "name_odd_letter",
        /// A code that has no nationals, was withdrawn, or is too general for a nationality.
        NationalityUnclear = "nationality_unclear",
        /// A stateless person has a document of some State, and the State is not given.
        IssuerUnknown = "issuer_unknown",
        /// The same person is already notified here for the same time.
        AlreadyNotified = "already_notified",
        /// Another person is notified here with the same number for the same time, or is in an earlier row of the file:
        /// `params` names the stay or the line.
        #[serde(alias = "same_number_in_row", alias = "same_number_in_stay")]
        SameNumber = "same_number",
        /// The same guest has another stay on that day, here or in an earlier row of the file: `params` names it.
        #[serde(alias = "other_stay_in_row", alias = "other_stay_notified")]
        OtherStay = "other_stay",
        /// The kind of stay is not given, and the guest arrives after midnight and leaves the same day.
        KindAssumed = "kind_assumed",
        /// The spreadsheet shows the number with letters that the cell does not contain.
        NumberShownOtherwise = "number_shown_otherwise",
        /// The number of a Vietnamese passport has a letter before its digits, which is missing here.
        PassportLetterMissing = "passport_letter_missing",
    }
}

demand_texts!(WarningCode, WARNING, [""]);

/// One warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Warning {
    /// JSON pointer (RFC 6901) into the request body.
    #[cfg_attr(feature = "openapi", schema(example = "/guest/birth_date"))]
    pub pointer: String,
    /// The code of the warning.
    pub code: WarningCode,
    /// The same as a text for people, in the requested language.
    pub message: String,
    /// The values in the message.
    #[serde(default, skip_serializing_if = "Params::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    pub params: Params,
    /// Whether the notifier has checked the value with the guest and keeps it.
    #[serde(default)]
    pub confirmed: bool,
}

impl Warning {
    /// A warning; [`Warning::localized`] adds its text.
    pub fn new(pointer: impl Into<String>, code: WarningCode) -> Self {
        Self {
            pointer: pointer.into(),
            code,
            message: String::new(),
            params: Params::new(),
            confirmed: false,
        }
    }

    /// Adds a value for the message.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    /// Adds the message in `lang`: its wording depends on whether `params` names the content of a number, a row of the
    /// file or a stay.
    #[must_use]
    pub fn localized(mut self, lang: Lang) -> Self {
        let code = self.code.as_str();
        let about = |part: &str| WARNING.get(lang, code, part);
        let says = self
            .params
            .get("number_says")
            .and_then(|says| about(&format!("_{says}")));
        let template = says.or_else(|| {
            if self.params.contains_key("line") {
                about("_in_row")
            } else if self.params.contains_key("room") {
                None
            } else {
                about("_in_stay")
            }
        });
        let template = template.or_else(|| about(""));
        self.message = filled(template.unwrap_or_default(), &self.params);
        self
    }
}

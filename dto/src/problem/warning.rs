//! Doubts about values that are accepted all the same.

use crate::text::{Lang, Params, WARNING, demand_texts, filled};
use serde::{Deserialize, Serialize};

rules::codes! {
    /// A doubt about a value that is accepted all the same.
    WarningCode {
        /// The first three digits are no place of birth registration (KH-A1, KH-A3).
        PersonalIdPlaceUnknown = "personal_id_place_unknown",
        /// The number says another sex (KH-A5-1).
        PersonalIdSexMismatch = "personal_id_sex_mismatch",
        /// The number says another year of birth (KH-A5-2).
        PersonalIdYearMismatch = "personal_id_year_mismatch",
        /// Older than people usually get.
        BirthOverAge = "birth_over_age",
        /// Only the year of birth is known.
        BirthYearOnly = "birth_year_only",
        /// So long that temporary residence has to be registered.
        LongStay = "long_stay",
        /// The room is marked as not let.
        RoomOutOfService = "room_out_of_service",
        /// The visa ended before the arrival.
        VisaExpired = "visa_expired",
        /// More than two guests to each bed of the room.
        RoomCrowded = "room_crowded",
        /// What a program writes where it has no name.
        NamePlaceholder = "name_placeholder",
        /// A letter that no Vietnamese name has, in the name of somebody Vietnamese.
        NameOddLetter = "name_odd_letter",
        /// A code that has no nationals, was withdrawn, or says less than a nationality.
        NationalityDoubtful = "nationality_doubtful",
        /// Whoever has no State has a document of some other, which is not said.
        IssuerUnknown = "issuer_unknown",
        /// The same person is notified here for the same time.
        AlreadyNotified = "already_notified",
        /// Another person is notified here with the same number for the same time, or stands in an earlier row of the file:
        /// `params` name the stay or the line.
        #[serde(alias = "same_number_in_row", alias = "same_number_in_stay")]
        SameNumber = "same_number",
        /// The same guest has another stay on that day, here or in an earlier row of the file: `params` name it.
        #[serde(alias = "other_stay_in_row", alias = "other_stay_notified")]
        OtherStay = "other_stay",
        /// The kind of stay is not told and the guest comes after midnight and leaves the same day.
        KindAssumed = "kind_assumed",
        /// The spreadsheet shows the number with letters that the cell does not hold.
        NumberShownOtherwise = "number_shown_otherwise",
        /// A Vietnamese passport has a letter before its digits.
        PassportLetterMissing = "passport_letter_missing",
    }
}

demand_texts!(WarningCode, WARNING, [""]);

/// One doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Warning {
    /// JSON pointer (RFC 6901) into the request body.
    #[cfg_attr(feature = "openapi", schema(example = "/guest/birth_date"))]
    pub pointer: String,
    /// What is doubtful.
    pub code: WarningCode,
    /// The same for a person, in the language asked for.
    pub message: String,
    /// The values that the message speaks of.
    #[serde(default, skip_serializing_if = "Params::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    pub params: Params,
    /// Whether the notifier has asked the guest and keeps the value.
    #[serde(default)]
    pub confirmed: bool,
}

impl Warning {
    /// A doubt; its text is filled in by [`Warning::localized`].
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

    /// With its message in `lang`: in the words for what `params` name, what a number says, a row of the file or a stay.
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

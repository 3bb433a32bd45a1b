//! How a request checks itself.

use crate::problem::{FieldCode, FieldError, Warning, WarningCode};
use crate::text::Params;
use crate::{Given, Timestamp};
use rules::country::CountryKind;
use rules::profile::Profile;
use time::Date;
use uuid::Uuid;

/// The lists that a check reads; the server loads them from its database, the browser from the API.
pub trait Lists {
    /// The kind of the entry with this code in the list `nationalities`; `None` where there is no such entry.
    fn country(&self, code: &str) -> Option<CountryKind>;
    /// Whether `symbol` is a visa symbol (KH-A4).
    fn visa_symbol(&self, symbol: &str) -> bool;
    /// Whether `code` is a reason of stay.
    fn reason(&self, code: &str) -> bool;
    /// Whether the room is in use in the facility's plan.
    fn room(&self, id: Uuid) -> bool;
    /// Whether a stay in this kind of facility has to name a room.
    fn needs_room(&self) -> bool;
    /// Name and reason of a room that is marked as out of service.
    fn out_of_service(&self, _room: Uuid) -> Option<(String, String)> {
        None
    }
}

/// The data that a check may use besides the request.
#[derive(Clone, Copy)]
pub struct CheckContext<'a> {
    /// The moment of the request.
    pub now: Timestamp,
    /// The regulation profile.
    pub profile: &'a Profile,
}

/// A request that can be checked without the database.
pub trait Checked {
    /// The type that holds the checked values.
    type Out;
    /// Returns the checked request, or all errors in it.
    fn check(self, context: CheckContext<'_>) -> Result<Self::Out, Vec<FieldError>>;
}

/// For requests that need no check beyond their `validator` rules.
macro_rules! checked_by_validator {
    ($($request:ty),+ $(,)?) => {$(
        impl $crate::check::Checked for $request {
            type Out = Self;
            fn check(self, _: $crate::check::CheckContext<'_>) -> Result<Self, Vec<$crate::problem::FieldError>> {
                let errors = $crate::check::validator_errors(&self);
                if errors.is_empty() { Ok(self) } else { Err(errors) }
            }
        }
    )+};
}
pub(crate) use checked_by_validator;

/// The result of a check that also returns warnings.
#[derive(Clone)]
pub struct Verdict<T> {
    /// The checked request; `None` exactly when there are errors.
    pub value: Option<T>,
    /// All errors.
    pub errors: Vec<FieldError>,
    /// All warnings.
    pub warnings: Vec<Warning>,
}

/// The errors of the `validator` attributes of a request, as field errors with JSON pointers.
pub fn validator_errors(request: &impl validator::Validate) -> Vec<FieldError> {
    let mut found = Vec::new();
    if let Err(errors) = request.validate() {
        flatten(&errors, "", &mut found);
    }
    found.sort_by(|a, b| a.pointer.cmp(&b.pointer));
    found
}

fn flatten(errors: &validator::ValidationErrors, at: &str, found: &mut Vec<FieldError>) {
    for (field, kind) in errors.errors() {
        let pointer = if field == "_tmp_validator" {
            at.to_owned()
        } else {
            format!("{at}/{field}")
        };
        match kind {
            validator::ValidationErrorsKind::Struct(inner) => flatten(inner, &pointer, found),
            validator::ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    flatten(inner, &format!("{pointer}/{index}"), found);
                }
            }
            validator::ValidationErrorsKind::Field(list) => {
                for error in list {
                    found.push(from_validator(&pointer, error));
                }
            }
        }
    }
}

fn from_validator(pointer: &str, error: &validator::ValidationError) -> FieldError {
    let mut params: Params = error
        .params
        .iter()
        .filter(|(name, _)| matches!(name.as_ref(), "min" | "max" | "equal"))
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect();
    let length = error.params.get("value").map(|value| match value {
        serde_json::Value::String(text) => text.chars().count() as u64,
        serde_json::Value::Array(items) => items.len() as u64,
        _ => 0,
    });
    let bound = |name: &str| error.params.get(name).and_then(serde_json::Value::as_u64);
    let code = match error.code.as_ref() {
        "required" => FieldCode::Required,
        "length" => match (length, bound("min")) {
            (Some(0), Some(1)) => FieldCode::Required,
            (Some(actual), Some(min)) if actual < min => FieldCode::TooShort,
            _ if error.params.get("value").is_some_and(serde_json::Value::is_array) => FieldCode::TooMany,
            _ => FieldCode::TooLong,
        },
        "range" => FieldCode::OutOfRange,
        "email" => FieldCode::EmailMalformed,
        "control_character" => FieldCode::ControlCharacter,
        "phone_malformed" => FieldCode::PhoneMalformed,
        "code_malformed" => FieldCode::CodeMalformed,
        _ => FieldCode::UnknownValue,
    };
    if matches!(code, FieldCode::Required) {
        params.clear();
    }
    FieldError {
        params,
        ..FieldError::new(pointer, code)
    }
}

/// Whether a character may not occur in a text: a control character, or a code point that is not a character.
pub fn is_no_text(c: char) -> bool {
    c.is_control() || rules::name::is_noncharacter(c)
}

/// For `#[validate(custom(function = "plain_text"))]`: a text without control characters.
pub fn plain_text(text: &str) -> Result<(), validator::ValidationError> {
    if text.chars().any(is_no_text) {
        Err(validator::ValidationError::new("control_character"))
    } else {
        Ok(())
    }
}

/// For `#[validate(custom(function = "one_time_code"))]`: six digits or a recovery code, in any way of writing.
pub fn one_time_code(text: &str) -> Result<(), validator::ValidationError> {
    // An empty code is reported as missing.
    if text.is_empty() || rules::one_time_code::read(text).is_some() {
        Ok(())
    } else {
        Err(validator::ValidationError::new("code_malformed"))
    }
}

/// For `#[validate(custom(function = "long_text"))]`: a text of several lines, without other control characters.
pub fn long_text(text: &str) -> Result<(), validator::ValidationError> {
    if text.chars().any(|c| is_no_text(c) && c != '\n') {
        Err(validator::ValidationError::new("control_character"))
    } else {
        Ok(())
    }
}

/// For `#[validate(custom(function = "phone"))]`: digits with the usual separators, 6 to 15 of them (E.164). A number
/// that begins with the trunk prefix 0 has a prefix and a number: at least 9. `905000148.0` is no number but what a
/// spreadsheet makes of one; which zeros it has lost is not guessed.
pub fn phone(text: &str) -> Result<(), validator::ValidationError> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_national = text.trim_start_matches(['(', ' ']).starts_with('0');
    let usual = text
        .chars()
        .enumerate()
        .all(|(at, c)| c.is_ascii_digit() || " .-()".contains(c) || (at == 0 && c == '+'));
    let is_decimal = text.rsplit_once('.').is_some_and(|(_, last)| last.trim().len() < 2);
    if usual && !is_decimal && (if is_national { 9 } else { 6 }..=15).contains(&digits) && text.len() <= 32 {
        Ok(())
    } else {
        Err(validator::ValidationError::new("phone_malformed"))
    }
}

/// For `#[validate(custom(function = "email"))]`: one `@` between a name and a host with a dot, no characters that an
/// address cannot have, at most 160 characters. Only a mail can show whether the address is reachable. We do not use
/// the check of `validator`: its regular expressions and its tables of international names made the web application a
/// third larger.
pub fn email(text: &str) -> Result<(), validator::ValidationError> {
    let malformed = || Err(validator::ValidationError::new("email"));
    let Some((name, host)) = text.split_once('@') else {
        return malformed();
    };
    let allowed = |c: char| !c.is_whitespace() && !c.is_control() && !"@\"(),:;<>[\\]".contains(c);
    let dotted = |part: &str| part.split('.').all(|piece| !piece.is_empty());
    let host_is_usual = host.contains('.')
        && host.split('.').all(|label| {
            !label.starts_with('-') && !label.ends_with('-') && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
    let fits = text.chars().count() <= 160 && name.len() <= 64 && host.len() <= 253;
    if fits && name.chars().all(allowed) && dotted(name) && dotted(host) && host_is_usual {
        Ok(())
    } else {
        malformed()
    }
}

/// Collects errors and warnings while a request is read field by field.
#[derive(Default)]
pub(crate) struct Findings {
    pub errors: Vec<FieldError>,
    pub warnings: Vec<Warning>,
}

/// The code for a text that could not be read. An instant that lacks only its offset gets its own code: it is the usual
/// mistake of a program, and hard to find without that hint.
pub fn malformed_because(malformed: FieldCode, text: &str) -> FieldCode {
    let lacks_offset = || text.contains(['T', 't']) && crate::Timestamp::parse(&format!("{}Z", text.trim())).is_some();
    // A day that does not exist, such as 30 February, is distinguished from a text that is not a date.
    let is_iso = || {
        text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            })
    };
    match malformed {
        FieldCode::InstantMalformed if lacks_offset() => FieldCode::InstantWithoutOffset,
        FieldCode::DateNotInCalendar if !is_iso() => FieldCode::DateNotIso,
        _ => malformed,
    }
}

/// The same as an error of serde, which passes on only its text: code that reads bodies and parameters gets the code
/// from it with [`code_of`].
pub fn unreadable<E: serde::de::Error>(malformed: FieldCode, text: &str) -> E {
    E::custom(malformed_because(malformed, text).as_str())
}

/// The code that [`unreadable`] wrote into the text of an error. `serde_json` appends the position to it.
pub fn code_of(cause: &str) -> Option<FieldCode> {
    let codes = [
        FieldCode::DateNotInCalendar,
        FieldCode::DateNotIso,
        FieldCode::InstantMalformed,
        FieldCode::InstantWithoutOffset,
    ];
    let word = cause.split(' ').next();
    codes.into_iter().find(|code| Some(code.as_str()) == word)
}

impl Findings {
    /// Adds an error.
    pub fn error(&mut self, pointer: &str, code: FieldCode) -> &mut FieldError {
        let at = self.errors.len();
        self.errors.push(FieldError::new(pointer, code));
        &mut self.errors[at]
    }

    /// Adds a warning.
    pub fn warn(&mut self, pointer: &str, code: WarningCode) -> &mut Warning {
        let at = self.warnings.len();
        self.warnings.push(Warning::new(pointer, code));
        &mut self.warnings[at]
    }

    /// The value of a mandatory field.
    pub fn required<T: Clone>(&mut self, pointer: &str, given: &Given<T>, malformed: FieldCode) -> Option<T> {
        if given.is_absent() {
            self.error(pointer, FieldCode::Required);
        }
        self.optional(pointer, given, malformed)
    }

    /// The value of an optional field.
    pub fn optional<T: Clone>(&mut self, pointer: &str, given: &Given<T>, malformed: FieldCode) -> Option<T> {
        match given {
            Given::Value(value) => Some(value.clone()),
            Given::Bad(text) => {
                self.error(pointer, malformed_because(malformed, text));
                None
            }
            Given::Missing | Given::Null => None,
        }
    }

    /// The instant of a mandatory field.
    pub fn required_instant(&mut self, pointer: &str, given: &Given<Timestamp>) -> Option<Timestamp> {
        self.required(pointer, given, FieldCode::InstantMalformed)
    }

    /// A mandatory text of 1 to `max` characters, trimmed, without control characters.
    pub fn required_text(&mut self, pointer: &str, given: &Given<String>, max: usize) -> Option<String> {
        let text = self.optional_text(pointer, given, max);
        let blank = given.value().is_none_or(|value| rules::name::trim(value).is_empty());
        if blank {
            self.error(pointer, FieldCode::Required);
        }
        text
    }

    /// An optional text of at most `max` characters; a blank text counts as absent.
    pub fn optional_text(&mut self, pointer: &str, given: &Given<String>, max: usize) -> Option<String> {
        let typed = rules::name::trim(given.value()?);
        if typed.chars().any(is_no_text) {
            self.error(pointer, FieldCode::ControlCharacter);
            return None;
        }
        // One canonical form for each text: NFC, single spaces, no invisible characters.
        let text = rules::name::normalise(typed);
        if text.chars().count() > max {
            self.error(pointer, FieldCode::TooLong)
                .params
                .insert("max".into(), max.to_string());
            return None;
        }
        (!text.is_empty()).then_some(text)
    }
}

/// A date in the format that people here use: `21/11/2026`.
pub fn spoken_date(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), u8::from(date.month()), date.year())
}

/// An instant in the format that people here use: `21/11/2026, 19:42`.
pub fn spoken_instant(at: Timestamp) -> String {
    let here = rules::zone::local(at.get());
    format!("{}, {:02}:{:02}", spoken_date(here.date()), here.hour(), here.minute())
}

#[cfg(test)]
mod tests {
    use super::{email, phone};

    #[test]
    fn a_telephone_number_of_the_country_is_whole() {
        for good in [
            "0905 000 148",
            "0258 3 822 104",
            "(0258) 352 0148",
            "+84 905 000 148",
            "1900 1234",
            "02 123 45 67",
            "0905.000.148",
        ] {
            assert!(phone(good).is_ok(), "{good}");
        }
        for bad in [
            "0258123",
            "0905 000",
            "12345",
            "gọi tôi",
            "905000148.0",
            "905000148.",
            "9.05000148E8",
        ] {
            assert!(phone(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_address_has_a_name_and_a_host_and_nothing_that_an_address_cannot_have() {
        for good in ["le.tan@haidang.vn", "a+b@mail.khach-san.com.vn", "bưu.điện@ví-dụ.vn"] {
            assert!(email(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "haidang.vn",
            "@haidang.vn",
            "le.tan@",
            "le.tan@localhost",
            "le tan@haidang.vn",
            "le..tan@haidang.vn",
            "a@b@haidang.vn",
            "le.tan@-haidang.vn",
            "le.tan@haidang..vn",
            "<a@haidang.vn>",
            "a@haidang.vn\n",
        ] {
            assert!(email(bad).is_err(), "{bad:?}");
        }
        assert!(email(&format!("{}@haidang.vn", "a".repeat(65))).is_err());
    }
}

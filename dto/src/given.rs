//! A request field that distinguishes absent, null, valid and invalid values.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{borrow::Cow, fmt, marker::PhantomData, str::FromStr};
use time::Date;
use uuid::Uuid;

/// A field as the client sent it.
///
/// Serde stops at the first value that it cannot read, but users need all mistakes at once. So a value that does not
/// parse is kept as [`Given::Bad`], a missing one as [`Given::Missing`], and the check that follows reports all of
/// them. In a patch, missing means "do not change", null "clear".
#[derive(Clone, PartialEq, Eq, Default)]
pub enum Given<T> {
    /// The field was absent.
    #[default]
    Missing,
    /// The field was `null`.
    Null,
    /// The field has a valid value.
    Value(T),
    /// The field was a string that is not a valid `T`.
    Bad(String),
}

impl<T> Given<T> {
    /// The value, if it is valid.
    pub fn value(&self) -> Option<&T> {
        if let Self::Value(value) = self {
            Some(value)
        } else {
            None
        }
    }

    /// Whether the field was absent.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// Whether the field has neither a valid nor an invalid value.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Missing | Self::Null)
    }

    /// `patch` where it has a value or null, else `self`.
    #[must_use]
    pub fn patched(self, patch: Self) -> Self {
        if patch.is_missing() { self } else { patch }
    }

    /// From an optional value: `None` is null.
    pub fn from_option(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T> From<T> for Given<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// Shows only the state of the field: its content may be personal data.
impl<T> fmt::Debug for Given<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "Missing",
            Self::Null => "Null",
            Self::Value(_) => "Value(…)",
            Self::Bad(_) => "Bad(…)",
        })
    }
}

/// A type that can be written as one JSON string.
pub trait Text: Sized {
    /// Reads the value; `None` if the text is not a valid value.
    fn from_text(text: &str) -> Option<Self>;
    /// Writes the format that [`Text::from_text`] reads.
    fn to_text(&self) -> Cow<'_, str>;
}

impl Text for String {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl Text for Date {
    fn from_text(text: &str) -> Option<Self> {
        // Exactly YYYY-MM-DD: ISO 8601 has many more forms, which no form and no PMS should send.
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = |part: &str, len| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit());
        if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
            return None;
        }
        if year.starts_with('0') {
            return None;
        }
        let month = time::Month::try_from(u8::from_str(month).ok()?).ok()?;
        Self::from_calendar_date(i32::from_str(year).ok()?, month, u8::from_str(day).ok()?).ok()
    }
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Owned(format!(
            "{:04}-{:02}-{:02}",
            self.year(),
            u8::from(self.month()),
            self.day()
        ))
    }
}

impl Text for Uuid {
    fn from_text(text: &str) -> Option<Self> {
        Self::parse_str(text).ok()
    }
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

/// Implements [`Text`] for codes, by their names. Called where the code is declared, or, for codes of `rules`, in the
/// module of the domain whose messages contain them.
macro_rules! text_of_codes {
    ($($code:ty),+ $(,)?) => {$(
        impl $crate::given::Text for $code {
            fn from_text(text: &str) -> Option<Self> {
                Self::from_name(text)
            }
            fn to_text(&self) -> std::borrow::Cow<'_, str> {
                std::borrow::Cow::Borrowed(self.as_str())
            }
        }
    )+};
}

pub(crate) use text_of_codes;

impl<T: Text> Serialize for Given<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Missing | Self::Null => serializer.serialize_none(),
            Self::Value(value) => serializer.serialize_str(&value.to_text()),
            Self::Bad(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de, T: Text> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OptionVisitor<T>(PhantomData<T>);

        impl<'de, T: Text> de::Visitor<'de> for OptionVisitor<T> {
            type Value = Given<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or null")
            }

            fn visit_none<E>(self) -> Result<Self::Value, E> {
                Ok(Given::Null)
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Given::Null)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
                let text = String::deserialize(deserializer)?;
                Ok(T::from_text(&text).map_or(Given::Bad(text), Given::Value))
            }
        }

        deserializer.deserialize_option(OptionVisitor(PhantomData))
    }
}

impl validator::ValidateLength<u64> for Given<String> {
    fn length(&self) -> Option<u64> {
        self.value().map(|text| text.chars().count() as u64)
    }
}

impl<T> validator::ValidateRequired for Given<T> {
    fn is_some(&self) -> bool {
        !self.is_absent()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_remembers_how_it_came() {
        #[derive(Deserialize)]
        struct Form {
            #[serde(default)]
            day: Given<Date>,
        }
        let read = |json: &str| serde_json::from_str::<Form>(json).unwrap().day;
        assert!(read("{}").is_missing());
        assert_eq!(read(r#"{"day":null}"#), Given::Null);
        assert_eq!(read(r#"{"day":"2026-02-30"}"#), Given::Bad("2026-02-30".into()));
        assert_eq!(read(r#"{"day":"2026-02-28"}"#).value().unwrap().day(), 28);
        assert!(serde_json::from_str::<Form>(r#"{"day":5}"#).is_err());
    }

    #[test]
    fn debug_never_shows_the_content() {
        assert_eq!(format!("{:?}", Given::Value("secret".to_owned())), "Value(…)");
    }
}

//! The one type for instants.

use crate::check::unreadable;
use crate::given::Text;
use crate::problem::FieldCode;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{borrow::Cow, fmt};
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

/// An instant, always in UTC and in whole seconds.
///
/// Both are enforced on input, because text timestamps with different offsets or truncated fractions sort wrongly in
/// SQLite. In JSON it is RFC 3339: any offset is accepted, `Z` is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(OffsetDateTime);

impl Timestamp {
    /// The instant as a UTC date-time.
    pub fn get(self) -> OffsetDateTime {
        self.0
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn unix(self) -> i64 {
        self.0.unix_timestamp()
    }

    /// The instant `seconds` after 1970-01-01T00:00:00Z, if it lies within years 1 to 9999.
    pub fn from_unix(seconds: i64) -> Option<Self> {
        OffsetDateTime::from_unix_timestamp(seconds)
            .ok()
            .filter(|at| (1..=9999).contains(&at.year()))
            .map(Self)
    }

    /// Reads RFC 3339 with any offset, years 1000 to 9999: for earlier years neither engine sorts text and time in the
    /// same order.
    pub fn parse(text: &str) -> Option<Self> {
        let at = OffsetDateTime::parse(text, &Rfc3339)
            .ok()?
            .checked_to_offset(UtcOffset::UTC)?;
        (1000..=9999).contains(&at.year()).then(|| Self::from(at))
    }

    /// This instant moved by `seconds`, kept within what can be represented.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(time::Duration::seconds(seconds)))
    }
}

impl From<OffsetDateTime> for Timestamp {
    fn from(at: OffsetDateTime) -> Self {
        let utc = at.checked_to_offset(UtcOffset::UTC).unwrap_or(at);
        Self(utc.replace_nanosecond(0).unwrap_or(utc))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.format(&Rfc3339).map_err(|_| fmt::Error)?;
        f.write_str(&text)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| unreadable(FieldCode::InstantMalformed, &text))
    }
}

impl Text for Timestamp {
    fn from_text(text: &str) -> Option<Self> {
        Self::parse(text)
    }
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

#[cfg(feature = "openapi")]
mod schema {
    use super::Timestamp;
    use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type};

    impl utoipa::PartialSchema for Timestamp {
        fn schema() -> RefOr<Schema> {
            ObjectBuilder::new()
                .schema_type(Type::String)
                .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
                .description(Some(
                    "An instant, RFC 3339 with offset; answered in UTC, to the second.",
                ))
                .examples(["2026-11-21T12:42:00Z"])
                .into()
        }
    }

    impl utoipa::ToSchema for Timestamp {
        fn name() -> std::borrow::Cow<'static, str> {
            "Timestamp".into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn any_offset_is_read_and_utc_to_the_second_is_written() {
        let local = Timestamp::parse("2026-11-21T19:42:31.75+07:00").unwrap();
        assert_eq!(local.to_string(), "2026-11-21T12:42:31Z");
        assert_eq!(serde_json::to_string(&local).unwrap(), "\"2026-11-21T12:42:31Z\"");
    }

    #[test]
    fn what_is_not_an_instant_is_refused() {
        for bad in [
            "",
            "2026-11-21",
            "2026-11-21T19:42",
            "2026-02-30T00:00:00Z",
            "21/11/2026",
        ] {
            assert!(Timestamp::parse(bad).is_none(), "{bad}");
        }
    }
}

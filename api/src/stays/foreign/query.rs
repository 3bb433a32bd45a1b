//! The filter of a list of foreign guests.

use crate::error::{Error, Result};
use crate::http::WrongParameters;
use crate::http::paging::Wanted;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use dto::Timestamp;
use dto::problem::{ErrorCode, FieldCode, FieldError};
use dto::stay::{FOREIGN_DAYS, ForeignState};
use serde::Deserialize;
use time::{Date, Duration};
use utoipa::IntoParams;
use uuid::Uuid;

/// Maximum number of days of one list.
const MOST_DAYS: i64 = 366;

/// Which foreign guests.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ForeignQuery {
    /// Only guests in this state.
    #[param(inline)]
    pub state: Option<ForeignState>,
    /// Arrived on or after this local day; default 30 days before the last day.
    #[serde(default, with = "dto::date::option")]
    #[param(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// Arrived on or before this local day, at most 366 days in all; default today.
    #[serde(default, with = "dto::date::option")]
    #[param(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
    /// The cursor of the previous page.
    #[param(max_length = 120)]
    pub cursor: Option<String>,
    /// Maximum number of results, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    pub limit: Option<usize>,
}

/// The days of arrival, including both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
}

impl Days {
    /// The days in which waiting guests are looked for, up to today.
    pub fn until(today: Date) -> Self {
        Self {
            from: today.saturating_sub(Duration::days(FOREIGN_DAYS - 1)),
            to: today,
        }
    }
}

/// The start of a page: after this guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    /// The position of the state in the order of the list.
    pub place: u8,
    /// When the guest arrived.
    pub arrival_at: Timestamp,
    /// The stay.
    pub id: Uuid,
}

impl After {
    /// As text.
    pub fn write(self) -> String {
        let at = self.arrival_at.unix().to_be_bytes();
        URL_SAFE_NO_PAD.encode([&[self.place][..], &at, self.id.as_bytes()].concat())
    }

    fn read(text: &str) -> Option<Self> {
        let bytes: [u8; 25] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let (place, rest) = bytes.split_at(1);
        let (at, id) = rest.split_at(8);
        Some(Self {
            place: place[0],
            arrival_at: Timestamp::from_unix(i64::from_be_bytes(at.try_into().ok()?))?,
            id: Uuid::from_bytes(id.try_into().ok()?),
        })
    }
}

impl ForeignQuery {
    /// The requested days.
    pub fn days(&self, today: Date) -> Result<Days> {
        let to = self.to.unwrap_or(today);
        let days = Days {
            from: self.from.unwrap_or(Days::until(to).from),
            to,
        };
        let length = (days.to - days.from).whole_days();
        match length {
            ..0 => Err(Error::parameter("to", FieldCode::PeriodReversed)),
            0..MOST_DAYS => Ok(days),
            _ => {
                let error = FieldError::parameter("from", FieldCode::DaysTooMany).with("days", MOST_DAYS);
                Err(Error::new(ErrorCode::MalformedRequest).about(vec![error]))
            }
        }
    }

    /// The requested page.
    pub fn page(&self) -> Result<Wanted<After>> {
        let mut wrong = WrongParameters::default();
        let wanted = wrong.page(self.cursor.as_deref(), self.limit, After::read);
        wrong.told()?;
        Ok(wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_cursor_comes_back_as_it_was() {
        let after = After {
            place: 3,
            arrival_at: Timestamp::from_unix(1_795_000_000).unwrap(),
            id: Uuid::now_v7(),
        };
        assert_eq!(After::read(&after.write()), Some(after));
        for bad in ["", "x", "%%%", &after.write()[1..]] {
            assert_eq!(After::read(bad), None);
        }
    }

    #[test]
    fn without_days_a_list_looks_back_for_a_month_and_never_for_more_than_a_year() {
        let today = date!(2026 - 11 - 22);
        let days = |from, to| {
            let query = ForeignQuery {
                from,
                to,
                ..ForeignQuery::default()
            };
            query.days(today).map(|days| (days.from, days.to)).ok()
        };
        assert_eq!(days(None, None), Some((date!(2026 - 10 - 23), today)));
        let day = date!(2026 - 03 - 31);
        assert_eq!(days(None, Some(day)), Some((date!(2026 - 03 - 01), day)));
        assert_eq!(
            days(Some(date!(2025 - 11 - 22)), None),
            Some((date!(2025 - 11 - 22), today))
        );
        assert_eq!(days(Some(date!(2025 - 11 - 21)), None), None);
        assert_eq!(days(Some(date!(2026 - 11 - 23)), None), None);
    }
}

//! The subject and the period of a register.

use crate::error::{Error, Result};
use crate::http::WrongParameters;
use crate::http::paging::{Moment, Wanted};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use dto::Timestamp;
use dto::problem::{ErrorCode, FieldCode};
use dto::stay::MOST_DAYS;
use serde::Deserialize;
use time::Date;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Which register. Without facility and area: that of the caller.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RegisterQuery {
    /// The register of this facility.
    pub facility_id: Option<Uuid>,
    /// The register of this area; not together with a facility.
    #[param(max_length = 10, example = "22366")]
    pub area_code: Option<String>,
    /// Stays notified on or after this local day; default today.
    #[serde(default, with = "dto::date::option")]
    #[param(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// Stays notified on or before this local day, at most 31 days in all; default the first day alone.
    #[serde(default, with = "dto::date::option")]
    #[param(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
    /// The purpose: a code of the list `search_purposes`. Mandatory for the register of an area; it is recorded.
    #[param(max_length = 40, example = "residence_check")]
    pub purpose: Option<String>,
    /// The number of the written order, where there is one; it is recorded.
    #[param(max_length = 60, example = "214/CAP-2026")]
    pub reference: Option<String>,
    /// The format; default `json`. A file contains the whole register, `json` a page of it.
    #[param(inline)]
    pub format: Option<RegisterFormat>,
    /// The cursor of the previous page; for `json`.
    #[param(max_length = 120)]
    pub cursor: Option<String>,
    /// Maximum number of lines, 1 to 100; for `json`.
    #[param(minimum = 1, maximum = 100, default = 50)]
    pub limit: Option<usize>,
}

/// The format of a register.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RegisterFormat {
    /// A page of lines, the numbers of documents masked.
    #[default]
    Json,
    /// A spreadsheet.
    Xlsx,
    /// A PDF document.
    Pdf,
}

impl RegisterFormat {
    /// The name in the API and in the file name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
        }
    }
}

/// The days of a register, including both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
}

/// The start of a page: after this line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    /// The stay of the last line.
    pub stay: Moment,
    /// Its number.
    pub number: u64,
}

impl After {
    /// As text.
    pub fn write(self) -> String {
        let stay = self.stay;
        URL_SAFE_NO_PAD.encode(
            [
                &stay.at.unix().to_be_bytes()[..],
                stay.id.as_bytes(),
                &self.number.to_be_bytes(),
            ]
            .concat(),
        )
    }

    fn read(text: &str) -> Option<Self> {
        let bytes: [u8; 32] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let (at, rest) = bytes.split_at(8);
        let (id, number) = rest.split_at(16);
        Some(Self {
            stay: Moment {
                at: Timestamp::from_unix(i64::from_be_bytes(at.try_into().ok()?))?,
                id: Uuid::from_bytes(id.try_into().ok()?),
            },
            number: u64::from_be_bytes(number.try_into().ok()?),
        })
    }
}

impl RegisterQuery {
    /// The requested days.
    pub fn period(&self, today: Date) -> Result<Period> {
        let from = self.from.or(self.to).unwrap_or(today);
        let to = self.to.unwrap_or(from);
        if from > to {
            return Err(Error::parameter("to", FieldCode::PeriodReversed));
        }
        if (to - from).whole_days() >= MOST_DAYS {
            return Err(Error::new(ErrorCode::RegisterPeriodTooLong).with("days", MOST_DAYS));
        }
        Ok(Period { from, to })
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
    fn where_a_page_begins_comes_back_as_it_was() {
        let after = After {
            stay: Moment {
                at: Timestamp::from_unix(1_795_000_000).unwrap(),
                id: Uuid::now_v7(),
            },
            number: 2_117,
        };
        assert_eq!(After::read(&after.write()), Some(after));
        for bad in ["", "x", "%%%", &after.write()[1..]] {
            assert_eq!(After::read(bad), None);
        }
    }

    #[test]
    fn a_day_alone_is_the_first_and_the_last_of_its_register() {
        let today = date!(2026 - 11 - 21);
        let period = |from, to| {
            let query = RegisterQuery {
                from,
                to,
                ..RegisterQuery::default()
            };
            query.period(today).map(|period| (period.from, period.to)).ok()
        };
        assert_eq!(period(None, None), Some((today, today)));
        let other = date!(2026 - 10 - 01);
        assert_eq!(period(Some(other), None), Some((other, other)));
        assert_eq!(period(None, Some(other)), Some((other, other)));
        assert_eq!(
            period(Some(other), Some(date!(2026 - 10 - 31))),
            Some((other, date!(2026 - 10 - 31)))
        );
        assert_eq!(period(Some(other), Some(date!(2026 - 11 - 01))), None);
        assert_eq!(period(Some(today), Some(other)), None);
    }
}

//! The filter and the start of a page of a list of stays.

use crate::error::Result;
use crate::http::WrongParameters;
use crate::http::paging::{Moment, Wanted};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use dto::Timestamp;
use dto::problem::FieldCode;
use dto::stay::TalkState;
use rules::nights::StayKind;
use serde::Deserialize;
use time::Date;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Which stays. There is no filter by names and numbers, because they must not appear in a URL: use the search for
/// that.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StayQuery {
    /// Only stays at this facility.
    pub facility_id: Option<Uuid>,
    /// Only stays of this group (`group_id` of each of them).
    pub group_id: Option<Uuid>,
    /// Only stays notified on or after this local day.
    #[serde(default, with = "dto::date::option")]
    #[param(value_type = Option<String>, format = Date)]
    pub notified_from: Option<Date>,
    /// Only stays notified on or before this local day.
    #[serde(default, with = "dto::date::option")]
    #[param(value_type = Option<String>, format = Date)]
    pub notified_to: Option<Date>,
    /// Only stays in this state.
    #[param(inline)]
    pub state: Option<StateFilter>,
    /// Only guests of this nationality: an alpha-2 code, or `foreign` for all but `VN`.
    #[param(max_length = 7, example = "foreign")]
    pub nationality: Option<String>,
    /// Only stays notified late, or only those in time.
    pub late: Option<bool>,
    /// Only overnight stays, or only day use.
    #[param(inline)]
    pub kind: Option<StayKind>,
    /// Only stays that the police have seen, or only those that they have not seen.
    pub acknowledged: Option<bool>,
    /// Only stays with an open question, or with an answered one.
    #[param(inline)]
    pub talk: Option<TalkState>,
    /// Only stays that got their current version at or after this instant: notified, corrected, extended, moved,
    /// departed or cancelled. Acknowledgements and questions of the police, and nights that are added automatically,
    /// make no version.
    #[param(value_type = Option<String>, format = DateTime)]
    pub updated_since: Option<Timestamp>,
    /// The sort order: the newest notification first, or the oldest change first. A stay that changes while a client
    /// reads the second order appears again at its end; none is missed.
    #[serde(default)]
    #[param(inline)]
    pub sort: StaySort,
    /// The cursor of the previous page, in the same order.
    #[param(max_length = 120)]
    pub cursor: Option<String>,
    /// Maximum number of results, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    pub limit: Option<usize>,
}

/// The order of a list of stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[schema(default = "-notified_at")]
pub enum StaySort {
    /// The newest notification first.
    #[default]
    #[serde(rename = "-notified_at")]
    Newest,
    /// The oldest change first.
    #[serde(rename = "updated_at")]
    Updated,
}

/// The state of a stay, as a filter of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StateFilter {
    /// Notified in advance; the guest has not arrived.
    Expected,
    /// The guest is present, including guests who leave today and those past their planned departure.
    Present,
    /// The guest is present and plans to leave today.
    Leaving,
    /// The guest is past the planned departure, and no departure is declared.
    Overdue,
    /// The departure is declared.
    Departed,
    /// The notification was cancelled.
    Cancelled,
}

/// The start of a page: after this stay, in order of notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// When the last stay of the previous page was notified.
    pub notified_at: Timestamp,
    /// Its id.
    pub id: Uuid,
}

/// The start of a page, in either order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// In order of notification.
    Notified(Cursor),
    /// In order of the last change.
    Updated(Moment),
}

impl Cursor {
    /// As text.
    pub fn write(self) -> String {
        URL_SAFE_NO_PAD.encode([&self.notified_at.unix().to_be_bytes()[..], self.id.as_bytes()].concat())
    }

    fn read(text: &str) -> Option<Self> {
        let bytes: [u8; 24] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let (at, id) = bytes.split_at(8);
        Some(Self {
            notified_at: Timestamp::from_unix(i64::from_be_bytes(at.try_into().ok()?))?,
            id: Uuid::from_bytes(id.try_into().ok()?),
        })
    }
}

impl StayQuery {
    /// The requested page, if the query is valid.
    pub fn checked(&self) -> Result<Wanted<After>> {
        let mut wrong = WrongParameters::default();
        let is_backwards = self
            .notified_from
            .zip(self.notified_to)
            .is_some_and(|(from, to)| from > to);
        let is_code =
            |code: &str| code == "foreign" || (code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()));
        wrong.note_if(is_backwards, "notified_to", FieldCode::PeriodReversed);
        let is_other = self.nationality.as_deref().is_some_and(|code| !is_code(code));
        wrong.note_if(is_other, "nationality", FieldCode::UnknownValue);
        let wanted = wrong.page(self.cursor.as_deref(), self.limit, |text| match self.sort {
            StaySort::Newest => Cursor::read(text).map(After::Notified),
            StaySort::Updated => Moment::read(text).map(After::Updated),
        });
        wrong.told()?;
        Ok(wanted)
    }

    /// The names of the filters that are set: the log records no more.
    pub fn names_of_what_is_set(&self) -> Vec<&'static str> {
        [
            ("facility_id", self.facility_id.is_some()),
            ("group_id", self.group_id.is_some()),
            ("notified_from", self.notified_from.is_some()),
            ("notified_to", self.notified_to.is_some()),
            ("state", self.state.is_some()),
            ("nationality", self.nationality.is_some()),
            ("late", self.late.is_some()),
            ("kind", self.kind.is_some()),
            ("acknowledged", self.acknowledged.is_some()),
            ("talk", self.talk.is_some()),
            ("updated_since", self.updated_since.is_some()),
        ]
        .into_iter()
        .filter_map(|(name, is_set)| is_set.then_some(name))
        .collect()
    }

    /// Whether the period is short enough to count the stays in it.
    pub fn is_countable(&self) -> bool {
        self.notified_from
            .zip(self.notified_to)
            .is_some_and(|(from, to)| (to - from).whole_days() < 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_was() {
        let cursor = Cursor {
            notified_at: Timestamp::from_unix(1_795_000_000).unwrap(),
            id: Uuid::now_v7(),
        };
        assert_eq!(Cursor::read(&cursor.write()), Some(cursor));
        for bad in ["", "x", "%%%", &cursor.write()[1..]] {
            assert_eq!(Cursor::read(bad), None);
        }
    }
}

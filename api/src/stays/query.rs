//! Which stays a list shows, and where a page begins.

use crate::error::Result;
use crate::http::WrongParameters;
use crate::http::paging::{Moment, Wanted};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use dto::Timestamp;
use dto::problem::FieldCode;
use rules::nights::StayKind;
use serde::Deserialize;
use time::Date;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Which stays. Names and numbers are not among it: they must not stand in an address; search for them.
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
    /// Only stays that stand so.
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
    /// Only stays that the police have seen, or only those that they have not.
    pub acknowledged: Option<bool>,
    /// Only stays about which a question waits for its answer, or was answered last.
    #[param(inline)]
    pub talk: Option<TalkFilter>,
    /// Only stays that came to their present version at or after this instant: notified, corrected, extended, moved, left or
    /// taken back. What the police note or ask about a stay, and what the clock makes of it, is no version.
    #[param(value_type = Option<String>, format = DateTime)]
    pub updated_since: Option<Timestamp>,
    /// In which order: the newest notification first, or whoever was changed first. A stay that is changed while the second is
    /// being read comes once more at its end; none is left out.
    #[serde(default)]
    #[param(inline)]
    pub sort: StaySort,
    /// Where the last page ended; of the same order.
    #[param(max_length = 120)]
    pub cursor: Option<String>,
    /// How many at most, 1 to 100.
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
    /// Whoever came to the present version first.
    #[serde(rename = "updated_at")]
    Updated,
}

/// Where the talk about a stay stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TalkFilter {
    /// The facility has still to answer.
    Asked,
    /// The facility has answered.
    Answered,
}

/// How a stay stands, as far as a list can be asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StateFilter {
    /// Notified ahead; the guest has not arrived.
    Expected,
    /// The guest is there, those due to leave and those overdue among them.
    Present,
    /// The guest is there and means to leave today.
    Leaving,
    /// The guest is past the planned departure, and none was declared.
    Overdue,
    /// The departure is declared.
    Departed,
    /// The notification was taken back.
    Cancelled,
}

/// Where a page begins: after this stay, in order of notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// When the last stay of the page before was notified.
    pub notified_at: Timestamp,
    /// Its id.
    pub id: Uuid,
}

/// Where a page begins, in either order.
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
    /// The page that is asked for, if the rest makes sense.
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

    /// What it asks for, by name: for the log, which learns no more.
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

    /// Whether the period is short enough to count what it leaves.
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

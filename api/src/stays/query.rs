//! The filter and the start of a page of a list of stays.

use super::entity::stay;
use crate::App;
use crate::authz::Territory;
use crate::error::Result;
use crate::http::WrongParameters;
use crate::http::order::{Order, Place};
use crate::http::paging::Wanted;
use dto::Timestamp;
use dto::problem::FieldCode;
use dto::sort::StaySort;
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
    /// The sort order: the newest notification first, or another one; with `-` from its end. A stay that changes while
    /// a client reads the order `updated_at` appears again at its end; none is missed. The orders by arrival, planned
    /// departure, name and room are for few stays: one facility with an open `state`, a `group_id` or a period of at
    /// most 31 days (`arrival_at` without them as well), or one commune and one day.
    #[serde(default)]
    #[param(inline)]
    pub sort: StaySort,
    /// The cursor of the previous page, in the same order.
    #[param(max_length = 1000)]
    pub cursor: Option<String>,
    /// Maximum number of results, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    pub limit: Option<usize>,
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

impl StayQuery {
    /// The requested page in that order, if the query is valid.
    pub fn checked(&self, app: &App, scope: &Territory, order: &Order<stay::Model>) -> Result<Wanted<Place>> {
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
        wrong.note_if(!self.is_sortable(scope), "sort", FieldCode::SortTooWide);
        let wanted = wrong.page(self.cursor.as_deref(), self.limit, |text| order.read(app, text));
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

    /// The length of the period of notification; none where it has no end.
    fn days(&self) -> Option<i64> {
        let period = self.notified_from.zip(self.notified_to);
        period.map(|(from, to)| (to - from).whole_days() + 1)
    }

    /// Whether the period is short enough to count the stays in it.
    pub fn is_countable(&self) -> bool {
        self.days().is_some_and(|days| days <= 31)
    }

    /// Whether an index has the order, or few stays are left to be sorted: those of a month, of a group or still open at
    /// one facility, those of a day in one commune. No request sorts what a province has notified in years.
    fn is_sortable(&self, scope: &Territory) -> bool {
        let is_of_facility = scope.is_facility() || self.facility_id.is_some();
        let is_of_commune = matches!(scope, Territory::Area(area) if area.leaf);
        let is_few = match self.state {
            Some(StateFilter::Expected | StateFilter::Present | StateFilter::Leaving | StateFilter::Overdue) => true,
            Some(StateFilter::Departed | StateFilter::Cancelled) | None => {
                self.group_id.is_some() || self.is_countable()
            }
        };
        match self.sort {
            StaySort::Newest | StaySort::Oldest | StaySort::Updated => true,
            StaySort::Arrival | StaySort::ArrivalReversed if is_of_facility => true,
            _ => (is_of_facility && is_few) || (is_of_commune && self.days() == Some(1)),
        }
    }
}

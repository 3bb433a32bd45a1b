//! The queue: what a list of dossiers is asked for.

use crate::http::paging::Moment;
use dto::Timestamp;
use dto::dossier::DossierState;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Which dossiers a list shows.
pub struct Filter {
    /// Only those of these ranks.
    pub ranks: Vec<i16>,
    /// Only in this state.
    pub state: Option<DossierState>,
    /// Only of this procedure.
    pub procedure: Option<String>,
    /// Only dossiers that are overdue, or were overdue at the decision; or only the others.
    pub overdue: Option<bool>,
    /// Only those whose title has these folded words; none where nothing can be found.
    pub words: Option<Vec<String>>,
    /// Only the one of this number.
    pub number: Option<String>,
    /// Of what a unit was asked about and does not handle: what it has answered, or what it has still to answer. Ranks do not
    /// count for it.
    pub answered: Option<bool>,
    /// Newest first.
    pub newest_first: bool,
    /// Only those to which something happened at or after this moment.
    pub updated_since: Option<Timestamp>,
    /// The order.
    pub sort: DossierSort,
}

/// Where a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// In the queue.
    Queue(Place),
    /// In order of what happened last.
    Updated(Moment),
}

/// The order of a list of dossiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[schema(default = "queue")]
pub enum DossierSort {
    /// The order of the queue; finished ones: newest first.
    #[default]
    #[serde(rename = "queue")]
    Queue,
    /// The oldest change first.
    #[serde(rename = "updated_at")]
    Updated,
}

/// The place of a dossier in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its rank.
    pub rank: i16,
    /// The instant that orders it within.
    pub at: Timestamp,
    /// Its id.
    pub id: Uuid,
}

/// What is over its term at a moment, but for what is about accounts of these tiers.
#[derive(Clone, Copy)]
pub struct Overdue<'a> {
    /// The moment.
    pub at: Timestamp,
    /// The tiers on which whoever counts does not decide.
    pub but: &'a [String],
}

//! The filter and the start of a page of a list of dossiers.

use super::entity::dossier;
use super::entity::dossier_draft::UNCONFIRMED;
use super::queue::Filter;
use super::store::{DONE, RUNNING, STANDING};
use crate::App;
use crate::error::Result;
use crate::http::WrongParameters;
use crate::http::order::{Order, Place};
use crate::http::paging::Wanted;
use dto::Timestamp;
use dto::dossier::DossierState;
use dto::problem::FieldCode;
use dto::sort::DossierSort;
use serde::Deserialize;
use utoipa::IntoParams;

/// Which dossiers. There is no filter by names of people, because they must not appear in a URL.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DossierQuery {
    /// Only in this state. Default: dossiers that wait for a decision or for their applicant. Dossiers that are not
    /// confirmed are in no list.
    #[param(inline)]
    pub state: Option<DossierState>,
    /// Finished dossiers instead, newest first; for a consulted unit, those that it has answered. Only without `state`.
    #[param(default = false)]
    pub closed: Option<bool>,
    /// Only dossiers that wait for the office, as in `counts.waiting`; or only those that wait for their applicant.
    /// Only without `state` and `closed`.
    pub waiting: Option<bool>,
    /// Only of this procedure.
    #[param(max_length = 60, example = "account_registration")]
    pub procedure: Option<String>,
    /// Only dossiers that are overdue, or were overdue at the decision; or only the others.
    pub overdue: Option<bool>,
    /// A number such as `DK-0415`, which is then found in every state except `draft`, or words of the name of the
    /// facility or unit, with or without accents.
    #[param(max_length = 80)]
    pub q: Option<String>,
    /// Only dossiers that changed at or after this instant.
    #[param(value_type = Option<String>, format = DateTime)]
    pub updated_since: Option<Timestamp>,
    /// The sort order: that of the queue (finished ones: newest first), by receipt (`-filed_at`: the last first), or the
    /// oldest change first. A dossier that changes while a client reads the order `updated_at` appears again at its end;
    /// none is missed. That order contains both waiting and finished dossiers, unless the request asks for one of them.
    #[serde(default)]
    #[param(inline)]
    pub sort: DossierSort,
    /// The cursor of the previous page, in the same order.
    #[param(max_length = 1000)]
    pub cursor: Option<String>,
    /// Maximum number of results, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    pub limit: Option<usize>,
}

impl DossierQuery {
    /// Whether the newest dossiers come first.
    fn newest_first(&self) -> bool {
        match self.state {
            Some(state) => state.is_decided() || state == DossierState::Draft,
            None => self.closed == Some(true),
        }
    }

    /// The names of the filters that are set: the log does not record the words of a search.
    pub fn names_of_what_is_set(&self) -> Vec<&'static str> {
        [
            ("state", self.state.is_some()),
            ("closed", self.closed.is_some()),
            ("waiting", self.waiting.is_some()),
            ("procedure", self.procedure.is_some()),
            ("overdue", self.overdue.is_some()),
            ("q", self.q.is_some()),
            ("updated_since", self.updated_since.is_some()),
        ]
        .into_iter()
        .filter_map(|(name, is_set)| is_set.then_some(name))
        .collect()
    }

    /// The filter for the store.
    pub fn filter(&self) -> Result<Filter> {
        let q = self.q.as_deref().unwrap_or_default().trim();
        let mut wrong = WrongParameters::default();
        wrong.text("q", Some(q), 80);
        wrong.text("procedure", self.procedure.as_deref(), 60);
        // One of the two would have no effect.
        wrong.note_if(
            self.state.is_some() && self.closed.is_some(),
            "closed",
            FieldCode::EitherOr,
        );
        let is_other_part = self.state.is_some() || self.closed.is_some();
        wrong.note_if(self.waiting.is_some() && is_other_part, "waiting", FieldCode::EitherOr);
        wrong.told()?;
        let number = q.to_ascii_uppercase();
        let is_number = number.split_once('-').is_some_and(|(prefix, number)| {
            (1..=4).contains(&prefix.len())
                && prefix.bytes().all(|byte| byte.is_ascii_uppercase())
                && number.len() >= 4
                && number.bytes().all(|byte| byte.is_ascii_digit())
        });
        Ok(Filter {
            ranks: match (self.state, self.closed) {
                (Some(_), _) => vec![RUNNING, STANDING, DONE, UNCONFIRMED],
                (None, Some(true)) => vec![DONE],
                (None, None) if self.sort == DossierSort::Updated => vec![RUNNING, STANDING, DONE],
                // A caller who knows the number means that dossier, whatever its state.
                (None, None) if is_number => vec![RUNNING, STANDING, DONE],
                (None, _) => vec![RUNNING, STANDING],
            },
            state: self.state,
            waiting: self.waiting,
            procedure: self.procedure.clone(),
            overdue: self.overdue,
            words: if is_number {
                Some(Vec::new())
            } else {
                dto::stay::words_sought(q)
            },
            number: is_number.then_some(number),
            answered: None,
            newest_first: self.newest_first(),
            updated_since: self.updated_since,
            sort: self.sort,
        })
    }

    /// The requested page in that order.
    pub fn page(&self, app: &App, order: &Order<dossier::Model>) -> Result<Wanted<Place>> {
        let mut wrong = WrongParameters::default();
        let wanted = wrong.page(self.cursor.as_deref(), self.limit, |text| order.read(app, text));
        wrong.told()?;
        Ok(wanted)
    }
}

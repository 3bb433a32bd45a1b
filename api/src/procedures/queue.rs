//! The queue: the filter and the order of a list of dossiers.

use super::entity::dossier;
use crate::http::order::{Order, Term, Value};
use dto::Timestamp;
use dto::dossier::DossierState;
use dto::sort::DossierSort;
use sea_orm::sea_query::Expr;

/// The filter of a list of dossiers.
pub struct Filter {
    /// Only dossiers of these ranks.
    pub ranks: Vec<i16>,
    /// Only in this state.
    pub state: Option<DossierState>,
    /// Only dossiers that wait for the office; `false`: only the others.
    pub waiting: Option<bool>,
    /// Only of this procedure.
    pub procedure: Option<String>,
    /// Only dossiers that are overdue, or were overdue at the decision; `false`: only the others.
    pub overdue: Option<bool>,
    /// Only dossiers whose title has these folded words; none where nothing can match.
    pub words: Option<Vec<String>>,
    /// Only the dossier of this number.
    pub number: Option<String>,
    /// Only dossiers about which a unit was asked and that it does not handle: those it has answered, or those it has
    /// still to answer. Ranks do not apply to it.
    pub answered: Option<bool>,
    /// Newest first.
    pub newest_first: bool,
    /// Only dossiers with an event at or after this moment.
    pub updated_since: Option<Timestamp>,
    /// The order.
    pub sort: DossierSort,
}

/// The time of the last event of a dossier, as the expression of the index.
pub const UPDATED: &str = r#"COALESCE("dossier"."updated_at", "dossier"."created_at")"#;
/// The time of receipt, as the expression of the index.
const FILED: &str = r#"COALESCE("dossier"."filed_at", "dossier"."created_at")"#;

impl Filter {
    /// Returns the order of the list.
    pub fn order(&self) -> Order<dossier::Model> {
        use dossier::{Column, Model};
        let id = Term::column(Column::Id, |row: &Model| Value::Id(row.id));
        let queue_at = Term::column(Column::QueueAt, |row: &Model| row.queue_at.into());
        match self.sort {
            // The order has a second name, because the same query of an asked unit may have the other order the next
            // day.
            DossierSort::Queue if self.newest_first => Order::new("dossiers", "-queue", vec![queue_at, id]),
            DossierSort::Queue => {
                let rank = Term::column(Column::QueueRank, |row: &Model| Value::Number(row.queue_rank.into()));
                Order::new("dossiers", self.sort.as_str(), vec![rank, queue_at, id])
            }
            // Every dossier in a list has this time: a list contains only received ones.
            DossierSort::Filed | DossierSort::FiledReversed => {
                let filed = Term::expression(Expr::cust(FILED), |row: &Model| {
                    row.filed_at.unwrap_or(row.created_at).into()
                });
                Order::new("dossiers", self.sort.as_str(), vec![filed, id])
            }
            DossierSort::Updated => {
                let updated = Term::expression(Expr::cust(UPDATED), |row: &Model| {
                    Value::Moment(super::row::updated_at(row))
                });
                Order::new("dossiers", self.sort.as_str(), vec![updated, id])
            }
        }
    }
}

/// The condition for dossiers over their term at a moment, except those about accounts of these tiers.
#[derive(Clone, Copy)]
pub struct Overdue<'a> {
    /// The moment.
    pub at: Timestamp,
    /// The tiers on which the counting account does not decide.
    pub but: &'a [String],
}

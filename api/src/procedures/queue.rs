//! The queue: what a list of dossiers is asked for, and its order.

use super::entity::dossier;
use crate::http::order::{Order, Term, Value};
use dto::Timestamp;
use dto::dossier::DossierState;
use dto::sort::DossierSort;
use sea_orm::sea_query::Expr;

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

/// When something happened to a dossier last, as the index of that order has it.
pub const UPDATED: &str = r#"COALESCE("dossier"."updated_at", "dossier"."created_at")"#;
/// When it was received, as the index of that order has it.
const FILED: &str = r#"COALESCE("dossier"."filed_at", "dossier"."created_at")"#;

impl Filter {
    /// The order of the list.
    pub fn order(&self) -> Order<dossier::Model> {
        use dossier::{Column, Model};
        let id = Term::column(Column::Id, |row: &Model| Value::Id(row.id));
        let queue_at = Term::column(Column::QueueAt, |row: &Model| row.queue_at.into());
        match self.sort {
            // Another name, because the same query of a unit that was asked may have the other order tomorrow.
            DossierSort::Queue if self.newest_first => Order::new("dossiers", "-queue", vec![queue_at, id]),
            DossierSort::Queue => {
                let rank = Term::column(Column::QueueRank, |row: &Model| Value::Number(row.queue_rank.into()));
                Order::new("dossiers", self.sort.as_str(), vec![rank, queue_at, id])
            }
            // Of every dossier in a list: what is not received yet is in none.
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

/// What is over its term at a moment, but for what is about accounts of these tiers.
#[derive(Clone, Copy)]
pub struct Overdue<'a> {
    /// The moment.
    pub at: Timestamp,
    /// The tiers on which whoever counts does not decide.
    pub but: &'a [String],
}

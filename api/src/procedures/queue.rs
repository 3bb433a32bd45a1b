//! The queue: which dossiers a list shows, in which order, and how many there are.

use super::entity::{dossier, dossier_consultation};
use super::store::{is_asked, is_handled, visible};
use crate::authz::{Dossiers, Handled};
use crate::db::Coded;
use crate::error::Result;
use crate::http::order::{Order, Place, Term, Value};
use crate::http::paging::Wanted;
use dto::Timestamp;
use dto::dossier::{DossierCounts, DossierState};
use dto::sort::DossierSort;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
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

/// When something happened to a dossier last, as the index of that order has it.
const UPDATED: &str = r#"COALESCE("dossier"."updated_at", "dossier"."created_at")"#;
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

fn is_overdue(now: Timestamp, but: &[String]) -> Condition {
    use dossier::Column;
    Condition::all().add(is_own(but)).add(
        Condition::any()
            .add(Column::LateSeconds.is_not_null())
            .add(Column::DueAt.lte(now.get())),
    )
}

/// What is decided by whoever looks: all but what is about accounts of these tiers.
fn is_own(but: &[String]) -> Condition {
    use dossier::Column;
    Condition::any()
        .add(Column::SubjectTier.is_null())
        .add(Column::SubjectTier.is_not_in(but.iter().map(String::as_str)))
}

/// The dossiers of which a unit has a question open.
fn has_open_question(unit: Uuid) -> Condition {
    Condition::all().add(
        dossier::Column::Id.in_subquery(
            Query::select()
                .column(dossier_consultation::Column::DossierId)
                .from(dossier_consultation::Entity)
                .and_where(dossier_consultation::Column::UnitId.eq(unit))
                .and_where(dossier_consultation::Column::AnsweredAt.is_null())
                .to_owned(),
        ),
    )
}

/// What a unit was asked about and its account does not handle.
fn is_only_asked(unit: Uuid, handled: Option<&Handled>) -> Condition {
    Condition::all()
        .add(is_asked(unit))
        .add_option(handled.map(|handled| is_handled(handled).not()))
}

/// How many dossiers a unit was asked about that its account does not handle: what it has to answer, of which type
/// `counted_apart` and what over its term, and what it has answered.
pub async fn count_asked(
    db: &impl ConnectionTrait,
    (unit, handled): (Uuid, Option<&Handled>),
    procedure: Option<&str>,
    counted_apart: &str,
    now: Timestamp,
) -> Result<DossierCounts> {
    use dossier::Column;
    let asked = |condition: Condition| {
        let query = dossier::Entity::find()
            .filter(is_only_asked(unit, handled))
            .filter(condition);
        match procedure {
            Some(procedure) => query.filter(Column::ProcedureType.eq(procedure)),
            None => query,
        }
    };
    let open = asked(has_open_question(unit));
    let overdue = open.clone().filter(Column::DueAt.lte(now.get()));
    let registrations = open.clone().filter(Column::ProcedureType.eq(counted_apart));
    Ok(DossierCounts {
        waiting: open.count(db).await?,
        registrations: registrations.count(db).await?,
        overdue: overdue.count(db).await?,
        done: asked(has_open_question(unit).not()).count(db).await?,
        ..DossierCounts::default()
    })
}

/// What is over its term at a moment, but for what is about accounts of these tiers.
#[derive(Clone, Copy)]
pub struct Overdue<'a> {
    /// The moment.
    pub at: Timestamp,
    /// The tiers on which whoever counts does not decide.
    pub but: &'a [String],
}

/// A page of the queue.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Dossiers,
    filter: &Filter,
    foreign: &[String],
    (order, wanted): (&Order<dossier::Model>, &Wanted<Place>),
    now: Timestamp,
) -> Result<Vec<dossier::Model>> {
    use dossier::Column;
    let of_ranks = || Column::QueueRank.is_in(filter.ranks.iter().copied());
    let mut query = match (scope, filter.answered) {
        (
            Dossiers::Own {
                handled,
                asked: Some(unit),
            },
            Some(answered),
        ) => {
            let open = has_open_question(*unit);
            let asked = is_only_asked(*unit, handled.as_ref()).add(if answered { open.not() } else { open });
            let own = handled.as_ref().map(|handled| is_handled(handled).add(of_ranks()));
            dossier::Entity::find().filter(Condition::any().add(asked).add_option(own))
        }
        _ => visible(scope).filter(of_ranks()),
    };
    if let Some(state) = filter.state {
        query = query.filter(Column::State.eq(Coded(state)));
    }
    if let Some(procedure) = &filter.procedure {
        query = query.filter(Column::ProcedureType.eq(procedure));
    }
    match filter.overdue {
        Some(true) => query = query.filter(is_overdue(now, foreign)),
        Some(false) => {
            query = query.filter(Column::LateSeconds.is_null()).filter(
                Condition::any()
                    .add(Column::DueAt.is_null())
                    .add(Column::DueAt.gt(now.get())),
            );
        }
        None => {}
    }
    let Some(words) = &filter.words else {
        return Ok(Vec::new());
    };
    for word in words {
        query = query.filter(Column::TitleSearch.contains(word));
    }
    if let Some(number) = &filter.number {
        query = query.filter(Column::Number.eq(number));
    }
    if let Some(since) = filter.updated_since {
        query = query.filter(Expr::cust(UPDATED).gte(since.get()));
    }
    Ok(order.page(query, wanted).all(db).await?)
}

/// How many dossiers within reach stand in these states; of those with a running clock, or of those overdue.
pub async fn count(
    db: &impl ConnectionTrait,
    scope: &Dossiers,
    procedure: Option<&str>,
    states: &[DossierState],
    overdue: Option<Overdue<'_>>,
) -> Result<u64> {
    use dossier::Column;
    let mut query = visible(scope).filter(Column::State.is_in(states.iter().copied().map(Coded)));
    if let Some(procedure) = procedure {
        query = query.filter(Column::ProcedureType.eq(procedure));
    }
    if let Some(Overdue { at, but }) = overdue {
        query = query.filter(Column::DueAt.lte(at.get())).filter(is_own(but));
    }
    Ok(query.count(db).await?)
}

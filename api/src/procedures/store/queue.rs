//! Queries on the queue: the dossiers of a list, and their number.

use super::{is_asked, is_handled, visible};
use crate::authz::{Dossiers, Handled};
use crate::db::Coded;
use crate::error::Result;
use crate::http::order::{Order, Place};
use crate::http::paging::Wanted;
use crate::procedures::entity::{dossier, dossier_consultation};
use crate::procedures::queue::{Filter, Overdue, UPDATED};
use dto::Timestamp;
use dto::counts::WaitingCounts;
use dto::dossier::DossierState;
use sea_orm::sea_query::{CaseStatement, Condition, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Select};
use uuid::Uuid;

fn is_overdue(now: Timestamp, but: &[String]) -> Condition {
    use dossier::Column;
    Condition::all().add(is_own(but)).add(
        Condition::any()
            .add(Column::LateSeconds.is_not_null())
            .add(Column::DueAt.lte(now.get())),
    )
}

/// The condition for dossiers on which the reader decides: all except those about accounts of these tiers.
fn is_own(but: &[String]) -> Condition {
    use dossier::Column;
    Condition::any()
        .add(Column::SubjectTier.is_null())
        .add(Column::SubjectTier.is_not_in(but.iter().map(String::as_str)))
}

/// The condition for dossiers with an open question to a unit.
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

/// The condition for dossiers about which a unit was asked and that its account does not handle.
fn is_only_asked(unit: Uuid, handled: Option<&Handled>) -> Condition {
    Condition::all()
        .add(is_asked(unit))
        .add_option(handled.map(|handled| is_handled(handled).not()))
}

/// Selects the dossiers about which a unit was asked and that its account does not handle.
fn only_asked((unit, handled): (Uuid, Option<&Handled>), procedure: Option<&str>) -> Select<dossier::Entity> {
    of_procedure(dossier::Entity::find().filter(is_only_asked(unit, handled)), procedure)
}

/// Restricts dossiers to one procedure, if one is named.
fn of_procedure(query: Select<dossier::Entity>, procedure: Option<&str>) -> Select<dossier::Entity> {
    match procedure {
        Some(procedure) => query.filter(dossier::Column::ProcedureType.eq(procedure)),
        None => query,
    }
}

/// Counts the dossiers of a query, and among them those with a condition, in one reading.
async fn counted(
    db: &impl ConnectionTrait,
    query: Select<dossier::Entity>,
    is_overdue: Condition,
) -> Result<WaitingCounts> {
    use dossier::Column;
    let overdue: Expr = CaseStatement::new().case(is_overdue, Column::Id.into_expr()).into();
    let counted: Option<(i64, i64)> = query
        .select_only()
        .column_as(Column::Id.count(), "waiting")
        .column_as(overdue.count(), "overdue")
        .into_tuple()
        .one(db)
        .await?;
    let (waiting, overdue) = counted.unwrap_or_default();
    Ok(WaitingCounts {
        waiting: waiting.unsigned_abs(),
        overdue: overdue.unsigned_abs(),
    })
}

/// Counts the dossiers about which a unit was asked, that its account does not handle, and that it has still to answer.
pub async fn count_to_answer(
    db: &impl ConnectionTrait,
    asked: (Uuid, Option<&Handled>),
    procedure: Option<&str>,
    now: Timestamp,
) -> Result<WaitingCounts> {
    let open = only_asked(asked, procedure).filter(has_open_question(asked.0));
    let is_overdue = Condition::all().add(dossier::Column::DueAt.lte(now.get()));
    counted(db, open, is_overdue).await
}

/// Counts the dossiers about which a unit was asked, that its account does not handle, and that it has answered.
pub async fn count_answered(
    db: &impl ConnectionTrait,
    asked: (Uuid, Option<&Handled>),
    procedure: Option<&str>,
) -> Result<u64> {
    let answered = only_asked(asked, procedure).filter(has_open_question(asked.0).not());
    Ok(answered.count(db).await?)
}

/// Returns the states in which a dossier waits for the office.
pub fn running() -> Vec<DossierState> {
    let all = DossierState::ALL.iter().copied();
    all.filter(|state| state.clock_runs()).collect()
}

/// Selects the dossiers within reach in these states.
fn in_states(scope: &Dossiers, procedure: Option<&str>, states: &[DossierState]) -> Select<dossier::Entity> {
    let states = states.iter().copied().map(Coded);
    of_procedure(visible(scope).filter(dossier::Column::State.is_in(states)), procedure)
}

/// Counts the dossiers within reach that wait for the office, and the overdue ones among them.
pub async fn count_waiting(
    db: &impl ConnectionTrait,
    scope: &Dossiers,
    procedure: Option<&str>,
    overdue: Overdue<'_>,
) -> Result<WaitingCounts> {
    let is_overdue = Condition::all()
        .add(dossier::Column::DueAt.lte(overdue.at.get()))
        .add(is_own(overdue.but));
    counted(db, in_states(scope, procedure, &running()), is_overdue).await
}

/// Returns a page of the queue.
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
    let waits = Column::State.is_in(running().into_iter().map(Coded));
    query = match filter.waiting {
        Some(true) => query.filter(waits),
        Some(false) => query.filter(waits.not()),
        None => query,
    };
    query = of_procedure(query, filter.procedure.as_deref());
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

/// Counts the dossiers within reach in these states.
pub async fn count(
    db: &impl ConnectionTrait,
    scope: &Dossiers,
    procedure: Option<&str>,
    states: &[DossierState],
) -> Result<u64> {
    Ok(in_states(scope, procedure, states).count(db).await?)
}

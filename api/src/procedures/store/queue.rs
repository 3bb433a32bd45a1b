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
use dto::dossier::{DossierCounts, DossierState};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
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

/// Counts the dossiers about which a unit was asked and that its account does not handle: those to answer, of these
/// those of type `counted_apart` and those over their term, and those it has answered.
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

/// Counts the dossiers within reach in these states; those with a running clock, or those overdue.
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

//! Where deliveries go: which instance delivers there now, and which destinations are away. Rows of `outbox_destination`,
//! one for each destination that was ever delivered to.

use super::kind;
use crate::db::{Tx, engine};
use crate::error::Result;
use dto::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{ConnectionTrait, Statement};
use std::collections::BTreeSet;
use time::OffsetDateTime;

/// The state of a destination.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox_destination")]
#[expect(missing_docs, reason = "the columns are described in the migration")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub leased_by: Option<Uuid>,
    pub leased_until: Option<TimeDateTimeWithTimeZone>,
    pub failures: i32,
    pub paused_until: Option<TimeDateTimeWithTimeZone>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// How long an instance is believed to be delivering after its last sign, in seconds: longer than one delivery takes.
pub(super) const LEASE: i64 = 60;
/// The longest pause of a destination that is away, in seconds: what waits for it leaves soon after it is back.
const LONGEST: i64 = 5 * 60;

/// A moment that lies ahead, by no more than `most` seconds: what lies farther ahead was noted by a clock that went wrong.
fn lies_ahead(moment: Option<OffsetDateTime>, now: Timestamp, most: i64) -> bool {
    moment.is_some_and(|moment| {
        let moment = Timestamp::from(moment);
        now < moment && moment <= now.plus_seconds(2 * most)
    })
}

impl Model {
    /// Whether that instance may deliver there now.
    fn is_open(&self, instance: Uuid, now: Timestamp) -> bool {
        let is_leased = self.leased_by != Some(instance) && lies_ahead(self.leased_until, now, LEASE);
        !is_leased && !lies_ahead(self.paused_until, now, LONGEST)
    }
}

/// Of the destinations for which something is due, those that the instance may begin with: no other instance is there, it is
/// not there itself, and they are not away.
pub(super) fn choose(
    due: Vec<String>,
    states: &[Model],
    instance: Uuid,
    is_served: &BTreeSet<String>,
    now: Timestamp,
) -> Vec<String> {
    let is_open = |name: &String| {
        let state = states.iter().find(|state| state.name == *name);
        !is_served.contains(name) && state.is_none_or(|state| state.is_open(instance, now))
    };
    due.into_iter().filter(is_open).collect()
}

/// What is known of all destinations.
pub(super) async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>> {
    Ok(Entity::find().all(db).await?)
}

/// Takes a destination, or keeps it: `true` for one instance only, until its lease runs out, and not while it is away.
pub(super) async fn claim(tx: &Tx, name: &str, instance: Uuid, now: Timestamp) -> Result<bool> {
    let sql = "INSERT INTO outbox_destination (name, leased_by, leased_until, failures) VALUES (?, ?, ?, 0) \
               ON CONFLICT (name) DO UPDATE SET leased_by = excluded.leased_by, leased_until = excluded.leased_until \
               WHERE (outbox_destination.leased_by = excluded.leased_by OR outbox_destination.leased_until IS NULL \
               OR outbox_destination.leased_until < ? OR outbox_destination.leased_until > ?) \
               AND (outbox_destination.paused_until IS NULL \
               OR outbox_destination.paused_until <= ? OR outbox_destination.paused_until > ?)";
    let values = [
        name.into(),
        instance.into(),
        now.plus_seconds(LEASE).get().into(),
        now.get().into(),
        now.plus_seconds(2 * LEASE).get().into(),
        now.get().into(),
        now.plus_seconds(2 * LONGEST).get().into(),
    ];
    let sql = engine::placeholders(tx, sql);
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    Ok(tx.execute_raw(statement).await?.rows_affected() == 1)
}

/// Gives a destination back before the lease runs out.
pub(super) async fn give_back(tx: &Tx, name: &str, instance: Uuid) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(None::<OffsetDateTime>))
        .filter(Column::Name.eq(name))
        .filter(Column::LeasedBy.eq(instance))
        .exec(tx)
        .await?;
    Ok(())
}

/// Notes that a destination is away; until when nobody asks it again.
pub(super) async fn rest(tx: &Tx, name: &str, now: Timestamp) -> Result<Timestamp> {
    let state = Entity::find_by_id(name.to_owned()).one(tx).await?;
    let failures = state.map_or(0, |state| state.failures).saturating_add(1);
    let until = now.plus_seconds(kind::pause(failures, LONGEST));
    Entity::update_many()
        .col_expr(Column::Failures, Expr::value(failures))
        .col_expr(Column::PausedUntil, Expr::value(Some(until.get())))
        .filter(Column::Name.eq(name))
        .exec(tx)
        .await?;
    Ok(until)
}

/// Notes that a destination answers.
pub(super) async fn is_back(tx: &Tx, name: &str) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Failures, Expr::value(0))
        .col_expr(Column::PausedUntil, Expr::value(None::<OffsetDateTime>))
        .filter(Column::Name.eq(name))
        .filter(Column::Failures.gt(0))
        .exec(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_unix(1_795_000_000).unwrap()
    }

    /// A destination that another instance has, or that is away, for so many seconds.
    fn state(name: &str, leased: Option<i64>, paused: Option<i64>) -> Model {
        let ahead = |seconds| now().plus_seconds(seconds).get();
        Model {
            name: name.to_owned(),
            leased_by: leased.map(|_| Uuid::max()),
            leased_until: leased.map(ahead),
            failures: i32::from(paused.is_some()),
            paused_until: paused.map(ahead),
        }
    }

    fn chosen(states: &[Model], served: &[&str]) -> Vec<String> {
        let due = ["a", "b", "c"].map(str::to_owned).to_vec();
        let served = served.iter().map(|name| (*name).to_owned()).collect();
        choose(due, states, Uuid::nil(), &served, now())
    }

    #[test]
    fn a_destination_that_is_away_holds_up_no_other() {
        assert_eq!(chosen(&[], &[]), ["a", "b", "c"]);
        assert_eq!(chosen(&[state("a", None, Some(300))], &[]), ["b", "c"]);
        assert_eq!(chosen(&[state("b", None, Some(1))], &[]), ["a", "c"]);
        // It has rested; or a clock that went ahead said so.
        assert_eq!(chosen(&[state("a", None, Some(0))], &[]), ["a", "b", "c"]);
        assert_eq!(chosen(&[state("a", None, Some(601))], &[]), ["a", "b", "c"]);
    }

    #[test]
    fn a_slow_destination_is_served_by_one_instance_and_holds_up_no_other() {
        // By another instance, or by this one already.
        assert_eq!(chosen(&[state("a", Some(60), None)], &[]), ["b", "c"]);
        assert_eq!(chosen(&[], &["a"]), ["b", "c"]);
        // Its lease is over, or of a clock that went ahead, or its own.
        assert_eq!(chosen(&[state("a", Some(0), None)], &[]), ["a", "b", "c"]);
        assert_eq!(chosen(&[state("a", Some(121), None)], &[]), ["a", "b", "c"]);
        let own = Model {
            leased_by: Some(Uuid::nil()),
            ..state("a", Some(60), None)
        };
        assert_eq!(chosen(&[own], &[]), ["a", "b", "c"]);
    }
}

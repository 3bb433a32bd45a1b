//! The orders of a list of stays.

use super::entity::stay::{self, Column};
use crate::http::order::{Order, Term, Value};
use dto::sort::StaySort;
use sea_orm::sea_query::Expr;

/// The name length that stands for a missing room, so that these stays come last.
const NO_ROOM: i64 = 1_000;

/// Returns the order that a query names.
pub fn order(sort: StaySort) -> Order<stay::Model> {
    let id = || Term::column(Column::Id, |row: &stay::Model| Value::Id(row.id));
    let instant = |column: Column, value: fn(&stay::Model) -> Value| vec![Term::column(column, value), id()];
    let terms = match sort {
        StaySort::Newest | StaySort::Oldest => instant(Column::NotifiedAt, |row| row.notified_at.into()),
        StaySort::Updated => instant(Column::ActAt, |row| row.act_at.into()),
        StaySort::Arrival | StaySort::ArrivalReversed => instant(Column::ArrivalAt, |row| row.arrival_at.into()),
        StaySort::Departure | StaySort::DepartureReversed => {
            instant(Column::PlannedDepartureAt, |row| row.planned_departure_at.into())
        }
        StaySort::Name | StaySort::NameReversed => {
            vec![
                Term::column(Column::NameOrder, |row: &stay::Model| (&row.name_order).into()),
                id(),
            ]
        }
        // Room 901 before room 1001.
        StaySort::Room | StaySort::RoomReversed => vec![
            Term::expression(
                Expr::cust(format!(r#"COALESCE(LENGTH("stay"."room_name"), {NO_ROOM})"#)),
                |row: &stay::Model| {
                    let name = row.room_name.as_deref();
                    let length = name.map(|name| i64::try_from(name.chars().count()).unwrap_or(NO_ROOM));
                    Value::Number(length.unwrap_or(NO_ROOM))
                },
            ),
            Term::expression(
                Expr::cust(r#"COALESCE("stay"."room_name", '')"#),
                |row: &stay::Model| Value::Text(row.room_name.clone().unwrap_or_default()),
            ),
            id(),
        ],
    };
    Order::new("stays", sort.as_str(), terms)
}

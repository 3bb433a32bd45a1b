//! The request to the server for several guests at once.

use super::Row;
use crate::api::Call;
use dto::operations::stays::{CheckOutStays, ExtendStays, MoveStays};
use dto::problem::WarningCode;
use dto::stay::{CheckOutStaysIn, ExtendStaysIn, MoveStaysIn, StayToChange, StayToCheckOut, StaysChangedOut};
use dto::{Given, Timestamp};
use leptos::prelude::*;
use uuid::Uuid;

/// The act to perform, as interpreted.
#[derive(Clone, Copy, PartialEq)]
pub enum What {
    /// New planned departure.
    Extend(Timestamp),
    /// Target room, and whether an out-of-service room is confirmed.
    Move(Uuid, bool),
    /// Time of the departure.
    CheckOut(When),
}

/// Time of the departure.
#[derive(Clone, Copy, PartialEq)]
pub enum When {
    /// The current time.
    Now,
    /// The planned time of each guest.
    Planned,
    /// This moment for all.
    At(Timestamp),
}

/// Returns the call that performs it.
pub fn request(what: &What, rows: &[Row]) -> Call<StaysChangedOut> {
    let stays = || {
        let stays = rows.iter().map(|row| StayToChange {
            stay_id: row.stay.with_value(|stay| stay.id),
            version: row.version.get_value(),
        });
        stays.collect()
    };
    match *what {
        What::Extend(at) => {
            let body = ExtendStaysIn {
                stays: stays(),
                planned_departure_at: Given::Value(at),
                ..ExtendStaysIn::default()
            };
            Call::with(ExtendStays::at(), &body)
        }
        What::Move(room, is_sure) => {
            let body = MoveStaysIn {
                stays: stays(),
                room_id: Given::Value(room),
                confirmed: is_sure.then_some(WarningCode::RoomOutOfService).into_iter().collect(),
                ..MoveStaysIn::default()
            };
            Call::with(MoveStays::at(), &body)
        }
        What::CheckOut(when) => {
            let leaving = rows.iter().map(|row| StayToCheckOut {
                stay_id: row.stay.with_value(|stay| stay.id),
                version: row.version.get_value(),
                departed_at: match when {
                    When::Now => Given::Missing,
                    When::Planned => Given::Value(row.stay.with_value(|stay| stay.planned_departure_at)),
                    When::At(at) => Given::Value(at),
                },
            });
            let body = CheckOutStaysIn {
                stays: leaving.collect(),
            };
            Call::with(CheckOutStays::at(), &body)
        }
    }
}

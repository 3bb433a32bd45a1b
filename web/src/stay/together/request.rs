//! The request to the server for several guests at once.

use super::{Act, Row};
use crate::api::Call;
use crate::form::Typed;
use crate::stay::move_room;
use crate::stay::whom::{PLANNED, WHEN, Whom};
use dto::operations::stays::{CheckOutStays, ExtendStays, MoveStays};
use dto::stay::{CheckOutStaysIn, ExtendStaysIn, MoveStaysIn, StayToChange, StayToCheckOut, StaysChangedOut};
use dto::{Given, Timestamp};
use leptos::prelude::*;

/// Returns the call that performs the act for these guests.
pub fn request(act: Act, typed: &Typed, rows: &[Row], whom: Whom, now: Timestamp) -> Call<StaysChangedOut> {
    let stays = || {
        let stays = rows.iter().map(|row| StayToChange {
            stay_id: row.id,
            version: row.version.get_value(),
        });
        stays.collect()
    };
    match act {
        Act::Extend => {
            let until = whom.until(typed, rules::zone::local_date(now.get()));
            let body = ExtendStaysIn {
                stays: stays(),
                planned_departure_at: until.map_or(Given::Missing, Given::Value),
                ..ExtendStaysIn::default()
            };
            Call::with(ExtendStays::at(), &body)
        }
        Act::Move => {
            let room = move_room::request(0, typed);
            let body = MoveStaysIn {
                stays: stays(),
                room_id: room.room_id,
                confirmed: room.confirmed,
                ..MoveStaysIn::default()
            };
            Call::with(MoveStays::at(), &body)
        }
        Act::CheckOut => {
            let departed_at = whom.departed(typed, now).unwrap_or_default();
            let leaving = rows.iter().map(|row| StayToCheckOut {
                stay_id: row.id,
                version: row.version.get_value(),
                departed_at: match typed.raw(WHEN) {
                    PLANNED => Given::Value(row.times().1),
                    _ => departed_at.clone(),
                },
            });
            let body = CheckOutStaysIn {
                stays: leaving.collect(),
            };
            Call::with(CheckOutStays::at(), &body)
        }
    }
}

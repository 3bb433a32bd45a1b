//! Rooms to choose from, with their state: the user sees which guests are in a room before choosing it.

use crate::api::Api;
use crate::format;
use crate::lists::Lists;
use crate::reactive::sort_by;
use crate::session::Session;
use crate::t;
use crate::ui::{Choice, load};
use dto::facility::RoomOut;
use dto::operations::stays::GetRoomBoard;
use dto::room::{BoardRoom, RoomBoardOut};
use dto::stay::RoomState;
use leptos::prelude::*;

/// Returns the board of the user's own facility, for accounts that may read it; `None` until it is loaded, and without
/// it rooms are listed as in the plan.
pub fn own_board() -> Signal<Option<RoomBoardOut>> {
    let (session, api) = (Session::here(), Api::here());
    let own = session
        .account_now()
        .and_then(|account| account.facility)
        .filter(|_| untrack(|| session.may(GetRoomBoard)));
    let Some(own) = own else {
        return Signal::stored(None);
    };
    let board = load(move || api.get_room_board(own.id));
    Signal::derive(move || board.value())
}

/// Returns the choices: free rooms first, then occupied ones, then those out of service.
pub fn choices(rooms: &[RoomOut], board: Option<&RoomBoardOut>, lists: Lists) -> Vec<Choice> {
    let mut known: Vec<(u8, Choice)> = rooms
        .iter()
        .map(|room| {
            let standing = board.and_then(|board| board.rooms.iter().find(|known| known.id == room.id));
            let about = t!(notify.room_about, kind = room.kind, beds = room.beds);
            let detail = match standing {
                Some(standing) => format!("{} · {about}", state_words(standing, lists)),
                None => about,
            };
            let rank = standing.map_or(0, rank);
            (
                rank,
                Choice::with_detail(room.id.to_string(), room.name.clone(), detail),
            )
        })
        .collect();
    // Stable: within a rank they keep the order of the plan.
    sort_by(&mut known, |(rank, _)| *rank);
    known.into_iter().map(|(_, choice)| choice).collect()
}

fn rank(room: &BoardRoom) -> u8 {
    match room.state {
        RoomState::Free => 0,
        _ if room.out_of_service => 2,
        RoomState::OutOfService => 2,
        _ => 1,
    }
}

/// Returns "trống", "có 1 khách đến 30/11", "ngưng sử dụng: sửa nước".
fn state_words(room: &BoardRoom, lists: Lists) -> String {
    let this_year = lists.clock().today().year();
    let guests = room.stays.len() + usize::try_from(room.unnotified).unwrap_or(0);
    let until = room
        .stays
        .iter()
        .map(|stay| rules::zone::local_date(stay.planned_departure_at.get()))
        .max();
    let taken = match (guests, until) {
        (0, _) => None,
        (count, Some(until)) => Some(t!(
            notify.room_taken_until,
            count = count,
            date = format::short_date(until, this_year)
        )),
        (count, None) => Some(t!(notify.room_taken, count = count)),
    };
    let off = room.out_of_service.then(|| {
        let note = room.note.clone().unwrap_or_default();
        t!(notify.room_off, note = note)
    });
    match (off, taken) {
        (Some(off), Some(taken)) => format!("{off}, {taken}"),
        (Some(said), None) | (None, Some(said)) => said,
        (None, None) => t!(notify.room_free).to_owned(),
    }
}

//! The declarations that a facility has to make before it may notify (LC-7.1b).

use super::entity::{facility, listed_price, room};
use crate::references::FacilityKindNeeds;
use dto::facility::SetupOut;

/// Returns the state of the set-up.
pub fn setup(
    facility: &facility::Model,
    rooms: &[room::Model],
    prices: &[listed_price::Model],
    needs: FacilityKindNeeds,
) -> SetupOut {
    let data = facility.data_confirmed_at.is_some()
        && [
            &facility.name,
            &facility.address,
            &facility.phone,
            &facility.representative,
        ]
        .iter()
        .all(|text| !text.trim().is_empty());
    let has_rooms = !needs.rooms || !rooms.is_empty();
    let has_prices = !needs.prices || !prices.is_empty();
    SetupOut {
        data_done: data,
        rooms_done: has_rooms,
        prices_done: has_prices,
        complete: data && has_rooms && has_prices,
        needs_rooms: needs.rooms,
        needs_prices: needs.prices,
        declared_rooms: None,
    }
}

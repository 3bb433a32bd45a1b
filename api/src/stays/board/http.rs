//! Routes of the room board, the day of a facility, and rooms as far as they depend on who is in them.

use super::{day, deadlines, marks, service};
use crate::authz::Grant;
use crate::authz::policy::{GetFacilityDay, GetRoomBoard, ListOwnDeadlines, MarkRoom, ReplaceRoomPlan};
use crate::error::Result;
use crate::http::{Body, Mount};
use actix_web::HttpResponse;
use actix_web::web::Path;
use dto::facility::{FacilityOut, RoomPlanIn};
use dto::room::{RoomBoardOut, RoomMarkIn, RoomMarkOut};
use dto::stay::{FacilityDayOut, OwnDeadlinesOut};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(ReplaceRoomPlan.to(replace_room_plan))
        .service(MarkRoom.to(mark_room))
        .service(GetFacilityDay.to(get_facility_day))
        .service(GetRoomBoard.to(get_room_board))
        .service(ListOwnDeadlines.to(list_own_deadlines));
}

/// Replace the room plan
///
/// The whole new plan (KH-11.2a). A room that is absent is retired, and stays keep its name; a room with guests cannot
/// be left out.
#[utoipa::path(put, path = ReplaceRoomPlan::PATH, impl_for = ReplaceRoomPlan,
    params(("facility_id" = Uuid, Path, description = "The facility")),
    request_body(content = RoomPlanIn, example = json!({
        "version": 2, "rooms": [{ "floor": 4, "name": "402", "kind": "Gia đình", "beds": 4 }]
    })),
    responses((status = 200, description = "The facility after the change", body = FacilityOut)))]
async fn replace_room_plan(
    grant: Grant<ReplaceRoomPlan>,
    id: Path<Uuid>,
    body: Body<RoomPlanIn>,
) -> Result<HttpResponse> {
    let plan = body.checked(grant.check_context())?;
    Ok(HttpResponse::Ok().json(marks::replace_room_plan(&grant.caller, *id, plan).await?))
}

/// Mark a room
///
/// `arrived`: the given number of guests have moved in and are not notified yet; the board and the daily overview
/// reduce the number with each notification, and the deadline runs from the mark. `out_of_service`: the room is not
/// available; refused while guests are in it. Without a mark, the state of the room depends only on its guests.
#[utoipa::path(put, path = MarkRoom::PATH, impl_for = MarkRoom,
    params(
        ("facility_id" = Uuid, Path, description = "The facility"),
        ("room_id" = Uuid, Path, description = "The room")
    ),
    request_body(content = RoomMarkIn, example = json!({ "version": 1, "mark": "arrived", "guest_count": 2 })),
    responses((status = 200, description = "The mark after the change", body = RoomMarkOut)))]
async fn mark_room(grant: Grant<MarkRoom>, ids: Path<(Uuid, Uuid)>, body: Body<RoomMarkIn>) -> Result<HttpResponse> {
    let (facility, room) = ids.into_inner();
    let marking = body.checked(grant.check_context())?;
    Ok(HttpResponse::Ok().json(marks::mark_room(&grant.caller, facility, room, marking).await?))
}

/// Get the daily overview of a facility
///
/// Today's arrivals, present guests and departures, stays past their planned departure, and the state of each room.
#[utoipa::path(get, path = GetFacilityDay::PATH, impl_for = GetFacilityDay,
    params(("facility_id" = Uuid, Path, description = "The facility")),
    responses((status = 200, description = "The daily overview", body = FacilityDayOut)))]
async fn get_facility_day(grant: Grant<GetFacilityDay>, id: Path<Uuid>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(day::facility_day(&grant.caller, *id).await?))
}

/// Get the room board
///
/// The rooms in use by floor and name (KH-11.2a), each with its state, its guests, and the number of guests who have
/// moved in and are not notified yet, with their deadline. Guests without a room are listed separately. The reading is
/// recorded.
#[utoipa::path(get, path = GetRoomBoard::PATH, impl_for = GetRoomBoard,
    params(("facility_id" = Uuid, Path, description = "The facility")),
    responses((status = 200, description = "The board", body = RoomBoardOut)))]
async fn get_room_board(grant: Grant<GetRoomBoard>, id: Path<Uuid>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::room_board(&grant.caller, *id).await?))
}

/// List the deadlines of a facility
///
/// Guests who have moved in and are not notified yet (23:00 or 08:00), departures to declare (14:00 where the profile
/// has a cut-off), and until when today's notifications can be corrected (24:00): each with its time and its number of
/// guests, the most urgent first.
#[utoipa::path(get, path = ListOwnDeadlines::PATH, impl_for = ListOwnDeadlines,
    params(("facility_id" = Uuid, Path, description = "The facility")),
    responses((status = 200, description = "The deadlines", body = OwnDeadlinesOut)))]
async fn list_own_deadlines(grant: Grant<ListOwnDeadlines>, id: Path<Uuid>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(deadlines::own_deadlines(&grant.caller, *id).await?))
}

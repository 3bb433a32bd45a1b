//! Routes of rooms that depend on the guests in them.

use super::marks;
use crate::authz::{Grant, policy};
use crate::error::Result;
use crate::http::Body;
use actix_web::web::Path;
use actix_web::{HttpResponse, put};
use dto::facility::{FacilityOut, RoomPlanIn};
use dto::room::{RoomMarkIn, RoomMarkOut};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config.service(replace_room_plan).service(mark_room);
}

/// Replace the room plan
///
/// The whole new plan (KH-11.2a). A room that is absent is retired, and stays keep its name; a room with guests cannot
/// be left out.
#[utoipa::path(tag = "directory", operation_id = "replaceRoomPlan", params(("facility_id" = Uuid, Path, description = "The facility")),
    request_body(content = RoomPlanIn, example = json!({
        "version": 2, "rooms": [{ "floor": 4, "name": "402", "kind": "Gia đình", "beds": 4 }]
    })),
    responses((status = 200, description = "The facility after the change", body = FacilityOut)))]
#[put("/facilities/{facility_id}/room-plan")]
async fn replace_room_plan(
    grant: Grant<policy::ReplaceRoomPlan>,
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
#[utoipa::path(tag = "directory", operation_id = "markRoom",
    params(
        ("facility_id" = Uuid, Path, description = "The facility"),
        ("room_id" = Uuid, Path, description = "The room")
    ),
    request_body(content = RoomMarkIn, example = json!({ "version": 1, "mark": "arrived", "guest_count": 2 })),
    responses((status = 200, description = "The mark after the change", body = RoomMarkOut)))]
#[put("/facilities/{facility_id}/rooms/{room_id}/mark")]
async fn mark_room(
    grant: Grant<policy::MarkRoom>,
    ids: Path<(Uuid, Uuid)>,
    body: Body<RoomMarkIn>,
) -> Result<HttpResponse> {
    let (facility, room) = ids.into_inner();
    let marking = body.checked(grant.check_context())?;
    Ok(HttpResponse::Ok().json(marks::mark_room(&grant.caller, facility, room, marking).await?))
}

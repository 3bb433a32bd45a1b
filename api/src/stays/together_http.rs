//! Routes of operations on several stays at once.

use super::service;
use crate::authz::{Grant, policy};
use crate::error::Result;
use crate::http::Body;
use crate::http::once::{IdempotencyKey, Once};
use actix_web::{HttpRequest, HttpResponse, post};
use dto::stay::{CheckOutStaysIn, ExtendStaysIn, MoveStaysIn, StaysChangedOut};
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(extend_stays)
        .service(move_stays)
        .service(check_out_stays);
}

/// Extend several stays
///
/// `extendStay` for a whole room or group: one planned departure for up to 500 stays, each with the version that the
/// caller has read. All possible changes are made in one transaction; `results` contains for each stay its current
/// version, or why it did not change: it was changed in the meantime, its guest has left. If the caller has no access
/// to one of the stays, the whole request is refused: 404.
#[utoipa::path(tag = "stays", operation_id = "extendStays",
    request_body(content = ExtendStaysIn, example = json!({
        "stays": [
            { "stay_id": "01932b6e-7c00-7d3a-9f41-5a2c8e6b1d07", "version": 1 },
            { "stay_id": "01932b6e-9a40-7b12-8c55-3e7f0d4a6b91", "version": 2 }
        ],
        "planned_departure_at": "2026-11-26T12:00:00+07:00"
    })),
    responses((status = 200, description = "The result for each stay", body = StaysChangedOut)))]
#[post("/stays/extensions")]
async fn extend_stays(
    grant: Grant<policy::ExtendStays>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<ExtendStaysIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            service::extend_many(&grant.caller, once, body.read()?).await
        })
        .await
}

/// Move several guests
///
/// `moveStay` for a whole room or group: into one room of the plan. All possible changes are made, with a result for
/// each stay as by `extendStays`.
#[utoipa::path(tag = "stays", operation_id = "moveStays",
    request_body(content = MoveStaysIn, example = json!({
        "stays": [
            { "stay_id": "01932b6e-7c00-7d3a-9f41-5a2c8e6b1d07", "version": 1 },
            { "stay_id": "01932b6e-9a40-7b12-8c55-3e7f0d4a6b91", "version": 2 }
        ],
        "room_id": "01a1ffd7-b51f-7499-829a-34e125ba245b"
    })),
    responses((status = 200, description = "The result for each stay", body = StaysChangedOut)))]
#[post("/stays/moves")]
async fn move_stays(
    grant: Grant<policy::MoveStays>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<MoveStaysIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            service::move_many(&grant.caller, once, body.read()?).await
        })
        .await
}

/// Declare several departures
///
/// `checkOutStay` for a whole room, a whole group, or all guests who left days ago: each with its own time
/// (KH-11.2e-1). All possible changes are made, with a result for each stay as by `extendStays`.
#[utoipa::path(tag = "stays", operation_id = "checkOutStays",
    request_body(content = CheckOutStaysIn, example = json!({
        "stays": [
            { "stay_id": "01932b6e-7c00-7d3a-9f41-5a2c8e6b1d07", "version": 1, "departed_at": "2026-11-24T09:10:00+07:00" },
            { "stay_id": "01932b6e-9a40-7b12-8c55-3e7f0d4a6b91", "version": 2 }
        ]
    })),
    responses((status = 200, description = "The result for each stay", body = StaysChangedOut)))]
#[post("/stays/departures")]
async fn check_out_stays(
    grant: Grant<policy::CheckOutStays>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<CheckOutStaysIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            service::check_out_many(&grant.caller, once, body.read()?).await
        })
        .await
}

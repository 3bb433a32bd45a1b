//! Routes of changes, of one stay and of several at once.

use super::{acts, together};
use crate::authz::Grant;
use crate::authz::policy::{
    AmendStay, CancelStay, CheckOutStay, CheckOutStays, CorrectStay, ExtendStay, ExtendStays, MoveStay, MoveStays,
};
use crate::error::Result;
use crate::http::once::{IdempotencyKey, Once};
use crate::http::{Body, Mount};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use dto::stay::{
    CancelIn, CheckOutIn, CheckOutStaysIn, ExtendIn, ExtendStaysIn, MoveIn, MoveStaysIn, StayOut, StayPatch,
    StaysChangedOut,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(AmendStay.to(amend_stay))
        .service(ExtendStay.to(extend_stay))
        .service(MoveStay.to(move_stay))
        .service(CancelStay.to(cancel_stay))
        .service(CorrectStay.to(correct_stay))
        .service(CheckOutStay.to(check_out_stay))
        .service(ExtendStays.to(extend_stays))
        .service(MoveStays.to(move_stays))
        .service(CheckOutStays.to(check_out_stays));
}

/// Change a stay
///
/// The guest's data until 24:00 of the day of notification (KH-11.2d-1); room and planned departure as long as the
/// guest is present; a declared departure until 24:00 of the day it was declared. The previous version is kept
/// (KH-11.2d-2). Send the `version` that the change starts from: 409 if the stay was changed in the meantime.
#[utoipa::path(patch, path = AmendStay::PATH, impl_for = AmendStay,
    params(("stay_id" = Uuid, Path, description = "The stay")),
    request_body(content = StayPatch, example = json!({
        "version": 1, "change_reason": "Nhập đảo hai chữ số", "guest": { "birth_date": "1987-06-09" }
    })),
    responses((status = 200, description = "The stay after the change", body = StayOut)))]
async fn amend_stay(grant: Grant<AmendStay>, id: Path<Uuid>, body: Body<StayPatch>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(acts::amend(&grant.caller, *id, body.read()?.whole()?).await?))
}

/// Extend a stay
///
/// Sets another planned departure, later or earlier, as long as the guest is present. Nights that were added because no
/// departure was declared remain (KH-11.2e-2).
#[utoipa::path(post, path = ExtendStay::PATH, impl_for = ExtendStay,
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = ExtendIn, example = json!({ "version": 1, "planned_departure_at": "2026-11-26T12:00:00+07:00" })),
    responses((status = 200, description = "The stay after the change", body = StayOut)))]
async fn extend_stay(
    grant: Grant<ExtendStay>,
    request: HttpRequest,
    id: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<ExtendIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            acts::extend(&grant.caller, *id, once, body.checked(grant.check_context())?).await
        })
        .await
}

/// Move a guest
///
/// Into another room of the plan, as long as the guest is present. More guests than beds cause a warning, not a
/// refusal.
#[utoipa::path(post, path = MoveStay::PATH, impl_for = MoveStay,
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = MoveIn, example = json!({ "version": 1, "room_id": "01a1ffd7-b51f-7499-829a-34e125ba245b" })),
    responses((status = 200, description = "The stay after the change", body = StayOut)))]
async fn move_stay(
    grant: Grant<MoveStay>,
    request: HttpRequest,
    id: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<MoveIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            acts::move_guest(&grant.caller, *id, once, body.checked(grant.check_context())?).await
        })
        .await
}

/// Cancel a notification
///
/// The guest did not stay. Allowed for the facility until 24:00 of the day of notification, for the police of the area
/// at any time, with a reason. The notification is kept and remains visible (KH-11.2d-2); it counts no night and cannot
/// be changed any more.
#[utoipa::path(post, path = CancelStay::PATH, impl_for = CancelStay,
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = CancelIn, example = json!({ "version": 1, "change_reason": "Khách đặt phòng nhưng không đến" })),
    responses((status = 200, description = "The stay after the change", body = StayOut)))]
async fn cancel_stay(
    grant: Grant<CancelStay>,
    request: HttpRequest,
    id: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<CancelIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            acts::cancel(&grant.caller, *id, once, body.checked(grant.check_context())?).await
        })
        .await
}

/// Correct a stay
///
/// For the police of the area, at any time and with a reason in `change_reason`: the changes that the facility may no
/// longer make after 24:00 (KH-11.2d-1). The previous version is kept, and the facility can read who corrected what and
/// why.
#[utoipa::path(post, path = CorrectStay::PATH, impl_for = CorrectStay,
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = StayPatch, example = json!({
        "version": 1, "change_reason": "Theo thẻ căn cước khách xuất trình", "guest": { "birth_date": "1987-06-09" }
    })),
    responses((status = 200, description = "The stay after the change", body = StayOut)))]
async fn correct_stay(
    grant: Grant<CorrectStay>,
    request: HttpRequest,
    id: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<StayPatch>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            acts::correct(&grant.caller, *id, once, body.read()?.whole()?).await
        })
        .await
}

/// Declare a departure
///
/// By the cut-off of the profile (14:00 in Khánh Hòa, KH-11.2e-1): after it the system adds a night to the stay. A
/// departure declared later on the same day undoes that night. 409 when it was already declared.
#[utoipa::path(post, path = CheckOutStay::PATH, impl_for = CheckOutStay,
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = CheckOutIn, example = json!({ "version": 1, "departed_at": "2026-11-24T09:10:00+07:00" })),
    responses((status = 200, description = "The stay after the change", body = StayOut)))]
async fn check_out_stay(
    grant: Grant<CheckOutStay>,
    request: HttpRequest,
    id: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<CheckOutIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            acts::check_out(&grant.caller, *id, once, body.checked(grant.check_context())?).await
        })
        .await
}

/// Extend several stays
///
/// `extendStay` for a whole room or group: one planned departure for up to 500 stays, each with the version that the
/// caller has read. All possible changes are made in one transaction; `results` contains for each stay its current
/// version, or why it did not change: it was changed in the meantime, its guest has left. If the caller has no access
/// to one of the stays, the whole request is refused: 404.
#[utoipa::path(post, path = ExtendStays::PATH, impl_for = ExtendStays,
    request_body(content = ExtendStaysIn, example = json!({
        "stays": [
            { "stay_id": "01932b6e-7c00-7d3a-9f41-5a2c8e6b1d07", "version": 1 },
            { "stay_id": "01932b6e-9a40-7b12-8c55-3e7f0d4a6b91", "version": 2 }
        ],
        "planned_departure_at": "2026-11-26T12:00:00+07:00"
    })),
    responses((status = 200, description = "The result for each stay", body = StaysChangedOut)))]
async fn extend_stays(
    grant: Grant<ExtendStays>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<ExtendStaysIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            together::extend_many(&grant.caller, once, body.read()?).await
        })
        .await
}

/// Move several guests
///
/// `moveStay` for a whole room or group: into one room of the plan. All possible changes are made, with a result for
/// each stay as by `extendStays`.
#[utoipa::path(post, path = MoveStays::PATH, impl_for = MoveStays,
    request_body(content = MoveStaysIn, example = json!({
        "stays": [
            { "stay_id": "01932b6e-7c00-7d3a-9f41-5a2c8e6b1d07", "version": 1 },
            { "stay_id": "01932b6e-9a40-7b12-8c55-3e7f0d4a6b91", "version": 2 }
        ],
        "room_id": "01a1ffd7-b51f-7499-829a-34e125ba245b"
    })),
    responses((status = 200, description = "The result for each stay", body = StaysChangedOut)))]
async fn move_stays(
    grant: Grant<MoveStays>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<MoveStaysIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            together::move_many(&grant.caller, once, body.read()?).await
        })
        .await
}

/// Declare several departures
///
/// `checkOutStay` for a whole room, a whole group, or all guests who left days ago: each with its own time
/// (KH-11.2e-1). All possible changes are made, with a result for each stay as by `extendStays`.
#[utoipa::path(post, path = CheckOutStays::PATH, impl_for = CheckOutStays,
    request_body(content = CheckOutStaysIn, example = json!({
        "stays": [
            { "stay_id": "01932b6e-7c00-7d3a-9f41-5a2c8e6b1d07", "version": 1, "departed_at": "2026-11-24T09:10:00+07:00" },
            { "stay_id": "01932b6e-9a40-7b12-8c55-3e7f0d4a6b91", "version": 2 }
        ]
    })),
    responses((status = 200, description = "The result for each stay", body = StaysChangedOut)))]
async fn check_out_stays(
    grant: Grant<CheckOutStays>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<CheckOutStaysIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            together::check_out_many(&grant.caller, once, body.read()?).await
        })
        .await
}

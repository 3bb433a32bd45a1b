//! Routes of notifications.

use super::{group, on_behalf, service};
use crate::authz::Grant;
use crate::authz::policy::{NotifyGroup, NotifyOnBehalf, NotifyStay};
use crate::error::Result;
use crate::http::once::{IdempotencyKey, Once};
use crate::http::{Body, Mount};
use actix_web::{HttpRequest, HttpResponse};
use dto::stay::{GroupIn, GroupOut, OnBehalfIn, StayIn, StayOut};
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(NotifyStay.to(notify_stay))
        .service(NotifyGroup.to(notify_group))
        .service(NotifyOnBehalf.to(notify_on_behalf));
}

/// Notify a stay
///
/// Residence Law 68/2020/QH14, Article 30 as amended: by 23:00 of the first day, or by 08:00 of the next day for an
/// arrival from 23:00 on; the hours come from the profile. A late notification is accepted and marked. A value that is
/// accepted with a remark, such as a personal number that encodes another year of birth, or more than two guests to
/// each bed of the room, is returned in `warnings`; a warning never causes a refusal. Send an `Idempotency-Key` and
/// repeat the request as often as the connection fails: it is stored once.
#[utoipa::path(post, path = NotifyStay::PATH, impl_for = NotifyStay,
    request_body(content = StayIn, example = json!({
        "guest": {
            "full_name": "Nguyễn Hữu Phước", "birth_date": "1987-06-09", "sex": "male", "nationality": "VN",
            "document_type": "cccd", "document_number": "056087004512"
        },
        "kind": "overnight", "arrival_at": "2026-11-21T19:31:00+07:00",
        "planned_departure_at": "2026-11-24T12:00:00+07:00", "reason": "tourism",
        "room_id": "01a1ffd7-b51f-7499-829a-34e125ba245b"
    })),
    responses((status = 201, description = "Stored: the stay with its code", body = StayOut)))]
async fn notify_stay(
    grant: Grant<NotifyStay>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<StayIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            service::notify(&grant.caller, once, body.read()?).await
        })
        .await
}

/// Notify a group
///
/// One arrival, reason and planned departure for up to 500 guests; rooms may be left out and assigned later by a change
/// of each stay. Either all of it is stored, or nothing; an error in a guest's data has a pointer to that guest, and a
/// document that occurs twice is refused. Late notifications and warnings are accepted and marked as by `notifyStay`.
#[utoipa::path(post, path = NotifyGroup::PATH, impl_for = NotifyGroup,
    request_body(content = GroupIn, example = json!({
        "kind": "overnight", "arrival_at": "2026-11-21T19:31:00+07:00",
        "planned_departure_at": "2026-11-24T12:00:00+07:00", "reason": "tourism",
        "guests": [
            { "guest": {
                "full_name": "Nguyễn Hữu Phước", "birth_date": "1987-06-09", "sex": "male", "nationality": "VN",
                "document_type": "cccd", "document_number": "056087004512"
            } },
            { "guest": {
                "full_name": "Trần Thị Ngọc Hà", "birth_date": "1987-06-09", "sex": "female", "nationality": "VN",
                "document_type": "cccd", "document_number": "056187004512"
            } }
        ]
    })),
    responses((status = 201, description = "Stored: the stays of the group", body = GroupOut)))]
async fn notify_group(
    grant: Grant<NotifyGroup>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<GroupIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            group::notify_group(&grant.caller, once, body.read()?).await
        })
        .await
}

/// Notify for somebody else
///
/// Notifications that the police receive from facilities without an account, from households and collective housing,
/// from guests themselves or through the head of a hamlet (LC-10.9, LC-11.7b, LC-11.10a): with the notifier, the
/// channel and the time. The time at which the police received it decides whether it is late. A facility that is not
/// known yet is created, or found by commune, name and address; when it gets an account, the entered stays become its
/// own.
#[utoipa::path(post, path = NotifyOnBehalf::PATH, impl_for = NotifyOnBehalf,
    request_body(content = OnBehalfIn, example = json!({
        "place": { "name": "Hộ bà Trần Thị Lài", "kind": "household", "area_code": "22366", "address": "Tổ 4 Vĩnh Hải" },
        "notifier": { "kind": "household", "name": "Trần Thị Lài", "phone": "0905 000 247" },
        "channel": "phone", "received_at": "2026-11-21T19:40:00+07:00",
        "stay": {
            "guest": {
                "full_name": "Nguyễn Hữu Phước", "birth_date": "1987-06-09", "sex": "male", "nationality": "VN",
                "document_type": "cccd", "document_number": "056087004512"
            },
            "kind": "overnight", "arrival_at": "2026-11-21T19:31:00+07:00",
            "planned_departure_at": "2026-11-24T12:00:00+07:00", "reason": "tourism"
        }
    })),
    responses((status = 201, description = "Stored: the stay with its code", body = StayOut)))]
async fn notify_on_behalf(
    grant: Grant<NotifyOnBehalf>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<OnBehalfIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            on_behalf::notify_on_behalf(&grant.caller, once, body.read()?).await
        })
        .await
}

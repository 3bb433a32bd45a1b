//! Routes of stays.

use super::query::StayQuery;
use super::service;
use crate::authz::{Grant, policy};
use crate::error::Result;
use crate::http::once::{IdempotencyKey, Once};
use crate::http::versions;
use crate::http::{Body, Query};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use dto::room::RoomBoardOut;
use dto::stay::{
    AcknowledgeIn, AcknowledgedOut, CancelIn, CheckOutIn, ElsewhereOut, ExtendIn, FacilityDayOut, FacilityTasksOut,
    GroupIn, GroupOut, MoveIn, OnBehalfIn, OwnDeadlinesOut, PurposeIn, ReturningGuestsOut, SearchOut, StayIn,
    StayMessageIn, StayOut, StayPage, StayPatch, StaySearchIn, StayThread, StayVersionsOut,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(notify_stay)
        .service(notify_group)
        .service(list_stays)
        .service(search_stays)
        .service(find_returning_guest)
        .service(get_stay)
        .service(find_elsewhere)
        .service(notify_on_behalf)
        .service(amend_stay)
        .service(extend_stay)
        .service(move_stay)
        .service(cancel_stay)
        .service(correct_stay)
        .service(check_out_stay)
        .service(list_stay_versions)
        .service(acknowledge_stay)
        .service(acknowledge_stays)
        .service(ask_about_stay)
        .service(answer_about_stay)
        .service(get_facility_day)
        .service(count_facility_tasks)
        .service(get_room_board)
        .service(list_own_deadlines)
        .configure(super::together_http::routes)
        .configure(super::export::http::routes)
        .configure(super::register::http::routes)
        .configure(super::foreign::http::routes)
        .configure(super::commune::http::routes);
}

/// Notify a stay
///
/// Residence Law 68/2020/QH14, Article 30 as amended: by 23:00 of the first day, or by 08:00 of the next day for an
/// arrival from 23:00 on; the hours come from the profile. A late notification is accepted and marked. A value that is
/// accepted with a remark, such as a personal number that encodes another year of birth, or more than two guests to
/// each bed of the room, is returned in `warnings`; a warning never causes a refusal. Send an `Idempotency-Key` and
/// repeat the request as often as the connection fails: it is stored once.
#[utoipa::path(tag = "stays", operation_id = "notifyStay",
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
#[post("/stays")]
async fn notify_stay(
    grant: Grant<policy::NotifyStay>,
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
#[utoipa::path(tag = "stays", operation_id = "notifyGroup",
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
#[post("/stays/groups")]
async fn notify_group(
    grant: Grant<policy::NotifyGroup>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<GroupIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            service::notify_group(&grant.caller, once, body.read()?).await
        })
        .await
}

/// List stays
///
/// The stays that the caller may see, newest notification first, with masked document numbers. The reading is recorded.
/// A client that keeps a copy continues with `sort=updated_at` and, as `updated_since`, the last `updated_at` minus
/// five minutes: a stay stored in the meantime may have an earlier time, and the client recognises repeated stays by
/// `id` and `version`. With a period of at most 31 days (`notified_from`, `notified_to`) the answer contains the total
/// numbers for the filter.
#[utoipa::path(tag = "stays", operation_id = "listStays", params(StayQuery),
    responses((status = 200, description = "A page of stays", body = StayPage)))]
#[get("/stays")]
async fn list_stays(grant: Grant<policy::ListStays>, query: Query<StayQuery>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::list(&grant.caller, &query).await?))
}

/// Search for people
///
/// By words of the name without accents, by the whole document number, by date or year of birth, among the stays that
/// the caller may see. The method is POST, so that the search terms appear in no URL. Officers state a purpose; it is
/// recorded with the results.
#[utoipa::path(tag = "stays", operation_id = "searchStays", request_body(content = StaySearchIn, example = json!({
        "name": "lam tan phat", "birth_year": 1982, "purpose": "verify_report", "reference": "214/CAP-2026"
    })),
    responses((status = 200, description = "The people found, with their stays", body = SearchOut)))]
#[post("/stays/search")]
async fn search_stays(grant: Grant<policy::SearchStays>, body: Body<StaySearchIn>) -> Result<HttpResponse> {
    let search = body.checked(grant.check_context())?;
    Ok(HttpResponse::Ok().json(service::search(&grant.caller, search).await?))
}

/// Find a returning guest
///
/// Among the guests of the caller's own facility, by name without accents or by the whole document number: each with
/// the data of the last notification, to prefill a new notification. The reading is recorded.
#[utoipa::path(tag = "stays", operation_id = "findReturningGuest", request_body(content = StaySearchIn, example = json!({
        "document_number": "056082004731"
    })),
    responses((status = 200, description = "The guests found", body = ReturningGuestsOut)))]
#[post("/stays/returning-guests")]
async fn find_returning_guest(
    grant: Grant<policy::FindReturningGuest>,
    body: Body<StaySearchIn>,
) -> Result<HttpResponse> {
    let search = body.checked(grant.check_context())?;
    Ok(HttpResponse::Ok().json(service::find_returning(&grant.caller, search).await?))
}

/// Get a stay
///
/// The whole stay, with the document number. The reading is recorded. For a stay outside the caller's scope the answer
/// is 404.
#[utoipa::path(tag = "stays", operation_id = "getStay", params(("stay_id" = Uuid, Path, description = "The stay")),
    responses((status = 200, description = "The stay", body = StayOut)))]
#[get("/stays/{stay_id}")]
async fn get_stay(grant: Grant<policy::GetStay>, id: Path<Uuid>, request: HttpRequest) -> Result<HttpResponse> {
    let stay = service::get(&grant.caller, *id).await?;
    versions::answer(&request, stay.version, &stay)
}

/// Find other notifications of a guest for the same nights
///
/// For the same nights, in the whole province, as long as these are near today: for a facility outside the caller's
/// area, only its area and the nights. Officers state a purpose; it is recorded with the result. Not for a stay that
/// the police entered or corrected within a day: this prevents a search by an invented stay. The facility gets no
/// information about it.
#[utoipa::path(tag = "stays", operation_id = "findElsewhere", params(("stay_id" = Uuid, Path, description = "The stay")),
    request_body(content = PurposeIn, example = json!({ "purpose": "verify_report", "reference": "214/CAP-2026" })),
    responses((status = 200, description = "The other facilities", body = ElsewhereOut)))]
#[post("/stays/{stay_id}/elsewhere")]
async fn find_elsewhere(
    grant: Grant<policy::FindElsewhere>,
    id: Path<Uuid>,
    body: Body<PurposeIn>,
) -> Result<HttpResponse> {
    let body = body.checked(grant.check_context())?;
    Ok(HttpResponse::Ok().json(service::find_elsewhere(&grant.caller, *id, body).await?))
}

/// Change a stay
///
/// The guest's data until 24:00 of the day of notification (KH-11.2d-1); room and planned departure as long as the
/// guest is present; a declared departure until 24:00 of the day it was declared. The previous version is kept
/// (KH-11.2d-2). Send the `version` that the change starts from: 409 if the stay was changed in the meantime.
#[utoipa::path(tag = "stays", operation_id = "amendStay", params(("stay_id" = Uuid, Path, description = "The stay")),
    request_body(content = StayPatch, example = json!({
        "version": 1, "change_reason": "Nhập đảo hai chữ số", "guest": { "birth_date": "1987-06-09" }
    })),
    responses((status = 200, description = "The stay after the change", body = StayOut)))]
#[patch("/stays/{stay_id}")]
async fn amend_stay(grant: Grant<policy::AmendStay>, id: Path<Uuid>, body: Body<StayPatch>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::amend(&grant.caller, *id, body.read()?.whole()?).await?))
}

/// Notify for somebody else
///
/// Notifications that the police receive from facilities without an account, from households and collective housing,
/// from guests themselves or through the head of a hamlet (LC-10.9, LC-11.7b, LC-11.10a): with the notifier, the
/// channel and the time. The time at which the police received it decides whether it is late. A facility that is not
/// known yet is created, or found by commune, name and address; when it gets an account, the entered stays become its
/// own.
#[utoipa::path(tag = "stays", operation_id = "notifyOnBehalf",
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
#[post("/stays/on-behalf")]
async fn notify_on_behalf(
    grant: Grant<policy::NotifyOnBehalf>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<OnBehalfIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            service::notify_on_behalf(&grant.caller, once, body.read()?).await
        })
        .await
}

/// Extend a stay
///
/// Sets another planned departure, later or earlier, as long as the guest is present. Nights that were added because no
/// departure was declared remain (KH-11.2e-2).
#[utoipa::path(tag = "stays", operation_id = "extendStay",
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = ExtendIn, example = json!({ "version": 1, "planned_departure_at": "2026-11-26T12:00:00+07:00" })),
    responses((status = 200, description = "The stay after the change", body = StayOut)))]
#[post("/stays/{stay_id}/extension")]
async fn extend_stay(
    grant: Grant<policy::ExtendStay>,
    request: HttpRequest,
    id: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<ExtendIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            service::extend(&grant.caller, *id, once, body.checked(grant.check_context())?).await
        })
        .await
}

/// Move a guest
///
/// Into another room of the plan, as long as the guest is present. More guests than beds cause a warning, not a
/// refusal.
#[utoipa::path(tag = "stays", operation_id = "moveStay",
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = MoveIn, example = json!({ "version": 1, "room_id": "01a1ffd7-b51f-7499-829a-34e125ba245b" })),
    responses((status = 200, description = "The stay after the change", body = StayOut)))]
#[post("/stays/{stay_id}/room")]
async fn move_stay(
    grant: Grant<policy::MoveStay>,
    request: HttpRequest,
    id: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<MoveIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            service::move_guest(&grant.caller, *id, once, body.checked(grant.check_context())?).await
        })
        .await
}

/// Cancel a notification
///
/// The guest did not stay. Allowed for the facility until 24:00 of the day of notification, for the police of the area
/// at any time, with a reason. The notification is kept and remains visible (KH-11.2d-2); it counts no night and cannot
/// be changed any more.
#[utoipa::path(tag = "stays", operation_id = "cancelStay",
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = CancelIn, example = json!({ "version": 1, "change_reason": "Khách đặt phòng nhưng không đến" })),
    responses((status = 200, description = "The stay after the change", body = StayOut)))]
#[post("/stays/{stay_id}/cancellation")]
async fn cancel_stay(
    grant: Grant<policy::CancelStay>,
    request: HttpRequest,
    id: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<CancelIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            service::cancel(&grant.caller, *id, once, body.checked(grant.check_context())?).await
        })
        .await
}

/// Correct a stay
///
/// For the police of the area, at any time and with a reason in `change_reason`: the changes that the facility may no
/// longer make after 24:00 (KH-11.2d-1). The previous version is kept, and the facility can read who corrected what and
/// why.
#[utoipa::path(tag = "stays", operation_id = "correctStay",
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = StayPatch, example = json!({
        "version": 1, "change_reason": "Theo thẻ căn cước khách xuất trình", "guest": { "birth_date": "1987-06-09" }
    })),
    responses((status = 200, description = "The stay after the change", body = StayOut)))]
#[post("/stays/{stay_id}/correction")]
async fn correct_stay(
    grant: Grant<policy::CorrectStay>,
    request: HttpRequest,
    id: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<StayPatch>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            service::correct(&grant.caller, *id, once, body.read()?.whole()?).await
        })
        .await
}

/// Declare a departure
///
/// By the cut-off of the profile (14:00 in Khánh Hòa, KH-11.2e-1): after it the system adds a night to the stay. A
/// departure declared later on the same day undoes that night. 409 when it was already declared.
#[utoipa::path(tag = "stays", operation_id = "checkOutStay",
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = CheckOutIn, example = json!({ "version": 1, "departed_at": "2026-11-24T09:10:00+07:00" })),
    responses((status = 200, description = "The stay after the change", body = StayOut)))]
#[post("/stays/{stay_id}/departure")]
async fn check_out_stay(
    grant: Grant<policy::CheckOutStay>,
    request: HttpRequest,
    id: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<CheckOutIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            service::check_out(&grant.caller, *id, once, body.checked(grant.check_context())?).await
        })
        .await
}

/// Get the history of a stay
///
/// All versions, newest first: operation, time, person, reason and changed fields; and the nights that were added
/// because no departure was declared. The history is never deleted (KH-11.2d-2).
#[utoipa::path(tag = "stays", operation_id = "listStayVersions", params(("stay_id" = Uuid, Path, description = "The stay")),
    responses((status = 200, description = "The history", body = StayVersionsOut)))]
#[get("/stays/{stay_id}/versions")]
async fn list_stay_versions(
    grant: Grant<policy::ListStayVersions>,
    id: Path<Uuid>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    versions::answer_unversioned(&request, &service::list_versions(&grant.caller, *id).await?)
}

/// Acknowledge a stay
///
/// The police of the area record that they have seen the notification (LC-10.6); the facility can read who and when.
/// With a repeat, the first officer stays on record.
#[utoipa::path(tag = "stays", operation_id = "acknowledgeStay", params(("stay_id" = Uuid, Path, description = "The stay")),
    responses((status = 200, description = "The messages about the stay", body = StayThread)))]
#[post("/stays/{stay_id}/acknowledgement")]
async fn acknowledge_stay(grant: Grant<policy::AcknowledgeStay>, id: Path<Uuid>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::acknowledge(&grant.caller, *id).await?))
}

/// Acknowledge many stays
///
/// The same for a whole page of the list. For stays that were already seen, the first officer stays on record; if the
/// caller has no access to one of the stays, the whole request is refused.
#[utoipa::path(tag = "stays", operation_id = "acknowledgeStays",
    request_body(content = AcknowledgeIn, example = json!({ "stays": ["01932b6e-7c00-7d3a-9f41-5a2c8e6b1d07", "01932b6e-9a40-7b12-8c55-3e7f0d4a6b91"] })),
    responses((status = 200, description = "How many were marked", body = AcknowledgedOut)))]
#[post("/stays/acknowledgements")]
async fn acknowledge_stays(grant: Grant<policy::AcknowledgeStays>, body: Body<AcknowledgeIn>) -> Result<HttpResponse> {
    let stays = body.checked(grant.check_context())?;
    Ok(HttpResponse::Ok().json(service::acknowledge_many(&grant.caller, stays).await?))
}

/// Ask about a stay
///
/// A question from the police to the facility (LC-10.6). It is kept with the stay; the facility gets a mail without any
/// data about the guest.
#[utoipa::path(tag = "stays", operation_id = "askAboutStay",
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = StayMessageIn, example = json!({ "text": "Đề nghị kiểm tra lại ngày sinh của khách." })),
    responses((status = 200, description = "The messages about the stay", body = StayThread)))]
#[post("/stays/{stay_id}/questions")]
async fn ask_about_stay(
    grant: Grant<policy::AskAboutStay>,
    request: HttpRequest,
    id: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<StayMessageIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let words = body.checked(grant.check_context())?;
            service::ask(&grant.caller, *id, once, words).await
        })
        .await
}

/// Answer about a stay
///
/// The facility answers the open question (LC-10.6); 409 when there is no open question.
#[utoipa::path(tag = "stays", operation_id = "answerAboutStay",
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = StayMessageIn, example = json!({ "text": "Đã xem lại giấy khai sinh, cháu sinh năm 2015." })),
    responses((status = 200, description = "The messages about the stay", body = StayThread)))]
#[post("/stays/{stay_id}/answers")]
async fn answer_about_stay(
    grant: Grant<policy::AnswerAboutStay>,
    request: HttpRequest,
    id: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<StayMessageIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let words = body.checked(grant.check_context())?;
            service::answer(&grant.caller, *id, once, words).await
        })
        .await
}

/// Get the daily overview of a facility
///
/// Today's arrivals, present guests and departures, stays past their planned departure, and the state of each room.
#[utoipa::path(tag = "stays", operation_id = "getFacilityDay", params(("facility_id" = Uuid, Path, description = "The facility")),
    responses((status = 200, description = "The daily overview", body = FacilityDayOut)))]
#[get("/facilities/{facility_id}/day")]
async fn get_facility_day(grant: Grant<policy::GetFacilityDay>, id: Path<Uuid>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::facility_day(&grant.caller, *id).await?))
}

/// Count the open tasks of a facility
///
/// In numbers, without any data about a guest: rooms whose guests are not notified, departures to declare, questions
/// from the police to answer.
#[utoipa::path(tag = "stays", operation_id = "countFacilityTasks", params(("facility_id" = Uuid, Path, description = "The facility")),
    responses((status = 200, description = "The numbers", body = FacilityTasksOut)))]
#[get("/facilities/{facility_id}/tasks")]
async fn count_facility_tasks(
    grant: Grant<policy::CountFacilityTasks>,
    id: Path<Uuid>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    versions::answer_unversioned(&request, &service::facility_tasks(&grant.caller, *id).await?)
}

/// Get the room board
///
/// The rooms in use by floor and name (KH-11.2a), each with its state, its guests, and the number of guests who have
/// moved in and are not notified yet, with their deadline. Guests without a room are listed separately. The reading is
/// recorded.
#[utoipa::path(tag = "stays", operation_id = "getRoomBoard", params(("facility_id" = Uuid, Path, description = "The facility")),
    responses((status = 200, description = "The board", body = RoomBoardOut)))]
#[get("/facilities/{facility_id}/board")]
async fn get_room_board(grant: Grant<policy::GetRoomBoard>, id: Path<Uuid>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::room_board(&grant.caller, *id).await?))
}

/// List the deadlines of a facility
///
/// Guests who have moved in and are not notified yet (23:00 or 08:00), departures to declare (14:00 where the profile
/// has a cut-off), and until when today's notifications can be corrected (24:00): each with its time and its number of
/// guests, the most urgent first.
#[utoipa::path(tag = "stays", operation_id = "listOwnDeadlines", params(("facility_id" = Uuid, Path, description = "The facility")),
    responses((status = 200, description = "The deadlines", body = OwnDeadlinesOut)))]
#[get("/facilities/{facility_id}/deadlines")]
async fn list_own_deadlines(grant: Grant<policy::ListOwnDeadlines>, id: Path<Uuid>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::own_deadlines(&grant.caller, *id).await?))
}

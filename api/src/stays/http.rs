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
/// arrival from 23:00 on; the hours come from the profile. A late notification is accepted and marked. Doubts, such as
/// a personal number that names another year of birth, or more than two guests to each bed of the room, come back as
/// `warnings` and never refuse. Send an
/// `Idempotency-Key` and repeat the request as often as the line breaks: it is stored once.
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
/// One arrival, reason and planned departure for up to 500 guests; rooms may be left out and given later by a change of
/// each stay. All of it is stored or nothing; what is wrong with a guest points to that guest, and a document that is
/// named twice is refused. Late and doubtful guests are taken and marked as by `notifyStay`.
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
/// Those within reach, newest notification first, document numbers masked. The reading is recorded. Whoever keeps a copy
/// reads on with `sort=updated_at` and, as `updated_since`, the last `updated_at` less five minutes: what was stored meanwhile
/// may bear an earlier time, and what comes again is known by `id` and `version`. With a period of
/// at most 31 days (`notified_from`, `notified_to`) the answer says how many the filter leaves in all.
#[utoipa::path(tag = "stays", operation_id = "listStays", params(StayQuery),
    responses((status = 200, description = "A page of stays", body = StayPage)))]
#[get("/stays")]
async fn list_stays(grant: Grant<policy::ListStays>, query: Query<StayQuery>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::list(&grant.caller, &query).await?))
}

/// Search for people
///
/// By words of the name without accents, by the whole number of a document, by date or year of birth, within reach.
/// A POST, so that what is searched for stands in no address. Officers state a purpose; it is recorded with what was
/// shown.
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
/// Among the guests of one's own facility, by name without accents or by the whole number of a document: each as
/// notified last, to fill a new notification with. The reading is recorded.
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

/// A stay
///
/// Whole, with the document number. The reading is recorded. A stay out of reach does not exist: 404.
#[utoipa::path(tag = "stays", operation_id = "getStay", params(("stay_id" = Uuid, Path, description = "The stay")),
    responses((status = 200, description = "The stay", body = StayOut)))]
#[get("/stays/{stay_id}")]
async fn get_stay(grant: Grant<policy::GetStay>, id: Path<Uuid>, request: HttpRequest) -> Result<HttpResponse> {
    let stay = service::get(&grant.caller, *id).await?;
    versions::answer(&request, stay.version, &stay)
}

/// Where else a guest is notified
///
/// For the same nights, in the whole province, as far as they are near today: of a place outside of one's area only where
/// and when. Officers state a purpose; it is recorded with what was found. Not for a stay that the police entered or
/// corrected within a day: nobody is looked up by inventing a stay. A facility never learns of it.
#[utoipa::path(tag = "stays", operation_id = "findElsewhere", params(("stay_id" = Uuid, Path, description = "The stay")),
    request_body(content = PurposeIn, example = json!({ "purpose": "verify_report", "reference": "214/CAP-2026" })),
    responses((status = 200, description = "The other places", body = ElsewhereOut)))]
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
/// What was notified about the guest until 24:00 of the day it was notified (KH-11.2d-1); room and planned departure as
/// long as the guest is there; a declared departure until 24:00 of the day it was declared. The version before is kept
/// (KH-11.2d-2). Send the `version` that the change starts from: 409 tells that somebody was first.
#[utoipa::path(tag = "stays", operation_id = "amendStay", params(("stay_id" = Uuid, Path, description = "The stay")),
    request_body(content = StayPatch, example = json!({
        "version": 1, "change_reason": "Nhập đảo hai chữ số", "guest": { "birth_date": "1987-06-09" }
    })),
    responses((status = 200, description = "The stay as it is now", body = StayOut)))]
#[patch("/stays/{stay_id}")]
async fn amend_stay(grant: Grant<policy::AmendStay>, id: Path<Uuid>, body: Body<StayPatch>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::amend(&grant.caller, *id, body.read()?.whole()?).await?))
}

/// Notify for somebody else
///
/// What the police are told of places without an account, of households and collective housing, by guests themselves or
/// through the head of a hamlet (LC-10.9, LC-11.7b, LC-11.10a): with who told it, how and when. Whether it is late is
/// judged by when they were told. A place that is not known yet is made, or found again by commune, name and address; what
/// was entered is its own when it gets an account.
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
/// Another planned departure, later or earlier, as long as the guest is there. Nights that had grown because no departure
/// was declared stay (KH-11.2e-2).
#[utoipa::path(tag = "stays", operation_id = "extendStay",
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = ExtendIn, example = json!({ "version": 1, "planned_departure_at": "2026-11-26T12:00:00+07:00" })),
    responses((status = 200, description = "The stay as it is now", body = StayOut)))]
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
/// Into another room of the plan, as long as the guest is there. More guests than beds are a doubt of the house, no reason
/// to refuse.
#[utoipa::path(tag = "stays", operation_id = "moveStay",
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = MoveIn, example = json!({ "version": 1, "room_id": "01a1ffd7-b51f-7499-829a-34e125ba245b" })),
    responses((status = 200, description = "The stay as it is now", body = StayOut)))]
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

/// Withdraw a notification
///
/// The guest did not stay. The facility until 24:00 of the day it was notified, the police of the area at any time, with a
/// reason. It is kept and stays visible (KH-11.2d-2); it counts no night and changes no more.
#[utoipa::path(tag = "stays", operation_id = "cancelStay",
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = CancelIn, example = json!({ "version": 1, "change_reason": "Khách đặt phòng nhưng không đến" })),
    responses((status = 200, description = "The stay as it is now", body = StayOut)))]
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
/// The police of the area, at any time and with a reason in `change_reason`: what the facility may no longer after 24:00
/// (KH-11.2d-1). The version before is kept, and the facility reads who corrected what and why.
#[utoipa::path(tag = "stays", operation_id = "correctStay",
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = StayPatch, example = json!({
        "version": 1, "change_reason": "Theo thẻ căn cước khách xuất trình", "guest": { "birth_date": "1987-06-09" }
    })),
    responses((status = 200, description = "The stay as it is now", body = StayOut)))]
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
/// By the cut-off of the profile (14:00 in Khánh Hòa, KH-11.2e-1): after it the stay grows by a night by itself. A
/// departure declared later the same day undoes that night. 409 when it was declared before.
#[utoipa::path(tag = "stays", operation_id = "checkOutStay",
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = CheckOutIn, example = json!({ "version": 1, "departed_at": "2026-11-24T09:10:00+07:00" })),
    responses((status = 200, description = "The stay as it is now", body = StayOut)))]
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

/// The history of a stay
///
/// Every version, newest first: what happened, when, by whom and why, and what changed; and the nights that were added
/// because no departure was declared. Nothing of it is ever deleted (KH-11.2d-2).
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
/// The police of the area note that they have seen the notification (LC-10.6); the facility reads who and when. Done
/// twice it stays with who was first.
#[utoipa::path(tag = "stays", operation_id = "acknowledgeStay", params(("stay_id" = Uuid, Path, description = "The stay")),
    responses((status = 200, description = "What was said about the stay", body = StayThread)))]
#[post("/stays/{stay_id}/acknowledgement")]
async fn acknowledge_stay(grant: Grant<policy::AcknowledgeStay>, id: Path<Uuid>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::acknowledge(&grant.caller, *id).await?))
}

/// Acknowledge many stays
///
/// The same for a page of the list at once. Those that were seen before stay with who was first; one that is not within
/// reach refuses all.
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
/// A question of the police to the facility (LC-10.6). It stays with the stay; the facility is told by mail, without a
/// word about the guest.
#[utoipa::path(tag = "stays", operation_id = "askAboutStay",
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = StayMessageIn, example = json!({ "text": "Đề nghị kiểm tra lại ngày sinh của khách." })),
    responses((status = 200, description = "What was said about the stay", body = StayThread)))]
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
/// The facility answers the question that is open (LC-10.6); 409 when nothing is asked.
#[utoipa::path(tag = "stays", operation_id = "answerAboutStay",
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = StayMessageIn, example = json!({ "text": "Đã xem lại giấy khai sinh, cháu sinh năm 2015." })),
    responses((status = 200, description = "What was said about the stay", body = StayThread)))]
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

/// A facility's day
///
/// Who arrives, stays and leaves today, who is past the planned departure, and how each room stands.
#[utoipa::path(tag = "stays", operation_id = "getFacilityDay", params(("facility_id" = Uuid, Path, description = "The facility")),
    responses((status = 200, description = "The day", body = FacilityDayOut)))]
#[get("/facilities/{facility_id}/day")]
async fn get_facility_day(grant: Grant<policy::GetFacilityDay>, id: Path<Uuid>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::facility_day(&grant.caller, *id).await?))
}

/// What waits for a facility
///
/// In numbers, without a word about a guest: rooms whose guests are not notified, departures to declare, questions of the
/// police to answer.
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

/// The room board
///
/// The rooms in use by floor and name (KH-11.2a), each with its state, who is in it, and how many have moved in without
/// being notified, with the time by which they have to be. Guests without a room stand beside. The reading is recorded.
#[utoipa::path(tag = "stays", operation_id = "getRoomBoard", params(("facility_id" = Uuid, Path, description = "The facility")),
    responses((status = 200, description = "The board", body = RoomBoardOut)))]
#[get("/facilities/{facility_id}/board")]
async fn get_room_board(grant: Grant<policy::GetRoomBoard>, id: Path<Uuid>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::room_board(&grant.caller, *id).await?))
}

/// What has to be done by when
///
/// Guests who have moved in and are not notified (23:00 or 08:00), departures to declare (14:00 where the profile has a
/// cut-off), and until when what was notified today can be corrected (24:00): each with its moment and how many guests
/// hang on it, the most pressing first.
#[utoipa::path(tag = "stays", operation_id = "listOwnDeadlines", params(("facility_id" = Uuid, Path, description = "The facility")),
    responses((status = 200, description = "The deadlines", body = OwnDeadlinesOut)))]
#[get("/facilities/{facility_id}/deadlines")]
async fn list_own_deadlines(grant: Grant<policy::ListOwnDeadlines>, id: Path<Uuid>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::own_deadlines(&grant.caller, *id).await?))
}

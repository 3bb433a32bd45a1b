//! Routes of what the police and the facility say about a stay.

use super::service;
use crate::authz::Grant;
use crate::authz::policy::{AcknowledgeStay, AcknowledgeStays, AnswerAboutStay, AskAboutStay};
use crate::error::Result;
use crate::http::once::{IdempotencyKey, Once};
use crate::http::{Body, Mount};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use dto::stay::{AcknowledgeIn, AcknowledgedOut, StayMessageIn, StayThread};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(AcknowledgeStay.to(acknowledge_stay))
        .service(AcknowledgeStays.to(acknowledge_stays))
        .service(AskAboutStay.to(ask_about_stay))
        .service(AnswerAboutStay.to(answer_about_stay));
}

/// Acknowledge a stay
///
/// The police of the area record that they have seen the notification (LC-10.6); the facility can read who and when.
/// With a repeat, the first officer stays on record.
#[utoipa::path(post, path = AcknowledgeStay::PATH, impl_for = AcknowledgeStay,
    params(("stay_id" = Uuid, Path, description = "The stay")),
    responses((status = 200, description = "The messages about the stay", body = StayThread)))]
async fn acknowledge_stay(grant: Grant<AcknowledgeStay>, id: Path<Uuid>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::acknowledge(&grant.caller, *id).await?))
}

/// Acknowledge many stays
///
/// The same for a whole page of the list. For stays that were already seen, the first officer stays on record; if the
/// caller has no access to one of the stays, the whole request is refused.
#[utoipa::path(post, path = AcknowledgeStays::PATH, impl_for = AcknowledgeStays,
    request_body(content = AcknowledgeIn, example = json!({ "stays": ["01932b6e-7c00-7d3a-9f41-5a2c8e6b1d07", "01932b6e-9a40-7b12-8c55-3e7f0d4a6b91"] })),
    responses((status = 200, description = "How many were marked", body = AcknowledgedOut)))]
async fn acknowledge_stays(grant: Grant<AcknowledgeStays>, body: Body<AcknowledgeIn>) -> Result<HttpResponse> {
    let stays = body.checked(grant.check_context())?;
    Ok(HttpResponse::Ok().json(service::acknowledge_many(&grant.caller, stays).await?))
}

/// Ask about a stay
///
/// A question from the police to the facility (LC-10.6). It is kept with the stay; the facility gets a mail without any
/// data about the guest.
#[utoipa::path(post, path = AskAboutStay::PATH, impl_for = AskAboutStay,
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = StayMessageIn, example = json!({ "text": "Đề nghị kiểm tra lại ngày sinh của khách." })),
    responses((status = 200, description = "The messages about the stay", body = StayThread)))]
async fn ask_about_stay(
    grant: Grant<AskAboutStay>,
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
#[utoipa::path(post, path = AnswerAboutStay::PATH, impl_for = AnswerAboutStay,
    params(
        ("stay_id" = Uuid, Path, description = "The stay")
    ),
    request_body(content = StayMessageIn, example = json!({ "text": "Đã xem lại giấy khai sinh, cháu sinh năm 2015." })),
    responses((status = 200, description = "The messages about the stay", body = StayThread)))]
async fn answer_about_stay(
    grant: Grant<AnswerAboutStay>,
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

//! Routes of applications for an account.

use super::super::http::asked;
use crate::authz::policy::{ConfirmRegistration, SubmitRegistration};
use crate::error::Result;
use crate::http::PublicGrant;
use crate::http::once::IdempotencyKey;
use crate::http::{Body, FILING_BODY, LargeBody, Mount, client_address};
use actix_web::{HttpRequest, HttpResponse};
use dto::filing::{FilingReceipt, MailTokenIn, RegistrationIn};
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(SubmitRegistration.to(submit_registration))
        .service(ConfirmRegistration.to(confirm_registration));
}

/// Apply for an account
///
/// Mẫu số 1 with the data of the facility (LC-6.1a, KH-8a). Public, with a limit for each IP address. The scan of the
/// signed form is PDF, JPEG or PNG of at most 5 MB, determined by its content; it may be sent later with a supplement.
/// Nobody handles the application before the applicant has opened the link in the mail. With an `Idempotency-Key` it is
/// safe to repeat the request.
#[utoipa::path(post, path = SubmitRegistration::PATH, impl_for = SubmitRegistration,
    request_body(content = RegistrationIn, example = json!({
        "facility": {
            "name": "Khách sạn Thùy Dương", "kind": "hotel", "area_code": "22366", "address": "12 đường Bãi Dài",
            "representative": "Quách Thị Thu Cúc", "tax_code": "4200000124", "rooms": 48, "beds": 96
        },
        "user_name": "Quách Thị Thu Cúc", "user_position": "Giám đốc", "email": "le.tan@thuyduong.vn",
        "phone": "0258 000 0247", "started_on": "2026-12-01", "commitment_accepted": true,
        "signed_form": { "name": "Mau-so-1.pdf", "content_base64": "JVBERi0xLjcK" }
    })),
    responses((status = 202, description = "Filed; the link in the mail has to be opened", body = FilingReceipt)))]
async fn submit_registration(
    visitor: PublicGrant<SubmitRegistration>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: LargeBody<RegistrationIn, FILING_BODY>,
) -> Result<HttpResponse> {
    let asked = asked(&request, &visitor.app, key)?;
    Ok(super::submit(&visitor, asked, body).await?.into_response())
}

/// Confirm an application
///
/// With the token from the link in the mail, valid once and for seven days. The application is received now, and the 48
/// hours start (LC-6.1b-1). Answers the receipt again.
#[utoipa::path(post, path = ConfirmRegistration::PATH, impl_for = ConfirmRegistration,
    request_body(content = MailTokenIn, example = json!({ "token": "kJ3v0hZyM1s9Qm4XcR8tLw" })),
    responses((status = 200, description = "Received", body = FilingReceipt)))]
async fn confirm_registration(
    visitor: PublicGrant<ConfirmRegistration>,
    request: HttpRequest,
    body: Body<MailTokenIn>,
) -> Result<HttpResponse> {
    let body = body.checked(visitor.check_context())?;
    let address = client_address(&request, &visitor.app)?;
    Ok(HttpResponse::Ok().json(super::confirm(&visitor, &body.token, &address).await?))
}

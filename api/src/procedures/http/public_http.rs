//! Routes of applicants: the code is in the body, never in a URL.

use super::as_file;
use crate::authz::policy::{DownloadResult, LookupDossier, SupplementDossier, WithdrawDossier};
use crate::error::Result;
use crate::http::PublicGrant;
use crate::http::once::{IdempotencyKey, Once, Stranger};
use crate::http::{Body, FILES_BODY, LargeBody, Mount, client_address};
use crate::procedures::kinds::Kind;
use crate::procedures::service;
use actix_web::{HttpRequest, HttpResponse};
use dto::dossier::{LookupIn, PublicDossierOut, ResultIn, SupplementIn, WithdrawIn};
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(LookupDossier.to(lookup_dossier))
        .service(SupplementDossier.to(supplement_dossier))
        .service(WithdrawDossier.to(withdraw_dossier))
        .service(DownloadResult.to(download_result));
}

/// Look up a dossier
///
/// By the code that its applicant has: its state, the remaining time, what was asked for. The answer to an unknown code
/// is 404, whether its format is valid or not; after a number of them set by the profile, the IP address is blocked for
/// a time.
#[utoipa::path(post, path = LookupDossier::PATH, impl_for = LookupDossier,
    request_body(content = LookupIn, example = json!({ "dossier_code": "LT-7K2M-9QXD-4TVB-HW3E" })),
    responses((status = 200, description = "The dossier as its applicant sees it", body = PublicDossierOut)))]
async fn lookup_dossier(
    visitor: PublicGrant<LookupDossier>,
    request: HttpRequest,
    body: Body<LookupIn>,
) -> Result<HttpResponse> {
    let body = body.checked(visitor.check_context())?;
    let address = client_address(&request, &visitor.app)?;
    Ok(HttpResponse::Ok().json(service::look_up(&visitor, &body, &address).await?))
}

/// Supplement a dossier
///
/// Sends what an officer asked for (LC-6.1b-3): a text, the whole corrected form, files (PDF, JPEG or PNG, determined
/// by their content, at most 5 MB each). The dossier is filed again, and its deadline starts again with the full term.
#[utoipa::path(post, path = SupplementDossier::PATH, impl_for = SupplementDossier,
    request_body(content = SupplementIn, example = json!({
        "dossier_code": "LT-7K2M-9QXD-4TVB-HW3E", "message": "Đã ký lại bản có số phòng đúng.",
        "files": [{ "name": "Mau-so-1.pdf", "content_base64": "JVBERi0xLjcK" }]
    })),
    responses((status = 200, description = "The dossier after the change", body = PublicDossierOut)))]
async fn supplement_dossier(
    visitor: PublicGrant<SupplementDossier>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: LargeBody<SupplementIn, FILES_BODY>,
) -> Result<HttpResponse> {
    let address = client_address(&request, &visitor.app)?;
    Ok(service::supplement::<Kind>(&visitor, body, &key, &address)
        .await?
        .into_response())
}

/// Withdraw a dossier
///
/// As long as there is no decision. It remains on record, and its applicant gets a mail.
#[utoipa::path(post, path = WithdrawDossier::PATH, impl_for = WithdrawDossier,
    request_body(content = WithdrawIn, example = json!({ "dossier_code": "LT-7K2M-9QXD-4TVB-HW3E" })),
    responses((status = 200, description = "The dossier after the change", body = PublicDossierOut)))]
async fn withdraw_dossier(
    visitor: PublicGrant<WithdrawDossier>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<WithdrawIn>,
) -> Result<HttpResponse> {
    let once = Once::of(&request, &key, &body.bytes);
    let address = client_address(&request, &visitor.app)?;
    let stranger = Stranger::new(&visitor, &address);
    if let Some(first) = once.stored(&stranger).await? {
        return Ok(first.into_response());
    }
    let body = body.checked(visitor.check_context())?;
    Ok(service::withdraw::<Kind>(&visitor, body, once, &address)
        .await?
        .into_response())
}

/// Get a file that answers a dossier
///
/// A file that officers have attached to their decision, such as the requested data (LC-9.2-2, KH-11.2g). Only the code
/// gives access to it, and for these requests no mail contains the code. The reading is recorded.
#[utoipa::path(post, path = DownloadResult::PATH, impl_for = DownloadResult,
    request_body(content = ResultIn, example = json!({
        "dossier_code": "LT-7K2M-9QXD-4TVB-HW3E", "attachment_id": "01a1ffd7-b51f-7499-829a-34e125ba245b"
    })),
    responses((status = 200, description = "The file", content((Vec<u8> = "application/pdf"), (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png")))))]
async fn download_result(
    visitor: PublicGrant<DownloadResult>,
    request: HttpRequest,
    body: Body<ResultIn>,
) -> Result<HttpResponse> {
    let body = body.checked(visitor.check_context())?;
    let address = client_address(&request, &visitor.app)?;
    Ok(as_file(service::result_file(&visitor, &body, &address).await?))
}

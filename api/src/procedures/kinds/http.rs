//! Routes of all kinds of filings, and of the printed forms.

use super::{Asked, credential_loss, data_request, holder_change, paper, registration};
use crate::App;
use crate::authz::{Grant, policy};
use crate::error::Result;
use crate::http::PublicGrant;
use crate::http::once::IdempotencyKey;
use crate::http::{Body, client_address};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get, post};
use dto::dossier::LookupIn;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    registration::http::routes(config);
    holder_change::http::routes(config);
    data_request::http::routes(config);
    credential_loss::http::routes(config);
    config.service(download_dossier_form).service(print_dossier);
}

/// The channel by which a filing was sent.
pub(super) fn asked(request: &HttpRequest, app: &App, key: IdempotencyKey) -> Result<Asked> {
    Ok(Asked {
        key,
        address: client_address(request, app)?,
    })
}

/// Print the form of a dossier
///
/// Mẫu số 1, Mẫu số 2 or Mẫu số 4 as PDF, filled in, to be signed. The code in the body gives access.
#[utoipa::path(tag = "procedures", operation_id = "downloadDossierForm",
    request_body(content = LookupIn, example = json!({ "dossier_code": "LT-7K2M-9QXD-4TVB-HW3E" })),
    responses((status = 200, description = "The form", body = Vec<u8>, content_type = "application/pdf")))]
#[post("/dossiers/form")]
async fn download_dossier_form(
    visitor: PublicGrant<policy::DownloadDossierForm>,
    request: HttpRequest,
    body: Body<LookupIn>,
) -> Result<HttpResponse> {
    let body = body.checked(visitor.check_context())?;
    let address = client_address(&request, &visitor.app)?;
    Ok(pdf(paper::of_code(&visitor, &body, &address).await?))
}

/// Print the form of a dossier, for the officers who handle it
///
/// Mẫu số 1, Mẫu số 2 or Mẫu số 4 as PDF, as it was filed (KH-MC.6). The printing is recorded.
#[utoipa::path(tag = "procedures", operation_id = "printDossier",
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    responses((status = 200, description = "The form", body = Vec<u8>, content_type = "application/pdf")))]
#[get("/dossiers/{dossier_id}/form")]
async fn print_dossier(grant: Grant<policy::PrintDossier>, id: Path<Uuid>) -> Result<HttpResponse> {
    Ok(pdf(paper::of_dossier(&grant.caller, *id).await?))
}

fn pdf(sheet: paper::Paper) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}.pdf\"", sheet.number),
        ))
        .body(sheet.bytes)
}

//! Routes of the forms on paper, and what the routes of all kinds share.

use super::{Asked, printing};
use crate::App;
use crate::authz::Grant;
use crate::authz::policy::{DownloadDossierForm, PrintDossier};
use crate::error::Result;
use crate::http::PublicGrant;
use crate::http::once::IdempotencyKey;
use crate::http::{Body, Mount, client_address};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use dto::dossier::LookupIn;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(DownloadDossierForm.to(download_dossier_form))
        .service(PrintDossier.to(print_dossier));
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
#[utoipa::path(post, path = DownloadDossierForm::PATH, impl_for = DownloadDossierForm,
    request_body(content = LookupIn, example = json!({ "dossier_code": "LT-7K2M-9QXD-4TVB-HW3E" })),
    responses((status = 200, description = "The form", body = Vec<u8>, content_type = "application/pdf")))]
async fn download_dossier_form(
    visitor: PublicGrant<DownloadDossierForm>,
    request: HttpRequest,
    body: Body<LookupIn>,
) -> Result<HttpResponse> {
    let body = body.checked(visitor.check_context())?;
    let address = client_address(&request, &visitor.app)?;
    Ok(pdf(printing::of_code(&visitor, &body, &address).await?))
}

/// Print the form of a dossier, for the officers who handle it
///
/// Mẫu số 1, Mẫu số 2 or Mẫu số 4 as PDF, as it was filed (KH-MC.6). The printing is recorded.
#[utoipa::path(get, path = PrintDossier::PATH, impl_for = PrintDossier,
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    responses((status = 200, description = "The form", body = Vec<u8>, content_type = "application/pdf")))]
async fn print_dossier(grant: Grant<PrintDossier>, id: Path<Uuid>) -> Result<HttpResponse> {
    Ok(pdf(printing::of_dossier(&grant.caller, *id).await?))
}

fn pdf(sheet: printing::Paper) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}.pdf\"", sheet.number),
        ))
        .body(sheet.bytes)
}

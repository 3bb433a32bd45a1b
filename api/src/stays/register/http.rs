//! Routes of the register.

use super::query::{RegisterFormat, RegisterQuery};
use super::service;
use crate::authz::Grant;
use crate::authz::policy::GetRegister;
use crate::error::Result;
use crate::http::{Mount, Query, XLSX, download};
use actix_web::HttpResponse;
use dto::stay::RegisterOut;
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config.service(GetRegister.to(get_register));
}

/// Get the register of stays received
///
/// Sổ tiếp nhận lưu trú (LC-3.2-2), instead of the paper book: of a facility, or of an area with all its facilities,
/// over at most 31 days, in the order in which the stays were notified. As a page of lines with masked numbers, or as a
/// whole as PDF (at most 2,000 lines) or XLSX (at most 10,000) with the document numbers; a longer register is refused
/// with an error, never cut. The reading is recorded.
#[utoipa::path(get, path = GetRegister::PATH, impl_for = GetRegister,
    params(RegisterQuery),
    responses((status = 200, description = "A page of the register, or the whole as a file", content(
        (RegisterOut = "application/json"),
        (Vec<u8> = "application/pdf"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ))))]
async fn get_register(grant: Grant<GetRegister>, query: Query<RegisterQuery>) -> Result<HttpResponse> {
    Ok(match query.format.unwrap_or_default() {
        RegisterFormat::Json => HttpResponse::Ok().json(service::page(&grant.caller, &query).await?),
        format @ RegisterFormat::Pdf => {
            download(service::file(&grant.caller, &query, format).await?, "application/pdf")
        }
        format @ RegisterFormat::Xlsx => download(service::file(&grant.caller, &query, format).await?, XLSX),
    })
}

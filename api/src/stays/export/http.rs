//! The route of the export.

use super::super::query::StayQuery;
use super::service;
use crate::authz::Grant;
use crate::authz::policy::ExportStays;
use crate::error::Result;
use crate::http::{Body, Mount, Query, XLSX, download};
use actix_web::HttpResponse;
use dto::stay::PurposeIn;
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config.service(ExportStays.to(export_stays));
}

/// Export the list of stays
///
/// All stays that match the filter of `listStays`, in its order, as XLSX: at most 10,000 lines with masked document
/// numbers, as in the list; a longer list is refused with an error, never cut. `cursor` and `limit` have no meaning here
/// and are refused. Officers state a purpose; it is recorded with the filter and the number of lines, and the guests count
/// as read.
#[utoipa::path(post, path = ExportStays::PATH, impl_for = ExportStays,
    params(StayQuery),
    request_body(content = PurposeIn, example = json!({ "purpose": "verify_report", "reference": "214/CAP-2026" })),
    responses((status = 200, description = "The lines as a file", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ))))]
async fn export_stays(
    grant: Grant<ExportStays>,
    query: Query<StayQuery>,
    body: Body<PurposeIn>,
) -> Result<HttpResponse> {
    let asked = body.checked(grant.check_context())?;
    Ok(download(service::file(&grant.caller, &query, asked).await?, XLSX))
}

//! Routes of the daily overview of a commune.

use super::query::CommuneDayQuery;
use super::service;
use crate::authz::Grant;
use crate::authz::policy::GetCommuneDay;
use crate::error::Result;
use crate::http::{Mount, Query};
use actix_web::HttpResponse;
use actix_web::web::Path;
use dto::stay::CommuneDayOut;
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config.service(GetCommuneDay.to(get_commune_day));
}

/// Get the daily overview of a commune
///
/// The facilities of a commune in the caller's area, those that need attention first (LC-10.6): how many stays each has
/// notified today and how many of them late, how many guests are present, its last notification, the number of days for
/// which it has been silent, and its telephone. For areas above the commune the answer is 404. The reading is recorded.
#[utoipa::path(get, path = GetCommuneDay::PATH, impl_for = GetCommuneDay,
    params(("area_code" = String, Path, description = "The commune", max_length = 10, example = "22366"), CommuneDayQuery),
    responses((status = 200, description = "The daily overview", body = CommuneDayOut)))]
async fn get_commune_day(
    grant: Grant<GetCommuneDay>,
    code: Path<String>,
    query: Query<CommuneDayQuery>,
) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::commune_day(&grant.caller, &code, &query).await?))
}

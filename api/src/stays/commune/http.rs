//! Routes of a commune's day.

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

/// A commune's day
///
/// The facilities of a commune within reach, those that call for attention first (LC-10.6): how many stays each has
/// notified today and how many of them late, how many guests are there, when it notified last and for how many days it
/// has been silent, and its telephone. Areas above the commune have no day: 404. The reading is recorded.
#[utoipa::path(get, path = GetCommuneDay::PATH, impl_for = GetCommuneDay, tag = "stays",
    params(("area_code" = String, Path, description = "The commune", max_length = 10, example = "22366"), CommuneDayQuery),
    responses((status = 200, description = "The day", body = CommuneDayOut)))]
async fn get_commune_day(
    grant: Grant<GetCommuneDay>,
    code: Path<String>,
    query: Query<CommuneDayQuery>,
) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::commune_day(&grant.caller, &code, &query).await?))
}

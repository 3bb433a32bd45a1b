//! The route of the counters.

use super::service;
use crate::authz::Grant;
use crate::authz::policy::GetCounts;
use crate::error::Result;
use crate::http::{Mount, versions};
use actix_web::{HttpRequest, HttpResponse};
use dto::counts::CountsOut;
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the route.
pub fn routes(config: &mut ServiceConfig) {
    config.service(GetCounts.to(get_counts));
}

/// Count what waits for one's own account
///
/// In numbers, without any data about a person, for the counters on every page: the open tasks of the account's own
/// facility, today's notifications in its area, the dossiers that wait for its office. A section to which the account
/// has no right is absent.
#[utoipa::path(get, path = GetCounts::PATH, impl_for = GetCounts,
    responses((status = 200, description = "The numbers", body = CountsOut)))]
async fn get_counts(grant: Grant<GetCounts>, request: HttpRequest) -> Result<HttpResponse> {
    versions::answer_unversioned(&request, &service::counts(&grant.caller).await?)
}

//! Routes for the monitoring of the installation.

use super::overview;
use crate::authz::Grant;
use crate::authz::policy::{GetJobs, RetryGivenUp};
use crate::error::Result;
use crate::http::Mount;
use crate::http::once::{IdempotencyKey, Once};
use crate::http::versions;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use dto::jobs::JobsOut;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(GetJobs.to(get_jobs))
        .service(RetryGivenUp.to(retry_given_up));
}

/// List the background jobs
///
/// The last run of each job and its result, its number of consecutive failures, and how many rows wait for it. A row
/// that fails is retried after 1, 4, 16 minutes and so on up to 6 hours; after 10 attempts it is given up and is in
/// `given_up` until `retryGivenUp`. Mail is stored in the transaction that causes it and retried until it is delivered:
/// when the mail server is unavailable, nothing is lost. Every instance answers the same, because all data come from
/// the database. The answer contains no names, addresses or texts.
#[utoipa::path(get, path = GetJobs::PATH, impl_for = GetJobs,
    responses((status = 200, description = "The jobs", body = JobsOut, example = json!({
        "jobs": [{
            "name": "loss_reports", "every_seconds": 5, "state": "failing", "began_at": "2026-11-21T14:00:00Z",
            "ended_at": "2026-11-21T14:00:00Z", "failures": 2, "last_error": "internal",
            "failed_at": "2026-11-21T14:00:00Z", "rows_waiting": 1, "rows_given_up": 1
        }],
        "given_up": [{
            "id": "01a1ffd7-b51f-7499-829a-34e125ba245b", "kind": "loss_report", "attempts": 10, "last_error": "internal",
            "given_up_at": "2026-11-20T18:30:00Z"
        }],
        "mail_queue": {
            "transport": "smtp", "waiting": 3, "oldest_queued_at": "2026-11-21T13:00:00Z", "attempts": 12,
            "last_fault": "unreachable", "last_fault_at": "2026-11-21T14:00:00Z",
            "faults": [{ "fault": "unreachable", "mails": 2 }], "delivered_today": 41
        }
    }))))]
async fn get_jobs(grant: Grant<GetJobs>, request: HttpRequest) -> Result<HttpResponse> {
    versions::answer_unversioned(&request, &overview::read(&grant.caller.app, grant.caller.now).await?)
}

/// Retry a row that was given up
///
/// The job tries the row at its next run, with the full number of attempts. 404 for a row that was not given up, or
/// that no longer applies.
#[utoipa::path(post, path = RetryGivenUp::PATH, impl_for = RetryGivenUp,
    params(("row_id" = Uuid, Path, description = "The id of the row, of any kind")),
    responses((status = 204, description = "It will be retried")))]
async fn retry_given_up(
    grant: Grant<RetryGivenUp>,
    id: Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &[])
        .answered(&grant.caller, async |once| {
            overview::retry(&grant.caller, *id, once).await
        })
        .await
}

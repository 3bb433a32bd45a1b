//! Routes for whoever watches over the installation.

use super::mail_queue;
use crate::authz::{Grant, policy};
use crate::error::Result;
use crate::http::versions;
use actix_web::{HttpRequest, HttpResponse, get};
use dto::mail::MailQueueOut;
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config.service(get_mail_queue);
}

/// The mail that waits
///
/// How many mails wait, since when, how often they were tried and what the last attempts met. Mail is written in the
/// transaction that causes it and tried until it has left: a mail server that is away loses nothing. Neither addresses
/// nor texts are shown.
#[utoipa::path(tag = "operation", operation_id = "getMailQueue",
    responses((status = 200, description = "The queue", body = MailQueueOut, example = json!({
        "transport": "smtp", "waiting": 3, "oldest_queued_at": "2026-11-21T13:00:00Z", "attempts": 12,
        "last_fault": "unreachable", "last_fault_at": "2026-11-21T14:00:00Z",
        "faults": [{ "fault": "unreachable", "mails": 2 }], "delivered_today": 41
    }))))]
#[get("/mail-queue")]
async fn get_mail_queue(grant: Grant<policy::GetMailQueue>, request: HttpRequest) -> Result<HttpResponse> {
    versions::answer_unversioned(&request, &mail_queue::read(&grant.caller.app, grant.caller.now).await?)
}

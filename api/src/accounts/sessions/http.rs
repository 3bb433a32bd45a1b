//! Routes of one's own sessions.

use super::service;
use crate::authz::Grant;
use crate::authz::policy::{EndOtherSessions, EndSession, ListSessions};
use crate::error::Result;
use crate::http::paging::{Moment, PageQuery};
use crate::http::{Mount, Query};
use actix_web::{HttpResponse, web};
use dto::credential::{OpenSessionsOut, SessionsEnded};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(ListSessions.to(list_sessions))
        .service(EndSession.to(end_session))
        .service(EndOtherSessions.to(end_other_sessions));
}

/// List one's own sessions
///
/// Where the account is signed in now, the newest first: start, last renewal, browser and operating system (LC-7.2,
/// KH-9b: the holder can notice use by others). Ended and idle sessions are not in the list.
#[utoipa::path(get, path = ListSessions::PATH, impl_for = ListSessions,
    params(PageQuery),
    responses((status = 200, description = "The open sessions", body = OpenSessionsOut)))]
async fn list_sessions(grant: Grant<ListSessions>, query: Query<PageQuery>) -> Result<HttpResponse> {
    let wanted = query.wanted(Moment::read)?;
    Ok(HttpResponse::Ok().json(service::list(&grant.caller, wanted).await?))
}

/// End one of one's own sessions
///
/// Takes effect with the next request of that session, even while its access token has not expired. Ending an ended
/// session changes nothing.
#[utoipa::path(post, path = EndSession::PATH, impl_for = EndSession,
    params(("session_id" = Uuid, Path, description = "The id of the session")),
    responses((status = 204, description = "Ended")))]
async fn end_session(grant: Grant<EndSession>, session_id: web::Path<Uuid>) -> Result<HttpResponse> {
    service::end(&grant.caller, session_id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// End all of one's own other sessions
///
/// Only the session of this request continues.
#[utoipa::path(post, path = EndOtherSessions::PATH, impl_for = EndOtherSessions,
    responses((status = 200, description = "Ended", body = SessionsEnded)))]
async fn end_other_sessions(grant: Grant<EndOtherSessions>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::end_others(&grant.caller).await?))
}

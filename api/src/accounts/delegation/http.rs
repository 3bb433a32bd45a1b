//! Routes of lending an account.

use super::service;
use crate::authz::Grant;
use crate::authz::policy::{ApproveDelegation, EndDelegation, ListDelegations, RequestDelegation};
use crate::error::Result;
use crate::http::once::{IdempotencyKey, Once};
use crate::http::paging::{Moment, PageQuery};
use crate::http::{Body, Mount, Query};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use dto::delegation::{DelegationIn, DelegationOut, DelegationsOut};
use dto::{AnyVersionIn, VersionIn};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(RequestDelegation.to(request_delegation))
        .service(ListDelegations.to(list_delegations))
        .service(ApproveDelegation.to(approve_delegation))
        .service(EndDelegation.to(end_delegation));
}

/// Ask to lend one's account
///
/// To another account of the same kind and tier, from one moment to another (LCH20-16.3-3). It has no effect until
/// whoever looks after the account approves it. Only where the profile has it (D-17); the holder alone asks.
#[utoipa::path(post, path = RequestDelegation::PATH, impl_for = RequestDelegation, tag = "accounts",
    request_body(content = DelegationIn, example = json!({
        "borrower_login": "congan.bac", "starts_at": "2026-11-23T07:00:00+07:00", "ends_at": "2026-11-30T17:00:00+07:00"
    })),
    responses((status = 201, description = "Asked for", body = DelegationOut)))]
async fn request_delegation(
    grant: Grant<RequestDelegation>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<DelegationIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let new = body.checked(grant.check_context())?;
            service::request(&grant.caller, once, new).await
        })
        .await
}

/// Delegations
///
/// Those that one lends or borrows, and those of the accounts that one looks after; kept with approver and period
/// (LCH20-16.3-3). The latest request first.
#[utoipa::path(get, path = ListDelegations::PATH, impl_for = ListDelegations, tag = "accounts",
    params(PageQuery),
    responses((status = 200, description = "The delegations", body = DelegationsOut)))]
async fn list_delegations(grant: Grant<ListDelegations>, query: Query<PageQuery>) -> Result<HttpResponse> {
    let wanted = query.wanted(Moment::read)?;
    Ok(HttpResponse::Ok().json(service::list(&grant.caller, wanted).await?))
}

/// Approve a delegation
///
/// The consent of whoever regularly looks after the account that is lent, and is neither of the two (LCH20-16.3-3). From
/// `since` on the holder of the other account sends the header `Acting-For` with the id of the lending account.
#[utoipa::path(post, path = ApproveDelegation::PATH, impl_for = ApproveDelegation, tag = "accounts",
    params(("delegation_id" = Uuid, Path, description = "The delegation")),
    request_body(content = VersionIn, example = json!({ "version": 1 })),
    responses((status = 200, description = "The delegation as it is now", body = DelegationOut)))]
async fn approve_delegation(
    grant: Grant<ApproveDelegation>,
    id: Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<VersionIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let version = body.checked(grant.check_context())?;
            service::approve(&grant.caller, *id, version, once).await
        })
        .await
}

/// End a delegation
///
/// From the next request on, and for ever: by either party or whoever looks after the lending account. One that was only
/// asked for is thereby withdrawn or refused.
#[utoipa::path(post, path = EndDelegation::PATH, impl_for = EndDelegation, tag = "accounts",
    params(("delegation_id" = Uuid, Path, description = "The delegation")),
    request_body(content = AnyVersionIn, example = json!({ "version": 2 })),
    responses((status = 200, description = "The delegation as it is now", body = DelegationOut)))]
async fn end_delegation(
    grant: Grant<EndDelegation>,
    id: Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<AnyVersionIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let version = body.checked(grant.check_context())?;
            service::end(&grant.caller, *id, version, once).await
        })
        .await
}

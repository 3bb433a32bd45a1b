//! Routes of delegations.

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

/// Request a delegation of one's account
///
/// Delegates the rights of the caller's account to another account of the same kind and tier, for a limited time
/// (LCH20-16.3-3). The delegation has no effect until the administrator of the account approves it. Only where the
/// profile allows it (D-17); only the holder may request it.
#[utoipa::path(post, path = RequestDelegation::PATH, impl_for = RequestDelegation,
    request_body(content = DelegationIn, example = json!({
        "borrower_login": "congan.bac", "starts_at": "2026-11-23T07:00:00+07:00", "ends_at": "2026-11-30T17:00:00+07:00"
    })),
    responses((status = 201, description = "Requested", body = DelegationOut)))]
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

/// List delegations
///
/// The delegations to or from the caller's account, and those of the accounts that the caller administers; they are
/// kept with approver and period (LCH20-16.3-3). The latest request first.
#[utoipa::path(get, path = ListDelegations::PATH, impl_for = ListDelegations,
    params(PageQuery),
    responses((status = 200, description = "The delegations", body = DelegationsOut)))]
async fn list_delegations(grant: Grant<ListDelegations>, query: Query<PageQuery>) -> Result<HttpResponse> {
    let wanted = query.wanted(Moment::read)?;
    Ok(HttpResponse::Ok().json(service::list(&grant.caller, wanted).await?))
}

/// Approve a delegation
///
/// The approval of the account that regularly administers the delegated account, and is neither of the two parties
/// (LCH20-16.3-3). From `starts_at` on, the holder of the other account sends the header `Acting-For` with the id of
/// the delegated account.
#[utoipa::path(post, path = ApproveDelegation::PATH, impl_for = ApproveDelegation,
    params(("delegation_id" = Uuid, Path, description = "The delegation")),
    request_body(content = VersionIn, example = json!({ "version": 1 })),
    responses((status = 200, description = "The delegation after the change", body = DelegationOut)))]
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
/// From the next request on, and permanently: by either party or by the administrator of the delegated account. This
/// also withdraws or refuses a delegation that is only requested.
#[utoipa::path(post, path = EndDelegation::PATH, impl_for = EndDelegation,
    params(("delegation_id" = Uuid, Path, description = "The delegation")),
    request_body(content = AnyVersionIn, example = json!({ "version": 2 })),
    responses((status = 200, description = "The delegation after the change", body = DelegationOut)))]
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

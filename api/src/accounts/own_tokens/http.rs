//! Routes of one's own access tokens.

use super::service;
use crate::authz::Grant;
use crate::authz::policy::{CreateAccessToken, EndAccessToken, ListAccessTokens};
use crate::error::Result;
use crate::http::once::{IdempotencyKey, Once};
use crate::http::paging::{Moment, PageQuery};
use crate::http::{Body, Mount, Query};
use actix_web::{HttpRequest, HttpResponse, web};
use dto::credential::{AccessTokenIn, AccessTokenMadeOut, AccessTokensOut};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(ListAccessTokens.to(list_access_tokens))
        .service(CreateAccessToken.to(create_access_token))
        .service(EndAccessToken.to(end_access_token));
}

/// List one's own access tokens
///
/// For programs and for a trial of the API; the newest first. Their texts are never shown again.
#[utoipa::path(get, path = ListAccessTokens::PATH, impl_for = ListAccessTokens,
    params(PageQuery),
    responses((status = 200, description = "The valid tokens", body = AccessTokensOut)))]
async fn list_access_tokens(grant: Grant<ListAccessTokens>, query: Query<PageQuery>) -> Result<HttpResponse> {
    let wanted = query.wanted(Moment::read)?;
    Ok(HttpResponse::Ok().json(service::list(&grant.caller, wanted).await?))
}

/// Create an access token
///
/// For a program, or for the **Authorize** button of this page: it is sent as `Authorization: Bearer …` and has the
/// rights of the account, except for passwords, the second factor, sessions and other tokens. Needs the password, and a
/// code where there is a second factor. The text is shown only once and not stored. The token ends after the requested
/// number of days, when `endAccessToken` ends it, and when the password changes. The registered address gets a mail.
#[utoipa::path(post, path = CreateAccessToken::PATH, impl_for = CreateAccessToken,
    request_body(content = AccessTokenIn, example = json!({ "name": "Swagger UI", "days": 7, "password": "…" })),
    responses((status = 201, description = "Created", body = AccessTokenMadeOut)))]
async fn create_access_token(
    grant: Grant<CreateAccessToken>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<AccessTokenIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let body = body.checked(grant.check_context())?;
            service::create(&grant.caller, once, &body).await
        })
        .await
}

/// End an access token
///
/// Takes effect with the next request.
#[utoipa::path(post, path = EndAccessToken::PATH, impl_for = EndAccessToken,
    params(("token_id" = Uuid, Path, description = "The id of the token")),
    responses((status = 204, description = "Ended")))]
async fn end_access_token(
    grant: Grant<EndAccessToken>,
    token_id: web::Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &[])
        .answered(&grant.caller, async |once| {
            service::end(&grant.caller, token_id.into_inner(), once).await
        })
        .await
}

//! Routes of changes of holder.

use super::super::http::asked;
use crate::authz::Grant;
use crate::authz::policy::{ListHolderChanges, SubmitHolderChange};
use crate::error::Result;
use crate::http::once::IdempotencyKey;
use crate::http::paging::{Moment, PageQuery};
use crate::http::{FILING_BODY, LargeBody, Mount, Query};
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse};
use dto::filing::{FilingReceipt, HolderChangeIn, HolderChangesOut};
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(SubmitHolderChange.to(submit_holder_change))
        .service(ListHolderChanges.to(list_holder_changes));
}

/// Request another holder for one's account
///
/// Mẫu số 2 (KH-M2-1, LC-6.3-2, KH-8d), for the holder of a facility's or an agency's account. After the grant, the new
/// holder gets an initial password at the new address, and all sessions end.
#[utoipa::path(post, path = SubmitHolderChange::PATH, impl_for = SubmitHolderChange,
    request_body(content = HolderChangeIn, example = json!({
        "new_name": "Trần Gia Bách", "new_position": "Lễ tân", "new_email": "bach@haidang.vn",
        "new_phone": "0258 000 0148", "commitment_accepted": true
    })),
    responses((status = 201, description = "Filed", body = FilingReceipt)))]
async fn submit_holder_change(
    grant: Grant<SubmitHolderChange>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: LargeBody<HolderChangeIn, FILING_BODY>,
) -> Result<HttpResponse> {
    let asked = asked(&request, &grant.caller.app, key)?;
    Ok(super::submit(&grant.caller, asked, body).await?.into_response())
}

/// List the changes of holder that one has requested
///
/// The requests that the current holder of the account has filed, with their state (KH-M2-1). Until the decision the
/// answer also contains the code, to supplement, withdraw and print the request; the reading is recorded.
#[utoipa::path(get, path = ListHolderChanges::PATH, impl_for = ListHolderChanges,
    params(PageQuery),
    responses((status = 200, description = "The latest first", body = HolderChangesOut)))]
async fn list_holder_changes(grant: Grant<ListHolderChanges>, query: Query<PageQuery>) -> Result<HttpResponse> {
    let wanted = query.wanted(Moment::read)?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(super::list(&grant.caller, wanted).await?))
}

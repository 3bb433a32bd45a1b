//! Routes of data requests.

use super::super::http::asked;
use crate::authz::Grant;
use crate::authz::policy::{ConfirmDataRequest, ListOwnDataRequests, SubmitDataRequest, SubmitOwnDataRequest};
use crate::error::Result;
use crate::http::PublicGrant;
use crate::http::once::IdempotencyKey;
use crate::http::paging::{Moment, PageQuery};
use crate::http::{Body, FILING_BODY, LargeBody, Mount, Query, client_address};
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse};
use dto::filing::{DataRequestIn, DataRequestsOut, FilingReceipt, MailTokenIn};
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(SubmitDataRequest.to(submit_data_request))
        .service(ConfirmDataRequest.to(confirm_data_request))
        .service(SubmitOwnDataRequest.to(submit_own_data_request))
        .service(ListOwnDataRequests.to(list_own_data_requests));
}

/// Request guests' data without an account
///
/// Mẫu số 4 for data from before the online period (KH-11.2g), or the written request of a requester without an account
/// (LC-9.2-1). Public, with a limit for each IP address. Nobody handles the request before the requester has opened the
/// link in the mail. Only this answer contains the code, no mail does: the code gives access to the supplied data. With
/// an `Idempotency-Key` it is safe to repeat the request.
#[utoipa::path(post, path = SubmitDataRequest::PATH, impl_for = SubmitDataRequest,
    request_body(content = DataRequestIn, example = json!({
        "kind": "no_account",
        "requester": {
            "kind": "organisation", "name": "Văn phòng luật sư Biển Xanh", "contact_name": "Đỗ Quỳnh Nga",
            "contact_position": "Trưởng văn phòng", "email": "nga@bienxanh.vn", "phone": "0258 000 0247"
        },
        "guest_details": "Khách thuê phòng 401 của Khách sạn Hải Đăng", "guest_name": "Nguyễn Hữu Phước",
        "stay_from": "2024-03-01", "stay_to": "2024-03-31", "reason": "Xác minh nơi ở theo yêu cầu của tòa án",
        "commitment_accepted": true
    })),
    responses((status = 202, description = "Filed; the link in the mail has to be opened", body = FilingReceipt)))]
async fn submit_data_request(
    visitor: PublicGrant<SubmitDataRequest>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: LargeBody<DataRequestIn, FILING_BODY>,
) -> Result<HttpResponse> {
    let asked = asked(&request, &visitor.app, key)?;
    Ok(super::submit(&visitor, asked, body).await?.into_response())
}

/// Confirm a data request
///
/// With the token from the link in the mail, valid once and for seven days. The request is received now, and the term
/// of the profile starts (LC-9.2-2: 5 working days to supply; LC-9.2-3: 3 days to refuse).
#[utoipa::path(post, path = ConfirmDataRequest::PATH, impl_for = ConfirmDataRequest,
    request_body(content = MailTokenIn, example = json!({ "token": "kJ3v0hZyM1s9Qm4XcR8tLw" })),
    responses((status = 204, description = "Received")))]
async fn confirm_data_request(
    visitor: PublicGrant<ConfirmDataRequest>,
    request: HttpRequest,
    body: Body<MailTokenIn>,
) -> Result<HttpResponse> {
    let body = body.checked(visitor.check_context())?;
    let address = client_address(&request, &visitor.app)?;
    super::confirm(&visitor, &body.token, &address).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Request guests' data from before the online period
///
/// Mẫu số 4 of a facility's or an agency's account (KH-18.3). Account, name, position and contact are taken from the
/// account (KH-M4.1 to KH-M4.5), so leave out `requester`.
#[utoipa::path(post, path = SubmitOwnDataRequest::PATH, impl_for = SubmitOwnDataRequest,
    request_body(content = DataRequestIn, example = json!({
        "kind": "archived_data", "guest_details": "Khách đoàn của Công ty Sao Mai", "stay_from": "2024-03-01",
        "stay_to": "2024-03-31", "reason": "Đối chiếu hóa đơn theo yêu cầu của cơ quan thuế", "commitment_accepted": true
    })),
    responses((status = 201, description = "Filed", body = FilingReceipt)))]
async fn submit_own_data_request(
    grant: Grant<SubmitOwnDataRequest>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: LargeBody<DataRequestIn, FILING_BODY>,
) -> Result<HttpResponse> {
    let asked = asked(&request, &grant.caller.app, key)?;
    Ok(super::submit_own(&grant.caller, asked, body).await?.into_response())
}

/// List one's own data requests
///
/// The requests that the current holder of the account has filed, with their state and the code of each, which gives
/// access to the supplied data (KH-18.3). The reading is recorded.
#[utoipa::path(get, path = ListOwnDataRequests::PATH, impl_for = ListOwnDataRequests,
    params(PageQuery),
    responses((status = 200, description = "The latest first", body = DataRequestsOut)))]
async fn list_own_data_requests(grant: Grant<ListOwnDataRequests>, query: Query<PageQuery>) -> Result<HttpResponse> {
    let wanted = query.wanted(Moment::read)?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(super::list_own(&grant.caller, wanted).await?))
}

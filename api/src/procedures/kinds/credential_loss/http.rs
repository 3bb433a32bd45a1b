//! Routes of reports of a loss.

use super::super::http::asked;
use crate::authz::policy::{ConfirmCredentialLoss, ReportCredentialLoss};
use crate::error::Result;
use crate::http::PublicGrant;
use crate::http::once::IdempotencyKey;
use crate::http::{Body, FILING_BODY, LargeBody, Mount, client_address};
use actix_web::{HttpRequest, HttpResponse};
use dto::filing::{CredentialLossIn, FilingReceipt, MailTokenIn};
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(ReportCredentialLoss.to(report_credential_loss))
        .service(ConfirmCredentialLoss.to(confirm_credential_loss));
}

/// Report a lost password or a stolen account
///
/// Within the time limit and by the channels that the profile sets (LC-7.4, KH-9d); an incomplete report is accepted
/// and marked (D-01). The answer is the same whether or not the login name exists. A report does not lock an account: a
/// link is sent to the registered address, or an officer calls the registered number.
#[utoipa::path(post, path = ReportCredentialLoss::PATH, impl_for = ReportCredentialLoss,
    request_body(content = CredentialLossIn, example = json!({
        "login": "haidang", "kind": "stolen", "discovered_at": "2026-11-21T08:30:00+07:00",
        "reporter_name": "Lê Thị Mỹ Duyên", "phone": "0258 000 0148", "email": "le.tan@haidang.vn"
    })),
    responses((status = 202, description = "Accepted", body = FilingReceipt)))]
async fn report_credential_loss(
    visitor: PublicGrant<ReportCredentialLoss>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: LargeBody<CredentialLossIn, FILING_BODY>,
) -> Result<HttpResponse> {
    let asked = asked(&request, &visitor.app, key)?;
    Ok(super::report(&visitor, asked, body).await?.into_response())
}

/// Confirm the loss of a credential
///
/// With the token from the link that was sent to the registered address, valid once and for 24 hours: the account is
/// locked and all sessions end (KH-9d).
#[utoipa::path(post, path = ConfirmCredentialLoss::PATH, impl_for = ConfirmCredentialLoss,
    request_body(content = MailTokenIn, example = json!({ "token": "kJ3v0hZyM1s9Qm4XcR8tLw" })),
    responses((status = 204, description = "Locked")))]
async fn confirm_credential_loss(
    visitor: PublicGrant<ConfirmCredentialLoss>,
    request: HttpRequest,
    body: Body<MailTokenIn>,
) -> Result<HttpResponse> {
    let body = body.checked(visitor.check_context())?;
    let address = client_address(&request, &visitor.app)?;
    super::confirm(&visitor, &body.token, &address).await?;
    Ok(HttpResponse::NoContent().finish())
}

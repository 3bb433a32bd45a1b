//! Routes of the own second factor.

use super::service;
use crate::authz::Grant;
use crate::authz::policy::{ConfirmSecondFactor, EnrolSecondFactor, RemoveSecondFactor};
use crate::error::Result;
use crate::http::once::{IdempotencyKey, Once};
use crate::http::{Body, Mount};
use actix_web::{HttpRequest, HttpResponse};
use dto::credential::{
    RecoveryCodesOut, SecondFactorConfirmIn, SecondFactorEnrolIn, SecondFactorEnrolOut, SecondFactorRemoveIn,
};
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(EnrolSecondFactor.to(enrol_second_factor))
        .service(ConfirmSecondFactor.to(confirm_second_factor))
        .service(RemoveSecondFactor.to(remove_second_factor));
}

/// Start to set up a second factor
///
/// Answers a new secret for an authenticator app, as text, URL and QR code; nothing changes until
/// `confirmSecondFactor`. It needs the password, and where there already is a second factor, a code of it or a recovery
/// code: this is how the second factor moves to another device. A repeat replaces the secret shown before.
/// Administrators and the provincial police must have a second factor (profile: `second_factor.required`) and cannot do
/// anything else before.
#[utoipa::path(post, path = EnrolSecondFactor::PATH, impl_for = EnrolSecondFactor,
    request_body(content = SecondFactorEnrolIn, example = json!({ "password": "…" })),
    responses((status = 200, description = "The data for the app, shown once", body = SecondFactorEnrolOut)))]
async fn enrol_second_factor(grant: Grant<EnrolSecondFactor>, body: Body<SecondFactorEnrolIn>) -> Result<HttpResponse> {
    let body = body.checked(grant.check_context())?;
    Ok(HttpResponse::Ok().json(service::enrol(&grant.caller, &body).await?))
}

/// Confirm the second factor
///
/// A code proves that the app has the secret of `enrolSecondFactor`. From now on sign-in needs a code. Answers ten
/// recovery codes, each valid for one sign-in, and shows them only once. All other sessions of the account end; the
/// registered address gets a mail.
#[utoipa::path(post, path = ConfirmSecondFactor::PATH, impl_for = ConfirmSecondFactor,
    request_body(content = SecondFactorConfirmIn, example = json!({ "code": "492039" })),
    responses((status = 200, description = "Enabled", body = RecoveryCodesOut)))]
async fn confirm_second_factor(
    grant: Grant<ConfirmSecondFactor>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<SecondFactorConfirmIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let body = body.checked(grant.check_context())?;
            service::confirm(&grant.caller, once, &body).await
        })
        .await
}

/// Turn off the second factor
///
/// Needs the password and a code; refused for account tiers that must have a second factor. The recovery codes become
/// invalid too. The registered address gets a mail.
#[utoipa::path(post, path = RemoveSecondFactor::PATH, impl_for = RemoveSecondFactor,
    request_body(content = SecondFactorRemoveIn, example = json!({ "password": "…", "code": "492039" })),
    responses((status = 204, description = "Turned off")))]
async fn remove_second_factor(
    grant: Grant<RemoveSecondFactor>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<SecondFactorRemoveIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let body = body.checked(grant.check_context())?;
            service::remove(&grant.caller, once, &body).await
        })
        .await
}

//! Routes of the own password.

use super::service;
use crate::authz::Grant;
use crate::authz::policy::ChangePassword;
use crate::error::Result;
use crate::http::once::{IdempotencyKey, Once};
use crate::http::{Body, Mount};
use actix_web::{HttpRequest, HttpResponse};
use dto::account::PasswordChangeIn;
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config.service(ChangePassword.to(change_password));
}

/// Change one's own password
///
/// While the password is the initial one, only this and the operations on the caller's own account are allowed
/// (LC-7.1a-1, KH-9a-1). The profile sets the composition (LC-7.1a-2) and how many earlier passwords are not allowed.
/// All other sessions of the account end; the registered address gets a mail.
#[utoipa::path(post, path = ChangePassword::PATH, impl_for = ChangePassword,
    request_body(content = PasswordChangeIn, example = json!({
        "current_password": "Suoi-Xanh-7Kdm-29", "new_password": "Con-Thuyen-Do-36"
    })),
    responses((status = 204, description = "Changed")))]
async fn change_password(
    grant: Grant<ChangePassword>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<PasswordChangeIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let body = body.checked(grant.check_context())?;
            service::change_password(&grant.caller, once, &body).await
        })
        .await
}

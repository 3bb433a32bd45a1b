//! Routes of accounts, feature by feature, and of the caller's own account.

use super::{administration, delegation, own_tokens, passwords, second_factor, service, sessions, sign_in};
use crate::authz::Grant;
use crate::authz::policy::GetCurrentAccount;
use crate::error::Result;
use crate::http::{Mount, versions};
use actix_web::{HttpRequest, HttpResponse};
use dto::account::AccountOut;
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(sign_in::http::routes)
        .configure(passwords::http::routes)
        .service(GetCurrentAccount.to(get_current_account))
        .configure(administration::http::routes)
        .configure(delegation::http::routes)
        .configure(second_factor::http::routes)
        .configure(sessions::http::routes)
        .configure(own_tokens::http::routes);
}

/// Get one's own account
///
/// The signed-in account, its scope and the operations that it may call now.
#[utoipa::path(get, path = GetCurrentAccount::PATH, impl_for = GetCurrentAccount,
    responses((status = 200, description = "The account", body = AccountOut)))]
async fn get_current_account(grant: Grant<GetCurrentAccount>, request: HttpRequest) -> Result<HttpResponse> {
    versions::answer_unversioned(
        &request,
        &service::account_out(&grant.caller.app, grant.caller.account()?).await?,
    )
}

//! Routes of sign-in and of the caller's own account.

use super::sign_in::Claim;
use super::{
    administration, delegation, device, own_tokens, passwords, second_factor_setup, service, sessions, sign_in,
};
use crate::App;
use crate::authz::Grant;
use crate::authz::policy::{
    ChangePassword, ConfirmSecondFactor, CreateAccessToken, EndAccessToken, EndOtherSessions, EndSession,
    EnrolSecondFactor, GetCurrentAccount, ListAccessTokens, ListSessions, Login, Logout, RefreshToken,
    RemoveSecondFactor,
};
use crate::error::{Error, Result};
use crate::http::PublicGrant;
use crate::http::once::{IdempotencyKey, Once};
use crate::http::paging::{Moment, PageQuery};
use crate::http::versions;
use crate::http::{Body, Mount, Query, client_address, host};
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::{HOST, HeaderValue, ORIGIN, USER_AGENT};
use actix_web::{HttpRequest, HttpResponse, web};
use dto::account::{AccountOut, LoginIn, PasswordChangeIn, SignedInOut};
use dto::credential::{
    AccessTokenIn, AccessTokenMadeOut, AccessTokensOut, OpenSessionsOut, RecoveryCodesOut, SecondFactorConfirmIn,
    SecondFactorEnrolIn, SecondFactorEnrolOut, SecondFactorRemoveIn, SessionsEnded,
};
use dto::problem::ErrorCode;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(Login.to(login))
        .service(RefreshToken.to(refresh_token))
        .service(Logout.to(logout))
        .service(ChangePassword.to(change_password))
        .service(GetCurrentAccount.to(get_current_account))
        .configure(administration::http::routes)
        .configure(delegation::http::routes)
        .service(EnrolSecondFactor.to(enrol_second_factor))
        .service(ConfirmSecondFactor.to(confirm_second_factor))
        .service(RemoveSecondFactor.to(remove_second_factor))
        .service(ListSessions.to(list_sessions))
        .service(EndSession.to(end_session))
        .service(EndOtherSessions.to(end_other_sessions))
        .service(ListAccessTokens.to(list_access_tokens))
        .service(CreateAccessToken.to(create_access_token))
        .service(EndAccessToken.to(end_access_token));
}

/// Sign in
///
/// Opens a session: the answer contains an access token with a short lifetime, and sets a refresh token in an
/// `HttpOnly` cookie. A wrong login name and a wrong password give the same answer in the same time. After a number of
/// failures set by the profile, sign-in with this login name is blocked for a time in that network, or in that browser
/// if it has signed in before (cookie `luutru_device`): 429 with `Retry-After`. Failures in other networks and browsers
/// do not count.
///
/// For an account with a second factor, the answer to a correct password is `second_factor_required`: send the same
/// request again with `code`. A wrong code is a failure like a wrong password. An issued initial password is valid for
/// one sign-in. When the number of sessions exceeds the limit of the profile, the oldest session ends.
#[utoipa::path(post, path = Login::PATH, impl_for = Login,
    request_body(content = LoginIn, example = json!({ "login": "haidang", "password": "…" })),
    responses((status = 200, description = "Signed in", body = SignedInOut)))]
async fn login(visitor: PublicGrant<Login>, request: HttpRequest, body: Body<LoginIn>) -> Result<HttpResponse> {
    same_site(&request, &visitor.app)?;
    let body = body.checked(visitor.check_context())?;
    let app = &visitor.app;
    let marks = device::Marks::read(request.cookie(device_cookie_name(app)).as_ref().map(Cookie::value));
    let claim = claim(
        &request,
        app,
        (&body.login, &body.password, body.code.as_deref()),
        marks.of(app, &body.login),
    )?;
    let opened = sign_in::login(&visitor, &claim).await?;
    let is_known = claim.device_mark.is_some();
    let mark = (!is_known).then(|| device_cookie(app, marks.with(app, &body.login)));
    Ok(session_answer(app, opened, mark))
}

/// Renew the session
///
/// Exchanges the refresh cookie for a new access token and a new cookie. Each refresh token can be used once. For 20
/// seconds a repeat gets the same successor, so that two tabs, or a browser that lost the answer, can continue; a later
/// repeat ends the whole session.
#[utoipa::path(post, path = RefreshToken::PATH, impl_for = RefreshToken,
    responses((status = 200, description = "Renewed", body = SignedInOut)))]
async fn refresh_token(visitor: PublicGrant<RefreshToken>, request: HttpRequest) -> Result<HttpResponse> {
    same_site(&request, &visitor.app)?;
    let token = refresh_cookie(&request, &visitor.app).ok_or_else(|| Error::new(ErrorCode::RefreshRefused))?;
    let opened = sign_in::refresh(&visitor, &token).await?;
    Ok(session_answer(&visitor.app, opened, None))
}

/// Sign out
///
/// Ends the session of the refresh cookie and deletes the cookie (LC-7.3, KH-9c). Without a session it has no effect,
/// and also answers 204.
#[utoipa::path(post, path = Logout::PATH, impl_for = Logout,
    responses((status = 204, description = "Signed out")))]
async fn logout(visitor: PublicGrant<Logout>, request: HttpRequest) -> Result<HttpResponse> {
    same_site(&request, &visitor.app)?;
    if let Some(token) = refresh_cookie(&request, &visitor.app) {
        sign_in::logout(&visitor, &token).await?;
    }
    let mut gone = cookie(&visitor.app, String::new());
    gone.make_removal();
    Ok(HttpResponse::NoContent().cookie(gone).finish())
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
            passwords::change_password(&grant.caller, once, &body).await
        })
        .await
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
    Ok(HttpResponse::Ok().json(second_factor_setup::enrol(&grant.caller, &body).await?))
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
            second_factor_setup::confirm(&grant.caller, once, &body).await
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
            second_factor_setup::remove(&grant.caller, once, &body).await
        })
        .await
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
    Ok(HttpResponse::Ok().json(sessions::list(&grant.caller, wanted).await?))
}

/// End one of one's own sessions
///
/// Takes effect with the next request of that session, even while its access token has not expired. Ending an ended
/// session changes nothing.
#[utoipa::path(post, path = EndSession::PATH, impl_for = EndSession,
    params(("session_id" = Uuid, Path, description = "The id of the session")),
    responses((status = 204, description = "Ended")))]
async fn end_session(grant: Grant<EndSession>, session_id: web::Path<Uuid>) -> Result<HttpResponse> {
    sessions::end(&grant.caller, session_id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// End all of one's own other sessions
///
/// Only the session of this request continues.
#[utoipa::path(post, path = EndOtherSessions::PATH, impl_for = EndOtherSessions,
    responses((status = 200, description = "Ended", body = SessionsEnded)))]
async fn end_other_sessions(grant: Grant<EndOtherSessions>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(sessions::end_others(&grant.caller).await?))
}

/// List one's own access tokens
///
/// For programs and for a trial of the API; the newest first. Their texts are never shown again.
#[utoipa::path(get, path = ListAccessTokens::PATH, impl_for = ListAccessTokens,
    params(PageQuery),
    responses((status = 200, description = "The valid tokens", body = AccessTokensOut)))]
async fn list_access_tokens(grant: Grant<ListAccessTokens>, query: Query<PageQuery>) -> Result<HttpResponse> {
    let wanted = query.wanted(Moment::read)?;
    Ok(HttpResponse::Ok().json(own_tokens::list(&grant.caller, wanted).await?))
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
            own_tokens::create(&grant.caller, once, &body).await
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
            own_tokens::end(&grant.caller, token_id.into_inner(), once).await
        })
        .await
}

fn claim<'a>(
    request: &HttpRequest,
    app: &App,
    (name, password, code): (&'a str, &'a str, Option<&'a str>),
    device_mark: Option<&'a str>,
) -> Result<Claim<'a>> {
    let user_agent = request
        .headers()
        .get(USER_AGENT)
        .and_then(|header| header.to_str().ok());
    Ok(Claim {
        login: name,
        password,
        code,
        network: client_address(request, app)?,
        host: host(request),
        device: user_agent.and_then(device::label),
        device_mark,
    })
}

fn session_answer(app: &App, opened: sign_in::Opened, device: Option<Cookie<'static>>) -> HttpResponse {
    let limits = app.profile.session.of(opened.session.account.role);
    let mut cookie = cookie(app, opened.refresh_token);
    cookie.set_max_age(Duration::hours(i64::from(limits.absolute_hours)));
    let mut answer = HttpResponse::Ok();
    answer.cookie(cookie);
    if let Some(device) = device {
        answer.cookie(device);
    }
    answer.json(opened.session)
}

fn is_secure(app: &App) -> bool {
    app.config.public_url.starts_with("https://")
}

/// `__Host-` binds the cookie to exactly this host, but needs TLS, which a development machine does not have.
fn cookie_name(app: &App) -> &'static str {
    if is_secure(app) {
        "__Host-luutru_refresh"
    } else {
        "luutru_refresh"
    }
}

fn cookie(app: &App, value: String) -> Cookie<'static> {
    Cookie::build(cookie_name(app), value)
        .path("/")
        .http_only(true)
        .secure(is_secure(app))
        .same_site(SameSite::Strict)
        .finish()
}

/// The cookie that identifies a browser from which an account has signed in before.
fn device_cookie_name(app: &App) -> &'static str {
    if is_secure(app) {
        "__Host-luutru_device"
    } else {
        "luutru_device"
    }
}

/// The cookie proves nothing and gives no access: with it, failed attempts are counted separately. So it lives longer
/// than sessions, as long as browsers keep a cookie.
fn device_cookie(app: &App, value: String) -> Cookie<'static> {
    Cookie::build(device_cookie_name(app), value)
        .path("/")
        .http_only(true)
        .secure(is_secure(app))
        .same_site(SameSite::Strict)
        .max_age(Duration::days(400))
        .finish()
}

fn refresh_cookie(request: &HttpRequest, app: &App) -> Option<String> {
    request.cookie(cookie_name(app)).map(|cookie| cookie.value().to_owned())
}

/// A request that relies on a cookie is accepted only from our own pages, or from a program, which sends neither
/// header. Browsers send `Sec-Fetch-Site`, those before 2023 `Origin`; `SameSite=Strict` is an additional protection.
fn same_site(request: &HttpRequest, app: &App) -> Result<()> {
    let headers = request.headers();
    let is_own = match headers.get("Sec-Fetch-Site").map(HeaderValue::as_bytes) {
        Some(site) => site == b"same-origin" || site == b"none",
        None => headers.get(ORIGIN).is_none_or(|origin| {
            let origin = origin.to_str().unwrap_or_default();
            let asked = headers.get(HOST).and_then(|host| host.to_str().ok());
            let authority = origin.split_once("://").map(|(_, authority)| authority);
            origin == app.config.public_url || authority.is_some() && authority == asked
        }),
    };
    if is_own {
        Ok(())
    } else {
        Err(Error::new(ErrorCode::CrossSiteRequest))
    }
}

//! Routes of signing in and of one's own account.

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
/// Opens a session: a short access token in the answer, and a refresh token in an `HttpOnly` cookie. A wrong name and
/// a wrong password give the same answer in the same time. After a number of failures set by the profile the name has to
/// wait in that network, or in that browser where it has signed in before (cookie `luutru_device`): 429 with
/// `Retry-After`. Failures elsewhere do not count there.
///
/// An account with a second factor is asked for it by `second_factor_required` once the password was right: send the same
/// again with `code`. A wrong code is a failure like a wrong password. An initial password that was issued is good for
/// one sign-in. Beyond the number of sessions that the profile allows, the oldest ends.
#[utoipa::path(post, path = Login::PATH, impl_for = Login, tag = "accounts",
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
/// Exchanges the refresh cookie for a new access token and a new cookie. Each refresh token is good for one use. For 20
/// seconds a repeat is answered with the same successor, so that two tabs, or a browser whose answer was lost, go on; one
/// that comes back later ends the whole session.
#[utoipa::path(post, path = RefreshToken::PATH, impl_for = RefreshToken, tag = "accounts",
    responses((status = 200, description = "Renewed", body = SignedInOut)))]
async fn refresh_token(visitor: PublicGrant<RefreshToken>, request: HttpRequest) -> Result<HttpResponse> {
    same_site(&request, &visitor.app)?;
    let token = refresh_cookie(&request, &visitor.app).ok_or_else(|| Error::new(ErrorCode::RefreshRefused))?;
    let opened = sign_in::refresh(&visitor, &token).await?;
    Ok(session_answer(&visitor.app, opened, None))
}

/// Sign out
///
/// Ends the session of the refresh cookie and takes the cookie away (LC-7.3, KH-9c). Without a session it does
/// nothing, and says so with the same 204.
#[utoipa::path(post, path = Logout::PATH, impl_for = Logout, tag = "accounts",
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
/// The only thing open, besides one's own account, while the password is the initial one (LC-7.1a-1, KH-9a-1). The
/// composition comes from the profile (LC-7.1a-2), and so does how many earlier passwords are barred. All other sessions
/// of the account end; a mail tells the registered address.
#[utoipa::path(post, path = ChangePassword::PATH, impl_for = ChangePassword, tag = "accounts",
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

/// One's own account
///
/// Who is signed in, what the account reaches and which operations it may call now.
#[utoipa::path(get, path = GetCurrentAccount::PATH, impl_for = GetCurrentAccount, tag = "accounts",
    responses((status = 200, description = "The account", body = AccountOut)))]
async fn get_current_account(grant: Grant<GetCurrentAccount>, request: HttpRequest) -> Result<HttpResponse> {
    versions::answer_unversioned(
        &request,
        &service::account_out(&grant.caller.app, grant.caller.account()?).await?,
    )
}

/// Begin to set up a second factor
///
/// Answers a new secret for an authenticator app, as text, address and QR code; nothing changes until
/// `confirmSecondFactor`. Asks for the password, and where there is a second factor already for a code of it or a recovery
/// code: that is how it moves to another telephone. Asked again, it forgets the secret shown before. Administrators and
/// the police of the province must have one (profile: `second_factor.required`) and can do nothing else before.
#[utoipa::path(post, path = EnrolSecondFactor::PATH, impl_for = EnrolSecondFactor, tag = "accounts",
    request_body(content = SecondFactorEnrolIn, example = json!({ "password": "…" })),
    responses((status = 200, description = "What the app needs, shown once", body = SecondFactorEnrolOut)))]
async fn enrol_second_factor(grant: Grant<EnrolSecondFactor>, body: Body<SecondFactorEnrolIn>) -> Result<HttpResponse> {
    let body = body.checked(grant.check_context())?;
    Ok(HttpResponse::Ok().json(second_factor_setup::enrol(&grant.caller, &body).await?))
}

/// Put the second factor to use
///
/// Proves with a code that the app knows the secret of `enrolSecondFactor`. From now on signing in takes a code. Answers
/// ten recovery codes, each good for one sign-in, and shows them this once. All other sessions of the account end; a mail
/// tells the registered address.
#[utoipa::path(post, path = ConfirmSecondFactor::PATH, impl_for = ConfirmSecondFactor, tag = "accounts",
    request_body(content = SecondFactorConfirmIn, example = json!({ "code": "492039" })),
    responses((status = 200, description = "In use", body = RecoveryCodesOut)))]
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
/// Takes the password and a code; refused to the posts that must have one. The recovery codes go with it. A mail tells
/// the registered address.
#[utoipa::path(post, path = RemoveSecondFactor::PATH, impl_for = RemoveSecondFactor, tag = "accounts",
    request_body(content = SecondFactorRemoveIn, example = json!({ "password": "…", "code": "492039" })),
    responses((status = 204, description = "Given up")))]
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

/// One's own sessions
///
/// Where the account is signed in now, the newest first: since when, when renewed last, and with which browser and system
/// (LC-7.2, KH-9b: use by others can be noticed). Ended and idle sessions are not among them.
#[utoipa::path(get, path = ListSessions::PATH, impl_for = ListSessions, tag = "accounts",
    params(PageQuery),
    responses((status = 200, description = "The open sessions", body = OpenSessionsOut)))]
async fn list_sessions(grant: Grant<ListSessions>, query: Query<PageQuery>) -> Result<HttpResponse> {
    let wanted = query.wanted(Moment::read)?;
    Ok(HttpResponse::Ok().json(sessions::list(&grant.caller, wanted).await?))
}

/// End one of one's own sessions
///
/// Takes effect with the next request of that session, whatever token is out. Ending one that has ended changes nothing.
#[utoipa::path(post, path = EndSession::PATH, impl_for = EndSession, tag = "accounts",
    params(("session_id" = Uuid, Path, description = "The id of the session")),
    responses((status = 204, description = "Ended")))]
async fn end_session(grant: Grant<EndSession>, session_id: web::Path<Uuid>) -> Result<HttpResponse> {
    sessions::end(&grant.caller, session_id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// End all of one's own other sessions
///
/// Only the session that asks goes on.
#[utoipa::path(post, path = EndOtherSessions::PATH, impl_for = EndOtherSessions, tag = "accounts",
    responses((status = 200, description = "Ended", body = SessionsEnded)))]
async fn end_other_sessions(grant: Grant<EndOtherSessions>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(sessions::end_others(&grant.caller).await?))
}

/// One's own access tokens
///
/// For programs and for trying the API out; the newest first. Their texts are shown by nobody.
#[utoipa::path(get, path = ListAccessTokens::PATH, impl_for = ListAccessTokens, tag = "accounts",
    params(PageQuery),
    responses((status = 200, description = "Those that may be used", body = AccessTokensOut)))]
async fn list_access_tokens(grant: Grant<ListAccessTokens>, query: Query<PageQuery>) -> Result<HttpResponse> {
    let wanted = query.wanted(Moment::read)?;
    Ok(HttpResponse::Ok().json(own_tokens::list(&grant.caller, wanted).await?))
}

/// Create an access token
///
/// For a program, or for the **Authorize** button of this page: it is sent as `Authorization: Bearer …` and reaches what
/// the account reaches, but no password, second factor, session or other token. Asks for the password, and for a code
/// where there is a second factor. The text is shown this once and kept nowhere. It ends after the days asked for, when
/// `endAccessToken` ends it, and with the password. A mail tells the registered address.
#[utoipa::path(post, path = CreateAccessToken::PATH, impl_for = CreateAccessToken, tag = "accounts",
    request_body(content = AccessTokenIn, example = json!({ "name": "Swagger UI", "days": 7, "password": "…" })),
    responses((status = 201, description = "Made", body = AccessTokenMadeOut)))]
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
#[utoipa::path(post, path = EndAccessToken::PATH, impl_for = EndAccessToken, tag = "accounts",
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

/// `__Host-` binds the cookie to this very host, but needs TLS, which a development machine has not.
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

/// By which a browser is known that an account has signed in with before.
fn device_cookie_name(app: &App) -> &'static str {
    if is_secure(app) {
        "__Host-luutru_device"
    } else {
        "luutru_device"
    }
}

/// It proves nothing and opens nothing: it only has attempts counted apart. So it outlives sessions, as long as browsers
/// keep a cookie.
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

/// What rides on a cookie is only taken from our own pages, or from a program, which sends neither header. Browsers send
/// `Sec-Fetch-Site`, those before 2023 `Origin`; `SameSite=Strict` stands behind both.
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

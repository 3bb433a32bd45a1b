//! Routes of sign-in.

use super::device;
use super::service::{self, Claim};
use crate::App;
use crate::authz::policy::{Login, Logout, RefreshToken};
use crate::error::{Error, Result};
use crate::http::PublicGrant;
use crate::http::{Body, Mount, client_address, host};
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::{HOST, HeaderValue, ORIGIN, USER_AGENT};
use actix_web::{HttpRequest, HttpResponse};
use dto::account::{LoginIn, SignedInOut};
use dto::problem::ErrorCode;
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(Login.to(login))
        .service(RefreshToken.to(refresh_token))
        .service(Logout.to(logout));
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
    let opened = service::login(&visitor, &claim).await?;
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
    let opened = service::refresh(&visitor, &token).await?;
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
        service::logout(&visitor, &token).await?;
    }
    let mut gone = cookie(&visitor.app, String::new());
    gone.make_removal();
    Ok(HttpResponse::NoContent().cookie(gone).finish())
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

fn session_answer(app: &App, opened: service::Opened, device: Option<Cookie<'static>>) -> HttpResponse {
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

//! Routes of signing in and of one's own account.

use super::{service, sign_in};
use crate::App;
use crate::authz::{Grant, Visitor, policy};
use crate::error::{Error, Result};
use crate::request::{Body, client_address};
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::HeaderValue;
use actix_web::{HttpRequest, HttpResponse, get, post};
use dto::account::{AccountOut, LoginIn, PasswordChangeIn, SessionOut};
use dto::problem::ErrorCode;
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(login)
        .service(refresh_token)
        .service(logout)
        .service(change_password)
        .service(get_current_account);
}

/// Sign in
///
/// Opens a session: a short access token in the answer, and a refresh token in an `HttpOnly` cookie. A wrong name and
/// a wrong password give the same answer in the same time. After a number of failures set by the profile the name,
/// and after more the address, has to wait: 429 with `Retry-After`.
#[utoipa::path(tag = "accounts", operation_id = "login", 
    request_body(content = LoginIn, example = json!({ "login": "haidang", "password": "…" })),
    responses((status = 200, description = "Signed in", body = SessionOut)))]
#[post("/auth/login")]
async fn login(visitor: Visitor<policy::Login>, request: HttpRequest, body: Body<LoginIn>) -> Result<HttpResponse> {
    same_site(&request)?;
    let body = body.checked(visitor.check_context())?;
    let address = client_address(&request, &visitor.app);
    let opened = sign_in::login(&visitor, &body, &address).await?;
    Ok(session_answer(&visitor.app, opened))
}

/// Renew the session
///
/// Exchanges the refresh cookie for a new access token and a new cookie. Each refresh token is good for one use: one
/// that comes back ends the whole session.
#[utoipa::path(tag = "accounts", operation_id = "refreshToken",
    responses((status = 200, description = "Renewed", body = SessionOut)))]
#[post("/auth/refresh")]
async fn refresh_token(visitor: Visitor<policy::RefreshToken>, request: HttpRequest) -> Result<HttpResponse> {
    same_site(&request)?;
    let token = refresh_cookie(&request, &visitor.app).ok_or_else(|| Error::new(ErrorCode::RefreshRefused))?;
    let opened = sign_in::refresh(&visitor, &token).await?;
    Ok(session_answer(&visitor.app, opened))
}

/// Sign out
///
/// Ends the session of the refresh cookie and takes the cookie away (LC-7.3, KH-9c). Without a session it does
/// nothing, and says so with the same 204.
#[utoipa::path(tag = "accounts", operation_id = "logout", responses((status = 204, description = "Signed out")))]
#[post("/auth/logout")]
async fn logout(visitor: Visitor<policy::Logout>, request: HttpRequest) -> Result<HttpResponse> {
    same_site(&request)?;
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
/// composition comes from the profile (LC-7.1a-2). All other sessions of the account end; a mail tells the registered
/// address.
#[utoipa::path(tag = "accounts", operation_id = "changePassword", request_body = PasswordChangeIn,
    responses((status = 204, description = "Changed")))]
#[post("/accounts/me/password")]
async fn change_password(
    grant: Grant<policy::ChangePassword>,
    request: HttpRequest,
    body: Body<PasswordChangeIn>,
) -> Result<HttpResponse> {
    let body = body.checked(grant.check_context())?;
    let address = client_address(&request, &grant.app);
    service::change_password(&grant, &body, &address).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// One's own account
///
/// Who is signed in, what the account reaches and which operations it may call now.
#[utoipa::path(tag = "accounts", operation_id = "getCurrentAccount",
    responses((status = 200, description = "The account", body = AccountOut)))]
#[get("/accounts/me")]
async fn get_current_account(grant: Grant<policy::GetCurrentAccount>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::account_out(&grant.app, &grant.caller.principal).await?))
}

fn session_answer(app: &App, opened: sign_in::Opened) -> HttpResponse {
    let mut cookie = cookie(app, opened.refresh_token);
    cookie.set_max_age(Duration::hours(i64::from(app.profile.session.absolute_hours)));
    HttpResponse::Ok().cookie(cookie).json(opened.session)
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

fn refresh_cookie(request: &HttpRequest, app: &App) -> Option<String> {
    request.cookie(cookie_name(app)).map(|cookie| cookie.value().to_owned())
}

/// What rides on a cookie is only taken from our own pages, or from a program, which sends neither header. Chromium,
/// Firefox and Safari all send `Sec-Fetch-Site`; `SameSite=Strict` stands behind it.
fn same_site(request: &HttpRequest) -> Result<()> {
    match request.headers().get("Sec-Fetch-Site").map(HeaderValue::as_bytes) {
        None | Some(b"same-origin" | b"none") => Ok(()),
        Some(_) => Err(Error::new(ErrorCode::CrossSiteRequest)),
    }
}

//! Routes of filing, and of the forms on paper.

use super::{Asked, data_request, holder_change, loss, print, registration};
use crate::App;
use crate::authz::{Grant, policy};
use crate::error::Result;
use crate::http::Visitor;
use crate::http::once::IdempotencyKey;
use crate::http::paging::{Moment, PageQuery};
use crate::http::{Body, FILING_BODY, LargeBody, Query, client_address};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get, post};
use dto::dossier::LookupIn;
use dto::filing::{
    CredentialLossIn, DataRequestIn, DataRequestsOut, FilingReceipt, HolderChangeIn, HolderChangesOut, MailTokenIn,
    RegistrationIn,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(submit_registration)
        .service(confirm_registration)
        .service(submit_holder_change)
        .service(list_holder_changes)
        .service(submit_data_request)
        .service(confirm_data_request)
        .service(submit_own_data_request)
        .service(list_own_data_requests)
        .service(report_credential_loss)
        .service(confirm_credential_loss)
        .service(download_dossier_form)
        .service(print_dossier);
}

fn asked(request: &HttpRequest, app: &App, key: IdempotencyKey) -> Result<Asked> {
    Ok(Asked {
        key,
        address: client_address(request, app)?,
    })
}

/// Apply for an account
///
/// Mẫu số 1 with what a facility is (LC-6.1a, KH-8a). Open to everybody, limited by address. The scan of the signed form
/// is PDF, JPEG or PNG of at most 5 MB, proven by its content; it may follow with a supplement. Nobody handles the
/// application before the link in the mail has been followed. An `Idempotency-Key` makes a repeat safe.
#[utoipa::path(tag = "procedures", operation_id = "submitRegistration",
    request_body(content = RegistrationIn, example = json!({
        "facility": {
            "name": "Khách sạn Thùy Dương", "kind": "hotel", "area_code": "22366", "address": "12 đường Bãi Dài",
            "representative": "Quách Thị Thu Cúc", "tax_code": "4200000124", "rooms": 48, "beds": 96
        },
        "user_name": "Quách Thị Thu Cúc", "user_position": "Giám đốc", "email": "le.tan@thuyduong.vn",
        "phone": "0258 000 0247", "started_on": "2026-12-01", "commitment_accepted": true,
        "signed_form": { "name": "Mau-so-1.pdf", "content_base64": "JVBERi0xLjcK" }
    })),
    responses((status = 202, description = "Filed; waits for the link in the mail", body = FilingReceipt)))]
#[post("/registrations")]
async fn submit_registration(
    visitor: Visitor<policy::SubmitRegistration>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: LargeBody<RegistrationIn, FILING_BODY>,
) -> Result<HttpResponse> {
    let asked = asked(&request, &visitor.app, key)?;
    Ok(registration::submit(&visitor, asked, body).await?.into_response())
}

/// Confirm an application
///
/// With the token from the link in the mail, good once and for seven days. The application is received now, and the 48
/// hours begin (LC-6.1b-1). Answers the receipt again.
#[utoipa::path(tag = "procedures", operation_id = "confirmRegistration",
    request_body(content = MailTokenIn, example = json!({ "token": "kJ3v0hZyM1s9Qm4XcR8tLw" })),
    responses((status = 200, description = "Received", body = FilingReceipt)))]
#[post("/registrations/confirmation")]
async fn confirm_registration(
    visitor: Visitor<policy::ConfirmRegistration>,
    request: HttpRequest,
    body: Body<MailTokenIn>,
) -> Result<HttpResponse> {
    let body = body.checked(visitor.check_context())?;
    let address = client_address(&request, &visitor.app)?;
    Ok(HttpResponse::Ok().json(registration::confirm(&visitor, &body.token, &address).await?))
}

/// Ask that another person hold one's account
///
/// Mẫu số 2 (KH-M2-1, LC-6.3-2, KH-8d), for the holder of a facility's or an agency's account. Once granted, the new
/// holder gets an initial password at the new address, and every session ends.
#[utoipa::path(tag = "procedures", operation_id = "submitHolderChange",
    request_body(content = HolderChangeIn, example = json!({
        "new_name": "Trần Gia Bách", "new_position": "Lễ tân", "new_email": "bach@haidang.vn",
        "new_phone": "0258 000 0148", "commitment_accepted": true
    })),
    responses((status = 201, description = "Filed", body = FilingReceipt)))]
#[post("/accounts/me/holder-changes")]
async fn submit_holder_change(
    grant: Grant<policy::SubmitHolderChange>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: LargeBody<HolderChangeIn, FILING_BODY>,
) -> Result<HttpResponse> {
    let asked = asked(&request, &grant.caller.app, key)?;
    Ok(holder_change::submit(&grant.caller, asked, body).await?.into_response())
}

/// The changes of holder that one has asked for
///
/// Those that the present holder of the account has filed, with where they stand (KH-M2-1). While one is not decided its
/// code is told again, for supplementing, withdrawing and printing it; the reading is recorded.
#[utoipa::path(tag = "procedures", operation_id = "listHolderChanges", params(PageQuery),
    responses((status = 200, description = "The latest first", body = HolderChangesOut)))]
#[get("/accounts/me/holder-changes")]
async fn list_holder_changes(grant: Grant<policy::ListHolderChanges>, query: Query<PageQuery>) -> Result<HttpResponse> {
    let wanted = query.wanted(Moment::read)?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(holder_change::list(&grant.caller, wanted).await?))
}

/// Ask for data of guests, without an account
///
/// Mẫu số 4 for data from before the online period (KH-11.2g), or the written request of whoever has no account
/// (LC-9.2-1). Open to everybody, limited by address. Nobody handles the request before the link in the mail has been
/// followed. The code is told here and in no mail: it leads to what is supplied. An `Idempotency-Key` makes a repeat safe.
#[utoipa::path(tag = "procedures", operation_id = "submitDataRequest",
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
    responses((status = 202, description = "Filed; waits for the link in the mail", body = FilingReceipt)))]
#[post("/data-requests")]
async fn submit_data_request(
    visitor: Visitor<policy::SubmitDataRequest>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: LargeBody<DataRequestIn, FILING_BODY>,
) -> Result<HttpResponse> {
    let asked = asked(&request, &visitor.app, key)?;
    Ok(data_request::submit(&visitor, asked, body).await?.into_response())
}

/// Confirm a request for data
///
/// With the token from the link in the mail, good once and for seven days. The request is received now, and the term of
/// the profile begins (LC-9.2-2: 5 working days to supply; LC-9.2-3: 3 days to refuse).
#[utoipa::path(tag = "procedures", operation_id = "confirmDataRequest",
    request_body(content = MailTokenIn, example = json!({ "token": "kJ3v0hZyM1s9Qm4XcR8tLw" })),
    responses((status = 204, description = "Received")))]
#[post("/data-requests/confirmation")]
async fn confirm_data_request(
    visitor: Visitor<policy::ConfirmDataRequest>,
    request: HttpRequest,
    body: Body<MailTokenIn>,
) -> Result<HttpResponse> {
    let body = body.checked(visitor.check_context())?;
    let address = client_address(&request, &visitor.app)?;
    data_request::confirm(&visitor, &body.token, &address).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ask for data of guests from before the online period
///
/// Mẫu số 4 of a facility's or an agency's account (KH-18.3). Account, name, position and contact are those on record
/// (KH-M4.1 to KH-M4.5), so that `requester` is left out.
#[utoipa::path(tag = "procedures", operation_id = "submitOwnDataRequest",
    request_body(content = DataRequestIn, example = json!({
        "kind": "archived_data", "guest_details": "Khách đoàn của Công ty Sao Mai", "stay_from": "2024-03-01",
        "stay_to": "2024-03-31", "reason": "Đối chiếu hóa đơn theo yêu cầu của cơ quan thuế", "commitment_accepted": true
    })),
    responses((status = 201, description = "Filed", body = FilingReceipt)))]
#[post("/accounts/me/data-requests")]
async fn submit_own_data_request(
    grant: Grant<policy::SubmitOwnDataRequest>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: LargeBody<DataRequestIn, FILING_BODY>,
) -> Result<HttpResponse> {
    let asked = asked(&request, &grant.caller.app, key)?;
    Ok(data_request::submit_own(&grant.caller, asked, body)
        .await?
        .into_response())
}

/// The data that one has asked for
///
/// The requests that the present holder of the account has filed, with where they stand and the code of each, which
/// leads to what was supplied (KH-18.3). The reading is recorded.
#[utoipa::path(tag = "procedures", operation_id = "listOwnDataRequests", params(PageQuery),
    responses((status = 200, description = "The latest first", body = DataRequestsOut)))]
#[get("/accounts/me/data-requests")]
async fn list_own_data_requests(
    grant: Grant<policy::ListOwnDataRequests>,
    query: Query<PageQuery>,
) -> Result<HttpResponse> {
    let wanted = query.wanted(Moment::read)?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(data_request::list_own(&grant.caller, wanted).await?))
}

/// Report a lost password or a stolen account
///
/// Within the window of the profile and by the ways it names (LC-7.4, KH-9d); a report that lacks something is taken and
/// marked (D-01). The answer is the same whether the login name is anybody's. Nothing is locked by a report: a link goes
/// to the registered address, or an officer calls the registered number.
#[utoipa::path(tag = "procedures", operation_id = "reportCredentialLoss",
    request_body(content = CredentialLossIn, example = json!({
        "login": "haidang", "kind": "stolen", "discovered_at": "2026-11-21T08:30:00+07:00",
        "reporter_name": "Lê Thị Mỹ Duyên", "phone": "0258 000 0148", "email": "le.tan@haidang.vn"
    })),
    responses((status = 202, description = "Taken", body = FilingReceipt)))]
#[post("/credential-losses")]
async fn report_credential_loss(
    visitor: Visitor<policy::ReportCredentialLoss>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: LargeBody<CredentialLossIn, FILING_BODY>,
) -> Result<HttpResponse> {
    let asked = asked(&request, &visitor.app, key)?;
    Ok(loss::report(&visitor, asked, body).await?.into_response())
}

/// Confirm the loss of a credential
///
/// With the token from the link that was sent to the registered address, good once and for 24 hours: the account is
/// locked and every session ends (KH-9d).
#[utoipa::path(tag = "procedures", operation_id = "confirmCredentialLoss",
    request_body(content = MailTokenIn, example = json!({ "token": "kJ3v0hZyM1s9Qm4XcR8tLw" })),
    responses((status = 204, description = "Locked")))]
#[post("/credential-losses/confirmation")]
async fn confirm_credential_loss(
    visitor: Visitor<policy::ConfirmCredentialLoss>,
    request: HttpRequest,
    body: Body<MailTokenIn>,
) -> Result<HttpResponse> {
    let body = body.checked(visitor.check_context())?;
    let address = client_address(&request, &visitor.app)?;
    loss::confirm(&visitor, &body.token, &address).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The form of a dossier on paper
///
/// Mẫu số 1, Mẫu số 2 or Mẫu số 4 as PDF, filled in, to be signed. The code is the proof and stands in the body.
#[utoipa::path(tag = "procedures", operation_id = "downloadDossierForm",
    request_body(content = LookupIn, example = json!({ "dossier_code": "LT-7K2M-9QXD-4TVB-HW3E" })),
    responses((status = 200, description = "The form", body = Vec<u8>, content_type = "application/pdf")))]
#[post("/dossiers/form")]
async fn download_dossier_form(
    visitor: Visitor<policy::DownloadDossierForm>,
    request: HttpRequest,
    body: Body<LookupIn>,
) -> Result<HttpResponse> {
    let body = body.checked(visitor.check_context())?;
    let address = client_address(&request, &visitor.app)?;
    Ok(pdf(print::of_code(&visitor, &body, &address).await?))
}

/// The form of a dossier on paper, for whoever handles it
///
/// Mẫu số 1, Mẫu số 2 or Mẫu số 4 as PDF, as it was filed (KH-MC.6). The printing is recorded.
#[utoipa::path(tag = "procedures", operation_id = "printDossier",
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    responses((status = 200, description = "The form", body = Vec<u8>, content_type = "application/pdf")))]
#[get("/dossiers/{dossier_id}/form")]
async fn print_dossier(grant: Grant<policy::PrintDossier>, id: Path<Uuid>) -> Result<HttpResponse> {
    Ok(pdf(print::of_dossier(&grant.caller, *id).await?))
}

fn pdf(sheet: print::Paper) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}.pdf\"", sheet.number),
        ))
        .body(sheet.bytes)
}

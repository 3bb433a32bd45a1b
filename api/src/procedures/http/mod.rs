//! Routes of those who handle dossiers.

pub mod public_http;

use super::kinds::Kind;
use super::query::DossierQuery;
use super::service;
use crate::authz::Grant;
use crate::authz::policy::{
    AcceptDossier, CheckDossier, CommentOnDossier, ConsultOnDossier, CountDossiers, DownloadAttachment, GetDossier,
    GiveOpinion, ListDossiers, ListUnits, LockReportedAccount, RefuseDossier, RemindApplicant, RemindConsulted,
    RequestSupplement, ResolveDossier,
};
use crate::error::Result;
use crate::http::once::{IdempotencyKey, Once};
use crate::http::paging::{self, PageQuery};
use crate::http::versions;
use crate::http::{Body, FILES_BODY, LargeBody, Mount, Query, Whose};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use dto::dossier::{
    AcceptDossierIn, CheckDossierIn, CommentIn, ConsultIn, DossierCounts, DossierOut, DossierPage, OpinionIn, RefuseIn,
    ResolveIn, ResolveOut, SupplementRequestIn, UnitList,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(ListDossiers.to(list_dossiers))
        .service(CountDossiers.to(count_dossiers))
        .service(GetDossier.to(get_dossier))
        .service(DownloadAttachment.to(download_attachment))
        .service(AcceptDossier.to(accept_dossier))
        .service(RequestSupplement.to(request_supplement))
        .service(ConsultOnDossier.to(consult_on_dossier))
        .service(RemindConsulted.to(remind_consulted))
        .service(CheckDossier.to(check_dossier))
        .service(GiveOpinion.to(give_opinion))
        .service(RemindApplicant.to(remind_applicant))
        .service(LockReportedAccount.to(lock_reported_account))
        .service(RefuseDossier.to(refuse_dossier))
        .service(ResolveDossier.to(resolve_dossier))
        .service(CommentOnDossier.to(comment_on_dossier))
        .service(ListUnits.to(list_units));
}

/// The queue
///
/// Dossiers within reach: overdue first, then by what is left of their term (LC-6.1b-1: 48 hours from receipt for an
/// application), then those that wait for their applicant. A stolen account stands before all of them. A unit that was
/// asked for its opinion sees those that it has still to answer, or has answered (`closed`). The reading is recorded.
#[utoipa::path(get, path = ListDossiers::PATH, impl_for = ListDossiers, tag = "procedures",
    params(DossierQuery),
    responses((status = 200, description = "A page of dossiers, with counts", body = DossierPage)))]
async fn list_dossiers(grant: Grant<ListDossiers>, query: Query<DossierQuery>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::list::<Kind>(&grant.caller, &query).await?))
}

/// How many dossiers wait
///
/// The counts of `listDossiers` without a list, for a counter on every page. What somebody else decides is not among the
/// overdue ones; for a unit that was asked, what it has answered does not wait.
#[utoipa::path(get, path = CountDossiers::PATH, impl_for = CountDossiers, tag = "procedures",
    responses((status = 200, description = "The counts", body = DossierCounts)))]
async fn count_dossiers(grant: Grant<CountDossiers>, request: HttpRequest) -> Result<HttpResponse> {
    versions::answer_unversioned(&request, &service::count::<Kind>(&grant.caller).await?)
}

/// A dossier
///
/// Whole: form, files, what happened, what other agencies said, and which operations are open now. The reading is
/// recorded. A dossier out of reach does not exist: 404.
#[utoipa::path(get, path = GetDossier::PATH, impl_for = GetDossier, tag = "procedures",
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    responses((status = 200, description = "The dossier", body = DossierOut)))]
async fn get_dossier(grant: Grant<GetDossier>, id: Path<Uuid>, request: HttpRequest) -> Result<HttpResponse> {
    let dossier = service::get::<Kind>(&grant.caller, *id).await?;
    versions::answer(&request, dossier.summary.version, &dossier)
}

/// A file of a dossier
///
/// PDF, JPEG or PNG, as it was filed; what it is was proven by its content. The reading is recorded.
#[utoipa::path(get, path = DownloadAttachment::PATH, impl_for = DownloadAttachment, tag = "procedures",
    params(("dossier_id" = Uuid, Path, description = "The dossier"), ("attachment_id" = Uuid, Path, description = "The file")),
    responses((status = 200, description = "The file", content((Vec<u8> = "application/pdf"), (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png")))))]
async fn download_attachment(grant: Grant<DownloadAttachment>, path: Path<(Uuid, Uuid)>) -> Result<HttpResponse> {
    let (dossier, attachment) = path.into_inner();
    Ok(as_file(service::attachment(&grant.caller, dossier, attachment).await?))
}

/// A file to be saved, never shown by our own address; its name is whoever's who sent it, and may have any letters
/// (RFC 8187).
pub(super) fn as_file(file: service::OpenedFile) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(file.media_type)
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename*=UTF-8''{}", percent_encoded(&file.name)),
        ))
        .body(file.content)
}

fn percent_encoded(name: &str) -> String {
    name.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

/// Accept a dossier
///
/// From now on it is worked on (table 8.4: accepted, and transferred at once to whoever decides). The clock runs on. A
/// call to the registered number can be recorded with it.
#[utoipa::path(post, path = AcceptDossier::PATH, impl_for = AcceptDossier, tag = "procedures",
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    request_body(content = AcceptDossierIn, example = json!({ "version": 1 })),
    responses((status = 200, description = "The dossier as it is now", body = DossierOut)))]
async fn accept_dossier(
    grant: Grant<AcceptDossier>,
    id: Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<AcceptDossierIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let body = body.checked(grant.check_context())?;
            service::accept::<Kind>(&grant.caller, *id, body, once).await
        })
        .await
}

/// Send a dossier back
///
/// With the reason, and the record of the call or mail by which the applicant was guided (LC-6.1b-3). The applicant is
/// written to as well. The clock stands until the supplement comes and then runs anew in full; what was overdue stays
/// marked.
#[utoipa::path(post, path = RequestSupplement::PATH, impl_for = RequestSupplement, tag = "procedures",
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    request_body(content = SupplementRequestIn, example = json!({
        "version": 1, "reason": "Bản ký không trùng với tờ khai: số phòng.",
        "contact": { "channel": "phone", "at": "2026-11-21T14:32:00+07:00", "with": "Quách Thị Thu Cúc, 0258 000 0247" }
    })),
    responses((status = 200, description = "The dossier as it is now", body = DossierOut)))]
async fn request_supplement(
    grant: Grant<RequestSupplement>,
    id: Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<SupplementRequestIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let body = body.checked(grant.check_context())?;
            service::request_supplement::<Kind>(&grant.caller, *id, body, once).await
        })
        .await
}

/// Ask other agencies
///
/// Each unit asked sees the dossier from then on, and answers with `giveOpinion` (LC-6.1b-1, KH-8b). It is written to, with
/// the question and the end of the term. The clock runs on.
#[utoipa::path(post, path = ConsultOnDossier::PATH, impl_for = ConsultOnDossier, tag = "procedures",
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    request_body(content = ConsultIn, example = json!({
        "unit_ids": ["01a1ffd7-b51f-7499-829a-34e125ba245b"], "question": "Mã số thuế này có đang hoạt động không?"
    })),
    responses((status = 200, description = "Asked: the dossier as it is now", body = DossierOut)))]
async fn consult_on_dossier(
    grant: Grant<ConsultOnDossier>,
    id: Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<ConsultIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let body = body.checked(grant.check_context())?;
            service::consult::<Kind>(&grant.caller, *id, once, body).await
        })
        .await
}

/// Remind a unit that was asked
///
/// It is written to once more, with the question, as long as it has not answered and nothing is decided; at most once a day
/// (`remindable_at`).
#[utoipa::path(post, path = RemindConsulted::PATH, impl_for = RemindConsulted, tag = "procedures",
    params(("dossier_id" = Uuid, Path, description = "The dossier"),
        ("consultation_id" = Uuid, Path, description = "The question, as `consultations` names it")),
    responses((status = 200, description = "Reminded: the dossier as it is now", body = DossierOut)))]
async fn remind_consulted(
    grant: Grant<RemindConsulted>,
    ids: Path<(Uuid, Uuid)>,
    request: HttpRequest,
    key: IdempotencyKey,
) -> Result<HttpResponse> {
    let (id, consultation) = *ids;
    Once::of(&request, &key, &[])
        .answered(&grant.caller, async |once| {
            service::remind::<Kind>(&grant.caller, id, consultation, once).await
        })
        .await
}

/// Mark a check as done
///
/// Before deciding an officer goes through the `checks` of the dossier: whether the signed form says the same, whether
/// an account is there already, whether the representative was called (LC-6.1b-1). Who ticked, and took back, stays among
/// the events; units that were asked and the applicant see nothing of it. Nothing but the tick changes, so that no
/// version is asked for.
#[utoipa::path(put, path = CheckDossier::PATH, impl_for = CheckDossier, tag = "procedures",
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    request_body(content = CheckDossierIn, example = json!({ "check": "signed_form_matches", "done": true })),
    responses((status = 200, description = "The dossier as it is now", body = DossierOut)))]
async fn check_dossier(grant: Grant<CheckDossier>, id: Path<Uuid>, body: Body<CheckDossierIn>) -> Result<HttpResponse> {
    let body = body.checked(grant.check_context())?;
    Ok(HttpResponse::Ok().json(service::check::<Kind>(&grant.caller, *id, body).await?))
}

/// Send the opinion of one's own unit
///
/// What it was asked with `consultOnDossier`; whoever objects says why. Until the decision it can be corrected: what was said
/// before stays among the events.
#[utoipa::path(post, path = GiveOpinion::PATH, impl_for = GiveOpinion, tag = "procedures",
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    request_body(content = OpinionIn, example = json!({ "opinion": "agree" })),
    responses((status = 200, description = "The dossier as one's unit sees it", body = DossierOut)))]
async fn give_opinion(
    grant: Grant<GiveOpinion>,
    id: Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<OpinionIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let body = body.checked(grant.check_context())?;
            service::give_opinion::<Kind>(&grant.caller, *id, body, once).await
        })
        .await
}

/// Remind an applicant
///
/// Of a dossier that was sent back: what is missing is written once more, at most once a day (`applicant_remindable_at`), and the
/// reminder stays among the events. The clock stands all the same.
#[utoipa::path(post, path = RemindApplicant::PATH, impl_for = RemindApplicant, tag = "procedures",
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    responses((status = 200, description = "Reminded: the dossier as it is now", body = DossierOut)))]
async fn remind_applicant(
    grant: Grant<RemindApplicant>,
    id: Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &[])
        .answered(&grant.caller, async |once| {
            service::remind_applicant::<Kind>(&grant.caller, *id, once).await
        })
        .await
}

/// Lock a stolen account
///
/// At once, on the report alone: whoever decides answers for it. Its sessions end, and its holder is written to. The report
/// still needs its proof before a new password is issued; granting it unlocks the account.
#[utoipa::path(post, path = LockReportedAccount::PATH, impl_for = LockReportedAccount, tag = "procedures",
    params(("dossier_id" = Uuid, Path, description = "The report")),
    responses((status = 200, description = "Locked: the dossier as it is now", body = DossierOut)))]
async fn lock_reported_account(
    grant: Grant<LockReportedAccount>,
    id: Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &[])
        .answered(&grant.caller, async |once| {
            service::lock_reported::<Kind>(&grant.caller, *id, once).await
        })
        .await
}

/// Refuse a dossier
///
/// With the reason, which the applicant reads. It is the end of the dossier; the applicant may file a new one. What was sent
/// back can be refused as well, when nothing comes.
#[utoipa::path(post, path = RefuseDossier::PATH, impl_for = RefuseDossier, tag = "procedures",
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    request_body(content = RefuseIn, example = json!({ "version": 2, "reason": "Cơ sở đã có tài khoản tại địa chỉ này." })),
    responses((status = 200, description = "The dossier as it is now", body = DossierOut)))]
async fn refuse_dossier(
    grant: Grant<RefuseDossier>,
    id: Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<RefuseIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let body = body.checked(grant.check_context())?;
            service::refuse::<Kind>(&grant.caller, *id, body, once).await
        })
        .await
}

/// Grant a dossier
///
/// The decision and what it brings about are one transaction: an application becomes facility and account (LC-6.1b-1,
/// KH-8b), a request for data gets its answer, in words and files that only its requester can fetch (LC-9.2-2). Of two officers at once one is told `version_conflict`, and there is one result. A dossier that nobody has
/// accepted yet is accepted by it.
#[utoipa::path(post, path = ResolveDossier::PATH, impl_for = ResolveDossier, tag = "procedures",
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    request_body(content = ResolveIn, example = json!({ "version": 2, "delivery": "email" })),
    responses((status = 200, description = "The dossier as it is now, and what to hand over", body = ResolveOut)))]
async fn resolve_dossier(
    grant: Grant<ResolveDossier>,
    id: Path<Uuid>,
    key: IdempotencyKey,
    body: LargeBody<ResolveIn, FILES_BODY>,
) -> Result<HttpResponse> {
    let sent = body.arrived(Whose::Account).await?;
    Once::marked(&key, sent.fingerprint)
        .answered(&grant.caller, async |once| {
            let body = sent.reading.checked(grant.check_context())?;
            service::resolve::<Kind>(&grant.caller, *id, body, once).await
        })
        .await
}

/// Comment on a dossier
///
/// Inside, for those who handle it, or outside, for the applicant as well, who is then written to.
#[utoipa::path(post, path = CommentOnDossier::PATH, impl_for = CommentOnDossier, tag = "procedures",
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    request_body(content = CommentIn, example = json!({ "text": "Đã gọi xác minh người đại diện.", "visibility": "inside" })),
    responses((status = 200, description = "Stored: the dossier as it is now", body = DossierOut)))]
async fn comment_on_dossier(
    grant: Grant<CommentOnDossier>,
    id: Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<CommentIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let body = body.checked(grant.check_context())?;
            service::comment::<Kind>(&grant.caller, *id, once, body).await
        })
        .await
}

/// The units of the province
///
/// For choosing whom to ask about a dossier: every unit with its sector, tier and area.
#[utoipa::path(get, path = ListUnits::PATH, impl_for = ListUnits, tag = "procedures",
    params(PageQuery),
    responses((status = 200, description = "The units", body = UnitList)))]
async fn list_units(grant: Grant<ListUnits>, query: Query<PageQuery>) -> Result<HttpResponse> {
    let wanted = query.wanted(paging::read_id)?;
    Ok(HttpResponse::Ok().json(service::units(&grant.caller, wanted).await?))
}

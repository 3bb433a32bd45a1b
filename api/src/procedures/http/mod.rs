//! Routes of the officers who handle dossiers.

pub mod public_http;

use super::kinds::Kind;
use super::query::DossierQuery;
use super::service;
use crate::authz::Grant;
use crate::authz::policy::{
    AcceptDossier, CheckDossier, CommentOnDossier, ConsultOnDossier, DownloadAttachment, ExportDossiers, GetDossier,
    GiveOpinion, ListDossiers, ListUnits, LockReportedAccount, RefuseDossier, RemindApplicant, RemindConsulted,
    RequestSupplement, ResolveDossier,
};
use crate::error::Result;
use crate::http::once::{IdempotencyKey, Once};
use crate::http::paging::{self, PageQuery};
use crate::http::versions;
use crate::http::{Body, FILES_BODY, LargeBody, Mount, Query, Whose, XLSX, download};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use dto::dossier::{
    AcceptDossierIn, CheckDossierIn, CommentIn, ConsultIn, DossierOut, DossierPage, OpinionIn, RefuseIn, ResolveIn,
    ResolveOut, SupplementRequestIn, UnitList,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(ListDossiers.to(list_dossiers))
        .service(ExportDossiers.to(export_dossiers))
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

/// List dossiers
///
/// The dossiers that the caller may see: overdue ones first, then by remaining time (LC-6.1b-1: 48 hours from receipt
/// for an application), then those that wait for their applicant. A stolen account comes before all of them. A
/// consulted unit sees those that it still has to answer, or has answered (`closed`). The reading is recorded.
#[utoipa::path(get, path = ListDossiers::PATH, impl_for = ListDossiers,
    params(DossierQuery),
    responses((status = 200, description = "A page of dossiers, with counts", body = DossierPage)))]
async fn list_dossiers(grant: Grant<ListDossiers>, query: Query<DossierQuery>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::list::<Kind>(&grant.caller, &query).await?))
}

/// Export the list of dossiers
///
/// All dossiers that match the filter of `listDossiers`, in its order, as XLSX: at most 10,000 lines; a longer list is
/// refused with an error, never cut. `cursor` and `limit` have no meaning here and are refused. The export is recorded
/// with its filter.
#[utoipa::path(post, path = ExportDossiers::PATH, impl_for = ExportDossiers,
    params(DossierQuery),
    responses((status = 200, description = "The lines as a file", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ))))]
async fn export_dossiers(grant: Grant<ExportDossiers>, query: Query<DossierQuery>) -> Result<HttpResponse> {
    Ok(download(service::export::<Kind>(&grant.caller, &query).await?, XLSX))
}

/// Get a dossier
///
/// The whole dossier: form, files, events, opinions of other agencies, and the operations that are allowed now. The
/// reading is recorded. For a dossier outside the caller's scope the answer is 404.
#[utoipa::path(get, path = GetDossier::PATH, impl_for = GetDossier,
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    responses((status = 200, description = "The dossier", body = DossierOut)))]
async fn get_dossier(grant: Grant<GetDossier>, id: Path<Uuid>, request: HttpRequest) -> Result<HttpResponse> {
    let dossier = service::get::<Kind>(&grant.caller, *id).await?;
    versions::answer(&request, dossier.summary.version, &dossier)
}

/// Get a file of a dossier
///
/// PDF, JPEG or PNG, as it was filed; its content determines its type. The reading is recorded.
#[utoipa::path(get, path = DownloadAttachment::PATH, impl_for = DownloadAttachment,
    params(("dossier_id" = Uuid, Path, description = "The dossier"), ("attachment_id" = Uuid, Path, description = "The file")),
    responses((status = 200, description = "The file", content((Vec<u8> = "application/pdf"), (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png")))))]
async fn download_attachment(grant: Grant<DownloadAttachment>, path: Path<(Uuid, Uuid)>) -> Result<HttpResponse> {
    let (dossier, attachment) = path.into_inner();
    Ok(as_file(service::attachment(&grant.caller, dossier, attachment).await?))
}

/// A file to download, never displayed under our own origin; its name comes from the sender and may contain any letters
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
/// Processing starts (table 8.4: accepted, and transferred at once to the unit that decides). The deadline does not
/// change. A call to the registered number can be recorded with it.
#[utoipa::path(post, path = AcceptDossier::PATH, impl_for = AcceptDossier,
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    request_body(content = AcceptDossierIn, example = json!({ "version": 1 })),
    responses((status = 200, description = "The dossier after the change", body = DossierOut)))]
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
/// With the reason, and the record of the call or mail that guided the applicant (LC-6.1b-3). The applicant also gets a
/// mail. The clock stops until the supplement arrives and then starts again with the full term; a dossier that was
/// overdue stays marked.
#[utoipa::path(post, path = RequestSupplement::PATH, impl_for = RequestSupplement,
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    request_body(content = SupplementRequestIn, example = json!({
        "version": 1, "reason": "Bản ký không trùng với tờ khai: số phòng.",
        "contact": { "channel": "phone", "at": "2026-11-21T14:32:00+07:00", "with": "Quách Thị Thu Cúc, 0258 000 0247" }
    })),
    responses((status = 200, description = "The dossier after the change", body = DossierOut)))]
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

/// Consult other agencies
///
/// Each consulted unit can see the dossier from then on, and answers with `giveOpinion` (LC-6.1b-1, KH-8b). It gets a
/// mail with the question and the deadline. The deadline does not change.
#[utoipa::path(post, path = ConsultOnDossier::PATH, impl_for = ConsultOnDossier,
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    request_body(content = ConsultIn, example = json!({
        "unit_ids": ["01a1ffd7-b51f-7499-829a-34e125ba245b"], "question": "Mã số thuế này có đang hoạt động không?"
    })),
    responses((status = 200, description = "Consulted: the dossier after the change", body = DossierOut)))]
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

/// Remind a consulted unit
///
/// The unit gets another mail with the question, as long as it has not answered and the dossier is not decided; at most
/// once a day (`remindable_at`).
#[utoipa::path(post, path = RemindConsulted::PATH, impl_for = RemindConsulted,
    params(("dossier_id" = Uuid, Path, description = "The dossier"),
        ("consultation_id" = Uuid, Path, description = "The consultation, by its id in `consultations`")),
    responses((status = 200, description = "Reminded: the dossier after the change", body = DossierOut)))]
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
/// Before a decision an officer does the `checks` of the dossier: whether the signed form has the same content, whether
/// there already is an account, whether the representative was called (LC-6.1b-1). The events record who set and who
/// removed a tick; consulted units and the applicant do not see them. Only the tick changes, so that no version is
/// needed.
#[utoipa::path(put, path = CheckDossier::PATH, impl_for = CheckDossier,
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    request_body(content = CheckDossierIn, example = json!({ "check": "signed_form_matches", "done": true })),
    responses((status = 200, description = "The dossier after the change", body = DossierOut)))]
async fn check_dossier(grant: Grant<CheckDossier>, id: Path<Uuid>, body: Body<CheckDossierIn>) -> Result<HttpResponse> {
    let body = body.checked(grant.check_context())?;
    Ok(HttpResponse::Ok().json(service::check::<Kind>(&grant.caller, *id, body).await?))
}

/// Send the opinion of one's own unit
///
/// The answer to `consultOnDossier`; an objection needs a reason. It can be corrected until the decision: the events
/// keep the earlier opinion.
#[utoipa::path(post, path = GiveOpinion::PATH, impl_for = GiveOpinion,
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    request_body(content = OpinionIn, example = json!({ "opinion": "agree" })),
    responses((status = 200, description = "The dossier as the caller's unit sees it", body = DossierOut)))]
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
/// For a dossier that was sent back: the applicant gets another mail about what is missing, at most once a day
/// (`applicant_remindable_at`), and the events record the reminder. The clock remains stopped.
#[utoipa::path(post, path = RemindApplicant::PATH, impl_for = RemindApplicant,
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    responses((status = 200, description = "Reminded: the dossier after the change", body = DossierOut)))]
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
/// At once, based only on the report: the officer who decides is responsible for it. Its sessions end, and its holder
/// gets a mail. The identity of the reporter still has to be confirmed before a new password is issued; granting the
/// report unlocks the account.
#[utoipa::path(post, path = LockReportedAccount::PATH, impl_for = LockReportedAccount,
    params(("dossier_id" = Uuid, Path, description = "The report")),
    responses((status = 200, description = "Locked: the dossier after the change", body = DossierOut)))]
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
/// With the reason, which the applicant can read. The dossier is then closed; the applicant may file a new one. A
/// dossier that was sent back can also be refused if the applicant does not answer.
#[utoipa::path(post, path = RefuseDossier::PATH, impl_for = RefuseDossier,
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    request_body(content = RefuseIn, example = json!({ "version": 2, "reason": "Cơ sở đã có tài khoản tại địa chỉ này." })),
    responses((status = 200, description = "The dossier after the change", body = DossierOut)))]
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
/// The decision and its effects are one transaction: an application creates facility and account (LC-6.1b-1, KH-8b), a
/// data request gets its answer, as text and files that only its requester can get (LC-9.2-2). If two officers decide
/// at the same time, one gets `version_conflict`, and there is one result. A dossier that is not accepted yet is
/// accepted by the grant.
#[utoipa::path(post, path = ResolveDossier::PATH, impl_for = ResolveDossier,
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    request_body(content = ResolveIn, example = json!({ "version": 2, "delivery": "email" })),
    responses((status = 200, description = "The dossier after the change, and the data to hand over", body = ResolveOut)))]
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
/// Inside, for the officers who handle it, or outside, for the applicant too, who then gets a mail.
#[utoipa::path(post, path = CommentOnDossier::PATH, impl_for = CommentOnDossier,
    params(("dossier_id" = Uuid, Path, description = "The dossier")),
    request_body(content = CommentIn, example = json!({ "text": "Đã gọi xác minh người đại diện.", "visibility": "inside" })),
    responses((status = 200, description = "Stored: the dossier after the change", body = DossierOut)))]
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

/// List the units of the province
///
/// For choosing the units to consult about a dossier: every unit with its sector, tier and area.
#[utoipa::path(get, path = ListUnits::PATH, impl_for = ListUnits,
    params(PageQuery),
    responses((status = 200, description = "The units", body = UnitList)))]
async fn list_units(grant: Grant<ListUnits>, query: Query<PageQuery>) -> Result<HttpResponse> {
    let wanted = query.wanted(paging::read_id)?;
    Ok(HttpResponse::Ok().json(service::units(&grant.caller, wanted).await?))
}

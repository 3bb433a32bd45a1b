//! Routes of reading.

use super::super::query::StayQuery;
use super::{elsewhere, history, returning, search, service};
use crate::authz::Grant;
use crate::authz::policy::{FindElsewhere, FindReturningGuest, GetStay, ListStayVersions, ListStays, SearchStays};
use crate::error::Result;
use crate::http::versions;
use crate::http::{Body, Mount, Query};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use dto::stay::{
    ElsewhereOut, PurposeIn, ReturningGuestsOut, SearchOut, StayOut, StayPage, StaySearchIn, StayVersionsOut,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(ListStays.to(list_stays))
        .service(SearchStays.to(search_stays))
        .service(FindReturningGuest.to(find_returning_guest))
        .service(GetStay.to(get_stay))
        .service(FindElsewhere.to(find_elsewhere))
        .service(ListStayVersions.to(list_stay_versions));
}

/// List stays
///
/// The stays that the caller may see, newest notification first, with masked document numbers. The reading is recorded.
/// A client that keeps a copy continues with `sort=updated_at` and, as `updated_since`, the last `updated_at` minus
/// five minutes: a stay stored in the meantime may have an earlier time, and the client recognises repeated stays by
/// `id` and `version`. With a period of at most 31 days (`notified_from`, `notified_to`) the answer contains the total
/// numbers for the filter.
#[utoipa::path(get, path = ListStays::PATH, impl_for = ListStays,
    params(StayQuery),
    responses((status = 200, description = "A page of stays", body = StayPage)))]
async fn list_stays(grant: Grant<ListStays>, query: Query<StayQuery>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::list(&grant.caller, &query).await?))
}

/// Search for people
///
/// By words of the name without accents, by the whole document number, by date or year of birth, among the stays that
/// the caller may see. The method is POST, so that the search terms appear in no URL. Officers state a purpose; it is
/// recorded with the results.
#[utoipa::path(post, path = SearchStays::PATH, impl_for = SearchStays,
    request_body(content = StaySearchIn, example = json!({
        "name": "lam tan phat", "birth_year": 1982, "purpose": "verify_report", "reference": "214/CAP-2026"
    })),
    responses((status = 200, description = "The people found, with their stays", body = SearchOut)))]
async fn search_stays(grant: Grant<SearchStays>, body: Body<StaySearchIn>) -> Result<HttpResponse> {
    let asked = body.checked(grant.check_context())?;
    Ok(HttpResponse::Ok().json(search::search(&grant.caller, asked).await?))
}

/// Find a returning guest
///
/// Among the guests of the caller's own facility, by name without accents or by the whole document number: each with
/// the data of the last notification, to prefill a new notification. The reading is recorded.
#[utoipa::path(post, path = FindReturningGuest::PATH, impl_for = FindReturningGuest,
    request_body(content = StaySearchIn, example = json!({
        "document_number": "056082004731"
    })),
    responses((status = 200, description = "The guests found", body = ReturningGuestsOut)))]
async fn find_returning_guest(grant: Grant<FindReturningGuest>, body: Body<StaySearchIn>) -> Result<HttpResponse> {
    let search = body.checked(grant.check_context())?;
    Ok(HttpResponse::Ok().json(returning::find_returning(&grant.caller, search).await?))
}

/// Get a stay
///
/// The whole stay, with the document number. The reading is recorded. For a stay outside the caller's scope the answer
/// is 404.
#[utoipa::path(get, path = GetStay::PATH, impl_for = GetStay,
    params(("stay_id" = Uuid, Path, description = "The stay")),
    responses((status = 200, description = "The stay", body = StayOut)))]
async fn get_stay(grant: Grant<GetStay>, id: Path<Uuid>, request: HttpRequest) -> Result<HttpResponse> {
    let stay = service::get(&grant.caller, *id).await?;
    versions::answer(&request, stay.version, &stay)
}

/// Find other notifications of a guest for the same nights
///
/// For the same nights, in the whole province, as long as these are near today: for a facility outside the caller's
/// area, only its area and the nights. Officers state a purpose; it is recorded with the result. Not for a stay that
/// the police entered or corrected within a day: this prevents a search by an invented stay. The facility gets no
/// information about it.
#[utoipa::path(post, path = FindElsewhere::PATH, impl_for = FindElsewhere,
    params(("stay_id" = Uuid, Path, description = "The stay")),
    request_body(content = PurposeIn, example = json!({ "purpose": "verify_report", "reference": "214/CAP-2026" })),
    responses((status = 200, description = "The other facilities", body = ElsewhereOut)))]
async fn find_elsewhere(grant: Grant<FindElsewhere>, id: Path<Uuid>, body: Body<PurposeIn>) -> Result<HttpResponse> {
    let body = body.checked(grant.check_context())?;
    Ok(HttpResponse::Ok().json(elsewhere::find(&grant.caller, *id, body).await?))
}

/// Get the history of a stay
///
/// All versions, newest first: operation, time, person, reason and changed fields; and the nights that were added
/// because no departure was declared. The history is never deleted (KH-11.2d-2).
#[utoipa::path(get, path = ListStayVersions::PATH, impl_for = ListStayVersions,
    params(("stay_id" = Uuid, Path, description = "The stay")),
    responses((status = 200, description = "The history", body = StayVersionsOut)))]
async fn list_stay_versions(
    grant: Grant<ListStayVersions>,
    id: Path<Uuid>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    versions::answer_unversioned(&request, &history::list_versions(&grant.caller, *id).await?)
}

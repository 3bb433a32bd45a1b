//! Routes of areas, reference lists and facilities.

use super::lists::AreaQuery;
use super::query::FacilityQuery;
use super::{export, prices, service};
use crate::authz::Grant;
use crate::authz::policy::{
    DeclarePrices, ExportFacilities, GetFacility, GetProfile, ListAreas, ListFacilities, ListPrices, ListReferenceList,
    UpdateFacility,
};
use crate::error::{Error, Result};
use crate::http::PublicGrant;
use crate::http::once::{IdempotencyKey, Once};
use crate::http::versions;
use crate::http::{Body, Mount, Query, XLSX, download, has_version};
use actix_web::http::header::{CACHE_CONTROL, ETAG};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use dto::facility::{FacilityOut, FacilityPage, FacilityPatch};
use dto::price::{PriceListOut, PricesIn};
use dto::profile::ProfileOut;
use dto::reference::{AreaPage, ReferenceListOut};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(GetProfile.to(get_profile))
        .service(ListAreas.to(list_areas))
        .service(ListReferenceList.to(list_reference_list))
        .service(ListFacilities.to(list_facilities))
        .service(ExportFacilities.to(export_facilities))
        .service(GetFacility.to(get_facility))
        .service(UpdateFacility.to(update_facility))
        .service(DeclarePrices.to(declare_prices))
        .service(ListPrices.to(list_prices));
}

/// Get the rules in force
///
/// The regulation profile of this installation: all times, limits and cut-offs, the help number, and the current time
/// of the server.
#[utoipa::path(get, path = GetProfile::PATH, impl_for = GetProfile,
    responses((status = 200, description = "The profile", body = ProfileOut)))]
async fn get_profile(visitor: PublicGrant<GetProfile>) -> Result<HttpResponse> {
    let references = visitor.app.references(visitor.now).await?;
    let profile = visitor.app.profile.clone();
    Ok(HttpResponse::Ok().json(ProfileOut {
        province_name: references.area_ref(&profile.province_code).name,
        hotline: profile.hotline.clone(),
        // Pages and programs need the other data also while the database does not answer.
        help: super::help_line::help_line(visitor.app.db.read(), &visitor.app)
            .await
            .unwrap_or_default(),
        profile,
        now: visitor.now,
        software_version: env!("CARGO_PKG_VERSION").to_owned(),
    }))
}

/// List administrative units
///
/// 34 provinces and 3,321 communes, by code. `ETag` is the version of the list.
#[utoipa::path(get, path = ListAreas::PATH, impl_for = ListAreas,
    params(AreaQuery),
    responses((status = 200, description = "A page of areas", body = AreaPage), (status = 304, description = "Unchanged")))]
async fn list_areas(
    visitor: PublicGrant<ListAreas>,
    request: HttpRequest,
    query: Query<AreaQuery>,
) -> Result<HttpResponse> {
    let references = visitor.app.references(visitor.now).await?;
    let page = query.page(&references)?;
    Ok(with_version(&request, references.areas_version(), &page))
}

/// Get a reference list
///
/// The whole list, in the order of its source. Public, so that hotel software can fill its own lists; `ETag` is the
/// version. The official lists are returned as printed, with their anomalies; `nationalities` contains the reviewed
/// corrections.
#[utoipa::path(get, path = ListReferenceList::PATH, impl_for = ListReferenceList,
    params(("name" = String, Path, description = "`nationalities`, `visa_symbols`, `stay_reasons`, `document_types`, \
        `facility_kinds`, `room_kinds`, `search_purposes`, `countries`, `birth_countries`, `birth_provinces` or \
        `century_sex_digits`", example = "visa_symbols")),
    responses((status = 200, description = "The list", body = ReferenceListOut), (status = 304, description = "Unchanged")))]
async fn list_reference_list(
    visitor: PublicGrant<ListReferenceList>,
    request: HttpRequest,
    name: Path<String>,
) -> Result<HttpResponse> {
    let references = visitor.app.references(visitor.now).await?;
    let list = references.list(&name).ok_or_else(Error::not_found)?;
    Ok(with_version(&request, &list.list_version, list))
}

fn with_version(request: &HttpRequest, version: &str, body: &impl Serialize) -> HttpResponse {
    let tag = format!("\"{version}\"");
    let is_known = has_version(request, &tag);
    let mut answer = if is_known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    answer
        .insert_header((ETAG, tag))
        .insert_header((CACHE_CONTROL, "public, max-age=300"));
    if is_known { answer.finish() } else { answer.json(body) }
}

/// List facilities
///
/// The facilities in the account's area and the areas below it. A client that keeps a copy continues with
/// `sort=updated_at` and, as `updated_since`, the last `updated_at` minus five minutes.
#[utoipa::path(get, path = ListFacilities::PATH, impl_for = ListFacilities,
    params(FacilityQuery),
    responses((status = 200, description = "A page of facilities", body = FacilityPage)))]
async fn list_facilities(grant: Grant<ListFacilities>, query: Query<FacilityQuery>) -> Result<HttpResponse> {
    let (filter, order, wanted) = query.page(&grant.caller.app)?;
    let page = service::list_facilities(&grant.caller, &filter, &order, &wanted).await?;
    Ok(HttpResponse::Ok().json(page))
}

/// Export the list of facilities
///
/// All facilities that match the filter of `listFacilities`, in its order, as XLSX: at most 10,000 lines; a longer list
/// is refused with an error, never cut. `cursor` and `limit` have no meaning here and are refused. The export is
/// recorded with its filter.
#[utoipa::path(post, path = ExportFacilities::PATH, impl_for = ExportFacilities,
    params(FacilityQuery),
    responses((status = 200, description = "The lines as a file", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ))))]
async fn export_facilities(grant: Grant<ExportFacilities>, query: Query<FacilityQuery>) -> Result<HttpResponse> {
    Ok(download(export::file(&grant.caller, &query).await?, XLSX))
}

/// Get a facility
///
/// Its data, its rooms in use, its current and future prices, and what the set-up still needs.
#[utoipa::path(get, path = GetFacility::PATH, impl_for = GetFacility,
    params(("facility_id" = Uuid, Path, description = "The facility")),
    responses((status = 200, description = "The facility", body = FacilityOut)))]
async fn get_facility(grant: Grant<GetFacility>, id: Path<Uuid>, request: HttpRequest) -> Result<HttpResponse> {
    let facility = service::get_facility(&grant.caller, *id).await?;
    versions::answer(&request, facility.version, &facility)
}

/// Change a facility
///
/// Changes its data. The first change confirms them, which is one of the set-up steps that a facility needs before it
/// can notify (LC-7.1b).
#[utoipa::path(patch, path = UpdateFacility::PATH, impl_for = UpdateFacility,
    params(("facility_id" = Uuid, Path, description = "The facility")),
    request_body(content = FacilityPatch, example = json!({
        "version": 1, "address": "12 Trần Phú", "phone": "0258 000 0148", "representative": "Lê Thị Mỹ Duyên"
    })),
    responses((status = 200, description = "The facility after the change", body = FacilityOut)))]
async fn update_facility(
    grant: Grant<UpdateFacility>,
    id: Path<Uuid>,
    body: Body<FacilityPatch>,
) -> Result<HttpResponse> {
    let patch = body.checked(grant.check_context())?;
    Ok(HttpResponse::Ok().json(service::update_facility(&grant.caller, *id, patch).await?))
}

/// Declare prices
///
/// Listed prices (giá niêm yết) for each kind of room, by night or hour, from a given day; with a last day for a
/// season, whose price then has priority over the usual price. Earlier declarations remain on record; of two
/// declarations for the same days, the later one applies.
#[utoipa::path(post, path = DeclarePrices::PATH, impl_for = DeclarePrices,
    params(("facility_id" = Uuid, Path, description = "The facility")),
    request_body(content = PricesIn, example = json!({
        "version": 1, "prices": [
            { "room_kind": "Đôi", "unit": "night", "amount_vnd": 450_000 },
            {
                "room_kind": "Đôi", "unit": "night", "amount_vnd": 900_000, "effective_from": "2027-02-05",
                "effective_to": "2027-02-14", "season": "Tết"
            }
        ]
    })),
    responses((status = 200, description = "The facility after the change", body = FacilityOut)))]
async fn declare_prices(
    grant: Grant<DeclarePrices>,
    id: Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<PricesIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let prices = body.checked(grant.check_context())?;
            prices::declare(&grant.caller, *id, prices, once).await
        })
        .await
}

/// For which day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PriceQuery {
    /// The day; default today.
    #[serde(default, with = "dto::date::option")]
    #[param(value_type = Option<String>, format = Date)]
    on: Option<time::Date>,
}

/// List prices
///
/// The prices that apply on a day, and all prices ever declared.
#[utoipa::path(get, path = ListPrices::PATH, impl_for = ListPrices,
    params(("facility_id" = Uuid, Path, description = "The facility"), PriceQuery),
    responses((status = 200, description = "The prices", body = PriceListOut)))]
async fn list_prices(
    grant: Grant<ListPrices>,
    id: Path<Uuid>,
    query: Query<PriceQuery>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    versions::answer_unversioned(&request, &prices::list(&grant.caller, *id, query.on).await?)
}

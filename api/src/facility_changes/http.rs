//! Routes of the changes that facilities announce and of the contacts of the agencies.

use super::{contacts, service};
use crate::authz::Grant;
use crate::authz::policy::{AnnounceFacilityChange, ListContacts, ListFacilityChanges, UpdateContact};
use crate::error::Result;
use crate::http::once::{IdempotencyKey, Once};
use crate::http::paging::{self, PageQuery};
use crate::http::{Body, Mount, Query, WrongParameters};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use dto::contact::{AgencyContactIn, AgencyContactOut, AgencyContactsOut};
use dto::facility_change::{FacilityChangeIn, FacilityChangeOut, FacilityChangePage};
use dto::sort::FacilityChangeSort;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(AnnounceFacilityChange.to(announce_facility_change))
        .service(ListFacilityChanges.to(list_facility_changes))
        .service(ListContacts.to(list_contacts))
        .service(UpdateContact.to(update_contact));
}

/// Announce a change of the facility
///
/// Another legal entity, other data, suspension, restart or closing, with its effective day (LC-11.9d, KH-17.2). The
/// profile sets which of them can be announced and who gets a mail (D-31). At 00:00 of the effective day a suspension
/// starts, and the facility's accounts end with a change of the legal entity or a closing; the police can still read
/// its stays. A restart before the effective day withdraws a suspension or closing. A closing and another legal entity
/// permanently end the accounts, so they need the password of the caller.
#[utoipa::path(post, path = AnnounceFacilityChange::PATH, impl_for = AnnounceFacilityChange,
    params(("facility_id" = Uuid, Path, description = "The facility")),
    request_body(content = FacilityChangeIn, example = json!({
        "kind": "suspension", "effective_on": "2026-12-01", "note": "Sửa chữa tầng 2 đến tầng 5"
    })),
    responses((status = 201, description = "Announced", body = FacilityChangeOut)))]
async fn announce_facility_change(
    grant: Grant<AnnounceFacilityChange>,
    request: HttpRequest,
    id: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<FacilityChangeIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let change = body.checked(grant.check_context())?;
            service::announce(&grant.caller, *id, once, change).await
        })
        .await
}

/// Which announced changes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChangeQuery {
    /// Only those of this facility.
    facility_id: Option<Uuid>,
    /// The sort order: by when they were announced, or by the day on which they take effect; with `-` the last first.
    #[serde(default)]
    #[param(inline)]
    sort: FacilityChangeSort,
    /// The cursor of the previous page, in the same order.
    #[param(max_length = 1000)]
    cursor: Option<String>,
    /// Maximum number of results, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<usize>,
}

/// List the announced changes of facilities
///
/// A facility gets its own, the police those of their area, agencies those for which the profile informs
/// them (D-31, KH-17.2), the administrator all.
#[utoipa::path(get, path = ListFacilityChanges::PATH, impl_for = ListFacilityChanges,
    params(ChangeQuery),
    responses((status = 200, description = "A page of changes", body = FacilityChangePage)))]
async fn list_facility_changes(grant: Grant<ListFacilityChanges>, query: Query<ChangeQuery>) -> Result<HttpResponse> {
    let mut wrong = WrongParameters::default();
    let order = service::order(query.sort);
    let app = &grant.caller.app;
    let wanted = wrong.page(query.cursor.as_deref(), query.limit, |text| order.read(app, text));
    wrong.told()?;
    let page = service::list(&grant.caller, query.facility_id, (&order, &wanted)).await?;
    Ok(HttpResponse::Ok().json(page))
}

/// List the contacts of the agencies
///
/// One contact for each unit that has set one, with the day of its last change. Administrator and agencies see all;
/// facilities see those of the sectors that the profile shows to them (KH-14.2, KH-15.2; not KH-16.2).
#[utoipa::path(get, path = ListContacts::PATH, impl_for = ListContacts,
    params(PageQuery),
    responses((status = 200, description = "The contacts", body = AgencyContactsOut)))]
async fn list_contacts(grant: Grant<ListContacts>, query: Query<PageQuery>) -> Result<HttpResponse> {
    let wanted = query.wanted(paging::read_id)?;
    Ok(HttpResponse::Ok().json(contacts::list(&grant.caller, wanted).await?))
}

/// Set the contact of a unit
///
/// Each unit of the province sets its own contact, the administrator any. Administrators and the units of the province
/// get a mail about the change (KH-14.2, KH-15.2, KH-16.2).
#[utoipa::path(put, path = UpdateContact::PATH, impl_for = UpdateContact,
    params(("unit_id" = Uuid, Path, description = "The unit")),
    request_body(content = AgencyContactIn, example = json!({
        "name": "Đỗ Quỳnh Nga", "position": "Phó trưởng phòng", "phone": "0258 3 822 104",
        "email": "dau.moi@thue.khanhhoa.example"
    })),
    responses((status = 200, description = "The contact after the change", body = AgencyContactOut)))]
async fn update_contact(
    grant: Grant<UpdateContact>,
    id: Path<Uuid>,
    body: Body<AgencyContactIn>,
) -> Result<HttpResponse> {
    let contact = body.checked(grant.check_context())?;
    Ok(HttpResponse::Ok().json(contacts::update(&grant.caller, *id, contact).await?))
}

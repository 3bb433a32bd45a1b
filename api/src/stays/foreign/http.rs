//! Routes of foreign guests.

use super::query::ForeignQuery;
use super::service::{self, File};
use crate::authz::Grant;
use crate::authz::policy::{ConfirmForeignGuests, ExportForeignGuests, ListForeignGuests};
use crate::error::Result;
use crate::http::once::{IdempotencyKey, Once};
use crate::http::{Body, Mount, Query};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use dto::stay::{ForeignConfirmIn, ForeignConfirmOut, ForeignExportIn, ForeignGuestsOut};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(ListForeignGuests.to(list_foreign_guests))
        .service(ExportForeignGuests.to(export_foreign_guests))
        .service(ConfirmForeignGuests.to(confirm_foreign_guests));
}

/// List the foreign guests of a facility and their state at the immigration site
///
/// The guests who have to be declared there (KH-11.2c1): not in a file yet, changed since, in a file, or confirmed; and
/// guests who were sent to the site and whose stay was cancelled here. The most urgent state comes first, and within it
/// the latest arrival. `gaps` says why a guest cannot be put into a file with the current data. The list does not
/// contain guests who have not arrived, or whose stay is no longer in the online period. The reading is recorded. Where
/// the profile makes facilities declare foreign guests at the site itself, there is no such list.
#[utoipa::path(get, path = ListForeignGuests::PATH, impl_for = ListForeignGuests,
    params(("facility_id" = Uuid, Path, description = "The facility"), ForeignQuery),
    responses((status = 200, description = "A page of foreign guests", body = ForeignGuestsOut)))]
async fn list_foreign_guests(
    grant: Grant<ListForeignGuests>,
    facility: Path<Uuid>,
    query: Query<ForeignQuery>,
) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(service::list(&grant.caller, *facility, &query).await?))
}

/// Export foreign guests as a file for the immigration site
///
/// XML `KHAI_BAO_TAM_TRU` (KH-11.2c2), of the chosen stays or of all who wait, at most 500; the same transaction
/// records who is in it. Chosen stays are exported all or not at all: the error lists each stay that the site could not
/// accept. A stay may be exported as often as needed. The header `Guests-Exported` is the number of guests in the file,
/// `Guests-Left-Out` the number of others who wait and are not in it. The file is recorded by its SHA-256 and the
/// number of guests.
#[utoipa::path(post, path = ExportForeignGuests::PATH, impl_for = ExportForeignGuests,
    params(
        ("facility_id" = Uuid, Path, description = "The facility"),
    ),
    request_body(content = ForeignExportIn, example = json!({ "stays": ["019a1ffd-7b51-7499-829a-34e125ba245b"] })),
    responses((status = 200, description = "The file", body = Vec<u8>, content_type = "application/xml", headers(
        ("Guests-Exported" = u64, description = "Guests in the file"),
        ("Guests-Left-Out" = u64, description = "Guests who wait and are not in it"),
    ))))]
async fn export_foreign_guests(
    grant: Grant<ExportForeignGuests>,
    request: HttpRequest,
    facility: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<ForeignExportIn>,
) -> Result<HttpResponse> {
    let once = Once::of(&request, &key, &body.bytes);
    let answer = match once.stored(&grant.caller).await? {
        Some(first) => first,
        None => {
            let body = body.checked(grant.check_context())?;
            service::export(&grant.caller, *facility, once, body).await?
        }
    };
    let file: File = answer.read()?;
    let mut response = HttpResponse::Ok();
    if answer.is_replayed() {
        response.insert_header(("Idempotency-Replayed", "true"));
    }
    Ok(response
        .content_type("application/xml")
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.name)))
        .insert_header(("Guests-Exported", file.exported.to_string()))
        .insert_header(("Guests-Left-Out", file.left_out.to_string()))
        .body(file.xml))
}

/// Confirm the guests that the immigration site has
///
/// The facility has seen at the site that these guests were accepted, from the file or entered by hand (KH-11.2c1), or
/// reverts a wrong confirmation, which is possible until 24:00 of the day of the confirmation. Each stay has the
/// version that the caller has read; if one of them was changed in the meantime, the whole request is refused.
#[utoipa::path(post, path = ConfirmForeignGuests::PATH, impl_for = ConfirmForeignGuests,
    params(
        ("facility_id" = Uuid, Path, description = "The facility"),
    ),
    request_body(content = ForeignConfirmIn, example = json!({
        "confirmed": true, "stays": [{ "id": "019a1ffd-7b51-7499-829a-34e125ba245b", "version": 1 }]
    })),
    responses((status = 200, description = "Recorded", body = ForeignConfirmOut)))]
async fn confirm_foreign_guests(
    grant: Grant<ConfirmForeignGuests>,
    request: HttpRequest,
    facility: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<ForeignConfirmIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let body = body.checked(grant.check_context())?;
            service::confirm(&grant.caller, *facility, once, body).await
        })
        .await
}

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

/// The foreign guests of a facility, and how they stand with the immigration site
///
/// Whoever has to be declared there (KH-11.2c1): not in a file yet, changed since, in a file, or confirmed; and whoever was
/// told to the site and taken back here. What is to be done stands first, of these whoever arrived last. `gaps` says why
/// a guest cannot be put into a file as the stay is. Guests who have not arrived are not among them, nor whoever has left
/// the online period. The reading is recorded. Where the profile has foreign guests declared at the site itself there is no such list.
#[utoipa::path(get, path = ListForeignGuests::PATH, impl_for = ListForeignGuests, tag = "stays",
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
/// XML `KHAI_BAO_TAM_TRU` (KH-11.2c2), of the chosen stays or of all who wait, at most 500; who is in it is noted in the
/// same transaction. Chosen stays are exported all or not at all: each one that the site could not take is told. A stay
/// may be exported as often as needed. The header `Guests-Exported` says how many are in the file, `Guests-Left-Out` how
/// many more wait and are not in it. The file is recorded by its SHA-256 and the number of guests.
#[utoipa::path(post, path = ExportForeignGuests::PATH, impl_for = ExportForeignGuests, tag = "stays",
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

/// Note what the immigration site has
///
/// The facility has seen there that these guests were taken, from the file or entered by hand (KH-11.2c1), or says that
/// this was a mistake, which it can until 24:00 of the day of the confirmation. Each stay is named in the version that was
/// looked at; one that was changed meanwhile refuses the whole.
#[utoipa::path(post, path = ConfirmForeignGuests::PATH, impl_for = ConfirmForeignGuests, tag = "stays",
    params(
        ("facility_id" = Uuid, Path, description = "The facility"),
    ),
    request_body(content = ForeignConfirmIn, example = json!({
        "confirmed": true, "stays": [{ "id": "019a1ffd-7b51-7499-829a-34e125ba245b", "version": 1 }]
    })),
    responses((status = 200, description = "Noted", body = ForeignConfirmOut)))]
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

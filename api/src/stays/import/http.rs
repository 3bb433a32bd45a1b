//! Routes of imports.

use super::files;
use super::service::{self, Rows};
use crate::authz::Grant;
use crate::authz::policy::{CommitImport, DownloadImportErrors, GetImport, GetImportTemplate, PreviewImport};
use crate::error::Result;
use crate::http::once::{IdempotencyKey, Once};
use crate::http::paging;
use crate::http::versions;
use crate::http::{Body, File, IMPORT_BODY, LargeBody, Mount, Query, Whose, WrongParameters, XLSX, download};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use dto::import::{CommitImportIn, ImportIn, ImportOut, RowOutcome};
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Maximum number of rows of one page.
const MOST: usize = 200;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(PreviewImport.to(preview_import))
        .service(GetImport.to(get_import))
        .service(CommitImport.to(commit_import))
        .service(DownloadImportErrors.to(download_import_errors))
        .service(GetImportTemplate.to(get_import_template));
}

/// Which rows of an import.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ImportQuery {
    /// Only rows with this result.
    outcome: Option<RowOutcome>,
    /// The cursor of the previous page.
    cursor: Option<String>,
    /// Number of rows, 0 to 200; default 50. With 0 the answer contains only the progress of the import, and no
    /// personal data are read.
    #[param(minimum = 0, maximum = 200, default = 50)]
    limit: Option<usize>,
}

/// In which format.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct TemplateQuery {
    /// The format; default XLSX.
    #[param(inline)]
    format: Option<TemplateFormat>,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum TemplateFormat {
    /// A workbook, with a sheet that explains the columns.
    Xlsx,
    /// The headings only.
    Csv,
}

/// Preview a file with guests
///
/// XLSX or CSV with the columns of the national portal's template (row 4 is left out) or of our template
/// (`getImportTemplate`), or the portal's XML for foreigners; the content determines the format. Every row is checked
/// as by `notifyStay`; duplicates (the same person at the same time) are found in the file and among the notified
/// guests; typical spreadsheet damage (lost zeros, dates as numbers, American date order, legacy font encodings) is
/// recognised and a mend is offered. Hidden rows, columns and sheets are reported and left out unless `include_hidden`
/// is set. One file of a facility is read at a time (503 `busy` for the next). This notifies no stay: `commitImport`
/// does. The rows are stored encrypted and deleted after a day.
#[utoipa::path(post, path = PreviewImport::PATH, impl_for = PreviewImport,
    params(
        ("facility_id" = Uuid, Path, description = "The facility"),
    ),
    request_body(content = ImportIn, example = json!({
        "file": { "name": "khach_20-11.xlsx", "content_base64": "UEsDBBQABgAIAAAAIQ==" }, "default_reason": "tourism"
    })),
    responses((status = 201, description = "Checked: the counts and the first rows", body = ImportOut)))]
async fn preview_import(
    grant: Grant<PreviewImport>,
    facility: Path<Uuid>,
    key: IdempotencyKey,
    body: LargeBody<ImportIn, IMPORT_BODY>,
) -> Result<HttpResponse> {
    let sent = body.arrived(Whose::Account).await?;
    Once::marked(&key, sent.fingerprint)
        .answered(&grant.caller, async |once| {
            let upload = sent.reading.checked(grant.check_context())?;
            service::preview(&grant.caller, *facility, once, upload).await
        })
        .await
}

/// Get an import
///
/// Its state, the progress of storing, and a page of its rows with all errors, warnings and offered mends. Reading rows
/// is recorded; `limit=0` reads none.
#[utoipa::path(get, path = GetImport::PATH, impl_for = GetImport,
    params(("facility_id" = Uuid, Path, description = "The facility"), ("import_id" = Uuid, Path, description = "The import"), ImportQuery),
    responses((status = 200, description = "The import", body = ImportOut)))]
async fn get_import(
    grant: Grant<GetImport>,
    path: Path<(Uuid, Uuid)>,
    query: Query<ImportQuery>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let (facility, id) = path.into_inner();
    let mut wrong = WrongParameters::default();
    let query = query.into_inner();
    let page = paging::Wanted {
        after: wrong.cursor(query.cursor.as_deref(), |cursor| {
            let place = paging::read(cursor).and_then(|place| place.parse().ok());
            place.filter(|place| *place >= 0)
        }),
        limit: wrong.number("limit", query.limit, 50, 0..=MOST),
    };
    wrong.told()?;
    let rows = Rows {
        outcome: query.outcome,
        page,
    };
    versions::answer_unversioned(&request, &service::get(&grant.caller, facility, id, rows).await?)
}

/// Store the guests of a previewed file
///
/// Rows without errors are notified, mended rows as decided, and each is checked again; rows with errors are returned
/// with their reasons (`downloadImportErrors`), and so are duplicates unless a decision accepts them. Storing runs in
/// the background in parts of some hundred rows; `getImport` reports the progress. After a crash no row is lost or
/// stored twice. Late guests are accepted and marked as by `notifyStay`.
#[utoipa::path(post, path = CommitImport::PATH, impl_for = CommitImport,
    params(
        ("facility_id" = Uuid, Path, description = "The facility"), ("import_id" = Uuid, Path, description = "The import"),
    ),
    request_body(content = CommitImportIn, example = json!({
        "accept_mends": true, "decisions": [{ "line": 14, "accept": false }]
    })),
    responses((status = 202, description = "Confirmed; the guests are being notified", body = ImportOut)))]
async fn commit_import(
    grant: Grant<CommitImport>,
    request: HttpRequest,
    path: Path<(Uuid, Uuid)>,
    key: IdempotencyKey,
    body: Body<CommitImportIn>,
) -> Result<HttpResponse> {
    let (facility, id) = path.into_inner();
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let decided = body.checked(grant.check_context())?;
            service::commit(&grant.caller, facility, id, once, decided).await
        })
        .await
}

/// Get the rows that were not stored
///
/// An XLSX with the columns of the file, and the reasons in an additional column, to be corrected and imported again.
/// Before the import is confirmed, it contains the rows that would be returned. Kept for seven days.
#[utoipa::path(get, path = DownloadImportErrors::PATH, impl_for = DownloadImportErrors,
    params(("facility_id" = Uuid, Path, description = "The facility"), ("import_id" = Uuid, Path, description = "The import")),
    responses((status = 200, description = "The workbook", body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn download_import_errors(grant: Grant<DownloadImportErrors>, path: Path<(Uuid, Uuid)>) -> Result<HttpResponse> {
    let (facility, id) = path.into_inner();
    let file = service::errors(&grant.caller, facility, id).await?;
    Ok(attachment(XLSX, "dong-tra-lai.xlsx", file))
}

/// Get our template for guest lists
///
/// With a sheet that explains the content of each column; every cell is text, so that no zero is lost. As CSV it has
/// only the headings, in UTF-8 with the byte order mark by which Excel recognises it. In the requested language.
#[utoipa::path(get, path = GetImportTemplate::PATH, impl_for = GetImportTemplate,
    params(TemplateQuery),
    responses((status = 200, description = "The template", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Vec<u8> = "text/csv")))))]
async fn get_import_template(grant: Grant<GetImportTemplate>, query: Query<TemplateQuery>) -> Result<HttpResponse> {
    let lang = grant.caller.lang;
    Ok(match query.into_inner().format {
        Some(TemplateFormat::Csv) => attachment(
            "text/csv; charset=utf-8",
            "mau-nhap-khach.csv",
            files::template_csv(lang)?,
        ),
        _ => attachment(XLSX, "mau-nhap-khach.xlsx", files::template_xlsx(lang)?),
    })
}

fn attachment(kind: &'static str, name: &str, bytes: Vec<u8>) -> HttpResponse {
    let name = name.to_owned();
    download(File { name, bytes }, kind)
}

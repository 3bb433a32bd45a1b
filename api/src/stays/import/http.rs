//! Routes of imports.

use super::files;
use super::service::{self, Rows};
use crate::authz::Grant;
use crate::authz::policy::{CommitImport, DownloadImportErrors, GetImport, GetImportTemplate, PreviewImport};
use crate::error::Result;
use crate::http::once::{IdempotencyKey, Once};
use crate::http::paging;
use crate::http::versions;
use crate::http::{Body, IMPORT_BODY, LargeBody, Mount, Query, Whose, WrongParameters};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use dto::import::{CommitImportIn, ImportIn, ImportOut, RowOutcome};
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Most rows of one page.
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
    /// Only rows found to be this.
    outcome: Option<RowOutcome>,
    /// Where the last page ended.
    cursor: Option<String>,
    /// How many rows, 0 to 200; 50 when left out. With 0 the answer says how far the import is, and nobody's data are read.
    #[param(minimum = 0, maximum = 200, default = 50)]
    limit: Option<usize>,
}

/// In which form.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct TemplateQuery {
    /// The form; XLSX when left out.
    #[param(inline)]
    format: Option<TemplateFormat>,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum TemplateFormat {
    /// A workbook, with a sheet that explains the columns.
    Xlsx,
    /// The headings alone.
    Csv,
}

/// Preview a file with guests
///
/// XLSX or CSV in the columns of the national portal's template (row 4 is left out) or of ours (`getImportTemplate`), or
/// the portal's XML for foreigners; what it is, is judged by its content. Every row is checked as by `notifyStay`; the same
/// person at the same time is found in the file and among those who were notified; what spreadsheets damage (lost zeros,
/// dates as numbers, American order, fonts from before Unicode) is recognised and offered mended. Hidden rows, columns and
/// sheets are told and left out unless `include_hidden` asks for them. One file of a house is read at a time (503 `busy`
/// for the next). Nothing is notified: that is `commitImport`. The rows are kept sealed
/// and taken away after a day.
#[utoipa::path(post, path = PreviewImport::PATH, impl_for = PreviewImport, tag = "stays",
    params(
        ("facility_id" = Uuid, Path, description = "The facility"),
    ),
    request_body(content = ImportIn, example = json!({
        "file": { "name": "khach_20-11.xlsx", "content_base64": "UEsDBBQABgAIAAAAIQ==" }, "default_reason": "tourism"
    })),
    responses((status = 201, description = "Looked through: the counts and the first rows", body = ImportOut)))]
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

/// An import
///
/// Where it stands, how far the storing has come, and a page of its rows with everything that is wrong, doubtful or
/// offered mended. Reading rows is recorded; asking with `limit=0` reads none.
#[utoipa::path(get, path = GetImport::PATH, impl_for = GetImport, tag = "stays",
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
/// Right and doubtful rows are notified, mended ones as decided, and each is checked anew; wrong ones come back with their
/// reasons (`downloadImportErrors`), and so do duplicates unless a decision takes them. It happens in parts of some hundred rows beside the
/// answer; `getImport` tells how far it is. A crash neither loses nor doubles a row. Late guests are taken and marked as by
/// `notifyStay`.
#[utoipa::path(post, path = CommitImport::PATH, impl_for = CommitImport, tag = "stays",
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

/// The rows that were not stored
///
/// An XLSX in the columns that they came in, with the reasons in one more, to be put right and imported again. Before the
/// import is confirmed these are the rows that would come back. Kept for seven days.
#[utoipa::path(get, path = DownloadImportErrors::PATH, impl_for = DownloadImportErrors, tag = "stays",
    params(("facility_id" = Uuid, Path, description = "The facility"), ("import_id" = Uuid, Path, description = "The import")),
    responses((status = 200, description = "The workbook", body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn download_import_errors(grant: Grant<DownloadImportErrors>, path: Path<(Uuid, Uuid)>) -> Result<HttpResponse> {
    let (facility, id) = path.into_inner();
    let file = service::errors(&grant.caller, facility, id).await?;
    Ok(attachment(XLSX, "dong-tra-lai.xlsx", file))
}

/// Our template for guest lists
///
/// With a sheet that says what belongs into each column; every cell is text, so that no zero is lost. As CSV it has the
/// headings alone, in UTF-8 with the mark by which Excel knows it. In the language asked for.
#[utoipa::path(get, path = GetImportTemplate::PATH, impl_for = GetImportTemplate, tag = "stays",
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

fn attachment(kind: &str, name: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes)
}

//! Routes of the calendar.

use super::service;
use crate::authz::Grant;
use crate::authz::policy::{ListCalendar, UpdateCalendar};
use crate::error::{Error, Result};
use crate::http::PublicGrant;
use crate::http::versions;
use crate::http::{Body, Mount, Query, WrongParameters};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use dto::calendar::{CalendarIn, CalendarOut};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(ListCalendar.to(list_calendar))
        .service(UpdateCalendar.to(update_calendar));
}

/// Which year.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CalendarQuery {
    /// The year; without one, this year.
    #[param(minimum = 2000, maximum = 2100, example = 2026)]
    year: Option<i32>,
}

/// Get the working calendar
///
/// The public holidays, the days off instead of them and the weekend days that are working days in exchange: deadlines
/// in working hours and working days are computed with them. Each day has the document that defines it. A year that is
/// not entered has version 0: its Saturdays and Sundays are days off.
#[utoipa::path(get, path = ListCalendar::PATH, impl_for = ListCalendar,
    params(CalendarQuery),
    responses((status = 200, description = "A year", body = CalendarOut)))]
async fn list_calendar(
    visitor: PublicGrant<ListCalendar>,
    query: Query<CalendarQuery>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let this_year = rules::zone::local_date(visitor.now.get()).year();
    let mut wrong = WrongParameters::default();
    let year = wrong.number("year", query.year, this_year, service::YEARS);
    wrong.told()?;
    let year = service::year(&visitor.app, visitor.app.db.read(), year).await?;
    versions::answer(&request, year.version, &year)
}

/// Replace a year of the calendar
///
/// Replaces the whole year, based on the `version` that the caller has read: 409 if it was changed in the meantime.
/// Earlier versions are kept. Deadlines that are already running do not change.
#[utoipa::path(put, path = UpdateCalendar::PATH, impl_for = UpdateCalendar,
    params(("year" = i32, Path, description = "The year", minimum = 2000, maximum = 2100, example = 2027)),
    request_body(content = CalendarIn, example = json!({
        "version": 1, "days": [
            { "date": "2027-01-01", "kind": "holiday", "name": "Tết Dương lịch", "source": "Bộ luật Lao động, Điều 112.1.a" }
        ]
    })),
    responses((status = 200, description = "The year after the change", body = CalendarOut)))]
async fn update_calendar(
    grant: Grant<UpdateCalendar>,
    year: Path<i32>,
    body: Body<CalendarIn>,
) -> Result<HttpResponse> {
    if !service::YEARS.contains(&year) {
        return Err(Error::not_found());
    }
    let body = body.checked(grant.check_context())?;
    Ok(HttpResponse::Ok().json(service::update(&grant.caller, *year, body).await?))
}

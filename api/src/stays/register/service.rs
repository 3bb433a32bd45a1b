//! Reads the register. Every reading is recorded in the audit log.

use super::super::purpose::check_purpose;
use super::super::sight::{Sight, demand_online};
use super::super::thread::service as thread;
use super::super::{answer, budget, row};
use super::contents::{Place, Whole};
use super::lines::{lines, notified_by, whole_address};
use super::query::{After, Period, RegisterFormat, RegisterQuery};
use super::{paper, sheet, store};
use crate::App;
use crate::audit::Event;
use crate::authz::{Caller, ScopedCaller, Territory};
use crate::directory;
use crate::error::{Error, Result};
use crate::http::File;
use crate::http::paging::Moment;
use crate::references::References;
use crate::spreadsheet::ledger::MOST_ROWS;
use dto::Timestamp;
use dto::problem::{ErrorCode, FieldCode};
use dto::stay::{RegisterCounts, RegisterLimits, RegisterLine, RegisterOut, RegisterPlace};
use rules::zone::local_date;

/// The largest number of lines in a file. On paper: what is typeset in a few seconds (see `paper`).
const LIMITS: RegisterLimits = RegisterLimits {
    pdf: 2_000,
    xlsx: MOST_ROWS,
};

/// The longest number of a written order, in characters.
const MOST_REFERENCE: usize = 60;

/// Returns a page of the register.
pub async fn page(caller: &ScopedCaller<Territory>, query: &RegisterQuery) -> Result<RegisterOut> {
    let app = &caller.app;
    let period = query.period(local_date(caller.now.get()))?;
    let wanted = query.page()?;
    let references = app.references(caller.now).await?;
    let place = place(app, caller, &references, query).await?;
    let stated = purpose(app, caller, &place, query).await?;
    let db = app.db.read();
    demand_online(app, caller.now, Some(period.to))?;
    let sight = Sight::within(app, caller, &place.scope);
    let (total, late) = store::count(db, sight, period).await?;
    let stay = wanted.after.map(|after| after.stay);
    let mut found = store::lines(db, sight, period, stay, wanted.rows()).await?;
    let passed = wanted.after.map_or(0, |after| after.number);
    let next_cursor = wanted.cut(&mut found, |stay| {
        let place = Moment {
            at: stay.notified_at.into(),
            id: stay.id,
        };
        let number = passed + wanted.limit as u64;
        After { stay: place, number }.write()
    });
    budget::take(app, caller, found.len()).await?;
    let places = directory::service::addresses(db, row::facility_ids(&found)).await?;
    let mut summaries = found
        .iter()
        .map(|stay| {
            let name = places.get(&stay.facility_id).map_or("", |place| place.name.as_str());
            answer::summary(stay, app, caller.now, name)
        })
        .collect::<Result<Vec<_>>>()?;
    thread::mark(db, &mut summaries).await?;
    let items: Vec<RegisterLine> = (passed + 1..)
        .zip(&found)
        .zip(summaries)
        .map(|((line_number, row), stay)| RegisterLine {
            line_number,
            birth_date: row.birth_date,
            nationality_name: row.nationality_name.clone(),
            address: row.address.clone(),
            reason_label: row.reason_label.clone(),
            notified_by: notified_by(caller.lang, row),
            facility_address: places
                .get(&row.facility_id)
                .map(|place| whole_address(&references, place))
                .unwrap_or_default(),
            stay,
        })
        .collect();
    let read: Vec<String> = found.iter().map(|stay| stay.id.to_string()).collect();
    let event = event("register_read", &place, period)
        .for_purpose(stated.0, stated.1)
        .with("stays", read);
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(RegisterOut {
        place: RegisterPlace {
            facility_id: place.facility.as_ref().map(|facility| facility.id),
            name: place.name,
            address: place.facility.map(|facility| facility.address),
            area: place.area,
        },
        from: period.from,
        to: period.to,
        counts: RegisterCounts { total, late },
        limits: LIMITS,
        items,
        next_cursor,
    })
}

/// Returns the complete register as a file. Place, days and time determine which stays were in it, because no stay is
/// ever deleted.
pub async fn file(caller: &ScopedCaller<Territory>, query: &RegisterQuery, format: RegisterFormat) -> Result<File> {
    let app = &caller.app;
    let period = query.period(local_date(caller.now.get()))?;
    let references = app.references(caller.now).await?;
    let place = place(app, caller, &references, query).await?;
    let stated = purpose(app, caller, &place, query).await?;
    let whole = whole(app, caller, &references, place, period, format).await?;
    let event = event("register_taken_out", &whole.place, period)
        .for_purpose(stated.0, stated.1)
        .with("format", format.as_str())
        .with("lines", whole.lines.len());
    let bytes = match format {
        RegisterFormat::Pdf => paper::print(app, caller, &references, whole).await?,
        RegisterFormat::Xlsx | RegisterFormat::Json => spreadsheet(app, caller, whole).await?,
    };
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(File {
        name: format!("so-luu-tru_{}_{}.{}", period.from, period.to, format.as_str()),
        bytes,
    })
}

async fn spreadsheet(app: &App, caller: &Caller, whole: Whole) -> Result<Vec<u8>> {
    let caller = caller.clone();
    app.works.sheets.run(move |_| sheet::write(&whole, &caller)).await?
}

async fn whole(
    app: &App,
    caller: &ScopedCaller<Territory>,
    references: &References,
    place: Place,
    period: Period,
    format: RegisterFormat,
) -> Result<Whole> {
    let db = app.db.read();
    demand_online(app, caller.now, Some(period.to))?;
    let sight = Sight::within(app, caller, &place.scope);
    let (total, late) = store::count(db, sight, period).await?;
    let most = if format == RegisterFormat::Pdf {
        LIMITS.pdf
    } else {
        LIMITS.xlsx
    };
    let too_large = |lines: u64| {
        Error::new(ErrorCode::RegisterTooLarge)
            .with("lines", lines)
            .with("most", most)
            .with("format", format.as_str().to_uppercase())
    };
    if total > most {
        return Err(too_large(total));
    }
    // One more than allowed, so that stays notified in the meantime are not cut off silently.
    let stays = store::lines(db, sight, period, None, most + 1).await?;
    if stays.len() as u64 > most {
        return Err(too_large(stays.len() as u64));
    }
    budget::take(app, caller, stays.len()).await?;
    let places = directory::service::addresses(db, row::facility_ids(&stays)).await?;
    let lang = match format {
        // The PDF sheets are official Vietnamese forms.
        RegisterFormat::Pdf => dto::Lang::Vi,
        RegisterFormat::Xlsx | RegisterFormat::Json => caller.lang,
    };
    let now: Timestamp = caller.now;
    Ok(Whole {
        place,
        period,
        late,
        lines: lines(app, references, lang, now, &stays, &places)?,
    })
}

/// Checks purpose and written order, which are required for more than one facility.
async fn purpose(
    app: &App,
    caller: &ScopedCaller<Territory>,
    place: &Place,
    query: &RegisterQuery,
) -> Result<(Option<String>, Option<String>)> {
    if place.facility.is_none() || query.purpose.is_some() {
        check_purpose(app, caller, query.purpose.as_deref()).await?;
    }
    let reference = query.reference.as_deref().map(str::trim).unwrap_or_default();
    if reference.chars().any(dto::check::is_no_text) {
        return Err(Error::field("/reference", FieldCode::ControlCharacter));
    }
    if reference.chars().count() > MOST_REFERENCE {
        let mistake = dto::FieldError::new("/reference", FieldCode::TooLong).with("max", MOST_REFERENCE);
        return Err(Error::fields(vec![mistake]));
    }
    let reference = (!reference.is_empty()).then(|| reference.to_owned());
    Ok((query.purpose.clone(), reference))
}

/// Returns the subject of the register: the facility or area that the query names, within reach, or the caller's own.
async fn place(
    app: &App,
    caller: &ScopedCaller<Territory>,
    references: &References,
    query: &RegisterQuery,
) -> Result<Place> {
    let own = caller.account()?;
    let own_facility = own.facility_id.filter(|_| query.area_code.is_none());
    match (query.facility_id, query.area_code.as_deref()) {
        (Some(_), Some(_)) => Err(Error::parameter("area_code", FieldCode::EitherOr)),
        (Some(id), None) => of_facility(app, caller, references, id).await,
        (None, area) => match own_facility {
            Some(id) => of_facility(app, caller, references, id).await,
            None => of_area(caller, references, area.unwrap_or(&own.area_code)),
        },
    }
}

async fn of_facility(
    app: &App,
    caller: &ScopedCaller<Territory>,
    references: &References,
    id: uuid::Uuid,
) -> Result<Place> {
    let facility = directory::service::facility_within(app, &caller.scope, id).await?;
    Ok(Place {
        scope: Territory::Facility(id),
        name: facility.name.clone(),
        area: references.area_ref(&facility.area_code),
        facility: Some(facility),
    })
}

fn of_area(caller: &ScopedCaller<Territory>, references: &References, code: &str) -> Result<Place> {
    let area = references.area(code).ok_or_else(Error::not_found)?;
    let scope = caller
        .scope
        .narrowed(&area.code, &area.path, references.is_leaf(code))
        .ok_or_else(Error::not_found)?;
    Ok(Place {
        scope,
        facility: None,
        name: area.name.clone(),
        area: references.area_ref(code),
    })
}

fn event(act: &'static str, place: &Place, period: Period) -> Event {
    let event = match &place.facility {
        Some(facility) => Event::new(act, "facility").on(facility.id),
        None => Event::new(act, "area").on(&place.area.code),
    };
    event
        .in_area(&place.area.code)
        .with("from", period.from.to_string())
        .with("to", period.to.to_string())
}

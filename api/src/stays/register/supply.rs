//! Stays for the answer to a request for data (KH-11.2g): the officer chooses them, and they are put into one sheet.

use super::super::entity::stay;
use super::super::number::Number;
use super::super::sight::Sight;
use super::super::{budget, row};
use super::contents::{Place, Whole};
use super::lines::lines;
use super::paper;
use super::query::Period;
use super::store;
use crate::App;
use crate::authz::{ScopedCaller, Territory};
use crate::directory;
use crate::error::{Error, Result};
use dto::problem::{FieldCode, FieldError};
use dto::stay::name_words;
use dto::{Lang, say};
use rules::zone::local_date;
use std::collections::HashMap;
use time::Date;
use uuid::Uuid;

/// The criteria of a request: nothing else is supplied for it.
pub struct Named<'a> {
    /// The number of the request.
    pub number: &'a str,
    /// The first requested day.
    pub from: Date,
    /// The last requested day.
    pub to: Date,
    /// The name of the guest.
    pub name: Option<&'a str>,
    /// The guest's date of birth.
    pub birth_date: Option<Date>,
    /// The number of the guest's document.
    pub document_number: Option<&'a str>,
}

impl Named<'_> {
    /// Returns whether the request covers a stay. A request without a person covers every stay in its period.
    fn holds(&self, app: &App, stay: &stay::Model) -> bool {
        let until = stay.departed_at.unwrap_or(stay.planned_departure_at);
        let in_period = local_date(stay.arrival_at) <= self.to && local_date(until) >= self.from;
        let words: Vec<&str> = stay.name_search.split(' ').collect();
        let same_name = self
            .name
            .map(name_words)
            .is_none_or(|asked| asked.iter().all(|word| words.contains(&word.as_str())));
        let same_birth = self.birth_date.is_none() || stay.birth_date.is_none() || stay.birth_date == self.birth_date;
        let same_document = self
            .document_number
            .is_none_or(|number| Number::told(&app.sealer, number).is(&stay.document_number_index));
        in_period && same_name && same_birth && same_document
    }
}

/// Returns the sheet of these stays, in the order of arrival. A stay that is not visible counts as not existing; a stay
/// that the request does not cover is refused.
pub async fn sheet(app: &App, caller: &ScopedCaller<Territory>, named: &Named<'_>, ids: &[Uuid]) -> Result<Vec<u8>> {
    let db = app.db.read();
    let found = store::among(db, Sight::of(app, caller), ids).await?;
    let mut by_id: HashMap<Uuid, stay::Model> = found.into_iter().map(|stay| (stay.id, stay)).collect();
    let (mut stays, mut wrong) = (Vec::new(), Vec::new());
    for (index, id) in ids.iter().enumerate() {
        let at = format!("/stay_ids/{index}");
        match by_id.remove(id) {
            None => wrong.push(FieldError::new(at, FieldCode::UnknownValue)),
            Some(stay) if !named.holds(app, &stay) => wrong.push(FieldError::new(at, FieldCode::NotAskedFor)),
            Some(stay) => stays.push(stay),
        }
    }
    if !wrong.is_empty() {
        return Err(Error::fields(wrong));
    }
    stays.sort_by_key(|stay| (stay.arrival_at, stay.id));
    budget::take(app, caller, stays.len()).await?;
    let references = app.references(caller.now).await?;
    let places = directory::service::addresses(db, row::facility_ids(&stays)).await?;
    let area = references.area_ref(&caller.account()?.area_code);
    let whole = Whole {
        place: Place {
            scope: caller.scope.clone(),
            facility: None,
            name: say!(Lang::Vi, register.on_request, number = named.number),
            area,
        },
        period: Period {
            from: named.from,
            to: named.to,
        },
        late: stays.iter().filter(|stay| stay.late_seconds.is_some()).count() as u64,
        lines: lines(app, &references, Lang::Vi, caller.now, &stays, &places)?,
    };
    paper::print(app, caller, &references, whole).await
}

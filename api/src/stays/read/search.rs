//! Searches for people by known data.

use super::super::entity::stay;
use super::super::number::{Number, by_number};
use super::super::purpose::check_purpose;
use super::super::sight::{Sight, demand_online};
use super::super::store::{self, MOST_OPEN};
use super::super::thread::service as thread;
use super::super::{answer, budget, row};
use crate::App;
use crate::audit::Event;
use crate::authz::{Caller, ScopedCaller, Territory};
use crate::directory;
use crate::error::{Error, Result};
use dto::problem::FieldCode;
use dto::stay::{PersonOut, PersonOverlap, SearchOut, StaySearchIn, name_words};
use rules::document::normalise;
use rules::overlap::{Span, overlapping};
use rules::zone::local_date;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// The largest number of matching stays that are read, newest first.
const MOST_MATCHES: u64 = 1_000;
/// The largest number of people in one answer.
const MOST_PEOPLE: usize = 50;
/// The largest number of their stays in one answer.
const MOST_STAYS: u64 = 500;

/// Finds people and their stays within reach. Officers state a purpose; the search and its results are recorded.
pub async fn search(caller: &ScopedCaller<Territory>, search: StaySearchIn) -> Result<SearchOut> {
    let app = &caller.app;
    check_purpose(app, caller, search.purpose.as_deref()).await?;
    demand_online(app, caller.now, search.to)?;
    let criteria = criteria(app, &search);
    let db = app.db.read();
    let matches = match &search.document_ending {
        Some(ending) => present(app, caller, &criteria, ending).await?,
        None => everybody(app, caller, &criteria).await?,
    };
    let Matches {
        numbers,
        stays,
        truncated,
    } = matches;
    budget::take(app, caller, stays.len()).await?;

    let names = directory::service::names(app.db.read(), row::facility_ids(&stays)).await?;
    let shown: Vec<String> = stays.iter().map(|stay| stay.id.to_string()).collect();
    let mut by_number = by_number(app, stays)?;
    let mut people = Vec::new();
    for stays in numbers.iter().filter_map(|number| by_number.remove(number)) {
        let found = people_of(app, stays)?;
        let shares_number = found.len() > 1;
        for stays in found {
            people.push(PersonOut {
                shares_number,
                ..person(app, caller, &stays, &names)?
            });
        }
    }
    thread::mark(db, people.iter_mut().flat_map(|person| &mut person.stays)).await?;

    let reference = search
        .reference
        .as_deref()
        .map(str::trim)
        .filter(|reference| !reference.is_empty());
    let event = Event::new("stays_searched", "stay")
        .for_purpose(search.purpose.clone(), reference.map(str::to_owned))
        .with("by", asked_by(&search))
        .with("stays", shown);
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(SearchOut { people, truncated })
}

/// The matching stays.
struct Matches {
    /// Their document numbers, in order.
    numbers: Vec<Number>,
    stays: Vec<stay::Model>,
    /// Whether there are more matches.
    truncated: bool,
}

impl Matches {
    /// Limits the matches to what one answer holds.
    fn cut(mut numbers: Vec<Number>, mut stays: Vec<stay::Model>, truncated: bool) -> Self {
        let most = usize::try_from(MOST_STAYS).unwrap_or(usize::MAX);
        let truncated = truncated || numbers.len() > MOST_PEOPLE || stays.len() > most;
        numbers.truncate(MOST_PEOPLE);
        stays.truncate(most);
        Self {
            numbers,
            stays,
            truncated,
        }
    }
}

/// Returns the matches within reach, at any time.
async fn everybody(app: &App, caller: &ScopedCaller<Territory>, criteria: &store::PersonCriteria) -> Result<Matches> {
    let (db, sight) = (app.db.read(), Sight::of(app, caller));
    let found = store::find_numbers(db, sight, criteria, MOST_MATCHES + 1).await?;
    let truncated = found.len() as u64 > MOST_MATCHES;
    let numbers = numbers(app, found)?;
    let first = &numbers[..numbers.len().min(MOST_PEOPLE)];
    let stays = store::stays_of(db, sight, first, criteria, MOST_STAYS + 1).await?;
    Ok(Matches::cut(numbers, stays, truncated))
}

/// Returns the guests who are present in the caller's facility, by the last characters of their number. No index holds
/// these: an index of endings would disclose a part of each number. So the numbers of the facility are opened, as many
/// as it has guests.
async fn present(
    app: &App,
    caller: &ScopedCaller<Territory>,
    criteria: &store::PersonCriteria,
    ending: &str,
) -> Result<Matches> {
    let Territory::Facility(facility) = &caller.scope else {
        return Err(Error::field("/document_ending", FieldCode::DoesNotApply));
    };
    let ending = normalise(ending);
    let open = store::open_stays(app.db.read(), *facility, MOST_OPEN).await?;
    let truncated = open.len() as u64 >= MOST_OPEN;
    let mut stays = Vec::new();
    for stay in open {
        let arrived_on = local_date(stay.arrival_at);
        let is_of = criteria.from.is_none_or(|from| arrived_on >= from)
            && criteria.to.is_none_or(|to| arrived_on <= to)
            && criteria.birth_date.is_none_or(|date| stay.birth_date == Some(date))
            && criteria.birth_year.is_none_or(|year| stay.birth_year == year)
            && has_words(&stay, &criteria.words);
        if is_of && row::document_number(&stay, &app.sealer)?.ends_with(&ending) {
            stays.push(stay);
        }
    }
    stays.sort_by_key(|stay| std::cmp::Reverse((stay.arrival_at, stay.id)));
    let mut seen = HashSet::new();
    let mut numbers = Vec::new();
    for stay in &stays {
        let number = Number::of(stay, &app.sealer)?;
        if seen.insert(number.clone()) {
            numbers.push(number);
        }
    }
    Ok(Matches::cut(numbers, stays, truncated))
}

/// Returns whether each word is the beginning of a word of the name. It is the equivalent of `engine::name_has_words`
/// in the database.
pub(super) fn has_words(stay: &stay::Model, words: &[String]) -> bool {
    let begins = |word: &String| stay.name_search.split(' ').any(|own| own.starts_with(word.as_str()));
    words.iter().all(begins)
}

/// Returns the distinct document numbers, in the order of the input.
pub(super) fn numbers(app: &App, found: Vec<store::FoundNumber>) -> Result<Vec<Number>> {
    let mut seen = HashSet::new();
    let mut numbers = Vec::new();
    for (id, sealed, index) in found {
        let number = Number::stored(&app.sealer, id, &sealed, &index)?;
        if seen.insert(number.clone()) {
            numbers.push(number);
        }
    }
    Ok(numbers)
}

/// Groups stays with one document number by person; each group keeps the order of the input.
pub(super) fn people_of(app: &App, stays: Vec<stay::Model>) -> Result<Vec<Vec<stay::Model>>> {
    let identities = stays.iter().map(|stay| row::identity(stay, &app.sealer));
    let identities = identities.collect::<Result<Vec<_>>>()?;
    let people = rules::person::people(&identities);
    let mut stays: Vec<Option<stay::Model>> = stays.into_iter().map(Some).collect();
    let people = people.into_iter().map(|person| {
        let own = person.into_iter().filter_map(|at| stays.get_mut(at)?.take());
        own.collect()
    });
    Ok(people.collect())
}

pub(super) fn criteria(app: &App, search: &StaySearchIn) -> store::PersonCriteria {
    store::PersonCriteria {
        words: search.name.as_deref().map(name_words).unwrap_or_default(),
        number: search
            .document_number
            .as_deref()
            .map(|number| Number::told(&app.sealer, number)),
        birth_date: search.birth_date,
        birth_year: search.birth_year,
        from: search.from,
        to: search.to,
    }
}

fn asked_by(search: &StaySearchIn) -> Vec<&'static str> {
    [
        ("name", search.name.is_some()),
        ("document_number", search.document_number.is_some()),
        ("document_ending", search.document_ending.is_some()),
        ("birth_date", search.birth_date.is_some()),
        ("birth_year", search.birth_year.is_some()),
    ]
    .into_iter()
    .filter_map(|(name, given)| given.then_some(name))
    .collect()
}

/// Makes a person from stays, newest first; at least one stay is required.
fn person(app: &App, caller: &Caller, stays: &[stay::Model], names: &HashMap<Uuid, String>) -> Result<PersonOut> {
    let latest = stays
        .first()
        .ok_or_else(|| Error::internal(anyhow::anyhow!("a person without a stay")))?;
    let summaries = stays
        .iter()
        .map(|stay| {
            let name = names.get(&stay.facility_id).map(String::as_str).unwrap_or_default();
            answer::summary(stay, app, caller.now, name)
        })
        .collect::<Result<Vec<_>>>()?;
    let spans: Vec<Span<Uuid>> = summaries
        .iter()
        .enumerate()
        .map(|(id, stay)| Span {
            id,
            facility: stay.facility_id,
            from: local_date(stay.arrival_at.get()),
            until: stay.nights.ends_on,
        })
        .collect();
    let overlaps = overlapping(&spans)
        .into_iter()
        .map(|(first, second, from, until)| PersonOverlap {
            first: summaries[first].id,
            second: summaries[second].id,
            from,
            to: until.saturating_sub(time::Duration::DAY),
        })
        .collect();
    Ok(PersonOut {
        full_name: latest.full_name.clone(),
        birth_date: latest.birth_date,
        birth_year: latest.birth_year,
        sex: summaries[0].sex,
        nationality: latest.nationality.clone(),
        document_type: summaries[0].document_type,
        document_masked: summaries[0].document_masked.clone(),
        address: latest.address.clone(),
        stays: summaries,
        overlaps,
        shares_number: false,
    })
}

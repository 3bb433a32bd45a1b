//! The invented guests and their stays.

use super::DemoAccount;
use super::cast::{PEOPLE, Person};
use super::dossiers::at_work;
use crate::App;
use crate::audit::{Actor, Event};
use crate::authz::policy;
use crate::directory::{self, NewMark};
use crate::http::Reading;
use crate::http::once::Once;
use crate::stays;
use anyhow::Context;
use dto::Timestamp;
use dto::room::RoomMark;
use dto::stay::{GuestIn, StayIn};
use rules::document::DocumentType;
use rules::nights::StayKind;
use rules::person::Sex;
use std::sync::Arc;
use time::{Date, Month};
use uuid::Uuid;

/// The number of guests.
const GUESTS: u32 = 60;

/// Notifies guests of the last days, with the ordinary services: some late, some leaving today, some past their planned
/// day.
pub(super) async fn notify_guests(app: &Arc<App>, accounts: &[DemoAccount], now: Timestamp) -> anyhow::Result<()> {
    const HOUR: i64 = 3_600;
    let hotels: Vec<&DemoAccount> = accounts
        .iter()
        .filter(|made| made.facility_id.is_some() && !made.first_login)
        .collect();
    for index in 0..GUESTS {
        let person = person(index);
        // The first facility gets more guests, because most users look at it.
        let account = if index % 3 == 0 {
            hotels[0]
        } else {
            hotels[index as usize % hotels.len()]
        };
        let number = i64::from(index);
        let arrival = now.plus_seconds(-HOUR * (1 + number * 7 % 71) - 60 * (number * 13 % 60));
        // One in seven is notified the next morning, which is late for most hours of arrival.
        let pause = if index % 7 == 6 {
            HOUR * 14
        } else {
            60 * (5 + number % 20)
        };
        let facility_id = account.facility_id.context("a facility")?;
        let at = arrival.plus_seconds(pause).min(now);
        let grant = at_work::<policy::NotifyStay>(app, account.account_id, at).await?;
        let rooms = directory::service::rooms(app, facility_id).await?;
        let room = rooms.get(index as usize * 7 % rooms.len().max(1)).map(|room| room.id);
        let stay = stay_of(&person, arrival, 1 + number % 4, room);
        stays::notify::service::notify(&grant.caller, Once::unrepeated(), Reading::from(stay))
            .await
            .map_err(|error| anyhow::anyhow!("guest {index}: {error:?}"))?;
    }
    Ok(())
}

/// Marks rooms of a facility: some guests have moved in and are not notified yet, one room is out of service.
pub(super) async fn mark_rooms(app: &App, accounts: &[DemoAccount], now: Timestamp) -> anyhow::Result<()> {
    const ARRIVED: [(i16, i64); 3] = [(4, 12), (1, 41), (2, 95)];
    let facility = accounts
        .iter()
        .find_map(|made| made.facility_id)
        .context("a facility")?;
    let rooms = directory::service::rooms(app, facility).await?;
    let ids: Vec<Uuid> = rooms.iter().map(|room| room.id).collect();
    app.db
        .write(&Actor::system("demo"), now, async |tx| {
            let occupied = stays::board::service::occupied_rooms(tx, &ids).await?;
            let mut free = ids.into_iter().rev().filter(|id| !occupied.contains(id));
            for (guests, minutes) in ARRIVED {
                let Some(id) = free.next() else { break };
                let mark = NewMark {
                    mark: Some(RoomMark::Arrived),
                    guests: Some(guests),
                    note: None,
                    since: Some(now.plus_seconds(-60 * minutes).get()),
                    version: 1,
                };
                directory::service::mark_room(tx, id, mark).await?;
            }
            if let Some(id) = free.next() {
                let mark = NewMark {
                    mark: Some(RoomMark::OutOfService),
                    guests: None,
                    note: Some("Sửa nước".to_owned()),
                    since: Some(now.get()),
                    version: 1,
                };
                directory::service::mark_room(tx, id, mark).await?;
            }
            Ok(((), Event::new("demo_rooms_marked", "facility").on(facility).into()))
        })
        .await?;
    Ok(())
}

/// A guest in the fields of the form.
struct MadeUp {
    full_name: String,
    birth: Option<Date>,
    sex: Sex,
    nationality: &'static str,
    document: DocumentType,
    number: String,
}

/// Returns the named persons first, then invented ones; one of the named persons comes a second time, to another
/// facility.
fn person(index: u32) -> MadeUp {
    const AGAIN: u32 = 33;
    let named = if index == AGAIN {
        PEOPLE.get(1)
    } else {
        PEOPLE.get(index as usize)
    };
    named.map_or_else(|| invented(index), from_cast)
}

fn from_cast(person: &Person) -> MadeUp {
    let (name, year, month, day, sex, nationality, document, number) = *person;
    let birth = Month::try_from(month)
        .ok()
        .and_then(|month| Date::from_calendar_date(year, month, day).ok());
    MadeUp {
        full_name: name.to_owned(),
        birth,
        sex,
        nationality,
        document,
        number: number.to_owned(),
    }
}

/// Makes a Vietnamese guest whose personal number matches the other data: place, century and sex, year, and six more
/// digits.
fn invented(index: u32) -> MadeUp {
    const FAMILY: [&str; 9] = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ"];
    const GIVEN: [(&str, Sex); 8] = [
        ("Minh Quân", Sex::Male),
        ("Thu Hằng", Sex::Female),
        ("Quốc Việt", Sex::Male),
        ("Ngọc Diệp", Sex::Female),
        ("Hải Nam", Sex::Male),
        ("Thanh Trúc", Sex::Female),
        ("Đức Anh", Sex::Male),
        ("Khánh Linh", Sex::Female),
    ];
    let (given, sex) = GIVEN[index as usize % GIVEN.len()];
    let year = 1960 + index * 7 % 40;
    let day = u8::try_from(index % 28 + 1).unwrap_or(1);
    let century_and_sex = u32::from(sex == Sex::Female);
    MadeUp {
        full_name: format!("{} {given}", FAMILY[index as usize * 5 % FAMILY.len()]),
        birth: Date::from_calendar_date(i32::try_from(year).unwrap_or(1960), Month::May, day).ok(),
        sex,
        nationality: "VN",
        document: DocumentType::Cccd,
        number: format!(
            "056{century_and_sex}{:02}{:06}",
            year % 100,
            100_000 + index * 7_919 % 900_000
        ),
    }
}

fn stay_of(person: &MadeUp, arrival: Timestamp, nights: i64, room: Option<Uuid>) -> StayIn {
    let is_foreign = person.nationality != "VN";
    let leaves = rules::zone::at(
        rules::zone::local_date(arrival.plus_seconds(nights * 86_400).get()),
        time::Time::from_hms(12, 0, 0).unwrap_or(time::Time::MIDNIGHT),
    );
    StayIn {
        guest: GuestIn {
            full_name: person.full_name.clone().into(),
            birth_date: person.birth.map_or(dto::Given::Missing, dto::Given::Value),
            sex: person.sex.into(),
            nationality: person.nationality.to_owned().into(),
            document_type: person.document.into(),
            document_number: person.number.clone().into(),
            visa_symbol: if is_foreign {
                "DL".to_owned().into()
            } else {
                dto::Given::Missing
            },
            ..GuestIn::default()
        },
        kind: StayKind::Overnight.into(),
        arrival_at: arrival.into(),
        planned_departure_at: Timestamp::from(leaves).into(),
        room_id: room.map_or(dto::Given::Missing, dto::Given::Value),
        reason: "tourism".to_owned().into(),
        ..StayIn::default()
    }
}

//! The register on paper.

use super::contents::{Place, Whole};
use super::lines::{Line, state_name};
use crate::App;
use crate::authz::Caller;
use crate::error::{Error, Result};
use crate::references::References;
use dto::account::Role;
use dto::given::Text;
use dto::problem::ErrorCode;
use print::{Form, RegisterLine, RegisterOf, StayRegister};
use rules::zone::{local, local_date};
use std::time::Duration;
use tokio::sync::Semaphore;

/// One rendering at a time: typesetting 2,000 lines takes seconds and about four hundred megabytes.
static PRESS: Semaphore = Semaphore::const_new(1);

/// The longest time a request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// Returns the register as PDF.
pub async fn print(app: &App, caller: &Caller, references: &References, whole: Whole) -> Result<Vec<u8>> {
    let form = Form::StayRegister(register(app, caller, references, whole));
    let busy = || Error::new(ErrorCode::Unavailable).retry_after(15);
    let permit = tokio::time::timeout(PATIENCE, PRESS.acquire())
        .await
        .map_err(|_| busy())?
        .map_err(Error::internal)?;
    tokio::task::spawn_blocking(move || {
        // The permit is held to the end, even if the request was abandoned.
        let _permit = permit;
        print::render(&form)
    })
    .await
    .map_err(Error::internal)?
    .map_err(Error::internal)
}

fn register(app: &App, caller: &Caller, references: &References, whole: Whole) -> StayRegister {
    let Whole {
        place,
        period,
        late,
        lines,
    } = whole;
    let lines: Vec<RegisterLine> = lines.into_iter().map(line).collect();
    StayRegister {
        keeper: caller.unit_name().to_owned(),
        keeper_parent: unit_above(caller, references),
        place: app.profile.name.clone(),
        on: local_date(caller.now.get()),
        printed_at: local(caller.now.get()),
        printed_by: caller.holder_name().to_owned(),
        place_kind: if place.facility.is_some() {
            RegisterOf::Facility
        } else {
            RegisterOf::Area
        },
        place_address: address(&place),
        place_name: place.name,
        from: period.from,
        to: period.to,
        total: lines.len(),
        late: usize::try_from(late).unwrap_or(usize::MAX),
        cancelled: lines.iter().filter(|line| line.struck).count(),
        lines,
    }
}

/// Returns the superior unit: the police of a commune are subordinate to those of the province.
fn unit_above(caller: &Caller, references: &References) -> String {
    let Ok(own) = caller.account() else {
        return String::new();
    };
    let top = own.area_path.split('.').next().unwrap_or_default();
    match references.area(top) {
        Some(area) if own.role == Role::Police && top != own.area_code => {
            // The list of areas has the name of a province without its kind.
            let kind = if area.kind.starts_with("thành phố") {
                "thành phố"
            } else {
                "tỉnh"
            };
            format!("Công an {kind} {}", area.name)
        }
        _ => String::new(),
    }
}

fn address(place: &Place) -> String {
    match &place.facility {
        Some(facility) => [
            facility.address.as_str(),
            place.area.name.as_str(),
            place.area.province_name.as_str(),
        ]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", "),
        None => String::new(),
    }
}

fn line(line: Line) -> RegisterLine {
    RegisterLine {
        number: line.number,
        notified_at: line.notified_at,
        birth: line.birth(),
        struck: line.is_struck(),
        notified_by: line.notified_by,
        full_name: line.guest.full_name,
        sex: line.guest.sex.to_text().into_owned(),
        nationality: line.guest.nationality_name,
        document_kind: line.document_kind,
        document_number: line.guest.document_number,
        address: line.guest.address.unwrap_or_default(),
        facility: line.facility,
        facility_address: line.facility_address,
        room: line.room,
        kind: line.kind.as_str().to_owned(),
        arrival_at: line.arrival_at,
        planned_departure_at: line.planned_departure_at,
        departed_at: line.departed_at,
        reason: line.reason,
        state: state_name(line.state).to_owned(),
        late_minutes: line.late_minutes,
    }
}

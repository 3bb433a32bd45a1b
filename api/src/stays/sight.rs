//! What of the stays can be seen: within reach, and on line.

use super::entity::stay::Column;
use crate::App;
use crate::authz::{Caller, ScopedCaller, Territory};
use crate::error::Error;
use dto::Timestamp;
use dto::check::spoken_date;
use dto::problem::ErrorCode;
use rules::zone;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Condition;
use time::Date;

/// A reach, and the online period: what was notified before it is asked for on form 4 (KH-11.2g).
#[derive(Clone, Copy)]
pub struct Sight<'a> {
    scope: &'a Territory,
    online_from: Option<Date>,
}

/// The first day of the online period now; none where everything stays on line.
pub fn online_from(app: &App, now: Timestamp) -> Option<Date> {
    app.profile.retention.online_from(zone::local_date(now.get()))
}

/// Refuses a period that has left the online period as a whole: an empty answer would say that there was nobody.
pub fn demand_online(app: &App, now: Timestamp, until: Option<Date>) -> Result<(), Error> {
    match (online_from(app, now), until) {
        (Some(from), Some(until)) if until < from => {
            Err(Error::new(ErrorCode::PeriodOffline).with("date", spoken_date(from)))
        }
        _ => Ok(()),
    }
}

impl<'a> Sight<'a> {
    /// What a caller sees.
    pub fn of(app: &App, caller: &'a ScopedCaller<Territory>) -> Self {
        Self::within(app, caller, &caller.scope)
    }

    /// What a caller sees of a part of the reach.
    pub fn within(app: &App, caller: &Caller, scope: &'a Territory) -> Self {
        Self {
            scope,
            online_from: online_from(app, caller.now),
        }
    }

    /// Everything within a reach, for what goes on whatever the period: counting, and writing what belongs to a stay.
    pub fn whole(scope: &'a Territory) -> Self {
        Self {
            scope,
            online_from: None,
        }
    }

    /// The rows. A guest who is still there is no matter of an archive: the facility goes on seeing its own.
    pub fn condition(self) -> Condition {
        let within = self
            .scope
            .condition(Column::FacilityId, Column::AreaCode, Column::AreaPath);
        let Some(from) = self.online_from else { return within };
        let mut online = Condition::any().add(Column::NotifiedAt.gte(zone::start_of_day(from)));
        if matches!(self.scope, Territory::Facility(_)) {
            let is_open = Condition::all()
                .add(Column::DepartedAt.is_null())
                .add(Column::CancelledAt.is_null());
            online = online.add(is_open);
        }
        Condition::all().add(within).add(online)
    }
}

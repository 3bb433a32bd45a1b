//! The stays that a caller can see: within reach, and within the online period.

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

/// A reach and the online period. Earlier notifications are requested on form 4 (KH-11.2g).
#[derive(Clone, Copy)]
pub struct Sight<'a> {
    scope: &'a Territory,
    online_from: Option<Date>,
}

/// Returns the first day of the online period now; none where everything stays online.
pub fn online_from(app: &App, now: Timestamp) -> Option<Date> {
    app.profile.retention.online_from(zone::local_date(now.get()))
}

/// Refuses a period that is entirely before the online period: an empty answer would mean that there were no guests.
pub fn demand_online(app: &App, now: Timestamp, until: Option<Date>) -> Result<(), Error> {
    match (online_from(app, now), until) {
        (Some(from), Some(until)) if until < from => {
            Err(Error::new(ErrorCode::PeriodOffline).with("date", spoken_date(from)))
        }
        _ => Ok(()),
    }
}

impl<'a> Sight<'a> {
    /// Returns what a caller sees.
    pub fn of(app: &App, caller: &'a ScopedCaller<Territory>) -> Self {
        Self::within(app, caller, &caller.scope)
    }

    /// Returns what a caller sees of a part of the reach.
    pub fn within(app: &App, caller: &Caller, scope: &'a Territory) -> Self {
        Self {
            scope,
            online_from: online_from(app, caller.now),
        }
    }

    /// Returns everything within a reach, for operations that do not depend on the online period: counts, and writing
    /// data that belong to a stay.
    pub fn whole(scope: &'a Territory) -> Self {
        Self {
            scope,
            online_from: None,
        }
    }

    /// Returns the condition for the rows. A guest who is still present is not archived: the facility continues to see
    /// its own guests.
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

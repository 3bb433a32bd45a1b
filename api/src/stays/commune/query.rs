//! The filter of the facilities of a commune.

use crate::error::Result;
use crate::http::WrongParameters;
use crate::http::paging::{self, Wanted};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Default number of days without a notification from which a facility counts as silent.
const SILENT_AFTER: u32 = 3;

/// Which facilities of the commune.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CommuneDayQuery {
    /// Only facilities that need attention for this reason.
    #[param(inline)]
    pub only: Option<Attention>,
    /// The number of days without a notification from which a facility counts as silent, 1 to 365.
    #[param(minimum = 1, maximum = 365, default = 3)]
    pub silent_after: Option<u32>,
    /// The cursor of the previous page. New notifications change the order: a facility may move between two pages.
    #[param(max_length = 40)]
    pub cursor: Option<String>,
    /// Maximum number of results, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<usize>,
}

/// The reason why a facility needs attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Attention {
    /// It notified late today.
    Late,
    /// It operates and has not notified any stay for days.
    Silent,
}

impl CommuneDayQuery {
    /// The number of days, and the page that starts after a number of facilities, if the query is valid.
    pub fn checked(&self) -> Result<(u32, Wanted<usize>)> {
        let mut wrong = WrongParameters::default();
        let silent_after = wrong.number("silent_after", self.silent_after, SILENT_AFTER, 1..=365);
        let wanted = Wanted {
            limit: wrong.number("limit", self.limit, 50, 1..=200),
            after: wrong.cursor(self.cursor.as_deref(), |text| {
                paging::read(text)
                    .and_then(|place| place.parse::<u32>().ok())
                    .map(|passed| passed as usize)
            }),
        };
        wrong.told()?;
        Ok((silent_after, wanted))
    }
}

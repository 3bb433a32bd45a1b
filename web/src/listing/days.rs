//! Days by which a list is filtered: relative to today, or a period with first and last day.

use crate::format;
use crate::t;
use dto::given::Text as _;
use time::{Date, Duration};

/// The days on which a notification was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Days {
    /// The local day at the time the page is read.
    #[default]
    Today,
    /// The day before.
    Yesterday,
    /// This many days, ending today.
    Last(u16),
    /// Any day.
    Any,
    /// A period: first and last day.
    Period(Date, Date),
}

impl Days {
    /// Reads the value from the address, which names it only where it is not today.
    pub fn from_text(text: &str) -> Option<Self> {
        Some(match text {
            "yesterday" => Self::Yesterday,
            "all" => Self::Any,
            other => match other.split_once("..") {
                Some((from, to)) => {
                    let (from, to) = (Date::from_text(from)?, Date::from_text(to)?);
                    if from > to {
                        return None;
                    }
                    Self::Period(from, to)
                }
                None => Self::Last(
                    other
                        .strip_suffix('d')?
                        .parse()
                        .ok()
                        .filter(|days| (1..=366).contains(days))?,
                ),
            },
        })
    }

    /// Writes the value for the address.
    pub fn to_text(self) -> Option<String> {
        Some(match self {
            Self::Today => return None,
            Self::Yesterday => "yesterday".to_owned(),
            Self::Any => "all".to_owned(),
            Self::Last(days) => format!("{days}d"),
            Self::Period(from, to) => format!("{}..{}", from.to_text(), to.to_text()),
        })
    }

    /// Returns first and last day, if the value excludes any day.
    pub fn days(self, today: Date) -> Option<(Date, Date)> {
        let back = |days: i64| today.saturating_sub(Duration::days(days));
        match self {
            Self::Today => Some((today, today)),
            Self::Yesterday => Some((back(1), back(1))),
            Self::Last(days) => Some((back(i64::from(days) - 1), today)),
            Self::Any => None,
            Self::Period(from, to) => Some((from, to)),
        }
    }

    /// Returns the value in words.
    pub fn words(self, today: Date) -> String {
        match self.days(today) {
            None => t!(police.received_all).to_owned(),
            Some((from, to)) if from == to => format::date(from),
            Some((from, to)) => format::period(from, to),
        }
    }

    /// Returns the value of the choice in the menu.
    pub fn choice(self) -> String {
        self.to_text().unwrap_or_else(|| "today".to_owned())
    }

    /// Reads the choice made in the menu.
    pub fn from_choice(value: &str) -> Option<Self> {
        if value == "today" {
            Some(Self::Today)
        } else {
            Self::from_text(value)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn days_are_read_back_from_their_text() {
        let period = Days::Period(date!(2026 - 11 - 01), date!(2026 - 11 - 21));
        for days in [Days::Today, Days::Yesterday, Days::Last(31), Days::Any, period] {
            assert_eq!(Days::from_choice(&days.choice()), Some(days));
        }
        for bad in ["soon", "0d", "367d", "2026-11-21..2026-11-01", ""] {
            assert_eq!(Days::from_choice(bad), None, "{bad}");
        }
    }

    #[test]
    fn today_is_the_day_one_looks_and_seven_days_count_today() {
        let today = date!(2026 - 11 - 21);
        assert_eq!(Days::Today.days(today), Some((today, today)));
        assert_eq!(Days::Last(7).days(today), Some((date!(2026 - 11 - 15), today)));
        assert_eq!(Days::Any.days(today), None);
    }
}

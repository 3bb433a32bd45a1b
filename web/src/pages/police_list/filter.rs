//! What the police list is filtered by, as it stands in the address. Names and numbers of people never do.

use crate::format;
use crate::t;
use dto::given::Text as _;
use rules::nights::StayKind;
use time::{Date, Duration};
use uuid::Uuid;

/// When a notification was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Received {
    /// The local day, whichever it is when the page is looked at.
    #[default]
    Today,
    /// The day before.
    Yesterday,
    /// So many days, today the last of them.
    Last(u16),
    /// Any day.
    Any,
    /// From one day to another.
    Period(Date, Date),
}

impl Received {
    fn from_text(text: &str) -> Option<Self> {
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

    fn to_text(self) -> Option<String> {
        Some(match self {
            Self::Today => return None,
            Self::Yesterday => "yesterday".to_owned(),
            Self::Any => "all".to_owned(),
            Self::Last(days) => format!("{days}d"),
            Self::Period(from, to) => format!("{}..{}", from.to_text(), to.to_text()),
        })
    }

    /// First and last day, if it leaves any out.
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

    /// In words.
    pub fn words(self, today: Date) -> String {
        match self.days(today) {
            None => t!(police.received_all).to_owned(),
            Some((from, to)) if from == to => format::date(from),
            Some((from, to)) => format::period(from, to),
        }
    }

    /// The value of the choice in the menu.
    pub fn choice(self) -> String {
        self.to_text().unwrap_or_else(|| "today".to_owned())
    }

    /// What was chosen in the menu.
    pub fn from_choice(value: &str) -> Option<Self> {
        if value == "today" {
            Some(Self::Today)
        } else {
            Self::from_text(value)
        }
    }
}

/// The filter of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// When it was received.
    pub received: Received,
    /// Where.
    pub facility: Option<Uuid>,
    /// Alpha-2 code, or `foreign`.
    pub nationality: Option<String>,
    /// Late or in time.
    pub late: Option<bool>,
    /// Overnight or day use.
    pub kind: Option<StayKind>,
    /// Seen by the police or not.
    pub seen: Option<bool>,
    /// A question that waits, or one that was answered: `asked`, `answered`.
    pub talk: Option<&'static str>,
}

/// Where a talk may stand.
const TALKS: [&str; 2] = ["asked", "answered"];

/// The one of that name.
pub fn talk_of(name: &str) -> Option<&'static str> {
    TALKS.into_iter().find(|known| *known == name)
}

impl Filter {
    /// Reads the address; what cannot be read filters nothing.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            received: get("received")
                .and_then(|text| Received::from_text(&text))
                .unwrap_or_default(),
            facility: get("facility").and_then(|text| Uuid::parse_str(&text).ok()),
            nationality: get("nationality").filter(|code| {
                code == "foreign" || (code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()))
            }),
            late: get("due").and_then(|text| match text.as_str() {
                "late" => Some(true),
                "in_time" => Some(false),
                _ => None,
            }),
            kind: get("kind").and_then(|text| StayKind::from_text(&text)),
            seen: get("seen").and_then(|text| match text.as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            }),
            talk: get("talk").and_then(|text| talk_of(&text)),
        }
    }

    /// The address.
    pub fn address(&self, path: &str) -> String {
        let parts: Vec<String> = [
            self.received.to_text().map(|text| format!("received={text}")),
            self.facility.map(|id| format!("facility={id}")),
            self.nationality.as_ref().map(|code| format!("nationality={code}")),
            self.late
                .map(|late| format!("due={}", if late { "late" } else { "in_time" })),
            self.kind.map(|kind| format!("kind={}", kind.to_text())),
            self.seen
                .map(|seen| format!("seen={}", if seen { "yes" } else { "no" })),
            self.talk.map(|talk| format!("talk={talk}")),
        ]
        .into_iter()
        .flatten()
        .collect();
        if parts.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", parts.join("&"))
        }
    }

    /// The parameters of `listStays`.
    pub fn query(&self, today: Date) -> Vec<(&'static str, String)> {
        let mut query = Vec::new();
        if let Some((from, to)) = self.received.days(today) {
            query.push(("notified_from", from.to_text().into_owned()));
            query.push(("notified_to", to.to_text().into_owned()));
        }
        if let Some(id) = self.facility {
            query.push(("facility_id", id.to_string()));
        }
        if let Some(code) = &self.nationality {
            query.push(("nationality", code.clone()));
        }
        if let Some(late) = self.late {
            query.push(("late", late.to_string()));
        }
        if let Some(kind) = self.kind {
            query.push(("kind", kind.to_text().into_owned()));
        }
        if let Some(seen) = self.seen {
            query.push(("acknowledged", seen.to_string()));
        }
        if let Some(talk) = self.talk {
            query.push(("talk", talk.to_owned()));
        }
        query
    }

    /// Whether it leaves out more than other days.
    pub fn narrows(&self) -> bool {
        self.facility.is_some()
            || self.nationality.is_some()
            || self.late.is_some()
            || self.kind.is_some()
            || self.seen.is_some()
            || self.talk.is_some()
    }

    /// Nothing left out.
    pub fn cleared() -> Self {
        Self {
            received: Received::Any,
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;
    use time::macros::date;

    fn read(address: &str) -> Filter {
        let parts: HashMap<_, _> = address
            .split_once('?')
            .map(|(_, query)| query.split('&').filter_map(|part| part.split_once('=')).collect())
            .unwrap_or_default();
        Filter::read(|name| parts.get(name).map(|text| (*text).to_owned()))
    }

    #[test]
    fn the_address_says_the_whole_filter_and_is_read_back() {
        let filters = [
            Filter::default(),
            Filter::cleared(),
            Filter {
                received: Received::Last(31),
                facility: Some(Uuid::from_u128(7)),
                ..Filter::default()
            },
            Filter {
                received: Received::Yesterday,
                late: Some(false),
                ..Filter::default()
            },
            Filter {
                received: Received::Period(date!(2026 - 11 - 01), date!(2026 - 11 - 21)),
                nationality: Some("foreign".to_owned()),
                late: Some(true),
                kind: Some(StayKind::DayUse),
                seen: Some(false),
                talk: Some("answered"),
                ..Filter::default()
            },
        ];
        for filter in filters {
            assert_eq!(read(&filter.address("/notifications")), filter);
        }
        assert_eq!(Filter::default().address("/notifications"), "/notifications");
    }

    #[test]
    fn an_address_that_makes_no_sense_filters_nothing() {
        for bad in [
            "?received=soon",
            "?received=0d",
            "?received=2026-11-21..2026-11-01",
            "?nationality=vnm&late=1&facility=7&kind=x",
        ] {
            assert_eq!(read(bad), Filter::default(), "{bad}");
        }
    }

    #[test]
    fn today_is_the_day_one_looks_and_seven_days_count_today() {
        let today = date!(2026 - 11 - 21);
        let query = |received| {
            Filter {
                received,
                ..Filter::default()
            }
            .query(today)
        };
        assert_eq!(
            query(Received::Today),
            [
                ("notified_from", "2026-11-21".to_owned()),
                ("notified_to", "2026-11-21".to_owned())
            ]
        );
        assert_eq!(query(Received::Last(7))[0].1, "2026-11-15");
        assert!(query(Received::Any).is_empty());
    }
}

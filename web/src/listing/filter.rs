//! Filters of a list as data: read from the address, written to it, and converted to parameters in one place. Names and
//! numbers of people are never in an address.

use super::days::Days;
use crate::lists::Lists;
use crate::session::Session;
use crate::ui::Choice;
use dto::given::Text as _;
use std::collections::BTreeMap;
use time::Date;
use uuid::Uuid;

/// A text in the language of the page.
pub type Words = fn() -> &'static str;

/// Parameters of an API operation.
pub type Query = Vec<(&'static str, String)>;

/// A filter of a list.
pub struct Filter {
    /// Name in the address; also the id of its button.
    pub name: &'static str,
    /// Label: what it filters by.
    pub label: Words,
    /// Values that can be chosen.
    pub kind: Kind,
    /// Default value: the one chosen while the address names none.
    pub usual: &'static str,
    /// Adds the parameters that a value represents, given the local day.
    pub query: fn(&str, Date, &mut Query),
    /// Filters that are cleared when this one is set.
    pub instead_of: &'static [&'static str],
    /// Another filter that changes from one value to another when this one is set: its name and both values.
    pub opens_up: Option<(&'static str, &'static str, &'static str)>,
    /// Whether the list shows exactly what is chosen here, so that this filter is neither cleared nor counted as
    /// narrowing.
    pub is_question: bool,
    /// Whether this session has the filter.
    pub shown: fn(Session) -> bool,
}

impl Filter {
    /// Creates a filter without a default value, for every account.
    pub const fn new(name: &'static str, label: Words, kind: Kind, query: fn(&str, Date, &mut Query)) -> Self {
        Self {
            name,
            label,
            kind,
            usual: "",
            query,
            instead_of: &[],
            opens_up: None,
            is_question: false,
            shown: |_| true,
        }
    }

    /// Returns the value that excludes nothing.
    pub const fn cleared(&self) -> &'static str {
        match self.kind {
            Kind::Days { any: true, .. } => "all",
            Kind::Days { any: false, .. } | Kind::Number(_) => self.usual,
            _ => "",
        }
    }
}

/// The values that a filter offers.
pub enum Kind {
    /// One of a few values with their words; the first, without a value, means any.
    OneOf {
        /// Word for any.
        any: Words,
        /// The other values.
        values: &'static [(&'static str, Words)],
    },
    /// One of a few numbers; one is always chosen.
    Number(fn() -> Vec<Choice>),
    /// A reference list of the server.
    Listed {
        /// Word for any.
        any: Words,
        /// Label of the search field.
        search: Words,
        /// All entries of the list.
        choices: fn(Lists, Session) -> Vec<Choice>,
        /// Whether a value can be an entry, also before the list is loaded.
        accepts: fn(&str) -> bool,
    },
    /// Days, relative to today or as a period.
    Days {
        /// Whether any day can be chosen.
        any: bool,
        /// Maximum number of days from first to last; 0 means no limit.
        most: i64,
    },
    /// A facility, searched by the server: a province has thousands.
    Facility,
}

impl Kind {
    /// Returns whether a value from the address is valid.
    fn accepts(&self, value: &str) -> bool {
        match self {
            Self::OneOf { values, .. } => values.iter().any(|(known, _)| *known == value),
            Self::Number(_) => value.parse::<u16>().is_ok_and(|number| (1..=365).contains(&number)),
            Self::Listed { accepts, .. } => accepts(value),
            Self::Days { any, most } => Days::from_choice(value).is_some_and(|days| match days {
                Days::Any => *any,
                Days::Period(from, to) => *most == 0 || (to - from).whole_days() < *most,
                _ => true,
            }),
            Self::Facility => Uuid::parse_str(value).is_ok(),
        }
    }
}

/// Chosen values by filter name; a filter that is not named has its default value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chosen(BTreeMap<&'static str, String>);

impl Chosen {
    /// Reads the address; an invalid value filters nothing.
    pub fn read(filters: &'static [Filter], get: impl Fn(&str) -> Option<String>) -> Self {
        let named = filters.iter().filter_map(|filter| {
            let value = get(filter.name)?;
            (value != filter.usual && (value == filter.cleared() || filter.kind.accepts(&value)))
                .then_some((filter.name, value))
        });
        Self(named.collect())
    }

    /// Returns the value of a filter.
    pub fn value(&self, filter: &Filter) -> String {
        self.0.get(filter.name).map_or(filter.usual, String::as_str).to_owned()
    }

    /// Returns the value of the filter with that name, where it is not the default.
    pub fn named(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Returns the same choice with another value of one filter in `filters`.
    #[must_use]
    pub fn with(&self, filters: &[Filter], filter: &Filter, value: &str) -> Self {
        let mut chosen = self.clone();
        if value == filter.usual {
            chosen.0.remove(filter.name);
        } else {
            chosen.0.insert(filter.name, value.to_owned());
        }
        for other in filter.instead_of {
            chosen.0.remove(other);
        }
        let opened = filter.opens_up.filter(|_| value != filter.cleared());
        if let Some((name, from, to)) = opened
            && let Some(other) = filters.iter().find(|other| other.name == name)
            && chosen.value(other) == from
        {
            chosen.0.insert(other.name, to.to_owned());
        }
        chosen
    }

    /// Returns the same choice with all filters cleared, except those that are the question of the list.
    #[must_use]
    pub fn clear(&self, filters: &'static [Filter]) -> Self {
        let cleared = filters.iter().filter(|filter| !filter.is_question);
        cleared.fold(self.clone(), |chosen, filter| {
            chosen.with(filters, filter, filter.cleared())
        })
    }

    /// Returns whether it excludes rows by anything other than days.
    pub fn narrows(&self, filters: &[Filter]) -> bool {
        let can_narrow =
            |filter: &&Filter| !filter.is_question && !matches!(filter.kind, Kind::Days { .. } | Kind::Number(_));
        let mut narrowing = filters.iter().filter(can_narrow);
        narrowing.any(|filter| self.value(filter) != filter.cleared())
    }

    /// Returns the parts of an address, in the order of the filters.
    pub fn parts(&self, filters: &[Filter]) -> Vec<String> {
        let named = filters
            .iter()
            .filter_map(|filter| Some((filter.name, self.0.get(filter.name)?)));
        named.map(|(name, value)| format!("{name}={value}")).collect()
    }

    /// Returns the parameters of the operation.
    pub fn query(&self, filters: &[Filter], today: Date) -> Query {
        let mut query = Query::new();
        for filter in filters {
            let value = self.value(filter);
            if !value.is_empty() {
                (filter.query)(&value, today, &mut query);
            }
        }
        query
    }
}

/// Returns whether a value is an alpha-2 code, or `foreign` for all foreign nationalities together.
pub fn is_country(value: &str) -> bool {
    value == "foreign" || (value.len() == 2 && value.bytes().all(|byte| byte.is_ascii_uppercase()))
}

/// Returns whether a text can be the code of an area.
pub fn is_area(value: &str) -> bool {
    !value.is_empty() && value.len() <= 10 && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// Adds first and last day as two parameters, where the days exclude any.
pub fn between(value: &str, today: Date, names: [&'static str; 2], query: &mut Query) {
    if let Some((from, to)) = Days::from_choice(value).and_then(|days| days.days(today)) {
        query.push((names[0], from.to_text().into_owned()));
        query.push((names[1], to.to_text().into_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;
    use time::macros::date;

    const WORD: Words = || "";
    const FILTERS: &[Filter] = &[
        Filter {
            usual: "today",
            ..Filter::new(
                "received",
                WORD,
                Kind::Days { any: true, most: 0 },
                |value, today, query| {
                    between(value, today, ["notified_from", "notified_to"], query);
                },
            )
        },
        Filter {
            instead_of: &["due"],
            ..Filter::new("facility", WORD, Kind::Facility, |value, _, query| {
                query.push(("facility_id", value.to_owned()));
            })
        },
        Filter::new(
            "due",
            WORD,
            Kind::OneOf {
                any: WORD,
                values: &[("late", WORD), ("in_time", WORD)],
            },
            |value, _, query| query.push(("late", (value == "late").to_string())),
        ),
    ];

    fn read(address: &str) -> Chosen {
        let parts: HashMap<_, _> = address.split('&').filter_map(|part| part.split_once('=')).collect();
        Chosen::read(FILTERS, |name| parts.get(name).map(|text| (*text).to_owned()))
    }

    #[test]
    fn the_address_names_what_is_not_usual_and_is_read_back() {
        for address in [
            "",
            "received=31d",
            "received=all",
            "received=2026-11-01..2026-11-21&facility=00000000-0000-0000-0000-000000000007&due=late",
        ] {
            assert_eq!(read(address).parts(FILTERS).join("&"), address);
        }
        assert_eq!(read("received=today"), Chosen::default());
    }

    #[test]
    fn an_address_that_makes_no_sense_filters_nothing() {
        for bad in ["received=soon", "received=0d", "due=1&facility=7", "x=y"] {
            assert_eq!(read(bad), Chosen::default(), "{bad}");
        }
    }

    #[test]
    fn the_usual_days_narrow_nothing_and_a_choice_can_take_the_place_of_another() {
        assert!(!read("").narrows(FILTERS) && !read("received=7d").narrows(FILTERS));
        let late = read("due=late");
        assert!(late.narrows(FILTERS));
        let id = "00000000-0000-0000-0000-000000000007";
        assert_eq!(
            late.with(FILTERS, &FILTERS[1], id).parts(FILTERS),
            [format!("facility={id}")]
        );
        assert_eq!(Chosen::default().clear(FILTERS).parts(FILTERS), ["received=all"]);
    }

    #[test]
    fn values_become_parameters() {
        let today = date!(2026 - 11 - 21);
        let query = read("due=in_time&received=7d").query(FILTERS, today);
        let expected = [
            ("notified_from", "2026-11-15"),
            ("notified_to", "2026-11-21"),
            ("late", "false"),
        ];
        assert_eq!(query, expected.map(|(name, value)| (name, value.to_owned())));
        assert_eq!(Chosen::default().query(FILTERS, today).len(), 2);
        assert!(read("received=all").query(FILTERS, today).is_empty());
    }
}

//! Of what and of which days the register is, as it stands in the address.

use crate::pages::police_list::filter::Received;
use dto::given::Text as _;
use time::Date;
use uuid::Uuid;

const PATH: &str = "/register";

/// Neither facility nor area: one's own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// When the stays were notified.
    pub days: Received,
    /// The register of a facility.
    pub facility: Option<Uuid>,
    /// The register of an area.
    pub area: Option<String>,
}

impl Filter {
    /// Reads the address; what cannot be read is one's own register of today.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let facility = get("facility").and_then(|text| Uuid::parse_str(&text).ok());
        Self {
            days: get("days")
                .and_then(|text| Received::from_choice(&text))
                // A register has days.
                .filter(|days| *days != Received::Any)
                .unwrap_or_default(),
            // One of the two: a facility lies in its area anyway.
            area: get("area").filter(|code| facility.is_none() && is_code(code)),
            facility,
        }
    }

    /// Where it is shown.
    pub fn address(&self) -> String {
        let days = (self.days != Received::Today).then(|| format!("days={}", self.days.choice()));
        let facility = self.facility.map(|id| format!("facility={id}"));
        let area = self.area.as_ref().map(|code| format!("area={code}"));
        let parts: Vec<String> = [days, facility, area].into_iter().flatten().collect();
        if parts.is_empty() {
            PATH.to_owned()
        } else {
            format!("{PATH}?{}", parts.join("&"))
        }
    }

    /// The parameters of `getRegister`.
    pub fn query(&self, today: Date) -> Vec<(&'static str, String)> {
        let (from, to) = self.days.days(today).unwrap_or((today, today));
        let mut query = vec![("from", from.to_text().into_owned()), ("to", to.to_text().into_owned())];
        query.extend(self.facility.map(|id| ("facility_id", id.to_string())));
        query.extend(self.area.clone().map(|code| ("area_code", code)));
        query
    }
}

/// Whether a text can be the code of an area.
pub fn is_code(text: &str) -> bool {
    !text.is_empty() && text.len() <= 10 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn read(address: &str) -> Filter {
        let query = address
            .split_once('?')
            .map(|(_, query)| query.to_owned())
            .unwrap_or_default();
        Filter::read(|name| {
            query
                .split('&')
                .find_map(|part| part.strip_prefix(&format!("{name}=")))
                .map(str::to_owned)
        })
    }

    #[test]
    fn the_address_says_which_register_it_is_and_is_read_back() {
        for filter in [
            Filter::default(),
            Filter {
                days: Received::Last(7),
                facility: Some(Uuid::from_u128(7)),
                area: None,
            },
            Filter {
                days: Received::Period(date!(2026 - 11 - 01), date!(2026 - 11 - 21)),
                facility: None,
                area: Some("22366".to_owned()),
            },
        ] {
            assert_eq!(read(&filter.address()), filter);
        }
        for bad in [
            "/register?days=all",
            "/register?area=x",
            "/register?facility=7&days=soon",
        ] {
            assert_eq!(read(bad), Filter::default(), "{bad}");
        }
    }

    #[test]
    fn a_register_always_has_its_days() {
        let today = date!(2026 - 11 - 21);
        let query = Filter::default().query(today);
        assert_eq!(
            query,
            [("from", "2026-11-21".to_owned()), ("to", "2026-11-21".to_owned())]
        );
    }
}

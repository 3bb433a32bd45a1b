//! Which facilities of which commune, as it stands in the address.

use crate::pages::register::is_area_code;

const PATH: &str = "/commune";

/// From so many days without a notification on a facility counts as silent, unless another number is chosen.
pub const SILENT_DAYS: u32 = 3;

/// Why a facility calls for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attention {
    /// It notified late today.
    Late,
    /// It has not notified for days.
    Silent,
}

impl Attention {
    /// As the address and the API name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Silent => "silent",
        }
    }

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Late, Self::Silent]
            .into_iter()
            .find(|only| only.as_str() == name)
    }
}

/// The filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The commune, where there are several to choose from.
    pub area: Option<String>,
    /// Only these.
    pub only: Option<Attention>,
    /// From how many days on a facility counts as silent.
    pub silent: u32,
}

impl Filter {
    /// Reads the address; what cannot be read filters nothing.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            area: get("area").filter(|code| is_area_code(code)),
            only: get("only").and_then(|name| Attention::from_name(&name)),
            silent: get("silent")
                .and_then(|days| days.parse().ok())
                .filter(|days| (1..=365).contains(days))
                .unwrap_or(SILENT_DAYS),
        }
    }

    /// Where it is shown.
    pub fn address(&self) -> String {
        let area = self.area.as_ref().map(|code| format!("area={code}"));
        let only = self.only.map(|only| format!("only={}", only.as_str()));
        let silent = (self.silent != SILENT_DAYS).then(|| format!("silent={}", self.silent));
        let parts: Vec<String> = [area, only, silent].into_iter().flatten().collect();
        if parts.is_empty() {
            PATH.to_owned()
        } else {
            format!("{PATH}?{}", parts.join("&"))
        }
    }

    /// The parameters of `getCommuneDay`.
    pub fn query(&self) -> Vec<(&'static str, String)> {
        let mut query = vec![("silent_after", self.silent.to_string())];
        query.extend(self.only.map(|only| ("only", only.as_str().to_owned())));
        query
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn the_address_says_which_facilities_and_is_read_back() {
        let usual = read("/commune");
        assert_eq!(usual.address(), "/commune");
        for filter in [
            usual.clone(),
            Filter {
                area: Some("22366".to_owned()),
                only: Some(Attention::Silent),
                silent: 14,
            },
        ] {
            assert_eq!(read(&filter.address()), filter);
        }
        assert_eq!(read("/commune?area=x&only=all&silent=0"), usual);
    }
}

//! What the list of accounts is narrowed to. It stands in the address, but for what was typed: that may be a name.

use crate::paging::PAGE;
use dto::account::{AccountTier, Level};
use dto::administration::{AccountSearchIn, AccountStatus};

/// The filter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// The kind and tier.
    pub tier: Option<AccountTier>,
    /// The area and what lies below it.
    pub area: Option<String>,
    /// The status.
    pub status: Option<AccountStatus>,
}

impl Filter {
    /// From the address.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            tier: get("tier").and_then(|name| AccountTier::from_name(&name)),
            area: get("area").filter(|code| !code.is_empty()),
            status: get("status").and_then(|name| AccountStatus::from_name(&name)),
        }
    }

    /// As an address.
    pub fn address(&self, path: &str) -> String {
        let parts = [
            self.tier.map(|tier| format!("tier={tier}")),
            self.area.as_ref().map(|area| format!("area={area}")),
            self.status.map(|status| format!("status={}", status.as_str())),
        ];
        let query: Vec<String> = parts.into_iter().flatten().collect();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", query.join("&"))
        }
    }

    /// As parameters of `listAccounts`; `level` is that of the tier.
    pub fn query(&self, level: Option<Level>, cursor: Option<String>) -> Vec<(&'static str, String)> {
        let mut query = vec![("limit", PAGE.to_string())];
        if let Some(tier) = self.tier {
            query.push(("role", tier.role.as_str().to_owned()));
            query.extend(level.map(|level| ("level", level.as_str().to_owned())));
        }
        query.extend(self.area.clone().map(|area| ("area_code", area)));
        query.extend(self.status.map(|status| ("status", status.as_str().to_owned())));
        query.extend(cursor.map(|cursor| ("cursor", cursor)));
        query
    }

    /// As a search for words.
    pub fn search(&self, words: String, level: Option<Level>, cursor: Option<String>) -> AccountSearchIn {
        AccountSearchIn {
            q: words,
            role: self.tier.map(|tier| tier.role),
            level,
            status: self.status,
            area_code: self.area.clone(),
            sort: None,
            cursor,
            limit: Some(PAGE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dto::account::Role;

    #[test]
    fn a_filter_comes_back_from_its_address() {
        let filter = Filter {
            tier: Some(AccountTier::of(Role::Police, 3)),
            area: Some("22366".to_owned()),
            status: Some(AccountStatus::Locked),
        };
        let address = filter.address("/accounts");
        assert_eq!(address, "/accounts?tier=police_3&area=22366&status=locked");
        let get = |name: &str| {
            let (_, query) = address.split_once('?')?;
            let mut parts = query.split('&').filter_map(|part| part.split_once('='));
            parts.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
        };
        assert_eq!(Filter::read(get), filter);
        assert_eq!(Filter::default().address("/accounts"), "/accounts");
    }
}

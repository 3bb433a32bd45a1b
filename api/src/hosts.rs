//! The host names and the kinds of account that may use each (KH-3a1 to KH-3a3): one application with several host
//! names.

use crate::error::{Error, Result};
use anyhow::{Context, bail};
use dto::account::Role;
use dto::problem::ErrorCode;

/// Host names, each with its allowed roles. Empty: every role may use every host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hosts(Vec<(String, Vec<Role>)>);

impl Hosts {
    /// Reads `host=role,role;host=role`.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let mut hosts: Vec<(String, Vec<Role>)> = Vec::new();
        for entry in text.split(';').map(str::trim).filter(|entry| !entry.is_empty()) {
            let (host, roles) = entry
                .split_once('=')
                .with_context(|| format!("LUUTRU_HOSTS: {entry} is not host=role,role"))?;
            let host = host.trim().to_lowercase();
            let is_name = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:".contains(c));
            if !is_name {
                bail!("LUUTRU_HOSTS: {host} is no host name; without https:// and path");
            }
            if hosts.iter().any(|(known, _)| name_of(known) == name_of(&host)) {
                bail!("LUUTRU_HOSTS: {host} is there twice");
            }
            let roles = roles
                .split(',')
                .map(|role| Role::from_name(role.trim()).with_context(|| format!("LUUTRU_HOSTS: no role {role}")))
                .collect::<anyhow::Result<Vec<Role>>>()?;
            hosts.push((host, roles));
        }
        Ok(Self(hosts))
    }

    /// Returns the configured host of `role`; none if it may use any.
    pub fn of(&self, role: Role) -> Option<&str> {
        self.0
            .iter()
            .find(|(_, roles)| roles.contains(&role))
            .map(|(host, _)| host.as_str())
    }

    /// Returns whether `role` may use `host`. A role that is not configured may use every host: a list without the
    /// administrators must not exclude them.
    fn allows(&self, role: Role, host: &str) -> bool {
        self.of(role).is_none()
            || self
                .0
                .iter()
                .any(|(named, roles)| name_of(named) == name_of(host) && roles.contains(&role))
    }

    /// Refuses `role` at a host that is not configured for it, and names the right one. `public_url` gives scheme and
    /// port.
    pub fn admit(&self, role: Role, host: &str, public_url: &str) -> Result<()> {
        if self.allows(role, host) {
            return Ok(());
        }
        let scheme = public_url.split("://").next().unwrap_or("https");
        let right = self.of(role).unwrap_or_default();
        Err(Error::new(ErrorCode::HostNotForRole).with("address", format!("{scheme}://{right}")))
    }
}

/// Returns the name without the port: the port of a proxy is unknown here. A name may end with the dot of the root.
fn name_of(host: &str) -> &str {
    host.split(':').next().unwrap_or(host).trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    const KHANH_HOA: &str = "congan.qllt.khanhhoa.vn=police,administrator; khaithac.qllt.khanhhoa.vn = tax, tourism,statistics;qllt.khanhhoa.vn=facility";

    #[test]
    fn each_role_works_at_its_own_host_whatever_the_case_and_port() {
        let hosts = Hosts::parse(KHANH_HOA).unwrap();
        for (role, host) in [
            (Role::Police, "congan.qllt.khanhhoa.vn"),
            (Role::Tax, "khaithac.qllt.khanhhoa.vn:8443"),
            (Role::Facility, "qllt.khanhhoa.vn."),
        ] {
            assert!(hosts.admit(role, host, "https://x").is_ok(), "{role:?}");
        }
        for host in ["congan.qllt.khanhhoa.vn", "qllt.khanhhoa.vn.evil.test", "127.0.0.1", ""] {
            let refused = hosts.admit(Role::Facility, host, "https://x").unwrap_err();
            assert_eq!(refused.code(), ErrorCode::HostNotForRole, "{host}");
        }
        // Not configured.
        assert!(hosts.admit(Role::Finance, "anything", "https://x").is_ok());
    }

    #[test]
    fn without_a_list_every_role_works_everywhere() {
        for role in Role::ALL {
            assert!(Hosts::default().admit(*role, "127.0.0.1:8080", "http://x").is_ok());
        }
        assert_eq!(Hosts::parse("").unwrap(), Hosts::default());
    }

    #[test]
    fn a_list_that_cannot_be_read_is_refused() {
        for bad in [
            "qllt.vn",
            "qllt.vn=guest",
            "=police",
            "https://qllt.vn=police",
            "a=tax;A=tax",
            "a=",
        ] {
            assert!(Hosts::parse(bad).is_err(), "{bad}");
        }
    }
}

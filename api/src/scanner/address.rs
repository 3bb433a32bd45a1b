//! The address of a scanner in the configuration.

use anyhow::{Context, ensure};
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// The address of the scanner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// Host and port.
    Tcp(String, u16),
    /// The path of a socket on the same machine.
    Socket(PathBuf),
}

impl FromStr for Address {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        if text.starts_with('/') {
            ensure!(cfg!(unix), "a socket is for Unix");
            return Ok(Self::Socket(text.into()));
        }
        let (host, port) = text
            .rsplit_once(':')
            .context("neither host:port nor the path of a socket")?;
        let host = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'))
            .unwrap_or(host);
        let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
        ensure!(!host.is_empty() && host.chars().all(is_host), "no name of a host");
        let port = port
            .parse()
            .ok()
            .filter(|port| *port != 0)
            .context("no number of a port")?;
        Ok(Self::Tcp(host.to_owned(), port))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(host, port) => write!(f, "{host}:{port}"),
            Self::Socket(path) => write!(f, "{}", path.display()),
        }
    }
}

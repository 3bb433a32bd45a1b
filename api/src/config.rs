//! Configuration: `LUUTRU_*` variables over an optional TOML file. Every key is documented here and in
//! `docs/operations.md`.

use crate::hosts::Hosts;
use crate::scanner::address::Address;
use anyhow::{Context, bail};
use rules::profile::Profile;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// What an operator can set.
#[derive(Debug, Clone)]
pub struct Config {
    /// `LUUTRU_DATABASE_URL`: `sqlite://file` or `postgres://…`.
    pub database_url: String,
    /// `LUUTRU_DATABASE_CONNECTIONS`: most connections to PostgreSQL from this process.
    pub database_connections: u32,
    /// `LUUTRU_DATABASE_ROLE`: the role of PostgreSQL that serves, to which `migrate` grants what it needs; none when the
    /// service itself owns the schema.
    pub database_role: Option<String>,
    /// `LUUTRU_DATABASE_WAIT`: seconds that a request waits for the database before it is told to come back (503).
    pub database_wait: Duration,
    /// `LUUTRU_LISTEN`: address of the API and the pages.
    pub listen: SocketAddr,
    /// `LUUTRU_METRICS_LISTEN`: address of `/metrics`; off when unset.
    pub metrics_listen: Option<SocketAddr>,
    /// `LUUTRU_PUBLIC_URL`: how browsers reach the service; with `https` the cookie is `Secure`.
    pub public_url: String,
    /// `LUUTRU_HOSTS`: which roles work at which host name: `host=role,role;host=role` (KH-3a1 to KH-3a3).
    pub hosts: Hosts,
    /// `LUUTRU_PROFILE`: `khanh-hoa`, `lao-cai` or the path of a profile file.
    pub profile: String,
    /// `LUUTRU_KEYS`: the key file.
    pub keys: Option<PathBuf>,
    /// `LUUTRU_HOTLINE`: the number to call for help (KH-7.1e, LC-10.2-3).
    pub hotline: Option<String>,
    /// `LUUTRU_SMTP_URL`: the mail server, `smtp://` (encrypted) or `smtps://`.
    pub smtp_url: Option<String>,
    /// `LUUTRU_MAIL_FROM`: the address that mail comes from; demanded with a mail server.
    pub mail_from: Option<String>,
    /// `LUUTRU_MAIL_DIR`: where mail is put as files while there is no mail server.
    pub mail_dir: PathBuf,
    /// `LUUTRU_MAIL_DAYS`: how many days mail lies in the folder.
    pub mail_days: u32,
    /// `LUUTRU_CLAMAV`: the scanner for malware, `host:port` or the path of its socket; none when unset.
    pub clamav: Option<Address>,
    /// `LUUTRU_TRUSTED_PROXIES`: how many proxies stand before this process and add to `X-Forwarded-For`.
    pub trusted_proxies: usize,
    /// `LUUTRU_WORKERS`: worker threads; as many as cores when unset.
    pub workers: Option<usize>,
    /// `LUUTRU_LOG`: what is logged, in the syntax of `tracing`'s `EnvFilter`.
    pub log: String,
}

/// The same keys as they may stand in the file named by `LUUTRU_CONFIG`, in lower case without the prefix.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    database_url: Option<String>,
    database_connections: Option<u32>,
    database_wait: Option<u64>,
    database_role: Option<String>,
    listen: Option<String>,
    metrics_listen: Option<String>,
    public_url: Option<String>,
    hosts: Option<String>,
    profile: Option<String>,
    keys: Option<PathBuf>,
    hotline: Option<String>,
    smtp_url: Option<String>,
    mail_from: Option<String>,
    mail_dir: Option<PathBuf>,
    mail_days: Option<u32>,
    clamav: Option<String>,
    trusted_proxies: Option<usize>,
    workers: Option<usize>,
    log: Option<String>,
}

impl Config {
    /// Reads the environment and the file.
    pub fn load() -> anyhow::Result<Self> {
        let file = match std::env::var_os("LUUTRU_CONFIG") {
            Some(path) => {
                let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
                toml::from_str(&text).with_context(|| format!("in {}", path.display()))?
            }
            None => File::default(),
        };
        let text = |name: &str, in_file: Option<String>| variable(name).or(in_file);
        let listen = text("LISTEN", file.listen).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let listen: SocketAddr = listen
            .parse()
            .with_context(|| format!("LUUTRU_LISTEN={listen} is no address"))?;
        let public_url = text("PUBLIC_URL", file.public_url).unwrap_or_else(|| format!("http://{listen}"));
        let smtp_url = text("SMTP_URL", file.smtp_url);
        let mail_dir = variable("MAIL_DIR").map(PathBuf::from).or(file.mail_dir);
        if public_url.starts_with("https:") && smtp_url.is_none() && mail_dir.is_none() {
            bail!(
                "mail carries initial passwords and links: with https LUUTRU_SMTP_URL names the mail server. Who wants them as \
                 files asks for it by LUUTRU_MAIL_DIR"
            );
        }
        Ok(Self {
            database_url: text("DATABASE_URL", file.database_url).unwrap_or_else(|| "sqlite://luutru.db".to_owned()),
            database_connections: number("DATABASE_CONNECTIONS")?
                .or(file.database_connections)
                .unwrap_or(20),
            database_wait: Duration::from_secs(number("DATABASE_WAIT")?.or(file.database_wait).unwrap_or(5)),
            database_role: text("DATABASE_ROLE", file.database_role),
            listen,
            metrics_listen: text("METRICS_LISTEN", file.metrics_listen)
                .map(|address| {
                    address
                        .parse()
                        .with_context(|| format!("LUUTRU_METRICS_LISTEN={address} is no address"))
                })
                .transpose()?,
            public_url,
            hosts: Hosts::parse(&text("HOSTS", file.hosts).unwrap_or_default())?,
            profile: text("PROFILE", file.profile).unwrap_or_else(|| "khanh-hoa".to_owned()),
            keys: variable("KEYS").map(PathBuf::from).or(file.keys),
            hotline: text("HOTLINE", file.hotline),
            smtp_url,
            mail_from: text("MAIL_FROM", file.mail_from),
            mail_dir: mail_dir.unwrap_or_else(|| "var/mail".into()),
            mail_days: number("MAIL_DAYS")?.or(file.mail_days).unwrap_or(7),
            clamav: text("CLAMAV", file.clamav)
                .map(|address| address.parse().with_context(|| format!("LUUTRU_CLAMAV={address}")))
                .transpose()?,
            trusted_proxies: number("TRUSTED_PROXIES")?.or(file.trusted_proxies).unwrap_or(0),
            workers: number("WORKERS")?.or(file.workers),
            log: text("LOG", file.log).unwrap_or_else(|| "info".to_owned()),
        })
    }

    /// Where the keys are; for SQLite, which is for development and small facilities, beside where it is started.
    pub fn key_file(&self) -> Option<PathBuf> {
        let own = self.is_sqlite().then(|| PathBuf::from("luutru-keys.json"));
        self.keys.clone().or(own)
    }

    /// Whether the database is the one that needs nothing installed.
    pub fn is_sqlite(&self) -> bool {
        self.database_url.starts_with("sqlite:")
    }

    /// The regulation profile.
    pub fn load_profile(&self) -> anyhow::Result<Profile> {
        let text = match self.profile.as_str() {
            "khanh-hoa" => include_str!("../../profiles/khanh-hoa.toml").to_owned(),
            "lao-cai" => include_str!("../../profiles/lao-cai.toml").to_owned(),
            path => std::fs::read_to_string(path).with_context(|| format!("no profile {path}"))?,
        };
        let profile: Profile = toml::from_str(&text).with_context(|| format!("in profile {}", self.profile))?;
        if let Err(fault) = profile.check() {
            bail!("profile {}: {fault}", self.profile);
        }
        Ok(profile)
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(format!("LUUTRU_{name}"))
        .ok()
        .filter(|value| !value.is_empty())
}

fn number<T: std::str::FromStr>(name: &str) -> anyhow::Result<Option<T>> {
    variable(name)
        .map(|text| {
            text.parse()
                .map_err(|_| anyhow::anyhow!("LUUTRU_{name}={text} is no number"))
        })
        .transpose()
}

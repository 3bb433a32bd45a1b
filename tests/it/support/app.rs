//! The service under test.

use super::client::Client;
use super::engine::{Engine, TestDatabase, folder};
use super::{leaks, local, province, rows};
use actix_web::dev::ServerHandle;
use api::App;
use api::clock::Clock;
use api::config::Config;
use api::crypto::Keys;
use dto::Timestamp;
use std::cell::RefCell;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::LazyLock;
use std::time::Duration;
use uuid::Uuid;

/// The keys of all services under test, so that templates can hold sealed values.
pub static KEYS: LazyLock<Keys> = LazyLock::new(Keys::generate);

/// A service with its database, on a port of its own.
pub struct TestApp {
    pub engine: Engine,
    pub clock: Clock,
    pub app: Arc<App>,
    pub folder: PathBuf,
    pub http: reqwest::Client,
    address: String,
    handles: RefCell<Vec<ServerHandle>>,
    // Last, so that it is dropped last.
    database: TestDatabase,
}

/// One more instance of the service, over the same database.
pub struct Sibling {
    pub app: Arc<App>,
    pub address: String,
}

/// What an operator of the test would set.
pub fn config(url: &str, folder: &Path) -> Config {
    Config {
        database_url: url.to_owned(),
        database_connections: 4,
        // Patience: a machine that does other things as well opens a connection in seconds, and that is no failure.
        database_wait: Duration::from_secs(60),
        database_role: None,
        listen: ([127, 0, 0, 1], 0).into(),
        metrics_listen: None,
        public_url: "http://127.0.0.1".to_owned(),
        hosts: api::hosts::Hosts::default(),
        profile: "khanh-hoa".to_owned(),
        keys: None,
        hotline: None,
        smtp_url: None,
        mail_from: None,
        mail_dir: folder.join("mail"),
        mail_days: 7,
        clamav: None,
        trusted_proxies: 0,
        workers: Some(1),
        log: "off".to_owned(),
    }
}

/// Puts the service together as `main` does.
pub async fn build(config: Config, keys: &Keys, clock: Clock) -> App {
    App::build(config, keys, clock).await.expect("building the service")
}

/// Listens on a free port and serves until the handle stops it.
fn serve(app: &Arc<App>) -> (String, ServerHandle) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let server = api::startup::server(app.clone(), listener).expect("a server");
    let handle = server.handle();
    actix_web::rt::spawn(server);
    (address, handle)
}

impl TestApp {
    /// A Saturday evening, three hours before the deadline of the day.
    pub const START: &'static str = "2026-11-21 20:00:00";

    pub fn start_of_time() -> Clock {
        Clock::manual(local(Self::START))
    }

    /// With schema, lists and the made-up province.
    pub async fn start(engine: Engine) -> Self {
        leaks::listen();
        let folder = folder();
        let database = TestDatabase::furnished(engine, &folder).await;
        Self::over(database, folder, &KEYS, Self::start_of_time()).await
    }

    /// With an empty database.
    pub async fn start_empty(engine: Engine) -> Self {
        leaks::listen();
        let folder = folder();
        let database = TestDatabase::empty(engine, &folder).await;
        Self::over(database, folder, &KEYS, Self::start_of_time()).await
    }

    /// Over whatever the database holds.
    pub async fn over(database: TestDatabase, folder: PathBuf, keys: &Keys, clock: Clock) -> Self {
        let app = Arc::new(build(config(&database.url, &folder), keys, clock.clone()).await);
        let (address, handle) = serve(&app);
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("an HTTP client");
        Self {
            engine: database.engine,
            clock,
            app,
            folder,
            http,
            address,
            handles: RefCell::new(vec![handle]),
            database,
        }
    }

    /// One more instance, with the same keys and clock and a changed configuration.
    pub async fn sibling(&self, change: impl FnOnce(&mut Config)) -> Sibling {
        let mut config = config(&self.database.url, &self.folder);
        change(&mut config);
        self.instance(config, &KEYS).await
    }

    /// One more instance, with other keys.
    pub async fn sibling_with_keys(&self, keys: &Keys) -> Sibling {
        self.instance(config(&self.database.url, &self.folder), keys).await
    }

    async fn instance(&self, config: Config, keys: &Keys) -> Sibling {
        let app = Arc::new(build(config, keys, self.clock.clone()).await);
        let (address, handle) = serve(&app);
        self.handles.borrow_mut().push(handle);
        Sibling { app, address }
    }

    /// Where the database is.
    pub fn database_url(&self) -> &str {
        &self.database.url
    }

    /// Where the service listens: `http://127.0.0.1:…`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Sets the clock to a moment of the local clock: `2026-11-21 22:59:59`.
    pub fn at(&self, moment: &str) -> Timestamp {
        let moment = local(moment);
        self.clock.set(moment);
        moment
    }

    /// Sets the clock forward.
    pub fn pass(&self, seconds: i64) -> Timestamp {
        let moment = self.clock.now().plus_seconds(seconds);
        self.clock.set(moment);
        moment
    }

    /// A client that nobody has signed in with.
    pub fn anonymous(&self) -> Client<'_> {
        Client::anonymous(self, &self.app, &self.address)
    }

    /// A client with a session of that account, opened without a password.
    pub async fn signed_in(&self, login: &str) -> Client<'_> {
        self.signed_in_as(province::account_id(login)).await
    }

    /// A client with a session of an account that is not of the made-up province, opened without a password.
    pub async fn signed_in_as(&self, account: Uuid) -> Client<'_> {
        Client::signed_in(self, &self.app, &self.address, account).await
    }

    /// The same at another instance.
    pub async fn signed_in_as_at<'a>(&'a self, sibling: &'a Sibling, account: Uuid) -> Client<'a> {
        Client::signed_in(self, &sibling.app, &sibling.address, account).await
    }

    /// The same at another instance.
    pub async fn signed_in_at<'a>(&'a self, sibling: &'a Sibling, login: &str) -> Client<'a> {
        Client::signed_in(self, &sibling.app, &sibling.address, province::account_id(login)).await
    }

    /// Nobody, at another instance.
    pub fn anonymous_at<'a>(&'a self, sibling: &'a Sibling) -> Client<'a> {
        Client::anonymous(self, &sibling.app, &sibling.address)
    }

    /// Ends the test: nothing may have leaked into the log or the audit log.
    pub async fn finish(self) {
        leaks::expect_none_in_the_log();
        if rows::has_table(&self, "audit_event").await {
            leaks::expect_none_in_rows("audit_event", &rows::all(&self, "audit_event").await);
        }
        let handles = self.handles.take();
        for handle in handles {
            handle.stop(false).await;
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // After a failed test too; `stop` sends at once, the future only waits.
        for handle in self.handles.get_mut().drain(..) {
            drop(handle.stop(false));
        }
    }
}

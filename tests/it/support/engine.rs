//! A database for each test, copied from a template that is made once.

use super::app::{self, TestApp};
use super::province;
use sea_orm::{ConnectionTrait, Database};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, OnceLock, mpsc};

/// Where the tests find a server on which they may make databases.
pub const POSTGRES: &str = "LUUTRU_TEST_POSTGRES";

/// The engine under test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A database of the server named by `LUUTRU_TEST_POSTGRES`.
    Postgres,
}

/// A database that is gone with the test.
pub struct TestDatabase {
    pub url: String,
    pub engine: Engine,
    name: String,
}

impl TestDatabase {
    /// With the schema, the official lists and the made-up province.
    pub async fn furnished(engine: Engine, folder: &Path) -> Self {
        match engine {
            Engine::Sqlite => {
                let path = folder.join("luutru.db");
                std::fs::copy(sqlite_template(), &path).expect("copying the template");
                Self::sqlite(&path)
            }
            Engine::Postgres => Self::postgres(Some(postgres_template())).await,
        }
    }

    /// Without even a schema.
    pub async fn empty(engine: Engine, folder: &Path) -> Self {
        match engine {
            Engine::Sqlite => Self::sqlite(&folder.join("luutru.db")),
            Engine::Postgres => Self::postgres(None).await,
        }
    }

    fn sqlite(path: &Path) -> Self {
        Self {
            url: format!("sqlite://{}", path.display()),
            engine: Engine::Sqlite,
            name: String::new(),
        }
    }

    async fn postgres(template: Option<&str>) -> Self {
        let name = postgres_name();
        let template = template.map_or_else(String::new, |template| format!(" TEMPLATE {template}"));
        administer(format!("CREATE DATABASE {name}{template}")).await;
        Self {
            url: postgres_url(&name),
            engine: Engine::Postgres,
            name,
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if self.engine == Engine::Postgres {
            // Nobody waits for it, and a database that stays is removed by the next run.
            let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
            let _ = ADMINISTRATION.send((statement, None));
        }
    }
}

/// A folder of this process in memory, or below the target directory; those of processes that are gone go with it.
pub fn folder() -> PathBuf {
    super::times::begin();
    static NEXT: AtomicU32 = AtomicU32::new(0);
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let root = memory().unwrap_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")));
        for entry in std::fs::read_dir(&root).into_iter().flatten().flatten() {
            let of = entry
                .file_name()
                .to_str()
                .and_then(|name| name.strip_prefix(FOLDER)?.parse().ok());
            if of.is_some_and(|process| !is_alive(process)) {
                let _ = std::fs::remove_dir_all(entry.path());
            }
        }
        root.join(format!("{FOLDER}{}", std::process::id()))
    });
    let folder = ROOT.join(NEXT.fetch_add(1, Ordering::Relaxed).to_string());
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

/// How the folder of a process is called, before its number.
const FOLDER: &str = "luutru-it-";

/// A file system in memory with room for the tests, if there is one: the service waits for the disk at every commit
/// (`synchronous=FULL`), which on a slow disk takes longer than everything else.
fn memory() -> Option<PathBuf> {
    const ROOM_KIB: u64 = 2 * 1024 * 1024;
    let memory = Path::new("/dev/shm");
    let df = Command::new("df")
        .args(["--output=avail", "-k"])
        .arg(memory)
        .output()
        .ok()?;
    let free: u64 = std::str::from_utf8(&df.stdout)
        .ok()?
        .lines()
        .nth(1)?
        .trim()
        .parse()
        .ok()?;
    (free >= ROOM_KIB).then(|| memory.to_owned())
}

/// Where nothing is known about processes, all are taken to be alive.
fn is_alive(process: u32) -> bool {
    let processes = Path::new("/proc");
    !processes.join("self").exists() || processes.join(process.to_string()).exists()
}

/// Runs a future to its end on a thread of its own: templates are made in the middle of a test that has a runtime.
fn apart<T: Send + 'static>(future: impl AsyncFnOnce() -> T + Send + 'static) -> T {
    std::thread::spawn(|| super::block_on(async { future().await }))
        .join()
        .expect("making a template")
}

fn sqlite_template() -> &'static Path {
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        apart(async || {
            let path = folder().join("template.db");
            furnish(&format!("sqlite://{}", path.display())).await;
            path
        })
    })
}

fn postgres_template() -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        apart(async || {
            remove_databases_of_the_dead().await;
            let name = postgres_name();
            administer(format!("CREATE DATABASE {name}")).await;
            furnish(&postgres_url(&name)).await;
            name
        })
    })
}

/// Schema, lists and province, through the doors of the service itself.
async fn furnish(url: &str) {
    let app = app::build(app::config(url, &folder()), &app::KEYS, TestApp::start_of_time()).await;
    api::bootstrap::prepare(&app).await.expect("preparing the template");
    province::settle(&app).await;
    // A file that is still open would be copied without its journal, a database in use not at all.
    app.db.read().clone().close().await.expect("closing the template");
    app.db.writer().clone().close().await.expect("closing the template");
}

fn admin_url() -> &'static str {
    static URL: LazyLock<String> = LazyLock::new(|| {
        std::env::var(POSTGRES).unwrap_or_else(|_| {
            panic!(
                "{POSTGRES} is not set, so that nothing is known about PostgreSQL. \
                 Run `cargo xtask postgres -- cargo test -p luutru-tests`."
            )
        })
    });
    &URL
}

fn postgres_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!(
        "luutru_it_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    )
}

fn postgres_url(database: &str) -> String {
    let (server, _) = admin_url().rsplit_once('/').expect("a path in the URL");
    format!("{server}/{database}")
}

type Order = (String, Option<tokio::sync::oneshot::Sender<Vec<String>>>);

/// One connection makes and drops all databases, so that tests need none of their own for it.
static ADMINISTRATION: LazyLock<mpsc::Sender<Order>> = LazyLock::new(|| {
    let (sender, orders) = mpsc::channel::<Order>();
    let url = admin_url().to_owned();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let mut options = sea_orm::ConnectOptions::new(url);
            options.max_connections(1).sqlx_logging(false);
            let server = Database::connect(options).await.expect("reaching PostgreSQL");
            for (sql, reply) in orders {
                let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, sql);
                let rows = server.query_all_raw(statement).await;
                if let Some(reply) = reply {
                    let rows = rows.expect("administering PostgreSQL");
                    let texts = rows.iter().map(|row| row.try_get_by_index(0).expect("a text"));
                    let _ = reply.send(texts.collect());
                }
            }
        });
    });
    sender
});

async fn administer(sql: String) -> Vec<String> {
    let (reply, answer) = tokio::sync::oneshot::channel();
    ADMINISTRATION.send((sql, Some(reply))).expect("the administration");
    answer.await.expect("the administration answers")
}

async fn remove_databases_of_the_dead() {
    let all = administer("SELECT datname::text FROM pg_database WHERE datname LIKE 'luutru\\_it\\_%'".to_owned()).await;
    for name in all {
        let process = name.split('_').nth(2).and_then(|process| process.parse().ok());
        if process.is_some_and(|process| !is_alive(process)) {
            administer(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        }
    }
}

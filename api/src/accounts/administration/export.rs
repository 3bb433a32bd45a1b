//! The list of accounts as a spreadsheet: the lines that a filter leaves, as the list shows them.

use super::answer::{self, Telling};
use super::query::{AccountQuery, order};
use super::store;
use crate::audit::Event;
use crate::authz::{Accounts, Caller, ScopedCaller};
use crate::error::Result;
use crate::http::File;
use crate::http::paging::Wanted;
use crate::spreadsheet::ledger::{Cell, Ledger, MOST_ROWS, Row, taken_out_by};
use dto::account::{Level, Role};
use dto::administration::{AccountStatus, AccountSummary};
use dto::{Lang, say};
use rules::zone::local_date;

/// Returns all accounts that match the filter and the words of a search, as a file.
pub async fn file(caller: &ScopedCaller<Accounts>, query: &AccountQuery, words: Option<&str>) -> Result<File> {
    let (app, db) = (&caller.app, caller.app.db.read());
    let order = order(query.sort);
    let all = Wanted::whole(MOST_ROWS, query.cursor.as_deref(), query.limit.map(usize::from))?;
    let references = app.references(caller.now).await?;
    let filter = query.filter(app, &references, words);
    let found = store::accounts(db, &caller.scope, &app.profile, filter, (&order, &all)).await?;
    all.demand_whole(&found)?;
    let accounts = answer::summaries(db, &Telling::to(app, caller).await?, found).await?;
    let lines = accounts.len();
    let area = references.area_ref(&caller.account()?.area_code).name;
    let writer = caller.clone();
    let bytes = app
        .works
        .sheets
        .run(move |_| write(&accounts, &area, &writer))
        .await??;
    let mut names = query.names_of_what_is_set();
    names.extend(words.map(|_| "q"));
    let event = Event::new("accounts_exported", "account")
        .with("filter", names)
        .with("role", query.role.map(Role::as_str))
        .with("level", query.level.map(Level::as_str))
        .with("status", query.status.map(AccountStatus::as_str))
        .with("area", query.area_code.as_deref())
        .with("lines", lines);
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(File {
        name: format!("tai-khoan_{}.xlsx", local_date(caller.now.get())),
        bytes,
    })
}

/// The number of columns.
const COLUMNS: usize = 8;

/// Returns the column headings with their widths in characters.
fn columns(lang: Lang) -> [(&'static str, f64); COLUMNS] {
    [
        (say!(lang, export_accounts.head.unit), 32.0),
        (say!(lang, export_accounts.head.login), 24.0),
        (say!(lang, export_accounts.head.tier), 26.0),
        (say!(lang, export_accounts.head.holder), 26.0),
        (say!(lang, export_accounts.head.area), 20.0),
        (say!(lang, export_accounts.head.province), 18.0),
        (say!(lang, export_accounts.head.status), 14.0),
        (say!(lang, export_accounts.head.updated_at), 16.0),
    ]
}

/// Writes the lines as XLSX. It is CPU-bound: call it outside the threads that answer requests.
fn write(accounts: &[AccountSummary], area: &str, caller: &Caller) -> Result<Vec<u8>> {
    let lang = caller.lang;
    let is_closed = |account: &&AccountSummary| account.status != AccountStatus::Active;
    let closed = accounts.iter().filter(is_closed).count();
    let ledger = Ledger {
        title: say!(lang, export_accounts.title),
        above: [
            say!(lang, register.area, name = area),
            say!(lang, export_accounts.lines, total = accounts.len(), closed = closed),
            taken_out_by(lang, caller.now, caller.holder_name()),
        ],
        columns: columns(lang).into(),
        now: caller.now,
    };
    ledger.write(accounts.iter().map(|account| Row {
        struck: account.status == AccountStatus::Closed,
        cells: cells(account, lang).into(),
    }))
}

fn cells(account: &AccountSummary, lang: Lang) -> [Cell; COLUMNS] {
    let role = role(lang, account.role);
    let tier = match account.level {
        Some(level) => say!(
            lang,
            export_accounts.tier,
            role = role,
            level = self::level(lang, level)
        ),
        None => role.to_owned(),
    };
    [
        Cell::text(&account.unit_name),
        Cell::text(&account.login),
        Cell::text(tier),
        Cell::text(&account.holder_name),
        Cell::text(&account.area.name),
        Cell::text(&account.area.province_name),
        Cell::text(status(lang, account.status)),
        Cell::moment(account.updated_at),
    ]
}

fn role(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Administrator => say!(lang, export_accounts.role.administrator),
        Role::Police => say!(lang, export_accounts.role.police),
        Role::Tax => say!(lang, export_accounts.role.tax),
        Role::Tourism => say!(lang, export_accounts.role.tourism),
        Role::Statistics => say!(lang, export_accounts.role.statistics),
        Role::Finance => say!(lang, export_accounts.role.finance),
        Role::Operation => say!(lang, export_accounts.role.operation),
        Role::Facility => say!(lang, export_accounts.role.facility),
    }
}

fn level(lang: Lang, level: Level) -> &'static str {
    match level {
        Level::Province => say!(lang, export_accounts.level.province),
        Level::District => say!(lang, export_accounts.level.district),
        Level::Commune => say!(lang, export_accounts.level.commune),
    }
}

fn status(lang: Lang, status: AccountStatus) -> &'static str {
    match status {
        AccountStatus::Active => say!(lang, export_accounts.status.active),
        AccountStatus::Locked => say!(lang, export_accounts.status.locked),
        AccountStatus::Closed => say!(lang, export_accounts.status.closed),
    }
}

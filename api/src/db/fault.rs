//! What a failure of the database means.

use sea_orm::{DbErr, RuntimeErr};
use sqlx::error::DatabaseError;

/// What a code says, by its class.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// Nothing answers, or it ends while it answers.
    Away,
    /// It can store nothing: full, read-only, faulty disk or file.
    Unfit,
    /// Another one holds what is needed, or it took too long; again is right.
    Busy,
    /// Anything else is a fault of ours.
    Other,
}

/// Whether the database could not answer, as opposed to refusing what it was asked: the same request may go well later.
pub fn passes(error: &DbErr) -> bool {
    kind(error) != Kind::Other
}

/// Whether the database can store nothing for now.
pub fn is_unfit(error: &DbErr) -> bool {
    kind(error) == Kind::Unfit
}

/// Whether a failed commit was refused for certain. Without an answer it may have happened; and a disk that fails while
/// it makes sure of a commit may still hold it.
pub fn is_refusal(error: &DbErr) -> bool {
    let Some(sqlx::Error::Database(cause)) = driver(error) else {
        return false;
    };
    match sqlite_code(cause.as_ref()) {
        Some(code) => code != 10,
        None => kind(error) != Kind::Away && cause.code().as_deref() != Some("40003"),
    }
}

/// Whether SQLite is written to by another process.
pub fn is_busy(error: &DbErr) -> bool {
    kind(error) == Kind::Busy
}

fn driver(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause))
        | DbErr::Conn(RuntimeErr::SqlxError(cause)) => Some(cause.as_ref()),
        _ => None,
    }
}

fn kind(error: &DbErr) -> Kind {
    if matches!(error, DbErr::Conn(_) | DbErr::ConnectionAcquire(_)) {
        return Kind::Away;
    }
    match driver(error) {
        Some(
            sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed,
        ) => Kind::Away,
        Some(sqlx::Error::Database(cause)) => match sqlite_code(cause.as_ref()) {
            Some(code) => of_sqlite(code),
            None => of_postgres(&cause.code().unwrap_or_default()),
        },
        _ => Kind::Other,
    }
}

/// The primary code of SQLite: the lower byte of what it says.
fn sqlite_code(cause: &dyn DatabaseError) -> Option<u32> {
    primary(&cause.code()?)
}

fn primary(code: &str) -> Option<u32> {
    // A code of PostgreSQL has five signs.
    if code.len() >= 5 {
        return None;
    }
    code.parse::<u32>().ok().map(|code| code & 0xff)
}

fn of_sqlite(code: u32) -> Kind {
    match code {
        // Busy, locked, interrupted, protocol of locks.
        5 | 6 | 9 | 15 => Kind::Busy,
        // Read-only, I/O, damaged, full, cannot be opened, no database.
        8 | 10 | 11 | 13 | 14 | 26 => Kind::Unfit,
        _ => Kind::Other,
    }
}

fn of_postgres(code: &str) -> Kind {
    match code {
        // A transaction that lost to another one, a lock or a statement that took too long.
        "40001" | "40P01" | "40003" | "55P03" | "57014" => Kind::Busy,
        // Too many connections, and a session that was idle for too long.
        "53300" | "25P03" => Kind::Away,
        // A standby, or a primary that was made read-only; a damaged page.
        "25006" | "XX001" | "XX002" => Kind::Unfit,
        _ => match code.get(..2) {
            // Connection lost; shutting down, starting or ended by an administrator.
            Some("08" | "57") => Kind::Away,
            // Disk full, out of memory; I/O.
            Some("53" | "58") => Kind::Unfit,
            _ => Kind::Other,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, of_postgres, of_sqlite, primary};

    #[test]
    fn what_passes_is_told_from_a_fault_of_ours() {
        for (code, kind) in [
            ("53100", Kind::Unfit),
            ("53200", Kind::Unfit),
            ("53300", Kind::Away),
            ("58030", Kind::Unfit),
            ("25006", Kind::Unfit),
            ("57P01", Kind::Away),
            ("57P03", Kind::Away),
            ("08006", Kind::Away),
            ("57014", Kind::Busy),
            ("55P03", Kind::Busy),
            ("40001", Kind::Busy),
            ("23505", Kind::Other),
            ("42P01", Kind::Other),
            ("25P02", Kind::Other),
        ] {
            assert_eq!(of_postgres(code), kind, "{code}");
        }
        for (code, kind) in [
            ("13", Kind::Unfit),
            // Extended codes: I/O while writing, a read-only file, busy in recovery, a unique index.
            ("778", Kind::Unfit),
            ("1032", Kind::Unfit),
            ("261", Kind::Busy),
            ("2067", Kind::Other),
        ] {
            assert_eq!(primary(code).map(of_sqlite), Some(kind), "{code}");
        }
        assert_eq!(primary("53100"), None);
    }
}

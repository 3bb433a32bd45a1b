//! The classification of database failures.

use sea_orm::{DbErr, RuntimeErr};
use sqlx::error::DatabaseError;

/// The class of an error code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// The database does not answer, or the connection ends during an answer.
    Away,
    /// The database cannot store anything: full, read-only, or a faulty disk or file.
    Unfit,
    /// A needed lock is taken, or the statement took too long; a retry is right.
    Busy,
    /// Any other error is a defect of the service.
    Other,
}

/// Returns whether the database could not answer, as opposed to refusing the statement: the same request may succeed
/// later.
pub fn passes(error: &DbErr) -> bool {
    kind(error) != Kind::Other
}

/// Returns whether the database cannot store anything now.
pub fn is_unfit(error: &DbErr) -> bool {
    kind(error) == Kind::Unfit
}

/// Returns whether a failed commit was certainly refused. Without an answer it may have succeeded; and if the disk
/// fails while it flushes a commit, the commit may still be stored.
pub fn is_refusal(error: &DbErr) -> bool {
    let Some(sqlx::Error::Database(cause)) = driver(error) else {
        return false;
    };
    match sqlite_code(cause.as_ref()) {
        Some(code) => code != 10,
        None => kind(error) != Kind::Away && cause.code().as_deref() != Some("40003"),
    }
}

/// Returns whether another process is writing to SQLite.
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

/// Returns the primary code of SQLite: the lower byte of the extended code.
fn sqlite_code(cause: &dyn DatabaseError) -> Option<u32> {
    primary(&cause.code()?)
}

fn primary(code: &str) -> Option<u32> {
    // A code of PostgreSQL has five characters.
    if code.len() >= 5 {
        return None;
    }
    code.parse::<u32>().ok().map(|code| code & 0xff)
}

fn of_sqlite(code: u32) -> Kind {
    match code {
        // Busy, locked, interrupted, locking protocol.
        5 | 6 | 9 | 15 => Kind::Busy,
        // Read-only, I/O error, corrupt, full, cannot open, not a database.
        8 | 10 | 11 | 13 | 14 | 26 => Kind::Unfit,
        _ => Kind::Other,
    }
}

fn of_postgres(code: &str) -> Kind {
    match code {
        // A transaction that lost against another one; a lock or a statement that took too long.
        "40001" | "40P01" | "40003" | "55P03" | "57014" => Kind::Busy,
        // Too many connections; a session that was idle for too long.
        "53300" | "25P03" => Kind::Away,
        // A standby server, or a primary that was set to read-only; a damaged page.
        "25006" | "XX001" | "XX002" => Kind::Unfit,
        _ => match code.get(..2) {
            // Connection lost; the server shuts down, starts, or an administrator ended the session.
            Some("08" | "57") => Kind::Away,
            // Disk full, out of memory; I/O error.
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
            // Extended codes: I/O error while writing, read-only file, busy in recovery, unique index.
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

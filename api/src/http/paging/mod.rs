//! Pages of lists: cursors, which only the service that made them can read.

mod store;

use crate::App;
use crate::error::{Error, Result};
use crate::http::WrongParameters;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use dto::Timestamp;
use dto::problem::{ErrorCode, FieldCode};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// Which page, for a list without filters.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// The cursor of the previous page.
    #[param(max_length = 120)]
    cursor: Option<String>,
    /// Maximum number of results, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<usize>,
}

impl PageQuery {
    /// The requested page, with the position that `read` gets from the cursor.
    pub fn wanted<P>(&self, read: impl FnOnce(&str) -> Option<P>) -> Result<Wanted<P>> {
        let mut wrong = WrongParameters::default();
        let wanted = wrong.page(self.cursor.as_deref(), self.limit, read);
        wrong.told()?;
        Ok(wanted)
    }
}

impl WrongParameters {
    /// The page for `cursor` and `limit`: 50 rows without a limit, 100 at most.
    pub fn page<P>(
        &mut self,
        cursor: Option<&str>,
        limit: Option<usize>,
        read: impl FnOnce(&str) -> Option<P>,
    ) -> Wanted<P> {
        Wanted {
            limit: self.number("limit", limit, 50, 1..=100),
            after: self.cursor(cursor, read),
        }
    }
}

/// A requested page.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<P> {
    /// The last row of the previous page.
    pub after: Option<P>,
    /// Maximum number of rows.
    pub limit: usize,
}

impl<P> Wanted<P> {
    /// The number of rows to read: one more than the page, which shows whether there is another page.
    pub fn rows(&self) -> u64 {
        self.limit as u64 + 1
    }

    /// Wants every row of a list, for a file, which is never cut. A request for a part of it has no meaning there and is
    /// refused.
    ///
    /// # Errors
    /// Returns `malformed_request` if `cursor` or `limit` is set.
    pub fn whole(most: u64, cursor: Option<&str>, limit: Option<usize>) -> Result<Self> {
        if cursor.is_some() || limit.is_some() {
            return Err(Error::new(ErrorCode::MalformedRequest));
        }
        Ok(Self {
            after: None,
            limit: usize::try_from(most).unwrap_or(usize::MAX),
        })
    }

    /// Refuses a list with more rows than wanted.
    ///
    /// # Errors
    /// Returns `list_too_large`.
    pub fn demand_whole<T>(&self, rows: &[T]) -> Result<()> {
        if rows.len() > self.limit {
            return Err(Error::new(ErrorCode::ListTooLarge).with("most", self.limit));
        }
        Ok(())
    }

    /// Cuts the rows to the page; the cursor of the next page, if there is one, is made from its last row.
    pub fn cut<T, C>(&self, rows: &mut Vec<T>, write: impl FnOnce(&T) -> C) -> Option<C> {
        let has_more = rows.len() > self.limit;
        rows.truncate(self.limit);
        rows.last().filter(|_| has_more).map(write)
    }
}

/// A position by id.
pub fn read_id(cursor: &str) -> Option<Uuid> {
    Uuid::parse_str(&read(cursor)?).ok()
}

/// The error for a cursor whose row is not in the list.
pub fn unknown() -> Error {
    let mut wrong = WrongParameters::default();
    wrong.note("cursor", FieldCode::CursorMalformed);
    wrong.told().err().unwrap_or_else(Error::not_found)
}

/// A position in a list sorted by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The time of the last row.
    pub at: Timestamp,
    /// Its id.
    pub id: Uuid,
}

impl Moment {
    /// Converts it to a cursor.
    pub fn write(self) -> String {
        write(&format!("{} {}", self.at.unix(), self.id))
    }

    /// Reads it from a cursor.
    pub fn read(cursor: &str) -> Option<Self> {
        let place = read(cursor)?;
        let (at, id) = place.split_once(' ')?;
        Some(Self {
            at: Timestamp::from_unix(at.parse().ok()?)?,
            id: Uuid::parse_str(id).ok()?,
        })
    }
}

/// The format version of cursors; a later release may have another format, and then a list starts from its beginning.
const FORM: &str = "1.";
/// The purpose that encrypted cursors are bound to.
const SEALED: &str = "cursor.sealed";

/// A cursor for a position without personal data.
pub fn write(place: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{FORM}{place}"))
}

/// The position of a cursor, if this service made it.
pub fn read(cursor: &str) -> Option<String> {
    let plain = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let place = plain.strip_prefix(FORM)?;
    // PostgreSQL does not allow NUL in a text.
    (!place.chars().any(char::is_control)).then(|| place.to_owned())
}

/// A cursor for a position with personal data, encrypted: proxies log URLs.
pub fn seal(app: &App, place: &str) -> anyhow::Result<String> {
    let sealed = app.sealer.seal(SEALED, Uuid::nil(), place.as_bytes())?;
    Ok(URL_SAFE_NO_PAD.encode(sealed))
}

/// The position of an encrypted cursor.
pub fn open(app: &App, cursor: &str) -> Option<String> {
    let sealed = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let place = app.sealer.open_text(SEALED, Uuid::nil(), &sealed).ok()?;
    (!place.chars().any(char::is_control)).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_every_row_or_is_refused() {
        let part = Wanted::<Uuid>::whole(2, None, Some(1));
        assert_eq!(part.err().map(|error| error.code()), Some(ErrorCode::MalformedRequest));
        let all = Wanted::<Uuid>::whole(2, None, None).unwrap();
        assert_eq!(all.rows(), 3, "one more shows that there are too many");
        assert!(all.demand_whole(&["a", "b"]).is_ok());
        let refused = all.demand_whole(&["a", "b", "c"]);
        assert_eq!(refused.err().map(|error| error.code()), Some(ErrorCode::ListTooLarge));
    }

    #[test]
    fn a_cursor_leads_back_and_only_one_of_ours_does() {
        assert_eq!(read(&write("00008")).as_deref(), Some("00008"));
        for foreign in [
            "00008",
            "2",
            "",
            "%%",
            &URL_SAFE_NO_PAD.encode("2.00008"),
            &write("a\0b"),
        ] {
            assert_eq!(read(foreign), None, "{foreign}");
        }
        let moment = Moment {
            at: Timestamp::from_unix(1_795_000_000).unwrap(),
            id: Uuid::now_v7(),
        };
        assert_eq!(Moment::read(&moment.write()), Some(moment));
        assert_eq!(Moment::read(&write("1795000000")), None);
    }
}

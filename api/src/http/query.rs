//! The parameters of a query, and the errors of parameters and headers.

use crate::error::{Error, Result};
use actix_web::{FromRequest, HttpRequest, dev::Payload};
use dto::check::code_of;
use dto::problem::{ErrorCode, FieldCode, FieldError};
use serde::de::DeserializeOwned;
use std::fmt::Display;
use std::future::{Ready, ready};
use std::ops::{Deref, RangeInclusive};

/// The parameters after the `?`. All errors in them are reported at once, by name.
pub struct Query<T>(T);

impl<T> Query<T> {
    /// The parameters.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Query<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request.query_string()).map(Self))
    }
}

fn read<T: DeserializeOwned>(query: &str) -> Result<T> {
    let Ok(mut pairs) = serde_urlencoded::from_str::<Vec<(String, String)>>(query) else {
        return Err(Error::new(ErrorCode::MalformedRequest));
    };
    let mut wrong = WrongParameters::default();
    // Each error removes its parameter; so this ends when none is left.
    for _ in 0..=pairs.len() {
        let text = serde_urlencoded::to_string(&pairs).map_err(Error::internal)?;
        let reader = serde_urlencoded::Deserializer::new(form_urlencoded::parse(text.as_bytes()));
        let error = match serde_path_to_error::deserialize(reader) {
            Ok(value) => return wrong.told().map(|()| value),
            Err(error) => error,
        };
        let (path, cause) = (error.path().to_string(), error.inner().to_string());
        let named = cause.split('`').nth(1).unwrap_or_default().to_owned();
        let (name, code) = if cause.starts_with("missing field") {
            (named, FieldCode::Required)
        } else if cause.starts_with("unknown field") {
            (path, FieldCode::UnknownParameter)
        } else if cause.starts_with("duplicate field") {
            (named, FieldCode::GivenTwice)
        } else if cause.starts_with("unknown variant") {
            (path, FieldCode::UnknownValue)
        } else if let Some(code) = code_of(&cause) {
            (path, code)
        } else if cause.starts_with("UUID parsing failed") {
            (path, FieldCode::IdMalformed)
        } else {
            (path, FieldCode::WrongType)
        };
        let before = pairs.len();
        pairs.retain(|(own, _)| *own != name);
        // The name comes from the client: it is cut before it is returned.
        wrong.note(&name.chars().take(60).collect::<String>(), code);
        if pairs.len() == before {
            break;
        }
    }
    wrong.told()?;
    Err(Error::new(ErrorCode::MalformedRequest))
}

/// The errors of parameters and headers, collected so that all are reported at once.
#[derive(Default)]
pub struct WrongParameters(Vec<FieldError>);

impl WrongParameters {
    /// Adds one.
    pub fn note(&mut self, name: &str, code: FieldCode) {
        self.0.push(FieldError::parameter(name, code));
    }

    /// Adds `name` if `is_wrong`.
    pub fn note_if(&mut self, is_wrong: bool, name: &str, code: FieldCode) {
        if is_wrong {
            self.note(name, code);
        }
    }

    /// A number within its limits; `usual` if it is absent.
    pub fn number<N: PartialOrd + Display + Copy>(
        &mut self,
        name: &str,
        given: Option<N>,
        usual: N,
        limits: RangeInclusive<N>,
    ) -> N {
        let number = given.unwrap_or(usual);
        if !limits.contains(&number) {
            let error = FieldError::parameter(name, FieldCode::OutOfRange);
            self.0.push(error.with("min", limits.start()).with("max", limits.end()));
        }
        number
    }

    /// A text of at most `max` characters.
    pub fn text(&mut self, name: &str, given: Option<&str>, max: usize) {
        let Some(given) = given else { return };
        if given.chars().count() > max {
            self.0
                .push(FieldError::parameter(name, FieldCode::TooLong).with("max", max));
        } else if given.chars().any(dto::check::is_no_text) {
            self.note(name, FieldCode::ControlCharacter);
        }
    }

    /// The start of a page.
    pub fn cursor<C>(&mut self, given: Option<&str>, read: impl FnOnce(&str) -> Option<C>) -> Option<C> {
        let read = read(given?);
        self.note_if(read.is_none(), "cursor", FieldCode::CursorMalformed);
        read
    }

    /// The same for parameters that were in a body.
    pub fn told_of_body(self) -> Result<()> {
        let fields: Vec<FieldError> = self.0.into_iter().map(FieldError::into_field).collect();
        if fields.is_empty() {
            Ok(())
        } else {
            Err(Error::fields(fields))
        }
    }

    /// Fails if there is an error.
    pub fn told(self) -> Result<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Error::new(ErrorCode::MalformedRequest).about(self.0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use dto::problem::FieldCode;
    use serde::Deserialize;
    use time::Date;
    use uuid::Uuid;

    #[derive(Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Good,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only what is wrong with it is looked at")]
    struct Asked {
        limit: Option<usize>,
        id: Option<Uuid>,
        late: Option<bool>,
        kind: Option<Kind>,
        #[serde(default, with = "dto::date::option")]
        from: Option<Date>,
        #[serde(default, with = "dto::date::option")]
        to: Option<Date>,
        on: Option<String>,
    }

    #[test]
    fn every_wrong_parameter_is_named_at_once() {
        let query = "limit=x&id=7&late=maybe&kind=bad&from=2026-13-01&to=21%2F11%2F26&on=a&on=b&shoe=1&limit=2";
        let error = read::<Asked>(query).map(|_| ()).unwrap_err();
        let mut found: Vec<_> = error
            .wrong_fields()
            .iter()
            .map(|error| (error.pointer.as_str(), error.code))
            .collect();
        found.sort();
        assert_eq!(
            found,
            [
                ("/from", FieldCode::DateNotInCalendar),
                ("/id", FieldCode::IdMalformed),
                ("/kind", FieldCode::UnknownValue),
                ("/late", FieldCode::WrongType),
                ("/limit", FieldCode::WrongType),
                ("/on", FieldCode::GivenTwice),
                ("/shoe", FieldCode::UnknownParameter),
                ("/to", FieldCode::DateNotIso),
            ]
        );
        assert!(error.wrong_fields().iter().all(|error| error.is_parameter));
        assert_eq!(read::<Asked>("limit=7&late=true&kind=good").unwrap().limit, Some(7));
    }
}

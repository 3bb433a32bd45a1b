//! A body as the type that it has to be, or all errors of its structure.
//!
//! Serde stops at the first field that is missing, unknown or of another type; users want all errors. So an error is
//! recorded with its pointer, a valid stand-in replaces the value, and the body is parsed again, until there are no
//! more errors. Such a body is only used to find other errors: its reader gets it together with the errors.

use crate::error::{Error, Result};
use dto::check::code_of;
use dto::problem::{ErrorCode, FieldCode, FieldError};
use dto::{CheckContext, Checked};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Maximum number of structure errors that are reported for one body: more than a user can correct at once.
const MOST: usize = 100;
/// How often a body is parsed again, and how many bytes in all.
const READINGS: usize = 600;
const BYTES: usize = 64 * 1024 * 1024;
/// A tree takes 32 bytes for each value: for a body with more values only the first error is reported.
const VALUES: usize = 200_000;

/// A body that was parsed.
pub struct Reading<T> {
    value: T,
    /// The errors of its structure, with the positions of the stand-ins.
    wrong: Vec<FieldError>,
    stand_ins: Vec<String>,
}

impl<T> From<T> for Reading<T> {
    fn from(value: T) -> Self {
        Self {
            value,
            wrong: Vec::new(),
            stand_ins: Vec::new(),
        }
    }
}

impl<T> Reading<T> {
    /// The body, if its structure is correct.
    pub fn whole(self) -> Result<T> {
        self.told_with(Ok(()))?;
        Ok(self.value)
    }

    /// The body, to look up the data that its check needs. It must not be used for anything else before
    /// [`Reading::told_with`] has accepted it.
    pub fn unproven(&self) -> &T {
        &self.value
    }

    /// The same for another body.
    pub fn map<O>(self, act: impl FnOnce(T) -> O) -> Reading<O> {
        let (value, rest) = self.apart();
        Reading {
            value: act(value),
            wrong: rest.wrong,
            stand_ins: rest.stand_ins,
        }
    }

    /// Separates the body from the errors of its structure.
    pub fn apart(self) -> (T, Reading<()>) {
        let rest = Reading {
            value: (),
            wrong: self.wrong,
            stand_ins: self.stand_ins,
        };
        (self.value, rest)
    }

    /// The result of a check of the body; its errors are reported together with those of the structure.
    pub fn told_with<O>(&self, found: std::result::Result<O, Vec<FieldError>>) -> Result<O> {
        let mut wrong = self.wrong.clone();
        match found {
            Ok(out) if wrong.is_empty() => return Ok(out),
            Ok(_) => {}
            Err(errors) => {
                // A stand-in has no meaning, so errors at or around it are dropped. Errors of the whole body are
                // dropped in any case: a field with a misspelt name may be the one that is missing.
                let is_ours = |pointer: &str| {
                    let mut ours = self.stand_ins.iter();
                    let is_whole = pointer.is_empty() && !self.wrong.is_empty();
                    is_whole || ours.any(|ours| is_within(pointer, ours) || is_within(ours, pointer))
                };
                wrong.extend(errors.into_iter().filter(|error| !is_ours(&error.pointer)));
            }
        }
        Err(Error::fields(wrong))
    }
}

impl<T: Checked> Reading<T> {
    /// The body, after its check.
    pub fn checked(self, context: CheckContext<'_>) -> Result<T::Out> {
        let (value, rest) = self.apart();
        rest.told_with(value.check(context))
    }
}

/// Whether `pointer` is `outer`, or is inside it.
fn is_within(pointer: &str, outer: &str) -> bool {
    pointer
        .strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Parses JSON. A text that is not JSON is `malformed_json`; JSON with another structure is parsed with all errors in
/// it.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<Reading<T>> {
    // Serde accepts invalid UTF-8 inside strings that it skips: check it all.
    if std::str::from_utf8(bytes).is_err() {
        return Err(Error::new(ErrorCode::MalformedJson));
    }
    // Every body is an object; serde would also accept an array with the fields in order.
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
        return Err(Error::field("", FieldCode::WrongType));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    match read::<T, _>(&mut reader) {
        Ok(value) => {
            reader.end().map_err(|_| Error::new(ErrorCode::MalformedJson))?;
            Ok(Reading::from(value))
        }
        Err(fault) => all_of(bytes, fault),
    }
}

/// Continues parsing after the first error.
fn all_of<T: DeserializeOwned>(bytes: &[u8], first: Fault) -> Result<Reading<T>> {
    let mut fault = match first {
        Fault::NotJson => return Err(Error::new(ErrorCode::MalformedJson)),
        Fault::Shape(shape) => shape,
    };
    let values = bytes.iter().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count();
    if values > VALUES {
        return Err(Error::fields(vec![fault.error()]));
    }
    let mut tree: Value = serde_json::from_slice(bytes).map_err(|_| Error::new(ErrorCode::MalformedJson))?;
    let (mut wrong, mut stand_ins) = (Vec::new(), StandIns::default());
    for _ in 0..READINGS.min(BYTES / bytes.len().max(1) + 16) {
        if !stand_ins.cover(&fault.at) {
            wrong.push(fault.error());
        }
        if wrong.len() >= MOST || !stand_ins.mend(&mut tree, &fault) {
            break;
        }
        fault = match read::<T, _>(&tree) {
            Ok(value) => {
                return Ok(Reading {
                    value,
                    wrong,
                    stand_ins: stand_ins.tried.into_keys().collect(),
                });
            }
            Err(Fault::Shape(next)) => next,
            Err(Fault::NotJson) => break,
        };
    }
    Err(Error::fields(wrong))
}

/// The stand-ins for values that do not fit: at which pointer, and how many have been tried there.
#[derive(Default)]
struct StandIns {
    tried: BTreeMap<String, usize>,
}

impl StandIns {
    /// Whether there is a stand-in at `pointer` or around it.
    fn cover(&self, pointer: &str) -> bool {
        self.tried.keys().any(|ours| is_within(pointer, ours))
    }

    /// Replaces or removes the value that does not fit; false where no stand-in fits.
    fn mend(&mut self, tree: &mut Value, fault: &Shape) -> bool {
        let Some((outer, name)) = fault.at.rsplit_once('/') else {
            return false;
        };
        let name = name.replace("~1", "/").replace("~0", "~");
        let Some(outer) = tree.pointer_mut(outer) else {
            return false;
        };
        if fault.code == FieldCode::UnknownField {
            return outer
                .as_object_mut()
                .is_some_and(|object| object.remove(&name).is_some());
        }
        let tries = self.tried.entry(fault.at.clone()).or_default();
        let Some(stand_in) = stand_in(*tries, fault) else {
            return false;
        };
        *tries += 1;
        match outer {
            Value::Object(object) => {
                object.insert(name, stand_in);
                true
            }
            Value::Array(list) => match name.parse::<usize>().ok().and_then(|at| list.get_mut(at)) {
                Some(entry) => {
                    *entry = stand_in;
                    true
                }
                None => false,
            },
            _ => false,
        }
    }
}

/// Values of which every type accepts one: the emptiest first.
fn stand_in(tried: usize, fault: &Shape) -> Option<Value> {
    if let Some(variant) = &fault.variant
        && tried < 8
    {
        return Some(json!(variant));
    }
    let all = [
        Value::Null,
        json!(""),
        json!(1),
        json!(false),
        json!([]),
        json!({}),
        json!("2000-01-01"),
        json!("2000-01-01T00:00:00Z"),
        json!("00000000-0000-0000-0000-000000000000"),
    ];
    all.into_iter().nth(tried)
}

enum Fault {
    NotJson,
    Shape(Shape),
}

/// One error of structure.
struct Shape {
    at: String,
    code: FieldCode,
    /// A valid value, if serde names one.
    variant: Option<String>,
}

impl Shape {
    fn error(&self) -> FieldError {
        // The path may end in a name from the client: it is cut before it is returned.
        let pointer: String = self.at.chars().take(200).collect();
        FieldError::new(pointer, self.code)
    }

    /// Serde distinguishes these cases only in its text.
    fn of(pointer: String, cause: &str) -> Fault {
        if cause.starts_with("duplicate field") {
            return Fault::NotJson;
        }
        if cause.starts_with("missing field") {
            let field = cause.split('`').nth(1).unwrap_or_default();
            return Fault::Shape(Self {
                at: format!("{pointer}/{}", escaped(field)),
                code: FieldCode::Required,
                variant: None,
            });
        }
        let code = if cause.starts_with("unknown field") {
            FieldCode::UnknownField
        } else if cause.starts_with("unknown variant") {
            FieldCode::UnknownValue
        } else {
            code_of(cause).unwrap_or(FieldCode::WrongType)
        };
        let variant = (code == FieldCode::UnknownValue)
            .then(|| cause.rsplit_once("expected "))
            .flatten()
            .and_then(|(_, expected)| expected.split('`').nth(1))
            .map(str::to_owned);
        Fault::Shape(Self {
            at: pointer,
            code,
            variant,
        })
    }
}

fn read<'de, T: Deserialize<'de>, D>(reader: D) -> std::result::Result<T, Fault>
where
    D: serde::Deserializer<'de, Error = serde_json::Error>,
{
    serde_path_to_error::deserialize(reader).map_err(|error| {
        let pointer = pointer(error.path());
        let cause = error.into_inner();
        match cause.classify() {
            Category::Data => Shape::of(pointer, &cause.to_string()),
            _ => Fault::NotJson,
        }
    })
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(format!("/{index}")),
            Segment::Map { key } => Some(format!("/{}", escaped(key))),
            Segment::Enum { variant } => Some(format!("/{variant}")),
            Segment::Unknown => None,
        })
        .collect()
}

/// RFC 6901: '~' and '/' are escaped.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::parse;
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
    struct Inner {
        id: Uuid,
        #[serde(with = "dto::date")]
        day: Date,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only what is wrong with it is looked at")]
    struct Form {
        version: i32,
        kind: Kind,
        inner: Inner,
        all: Vec<Inner>,
        note: Option<String>,
        done: bool,
    }

    fn wrong(json: &str) -> Vec<(String, FieldCode)> {
        let mut found: Vec<_> = match parse::<Form>(json.as_bytes()) {
            Ok(reading) => reading.wrong,
            Err(error) => error.wrong_fields().to_vec(),
        }
        .into_iter()
        .map(|error| (error.pointer, error.code))
        .collect();
        found.sort();
        found
    }

    fn expect(json: &str, expected: &[(&str, FieldCode)]) {
        let found = wrong(json);
        let found: Vec<_> = found.iter().map(|(pointer, code)| (pointer.as_str(), *code)).collect();
        assert_eq!(found, expected, "{json}");
    }

    #[test]
    fn everything_that_is_missing_unknown_or_of_another_kind_is_told_at_once() {
        use FieldCode::{DateNotInCalendar, DateNotIso, Required, UnknownField, UnknownValue, WrongType};
        expect(
            "{}",
            &[
                ("/all", Required),
                ("/done", Required),
                ("/inner", Required),
                ("/kind", Required),
                ("/version", Required),
            ],
        );
        expect(
            r#"{"version":"1","kind":"bad `x`","inner":{"day":"2026-02-30","shoe":1},"all":[{"id":1,"day":"03/02/2026"},7],
               "note":[],"done":null,"a/b":{}}"#,
            &[
                ("/all/0/day", DateNotIso),
                ("/all/0/id", WrongType),
                ("/all/1", WrongType),
                ("/a~1b", UnknownField),
                ("/done", WrongType),
                ("/inner/day", DateNotInCalendar),
                ("/inner/id", Required),
                ("/inner/shoe", UnknownField),
                ("/kind", UnknownValue),
                ("/note", WrongType),
                ("/version", WrongType),
            ],
        );
    }

    #[test]
    fn what_stands_in_is_not_found_fault_with() {
        let reading = parse::<Form>(br#"{"version":1,"kind":"good","inner":{},"all":[]}"#).unwrap();
        let fault = |pointer: &str| dto::FieldError::new(pointer, FieldCode::TooShort);
        let told = reading.told_with(Err::<(), _>(vec![fault("/inner/id"), fault(""), fault("/all")]));
        let told = told.unwrap_err();
        let told: Vec<_> = told.wrong_fields().iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(told, ["/inner/id", "/inner/day", "/done", "/all"]);
    }

    #[test]
    fn a_body_of_very_many_values_is_told_its_first_mistake_only() {
        let zeros = "0,".repeat(300_000);
        let json = format!(r#"{{"shoe":1,"all":[{zeros}0]}}"#);
        expect(&json, &[("/shoe", FieldCode::UnknownField)]);
    }
}

//! Every operation of the API: its id, method and path, what it takes and what it answers, once.
//!
//! The service makes its routes, its document and its table of rights of these rows (`api/src/authz/policy`), and the
//! pages make their calls of them (`web/src/api`).

pub mod accounts;
pub mod directory;
pub mod platform;
pub mod procedures;
pub mod stays;

#[cfg(not(target_arch = "wasm32"))]
use crate::text::{Lang, OPERATION};
use std::fmt::{Display, Write as _};
use std::marker::PhantomData;

/// What stands before every path.
pub const BASE: &str = "/api/v1";

/// An operation. It is implemented by a type without a value for each.
pub trait Operation: 'static {
    /// The operationId.
    const ID: &'static str;
    /// The HTTP method, in capital letters.
    const METHOD: &'static str;
    /// The path below [`BASE`], with `{parameters}`.
    const PATH: &'static str;
    /// The path with [`BASE`].
    const FULL_PATH: &'static str;
    /// The body of a request; `()` where there is none.
    type In;
    /// The body of the answer; `()` where there is none.
    type Out;
}

/// What the operation of that id does, in a few words. The pages do not say it.
#[cfg(not(target_arch = "wasm32"))]
pub fn summary(lang: Lang, id: &str) -> Option<&'static str> {
    let mut key = String::with_capacity(id.len() + 4);
    for letter in id.chars() {
        if letter.is_ascii_uppercase() {
            key.push('_');
        }
        key.push(letter.to_ascii_lowercase());
    }
    OPERATION.get(lang, &key, "")
}

/// What an operation answers with a file.
pub struct File;

/// Where an operation is called: its path with the values of one call.
pub struct Address<O> {
    path: String,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Address<O> {
    /// The values in the order of the path.
    #[inline]
    fn of(values: &[&dyn Display]) -> Self {
        Self {
            path: filled(O::PATH, values),
            operation: PhantomData,
        }
    }

    /// The path below [`BASE`].
    #[inline]
    pub fn into_path(self) -> String {
        self.path
    }
}

fn filled(template: &str, values: &[&dyn Display]) -> String {
    let mut path = String::with_capacity(template.len() + 40);
    let mut parts = template.split('{');
    path.push_str(parts.next().unwrap_or_default());
    for (value, part) in values.iter().zip(parts) {
        // Writing to a string does not fail.
        let _ = write!(path, "{value}");
        path.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    path
}

/// Whether the parameters of a path have these names, in this order. In a constant it fails the compilation.
const fn has_parameters(path: &str, names: &[&str]) -> bool {
    let path = path.as_bytes();
    let (mut at, mut found) = (0, 0);
    while at < path.len() {
        if path[at] == b'{' {
            if found == names.len() {
                return false;
            }
            let name = names[found].as_bytes();
            let mut letter = 0;
            while letter < name.len() {
                at += 1;
                if at == path.len() || path[at] != name[letter] {
                    return false;
                }
                letter += 1;
            }
            at += 1;
            if at == path.len() || path[at] != b'}' {
                return false;
            }
            found += 1;
        }
        at += 1;
    }
    found == names.len()
}

/// The operations of a domain: `Name = "operationId" METHOD "/path/{parameter}" (parameter: Type), In => Out;`. `In` is left
/// out where a request has no body.
macro_rules! operations {
    ($($name:ident = $id:literal $method:ident $path:literal ($($parameter:ident: $kind:ty),*) $(, $input:ty)? => $output:ty;)+) => {
        $(
            #[doc = concat!("`", stringify!($method), " ", $path, "`")]
            pub struct $name;

            impl $crate::operations::Operation for $name {
                const ID: &'static str = $id;
                const METHOD: &'static str = stringify!($method);
                const PATH: &'static str = $path;
                const FULL_PATH: &'static str = concat!("/api/v1", $path);
                type In = $crate::operations::body!($($input)?);
                type Out = $output;
            }

            impl $name {
                /// The address of one call.
                #[inline]
                pub fn at($($parameter: $kind),*) -> $crate::operations::Address<Self> {
                    $crate::operations::Address::of(&[$(&$parameter),*])
                }
            }

            const _: () = assert!(
                $crate::operations::has_parameters($path, &[$(stringify!($parameter)),*]),
                $id
            );
        )+

        #[cfg(test)]
        pub(super) const ROWS: &[$crate::operations::tests::Row] =
            &[$($crate::operations::tests::Row::of::<$name>()),+];
    };
}
use operations;

macro_rules! body {
    () => {
        ()
    };
    ($input:ty) => {
        $input
    };
}
use body;

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::any::type_name;
    use std::collections::BTreeSet;
    use uuid::Uuid;

    /// An operation as values.
    pub struct Row {
        id: &'static str,
        method: &'static str,
        path: &'static str,
        full_path: &'static str,
        input: fn() -> &'static str,
        output: fn() -> &'static str,
    }

    impl Row {
        pub const fn of<O: Operation>() -> Self {
            Self {
                id: O::ID,
                method: O::METHOD,
                path: O::PATH,
                full_path: O::FULL_PATH,
                input: type_name::<O::In>,
                output: type_name::<O::Out>,
            }
        }
    }

    fn rows() -> impl Iterator<Item = &'static Row> {
        [
            accounts::ROWS,
            directory::ROWS,
            platform::ROWS,
            procedures::ROWS,
            stays::ROWS,
        ]
        .into_iter()
        .flatten()
    }

    #[test]
    fn a_path_takes_its_values_in_order() {
        let (first, second) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(stays::ListStays::at().into_path(), "/stays");
        assert_eq!(
            stays::MarkRoom::at(first, second).into_path(),
            format!("/facilities/{first}/rooms/{second}/mark")
        );
        assert_eq!(procedures::UpdateCalendar::at(2027).into_path(), "/calendar/2027");
    }

    #[test]
    fn parameters_are_compared_by_name_and_order() {
        assert!(has_parameters("/a", &[]));
        assert!(has_parameters("/a/{b}/c/{d}", &["b", "d"]));
        for names in [&[] as &[&str], &["b"], &["d", "b"], &["b", "d", "e"], &["bb", "d"]] {
            assert!(!has_parameters("/a/{b}/c/{d}", names), "{names:?}");
        }
    }

    #[test]
    fn every_path_lies_below_the_base() {
        for row in rows() {
            assert_eq!(row.full_path, format!("{BASE}{}", row.path), "{}", row.id);
        }
    }

    /// What the document calls the type of a body, if it is one of ours.
    fn schema(body: &Value) -> Option<&str> {
        let content = body.get("content")?.as_object()?;
        let reference = content.get("application/json")?.pointer("/schema/$ref")?.as_str()?;
        reference.rsplit('/').next()
    }

    fn last(name: &'static str) -> &'static str {
        name.rsplit("::").next().unwrap_or(name)
    }

    #[test]
    fn the_types_of_every_operation_are_those_of_the_document() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/openapi.json");
        let document: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let mut seen = BTreeSet::new();
        for row in rows() {
            let operation = &document["paths"][row.full_path][row.method.to_lowercase()];
            assert_eq!(operation["operationId"], row.id, "{} {}", row.method, row.full_path);
            assert!(seen.insert(row.id), "{} stands twice", row.id);
            let input = schema(&operation["requestBody"]).unwrap_or("()");
            assert_eq!(last((row.input)()), input, "{}", row.id);
            let answers = operation["responses"].as_object().unwrap();
            let (_, good) = answers.iter().find(|(status, _)| status.starts_with('2')).unwrap();
            let output = match schema(good) {
                Some(name) => name,
                None if good.get("content").is_some() => "File",
                None => "()",
            };
            assert_eq!(last((row.output)()), output, "{}", row.id);
        }
        let paths = document["paths"].as_object().unwrap().values();
        let operations = paths
            .flat_map(|path| path.as_object().unwrap().values())
            .filter(|operation| operation.get("operationId").is_some());
        let mut documented = BTreeSet::new();
        documented.extend(operations.filter_map(|operation| operation["operationId"].as_str()));
        assert_eq!(documented, seen);
    }
}

//! The texts of the pages: numbers for the program, and for each language a file in the order of the numbers.

use crate::locale::{self, Pair, Texts, values};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

/// The namespaces of `dto/locales` that the pages use too, all of them tables.
const SHARED: [&str; 4] = ["column_heading", "field", "problem", "warning"];

/// The number of the first text. The entry before it in a file is the digest.
const FIRST: usize = 1;

/// All texts of the pages.
pub struct Pages {
    /// The texts shared with the service have the first numbers, because `dto` does not know the others.
    shared: BTreeMap<String, Texts>,
    own: BTreeMap<String, Texts>,
}

/// Returns the code of `dto` for the browser: the tables of the texts that the pages use, each a constant `TABLE` of
/// key and number.
pub fn shared(locales: &Path) -> Result<String, Box<dyn Error>> {
    tables(&read_shared(locales)?)
}

fn read_shared(locales: &Path) -> Result<BTreeMap<String, Texts>, Box<dyn Error>> {
    let mut all = locale::read(locales)?;
    SHARED
        .iter()
        .map(|name| match all.remove(*name) {
            Some(texts) => Ok(((*name).to_owned(), texts)),
            None => Err(format!("there is no locale file for the table {name}").into()),
        })
        .collect()
}

fn tables(shared: &BTreeMap<String, Texts>) -> Result<String, Box<dyn Error>> {
    let mut code = String::new();
    let mut number = FIRST;
    for (namespace, texts) in shared {
        writeln!(code, "pub mod {namespace} {{")?;
        writeln!(code, "    pub const TABLE: &[(&str, usize)] = &[")?;
        for key in texts.keys() {
            writeln!(code, "        ({key:?}, {number}),")?;
            number += 1;
        }
        code.push_str("    ];\n}\n");
    }
    Ok(code)
}

impl Pages {
    /// Reads the locales of `dto` and of `web`.
    pub fn read(dto: &Path, web: &Path) -> Result<Self, Box<dyn Error>> {
        let own = locale::read(web)?;
        for (namespace, texts) in &own {
            if let Some(nested) = texts.keys().find(|key| key.contains('.')) {
                return Err(format!("{namespace}.{nested}: a text of the pages is not nested").into());
            }
        }
        Ok(Self {
            shared: read_shared(dto)?,
            own,
        })
    }

    /// Returns the code of `web`: the digest, and for each key a module with a struct of its values and a function
    /// `text`, which calls `text(number)` or `filled(number, values)` of the module `said_by`.
    pub fn code(&self, said_by: &str) -> Result<String, Box<dyn Error>> {
        let mut code = format!("pub const DIGEST: &str = {:?};\n", self.digest());
        let mut number = FIRST + self.shared.values().map(Texts::len).sum::<usize>();
        for (namespace, texts) in &self.own {
            writeln!(code, "pub mod {namespace} {{")?;
            for (key, pair) in texts {
                writeln!(code, "    pub mod {key} {{ // {namespace}.{key}")?;
                write_text(&mut code, pair, number, said_by)?;
                code.push_str("    }\n");
                number += 1;
            }
            code.push_str("}\n");
        }
        Ok(code)
    }

    /// Returns name and content of the file of each language: a JSON array of the digest and the texts, in the order of
    /// their numbers. In a text of `web`, the names of values are replaced by their positions.
    pub fn files(&self) -> Result<[(&'static str, String); 2], Box<dyn Error>> {
        Ok([
            ("texts.vi.json", self.file(|pair| &pair.vi)?),
            ("texts.en.json", self.file(|pair| &pair.en)?),
        ])
    }

    fn file(&self, said: fn(&Pair) -> &String) -> Result<String, Box<dyn Error>> {
        let mut texts = vec![self.digest()];
        // In the tables of `dto` values have names.
        texts.extend(
            self.shared
                .values()
                .flat_map(Texts::values)
                .map(|pair| said(pair).clone()),
        );
        for pair in self.own.values().flat_map(Texts::values) {
            texts.push(by_place(said(pair))?);
        }
        Ok(serde_json::to_string(&texts)?)
    }

    /// Returns the digest of all keys and texts: a program and a file with different digests do not belong together.
    fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        for (namespace, texts) in self.shared.iter().chain(&self.own) {
            for (key, Pair { vi, en }) in texts {
                for part in [namespace, key, vi, en] {
                    hasher.update(part.len().to_le_bytes());
                    hasher.update(part);
                }
            }
        }
        let bytes = hasher.finalize();
        bytes.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Writes a text. A missing value does not compile, and the compiler warns about an unused text.
fn write_text(code: &mut String, pair: &Pair, number: usize, said_by: &str) -> Result<(), Box<dyn Error>> {
    let names: Vec<&str> = values(&pair.vi)?.into_iter().collect();
    if names.is_empty() {
        writeln!(code, "        pub struct Values {{}}")?;
        writeln!(
            code,
            "        pub fn text(_: &Values) -> &'static str {{ {said_by}::text({number}) }}"
        )?;
        return Ok(());
    }
    let field = |name: &&str| format!("pub {name}: &'a dyn ::std::fmt::Display");
    let (fields, names) = (names.iter().map(field).collect::<Vec<_>>().join(", "), names.join(", "));
    writeln!(code, "        pub struct Values<'a> {{ {fields} }}")?;
    writeln!(
        code,
        "        pub fn text(&Values {{ {names} }}: &Values<'_>) -> String {{ {said_by}::filled({number}, &[{names}]) }}"
    )?;
    Ok(())
}

/// Replaces names by positions: `{total}` becomes `{1}` if it is the second value in the order of names, and
/// `{total|room|rooms}` becomes `{1|room|rooms}`: the browser chooses the word.
fn by_place(text: &str) -> Result<String, Box<dyn Error>> {
    let mut placed = text.to_owned();
    for (place, name) in values(text)?.iter().enumerate() {
        for end in ['}', '|'] {
            placed = placed.replace(&format!("{{{name}{end}"), &format!("{{{place}{end}"));
        }
    }
    Ok(placed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pairs: &[(&str, &str, &str)]) -> Texts {
        let pair = |vi: &&str, en: &&str| Pair {
            vi: (*vi).to_owned(),
            en: (*en).to_owned(),
        };
        pairs
            .iter()
            .map(|(key, vi, en)| ((*key).to_owned(), pair(vi, en)))
            .collect()
    }

    fn pages(own: &[(&str, &str, &str)]) -> Pages {
        let shared = texts(&[("too_long", "Quá {max}", "Over {max}"), ("wrong", "Sai", "Wrong")]);
        Pages {
            shared: [("field".to_owned(), shared)].into(),
            own: [("n".to_owned(), texts(own))].into(),
        }
    }

    fn file(pages: &Pages, at: usize) -> Vec<String> {
        serde_json::from_str(&pages.files().unwrap()[at].1).unwrap()
    }

    #[test]
    fn a_number_in_the_code_is_the_place_of_the_text_in_the_file_of_either_language() {
        let pages = pages(&[("a", "Có", "Yes"), ("b", "{x} và {y}", "{y} and {x}")]);
        let code = pages.code("crate::i18n").unwrap();
        assert!(
            code.contains("pub fn text(_: &Values) -> &'static str { crate::i18n::text(3) }"),
            "{code}"
        );
        assert!(code.contains("crate::i18n::filled(4, &[x, y])"), "{code}");
        assert!(tables(&pages.shared).unwrap().contains(r#"("wrong", 2)"#));
        let (vi, en) = (file(&pages, 0), file(&pages, 1));
        assert_eq!(vi[1..], ["Quá {max}", "Sai", "Có", "{0} và {1}"]);
        assert_eq!(en[1..], ["Over {max}", "Wrong", "Yes", "{1} and {0}"]);
    }

    #[test]
    fn a_text_with_values_takes_a_struct_that_has_them() {
        let code = pages(&[("a", "{y}, {x}", "{x}")]).code("s").unwrap();
        let values = "pub struct Values<'a> { pub x: &'a dyn ::std::fmt::Display, pub y: &'a dyn ::std::fmt::Display }";
        assert!(code.contains(values), "{code}");
    }

    #[test]
    fn a_word_that_a_value_chooses_is_chosen_by_its_place() {
        let pages = pages(&[("a", "{a}: {n} phòng", "{a}: {n} {n|room|rooms}")]);
        assert_eq!(file(&pages, 0)[3], "{0}: {1} phòng");
        assert_eq!(file(&pages, 1)[3], "{0}: {1} {1|room|rooms}");
    }

    #[test]
    fn program_and_files_carry_one_digest_which_changes_with_any_text_or_key() {
        let one = pages(&[("a", "Có", "Yes")]);
        assert_eq!(file(&one, 0)[0], one.digest());
        assert_eq!(file(&one, 1)[0], one.digest());
        let constant = format!("pub const DIGEST: &str = {:?};", one.digest());
        assert!(one.code("s").unwrap().starts_with(&constant));
        for other in [("a", "Có", "Yes!"), ("a", "Có!", "Yes"), ("b", "Có", "Yes")] {
            assert_ne!(pages(&[other]).digest(), one.digest(), "{other:?}");
        }
    }
}

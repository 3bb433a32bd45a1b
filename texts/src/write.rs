//! Writes the generated code.

use crate::locale::{Choice, Pair, Texts, plural, values};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;

/// The two parts of a letter, in the order of the generated function's result.
const LETTER: [&str; 2] = ["subject", "text"];

/// Writes a constant `TABLE` of key, Vietnamese and English.
pub fn table(code: &mut String, namespace: &str, texts: &Texts) -> Result<(), Box<dyn Error>> {
    writeln!(code, "pub mod {namespace} {{")?;
    writeln!(code, "    pub const TABLE: &[(&str, &str, &str)] = &[")?;
    for (key, Pair { vi, en }) in texts {
        if !plural(en)?.1.is_empty() {
            return Err(format!("{namespace}.{key}: a text of a table chooses no plural").into());
        }
        writeln!(code, "        ({key:?}, {vi:?}, {en:?}),")?;
    }
    code.push_str("    ];\n}\n");
    Ok(())
}

/// The content of a key.
enum Node<'a> {
    Text(&'a Pair),
    Letter([&'a Pair; 2]),
    Keys(BTreeMap<&'a str, Node<'a>>),
}

/// Writes a module for each key.
pub fn typed(code: &mut String, namespace: &str, texts: &Texts, lang: &str) -> Result<(), Box<dyn Error>> {
    let all: Vec<(&str, &Pair)> = texts.iter().map(|(key, pair)| (key.as_str(), pair)).collect();
    write_node(code, namespace, namespace, &node(&all), lang, 0)
}

fn node<'a>(texts: &[(&'a str, &'a Pair)]) -> Node<'a> {
    if let [("", pair)] = texts {
        return Node::Text(pair);
    }
    if let [(subject, first), (text, second)] = texts
        && [*subject, *text] == LETTER
    {
        return Node::Letter([first, second]);
    }
    let mut keys: BTreeMap<&str, Vec<(&str, &Pair)>> = BTreeMap::new();
    for (key, pair) in texts {
        let (first, rest) = key.split_once('.').unwrap_or((key, ""));
        keys.entry(first).or_default().push((rest, pair));
    }
    Node::Keys(keys.into_iter().map(|(key, texts)| (key, node(&texts))).collect())
}

fn write_node(
    code: &mut String,
    key: &str,
    path: &str,
    node: &Node<'_>,
    lang: &str,
    depth: usize,
) -> Result<(), Box<dyn Error>> {
    let indent = "    ".repeat(depth);
    writeln!(code, "{indent}pub mod {key} {{")?;
    match node {
        Node::Text(pair) => write_text(code, path, &[pair], lang, &indent)?,
        Node::Letter(parts) => write_text(code, path, parts, lang, &indent)?,
        Node::Keys(keys) => {
            for (key, inner) in keys {
                write_node(code, key, &format!("{path}.{key}"), inner, lang, depth + 1)?;
            }
        }
    }
    writeln!(code, "{indent}}}")?;
    Ok(())
}

/// Writes a struct of the values, and the function that takes it: a missing value does not compile. The comment in the
/// code is for the compiler's warning about an unused text.
fn write_text(code: &mut String, path: &str, parts: &[&Pair], lang: &str, indent: &str) -> Result<(), Box<dyn Error>> {
    let mut names = BTreeSet::new();
    for part in parts {
        names.extend(values(&part.vi)?);
    }
    let fields: Vec<String> = names.iter().map(|name| format!("pub {name}: String")).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let is_plain = names.is_empty();
    let said = |text: &str| -> Result<String, String> {
        let is_filled = !values(text)?.is_empty();
        Ok(match (is_plain, is_filled) {
            (true, _) => format!("{text:?}"),
            (false, true) => {
                let (text, choices) = plural(text)?;
                let choices: String = choices.iter().map(choice).collect();
                format!("format!({text:?}{choices})")
            }
            (false, false) => format!("{text:?}.to_owned()"),
        })
    };
    let one = if is_plain { "&'static str" } else { "String" };
    // One text, or the parts of a letter.
    let all = |parts: Vec<String>| match parts.as_slice() {
        [one] => one.clone(),
        parts => format!("[{}]", parts.join(", ")),
    };
    let answer = match parts.len() {
        1 => one.to_owned(),
        count => format!("[{one}; {count}]"),
    };
    let vi = all(parts.iter().map(|part| said(&part.vi)).collect::<Result<_, _>>()?);
    let en = all(parts.iter().map(|part| said(&part.en)).collect::<Result<_, _>>()?);
    let argument = if vi == en { "_" } else { "lang" };
    let (fields, names) = (fields.join(", "), names.join(", "));
    writeln!(code, "{indent}    pub struct Values {{ {fields} }} // {path}")?;
    writeln!(
        code,
        "{indent}    pub fn text({argument}: {lang}, Values {{ {names} }}: &Values) -> {answer} {{"
    )?;
    if vi == en {
        writeln!(code, "{indent}        {vi}")?;
    } else {
        writeln!(
            code,
            "{indent}        match lang {{ {lang}::Vi => {vi}, {lang}::En => {en} }}"
        )?;
    }
    writeln!(code, "{indent}    }}")?;
    Ok(())
}

/// Returns a word that depends on a value, as an argument of `format!`.
fn choice(Choice { value, one, many }: &Choice<'_>) -> String {
    format!(", if {value} == \"1\" {{ {one:?} }} else {{ {many:?} }}")
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

    fn written(pairs: &[(&str, &str, &str)]) -> String {
        let mut code = String::new();
        typed(&mut code, "n", &texts(pairs), "Lang").unwrap();
        code
    }

    #[test]
    fn a_text_with_values_is_a_function_of_a_struct_that_has_them() {
        let code = written(&[("a", "{x} và {y}", "{y} and {x}")]);
        assert!(
            code.contains("pub struct Values { pub x: String, pub y: String }"),
            "{code}"
        );
        assert!(
            code.contains("pub fn text(lang: Lang, Values { x, y }: &Values) -> String"),
            "{code}"
        );
        assert!(
            code.contains(r#"Lang::Vi => format!("{x} và {y}"), Lang::En => format!("{y} and {x}")"#),
            "{code}"
        );
    }

    #[test]
    fn a_text_without_values_is_constant_and_asks_for_no_language_where_both_are_the_same() {
        let code = written(&[("a", "ID", "ID"), ("b", "Có", "Yes")]);
        assert!(
            code.contains("pub fn text(_: Lang, Values {  }: &Values) -> &'static str"),
            "{code}"
        );
        assert_eq!(code.matches("match lang ").count(), 1, "{code}");
    }

    #[test]
    fn a_letter_has_one_struct_of_values_for_both_parts() {
        let code = written(&[("a.subject", "Có", "Yes"), ("a.text", "{x} có", "{x} yes")]);
        assert_eq!(code.matches("pub struct Values").count(), 1, "{code}");
        assert!(code.contains("-> [String; 2]"), "{code}");
        assert!(
            code.contains(r#"Lang::Vi => ["Có".to_owned(), format!("{x} có")]"#),
            "{code}"
        );
    }

    #[test]
    fn an_object_becomes_a_module_of_its_keys() {
        let code = written(&[("a.b", "Có", "Yes"), ("a.c.d", "Không", "No")]);
        for module in ["pub mod a {", "pub mod b {", "pub mod c {", "pub mod d {"] {
            assert_eq!(code.matches(module).count(), 1, "{module} in {code}");
        }
    }

    #[test]
    fn a_word_is_chosen_where_the_value_is_said() {
        let code = written(&[("a", "{count} khách", "{count} {count|guest|guests}")]);
        let english = r#"Lang::En => format!("{count} {}", if count == "1" { "guest" } else { "guests" })"#;
        assert!(code.contains(english), "{code}");
        assert!(code.contains("pub struct Values { pub count: String }"), "{code}");
    }

    #[test]
    fn a_table_has_key_and_both_texts() {
        let mut code = String::new();
        let plural = texts(&[("a", "{count} khách", "{count} {count|guest|guests}")]);
        assert!(table(&mut code, "n", &plural).is_err());
        code.clear();
        table(&mut code, "n", &texts(&[("a.b", "Có", "Yes")])).unwrap();
        assert!(code.contains(r#"("a.b", "Có", "Yes")"#), "{code}");
    }
}

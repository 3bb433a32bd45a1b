//! SQL that differs between the two engines.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ConnectionTrait, DbBackend};

/// Returns the condition that each of `words` is the beginning of a word in the folded name of a `stay`.
///
/// Words are folded (`rules::name::fold`) and contain letters and digits only, so that none is an operator of FTS5 or a
/// wildcard of LIKE. A single letter has to be the whole name, because half of all names have a word that begins with
/// it.
pub fn name_has_words(db: &impl ConnectionTrait, words: &[String]) -> Expr {
    if let [only] = words
        && only.chars().count() == 1
    {
        return name_is(db, only);
    }
    if db.get_database_backend() == DbBackend::Postgres {
        return words.iter().fold(Expr::val(true), |all: Expr, word| {
            let pattern = format!("% {word}%");
            all.and(Expr::cust_with_values(
                "(' ' || \"stay\".\"name_search\") LIKE $1",
                [pattern],
            ))
        });
    }
    let query = words
        .iter()
        .map(|word| format!("\"{word}\"*"))
        .collect::<Vec<_>>()
        .join(" ");
    Expr::cust_with_values(
        "\"stay\".\"row_number\" IN (SELECT rowid FROM stay_name WHERE stay_name MATCH ?)",
        [query],
    )
}

/// Returns the condition that the folded name is this one word.
fn name_is(db: &impl ConnectionTrait, word: &str) -> Expr {
    if db.get_database_backend() == DbBackend::Postgres {
        // The same expression as in the index.
        return Expr::cust_with_values("(' ' || \"stay\".\"name_search\") LIKE $1", [format!(" {word}")]);
    }
    Expr::cust_with_values(
        "\"stay\".\"name_search\" = ? AND \"stay\".\"row_number\" IN (SELECT rowid FROM stay_name WHERE stay_name MATCH ?)",
        [word.to_owned(), format!("\"{word}\"")],
    )
}

/// Returns the condition that the telephone number of an `account` contains these digits, in any notation; `+84`
/// corresponds to the 0 of a national number. The argument has digits only, so that none is a wildcard of LIKE.
pub fn phone_has_digits(db: &impl ConnectionTrait, digits: &str) -> Expr {
    let mut typed = "\"account\".\"phone\"".to_owned();
    for (sign, instead) in [("+84", "0"), (" ", ""), (".", ""), ("-", ""), ("(", ""), (")", "")] {
        typed = format!("REPLACE({typed}, '{sign}', '{instead}')");
    }
    let condition = placeholders(db, &format!("{typed} LIKE ?"));
    Expr::cust_with_values(condition, [format!("%{digits}%")])
}

/// Returns a statement written with `?`, with the placeholders of the engine.
pub fn placeholders(db: &impl ConnectionTrait, sql: &str) -> String {
    if db.get_database_backend() != DbBackend::Postgres {
        return sql.to_owned();
    }
    let mut numbered = String::with_capacity(sql.len() + 8);
    let mut count = 0;
    for c in sql.chars() {
        if c == '?' {
            count += 1;
            numbered.push_str(&format!("${count}"));
        } else {
            numbered.push(c);
        }
    }
    numbered
}

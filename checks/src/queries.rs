//! Checks that only stores contain queries: no other file of the service reads or writes the database.

use anyhow::Result;
use proc_macro2::{TokenStream, TokenTree};

use crate::imports::{behind_tests, paths};

/// The crates with which queries are made; `migration` re-exports them.
const DRIVERS: [&str; 4] = ["sea_orm", "sea_query", "sqlx", "migration"];

/// The items of `sea_orm` that other files may name: values that a store writes, conditions for it, a connection that
/// is passed on, and an error that is returned. None of them runs a query except the connection, whose methods are
/// [`ASKING`].
const HARMLESS: [&str; 5] = ["ActiveValue", "ColumnTrait", "ConnectionTrait", "DbErr", "SqlErr"];
const HARMLESS_OF_QUERIES: [&str; 4] = ["Condition", "Expr", "ExprTrait", "SelectStatement"];

/// The methods of a connection that run queries.
const ASKING: [&str; 9] = [
    "execute",
    "execute_raw",
    "execute_unprepared",
    "query_one",
    "query_one_raw",
    "query_all",
    "query_all_raw",
    "stream_raw",
    "query_paginated",
];

/// Returns the names in a file that belong into a store; none for a store.
///
/// # Errors
/// Returns an error if the file is not Rust.
pub fn faults(file: &str, text: &str) -> Result<Vec<String>> {
    if may_ask(file) {
        return Ok(Vec::new());
    }
    let mut named: Vec<String> = paths(text, &DRIVERS)?
        .into_iter()
        .filter(|path| !is_harmless(path))
        .map(|path| path.join("::"))
        .collect();
    asking(text.parse().map_err(|error| anyhow::anyhow!("{error}"))?, &mut named);
    Ok(named
        .into_iter()
        .map(|name| format!("{file}: {name} belongs to store.rs"))
        .collect())
}

/// Returns whether a file may contain queries: stores, entities, and the modules below all stores.
fn may_ask(file: &str) -> bool {
    let mut parts = file.split('/').rev();
    let name = parts.next().unwrap_or_default();
    let mut folders = parts.rev();
    let is_below_db = folders.clone().next() == Some("db");
    is_below_db
        || matches!(name, "store.rs" | "entity.rs")
        || folders.any(|folder| matches!(folder, "store" | "entity"))
}

fn is_harmless(path: &[String]) -> bool {
    let mut names = path.iter().map(String::as_str);
    if names.next() != Some("sea_orm") {
        return false;
    }
    match names.next() {
        Some("sea_query") => names.next().is_some_and(|name| HARMLESS_OF_QUERIES.contains(&name)),
        Some(name) => HARMLESS.contains(&name),
        None => false,
    }
}

/// Finds the methods that run queries, called on a value or by their path.
fn asking(stream: TokenStream, found: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(behind) = behind_tests(&tokens, at) {
            at = behind;
            continue;
        }
        match &tokens[at] {
            TokenTree::Group(group) => asking(group.stream(), found),
            TokenTree::Ident(name) if ASKING.contains(&name.to_string().as_str()) && is_member(&tokens, at) => {
                found.push(name.to_string());
            }
            _ => {}
        }
        at += 1;
    }
}

/// Returns whether a dot or colons precede this name.
fn is_member(tokens: &[TokenTree], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    matches!(before, Some(TokenTree::Punct(punct)) if matches!(punct.as_char(), '.' | ':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(file: &str, text: &str) -> Vec<String> {
        faults(file, text).unwrap()
    }

    #[test]
    fn a_query_stands_in_a_store_alone() {
        let text = "use sea_orm::{EntityTrait, QueryFilter}; fn f() { Entity::find().filter(x).all(db) }";
        for file in [
            "stays/store.rs",
            "stays/board/store.rs",
            "procedures/store/queue.rs",
            "audit/entity.rs",
            "stays/entity/stay.rs",
            "db/hold.rs",
        ] {
            assert!(found(file, text).is_empty(), "{file}");
        }
        for file in [
            "stays/service.rs",
            "accounts/session_store.rs",
            "accounts/store_keeper.rs",
            "jobs/db/rows.rs",
        ] {
            let expected = ["sea_orm::EntityTrait", "sea_orm::QueryFilter"];
            assert_eq!(
                found(file, text),
                expected.map(|name| format!("{file}: {name} belongs to store.rs"))
            );
        }
    }

    #[test]
    fn values_conditions_a_connection_and_a_failure_are_no_query() {
        let text =
            "use sea_orm::sea_query::{Condition, Expr}; use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait};
                    fn f(db: &impl ConnectionTrait, rows: &mut Rows) -> Result<(), sea_orm::DbErr> { store::all(db) }";
        assert!(found("stays/service.rs", text).is_empty());
    }

    #[test]
    fn no_way_round_is_open() {
        for (text, name) in [
            ("use sea_orm::*;", "sea_orm"),
            ("use sea_orm as orm;", "sea_orm"),
            ("use sea_orm::entity::prelude::*;", "sea_orm::entity::prelude"),
            ("use sea_orm::{ActiveValue, Statement};", "sea_orm::Statement"),
            ("use sea_orm::sea_query::Query;", "sea_orm::sea_query::Query"),
            (
                "use migration::sea_orm::EntityTrait;",
                "migration::sea_orm::EntityTrait",
            ),
            ("async fn f() { sqlx::query(x) }", "sqlx::query"),
            (
                "async fn f() { tx.execute_unprepared(sql).await }",
                "execute_unprepared",
            ),
            (
                "async fn f() { log!(ConnectionTrait::query_one_raw(db, sql)) }",
                "query_one_raw",
            ),
            (
                "#[derive(sea_orm::FromQueryResult)] struct Row;",
                "sea_orm::FromQueryResult",
            ),
        ] {
            assert_eq!(
                found("stays/service.rs", text),
                [format!("stays/service.rs: {name} belongs to store.rs")],
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_compiled_for_tests_alone_may_ask() {
        let text = "#[cfg(test)] mod tests { use sea_orm::EntityTrait; fn f() { db.query_one(x) } }";
        assert!(found("stays/service.rs", text).is_empty());
    }
}

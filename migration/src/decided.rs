//! What is decided stays as it was decided, whoever writes: guards on rows that otherwise change.
//!
//! Histories are frozen as a whole (`ddl::protect`). These guards are for rows that live on: what a dossier is and who filed it never
//! changes, and of a decided one only what may still happen to it. The same holds for questions that were asked about it, for accounts,
//! for what was lent and for what was announced.
//!
//! This file is frozen together with the first step that is released, like `ddl`.

use crate::ddl;
use sea_orm_migration::prelude::*;

/// Which columns of a table stay. Names of columns stand between spaces, those that are sealed between commas.
pub struct Guard {
    pub table: &'static str,
    /// What never changes.
    pub always: &'static str,
    /// What never changes once it is there.
    pub once: &'static str,
    /// From when on the rest stays, in SQL over OLD; and the rest. What of it is empty may still be filled.
    pub decided: &'static str,
    pub then: &'static str,
    pub filled: &'static str,
    /// What an exchange of keys seals anew, and the indexes made from it (`ddl::resealing`).
    pub sealed: &'static str,
    pub indexes: &'static str,
}

impl Guard {
    /// Guards nothing: a guard names only the fields that it needs.
    pub const NONE: Self = Self {
        table: "",
        always: "",
        once: "",
        decided: "",
        then: "",
        filled: "",
        sealed: "",
        indexes: "",
    };

    fn name(&self) -> String {
        format!("{}_keeps_decided", self.table)
    }

    /// The condition that something changes that must not.
    fn condition(&self, differs: &str) -> String {
        let one = |column: &str| format!("NEW.{column} {differs} OLD.{column}");
        let mut any: Vec<String> = self.always.split_whitespace().map(one).collect();
        let there = |column: &str| format!("(OLD.{column} IS NOT NULL AND {})", one(column));
        any.extend(self.once.split_whitespace().map(there));
        let then = self.then.split_whitespace().map(one);
        let then: Vec<String> = then.chain(self.filled.split_whitespace().map(there)).collect();
        if !then.is_empty() {
            any.push(format!("({} AND ({}))", self.decided, then.join(" OR ")));
        }
        any.join(" OR ")
    }

    async fn add(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let (table, name) = (self.table, self.name());
        let message = format!("{table}: what is decided stays as it was decided");
        let exception = if self.sealed.is_empty() {
            String::new()
        } else {
            ddl::resealing(self.sealed, self.indexes) + " "
        };
        ddl::run_for_engine(
            manager,
            &format!(
                "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {} THEN {exception}\
                 RAISE EXCEPTION '{message}'; END IF; RETURN NEW; END $$
--
CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
                self.condition("IS DISTINCT FROM")
            ),
            &format!(
                "CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {} BEGIN SELECT RAISE(ABORT, '{message}'); END",
                self.condition("IS NOT")
            ),
        )
        .await
    }
}

/// Adds the guards to their tables.
pub async fn guard(manager: &SchemaManager<'_>, guards: &[Guard]) -> Result<(), DbErr> {
    for guard in guards {
        guard.add(manager).await?;
    }
    Ok(())
}

/// Takes back what [`guard`] made, where dropping the table does not.
pub async fn unguard(manager: &SchemaManager<'_>, guards: &[Guard]) -> Result<(), DbErr> {
    for guard in guards {
        ddl::run_for_engine(manager, &format!("DROP FUNCTION {}()", guard.name()), "").await?;
    }
    Ok(())
}

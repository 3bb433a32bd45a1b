//! What is decided stays as it was decided, whoever writes: guards on rows that otherwise change.
//!
//! Histories have had theirs from the beginning (`ddl::protect`, `m0003`). These are of the rows themselves: what a dossier is
//! and who filed it never changes, and of one that is decided only what may still happen to it. The same of questions that were
//! given on it, of accounts, of what was lent and of what was announced.

use crate::ddl;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

struct Guard {
    table: &'static str,
    /// What never changes.
    always: &'static str,
    /// What never changes once it is there.
    once: &'static str,
    /// From when on the rest stays, in SQL over OLD; and the rest. What of it is empty may still be filled.
    decided: &'static str,
    then: &'static str,
    filled: &'static str,
    /// What an exchange of keys seals anew, and the indexes made from it (`m0025`).
    sealed: &'static str,
    indexes: &'static str,
}

const GUARDS: [Guard; 6] = [
    Guard {
        table: "dossier",
        always: "id number procedure_type filed_by lang code_index code_sealed confirm_hash created_at",
        once: "filed_at account_id decided_at",
        decided: "OLD.decided_at IS NOT NULL",
        then: "state title title_search summary area_code area_path applicant_sealed form_sealed result_sealed late_seconds \
               term_from term_ends refusal_ends urgent queue_rank queue_at",
        // A report may be withdrawn before its account is found.
        filled: "subject_post",
        sealed: "code_sealed,applicant_sealed,form_sealed,result_sealed",
        indexes: "code_index",
    },
    Guard {
        table: "dossier_consultation",
        always: "id dossier_id unit_id question_sealed asked_at asked_by asked_by_name",
        once: "",
        // An opinion is corrected until the dossier is decided.
        decided: "EXISTS (SELECT 1 FROM dossier d WHERE d.id = OLD.dossier_id AND d.decided_at IS NOT NULL)",
        then: "opinion opinion_sealed answered_at answered_by answered_by_name",
        filled: "",
        sealed: "question_sealed,opinion_sealed",
        indexes: "",
    },
    Guard {
        table: "account",
        always: "id login unit_id facility_id operator_of created_at",
        once: "",
        // Closed for ever (LC-6.1b-2, KH-8c-2).
        decided: "OLD.status = 'closed'",
        then: "status status_since status_reason status_by",
        filled: "",
        sealed: "",
        indexes: "",
    },
    Guard {
        table: "credential_loss",
        always: "dossier_id late_seconds",
        once: "looked_up_at account_id proven_at",
        decided: "",
        then: "",
        filled: "",
        sealed: "",
        indexes: "",
    },
    Guard {
        table: "delegation",
        always: "id from_account to_account since until requested_at",
        once: "approved_at approved_by ended_at",
        decided: "OLD.ended_at IS NOT NULL",
        then: "approved_at approved_by ended_by end_reason",
        filled: "",
        sealed: "",
        indexes: "",
    },
    Guard {
        table: "facility_change",
        always: "id facility_id area_code area_path kind effective_on note told_agencies announced_at announced_by \
                 announced_by_operator",
        once: "applied_at withdrawn_at",
        decided: "",
        then: "",
        filled: "",
        sealed: "",
        indexes: "",
    },
];

impl Guard {
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
            let (sealed, indexes) = (self.sealed, self.indexes);
            format!(
                "IF only_resealed(to_jsonb(OLD), to_jsonb(NEW), '{{{sealed}}}', '{{{indexes}}}') THEN RETURN NEW; END IF; "
            )
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

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for guard in &GUARDS {
            guard.add(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for guard in &GUARDS {
            let (table, name) = (guard.table, guard.name());
            ddl::run_for_engine(
                manager,
                &format!("DROP TRIGGER {name} ON {table}\n--\nDROP FUNCTION {name}()"),
                &format!("DROP TRIGGER {name}"),
            )
            .await?;
        }
        Ok(())
    }
}

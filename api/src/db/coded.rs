//! Codes in columns: stored by name, read as their types.

use rules::Code;
use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, StringLen, Value, ValueType, ValueTypeErr};
use sea_orm::{ColIdx, DbErr, QueryResult, TryFromU64, TryGetError, TryGetable};
use std::ops::Deref;

/// A code in a text column.
///
/// Reading a row with an unknown name is an error: a code that was ever stored stays in its enum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coded<C>(pub C);

impl<C> Deref for Coded<C> {
    type Target = C;

    fn deref(&self) -> &C {
        &self.0
    }
}

impl<C> From<C> for Coded<C> {
    fn from(code: C) -> Self {
        Self(code)
    }
}

impl<C: Code> From<Coded<C>> for Value {
    fn from(coded: Coded<C>) -> Self {
        coded.0.as_str().into()
    }
}

impl<C: Code> TryGetable for Coded<C> {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        let name = String::try_get_by(row, index)?;
        // The name may be a user's words, so the error does not contain it.
        C::from_name(&name)
            .map(Self)
            .ok_or_else(|| TryGetError::DbErr(DbErr::Type(format!("no {} of that name", std::any::type_name::<C>()))))
    }
}

impl<C: Code> ValueType for Coded<C> {
    fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
        let name = <String as ValueType>::try_from(value)?;
        C::from_name(&name).map(Self).ok_or(ValueTypeErr)
    }

    fn type_name() -> String {
        String::type_name()
    }

    fn array_type() -> ArrayType {
        ArrayType::String
    }

    fn column_type() -> ColumnType {
        ColumnType::String(StringLen::None)
    }
}

impl<C: Code> Nullable for Coded<C> {
    fn null() -> Value {
        String::null()
    }
}

/// Required for keys of several columns. No engine generates codes as it generates running numbers.
impl<C> TryFromU64 for Coded<C> {
    fn try_from_u64(_: u64) -> Result<Self, DbErr> {
        Err(DbErr::ConvertFromU64(std::any::type_name::<C>()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dto::account::Role;
    use sea_orm::{ConnectionTrait, Database, DatabaseBackend, Statement};

    #[actix_web::test]
    async fn a_row_with_an_unknown_code_is_refused_and_its_words_are_not_told() {
        let db = Database::connect("sqlite::memory:").await.unwrap();
        let sql = "SELECT 'police' AS known, 'emperor' AS unknown, NULL AS absent";
        let statement = Statement::from_string(DatabaseBackend::Sqlite, sql);
        let row = db.query_one_raw(statement).await.unwrap().unwrap();
        assert_eq!(row.try_get::<Coded<Role>>("", "known").unwrap(), Coded(Role::Police));
        assert_eq!(row.try_get::<Option<Coded<Role>>>("", "absent").unwrap(), None);
        for error in [
            row.try_get::<Coded<Role>>("", "unknown").unwrap_err(),
            row.try_get::<Option<Coded<Role>>>("", "unknown").unwrap_err(),
        ] {
            assert!(!format!("{error} {error:?}").contains("emperor"), "{error}");
        }
    }

    #[test]
    fn a_code_is_stored_by_its_name_and_read_by_it_alone() {
        for role in Role::ALL.iter().copied() {
            let value = Value::from(Coded(role));
            assert_eq!(value, Value::from(role.as_str()));
            assert_eq!(<Coded<Role> as ValueType>::try_from(value).ok(), Some(Coded(role)));
        }
        assert!(<Coded<Role> as ValueType>::try_from(Value::from("emperor")).is_err());
    }
}

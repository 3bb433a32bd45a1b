//! The choice of the login name of an account (KH-8c-1, LC-6.1b-2).

use super::store;
use crate::App;
use crate::error::{Error, Result};
use crate::references::References;
use dto::account::{AccountTier, Role};
use dto::problem::FieldCode;
use sea_orm::ConnectionTrait;
use std::collections::HashSet;

/// Returns the requested name if it is not and was not in use; without a request, the name by the profile's pattern,
/// with a number if it is taken. Another request may take the name in the meantime: the unique index decides.
pub async fn choose_login(
    app: &App,
    references: &References,
    tier: AccountTier,
    area_code: &str,
    unit_name: &str,
    asked: Option<&str>,
) -> Result<String> {
    if let Some(asked) = asked {
        if tier.role == Role::Facility && is_reserved(app, asked) {
            return Err(Error::field("/login", FieldCode::LoginReserved));
        }
        return free(app, asked).await;
    }
    propose_login(app.db.read(), app, references, tier, area_code, unit_name).await
}

/// Returns the name by the profile's pattern, with a number if it is taken now.
pub async fn propose_login(
    db: &impl ConnectionTrait,
    app: &App,
    references: &References,
    tier: AccountTier,
    area_code: &str,
    unit_name: &str,
) -> Result<String> {
    let pattern = app
        .profile
        .accounts
        .login_patterns
        .get(&tier.to_string())
        .map_or("{name}", String::as_str);
    let (area, kind) = references
        .area(area_code)
        .map_or(("", ""), |area| (area.name.as_str(), area.kind.as_str()));
    let proposed = rules::login::propose(pattern, area, kind, unit_name);
    if tier.role == Role::Facility && is_reserved(app, &proposed) {
        return numbered(db, &format!("coso.{proposed}")).await;
    }
    numbered(db, &proposed).await
}

/// Returns whether a name looks like the name of an authority.
fn is_reserved(app: &App, login: &str) -> bool {
    let patterns = &app.profile.accounts.login_patterns;
    let of_authorities = patterns
        .iter()
        .filter(|(tier, _)| AccountTier::from_name(tier).is_some_and(|tier| tier.role != Role::Facility));
    rules::login::is_of_authority(login, of_authorities.map(|(_, pattern)| pattern.as_str()))
}

/// Returns the name of an operator: the name of the unit followed by that of the person.
pub(super) async fn choose_for_operator(app: &App, unit: &str, person: &str, asked: Option<&str>) -> Result<String> {
    match asked {
        // The unit's own name is the prefix, so that the request cannot take or discover names of others.
        Some(asked) if !asked.starts_with(&format!("{unit}.")) => {
            Err(Error::field("/login", FieldCode::LoginNotOfUnit))
        }
        Some(asked) => free(app, asked).await,
        None => {
            numbered(
                app.db.read(),
                &rules::login::propose(&format!("{unit}.{{name}}"), "", "", person),
            )
            .await
        }
    }
}

async fn free(app: &App, asked: &str) -> Result<String> {
    if super::super::store::by_login(app.db.read(), asked).await?.is_some() {
        return Err(Error::field("/login", FieldCode::LoginTaken));
    }
    Ok(asked.to_owned())
}

async fn numbered(db: &impl ConnectionTrait, proposed: &str) -> Result<String> {
    let taken: HashSet<String> = store::logins_like(db, proposed).await?.into_iter().collect();
    Ok(rules::login::unique(proposed, |login| taken.contains(login)))
}

//! Which login name an account gets (KH-8c-1, LC-6.1b-2).

use super::store;
use crate::App;
use crate::directory::references::References;
use crate::error::{Error, Result};
use dto::account::Post;
use dto::problem::FieldCode;
use std::collections::HashSet;

/// The name asked for, if nobody has or had it; without one, that of the profile's pattern, with a number where it is
/// taken. Somebody may be faster all the same: the database has the last word.
pub async fn choose_login(
    app: &App,
    references: &References,
    post: Post,
    area_code: &str,
    unit_name: &str,
    asked: Option<&str>,
) -> Result<String> {
    if let Some(asked) = asked {
        return free(app, asked).await;
    }
    let pattern = app
        .profile
        .accounts
        .login_patterns
        .get(&post.to_string())
        .map_or("{name}", String::as_str);
    let (area, kind) = references
        .area(area_code)
        .map_or(("", ""), |area| (area.name.as_str(), area.kind.as_str()));
    numbered(app, &rules::login::propose(pattern, area, kind, unit_name)).await
}

/// The name of an operator: the unit's with the person's behind it.
pub(super) async fn choose_for_operator(app: &App, unit: &str, person: &str, asked: Option<&str>) -> Result<String> {
    match asked {
        Some(asked) => free(app, asked).await,
        None => numbered(app, &rules::login::propose(&format!("{unit}.{{name}}"), "", "", person)).await,
    }
}

async fn free(app: &App, asked: &str) -> Result<String> {
    if super::super::store::by_login(app.db.read(), asked).await?.is_some() {
        return Err(Error::field("/login", FieldCode::LoginTaken));
    }
    Ok(asked.to_owned())
}

async fn numbered(app: &App, proposed: &str) -> Result<String> {
    let taken: HashSet<String> = store::logins_like(app.db.read(), proposed).await?.into_iter().collect();
    Ok(rules::login::unique(proposed, |login| taken.contains(login)))
}

//! Helpers for clients of the service: accounts of the demo province, paths of operations, tokens.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use xtask::command::root;

use crate::demo::Account;

/// Returns a facility that is set up, and the police of the same commune.
pub fn pick(accounts: &[Account]) -> Result<(&Account, &Account)> {
    let facility = accounts
        .iter()
        .find(|account| account.role == "facility" && !account.first_login);
    let facility = facility.context("the demo province has no facility that is set up")?;
    let police = accounts
        .iter()
        .find(|account| account.role == "police" && account.area_code == facility.area_code);
    Ok((
        facility,
        police.context("the demo province has no police in the facility's commune")?,
    ))
}

/// Returns the path of the committed OpenAPI document.
pub fn document_file() -> PathBuf {
    root().join("openapi/openapi.json")
}

/// Reads the committed OpenAPI document.
pub fn document() -> Result<Value> {
    let document = std::fs::read_to_string(document_file()).context("cannot read the OpenAPI document")?;
    serde_json::from_str(&document).context("the OpenAPI document is no JSON")
}

/// Returns the path of an operation in the OpenAPI document.
pub fn path_of(operation: &str) -> Result<String> {
    let document = document()?;
    let paths = document["paths"]
        .as_object()
        .context("the OpenAPI document has no paths")?;
    let has_it = |item: &Value| {
        item.as_object()
            .is_some_and(|methods| methods.values().any(|method| method["operationId"] == operation))
    };
    let path = paths
        .iter()
        .find(|(_, item)| has_it(item))
        .map(|(path, _)| path.clone());
    path.with_context(|| format!("the OpenAPI document has no operation `{operation}`"))
}

/// Returns the answer of a path to a token.
pub fn get(url: &str, token: &str) -> Result<Value> {
    let request = ureq::get(url).header("Authorization", format!("Bearer {token}"));
    let mut answer = request.call().with_context(|| format!("GET {url}"))?;
    answer
        .body_mut()
        .read_json()
        .with_context(|| format!("the answer to GET {url} is no JSON"))
}

/// Returns a token of that account.
pub fn sign_in(url: &str, login: &str, password: &str) -> Result<String> {
    let mut answer = ureq::post(url)
        .send_json(json!({ "login": login, "password": password }))
        .with_context(|| format!("{login} cannot sign in"))?;
    let body: Value = answer
        .body_mut()
        .read_json()
        .context("the answer to `login` is no JSON")?;
    match body["access_token"].as_str() {
        Some(token) => Ok(token.to_owned()),
        None => bail!("the answer to `login` has no access_token"),
    }
}

/// Returns an access token of the account of that session, valid for a day.
pub fn access_token(url: &str, session: &str, password: &str) -> Result<String> {
    let request = ureq::post(url)
        .header("Authorization", format!("Bearer {session}"))
        .header("Idempotency-Key", "schemathesis");
    let mut answer = request
        .send_json(json!({ "name": "schemathesis", "days": 1, "password": password }))
        .context("no access token is made")?;
    let body: Value = answer
        .body_mut()
        .read_json()
        .context("the answer to `createAccessToken` is no JSON")?;
    body["secret"]
        .as_str()
        .map(str::to_owned)
        .context("the answer to `createAccessToken` has no secret")
}

#[cfg(test)]
mod tests {
    use super::pick;
    use crate::demo::Account;

    fn account(login: &str, role: &str, area: &str, first_login: bool) -> Account {
        Account {
            login: login.to_owned(),
            role: role.to_owned(),
            area_code: Some(area.to_owned()),
            facility_id: None,
            first_login,
        }
    }

    #[test]
    fn the_facility_is_set_up_and_the_officer_is_of_its_commune() {
        let accounts = [
            account("new", "facility", "1", true),
            account("province", "police", "56", false),
            account("set-up", "facility", "2", false),
            account("elsewhere", "police", "1", false),
            account("officer", "police", "2", false),
        ];
        let (facility, police) = pick(&accounts).unwrap();
        assert_eq!((facility.login.as_str(), police.login.as_str()), ("set-up", "officer"));
        assert!(pick(&accounts[..4]).is_err());
        assert!(pick(&accounts[..1]).is_err());
    }
}

//! The path to read a created resource: `Location` of a 201 (RFC 9110, 10.2.2).

use crate::http::API;
use actix_web::http::StatusCode;
use serde_json::Value;

/// For each operation that answers 201: the path to read what it created, with pointers into its answer. Where the
/// resource has no path of its own, it is the list that contains it.
pub const PLACES: &[(&str, &str)] = &[
    ("createAccount", "/accounts/{/account/id}"),
    ("createOperator", "/accounts/me/operators"),
    ("createAccessToken", "/accounts/me/access-tokens"),
    ("requestDelegation", "/delegations"),
    ("announceFacilityChange", "/facility-changes?facility_id={/facility_id}"),
    ("previewImport", "/facilities/{/facility_id}/imports/{/id}"),
    ("notifyStay", "/stays/{/id}"),
    ("notifyGroup", "/stays?group_id={/id}"),
    ("notifyOnBehalf", "/stays/{/id}"),
    ("submitHolderChange", "/accounts/me/holder-changes"),
    ("submitOwnDataRequest", "/accounts/me/data-requests"),
];

/// The path to read what `operation` created, if its answer is 201.
pub fn location(operation: &str, status: StatusCode, body: &[u8]) -> Option<String> {
    if status != StatusCode::CREATED {
        return None;
    }
    let (_, template) = PLACES.iter().find(|(known, _)| *known == operation)?;
    let body: Value = serde_json::from_slice(body).ok()?;
    let mut place = API.to_owned();
    for part in template.split('{') {
        match part.split_once('}') {
            Some((pointer, rest)) => {
                place.push_str(body.pointer(pointer)?.as_str()?);
                place.push_str(rest);
            }
            None => place.push_str(part),
        }
    }
    Some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_filled_from_the_answer() {
        let of = |operation, status| location(operation, status, br#"{"id": "7", "facility_id": "3"}"#);
        let made = StatusCode::CREATED;
        assert_eq!(of("notifyStay", made).as_deref(), Some("/api/v1/stays/7"));
        assert_eq!(
            of("previewImport", made).as_deref(),
            Some("/api/v1/facilities/3/imports/7")
        );
        assert_eq!(
            of("createOperator", made).as_deref(),
            Some("/api/v1/accounts/me/operators")
        );
        assert_eq!(of("notifyStay", StatusCode::OK), None);
        assert_eq!(of("createAccount", made), None, "an answer without what it needs");
    }
}

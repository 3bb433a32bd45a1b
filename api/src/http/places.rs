//! Where what a request made can be read: `Location` of a 201 (RFC 9110, 10.2.2).

use actix_web::http::StatusCode;
use dto::operations::BASE;
use serde_json::Value;

/// For each operation that answers 201: the address that tells of what it made, with pointers into its answer. Where a
/// thing of its own has no address, it is the list that the thing stands in.
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

/// The address of what `operation` made, if its answer is 201.
pub fn location(operation: &str, status: StatusCode, body: &[u8]) -> Option<String> {
    if status != StatusCode::CREATED {
        return None;
    }
    let (_, template) = PLACES.iter().find(|(known, _)| *known == operation)?;
    let body: Value = serde_json::from_slice(body).ok()?;
    let mut place = BASE.to_owned();
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

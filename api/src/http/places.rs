//! The path to read a created resource: `Location` of a 201 (RFC 9110, 10.2.2).

use actix_web::http::StatusCode;
use dto::operations::accounts::{
    CreateAccessToken, CreateAccount, CreateOperator, GetAccount, ListAccessTokens, ListDelegations, ListOperators,
    RequestDelegation,
};
use dto::operations::directory::{AnnounceFacilityChange, ListFacilityChanges};
use dto::operations::procedures::{ListHolderChanges, ListOwnDataRequests, SubmitHolderChange, SubmitOwnDataRequest};
use dto::operations::stays::{GetImport, GetStay, ListStays, NotifyGroup, NotifyOnBehalf, NotifyStay, PreviewImport};
use dto::operations::{BASE, Operation};
use serde_json::Value;

/// The path at which the result of an operation can be read.
pub struct Place {
    /// The operation that creates it.
    pub operation: &'static str,
    /// The path of the operation that reads it.
    path: &'static str,
    /// Pointers into the answer: for each parameter of the path, then for the filter.
    pointers: &'static [&'static str],
    /// The parameter that filters a list to the created resource.
    filter: Option<&'static str>,
}

/// One entry for each operation that answers 201. A resource without its own path is read from its list.
pub const PLACES: &[Place] = &[
    Place::of::<CreateAccount, GetAccount>(&["/account/id"]),
    Place::of::<CreateOperator, ListOperators>(&[]),
    Place::of::<CreateAccessToken, ListAccessTokens>(&[]),
    Place::of::<RequestDelegation, ListDelegations>(&[]),
    Place::of::<AnnounceFacilityChange, ListFacilityChanges>(&["/facility_id"]).by("facility_id"),
    Place::of::<PreviewImport, GetImport>(&["/facility_id", "/id"]),
    Place::of::<NotifyStay, GetStay>(&["/id"]),
    Place::of::<NotifyGroup, ListStays>(&["/id"]).by("group_id"),
    Place::of::<NotifyOnBehalf, GetStay>(&["/id"]),
    Place::of::<SubmitHolderChange, ListHolderChanges>(&[]),
    Place::of::<SubmitOwnDataRequest, ListOwnDataRequests>(&[]),
];

impl Place {
    const fn of<Made: Operation, Read: Operation>(pointers: &'static [&'static str]) -> Self {
        Self {
            operation: Made::ID,
            path: Read::PATH,
            pointers,
            filter: None,
        }
    }

    const fn by(self, filter: &'static str) -> Self {
        Self {
            filter: Some(filter),
            ..self
        }
    }

    /// Returns the place of the resource that `operation` creates, if any.
    pub fn of_operation(operation: &str) -> Option<&'static Self> {
        PLACES.iter().find(|place| place.operation == operation)
    }

    /// Returns the path as in the OpenAPI document: with the pointers in braces.
    pub fn template(&self) -> String {
        self.filled(|pointer| Some(format!("{{{pointer}}}")))
            .unwrap_or_default()
    }

    fn filled(&self, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        let mut pointers = self.pointers.iter();
        let mut parts = self.path.split('{');
        let mut place = format!("{BASE}{}", parts.next()?);
        for part in parts {
            place.push_str(&value(pointers.next()?)?);
            place.push_str(part.split_once('}')?.1);
        }
        if let Some(filter) = self.filter {
            place.push_str(&format!("?{filter}={}", value(pointers.next()?)?));
        }
        Some(place)
    }
}

/// The path to read what `operation` created, if its answer is 201.
pub fn location(operation: &str, status: StatusCode, body: &[u8]) -> Option<String> {
    if status != StatusCode::CREATED {
        return None;
    }
    let place = Place::of_operation(operation)?;
    let body: Value = serde_json::from_slice(body).ok()?;
    place.filled(|pointer| Some(body.pointer(pointer)?.as_str()?.to_owned()))
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
        assert_eq!(of("notifyGroup", made).as_deref(), Some("/api/v1/stays?group_id=7"));
        assert_eq!(of("notifyStay", StatusCode::OK), None);
        assert_eq!(of("createAccount", made), None, "an answer without what it needs");
    }

    #[test]
    fn every_place_has_a_pointer_for_each_parameter_and_no_more() {
        for place in PLACES {
            let gaps = place.path.matches('{').count() + usize::from(place.filter.is_some());
            assert_eq!(place.pointers.len(), gaps, "{}", place.operation);
            assert_eq!(place.template().matches("{/").count(), gaps, "{}", place.operation);
        }
    }
}

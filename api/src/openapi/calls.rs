//! How operations are called: the headers that all operations of a kind accept and answer.

use crate::authz::policy::{Flag, Row};
use crate::http::once::{KEY_HEADER, KEY_LENGTH};
use crate::http::places::Place;
use dto::problem::ErrorCode;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{Components, Header, HeaderBuilder, Ref, RefOr, Response, ResponseBuilder};

/// The POSTs that accept no `Idempotency-Key`, and why none is needed: a repeat has no further effect.
pub const UNKEYED: &[(&str, &str)] = &[
    (
        "login",
        "signing in: nobody is known yet, and a second session is a second session",
    ),
    (
        "refreshToken",
        "a refresh token is good once, and its repeat within seconds has the same successor",
    ),
    ("logout", "a session that has ended stays so"),
    (
        "enrolSecondFactor",
        "nothing changes before it is confirmed; asked again it shows another secret",
    ),
    ("endSession", "a session that has ended stays so"),
    ("endOtherSessions", "sessions that have ended stay so"),
    ("searchAccounts", "a question"),
    ("searchStays", "a question"),
    ("findReturningGuest", "a question"),
    ("findElsewhere", "a question"),
    ("exportStays", "a question, answered with a file"),
    ("exportDossiers", "a question, answered with a file"),
    ("exportAccounts", "a question, answered with a file"),
    ("exportFacilities", "a question, answered with a file"),
    ("lookupDossier", "a question"),
    ("downloadDossierForm", "a question"),
    ("downloadResult", "a question"),
    ("acknowledgeStay", "seen twice is seen"),
    ("acknowledgeStays", "seen twice is seen"),
    (
        "confirmRegistration",
        "the link itself is good once, and followed again it answers the same",
    ),
    (
        "confirmDataRequest",
        "the link itself is good once, and followed again it answers the same",
    ),
    (
        "confirmCredentialLoss",
        "the link itself is good once, and followed again it answers the same",
    ),
];

/// Whether an operation takes an `Idempotency-Key`.
pub fn is_keyed(row: &Row) -> bool {
    row.method == "POST" && UNKEYED.iter().all(|(operation, _)| *operation != row.operation)
}

/// The errors that these headers can cause.
pub fn problems(row: &Row) -> Vec<ErrorCode> {
    let mut problems = Vec::new();
    if is_keyed(row) {
        problems.push(ErrorCode::IdempotencyKeyReused);
    }
    if row.has(Flag::Versioned) {
        problems.extend([ErrorCode::VersionConflict, ErrorCode::PreconditionFailed]);
    }
    if row.operation == "listStays" {
        problems.push(ErrorCode::NotFound);
    }
    problems
}

/// Writes the headers into an operation.
pub fn complete(operation: &mut Operation, row: &Row) {
    if is_keyed(row) {
        operation.parameters.get_or_insert_default().push(RefOr::T(key()));
    }
    if row.has(Flag::Versioned) {
        let about = "The `ETag` of the version that the change starts from: 412 `precondition_failed` if it was changed in the \
                     meantime. The body may then leave out `version`";
        let header = text_header("If-Match", about, "\"3-9f2c4e1a7b60d851\"");
        operation.parameters.get_or_insert_default().push(RefOr::T(header));
    }
    if row.has(Flag::Tagged) {
        let about = "The `ETag` of the stored answer: 304 if it is still current";
        let header = text_header("If-None-Match", about, "\"3-9f2c4e1a7b60d851\"");
        operation.parameters.get_or_insert_default().push(RefOr::T(header));
        let same = ResponseBuilder::new().description("Not changed").build();
        operation.responses.responses.insert("304".to_owned(), RefOr::T(same));
    }
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        if row.has(Flag::Tagged) && matches!(status.as_str(), "200" | "304") {
            share(response, "ETag");
        }
        if !status.starts_with('2') {
            continue;
        }
        share(response, "Request-Id");
        if is_keyed(row) {
            share(response, "Idempotency-Replayed");
        }
        if status == "201"
            && let Some(place) = Place::of_operation(row.operation)
        {
            let about = format!("Where what was made can be read: `{}`", place.template());
            response.headers.insert("Location".to_owned(), RefOr::T(header(&about)));
        }
    }
}

/// Describes once the headers that many answers share.
pub fn describe(components: &mut Components) {
    for (name, about) in [
        (
            "Request-Id",
            "The id of the request in the log and the audit; in a problem it is `trace_id`",
        ),
        (
            "Idempotency-Replayed",
            "`true` where this is the stored first answer to a repeat",
        ),
        (
            "ETag",
            "The version, where there is one, and a hash of this answer, for `If-Match` and `If-None-Match`",
        ),
    ] {
        components.headers.insert(name.to_owned(), RefOr::T(header(about)));
    }
}

fn share(response: &mut Response, name: &str) {
    let shared = RefOr::Ref(Ref::new(format!("#/components/headers/{name}")));
    response.headers.insert(name.to_owned(), shared);
}

fn header(about: &str) -> Header {
    HeaderBuilder::new()
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .description(Some(about))
        .build()
}

fn text_header(name: &str, about: &str, example: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .description(Some(about))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).examples([example])))
        .build()
}

fn key() -> Parameter {
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(*KEY_LENGTH.start()))
        .max_length(Some(*KEY_LENGTH.end()))
        .pattern(Some("^[!-~]+$"))
        .examples(["4f3c2a1e-0b7d-4c55-9a8e-6d1f2b3c4d5e"]);
    ParameterBuilder::new()
        .name(KEY_HEADER)
        .parameter_in(ParameterIn::Header)
        .description(Some(
            "A key of the client's own for this request, a UUID for example: 8 to 64 printable ASCII characters without spaces. \
             The same request with the same key is carried out once; a repeat gets the stored first answer, for three days, \
             or one hour where the answer contains a password",
        ))
        .schema(Some(text))
        .build()
}

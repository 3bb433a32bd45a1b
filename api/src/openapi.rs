//! The OpenAPI document: collected from the handlers, completed from the policy table.

mod callers;
pub mod calls;
mod examples;
mod finish;
pub mod page;
mod samples;

use crate::authz::policy::{Access, Row};
use crate::authz::{ACTING_FOR, Flag, POLICY};
use crate::routes::operations;
use actix_web::App;
use dto::operations::BASE;
use dto::problem::{ErrorCode, Problem};
use dto::say;
use dto::text::Lang;
use utoipa::OpenApi as _;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::{Tag, TagBuilder};
use utoipa::openapi::{Content, HeaderBuilder, OpenApi, Ref, RefOr};
use utoipa_actix_web::AppExt;

/// The name of the security scheme: an access token.
const SCHEME: &str = "access_token";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Lưu Trú",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
        contact(name = "Operator of this installation"),
    ),
    servers((url = "/", description = "The installation that serves this document")),
    components(schemas(Problem)),
)]
struct Base;

/// The groups of operations, in the order in which a new user needs them.
fn tags(lang: Lang) -> Vec<Tag> {
    [
        ("sign-in", say!(lang, docs.tag.sign_in)),
        ("own-account", say!(lang, docs.tag.own_account)),
        ("rooms", say!(lang, docs.tag.rooms)),
        ("stays", say!(lang, docs.tag.stays)),
        ("imports", say!(lang, docs.tag.imports)),
        ("directory", say!(lang, docs.tag.directory)),
        ("procedures", say!(lang, docs.tag.procedures)),
        ("accounts", say!(lang, docs.tag.accounts)),
        ("operation", say!(lang, docs.tag.operation)),
    ]
    .map(|(name, about)| TagBuilder::new().name(name).description(Some(about)).build())
    .into()
}

/// The document as served to programs and as committed in `openapi/`: in English.
pub fn document() -> OpenApi {
    document_in(Lang::En)
}

/// The document with introduction, groups, summaries and callers in that language. What fields mean is in English alone.
fn document_in(lang: Lang) -> OpenApi {
    let (_, mut document) = App::new()
        .into_utoipa_app()
        .openapi(Base::openapi())
        .service(utoipa_actix_web::scope(BASE).configure(operations))
        .split_for_parts();
    document.info.description = Some(
        match lang {
            Lang::Vi => include_str!("openapi/description.vi.md"),
            Lang::En => include_str!("openapi/description.en.md"),
        }
        .to_owned(),
    );
    document.tags = Some(tags(lang));
    let scheme = SecurityScheme::Http(
        HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(
                "A token created on the account page (`createAccessToken`); or the `access_token` that `login` and \
                 `refreshToken` answer, valid for ten minutes.",
            ))
            .build(),
    );
    let components = document.components.get_or_insert_default();
    components.add_security_scheme(SCHEME, scheme);
    examples::add(components);
    calls::describe(components);
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in finish::operations_of(item) {
            if let Some(row) = POLICY.iter().find(|row| row.path == path && row.method == method) {
                complete(operation, row);
            }
        }
    }
    finish::finished(document, lang)
}

/// Writes security and problems into an operation, from its policy row: so the text always matches the enforcement.
fn complete(operation: &mut Operation, row: &Row) {
    let has_body = operation.request_body.is_some();
    let mut codes: Vec<(u16, Vec<ErrorCode>)> = Vec::new();
    let mut add = |code: ErrorCode| match codes.iter_mut().find(|(status, _)| *status == code.status()) {
        Some((_, known)) if known.contains(&code) => {}
        Some((_, known)) => known.push(code),
        None => codes.push((code.status(), vec![code])),
    };
    add(ErrorCode::MalformedRequest);
    add(ErrorCode::MethodNotAllowed);
    if has_body {
        for code in [
            ErrorCode::MalformedJson,
            ErrorCode::PayloadTooLarge,
            ErrorCode::UnsupportedMediaType,
            ErrorCode::ContentEncoded,
            ErrorCode::ValidationFailed,
            ErrorCode::RequestTimeout,
        ] {
            add(code);
        }
    }
    match row.access {
        Access::Roles(rights) => {
            if rights.iter().any(|(_, reach)| row.is_delegable(*reach)) {
                let lender = ParameterBuilder::new()
                    .name(ACTING_FOR)
                    .parameter_in(ParameterIn::Header)
                    .description(Some(
                        "The account whose rights the request uses, by a delegation in effect; default one's own account",
                    ))
                    .schema(Some(
                        ObjectBuilder::new()
                            .schema_type(Type::String)
                            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid))),
                    ));
                operation
                    .parameters
                    .get_or_insert_default()
                    .push(RefOr::T(lender.build()));
                add(ErrorCode::DelegationAbsent);
            }
            add(ErrorCode::DelegationOff);
            if rights.iter().any(|(_, reach)| !row.is_delegable(*reach)) {
                add(ErrorCode::Undelegable);
            }
            // Any of the tokens is accepted.
            operation.security = Some(vec![SecurityRequirement::new(SCHEME, Vec::<String>::new())]);
            for code in [
                ErrorCode::Unauthenticated,
                ErrorCode::TokenInvalid,
                ErrorCode::TokenExpired,
                ErrorCode::SessionEnded,
                ErrorCode::Forbidden,
                ErrorCode::HostNotForRole,
            ] {
                add(code);
            }
            if row.has(Flag::HolderOnly) {
                add(ErrorCode::HolderOnly);
            }
            if row.has(Flag::SessionOnly) {
                add(ErrorCode::SessionOnly);
            }
            if !row.has(Flag::BeforePasswordChange) {
                add(ErrorCode::PasswordChangeRequired);
            }
            if !row.has(Flag::BeforeSecondFactor) {
                add(ErrorCode::SecondFactorRequiredFirst);
            }
        }
        Access::Public(_) => operation.security = Some(Vec::new()),
    }
    for code in row.fails.iter().copied().chain(calls::problems(row)) {
        add(code);
    }
    if row.path.contains('{') {
        add(ErrorCode::NotFound);
    }
    add(ErrorCode::Internal);
    add(ErrorCode::Unavailable);
    add(ErrorCode::RequestTimeout);
    if has_body {
        add(ErrorCode::Busy);
    }
    if row.method != "GET" {
        add(ErrorCode::OutcomeUnknown);
    }
    for (status, codes) in codes {
        let names: Vec<String> = codes.iter().map(|code| format!("`{}`", code.as_str())).collect();
        let mut response = ResponseBuilder::new().description(names.join(", ")).content(
            "application/problem+json",
            Content::new(Some(Ref::from_schema_name("Problem"))),
        );
        if matches!(status, 429 | 503) {
            let seconds = HeaderBuilder::new().description(Some("Seconds to wait")).build();
            response = response.header("Retry-After", seconds);
        }
        operation
            .responses
            .responses
            .insert(status.to_string(), RefOr::T(response.build()));
    }
    calls::complete(operation, row);
}

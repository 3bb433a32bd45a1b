//! The extractor that a handler cannot do without.

use super::policy::{Operation, Reach, Row};
use super::{POLICY, Scope};
use crate::App;
use crate::accounts;
use crate::audit::{Actor, Event};
use crate::error::{Error, Result};
use crate::hosts;
use crate::request::{language, trace_id};
use crate::telemetry;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, web::Data};
use dto::account::{Post, Role};
use dto::problem::{ErrorCode, FieldCode};
use dto::{CheckContext, Lang, Operations, Timestamp};
use futures_util::future::LocalBoxFuture;
use rules::profile::Profile;
use std::marker::PhantomData;
use uuid::Uuid;

/// Names the account that lends its rights (LCH20-16.3-3).
pub const ACTING_FOR: &str = "Acting-For";

/// Who is signed in, as the database has it at this moment.
#[derive(Debug, Clone)]
pub struct Principal {
    /// The account in whose right it happens.
    pub account_id: Uuid,
    /// The row that signed in: password, second factor, sessions, attempts and idempotency keys are its own.
    pub credential_id: Uuid,
    /// The person, where it is an operator of the account who signed in (D-04), or the holder of the account that it is
    /// lent to.
    pub operator_id: Option<Uuid>,
    /// Its session.
    pub session_id: Uuid,
    /// Whether it is an access token that the holder made for a program.
    pub by_token: bool,
    /// Its kind.
    pub role: Role,
    /// Its tier, where its role has tiers.
    pub level: Option<u8>,
    /// Its unit.
    pub unit_id: Option<Uuid>,
    /// Its facility.
    pub facility_id: Option<Uuid>,
    /// The code of its area.
    pub area_code: String,
    /// The path of its area.
    pub area_path: String,
    /// The person who holds it.
    pub holder_name: String,
    /// The unit or facility that it belongs to.
    pub unit_name: String,
    /// Whether nothing but a change of password is open.
    pub must_change_password: bool,
    /// Whether the post must have a second factor.
    pub needs_second_factor: bool,
    /// Whether it has yet to be set up, and nothing else is open before.
    pub must_set_second_factor: bool,
    /// The delegation by which it happens, where the account is another one's (LCH20-16.3-3).
    pub acting: Option<Acting>,
}

/// A delegation in use, and whose account it lends.
#[derive(Debug, Clone)]
pub struct Acting {
    /// Its id.
    pub delegation_id: Uuid,
    /// Until when it holds.
    pub ends_at: Timestamp,
    /// The login name of the lending account.
    pub login: String,
    /// The person who holds it.
    pub holder_name: String,
}

/// A request in somebody's name.
#[derive(Clone)]
pub struct Caller {
    /// Who.
    pub principal: Principal,
    /// What the audit log says of it.
    pub actor: Actor,
    /// What is within reach.
    pub scope: Scope,
    /// The language asked for.
    pub lang: Lang,
    /// When.
    pub now: Timestamp,
}

/// The right to carry out `O`: a handler that takes it cannot be reached without it.
pub struct Grant<O> {
    /// In whose name.
    pub caller: Caller,
    /// The service.
    pub app: Data<App>,
    operation: PhantomData<O>,
}

/// A request to a public operation, in nobody's name.
pub struct Visitor<O> {
    /// What the audit log says of it.
    pub actor: Actor,
    /// The language asked for.
    pub lang: Lang,
    /// When.
    pub now: Timestamp,
    /// The service.
    pub app: Data<App>,
    operation: PhantomData<O>,
}

impl Principal {
    /// Its kind and tier.
    pub fn post(&self) -> Post {
        Post {
            role: self.role,
            level: self.level,
        }
    }

    /// The operations that this account may call at all now.
    pub fn operations(&self, profile: &Profile) -> Operations {
        self.can(profile, |_| true)
    }

    /// Those of them that `is_open` says of a thing: how it stands is the caller's to know, and that it is within reach.
    pub fn can(&self, profile: &Profile, is_open: impl Fn(&str) -> bool) -> Operations {
        let is_offered =
            |row: &Row, reach| row.is_offered(profile) && (self.acting.is_none() || row.is_delegable(reach));
        POLICY
            .iter()
            .filter(|row| is_open(row.operation))
            .filter(|row| row.reach(self.post()).is_some_and(|reach| is_offered(row, reach)))
            .filter(|row| self.is_allowed(row) && self.held_up(row).is_none())
            .filter(|row| !(self.by_token && row.session_only))
            .map(|row| row.operation)
            .collect()
    }

    /// Whether the row is for this person, and not for the holder of the account alone.
    fn is_allowed(&self, row: &Row) -> bool {
        self.operator_id.is_none() || !row.holder_only
    }

    /// What has to be done before the operation is open, if anything: the password first, then the second factor.
    fn held_up(&self, row: &Row) -> Option<ErrorCode> {
        if self.must_change_password && !row.before_password_change {
            return Some(ErrorCode::PasswordChangeRequired);
        }
        let is_barred = self.must_set_second_factor && !row.before_second_factor;
        is_barred.then_some(ErrorCode::SecondFactorRequiredFirst)
    }
}

impl<O> Grant<O> {
    /// The right of one of the demo's made-up people, who sends no request.
    pub(crate) fn made_up(app: &Data<App>, caller: Caller) -> Self {
        Self {
            caller,
            app: app.clone(),
            operation: PhantomData,
        }
    }

    /// What the checks of a request may look at.
    pub fn check_context(&self) -> CheckContext<'_> {
        CheckContext {
            now: self.caller.now,
            profile: &self.app.profile,
        }
    }
}

impl<O> Visitor<O> {
    /// What the checks of a request may look at.
    pub fn check_context(&self) -> CheckContext<'_> {
        CheckContext {
            now: self.now,
            profile: &self.app.profile,
        }
    }
}

impl<O: Operation> FromRequest for Grant<O> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let app = app(request);
        let request = request.clone();
        Box::pin(async move {
            let app = app?;
            let now = app.clock.now();
            // Known to whoever notes a refusal, as far as it is known by then.
            let unknown = nobody(O::ROW.operation, &request);
            request.extensions_mut().insert(unknown);
            let token = bearer(&request)?;
            let (account, session) = match accounts::own_token(&app, &token, now).await? {
                Some(made_by_holder) => made_by_holder,
                None => {
                    let claims = app.tokens.verify(&token, now)?;
                    (claims.sub, claims.sid)
                }
            };
            // A lock, a closed session or a changed right takes effect here, whatever the token says.
            let mut principal = accounts::service::principal(&app, account, session, now).await?;
            let known = actor(O::ROW.operation, &principal, &request);
            request.extensions_mut().insert(known);
            telemetry::name(&principal);
            let reach = O::ROW
                .reach(principal.post())
                .ok_or_else(|| Error::new(ErrorCode::Forbidden))?;
            let lender = acting_for(&request)?;
            if let Some(lender) = lender {
                // Said before anything is looked up: of accounts and delegations it tells nothing.
                if !app.profile.accounts.delegation {
                    return Err(Error::new(ErrorCode::DelegationOff));
                }
                if !O::ROW.is_delegable(reach) {
                    return Err(Error::new(ErrorCode::Undelegable));
                }
                principal = accounts::delegation::act_for(&app, principal, lender, now).await?;
            }
            let actor = actor(O::ROW.operation, &principal, &request);
            request.extensions_mut().insert(actor.clone());
            if let Some(acting) = &principal.acting {
                // Whatever comes of it, and also where the operation itself leaves no trace.
                let event = Event::new("acted_for", "delegation").on(acting.delegation_id);
                app.db.record(&actor, now, event).await?;
            }
            if !principal.is_allowed(O::ROW) {
                return Err(Error::new(ErrorCode::HolderOnly));
            }
            if principal.by_token && O::ROW.session_only {
                return Err(Error::new(ErrorCode::SessionOnly));
            }
            let host = hosts::host(&request);
            app.config.hosts.admit(principal.role, &host, &app.config.public_url)?;
            if let Some(code) = principal.held_up(O::ROW) {
                return Err(Error::new(code));
            }
            if !O::ROW.exists(&app.profile) {
                return Err(Error::new(ErrorCode::DelegationOff));
            }
            let scope = scope(&app, reach, &principal).await?;
            let caller = Caller {
                principal,
                actor,
                scope,
                lang: language(&request),
                now,
            };
            Ok(Self {
                caller,
                app,
                operation: PhantomData,
            })
        })
    }
}

impl<O: Operation> FromRequest for Visitor<O> {
    type Error = Error;
    type Future = std::future::Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let actor = nobody(O::ROW.operation, request);
        request.extensions_mut().insert(actor.clone());
        std::future::ready(app(request).map(|app| Self {
            actor,
            lang: language(request),
            now: app.clock.now(),
            app,
            operation: PhantomData,
        }))
    }
}

fn actor(operation: &'static str, principal: &Principal, request: &HttpRequest) -> Actor {
    Actor {
        account_id: Some(principal.account_id),
        operator_id: principal.operator_id,
        session_id: Some(principal.session_id),
        operation,
        trace_id: trace_id(request),
    }
}

fn nobody(operation: &'static str, request: &HttpRequest) -> Actor {
    Actor {
        account_id: None,
        operator_id: None,
        session_id: None,
        operation,
        trace_id: trace_id(request),
    }
}

fn app(request: &HttpRequest) -> Result<Data<App>> {
    request
        .app_data::<Data<App>>()
        .cloned()
        .ok_or_else(|| Error::internal(anyhow::anyhow!("no service behind the request")))
}

/// The access token of a request.
pub(crate) fn bearer(request: &HttpRequest) -> Result<String> {
    let Some(header) = request.headers().get(AUTHORIZATION) else {
        return Err(Error::new(ErrorCode::Unauthenticated));
    };
    header
        .to_str()
        .ok()
        .and_then(|header| header.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim().to_owned())
        .ok_or_else(|| Error::new(ErrorCode::TokenInvalid))
}

/// The account in whose right the request asks to be carried out, where that is not the own.
fn acting_for(request: &HttpRequest) -> Result<Option<Uuid>> {
    let mut named = request.headers().get_all(ACTING_FOR);
    let wrong = |code| Error::parameter(ACTING_FOR, code);
    match (named.next(), named.next()) {
        (None, _) => Ok(None),
        (Some(id), None) => {
            let id = id.to_str().ok().and_then(|id| Uuid::try_parse(id).ok());
            id.map(Some).ok_or_else(|| wrong(FieldCode::IdMalformed))
        }
        // A chain of them is none.
        (Some(_), Some(_)) => Err(wrong(FieldCode::GivenTwice)),
    }
}

async fn scope(app: &App, reach: Reach, principal: &Principal) -> Result<Scope> {
    Ok(match reach {
        Reach::OwnAccount => Scope::OwnAccount,
        Reach::Everything => Scope::Everything,
        Reach::OwnFacility => match principal.facility_id {
            Some(id) => Scope::Facility(id),
            None => return Err(Error::new(ErrorCode::Forbidden)),
        },
        Reach::OwnTier => Scope::Tier {
            post: principal.post(),
            account_id: principal.account_id,
            area_path: principal.area_path.clone(),
        },
        Reach::OwnConsultations => match principal.unit_id {
            Some(id) => Scope::Consulted(id),
            None => return Err(Error::new(ErrorCode::Forbidden)),
        },
        Reach::OwnArea => Scope::Area {
            code: principal.area_code.clone(),
            path: principal.area_path.clone(),
            leaf: app.references(app.clock.now()).await?.is_leaf(&principal.area_code),
        },
    })
}

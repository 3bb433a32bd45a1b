//! Determines the account of a request and its right to the operation: the extractor of every [`Grant`].

use super::service::scope;
use crate::accounts::{delegation, own_tokens, service};
use crate::audit::{Actor, Event};
use crate::authz::{ACTING_FOR, Account, Caller, Flag, Grant, Operation, ScopedCaller};
use crate::error::{Error, Result};
use crate::http::{bearer, host, language, nobody, span, trace_id};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use dto::problem::{ErrorCode, FieldCode};
use futures_util::future::LocalBoxFuture;
use uuid::Uuid;

impl<O: Operation> FromRequest for Grant<O> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let app = crate::http::service(request);
        let request = request.clone();
        Box::pin(async move {
            let app = app?;
            let now = app.clock.now();
            // Stored for the record of a refusal, with the data known at this point.
            let unknown = nobody(O::ROW.operation, &request);
            request.extensions_mut().insert(unknown);
            let token = bearer(&request)?;
            let (account, session) = match own_tokens::own_token(&app, &token, now).await? {
                Some(made_by_holder) => made_by_holder,
                None => {
                    let claims = app.tokens.verify(&token, now)?;
                    (claims.sub, claims.sid)
                }
            };
            // A lock, an ended session or a changed right takes effect here, even if the token is still valid.
            let mut account = service::signed_in(&app, account, session, now).await?;
            let known = actor(O::ROW.operation, &account, &request);
            request.extensions_mut().insert(known);
            span::name(&account);
            let reach = account.reach(O::ROW).ok_or_else(|| Error::new(ErrorCode::Forbidden))?;
            let lender = acting_for(&request)?;
            if let Some(lender) = lender {
                // Returned before any lookup: it discloses nothing about accounts and delegations.
                if !app.profile.accounts.delegation {
                    return Err(Error::new(ErrorCode::DelegationOff));
                }
                if !O::ROW.is_delegable(reach) {
                    return Err(Error::new(ErrorCode::Undelegable));
                }
                account = delegation::act_for(&app, account, lender, now).await?;
            }
            let actor = actor(O::ROW.operation, &account, &request);
            request.extensions_mut().insert(actor.clone());
            if let Some(acting) = &account.acting {
                // Recorded independent of the result, and also for operations that record nothing themselves.
                let event = Event::new("acted_for", "delegation").on(acting.delegation_id);
                app.db.record(&actor, now, event).await?;
            }
            if !account.is_allowed(O::ROW) {
                return Err(Error::new(ErrorCode::HolderOnly));
            }
            if account.is_program() && O::ROW.has(Flag::SessionOnly) {
                return Err(Error::new(ErrorCode::SessionOnly));
            }
            let host = host(&request);
            app.config.hosts.admit(account.role, &host, &app.config.public_url)?;
            if let Some(code) = account.held_up(O::ROW) {
                return Err(Error::new(code));
            }
            if !O::ROW.exists(&app.profile) {
                return Err(Error::new(ErrorCode::DelegationOff));
            }
            let scope = scope::<O>(&app, &account).await?;
            let caller = Caller::admitted(app.into_inner(), account, actor, language(&request), now);
            Ok(Self::given(ScopedCaller::new(caller, scope)))
        })
    }
}

fn actor(operation: &'static str, account: &Account, request: &HttpRequest) -> Actor {
    Actor {
        account_id: Some(account.account_id),
        operator_id: account.operator_id,
        session_id: account.credential.session_id(),
        operation,
        trace_id: trace_id(request),
    }
}

/// Returns the account for which the request asks to act, if it is not the caller's own.
fn acting_for(request: &HttpRequest) -> Result<Option<Uuid>> {
    let mut named = request.headers().get_all(ACTING_FOR);
    let wrong = |code| Error::parameter(ACTING_FOR, code);
    match (named.next(), named.next()) {
        (None, _) => Ok(None),
        (Some(id), None) => {
            let id = id.to_str().ok().and_then(|id| Uuid::try_parse(id).ok());
            id.map(Some).ok_or_else(|| wrong(FieldCode::IdMalformed))
        }
        // Chains of delegations are not allowed.
        (Some(_), Some(_)) => Err(wrong(FieldCode::GivenTwice)),
    }
}

//! Who is behind a request, and whether they have the right to the operation: the extractor of every [`Grant`].

use super::super::{delegation, own_tokens, service};
use crate::App;
use crate::audit::{Actor, Event};
use crate::authz::{ACTING_FOR, Caller, Grant, Operation, Principal, Reach, Scope};
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
            // Known to whoever notes a refusal, as far as it is known by then.
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
            // A lock, a closed session or a changed right takes effect here, whatever the token says.
            let mut principal = service::principal(&app, account, session, now).await?;
            let known = actor(O::ROW.operation, &principal, &request);
            request.extensions_mut().insert(known);
            span::name(&principal);
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
                principal = delegation::act_for(&app, principal, lender, now).await?;
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
            let host = host(&request);
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
            Ok(Self::given(app.into_inner(), caller))
        })
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

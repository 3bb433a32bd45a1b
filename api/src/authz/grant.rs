//! What a handler cannot do without: who calls, and the right to the operation.

use super::policy::Row;
use super::{POLICY, Scope};
use crate::App;
use crate::audit::Actor;
use dto::account::{Post, Role};
use dto::problem::ErrorCode;
use dto::{CheckContext, Lang, Operations, Timestamp};
use rules::profile::Profile;
use std::marker::PhantomData;
use std::sync::Arc;
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
    pub app: Arc<App>,
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
    pub(crate) fn is_allowed(&self, row: &Row) -> bool {
        self.operator_id.is_none() || !row.holder_only
    }

    /// What has to be done before the operation is open, if anything: the password first, then the second factor.
    pub(crate) fn held_up(&self, row: &Row) -> Option<ErrorCode> {
        if self.must_change_password && !row.before_password_change {
            return Some(ErrorCode::PasswordChangeRequired);
        }
        let is_barred = self.must_set_second_factor && !row.before_second_factor;
        is_barred.then_some(ErrorCode::SecondFactorRequiredFirst)
    }
}

impl<O> Grant<O> {
    /// For whoever has found out that the caller has the right: `accounts::admission`, and the demo for its made-up people,
    /// who send no request.
    pub(crate) fn given(app: Arc<App>, caller: Caller) -> Self {
        Self {
            caller,
            app,
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

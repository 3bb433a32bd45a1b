//! The session: the signed-in account, and the end of the session.

use crate::browser;
use crate::draft;
use dto::OperationId;
use dto::account::{AccountOut, Role, SignedInOut};
use leptos::prelude::*;
use uuid::Uuid;

/// Storage key: marks that this browser has opened a session, so that a page load without one sends no useless request.
const MARK: &str = "luutru.session";

/// Reason why nobody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedOut {
    /// Nobody has signed in.
    Fresh,
    /// The person signed out.
    Left,
    /// Idle for too long (LC-7.3, KH-9c).
    Idle,
    /// The server ended the session: locked, expired, opened elsewhere.
    Ended,
}

/// State of the session.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// Request to the server is pending.
    Unknown,
    /// The server did not answer the request.
    Unreachable,
    /// Nobody is signed in.
    Out(SignedOut),
    /// An account is signed in.
    In(Box<AccountOut>),
}

/// The session of this tab. The access token is in memory only.
#[derive(Clone, Copy)]
pub struct Session {
    standing: RwSignal<Standing>,
    token: StoredValue<Option<String>>,
    contact: StoredValue<f64>,
    /// Login name of the account whose session ended without signing out.
    before: StoredValue<String>,
    /// Password of the sign-in just made, for the page that asks for it a second later.
    password: StoredValue<String>,
    acting_for: StoredValue<Option<Uuid>>,
}

impl Session {
    /// Creates the session in the unknown state.
    pub fn new() -> Self {
        Self {
            standing: RwSignal::new(Standing::Unknown),
            token: StoredValue::new(None),
            contact: StoredValue::new(0.0),
            before: StoredValue::new(String::new()),
            password: StoredValue::new(String::new()),
            acting_for: StoredValue::new(None),
        }
    }

    /// Returns the session of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// Returns the state.
    pub fn standing(self) -> Signal<Standing> {
        self.standing.into()
    }

    /// Sets the state.
    pub fn stand(self, standing: Standing) {
        self.standing.set(standing);
    }

    /// Returns the account, if one is signed in.
    pub fn account(self) -> Signal<Option<AccountOut>> {
        Signal::derive(move || self.standing.with(account_of))
    }

    /// Returns the current account without following changes.
    pub fn account_now(self) -> Option<AccountOut> {
        self.standing.with_untracked(account_of)
    }

    /// Returns whether the account may call the operation; pages display nothing else.
    #[inline]
    pub fn may(self, operation: impl Into<OperationId>) -> bool {
        self.is_allowed(operation.into())
    }

    fn is_allowed(self, operation: OperationId) -> bool {
        self.standing.with(|standing| match standing {
            Standing::In(account) => account.operations.has(operation),
            _ => false,
        })
    }

    /// Returns the role of the account.
    pub fn role(self) -> Option<Role> {
        self.standing.with(|standing| match standing {
            Standing::In(account) => Some(account.role),
            _ => None,
        })
    }

    /// Returns whether the account is a place of lodging.
    pub fn is_facility(self) -> bool {
        self.role() == Some(Role::Facility)
    }

    /// Returns whether its area contains communes to choose from, and is not itself one.
    pub fn reaches_communes(self) -> bool {
        self.standing.with(|standing| match standing {
            Standing::In(account) => account.role != Role::Facility && account.area.name == account.area.province_name,
            _ => false,
        })
    }

    /// Stores the answer of the server to a sign-in or a refresh, once the drafts of the account are open.
    pub async fn open(self, session: SignedInOut) {
        draft::begin(session.account.id, &session.draft_key).await;
        self.token.set_value(Some(session.access_token));
        self.touch_contact();
        browser::store(MARK, &session.account.id.to_string());
        // The answer has the user's own account; a user who acts for another account continues to do so.
        let is_same = self
            .account_now()
            .is_some_and(|account| account.id == session.account.id);
        if self.acting_for().is_none() || !is_same {
            self.act_for(None);
            self.renew_account(session.account);
        }
    }

    /// Returns the account for which requests are made, where that is not the user's own (LCH20-16.3-3). Known to this
    /// tab alone, until a reload.
    pub fn acting_for(self) -> Option<Uuid> {
        self.acting_for.get_value()
    }

    /// Sets the account for which requests are made, or removes it.
    pub fn act_for(self, account: Option<Uuid>) {
        self.acting_for.set_value(account);
    }

    /// Stores a newly read account; views are notified only of a change.
    pub fn renew_account(self, account: AccountOut) {
        let standing = Standing::In(Box::new(account));
        if self.standing.with_untracked(|now| *now != standing) {
            self.standing.set(standing);
        }
    }

    /// Ends the session.
    pub fn close(self, why: SignedOut) {
        if let Some(account) = self.account_now() {
            let wants_back = why != SignedOut::Left;
            self.before
                .set_value(if wants_back { account.login } else { String::new() });
        }
        self.token.set_value(None);
        // A password that no page has asked for must not stay for the next user.
        self.password.set_value(String::new());
        self.act_for(None);
        draft::close();
        browser::forget(MARK);
        if !matches!(self.standing.get_untracked(), Standing::Out(_)) {
            self.standing.set(Standing::Out(why));
        }
    }

    /// Keeps the password of the sign-in until it is read once.
    pub fn keep_password(self, password: String) {
        self.password.set_value(password);
    }

    /// Returns that password and deletes it.
    pub fn take_password(self) -> String {
        self.password.try_update_value(std::mem::take).unwrap_or_default()
    }

    /// Returns the login name of the user who may want to continue here.
    pub fn login_before(self) -> String {
        self.before.get_value()
    }

    /// Returns the access token.
    pub fn token(self) -> Option<String> {
        self.token.get_value()
    }

    /// Records the time of the last contact with the server.
    pub fn touch_contact(self) {
        self.contact.set_value(browser::device_millis());
    }

    /// Returns the milliseconds since the last contact with the server.
    pub fn since_contact(self) -> f64 {
        browser::device_millis() - self.contact.get_value()
    }

    /// Returns whether a change of the browser's storage concerns the session; clearing everything has no key.
    pub fn is_mark(key: Option<&str>) -> bool {
        key.is_none_or(|key| key == MARK)
    }

    /// Returns the account of the session in this browser, if there is one, from any tab.
    pub fn marked() -> Option<String> {
        browser::stored(MARK)
    }
}

fn account_of(standing: &Standing) -> Option<AccountOut> {
    match standing {
        Standing::In(account) => Some(account.as_ref().clone()),
        _ => None,
    }
}

//! Who is signed in, and for how long.

use crate::browser;
use crate::draft;
use dto::OperationId;
use dto::account::{AccountOut, Role, SignedInOut};
use leptos::prelude::*;
use uuid::Uuid;

/// Marks in this browser that a session was opened, so that nobody else's page load asks for one in vain.
const MARK: &str = "luutru.session";

/// Why nobody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedOut {
    /// Nobody has been.
    Fresh,
    /// The person signed out.
    Left,
    /// Nothing was done for too long (LC-7.3, KH-9c).
    Idle,
    /// The server ended the session: locked, expired, opened elsewhere.
    Ended,
}

/// Where the session stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// Asking the server.
    Unknown,
    /// The server did not answer when asked.
    Unreachable,
    /// Nobody.
    Out(SignedOut),
    /// Somebody.
    In(Box<AccountOut>),
}

/// The session of this tab. The access token lives in memory only.
#[derive(Clone, Copy)]
pub struct Session {
    standing: RwSignal<Standing>,
    token: StoredValue<Option<String>>,
    contact: StoredValue<f64>,
    /// Who was signed in here when the session ended of itself.
    before: StoredValue<String>,
    /// The password that has just signed in, for the page that asks for it a second later.
    password: StoredValue<String>,
    acting_for: StoredValue<Option<Uuid>>,
}

impl Session {
    /// Before anything is known.
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

    /// The session of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// Where it stands.
    pub fn standing(self) -> Signal<Standing> {
        self.standing.into()
    }

    /// Sets where it stands.
    pub fn stand(self, standing: Standing) {
        self.standing.set(standing);
    }

    /// The account, if somebody is signed in.
    pub fn account(self) -> Signal<Option<AccountOut>> {
        Signal::derive(move || self.standing.with(account_of))
    }

    /// The account now, without being told of changes.
    pub fn account_now(self) -> Option<AccountOut> {
        self.standing.with_untracked(account_of)
    }

    /// Whether the account may call the operation; pages show nothing else.
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

    /// The role of the account.
    pub fn role(self) -> Option<Role> {
        self.standing.with(|standing| match standing {
            Standing::In(account) => Some(account.role),
            _ => None,
        })
    }

    /// Whether it is a place of lodging.
    pub fn is_facility(self) -> bool {
        self.role() == Some(Role::Facility)
    }

    /// Whether its area has communes to choose from, being none itself.
    pub fn reaches_communes(self) -> bool {
        self.standing.with(|standing| match standing {
            Standing::In(account) => account.role != Role::Facility && account.area.name == account.area.province_name,
            _ => false,
        })
    }

    /// Takes over what the server answered to a sign-in or a refresh, once the drafts of the account are open.
    pub async fn open(self, session: SignedInOut) {
        draft::begin(session.account.id, &session.draft_key).await;
        self.token.set_value(Some(session.access_token));
        self.touch_contact();
        browser::store(MARK, &session.account.id.to_string());
        // The answer shows one's own account; whoever acts for another one goes on doing so.
        let is_same = self
            .account_now()
            .is_some_and(|account| account.id == session.account.id);
        if self.acting_for().is_none() || !is_same {
            self.act_for(None);
            self.renew_account(session.account);
        }
    }

    /// The account in whose right requests are made, where that is not the own (LCH20-16.3-3). Known to this tab alone
    /// and until it is loaded anew.
    pub fn acting_for(self) -> Option<Uuid> {
        self.acting_for.get_value()
    }

    /// Takes up the right of another account, or gives it back.
    pub fn act_for(self, account: Option<Uuid>) {
        self.acting_for.set_value(account);
    }

    /// Takes over a newly read account; views are told only of a change.
    pub fn renew_account(self, account: AccountOut) {
        let standing = Standing::In(Box::new(account));
        if self.standing.with_untracked(|now| *now != standing) {
            self.standing.set(standing);
        }
    }

    /// Nobody is signed in any more.
    pub fn close(self, why: SignedOut) {
        if let Some(account) = self.account_now() {
            let wants_back = why != SignedOut::Left;
            self.before
                .set_value(if wants_back { account.login } else { String::new() });
        }
        self.token.set_value(None);
        self.act_for(None);
        draft::close();
        browser::forget(MARK);
        if !matches!(self.standing.get_untracked(), Standing::Out(_)) {
            self.standing.set(Standing::Out(why));
        }
    }

    /// Keeps the password that signed in until it is asked for once.
    pub fn keep_password(self, password: String) {
        self.password.set_value(password);
    }

    /// Gives that password away.
    pub fn take_password(self) -> String {
        self.password.try_update_value(std::mem::take).unwrap_or_default()
    }

    /// The login name of whoever may want to go on here.
    pub fn login_before(self) -> String {
        self.before.get_value()
    }

    /// The access token.
    pub fn token(self) -> Option<String> {
        self.token.get_value()
    }

    /// Notes that the server has just heard of us.
    pub fn touch_contact(self) {
        self.contact.set_value(browser::device_millis());
    }

    /// Milliseconds since the server last heard of us.
    pub fn since_contact(self) -> f64 {
        browser::device_millis() - self.contact.get_value()
    }

    /// Whether a change of the browser's storage concerns the session; everything at once has no key.
    pub fn is_mark(key: Option<&str>) -> bool {
        key.is_none_or(|key| key == MARK)
    }

    /// Which account this browser has a session of, if any, by whichever tab.
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

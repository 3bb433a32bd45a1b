//! The API, one method an operation.

pub mod administration;
mod call;
mod dossiers;
mod filing;
mod foreign;
mod imports;
mod office;
mod own;
mod stays;

pub use call::Call;

use crate::browser;
use crate::clock::Clock;
use crate::fetch::{self, Answer, Ask};
use crate::i18n::lang;
use crate::session::{Session, SignedOut, Standing};
use dto::Page;
use dto::account::{AccountOut, LoginIn, PasswordChangeIn, SignedInOut};
use dto::credential::{RecoveryCodesOut, SecondFactorConfirmIn, SecondFactorEnrolIn, SecondFactorEnrolOut};
use dto::facility::{FacilityOut, FacilityPage, FacilityPatch};
use dto::operations::accounts::{
    ChangePassword, ConfirmSecondFactor, EnrolSecondFactor, GetCurrentAccount, Login, Logout, RefreshToken,
};
use dto::operations::directory::{
    DeclarePrices, GetFacility, GetProfile, ListAreas, ListFacilities, ListReferenceList, UpdateFacility,
};
use dto::price::PricesIn;
use dto::problem::{ErrorCode, Problem};
use dto::profile::ProfileOut;
use dto::reference::{AreaPage, ReferenceListOut};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::pin::Pin;
use uuid::Uuid;

const REFRESH_LOCK: &str = "luutru.refresh";
/// Since when a refresh has been on its way; left behind by a page that was gone before the answer.
const REFRESH_BEGUN: &str = "luutru.refreshing";
/// So long the answer to a page that is gone may take to bring its cookie.
const REFRESH_SETTLES_MS: f64 = 1_500.0;

/// Why a call did not give what was asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum ApiError {
    /// The server said no, and why.
    Problem(Box<Problem>),
    /// There is no network.
    Offline,
    /// The server does not answer, or not as itself.
    Silent,
    /// The person has stopped it on its way.
    Stopped,
}

impl ApiError {
    /// The code, where the server gave one.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            _ => None,
        }
    }

    /// What happened, in a few words.
    pub fn title(&self) -> String {
        match self {
            Self::Problem(problem) => problem.title.clone(),
            Self::Offline => crate::t!(app.offline).to_owned(),
            Self::Silent => crate::t!(app.server_silent).to_owned(),
            Self::Stopped => crate::t!(app.stopped).to_owned(),
        }
    }

    /// What to do about it.
    pub fn detail(&self) -> String {
        match self {
            Self::Problem(problem) => problem.detail.clone(),
            Self::Offline | Self::Silent => crate::t!(app.nothing_stored).to_owned(),
            Self::Stopped => crate::t!(app.stopped_text).to_owned(),
        }
    }

    /// Whether somebody was first: what is shown is to be read again.
    pub fn is_stale(&self) -> bool {
        self.code() == Some(ErrorCode::VersionConflict)
    }

    /// Whether the same may work in a moment.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Problem(problem) => problem.status >= 500 || problem.code == ErrorCode::RequestTimeout,
            Self::Offline | Self::Silent => true,
            Self::Stopped => false,
        }
    }
}

/// What a call gives.
pub type Outcome<T> = Result<T, ApiError>;

/// The client of this page.
#[derive(Clone, Copy)]
pub struct Api {
    session: Session,
    clock: Clock,
}

impl Api {
    /// For a session.
    pub fn new(session: Session, clock: Clock) -> Self {
        Self { session, clock }
    }

    /// The client of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// `login`.
    pub async fn login(self, request: &LoginIn) -> Outcome<SignedInOut> {
        self.open(Call::with(Login::at(), request)).await
    }

    /// `logout`. The session is over here at once, before anything is awaited, whatever the server says.
    pub fn logout(self, why: SignedOut) -> impl Future<Output = Outcome<()>> {
        let token = self.session.token();
        self.session.close(why);
        async move { self.send(Call::of(Logout::at()).ask.token(token)).await.map(|_| ()) }
    }

    /// `changePassword`.
    pub async fn change_password(self, request: &PasswordChangeIn) -> Outcome<()> {
        self.done(Call::with(ChangePassword::at(), request)).await
    }

    /// `enrolSecondFactor`.
    pub async fn enrol_second_factor(self, request: &SecondFactorEnrolIn) -> Outcome<SecondFactorEnrolOut> {
        self.read(Call::with(EnrolSecondFactor::at(), request)).await
    }

    /// `confirmSecondFactor`.
    pub async fn confirm_second_factor(self, request: &SecondFactorConfirmIn) -> Outcome<RecoveryCodesOut> {
        self.read(Call::with(ConfirmSecondFactor::at(), request)).await
    }

    /// `getCurrentAccount`: reads the own account again and takes it over.
    pub async fn get_current_account(self) -> Outcome<AccountOut> {
        let account: AccountOut = self.read(Call::of(GetCurrentAccount::at())).await?;
        self.session.renew_account(account.clone());
        Ok(account)
    }

    /// `getProfile`.
    pub async fn get_profile(self) -> Outcome<ProfileOut> {
        self.open(Call::of(GetProfile::at())).await
    }

    /// `listReferenceList`.
    pub async fn list_reference_list(self, name: &str) -> Outcome<ReferenceListOut> {
        self.open(Call::of(ListReferenceList::at(name))).await
    }

    /// `listAreas`.
    pub async fn list_areas(self, query: &[(&str, String)]) -> Outcome<AreaPage> {
        self.open(Call::of(ListAreas::at()).query(query)).await
    }

    /// `listFacilities`.
    pub async fn list_facilities(self, query: &[(&str, String)]) -> Outcome<FacilityPage> {
        self.read(Call::of(ListFacilities::at()).query(query)).await
    }

    /// `getFacility`.
    pub async fn get_facility(self, id: Uuid) -> Outcome<FacilityOut> {
        self.read(Call::of(GetFacility::at(id))).await
    }

    /// `updateFacility`.
    pub async fn update_facility(self, id: Uuid, patch: &FacilityPatch) -> Outcome<FacilityOut> {
        self.read(Call::with(UpdateFacility::at(id), patch)).await
    }

    /// `declarePrices`.
    pub async fn declare_prices(self, id: Uuid, prices: &PricesIn) -> Outcome<FacilityOut> {
        self.read(Call::with(DeclarePrices::at(id), prices)).await
    }

    /// Opens the session of the cookie, if there is one: at start, and to stay signed in.
    pub async fn resume(self) -> Outcome<()> {
        let before = self.session.token();
        browser::alone(REFRESH_LOCK, self.refresh(before))
            .await
            .unwrap_or(Err(ApiError::Silent))
    }

    /// `refreshToken`, holding the lock where the browser has locks: a refresh token is good once. Two tabs that spend the
    /// same one within moments both get its successor; much later it would end the session.
    async fn refresh(self, before: Option<String>) -> Outcome<()> {
        if self.session.token() != before {
            return Ok(());
        }
        // A page that was left (two quick reloads) let its lock go, but its refresh goes on, and the token that this
        // page would send is spent already.
        browser::pause(still_settling(
            browser::stored_millis(REFRESH_BEGUN),
            browser::device_millis(),
        ))
        .await;
        browser::store_millis(REFRESH_BEGUN, browser::device_millis());
        let answer = self.open(Call::of(RefreshToken::at()).outliving_page()).await;
        browser::forget(REFRESH_BEGUN);
        match answer {
            Ok(session) => {
                self.session.open(session).await;
                Ok(())
            }
            Err(error) => {
                if matches!(&error, ApiError::Problem(problem) if problem.status == 401) {
                    let was_in = matches!(self.session.standing().get_untracked(), Standing::In(_));
                    self.session
                        .close(if was_in { SignedOut::Ended } else { SignedOut::Fresh });
                }
                Err(error)
            }
        }
    }

    fn signed(self, ask: Ask) -> Ask {
        ask.token(self.session.token()).acting_for(self.session.acting_for())
    }

    /// Works in the right of another account from now on, or in one's own again.
    pub async fn act_for(self, account: Option<Uuid>) -> Outcome<AccountOut> {
        self.session.act_for(account);
        let outcome = self.get_current_account().await;
        if outcome.is_err() {
            self.session.act_for(None);
        }
        outcome
    }

    /// Asks with the access token; once more after a refresh when the token had run out.
    async fn ask(self, ask: Ask) -> Outcome<Answer> {
        let first = self.send(self.signed(ask.clone())).await;
        let refused = match first {
            Err(ApiError::Problem(problem)) if problem.status == 401 => problem,
            Err(ApiError::Problem(problem)) => {
                self.look_again(problem.code);
                return Err(ApiError::Problem(problem));
            }
            other => return other,
        };
        match refused.code {
            ErrorCode::TokenExpired | ErrorCode::Unauthenticated | ErrorCode::TokenInvalid => {
                self.resume().await?;
                self.send(self.signed(ask)).await
            }
            _ => {
                if refused.code == ErrorCode::SessionEnded {
                    self.session.close(SignedOut::Ended);
                }
                Err(ApiError::Problem(refused))
            }
        }
    }

    /// A password whose time ran out while somebody was working, or a set-up that lost its last room: the account
    /// says so, and the page follows.
    fn look_again(self, code: ErrorCode) {
        // A delegation that is over ends the acting here too.
        let is_over = matches!(code, ErrorCode::DelegationAbsent | ErrorCode::DelegationOff);
        if is_over && self.session.acting_for().is_some() {
            spawn_local(async move { drop(self.act_for(None).await) });
        } else if matches!(
            code,
            ErrorCode::PasswordChangeRequired | ErrorCode::SecondFactorRequiredFirst | ErrorCode::SetupRequired
        ) {
            spawn_local(async move { drop(self.get_current_account().await) });
        }
    }

    /// Every page of a list that people look at as a whole: what they choose from, and what is their own.
    async fn whole<T: DeserializeOwned>(self, path: String) -> Outcome<Vec<T>> {
        let mut items = Vec::new();
        self.pages(path, |page: Page<T>| {
            items.extend(page.items);
            page.next_cursor
        })
        .await?;
        Ok(items)
    }

    /// Reads a list page by page; `take` gives where the next one begins.
    async fn pages<P: DeserializeOwned>(self, path: String, mut take: impl FnMut(P) -> Option<String>) -> Outcome<()> {
        let mut cursor = String::new();
        loop {
            let query = [("limit", "100".to_owned()), ("cursor", cursor)];
            let ask = Ask::new("GET", path.clone()).query(&query);
            match take(self.asked(ask).await?.json()?) {
                Some(next) => cursor = next,
                None => return Ok(()),
            }
        }
    }

    async fn read<T: DeserializeOwned>(self, call: Call<T>) -> Outcome<T> {
        self.asked(call.ask).await?.json()
    }

    /// An answer that is only shown, without a type of its own.
    pub async fn read_value(self, ask: Ask) -> Outcome<Value> {
        self.asked(ask).await?.json()
    }

    /// What answers with nothing.
    async fn done(self, call: Call<()>) -> Outcome<()> {
        self.asked(call.ask).await.map(drop)
    }

    /// Behind a pointer: the way of a request is in the program once, and not once for each type of answer.
    fn asked(self, ask: Ask) -> Pin<Box<dyn Future<Output = Outcome<Answer>>>> {
        Box::pin(self.ask(ask))
    }

    async fn open<T: DeserializeOwned>(self, call: Call<T>) -> Outcome<T> {
        let answer: Pin<Box<dyn Future<Output = Outcome<Answer>>>> = Box::pin(self.send(call.ask));
        answer.await?.json()
    }

    /// A file, with the access token; once more after a refresh when the token had run out.
    async fn read_file(self, ask: Ask) -> Outcome<web_sys::Blob> {
        let first = self.open_file(self.signed(ask.clone())).await;
        match first {
            Err(ApiError::Problem(problem)) if problem.code == ErrorCode::TokenExpired => {
                self.resume().await?;
                self.open_file(self.signed(ask)).await
            }
            other => other,
        }
    }

    /// A file that needs no account.
    async fn open_file(self, ask: Ask) -> Outcome<web_sys::Blob> {
        match fetch::send_for_file(ask.for_file(), lang()).await? {
            Ok(file) => Ok(file),
            Err(refusal) => Err(refusal.or_problem().err().unwrap_or(ApiError::Silent)),
        }
    }

    async fn send(self, ask: Ask) -> Outcome<Answer> {
        let signed = ask.is_signed();
        let answer = fetch::send(ask, lang()).await?;
        if let Some(millis) = answer.date_millis {
            self.clock.heard(millis);
        }
        if signed && answer.status < 400 {
            self.session.touch_contact();
        }
        answer.or_problem()
    }
}

/// Milliseconds for which a refresh that began then, and of which nobody has heard, may still be answered. A clock that
/// was set back says nothing.
fn still_settling(begun: Option<f64>, now: f64) -> i32 {
    let left = begun
        .filter(|begun| *begun <= now)
        .map_or(0.0, |begun| (begun + REFRESH_SETTLES_MS - now).max(0.0));
    #[expect(clippy::cast_possible_truncation, reason = "at most a second and a half")]
    let left = left as i32;
    left
}

/// Serialises for a request body.
pub(crate) fn to_json(body: &impl Serialize) -> String {
    // Our own types always serialise; a body that would not is refused by the server as unreadable.
    serde_json::to_string(body).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::still_settling;

    #[test]
    fn a_refresh_whose_page_is_gone_is_waited_for_and_not_for_long() {
        let begun = Some(1_800_000_000_000.0);
        assert_eq!(still_settling(None, 1_800_000_000_000.0), 0);
        assert_eq!(still_settling(begun, 1_800_000_000_100.0), 1_400);
        assert_eq!(still_settling(begun, 1_800_000_002_000.0), 0);
        assert_eq!(still_settling(begun, 1_799_999_999_000.0), 0);
    }
}

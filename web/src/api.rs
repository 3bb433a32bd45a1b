//! The API client, one method for each operation.

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
use dto::counts::CountsOut;
use dto::credential::{RecoveryCodesOut, SecondFactorConfirmIn, SecondFactorEnrolIn, SecondFactorEnrolOut};
use dto::facility::{FacilityOut, FacilityPage, FacilityPatch};
use dto::operations::accounts::{
    ChangePassword, ConfirmSecondFactor, EnrolSecondFactor, GetCounts, GetCurrentAccount, Login, Logout, RefreshToken,
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
/// Time at which a pending refresh began; it remains if the page was left before the answer.
const REFRESH_BEGUN: &str = "luutru.refreshing";
/// Time within which the answer to a page that was left may still set its cookie.
const REFRESH_SETTLES_MS: f64 = 1_500.0;

/// Reason why a call failed.
#[derive(Debug, Clone, PartialEq)]
pub enum ApiError {
    /// The server refused, with the reason.
    Problem(Box<Problem>),
    /// There is no network.
    Offline,
    /// The server does not answer, or something else answers in its place.
    Silent,
    /// The user stopped the request.
    Stopped,
}

impl ApiError {
    /// Returns the code, where the server sent one.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            _ => None,
        }
    }

    /// Returns what happened, in a few words, in the language of the page: the service's code is kept, not its text.
    pub fn title(&self) -> String {
        match self {
            Self::Problem(problem) => problem.title_in(lang()).to_owned(),
            Self::Offline => crate::t!(app.offline).to_owned(),
            Self::Silent => crate::t!(app.server_silent).to_owned(),
            Self::Stopped => crate::t!(app.stopped).to_owned(),
        }
    }

    /// Returns what the user can do about it.
    pub fn detail(&self) -> String {
        match self {
            Self::Problem(problem) => problem.detail_in(lang()),
            Self::Offline | Self::Silent => crate::t!(app.nothing_stored).to_owned(),
            Self::Stopped => crate::t!(app.stopped_text).to_owned(),
        }
    }

    /// Returns whether somebody else changed the thing first: the displayed data must be read again.
    pub fn is_stale(&self) -> bool {
        self.code() == Some(ErrorCode::VersionConflict)
    }

    /// Returns whether the same request may succeed in a moment.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Problem(problem) => problem.status >= 500 || problem.code == ErrorCode::RequestTimeout,
            Self::Offline | Self::Silent => true,
            Self::Stopped => false,
        }
    }
}

/// Result of a call.
pub type Outcome<T> = Result<T, ApiError>;

/// The API client of this page.
#[derive(Clone, Copy)]
pub struct Api {
    session: Session,
    clock: Clock,
}

impl Api {
    /// Creates the client for a session.
    pub fn new(session: Session, clock: Clock) -> Self {
        Self { session, clock }
    }

    /// Returns the client of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// Calls `login`.
    pub async fn login(self, request: &LoginIn) -> Outcome<SignedInOut> {
        self.open(Call::with(Login::at(), request)).await
    }

    /// Calls `logout`. The session ends here at once, before anything is awaited, whatever the server answers.
    pub fn logout(self, why: SignedOut) -> impl Future<Output = Outcome<()>> {
        let token = self.session.token();
        self.session.close(why);
        async move { self.send(Call::of(Logout::at()).ask.token(token)).await.map(|_| ()) }
    }

    /// Calls `changePassword`.
    pub async fn change_password(self, request: &PasswordChangeIn) -> Outcome<()> {
        self.done(Call::with(ChangePassword::at(), request)).await
    }

    /// Calls `enrolSecondFactor`.
    pub async fn enrol_second_factor(self, request: &SecondFactorEnrolIn) -> Outcome<SecondFactorEnrolOut> {
        self.read(Call::with(EnrolSecondFactor::at(), request)).await
    }

    /// Calls `confirmSecondFactor`.
    pub async fn confirm_second_factor(self, request: &SecondFactorConfirmIn) -> Outcome<RecoveryCodesOut> {
        self.read(Call::with(ConfirmSecondFactor::at(), request)).await
    }

    /// Calls `getCurrentAccount`: reads the own account again and stores it.
    pub async fn get_current_account(self) -> Outcome<AccountOut> {
        let account: AccountOut = self.read(Call::of(GetCurrentAccount::at())).await?;
        self.session.renew_account(account.clone());
        Ok(account)
    }

    /// Calls `getCounts`.
    pub async fn get_counts(self) -> Outcome<CountsOut> {
        self.read(Call::of(GetCounts::at())).await
    }

    /// Calls `getProfile`.
    pub async fn get_profile(self) -> Outcome<ProfileOut> {
        self.open(Call::of(GetProfile::at())).await
    }

    /// Calls `listReferenceList`.
    pub async fn list_reference_list(self, name: &str) -> Outcome<ReferenceListOut> {
        self.open(Call::of(ListReferenceList::at(name))).await
    }

    /// Calls `listAreas`.
    pub async fn list_areas(self, query: &[(&str, String)]) -> Outcome<AreaPage> {
        self.open(Call::of(ListAreas::at()).query(query)).await
    }

    /// Calls `listFacilities`.
    pub async fn list_facilities(self, query: &[(&str, String)]) -> Outcome<FacilityPage> {
        self.read(Call::of(ListFacilities::at()).query(query)).await
    }

    /// Calls `getFacility`.
    pub async fn get_facility(self, id: Uuid) -> Outcome<FacilityOut> {
        self.read(Call::of(GetFacility::at(id))).await
    }

    /// Calls `updateFacility`.
    pub async fn update_facility(self, id: Uuid, patch: &FacilityPatch) -> Outcome<FacilityOut> {
        self.read(Call::with(UpdateFacility::at(id), patch)).await
    }

    /// Calls `declarePrices`.
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

    /// Calls `refreshToken`, holding the lock where the browser has locks: a refresh token is valid once. Two tabs that
    /// use the same one within moments both receive its successor; much later that would end the session.
    async fn refresh(self, before: Option<String>) -> Outcome<()> {
        if self.session.token() != before {
            return Ok(());
        }
        // A page that was left (two quick reloads) released its lock, but its refresh continues, and the token that
        // this page would send is already used.
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

    /// Makes requests for another account from now on, or for the user's own again.
    pub async fn act_for(self, account: Option<Uuid>) -> Outcome<AccountOut> {
        self.session.act_for(account);
        let outcome = self.get_current_account().await;
        if outcome.is_err() {
            self.session.act_for(None);
        }
        outcome
    }

    /// Sends with the access token; once more after a refresh when the token had expired.
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

    /// Reads the account again after an error about it, such as a password that expired during work or a setup that
    /// lost its last room; the page follows the account.
    fn look_again(self, code: ErrorCode) {
        // The end of a delegation also ends acting for the other account here.
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

    /// Reads every page of a list that is displayed as a whole: choices, and the user's own data.
    async fn whole<T: DeserializeOwned>(self, path: String) -> Outcome<Vec<T>> {
        let mut items = Vec::new();
        self.pages(path, |page: Page<T>| {
            items.extend(page.items);
            page.next_cursor
        })
        .await?;
        Ok(items)
    }

    /// Reads a list page by page; `take` returns the cursor of the next page.
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

    /// Reads an answer that is only displayed, without a type of its own.
    pub async fn read_value(self, ask: Ask) -> Outcome<Value> {
        self.asked(ask).await?.json()
    }

    /// Makes a call whose answer is empty.
    async fn done(self, call: Call<()>) -> Outcome<()> {
        self.asked(call.ask).await.map(drop)
    }

    /// Boxed: the code of a request is compiled once, and not once for each type of answer.
    fn asked(self, ask: Ask) -> Pin<Box<dyn Future<Output = Outcome<Answer>>>> {
        Box::pin(self.ask(ask))
    }

    async fn open<T: DeserializeOwned>(self, call: Call<T>) -> Outcome<T> {
        let answer: Pin<Box<dyn Future<Output = Outcome<Answer>>>> = Box::pin(self.send(call.ask));
        answer.await?.json()
    }

    /// Reads a file, with the access token; once more after a refresh when the token had expired.
    pub async fn read_file(self, ask: Ask) -> Outcome<web_sys::Blob> {
        let first = self.open_file(self.signed(ask.clone())).await;
        match first {
            Err(ApiError::Problem(problem)) if problem.code == ErrorCode::TokenExpired => {
                self.resume().await?;
                self.open_file(self.signed(ask)).await
            }
            other => other,
        }
    }

    /// Reads a file that needs no account.
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

/// Returns the milliseconds for which a refresh that began at `begun`, and has no known answer, may still be answered.
/// 0 if the clock was set back.
fn still_settling(begun: Option<f64>, now: f64) -> i32 {
    let left = begun
        .filter(|begun| *begun <= now)
        .map_or(0.0, |begun| (begun + REFRESH_SETTLES_MS - now).max(0.0));
    #[expect(clippy::cast_possible_truncation, reason = "at most a second and a half")]
    let left = left as i32;
    left
}

/// Serialises a request body.
pub(crate) fn to_json(body: &impl Serialize) -> String {
    // Our own types always serialise; the server would refuse an empty body as unreadable.
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

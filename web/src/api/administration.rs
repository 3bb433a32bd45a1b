//! Accounts below one's own, and the operators of one's own.

use super::{Api, Outcome};
use crate::fetch::Ask;
use dto::administration::{
    AccountActIn, AccountIn, AccountPage, AccountPatch, AccountSearchIn, HoldersOut, IssuedAccountOut,
    IssuedOperatorOut, ManagedAccountOut, NewHolderIn, OperatorIn, OperatorOut, OperatorResetIn, OperatorsOut,
    PasswordResetIn,
};
use dto::{AnyVersionIn, VersionIn};
use uuid::Uuid;

/// What is done to an account as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountAct {
    /// `lockAccount`.
    Lock,
    /// `unlockAccount`.
    Unlock,
    /// `closeAccount`.
    Close,
}

impl AccountAct {
    /// The operation.
    pub fn operation(self) -> &'static str {
        match self {
            Self::Lock => "lockAccount",
            Self::Unlock => "unlockAccount",
            Self::Close => "closeAccount",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Lock => "lock",
            Self::Unlock => "reactivation",
            Self::Close => "closure",
        }
    }
}

impl Api {
    /// `listAccounts`.
    pub async fn list_accounts(self, query: &[(&str, String)]) -> Outcome<AccountPage> {
        self.read(Ask::get("/accounts").query(query)).await
    }

    /// `searchAccounts`.
    pub async fn search_accounts(self, search: &AccountSearchIn) -> Outcome<AccountPage> {
        self.read(Ask::post("/accounts/search").body(search)).await
    }

    /// `createAccount`; the key goes with each repeat of the same account.
    pub async fn create_account(self, account: &AccountIn, key: &str) -> Outcome<IssuedAccountOut> {
        self.read(Ask::post("/accounts").body(account).idempotency_key(key))
            .await
    }

    /// `getAccount`.
    pub async fn get_account(self, id: Uuid) -> Outcome<ManagedAccountOut> {
        self.read(Ask::get(format!("/accounts/{id}"))).await
    }

    /// `updateAccount`.
    pub async fn update_account(self, id: Uuid, patch: &AccountPatch) -> Outcome<ManagedAccountOut> {
        self.read(Ask::patch(format!("/accounts/{id}")).body(patch)).await
    }

    /// `lockAccount`, `unlockAccount`, `closeAccount`.
    pub async fn act_on_account(self, id: Uuid, act: AccountAct, why: &AccountActIn) -> Outcome<ManagedAccountOut> {
        self.read(Ask::post(format!("/accounts/{id}/{}", act.path())).body(why))
            .await
    }

    /// `resetPassword`.
    pub async fn reset_password(self, id: Uuid, reset: &PasswordResetIn) -> Outcome<IssuedAccountOut> {
        self.read(Ask::post(format!("/accounts/{id}/password-reset")).body(reset))
            .await
    }

    /// `changeHolder`.
    pub async fn change_holder(self, id: Uuid, holder: &NewHolderIn) -> Outcome<IssuedAccountOut> {
        self.read(Ask::post(format!("/accounts/{id}/holders")).body(holder))
            .await
    }

    /// `listHolders`.
    pub async fn list_holders(self, id: Uuid) -> Outcome<HoldersOut> {
        let (mut holders, mut acts) = (Vec::new(), Vec::new());
        self.pages(&format!("/accounts/{id}/holders"), |page: HoldersOut| {
            holders.extend(page.items);
            acts = page.acts;
            page.next_cursor
        })
        .await?;
        Ok(HoldersOut {
            items: holders,
            next_cursor: None,
            acts,
        })
    }

    /// `listOperators`.
    pub async fn list_operators(self) -> Outcome<OperatorsOut> {
        let items = self.whole("/accounts/me/operators").await?;
        Ok(OperatorsOut {
            items,
            next_cursor: None,
        })
    }

    /// `createOperator`; the key goes with each repeat of the same operator.
    pub async fn create_operator(self, operator: &OperatorIn, key: &str) -> Outcome<IssuedOperatorOut> {
        let ask = Ask::post("/accounts/me/operators").body(operator);
        self.read(ask.idempotency_key(key)).await
    }

    /// `confirmOperator`.
    pub async fn confirm_operator(self, id: Uuid, version: i32) -> Outcome<OperatorOut> {
        let ask = Ask::post(format!("/accounts/me/operators/{id}/confirmation"));
        self.read(ask.body(&VersionIn { version })).await
    }

    /// `endOperator`.
    pub async fn end_operator(self, account: Uuid, operator: Uuid, why: &AccountActIn) -> Outcome<ManagedAccountOut> {
        self.read(Ask::post(format!("/accounts/{account}/operators/{operator}/deactivation")).body(why))
            .await
    }

    /// `disableOperator`, however the operator stands meanwhile: it protects.
    pub async fn disable_operator(self, id: Uuid) -> Outcome<OperatorOut> {
        let ask = Ask::post(format!("/accounts/me/operators/{id}/deactivation"));
        self.read(ask.body(&AnyVersionIn::default())).await
    }

    /// `resetOperatorPassword`.
    pub async fn reset_operator_password(self, id: Uuid, reset: &OperatorResetIn) -> Outcome<IssuedOperatorOut> {
        self.read(Ask::post(format!("/accounts/me/operators/{id}/password-reset")).body(reset))
            .await
    }
}

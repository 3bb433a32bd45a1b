//! Accounts below the user's own, and the operators of the user's own account.

use super::{Api, Call, Outcome};
use dto::OperationId;
use dto::administration::{
    AccountActIn, AccountIn, AccountPage, AccountPatch, HoldersOut, IssuedAccountOut, IssuedOperatorOut,
    ManagedAccountOut, NewHolderIn, OperatorIn, OperatorOut, OperatorResetIn, PasswordResetIn,
};
use dto::operations::accounts::{
    ChangeHolder, CloseAccount, ConfirmOperator, CreateAccount, CreateOperator, DisableOperator, EndOperator,
    GetAccount, ListAccounts, ListHolders, LockAccount, ResetOperatorPassword, ResetPassword, UnlockAccount,
    UpdateAccount,
};
use dto::{AnyVersionIn, VersionIn};
use uuid::Uuid;

/// An act on an account as a whole.
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
    /// Returns the operation.
    pub fn operation(self) -> OperationId {
        match self {
            Self::Lock => LockAccount.into(),
            Self::Unlock => UnlockAccount.into(),
            Self::Close => CloseAccount.into(),
        }
    }

    fn call(self, id: Uuid, why: &AccountActIn) -> Call<ManagedAccountOut> {
        match self {
            Self::Lock => Call::with(LockAccount::at(id), why),
            Self::Unlock => Call::with(UnlockAccount::at(id), why),
            Self::Close => Call::with(CloseAccount::at(id), why),
        }
    }
}

impl Api {
    /// Calls `listAccounts`.
    pub async fn list_accounts(self, query: &[(&str, String)]) -> Outcome<AccountPage> {
        self.read(Call::of(ListAccounts::at()).query(query)).await
    }

    /// Calls `createAccount`; each repeat of the same account carries the key.
    pub async fn create_account(self, account: &AccountIn) -> Outcome<IssuedAccountOut> {
        self.read(Call::with(CreateAccount::at(), account)).await
    }

    /// Calls `getAccount`.
    pub async fn get_account(self, id: Uuid) -> Outcome<ManagedAccountOut> {
        self.read(Call::of(GetAccount::at(id))).await
    }

    /// Calls `updateAccount`.
    pub async fn update_account(self, id: Uuid, patch: &AccountPatch) -> Outcome<ManagedAccountOut> {
        self.read(Call::with(UpdateAccount::at(id), patch)).await
    }

    /// Calls `lockAccount`, `unlockAccount` or `closeAccount`.
    pub async fn act_on_account(self, id: Uuid, act: AccountAct, why: &AccountActIn) -> Outcome<ManagedAccountOut> {
        self.read(act.call(id, why)).await
    }

    /// Calls `resetPassword`.
    pub async fn reset_password(self, id: Uuid, reset: &PasswordResetIn) -> Outcome<IssuedAccountOut> {
        self.read(Call::with(ResetPassword::at(id), reset)).await
    }

    /// Calls `changeHolder`.
    pub async fn change_holder(self, id: Uuid, holder: &NewHolderIn) -> Outcome<IssuedAccountOut> {
        self.read(Call::with(ChangeHolder::at(id), holder)).await
    }

    /// Calls `listHolders`.
    pub async fn list_holders(self, id: Uuid) -> Outcome<HoldersOut> {
        let (mut holders, mut acts) = (Vec::new(), Vec::new());
        self.pages(ListHolders::at(id).into_path(), |page: HoldersOut| {
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

    /// Calls `createOperator`.
    pub async fn create_operator(self, operator: &OperatorIn) -> Outcome<IssuedOperatorOut> {
        self.read(Call::with(CreateOperator::at(), operator)).await
    }

    /// Calls `confirmOperator`.
    pub async fn confirm_operator(self, id: Uuid, version: i32) -> Outcome<OperatorOut> {
        self.read(Call::with(ConfirmOperator::at(id), &VersionIn { version }))
            .await
    }

    /// Calls `endOperator`.
    pub async fn end_operator(self, account: Uuid, operator: Uuid, why: &AccountActIn) -> Outcome<ManagedAccountOut> {
        self.read(Call::with(EndOperator::at(account, operator), why)).await
    }

    /// Calls `disableOperator`, whatever state the operator has meanwhile: it protects.
    pub async fn disable_operator(self, id: Uuid) -> Outcome<OperatorOut> {
        self.read(Call::with(DisableOperator::at(id), &AnyVersionIn::default()))
            .await
    }

    /// Calls `resetOperatorPassword`.
    pub async fn reset_operator_password(self, id: Uuid, reset: &OperatorResetIn) -> Outcome<IssuedOperatorOut> {
        self.read(Call::with(ResetOperatorPassword::at(id), reset)).await
    }
}

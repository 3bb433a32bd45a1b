//! The operations that a principal may call, by the table of rights.

use super::policy::{Flag, POLICY, Reach, Row};
use super::principal::{Account, Principal};
use dto::Operations;
use dto::problem::ErrorCode;
use rules::profile::Profile;

impl Principal {
    /// The result of [`Account::can`]; empty for the service itself, because no page offers it anything.
    pub fn can(&self, profile: &Profile, is_open: impl Fn(&str) -> bool) -> Operations {
        match self {
            Self::Account(account) => account.can(profile, is_open),
            Self::System => Operations::default(),
        }
    }
}

impl Account {
    /// The reach of its right to an operation, if it has one.
    pub fn reach(&self, row: &Row) -> Option<Reach> {
        row.reach(self.tier(), self.handles_dossiers)
    }

    /// All operations that this account may call now.
    pub fn operations(&self, profile: &Profile) -> Operations {
        self.can(profile, |_| true)
    }

    /// The operations among them for which `is_open` returns true: the caller of this function knows the state of the
    /// object, and that it is in scope.
    pub fn can(&self, profile: &Profile, is_open: impl Fn(&str) -> bool) -> Operations {
        let is_offered =
            |row: &Row, reach| row.is_offered(profile) && (self.acting.is_none() || row.is_delegable(reach));
        POLICY
            .iter()
            .filter(|row| is_open(row.operation))
            .filter(|row| self.reach(row).is_some_and(|reach| is_offered(row, reach)))
            .filter(|row| self.is_allowed(row) && self.held_up(row).is_none())
            .filter(|row| !(self.is_program() && row.has(Flag::SessionOnly)))
            .map(|row| row.operation)
            .collect()
    }

    /// Whether this person may call the operation, and not only the holder of the account.
    pub(crate) fn is_allowed(&self, row: &Row) -> bool {
        self.operator_id.is_none() || !row.has(Flag::HolderOnly)
    }

    /// What has to be done before the operation is allowed, if anything: first the password, then the second factor.
    pub(crate) fn held_up(&self, row: &Row) -> Option<ErrorCode> {
        if self.must_change_password && !row.has(Flag::BeforePasswordChange) {
            return Some(ErrorCode::PasswordChangeRequired);
        }
        let is_barred = self.must_set_second_factor && !row.has(Flag::BeforeSecondFactor);
        is_barred.then_some(ErrorCode::SecondFactorRequiredFirst)
    }
}

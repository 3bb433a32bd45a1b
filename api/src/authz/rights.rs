//! What whoever acts may do, by the table of rights.

use super::policy::{Flag, POLICY, Reach, Row};
use super::principal::{Account, Principal};
use dto::Operations;
use dto::problem::ErrorCode;
use rules::profile::Profile;

impl Principal {
    /// What [`Account::can`] says; nothing for the service itself, to which no page offers anything.
    pub fn can(&self, profile: &Profile, is_open: impl Fn(&str) -> bool) -> Operations {
        match self {
            Self::Account(account) => account.can(profile, is_open),
            Self::System => Operations::default(),
        }
    }
}

impl Account {
    /// How far its right to an operation reaches, if it has one.
    pub fn reach(&self, row: &Row) -> Option<Reach> {
        row.reach(self.post(), self.handles_dossiers)
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
            .filter(|row| self.reach(row).is_some_and(|reach| is_offered(row, reach)))
            .filter(|row| self.is_allowed(row) && self.held_up(row).is_none())
            .filter(|row| !(self.is_program() && row.has(Flag::SessionOnly)))
            .map(|row| row.operation)
            .collect()
    }

    /// Whether the row is for this person, and not for the holder of the account alone.
    pub(crate) fn is_allowed(&self, row: &Row) -> bool {
        self.operator_id.is_none() || !row.has(Flag::HolderOnly)
    }

    /// What has to be done before the operation is open, if anything: the password first, then the second factor.
    pub(crate) fn held_up(&self, row: &Row) -> Option<ErrorCode> {
        if self.must_change_password && !row.has(Flag::BeforePasswordChange) {
            return Some(ErrorCode::PasswordChangeRequired);
        }
        let is_barred = self.must_set_second_factor && !row.has(Flag::BeforeSecondFactor);
        is_barred.then_some(ErrorCode::SecondFactorRequiredFirst)
    }
}

//! The changes that the rules allow for a stay, and the resulting operations of a caller.

use super::entity::stay;
use crate::authz::{Account, Operation, Principal, Reach, policy};
use dto::{Operations, Timestamp};
use rules::correction::{act_correctable, facility_may_correct};
use rules::profile::Profile;

/// The changes that the rules allow for a stay, independent of the caller.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "independent answers of independent rules")]
pub struct OpenActs {
    /// The stay is not cancelled.
    stands: bool,
    /// The guest is present or still to arrive.
    pub stay: bool,
    /// The guest has arrived and is present.
    departure: bool,
    /// The facility may correct the data of the guest.
    pub guest: bool,
    /// The facility may correct the declared departure.
    pub declared_departure: bool,
}

/// Returns the changes that the rules allow now.
pub fn of(row: &stay::Model, profile: &Profile, now: Timestamp) -> OpenActs {
    let stands = row.cancelled_at.is_none();
    let stay = stands && row.departed_at.is_none();
    OpenActs {
        stands,
        stay,
        departure: stay && row.arrival_at <= now.get(),
        guest: stands && facility_may_correct(row.notified_at, now.get(), &profile.correction),
        declared_departure: stands
            && row
                .departure_declared_at
                .is_some_and(|declared| act_correctable(declared, now.get())),
    }
}

impl OpenActs {
    /// Returns whether the stay may be cancelled: by the police at any time, by its facility while it may correct it.
    pub fn cancellation(self, principal: &Principal) -> bool {
        let beyond_facility = |account: &Account| {
            let reach = account.reach(policy::CancelStay::ROW);
            reach.is_some_and(|reach| reach != Reach::OwnFacility)
        };
        self.stands && (self.guest || principal.account().is_ok_and(beyond_facility))
    }

    /// Returns the operations that follow for the caller; `is_asked` is whether a question to the facility is open.
    pub fn told(self, principal: &Principal, profile: &Profile, is_asked: bool) -> Operations {
        principal.can(profile, |operation| match operation {
            "amendStay" => self.stay || self.guest || self.declared_departure,
            "extendStay" | "moveStay" => self.stay,
            "checkOutStay" => self.departure,
            "cancelStay" => self.cancellation(principal),
            "correctStay" => self.stands,
            "acknowledgeStay" | "askAboutStay" => true,
            "answerAboutStay" => is_asked,
            _ => false,
        })
    }
}

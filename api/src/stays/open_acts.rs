//! What the rules leave open of a stay, and which operations that is for whom.

use super::entity::stay;
use crate::authz::{Account, Operation, Principal, Reach, policy};
use dto::{Operations, Timestamp};
use rules::correction::{act_correctable, facility_may_correct};
use rules::profile::Profile;

/// What the rules leave open of a stay, whoever asks.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "independent answers of independent rules")]
pub struct OpenActs {
    /// It is not cancelled.
    stands: bool,
    /// The guest is there, or will come.
    pub stay: bool,
    /// The guest has come and is there.
    departure: bool,
    /// What was notified about the guest may be corrected by the facility.
    pub guest: bool,
    /// The departure that was declared may be corrected by the facility.
    pub declared_departure: bool,
}

/// What the rules leave open of a stay now.
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
    /// Whether it may be cancelled: by the police at any time, by its facility as long as it may correct it.
    pub fn cancellation(self, principal: &Principal) -> bool {
        let beyond_facility = |account: &Account| {
            let reach = account.reach(policy::CancelStay::ROW);
            reach.is_some_and(|reach| reach != Reach::OwnFacility)
        };
        self.stands && (self.guest || principal.account().is_ok_and(beyond_facility))
    }

    /// The operations of the reader that they are; `is_asked` says whether a question waits for the facility.
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

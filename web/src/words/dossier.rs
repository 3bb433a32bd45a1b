//! Names of states, events and time limits of dossiers.

use crate::dossier::data_request;
use crate::format;
use crate::t;
use dto::Timestamp;
use dto::dossier::{CheckCode, ContactChannel, DossierState, OpenPoint, OpenPointCode, Opinion};
use rules::profile::Profile;
use rules::working_time::{Term, TermUnit};

/// Returns the time limit of a procedure, as configured: "48 giờ".
pub fn term_of(profile: &Profile, procedure: &str) -> Option<String> {
    profile.procedures.get(procedure)?.term.map(length_of)
}

/// Returns the time limit of a refusal, where it has one of its own: "3 ngày".
pub fn refusal_term_of(profile: &Profile, procedure: &str) -> Option<String> {
    profile.procedures.get(procedure)?.refusal.map(length_of)
}

fn length_of(term: Term) -> String {
    match term.unit {
        TermUnit::Hours => t!(dossier.term_hours, amount = term.amount),
        TermUnit::Days => t!(dossier.term_days, amount = term.amount),
        TermUnit::WorkingHours => t!(dossier.term_working_hours, amount = term.amount),
        TermUnit::WorkingDays => t!(dossier.term_working_days, amount = term.amount),
    }
}

/// Returns the state of a dossier.
pub fn state_word(state: DossierState) -> &'static str {
    match state {
        DossierState::Draft => t!(dossier.state_draft),
        DossierState::Filed => t!(dossier.state_filed),
        DossierState::SupplementRequested => t!(dossier.state_supplement_requested),
        DossierState::Refused => t!(dossier.state_refused),
        DossierState::Accepted => t!(dossier.state_accepted),
        DossierState::InProcess => t!(dossier.state_in_process),
        DossierState::PaymentPending => t!(dossier.state_payment_pending),
        DossierState::ResultReady => t!(dossier.state_result_ready),
        DossierState::Returned => t!(dossier.state_returned),
        DossierState::Archived => t!(dossier.state_archived),
        DossierState::Withdrawn => t!(dossier.state_withdrawn),
    }
}

/// Returns the state for the applicant, who wants to know whether it was granted and not how it was handed over.
pub fn applicant_state_word(state: DossierState, procedure: &str) -> &'static str {
    match state {
        DossierState::ResultReady | DossierState::Returned if procedure != data_request::PROCEDURE => {
            t!(dossier.state_granted)
        }
        _ => state_word(state),
    }
}

/// Returns the meaning of the state for the applicant.
pub fn state_meaning(state: DossierState, procedure: &str) -> &'static str {
    if procedure == data_request::PROCEDURE {
        return data_meaning(state);
    }
    match state {
        DossierState::ResultReady | DossierState::Returned | DossierState::Archived => granted_meaning(procedure),
        _ => open_meaning(state),
    }
}

fn granted_meaning(procedure: &str) -> &'static str {
    match procedure {
        "account_registration" => t!(dossier.means_account_granted),
        "holder_change" => t!(dossier.means_holder_changed),
        "credential_loss" => t!(dossier.means_password_issued),
        _ => t!(dossier.means_granted),
    }
}

fn open_meaning(state: DossierState) -> &'static str {
    match state {
        DossierState::Draft => t!(dossier.means_draft),
        DossierState::SupplementRequested => t!(dossier.means_supplement_requested),
        DossierState::Refused => t!(dossier.means_refused),
        DossierState::Withdrawn => t!(dossier.means_withdrawn),
        _ => t!(dossier.means_waiting),
    }
}

/// Returns the same where the answer is data: they are available here, and never sent by mail.
fn data_meaning(state: DossierState) -> &'static str {
    match state {
        DossierState::Refused => t!(data.means_refused),
        DossierState::ResultReady | DossierState::Returned | DossierState::Archived => t!(data.means_supplied),
        DossierState::Withdrawn => t!(data.means_withdrawn),
        _ => open_meaning(state),
    }
}

/// Returns the name of an event.
pub fn event_word(kind: &str) -> String {
    match kind {
        "file" => t!(dossier.event_file),
        "confirm" => t!(dossier.event_confirm),
        "accept" => t!(dossier.event_accept),
        "transfer" => t!(dossier.event_transfer),
        "request_supplement" => t!(dossier.event_request_supplement),
        "supplement" | "form_attached" => t!(dossier.event_supplement),
        "refuse" => t!(dossier.event_refuse),
        "demand_payment" => t!(dossier.event_demand_payment),
        "pay" => t!(dossier.event_pay),
        "resolve" => t!(dossier.event_resolve),
        "return" => t!(dossier.event_return),
        "archive" => t!(dossier.event_archive),
        "withdraw" => t!(dossier.event_withdraw),
        "comment" => t!(dossier.event_comment),
        "consult" => t!(dossier.event_consult),
        "opinion" => t!(dossier.event_opinion),
        "remind" => t!(dossier.event_remind),
        "remind_applicant" => t!(dossier.event_remind_applicant),
        "opinion_corrected" => t!(dossier.event_opinion_corrected),
        "lock" => t!(dossier.event_lock),
        _ => return check_event(kind).unwrap_or_else(|| t!(dossier.event_other).to_owned()),
    }
    .to_owned()
}

/// Returns the name of an event that set or cleared a tick.
fn check_event(kind: &str) -> Option<String> {
    let (done, code) = match kind.strip_prefix("uncheck_") {
        Some(code) => (false, code),
        None => (true, kind.strip_prefix("check_")?),
    };
    let what = check_word(CheckCode::from_name(code)?);
    Some(if done {
        t!(dossier.event_check, what = what)
    } else {
        t!(dossier.event_uncheck, what = what)
    })
}

/// Returns the text of a point that an officer checks.
pub fn check_word(check: CheckCode) -> &'static str {
    match check {
        CheckCode::SignedFormMatches => t!(queue.check_form),
        CheckCode::NoAccountHere => t!(queue.check_account),
        CheckCode::ReasonSuffices => t!(queue.check_reason),
        CheckCode::RepresentativeCalled => t!(queue.check_call),
    }
}

/// Returns a point that is open before a decision, as a sentence.
pub fn open_point_words(point: &OpenPoint) -> String {
    let subject = point.subject.as_deref().unwrap_or_default();
    match point.code {
        OpenPointCode::FormMissing => t!(queue.open_form).to_owned(),
        OpenPointCode::CheckOpen => t!(queue.open_check, what = point.check.map(check_word).unwrap_or_default()),
        OpenPointCode::OpinionOpen => t!(queue.open_opinion, unit = subject),
        OpenPointCode::OpinionAgainst => t!(queue.open_against, unit = subject),
        OpenPointCode::SameTaxCode => t!(queue.hint_same_tax_code, subject = subject),
        OpenPointCode::SameName => t!(queue.hint_same_name, subject = subject),
        OpenPointCode::SameAddress => t!(queue.hint_same_address, subject = subject),
        OpenPointCode::FiledTwice => t!(queue.hint_filed_twice, subject = subject),
        OpenPointCode::GuestsGoAlong => guests_go_along(subject, point.guest_count),
        OpenPointCode::NotProven => t!(queue.hint_not_proven).to_owned(),
        OpenPointCode::AccountUnknown => t!(queue.hint_account_unknown).to_owned(),
    }
}

/// Returns which guests are moved to the account that is applied for.
pub fn guests_go_along(place: &str, guests: Option<u64>) -> String {
    t!(
        queue.hint_guests_go_along,
        subject = place,
        count = guests.unwrap_or_default()
    )
}

/// Returns the icon of an event.
pub fn event_icon(kind: &str) -> &'static str {
    match kind {
        "file" | "confirm" | "supplement" => "notify",
        "request_supplement" | "return" => "swap",
        "refuse" | "withdraw" => "cross",
        "resolve" | "accept" => "check",
        "comment" => "bubble",
        "consult" | "opinion" | "opinion_corrected" | "remind" | "remind_applicant" => "bubble-question",
        "lock" => "lock",
        kind if kind.contains("check_") => "check",
        _ => "clock",
    }
}

/// Returns the name of a contact channel.
pub fn channel_word(channel: ContactChannel) -> &'static str {
    match channel {
        ContactChannel::Phone => t!(dossier.by_phone),
        ContactChannel::Email => t!(dossier.by_email),
    }
}

/// Returns the opinion of an agency.
pub fn opinion_word(opinion: Opinion) -> &'static str {
    match opinion {
        Opinion::Agree => t!(dossier.opinion_agree),
        Opinion::Object => t!(dossier.opinion_object),
        Opinion::NoOpinion => t!(dossier.opinion_none),
    }
}

/// Position of a dossier relative to its time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// Seconds left.
    Running(i64),
    /// Seconds over the limit.
    Over(i64),
    /// No time limit runs.
    None,
}

impl Left {
    /// Returns the position at a moment.
    pub fn at(due_at: Option<Timestamp>, now: Timestamp) -> Self {
        match due_at.map(|due| due.unix() - now.unix()) {
            Some(left) if left > 0 => Self::Running(left),
            Some(left) => Self::Over(-left),
            None => Self::None,
        }
    }

    /// Returns whether fewer than 8 hours are left (docs/pages.md, "Progress").
    pub fn is_short(self) -> bool {
        matches!(self, Self::Running(left) if left < 8 * 3600)
    }

    /// Returns "1 giờ 48 phút" or "Quá 4 giờ 32 phút".
    pub fn words(self) -> Option<String> {
        match self {
            // Time limits in days: hundreds of hours are hard to read.
            Self::Running(left) if left >= 72 * 3600 => Some(format::duration_words(left)),
            Self::Running(left) => Some(format::length(left)),
            Self::Over(over) if over < 60 => Some(t!(dossier.over_now).to_owned()),
            Self::Over(over) => Some(t!(dossier.over, length = format::length(over))),
            Self::None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_second_of_lateness_is_the_due_one() {
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let due = Some(at("2026-11-21T14:30:00Z"));
        assert_eq!(Left::at(due, at("2026-11-21T14:29:59Z")), Left::Running(1));
        assert_eq!(Left::at(due, at("2026-11-21T14:30:00Z")), Left::Over(0));
        assert!(Left::at(due, at("2026-11-21T06:30:01Z")).is_short());
        assert!(!Left::at(due, at("2026-11-21T06:30:00Z")).is_short());
        assert_eq!(Left::at(None, at("2026-11-21T06:30:00Z")), Left::None);
    }
}

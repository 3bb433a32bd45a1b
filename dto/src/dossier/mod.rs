//! Dossiers: what officers and applicants see and do, for every procedure.

mod input;
mod output;
#[cfg(test)]
mod tests;

pub use input::{
    AcceptDossierIn, ApplicantContactIn, CheckDossierIn, CommentIn, ConsultIn, LookupIn, OpinionIn, RefuseIn,
    Resolution, ResolveIn, ResultIn, Supplement, SupplementIn, SupplementRequestIn, WithdrawIn,
};
pub use output::{
    ApplicantContactOut, AttachmentOut, ConsultationMark, ConsultationOut, DecisionPreview, DossierApplicant,
    DossierCheck, DossierCounts, DossierEventOut, DossierHint, DossierOut, DossierPage, DossierSummary, HandoverOut,
    OpenPoint, ProcedureRef, PublicDossierOut, PublicEventOut, ResolveOut, UnitList, UnitSummary,
};
pub use rules::procedure::{DossierAct, DossierState};

rules::codes! {
    /// Who can read a remark.
    Visibility {
        /// Only the officers who handle the dossier.
        Inside = "inside",
        /// The applicant too.
        Outside = "outside",
    }
}

rules::codes! {
    /// The channel by which a person was reached (LC-6.1b-3).
    ContactChannel {
        /// By telephone.
        Phone = "phone",
        /// By e-mail.
        Email = "email",
    }
}

rules::codes! {
    /// The opinion of a consulted agency.
    Opinion {
        /// No objection.
        Agree = "agree",
        /// An objection; the agency gives its reason.
        Object = "object",
        /// No opinion.
        NoOpinion = "no_opinion",
    }
}

rules::codes! {
    /// A check that an officer does and ticks before a decision.
    CheckCode {
        /// The signed form has the same content as the dossier.
        SignedFormMatches = "signed_form_matches",
        /// There is no account for this address yet.
        NoAccountHere = "no_account_here",
        /// The reason given is sufficient for access to the data (KH-M4.8).
        ReasonSuffices = "reason_suffices",
        /// The representative was called.
        RepresentativeCalled = "representative_called",
    }
}

rules::codes! {
    /// A reason against a decision now, or something that is missing for it. It does not block the decision: it informs
    /// the officer who decides.
    OpenPointCode {
        /// The signed form is still missing.
        FormMissing = "form_missing",
        /// A check is not ticked.
        CheckOpen = "check_open",
        /// A consulted unit has not answered.
        OpinionOpen = "opinion_open",
        /// A consulted unit objects.
        OpinionAgainst = "opinion_against",
        /// Another facility already has this tax code.
        SameTaxCode = "same_tax_code",
        /// Another facility of the commune already has this name.
        SameName = "same_name",
        /// Another facility is already at this address.
        SameAddress = "same_address",
        /// Another application for the same facility is pending or was granted.
        FiledTwice = "filed_twice",
        /// Guests whom the police entered for this facility are assigned to the account.
        GuestsGoAlong = "guests_go_along",
        /// The identity of the reporter of a loss is not confirmed yet.
        NotProven = "not_proven",
        /// No account has the login name.
        AccountUnknown = "account_unknown",
    }
}

rules::codes! {
    /// A hint for the officer before a decision.
    HintCode {
        /// Another facility already has this tax code.
        SameTaxCode = "same_tax_code",
        /// Another facility of the commune already has this name.
        SameName = "same_name",
        /// Another facility is already at this address.
        SameAddress = "same_address",
        /// Another application for the same facility is pending or was granted.
        FiledTwice = "filed_twice",
        /// Guests whom the police entered for this facility are assigned to the account.
        GuestsGoAlong = "guests_go_along",
        /// The loss was reported after the time limit of the profile (D-01).
        ReportedLate = "reported_late",
        /// The loss was not reported by every channel that the profile demands (D-01).
        ChannelMissing = "channel_missing",
        /// No account has the login name.
        AccountUnknown = "account_unknown",
        /// The registered number of the account, at which to call the reporter.
        RegisteredNumber = "registered_number",
        /// The reporter's identity is not confirmed yet.
        NotProven = "not_proven",
        /// The reporter has opened the link sent to the registered address.
        ProvenByLink = "proven_by_link",
        /// The reporter was reached at the registered number.
        ProvenByCall = "proven_by_call",
        /// The account was locked because of this report.
        AccountLocked = "account_locked",
    }
}

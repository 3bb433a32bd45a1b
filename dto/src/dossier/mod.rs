//! Dossiers: what officers and applicants see of them and do with them, whatever the procedure.

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
    /// Who reads a remark.
    Visibility {
        /// Only those who handle the dossier.
        Inside = "inside",
        /// The applicant as well.
        Outside = "outside",
    }
}

rules::codes! {
    /// How somebody was reached (LC-6.1b-3).
    ContactChannel {
        /// By telephone.
        Phone = "phone",
        /// By e-mail.
        Email = "email",
    }
}

rules::codes! {
    /// What an agency says when asked.
    Opinion {
        /// Nothing against it.
        Agree = "agree",
        /// Something against it; it says what.
        Object = "object",
        /// Not concerned.
        NoOpinion = "no_opinion",
    }
}

rules::codes! {
    /// What an officer goes through before deciding, and ticks.
    CheckCode {
        /// The signed form says what the dossier says.
        SignedFormMatches = "signed_form_matches",
        /// No account is there for this address yet.
        NoAccountHere = "no_account_here",
        /// The reason given entitles to the data (KH-M4.8).
        ReasonSuffices = "reason_suffices",
        /// The representative was called.
        RepresentativeCalled = "representative_called",
    }
}

rules::codes! {
    /// What speaks against a decision now, or is not there yet. It hinders nobody: whoever decides knows it.
    OpenPointCode {
        /// The signed form is still to come.
        FormMissing = "form_missing",
        /// Something that is gone through before deciding is not ticked.
        CheckOpen = "check_open",
        /// A unit that was asked has not answered.
        OpinionOpen = "opinion_open",
        /// A unit that was asked is against it.
        OpinionAgainst = "opinion_against",
        /// A facility has this tax code already.
        SameTaxCode = "same_tax_code",
        /// A facility of the commune has this name already.
        SameName = "same_name",
        /// A facility stands at this address already.
        SameAddress = "same_address",
        /// Another application for the same place waits or was granted.
        FiledTwice = "filed_twice",
        /// Guests whom the police entered for this place become those of the account.
        GuestsGoAlong = "guests_go_along",
        /// The reporter of a loss has proven nothing yet.
        NotProven = "not_proven",
        /// No account has the login name.
        AccountUnknown = "account_unknown",
    }
}

rules::codes! {
    /// What an officer should look at before deciding.
    HintCode {
        /// A facility has this tax code already.
        SameTaxCode = "same_tax_code",
        /// A facility of the commune has this name already.
        SameName = "same_name",
        /// A facility stands at this address already.
        SameAddress = "same_address",
        /// Another application for the same place waits or was granted.
        FiledTwice = "filed_twice",
        /// Guests whom the police entered for this place become those of the account.
        GuestsGoAlong = "guests_go_along",
        /// The loss was reported after the window of the profile (D-01).
        ReportedLate = "reported_late",
        /// The loss was not reported by every way that the profile asks for (D-01).
        ChannelMissing = "channel_missing",
        /// No account has the login name.
        AccountUnknown = "account_unknown",
        /// The number registered for the account, which the reporter is to be called at.
        RegisteredNumber = "registered_number",
        /// The reporter has proven nothing yet.
        NotProven = "not_proven",
        /// The link sent to the registered address was followed.
        ProvenByLink = "proven_by_link",
        /// The reporter was reached at the registered number.
        ProvenByCall = "proven_by_call",
        /// The account was locked because of this report.
        AccountLocked = "account_locked",
    }
}

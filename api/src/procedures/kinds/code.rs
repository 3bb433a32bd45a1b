//! The kinds by their codes.

/// The kinds of procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Applying for an account.
    Registration,
    /// Another person takes an account over.
    HolderChange,
    /// A lost password, a stolen account.
    CredentialLoss,
    /// Data of guests asked for in writing.
    DataRequest,
    /// A type that is data alone: its form is kept as it came, and granting it is the decision itself. A schema of its form,
    /// fees or a paper of its own belong to the type and are read here.
    Decision,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Registration,
        Self::HolderChange,
        Self::CredentialLoss,
        Self::DataRequest,
        Self::Decision,
    ];

    /// Its code in `procedure_type` and `dossier`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Registration => "account_registration",
            Self::HolderChange => "holder_change",
            Self::CredentialLoss => "credential_loss",
            Self::DataRequest => "data_request",
            Self::Decision => "decision",
        }
    }
}

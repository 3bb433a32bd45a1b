//! How far a right reaches.

/// How far a right reaches; the operation makes its `Scope` of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// One's own account.
    OwnAccount,
    /// One's own facility.
    OwnFacility,
    /// One's own area and what lies below it.
    OwnArea,
    /// What the agencies were told of in one's own area.
    ToldInOwnArea,
    /// One's own account and those that it may know of: `rules::tiers::may_see`.
    OwnTier,
    /// One's own unit.
    OwnUnit,
    /// The dossiers of one's own area whose type names one's post as the one that handles them. Nobody else has it.
    OwnDossiers,
    /// What one's own unit was asked about.
    OwnConsultations,
    /// Both. Nobody else has it than those whose post handles dossiers.
    OwnDossiersAndConsultations,
    /// Everything.
    Everything,
}

impl Reach {
    /// Whether only those have it whose post handles dossiers.
    pub(super) fn is_for_handlers(self) -> bool {
        matches!(self, Self::OwnDossiers | Self::OwnDossiersAndConsultations)
    }
}

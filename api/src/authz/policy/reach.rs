//! How far a right reaches.

/// How far a right reaches; the operation makes its `Scope` of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The caller's own account.
    OwnAccount,
    /// The caller's own facility.
    OwnFacility,
    /// The caller's own area and the areas below it.
    OwnArea,
    /// The announced changes in the caller's own area for which the agencies are informed.
    ToldInOwnArea,
    /// The caller's own account and those that it may see: `rules::tiers::may_see`.
    OwnTier,
    /// The caller's own unit.
    OwnUnit,
    /// The dossiers of the caller's own area whose type names the caller's tier as its handler. Only such tiers have
    /// this reach.
    OwnDossiers,
    /// The dossiers about which the caller's own unit was consulted.
    OwnConsultations,
    /// Both. Only tiers that handle dossiers have this reach.
    OwnDossiersAndConsultations,
    /// Everything.
    Everything,
}

impl Reach {
    /// Whether only tiers that handle dossiers have it.
    pub(super) fn is_for_handlers(self) -> bool {
        matches!(self, Self::OwnDossiers | Self::OwnDossiersAndConsultations)
    }
}

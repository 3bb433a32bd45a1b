//! Counts what waits for an account. A section is for those who may call the operation that shows or settles it, within
//! their scope for that operation. The numbers contain no data of a guest or a dossier, so no reading is recorded.

use crate::authz::policy::{AcknowledgeStays, GetFacilityDay, ListDossiers};
use crate::authz::{Own, ScopedCaller};
use crate::error::Result;
use crate::procedures;
use crate::stays;
use dto::counts::CountsOut;

/// Returns the numbers of every section that the caller has.
pub async fn counts(caller: &ScopedCaller<Own>) -> Result<CountsOut> {
    let mut counts = CountsOut::default();
    if let Some(own) = caller.within::<GetFacilityDay>().await? {
        counts.tasks = stays::board::day::tasks(&own).await?;
    }
    if let Some(area) = caller.within::<AcknowledgeStays>().await? {
        counts.notifications = Some(stays::read::service::count_today(&area).await?);
    }
    if let Some(dossiers) = caller.within::<ListDossiers>().await? {
        counts.dossiers = Some(procedures::service::count_waiting(&dossiers).await?);
    }
    Ok(counts)
}

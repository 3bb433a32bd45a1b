//! Foreign guests and the immigration site.

use super::{Api, Call, Outcome};
use dto::operations::stays::{ConfirmForeignGuests, ExportForeignGuests};
use dto::stay::{ForeignConfirmIn, ForeignConfirmOut, ForeignExportIn};
use uuid::Uuid;

impl Api {
    /// Calls `exportForeignGuests`; each repeat of the same wish carries the key.
    pub async fn export_foreign_guests(
        self,
        facility: Uuid,
        wish: &ForeignExportIn,
        key: &str,
    ) -> Outcome<web_sys::Blob> {
        let call = Call::with(ExportForeignGuests::at(facility), wish);
        self.read_file(call.idempotency_key(key).patient().ask).await
    }

    /// Calls `confirmForeignGuests`; each repeat of the same confirmation carries the key.
    pub async fn confirm_foreign_guests(
        self,
        facility: Uuid,
        confirmation: &ForeignConfirmIn,
        key: &str,
    ) -> Outcome<ForeignConfirmOut> {
        let call = Call::with(ConfirmForeignGuests::at(facility), confirmation);
        self.read(call.idempotency_key(key)).await
    }
}

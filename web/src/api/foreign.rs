//! Foreign guests and the immigration site.

use super::{Api, Outcome};
use crate::fetch::Ask;
use dto::stay::{ForeignConfirmIn, ForeignConfirmOut, ForeignExportIn, ForeignGuestsOut};
use uuid::Uuid;

impl Api {
    /// `listForeignGuests`.
    pub async fn list_foreign_guests(self, facility: Uuid, query: &[(&str, String)]) -> Outcome<ForeignGuestsOut> {
        self.read(Ask::get(format!("/facilities/{facility}/foreign-guests")).query(query))
            .await
    }

    /// `exportForeignGuests`; the key goes with each repeat of the same wish.
    pub async fn export_foreign_guests(
        self,
        facility: Uuid,
        wish: &ForeignExportIn,
        key: &str,
    ) -> Outcome<web_sys::Blob> {
        let ask = Ask::post(format!("/facilities/{facility}/foreign-guests/export")).body(wish);
        self.read_file(ask.idempotency_key(key).patient()).await
    }

    /// `confirmForeignGuests`; the key goes with each repeat of the same confirmation.
    pub async fn confirm_foreign_guests(
        self,
        facility: Uuid,
        confirmation: &ForeignConfirmIn,
        key: &str,
    ) -> Outcome<ForeignConfirmOut> {
        let ask = Ask::post(format!("/facilities/{facility}/foreign-guests/confirmation")).body(confirmation);
        self.read(ask.idempotency_key(key)).await
    }
}

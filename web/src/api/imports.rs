//! Guest lists from files.

use super::{Api, Outcome};
use crate::fetch::Ask;
use dto::import::{CommitImportIn, ImportIn, ImportOut};
use uuid::Uuid;

impl Api {
    /// `previewImport`; the key goes with each repeat of the same file.
    pub async fn preview_import(self, facility: Uuid, import: &ImportIn, key: &str) -> Outcome<ImportOut> {
        let ask = Ask::post(format!("/facilities/{facility}/imports")).body(import);
        self.read(ask.idempotency_key(key).patient()).await
    }

    /// `getImport`.
    pub async fn get_import(self, facility: Uuid, id: Uuid, query: &[(&str, String)]) -> Outcome<ImportOut> {
        self.read(Ask::get(format!("/facilities/{facility}/imports/{id}")).query(query))
            .await
    }

    /// `commitImport`; the key goes with each repeat of the same decision.
    pub async fn commit_import(
        self,
        facility: Uuid,
        id: Uuid,
        decided: &CommitImportIn,
        key: &str,
    ) -> Outcome<ImportOut> {
        let ask = Ask::post(format!("/facilities/{facility}/imports/{id}/confirmation")).body(decided);
        self.read(ask.idempotency_key(key)).await
    }

    /// `downloadImportErrors`.
    pub async fn download_import_errors(self, facility: Uuid, id: Uuid) -> Outcome<web_sys::Blob> {
        self.read_file(Ask::get(format!("/facilities/{facility}/imports/{id}/errors")))
            .await
    }

    /// `getImportTemplate`.
    pub async fn get_import_template(self, format: &str) -> Outcome<web_sys::Blob> {
        self.read_file(Ask::get("/import-template").query(&[("format", format.to_owned())]))
            .await
    }
}

//! Guest lists from files.

use super::{Api, Call, Outcome};
use dto::import::{CommitImportIn, ImportIn, ImportOut};
use dto::operations::stays::{CommitImport, DownloadImportErrors, GetImport, GetImportTemplate, PreviewImport};
use uuid::Uuid;

impl Api {
    /// Calls `previewImport`; each repeat of the same file carries the key.
    pub async fn preview_import(self, facility: Uuid, import: &ImportIn, key: &str) -> Outcome<ImportOut> {
        let call = Call::with(PreviewImport::at(facility), import);
        self.read(call.idempotency_key(key).patient()).await
    }

    /// Calls `getImport`.
    pub async fn get_import(self, facility: Uuid, id: Uuid, query: &[(&str, String)]) -> Outcome<ImportOut> {
        self.read(Call::of(GetImport::at(facility, id)).query(query)).await
    }

    /// Calls `commitImport`; each repeat of the same decision carries the key.
    pub async fn commit_import(
        self,
        facility: Uuid,
        id: Uuid,
        decided: &CommitImportIn,
        key: &str,
    ) -> Outcome<ImportOut> {
        let call = Call::with(CommitImport::at(facility, id), decided);
        self.read(call.idempotency_key(key)).await
    }

    /// Calls `downloadImportErrors`.
    pub async fn download_import_errors(self, facility: Uuid, id: Uuid) -> Outcome<web_sys::Blob> {
        self.read_file(Call::of(DownloadImportErrors::at(facility, id)).ask)
            .await
    }

    /// Calls `getImportTemplate`.
    pub async fn get_import_template(self, format: &str) -> Outcome<web_sys::Blob> {
        self.read_file(
            Call::of(GetImportTemplate::at())
                .query(&[("format", format.to_owned())])
                .ask,
        )
        .await
    }
}

//! Guest lists from files: the upload, and what the API reports about each row before and after anything is stored.

use crate::check::{CheckContext, Checked, Findings};
use crate::filing::FileIn;
use crate::given::Given;
use crate::problem::{FieldCode, FieldError, Warning};
#[cfg(not(target_arch = "wasm32"))]
use crate::text::COLUMN_GUIDE;
use crate::text::{COLUMN_HEADING, Lang, demand_texts};
use crate::timestamp::Timestamp;
use base64::{Engine, engine::general_purpose::STANDARD};
use rules::mend::MendKind;
use rules::nights::StayKind;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Maximum number of bytes of a file with guests: a full one of 5,000 rows has less than one megabyte as XLSX, about
/// four as XML.
pub const MAX_IMPORT_FILE: usize = 10 * 1024 * 1024;
/// Maximum number of rows with guests in one file.
pub const MAX_IMPORT_ROWS: usize = 5_000;

/// Upload a file with guests for a preview. This notifies no stay.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportIn {
    /// The file: XLSX, CSV or XML, at most 10 MB and 5,000 guests.
    pub file: FileIn,
    /// The reason of stay (a code of the list `stay_reasons`) for guests without one in the file, such as those of the
    /// national portal's XML.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80, example = "tourism"))]
    pub default_reason: Given<String>,
    /// Also read what the spreadsheet hides: rows, columns and sheets. Otherwise they are left out, and the answer says
    /// so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub include_hidden: bool,
}

/// An uploaded file that is not read yet.
pub struct Upload {
    /// Its name, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The reason for guests without one.
    pub default_reason: Option<String>,
    /// Whether hidden parts are read too.
    pub include_hidden: bool,
}

impl Checked for ImportIn {
    type Out = Upload;

    fn check(self, _: CheckContext<'_>) -> Result<Upload, Vec<FieldError>> {
        const CONTENT: &str = "/file/content_base64";
        let mut found = Findings::default();
        // The name is shown later: no folders, no invisible characters.
        let name = self.file.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = found.required_text("/file/name", &Given::Value(name.to_owned()), 120);
        let default_reason = found.optional_text("/default_reason", &self.default_reason, 80);
        let mut bytes = Vec::new();
        if self.file.content_base64.len() > MAX_IMPORT_FILE / 3 * 4 + 8 {
            found
                .errors
                .push(FieldError::new(CONTENT, FieldCode::ImportTooLarge).with("megabytes", 10));
        } else {
            match STANDARD.decode(&self.file.content_base64) {
                Ok(decoded) if decoded.is_empty() => drop(found.error(CONTENT, FieldCode::Required)),
                Ok(decoded) => bytes = decoded,
                Err(_) => drop(found.error(CONTENT, FieldCode::FileUnreadable)),
            }
        }
        match name {
            Some(name) if found.errors.is_empty() => Ok(Upload {
                name,
                bytes,
                default_reason,
                include_hidden: self.include_hidden,
            }),
            _ => Err(found.errors),
        }
    }
}

/// Store the guests of a previewed file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CommitImportIn {
    /// Whether mends are applied to rows that `decisions` does not contain.
    pub accept_mends: bool,
    /// Rows with another decision, each once.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "crate::object::list"
    )]
    #[cfg_attr(feature = "openapi", schema(max_items = 5000))]
    pub decisions: Vec<RowDecision>,
}

/// The decision on one row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RowDecision {
    /// The row, with its number in the preview.
    pub line: u32,
    /// `true`: store the row as the preview shows it, with its mends, even where it was found to be a duplicate.
    /// `false`: store the row without mends, and leave a duplicate out.
    pub accept: bool,
}

impl Checked for CommitImportIn {
    type Out = Self;

    fn check(self, _: CheckContext<'_>) -> Result<Self, Vec<FieldError>> {
        if self.decisions.len() > MAX_IMPORT_ROWS {
            return Err(vec![
                FieldError::new("/decisions", FieldCode::TooMany).with("max", MAX_IMPORT_ROWS),
            ]);
        }
        let mut seen = std::collections::HashSet::new();
        let twice = self.decisions.iter().position(|decision| !seen.insert(decision.line));
        match twice {
            Some(at) => Err(vec![FieldError::new(
                format!("/decisions/{at}/line"),
                FieldCode::Duplicate,
            )]),
            None => Ok(self),
        }
    }
}

rules::codes! {
    /// The format of a file, determined by its content.
    ImportFormat {
        /// Office Open XML workbook.
        Xlsx = "xlsx",
        /// Text with separators between the cells.
        Csv = "csv",
        /// The national portal's XML for foreigners.
        Xml = "xml",
    }
}

rules::codes! {
    /// The column layout of a file.
    ImportLayout {
        /// The layout of the national portal.
        Portal = "portal",
        /// Our own template, or any file whose headings name the content of the columns.
        Template = "template",
    }
}

rules::codes! {
    /// The state of an import.
    ImportState {
        /// Checked; none of it is notified.
        Previewed = "previewed",
        /// Confirmed; the guests are being notified.
        Storing = "storing",
        /// Given up after several attempts: what `progress` counts as stored is notified, the other rows are not. Upload
        /// the file again: guests who are notified are recognised and left out.
        Failed = "failed",
        /// Finished.
        Stored = "stored",
        /// Never confirmed, or finished and its rows deleted.
        Expired = "expired",
    }
}

rules::codes! {
    /// The result of the check of a row.
    RowOutcome {
        /// No remarks.
        Right = "right",
        /// The spreadsheet has damaged the row in a way that can be mended.
        Mendable = "mendable",
        /// Accepted with warnings.
        Warned = "warned",
        /// Cannot be notified in its current form.
        Wrong = "wrong",
        /// The same person at the same time is in an earlier row of the file, or was already notified. Left out unless
        /// a decision accepts it.
        Duplicate = "duplicate",
    }
}

rules::codes! {
    /// The state of a row.
    RowState {
        /// Not processed yet.
        Waiting = "waiting",
        /// Notified.
        Stored = "stored",
        /// Not notified; it is in the file of returned rows, with the reasons.
        Returned = "returned",
        /// Not notified, because it was already notified; it is in the file of returned rows too, with the reasons.
        Skipped = "skipped",
    }
}

rules::codes! {
    /// A remark on the whole file.
    ImportNote {
        /// Row 4 of the portal's template contained a guest instead of the example. It is always left out.
        ExampleRowHeldGuest = "example_row_held_guest",
        /// The name of the sheet differs from the portal's template.
        SheetRenamed = "sheet_renamed",
        /// The order of the columns differs from the template.
        ColumnsMoved = "columns_moved",
        /// The text has an encoding of old Vietnamese systems (Windows-1258).
        OldEncoding = "old_encoding",
        /// The text does not declare its encoding and was read as Western European (Windows-1252): the user has to
        /// check the names.
        WesternEncoding = "western_encoding",
        /// There are cells without a heading next to the list; they are not read.
        CellsWithoutHeading = "cells_without_heading",
        /// Another sheet of the workbook also has a list of guests; it is not read.
        OtherSheetsLeftOut = "other_sheets_left_out",
        /// The file contains departures that have already happened; they are not stored: declare them on the stay.
        DeparturesLeftOut = "departures_left_out",
    }
}

rules::codes! {
    /// The content of a column.
    ImportColumn {
        /// Running number; ignored.
        Number = "number",
        /// Full name.
        FullName = "full_name",
        /// Date of birth.
        BirthDate = "birth_date",
        /// The precision of the date of birth.
        BirthPrecision = "birth_precision",
        /// Sex.
        Sex = "sex",
        /// Nationality.
        Nationality = "nationality",
        /// Kind of document.
        DocumentType = "document_type",
        /// The name of the document, for other kinds.
        DocumentName = "document_name",
        /// Number of the document.
        DocumentNumber = "document_number",
        /// Telephone.
        Phone = "phone",
        /// Kind of residence; ignored.
        Residence = "residence",
        /// Province of the guest's address.
        Province = "province",
        /// Commune of the guest's address.
        Commune = "commune",
        /// Address.
        Address = "address",
        /// Overnight or day use.
        Kind = "kind",
        /// Day of arrival.
        ArrivalOn = "arrival_on",
        /// Time of arrival.
        ArrivalTime = "arrival_time",
        /// Planned day of departure.
        DepartureOn = "departure_on",
        /// Planned time of departure.
        DepartureTime = "departure_time",
        /// Day on which the guest left.
        DepartedOn = "departed_on",
        /// Room.
        Room = "room",
        /// Reason of stay.
        Reason = "reason",
        /// Reason in words.
        ReasonNote = "reason_note",
        /// Note for the police.
        Note = "note",
        /// Visa symbol.
        VisaSymbol = "visa_symbol",
        /// Number of the visa.
        VisaNumber = "visa_number",
        /// Last day of the visa.
        VisaExpiresOn = "visa_expires_on",
        /// Last day of the permitted stay.
        PermitExpiresOn = "permit_expires_on",
        /// Day of entry.
        EnteredOn = "entered_on",
        /// Border gate.
        EntryGate = "entry_gate",
        /// The reasons in a file of returned rows; ignored.
        Returned = "returned",
    }
}

demand_texts!(ImportColumn, COLUMN_HEADING, [""]);

impl ImportColumn {
    /// What our template and the pages call it.
    pub fn heading(self, lang: Lang) -> &'static str {
        COLUMN_HEADING.get(lang, self.as_str(), "").unwrap_or_default()
    }
}

/// What the service writes into the template.
#[cfg(not(target_arch = "wasm32"))]
impl ImportColumn {
    /// What belongs into it; of the columns of our template only.
    pub fn about(self, lang: Lang) -> &'static str {
        COLUMN_GUIDE.get(lang, self.as_str(), ".about").unwrap_or_default()
    }

    /// An example of what it holds; of the columns of our template only.
    pub fn example(self, lang: Lang) -> &'static str {
        COLUMN_GUIDE.get(lang, self.as_str(), ".example").unwrap_or_default()
    }

    /// Whether it has an explanation and an example.
    pub const fn is_explained(self) -> bool {
        COLUMN_GUIDE.has(self.as_str(), ".about") && COLUMN_GUIDE.has(self.as_str(), ".example")
    }
}

/// An import: the file, its state, and a page of its rows.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportOut {
    /// The id.
    pub id: Uuid,
    /// The facility of the guests.
    pub facility_id: Uuid,
    /// The name of the file.
    #[cfg_attr(feature = "openapi", schema(example = "khach_20-11.xlsx"))]
    pub file_name: String,
    /// The format of the file.
    pub format: ImportFormat,
    /// The layout of its columns.
    pub layout: ImportLayout,
    /// The sheet that was read, for a workbook.
    #[cfg_attr(feature = "openapi", schema(example = "DS_KHACH_VIET_NAM_LUU_TRU"))]
    pub sheet: Option<String>,
    /// Remarks on the whole file.
    pub notes: Vec<ImportNote>,
    /// Number of lines with content below the headings; for XML, number of guests. Where that is more than
    /// `counts.total`, the others were left out: hidden rows, the example row, running numbers alone, lines within a
    /// cell.
    pub lines: u32,
    /// The hidden parts of the spreadsheet.
    pub hidden: ImportHidden,
    /// The headings of columns that are not read, because their content is unknown.
    #[cfg_attr(feature = "openapi", schema(example = json!(["Ghi chú nội bộ"])))]
    pub unread_columns: Vec<String>,
    /// Its state.
    pub state: ImportState,
    /// When it was uploaded.
    pub created_at: Timestamp,
    /// Until when it can be confirmed, or its file of returned rows can be downloaded; null after that.
    pub expires_at: Option<Timestamp>,
    /// The number of rows for each result.
    pub counts: ImportCounts,
    /// The progress of storing.
    pub progress: ImportProgress,
    /// The rows of this page, in the order of the file.
    pub items: Vec<ImportRowOut>,
    /// Send this as `cursor` to get the next page; null on the last page.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// The parts of an imported spreadsheet that are hidden from the user.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportHidden {
    /// The numbers of hidden rows with content, at most the first 200.
    pub rows: Vec<u32>,
    /// Number of hidden rows with content.
    pub row_count: u32,
    /// The headings of hidden columns.
    #[cfg_attr(feature = "openapi", schema(example = json!(["Ghi chú nội bộ"])))]
    pub columns: Vec<String>,
    /// The names of hidden sheets.
    #[cfg_attr(feature = "openapi", schema(example = json!(["Danh mục"])))]
    pub sheets: Vec<String>,
    /// Whether they were read because the request asked for it (`include_hidden`).
    pub included: bool,
}

impl ImportHidden {
    /// Whether nothing is hidden.
    pub fn is_empty(&self) -> bool {
        self.row_count == 0 && self.columns.is_empty() && self.sheets.is_empty()
    }
}

/// The number of rows for each result of the preview.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportCounts {
    /// Rows with guests.
    pub total: u32,
    /// Without remarks.
    pub right: u32,
    /// Damaged; mends are offered.
    pub mendable: u32,
    /// With warnings.
    pub warned: u32,
    /// With errors.
    pub wrong: u32,
    /// Duplicates.
    pub duplicate: u32,
}

/// The progress of storing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportProgress {
    /// Rows processed: the sum of the three below.
    pub done: u32,
    /// Rows notified.
    pub stored: u32,
    /// Rows returned with their reasons.
    pub returned: u32,
    /// Rows that were already notified.
    pub skipped: u32,
}

/// A row of the file, and its remarks.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportRowOut {
    /// The row number in the spreadsheet; for XML, the number of the guest.
    pub line: u32,
    /// The result of its check.
    pub outcome: RowOutcome,
    /// Its state.
    pub state: RowState,
    /// The kind of stay that is used, given in the file or not.
    pub kind: Option<StayKind>,
    /// Its cells with content, unchanged.
    pub cells: Vec<ImportCell>,
    /// The offered mends.
    pub mends: Vec<ImportMend>,
    /// The errors; the pointer names the column: `/document_number`.
    pub errors: Vec<FieldError>,
    /// The warnings; the pointer names the column.
    pub warnings: Vec<Warning>,
    /// The earlier row of the file with the same guest at the same time.
    pub same_as_line: Option<u32>,
    /// The code of the stay of the same guest at the same time.
    #[cfg_attr(feature = "openapi", schema(example = "LT-261121-7K3QF9XM2P"))]
    pub same_as_code: Option<String>,
    /// The stay, after it is stored.
    pub stay_id: Option<Uuid>,
}

/// A cell.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportCell {
    /// The content of its column.
    pub column: ImportColumn,
    /// Its text.
    #[cfg_attr(feature = "openapi", schema(example = "56075002914"))]
    pub text: String,
}

/// An offered mend of a cell.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportMend {
    /// Its column.
    pub column: ImportColumn,
    /// The kind of damage.
    pub kind: MendKind,
    /// The text in the file.
    #[cfg_attr(feature = "openapi", schema(example = "56075002914"))]
    pub before: String,
    /// The text before the damage.
    #[cfg_attr(feature = "openapi", schema(example = "056075002914"))]
    pub after: String,
    /// The same as a text for people, in the requested language.
    #[cfg_attr(feature = "openapi", schema(example = "Excel bỏ số 0 đầu. Đề nghị thêm lại."))]
    #[serde(default)]
    pub message: String,
}

//! Forms on paper: official Vietnamese A4 sheets as PDF/A-2b.
//!
//! The templates are in `forms/`; user input reaches them as data and is never read as markup. Rendering takes about
//! ten milliseconds of CPU: call it outside the threads that answer requests.

mod data;
mod format;
mod register;
mod world;

pub use data::{
    AgencyData, Contact, DataRequest, FacilityClass, FacilityData, Form, Handover, Heading, HolderChange, LegalBasis,
    RegistrationRequest, Requester, ResetReason, Signatory,
};
pub use register::{RegisterLine, RegisterOf, StayRegister};

use typst::diag::Warned;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use world::Sheet;

/// The reason why a form could not be printed: always a defect of a template, never of the data.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// The data do not have the structure that the templates read.
    #[error("the data of a form cannot be handed over: {0}")]
    Data(#[from] serde_json::Error),
    /// The template is faulty, or the sheet is not PDF/A.
    #[error("a form cannot be typeset: {0}")]
    Typeset(String),
}

/// The number of renderings for which a cached result is kept: another form of the same kind is then typeset in a few
/// milliseconds, and memory does not grow.
const KEPT_RENDERINGS: usize = 8;

/// For registers nothing is cached: no two are alike, and a long one takes hundreds of megabytes.
const KEPT_REGISTERS: usize = 0;

/// Renders the form as PDF/A-2b.
pub fn render(form: &Form) -> Result<Vec<u8>, PrintError> {
    let sheet = Sheet::new(form)?;
    let pdf = typeset(&sheet, form);
    // Also after a failure: otherwise its cached results would never be removed.
    typst::comemo::evict(match form {
        Form::StayRegister(_) => KEPT_REGISTERS,
        _ => KEPT_RENDERINGS,
    });
    pdf
}

fn typeset(sheet: &Sheet, form: &Form) -> Result<Vec<u8>, PrintError> {
    let Warned { output, .. } = typst::compile::<PagedDocument>(sheet);
    let document = output.map_err(|faults| faults_in(&faults))?;
    // PDF/A also requires that every character is in the font: a sheet with missing characters is an error.
    let standards = PdfStandards::new(&[PdfStandard::A_2b]).map_err(|fault| faults_in_text(fault.message()))?;
    let options = PdfOptions {
        standards,
        // With tags a register of 2,000 lines has six megabytes instead of half a megabyte. The same lines are
        // available as a table on the page and in the spreadsheet.
        tagged: !matches!(form, Form::StayRegister(_)),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|faults| faults_in(&faults))
}

/// Returns the messages alone: the source that they point to may contain a person's name.
fn faults_in(faults: &[typst::diag::SourceDiagnostic]) -> PrintError {
    let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
    faults_in_text(&messages.join("; "))
}

fn faults_in_text(message: &str) -> PrintError {
    PrintError::Typeset(message.to_owned())
}

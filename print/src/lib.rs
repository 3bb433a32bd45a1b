//! Forms on paper: official Vietnamese A4 sheets as PDF/A-2b.
//!
//! The templates in `forms/` are ours; what people typed reaches them as data and is never read as markup. Rendering
//! computes for some ten milliseconds: call it off the threads that answer requests.

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

/// Why a form could not be printed: always a fault of a template, never of what was filled in.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// The data do not have the shape that templates read.
    #[error("the data of a form cannot be handed over: {0}")]
    Data(#[from] serde_json::Error),
    /// The template is wrong, or the sheet is no PDF/A.
    #[error("a form cannot be typeset: {0}")]
    Typeset(String),
}

/// How many renderings ago something may have been computed and still be kept: one more form of the same kind is then
/// typeset in a few milliseconds, and memory does not grow.
const KEPT_RENDERINGS: usize = 8;

/// No register is like another, and a long one takes hundreds of megabytes: nothing of it is kept.
const KEPT_REGISTERS: usize = 0;

/// The form as PDF/A-2b.
pub fn render(form: &Form) -> Result<Vec<u8>, PrintError> {
    let sheet = Sheet::new(form)?;
    let pdf = typeset(&sheet, form);
    // After a failure too, or what it left would stay for ever.
    typst::comemo::evict(match form {
        Form::StayRegister(_) => KEPT_REGISTERS,
        _ => KEPT_RENDERINGS,
    });
    pdf
}

fn typeset(sheet: &Sheet, form: &Form) -> Result<Vec<u8>, PrintError> {
    let Warned { output, .. } = typst::compile::<PagedDocument>(sheet);
    let document = output.map_err(|faults| faults_in(&faults))?;
    // The archive's standard also makes sure that every letter is in the font: a sheet with gaps is an error.
    let standards = PdfStandards::new(&[PdfStandard::A_2b]).map_err(|fault| faults_in_text(fault.message()))?;
    let options = PdfOptions {
        standards,
        // With tags a register of 2,000 lines has six megabytes instead of half a one. The same lines are a table on the
        // page and in the spreadsheet.
        tagged: !matches!(form, Form::StayRegister(_)),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|faults| faults_in(&faults))
}

/// The messages alone: what they point at may be somebody's name.
fn faults_in(faults: &[typst::diag::SourceDiagnostic]) -> PrintError {
    let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
    faults_in_text(&messages.join("; "))
}

fn faults_in_text(message: &str) -> PrintError {
    PrintError::Typeset(message.to_owned())
}

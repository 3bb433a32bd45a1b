//! Accepts files from the public: `uploads` proves the type of each, the scanner scans all of them.

use crate::App;
use crate::error::{Error, Result};
use crate::http::once::Requester;
use crate::work::{Effort, GivenUp};
use dto::filing::{File, MAX_FILE};
use dto::problem::{FieldCode, FieldError};
use uploads::{Fault, FileKind, MAX_POINTS, MAX_SIDE};

/// A file whose content is proven.
#[derive(Clone, PartialEq, Eq)]
pub struct ProvenFile {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: FileKind,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Accepts files: proves the type of each, and has all of them scanned, if a scanner is configured. Each error has the
/// pointer of the index of its file. Call it before the transaction that stores the files.
pub async fn take_in(
    app: &App,
    by: &impl Requester,
    files: Vec<File>,
    pointer: impl Fn(usize) -> String,
) -> Result<Vec<ProvenFile>> {
    let proven = prove_all(app, files, &pointer).await?;
    let bytes: Vec<&[u8]> = proven.iter().map(|file| file.bytes.as_slice()).collect();
    let infected = app.scanner.look(&app.db, by.actor(), by.now(), &bytes).await?;
    if infected.is_empty() {
        return Ok(proven);
    }
    let errors = infected.into_iter().map(|index| {
        let at = format!("{}/content_base64", pointer(index));
        FieldError::new(at, FieldCode::FileInfected)
    });
    Err(Error::fields(errors.collect()))
}

/// Proves the types of files; each error has the pointer of the index of its file. It runs on a separate thread, with a
/// limit on concurrent calls, because reading a PDF may take a moment.
pub async fn prove_all(app: &App, files: Vec<File>, pointer: &impl Fn(usize) -> String) -> Result<Vec<ProvenFile>> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let prove_each = move |effort: &Effort| {
        let proven = files.into_iter().map(|file| prove(file, effort));
        proven.collect::<Vec<_>>()
    };
    let outcomes = app.works.files.run(prove_each).await?;
    let (mut proven, mut errors) = (Vec::new(), Vec::new());
    for (index, outcome) in outcomes.into_iter().enumerate() {
        match outcome {
            Ok(file) => proven.push(file),
            Err(Refusal::Fault(Fault::GivenUp(_))) => return Err(GivenUp.into()),
            Err(refusal) => errors.push(mistake(&pointer(index), refusal)),
        }
    }
    if errors.is_empty() {
        Ok(proven)
    } else {
        Err(Error::fields(errors))
    }
}

/// The reason why a file is refused.
enum Refusal {
    /// The file exceeds the size limit.
    TooLarge,
    /// Its content or its name is faulty.
    Fault(Fault),
}

/// Proves the type of one file.
fn prove(file: File, effort: &Effort) -> Result<ProvenFile, Refusal> {
    if file.bytes.len() > MAX_FILE {
        return Err(Refusal::TooLarge);
    }
    let go_on = || effort.go_on().map_err(|_| uploads::GivenUp);
    let kind = uploads::prove(&file.name, &file.bytes, &go_on).map_err(Refusal::Fault)?;
    Ok(ProvenFile {
        name: file.name,
        kind,
        bytes: file.bytes,
    })
}

/// Returns the error of the file at that pointer.
fn mistake(at: &str, refusal: Refusal) -> FieldError {
    let content = |code| FieldError::new(format!("{at}/content_base64"), code);
    let fault = match refusal {
        Refusal::TooLarge => return content(FieldCode::FileTooLarge).with("megabytes", MAX_FILE / (1024 * 1024)),
        Refusal::Fault(fault) => fault,
    };
    match fault {
        Fault::NameMismatch => FieldError::new(format!("{at}/name"), FieldCode::FileNameMismatch),
        Fault::ImageTooLarge => content(FieldCode::ImageTooLarge)
            .with("points", MAX_POINTS / 1_000_000)
            .with("side", MAX_SIDE),
        Fault::TypeRefused => content(FieldCode::FileTypeRefused),
        Fault::Acts => content(FieldCode::FileActs),
        Fault::Encrypted => content(FieldCode::FileEncrypted),
        Fault::MoreBehind => content(FieldCode::FileHasMoreBehind),
        Fault::UnpacksTooLarge => content(FieldCode::FileUnpacksTooLarge),
        Fault::PackingUnknown => content(FieldCode::FilePackingUnknown),
        // `GivenUp` is handled above: the client is no longer connected.
        Fault::Unreadable | Fault::GivenUp(_) => content(FieldCode::FileUnreadable),
    }
}

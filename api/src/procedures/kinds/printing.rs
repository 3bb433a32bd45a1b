//! Prints the forms.

use super::paper::Reader;
use super::{Kind, credential_loss, data_request, holder_change, registration};
use crate::App;
use crate::audit::Event;
use crate::authz::{Dossiers, ScopedCaller};
use crate::error::{Error, Result};
use crate::http::Visitor;
use crate::paper::render;
use crate::procedures::Dossier;
use crate::procedures::service;
use dto::Timestamp;
use dto::dossier::LookupIn;
use uuid::Uuid;

/// A form as PDF.
pub struct Paper {
    /// The number of its dossier.
    pub number: String,
    /// The PDF.
    pub bytes: Vec<u8>,
}

/// Returns the form of a dossier, for a reader with its code.
pub async fn of_code(visitor: &Visitor, body: &LookupIn, address: &str) -> Result<Paper> {
    let (app, now) = (&visitor.app, visitor.now);
    let row = service::by_code(app, &body.dossier_code, address, now).await?;
    let event = Event::new("form_printed", "dossier").on(row.id).in_area(&row.area_code);
    let paper = paper(app, &row, now, Reader::Applicant).await?;
    app.db.record(&visitor.actor, now, event).await?;
    Ok(paper)
}

/// Returns the form of a dossier, for an officer who handles it.
pub async fn of_dossier(caller: &ScopedCaller<Dossiers>, id: Uuid) -> Result<Paper> {
    let app = &caller.app;
    let row = service::within(caller, id).await?;
    let event = Event::new("form_printed", "dossier").on(row.id).in_area(&row.area_code);
    let paper = paper(app, &row, caller.now, Reader::Officer).await?;
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(paper)
}

async fn paper(app: &App, row: &Dossier, now: Timestamp, reader: Reader) -> Result<Paper> {
    let form = match row.kind {
        Kind::Registration => registration::sheet(app, row, now).await?,
        Kind::HolderChange => holder_change::sheet(app, row).await?,
        Kind::CredentialLoss => credential_loss::sheet(app, row, reader).await?,
        Kind::DataRequest => data_request::sheet(app, row)?,
        Kind::Decision => return Err(Error::not_found()),
    };
    Ok(Paper {
        number: row.number.clone(),
        bytes: render(form).await?,
    })
}

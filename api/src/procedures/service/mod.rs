//! Files, handles and looks up dossiers.

mod checks;
mod consult;
mod deciding;
mod export;
mod found;
mod handle;
mod public;
mod read;
mod reminder;
mod sheet;
mod ticks;

pub use checks::check;
pub use consult::{consult, give_opinion, remind};
pub use export::export;
pub use found::{filed_by, hold_by_id, is_accepted, name_account, note, same_application, within};
pub use handle::{accept, comment, lock_reported, refuse, remind_applicant, request_supplement, resolve};
pub use public::{by_code, look_up, result_file, supplement, withdraw};
pub use read::{OpenedFile, attachment, count_waiting, get, list, units};

use super::entity::dossier_draft::UNCONFIRMED;
use super::entity::{dossier, dossier_attachment, unproven_file};
use super::events::{self, Author, Entry};
use super::files::ProvenFile;
use super::kind::ProcedureKind;
use super::{Dossier, clock, code, row, store, strangers};
use crate::App;
use crate::crypto;
use crate::db::{Coded, Tx};
use crate::error::{Error, Result};
use crate::outbox::{self, Mail};
use crate::references::References;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use dto::account::AccountTier;
use dto::dossier::{DossierAct, DossierApplicant, DossierState};
use dto::filing::FilingReceipt;
use dto::problem::FieldCode;
use dto::{Lang, Timestamp, say};
use sea_orm::ActiveValue::Set;
use serde_json::Value;
use uuid::Uuid;

/// The validity of the link in a mail, in seconds.
pub const CONFIRMATION: i64 = 7 * 86_400;

/// The content of a filing, checked by its own DTO and service.
pub struct NewDossier {
    /// The id of the type of procedure.
    pub procedure: &'static str,
    /// Its subject, for lists: the name of the facility or unit.
    pub title: String,
    /// A short summary.
    pub summary: String,
    /// The code of its area.
    pub area_code: String,
    /// The account that it concerns, if one exists.
    pub account_id: Option<Uuid>,
    /// The account that files it, for procedures that only accounts may use.
    pub filed_by: Option<Uuid>,
    /// The tier of the account that is applied for or concerned: it determines who decides (table 8.1).
    pub subject_tier: Option<AccountTier>,
    /// Whether it is urgent, because an account may be stolen.
    pub urgent: bool,
    /// The applicant, with contact data.
    pub applicant: DossierApplicant,
    /// The form; stored sealed, and returned to officers unchanged.
    pub form: Value,
    /// Files whose content is proven.
    pub files: Vec<ProvenFile>,
    /// Whether the signed form is missing (KH-M2-2).
    pub form_missing: bool,
    /// The language of its mails.
    pub lang: Lang,
}

/// A dossier that has been filed.
pub struct Filed {
    /// The dossier.
    pub dossier: Dossier,
    /// The receipt for the applicant.
    pub receipt: FilingReceipt,
    /// The token of the link in the mail, if the procedure is confirmed by one: `{public_url}/apply/confirm#<token>`.
    pub confirmation: Option<String>,
}

/// Files a dossier within a transaction; the caller sends mails and records the audit event. If the procedure is
/// confirmed by mail, the dossier begins as a draft, and its clock starts with [`confirm`].
pub async fn file(
    tx: &Tx,
    app: &App,
    references: &References,
    new: NewDossier,
    author: &Author,
    now: Timestamp,
) -> Result<Filed> {
    let procedure = store::procedure(tx, new.procedure).await?;
    let area = references
        .area(&new.area_code)
        .ok_or_else(|| Error::field("/area_code", FieldCode::AreaUnknown))?;
    let number = store::next_number(tx, &procedure.id).await?;
    let id = Uuid::now_v7();
    let code = code::new_code();
    // A signed-in caller has nothing to confirm.
    let confirmation =
        (procedure.confirmed_by_mail && new.filed_by.is_none()).then(|| URL_SAFE_NO_PAD.encode(crypto::random::<32>()));
    let mut row = dossier::Model {
        id,
        number: format!("{}-{number:04}", procedure.number_prefix),
        code_index: code::code_index(&app.sealer, &code)
            .ok_or_else(|| Error::internal(anyhow::anyhow!("a code that cannot be read")))?,
        code_sealed: row::seal_code(app, id, &code)?,
        procedure_type: procedure.id.clone(),
        kind: procedure.kind,
        handled_by: procedure.handled_by.clone(),
        state: Coded(DossierState::Draft),
        title_search: rules::name::fold(&new.title),
        title: new.title,
        summary: new.summary,
        area_code: area.code.clone(),
        area_path: area.path.clone(),
        account_id: new.account_id,
        filed_by: new.filed_by,
        subject_tier: new.subject_tier.map(|tier| tier.to_string()),
        urgent: new.urgent,
        lang: Coded(new.lang),
        applicant_sealed: row::seal_applicant(app, id, &new.applicant)?,
        form_sealed: row::seal_form(app, id, &new.form)?,
        result_sealed: None,
        form_missing: new.form_missing,
        confirm_hash: confirmation.as_ref().map(|token| crypto::hash(token.as_bytes())),
        confirm_until: confirmation.is_some().then(|| now.plus_seconds(CONFIRMATION).get()),
        created_at: now.get(),
        updated_at: None,
        filed_at: None,
        clock_from: None,
        due_at: None,
        refuse_by: None,
        term_from: None,
        term_ends: None,
        refusal_ends: None,
        decided_at: None,
        late_seconds: None,
        reminded_at: None,
        overdue_told_at: None,
        queue_rank: UNCONFIRMED,
        queue_at: now.get(),
        version: 1,
    };
    if confirmation.is_none() {
        let ends = clock::ends_from(tx, app, &procedure, now).await?;
        row::advance(&mut row, DossierAct::File, now, Some(ends))?;
    }
    if confirmation.is_some() {
        // The first event is stored with the confirmation, so that an unconfirmed filing leaves no event.
        store::strangers::insert_draft(tx, &row).await?;
    } else {
        store::insert(tx, row.clone()).await?;
        events::add(tx, app, &row, author, Entry::act(DossierAct::File), now).await?;
    }
    if new.filed_by.is_none() {
        let bytes = new.files.iter().map(|file| file.bytes.len()).sum();
        strangers::take_quota(tx, app, bytes, now).await?;
    }
    for file in new.files {
        if new.filed_by.is_some() {
            attach(tx, app, id, file, now).await?;
        } else {
            keep_apart(tx, app, id, file, now).await?;
        }
    }
    let receipt = FilingReceipt {
        dossier_code: code,
        number: row.number.clone(),
        to_be_confirmed: confirmation.is_some(),
        filed_at: now,
    };
    Ok(Filed {
        dossier: Dossier::of(&row)?,
        receipt,
        confirmation,
    })
}

/// Confirms a filing by the link in a mail: the dossier is received, its clock starts. A link that was already followed
/// returns the same dossier and changes nothing (`false`); an unknown or expired link is an error.
pub async fn confirm(tx: &Tx, app: &App, token: &str, now: Timestamp) -> Result<(Dossier, bool)> {
    let hash = crypto::hash(token.as_bytes());
    let Some(mut held) = store::strangers::take_by_confirmation(tx, hash.clone()).await? else {
        let known = store::by_confirmation(tx, hash).await?.ok_or_else(Error::not_found)?;
        return Ok((Dossier::of(&known)?, false));
    };
    let is_over = held.confirm_until.is_none_or(|until| Timestamp::from(until) <= now);
    if is_over {
        return Err(Error::not_found());
    }
    let procedure = store::procedure(tx, &held.procedure_type).await?;
    let author = Author::applicant(&row::applicant(app, &held)?.name);
    let draft = held.clone();
    let ends = clock::ends_from(tx, app, &procedure, now).await?;
    row::advance(&mut held, DossierAct::File, now, Some(ends))?;
    held.version += 1;
    store::insert(tx, held.clone()).await?;
    let filed_at = draft.created_at.into();
    events::add(tx, app, &draft, &author, Entry::act(DossierAct::File), filed_at).await?;
    events::add(tx, app, &held, &author, Entry::confirmed(), now).await?;
    strangers::vouch(tx, held.id).await?;
    Ok((Dossier::of(&held)?, true))
}

/// Attaches a file of the applicant to a dossier.
pub async fn attach(tx: &Tx, app: &App, dossier_id: Uuid, file: ProvenFile, now: Timestamp) -> Result<()> {
    put_file(tx, app, dossier_id, file, false, now).await
}

/// Attaches a file with the answer to a dossier.
pub async fn attach_result(tx: &Tx, app: &App, dossier_id: Uuid, file: ProvenFile, now: Timestamp) -> Result<()> {
    put_file(tx, app, dossier_id, file, true, now).await
}

/// Stores a file from the public separately until somebody vouches for it. It is sealed as an attachment, because it
/// may become one.
async fn keep_apart(tx: &Tx, app: &App, dossier_id: Uuid, file: ProvenFile, now: Timestamp) -> Result<()> {
    let id = Uuid::now_v7();
    let seal = |column, plain: &[u8]| app.sealer.seal(column, id, plain).map_err(Error::internal);
    let row = unproven_file::Model {
        id,
        dossier_id,
        name_sealed: seal(row::FILE_NAME, file.name.as_bytes())?,
        media_type: file.kind.media_type().to_owned(),
        size: i32::try_from(file.bytes.len()).map_err(Error::internal)?,
        sha256: crypto::hash(&file.bytes),
        content_sealed: seal(row::FILE_CONTENT, &file.bytes)?,
        added_at: now.get(),
    };
    store::strangers::insert_file(tx, row).await
}

async fn put_file(
    tx: &Tx,
    app: &App,
    dossier_id: Uuid,
    file: ProvenFile,
    is_result: bool,
    now: Timestamp,
) -> Result<()> {
    let id = Uuid::now_v7();
    let seal = |column, plain: &[u8]| app.sealer.seal(column, id, plain).map_err(Error::internal);
    let row = dossier_attachment::ActiveModel {
        id: Set(id),
        dossier_id: Set(dossier_id),
        name_sealed: Set(seal(row::FILE_NAME, file.name.as_bytes())?),
        media_type: Set(file.kind.media_type().to_owned()),
        size: Set(i32::try_from(file.bytes.len()).map_err(Error::internal)?),
        sha256: Set(crypto::hash(&file.bytes)),
        content_sealed: Set(seal(row::FILE_CONTENT, &file.bytes)?),
        added_at: Set(now.get()),
        is_result: Set(is_result),
    };
    store::attach(tx, row).await
}

/// Returns the sentence about the code for a mail. Where the code gives access to data of guests, no mail contains it,
/// because other people may read the mailbox.
fn code_in_mail<K: ProcedureKind>(app: &App, row: &dossier::Model) -> Result<String> {
    if K::from(*row.kind).is_code_mailed() {
        row::code(app, row)
    } else {
        Ok(say!(*row.lang, dossier.code_on_receipt).to_owned())
    }
}

/// The reasons for a mail to an applicant.
#[derive(Clone, Copy)]
enum News {
    SupplementRequested,
    SupplementReminded,
    Refused,
    Resolved,
    Comment,
    Withdrawn,
}

/// Sends a mail to the applicant, if there is an address. `words` is the text of an officer.
async fn tell_applicant<K: ProcedureKind>(
    tx: &Tx,
    app: &App,
    row: &dossier::Model,
    news: News,
    words: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    let Some(to) = row::applicant(app, row)?.email else {
        return Ok(());
    };
    let lang = *row.lang;
    let granted = row::granted_login(app, row)?.map(|login| say!(lang, dossier.account_granted, login = login));
    let (number, title) = (&row.number, &row.title);
    let code = code_in_mail::<K>(app, row)?;
    let words = words.unwrap_or_default().trim();
    let address = format!("{}/lookup", app.config.public_url);
    macro_rules! letter {
        ($key:ident $(, $name:ident = $value:expr)*) => {
            say!(
                lang,
                mail.$key,
                number = number,
                title = title,
                code = code,
                words = words,
                address = address
                $(, $name = $value)*
            )
        };
    }
    let [subject, text] = match news {
        News::SupplementRequested => letter!(supplement_requested),
        News::SupplementReminded => letter!(supplement_reminded),
        News::Refused => letter!(dossier_refused),
        News::Resolved => letter!(dossier_resolved, account = granted.unwrap_or_default()),
        News::Comment => letter!(dossier_comment),
        News::Withdrawn => say!(lang, mail.dossier_withdrawn, number = number, title = title),
    };
    // Empty paragraphs are left out.
    let paragraphs: Vec<&str> = text.split("\n\n").filter(|part| !part.is_empty()).collect();
    let mail = Mail::new(to, [subject, paragraphs.join("\n\n")]);
    outbox::send_mail(tx, app, mail, now).await
}

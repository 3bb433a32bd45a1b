//! Creates, verifies and searches archives.

use super::entity::Model;
use super::{file, store};
use crate::App;
use crate::accounts;
use crate::audit::{Actor, Event};
use crate::procedures;
use crate::stays::entity::stay;
use crate::stays::number::Number;
use crate::stays::row;
use anyhow::{Context, bail};
use dto::Timestamp;
use dto::administration::AccountStatus;
use rules::zone::local_date;
use serde_json::{Value, json};
use std::path::Path;
use time::{Date, Month};
use uuid::Uuid;

/// The number of stays read at a time.
const PAGE: u64 = 500;

/// An archive that was made.
#[derive(Debug)]
pub struct Archive {
    /// The name of its file.
    pub file: String,
    /// The number of stays in it.
    pub stays: i64,
    /// The last day of its retention; none where the regulation sets no end.
    pub keep_until: Option<Date>,
}

impl From<Model> for Archive {
    fn from(made: Model) -> Self {
        Self {
            file: made.file,
            stays: made.stays,
            keep_until: made.keep_until,
        }
    }
}

/// Writes the archive of a month into the folder.
///
/// # Errors
///
/// Returns an error if the month is still online, if the regulation of the province keeps everything online, or if the
/// disk fails.
pub async fn make(app: &App, month: Date, folder: &Path) -> anyhow::Result<Archive> {
    let now = app.clock.now();
    let terms = &app.profile.retention;
    let Some(online_from) = terms.online_from(local_date(now.get())) else {
        bail!("{} keeps everything on line", app.profile.name);
    };
    if month >= online_from {
        bail!("{} is on line until the end of its period", named(month));
    }
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let id = Uuid::now_v7();
    let file = format!("stays-{}-{id}.archive", named(month));
    let path = folder.join(&file);
    let written = write(app, month, &path).await;
    let (stays, digest) = match written {
        Ok(written) => written,
        Err(error) => {
            // An incomplete archive is of no use.
            let _ = std::fs::remove_file(&path);
            return Err(error);
        }
    };
    let made = Model {
        id,
        month,
        file,
        stays,
        digest,
        made_at: now.get(),
        keep_until: terms.archived_until(month),
    };
    record(app, &made, now).await?;
    Ok(Archive::from(made))
}

async fn write(app: &App, month: Date, path: &Path) -> anyhow::Result<(i64, Vec<u8>)> {
    let mut writer = file::Writer::create(path, month)?;
    let mut after = None;
    loop {
        let page = store::page(app.db.read(), month, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some((last.stay.notified_at, last.stay.id));
        for kept in &page {
            writer.add(&app.sealer, kept)?;
        }
    }
    let stays = writer.stays;
    Ok((stays, writer.finish()?))
}

async fn record(app: &App, made: &Model, now: Timestamp) -> anyhow::Result<()> {
    let event = Event::new("archive_made", "archive")
        .on(made.id)
        .with("month", named(made.month))
        .with("stays", made.stays);
    let row = made.clone();
    app.db
        .write(&Actor::system("archive"), now, async |tx| {
            store::insert(tx, row).await?;
            Ok(((), event.into()))
        })
        .await?;
    Ok(())
}

/// The result of verifying an archive.
pub struct Checked {
    /// The archive.
    pub made: Archive,
    /// The reason why the archive is not reliable; none if it is.
    pub fault: Option<String>,
}

/// Reads every archive in the folder from beginning to end and verifies that it exists, is complete and unchanged, and
/// opens with the present keys.
pub async fn verify(app: &App, folder: &Path) -> anyhow::Result<Vec<Checked>> {
    let made = store::all(app.db.read()).await?;
    let check = |made: &Model| {
        let (stays, digest) = file::read(&folder.join(&made.file), made.month, &app.sealer, |_| Ok(()))?;
        if digest != made.digest {
            bail!("it is not the file that was made");
        }
        if stays != made.stays {
            bail!("it holds {stays} stays of {}", made.stays);
        }
        Ok(())
    };
    Ok(made
        .into_iter()
        .map(|made| {
            let fault = check(&made).err().map(|error| format!("{error:#}"));
            Checked {
                made: Archive::from(made),
                fault,
            }
        })
        .collect())
}

/// The request for which an archive is searched, and the person who searches it.
pub struct Why<'a> {
    /// The number of the request.
    pub request: &'a str,
    /// The login name of the person who searches.
    pub by: &'a str,
}

impl Why<'_> {
    /// Returns the id of the person, if the request and the person exist; otherwise an error, so that invented values
    /// give no access.
    async fn accepted(&self, app: &App) -> anyhow::Result<Uuid> {
        let db = app.db.read();
        let is_open = procedures::kinds::data_request::is_accepted(db, self.request).await?;
        anyhow::ensure!(is_open, "{} is no request for data that was accepted", self.request);
        let account = accounts::service::by_login(db, self.by).await?;
        let account = account.filter(|account| account.status == AccountStatus::Active);
        Ok(account.with_context(|| format!("{} is no account in use", self.by))?.id)
    }
}

/// Returns the stays of a document in the newest archive of a month, in the form in which the service answers them.
/// Each search is recorded with its request.
///
/// # Errors
///
/// Returns an error if that month has no archive, if the file is not the one that was made, if no officer has accepted
/// the request, or if the person does not exist.
pub async fn find(app: &App, month: Date, folder: &Path, document: &str, why: &Why<'_>) -> anyhow::Result<Vec<Value>> {
    let by = why.accepted(app).await?;
    let made = store::newest(app.db.read(), month).await?;
    let made = made.with_context(|| format!("there is no archive of {}", named(month)))?;
    let wanted = Number::told(&app.sealer, document);
    let mut found = Vec::new();
    let (_, digest) = file::read(&folder.join(&made.file), month, &app.sealer, |kept| {
        if wanted.is(&kept.stay.document_number_index) {
            found.push(shown(app, &kept.stay)?);
        }
        Ok(())
    })?;
    if digest != made.digest {
        bail!("{} is not the file that was made", made.file);
    }
    let event = Event::new("archive_searched", "archive")
        .on(made.id)
        .for_purpose(Some("archived_data".to_owned()), Some(why.request.to_owned()))
        .with("stays", found.len());
    let now = app.clock.now();
    let actor = Actor {
        account_id: Some(by),
        ..Actor::system("archive")
    };
    app.db.record(&actor, now, event).await?;
    Ok(found)
}

/// Returns a stay as it was notified, with its later changes of state.
fn shown(app: &App, stay: &stay::Model) -> anyhow::Result<Value> {
    let notification = row::as_notification(stay, &app.sealer)?;
    Ok(json!({
        "code": stay.code,
        "facility_id": stay.facility_id,
        "area_code": stay.area_code,
        "room": stay.room_name,
        "notified_at": Timestamp::from(stay.notified_at),
        "notified_by": stay.notified_by_name,
        "departed_at": stay.departed_at.map(Timestamp::from),
        "cancelled_at": stay.cancelled_at.map(Timestamp::from),
        "version": stay.version,
        "notification": serde_json::to_value(notification)?,
    }))
}

/// Returns the month as it is written in commands and file names.
pub fn named(month: Date) -> String {
    format!("{}-{:02}", month.year(), u8::from(month.month()))
}

/// Parses a month in that notation.
///
/// # Errors
///
/// Returns an error if the text is not four digits, a hyphen and the number of a month.
pub fn parse_month(text: &str) -> Result<Date, String> {
    let parsed = text.split_once('-').and_then(|(year, month)| {
        let is_written_so = year.len() == 4 && month.len() == 2;
        let month = Month::try_from(month.parse::<u8>().ok().filter(|_| is_written_so)?).ok()?;
        Date::from_calendar_date(year.parse().ok()?, month, 1).ok()
    });
    parsed.ok_or_else(|| format!("{text} is no month: 2025-03"))
}

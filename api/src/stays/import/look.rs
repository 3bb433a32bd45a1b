//! Checks rows with the same check as a single notification.

use super::cells::{self, Sheet};
use super::content::{About, Content};
use super::mends::{self, Learned};
use super::same::{Found, Guest, Place, Seen};
use super::words::Words;
use crate::App;
use crate::authz::Territory;
use crate::directory;
use crate::error::Result;
use crate::stays::facility_context::FacilityContext;
use crate::stays::number::Number;
use dto::import::{ImportMend, RowOutcome};
use dto::problem::{FieldCode, FieldError, Warning};
use dto::stay::{Notification, check_stay};
use dto::{CheckContext, Timestamp};
use guest_lists::{Cell, Fault, GoOn};
use rules::nights::StayKind;
use rules::profile::Profile;
use rules::zone::local_date;
use std::collections::HashSet;
use std::sync::Arc;
use time::OffsetDateTime;
use uuid::Uuid;

/// The context of checking the rows of one facility.
pub struct Looking {
    /// The facility, with all of its rooms.
    pub context: FacilityContext,
    words: Words,
    profile: Arc<Profile>,
}

/// A checked row.
pub struct Looked {
    /// Its outcome.
    pub outcome: RowOutcome,
    /// The findings.
    pub content: Content,
    /// The guest to notify, if the row has no errors.
    pub guest: Option<Guest>,
}

/// A row as it would be stored.
pub struct Judged {
    /// The notification, if the row has no errors.
    pub notification: Option<Notification>,
    /// The errors.
    pub errors: Vec<FieldError>,
    /// The warnings, with the pointers of the notification.
    pub warnings: Vec<dto::Warning>,
    /// The kind of stay that is assumed.
    pub kind: Option<StayKind>,
}

impl Looking {
    /// Loads the context for the rows of a facility.
    pub async fn of(app: &App, facility: Uuid) -> Result<Self> {
        let context = FacilityContext::whole(app, &Territory::Facility(facility), facility).await?;
        let words = Words::of(&context.references, context.rooms.values());
        Ok(Self {
            context,
            words,
            profile: Arc::new(app.profile.clone()),
        })
    }

    /// Returns the sheet from which rows came.
    pub fn sheet<'a>(&'a self, about: &'a About, uploaded_at: OffsetDateTime) -> Sheet<'a> {
        Sheet {
            headings: &about.headings,
            words: &self.words,
            uploaded_at,
            default_reason: about.default_reason.as_deref(),
            morning: self.profile.notification.morning.0,
        }
    }

    /// Checks a whole file.
    ///
    /// # Errors
    /// Returns an error if the request was abandoned.
    pub fn all(
        &self,
        about: &About,
        rows: Vec<(u32, Vec<Cell>)>,
        is_1904: bool,
        now: Timestamp,
        number: impl Fn(&str) -> Number,
        go_on: GoOn<'_>,
    ) -> Result<Vec<Looked>, Fault> {
        let sheet = self.sheet(about, now.get());
        let kept = |(line, cells)| (line, mends::kept(&about.headings, cells));
        let rows: Vec<(u32, Vec<Cell>)> = rows.into_iter().map(kept).collect();
        let learned = mends::learn(&about.headings, &rows, is_1904);
        let mut all = Vec::with_capacity(rows.len());
        for (_, cells) in rows {
            go_on()?;
            all.push(self.one(&sheet, cells, &learned, now, &number));
        }
        Ok(all)
    }

    fn one(
        &self,
        sheet: &Sheet<'_>,
        cells: Vec<Cell>,
        learned: &Learned,
        now: Timestamp,
        number: impl Fn(&str) -> Number,
    ) -> Looked {
        let mends = sheet.mends(&cells, learned);
        let judged = self.judge(sheet, &cells, &mends, now);
        let guest = judged
            .notification
            .as_ref()
            .map(|notification| Guest::of(notification, number(&notification.guest.document_number)));
        let mut content = Content {
            cells,
            mends,
            errors: judged.errors,
            warnings: Vec::new(),
            same_as: None,
            same_as_code: None,
            kind: judged.kind,
        };
        warning(&mut content, judged.warnings);
        Looked {
            outcome: outcome(&content),
            content,
            guest,
        }
    }

    /// Returns the result for a row with these corrections, as a notification made now.
    pub fn judge(&self, sheet: &Sheet<'_>, cells: &[Cell], mends: &[ImportMend], now: Timestamp) -> Judged {
        let mut mended = cells.to_vec();
        mends::apply(sheet.headings, &mut mended, mends);
        let context = CheckContext {
            now,
            profile: &self.profile,
        };
        let told = sheet.notification(&mended);
        let verdict = check_stay(&told, context, &self.context);
        let mut errors = sheet.faults(&mended);
        let faulty: HashSet<String> = errors.iter().map(|error| error.pointer.clone()).collect();
        let found = verdict.errors.into_iter().map(cells::of_row);
        errors.extend(found.filter(|error| !faulty.contains(&error.pointer)));
        if let Some(notification) = &verdict.value
            && let Some(since) = directory::service::stopped_since(&self.context.facility, local_date(now.get()))
            && local_date(notification.arrival_at.get()) >= since
        {
            let error = FieldError::new("/arrival_on", FieldCode::NotOperating);
            errors.push(error.with("since", dto::check::spoken_date(since)));
        }
        Judged {
            notification: verdict.value.filter(|_| errors.is_empty()),
            errors,
            warnings: verdict.warnings.into_iter().chain(sheet.warnings(&mended)).collect(),
            kind: told.kind.value().copied(),
        }
    }
}

/// Finds the guests who are twice in a file or already notified; `seen` are the notified ones. A row that cannot be
/// stored does not exclude a row that can.
pub fn compare(looked: &mut [Looked], lines: impl Iterator<Item = u32>, mut seen: Seen) {
    for (row, line) in looked.iter_mut().zip(lines) {
        let Some(guest) = row.guest.take() else { continue };
        let found = seen.look_for(&guest);
        match &found.duplicate_of {
            Some(place) => {
                row.outcome = RowOutcome::Duplicate;
                match place {
                    Place::Row(line) => row.content.same_as = Some(*line),
                    Place::Stay(code) => row.content.same_as_code = Some(code.clone()),
                }
                row.content.errors.extend(found.reason());
            }
            None => {
                let Found { warnings, .. } = found;
                warning(&mut row.content, warnings);
                row.outcome = outcome(&row.content);
                seen.add(guest, Place::Row(line));
            }
        }
    }
}

/// Adds the warnings of a notification with the pointers of the row from which it was made.
fn warning(content: &mut Content, warnings: Vec<Warning>) {
    content.warnings.extend(warnings.into_iter().map(|mut warning| {
        warning.pointer = cells::column_at(&warning.pointer);
        warning
    }));
}

fn outcome(content: &Content) -> RowOutcome {
    cells::outcome(&content.errors, &content.mends, !content.warnings.is_empty())
}

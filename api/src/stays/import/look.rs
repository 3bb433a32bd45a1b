//! Looking through rows: with the very check that a single notification goes through.

use super::cells::{self, Orders, Sheet, Words, local_day};
use super::content::{About, Content};
use super::read::Cell;
use crate::App;
use crate::authz::Scope;
use crate::directory;
use crate::error::Result;
use crate::stays::service::House;
use dto::import::{ImportMend, RowOutcome, SameStay};
use dto::problem::{FieldCode, FieldError};
use dto::stay::{Notification, check_stay};
use dto::{CheckContext, Timestamp};
use rules::profile::Profile;
use rules::zone::local_date;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use time::OffsetDateTime;
use uuid::Uuid;

/// What rows of one house are looked at with.
pub struct Looking {
    /// The house, with all of its rooms.
    pub house: House,
    words: Words,
    profile: Arc<Profile>,
}

/// A row that was looked at.
pub struct Looked {
    /// What it is.
    pub outcome: RowOutcome,
    /// What was found.
    pub content: Content,
    /// What makes it the same as another.
    pub same: Option<SameStay>,
}

/// A row as it would be stored.
pub struct Judged {
    /// The notification, where nothing is wrong.
    pub notification: Option<Notification>,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// What is doubtful, as the notification has it.
    pub warnings: Vec<dto::Warning>,
}

impl Looking {
    /// At rows of a facility.
    pub async fn of(app: &App, facility: Uuid) -> Result<Self> {
        let house = House::whole(app, &Scope::Facility(facility), facility).await?;
        let words = Words::of(&house.references, house.rooms.values());
        Ok(Self {
            house,
            words,
            profile: Arc::new(app.profile.clone()),
        })
    }

    /// The sheet that rows came from.
    pub fn sheet<'a>(&'a self, about: &'a About, uploaded_at: OffsetDateTime) -> Sheet<'a> {
        Sheet {
            headings: &about.headings,
            words: &self.words,
            uploaded_at,
            default_reason: about.default_reason.as_deref(),
        }
    }

    /// Looks at a whole file.
    pub fn all(&self, about: &About, rows: Vec<(u32, Vec<Cell>)>, now: Timestamp) -> Vec<Looked> {
        let sheet = self.sheet(about, now.get());
        let orders = cells::orders(&about.headings, rows.iter().map(|(_, cells)| cells.as_slice()));
        let mut first_lines: HashMap<SameStay, u32> = HashMap::new();
        rows.into_iter()
            .map(|(line, cells)| {
                let mut looked = self.one(&sheet, cells, &orders, now);
                // A row that cannot be stored is not in the way of one that can.
                if let Some(same) = looked.same.clone().filter(|_| looked.outcome != RowOutcome::Wrong) {
                    match first_lines.get(&same) {
                        Some(first) => looked.is_same_as(*first),
                        None => drop(first_lines.insert(same, line)),
                    }
                }
                looked
            })
            .collect()
    }

    fn one(&self, sheet: &Sheet<'_>, cells: Vec<Cell>, orders: &Orders, now: Timestamp) -> Looked {
        let mends = sheet.mends(&cells, orders);
        let judged = self.judge(sheet, &cells, &mends, now);
        let same = judged.notification.as_ref().map(same_stay);
        let mut warnings = judged.warnings;
        for warning in &mut warnings {
            warning.pointer = cells::column_at(&warning.pointer);
        }
        Looked {
            outcome: cells::outcome(&judged.errors, &mends, !warnings.is_empty()),
            content: Content {
                cells,
                mends,
                errors: judged.errors,
                warnings,
                same_as: None,
            },
            same,
        }
    }

    /// A row with those mends in it, as a notification now.
    pub fn judge(&self, sheet: &Sheet<'_>, cells: &[Cell], mends: &[ImportMend], now: Timestamp) -> Judged {
        let mut mended = cells.to_vec();
        cells::apply(sheet.headings, &mut mended, mends);
        let context = CheckContext {
            now,
            profile: &self.profile,
        };
        let verdict = check_stay(&sheet.notification(&mended), context, &self.house);
        let mut errors = sheet.faults(&mended);
        let faulty: HashSet<String> = errors.iter().map(|error| error.pointer.clone()).collect();
        let found = verdict.errors.into_iter().map(cells::of_row);
        errors.extend(found.filter(|error| !faulty.contains(&error.pointer)));
        if let Some(notification) = &verdict.value
            && let Some(since) = directory::changes::stopped_since(&self.house.facility, local_date(now.get()))
            && local_day(notification.arrival_at.get()) >= since
        {
            let error = FieldError::new("/arrival_on", FieldCode::NotOperating);
            errors.push(error.with("since", dto::check::spoken_date(since)));
        }
        Judged {
            notification: verdict.value.filter(|_| errors.is_empty()),
            errors,
            warnings: verdict.warnings,
        }
    }
}

impl Looked {
    fn is_same_as(&mut self, line: u32) {
        self.outcome = RowOutcome::Duplicate;
        self.content.same_as = Some(line);
        self.content
            .errors
            .push(FieldError::new("/document_number", FieldCode::SameAsRow).with("line", line));
    }

    /// The guest was notified already.
    pub fn is_there(&mut self) {
        self.outcome = RowOutcome::Duplicate;
        self.content.errors = vec![already_notified()];
    }
}

/// What is said of a guest who was notified already.
pub fn already_notified() -> FieldError {
    FieldError::new("/document_number", FieldCode::AlreadyNotified)
}

/// What makes a notification the same as another: one document, one day of arrival.
pub fn same_stay(notification: &Notification) -> SameStay {
    SameStay {
        document_number: notification.guest.document_number.clone(),
        arrived_on: local_day(notification.arrival_at.get()),
    }
}

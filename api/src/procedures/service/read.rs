//! Reads dossiers.

use super::deciding;
use super::reminder::remind_from;
use super::ticks::checks;
use crate::App;
use crate::accounts;
use crate::audit::Event;
use crate::authz::{Dossiers, Handled, ScopedCaller};
use crate::directory;
use crate::error::{Error, Result};
use crate::http::paging::Wanted;
use crate::procedures::entity::{dossier, dossier_attachment, procedure_type};
use crate::procedures::kind::ProcedureKind;
use crate::procedures::query::DossierQuery;
use crate::procedures::queue::{Filter, Overdue};
use crate::procedures::store::queue;
use crate::procedures::{Dossier, row, store};
use crate::references::References;
use dto::counts::WaitingCounts;
use dto::dossier::{
    ConsultationMark, DossierAct, DossierCounts, DossierOut, DossierPage, DossierState, DossierSummary, HintCode,
    UnitList, UnitSummary, Visibility,
};
use dto::operations::procedures::ResolveDossier;
use dto::{Lang, Operations, Timestamp};
use sea_orm::ConnectionTrait;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// Returns whether the caller handles a dossier, and was not only asked about it.
fn handles(caller: &ScopedCaller<Dossiers>, row: &dossier::Model) -> bool {
    caller.scope.handles(&row.handled_by, &row.area_path)
}

/// Returns the summary of a dossier in a language. It is stored in Vietnamese; for another language it is made from the
/// form.
fn summary_in<K: ProcedureKind>(
    app: &App,
    row: &dossier::Model,
    references: &References,
    lang: Lang,
) -> Result<String> {
    let made = match lang {
        Lang::Vi => None,
        Lang::En => K::from(*row.kind).summary(&row::form(app, row)?, references, lang),
    };
    // A summary that cannot be made is returned in its stored form.
    Ok(made.unwrap_or_else(|| row.summary.clone()))
}

/// Returns a page of the queue.
pub async fn list<K: ProcedureKind>(caller: &ScopedCaller<Dossiers>, query: &DossierQuery) -> Result<DossierPage> {
    let app = &caller.app;
    let db = app.db.read();
    let filter = scoped(query.filter()?, caller, query);
    let order = filter.order();
    let wanted = query.page(app, &order)?;
    let foreign = deciding::foreign_tiers(caller.account()?.tier(), &app.profile);
    let mut rows = queue::list(db, &caller.scope, &filter, &foreign, (&order, &wanted), caller.now).await?;
    let next_cursor = order.cut(app, &wanted, &mut rows)?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let items = Beside::of(caller, &rows).await?.tell::<K>(caller, rows)?;
    let counts = counts::<K>(caller, query.procedure.as_deref()).await?;
    let read: Vec<String> = ids.iter().map(Uuid::to_string).collect();
    let event = Event::new("dossiers_listed", "dossier").with("dossiers", read);
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(DossierPage {
        items,
        counts,
        next_cursor,
    })
}

/// What the lines of a list need besides their rows.
pub(super) struct Beside {
    references: Arc<References>,
    procedures: HashMap<String, procedure_type::Model>,
    marks: HashMap<Uuid, Vec<ConsultationMark>>,
    names: HashMap<Uuid, String>,
}

impl Beside {
    /// Reads it, with one query for each kind of data.
    pub(super) async fn of(caller: &ScopedCaller<Dossiers>, rows: &[dossier::Model]) -> Result<Self> {
        let db = caller.app.db.read();
        Ok(Self {
            references: caller.app.references(caller.now).await?,
            procedures: store::procedures(db).await?,
            marks: marks(db, caller, rows).await?,
            names: names_of_accounts(db, caller, rows).await?,
        })
    }

    /// Makes the lines of a list, as this caller may see them.
    pub(super) fn tell<K: ProcedureKind>(
        mut self,
        caller: &ScopedCaller<Dossiers>,
        rows: Vec<dossier::Model>,
    ) -> Result<Vec<DossierSummary>> {
        let (app, lang) = (&caller.app, caller.lang);
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            let procedure = self
                .procedures
                .get(&row.procedure_type)
                .ok_or_else(|| Error::internal(anyhow::anyhow!("no procedure {}", row.procedure_type)))?;
            let mut item = row::summary(&row, procedure, &self.references, lang, caller.now);
            item.summary = summary_in::<K>(app, &row, &self.references, lang)?;
            item.asked_units = self.marks.remove(&row.id).unwrap_or_default();
            add_handling(caller, &row, &self.names, &mut item)?;
            items.push(item);
        }
        Ok(items)
    }
}

/// Restricts the list of a unit that was asked: to what it has still to answer, or to what it has answered.
pub(super) fn scoped(filter: Filter, caller: &ScopedCaller<Dossiers>, query: &DossierQuery) -> Filter {
    if query.state.is_some() || filter.number.is_some() {
        return filter;
    }
    match &caller.scope {
        Dossiers::Own {
            handled,
            asked: Some(_),
        } => Filter {
            answered: Some(query.closed == Some(true)),
            // Answered dossiers are pending for other units, so they have the order of all pending ones.
            newest_first: filter.newest_first && handled.is_some(),
            ..filter
        },
        Dossiers::Own { asked: None, .. } | Dossiers::Everything => filter,
    }
}

/// Returns the facility or unit of each account that a dossier concerns. A unit that was only asked does not see
/// accounts.
async fn names_of_accounts(
    db: &impl ConnectionTrait,
    caller: &ScopedCaller<Dossiers>,
    rows: &[dossier::Model],
) -> Result<HashMap<Uuid, String>> {
    let handled = rows.iter().filter(|row| handles(caller, row));
    let ids = handled.filter_map(|row| row.account_id).collect();
    accounts::service::names_of(db, ids).await
}

/// Adds the data that only the handling office sees in a summary.
fn add_handling(
    caller: &ScopedCaller<Dossiers>,
    row: &dossier::Model,
    names: &HashMap<Uuid, String>,
    item: &mut DossierSummary,
) -> Result<()> {
    if handles(caller, row) {
        item.decider = deciding::decider(deciding::may_decide(&caller.app, caller, row)?, row);
        item.account_name = row.account_id.and_then(|id| names.get(&id).cloned());
    }
    Ok(())
}

/// Returns the numbers of dossiers that wait for the caller's office, for the counter on every page. They contain no
/// data of a dossier, so no reading is recorded.
pub async fn count_waiting(caller: &ScopedCaller<Dossiers>) -> Result<WaitingCounts> {
    waiting(caller, None).await
}

/// Returns the part of a scope that the caller handles, without what its unit was only asked about.
fn handled_part(scope: &Dossiers) -> Option<Dossiers> {
    match scope {
        Dossiers::Everything => Some(Dossiers::Everything),
        Dossiers::Own { handled, .. } => handled.clone().map(|handled| Dossiers::Own {
            handled: Some(handled),
            asked: None,
        }),
    }
}

/// Returns the unit that was asked, and what its account handles besides.
fn asked_part(scope: &Dossiers) -> Option<(Uuid, Option<&Handled>)> {
    match scope {
        Dossiers::Everything => None,
        Dossiers::Own { handled, asked } => asked.map(|unit| (unit, handled.as_ref())),
    }
}

/// Counts what waits for a decision of the caller, and for an answer of its unit.
async fn waiting(caller: &ScopedCaller<Dossiers>, procedure: Option<&str>) -> Result<WaitingCounts> {
    let db = caller.app.db.read();
    let mut counts = WaitingCounts::default();
    if let Some(scope) = handled_part(&caller.scope) {
        let foreign = deciding::foreign_tiers(caller.account()?.tier(), &caller.app.profile);
        let overdue = Overdue {
            at: caller.now,
            but: &foreign,
        };
        counts = queue::count_waiting(db, &scope, procedure, overdue).await?;
    }
    if let Some(asked) = asked_part(&caller.scope) {
        let more = queue::count_to_answer(db, asked, procedure, caller.now).await?;
        counts.waiting += more.waiting;
        counts.overdue += more.overdue;
    }
    Ok(counts)
}

/// Counts what the caller handles, and what its unit was asked about in addition.
async fn counts<K: ProcedureKind>(caller: &ScopedCaller<Dossiers>, procedure: Option<&str>) -> Result<DossierCounts> {
    let db = caller.app.db.read();
    let WaitingCounts { waiting, overdue } = waiting(caller, procedure).await?;
    let mut counts = DossierCounts {
        waiting,
        overdue,
        ..DossierCounts::default()
    };
    let is_counted_apart = procedure.is_none_or(|procedure| procedure == K::COUNTED_APART);
    if let Some(scope) = handled_part(&caller.scope) {
        let of =
            async |procedure: Option<&str>, states: &[DossierState]| queue::count(db, &scope, procedure, states).await;
        let decided: Vec<DossierState> = DossierState::ALL
            .iter()
            .copied()
            .filter(|state| state.is_decided())
            .collect();
        let resolved = [
            DossierState::ResultReady,
            DossierState::Returned,
            DossierState::Archived,
        ];
        counts.supplement_requested = of(procedure, &[DossierState::SupplementRequested]).await?;
        counts.resolved = of(procedure, &resolved).await?;
        counts.done = of(procedure, &decided).await?;
        if is_counted_apart {
            counts.registrations = of(Some(K::COUNTED_APART), &queue::running()).await?;
        }
    }
    if let Some(asked) = asked_part(&caller.scope) {
        counts.done += queue::count_answered(db, asked, procedure).await?;
        if is_counted_apart {
            let apart = queue::count_to_answer(db, asked, Some(K::COUNTED_APART), caller.now).await?;
            counts.registrations += apart.waiting;
        }
    }
    Ok(counts)
}

/// Returns the units that were asked about these dossiers. A unit that was only asked sees only itself.
async fn marks(
    db: &impl ConnectionTrait,
    caller: &ScopedCaller<Dossiers>,
    rows: &[dossier::Model],
) -> Result<HashMap<Uuid, Vec<ConsultationMark>>> {
    let handled: HashSet<Uuid> = rows
        .iter()
        .filter(|row| handles(caller, row))
        .map(|row| row.id)
        .collect();
    let unit = caller.scope.asked_unit();
    let mut asked = store::consultations(db, rows.iter().map(|row| row.id).collect(), None).await?;
    asked.retain(|asked| handled.contains(&asked.dossier_id) || Some(asked.unit_id) == unit);
    let units = directory::units::names(db, asked.iter().map(|asked| asked.unit_id).collect()).await?;
    let mut marks: HashMap<Uuid, Vec<ConsultationMark>> = HashMap::new();
    for asked in asked {
        marks.entry(asked.dossier_id).or_default().push(ConsultationMark {
            unit_name: units.get(&asked.unit_id).cloned().unwrap_or_default(),
            opinion: row::opinion(&asked),
        });
    }
    Ok(marks)
}

/// Returns all data of a dossier; the reading is recorded.
pub async fn get<K: ProcedureKind>(caller: &ScopedCaller<Dossiers>, id: Uuid) -> Result<DossierOut> {
    let app = &caller.app;
    let row = store::dossier(app.db.read(), &caller.scope, id)
        .await?
        .ok_or_else(Error::not_found)?;
    let event = Event::new("dossier_read", "dossier").on(id).in_area(&row.area_code);
    let out = out::<K>(app.db.read(), app, caller, row).await?;
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(out)
}

/// Returns a dossier to a caller who may see it. A unit that was only asked sees the form and the files, the part of
/// the rest that the applicant sees, and its own question.
pub(super) async fn out<K: ProcedureKind>(
    db: &impl ConnectionTrait,
    app: &App,
    caller: &ScopedCaller<Dossiers>,
    row: dossier::Model,
) -> Result<DossierOut> {
    let references = app.references(caller.now).await?;
    let (kind, procedure) = (K::from(*row.kind), store::procedure(db, &row.procedure_type).await?);
    let handles = handles(caller, &row);
    let unit = caller.scope.asked_unit().filter(|_| !handles);
    let mut summary = row::summary(&row, &procedure, &references, caller.lang, caller.now);
    summary.summary = summary_in::<K>(app, &row, &references, caller.lang)?;
    let mut marks = marks(db, caller, std::slice::from_ref(&row)).await?;
    summary.asked_units = marks.remove(&row.id).unwrap_or_default();
    let names = names_of_accounts(db, caller, std::slice::from_ref(&row)).await?;
    add_handling(caller, &row, &names, &mut summary)?;
    let asked = store::consultations(db, vec![row.id], unit).await?;
    let units = directory::units::names(db, asked.iter().map(|asked| asked.unit_id).collect()).await?;
    let is_due = |from: Timestamp| from <= caller.now;
    let open = asked.iter().filter(|asked| asked.answered_at.is_none());
    let own_unit = caller.account()?.unit_id;
    let mut standing = Standing {
        state: *row.state,
        handles,
        decides: handles && summary.decider.is_none(),
        // An opinion can be corrected until the decision.
        has_question: asked.iter().any(|asked| Some(asked.unit_id) == own_unit),
        remind_unit: open.map(row::remind_from).any(is_due),
        remind_applicant: false,
        grantable: true,
        lockable: false,
    };
    let attachments = store::attachments(db, row.id).await?.into_iter();
    let attachments = attachments
        .filter(|head| !head.is_result || handles)
        .map(|head| row::attachment_out(app, head))
        .collect::<Result<_>>()?;
    let events = store::events(db, row.id).await?;
    // The row was read before these events, so its time of update may be older.
    let last = events.iter().map(|event| Timestamp::from(event.at)).max();
    summary.updated_at = last.map_or(summary.updated_at, |last| last.max(summary.updated_at));
    let applicant = row::applicant(app, &row)?;
    let remind_from = remind_from(&row, &events).filter(|_| applicant.email.is_some() && handles);
    standing.remind_applicant = remind_from.is_some_and(is_due);
    let checks = if handles { checks(kind, &events) } else { Vec::new() };
    let events = events
        .into_iter()
        .map(|event| row::event_out(app, event))
        .filter(|event| {
            handles
                || event
                    .as_ref()
                    .map_or(true, |event| event.visibility == Visibility::Outside)
        })
        .collect::<Result<_>>()?;
    let hints = if handles {
        kind.hints(db, app, &Dossier::of(&row)?).await?
    } else {
        Vec::new()
    };
    let has = |code: HintCode| hints.iter().any(|hint| hint.code == code);
    // If the account does not exist, there is nothing to issue.
    standing.grantable = !has(HintCode::AccountUnknown);
    standing.lockable = summary.urgent && !has(HintCode::AccountUnknown) && !has(HintCode::AccountLocked);
    let can = can(caller, standing);
    let decision = if can.has(ResolveDossier) {
        let known = deciding::Known {
            summary: &summary,
            checks: &checks,
            hints: &hints,
            asked: &asked,
            units: &units,
        };
        Some(deciding::preview::<K>(db, app, caller, &row, known).await?)
    } else {
        None
    };
    let consultations = asked.into_iter().map(|asked| {
        let name = units.get(&asked.unit_id).cloned().unwrap_or_default();
        row::consultation_out(app, asked, name)
    });
    let consultations = consultations.collect::<Result<_>>()?;
    Ok(DossierOut {
        applicant,
        hints,
        checks,
        form: row::form(app, &row)?,
        result: row::result(app, &row)?,
        account_id: row.account_id,
        attachments,
        events,
        consultations,
        decision,
        applicant_remindable_at: remind_from,
        can,
        summary,
    })
}

/// The state of a dossier, from which its possible operations follow.
#[derive(Clone, Copy)]
struct Standing {
    state: DossierState,
    /// Whether the caller handles it.
    handles: bool,
    /// Whether the caller decides on it.
    decides: bool,
    /// Whether the caller's own unit was asked.
    has_question: bool,
    /// Whether a unit can be reminded now.
    remind_unit: bool,
    /// Whether the applicant can be reminded now.
    remind_applicant: bool,
    /// Whether there is something to grant.
    grantable: bool,
    /// Whether it concerns an account that can be locked at once.
    lockable: bool,
}

/// Returns the operations that the state and the caller's rights allow.
fn can(caller: &ScopedCaller<Dossiers>, standing: Standing) -> Operations {
    let Standing { state, decides, .. } = standing;
    caller
        .principal()
        .can(&caller.app.profile, |operation| match operation {
            "giveOpinion" => standing.has_question && !state.is_decided(),
            _ if !standing.handles => false,
            "acceptDossier" => state.after(DossierAct::Accept).is_some(),
            "requestSupplement" => state.after(DossierAct::RequestSupplement).is_some(),
            "refuseDossier" => decides && state.after(DossierAct::Refuse).is_some(),
            "lockReportedAccount" => decides && standing.lockable,
            "resolveDossier" => {
                decides && standing.grantable && matches!(state, DossierState::Filed | DossierState::InProcess)
            }
            "remindApplicant" => standing.remind_applicant,
            "consultOnDossier" => state.clock_runs(),
            "checkDossier" => !state.is_decided(),
            "remindConsulted" => standing.remind_unit && !state.is_decided(),
            "commentOnDossier" => true,
            _ => false,
        })
}

/// An opened file.
pub struct OpenedFile {
    /// Its proven media type.
    pub media_type: String,
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

impl OpenedFile {
    /// Opens a sealed file.
    pub(super) fn of(app: &App, file: dossier_attachment::Model) -> Result<Self> {
        let name = app.sealer.open_text(row::FILE_NAME, file.id, &file.name_sealed);
        let content = app.sealer.open(row::FILE_CONTENT, file.id, &file.content_sealed);
        Ok(Self {
            media_type: file.media_type,
            name: name.map_err(Error::internal)?,
            content: content.map_err(Error::internal)?,
        })
    }
}

/// Returns a file to the handling office; the reading is recorded. Units that were only asked do not get files of the
/// answer.
pub async fn attachment(caller: &ScopedCaller<Dossiers>, dossier_id: Uuid, id: Uuid) -> Result<OpenedFile> {
    let app = &caller.app;
    let row = store::dossier(app.db.read(), &caller.scope, dossier_id)
        .await?
        .ok_or_else(Error::not_found)?;
    let file = store::attachment(app.db.read(), row.id, id)
        .await?
        .filter(|file| !file.is_result || handles(caller, &row))
        .ok_or_else(Error::not_found)?;
    let event = Event::new("attachment_read", "dossier")
        .on(dossier_id)
        .in_area(&row.area_code)
        .with("attachment", id.to_string());
    let opened = OpenedFile::of(app, file)?;
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(opened)
}

/// Returns the units of the province, for the choice of whom to ask.
pub async fn units(caller: &ScopedCaller<Dossiers>, wanted: Wanted<Uuid>) -> Result<UnitList> {
    let references = caller.app.references(caller.now).await?;
    let (found, next_cursor) = directory::units::page(caller.app.db.read(), wanted).await?;
    let items = found.into_iter().map(|unit| UnitSummary {
        id: unit.id,
        role: unit.tier.role,
        level: unit.tier.level_in(&caller.app.profile),
        area: references.area_ref(&unit.area_code),
        name: unit.name,
    });
    Ok(UnitList {
        items: items.collect(),
        next_cursor,
    })
}

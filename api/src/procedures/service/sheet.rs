//! Dossiers as rows of a spreadsheet.

use crate::authz::Caller;
use crate::error::Result;
use crate::spreadsheet::ledger::{Cell, Ledger, Row, number, taken_out_by};
use dto::dossier::{ConsultationMark, DossierState, DossierSummary, Opinion};
use dto::{Lang, say};

/// The number of columns.
const COLUMNS: usize = 13;

/// Returns the column headings with their widths in characters.
fn columns(lang: Lang) -> [(&'static str, f64); COLUMNS] {
    [
        (say!(lang, export_dossiers.head.number), 12.0),
        (say!(lang, export_dossiers.head.procedure), 28.0),
        (say!(lang, export_dossiers.head.title), 30.0),
        (say!(lang, export_dossiers.head.account), 30.0),
        (say!(lang, export_dossiers.head.summary), 30.0),
        (say!(lang, export_dossiers.head.area), 20.0),
        (say!(lang, export_dossiers.head.filed_at), 16.0),
        (say!(lang, export_dossiers.head.due_at), 16.0),
        (say!(lang, export_dossiers.head.state), 18.0),
        (say!(lang, export_dossiers.head.overdue), 11.0),
        (say!(lang, export_dossiers.head.late_minutes), 11.0),
        (say!(lang, export_dossiers.head.decided_at), 16.0),
        (say!(lang, export_dossiers.head.opinions), 40.0),
    ]
}

/// Writes the lines as XLSX. It is CPU-bound: call it outside the threads that answer requests.
pub fn write(dossiers: &[DossierSummary], area: &str, caller: &Caller) -> Result<Vec<u8>> {
    let lang = caller.lang;
    let overdue = dossiers.iter().filter(|dossier| dossier.overdue).count();
    let ledger = Ledger {
        title: say!(lang, export_dossiers.title),
        above: [
            say!(lang, register.area, name = area),
            say!(lang, export_dossiers.lines, total = dossiers.len(), overdue = overdue),
            taken_out_by(lang, caller.now, caller.holder_name()),
        ],
        columns: columns(lang).into(),
        now: caller.now,
    };
    ledger.write(dossiers.iter().map(|dossier| Row {
        struck: dossier.state == DossierState::Withdrawn,
        cells: cells(dossier, lang).into(),
    }))
}

fn cells(dossier: &DossierSummary, lang: Lang) -> [Cell; COLUMNS] {
    let overdue = if dossier.overdue {
        say!(lang, export_dossiers.overdue)
    } else {
        ""
    };
    let opinions = dossier.asked_units.iter().map(|mark| opinion(lang, mark));
    [
        Cell::text(&dossier.number),
        Cell::text(&dossier.procedure.title),
        Cell::text(&dossier.title),
        Cell::text(dossier.account_name.as_deref().unwrap_or_default()),
        Cell::text(&dossier.summary),
        Cell::text(&dossier.area.name),
        Cell::moment_or_nothing(dossier.filed_at),
        Cell::moment_or_nothing(dossier.due_at),
        Cell::text(state(lang, dossier.state)),
        Cell::text(overdue),
        dossier
            .late_seconds
            .map_or(Cell::Nothing, |seconds| number(seconds / 60)),
        Cell::moment_or_nothing(dossier.decided_at),
        Cell::text(opinions.collect::<Vec<_>>().join("; ")),
    ]
}

fn opinion(lang: Lang, mark: &ConsultationMark) -> String {
    let unit = &mark.unit_name;
    match mark.opinion {
        Some(Opinion::Agree) => say!(lang, export_dossiers.opinion.agree, unit = unit),
        Some(Opinion::Object) => say!(lang, export_dossiers.opinion.object, unit = unit),
        Some(Opinion::NoOpinion) => say!(lang, export_dossiers.opinion.no_opinion, unit = unit),
        None => say!(lang, export_dossiers.opinion.none, unit = unit),
    }
}

fn state(lang: Lang, state: DossierState) -> &'static str {
    match state {
        DossierState::Draft => say!(lang, export_dossiers.state.draft),
        DossierState::Filed => say!(lang, export_dossiers.state.filed),
        DossierState::SupplementRequested => say!(lang, export_dossiers.state.supplement_requested),
        DossierState::Refused => say!(lang, export_dossiers.state.refused),
        DossierState::Accepted => say!(lang, export_dossiers.state.accepted),
        DossierState::InProcess => say!(lang, export_dossiers.state.in_process),
        DossierState::PaymentPending => say!(lang, export_dossiers.state.payment_pending),
        DossierState::ResultReady => say!(lang, export_dossiers.state.result_ready),
        DossierState::Returned => say!(lang, export_dossiers.state.returned),
        DossierState::Archived => say!(lang, export_dossiers.state.archived),
        DossierState::Withdrawn => say!(lang, export_dossiers.state.withdrawn),
    }
}

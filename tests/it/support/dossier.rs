//! Dossiers of procedures that only the tests have: types that are data alone, so that granting one is the decision itself.

use super::{TestApp, rows};
use api::audit::{Actor, Event};
use api::procedures::events::Author;
use api::procedures::files::ProvenFile;
use api::procedures::kinds::Kind;
use api::procedures::service::{Filed, NewDossier, file};
use dto::Lang;
use dto::dossier::DossierApplicant;
use serde_json::json;

/// The one that the police of the province handle, as they do all that come with the software.
pub const PROCEDURE: &str = "test_procedure";

impl TestApp {
    /// Adds the procedure of the police, with a term of so many of a unit.
    pub async fn procedure(&self, amount: i16, unit: &str) {
        self.add_procedure(PROCEDURE, "TT", "police_1", (amount, unit)).await;
    }

    /// Adds a procedure that a tier handles: its id, the prefix of its numbers, the tier and the term. Who handles dossiers
    /// is looked up once a minute.
    pub async fn add_procedure(&self, id: &str, prefix: &str, handled_by: &str, (amount, unit): (i16, &str)) {
        let sql = "INSERT INTO procedure_type (id, kind, handled_by, title, title_en, filed_by, confirmed_by_mail, \
                   term_amount, term_unit, remind_hours, number_prefix, last_number) \
                   VALUES (?, ?, ?, 'Thủ tục thử', 'A procedure to try', 'public', FALSE, ?, ?, 8, ?, 0) \
                   ON CONFLICT (id) DO NOTHING";
        let values = [
            id.into(),
            Kind::Decision.as_str().into(),
            handled_by.into(),
            amount.into(),
            unit.into(),
            prefix.into(),
        ];
        rows::change(self, sql, values).await;
    }

    /// Files a dossier of the procedure of the police that lies in an area.
    pub async fn file_in(&self, title: &str, area: &str, files: Vec<ProvenFile>) -> Filed {
        self.procedure(48, "hours").await;
        self.file_of(PROCEDURE, title, area, files).await
    }

    /// Files a dossier of a procedure that lies in an area.
    pub async fn file_of(&self, procedure: &'static str, title: &str, area: &str, files: Vec<ProvenFile>) -> Filed {
        let now = self.clock.now();
        let references = self.app.references(now).await.expect("the lists");
        let new = NewDossier {
            procedure,
            title: title.to_owned(),
            summary: "Khách sạn, 48 phòng".to_owned(),
            area_code: area.to_owned(),
            account_id: None,
            filed_by: None,
            subject_tier: None,
            urgent: false,
            applicant: DossierApplicant {
                name: "Quách Thị Thu Cúc".to_owned(),
                email: Some("thu.cuc@example.test".to_owned()),
                phone: Some("0258 000 0247".to_owned()),
            },
            form: json!({ "rooms": 48 }),
            files,
            form_missing: false,
            lang: Lang::Vi,
        };
        let actor = Actor::system("fixture");
        let filed = self.app.db.write(&actor, now, async |tx| {
            let author = Author::applicant("Quách Thị Thu Cúc");
            let filed = file(tx, &self.app, &references, new, &author, now).await?;
            Ok((filed, Event::new("dossier_filed", "dossier").into()))
        });
        filed.await.expect("filing")
    }

    /// Files a dossier in Phường Nha Trang.
    pub async fn file(&self, title: &str) -> Filed {
        self.file_in(title, super::province::NHA_TRANG, Vec::new()).await
    }
}

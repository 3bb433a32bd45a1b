//! A few words on a dossier for lists. They are stored in Vietnamese; for another language they are made from the form.

use super::{CREDENTIAL_LOSS, DATA_REQUEST, REGISTRATION};
use crate::App;
use crate::error::Result;
use crate::procedures::entity::dossier;
use crate::procedures::row;
use crate::references::References;
use dto::Lang;
use dto::check::spoken_date;
use dto::text::{Params, text};
use serde_json::Value;
use time::Date;
use time::macros::format_description;

/// The summary of a dossier in that language.
pub fn summary_in(app: &App, row: &dossier::Model, references: &References, lang: Lang) -> Result<String> {
    let made = match lang {
        Lang::Vi => None,
        Lang::En => of_form(&row.procedure_type, &row::form(app, row)?, references, lang),
    };
    // What cannot be made is told as it was stored.
    Ok(made.unwrap_or_else(|| row.summary.clone()))
}

fn of_form(procedure: &str, form: &Value, references: &References, lang: Lang) -> Option<String> {
    let word = |at: &str| form.pointer(at).and_then(Value::as_str);
    let plain = |name: &str| text(lang, &format!("dossier.summary.{name}"), &Params::new());
    match procedure {
        REGISTRATION => match word("/facility/kind") {
            Some(kind) => of_facility(
                form,
                references.entry("facility_kinds", kind)?.label_en.as_deref()?,
                lang,
            ),
            None => word("/agency/role").map(plain),
        },
        CREDENTIAL_LOSS => word("/kind").map(plain),
        DATA_REQUEST => {
            let params: Params = [
                ("from".to_owned(), spoken(word("/stay_from")?)?),
                ("to".to_owned(), spoken(word("/stay_to")?)?),
            ]
            .into();
            Some(text(lang, &format!("dossier.summary.{}", word("/kind")?), &params))
        }
        _ => None,
    }
}

fn of_facility(form: &Value, kind: &str, lang: Lang) -> Option<String> {
    let count = |at: &str| form.pointer(at).and_then(Value::as_u64);
    let (key, count) = match (count("/facility/rooms")?, count("/facility/beds")) {
        (0, Some(beds)) => ("dossier.summary.facility_beds", beds),
        (rooms, _) => ("dossier.summary.facility_rooms", rooms),
    };
    let params: Params = [
        ("kind".to_owned(), kind.to_owned()),
        ("count".to_owned(), count.to_string()),
    ]
    .into();
    Some(text(lang, key, &params))
}

fn spoken(iso: &str) -> Option<String> {
    let date = Date::parse(iso, format_description!("[year]-[month]-[day]")).ok()?;
    Some(spoken_date(date))
}

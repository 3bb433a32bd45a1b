//! Changes of a supplement, field by field, and its files: the same words for officers and applicants.

use crate::format;
use crate::lists::Lists;
use crate::t;
use crate::ui::Changed;
use crate::words::dossier::opinion_word;
use crate::words::role::{level_name, role_name};
use dto::Timestamp;
use dto::account::{Level, Role};
use dto::change::FieldChange;
use dto::dossier::Opinion;

/// Returns the changes in words. Fields without a meaning for people are left out.
pub fn in_words(changes: &[FieldChange], lists: Lists) -> Vec<Changed> {
    let said = |pointer: &str, value: Option<&str>| {
        value.map_or_else(
            || t!(dossier.empty_field).to_owned(),
            |value| spoken(pointer, value, lists),
        )
    };
    let rows = changes.iter().map(|change| Changed {
        field: field_name(&change.pointer).to_owned(),
        before: said(&change.pointer, change.before.as_deref()),
        after: said(&change.pointer, change.after.as_deref()),
    });
    rows.collect()
}

/// Returns the names of the files in one line.
pub fn files_in_words(files: &[String]) -> Option<String> {
    (!files.is_empty()).then(|| t!(dossier.new_files, names = files.join(", ")))
}

/// Returns the name of a field by its pointer, for every form.
fn field_name(pointer: &str) -> &'static str {
    match pointer {
        "/facility/name" => t!(apply.facility_name),
        "/facility/kind" => t!(apply.facility_kind),
        "/facility/area_code" => t!(apply.commune),
        "/facility/address" => t!(apply.address),
        "/facility/rooms" => t!(apply.rooms),
        "/facility/beds" => t!(apply.beds),
        "/facility/representative" => t!(apply.representative),
        "/facility/tax_code" => t!(apply.tax_code),
        "/agency/unit_name" => t!(apply.unit_name),
        "/agency/role" => t!(apply.role),
        "/agency/level" => t!(apply.level),
        "/agency/area_code" => t!(apply.area),
        "/governing_body" => t!(apply.governing_body),
        "/started_on" => t!(apply.started_on),
        "/user_name" => t!(apply.user_name),
        "/user_position" | "/requester/contact_position" => t!(apply.user_position),
        "/email" | "/requester/email" => t!(apply.email),
        "/phone" | "/requester/phone" => t!(apply.phone),
        "/new_name" => t!(queue.new_holder),
        "/new_position" => t!(agency.position),
        "/new_phone" => t!(queue.new_phone),
        "/new_email" => t!(queue.new_email),
        "/requester/kind" => t!(data.requester_kind),
        "/requester/name" => t!(data.requester_name),
        "/requester/contact_name" => t!(data.contact_name),
        "/guest_details" => t!(data.guest_details),
        "/guest_name" => t!(data.guest_name),
        "/guest_birth_date" => t!(data.guest_birth_date),
        "/guest_document_number" => t!(data.guest_document_number),
        "/stay_from" => t!(data.stay_from),
        "/stay_to" => t!(data.stay_to),
        "/reason" => t!(queue.reason),
        "/opinion" => t!(queue.own_opinion),
        "/text" => t!(queue.own_words),
        "/reporter_name" => t!(lost.reporter_name),
        "/discovered_at" => t!(lost.discovered_at),
        "/called_at" => t!(lost.called_at),
        "/description" => t!(lost.description),
        "/kind" => t!(queue.kind),
        _ => t!(dossier.other_field),
    }
}

fn spoken(pointer: &str, value: &str, lists: Lists) -> String {
    match pointer {
        "/facility/kind" => lists.label("facility_kinds", value),
        "/facility/area_code" | "/agency/area_code" => area_name(value, lists),
        "/agency/role" => Role::from_name(value).map_or_else(|| value.to_owned(), |role| role_name(role).to_owned()),
        "/agency/level" => {
            Level::from_name(value).map_or_else(|| value.to_owned(), |level| level_name(level).to_owned())
        }
        "/opinion" => {
            Opinion::from_name(value).map_or_else(|| value.to_owned(), |opinion| opinion_word(opinion).to_owned())
        }
        "/started_on" | "/guest_birth_date" | "/stay_from" | "/stay_to" => format::date_text(value),
        "/phone" | "/requester/phone" | "/new_phone" => format::phone(value),
        "/discovered_at" | "/called_at" => Timestamp::parse(value).map_or_else(|| value.to_owned(), format::instant),
        _ => value.to_owned(),
    }
}

/// Returns the name of a commune by its code, once the communes have been read.
fn area_name(code: &str, lists: Lists) -> String {
    let communes = lists.communes();
    let known = communes.iter().find(|area| area.code == code);
    known.map_or_else(|| code.to_owned(), |area| area.name.clone())
}

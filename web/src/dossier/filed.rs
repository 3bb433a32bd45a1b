//! The filed data, in words: the same for the officer who decides and for the applicant who looks them up.

use crate::dossier::data_request;
use crate::format;
use crate::lists::Lists;
use crate::t;
use crate::ui::Fact;
use crate::words::role::{level_name, role_name};
use dto::Timestamp;
use dto::account::{Level, Role};
use dto::filing::{DataRequestKind, RequesterKind};
use serde_json::Value;

/// Name, value, and whether it is a number or code.
type Said = (&'static str, String, bool);

/// Returns the facts of a form of that procedure; those with an empty value are not displayed.
pub fn facts(procedure: &str, form: &Value, area: &str, lists: Lists) -> Vec<Fact> {
    let form = Filed(form);
    let said = match procedure {
        "account_registration" => of_registration(form, area, lists),
        "holder_change" => of_holder_change(form),
        "credential_loss" => of_loss(form),
        data_request::PROCEDURE => of_data_request(form),
        _ => Vec::new(),
    };
    said.into_iter().map(Fact::from).collect()
}

/// Returns the code of the area in a form.
pub fn area_code(form: &Value) -> Option<&str> {
    let place = |at: &str| form.pointer(at).and_then(Value::as_str);
    place("/facility/area_code").or_else(|| place("/agency/area_code"))
}

/// A filed form, read by the pointers of its fields: data that are only displayed need no type of their own.
#[derive(Clone, Copy)]
struct Filed<'a>(&'a Value);

impl Filed<'_> {
    fn text(self, at: &str) -> String {
        let text = self.0.pointer(at).and_then(Value::as_str);
        text.unwrap_or_default().trim().to_owned()
    }

    fn count(self, at: &str, words: fn(u64) -> String) -> String {
        // A camp has beds and no rooms.
        let count = self.0.pointer(at).and_then(Value::as_u64).filter(|count| *count > 0);
        count.map(words).unwrap_or_default()
    }

    fn phone(self, at: &str) -> String {
        format::phone(&self.text(at))
    }

    fn moment(self, at: &str) -> String {
        Timestamp::parse(&self.text(at))
            .map(format::instant)
            .unwrap_or_default()
    }

    fn has(self, at: &str) -> bool {
        self.0.pointer(at).is_some_and(|part| !part.is_null())
    }
}

fn joined(parts: &[String]) -> String {
    let said: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    said.join(", ")
}

fn of_registration(form: Filed, area: &str, lists: Lists) -> Vec<Said> {
    let mut facts = Vec::new();
    if form.has("/facility") {
        facts.extend(of_facility(form, area, lists));
    }
    if form.has("/agency") {
        facts.extend(of_agency(form, area));
    }
    let started = form.text("/started_on");
    facts.extend([
        (t!(queue.phone), form.phone("/phone"), true),
        (t!(queue.email), form.text("/email"), false),
        (
            t!(queue.user),
            joined(&[form.text("/user_name"), form.text("/user_position")]),
            false,
        ),
        (t!(queue.governing_body), form.text("/governing_body"), false),
        (t!(queue.started_on), format::date_text(&started), false),
    ]);
    facts
}

fn of_facility(form: Filed, area: &str, lists: Lists) -> Vec<Said> {
    let kind = joined(&[
        lists.label("facility_kinds", &form.text("/facility/kind")),
        form.count("/facility/rooms", |count| t!(queue.rooms, count = count)),
        form.count("/facility/beds", |count| t!(queue.beds, count = count)),
    ]);
    vec![
        (t!(queue.kind), kind, false),
        (
            t!(queue.address),
            joined(&[form.text("/facility/address"), area.to_owned()]),
            false,
        ),
        (t!(queue.representative), form.text("/facility/representative"), false),
        (t!(queue.tax_code), form.text("/facility/tax_code"), true),
    ]
}

fn of_agency(form: Filed, area: &str) -> Vec<Said> {
    let role = Role::from_name(&form.text("/agency/role")).map(role_name);
    let level = Level::from_name(&form.text("/agency/level")).map(level_name);
    vec![
        (
            t!(queue.kind),
            joined(&[
                role.unwrap_or_default().to_owned(),
                level.unwrap_or_default().to_owned(),
            ]),
            false,
        ),
        (t!(queue.area), area.to_owned(), false),
    ]
}

fn of_holder_change(form: Filed) -> Vec<Said> {
    vec![
        (
            t!(queue.new_holder),
            joined(&[form.text("/new_name"), form.text("/new_position")]),
            false,
        ),
        (t!(queue.new_phone), form.phone("/new_phone"), true),
        (t!(queue.new_email), form.text("/new_email"), false),
        (t!(queue.reason), form.text("/reason"), false),
        (t!(queue.governing_body), form.text("/governing_body"), false),
    ]
}

fn of_loss(form: Filed) -> Vec<Said> {
    let kind = match form.text("/kind").as_str() {
        "stolen" => t!(lost.stolen),
        _ => t!(lost.forgotten),
    };
    vec![
        (t!(lost.kind), kind.to_owned(), false),
        (t!(lost.login), form.text("/login"), true),
        (t!(lost.discovered_at), form.moment("/discovered_at"), false),
        (t!(lost.reporter_name), form.text("/reporter_name"), false),
        (t!(queue.phone), form.phone("/phone"), true),
        (t!(queue.email), form.text("/email"), false),
        (t!(lost.called_at), form.moment("/called_at"), false),
        (t!(lost.description), form.text("/description"), false),
    ]
}

/// Returns requester, kind and reason; a requester with an account is identified by it.
fn of_data_request(form: Filed) -> Vec<Said> {
    let kind = DataRequestKind::from_name(&form.text("/kind")).map(data_request::kind_word);
    let requester = RequesterKind::from_name(&form.text("/requester/kind")).map(data_request::requester_word);
    let first = |places: &[&str]| {
        let mut said = places.iter().map(|at| form.text(at));
        said.find(|text| !text.is_empty()).unwrap_or_default()
    };
    let period = [form.text("/stay_from"), form.text("/stay_to")].map(|day| format::date_text(&day));
    vec![
        (t!(data.kind), kind.unwrap_or_default().to_owned(), false),
        (t!(data.requester_kind), requester.unwrap_or_default().to_owned(), false),
        (t!(queue.login), form.text("/account/login"), true),
        (
            t!(queue.applicant),
            first(&["/account/holder_name", "/requester/contact_name", "/requester/name"]),
            false,
        ),
        (
            t!(agency.position),
            first(&["/account/holder_position", "/requester/contact_position"]),
            false,
        ),
        (t!(queue.phone), form.phone("/requester/phone"), true),
        (t!(queue.email), form.text("/requester/email"), false),
        (t!(queue.governing_body), form.text("/governing_body"), false),
        (t!(data.guest_details), form.text("/guest_details"), false),
        (t!(data.guest_name), form.text("/guest_name"), false),
        (
            t!(data.guest_birth_date),
            format::date_text(&form.text("/guest_birth_date")),
            false,
        ),
        (
            t!(data.guest_document_number),
            form.text("/guest_document_number"),
            true,
        ),
        (t!(data.period), period.join(" – "), false),
        (t!(data.reason), form.text("/reason"), false),
    ]
}

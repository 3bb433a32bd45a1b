//! The record of a call or mail with the applicant (LC-6.1b-3), as fields of a form.

use super::opened::Desk;
use crate::form::{Field, Form, Part, Typed, moment};
use crate::format;
use crate::lists::Lists;
use crate::t;
use crate::ui::Choice;
use crate::ui::near_date::write_moment;
use crate::words::dossier::channel_word;
use dto::dossier::{ApplicantContactIn, ContactChannel, HintCode};
use dto::problem::{FieldCode, FieldError};
use dto::{Given, Timestamp};
use leptos::prelude::*;
use rules::unicode;

/// Box that says that it took place: nothing is recorded that did not.
const CALLED: &str = "/called";
const CHANNEL: &str = "/contact/channel";
const WITH: &str = "/contact/with";
const AT: &str = "/contact/at";

/// How, with whom and when. Name and number or address depend on the channel, until the user changes them.
pub const CONTACT: Part = Part {
    fields: &[
        Field::segments(
            CHANNEL,
            || t!(queue.contact_channel),
            |_, _| {
                let word = |channel| unicode::with_capital(channel_word(channel));
                let choice = |channel: ContactChannel| Choice::new(channel.as_str(), word(channel));
                [ContactChannel::Phone, ContactChannel::Email].map(choice).to_vec()
            },
        )
        .fleeting(),
        Field::line(WITH, || t!(queue.contact_with))
            .hint(|| t!(queue.contact_with_hint))
            .proposed(|form, _| {
                let way = ContactChannel::from_name(&form.text(CHANNEL).get());
                way.map(|way| usual_partner(Desk::here(), way)).unwrap_or_default()
            })
            .fleeting(),
        Field::moment(AT, || t!(queue.contact_at))
            .hint(|| t!(lost.moment_hint))
            .fleeting(),
    ],
    ..Part::PLAIN
};

/// A box, which `text` describes; after it the record of the call or mail.
pub const fn called(text: fn() -> &'static str) -> Field {
    Field::tick(CALLED, || t!(queue.called), text).fleeting()
}

/// The record, once the box is ticked.
pub const OF_CALL: Part = Part {
    when: Some(|form: Form, _| form.tick(CALLED).get()),
    ..CONTACT
};

/// Returns the typed contact, if it is complete.
pub fn contact_of(typed: &Typed, now: Timestamp) -> Option<ApplicantContactIn> {
    let Given::Value(at) = moment(typed.text(AT), rules::zone::local_date(now.get())) else {
        return None;
    };
    Some(ApplicantContactIn {
        channel: ContactChannel::from_name(typed.raw(CHANNEL))?,
        at,
        with: typed.raw(WITH).trim().to_owned(),
    })
}

/// Returns the contact that took place.
pub fn call_of(typed: &Typed, now: Timestamp) -> Option<ApplicantContactIn> {
    contact_of(typed, now).filter(|_| typed.tick(CALLED))
}

/// Returns the errors of the typed contact.
pub fn contact_faults(typed: &Typed, now: Timestamp) -> Vec<FieldError> {
    let mut found = Vec::new();
    match typed.raw(WITH).trim().chars().count() {
        0 => found.push(FieldError::new(WITH, FieldCode::Required)),
        161.. => found.push(FieldError::new(WITH, FieldCode::TooLong).with("max", 160)),
        _ => {}
    }
    match moment(typed.text(AT), rules::zone::local_date(now.get())) {
        Given::Value(at) if at > now.plus_seconds(60) => found.push(FieldError::new(AT, FieldCode::InstantInFuture)),
        Given::Value(_) => {}
        Given::Bad(_) => found.push(FieldError::new(AT, FieldCode::InstantMalformed)),
        Given::Missing | Given::Null => found.push(FieldError::new(AT, FieldCode::Required)),
    }
    found
}

/// Returns the errors of the contact that took place.
pub fn call_faults(typed: &Typed, now: Timestamp) -> Vec<FieldError> {
    if typed.tick(CALLED) {
        contact_faults(typed, now)
    } else {
        Vec::new()
    }
}

/// Returns the default recipient of that channel: what an officer would type.
fn usual_partner(desk: Desk, way: ContactChannel) -> String {
    desk.dossier.with_untracked(|dossier| {
        let name = dossier.applicant.name.clone();
        let reached_at = match way {
            // A person who reports a loss is verified at the number of the account, not at the one given in the report.
            ContactChannel::Phone => dossier
                .hints
                .iter()
                .find(|hint| hint.code == HintCode::RegisteredNumber)
                .and_then(|hint| hint.subject.as_deref())
                .or(dossier.applicant.phone.as_deref())
                .map(format::phone),
            ContactChannel::Email => dossier.applicant.email.clone(),
        };
        let parts: Vec<String> = std::iter::once(name).chain(reached_at).collect();
        parts.join(", ")
    })
}

/// Returns a contact by that channel at the current time.
pub fn usual_contact(desk: Desk, lists: Lists, way: ContactChannel) -> Typed {
    Typed::default()
        .with(CHANNEL, way.as_str())
        .with(WITH, usual_partner(desk, way))
        .with(AT, write_moment(lists.clock().now_untracked()))
}

/// Returns whether a reported loss must still be proven: by the link in the mail, or by a recorded call.
pub fn wants_proof(desk: Desk) -> bool {
    desk.dossier
        .with_untracked(|dossier| dossier.hints.iter().any(|hint| hint.code == HintCode::NotProven))
}

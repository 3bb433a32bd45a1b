//! Sửa: correction of the notified data of the guest, until 24:00 of the day of notification (KH-11.2d-1).

use super::notes::day_ending_at;
use crate::api::Api;
use crate::browser;
use crate::draft::Draft;
use crate::entry::ask::Ask;
use crate::entry::check;
use crate::entry::desk::Desk;
use crate::entry::form::{Content, document_code, unusual_issuer};
use crate::entry::sections::{ForeignerSection, GuestSection, StaySection};
use crate::form::{Failure, Saving};
use crate::format;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::{effect, effect_after, when};
use crate::session::Session;
use crate::stay::change::{Change, Request};
use crate::t;
use crate::ui::near_date::write_moment;
use crate::ui::note::NoteKind;
use crate::ui::{Button, ButtonKind, DateText, ErrorSummary, Field, Note, TextInput, Toasts, load};
use dto::Given;
use dto::operations::stays::CorrectStay;
use dto::stay::{GuestIn, GuestPatch, StayIn, StayOut, StayPatch};
use leptos::prelude::*;
use rules::nights::StayKind;
use rules::person::Sex;
use rules::unicode;

/// Returns the notified data as content of the form.
fn content_of(stay: &StayOut) -> Content {
    let guest = &stay.guest;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let day = |value: Option<time::Date>| value.map(DateText::of).unwrap_or_default();
    Content {
        full_name: guest.full_name.clone(),
        birth: guest.birth_date.map_or_else(
            || DateText {
                year: guest.birth_year.to_string(),
                ..DateText::default()
            },
            DateText::of,
        ),
        year_only: guest.birth_date.is_none(),
        sex: match guest.sex {
            Sex::Male => "male",
            Sex::Female => "female",
        }
        .to_owned(),
        nationality: guest.nationality.clone(),
        document_type: document_code(guest.document_type).to_owned(),
        document_number: guest.document_number.clone(),
        document_name: text(&guest.document_name),
        issuing_state: unusual_issuer(guest),
        phone: text(&guest.phone),
        address: text(&guest.address),
        visa_symbol: text(&guest.visa_symbol),
        visa_number: text(&guest.visa_number),
        visa_expires: day(guest.visa_expires_on),
        permitted: day(guest.permit_expires_on),
        entered: day(guest.entered_on),
        entry_gate: text(&guest.entry_gate),
        kind: match stay.kind {
            StayKind::Overnight => "overnight",
            StayKind::DayUse => "day_use",
        }
        .to_owned(),
        arrival: write_moment(stay.arrival_at),
        departure: write_moment(stay.planned_departure_at),
        room: stay.room.as_ref().map(|room| room.id.to_string()).unwrap_or_default(),
        reason: stay.reason.code.clone(),
        reason_note: text(&stay.reason.note),
        note: text(&stay.note),
        kept: stay
            .warnings
            .iter()
            .filter(|warning| warning.confirmed)
            .map(|warning| warning.code.as_str().to_owned())
            .collect(),
        scanned: String::new(),
        nationality_read: String::new(),
        key: String::new(),
    }
}

/// Returns the change from one value to the other: none, a new value, or a removed value.
fn changed<T: Clone + PartialEq>(before: &Given<T>, after: &Given<T>) -> Given<T> {
    if before == after || (before.is_absent() && after.is_absent()) {
        Given::Missing
    } else if after.is_absent() {
        Given::Null
    } else {
        after.clone()
    }
}

fn changed_guest(before: &GuestIn, after: &GuestIn) -> GuestPatch {
    // A date and a year exclude each other: the given one replaces the other.
    let birth_differs = before.birth_date != after.birth_date || before.birth_year != after.birth_year;
    GuestPatch {
        full_name: changed(&before.full_name, &after.full_name),
        birth_date: if birth_differs {
            after.birth_date.clone()
        } else {
            Given::Missing
        },
        birth_year: after.birth_year.filter(|_| birth_differs),
        sex: changed(&before.sex, &after.sex),
        nationality: changed(&before.nationality, &after.nationality),
        document_type: changed(&before.document_type, &after.document_type),
        document_number: changed(&before.document_number, &after.document_number),
        document_name: changed(&before.document_name, &after.document_name),
        // Another nationality or document sets the default issuer, unless the form has one.
        issuing_state: if before.nationality == after.nationality && before.document_type == after.document_type {
            changed(&before.issuing_state, &after.issuing_state)
        } else if after.issuing_state.is_absent() {
            Given::Null
        } else {
            after.issuing_state.clone()
        },
        phone: changed(&before.phone, &after.phone),
        address: changed(&before.address, &after.address),
        visa_symbol: changed(&before.visa_symbol, &after.visa_symbol),
        visa_number: changed(&before.visa_number, &after.visa_number),
        visa_expires_on: changed(&before.visa_expires_on, &after.visa_expires_on),
        permit_expires_on: changed(&before.permit_expires_on, &after.permit_expires_on),
        entered_on: changed(&before.entered_on, &after.entered_on),
        entry_gate: changed(&before.entry_gate, &after.entry_gate),
    }
}

/// Returns the patch from one notification to the other; `None` when they are equal.
fn patch(version: i32, before: &StayIn, after: &StayIn) -> Option<StayPatch> {
    let guest = Some(changed_guest(&before.guest, &after.guest)).filter(|guest| *guest != GuestPatch::default());
    let patch = StayPatch {
        version,
        guest,
        kind: changed(&before.kind, &after.kind),
        arrival_at: changed(&before.arrival_at, &after.arrival_at),
        planned_departure_at: changed(&before.planned_departure_at, &after.planned_departure_at),
        room_id: changed(&before.room_id, &after.room_id),
        reason: changed(&before.reason, &after.reason),
        reason_note: changed(&before.reason_note, &after.reason_note),
        note: changed(&before.note, &after.note),
        ..StayPatch::default()
    };
    (patch
        != StayPatch {
            version,
            ..StayPatch::default()
        })
    .then(|| StayPatch {
        confirmed: after.confirmed.clone(),
        ..patch
    })
}

/// Stores the draft, and displays the server's errors at the fields; `elsewhere` receives those of no field.
fn follow(desk: &Desk, saving: Saving, same: RwSignal<bool>, elsewhere: RwSignal<String>) {
    let desk = *desk;
    effect_after(move |before: Option<Content>| {
        let now = desk.content.get();
        same.set(false);
        if before.is_some_and(|before| before != now) {
            desk.keep();
        }
        now
    });
    effect(move || {
        let errors = saving.errors.get();
        if !errors.is_empty() {
            elsewhere.set(desk.refuse(errors, &desk.content.get_untracked()).join(" "));
        }
    });
}

/// Renders what a reopened draft changes, so that it can be dropped. Warnings about it are displayed at once.
fn unsaved(desk: &Desk) -> Markup {
    let desk = *desk;
    let changed = Memo::new(move |_| desk.changed());
    if desk.reopened.get_untracked().is_some() {
        let mut asks = changed.get_untracked();
        if !asks.is_empty() {
            // A contradiction to a sex or a birth is displayed at the number that contains it.
            asks.push(Ask::DocumentNumber);
        }
        desk.filled(&asks);
    }
    let drop_all = Callback::new(move |()| {
        desk.drop_changes();
        // The button disappears with the dropped draft.
        browser::focus("act-title");
    });
    IntoMarkup::into_markup(move || {
        let changed = changed.get();
        (desk.reopened.get().is_some() && !changed.is_empty()).then(|| {
            let document = desk.form.document_type.get();
            let labels: Vec<String> = changed.iter().map(|ask| unicode::small(ask.label(&document))).collect();
            html! {
                <div id="unsaved" role="status">
                    <Note kind=NoteKind::Warn icon="history">
                        {t!(stay.unsaved, fields = labels.join(", "))}
                        " "
                        <Button small=true id="unsaved-drop" label=move || t!(stay.unsaved_drop) on_press=drop_all/>
                    </Note>
                </div>
            }
        })
    })
}

/// Renders the form: that of the notification, with the notified values.
#[component]
pub fn Correct(
    /// Notification to correct.
    stay: StayOut,
    /// Called with the new version.
    on_saved: Callback<StayOut>,
    /// Called to close without a change; the typed values stay as a draft.
    on_cancel: Callback<()>,
) -> Markup {
    let (api, lists, toasts, session) = (Api::here(), Lists::here(), Toasts::here(), Session::here());
    let facility_id = stay.facility.id;
    let facility = load(move || api.get_facility(facility_id));
    // Of this version only: values typed against another one must not be applied to it silently.
    let draft = session
        .account_now()
        .map(|account| Draft::of(account.id, &format!("correct.{}.{}", stay.id, stay.version)));
    let original = content_of(&stay);
    let desk = Desk::correct(facility, draft.clone(), original.clone());
    provide_context(desk);
    let why = RwSignal::new(String::new());
    let no_reason = RwSignal::new(false);
    let on_saved = Callback::new(move |stay: StayOut| {
        if let Some(draft) = &draft {
            draft.drop();
        }
        on_saved.run(stay);
    });
    let saved = Callback::new(move |stay: StayOut| {
        toasts.ok(
            t!(stay.corrected_toast, number = stay.version),
            stay.guest.full_name.clone(),
            None,
        );
        on_saved.run(stay);
    });
    let (change, saving) = (Change::new(stay.id, stay.version, on_saved), Saving::new());
    let send = Callback::new(move |request| saving.send(change.send(request), move |stay| saved.run(stay)));
    let as_police = stay.can.has(CorrectStay);
    let until = stay.correction_ends_at.map(|until| format::date(day_ending_at(until)));
    let text = move || {
        if as_police {
            Some(t!(stay.correct_police_text).to_owned())
        } else {
            until.clone().map(|date| t!(stay.correct_text, date = date))
        }
    };
    let same = RwSignal::new(false);
    let elsewhere = RwSignal::new(String::new());
    follow(&desk, saving, same, elsewhere);
    let unsaved = unsaved(&desk);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        elsewhere.set(String::new());
        let Some(content) = desk.ready() else { return };
        let Some((now, profile)) = check::ready_now(lists) else {
            return;
        };
        let request = |content: &Content| {
            let confirmed = desk
                .findings
                .with_untracked(|findings| check::confirmed(findings, content));
            content.to_request(now, &profile.profile, confirmed)
        };
        let Some(patch) = patch(change.version(), &request(&original), &request(&content)) else {
            return same.set(true);
        };
        let why = why.get_untracked().trim().to_owned();
        if as_police && why.is_empty() {
            browser::focus("correct-why");
            return no_reason.set(true);
        }
        let change_reason = if why.is_empty() {
            Given::Missing
        } else {
            Given::Value(why)
        };
        let patch = Box::new(StayPatch { change_reason, ..patch });
        send.run(if as_police {
            Request::Correct(patch)
        } else {
            Request::Amend(patch)
        });
    };
    // Enter in one of many fields does not send an incomplete correction.
    let key = move |event: leptos::ev::KeyboardEvent| {
        let held = event.ctrl_key() || event.meta_key();
        if event.key() == "Enter" && !held && event_target::<web_sys::Element>(&event).tag_name() == "INPUT" {
            event.prevent_default();
        }
    };
    let summary = Signal::derive(move || desk.summary());
    let form = html! {
        <form class="change-form" novalidate on:submit=submit on:keydown=key>
            {when(move || text().map(|text| html! { <p class="change-text">{text}</p> }))}
            <Failure saving/>
            {when(move || Some(elsewhere.get()).filter(|text| !text.is_empty()).map(|text| html! { <Note kind=NoteKind::Bad>{text}</Note> }))}
            {unsaved}
            <ErrorSummary errors=summary asked=desk.asked/>
            <GuestSection/>
            <ForeignerSection/>
            <StaySection/>
            <Field
                id="correct-why"
                label=move || t!(stay.correct_why)
                optional=!as_police
                error=Signal::derive(move || {
                    (no_reason.get() && why.with(|why| why.trim().is_empty())).then(|| t!(stay.required).to_owned())
                })
            >
                <TextInput value=why prose=true/>
            </Field>
            <p class="change-text" role="status">{when(move || same.get().then(|| t!(stay.unchanged)))}</p>
            <div class="panel-foot">
                <Button
                    kind=ButtonKind::Primary
                    label=move || t!(stay.correct_save)
                    icon="pen"
                    submit=true
                    busy=saving.busy
                    busy_label=move || t!(stay.saving)
                />
                <Button label=move || t!(stay.cancel) on_press=on_cancel/>
            </div>
        </form>
    };
    change.or_conflict(form.into_markup(), send)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dto::Timestamp;

    fn notified() -> StayIn {
        StayIn {
            guest: GuestIn {
                full_name: Given::Value("Trần Thị Ngọc Hà".into()),
                birth_year: Some(1987),
                phone: Given::Value("0905000148".into()),
                ..GuestIn::default()
            },
            arrival_at: Given::Value(Timestamp::parse("2026-11-20T12:50:00Z").unwrap()),
            reason: Given::Value("tourism".into()),
            ..StayIn::default()
        }
    }

    #[test]
    fn nothing_changed_is_no_patch() {
        assert!(patch(3, &notified(), &notified()).is_none());
    }

    #[test]
    fn only_what_differs_is_sent_and_what_is_emptied_is_taken_away() {
        let mut after = notified();
        after.guest.full_name = Given::Value("Trần Ngọc Hà".into());
        after.guest.phone = Given::Missing;
        let patch = patch(3, &notified(), &after).unwrap();
        let expected = GuestPatch {
            full_name: Given::Value("Trần Ngọc Hà".into()),
            phone: Given::Null,
            ..GuestPatch::default()
        };
        assert_eq!((patch.version, patch.guest), (3, Some(expected)));
        assert!(patch.reason.is_missing() && patch.arrival_at.is_missing());
    }

    #[test]
    fn the_whole_date_of_birth_takes_the_place_of_the_year() {
        let mut after = notified();
        let day = time::macros::date!(1987 - 06 - 09);
        (after.guest.birth_date, after.guest.birth_year) = (Given::Value(day), None);
        let guest = patch(1, &notified(), &after).unwrap().guest.unwrap();
        assert_eq!((guest.birth_date, guest.birth_year), (Given::Value(day), None));
        assert_eq!(
            notified()
                .patched(&patch(1, &notified(), &after).unwrap())
                .guest
                .birth_year,
            None
        );
    }
}

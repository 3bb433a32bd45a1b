//! The three parts of the form: guest, foreigner, stay.

use crate::entry::ask::Ask;
use crate::entry::check;
use crate::entry::desk::{Desk, NAME_COMPARED};
use crate::entry::form::{TO_COMPARE, document_type, usual_departure};
use crate::entry::rooms;
use crate::entry::visa;
use crate::format;
use crate::lists::{Lists, label_of};
use crate::markup::{Children, IntoMarkup, Markup, html};
use crate::reactive::when;
use crate::t;
use crate::ui::{Choice, Chooser, DateParts, DateText, Field, NearDateTime, Segmented, SelectInput, TextInput};
use dto::reference::ReferenceEntryOut;
use leptos::prelude::*;
use rules::country::{CountryKind, Told, UNDETERMINED, told};
use rules::zone::local;
use std::sync::Arc;

fn leave(desk: &Desk, ask: Ask) -> Callback<()> {
    let desk = *desk;
    Callback::new(move |()| desk.leave(ask))
}

#[component]
fn Section(#[prop(into)] title: Signal<&'static str>, children: Children) -> Markup {
    html! {
        <section class="form-section">
            <div class="section-head"><h2 class="section-title">{title}</h2></div>
            <div class="form-grid">{children()}</div>
        </section>
    }
}

/// Renders a line of text.
#[component]
fn Line(
    ask: Ask,
    value: RwSignal<String>,
    class: &'static str,
    #[prop(optional)] mono: bool,
    #[prop(optional)] optional: bool,
    #[prop(default = "text")] inputmode: &'static str,
) -> Markup {
    let desk = Desk::here();
    let label = move || ask.label(&desk.form.document_type.get());
    let evidence = move || {
        let position = desk.said(ask)?.position?;
        let typed = value.get();
        let characters: Vec<char> = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let wrong = *characters.get(position.checked_sub(1)?)?;
        let before: String = characters[..position - 1].iter().collect();
        let after: String = characters[position..].iter().collect();
        Some(html! { <span class="number-shown" aria-hidden="true">{before}<mark>{wrong}</mark>{after}</span> })
    };
    html! {
        <Field id=ask.id() label error=desk.error(ask) warning=desk.warning(ask) offer=desk.offer(ask) optional=Signal::stored(optional) class evidence>
            <TextInput value mono on_leave=leave(&desk, ask) inputmode/>
        </Field>
    }
}

/// Renders a date from a document.
#[component]
fn Day(
    ask: Ask,
    value: RwSignal<DateText>,
    class: &'static str,
    #[prop(optional)] hint: Option<fn() -> &'static str>,
) -> Markup {
    let desk = Desk::here();
    let label = move || ask.label("");
    // The control must be created inside of its field, where it reads the ids of hint and error.
    match hint {
        Some(hint) => html! {
            <Field id=ask.id() label hint=hint error=desk.error(ask) warning=desk.warning(ask) optional=Signal::stored(true) group=true class>
                <DateParts value on_leave=leave(&desk, ask)/>
            </Field>
        },
        None => html! {
            <Field id=ask.id() label error=desk.error(ask) warning=desk.warning(ask) optional=Signal::stored(true) group=true class>
                <DateParts value on_leave=leave(&desk, ask)/>
            </Field>
        },
    }
}

/// Returns the nationalities, with their codes and other names.
pub fn nationality_choices(lists: Lists) -> Memo<Arc<Vec<Choice>>> {
    country_choices(lists, |kind| kind != CountryKind::Organisation)
}

/// Returns the issuers of documents: States and organisations.
pub fn issuer_choices(lists: Lists) -> Memo<Arc<Vec<Choice>>> {
    country_choices(lists, |kind| kind != CountryKind::WithoutState)
}

fn country_choices(lists: Lists, is_offered: fn(CountryKind) -> bool) -> Memo<Arc<Vec<Choice>>> {
    Memo::new(move |_| {
        let entries = lists.nationalities();
        let attribute = |entry: &ReferenceEntryOut, name: &str| entry.attributes.get(name).cloned();
        let offered =
            |entry: &&ReferenceEntryOut| is_offered(CountryKind::from_attribute(attribute(entry, "kind").as_deref()));
        let choice = |entry: &ReferenceEntryOut| {
            let alpha3 = attribute(entry, "alpha3").unwrap_or_else(|| entry.code.clone());
            let also = attribute(entry, "also").unwrap_or_default();
            // A code with a warning stays as typed, with its warning; a single letter is the beginning of a word.
            let is_clear = |word: &&str| {
                let warning = matches!(told(word), Some(Told::Nationality { warning: Some(_), .. }));
                word.chars().count() > 1 && !warning
            };
            Choice::with_code(entry.code.clone(), label_of(entry), alpha3).found_by(also.split('|').filter(is_clear))
        };
        Arc::new(entries.iter().filter(offered).map(choice).collect::<Vec<_>>())
    })
}

/// Returns the kinds of documents.
pub fn document_choices(lists: Lists) -> Memo<Arc<Vec<Choice>>> {
    Memo::new(move |_| {
        let entries = lists.document_types();
        Arc::new(
            entries
                .iter()
                .map(|entry| Choice::new(entry.code.clone(), label_of(entry)))
                .collect::<Vec<_>>(),
        )
    })
}

/// Returns the rooms of the facility, with their state.
pub fn room_choices(desk: &Desk) -> Memo<Arc<Vec<Choice>>> {
    let desk = *desk;
    Memo::new(move |_| {
        let rooms = desk.facility().map(|facility| facility.rooms).unwrap_or_default();
        desk.board
            .with(|board| Arc::new(rooms::choices(&rooms, board.as_ref(), desk.lists())))
    })
}

/// Renders the section of the guest's identity.
#[component]
pub fn GuestSection() -> Markup {
    let desk = Desk::here();
    let (form, lists) = (desk.form, desk.lists());
    let sexes = Signal::derive(|| {
        Arc::new(vec![
            Choice::new("male", t!(notify.male)),
            Choice::new("female", t!(notify.female)),
        ])
    });
    let (nationalities, documents) = (nationality_choices(lists), document_choices(lists));
    // The default document depends on the nationality, until the user chooses another.
    let nationality_chosen = Callback::new(move |code: String| {
        let usual = form.document_type.with_untracked(|kind| {
            matches!(
                kind.as_str(),
                "cccd" | "can_cuoc" | "passport" | "identity_certificate" | ""
            )
        });
        if usual {
            let kind = match code.as_str() {
                super::form::HOME => "cccd",
                UNDETERMINED => "identity_certificate",
                _ => "passport",
            };
            if form
                .document_type
                .with_untracked(|now| now != kind && !(kind == "cccd" && now == "can_cuoc"))
            {
                form.document_type.set(kind.to_owned());
            }
        }
    });
    let personal = move || {
        form.document_type.with(|kind| {
            matches!(
                kind.as_str(),
                "cccd" | "can_cuoc" | "personal_number_notice" | "cmnd" | "identity_certificate"
            )
        })
    };
    let foreign = Memo::new(move |_| desk.content.with(super::form::Content::is_foreign));
    html! {
        <Section title=Signal::derive(|| t!(notify.guest))>
            <Line ask=Ask::FullName value=form.full_name class="col-5"/>
            <Field
                id=Ask::Birth.id()
                label=move || if form.year_only.get() { t!(notify.birth_year) } else { t!(notify.birth) }
                error=desk.error(Ask::Birth)
                warning=desk.warning(Ask::Birth)
                group=true
                class="col-4"
            >
                <span class="birth">
                    <DateParts value=form.birth on_leave=leave(&desk, Ask::Birth) year_only=form.year_only/>
                    <label class="check">
                        <input
                            type="checkbox"
                            prop:checked=form.year_only
                            on:change=move |event| { form.year_only.set(event_target_checked(&event)); desk.keep(); }
                        />
                        <span>{move || t!(field.year_only)}</span>
                    </label>
                </span>
            </Field>
            <Field id=Ask::Sex.id() label=move || t!(notify.sex) error=desk.error(Ask::Sex) group=true class="col-3">
                <Segmented value=form.sex options=sexes on_leave=leave(&desk, Ask::Sex)/>
            </Field>
            <NameQuestion/>
            <Field id=Ask::Nationality.id() label=move || t!(notify.nationality) error=desk.error(Ask::Nationality) warning=desk.warning(Ask::Nationality) class="col-5">
                <Chooser value=form.nationality options=nationalities on_leave=leave(&desk, Ask::Nationality) on_choose=nationality_chosen/>
            </Field>
            <Field id=Ask::DocumentType.id() label=move || t!(notify.document_type) error=desk.error(Ask::DocumentType) class="col-4">
                <SelectInput value=form.document_type options=documents on_leave=leave(&desk, Ask::DocumentType)/>
            </Field>
            {move || {
                let inputmode = if personal() { "numeric" } else { "text" };
                html! { <Line ask=Ask::DocumentNumber value=form.document_number class="col-3" mono=true inputmode/> }
            }}
            {when(move || (form.document_type.with(|kind| kind == "other")).then(|| html! {
                <Line ask=Ask::DocumentName value=form.document_name class="col-12"/>
            }))}
            {when(move || (!foreign.get()).then(|| html! {
                <Line ask=Ask::Address value=form.address class="col-9" optional=true/>
                <Line ask=Ask::Phone value=form.phone class="col-3" mono=true optional=true inputmode="tel"/>
            }))}
        </Section>
    }
}

/// Renders "Đã đối chiếu họ tên": no name read by machine is sent without it. Once displayed, the question stays,
/// ticked.
#[component]
fn NameQuestion() -> Markup {
    let desk = Desk::here();
    let form = desk.form;
    let must = Memo::new(move |_| form.kept.with(|kept| kept.contains(TO_COMPARE)));
    let is_asked = Memo::new(move |before: Option<&(bool, String)>| {
        let key = form.key.get();
        let was_asked = before.is_some_and(|(was_asked, of)| *was_asked && *of == key);
        (must.get() || was_asked, key)
    });
    let label = move || {
        if desk.compare_all.get() {
            t!(notify.lines_all_compared)
        } else {
            t!(notify.lines_name_compared)
        }
    };
    let change = move |event| {
        let is_compared = event_target_checked(&event);
        form.kept.update(|kept| {
            if is_compared {
                kept.remove(TO_COMPARE);
            } else {
                kept.insert(TO_COMPARE.to_owned());
            }
        });
        if is_compared {
            desk.go_to_needed();
        }
    };
    IntoMarkup::into_markup(move || {
        is_asked.with(|(is_asked, _)| *is_asked).then(|| {
            html! {
                <label class="check col-12 name-question">
                    <input type="checkbox" id=NAME_COMPARED prop:checked=move || !must.get() on:change=change/>
                    <span>{label}</span>
                </label>
            }
        })
    })
}

/// Renders the questions for foreigners only.
#[component]
pub fn ForeignerSection() -> Markup {
    let desk = Desk::here();
    let (form, lists) = (desk.form, desk.lists());
    let foreign = Memo::new(move |_| desk.content.with(super::form::Content::is_foreign));
    let issuers = issuer_choices(lists);
    let symbols = Memo::new(move |_| {
        let entries = lists.visa_symbols();
        Arc::new(
            entries
                .iter()
                .map(|entry| Choice::with_detail(entry.code.clone(), entry.code.clone(), visa::in_a_few_words(entry)))
                .collect::<Vec<_>>(),
        )
    });
    IntoMarkup::into_markup(move || {
        foreign.get().then(|| html! {
            <Section title=Signal::derive(|| t!(notify.foreigner))>
                <ImmigrationSite/>
                <Field id=Ask::VisaSymbol.id() label=move || t!(notify.visa_symbol) error=desk.error(Ask::VisaSymbol) optional=Signal::stored(true) class="col-3">
                    <Chooser value=form.visa_symbol options=symbols on_leave=leave(&desk, Ask::VisaSymbol)/>
                </Field>
                {move || {
                    let is_foreign = form.document_type.with(|kind| document_type(kind)).is_some_and(|kind| !kind.is_vietnamese());
                    is_foreign.then(|| html! {
                        <Field
                            id=Ask::IssuingState.id()
                            label=move || t!(notify.issuing_state)
                            hint=move || t!(notify.issuing_state_hint)
                            error=desk.error(Ask::IssuingState)
                            warning=desk.warning(Ask::IssuingState)
                            optional=Signal::stored(true)
                            class="col-6"
                        >
                            <Chooser value=form.issuing_state options=issuers on_leave=leave(&desk, Ask::IssuingState)/>
                        </Field>
                    })
                }}
                <Line ask=Ask::VisaNumber value=form.visa_number class="col-3" mono=true optional=true/>
                <Day ask=Ask::Entered value=form.entered class="col-3"/>
                <Line ask=Ask::EntryGate value=form.entry_gate class="col-3" optional=true/>
                <Day ask=Ask::Permitted value=form.permitted class="col-6" hint=|| t!(notify.permitted_hint)/>
                <Field id=Ask::Address.id() label=move || t!(notify.address) hint=move || t!(notify.address_hint) error=desk.error(Ask::Address) optional=Signal::stored(true) class="col-6">
                    <TextInput value=form.address on_leave=leave(&desk, Ask::Address)/>
                </Field>
                <Day ask=Ask::VisaExpires value=form.visa_expires class="col-6"/>
                <Line ask=Ask::Phone value=form.phone class="col-3" mono=true optional=true inputmode="tel"/>
            </Section>
        })
    })
}

/// Renders the note that this system does not replace the site for foreigners (LC-6.2).
#[component]
fn ImmigrationSite() -> Markup {
    let lists = Desk::here().lists();
    IntoMarkup::into_markup(move || {
        lists.profile().map(|profile| {
            let site = profile.profile.immigration_site;
            let name = site
                .trim_start_matches("https://")
                .trim_start_matches("http://")
                .trim_end_matches('/')
                .to_owned();
            html! {
                <p class="col-12 change-text">
                    {t!(notify.immigration_site)}
                    " "
                    <a class="text-link" href=site target="_blank" rel="noopener noreferrer">{name}</a>
                </p>
            }
        })
    })
}

/// Renders time, reason and place of the stay.
#[component]
pub fn StaySection(
    /// Whether rooms are assigned elsewhere.
    #[prop(optional)]
    without_room: bool,
) -> Markup {
    let desk = Desk::here();
    let (form, lists) = (desk.form, desk.lists());
    let reasons = Memo::new(move |_| {
        let entries = lists.stay_reasons();
        Arc::new(
            entries
                .iter()
                .map(|entry| Choice::new(entry.code.clone(), label_of(entry)))
                .collect::<Vec<_>>(),
        )
    });
    let kinds = Signal::derive(|| {
        Arc::new(vec![
            Choice::new("overnight", t!(notify.overnight)),
            Choice::new("day_use", t!(notify.day_use)),
        ])
    });
    let rooms_shown = room_choices(&desk);
    let has_rooms = Memo::new(move |_| {
        !without_room
            && desk
                .facility()
                .is_none_or(|facility| facility.setup.needs_rooms || !facility.rooms.is_empty())
    });
    let arrival = Signal::derive(move || {
        let (now, _) = check::ready(lists)?;
        desk.content
            .with(|content| content.arrival_at(now))
            .map(format::instant)
    });
    let departure = Signal::derive(move || departure_reading(&desk));
    let last_night = move || {
        let (now, _) = check::ready(lists)?;
        let at = desk.last_night.get()?;
        let stands = desk.content.with(|content| content.arrival_at(now)) == Some(at);
        stands.then(|| {
            t!(
                notify.last_night,
                at = format::instant(at),
                tonight = format::date(local(now.get()).date())
            )
        })
    };
    // An example with a future day, so that it can be typed as displayed.
    let shape = move || {
        let day = lists.clock().today().saturating_add(time::Duration::days(3));
        if form.kind.with(|kind| kind == "day_use") {
            t!(notify.departure_hours).to_owned()
        } else {
            t!(
                notify.departure_shape,
                day = day.day(),
                date = format::short_date(day, day.year())
            )
        }
    };
    html! {
        <Section title=Signal::derive(|| t!(notify.stay))>
            <Field id=Ask::Arrival.id() label=move || t!(notify.arrival) error=desk.error(Ask::Arrival) class="col-3">
                <NearDateTime text=form.arrival reading=arrival on_leave=leave(&desk, Ask::Arrival)/>
                <p class="field-hint" role="status">{last_night}</p>
            </Field>
            <Field
                id=Ask::Departure.id()
                label=move || t!(notify.departure)
                error=desk.error(Ask::Departure)
                warning=desk.warning(Ask::Departure)
                class="col-3"
            >
                <NearDateTime text=form.departure reading=departure on_leave=leave(&desk, Ask::Departure) placeholder=shape/>
            </Field>
            <Field id=Ask::Reason.id() label=move || t!(notify.reason) error=desk.error(Ask::Reason) class="col-3">
                <SelectInput value=form.reason options=reasons on_leave=leave(&desk, Ask::Reason)/>
            </Field>
            {when(move || has_rooms.get().then(|| html! {
                <Field id=Ask::Room.id() label=move || t!(notify.room) error=desk.error(Ask::Room) warning=desk.warning(Ask::Room) class="col-3">
                    <Chooser value=form.room options=rooms_shown on_leave=leave(&desk, Ask::Room) placeholder=move || t!(notify.room_shape)/>
                </Field>
            }))}
            {when(move || form.reason.with(|reason| reason == "other").then(|| html! {
                <Line ask=Ask::ReasonNote value=form.reason_note class="col-12"/>
            }))}
            <Field id=Ask::Kind.id() label=move || t!(notify.kind) error=desk.error(Ask::Kind) group=true class="col-3">
                <Segmented value=form.kind options=kinds on_leave=leave(&desk, Ask::Kind)/>
            </Field>
            <Line ask=Ask::Note value=form.note class="col-9" optional=true/>
        </Section>
    }
}

/// Returns "24/11/2026 (3 đêm)", with the hour where it is not the default; by the hour "21:30 (2 giờ)".
fn departure_reading(desk: &Desk) -> Option<String> {
    let (now, profile) = check::ready(desk.lists())?;
    let content = desk.content.get();
    let at = content.departure_at(now, &profile.profile)?;
    let arrival = content.arrival_at(now)?;
    if at <= arrival {
        return Some(format::instant(at));
    }
    let (from, to) = (local(arrival.get()), local(at.get()));
    if content.is_day_use() {
        let length = format::duration_words(at.unix() - arrival.unix());
        let moment = if from.date() == to.date() {
            format::time(at)
        } else {
            format::instant(at)
        };
        return Some(format!("{moment} ({length})"));
    }
    let nights = u32::try_from((to.date() - from.date()).whole_days())
        .unwrap_or(0)
        .max(1);
    let moment = if to.time() == usual_departure(&profile.profile) {
        format::date(to.date())
    } else {
        format::instant(at)
    };
    Some(format!("{moment} ({})", format::nights(nights)))
}

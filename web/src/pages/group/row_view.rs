//! The view of a row of a group, and its keys.

use super::desk::GroupDesk;
use super::row::{Row, Scanned};
use crate::entry::ask::Ask;
use crate::entry::check::{Said, ShownWarning};
use crate::entry::desk::Desk;
use crate::entry::form::{HOME, TO_COMPARE};
use crate::entry::mends;
use crate::markup::{Children, Markup, html, with_context};
use crate::reactive::{effect, when};
use crate::t;
use crate::ui::field::leave;
use crate::ui::scanner::is_composing;
use crate::ui::{Choice, Chooser, FieldContext, Icon, SelectInput};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use std::sync::Arc;

/// The lists that every row offers, created once.
#[derive(Clone, Copy)]
pub struct Offered {
    /// Nationalities.
    pub nationalities: Memo<Arc<Vec<Choice>>>,
    /// Kinds of documents.
    pub documents: Memo<Arc<Vec<Choice>>>,
    /// Rooms of the facility.
    pub rooms: Memo<Arc<Vec<Choice>>>,
}

/// Data that every part of a row needs.
#[derive(Clone, Copy)]
struct Shown {
    row: Row,
    /// Its number, from 1.
    number: Memo<usize>,
    /// Errors that are displayed yet.
    said: Memo<Vec<Said>>,
}

impl Shown {
    fn is_wrong(&self, ask: Ask) -> Signal<bool> {
        let said = self.said;
        Signal::derive(move || said.with(|said| said.iter().any(|said| said.ask == ask)))
    }

    fn described_by(&self) -> Signal<Option<String>> {
        let (said, id) = (self.said, self.row.id("said"));
        Signal::derive(move || said.with(|said| !said.is_empty()).then(|| id.clone()))
    }
}

/// Renders a guest.
#[component]
pub fn GuestRow(
    /// The row.
    row: Row,
    /// Choices that are offered.
    offered: Offered,
) -> Markup {
    let desk = GroupDesk::here();
    let form = row.form;
    let shown = Shown {
        row,
        number: Memo::new(move |_| desk.find(row.key).map_or(0, |(number, _)| number)),
        said: Memo::new(move |_| row.said(&desk)),
    };
    provide_context(shown);
    let said = shown.said;
    let sexes = Signal::derive(|| {
        Arc::new(vec![
            Choice::new("male", t!(notify.male)),
            Choice::new("female", t!(notify.female)),
        ])
    });
    let name_typed = Callback::new(move |text: String| row.type_name(&desk, text));
    let birth_typed = Callback::new(move |text: String| row.type_birth(text));
    let birth_left = Callback::new(move |()| {
        let today = rules::zone::local_date(desk.lists.clock().now_untracked().get());
        row.leave_birth(today);
    });
    let number_typed = Callback::new(move |text: String| form.document_number.set(text));
    // The default document depends on the nationality, until the user chooses another.
    let nationality_chosen = Callback::new(move |code: String| {
        let usual = form
            .document_type
            .with_untracked(|now| matches!(now.as_str(), "cccd" | "passport"));
        if usual {
            let kind = if code == HOME { "cccd" } else { "passport" };
            form.document_type.set(kind.to_owned());
        }
    });
    // Leaving an empty row reports nothing.
    let left = move |_| {
        if row.content.with_untracked(|content| !content.is_blank()) {
            row.left.set(true);
        }
        desk.keep();
    };
    html! {
        <li class="group-row" class:in-error=move || said.with(|said| !said.is_empty()) id=row.id("row") on:focusout=left>
            <span class="group-number" aria-hidden="true">{shown.number}</span>
            <Cell ask=Ask::FullName class="group-name">
                <Line ask=Ask::FullName value=form.full_name typed=name_typed/>
            </Cell>
            <Cell ask=Ask::Birth class="group-birth">
                <Line ask=Ask::Birth value=row.birth typed=birth_typed left=birth_left/>
            </Cell>
            <Cell ask=Ask::Sex class="group-sex"><SelectInput value=form.sex options=sexes empty=move || "–"/></Cell>
            <Cell ask=Ask::Nationality class="group-country">
                <Chooser value=form.nationality options=offered.nationalities on_choose=nationality_chosen/>
            </Cell>
            <Cell ask=Ask::DocumentType class="group-kind">
                <SelectInput value=form.document_type options=offered.documents/>
            </Cell>
            <Cell ask=Ask::DocumentNumber class="group-document">
                <Line ask=Ask::DocumentNumber value=form.document_number typed=number_typed mono=true/>
            </Cell>
            <Cell ask=Ask::Room class="group-room">
                <Chooser value=form.room options=offered.rooms placeholder=move || t!(group.room_later)/>
            </Cell>
            <RowActs/>
            <RowSaid/>
            <WarningList/>
        </li>
    }
}

/// Renders a control with its name; the control reads its id from the context, as in a field.
#[component]
fn Cell(ask: Ask, class: &'static str, children: Children) -> Markup {
    let shown: Shown = expect_context();
    let (number, document) = (shown.number, shown.row.form.document_type);
    let id = shown.row.id(ask.id());
    let context = FieldContext {
        id: id.clone(),
        described_by: shown.described_by(),
        invalid: shown.is_wrong(ask),
    };
    html! {
        <div class=format!("group-cell {class}")>
            <label class="group-label" id=format!("{id}-label") for=id>
                <span class="hidden">{move || t!(group.guest_number, number = number.get())} ", "</span>
                {move || ask.label(&document.get())}
            </label>
            {with_context(context, children)}
        </div>
    }
}

/// Renders one line of text, in which Enter moves to the next guest.
#[component]
fn Line(
    ask: Ask,
    #[prop(into)] value: Signal<String>,
    typed: Callback<String>,
    #[prop(optional)] left: Option<Callback<()>>,
    #[prop(optional)] mono: bool,
) -> Markup {
    let desk = GroupDesk::here();
    let (shown, field): (Shown, FieldContext) = (expect_context(), FieldContext::here());
    let (row, invalid) = (shown.row, field.invalid);
    let key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && !event.ctrl_key() && !event.meta_key() && !is_composing(&event) {
            event.prevent_default();
            event.stop_propagation();
            row.enter(&desk, ask == Ask::FullName);
        }
    };
    // The next scan replaces the text of a refused one.
    let select = move |input: web_sys::HtmlInputElement| {
        if ask == Ask::FullName
            && row
                .scanned
                .with_untracked(|scanned| matches!(scanned, Scanned::Refused(_)))
        {
            input.select();
        }
    };
    html! {
        <input
            id=field.id
            class="input"
            class:mono=mono
            type="text"
            autocomplete="off"
            spellcheck="false"
            aria-describedby=field.described_by
            aria-invalid=move || invalid.get().then_some("true")
            prop:value=value
            on:input=move |event| typed.run(event_target_value(&event))
            on:blur=move |_| leave(left)
            on:focus=move |event| {
                if ask == Ask::FullName {
                    row.name_before.set_value(event_target_value(&event));
                }
                select(event_target(&event));
            }
            on:click=move |event| select(event_target(&event))
            on:keydown=key
        />
    }
}

/// Renders the acts on the row.
#[component]
fn RowActs() -> Markup {
    let (desk, shown): (GroupDesk, Shown) = (GroupDesk::here(), expect_context());
    let (row, number) = (shown.row, shown.number);
    let room = row.form.room;
    let more = Signal::derive(move || t!(group.more, number = number.get()));
    let down = Signal::derive(move || t!(group.fill_down, number = number.get()));
    let remove = Signal::derive(move || t!(group.remove, number = number.get()));
    let fill_down = Callback::new(move |()| desk.fill_down(row.key));
    html! {
        <span class="group-acts">
            <IconButton id=row.id("more") icon="pen" label=more act=Callback::new(move |()| desk.opened.set(Some(row.key)))/>
            {when(move || room.with(|room| !room.is_empty()).then(|| html! {
                <IconButton id=row.id("down") icon="chevron-down" label=down act=fill_down/>
            }))}
            <IconButton id=row.id("remove") icon="cross" label=remove act=Callback::new(move |()| desk.remove(row.key))/>
        </span>
    }
}

/// Renders the errors of the guest.
#[component]
fn RowSaid() -> Markup {
    let (desk, shown): (GroupDesk, Shown) = (GroupDesk::here(), expect_context());
    let (row, said) = (shown.row, shown.said);
    let refused = move || match row.scanned.get() {
        Scanned::Refused(text) => Some(html! { <p class="field-said"><Icon name="triangle"/><span>{text}</span></p> }),
        _ => None,
    };
    let line = move |said: Said| {
        let label = said.ask.label(&row.form.document_type.get());
        let offer = row.content.with(|content| mends::offer(content, said.ask));
        let offer_id = row.id(&format!("{}-offer", said.ask.id()));
        let take = move |_| row.take_offer(&desk, said.ask);
        html! {
            <p class="field-said">
                <Icon name="triangle"/>
                <span><span class="hidden">{t!(field.error_prefix)} " "</span> <strong>{label}</strong> ": " {said.text}</span>
                {offer.map(|(label, _)| html! { <button type="button" class="link" id=offer_id on:click=take>{label}</button> })}
            </p>
        }
    };
    html! {
        <div class="group-said" id=row.id("said") aria-live="polite">
            {refused}
            {move || said.get().into_iter().map(line).collect::<Vec<_>>()}
        </div>
    }
}

#[component]
fn IconButton(id: String, icon: &'static str, label: Signal<String>, act: Callback<()>) -> Markup {
    html! {
        <button type="button" class="group-act" id=id aria-label=label title=label on:click=move |_| act.run(())>
            <Icon name=icon/>
        </button>
    }
}

/// Renders what a person must check: warnings that may be kept, and a name that was read by machine.
#[component]
fn WarningList() -> Markup {
    let (desk, of_row): (GroupDesk, Shown) = (GroupDesk::here(), expect_context());
    let (row, number, form) = (of_row.row, of_row.number, of_row.row.form);
    let label = move || t!(group.guest_number, number = number.get());
    let shown = Memo::new(move |_| {
        let warnings: Vec<ShownWarning> = row.findings.with(|findings| findings.warnings.clone());
        if row.left.get() { warnings } else { Vec::new() }
    });
    let must_compare = Memo::new(move |_| {
        row.content
            .with(|content| content.full_name.trim() != "" && content.must_compare())
    });
    // Once displayed, the box stays in place, ticked.
    let was_asked = RwSignal::new(false);
    effect(move || {
        if must_compare.get() {
            was_asked.set(true);
        }
    });
    let mark = move |code: String, is_kept: bool| {
        form.kept.update(|kept| {
            if is_kept {
                kept.insert(code);
            } else {
                kept.remove(&code);
            }
        });
    };
    html! {
        <div class="group-warnings" role="group" aria-label=label>
            {when(move || was_asked.get().then(|| html! {
                <p class="group-warning">
                    {row.differing().map(|text| html! { <span class="tag tag-bad"><Icon name="triangle"/><span>{text}</span></span> })}
                    <label class="check">
                        <input
                            type="checkbox"
                            id=row.id("compared")
                            prop:checked=move || !must_compare.get()
                            on:change=move |event| mark(TO_COMPARE.to_owned(), !event_target_checked(&event))
                            on:keydown=move |event: KeyboardEvent| {
                                if event.key() == "Enter" && !event.ctrl_key() {
                                    event.prevent_default();
                                    desk.go_on(row.key);
                                }
                            }
                        />
                        <span>{move || if row.compares_all() { t!(notify.lines_all_compared) } else { t!(notify.lines_name_compared) }}</span>
                    </label>
                </p>
            }))}
            {move || row.notes().into_iter().map(|note| html! {
                <p class="group-warning"><span class="tag tag-warn-plain"><Icon name="triangle"/><span>{note}</span></span></p>
            }).collect::<Vec<_>>()}
            {move || shown.get().into_iter().map(|warning| {
                let code = warning.code.as_str().to_owned();
                let (of_check, of_mark) = (code.clone(), code);
                html! {
                    <p class="group-warning">
                        <span class="tag tag-warn-plain"><Icon name="triangle"/><span>{warning.text}</span></span>
                        {warning.leads_to.map(|(href, words)| html! { <a class="text-link" href=href>{words}</a> })}
                        <label class="check">
                            <input
                                type="checkbox"
                                prop:checked=move || form.kept.with(|kept| kept.contains(&of_check))
                                on:change=move |event| mark(of_mark.clone(), event_target_checked(&event))
                            />
                            <span>{warning.keep}</span>
                        </label>
                    </p>
                }
            }).collect::<Vec<_>>()}
        </div>
    }
}

/// Renders the complete form of a guest, with the fields for which a row has no room.
#[component]
pub fn WholeGuest(
    /// The row.
    row: Row,
) -> Markup {
    use crate::entry::sections::{ForeignerSection, GuestSection};
    let desk = GroupDesk::here();
    provide_context(Desk::over(desk.facility_load(), row.form, desk.stay.board));
    html! {
        <div class="group-whole">
            <GuestSection/>
            <ForeignerSection/>
        </div>
    }
}

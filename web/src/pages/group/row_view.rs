//! How a row of a group is drawn and worked.

use super::desk::GroupDesk;
use super::row::Row;
use crate::pages::notify::ask::Ask;
use crate::pages::notify::check::Doubt;
use crate::pages::notify::desk::Desk;
use crate::pages::notify::form::TO_COMPARE;
use crate::t;
use crate::ui::{Choice, Chooser, FieldContext, Icon, SelectInput};
use leptos::context::Provider;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use std::sync::Arc;

/// The lists that every row offers, made once.
#[derive(Clone, Copy)]
pub struct Offered {
    /// Nationalities.
    pub nationalities: Memo<Arc<Vec<Choice>>>,
    /// Kinds of documents.
    pub documents: Memo<Arc<Vec<Choice>>>,
    /// Rooms of the house.
    pub rooms: Memo<Arc<Vec<Choice>>>,
}

/// A guest.
#[component]
pub fn GuestRow(
    /// Which.
    row: Row,
    /// What there is to choose.
    offered: Offered,
) -> impl IntoView {
    let desk = GroupDesk::here();
    let form = row.form;
    let number = Memo::new(move |_| desk.find(row.key).map_or(0, |(number, _)| number));
    let said = Memo::new(move |_| row.said(desk));
    let wrong = move |ask: Ask| said.with(|said| said.iter().any(|said| said.ask == ask));
    let label = move |ask: Ask| {
        let document = form.document_type.get();
        t!(group.of_guest, number = number.get(), field = ask.label(&document))
    };
    let said_id = row.id("said");
    let described = {
        let said_id = said_id.clone();
        Signal::derive(move || said.with(|said| !said.is_empty()).then(|| said_id.clone()))
    };
    let sexes = Signal::derive(|| {
        Arc::new(vec![
            Choice::new("male", t!(notify.male)),
            Choice::new("female", t!(notify.female)),
        ])
    });
    let field = move |ask: Ask| FieldContext {
        id: row.id(ask.id()),
        described_by: described,
        invalid: Signal::derive(move || wrong(ask)),
    };
    let cell = move |ask: Ask, class: &'static str, control: AnyView| {
        let id = row.id(ask.id());
        view! {
            <div class=format!("group-cell {class}")>
                <label class="group-label" id=format!("{id}-label") for=id>
                    <span class="hidden">{move || t!(group.guest_number, number = number.get())} ", "</span>
                    {move || ask.label(&form.document_type.get())}
                </label>
                {control}
            </div>
        }
    };
    let line = move |ask: Ask, mono: bool, value: Signal<String>, typed: Callback<String>, left: Callback<()>| {
        let is_name = ask == Ask::FullName;
        let key = move |event: KeyboardEvent| {
            if event.key() == "Enter" && !event.ctrl_key() && !event.meta_key() && !event.is_composing() {
                event.prevent_default();
                event.stop_propagation();
                row.enter(desk, is_name);
            }
        };
        view! {
            <input
                id=row.id(ask.id())
                class="input"
                class:mono=mono
                type="text"
                autocomplete="off"
                spellcheck="false"
                aria-describedby=described
                aria-invalid=move || wrong(ask).then_some("true")
                prop:value=value
                on:input=move |event| typed.run(event_target_value(&event))
                on:blur=move |_| left.run(())
                on:keydown=key
            />
        }
        .into_any()
    };
    let name_typed = Callback::new(move |text: String| {
        form.full_name.set(text);
        row.refusal.set(None);
        row.scan(desk, false);
    });
    let nothing = Callback::new(|()| ());
    let name = line(Ask::FullName, false, form.full_name.into(), name_typed, nothing);
    let birth_left = Callback::new(move |()| {
        let today = rules::zone::local_date(desk.lists.clock().now_untracked().get());
        row.leave_birth(today);
    });
    let birth_typed = Callback::new(move |text: String| row.type_birth(text));
    let birth = line(Ask::Birth, false, row.birth.into(), birth_typed, birth_left);
    let number_typed = Callback::new(move |text: String| form.document_number.set(text));
    let document = line(
        Ask::DocumentNumber,
        true,
        form.document_number.into(),
        number_typed,
        nothing,
    );
    let nationality_chosen = Callback::new(move |code: String| {
        let kind = if code == crate::pages::notify::form::HOME {
            "cccd"
        } else {
            "passport"
        };
        let usual = form
            .document_type
            .with_untracked(|now| matches!(now.as_str(), "cccd" | "passport"));
        if usual {
            form.document_type.set(kind.to_owned());
        }
    });
    let control = move |ask: Ask, inner: ChildrenFn| {
        let context = field(ask);
        view! { <Provider value=context>{inner()}</Provider> }.into_any()
    };
    let sex = control(
        Ask::Sex,
        ToChildren::to_children(move || view! { <SelectInput value=form.sex options=sexes empty=move || "–"/> }),
    );
    let nationality = control(
        Ask::Nationality,
        ToChildren::to_children(move || {
            view! { <Chooser value=form.nationality options=offered.nationalities on_choose=nationality_chosen/> }
        }),
    );
    let kind = control(
        Ask::DocumentType,
        ToChildren::to_children(move || {
            view! { <SelectInput value=form.document_type options=offered.documents/> }
        }),
    );
    let room = control(
        Ask::Room,
        ToChildren::to_children(move || {
            view! { <Chooser value=form.room options=offered.rooms placeholder=move || t!(group.room_later)/> }
        }),
    );
    let has_room = move || form.room.with(|room| !room.is_empty());
    // Passing through a row that is empty says nothing.
    let left = move |_| {
        if row.content.with_untracked(|content| !content.is_blank()) {
            row.left.set(true);
        }
        desk.keep();
    };
    view! {
        <li class="group-row" class:in-error=move || said.with(|said| !said.is_empty()) id=row.id("row") on:focusout=left>
            <span class="group-number" aria-hidden="true">{number}</span>
            {cell(Ask::FullName, "group-name", name)}
            {cell(Ask::Birth, "group-birth", birth)}
            {cell(Ask::Sex, "group-sex", sex)}
            {cell(Ask::Nationality, "group-country", nationality)}
            {cell(Ask::DocumentType, "group-kind", kind)}
            {cell(Ask::DocumentNumber, "group-document", document)}
            {cell(Ask::Room, "group-room", room)}
            <span class="group-acts">
                <IconButton id=row.id("more") icon="pen" label=Signal::derive(move || t!(group.more, number = number.get())) act=Callback::new(move |()| desk.opened.set(Some(row.key)))/>
                {move || has_room().then(|| view! {
                    <IconButton id=row.id("down") icon="chevron-down" label=Signal::derive(move || t!(group.fill_down, number = number.get())) act=Callback::new(move |()| desk.fill_down(row.key))/>
                })}
                <IconButton id=row.id("remove") icon="cross" label=Signal::derive(move || t!(group.remove, number = number.get())) act=Callback::new(move |()| desk.remove(row.key))/>
            </span>
            <div class="group-said" id=said_id aria-live="polite">
                {move || row.refusal.get().map(|text| view! { <p class="field-said"><Icon name="triangle"/><span>{text}</span></p> })}
                {move || said.get().into_iter().map(|said| view! {
                    <p class="field-said">
                        <Icon name="triangle"/>
                        <span><span class="hidden">{t!(field.error_prefix)} " "</span> <strong>{said.ask.label(&form.document_type.get())}</strong> ": " {said.text}</span>
                    </p>
                }).collect_view()}
            </div>
            <Doubts row label=Signal::derive(move || label(Ask::FullName))/>
        </li>
    }
}

#[component]
fn IconButton(id: String, icon: &'static str, label: Signal<String>, act: Callback<()>) -> impl IntoView {
    view! {
        <button type="button" class="group-act" id=id aria-label=label title=label on:click=move |_| act.run(())>
            <Icon name=icon/>
        </button>
    }
}

/// What a person has to look at: doubts that may be kept, and a name that was read by machine.
#[component]
fn Doubts(row: Row, label: Signal<String>) -> impl IntoView {
    let (desk, form) = (GroupDesk::here(), row.form);
    let shown = Memo::new(move |_| {
        let doubts: Vec<Doubt> = row.findings.with(|findings| findings.doubts.clone());
        if row.left.get() { doubts } else { Vec::new() }
    });
    let must_compare = Memo::new(move |_| {
        row.content
            .with(|content| content.full_name.trim() != "" && content.must_compare())
    });
    // Once asked, the box stays where it is, ticked.
    let was_asked = RwSignal::new(false);
    Effect::new(move || {
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
    view! {
        <div class="group-doubts" role="group" aria-label=label>
            {move || was_asked.get().then(|| view! {
                <p class="group-doubt">
                    {row.differing().map(|text| view! { <span class="tag tag-bad"><Icon name="triangle"/><span>{text}</span></span> })}
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
                        <span>{move || if row.differ.with(Vec::is_empty) { t!(notify.lines_name_compared) } else { t!(notify.lines_all_compared) }}</span>
                    </label>
                </p>
            })}
            {move || shown.get().into_iter().map(|doubt| {
                let code = doubt.code.as_str().to_owned();
                let (of_check, of_mark) = (code.clone(), code);
                view! {
                    <p class="group-doubt">
                        <span class="tag tag-warn-plain"><Icon name="triangle"/><span>{doubt.text}</span></span>
                        <label class="check">
                            <input
                                type="checkbox"
                                prop:checked=move || form.kept.with(|kept| kept.contains(&of_check))
                                on:change=move |event| mark(of_mark.clone(), event_target_checked(&event))
                            />
                            <span>{doubt.keep}</span>
                        </label>
                    </p>
                }
            }).collect_view()}
        </div>
    }
}

/// The whole form of a guest: what a row has no room for.
#[component]
pub fn WholeGuest(
    /// Which.
    row: Row,
) -> impl IntoView {
    use crate::pages::notify::sections::{ForeignerSection, GuestSection};
    let desk = GroupDesk::here();
    provide_context(Desk::over(desk.facility_load(), row.form));
    view! {
        <div class="group-whole">
            <GuestSection/>
            <ForeignerSection/>
        </div>
    }
}

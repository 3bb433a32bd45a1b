//! The contact people of the agencies (KH-14.2, KH-15.2, KH-16.2).

use crate::api::Api;
use crate::form::{Act, Field, Part, Typed};
use crate::format;
use crate::lists::Lists;
use crate::pages::agency_home::role_name;
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind, Empty, Loaded, PageTitle, Toasts, load};
use dto::Checked;
use dto::contact::{AgencyContactIn, AgencyContactOut, AgencyContactsOut};
use dto::operations::directory::UpdateContact;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// Whose contact is being named, and what stands there now.
#[derive(Clone, PartialEq)]
struct Editing {
    unit: Uuid,
    unit_name: String,
    now: Option<AgencyContactOut>,
}

/// The page.
#[component]
pub fn Contacts() -> impl IntoView {
    let (session, api, lists) = (Session::here(), Api::here(), Lists::here());
    let list = load(move || api.list_contacts());
    let editing = RwSignal::new(None::<Editing>);
    let close = Callback::new(move |()| editing.set(None));
    let reload = {
        let list = list.clone();
        Callback::new(move |()| list.reload())
    };
    // The account says the name of its unit; the unit itself stands on the account's sheet.
    let own_unit = RwSignal::new(None::<(Uuid, String)>);
    if let Some(account) = session.account_now().filter(|_| untrack(|| session.may(UpdateContact))) {
        spawn_local(async move {
            if let Ok(sheet) = api.get_account(account.id).await
                && let Some(unit) = sheet.summary.unit_id
            {
                own_unit.try_set(Some((unit, sheet.summary.unit_name)));
            }
        });
    }
    // Who has no contact yet names one; an administrator changes any.
    let missing = {
        let list = list.clone();
        Memo::new(move |_| {
            let (unit, unit_name) = own_unit.get()?;
            let there = list.value()?.items.into_iter().find(|contact| contact.unit_id == unit);
            there.is_none().then_some(Editing {
                unit,
                unit_name,
                now: None,
            })
        })
    };
    let content = move |shown: Signal<AgencyContactsOut>| {
        (move || {
            let contacts = shown.get().items;
            if contacts.is_empty() {
                return view! { <Empty icon="phone" title=move || t!(contacts.none) detail=move || t!(contacts.none_hint)/> }
                    .into_any();
            }
            let rows = contacts
                .into_iter()
                .map(|contact| {
                    let editable = contact.can.has(UpdateContact);
                    row(contact, editable, editing)
                })
                .collect_view();
            view! {
                <table class="stays contacts" role="table" aria-label=move || t!(contacts.title)>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">{move || t!(agency.unit)}</th>
                            <th role="columnheader" scope="col">{move || t!(contacts.person)}</th>
                            <th role="columnheader" scope="col">{move || t!(accounts.phone)}</th>
                            <th role="columnheader" scope="col">{move || t!(accounts.email)}</th>
                            <th role="columnheader" scope="col">{move || t!(contacts.changed)}</th>
                            <th role="columnheader" scope="col"><span class="hidden">{move || t!(accounts.acts_label)}</span></th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            }
            .into_any()
        })
        .into_any()
    };
    view! {
        <div class="one-column">
            <div class="page-head">
                <PageTitle text=move || t!(contacts.title)/>
                {move || missing.get().map(|own| view! {
                    <span class="head-end"><Button kind=ButtonKind::Primary label=move || t!(contacts.name_own) on_press=Callback::new(move |()| editing.set(Some(own.clone())))/></span>
                })}
            </div>
            <p class="lead">{move || t!(contacts.lead)}</p>
            // A place of lodging has somebody to call also before any agency has named its contact.
            {move || lists.profile().and_then(|profile| profile.help).map(|help| view! {
                <p id="help-line">
                    {t!(contacts.help)}
                    " "
                    <strong>{help.unit_name} ", " <a class="nowrap" href=format!("tel:{}", help.phone.replace(' ', ""))>{format::phone(&help.phone)}</a></strong>
                </p>
            })}
            <Loaded load=list rows=5 view=content/>
            {move || editing.get().map(|what| view! { <Edit what close reload/> })}
        </div>
    }
}

fn row(contact: AgencyContactOut, editable: bool, editing: RwSignal<Option<Editing>>) -> impl IntoView {
    let sector = contact.sector;
    let name = t!(contacts.edit_of, unit = contact.unit_name);
    let what = Editing {
        unit: contact.unit_id,
        unit_name: contact.unit_name.clone(),
        now: Some(contact.clone()),
    };
    view! {
        <tr role="row" class="stay-row">
            <th role="rowheader" scope="row" class="at-name">{contact.unit_name} <span class="quiet contact-sector">{move || role_name(sector)}</span></th>
            <td role="cell" class="at-facility">{contact.name} <span class="quiet contact-sector">{contact.position}</span></td>
            <td role="cell" class="at-room mono nowrap">{format::phone(&contact.phone)}</td>
            <td role="cell" class="at-status">{contact.email}</td>
            <td role="cell" class="at-time quiet">{format::instant(contact.changed_at)}</td>
            <td role="cell" class="at-acts">
                {editable.then(|| view! { <Button small=true label=move || t!(contacts.edit) name=name on_press=Callback::new(move |()| editing.set(Some(what.clone())))/> })}
            </td>
        </tr>
    }
}

const EDIT: Act = Act {
    title: || t!(contacts.edit),
    text: || t!(contacts.edit_text),
    parts: &[Part {
        fields: &[
            Field::line("/name", || t!(contacts.person)),
            Field::line("/position", || t!(agency.position)),
            Field::line("/phone", || t!(accounts.phone)).phone(),
            Field::line("/email", || t!(accounts.email)).inputmode("email"),
        ],
        ..Part::PLAIN
    }],
    label: || t!(contacts.save),
    done: || t!(contacts.saved),
    is_danger: false,
};

fn request(typed: &Typed, version: Option<i32>) -> AgencyContactIn {
    AgencyContactIn {
        version,
        name: typed.text("/name"),
        position: typed.text("/position"),
        phone: typed.text("/phone"),
        email: typed.text("/email"),
    }
}

#[component]
fn Edit(what: Editing, close: Callback<()>, reload: Callback<()>) -> impl IntoView {
    let (api, toasts) = (Api::here(), Toasts::here());
    let version = what.now.as_ref().map(|now| now.version);
    let first = what.now.map_or_else(Typed::default, |now| {
        Typed::default()
            .with("/name", now.name)
            .with("/position", now.position)
            .with("/phone", now.phone)
            .with("/email", now.email)
    });
    let unit = what.unit;
    EDIT.sheet(first, move |typed, context| {
        request(typed, version).check(context).err().unwrap_or_default()
    })
    .sends(
        move |form| {
            let request = request(&form.typed_now(), version);
            async move { api.update_contact(unit, &request).await }
        },
        move |_| {
            EDIT.tell(toasts, t!(contacts.saved_detail).to_owned(), None);
            reload.run(());
            close.run(());
        },
    )
    .panel("contact-edit", move || what.unit_name.clone(), close, ())
}

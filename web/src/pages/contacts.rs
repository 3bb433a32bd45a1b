//! The contact people of the agencies (KH-14.2, KH-15.2, KH-16.2).

mod list;

use crate::api::{Api, Call};
use crate::form::{Act, Field, Part, Typed};
use crate::format;
use crate::listing::{Listing, Row, rows, tools};
use crate::lists::Lists;
use crate::markup::{Markup, ViewFn, html};
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind, PageTitle, Toasts};
use dto::Checked;
use dto::contact::AgencyContactIn;
use dto::operations::directory::ListContacts;
use dto::operations::directory::UpdateContact;
use leptos::prelude::*;
use leptos::task::spawn_local;
use list::LIST;
use uuid::Uuid;

/// The unit whose contact is being edited, and its current values.
#[derive(Clone, PartialEq)]
struct Editing {
    unit: Uuid,
    unit_name: String,
    now: Option<Row>,
}

impl Editing {
    /// Returns the values of a contact of the list.
    fn of(row: &Row) -> Option<Self> {
        Some(Self {
            unit: row.uuid("/unit_id")?,
            unit_name: row.text("/unit_name").to_owned(),
            now: Some(row.clone()),
        })
    }
}

/// State that the rows change.
#[derive(Clone, Copy)]
struct Desk {
    editing: RwSignal<Option<Editing>>,
}

/// Renders the page.
#[component]
pub fn Contacts() -> Markup {
    let (session, api, lists) = (Session::here(), Api::here(), Lists::here());
    let listing = Listing::whole(&LIST, |wanted| {
        Some(Call::of(ListContacts::at()).query(&wanted.query()).ask)
    });
    let editing = RwSignal::new(None::<Editing>);
    provide_context(Desk { editing });
    let close = Callback::new(move |()| editing.set(None));
    let reload = Callback::new(move |()| listing.reload());
    // The account has the name of its unit; the unit itself is in the account's record.
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
    // A unit without a contact names one; an administrator changes any.
    let missing = Memo::new(move |_| {
        let (unit, unit_name) = own_unit.get().filter(|_| listing.is_read())?;
        listing.row(&unit.to_string()).is_none().then_some(Editing {
            unit,
            unit_name,
            now: None,
        })
    });
    html! {
        <div class="one-column">
            <div class="page-head">
                <PageTitle text=move || t!(contacts.title)/>
                {tools(listing, true, Markup::nothing())}
                {move || missing.get().map(|own| html! {
                    <span class="head-end"><Button kind=ButtonKind::Primary label=move || t!(contacts.name_own) on_press=Callback::new(move |()| editing.set(Some(own.clone())))/></span>
                })}
            </div>
            <p class="lead">{move || t!(contacts.lead)}</p>
            // A place of lodging has somebody to call also before any agency has named its contact.
            {move || lists.profile().and_then(|profile| profile.help).map(|help| html! {
                <p id="help-line">
                    {t!(contacts.help)}
                    " "
                    <strong>{help.unit_name} ", " <a class="nowrap" href=format!("tel:{}", help.phone.replace(' ', ""))>{format::phone(&help.phone)}</a></strong>
                </p>
            })}
            {rows(listing, ViewFn::default())}
            {move || editing.get().map(|what| html! { <Edit what close reload/> })}
        </div>
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
fn Edit(what: Editing, close: Callback<()>, reload: Callback<()>) -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    let version = what.now.as_ref().and_then(Row::version);
    let first = what.now.map_or_else(Typed::default, |now| {
        Typed::default()
            .with("/name", now.text("/name"))
            .with("/position", now.text("/position"))
            .with("/phone", now.text("/phone"))
            .with("/email", now.text("/email"))
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

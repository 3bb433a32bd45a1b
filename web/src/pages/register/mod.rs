//! The register of stays received (sổ tiếp nhận lưu trú, LC-3.2-2): for a facility its own, for the police that of an
//! area or a facility within it.

pub mod list;
mod take_out;

use crate::api::Call;
use crate::browser;
use crate::dossier::data_request::OnlineLimit;
use crate::form::purpose::{Purpose, PurposeFields};
use crate::format;
use crate::listing::{Listing, filters, rows, tools};
use crate::markup::{Markup, html};
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind, Icon, PageTitle, focus_field};
use dto::operations::stays::GetRegister;
use leptos::prelude::*;
use list::LIST;
use take_out::TakeOut;
use time::Date;

/// Renders the register.
#[component]
pub fn Register() -> Markup {
    let session = Session::here();
    let stated = RwSignal::new(Stated::of_tab(session));
    let listing = RwSignal::new(None::<Listing>);
    // For more than one facility the purpose must be given.
    let needs_purpose = move |listing: Listing| list::of_area(listing) && stated.with(Option::is_none);
    let purpose = move |listing: Listing| {
        let stated = stated.get().filter(|_| list::of_area(listing));
        stated.into_iter().flat_map(Stated::query)
    };
    let shown = Listing::new(&LIST, move |wanted| {
        let listing = listing.get()?;
        let mut query = wanted.query();
        query.extend(purpose(listing));
        (!needs_purpose(listing)).then(|| Call::of(GetRegister::at()).query(&query).ask)
    });
    listing.set(Some(shown));
    let asked = Signal::derive(move || {
        let mut query = shown.query();
        query.extend(purpose(shown));
        query
    });
    let is_open = Memo::new(move |_| !needs_purpose(shown));
    html! {
        <div class="page-register">
            <div class="page-head">
                <PageTitle text=move || t!(register.title)/>
                {move || is_open.get().then(|| html! { <Sums listing=shown/> <TakeOut listing=shown asked/> })}
            </div>
            {filters(shown, tools(shown, false, Markup::nothing()))}
            {move || if is_open.get() {
                html! { <Lines listing=shown/> }
            } else {
                html! { <AskPurpose stated/> }
            }}
            <OnlineLimit/>
        </div>
    }
}

#[component]
fn Lines(listing: Listing) -> Markup {
    let foot = move || {
        let total = listing.about()?.count("/counts/total");
        let count = |count: i64| format::number(count);
        let shown = i64::try_from(listing.count()).unwrap_or(i64::MAX);
        Some(html! { <p>{t!(register.shown_of, shown = count(shown), total = count(total))}</p> })
    };
    let of = move || {
        let about = listing.about()?;
        let days = days_words(about.day("/from")?, about.day("/to")?);
        Some(t!(register.of, place = about.text("/place/name"), days = days))
    };
    html! {
        {move || of().map(|of| html! {
            <p class="register-of">
                <strong>{of}</strong>
                <span class="quiet">{t!(register.file_hint)}</span>
            </p>
        })}
        {rows(listing, (move || foot()).into())}
    }
}

/// Purpose for which an officer reads registers in this tab, with the number of the order.
#[derive(Clone, PartialEq)]
struct Stated {
    purpose: String,
    reference: Option<String>,
}

impl Stated {
    /// Returns the storage key. The purpose is asked once in a tab, so not again after "back" from a guest; another
    /// account is asked.
    fn key(session: Session) -> Option<String> {
        session
            .account_now()
            .map(|account| format!("luutru.register.{}", account.id))
    }

    fn of_tab(session: Session) -> Option<Self> {
        let kept = browser::tab_stored(&Self::key(session)?)?;
        let (purpose, reference) = kept.split_once('\n').unwrap_or((&kept, ""));
        Some(Self {
            purpose: purpose.to_owned(),
            reference: (!reference.is_empty()).then(|| reference.to_owned()),
        })
    }

    fn keep(&self, session: Session) {
        if let Some(key) = Self::key(session) {
            let reference = self.reference.as_deref().unwrap_or_default();
            browser::tab_store(&key, &format!("{}\n{reference}", self.purpose));
        }
    }

    fn query(self) -> impl Iterator<Item = (&'static str, String)> {
        let reference = self.reference.map(|reference| ("reference", reference));
        [("purpose", self.purpose)].into_iter().chain(reference)
    }
}

/// Renders the question about the purpose, before the register of an area is displayed.
#[component]
fn AskPurpose(stated: RwSignal<Option<Stated>>) -> Markup {
    let session = Session::here();
    let purpose = Purpose::new();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some((purpose, reference)) = purpose.stated() else {
            focus_field("register-purpose");
            return;
        };
        let said = Stated { purpose, reference };
        said.keep(session);
        stated.set(Some(said));
    };
    html! {
        <form class="panel-form register-purpose" novalidate on:submit=send>
            <p>{move || t!(register.purpose_text)}</p>
            <PurposeFields purpose id="register"/>
            <div class="form-acts">
                <Button kind=ButtonKind::Primary icon="register" label=move || t!(register.purpose_go) submit=true/>
            </div>
        </form>
    }
}

fn days_words(from: Date, to: Date) -> String {
    if from == to {
        format::date(from)
    } else {
        format::period(from, to)
    }
}

#[component]
fn Sums(listing: Listing) -> Markup {
    let sums = move || {
        let about = listing.about()?;
        let late = about.count("/counts/late");
        Some(html! {
            <strong>{t!(register.sums, lines = format::number(about.count("/counts/total")))}</strong>
            {(late > 0).then(|| html! {
                <span class="sum-late">
                    <Icon name="growing-clock"/>
                    {t!(register.sum_late, count = format::number(late))}
                </span>
            })}
        })
    };
    html! { <p class="sums" role="status">{sums}</p> }
}

//! Listed prices (giá niêm yết). Earlier ones stay on record; a new one applies from a day on, or for a season.

use super::price_history::PriceHistory;
use super::price_rows::{Days, MAX_PRICE, PriceFault, TypedPrice, is_far, known, read_price, to_declare};
use super::{NextPart, Part, item};
use crate::api::Api;
use crate::browser;
use crate::form::{BackNote, Kept};
use crate::form::{Failure, Saving};
use crate::format;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::{each, effect, effect_after, when};
use crate::t;
use crate::ui::near_date::read_moment;
use crate::ui::{
    Button, ButtonKind, ButtonLink, Empty, ErrorSummary, Field, FieldWarning, NearDateTime, SummaryItem, TextInput,
};
use dto::facility::FacilityOut;
use dto::price::{PriceUnit, PricesIn};
use dto::problem::{FieldCode, FieldError};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use time::{Date, Time};
use wasm_bindgen::JsCast;

/// Content of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Typed {
    rows: Vec<TypedPrice>,
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    season: String,
}

impl Typed {
    fn is_blank(&self) -> bool {
        [&self.from, &self.to, &self.season]
            .into_iter()
            .all(|text| text.trim().is_empty())
            && self
                .rows
                .iter()
                .all(|row| row.night.trim().is_empty() && row.hour.trim().is_empty())
    }
}

/// A row of the page.
#[derive(Clone, Copy)]
struct Row {
    key: u32,
    kind: RwSignal<String>,
    night: RwSignal<String>,
    hour: RwSignal<String>,
    /// Whether the user keeps a price far from the current one.
    night_kept: RwSignal<bool>,
    hour_kept: RwSignal<bool>,
    /// Whether the kind can be typed: it belongs to no room and no price.
    own: bool,
}

impl Row {
    fn new(key: u32, price: TypedPrice, own: bool) -> Self {
        Self {
            key,
            kind: RwSignal::new(price.kind),
            night: RwSignal::new(price.night),
            hour: RwSignal::new(price.hour),
            night_kept: RwSignal::new(false),
            hour_kept: RwSignal::new(false),
            own,
        }
    }

    fn typed(self) -> TypedPrice {
        TypedPrice {
            kind: self.kind.get(),
            night: self.night.get(),
            hour: self.hour.get(),
        }
    }
}

/// Returns the rows for a facility, with the values of a draft.
fn rows_of(facility: &FacilityOut, draft: Option<&Typed>, first_key: u32) -> Vec<Row> {
    let mut prices: Vec<(TypedPrice, bool)> = TypedPrice::rows(facility).into_iter().map(|row| (row, false)).collect();
    for kept in draft.iter().flat_map(|draft| &draft.rows) {
        match prices.iter_mut().find(|(row, _)| row.kind == kept.kind) {
            Some((row, _)) => row.clone_from(kept),
            None => prices.push((kept.clone(), true)),
        }
    }
    if prices.is_empty() {
        prices.push((TypedPrice::blank(String::new()), true));
    }
    prices
        .into_iter()
        .zip(first_key..)
        .map(|((price, own), key)| Row::new(key, price, own))
        .collect()
}

/// State of the form. Its rows live as long as the part, not as the handler that adds one.
#[derive(Clone, Copy)]
struct Form {
    rows: RwSignal<Vec<Row>>,
    from: RwSignal<String>,
    to: RwSignal<String>,
    season: RwSignal<String>,
    owner: StoredValue<Owner>,
    facility: Signal<FacilityOut>,
    today: Memo<Date>,
}

impl Form {
    fn new(facility: Signal<FacilityOut>, draft: Option<&Typed>, today: Memo<Date>) -> Self {
        Self {
            rows: RwSignal::new(facility.with_untracked(|facility| rows_of(facility, draft, 0))),
            from: RwSignal::new(draft.map(|draft| draft.from.clone()).unwrap_or_default()),
            to: RwSignal::new(draft.map(|draft| draft.to.clone()).unwrap_or_default()),
            season: RwSignal::new(draft.map(|draft| draft.season.clone()).unwrap_or_default()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            facility,
            today,
        }
    }

    fn next_key(self) -> u32 {
        self.rows
            .with_untracked(|rows| rows.iter().map(|row| row.key).max().map_or(0, |key| key + 1))
    }

    /// Resets the form to the facility of the server.
    fn renew(self) {
        // New keys: a row that keeps its key keeps its inputs as well.
        let key = self.next_key();
        let fresh = self
            .owner
            .with_value(|owner| owner.with(|| self.facility.with_untracked(|facility| rows_of(facility, None, key))));
        self.rows.set(fresh);
        for field in [self.from, self.to, self.season] {
            field.set(String::new());
        }
    }

    /// Adds a row for a kind that no room has.
    fn add(self) {
        let key = self.next_key();
        let row = self
            .owner
            .with_value(|owner| owner.with(|| Row::new(key, TypedPrice::blank(String::new()), true)));
        self.rows.update(|rows| rows.push(row));
        request_animation_frame(move || {
            browser::focus(&format!("price-{key}-kind"));
        });
    }

    fn typed(self) -> Typed {
        Typed {
            rows: self.rows.get().into_iter().map(Row::typed).collect(),
            from: self.from.get(),
            to: self.to.get(),
            season: self.season.get(),
        }
    }

    /// Returns the day in a field, if one was typed.
    fn day(self, field: RwSignal<String>) -> Result<Option<Date>, ()> {
        let text = field.get();
        if text.trim().is_empty() {
            return Ok(None);
        }
        read_moment(&text, self.today.get(), Time::MIDNIGHT)
            .map(|at| Some(rules::zone::local_date(at.get())))
            .ok_or(())
    }

    fn faults(self) -> Vec<FieldError> {
        untrack(|| {
            let rows = self.rows.get();
            let mut found = faults(
                &rows,
                [self.day(self.from), self.day(self.to)],
                !self.season.with(|season| season.trim().is_empty()),
                self.facility.with(|facility| facility.prices.is_empty()),
            );
            for row in rows {
                for (unit, name, kept) in [
                    (PriceUnit::Night, "night", row.night_kept),
                    (PriceUnit::Hour, "hour", row.hour_kept),
                ] {
                    if let Some(warning) = self.warning(row, unit).filter(|_| !kept.get()) {
                        found.push(fault(
                            format!("/prices/{}/{name}", row.key),
                            FieldCode::OutOfRange,
                            warning,
                        ));
                    }
                }
            }
            found
        })
    }

    /// Returns the warning about a price far from the one in force: a zero too many or too few.
    fn warning(self, row: Row, unit: PriceUnit) -> Option<String> {
        let typed = match unit {
            PriceUnit::Night => row.night.get(),
            PriceUnit::Hour => row.hour.get(),
        };
        let amount = read_price(&typed).ok().flatten()?;
        let today = self.today.get();
        let before = self.facility.with(|facility| {
            let (now, next) = known(facility, row.kind.get().trim(), unit, today);
            now.or(next).map(|price| price.amount_vnd)
        })?;
        is_far(before, amount).then(|| {
            t!(
                set_up.price_far,
                amount = format::money(amount),
                before = format::money(before)
            )
        })
    }

    /// Returns the request, or the errors.
    fn declaration(self) -> Result<PricesIn, Vec<FieldError>> {
        let found = self.faults();
        if !found.is_empty() {
            return Err(found);
        }
        untrack(|| {
            let season = self.season.get();
            let days = Days {
                from: self.day(self.from).unwrap_or_default(),
                to: self.day(self.to).unwrap_or_default(),
                season: Some(season.trim().to_owned()).filter(|season| !season.is_empty()),
            };
            self.facility.with(|facility| {
                let prices = to_declare(&self.typed().rows, facility, &days, self.today.get());
                if prices.is_empty() {
                    Err(vec![fault(
                        "/prices",
                        FieldCode::NothingToChange,
                        t!(set_up.nothing_new),
                    )])
                } else {
                    Ok(PricesIn {
                        version: facility.version,
                        prices,
                    })
                }
            })
        })
    }
}

/// Renders the part.
#[component]
pub fn PricesPart(
    /// Facility as the server has it.
    facility: Signal<FacilityOut>,
    /// Called with the saved facility.
    saved: Callback<FacilityOut>,
) -> Markup {
    let (api, lists) = (Api::here(), Lists::here());
    let (kept, draft) = Kept::open::<Typed>("set-up.prices");
    let today = Memo::new(move |_| lists.clock().today());
    let form = Form::new(facility, draft.as_ref(), today);
    let typed = Memo::new(move |_| form.typed());
    kept.follow(move || typed.with(|typed| (!typed.is_blank()).then(|| typed.clone())));
    let saving = Saving::new();
    effect(move || {
        typed.track();
        if saving.errors.with_untracked(|errors| !errors.is_empty()) {
            let found = form.faults();
            saving
                .errors
                .update(|errors| errors.retain(|error| found.iter().any(|found| found.pointer == error.pointer)));
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let declared = match form.declaration() {
            Ok(declared) => declared,
            Err(found) => return saving.refuse(found),
        };
        let taken = Callback::new(move |changed: FacilityOut| {
            saved.run(changed);
            form.renew();
        });
        let id = facility.with_untracked(|facility| facility.id);
        let work = async move { api.declare_prices(id, &declared).await };
        saving.run(id, work, taken, saved, |_| t!(set_up.prices_saved).to_owned());
    };
    let setup = Memo::new(move |_| facility.with(|facility| facility.setup.clone()));
    let waits = Memo::new(move |_| setup.with(|setup| setup.needs_rooms && !setup.rooms_done));
    let kept = StoredValue::new(kept);
    html! {
        <form class="set-up-form" novalidate on:submit=submit>
            <div class="ledger-head">
                <h2>{move || t!(set_up.step_prices)}</h2>
            </div>
            <p class="change-text">
                {move || t!(set_up.prices_hint)}
                " "
                {when(move || setup.with(|setup| !setup.needs_prices).then(|| t!(set_up.prices_not_needed)))}
            </p>
            {move || if waits.get() {
                html! {
                    <Empty icon="price" title=move || t!(set_up.prices_need_rooms)>
                        <ButtonLink href="/set-up?part=rooms" label=move || t!(set_up.step_rooms)/>
                    </Empty>
                }
            } else {
                html! {
                    <BackNote kept=kept.get_value() on_drop=Callback::new(move |()| form.renew())/>
                    <Fields form saving/>
                    <PriceHistory facility/>
                }
            }}
        </form>
    }
}

#[component]
fn Fields(form: Form, saving: Saving) -> Markup {
    let (facility, today) = (form.facility, form.today);
    let summary = Signal::derive(move || {
        let rows = form.rows.get();
        saving.errors.with(|errors| {
            errors
                .iter()
                .map(|error| summary_item(error, &rows))
                .collect::<Vec<_>>()
        })
    });
    let reading = move |field| Signal::derive(move || form.day(field).ok().flatten().map(format::date));
    html! {
        <Failure saving conflict=move || t!(set_up.conflict)/>
        <ErrorSummary errors=summary asked=saving.asked/>
        <div class="price-rows" id="prices">
            {each(
                move || form.rows.get(),
                |row| row.key.to_string(),
                move |row| html! { <PriceRow form row facility today saving/> },
            )}
        </div>
        <div>
            <Button
                kind=ButtonKind::Quiet
                label=move || t!(set_up.add_kind)
                icon="plus"
                on_press=Callback::new(move |()| form.add())
            />
        </div>
        <div class="set-up-fields">
            <Field
                id="price-from"
                label=move || t!(set_up.price_from)
                hint=move || t!(set_up.price_from_hint)
                optional=true
                error=saving.error("/from")
            >
                <NearDateTime text=form.from reading=reading(form.from)/>
            </Field>
            <Field
                id="price-to"
                label=move || t!(set_up.price_to)
                hint=move || t!(set_up.price_to_hint)
                optional=true
                error=saving.error("/to")
            >
                <NearDateTime text=form.to reading=reading(form.to)/>
            </Field>
            <Field id="price-season" label=move || t!(set_up.price_season) hint=move || t!(set_up.price_season_hint) optional=true>
                <TextInput value=form.season/>
            </Field>
        </div>
        <div class="set-up-acts">
            <Button
                kind=ButtonKind::Primary
                label=move || t!(set_up.save_prices)
                busy_label=move || t!(stay.saving)
                busy=saving.busy
                submit=true
            />
            <NextPart facility part=Part::Prices/>
        </div>
    }
}

fn fault(pointer: impl Into<String>, code: FieldCode, message: impl Into<String>) -> FieldError {
    FieldError {
        message: message.into(),
        ..FieldError::new(pointer, code)
    }
}

/// Returns the errors, each with the key of its row.
fn faults(rows: &[Row], days: [Result<Option<Date>, ()>; 2], has_season: bool, is_first: bool) -> Vec<FieldError> {
    let mut found = Vec::new();
    let mut any = false;
    for row in rows {
        let typed = row.typed();
        for (field, text) in [("night", &typed.night), ("hour", &typed.hour)] {
            let at = format!("/prices/{}/{field}", row.key);
            match read_price(text) {
                Ok(price) => any |= price.is_some(),
                Err(PriceFault::Unreadable) => found.push(fault(at, FieldCode::UnknownValue, t!(set_up.price_wrong))),
                Err(PriceFault::TooHigh) => {
                    found.push(fault(
                        at,
                        FieldCode::OutOfRange,
                        t!(set_up.price_too_high, max = format::money(MAX_PRICE)),
                    ));
                }
            }
        }
        let has_price = !typed.night.trim().is_empty() || !typed.hour.trim().is_empty();
        if has_price && typed.kind.trim().is_empty() {
            found.push(fault(
                format!("/prices/{}/kind", row.key),
                FieldCode::Required,
                t!(set_up.required),
            ));
        }
    }
    if !any
        && found.is_empty()
        && is_first
        && let Some(row) = rows.first()
    {
        found.push(fault(
            format!("/prices/{}/night", row.key),
            FieldCode::Required,
            t!(set_up.price_needed),
        ));
    }
    for (at, day) in ["/from", "/to"].into_iter().zip(days) {
        if day.is_err() {
            found.push(fault(at, FieldCode::DateNotInCalendar, t!(set_up.date_unreadable)));
        }
    }
    match days {
        [Ok(Some(from)), Ok(Some(to))] if to < from => {
            found.push(fault("/to", FieldCode::PeriodReversed, t!(set_up.price_to_reversed)));
        }
        [_, Ok(None)] if has_season => found.push(fault("/to", FieldCode::Required, t!(set_up.price_to_needed))),
        _ => {}
    }
    found
}

fn summary_item(error: &FieldError, rows: &[Row]) -> SummaryItem {
    if error.pointer == "/from" {
        return item("price-from", t!(set_up.price_from), error);
    }
    if error.pointer == "/to" {
        return item("price-to", t!(set_up.price_to), error);
    }
    let mut parts = error.pointer.trim_start_matches("/prices/").split('/');
    let (key, field) = (
        parts.next().and_then(|key| key.parse::<u32>().ok()),
        parts.next().unwrap_or_default(),
    );
    match key.and_then(|key| rows.iter().find(|row| row.key == key)) {
        Some(row) => {
            let unit = match field {
                "hour" => t!(set_up.price_hour),
                "kind" | "room_kind" => t!(set_up.quick_kind),
                _ => t!(set_up.price_night),
            };
            let kind = Some(row.kind.get())
                .filter(|kind| !kind.is_empty())
                .unwrap_or_else(|| t!(set_up.other_kind).to_owned());
            item(
                format!("price-{}-{field}", row.key),
                t!(set_up.price_of, kind = kind, unit = unit),
                error,
            )
        }
        None => item("prices", t!(set_up.step_prices), error),
    }
}

#[component]
fn PriceRow(form: Form, row: Row, facility: Signal<FacilityOut>, today: Memo<Date>, saving: Saving) -> Markup {
    let warning = move |unit: PriceUnit, value: RwSignal<String>, kept: RwSignal<bool>, id: String| {
        effect_after(move |before: Option<String>| {
            let now = value.get();
            if before.is_some_and(|before| read_price(&before) != read_price(&now)) {
                kept.set(false);
            }
            group_digits(&id, value);
            now
        });
        Signal::derive(move || {
            form.warning(row, unit).map(|text| FieldWarning {
                text,
                keep_label: t!(set_up.price_keep).to_owned(),
                kept,
                leads_to: None,
            })
        })
    };
    let (night_id, hour_id) = (format!("price-{}-night", row.key), format!("price-{}-hour", row.key));
    let night_warning = warning(PriceUnit::Night, row.night, row.night_kept, night_id.clone());
    let hour_warning = warning(PriceUnit::Hour, row.hour, row.hour_kept, hour_id.clone());
    let hint = move |unit: PriceUnit| {
        move || {
            let (now, next) = facility.with(|facility| known(facility, row.kind.get().trim(), unit, today.get()));
            let now = now.map_or_else(
                || t!(set_up.price_none).to_owned(),
                |price| {
                    t!(
                        set_up.price_now,
                        amount = format::money(price.amount_vnd),
                        date = format::date(price.effective_from)
                    )
                },
            );
            match next {
                Some(next) => {
                    let next = t!(
                        set_up.price_next,
                        amount = format::money(next.amount_vnd),
                        date = format::date(next.effective_from)
                    );
                    format!("{now}; {next}")
                }
                None => now,
            }
        }
    };
    let at = move |field: &str| saving.error(format!("/prices/{}/{field}", row.key));
    let name = move || row.kind.get();
    html! {
        <fieldset class="price-row">
            <legend class="price-kind">{move || if row.own { t!(set_up.other_kind).to_owned() } else { name() }}</legend>
            {row.own.then(|| html! {
                <Field id=format!("price-{}-kind", row.key) label=move || t!(set_up.quick_kind) error=at("kind")>
                    <TextInput value=row.kind/>
                </Field>
            })}
            <Field id=night_id label=move || t!(set_up.price_night) hint=hint(PriceUnit::Night) error=at("night") warning=night_warning>
                <TextInput value=row.night inputmode="numeric" end=unit/>
            </Field>
            <Field id=hour_id label=move || t!(set_up.price_hour) hint=hint(PriceUnit::Hour) optional=true error=at("hour") warning=hour_warning>
                <TextInput value=row.hour inputmode="numeric" end=unit/>
            </Field>
        </fieldset>
    }
}

/// Groups the digits of a price while it is typed at its end; in the middle the caret stays in place.
fn group_digits(id: &str, value: RwSignal<String>) {
    let typed = value.get_untracked();
    let Ok(Some(amount)) = read_price(&typed) else { return };
    let grouped = format::number(amount);
    if grouped == typed || typed.ends_with(char::is_alphabetic) || typed.starts_with('0') {
        return;
    }
    let input: Option<web_sys::HtmlInputElement> = browser::element(id).and_then(|input| input.dyn_into().ok());
    let is_at_end = input.is_some_and(|input| {
        let end = u32::try_from(input.value().encode_utf16().count()).unwrap_or(u32::MAX);
        input.selection_end().ok().flatten() == Some(end)
    });
    if is_at_end {
        value.set(grouped);
    }
}

fn unit() -> Markup {
    html! { <span class="input-unit" aria-hidden="true">{move || t!(set_up.price_unit)}</span> }
}

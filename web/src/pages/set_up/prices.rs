//! Listed prices (giá niêm yết). Earlier ones stay on record; a new one applies from a day on, or for a season.

use super::price_history::PriceHistory;
use super::price_rows::{Days, MAX_PRICE, PriceFault, is_far, kinds, known, read_price, to_declare};
use super::{Here, NextPart, Part as Step, newer};
use crate::api::{Api, ApiError};
use crate::browser;
use crate::form::{Field as Asked, Form, Part, Rows, Sheet, Typed, id_of, kept, moment};
use crate::format;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::{each, effect_after, when};
use crate::t;
use crate::ui::{Button, ButtonKind, ButtonLink, Empty, Field, FieldWarning, TextInput, Toasts};
use dto::Given;
use dto::facility::FacilityOut;
use dto::price::{PriceUnit, PricesIn};
use dto::problem::{FieldCode, FieldError};
use leptos::prelude::*;
use time::Date;
use wasm_bindgen::JsCast;

const PRICES: &str = "/prices";
const FROM: &str = "/from";
const TO: &str = "/to";
const SEASON: &str = "/season";
/// Mark of a row whose kind can be typed: it belongs to no room and no price.
const OWN: &str = "/own";

static ROWS: Rows = Rows {
    cells: &[
        Asked::line("/kind", || t!(set_up.quick_kind)),
        Asked::line(NIGHT.0, || t!(set_up.price_night)).says(price_words),
        Asked::line(HOUR.0, || t!(set_up.price_hour)).says(price_words),
        Asked::line(OWN, || ""),
    ],
    label: |form, row, cell| {
        let kind = form.text(&format!("{row}/kind")).get();
        let kind = if kind.is_empty() {
            t!(set_up.other_kind).to_owned()
        } else {
            kind
        };
        t!(set_up.price_of, kind = kind, unit = cell.name())
    },
    draw: |form| html! { <PriceRows form/> },
};

/// The two prices of a row: the end of the pointer, and the unit.
const NIGHT: (&str, PriceUnit) = ("/night", PriceUnit::Night);
const HOUR: (&str, PriceUnit) = ("/hour", PriceUnit::Hour);

const PARTS: &[Part] = &[
    Part {
        fields: &[Asked::rows(PRICES, || t!(set_up.step_prices), &ROWS)
            .says(|error| (error.code == FieldCode::NothingToChange).then(|| t!(set_up.nothing_new).to_owned()))],
        ..Part::PLAIN
    },
    Part {
        fields: &[
            Asked::day(FROM, || t!(set_up.price_from))
                .optional()
                .hint(|| t!(set_up.price_from_hint))
                .says(day_words),
            Asked::day(TO, || t!(set_up.price_to))
                .optional()
                .hint(|| t!(set_up.price_to_hint))
                .says(day_words),
            Asked::line(SEASON, || t!(set_up.price_season))
                .optional()
                .hint(|| t!(set_up.price_season_hint)),
        ],
        ..Part::PLAIN
    },
];

fn price_words(error: &FieldError) -> Option<String> {
    let value = |name: &str| error.params.get(name);
    Some(match error.code {
        FieldCode::UnknownValue => t!(set_up.price_wrong).to_owned(),
        FieldCode::Required => t!(set_up.price_needed).to_owned(),
        FieldCode::OutOfRange => match (value("max"), value("amount"), value("before")) {
            (Some(max), ..) => t!(set_up.price_too_high, max = max),
            (_, Some(amount), Some(before)) => t!(set_up.price_far, amount = amount, before = before),
            _ => return None,
        },
        _ => return None,
    })
}

fn day_words(error: &FieldError) -> Option<String> {
    let text = match error.code {
        FieldCode::DateNotInCalendar => t!(set_up.date_unreadable),
        FieldCode::PeriodReversed => t!(set_up.price_to_reversed),
        FieldCode::Required => t!(set_up.price_to_needed),
        _ => return None,
    };
    Some(text.to_owned())
}

/// Returns a row for each kind, without prices.
fn blank(facility: &FacilityOut) -> Typed {
    let kinds = kinds(facility);
    if kinds.is_empty() {
        return Typed::default().with_row(PRICES, &[(OWN, "1".to_owned())]);
    }
    kinds.into_iter().fold(Typed::default(), |typed, kind| {
        typed.with_row(PRICES, &[("/kind", kind.to_owned())])
    })
}

/// Returns the day in a field, if one was typed.
fn day(typed: &Typed, at: &str, today: Date) -> Result<Option<Date>, FieldError> {
    match moment(typed.text(at), today) {
        Given::Value(at) => Ok(Some(rules::zone::local_date(at.get()))),
        Given::Bad(_) => Err(FieldError::new(at, FieldCode::DateNotInCalendar)),
        _ => Ok(None),
    }
}

/// Returns the error that a price is far from the one in force: a zero too many or too few.
fn far(at: String, text: &str, kind: &str, unit: PriceUnit, facility: &FacilityOut, today: Date) -> Option<FieldError> {
    let amount = read_price(text).ok().flatten()?;
    let (now, next) = known(facility, kind.trim(), unit, today);
    let before = now.or(next).map(|price| price.amount_vnd)?;
    is_far(before, amount).then(|| {
        FieldError::new(at, FieldCode::OutOfRange)
            .with("amount", format::money(amount))
            .with("before", format::money(before))
    })
}

/// Returns the request, or all errors; the errors of a row have its place.
fn declaration(typed: &Typed, facility: &FacilityOut, today: Date) -> Result<PricesIn, Vec<FieldError>> {
    let rows = typed.rows(PRICES);
    let (mut found, mut prices) = (Vec::new(), Vec::new());
    for (place, row) in rows.iter().enumerate() {
        let kind = typed.raw(&format!("{row}/kind"));
        let mut has_price = false;
        for (cell, unit) in [NIGHT, HOUR] {
            let (text, own) = (typed.raw(&format!("{row}{cell}")), format!("{row}{cell}"));
            let at = format!("{PRICES}/{place}{cell}");
            has_price |= !text.trim().is_empty();
            match read_price(text) {
                Ok(price) => prices.extend(price.map(|price| (kind.trim(), unit, price))),
                Err(PriceFault::Unreadable) => found.push(FieldError::new(at.clone(), FieldCode::UnknownValue)),
                Err(PriceFault::TooHigh) => {
                    let max = format::money(MAX_PRICE);
                    found.push(FieldError::new(at.clone(), FieldCode::OutOfRange).with("max", max));
                }
            }
            if !typed.tick(&kept(&own)) {
                found.extend(far(at, text, kind, unit, facility, today));
            }
        }
        if has_price && kind.trim().is_empty() {
            found.push(FieldError::new(format!("{PRICES}/{place}/kind"), FieldCode::Required));
        }
    }
    if prices.is_empty() && found.is_empty() && facility.prices.is_empty() {
        found.push(FieldError::new(format!("{PRICES}/0{}", NIGHT.0), FieldCode::Required));
    }
    let season = typed.raw(SEASON).trim().to_owned();
    let days = [FROM, TO].map(|at| day(typed, at, today));
    match &days {
        [Ok(Some(from)), Ok(Some(to))] if to < from => found.push(FieldError::new(TO, FieldCode::PeriodReversed)),
        [_, Ok(None)] if !season.is_empty() => found.push(FieldError::new(TO, FieldCode::Required)),
        _ => {}
    }
    let [from, to] = days.map(|day| day.map_err(|error| found.push(error)).ok().flatten());
    if !found.is_empty() {
        return Err(found);
    }
    let days = Days {
        from,
        to,
        season: Some(season).filter(|season| !season.is_empty()),
    };
    let prices = to_declare(&prices, facility, &days, today);
    if prices.is_empty() {
        return Err(vec![FieldError::new(PRICES, FieldCode::NothingToChange)]);
    }
    Ok(PricesIn {
        version: facility.version,
        prices,
    })
}

/// Renders the part.
#[component]
pub fn PricesPart(
    /// Facility as the server has it.
    facility: Signal<FacilityOut>,
    /// Called with the saved facility.
    saved: Callback<FacilityOut>,
) -> Markup {
    let (api, lists, toasts) = (Api::here(), Lists::here(), Toasts::here());
    Here::provide(facility);
    let declared = move |typed: &Typed| {
        let today = rules::zone::local_date(lists.clock().now_untracked().get());
        facility.with_untracked(|facility| declaration(typed, facility, today))
    };
    let now = Signal::derive(move || facility.with(blank));
    let sheet = Sheet::new(
        PARTS,
        || t!(set_up.save_prices),
        now.get_untracked(),
        move |typed, _| declared(typed).err().unwrap_or_default(),
    )
    .busy(|| t!(stay.saving))
    .kept("facility.prices")
    .starts_from(now)
    .when_stale(Some(|| t!(set_up.conflict)), Some(newer(facility, saved)))
    .sends(
        move |form| {
            let id = facility.with_untracked(|facility| facility.id);
            let declared = declared(&form.typed_now());
            async move {
                let declared = declared.map_err(|_| ApiError::Stopped)?;
                api.declare_prices(id, &declared).await
            }
        },
        move |changed| {
            toasts.ok(t!(set_up.prices_saved), String::new(), None);
            saved.run(changed);
        },
    );
    add_kinds(sheet.form, facility);
    let setup = Memo::new(move |_| facility.with(|facility| facility.setup.clone()));
    let waits = Memo::new(move |_| setup.with(|setup| setup.needs_rooms && !setup.rooms_done));
    html! {
        <div class="set-up-form">
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
                    {sheet.page_of("set-up-form", (), html! { <NextPart facility part=Step::Prices/> })}
                    <PriceHistory facility/>
                }
            }}
        </div>
    }
}

/// Adds the kinds that a draft does not have: there are new rooms since.
fn add_kinds(form: Form, facility: Signal<FacilityOut>) {
    let typed = form.typed_now();
    let there = typed.rows(PRICES);
    let has = |kind: &str| there.iter().any(|row| typed.raw(&format!("{row}/kind")) == kind);
    for kind in facility.with_untracked(|facility| kinds(facility).into_iter().map(str::to_owned).collect::<Vec<_>>()) {
        if !has(&kind) {
            form.add_row(PRICES, usize::MAX, &[("/kind", kind)]);
        }
    }
}

#[component]
fn PriceRows(form: Form) -> Markup {
    let (facility, lists) = (Here::facility(), Lists::here());
    let today = Memo::new(move |_| lists.clock().today());
    // A row for a kind that no room has.
    let add = Callback::new(move |()| {
        let row = form.add_row(PRICES, usize::MAX, &[(OWN, "1".to_owned())]);
        let id = id_of(&format!("{row}/kind"));
        request_animation_frame(move || {
            browser::focus(&id);
        });
    });
    html! {
        <div class="price-rows set-up-wide" id=id_of(PRICES)>
            {each(
                move || form.keys(PRICES).get(),
                ToString::to_string,
                move |key| html! { <PriceRow form row=format!("{PRICES}/{key}") facility today/> },
            )}
        </div>
        <div>
            <Button kind=ButtonKind::Quiet label=move || t!(set_up.add_kind) icon="plus" on_press=add/>
        </div>
    }
}

#[component]
fn PriceRow(form: Form, row: String, facility: Signal<FacilityOut>, today: Memo<Date>) -> Markup {
    let at = move |cell: &str| format!("{row}{cell}");
    let (kind, own) = (
        form.text(&at("/kind")),
        !form.text(&at(OWN)).with_untracked(String::is_empty),
    );
    let warning = move |at: String, unit: PriceUnit| {
        let (value, kept, id) = (form.text(&at), form.tick(&kept(&at)), id_of(&at));
        effect_after(move |before: Option<String>| {
            let now = value.get();
            if before.is_some_and(|before| read_price(&before) != read_price(&now)) {
                kept.set(false);
            }
            group_digits(&id, value);
            now
        });
        Signal::derive(move || {
            let far = facility.with(|facility| far(at.clone(), &value.get(), &kind.get(), unit, facility, today.get()));
            far.map(|far| FieldWarning {
                text: form.said(&far),
                keep_label: t!(set_up.price_keep).to_owned(),
                kept,
                leads_to: None,
            })
        })
    };
    let hint = move |unit: PriceUnit| {
        move || {
            let (now, next) = facility.with(|facility| known(facility, kind.get().trim(), unit, today.get()));
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
    let price = move |(cell, unit): (&str, PriceUnit), at: String, label: fn() -> &'static str| {
        let (value, error, optional) = (form.text(&at), form.error(at.clone()), cell == HOUR.0);
        html! {
            <Field id=id_of(&at) label=label hint=hint(unit) optional=optional error=error warning=warning(at, unit)>
                <TextInput value inputmode="numeric" end=unit_of_money/>
            </Field>
        }
    };
    html! {
        <fieldset class="price-row">
            <legend class="price-kind">{move || if own { t!(set_up.other_kind).to_owned() } else { kind.get() }}</legend>
            {own.then(|| html! {
                <Field id=id_of(&at("/kind")) label=move || t!(set_up.quick_kind) error=form.error(at("/kind"))>
                    <TextInput value=kind/>
                </Field>
            })}
            {price(NIGHT, at(NIGHT.0), || t!(set_up.price_night))}
            {price(HOUR, at(HOUR.0), || t!(set_up.price_hour))}
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

fn unit_of_money() -> Markup {
    html! { <span class="input-unit" aria-hidden="true">{move || t!(set_up.price_unit)}</span> }
}

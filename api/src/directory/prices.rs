//! Listed prices: they are declared and never changed.

use super::entity::listed_price;
use super::price_list::{by_kind, price_out, term};
use super::service::{facility_out, finish_setup, next_version, whole};
use super::store;
use crate::audit::Event;
use crate::authz::{ScopedCaller, Territory};
use crate::db::Coded;
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use dto::Timestamp;
use dto::price::{PriceIn, PriceListOut, PriceOut, PricesIn};
use rules::listed_price::{Term, applying};
use sea_orm::ActiveValue::Set;
use time::Date;
use uuid::Uuid;

/// Declares prices; earlier ones remain recorded.
pub async fn declare(caller: &ScopedCaller<Territory>, id: Uuid, body: PricesIn, once: Once) -> Result<Answer> {
    let app = &caller.app;
    let by = caller.account()?.account_id;
    let references = app.references(caller.now).await?;
    once.write(caller, Effect::Changed, async |tx| {
        let before = whole(tx, &caller.scope, id).await?;
        next_version(tx, &before.facility, body.version, caller.now).await?;
        store::add_prices(tx, rows(id, &body.prices, by, caller.now)).await?;
        let after = finish_setup(tx, caller, id, &references).await?;
        let event = Event::new("prices_declared", "facility")
            .on(id)
            .in_area(&after.facility.area_code)
            .with("prices", body.prices.len());
        Ok((facility_out(&after, &references, caller), event.into()))
    })
    .await
}

/// Returns the prices of a day, and all declarations.
pub async fn list(caller: &ScopedCaller<Territory>, id: Uuid, on: Option<Date>) -> Result<PriceListOut> {
    let app = &caller.app;
    let db = app.db.read();
    store::facility(db, &caller.scope, id)
        .await?
        .ok_or_else(Error::not_found)?;
    let all = store::prices(db, id).await?;
    let on = on.unwrap_or_else(|| rules::zone::local_date(caller.now.get()));
    let mut declared: Vec<&listed_price::Model> = all.iter().collect();
    declared.sort_by_key(|price| std::cmp::Reverse((price.declared_at, price.id)));
    let mut applies: Vec<PriceOut> = by_kind(&all)
        .into_values()
        .filter_map(|prices| {
            let terms: Vec<Term> = prices.iter().map(|price| term(price)).collect();
            Some(price_out(prices[applying(&terms, on)?]))
        })
        .collect();
    applies.sort_by(|a, b| (&a.room_kind, a.unit.as_str()).cmp(&(&b.room_kind, b.unit.as_str())));
    Ok(PriceListOut {
        on,
        applying: applies,
        declared: declared.into_iter().map(price_out).collect(),
        truncated: all.len() as u64 >= store::MOST_PRICES,
    })
}

pub(super) fn rows(facility_id: Uuid, prices: &[PriceIn], by: Uuid, now: Timestamp) -> Vec<listed_price::ActiveModel> {
    let today = rules::zone::local_date(now.get());
    prices
        .iter()
        .map(|price| listed_price::ActiveModel {
            id: Set(Uuid::now_v7()),
            facility_id: Set(facility_id),
            room_kind: Set(rules::name::normalise(&price.room_kind)),
            unit: Set(Coded(price.unit)),
            amount_vnd: Set(price.amount_vnd),
            effective_from: Set(price.effective_from.unwrap_or(today)),
            effective_to: Set(price.effective_to),
            season: Set(price.season.as_deref().map(rules::name::normalise)),
            declared_at: Set(now.get()),
            declared_by: Set(by),
        })
        .collect()
}

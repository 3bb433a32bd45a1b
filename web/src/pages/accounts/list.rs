//! The accounts as data: a tree of areas, in them units, in them accounts.

use crate::listing::{Column, Filter, Group, Here, Kind, ListPage, Nothing, Opens, Query, Row, cell, items};
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup};
use crate::session::Session;
use crate::t;
use crate::ui::Choice;
use crate::words::account::{account_tier_name, own_tier, status_tag, status_word, tiers as tier_choices};
use crate::words::area;
use dto::account::{AccountTier, Level, Role};
use dto::administration::AccountStatus;
use leptos::prelude::*;
use rules::profile::Profile;
use rules::tiers;

/// List by area, from the top down.
pub static LIST: ListPage = ListPage {
    path: "/accounts",
    is_addressed: true,
    items,
    label: || t!(accounts.table_label),
    class: "stays accounts",
    columns: &[
        Column::opener(|| t!(accounts.col_unit), "at-name", unit),
        Column::new(
            || t!(accounts.col_login),
            "at-time mono",
            |row, _| cell::words(row.text("/login")),
        )
        .sorted("login"),
        Column::new(|| t!(accounts.col_tier), "at-facility", tier),
        Column::new(
            || t!(accounts.col_holder),
            "at-arrival",
            |row, _| cell::words(row.text("/holder_name")),
        )
        .sorted("holder_name"),
        Column::new(|| t!(accounts.col_status), "at-status", status),
    ],
    filters: &[
        Filter::new(
            TIER,
            || t!(accounts.filter_tier),
            Kind::Listed {
                any: || t!(police.any),
                search: || t!(accounts.filter_tier),
                choices: tiers_below,
                accepts: |value| AccountTier::from_name(value).is_some(),
            },
            |value, _, query| query.push((TIER, value.to_owned())),
        ),
        Filter::new(
            "area",
            || t!(accounts.filter_area),
            Kind::Listed {
                any: || t!(police.any),
                search: || t!(accounts.area_search),
                choices: area::communes,
                accepts: crate::listing::filter::is_area,
            },
            |value, _, query| query.push(("area_code", value.to_owned())),
        ),
        Filter::new(
            "status",
            || t!(accounts.filter_status),
            Kind::OneOf {
                any: || t!(police.any),
                values: &[
                    (AccountStatus::Active.as_str(), || status_word(AccountStatus::Active)),
                    (AccountStatus::Locked.as_str(), || status_word(AccountStatus::Locked)),
                    (AccountStatus::Closed.as_str(), || status_word(AccountStatus::Closed)),
                ],
            },
            |value, _, query| query.push(("status", value.to_owned())),
        ),
    ],
    order: "area",
    opens: Opens::Page(|row| format!("/accounts/{}", row.text("/id"))),
    id: "/id",
    prefix: "account-",
    opener_class: "row-open",
    row_class: |_| "",
    group: Some(Group {
        key: |row| row.text("/area/code").to_owned(),
        name: |row| row.text("/area/name").to_owned(),
        depth: |row| row.items("/area_path").len().saturating_sub(1),
        counted: || t!(accounts.unit_of_count),
        order: |row| (row.has("/facility_id").into(), unit(row) + row.text("/login")),
    }),
    ticks: None,
    none: Nothing {
        icon: "user",
        title: || t!(accounts.none),
        hint: || t!(accounts.none_hint),
    },
    none_filtered: Nothing {
        icon: "search",
        title: || t!(accounts.none_found),
        hint: || t!(accounts.none_found_hint),
    },
    reads_again: true,
};

/// Filter of the tier in the address. The operation has a role and a level, which the province's profile assigns to the
/// tier.
const TIER: &str = "tier";

/// Returns the parameters with role and level in place of the tier.
pub fn with_level(query: Query, profile: Option<&Profile>) -> Query {
    let part = |(name, value): (&'static str, String)| {
        let Some(tier) = AccountTier::from_name(&value).filter(|_| name == TIER) else {
            return vec![(name, value)];
        };
        let level = profile.and_then(|profile| tier.level_in(profile));
        let level = level.map(|level| ("level", level.as_str().to_owned()));
        let role = ("role", tier.role.as_str().to_owned());
        std::iter::once(role).chain(level).collect()
    };
    query.into_iter().flat_map(part).collect()
}

fn tiers_below(lists: Lists, session: Session) -> Vec<Choice> {
    let (Some(account), Some(profile)) = (session.account().get(), lists.profile()) else {
        return Vec::new();
    };
    let own = own_tier(&account, &profile.profile);
    tier_choices(&profile.profile, |tier| {
        own.is_some_and(|own| tiers::may_see(own, tier, &profile.profile))
    })
}

/// Returns the unit; an account without one by its login name.
fn unit(row: &Row) -> String {
    match row.text("/unit_name") {
        "" => row.text("/login").to_owned(),
        name => name.to_owned(),
    }
}

fn tier(row: &Row, _: Here) -> Markup {
    let role = row.code::<Role>("/role");
    role.map(|role| account_tier_name(role, row.code::<Level>("/level")))
        .into_markup()
}

fn status(row: &Row, _: Here) -> Markup {
    row.code("/status").map(status_tag).into_markup()
}

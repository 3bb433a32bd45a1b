//! Who may call an operation, in words, from its row of the policy table.

use crate::authz::Flag;
use crate::authz::policy::{Access, Reach, Row, Who};
use dto::account::Role;
use dto::say;
use dto::text::Lang;

/// Returns the roles that may call an operation, each with its scope.
pub fn of(row: &Row, lang: Lang) -> String {
    let rights = match row.access {
        Access::Public(_) => return say!(lang, docs.call.anybody).to_owned(),
        Access::Roles(rights) => rights,
    };
    let is_everyone = [
        Role::Administrator,
        Role::Police,
        Role::Tax,
        Role::Tourism,
        Role::Statistics,
        Role::Facility,
    ]
    .iter()
    .all(|role| rights.iter().any(|(who, _)| who.role == *role && who.levels.is_empty()));
    let is_alike = rights.windows(2).all(|pair| pair[0].1 == pair[1].1);
    let callers = if is_everyone && is_alike {
        let reach = rights.first().map(|(_, reach)| scope(*reach, lang)).unwrap_or_default();
        say!(lang, docs.call.everyone, reach = reach)
    } else {
        let each = rights.iter().map(|(who, reach)| {
            say!(
                lang,
                docs.call.one,
                who = caller(who, lang),
                reach = scope(*reach, lang)
            )
        });
        each.collect::<Vec<_>>().join(", ")
    };
    let mut said = say!(lang, docs.call.these, callers = callers);
    for (is_so, what) in [
        (row.has(Flag::HolderOnly), say!(lang, docs.call.holder_only)),
        (row.has(Flag::SessionOnly), say!(lang, docs.call.session_only)),
        (row.has(Flag::OfDelegation), say!(lang, docs.call.of_delegation)),
    ] {
        if is_so {
            said.push(' ');
            said.push_str(what);
        }
    }
    said
}

fn caller(who: &Who, lang: Lang) -> String {
    let role = match who.role {
        Role::Administrator => say!(lang, docs.who.administrator),
        Role::Police => say!(lang, docs.who.police),
        Role::Tax => say!(lang, docs.who.tax),
        Role::Tourism => say!(lang, docs.who.tourism),
        Role::Statistics => say!(lang, docs.who.statistics),
        Role::Finance => say!(lang, docs.who.finance),
        Role::Operation => say!(lang, docs.who.operation),
        Role::Facility => say!(lang, docs.who.facility),
    };
    let tiers = who.levels.iter().map(|level| match level {
        1 => say!(lang, docs.who.province).to_owned(),
        2 => say!(lang, docs.who.district).to_owned(),
        _ => say!(lang, docs.who.commune).to_owned(),
    });
    match tiers.reduce(|one, other| say!(lang, docs.who.both, one = one, other = other)) {
        Some(tiers) => say!(lang, docs.who.of_tier, role = role, tiers = tiers),
        None => role.to_owned(),
    }
}

fn scope(reach: Reach, lang: Lang) -> &'static str {
    match reach {
        Reach::OwnAccount => say!(lang, docs.reach.own_account),
        Reach::OwnFacility => say!(lang, docs.reach.own_facility),
        Reach::OwnArea => say!(lang, docs.reach.own_area),
        Reach::ToldInOwnArea => say!(lang, docs.reach.told_in_own_area),
        Reach::OwnTier => say!(lang, docs.reach.own_tier),
        Reach::OwnUnit => say!(lang, docs.reach.own_unit),
        Reach::OwnDossiers => say!(lang, docs.reach.own_dossiers),
        Reach::OwnConsultations => say!(lang, docs.reach.own_consultations),
        Reach::OwnDossiersAndConsultations => say!(lang, docs.reach.own_dossiers_and_consultations),
        Reach::Everything => say!(lang, docs.reach.everything),
    }
}

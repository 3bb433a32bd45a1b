//! Stays that the police enter for others: facilities without an account, households, guests themselves, notifications
//! passed on by hamlet heads (LC-10.9, LC-11.7b, LC-11.10a).

use super::checking::check_stay;
use super::input::{Notification, StayIn};
use crate::check::{CheckContext, Findings, Lists};
use crate::given::Given;
use crate::problem::{FieldCode, FieldError, Warning};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const MAX_NAME: usize = 160;
const MAX_PERSON: usize = 120;
const MAX_ADDRESS: usize = 200;
/// Tolerance for a clock that is a little ahead, in seconds.
const GRACE_SECONDS: i64 = 60;

rules::codes! {
    /// Who notifies the police of a stay.
    NotifierKind {
        /// A facility without an account, or whose account does not work (LC-10.9-1).
        Facility = "facility",
        /// A household (LC-11.10a).
        Household = "household",
        /// Collective housing.
        CollectiveHousing = "collective_housing",
        /// The guest.
        Guest = "guest",
    }
}

rules::codes! {
    /// The channel by which the police received the notification.
    Channel {
        /// At the service counter.
        Counter = "counter",
        /// By telephone.
        Phone = "phone",
        /// The head of the residential group or hamlet passed it on (LC-11.7b).
        HamletHead = "hamlet_head",
    }
}

crate::given::text_of_codes!(NotifierKind, Channel);

/// Notify a stay of which somebody notified the police.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OnBehalfIn {
    /// The facility, if the system knows it; otherwise `place`.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub facility_id: Given<Uuid>,
    /// A facility that the system does not know yet. If one with the same commune, name and address exists, it is used
    /// and no second one is created.
    #[serde(
        default,
        deserialize_with = "crate::object::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub place: Option<PlaceIn>,
    /// Who notified the police.
    #[serde(default, with = "crate::object")]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub notifier: NotifierIn,
    /// The channel by which the police received it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Channel, required = true))]
    pub channel: Given<Channel>,
    /// When the police received it; default now. It decides whether the notification is late.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Timestamp>))]
    pub received_at: Given<Timestamp>,
    /// The stay. The room may be left out.
    #[serde(default, with = "crate::object")]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub stay: StayIn,
}

/// A facility without an account.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PlaceIn {
    /// Its name; for a household, the name of its head.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = true, max_length = 160, example = "Hộ bà Trần Thị Lài"))]
    pub name: Given<String>,
    /// The code of its kind in the list `facility_kinds` (KH-3f).
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = true, max_length = 40, example = "household"))]
    pub kind: Given<String>,
    /// The code of its commune.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = true, max_length = 10, example = "22366"))]
    pub area_code: Given<String>,
    /// Street and number, or hamlet.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = true, max_length = 200, example = "Tổ 4 Vĩnh Hải"))]
    pub address: Given<String>,
    /// Its telephone.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 32))]
    pub phone: Given<String>,
}

/// Who notified the police.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NotifierIn {
    /// The kind of notifier.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = NotifierKind, required = true))]
    pub kind: Given<NotifierKind>,
    /// The name.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = true, max_length = 120, example = "Trần Thị Lài"))]
    pub name: Given<String>,
    /// The telephone.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 32))]
    pub phone: Given<String>,
}

/// How the police received the notification of a stay.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Received {
    /// The channel by which the police received it.
    pub channel: Channel,
    /// Who notified the police.
    pub notifier_kind: NotifierKind,
    /// The name.
    pub notifier_name: String,
    /// The telephone.
    pub notifier_phone: Option<String>,
    /// When the police received it.
    pub at: Timestamp,
    /// When it was entered.
    pub entered_at: Timestamp,
    /// The person who entered it.
    pub entered_by: String,
}

/// The facility of a stay that the police enter.
#[derive(Clone, PartialEq)]
pub enum Where {
    /// A known facility.
    Known(Uuid),
    /// An unknown facility; its kind and commune still have to be looked up.
    New(Place),
}

/// A valid facility.
#[derive(Clone, PartialEq)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// Its commune.
    pub area_code: String,
    /// Its address.
    pub address: String,
    /// Telephone.
    pub phone: Option<String>,
}

/// A valid stay that the police enter.
pub struct Told {
    /// The stay.
    pub notification: Notification,
    /// The warnings.
    pub warnings: Vec<Warning>,
    /// Who notified the police.
    pub notifier_kind: NotifierKind,
    /// The name.
    pub notifier_name: String,
    /// The telephone.
    pub notifier_phone: Option<String>,
    /// The channel.
    pub channel: Channel,
    /// When the police received it.
    pub received_at: Timestamp,
}

/// The facility of the stay: it has to be known before the rest can be checked.
///
/// # Errors
/// Neither a known facility nor the data of a new one, or both.
pub fn check_where(told: &OnBehalfIn) -> Result<Where, Vec<FieldError>> {
    match (&told.facility_id, &told.place) {
        (Given::Bad(_), _) => Err(vec![FieldError::new("/facility_id", FieldCode::UnknownValue)]),
        (Given::Value(_), Some(_)) => Err(vec![FieldError::new("/place", FieldCode::EitherOr)]),
        (Given::Value(id), None) => Ok(Where::Known(*id)),
        (Given::Missing | Given::Null, None) => Err(vec![FieldError::new("/facility_id", FieldCode::Required)]),
        (Given::Missing | Given::Null, Some(place)) => {
            let mut found = Findings::default();
            let name = found.required_text("/place/name", &place.name, MAX_NAME);
            let kind = found.required_text("/place/kind", &place.kind, 40);
            let area_code = found.required_text("/place/area_code", &place.area_code, 10);
            let address = found.required_text("/place/address", &place.address, MAX_ADDRESS);
            let phone = telephone("/place/phone", &place.phone, &mut found);
            let place = (|| {
                Some(Place {
                    name: name?,
                    kind: kind?,
                    area_code: area_code?,
                    address: address?,
                    phone,
                })
            })();
            place
                .filter(|_| found.errors.is_empty())
                .map(Where::New)
                .ok_or(found.errors)
        }
    }
}

/// Checks the rest.
///
/// # Errors
/// All errors; those of the stay have pointers into `/stay`.
pub fn check_on_behalf(
    told: &OnBehalfIn,
    context: CheckContext<'_>,
    lists: &dyn Lists,
) -> Result<Told, Vec<FieldError>> {
    let mut found = Findings::default();
    let notifier_kind = found.required("/notifier/kind", &told.notifier.kind, FieldCode::UnknownValue);
    let notifier_name = found.required_text("/notifier/name", &told.notifier.name, MAX_PERSON);
    let notifier_phone = telephone("/notifier/phone", &told.notifier.phone, &mut found);
    let channel = found.required("/channel", &told.channel, FieldCode::UnknownValue);
    let received_at = found
        .optional("/received_at", &told.received_at, FieldCode::InstantMalformed)
        .unwrap_or(context.now);
    if received_at > context.now.plus_seconds(GRACE_SECONDS) {
        found.error("/received_at", FieldCode::InstantInFuture);
    } else if rules::zone::local_date(received_at.get()).year() < context.profile.birth.earliest_year {
        found.error("/received_at", FieldCode::OutOfRange);
    } else if received_at < earliest_received(context) {
        found
            .error("/received_at", FieldCode::ReceivedTooLongAgo)
            .params
            .insert("days".into(), context.profile.on_behalf.days_back.to_string());
    }
    let verdict = check_stay(&told.stay, context, lists);
    let mut errors = found.errors;
    errors.extend(verdict.errors.into_iter().map(|mut error| {
        error.pointer = format!("/stay{}", error.pointer);
        error
    }));
    let told = (|| {
        Some(Told {
            notification: verdict.value?,
            warnings: verdict.warnings,
            notifier_kind: notifier_kind?,
            notifier_name: notifier_name?,
            notifier_phone,
            channel: channel?,
            received_at,
        })
    })();
    told.filter(|_| errors.is_empty()).ok_or(errors)
}

/// A notification that was received earlier can no longer be entered: it would change registers that others have read,
/// and make a late facility appear punctual. It also cannot be entered for a month that has left the online period.
fn earliest_received(context: CheckContext<'_>) -> Timestamp {
    let today = rules::zone::local_date(context.now.get());
    let back = today.saturating_sub(time::Duration::days(context.profile.on_behalf.days_back.into()));
    let online = context.profile.retention.online_from(today);
    rules::zone::start_of_day(online.map_or(back, |online| back.max(online))).into()
}

fn telephone(at: &str, given: &Given<String>, found: &mut Findings) -> Option<String> {
    let phone = found.optional_text(at, given, 32);
    if phone.as_ref().is_some_and(|phone| crate::check::phone(phone).is_err()) {
        found.error(at, FieldCode::PhoneMalformed);
    }
    phone
}

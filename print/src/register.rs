//! The data of the register of stays received (sổ tiếp nhận lưu trú, LC-3.2-2).

use crate::format::{day, moment, moment_if};
use serde::Serialize;
use time::{Date, OffsetDateTime};

/// The register of a facility or an area over a period. Instants are in local time.
#[derive(Clone, Serialize)]
pub struct StayRegister {
    /// The unit or facility that prints it.
    pub keeper: String,
    /// The superior unit, if it has one.
    pub keeper_parent: String,
    /// The place in its date line.
    pub place: String,
    /// The day in its date line.
    #[serde(serialize_with = "day")]
    pub on: Date,
    /// The time of printing.
    #[serde(serialize_with = "moment")]
    pub printed_at: OffsetDateTime,
    /// The person who prints it.
    pub printed_by: String,
    /// The kind of its subject.
    pub place_kind: RegisterOf,
    /// The name of the facility or area.
    pub place_name: String,
    /// The address of a facility.
    pub place_address: String,
    /// First day of the period.
    #[serde(serialize_with = "day")]
    pub from: Date,
    /// Last day of the period.
    #[serde(serialize_with = "day")]
    pub to: Date,
    /// The number of its lines.
    pub total: usize,
    /// The number of late notifications.
    pub late: usize,
    /// The number of cancelled stays.
    pub cancelled: usize,
    /// The lines, in the order of notification.
    pub lines: Vec<RegisterLine>,
}

/// The subject of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RegisterOf {
    /// One facility.
    Facility,
    /// A commune, or a superior area.
    Area,
}

/// One stay.
#[derive(Clone, Serialize)]
pub struct RegisterLine {
    /// The running number.
    pub number: u64,
    /// The time of notification.
    #[serde(serialize_with = "moment")]
    pub notified_at: OffsetDateTime,
    /// The notifier.
    pub notified_by: String,
    /// The name of the guest.
    pub full_name: String,
    /// Date or year of birth, in printed form.
    pub birth: String,
    /// `male` or `female`.
    pub sex: String,
    /// The name of the nationality.
    pub nationality: String,
    /// The name of the kind of document.
    pub document_kind: String,
    /// Its number.
    pub document_number: String,
    /// The address of the guest.
    pub address: String,
    /// The name of the facility.
    pub facility: String,
    /// Street and commune of the facility: the address of the stay (Law on Residence, Article 30).
    pub facility_address: String,
    /// The name of the room.
    pub room: String,
    /// `overnight` or `day_use`.
    pub kind: String,
    /// The time of arrival.
    #[serde(serialize_with = "moment")]
    pub arrival_at: OffsetDateTime,
    /// The planned time of departure.
    #[serde(serialize_with = "moment")]
    pub planned_departure_at: OffsetDateTime,
    /// The actual time of departure.
    #[serde(serialize_with = "moment_if")]
    pub departed_at: Option<OffsetDateTime>,
    /// The reason of stay.
    pub reason: String,
    /// The code of the state of the stay.
    pub state: String,
    /// The lateness of the notification, in minutes.
    pub late_minutes: Option<i64>,
    /// Whether it is struck through, because it was cancelled after the notification.
    pub struck: bool,
}

//! What stands in the register of stays received (sổ tiếp nhận lưu trú, LC-3.2-2).

use crate::format::{day, moment, moment_if};
use serde::Serialize;
use time::{Date, OffsetDateTime};

/// The register of a facility or an area over a period. Instants are on the local clock.
#[derive(Clone, Serialize)]
pub struct StayRegister {
    /// Who prints it: the police unit, or the facility.
    pub keeper: String,
    /// The unit above, if it has one.
    pub keeper_parent: String,
    /// The place that it is dated from.
    pub place: String,
    /// The day that it is dated from.
    #[serde(serialize_with = "day")]
    pub on: Date,
    /// When it is printed.
    #[serde(serialize_with = "moment")]
    pub printed_at: OffsetDateTime,
    /// The person who prints it.
    pub printed_by: String,
    /// What it is the register of.
    pub place_kind: RegisterOf,
    /// The facility or area by name.
    pub place_name: String,
    /// The address of a facility.
    pub place_address: String,
    /// First day of the period.
    #[serde(serialize_with = "day")]
    pub from: Date,
    /// Last day of the period.
    #[serde(serialize_with = "day")]
    pub to: Date,
    /// How many lines it has.
    pub total: usize,
    /// Those that were notified late.
    pub late: usize,
    /// Those that were cancelled.
    pub cancelled: usize,
    /// The lines, in the order in which they were notified.
    pub lines: Vec<RegisterLine>,
}

/// What a register is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RegisterOf {
    /// One facility.
    Facility,
    /// A commune, or what lies above it.
    Area,
}

/// One stay.
#[derive(Clone, Serialize)]
pub struct RegisterLine {
    /// The running number.
    pub number: u64,
    /// When it was notified.
    #[serde(serialize_with = "moment")]
    pub notified_at: OffsetDateTime,
    /// Who notified.
    pub notified_by: String,
    /// The guest by name.
    pub full_name: String,
    /// Date or year of birth, as it is printed.
    pub birth: String,
    /// `male` or `female`.
    pub sex: String,
    /// The nationality by name.
    pub nationality: String,
    /// The kind of document by name.
    pub document_kind: String,
    /// Its number.
    pub document_number: String,
    /// The address of the guest.
    pub address: String,
    /// The facility by name.
    pub facility: String,
    /// Street and commune of the facility: the address of the stay (Law on Residence, Article 30).
    pub facility_address: String,
    /// The room by name.
    pub room: String,
    /// `overnight` or `day_use`.
    pub kind: String,
    /// When the guest arrived.
    #[serde(serialize_with = "moment")]
    pub arrival_at: OffsetDateTime,
    /// When the guest means to leave.
    #[serde(serialize_with = "moment")]
    pub planned_departure_at: OffsetDateTime,
    /// When the guest left.
    #[serde(serialize_with = "moment_if")]
    pub departed_at: Option<OffsetDateTime>,
    /// The reason of stay.
    pub reason: String,
    /// Where the stay stands, by its code.
    pub state: String,
    /// How late it was notified, in minutes.
    pub late_minutes: Option<i64>,
    /// Whether it is struck through: notified, and cancelled since.
    pub struck: bool,
}

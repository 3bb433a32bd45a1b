//! The first form of a stay. It is frozen since the first release.
//!
//! Every field is written; a field without a value is null. Codes are the strings of the API, instants are RFC 3339 in
//! UTC with seconds, days are ISO 8601. Values that are sealed in the row stay sealed.

use super::{Bytes, code};
use crate::stays::entity::stay;
use anyhow::Context;
use dto::Timestamp;
use dto::problem::{Warning, WarningCode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use time::Date;
use uuid::Uuid;

/// A version of a stay. The type has no `Debug`, so that it cannot be logged.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StayV1 {
    id: Uuid,
    stay_code: String,
    external_id: Option<String>,
    facility_id: Uuid,
    area_code: String,
    area_path: String,
    full_name: String,
    name_search: String,
    birth_date: Option<Date>,
    birth_year: i32,
    sex: String,
    nationality: String,
    nationality_name: String,
    document_type: String,
    document_name: Option<String>,
    issuing_state: Option<String>,
    document_number_sealed: Bytes,
    document_number_index: Bytes,
    phone_sealed: Option<Bytes>,
    address: Option<String>,
    visa_symbol: Option<String>,
    visa_number_sealed: Option<Bytes>,
    visa_expires_on: Option<Date>,
    permit_expires_on: Option<Date>,
    entered_on: Option<Date>,
    entry_gate: Option<String>,
    kind: String,
    room_id: Option<Uuid>,
    room_name: Option<String>,
    group_id: Option<Uuid>,
    reason: String,
    reason_label: String,
    reason_note: Option<String>,
    note: Option<String>,
    arrival_at: Timestamp,
    planned_departure_at: Timestamp,
    departed_at: Option<Timestamp>,
    departure_declared_at: Option<Timestamp>,
    frozen_until: Option<Date>,
    frozen_nights: i32,
    cancelled_at: Option<Timestamp>,
    notified_at: Timestamp,
    notified_by: Uuid,
    notified_by_operator: Option<Uuid>,
    notified_by_name: String,
    due_at: Timestamp,
    late_seconds: Option<i64>,
    warnings: Vec<WarningV1>,
    received_channel: Option<String>,
    notifier_kind: Option<String>,
    notifier_phone_sealed: Option<Bytes>,
    entered_at: Option<Timestamp>,
    entered_by_name: Option<String>,
    version: i32,
    act: String,
    act_at: Timestamp,
    act_by: Uuid,
    act_by_operator: Option<Uuid>,
    act_by_name: String,
    act_by_unit: String,
    act_reason: Option<String>,
}

/// A warning that was stored with the notification. Its text is made for the reader and is not kept.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WarningV1 {
    pointer: String,
    code: String,
    params: BTreeMap<String, String>,
    confirmed: bool,
}

impl StayV1 {
    /// Makes the form from a row.
    ///
    /// # Errors
    ///
    /// Returns an error if a warning cannot be read.
    pub(in crate::stays) fn of(row: stay::Model) -> anyhow::Result<Self> {
        let warnings: Vec<Warning> = serde_json::from_value(row.warnings)?;
        Ok(Self {
            id: row.id,
            stay_code: row.code,
            external_id: row.external_id,
            facility_id: row.facility_id,
            area_code: row.area_code,
            area_path: row.area_path,
            full_name: row.full_name,
            name_search: row.name_search,
            birth_date: row.birth_date,
            birth_year: row.birth_year,
            sex: row.sex.as_str().to_owned(),
            nationality: row.nationality,
            nationality_name: row.nationality_name,
            document_type: row.document_type.as_str().to_owned(),
            document_name: row.document_name,
            issuing_state: row.issuing_state,
            document_number_sealed: Bytes(row.document_number_sealed),
            document_number_index: Bytes(row.document_number_index),
            phone_sealed: row.phone_sealed.map(Bytes),
            address: row.address,
            visa_symbol: row.visa_symbol,
            visa_number_sealed: row.visa_number_sealed.map(Bytes),
            visa_expires_on: row.visa_expires_on,
            permit_expires_on: row.permitted_until,
            entered_on: row.entered_on,
            entry_gate: row.entry_gate,
            kind: row.kind.as_str().to_owned(),
            room_id: row.room_id,
            room_name: row.room_name,
            group_id: row.group_id,
            reason: row.reason,
            reason_label: row.reason_label,
            reason_note: row.reason_note,
            note: row.note,
            arrival_at: row.arrival_at.into(),
            planned_departure_at: row.planned_departure_at.into(),
            departed_at: row.departed_at.map(Timestamp::from),
            departure_declared_at: row.departure_declared_at.map(Timestamp::from),
            frozen_until: row.frozen_until,
            frozen_nights: row.frozen_nights,
            cancelled_at: row.cancelled_at.map(Timestamp::from),
            notified_at: row.notified_at.into(),
            notified_by: row.notified_by,
            notified_by_operator: row.notified_by_operator,
            notified_by_name: row.notified_by_name,
            due_at: row.due_at.into(),
            late_seconds: row.late_seconds,
            warnings: warnings.into_iter().map(WarningV1::of).collect(),
            received_channel: row.received_channel.map(|channel| channel.as_str().to_owned()),
            notifier_kind: row.notifier_kind.map(|kind| kind.as_str().to_owned()),
            notifier_phone_sealed: row.notifier_phone_sealed.map(Bytes),
            entered_at: row.entered_at.map(Timestamp::from),
            entered_by_name: row.entered_by_name,
            version: row.version,
            act: row.act.as_str().to_owned(),
            act_at: row.act_at.into(),
            act_by: row.act_by,
            act_by_operator: row.act_by_operator,
            act_by_name: row.act_by_name,
            act_by_unit: row.act_by_unit,
            act_reason: row.act_reason,
        })
    }

    /// Returns the row.
    ///
    /// # Errors
    ///
    /// Returns an error if this release does not know a code or a warning.
    pub(in crate::stays) fn into_row(self) -> anyhow::Result<stay::Model> {
        let warnings = self.warnings.into_iter().map(WarningV1::into_warning);
        let warnings = warnings.collect::<anyhow::Result<Vec<Warning>>>()?;
        // Not part of the record: it is computed from the name by the current rule.
        let name_order = rules::name_order::key(&self.full_name);
        Ok(stay::Model {
            id: self.id,
            code: self.stay_code,
            external_id: self.external_id,
            facility_id: self.facility_id,
            area_code: self.area_code,
            area_path: self.area_path,
            full_name: self.full_name,
            name_search: self.name_search,
            name_order,
            birth_date: self.birth_date,
            birth_year: self.birth_year,
            sex: code(&self.sex)?,
            nationality: self.nationality,
            nationality_name: self.nationality_name,
            document_type: code(&self.document_type)?,
            document_name: self.document_name,
            issuing_state: self.issuing_state,
            document_number_sealed: self.document_number_sealed.0,
            document_number_index: self.document_number_index.0,
            phone_sealed: self.phone_sealed.map(|sealed| sealed.0),
            address: self.address,
            visa_symbol: self.visa_symbol,
            visa_number_sealed: self.visa_number_sealed.map(|sealed| sealed.0),
            visa_expires_on: self.visa_expires_on,
            permitted_until: self.permit_expires_on,
            entered_on: self.entered_on,
            entry_gate: self.entry_gate,
            kind: code(&self.kind)?,
            room_id: self.room_id,
            room_name: self.room_name,
            group_id: self.group_id,
            reason: self.reason,
            reason_label: self.reason_label,
            reason_note: self.reason_note,
            note: self.note,
            arrival_at: self.arrival_at.get(),
            planned_departure_at: self.planned_departure_at.get(),
            departed_at: self.departed_at.map(Timestamp::get),
            departure_declared_at: self.departure_declared_at.map(Timestamp::get),
            frozen_until: self.frozen_until,
            frozen_nights: self.frozen_nights,
            cancelled_at: self.cancelled_at.map(Timestamp::get),
            notified_at: self.notified_at.get(),
            notified_by: self.notified_by,
            notified_by_operator: self.notified_by_operator,
            notified_by_name: self.notified_by_name,
            due_at: self.due_at.get(),
            late_seconds: self.late_seconds,
            warnings: serde_json::to_value(warnings)?,
            received_channel: self.received_channel.as_deref().map(code).transpose()?,
            notifier_kind: self.notifier_kind.as_deref().map(code).transpose()?,
            notifier_phone_sealed: self.notifier_phone_sealed.map(|sealed| sealed.0),
            entered_at: self.entered_at.map(Timestamp::get),
            entered_by_name: self.entered_by_name,
            version: self.version,
            act: code(&self.act)?,
            act_at: self.act_at.get(),
            act_by: self.act_by,
            act_by_operator: self.act_by_operator,
            act_by_name: self.act_by_name,
            act_by_unit: self.act_by_unit,
            act_reason: self.act_reason,
        })
    }

    /// Returns the sealed value or blind index of this column of `stay`.
    pub fn bytes_mut(&mut self, column: &str) -> Option<&mut Vec<u8>> {
        let bytes = match column {
            "document_number_sealed" => Some(&mut self.document_number_sealed),
            "document_number_index" => Some(&mut self.document_number_index),
            "phone_sealed" => self.phone_sealed.as_mut(),
            "visa_number_sealed" => self.visa_number_sealed.as_mut(),
            "notifier_phone_sealed" => self.notifier_phone_sealed.as_mut(),
            _ => None,
        };
        bytes.map(|bytes| &mut bytes.0)
    }
}

impl WarningV1 {
    fn of(warning: Warning) -> Self {
        Self {
            pointer: warning.pointer,
            code: warning.code.as_str().to_owned(),
            params: warning.params,
            confirmed: warning.confirmed,
        }
    }

    fn into_warning(self) -> anyhow::Result<Warning> {
        let code = WarningCode::ALL.iter().find(|code| code.as_str() == self.code);
        Ok(Warning {
            pointer: self.pointer,
            code: *code.context("a version holds an unknown warning")?,
            message: String::new(),
            params: self.params,
            confirmed: self.confirmed,
        })
    }
}

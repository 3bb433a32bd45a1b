//! The file that the immigration site imports: XML `KHAI_BAO_TAM_TRU` (docs/formats.md 1), the same format that
//! `stays/import` reads. A guest is written with all data that the site requires, or is left out; missing data are
//! reported.

use super::super::answer;
use super::super::entity::stay;
use super::super::number::Number;
use crate::crypto::Sealer;
use crate::error::Result;
use dto::problem::{FieldCode, FieldError};
use dto::stay::GuestOut;
use quick_xml::escape::escape;
use rules::country::immigration_code;
use rules::date_parts::format_vn_date;
use rules::document::DocumentType;
use rules::name::as_in_mrz;
use rules::person::Sex;
use rules::unicode::is_xml;
use rules::zone::local_date;
use std::fmt::Write;
use time::Date;

/// The data of a guest in the file.
pub struct Line {
    name: String,
    birth: Date,
    birth_is_exact: bool,
    sex: &'static str,
    nationality: &'static str,
    passport: String,
    room: String,
    arrival: Date,
    planned_departure: Date,
    departure: Option<Date>,
    permitted_until: Option<Date>,
}

/// Returns a line of the file, or all errors that exclude the guest. The pointers are those of a stay.
pub fn line(row: &stay::Model, sealer: &Sealer, needs_room: bool) -> Result<Result<Line, Vec<FieldError>>> {
    let guest = answer::guest_out(row, sealer)?;
    let mut gaps = Vec::new();
    let mut missing = |pointer: &str, code| gaps.push(FieldError::new(pointer, code));
    let name = as_in_mrz(&guest.full_name);
    if name.is_none() {
        missing("/guest/full_name", FieldCode::ForeignNameNotLatin);
    }
    let nationality = immigration_code(&guest.nationality);
    if nationality.is_none() {
        missing("/guest/nationality", FieldCode::ForeignNationalityUncoded);
    }
    if guest.document_type != DocumentType::Passport {
        missing("/guest/document_type", FieldCode::ForeignNotPassport);
    }
    // A facility without rooms has no room to report.
    if row.room_name.is_none() && needs_room {
        missing("/room_id", FieldCode::ForeignRoomMissing);
    }
    Ok(match (name, nationality) {
        (Some(name), Some(nationality)) if gaps.is_empty() => Ok(Line {
            name,
            birth: birth(&guest)?,
            birth_is_exact: guest.birth_date.is_some(),
            sex: match guest.sex {
                Sex::Male => "M",
                Sex::Female => "F",
            },
            nationality,
            passport: guest.document_number,
            room: row.room_name.clone().unwrap_or_default(),
            arrival: local_date(row.arrival_at),
            planned_departure: local_date(row.planned_departure_at),
            departure: row.departed_at.map(local_date),
            permitted_until: row.permitted_until,
        }),
        _ => Err(gaps),
    })
}

/// Returns the date of birth. If only the year is known, it is 1 January, as the site requires.
fn birth(guest: &GuestOut) -> Result<Date> {
    match guest.birth_date {
        Some(date) => Ok(date),
        None => {
            Date::from_calendar_date(guest.birth_year, time::Month::January, 1).map_err(crate::error::Error::internal)
        }
    }
}

/// Writes the file. The actual departure is left out while the guest is present, and the permitted stay where it is
/// unknown.
pub fn write(lines: &[Line]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<KHAI_BAO_TAM_TRU>\n");
    for (number, line) in (1..).zip(lines) {
        xml.push_str("  <THONG_TIN_KHACH>\n");
        for (tag, value) in fields(number, line) {
            // Writing into a string cannot fail.
            let _ = writeln!(xml, "    <{tag}>{}</{tag}>", escape(in_xml(&value).as_str()));
        }
        xml.push_str("  </THONG_TIN_KHACH>\n");
    }
    xml.push_str("</KHAI_BAO_TAM_TRU>\n");
    xml
}

/// Removes the characters that XML does not allow: old room names may contain some.
fn in_xml(text: &str) -> String {
    text.chars().filter(|c| is_xml(*c)).collect()
}

fn fields(number: u32, line: &Line) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        ("so_thu_tu", number.to_string()),
        ("ho_ten", line.name.clone()),
        ("ngay_sinh", format_vn_date(line.birth)),
        (
            "ngay_sinh_dung_den",
            if line.birth_is_exact { "D" } else { "Y" }.to_owned(),
        ),
        ("gioi_tinh", line.sex.to_owned()),
        ("ma_quoc_tich", line.nationality.to_owned()),
        ("so_ho_chieu", line.passport.clone()),
        ("so_phong", line.room.clone()),
        ("ngay_den", format_vn_date(line.arrival)),
        ("ngay_di_du_kien", format_vn_date(line.planned_departure)),
    ];
    let optional = [
        ("ngay_tra_phong", line.departure),
        ("thoi_han_tam_tru", line.permitted_until),
    ];
    fields.extend(
        optional
            .into_iter()
            .filter_map(|(tag, date)| Some((tag, format_vn_date(date?)))),
    );
    fields
}

/// Returns whether the file has the same data for both rows.
pub fn tells_the_same(a: &stay::Model, b: &stay::Model, sealer: &Sealer) -> Result<bool> {
    let told = |row: &stay::Model| {
        (
            (row.full_name.clone(), row.birth_date, row.birth_year, row.sex),
            (row.nationality.clone(), row.document_type),
            row.room_name.clone(),
            local_date(row.arrival_at),
            local_date(row.planned_departure_at),
            row.departed_at.map(local_date),
            (row.permitted_until, row.cancelled_at),
        )
    };
    Ok(told(a) == told(b) && Number::of(a, sealer)? == Number::of(b, sealer)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn the_file_is_xml_whatever_a_room_is_called() {
        let line = Line {
            name: "SVOBODOVA JANA".to_owned(),
            birth: date!(1990 - 03 - 08),
            birth_is_exact: true,
            sex: "F",
            nationality: "CZE",
            passport: "CZ0000001".to_owned(),
            room: "R\u{ffff}\u{b}<&>1".to_owned(),
            arrival: date!(2026 - 11 - 21),
            planned_departure: date!(2026 - 11 - 25),
            departure: None,
            permitted_until: None,
        };
        let file = write(&[line]);
        assert!(file.contains("<so_phong>R&lt;&amp;&gt;1</so_phong>"), "{file}");
        assert!(file.chars().all(is_xml));
    }
}

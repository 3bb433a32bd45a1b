//! Examples of the texts in the document, so that Swagger UI shows typical values.
//!
//! A field with a special meaning in its schema has its own example next to its type; fields with the same meaning in
//! many schemas have their example here, once. People, addresses and numbers are invented, and are those of the demo
//! province.

use serde_json::{Value, json};
use utoipa::openapi::schema::{Array, ArrayItems, Object, Schema, SchemaType, Type};
use utoipa::openapi::{Components, RefOr};

/// Gives every text of the schemas without an example the example for its name.
pub fn add(components: &mut Components) {
    for (name, schema) in &mut components.schemas {
        if let RefOr::T(schema) = schema {
            each_object(schema, &mut |object| {
                for (property, about) in &mut object.properties {
                    if let RefOr::T(about) = about {
                        exemplify(about, name, property);
                    }
                }
            });
        }
    }
}

/// The objects that a schema is composed of.
fn each_object(schema: &mut Schema, act: &mut impl FnMut(&mut Object)) {
    let parts = match schema {
        Schema::Object(object) => return act(object),
        Schema::AllOf(all) => &mut all.items,
        Schema::OneOf(one) => &mut one.items,
        Schema::AnyOf(any) => &mut any.items,
        _ => return,
    };
    for part in parts {
        if let RefOr::T(part) = part {
            each_object(part, act);
        }
    }
}

fn exemplify(about: &mut Schema, schema: &str, property: &str) {
    match about {
        Schema::Object(object) if is_open(object) && object.example.is_none() => {
            object.example = example(schema, property);
        }
        Schema::Array(Array {
            items: ArrayItems::RefOrSchema(items),
            example: None,
            ..
        }) => {
            if let RefOr::T(Schema::Object(object)) = &mut **items
                && is_open(object)
                && object.example.is_none()
            {
                object.example = example(schema, property);
            }
        }
        _ => {}
    }
}

/// Whether a value may have any form: a text without a format, or an object without named fields.
fn is_open(object: &Object) -> bool {
    let has = |kind: &Type| match &object.schema_type {
        SchemaType::Type(own) => own == kind,
        SchemaType::Array(kinds) => kinds.contains(kind),
        SchemaType::AnyValue => false,
    };
    has(&Type::String) && object.format.is_none() && object.enum_values.is_none()
        || has(&Type::Object) && object.properties.is_empty()
}

/// The example of a property; another one in a schema where the name has another meaning.
fn example(schema: &str, property: &str) -> Option<Value> {
    own(schema, property)
        .or_else(|| of_people(property))
        .or_else(|| of_guests(property))
        .or_else(|| of_agencies(property))
        .or_else(|| of_answers(property))
        .map(|text| json!(text))
        .or_else(|| structured(property))
}

fn own(schema: &str, property: &str) -> Option<&'static str> {
    Some(match (schema, property) {
        ("StaySummary", "stay_code") => "LT-261121-7K2M9QXD4T",
        ("ReasonRef", "code") => "tourism",
        ("ReasonRef", "label") => "Du lịch",
        ("ReasonRef", "note") => "Dự đám cưới người thân",
        ("HolderOut", "name") => "Lê Thị Mỹ Duyên",
        ("RoomDayOut" | "RoomRef", "name") => "401",
        ("ProfileOut", "software_version") => env!("CARGO_PKG_VERSION"),
        ("Problem", "title") => "Còn chỗ cần sửa",
        ("StayVersionOut", "by_unit") => "Khách sạn Hải Đăng",
        ("StayVersionOut" | "StayPatch", "change_reason") => "Máy lạnh phòng 401 hỏng",
        ("HolderChangeIn", "reason") => "Người sử dụng cũ nghỉ việc",
        ("WithdrawIn", "reason") => "Đã nộp nhầm hồ sơ",
        ("SupplementIn", "message") => "Đã ký lại bản có số phòng đúng.",
        ("StayIn" | "StayOut" | "StayPatch", "note") => "Đi cùng đoàn 12 khách, trưởng đoàn ở phòng 402",
        ("ApplicantContactOut", "with") => "Quách Thị Thu Cúc, 0258 000 0247",
        _ => return None,
    })
}

/// Accounts, their holders and their texts.
fn of_people(property: &str) -> Option<&'static str> {
    Some(match property {
        "answered_by_name" | "asked_by_name" | "by_name" | "approved_by" => "Phạm Văn Dũng",
        "holder_name" | "notified_by" => "Lê Thị Mỹ Duyên",
        "holder_position" | "position" => "Trưởng lễ tân",
        "representative" => "Quách Thị Thu Cúc",
        "login" => "haidang",
        "email" => "le.tan@haidang.example.test",
        "phone" | "notifier_phone" => "0258 352 0100",
        "notifier_name" => "Trần Thị Lài",
        "entered_by" => "Đặng Quốc Bảo",
        "hotline" => "0258 352 1000",
        "initial_password" => "Suoi-Xanh-7Kdm-29",
        "access_token" => "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIwMTlhIn0.c2lnbmF0dXJl",
        "token" => "kJ3v0hZyM1s9Qm4XcR8tLw",
        _ => return None,
    })
}

/// Guests and their stays.
fn of_guests(property: &str) -> Option<&'static str> {
    Some(match property {
        "full_name" => "NOVÁKOVÁ TEREZA",
        "nationality" => "CZ",
        "nationality_name" => "Cộng hòa Séc",
        "document_number" => "EZ4410827",
        "document_masked" => "EZ••••827",
        "document_name" => "Giấy thông hành",
        "visa_symbol" => "DL",
        "visa_number" => "VB-8816027",
        "entry_gate" => "Cảng hàng không quốc tế Cam Ranh",
        "external_id" => "PMS-2026-118204",
        "room_name" => "401",
        "room_kind" => "Phòng đôi",
        "reason" => "tourism",
        "reason_note" => "Dự đám cưới người thân",
        "change_reason" => "Theo thẻ căn cước khách xuất trình",
        "address" => "48 Trần Phú",
        _ => return None,
    })
}

/// Facilities, units, and their messages.
fn of_agencies(property: &str) -> Option<&'static str> {
    Some(match property {
        "name" | "facility_name" | "subject" => "Khách sạn Hải Đăng",
        "kind" => "hotel",
        "declared_tax_code" => "4200000124",
        "governing_body" => "Công ty cổ phần Du lịch Biển Xanh",
        "unit_name" | "by_unit" => "Phòng Cảnh sát QLHC về TTXH",
        "area_path" | "parent_code" => "56",
        "reference" => "Công văn 128/CV-HD",
        "comment" | "text" => "Đã đối chiếu với giấy đăng ký kinh doanh, thông tin khớp.",
        "question" => "Mã số thuế này có đang hoạt động không?",
        "description" => "Mất điện thoại có lưu mật khẩu lúc 14:00.",
        "note" => "Sửa chữa toàn bộ tầng 2 và tầng 3",
        "title" => "Khách sạn Thùy Dương",
        _ => return None,
    })
}

/// Fields that only answers have.
fn of_answers(property: &str) -> Option<&'static str> {
    Some(match property {
        "before" => "401",
        "after" => "402",
        "code" => "hotel",
        "label" => "Khách sạn",
        "label_en" => "Hotel",
        "source" => "Thông tư 04/2015/TT-BCA, Phụ lục",
        "list_version" => "3f6c1b90aa27d4e1",
        "cursor" | "next_cursor" => "MS4xNzYzNzM3MjAwLjAxOWE",
        "message" => "Ngày sinh không khớp với số định danh.",
        "detail" => "Xem từng chỗ trong danh sách lỗi. Chưa có gì được lưu.",
        "trace_id" => "7fd5e15d19fd4f56b35e6d46f2a1a35f",
        _ => return None,
    })
}

/// Objects whose fields depend on the procedure, the list or the problem.
fn structured(property: &str) -> Option<Value> {
    Some(match property {
        "attributes" => json!({ "visa_free_days": "45" }),
        "params" => json!({ "until": "2026-11-22T17:00:00Z" }),
        "form" => json!({ "user_name": "Quách Thị Thu Cúc", "user_position": "Giám đốc" }),
        "result" => json!({ "login": "thuyduong" }),
        "profile" => json!({ "id": "khanh-hoa", "province_code": "56" }),
        _ => return None,
    })
}

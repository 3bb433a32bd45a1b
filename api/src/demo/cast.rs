//! The data of the invented province.

use crate::App;
use anyhow::bail;
use dto::account::Role;
use rules::document::DocumentType;
use rules::person::Sex;

/// The invented facilities: login, name, kind, index of the commune, street, rooms as floors × rooms, person in charge.
pub(super) type Place = (
    &'static str,
    &'static str,
    &'static str,
    usize,
    &'static str,
    (i16, i16),
    &'static str,
);

pub(super) const PLACES: &[Place] = &[
    (
        "haidang",
        "Khách sạn Hải Đăng",
        "hotel",
        0,
        "12 Trần Phú",
        (4, 10),
        "Lê Thị Mỹ Duyên",
    ),
    (
        "anhduong",
        "Khách sạn Ánh Dương",
        "hotel",
        0,
        "88 Nguyễn Thiện Thuật",
        (11, 12),
        "Đỗ Minh Khang",
    ),
    (
        "songbien",
        "Nhà nghỉ Sóng Biển",
        "guest_house",
        0,
        "5 Hẻm 64 Trần Phú",
        (2, 6),
        "Hồ Văn Lực",
    ),
    (
        "vuonxoai",
        "Homestay Vườn Xoài",
        "homestay",
        0,
        "Tổ 9, đường Hòn Chồng",
        (1, 4),
        "Ngô Thị Bích",
    ),
    (
        "yenhai",
        "Bệnh viện Đa khoa Yên Hải",
        "medical_establishment",
        0,
        "21 Yersin",
        (3, 8),
        "Bùi Quang Sáng",
    ),
    (
        "bachtuyet",
        "Căn hộ Bạch Tuyết",
        "tourist_apartment",
        0,
        "2 Phạm Văn Đồng",
        (5, 4),
        "Mai Bạch Tuyết",
    ),
    (
        "bacthanh",
        "Khách sạn Bắc Thành",
        "hotel",
        1,
        "101 Đường 2 Tháng 4",
        (5, 8),
        "Võ Hoàng Bắc",
    ),
    (
        "kytucxa",
        "Ký túc xá Trường Cao đẳng Biển",
        "collective_housing",
        1,
        "36 Điện Biên Phủ",
        (4, 14),
        "Phan Đức Thuận",
    ),
    (
        "dongque",
        "Nhà nghỉ Đồng Quê",
        "tourist_guest_house",
        1,
        "Thôn Đắc Lộc",
        (2, 5),
        "Lò Thị Hiền",
    ),
    (
        "doanvansau",
        "Hộ ông Đoàn Văn Sáu",
        "household",
        1,
        "Tổ 4 Vĩnh Phước",
        (0, 0),
        "Đoàn Văn Sáu",
    ),
    // Its account still has the initial password, and nothing is set up.
    (
        "moimo",
        "Nhà nghỉ Mới Mở",
        "guest_house",
        0,
        "",
        (0, 0),
        "Trần Gia Bách",
    ),
];

/// Invented guests: name, birth year, month, day, sex, nationality, document, number.
pub(super) type Person = (&'static str, i32, u8, u8, Sex, &'static str, DocumentType, &'static str);

pub(super) const PEOPLE: &[Person] = &[
    (
        "Trần Thị Ngọc Hà",
        1987,
        6,
        9,
        Sex::Female,
        "VN",
        DocumentType::Cccd,
        "056187004512",
    ),
    (
        "Lâm Tấn Phát",
        1982,
        4,
        2,
        Sex::Male,
        "VN",
        DocumentType::Cccd,
        "056082004731",
    ),
    (
        "Lò Thị Pâng",
        2001,
        11,
        20,
        Sex::Female,
        "VN",
        DocumentType::CanCuoc,
        "011301000507",
    ),
    (
        "Hoàng Thế Vinh",
        1979,
        1,
        31,
        Sex::Male,
        "VN",
        DocumentType::Cccd,
        "001079006416",
    ),
    (
        "Đặng Quỳnh Như",
        1995,
        8,
        15,
        Sex::Female,
        "VN",
        DocumentType::Cccd,
        "048195002094",
    ),
    (
        "NOVÁKOVÁ TEREZA",
        1996,
        3,
        3,
        Sex::Female,
        "CZ",
        DocumentType::Passport,
        "40812363",
    ),
    (
        "PARK JI HO",
        1988,
        12,
        1,
        Sex::Male,
        "KR",
        DocumentType::Passport,
        "M41872391",
    ),
    (
        "KOWALSKA ANNA MARIA",
        1991,
        3,
        14,
        Sex::Female,
        "PL",
        DocumentType::Passport,
        "EZ4410827",
    ),
    (
        "Nguyễn Văn Tưởng",
        1965,
        5,
        5,
        Sex::Male,
        "VN",
        DocumentType::Cccd,
        "056065001883",
    ),
    (
        "Phùng Diệu Linh",
        2003,
        9,
        2,
        Sex::Female,
        "VN",
        DocumentType::CanCuoc,
        "079303008227",
    ),
    (
        "Vi Văn Khoa",
        1986,
        7,
        27,
        Sex::Male,
        "VN",
        DocumentType::Cccd,
        "040086001658",
    ),
    (
        "FERREIRA LUÍS MIGUEL",
        1974,
        10,
        10,
        Sex::Male,
        "PT",
        DocumentType::Passport,
        "CB620517",
    ),
];

/// Returns two communes of the province of the profile.
pub(super) fn communes(app: &App) -> anyhow::Result<Vec<String>> {
    let codes: &[&str] = match app.profile.province_code.as_str() {
        // Phường Nha Trang, Phường Bắc Nha Trang.
        "56" => &["22366", "22333"],
        // Phường Sa Pa, Phường Lào Cai.
        "15" => &["03006", "02647"],
        other => bail!("there is no demo for province {other}"),
    };
    Ok(codes.iter().map(|code| (*code).to_owned()).collect())
}

/// Returns five communes of the province of the profile, for the applicants.
pub(super) fn communes_of_applicants(app: &App) -> anyhow::Result<[&'static str; 5]> {
    Ok(match app.profile.province_code.as_str() {
        // Nha Trang, Bắc Nha Trang, Nam Nha Trang, Phan Rang, Vĩnh Hải.
        "56" => ["22366", "22333", "22402", "22759", "22868"],
        // Sa Pa, Lào Cai, Cam Đường, Bắc Hà, Tả Van.
        "15" => ["03006", "02647", "02674", "02839", "03037"],
        other => bail!("there is no demo for province {other}"),
    })
}

pub(super) type Agency = (&'static str, Role, Option<u8>, String, &'static str, &'static str);

pub(super) fn agencies(app: &App, communes: &[String]) -> Vec<Agency> {
    let province = || app.profile.province_code.clone();
    let (first, second) = (communes[0].clone(), communes[1].clone());
    let mut agencies: Vec<Agency> = vec![
        (
            "quantri",
            Role::Administrator,
            None,
            province(),
            "Nguyễn Hữu Phước",
            "Công an tỉnh",
        ),
        (
            "congan.tinh",
            Role::Police,
            Some(1),
            province(),
            "Trịnh Quốc Khánh",
            "Công an tỉnh",
        ),
        (
            "congan.phuong1",
            Role::Police,
            Some(3),
            first.clone(),
            "Phan Quốc Bảo",
            "",
        ),
        ("congan.phuong2", Role::Police, Some(3), second, "Cù Thị Sen", ""),
        ("thue.tinh", Role::Tax, Some(1), province(), "Tạ Đình Khôi", "Thuế tỉnh"),
        (
            "thue.phuong1",
            Role::Tax,
            Some(3),
            first.clone(),
            "Dương Bảo Châu",
            "Thuế cơ sở",
        ),
        (
            "dulich.tinh",
            Role::Tourism,
            Some(1),
            province(),
            "Lý Thu Thảo",
            "Sở Du lịch",
        ),
        (
            "dulich.phuong1",
            Role::Tourism,
            Some(2),
            first.clone(),
            "Châu Thị Mỹ Hạnh",
            "Phòng Văn hóa - Xã hội",
        ),
        (
            "thongke.tinh",
            Role::Statistics,
            Some(1),
            province(),
            "Huỳnh Công Danh",
            "Thống kê tỉnh",
        ),
        (
            "thongke.phuong1",
            Role::Statistics,
            Some(2),
            first,
            "Bùi Thị Kim Loan",
            "Thống kê cơ sở",
        ),
    ];
    if app.profile.sectors.finance {
        agencies.push((
            "taichinh.tinh",
            Role::Finance,
            Some(1),
            province(),
            "Mai Xuân Trường",
            "Sở Tài chính",
        ));
    }
    if app.profile.sectors.operation {
        agencies.push((
            "vanhanh.tinh",
            Role::Operation,
            Some(1),
            province(),
            "Võ Thành Nhân",
            "Sở Khoa học và Công nghệ",
        ));
    }
    agencies
}

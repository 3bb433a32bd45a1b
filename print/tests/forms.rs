//! Tests of the text on the sheets, extracted from the PDF by poppler.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops where it stands")]

use print::{
    AgencyData, Contact, DataRequest, FacilityClass, FacilityData, Form, Handover, Heading, HolderChange, LegalBasis,
    RegistrationRequest, Requester, ResetReason, Signatory, render,
};
use std::io::Write;
use std::process::{Command, Stdio};
use time::macros::{date, datetime};

fn heading() -> Heading {
    Heading {
        governing_body: "Công ty Cổ phần Hải Đăng".to_owned(),
        requester: Requester::Facility,
        requester_name: "Khách sạn Hải Đăng".to_owned(),
        place: "Khánh Hòa".to_owned(),
        on: date!(2026 - 11 - 21),
        addressee: "Phòng Cảnh sát QLHC về TTXH, Công an Khánh Hòa".to_owned(),
        basis: LegalBasis {
            regulation:
                "Quy chế quản lý, vận hành và sử dụng Hệ thống quản lý thông tin lưu trú trên địa bàn tỉnh Khánh Hòa"
                    .to_owned(),
            decision_number: "481/QĐ-UBND".to_owned(),
            decision_date: Some(date!(2018 - 02 - 09)),
            issuer: "UBND tỉnh Khánh Hòa".to_owned(),
        },
        distribution: [
            "Như trên: Email+CV giấy;",
            "Quản trị hệ thống: Email;",
            "Lưu: CQPH/CSLT.",
        ]
        .map(str::to_owned)
        .into(),
        signatory: Signatory {
            name: "Lê Thị Mỹ Duyên".to_owned(),
            title: String::new(),
        },
        number: Some("DK-0017".to_owned()),
    }
}

fn registration() -> RegistrationRequest {
    RegistrationRequest {
        heading: heading(),
        user_name: "Nguyễn Hữu Phước".to_owned(),
        user_position: "Trưởng bộ phận lễ tân".to_owned(),
        facility_class: Some(FacilityClass::TouristAccommodation),
        contact: Contact {
            email: "le.tan@haidang.example".to_owned(),
            phone: "0258 352 0148".to_owned(),
        },
        started_on: Some(date!(2019 - 04 - 30)),
        facility: Some(FacilityData {
            kind: "Khách sạn".to_owned(),
            address: "12 Trần Phú, phường Nha Trang, tỉnh Khánh Hòa".to_owned(),
            rooms: Some(48),
            beds: Some(96),
            representative: "Lê Thị Mỹ Duyên".to_owned(),
            tax_code: "4200123456".to_owned(),
        }),
        agency: None,
    }
}

fn holder_change() -> HolderChange {
    HolderChange {
        heading: heading(),
        login: "haidang".to_owned(),
        old_user_name: "Nguyễn Hữu Phước".to_owned(),
        old_user_position: "Trưởng bộ phận lễ tân".to_owned(),
        old_contact: Contact {
            email: "le.tan@haidang.example".to_owned(),
            phone: "0258 352 0148".to_owned(),
        },
        reason: ResetReason::HolderChanged,
        new_user_name: "Đỗ Quỳnh Nga".to_owned(),
        new_user_position: "Phó giám đốc".to_owned(),
        new_contact: Contact {
            email: "quynh.nga@haidang.example".to_owned(),
            phone: "0258 352 0149".to_owned(),
        },
        facility_class: Some(FacilityClass::Lodging),
    }
}

fn data_request() -> DataRequest {
    DataRequest {
        heading: heading(),
        login: "haidang".to_owned(),
        user_name: "Nguyễn Hữu Phước".to_owned(),
        user_position: "Trưởng bộ phận lễ tân".to_owned(),
        contact: Contact {
            email: "le.tan@haidang.example".to_owned(),
            phone: "0258 352 0148".to_owned(),
        },
        guest_details: "Khách đoàn của Công ty Sao Mai, ba phòng tầng 4".to_owned(),
        guest_name: "Vương Thế Anh".to_owned(),
        guest_born_on: Some(date!(1990 - 05 - 17)),
        guest_document: "079090887766".to_owned(),
        stay_from: date!(2024 - 03 - 01),
        stay_to: date!(2024 - 03 - 31),
        reason: "Đối chiếu hóa đơn theo yêu cầu của cơ quan thuế".to_owned(),
    }
}

fn handover() -> Handover {
    Handover {
        issuer: "Công an tỉnh Khánh Hòa".to_owned(),
        issuer_parent: "Bộ Công an".to_owned(),
        province: "tỉnh Khánh Hòa".to_owned(),
        place: "Khánh Hòa".to_owned(),
        on: date!(2026 - 11 - 21),
        recipient: Requester::Facility,
        recipient_name: "Khách sạn Hải Đăng".to_owned(),
        holder_name: "Nguyễn Hữu Phước".to_owned(),
        address: "https://luutru.khanhhoa.example".to_owned(),
        login: "haidang".to_owned(),
        password: "kX7#-*_m$2".to_owned(),
        valid_until: datetime!(2026-11-28 20:05 +7),
        min_length: 10,
        hotline: Some("0258 3 691 110".to_owned()),
    }
}

fn poppler(program: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{program}: {error}; apt-get install poppler-utils"));
    child.stdin.take().unwrap().write_all(pdf).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

/// Returns the text of a form, with one space for each line end.
fn text(form: &Form) -> String {
    let pdf = render(form).unwrap();
    keep(form, &pdf);
    let text = poppler("pdftotext", &["-layout", "-", "-"], &pdf);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Stores the sheets in `LUUTRU_PRINT_DIR`, if it is set, for a visual check.
fn keep(form: &Form, pdf: &[u8]) {
    let Some(folder) = std::env::var_os("LUUTRU_PRINT_DIR") else {
        return;
    };
    let name = match form {
        Form::RegistrationRequest(_) => "registration",
        Form::HolderChange(_) => "holder",
        Form::DataRequest(_) => "data_request",
        Form::Handover(_) => "handover",
        Form::StayRegister(_) => "stay_register",
    };
    let folder = std::path::PathBuf::from(folder);
    let number = std::fs::read_dir(&folder).unwrap().count();
    std::fs::write(folder.join(format!("{name}-{number}.pdf")), pdf).unwrap();
}

#[track_caller]
fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in: {text}");
    }
}

const NATION: &[&str] = &["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"];

/// KH-MC.1 to KH-MC.7.
const COMMON: &[&str] = &[
    "CÔNG TY CỔ PHẦN HẢI ĐĂNG",
    "CƠ SỞ LƯU TRÚ",
    "KHÁCH SẠN HẢI ĐĂNG",
    "Khánh Hòa, ngày 21 tháng 11 năm 2026",
    "PHIẾU ĐỀ NGHỊ",
    "Kính gửi: Phòng Cảnh sát QLHC về TTXH, Công an Khánh Hòa.",
    "Căn cứ Quy chế quản lý, vận hành và sử dụng Hệ thống quản lý thông tin lưu trú",
    "(ban hành kèm theo Quyết định số 481/QĐ-UBND, ngày 09/02/2018 của UBND tỉnh Khánh Hòa); Cơ quan phối hợp/Cơ sở lưu trú đề nghị \
     Phòng Cảnh sát QLHC về TTXH, Công an Khánh Hòa xem xét cho",
    "cam kết quản lý, sử dụng tài khoản được cấp đúng quy định đã ban hành",
    "Nơi nhận:",
    "- Thông tin liên hệ: +",
    "- Như trên: Email+CV giấy;",
    "- Quản trị hệ thống: Email;",
    "- Lưu: CQPH/CSLT.",
    "THỦ TRƯỞNG CQPH/GIÁM ĐỐC CSLT",
    "(Ký, ghi rõ họ tên, đóng dấu)",
    "Lê Thị Mỹ Duyên",
];

const CLASS: &str = "Loại hình cơ sở lưu trú: Cơ sở lưu trú/Cơ sở lưu trú du lịch (mục này chỉ dành cho Cơ sở lưu trú \
                     khai báo, để phân biệt CSLT với CSLT du lịch):";

#[test]
fn a_mobile_number_is_not_printed_as_a_landline() {
    for (number, kind) in [
        ("0905 000 247", "Số điện thoại di động"),
        ("+84 905.000.247", "Số điện thoại di động"),
        ("0258 352 0148", "Số điện thoại cố định"),
        ("1900 0247", "Số điện thoại cố định"),
    ] {
        let mut form = registration();
        form.contact.phone = number.to_owned();
        let said = format!("{kind} của Cơ quan phối hợp/Cơ sở lưu trú: {number}");
        holds(&text(&Form::RegistrationRequest(form)), &[&said]);
    }
}

// Proves KH-M1.
#[test]
fn form_1_holds_every_label_and_every_field() {
    let text = text(&Form::RegistrationRequest(registration()));
    holds(&text, NATION);
    holds(&text, COMMON);
    holds(
        &text,
        &[
            "Mẫu số 1",
            "Đăng ký cấp mới tài khoản quản lý/thông báo lưu trú",
            "xem xét cho đăng ký cấp mới tài khoản quản lý/thông báo lưu trú như sau:",
            "Họ và tên người sử dụng tài khoản: Nguyễn Hữu Phước",
            "Chức vụ: Trưởng bộ phận lễ tân",
            &format!("{CLASS} Cơ sở lưu trú du lịch"),
            "Địa chỉ thư điện tử của Cơ quan phối hợp/Cơ sở lưu trú: le.tan@haidang.example",
            "Số điện thoại cố định của Cơ quan phối hợp/Cơ sở lưu trú: 0258 352 0148",
            "Thời gian bắt đầu hoạt động Cơ quan phối hợp/Cơ sở lưu trú: 30/04/2019",
            "- Thông tin về cơ sở lưu trú: + Loại hình: Khách sạn",
            "Địa chỉ: 12 Trần Phú, phường Nha Trang, tỉnh Khánh Hòa",
            "Số phòng: 48",
            "Số giường: 96",
            "Người đại diện theo pháp luật: Lê Thị Mỹ Duyên",
            "Mã số thuế: 4200123456",
            "Hồ sơ số DK-0017",
        ],
    );
}

#[test]
fn form_1_of_an_agency_names_sector_tier_and_area() {
    let mut form = RegistrationRequest {
        facility: None,
        facility_class: None,
        agency: Some(AgencyData {
            sector: "Cơ quan thuế".to_owned(),
            tier: "Cấp xã".to_owned(),
            area: "phường Nha Trang, tỉnh Khánh Hòa".to_owned(),
        }),
        ..registration()
    };
    form.heading.requester = Requester::Agency;
    holds(
        &text(&Form::RegistrationRequest(form)),
        &[
            "CƠ QUAN PHỐI HỢP",
            "Ngành: Cơ quan thuế",
            "Cấp: Cấp xã",
            "Địa bàn: phường Nha Trang, tỉnh Khánh Hòa",
        ],
    );
}

#[test]
fn a_form_of_an_unknown_unit_leaves_a_line_for_its_name() {
    let mut form = holder_change();
    form.heading.requester_name = String::new();
    holds(&text(&Form::HolderChange(form)), &["CƠ SỞ LƯU TRÚ", "............"]);
}

#[test]
fn lines_that_were_typed_stay_lines() {
    let form = DataRequest {
        guest_details: "1. Nguyễn Văn A\n2. Trần Thị B\n3. Lê Văn C".to_owned(),
        ..data_request()
    };
    let pdf = render(&Form::DataRequest(form)).unwrap();
    let laid_out = poppler("pdftotext", &["-layout", "-", "-"], &pdf);
    for line in ["2. Trần Thị B", "3. Lê Văn C"] {
        assert!(laid_out.lines().any(|found| found.trim() == line), "{line}: {laid_out}");
    }
}

#[test]
fn a_value_that_does_not_fit_stretches_no_label() {
    let form = RegistrationRequest {
        contact: Contact {
            email: "gia.bach.nguyen.thi.phuong.thao.le.tan@khachsanhaidangnhatrang.example".to_owned(),
            phone: String::new(),
        },
        ..registration()
    };
    let pdf = render(&Form::RegistrationRequest(form)).unwrap();
    let boxes = poppler("pdftotext", &["-bbox", "-", "-"], &pdf);
    // The space between "Địa" and "chỉ" of that label is as wide as a space of 13 points: about 3 points.
    let edge = |line: &str, name: &str| -> f64 {
        let after = line.split(&format!("{name}=\"")).nth(1).unwrap();
        after.split('"').next().unwrap().parse().unwrap()
    };
    let words: Vec<&str> = boxes.lines().filter(|line| line.contains("<word ")).collect();
    let at = words.iter().position(|line| line.contains(">thư<")).unwrap();
    let gap = edge(words[at + 1], "xMin") - edge(words[at], "xMax");
    assert!(gap < 5.0, "{gap} points between two words of a label");
}

#[test]
fn a_signature_never_stands_alone_on_a_sheet() {
    for lines in 0..30 {
        let form = DataRequest {
            guest_details: vec!["một dòng"; lines + 1].join("\n"),
            ..data_request()
        };
        let pdf = render(&Form::DataRequest(form)).unwrap();
        let pages = poppler("pdftotext", &["-layout", "-", "-"], &pdf);
        let signed = pages.split('\u{c}').find(|page| page.contains("Nơi nhận")).unwrap();
        assert!(signed.contains("cam kết"), "with {lines} lines: {signed}");
    }
}

// Proves KH-M2-1.
#[test]
fn form_2_holds_every_label_and_every_field() {
    let text = text(&Form::HolderChange(holder_change()));
    holds(&text, NATION);
    holds(&text, COMMON);
    holds(
        &text,
        &[
            "Mẫu số 2",
            "Thay đổi mật khẩu tài khoản quản lý/thông báo lưu trú",
            "1. Tài khoản đang sử dụng: haidang",
            "Họ và tên người sử dụng tài khoản cũ: Nguyễn Hữu Phước",
            "Chức vụ: Trưởng bộ phận lễ tân",
            "Địa chỉ thư điện tử của Cơ quan phối hợp/Cơ sở lưu trú: le.tan@haidang.example",
            "Số điện thoại cố định của Cơ quan phối hợp/Cơ sở lưu trú: 0258 352 0148",
            "2. Lý do thay đổi mật khẩu tài khoản: Thay đổi người sử dụng tài khoản",
            "Họ và tên người sử dụng tài khoản mới: Đỗ Quỳnh Nga",
            "Chức vụ: Phó giám đốc",
            "Địa chỉ thư điện tử của Cơ quan phối hợp/Cơ sở lưu trú: quynh.nga@haidang.example",
            "Số điện thoại cố định của Cơ quan phối hợp/Cơ sở lưu trú: 0258 352 0149",
            &format!("{CLASS} Cơ sở lưu trú"),
            "từ số điện thoại cố định đã đăng ký",
            "nhưng phải gửi phiếu đề nghị này để lưu trong hệ thống./.",
        ],
    );
    for (reason, said) in [
        (ResetReason::Forgotten, "Quên mật khẩu"),
        (ResetReason::Stolen, "Tài khoản bị đánh cắp"),
    ] {
        let form = HolderChange {
            reason,
            ..holder_change()
        };
        holds(&self::text(&Form::HolderChange(form)), &[said]);
    }
}

// Proves KH-M4.
#[test]
fn form_4_holds_every_label_and_every_field() {
    let text = text(&Form::DataRequest(data_request()));
    holds(
        &text,
        &[
            "Mẫu số 4",
            "CƠ SỞ LƯU TRÚ",
            "KHÁCH SẠN HẢI ĐĂNG",
            "Khánh Hòa, ngày 21 tháng 11 năm 2026",
            "PHIẾU ĐỀ NGHỊ",
            "Tra cứu, trích xuất dữ liệu khách lưu trú",
            "Kính gửi: Phòng Cảnh sát QLHC về TTXH, Công an Khánh Hòa.",
            "Quyết định số 481/QĐ-UBND, ngày 09/02/2018 của UBND tỉnh Khánh Hòa",
            "1. Tài khoản đang sử dụng: haidang",
            "Họ và tên người sử dụng tài khoản cũ: Nguyễn Hữu Phước",
            "Chức vụ: Trưởng bộ phận lễ tân",
            "Địa chỉ thư điện tử của Cơ quan phối hợp/Cơ sở lưu trú: le.tan@haidang.example",
            "Số điện thoại cố định của Cơ quan phối hợp/Cơ sở lưu trú: 0258 352 0148",
            "2. Thông tin khách lưu trú cần tra cứu, trích xuất:",
            "Thông tin chi tiết về khách lưu trú: Khách đoàn của Công ty Sao Mai, ba phòng tầng 4",
            "Họ và tên khách: Vương Thế Anh",
            "Ngày sinh: 17/05/1990",
            "Số giấy tờ: 079090887766",
            "Thời gian lưu trú: từ ngày 01/03/2024 đến ngày 31/03/2024",
            "Lý do trích xuất, tra cứu: Đối chiếu hóa đơn theo yêu cầu của cơ quan thuế",
            "cam kết bảo mật và sử dụng thông tin trên đúng quy định./.",
            "THỦ TRƯỞNG CQPH/GIÁM ĐỐC CSLT",
            "(Ký, ghi rõ họ tên, đóng dấu)",
            "Lưu: CQPH/CSLT.",
        ],
    );
}

#[test]
fn form_4_of_a_person_without_an_account_speaks_of_that_person() {
    let mut request = data_request();
    request.heading.requester = Requester::Person;
    request.heading.governing_body = String::new();
    request.heading.requester_name = "Đỗ Quỳnh Nga".to_owned();
    (request.login, request.user_position) = (String::new(), String::new());
    let text = text(&Form::DataRequest(request));
    holds(
        &text,
        &[
            "ĐỖ QUỲNH NGA",
            "Tài khoản đang sử dụng: không có",
            "Họ và tên người đề nghị: Nguyễn Hữu Phước",
            "Tôi đề nghị Phòng Cảnh sát",
            "Số điện thoại: 0258 352 0148",
            "Tôi cam kết bảo mật",
            "NGƯỜI ĐỀ NGHỊ",
        ],
    );
    assert!(!text.contains("CSLT/") && !text.contains("GIÁM ĐỐC") && !text.contains("CƠ SỞ LƯU TRÚ"));
}

#[test]
fn the_hand_over_sheet_says_what_the_account_is_and_what_to_do_first() {
    let text = text(&Form::Handover(handover()));
    holds(&text, NATION);
    holds(
        &text,
        &[
            "CÔNG AN TỈNH KHÁNH HÒA",
            "PHIẾU GIAO TÀI KHOẢN",
            "Hệ thống thông báo lưu trú tỉnh Khánh Hòa",
            "Cơ sở lưu trú nhận tài khoản: Khách sạn Hải Đăng",
            "Họ và tên người sử dụng tài khoản: Nguyễn Hữu Phước",
            "Địa chỉ đăng nhập: https://luutru.khanhhoa.example",
            "Tên đăng nhập haidang",
            "Mật khẩu đăng nhập ban đầu kX7#-*_m$2",
            "một lần đăng nhập, trước 20:05 ngày 28/11/2026",
            "Đổi ngay mật khẩu ban đầu. Mật khẩu mới có ít nhất 10 ký tự",
            "nhập sơ đồ phòng và niêm yết giá",
            "Điện thoại hỗ trợ: 0258 3 691 110",
            "NGƯỜI GIAO",
            "NGƯỜI NHẬN",
        ],
    );
    let agency = Handover {
        recipient: Requester::Agency,
        hotline: None,
        ..handover()
    };
    let text = self::text(&Form::Handover(agency));
    holds(&text, &["Cơ quan, đơn vị nhận tài khoản: Khách sạn Hải Đăng"]);
    assert!(
        !text.contains("sơ đồ phòng") && !text.contains("Điện thoại hỗ trợ"),
        "{text}"
    );
}

#[test]
fn an_empty_form_leaves_room_to_write_on() {
    let form = RegistrationRequest {
        heading: Heading {
            governing_body: String::new(),
            requester_name: String::new(),
            basis: LegalBasis {
                decision_number: String::new(),
                decision_date: None,
                ..heading().basis
            },
            signatory: Signatory::default(),
            ..heading()
        },
        user_name: String::new(),
        user_position: String::new(),
        facility_class: None,
        contact: Contact::default(),
        started_on: None,
        facility: None,
        agency: None,
    };
    let text = text(&Form::RegistrationRequest(form));
    holds(
        &text,
        &[
            "Họ và tên người sử dụng tài khoản: ....................",
            "Chức vụ: ....................",
            "Quyết định số ...",
        ],
    );
    assert!(!text.contains("none"), "{text}");
}

#[test]
fn what_people_type_is_printed_and_never_obeyed() {
    let typed = [
        "#panic()",
        "*đậm* _nghiêng_ `mã`",
        "#read(\"/etc/passwd\")",
        "= Tiêu đề",
        "$x^2$ \\ // \"a\" <b> @c [d] #[e]",
        "- a + b / c ~ d -- e",
        "Ông A & Bà B </w>",
    ];
    for text in typed {
        let form = RegistrationRequest {
            user_name: text.to_owned(),
            heading: Heading {
                addressee: text.to_owned(),
                ..heading()
            },
            ..registration()
        };
        let printed = self::text(&Form::RegistrationRequest(form));
        holds(
            &printed,
            &[
                &format!("Họ và tên người sử dụng tài khoản: {text}"),
                &format!("Kính gửi: {text}."),
            ],
        );
    }
}

#[test]
fn a_sign_that_the_font_lacks_is_replaced_and_split_accents_are_joined() {
    let form = RegistrationRequest {
        // A decomposed name, a Chinese one, an emoji, a line break and a tabulator.
        user_name: "Nguye\u{302}\u{303}n 北京 😀\n\tA\u{0}B".to_owned(),
        ..registration()
    };
    let text = text(&Form::RegistrationRequest(form));
    holds(&text, &["Nguyễn ?? ? A B"]);
}

#[test]
fn long_texts_wrap_and_a_form_may_take_another_page() {
    let long = "Khách sạn và khu nghỉ dưỡng bên bờ vịnh ".repeat(40);
    let word = "x".repeat(300);
    let form = HolderChange {
        old_user_name: long.clone(),
        new_user_position: word.clone(),
        heading: Heading {
            requester_name: "Khách sạn và khu nghỉ dưỡng ".repeat(6),
            ..heading()
        },
        ..holder_change()
    };
    let form = Form::HolderChange(form);
    let pdf = render(&form).unwrap();
    holds(&text(&form), &[long.trim_end()]);
    // Within the margins: a long word must not extend beyond the sheet.
    let cropped = poppler(
        "pdftotext",
        &["-x", "0", "-y", "0", "-W", "595", "-H", "842", "-", "-"],
        &pdf,
    );
    let found: usize = cropped.chars().filter(|letter| *letter == 'x').count();
    assert!(
        found >= word.len(),
        "{found} of {} letters are on the sheet",
        word.len()
    );
    let pages = poppler("pdfinfo", &["-"], &pdf);
    assert!(
        pages.contains("A4") && !pages.contains("Pages:           1\n"),
        "{pages}"
    );
}

#[test]
fn a_sheet_is_pdf_a_2b_with_its_fonts_inside_and_the_same_each_time() {
    for form in [
        Form::RegistrationRequest(registration()),
        Form::HolderChange(holder_change()),
        Form::Handover(handover()),
    ] {
        let pdf = render(&form).unwrap();
        assert!(pdf.starts_with(b"%PDF-1.7"));
        assert_eq!(pdf, render(&form).unwrap());
        let metadata = String::from_utf8_lossy(&pdf);
        assert!(metadata.contains("<pdfaid:part>2</pdfaid:part>"), "part 2");
        assert!(
            metadata.contains("<pdfaid:conformance>B</pdfaid:conformance>"),
            "level B"
        );
        let fonts = poppler("pdffonts", &["-"], &pdf);
        for font in fonts.lines().skip(2) {
            assert!(
                font.contains("LiberationSerif") || font.contains("LiberationMono"),
                "{font}"
            );
            assert!(font.contains("yes yes yes"), "embedded, subset, searchable: {font}");
        }
        let pages = poppler("pdfinfo", &["-"], &pdf);
        assert!(pages.contains("Pages:           1\n"), "{pages}");
    }
}

#[test]
fn many_forms_at_once_are_each_their_own() {
    let threads: Vec<_> = (0..4)
        .map(|thread| {
            std::thread::spawn(move || {
                for number in 0..5 {
                    let form = HolderChange {
                        login: format!("coso.{thread}.{number}"),
                        ..holder_change()
                    };
                    holds(
                        &text(&Form::HolderChange(form)),
                        &[&format!("đang sử dụng: coso.{thread}.{number} ")],
                    );
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
}

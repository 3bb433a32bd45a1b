use rules::login::{is_login, is_pattern, propose, unique};

// KH-8c-1
#[test]
fn a_pattern_is_filled_with_the_area_and_the_unit() {
    let area = ("Phường Nha Trang", "phường");
    assert_eq!(
        propose("congan.{area}", area.0, area.1, "Công an phường"),
        "congan.nhatrang"
    );
    assert_eq!(
        propose("{name}", area.0, area.1, "Khách sạn Hải Đăng"),
        "khachsanhaidang"
    );
    assert_eq!(
        propose("congan.{area}", "Đặc khu Trường Sa", "đặc khu", ""),
        "congan.truongsa"
    );
    assert_eq!(propose("quantri.{area}", "Khánh Hòa", "tỉnh", ""), "quantri.khanhhoa");
    assert_eq!(
        propose("{area}", "Xãng Xã", "xã", ""),
        "xangxa",
        "a name may begin like its kind"
    );
    assert_eq!(propose("congan.tinh", "Khánh Hòa", "tỉnh", "x"), "congan.tinh");
}

#[test]
fn whatever_a_pattern_is_filled_with_a_login_name_comes_out() {
    for name in ["", "★", "A", "--", "Ò", &"Khách sạn ".repeat(40)] {
        for pattern in ["{name}", "host-{name}", "{name}.{area}"] {
            let login = propose(pattern, "Phường 1", "phường", name);
            assert!(
                is_login(&unique(&login, |taken| taken == login)),
                "{pattern} {name}: {login}"
            );
        }
    }
}

// LC-6.1b-2, KH-8c-2
#[test]
fn a_name_that_was_given_away_gets_a_number() {
    assert_eq!(unique("haidang", |_| false), "haidang");
    assert_eq!(unique("haidang", |name| name == "haidang"), "haidang2");
    assert_eq!(
        unique("haidang", |name| ["haidang", "haidang2"].contains(&name)),
        "haidang3"
    );
}

#[test]
fn a_login_name_is_typed_on_every_keyboard() {
    for good in ["haidang", "congan.nhatrang", "a-b_c.9", "007"] {
        assert!(is_login(good), "{good}");
    }
    for bad in [
        "",
        "ab",
        "Haidang",
        "hải.đăng",
        ".haidang",
        "haidang-",
        "hai dang",
        "hai@dang",
        &"a".repeat(65),
    ] {
        assert!(!is_login(bad), "{bad}");
    }
    assert!(is_pattern("congan.{area}") && is_pattern("{name}"));
    assert!(!is_pattern("công an") && !is_pattern("{region}") && !is_pattern(""));
}

use proptest::prelude::*;
use rules::birth::Birth;
use rules::person::{Identity, Sameness, compare, is_same_name, people};
use time::macros::date;

fn guest<'a>(number: &'a str, issuer: &'a str, full_name: &'a str, birth: Birth) -> Identity<'a, &'a str> {
    Identity {
        number,
        issuer: (!issuer.is_empty()).then_some(issuer),
        full_name,
        birth,
    }
}

const MAY: Birth = Birth::Day(date!(1970 - 05 - 19));
const JUNE: Birth = Birth::Day(date!(1987 - 06 - 09));

// scanner-names-imports 14a
#[test]
fn one_person_is_number_and_state_name_and_birth_together() {
    let park = guest("C30417725", "KR", "PARK JI HO", MAY);
    for (other, expected) in [
        (guest("C30417725", "KR", "Ji Ho Park", MAY), Sameness::Same),
        (guest("C30417725", "", "PARK JI HO", MAY), Sameness::Same),
        (
            guest("C30417725", "KR", "PARK JI HO", Birth::Year(1970)),
            Sameness::Same,
        ),
        (guest("C30417725", "MX", "PARK JI HO", MAY), Sameness::SameNumber),
        (guest("C30417725", "KR", "KIM MIN SEO", MAY), Sameness::SameNumber),
        (guest("C30417725", "KR", "PARK JI HO", JUNE), Sameness::SameNumber),
        (
            guest("C30417725", "KR", "PARK JI HO", Birth::Year(1971)),
            Sameness::SameNumber,
        ),
        (guest("C30417726", "KR", "PARK JI HO", MAY), Sameness::Different),
    ] {
        assert_eq!(compare(&park, &other), expected, "{other:?}");
        assert_eq!(compare(&other, &park), expected, "{other:?}, the other way round");
    }
}

#[test]
fn a_child_with_its_mothers_number_is_another_person() {
    let records = [
        guest("056187004893", "VN", "Lê Thị Mỹ Hạnh", JUNE),
        guest(
            "056187004893",
            "VN",
            "Trần Lê Gia Bảo",
            Birth::Day(date!(2021 - 04 - 14)),
        ),
        guest(
            "056187004893",
            "VN",
            "Trần Lê Bảo Ngọc",
            Birth::Day(date!(2023 - 08 - 30)),
        ),
        guest("056187004893", "VN", "LE THI MY HANH", JUNE),
    ];
    assert_eq!(people(&records), [vec![0, 3], vec![1], vec![2]]);
}

#[test]
fn a_name_is_the_same_in_every_writing_of_it() {
    for (one, other) in [
        ("Đặng Thị Hòa", "\u{d0}ặng Thị Hoà"),
        ("Nguyễn Văn An", "NGUYEN VAN AN"),
        ("Jörg Müller", "MUELLER JOERG"),
        ("Jörg Müller", "MULLER JORG"),
        ("O’Brien Mary-Lou", "OBRIEN MARY LOU"),
        ("ＴＡＮＡＫＡ　ＴＡＲＯ", "Tanaka Taro"),
    ] {
        assert!(is_same_name(one, other), "{one} {other}");
    }
    for (one, other) in [
        ("Nguyễn Văn An", "Nguyễn Văn Anh"),
        ("Nguyễn Văn An", "Nguyễn An"),
        ("Иванова Анна", "王伟"),
    ] {
        assert!(!is_same_name(one, other), "{one} {other}");
    }
}

proptest! {
    #[test]
    fn comparing_is_the_same_both_ways_and_everybody_is_the_same_as_himself(
        names in prop::collection::vec("[A-ZÜÖĐ ]{1,6}", 2), years in prop::collection::vec(1990..1992, 2)
    ) {
        let one = guest("A1", "KR", &names[0], Birth::Year(years[0]));
        let other = guest("A1", "KR", &names[1], Birth::Year(years[1]));
        prop_assert_eq!(compare(&one, &other), compare(&other, &one));
        prop_assert_eq!(compare(&one, &one), Sameness::Same);
    }

    #[test]
    fn everybody_is_in_one_place_and_no_place_is_empty(numbers in prop::collection::vec("[12]", 0..12)) {
        let records: Vec<_> = numbers.iter().map(|number| guest(number, "VN", "An", JUNE)).collect();
        let found = people(&records);
        let mut all: Vec<usize> = found.concat();
        all.sort_unstable();
        prop_assert_eq!(all, (0..records.len()).collect::<Vec<_>>());
        prop_assert!(found.iter().all(|person| !person.is_empty()));
    }
}

use rules::birth::BirthPrecision;
use rules::deadline::EarlyArrival;
use rules::document::DocumentType;
use rules::facility::FacilityKind;
use rules::nights::StayKind;
use rules::person::Sex;
use rules::profile::Profile;
use rules::zone::LocalTime;
use serde_json::{Value, json};
use utoipa::{PartialSchema, ToSchema};

fn schema<T: PartialSchema>() -> Value {
    serde_json::to_value(T::schema()).unwrap()
}

#[test]
fn schemas_of_enums_list_the_words_that_are_written() {
    assert_eq!(schema::<Sex>()["enum"], json!(["male", "female"]));
    assert_eq!(schema::<StayKind>()["enum"], json!(["overnight", "day_use"]));
    assert_eq!(schema::<BirthPrecision>()["enum"], json!(["day", "year"]));
    assert_eq!(
        schema::<EarlyArrival>()["enum"],
        json!(["same_evening", "same_morning"])
    );
    let listed = |schema: &Value, word: Value| schema["enum"].as_array().unwrap().contains(&word);
    for document in DocumentType::ALL.iter().copied() {
        assert!(listed(
            &schema::<DocumentType>(),
            serde_json::to_value(document).unwrap()
        ));
    }
    for kind in FacilityKind::ALL {
        assert!(listed(&schema::<FacilityKind>(), serde_json::to_value(kind).unwrap()));
    }
}

#[test]
fn a_time_is_a_string_in_the_schema() {
    let time = schema::<LocalTime>();
    assert_eq!(time["type"], "string", "{time}");
    assert_eq!(time["pattern"], "^([01][0-9]|2[0-3]):[0-5][0-9]$", "{time}");
    assert_eq!(Profile::name(), "Profile");
    assert_eq!(schema::<Profile>()["properties"]["effective_from"]["format"], "date");
}

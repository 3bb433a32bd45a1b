//! Structs only from JSON objects: serde would also accept an array with the fields in order, which no schema documents
//! and in which a new field would silently move the others.

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// A `T` that was read from an object.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Object)
    }
}

/// For `#[serde(with = "crate::object")]`.
pub fn serialize<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}

/// For `#[serde(with = "crate::object")]`.
pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    Object::deserialize(deserializer).map(|object| object.0)
}

/// For `#[serde(default, deserialize_with = "crate::object::option")]`.
pub fn option<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Ok(Option::<Object<T>>::deserialize(deserializer)?.map(|object| object.0))
}

/// For `#[serde(deserialize_with = "crate::object::list")]`.
pub fn list<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(Vec::<Object<T>>::deserialize(deserializer)?
        .into_iter()
        .map(|object| object.0)
        .collect())
}

#[cfg(test)]
mod tests {
    use crate::facility::RoomPlanIn;
    use crate::stay::StayIn;

    #[test]
    fn an_array_in_place_of_an_object_is_refused() {
        assert!(serde_json::from_str::<StayIn>(r#"{"guest":["Nguyễn Hữu Phước","1987-06-09"]}"#).is_err());
        assert!(serde_json::from_str::<RoomPlanIn>(r#"{"version":1,"rooms":[[null,1,"101","Đôi",1]]}"#).is_err());
        let plan = r#"{"version":1,"rooms":[{"floor":1,"name":"101","kind":"Đôi","beds":1}]}"#;
        assert_eq!(serde_json::from_str::<RoomPlanIn>(plan).unwrap().rooms.len(), 1);
    }
}

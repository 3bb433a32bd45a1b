//! Answers that have the fields of their summary beside their own.

/// Reads such an answer. `serde(flatten)` can as well, but for that it puts every field into a buffer of its own kind, and
/// the code that reads the summary is in the program of the pages a second time, for that buffer.
macro_rules! read_with_summary {
    ($whole:ident = $summary:ident and { $($field:ident: $kind:ty,)+ }) => {
        impl<'de> serde::Deserialize<'de> for $whole {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use serde::de::Error;

                #[derive(serde::Deserialize)]
                struct Rest {
                    $($field: $kind,)+
                }

                let object = serde_json::Value::deserialize(deserializer)?;
                let summary = $summary::deserialize(&object).map_err(D::Error::custom)?;
                let Rest { $($field),+ } = Rest::deserialize(&object).map_err(D::Error::custom)?;
                Ok(Self { summary, $($field),+ })
            }
        }
    };
}
pub(crate) use read_with_summary;

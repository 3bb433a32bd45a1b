//! Values with a notation of their own in kept records.

use crate::db::Coded;
use anyhow::Context;
use base64::{Engine, engine::general_purpose::STANDARD};
use rules::Code;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Bytes, such as a sealed value: base64 with padding (RFC 4648, section 4).
pub struct Bytes(pub Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD.decode(text).map(Self).map_err(D::Error::custom)
    }
}

/// Returns the code with that name.
///
/// # Errors
///
/// Returns an error if this release does not know the name. The error does not contain the name, which may be a user's
/// words.
pub fn code<C: Code>(name: &str) -> anyhow::Result<Coded<C>> {
    C::from_name(name)
        .map(Coded)
        .context("a kept record holds an unknown code")
}

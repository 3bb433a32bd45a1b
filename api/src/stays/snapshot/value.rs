//! Values that kept records write in a way of their own.

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

/// The code of that name.
///
/// # Errors
///
/// A name that this release does not know. It may be somebody's words, so it stays out of the error.
pub fn code<C: Code>(name: &str) -> anyhow::Result<Coded<C>> {
    C::from_name(name)
        .map(Coded)
        .context("a kept record holds an unknown code")
}

//! Codes: enums whose variants have one name each, on the wire, in the database and in the locales.

/// An enum that [`codes!`](crate::codes) declares.
pub trait Code: Copy + 'static {
    /// Every one, in order of declaration.
    const ALL: &'static [Self];

    /// The name on the wire, in the database and in the locales.
    fn as_str(self) -> &'static str;

    /// The one of that name.
    fn from_name(name: &str) -> Option<Self>;
}

/// Declares a code: an enum that is written by one `snake_case` name a variant, wherever it is written.
///
/// The name stands beside the variant, so that whoever looks for it finds it, and serde writes that name. The enum gets `ALL`,
/// `as_str` and `from_name`, and a schema where the crate has the feature `openapi`.
#[macro_export]
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        // For the schema, which does not see the names of the variants through a macro.
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// Every one, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name on the wire, in the database and in the locales.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The one of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == name)
            }
        }

        impl $crate::Code for $name {
            const ALL: &'static [Self] = Self::ALL;

            fn as_str(self) -> &'static str {
                Self::as_str(self)
            }

            fn from_name(name: &str) -> Option<Self> {
                Self::from_name(name)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    codes! {
        /// A code.
        Probe {
            /// Named as usual.
            TwoWords = "two_words",
            /// Named otherwise.
            Other = "another",
        }
    }

    #[test]
    fn a_code_has_one_name_wherever_it_is_written() {
        assert_eq!(Probe::ALL, [Probe::TwoWords, Probe::Other]);
        for (code, name) in [(Probe::TwoWords, "two_words"), (Probe::Other, "another")] {
            assert_eq!(code.as_str(), name);
            assert_eq!(Probe::from_name(name), Some(code));
            assert_eq!(serde_json::to_value(code).unwrap(), name);
            assert_eq!(serde_json::from_value::<Probe>(name.into()).unwrap(), code);
        }
        for unknown in ["other", "TwoWords", "two_words ", ""] {
            assert_eq!(Probe::from_name(unknown), None, "{unknown}");
            assert!(serde_json::from_value::<Probe>(unknown.into()).is_err(), "{unknown}");
        }
    }
}

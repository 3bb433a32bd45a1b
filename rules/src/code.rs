//! Codes: enums whose variants have one name each, in the API, in the database and in the locales.

/// An enum that [`codes!`](crate::codes) declares.
pub trait Code: Copy + 'static {
    /// All variants, in order of declaration.
    const ALL: &'static [Self];

    /// The name in the API, in the database and in the locales.
    fn as_str(self) -> &'static str;

    /// The variant with that name.
    fn from_name(name: &str) -> Option<Self>;
}

/// Declares a code: an enum whose variants have one name each, the same everywhere: in `snake_case`, and in orders of
/// lists with a `-` before a name for the reverse.
///
/// The name is written next to the variant, so that a text search finds it, and serde writes that name. The enum gets
/// `ALL`, `as_str` and `from_name`, and a schema where the crate has the feature `openapi`.
#[macro_export]
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:tt),+ $(,)? }) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        $(#[$meta])*
        // `tt`, not `literal`: the schema would not see such a name through the macro.
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $variant),+ }

        $crate::names_of_codes!($name { $($variant = $text),+ });
    };
}

/// Declares a code that is in the database alone: as [`codes!`](crate::codes), without serde and schema.
#[macro_export]
macro_rules! stored_codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        $crate::names_of_codes!($name { $($variant = $text),+ });
    };
}

/// What both kinds of code have: all variants, and their names in both directions.
#[doc(hidden)]
#[macro_export]
macro_rules! names_of_codes {
    ($name:ident { $($variant:ident = $text:literal),+ }) => {
        impl $name {
            /// All variants, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in the API, in the database and in the locales.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The variant with that name.
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
    stored_codes! {
        /// A code that no answer holds.
        Stored {
            /// Named as usual.
            TwoWords = "two_words",
            /// With another name.
            Other = "another",
        }
    }

    codes! {
        /// A code.
        Probe {
            /// Named as usual.
            TwoWords = "two_words",
            /// With another name.
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
        assert_eq!(Stored::ALL, [Stored::TwoWords, Stored::Other]);
        for code in Stored::ALL.iter().copied() {
            assert_eq!(Stored::from_name(code.as_str()), Some(code));
        }
        for unknown in ["other", "TwoWords", "two_words ", ""] {
            assert_eq!(Probe::from_name(unknown), None, "{unknown}");
            assert_eq!(Stored::from_name(unknown), None, "{unknown}");
            assert!(serde_json::from_value::<Probe>(unknown.into()).is_err(), "{unknown}");
        }
    }
}

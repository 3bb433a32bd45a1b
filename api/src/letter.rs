//! The letters that leave by mail: a closed list with the values that each needs, so that none leaves without a text or
//! with a gap in it.

use crate::mail::Mail;
use dto::Lang;
use dto::text::{Params, text};

macro_rules! letters {
    ($($(#[$doc:meta])* $name:ident = $key:literal { $($value:ident),+ };)+) => {
        /// A letter, with the values that stand in it. It has no `Debug`: the values are somebody's.
        #[derive(Clone, Copy)]
        #[expect(missing_docs, reason = "a value has the name that it has in the text")]
        pub enum Letter<'a> {
            $($(#[$doc])* $name { $($value: &'a str),+ },)+
            /// To the holder of an account, about it.
            About { notice: Notice, login: &'a str },
        }

        impl Letter<'_> {
            /// The name of its texts.
            fn key(&self) -> &'static str {
                match self {
                    $(Self::$name { .. } => $key,)+
                    Self::About { notice, .. } => notice.key(),
                }
            }

            /// The values that stand in its texts.
            fn values(&self) -> Params {
                let pairs: Vec<(&str, &str)> = match self {
                    $(Self::$name { $($value),+ } => vec![$((stringify!($value), *$value)),+],)+
                    Self::About { login, .. } => vec![("login", *login)],
                };
                pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
            }

            #[cfg(test)]
            const ALL: &'static [(&'static str, &'static [&'static str])] =
                &[$(($key, &[$(stringify!($value)),+])),+];
        }
    };
}

macro_rules! notices {
    ($($(#[$doc:meta])* $name:ident = $key:literal;)+) => {
        /// What the holder of an account is told of it: only its login name stands in the letter.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Notice {
            $($(#[$doc])* $name,)+
        }

        impl Notice {
            fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)+
                }
            }

            #[cfg(test)]
            const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

letters! {
    /// An account has read many guests within an hour.
    ReadingAlarm = "reading_alarm" { login, unit, count };
    /// A facility stops, goes on or closes (KH-17.2).
    FacilityChange = "facility_change" { facility, kind, day };
    /// The contact of a unit is another one.
    ContactChanged = "contact_changed" { unit };
    /// A password has to be changed soon.
    PasswordDue = "password_due" { login, day };
    /// A new password.
    PasswordIssued = "password_issued" { login, password, until, address };
    /// The operators of an account wait for its holder.
    OperatorsLocked = "operators_locked" { login, operators };
    /// An account was locked because its password was reported stolen.
    StolenLocked = "stolen_locked" { number, login, call };
    /// The police ask a facility about a notification (LC-10.6).
    StayAsked = "stay_asked" { unit, code, address };
}

notices! {
    /// A second factor was set up.
    SecondFactorOn = "second_factor_on";
    /// The second factor was removed.
    SecondFactorOff = "second_factor_off";
    /// The unit that looks after the account removed the second factor.
    SecondFactorForgotten = "second_factor_forgotten";
    /// Somebody knows the password and not the code.
    SecondFactorWrong = "second_factor_wrong";
    /// Too many wrong codes.
    SecondFactorStopped = "second_factor_stopped";
    /// Too many wrong passwords.
    SignInFailures = "sign_in_failures";
    /// An access token was made.
    AccessTokenMade = "access_token_made";
    /// The account was locked.
    Locked = "account_locked";
    /// The account can be used again.
    Unlocked = "account_unlocked";
    /// The account was closed.
    Closed = "account_closed";
    /// Address or telephone of the account changed.
    ContactDataChanged = "account_contact_changed";
    /// A new password was handed over on paper.
    PasswordHandedOver = "password_handed_over";
    /// Somebody else holds the account.
    HolderReplaced = "holder_replaced";
    /// The account may be used by whom it was lent to.
    DelegationApproved = "delegation_approved";
    /// The password was changed.
    PasswordChanged = "password_changed";
}

impl Letter<'_> {
    /// The mail to an address, in a language.
    pub fn to(self, lang: Lang, address: impl Into<String>) -> Mail {
        let (key, values) = (self.key(), self.values());
        Mail {
            to: address.into(),
            subject: text(lang, &format!("mail.{key}.subject"), &values),
            text: text(lang, &format!("mail.{key}.text"), &values),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dto::text::has_text;
    use std::collections::BTreeSet;

    /// Every letter with the names of its values.
    fn all() -> Vec<(&'static str, Vec<&'static str>)> {
        let letters = Letter::ALL.iter().map(|(key, values)| (*key, values.to_vec()));
        let notices = Notice::ALL.iter().map(|notice| (notice.key(), vec!["login"]));
        letters.chain(notices).collect()
    }

    #[test]
    fn every_letter_has_its_texts_in_both_languages_without_a_gap() {
        for lang in [Lang::Vi, Lang::En] {
            for (key, names) in all() {
                let values: Params = names
                    .iter()
                    .map(|name| ((*name).to_owned(), format!("<{name}>")))
                    .collect();
                let mut whole = String::new();
                for part in ["subject", "text"] {
                    let name = format!("mail.{key}.{part}");
                    assert!(has_text(lang, &name), "{name} in {lang:?}");
                    whole.push_str(&text(lang, &name, &values));
                }
                assert!(!whole.contains('{'), "{key} in {lang:?} has a gap: {whole}");
                for name in names {
                    assert!(
                        whole.contains(&format!("<{name}>")),
                        "{key} in {lang:?} does not say {name}"
                    );
                }
            }
        }
    }

    #[test]
    fn no_two_letters_have_the_same_texts() {
        let keys: BTreeSet<&str> = all().into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys.len(), all().len());
    }
}

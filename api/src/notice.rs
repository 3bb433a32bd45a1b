//! The mails that notify the holder of an account: a closed list.

use crate::mail::Mail;
use dto::{Lang, say};

macro_rules! notices {
    ($($(#[$doc:meta])* $name:ident = $key:ident;)+) => {
        /// A notification to the holder of an account: the letter contains only the login name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Notice {
            $($(#[$doc])* $name,)+
        }

        impl Notice {
            /// Returns the mail to an address, in a language.
            pub fn to(self, lang: Lang, login: &str, address: &str) -> Mail {
                let letter = match self {
                    $(Self::$name => say!(lang, mail.$key, login = login),)+
                };
                Mail::new(address, letter)
            }

            #[cfg(test)]
            const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

notices! {
    /// A second factor was set up.
    SecondFactorOn = second_factor_on;
    /// The second factor was removed.
    SecondFactorOff = second_factor_off;
    /// The unit that manages the account removed the second factor.
    SecondFactorForgotten = second_factor_forgotten;
    /// Somebody entered the right password and a wrong code.
    SecondFactorWrong = second_factor_wrong;
    /// Too many wrong codes.
    SecondFactorStopped = second_factor_stopped;
    /// Too many wrong passwords.
    SignInFailures = sign_in_failures;
    /// An access token was made.
    AccessTokenMade = access_token_made;
    /// The account was locked.
    Locked = account_locked;
    /// The account can be used again.
    Unlocked = account_unlocked;
    /// The account was closed.
    Closed = account_closed;
    /// Address or telephone of the account changed.
    ContactDataChanged = account_contact_changed;
    /// A new password was handed over on paper.
    PasswordHandedOver = password_handed_over;
    /// Another person holds the account.
    HolderReplaced = holder_replaced;
    /// A delegation of the account was approved.
    DelegationApproved = delegation_approved;
    /// The password was changed.
    PasswordChanged = password_changed;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_notice_has_its_own_words_and_says_the_login_name() {
        for lang in [Lang::Vi, Lang::En] {
            let mut texts = BTreeSet::new();
            for notice in Notice::ALL {
                let mail = notice.to(lang, "<login>", "a@example.vn");
                assert!(mail.text.contains("<login>"), "{notice:?} in {lang:?}");
                assert!(
                    !mail.text.contains('{') && !mail.subject.contains('{'),
                    "{notice:?} in {lang:?}"
                );
                assert!(texts.insert(mail.text), "{notice:?} in {lang:?}");
            }
        }
    }
}

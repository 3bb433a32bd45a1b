//! The lodging regulations of a province as pure functions.
//!
//! Nothing here reads a clock, a file or the network: every instant and every term is a parameter, so that the browser
//! and the server give the same result and every deadline can be tested at its last second. Each function cites the
//! article (requirement id) or the point of `docs/rules.md` that it implements; numbers of a regulation are not written
//! here, they come from a [`profile::Profile`].

pub mod account;
pub mod account_tier;
pub mod arrival;
pub mod birth;
pub mod citizen_qr;
mod code;
pub mod contact;
pub mod correction;
pub mod country;
pub mod date_parts;
pub mod deadline;
pub mod document;
pub mod facility;
pub mod facility_change;
pub mod foreigner;
pub mod form;
pub mod health_card;
pub mod length;
pub mod listed_price;
pub mod login;
pub mod loss;
pub mod mend;
pub mod mrz_scan;
pub mod name;
pub mod name_order;
pub mod nights;
pub mod officer;
pub mod old_font;
pub mod one_time_code;
pub mod overlap;
pub mod password;
pub mod person;
pub mod personal_id;
pub mod procedure;
pub mod profile;
pub mod retention;
pub mod scan;
pub mod session;
pub mod sign_in;
pub mod syllable;
pub mod tiers;
pub mod unicode;
pub mod working_time;
pub mod zone;

pub use code::Code;

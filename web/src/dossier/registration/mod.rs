//! An application for an account: Mẫu số 1.

pub mod content;
mod fields;

pub use fields::{AGENCY_PART, FACILITY_PART, PARTS, SIGNING, USER_PART, WHO_PART};

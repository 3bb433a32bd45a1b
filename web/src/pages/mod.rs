//! The pages, one a file or folder.

pub mod accounts;
pub mod agency_home;
pub mod apply;
pub mod calendar;
pub mod change_password;
pub mod forbidden;
pub mod guests;
pub mod kept;
pub mod lookup;
pub mod lost;
pub mod not_found;
pub mod notify;
pub mod operators;
pub mod police_list;
pub mod police_search;
pub mod profile;
pub mod public;
pub mod registrations;
pub mod second_factor;
pub mod server_down;
pub mod set_up;
pub mod sign_in;
pub mod stay;
pub mod system;
pub mod today;

//! The pages, one a file or folder.

pub mod agency_home;
pub mod change_password;
pub mod forbidden;
pub mod guests;
pub mod not_found;
pub mod notify;
pub mod police_list;
pub mod police_search;
pub mod server_down;
pub mod set_up;
pub mod sign_in;
pub mod stay;
pub mod today;

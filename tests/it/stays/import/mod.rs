//! Guest lists from files.

mod dialects;
mod files;
mod killed;
mod lists;
mod reading;
mod storing;

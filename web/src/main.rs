//! Lưu Trú in the browser: a single-page application over the API.

mod api;
mod app;
mod browser;
mod burst;
mod clock;
mod crash;
mod draft;
mod draft_tabs;
mod fetch;
mod focus;
mod form;
mod format;
mod frame;
mod i18n;
mod keys;
mod listing;
mod lists;
mod outbox;
mod pages;
mod paging;
mod parts;
mod reactive;
mod repeats;
mod routes;
mod scans;
mod session;
mod theme;
mod ui;
mod upload;
mod words;

/// The numbers of the texts of `locales`, made by `build.rs`; asked for with [`t!`].
mod texts {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

fn main() {
    crash::watch();
    wasm_bindgen_futures::spawn_local(app::start());
}

//! What holds for every operation: its document, its rights, its answers to good and bad calls.

mod authz;
mod bad_input;
mod calls;
mod document;
mod idempotency;
mod once;
mod pages;
mod paging;
mod permitted;
mod sorting;
mod spec;
mod versions;
mod vocabulary;

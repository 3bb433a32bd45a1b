//! Entry of a guest's stay: questions, reading of documents, check and sending. Several pages use it.

pub mod ask;
mod camera;
pub mod check;
pub mod desk;
pub mod evidence;
pub mod form;
pub mod group;
pub mod mends;
pub mod reading;
pub mod returning;
pub mod rooms;
pub mod scan;
pub mod sections;
pub mod sending;
pub mod side;
mod visa;

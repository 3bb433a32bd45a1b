//! The open transaction.

/// An open transaction.
pub type Tx = sea_orm::DatabaseTransaction;

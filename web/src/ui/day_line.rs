//! W2 fills this.

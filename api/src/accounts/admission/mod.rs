//! Who is behind a request: from a token to a `Caller`, and to the right to an operation.

mod http;

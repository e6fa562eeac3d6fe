//! Handshake.
pub mod domain;

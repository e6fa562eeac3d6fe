//! One integration binary with a module per theme.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod command_line;
mod hostile_input;
mod house;
#[cfg(feature = "pictures")]
mod pictures;
mod real_logs;
mod support;
mod workspace;

//! One integration binary with a module per theme.

mod command_line;
mod hostile_input;
mod house;
#[cfg(feature = "pictures")]
mod pictures;
mod real_logs;
mod support;
mod workspace;

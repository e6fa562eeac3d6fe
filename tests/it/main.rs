//! One integration binary with a module per theme.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod backups;
mod command_line;
mod comments;
mod forgetting;
mod forgetting_random;
mod formats;
mod hostile_input;
mod house;
mod kills;
mod lab;
mod mutations;
mod nasty_logs;
mod officer;
mod other_policies;
mod passphrase;
#[cfg(feature = "pictures")]
mod pictures;
mod power;
mod printed;
mod real_logs;
mod record;
mod reports;
mod salvage;
mod sources;
mod studio;
mod support;
mod traces;
mod tracking;
mod typing;
#[cfg(feature = "warehouse")]
mod warehouse;
mod workspace;
mod written;

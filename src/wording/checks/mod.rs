//! One file per theme; each check says where its family is found, or `None`.

pub mod bundle;
pub mod choice;
pub mod clarity;
pub mod conflict;
pub mod consent;
pub mod content;
pub mod steering;

//! A build that cannot open protected workspaces: nothing can ever be a key.

use super::Salt;
use crate::domain::Passphrase;
use crate::store::StoreError;
use rusqlite::Connection;
use std::path::Path;

/// There is none.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::store) enum Key {}

impl Key {
    pub(in crate::store) fn fresh(_: &Passphrase) -> Result<Self, StoreError> {
        Err(StoreError::CannotProtect)
    }

    pub(super) fn of(_: &Passphrase, _: Salt) -> Result<Self, StoreError> {
        Err(StoreError::CannotProtect)
    }

    pub(in crate::store) fn comes_of(&self, _: &Passphrase) -> Result<bool, StoreError> {
        match *self {}
    }

    pub(super) fn salt(&self) -> &Salt {
        match *self {}
    }

    pub(super) fn apply(&self, _: &Connection) -> Result<(), StoreError> {
        match *self {}
    }
}

/// Copies the content of the file of a connection into a new one, which has another key or none.
pub(in crate::store) fn export(_: &Connection, _: &Path, _: Option<&Key>) -> Result<(), StoreError> {
    Err(StoreError::CannotProtect)
}

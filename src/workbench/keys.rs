//! Handing the key of a workspace over, on purpose.

use super::Problem;
use super::desk::unreadable;
use crate::store::{self, Store};
use std::path::Path;

/// Writes the key of a workspace to a file that only its owner can read.
pub fn export(workspace: &Path, to: &Path) -> Result<(), Problem> {
    let (id, fingerprint) = identity(workspace)?;
    store::export_key(&id, &fingerprint, to).map_err(|error| Problem::of_store("The key was not written", &error))
}

/// Takes the key of a workspace over from a file.
pub fn import(workspace: &Path, from: &Path) -> Result<(), Problem> {
    let (id, fingerprint) = identity(workspace)?;
    store::import_key(&id, &fingerprint, from).map_err(|error| Problem::of_store("The key was not taken over", &error))
}

fn identity(workspace: &Path) -> Result<(String, String), Problem> {
    let store = Store::open(workspace).map_err(|error| Problem::of_store("The workspace was not opened", &error))?;
    store.identity().map_err(unreadable)
}

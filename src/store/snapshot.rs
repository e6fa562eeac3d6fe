//! Snapshots: copies of a workspace to work on, which say what they are copies of.

use super::definitions::{read_json, write_json};
use super::{Store, StoreError, WholeCopy};
use crate::domain::{EntryKind, SnapshotMark};

/// The setting that says so.
const SNAPSHOT_OF: &str = "snapshot_of";

impl WholeCopy {
    /// Makes the copy say what it is a snapshot of.
    ///
    /// # Errors
    /// A copy that cannot be written.
    pub fn mark_as_snapshot(&self, mark: &SnapshotMark) -> Result<(), StoreError> {
        let store = Store::open(self.path())?;
        store.in_transaction(EntryKind::Settings, "Take a snapshot", || {
            store.set_text(SNAPSHOT_OF, &write_json("mark", mark)?)
        })
    }
}

impl Store {
    /// What the workspace is a snapshot of; `None` if it is none.
    pub fn snapshot_of(&self) -> Result<Option<SnapshotMark>, StoreError> {
        self.text(SNAPSHOT_OF)?.map(|text| read_json("mark", &text)).transpose()
    }
}

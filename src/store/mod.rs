//! The only SQLite room: the workspace file, its schema, who may write to it, and what was edited.
//!
//! Hands out domain types and bytes, never a row. Every change is one immediate transaction: a crash leaves either all
//! of it or none.

mod backup;
mod change;
mod cipher;
mod comments;
mod copy;
mod definitions;
mod error;
mod forgetting;
#[cfg(test)]
mod full_disk;
mod imports;
mod keys;
mod lock;
mod open;
mod passphrase;
mod record;
mod salvage;
mod schema;
mod snapshot;
mod tracking;
mod transaction;

pub use backup::{
    BackupContent, BackupFile, BackupIdentity, backup_content, backup_path, backup_plan, backups, backups_folder,
    remove_half_made_backups, rotate_backups, set_backup_plan, unreadable_backups,
};
pub use change::Change;
pub use cipher::{CAN_PROTECT, Unlocked, is_locked, unlock};
pub use copy::{Copying, WholeCopy, copy_workspace};
pub use error::StoreError;
pub use forgetting::{ChunkOf, Rewrite, Rewritten};
pub use imports::{NewImport, Part};
pub use keys::{export_key, import_key, layout, load_key, own_name, set_layout, set_own_name};
pub use open::{Store, random_name};
pub use record::{Advance, Names, naming, verify};
pub use salvage::{CountRows, salvage};

//! Backups of a workspace: files in a folder of their own, named by when and why they were made.

use super::copy::{WholeCopy, copy_pages, is_partial, remove_partial};
use super::definitions::write_json;
use super::open::{check_content, check_head, prepare, reading_connection};
use super::{Store, StoreError, cipher, keys};
use crate::domain::{Anchor, BackupPlan, BackupReason, EntryKind, superfluous_backups};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The file beside the keys that holds the plan.
const PLAN_FILE: &str = "backups";
/// The setting that tells of the latest restoring.
const RESTORED: &str = "restored";
/// How the moment stands in names, in UTC.
const MOMENT: &str = "%Y-%m-%d %H-%M-%S";

/// A backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFile {
    /// The file.
    pub path: PathBuf,
    /// When it was made.
    pub made_at: Timestamp,
    /// Why.
    pub reason: BackupReason,
    /// Its size in bytes.
    pub bytes: u64,
}

/// What a backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupContent {
    /// Experiments.
    pub experiments: u64,
    /// Imports in force.
    pub imports: u64,
    /// Versions of the policy.
    pub policy_versions: u64,
}

/// How the person at this computer wants workspaces backed up; a plan that cannot be read is the usual one.
pub fn backup_plan() -> BackupPlan {
    let text = std::fs::read_to_string(keys::folder().join(PLAN_FILE)).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Keeps how the person at this computer wants workspaces backed up.
pub fn set_backup_plan(plan: &BackupPlan) -> Result<(), StoreError> {
    keys::write_beside(PLAN_FILE, &write_json("plan", plan)?)
}

/// Whether the name of a file is that of a backup, or of a copy that is not whole yet.
pub(super) fn is_backup(path: &Path) -> bool {
    parsed(path).is_some() || is_partial(path)
}

/// The folder in which the backups of a workspace stand.
pub fn backups_folder(workspace: &Path, plan: &BackupPlan) -> PathBuf {
    let mut name = workspace.file_stem().map_or_else(OsString::new, ToOwned::to_owned);
    name.push(" backups");
    match &plan.folder {
        Some(folder) => folder.join(name),
        None => workspace.with_file_name(name),
    }
}

/// The backups of a workspace wherever the plan of today or the usual one puts them, latest first.
pub fn backups(workspace: &Path, id: &BackupIdentity, plan: &BackupPlan) -> Vec<BackupFile> {
    // Whoever keeps workspaces of one name in several folders may have chosen one folder for all backups.
    let ours = |backup: &BackupFile| identity_of(&backup.path).is_ok_and(|known| known == *id);
    let mut found: Vec<_> = folders(workspace, plan).iter().flat_map(|folder| in_folder(folder)).filter(ours).collect();
    found.sort_by_key(|backup| std::cmp::Reverse(backup.made_at));
    found
}

/// Files that are called backups of a workspace but cannot be read, and whether each stands in the folder beside the workspace, where nothing
/// else stands.
pub fn unreadable_backups(workspace: &Path, plan: &BackupPlan) -> Vec<(PathBuf, bool)> {
    let stem = workspace.file_stem().unwrap_or_default().to_string_lossy().into_owned() + " ";
    let usual = backups_folder(workspace, &BackupPlan::default());
    let called = |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&stem));
    let all = folders(workspace, plan).into_iter().flat_map(|folder| in_folder(&folder));
    let unreadable = all.filter(|backup| called(&backup.path) && identity_of(&backup.path).is_err());
    unreadable.map(|backup| (backup.path.clone(), backup.path.parent() == Some(&usual))).collect()
}

/// Wherever backups of a workspace may stand: beside it, in the folder that is chosen, and in those that were.
fn folders(workspace: &Path, plan: &BackupPlan) -> BTreeSet<PathBuf> {
    let chosen = plan.folder.iter().chain(&plan.former_folders).cloned().map(Some);
    let at = |folder| backups_folder(workspace, &BackupPlan { folder, ..BackupPlan::default() });
    chosen.chain([None]).map(at).collect()
}

fn in_folder(folder: &Path) -> Vec<BackupFile> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.filter_map(|entry| {
        let path = entry.path();
        let (made_at, reason) = parsed(&path)?;
        Some(BackupFile { bytes: entry.metadata().ok()?.len(), path, made_at, reason })
    });
    files.collect()
}

/// The backups in the folders of a workspace that open with a passphrase which was not given: of which workspace they are cannot be told.
pub(super) fn locked_backups(workspace: &Path, plan: &BackupPlan) -> Vec<PathBuf> {
    let all = folders(workspace, plan).into_iter().flat_map(|folder| in_folder(&folder));
    all.map(|backup| backup.path).filter(|path| cipher::is_locked(path)).collect()
}

fn parsed(path: &Path) -> Option<(Timestamp, BackupReason)> {
    let name = path.file_name()?.to_str()?.strip_suffix(").handshake")?;
    let (front, reason) = name.rsplit_once(" UTC (")?;
    let reason = BackupReason::ALL.into_iter().find(|known| reason.split(',').next() == Some(known.label()))?;
    let moment = front.get(front.len().checked_sub("2026-01-01 00-00-00".len())?..)?;
    let made_at = jiff::civil::DateTime::strptime(MOMENT, moment).ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp();
    Some((made_at, reason))
}

/// A name in the folder of backups that no file has yet.
pub fn backup_path(workspace: &Path, plan: &BackupPlan, reason: BackupReason, now: Timestamp) -> PathBuf {
    let stem = workspace.file_stem().unwrap_or_default().to_string_lossy();
    let moment = now.to_zoned(TimeZone::UTC).strftime(MOMENT).to_string();
    let folder = backups_folder(workspace, plan);
    let named = |again: &str| folder.join(format!("{stem} {moment} UTC ({}{again}).handshake", reason.label()));
    let several = (2_u32..).map(|number| named(&format!(", {number}")));
    std::iter::once(named("")).chain(several).find(|path| !path.exists()).unwrap_or_else(|| named(""))
}

/// Removes the backups of a workspace that need not be kept; how many.
pub fn rotate_backups(workspace: &Path, id: &BackupIdentity, plan: &BackupPlan) -> usize {
    let (all, now) = (backups(workspace, id, plan), Timestamp::now());
    // What a clock that was ahead dated later counts as of now.
    let known: Vec<_> = all.iter().map(|backup| (backup.made_at.min(now), backup.reason)).collect();
    let gone = superfluous_backups(&known).into_iter().filter_map(|place| all.get(place));
    gone.filter(|backup| std::fs::remove_file(&backup.path).is_ok()).count()
}

/// Copies of a workspace that were under way when a program was stopped are removed, as they may hold what is to be forgotten.
pub fn remove_half_made_backups(workspace: &Path, plan: &BackupPlan) {
    folders(workspace, plan).iter().for_each(|folder| remove_partial(folder, Duration::ZERO));
}

/// What a backup holds.
pub fn backup_content(path: &Path) -> Result<BackupContent, StoreError> {
    let connection = reading_connection(path)?;
    let number = |sql: &str| {
        let number: i64 = connection.query_row(sql, [], |row| row.get(0))?;
        Ok::<_, StoreError>(u64::try_from(number).unwrap_or(0))
    };
    Ok(BackupContent {
        experiments: number("SELECT COUNT(*) FROM experiment WHERE removed = 0")?,
        imports: number("SELECT COUNT(*) FROM import WHERE in_force = 1")?,
        policy_versions: number("SELECT COUNT(*) FROM policy_version")?,
    })
}

/// Of which workspace a file is, or is a backup, and of which snapshot of it; empty if of none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupIdentity {
    workspace: String,
    snapshot: String,
}

fn identity_of(path: &Path) -> Result<BackupIdentity, StoreError> {
    identity_in(&reading_connection(path)?)?.ok_or_else(|| StoreError::NotAWorkspace(path.to_owned()))
}

fn identity_in(connection: &Connection) -> Result<Option<BackupIdentity>, StoreError> {
    let text = |name: &str| {
        let sql = "SELECT value FROM setting WHERE name = ?1";
        connection.query_row(sql, [name], |row| row.get::<_, String>(0)).optional()
    };
    let snapshot = text("snapshot_of")?.unwrap_or_default();
    Ok(text("workspace_id")?.map(|workspace| BackupIdentity { workspace, snapshot }))
}

/// Makes a backup before the tables of a workspace of an older format are changed: in the chosen folder, or beside the workspace where that one
/// cannot be had just now.
pub(super) fn before_update(path: &Path) -> Result<(), StoreError> {
    let make = |plan: &BackupPlan| {
        let to = backup_path(path, plan, BackupReason::Update, Timestamp::now());
        WholeCopy::make(path, &backups_folder(path, plan), &mut |_, _| true)?.publish(&to)
    };
    let plan = backup_plan();
    let made = make(&plan);
    if made.is_err() && plan.folder.is_some() { make(&BackupPlan::default()) } else { made }
}

impl Store {
    /// What its backups are known by.
    pub fn backup_identity(&self) -> Result<BackupIdentity, StoreError> {
        identity_in(&self.connection)?.ok_or_else(|| StoreError::NotAWorkspace(self.path().to_owned()))
    }

    /// Whether a backup may be put in place of what the workspace holds.
    ///
    /// # Errors
    /// As for [`Store::restore`].
    pub fn may_restore(&self, backup: &Path) -> Result<(), StoreError> {
        self.must_write()?;
        check_head(backup)?;
        check_content(backup)?;
        let (theirs, ours) = (identity_of(backup)?, self.backup_identity()?);
        if theirs.workspace != ours.workspace {
            return Err(StoreError::OtherWorkspace(backup.to_owned()));
        }
        if theirs.snapshot != ours.snapshot {
            return Err(StoreError::Snapshot(backup.to_owned()));
        }
        Ok(())
    }

    /// Puts what a backup holds in place of everything that the workspace holds, in one transaction: whatever happens, the file holds either
    /// all of one or all of the other. Nothing that was done before can be undone after it.
    ///
    /// # Errors
    /// A backup of another workspace, a snapshot, a file that is damaged, or a workspace that can only be read; then nothing has changed.
    pub fn restore(&mut self, backup: &Path) -> Result<(), StoreError> {
        self.may_restore(backup)?;
        let path = self.path().to_owned();
        let mut live = cipher::connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        prepare(&live)?;
        copy_pages(&reading_connection(backup)?, &mut live, &mut |_, _| true)?;
        live.close().map_err(|(_, error)| error)?;
        self.reopen()
    }
}

impl Store {
    /// Says in the record of a copy that it is a backup about to be restored, and what state of the record it replaces: who holds an anchor of
    /// that state finds it here.
    pub fn note_restoring(&self, backup: &str, replaced: Option<Anchor>) -> Result<(), StoreError> {
        let replaced = replaced.map_or_else(|| "none".to_owned(), |anchor| anchor.to_string());
        self.in_transaction(EntryKind::Restoring, &format!("Restore the backup “{backup}”"), || {
            let told = [("backup", backup), ("record_replaced", &replaced)];
            self.set_text(RESTORED, &write_json("restoring", &BTreeMap::from(told))?)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::schema;
    use super::*;

    #[test]
    fn a_workspace_of_an_older_format_is_backed_up_before_it_is_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.handshake");
        let old = Connection::open(&path).unwrap();
        schema::make_tables(&old, 3).unwrap();
        let settings = "INSERT INTO setting (name, value) VALUES ('workspace_id', 'w'), ('key_fingerprint', 'f')";
        old.execute(settings, []).unwrap();
        drop(old);
        drop(Store::open(&path).unwrap());
        let known = |workspace: &str| BackupIdentity { workspace: workspace.into(), snapshot: String::new() };
        let made = backups(&path, &known("w"), &BackupPlan::default());
        assert_eq!(made.iter().map(|backup| backup.reason).collect::<Vec<_>>(), [BackupReason::Update]);
        let format = |path: &Path| -> i64 {
            reading_connection(path).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
        };
        assert_eq!((format(&made[0].path), format(&path)), (3, schema::NEWEST));
        drop(Store::open(&path).unwrap());
        drop(Store::open(&made[0].path).unwrap());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "an update is backed up once, a backup never");
        assert!(backups(&path, &known("another"), &BackupPlan::default()).is_empty());
    }

    #[test]
    fn names_say_when_and_why() {
        let (plan, now) = (BackupPlan::default(), "2026-03-10T12:00:05Z".parse().unwrap());
        for reason in BackupReason::ALL {
            let path = backup_path(Path::new("/a/b (c) UTC (.handshake"), &plan, reason, now);
            assert_eq!(parsed(&path), Some((now, reason)), "{}", path.display());
            assert!(path.starts_with("/a/b (c) UTC ( backups"));
        }
        let chosen = BackupPlan { folder: Some("/x".into()), ..plan };
        assert_eq!(backups_folder(Path::new("/a/b.handshake"), &chosen), Path::new("/x/b backups"));
        assert_eq!(parsed(Path::new("b.handshake")), None);
        assert_eq!(parsed(Path::new("é UTC (by hand).handshake")), None);
    }
}

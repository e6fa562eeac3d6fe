//! Restoring backups, and keeping whoever was forgotten out of them.

use super::Problem;
use super::desk::{Desk, unreadable};
use super::forgetting::{People, left_of, names_one};
use crate::domain::{BackupReason, EntryKind, Forgotten, LogKind, PersonKey};
use crate::store::{self, Part, Store, StoreError, WholeCopy};
use jiff::Timestamp;
use std::path::Path;

const WHAT: &str = "The backup was not restored";

impl Desk {
    /// Puts what a backup holds in place of everything, once what there is has been backed up itself. Whoever was forgotten since stays so.
    pub(super) fn restore(&mut self, backup: &Path) -> Result<String, Problem> {
        let failed = |error| Problem::of_store(WHAT, &error);
        let forgotten = self.store.forgotten().map_err(failed)?;
        let (path, plan) = (self.store.path().to_owned(), store::backup_plan());
        let folder = store::backups_folder(&path, &plan);
        let whole = WholeCopy::make(backup, &folder, &mut |_, _| true).map_err(failed)?;
        let present = WholeCopy::make(&path, &folder, &mut |_, _| true).map_err(failed)?;
        let kept = store::backup_path(&path, &plan, BackupReason::Restoring, Timestamp::now());
        // Before it is in place, so that at no moment the workspace holds them again, or a record that is silent about the restoring.
        bring_in_line(whole.path(), &forgotten, &[])?;
        let replaced = self.store.anchor().map_err(failed)?;
        Store::open(whole.path()).and_then(|copy| copy.note_restoring(&said_of(backup), replaced)).map_err(failed)?;
        present.publish(&kept).map_err(failed)?;
        self.store.restore(whole.path()).map_err(failed)?;
        self.begin_anew()?;
        self.recount_stale()?;
        let (id, _) = self.store.identity().map_err(failed)?;
        store::rotate_backups(&path, &id, &plan);
        Ok(format!("The backup was restored; what was there before is in {}.", kept.display()))
    }

    /// Takes whoever was forgotten out of the backups too, with words in their records that name one of these identifiers. A backup that cannot
    /// be rewritten is removed.
    pub(super) fn forget_in_backups(&self, identifiers: &[String]) -> Result<String, Problem> {
        let forgotten = self.store.forgotten().map_err(unreadable)?;
        if forgotten.tombstones.is_empty() {
            return Ok(String::new());
        }
        let (path, plan) = (self.store.path(), store::backup_plan());
        store::remove_half_made_backups(path, &plan);
        let (mut rewritten, mut removed) = (0, 0);
        // Where people are told to write something otherwise, a backup that says the same waits for it.
        let waits = self.store.names_one(identifiers).map_err(unreadable)?;
        for backup in store::backups(path, &self.store.identity().map_err(unreadable)?.0, &plan) {
            let named = || Store::look_at(&backup.path).and_then(|copy| copy.names_one(identifiers));
            match bring_in_line(&backup.path, &forgotten, identifiers) {
                Ok(changed) if waits || matches!(named(), Ok(false)) => {
                    rewritten += u64::from(changed);
                    continue;
                }
                _ => {}
            }
            std::fs::remove_file(&backup.path).map_err(|error| {
                let what = format!("The backup {} still holds whoever was forgotten", backup.path.display());
                Problem::new(what, error, "Delete it yourself.")
            })?;
            removed += 1;
        }
        Ok(said(rewritten, removed))
    }

    /// Takes everything out that is about people who were forgotten in another state of the same workspace; whether there was anybody new.
    fn forget_again(&mut self, forgotten: &Forgotten, identifiers: &[String]) -> Result<bool, Problem> {
        let label = "Forget whoever was forgotten since";
        let changed = self.as_one(EntryKind::Forgetting, label, |desk| {
            let changed = desk.forget_rows_again(forgotten)?;
            desk.store.forget_in_record(identifiers).map_err(|error| Problem::of_store(WHAT, &error))?;
            Ok(changed)
        })?;
        match self.store.tidy().map_err(|error| Problem::of_store(WHAT, &error))? {
            Some(false) => Err(Problem::new(WHAT, "somebody else reads the backup", "Close it there and try again.")),
            _ => Ok(changed),
        }
    }

    fn forget_rows_again(&mut self, forgotten: &Forgotten) -> Result<bool, Problem> {
        let here = self.store.forgotten().map_err(unreadable)?;
        if forgotten.tombstones.is_subset(&here.tombstones) && forgotten.cells.is_subset(&here.cells) {
            return Ok(false);
        }
        let pseudonymiser = self.pseudonymiser(WHAT)?;
        let pairs = self.link_pairs()?;
        let linked = pairs.iter().flat_map(|(one, other)| [*one, *other]);
        let named = linked.filter(|&key| forgotten.holds(key, &pseudonymiser)).collect();
        let people = People::of(&named, &pairs, &pseudonymiser);
        let is_forgotten = |key: PersonKey| people.keys.contains_key(&key) || forgotten.holds(key, &pseudonymiser);
        let names =
            |cell: &str| forgotten.holds_hidden(cell, &pseudonymiser) || names_one(cell, &pseudonymiser, &is_forgotten);
        let mut rewrite = |of: store::ChunkOf, bytes: &[u8]| {
            let shared =
                |key: &PersonKey| of.kind == LogKind::Links && of.part == Part::Rows && people.shared.contains(key);
            left_of(of, bytes, &|key| is_forgotten(key) || shared(&key), &names).map(|left| left.0)
        };
        let done = self.store.forget(&mut rewrite, || here.with(forgotten));
        done.map_err(|error| Problem::of_store(WHAT, &error))?;
        self.recount()?;
        Ok(true)
    }

    /// Whatever was known of the workspace is asked for anew.
    fn begin_anew(&mut self) -> Result<(), Problem> {
        let largest = self.store.largest_definition_key().map_err(unreadable)?;
        self.keys.fetch_max(largest, std::sync::atomic::Ordering::Relaxed);
        (self.rows, self.kept) = (super::rows::Rows::default(), super::judging::Kept::default());
        self.analyses.clear();
        Ok(())
    }
}

/// Takes whoever was forgotten out of another copy of the workspace; whether there was anybody new.
fn bring_in_line(copy: &Path, forgotten: &Forgotten, identifiers: &[String]) -> Result<bool, Problem> {
    if forgotten.tombstones.is_empty() {
        return Ok(false);
    }
    let failed = |error| Problem::of_store(WHAT, &error);
    let store = Store::open(copy).map_err(failed)?;
    if let Some(reason) = store.read_only() {
        return Err(failed(StoreError::ReadOnly(reason.to_owned())));
    }
    Desk::new(store)?.forget_again(forgotten, identifiers)
}

/// What was restored, as the record tells it: the name of the file alone, as its folder says more about people than it should.
fn said_of(backup: &Path) -> String {
    backup.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn said(rewritten: u64, removed: u64) -> String {
    let backups = |number: u64| if number == 1 { "1 backup".to_owned() } else { format!("{number} backups") };
    match (rewritten, removed) {
        (0, 0) => String::new(),
        (0, _) => format!("{} that could not be rewritten were deleted.", backups(removed)),
        (_, 0) => format!("{} hold nothing of them any more either.", backups(rewritten)),
        _ => format!(
            "{} hold nothing of them any more either; {} that could not be rewritten were deleted.",
            backups(rewritten),
            backups(removed)
        ),
    }
}

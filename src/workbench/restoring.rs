//! Restoring backups, and keeping whoever was forgotten out of them.

use super::Problem;
use super::desk::{Desk, unreadable};
use super::forgetting::{People, left_of, names_one};
use crate::domain::{BackupReason, EntryKind, Forgotten, LogKind, PersonKey, Pseudonymiser};
use crate::picture::format;
use crate::store::{self, Part, Store, StoreError, WholeCopy};
use jiff::Timestamp;
use std::path::Path;

/// Shorter identifiers stand in too many words that are about nobody.
const SHORTEST: usize = 4;
const WHAT: &str = "The backup was not restored";

impl Desk {
    /// Puts what a backup holds in place of everything, once what there is has been backed up itself. Whoever was forgotten since stays so.
    pub(super) fn restore(&mut self, backup: &Path) -> Result<String, Problem> {
        let failed = |error| Problem::of_store(WHAT, &error);
        self.store.may_restore(backup).map_err(failed)?;
        let forgotten = self.store.forgotten().map_err(failed)?;
        let (path, plan) = (self.store.path().to_owned(), store::backup_plan());
        let folder = store::backups_folder(&path, &plan);
        let whole = WholeCopy::to_restore(backup, &path, &folder).map_err(failed)?;
        // Before it is in place, so that at no moment the workspace holds them again, or a record that is silent about the restoring.
        let still = bring_in_line(whole.path(), &forgotten, &[])?.still;
        let replaced = self.store.anchor().map_err(failed)?;
        Store::open(whole.path()).and_then(|copy| copy.note_restoring(&said_of(backup), replaced)).map_err(failed)?;
        let kept = store::backup_path(&path, &plan, BackupReason::Restoring, Timestamp::now());
        WholeCopy::make(&path, &folder, &mut |_, _| true).and_then(|present| present.publish(&kept)).map_err(failed)?;
        self.store.restore(whole.path()).map_err(failed)?;
        self.begin_anew()?;
        self.recount_stale()?;
        let id = self.store.backup_identity().map_err(failed)?;
        store::rotate_backups(&path, &id, &plan);
        let written = if still {
            " It names people who were forgotten in what somebody wrote: forget them once more to be told where."
        } else {
            ""
        };
        Ok(format!("The backup was restored; what was there before is in {}.{written}", kept.display()))
    }

    /// Takes whoever was forgotten out of the backups too, with words in their records that name one of these identifiers, or that are
    /// recognised. A backup that is damaged, or that says what was written otherwise since, is removed.
    ///
    /// # Errors
    /// Backups of which neither could be done; all others are done.
    pub(super) fn forget_in_backups(&self, identifiers: &[String]) -> Result<String, Problem> {
        let forgotten = self.store.forgotten().map_err(unreadable)?;
        if forgotten.tombstones.is_empty() || self.store.read_only().is_some() {
            return Ok(String::new());
        }
        let (path, plan) = (self.store.path(), store::backup_plan());
        store::remove_half_made_backups(path, &plan);
        // Where people are told to write something otherwise, a backup that says the same waits for it.
        let waits = self.store.names_somebody(&store::naming(identifiers)).map_err(unreadable)?;
        let mut done = Done::default();
        for backup in store::backups(path, &self.store.backup_identity().map_err(unreadable)?, &plan) {
            match bring_in_line(&backup.path, &forgotten, identifiers) {
                Ok(line) if waits || !line.still => done.rewritten += u64::from(line.changed),
                Err(problem) if problem.passes => done.left.push(format!("{}: {}", backup.path.display(), problem.why)),
                _ => done.remove(&backup.path),
            }
        }
        for (unreadable, stands_alone) in store::unreadable_backups(path, &plan) {
            if store::is_locked(&unreadable) {
                done.left.push(format!("{}: it opens with another passphrase", unreadable.display()));
            } else if stands_alone {
                done.remove(&unreadable);
            } else {
                done.left.push(format!("{}: it cannot be read", unreadable.display()));
            }
        }
        done.told()
    }

    /// Takes everything out that is about people who were forgotten in another state of the same workspace.
    fn forget_again(&mut self, forgotten: &Forgotten, identifiers: &[String]) -> Result<InLine, Problem> {
        let failed = |error| Problem::of_store(WHAT, &error);
        let label = "Forget whoever was forgotten since";
        let line = self.as_one(EntryKind::Forgetting, label, |desk| {
            let pseudonymiser = desk.pseudonymiser(WHAT)?;
            let changed = desk.forget_rows_again(forgotten)?;
            let named = store::naming(identifiers);
            let names = |text: &str| named(text) || names_forgotten(text, forgotten, &pseudonymiser);
            let still = !desk.store.forget_in_record(&names).map_err(failed)?.is_empty();
            Ok(InLine { changed, still })
        })?;
        match self.store.tidy().map_err(failed)? {
            Some(false) => {
                let why = "somebody else reads it";
                Err(Problem { passes: true, ..Problem::new(WHAT, why, "Close it there and try again.") })
            }
            _ => Ok(line),
        }
    }

    fn forget_rows_again(&mut self, forgotten: &Forgotten) -> Result<bool, Problem> {
        let here = self.store.forgotten().map_err(unreadable)?;
        if here.includes(forgotten) {
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

/// How a copy of the workspace stands to whoever was forgotten.
#[derive(Default)]
struct InLine {
    /// Whether it held anybody.
    changed: bool,
    /// Whether what somebody wrote in it, and what still holds there, names one of them.
    still: bool,
}

/// Takes whoever was forgotten out of another copy of the workspace.
fn bring_in_line(copy: &Path, forgotten: &Forgotten, identifiers: &[String]) -> Result<InLine, Problem> {
    let failed = |error| Problem::of_store(WHAT, &error);
    let theirs = Store::look_at(copy).and_then(|copy| copy.forgotten());
    let holds_nobody = theirs.is_ok_and(|theirs| theirs.includes(forgotten)) && identifiers.is_empty();
    if forgotten.tombstones.is_empty() || holds_nobody {
        return Ok(InLine::default());
    }
    let store = Store::open(copy).map_err(failed)?;
    if let Some(reason) = store.read_only() {
        return Err(failed(StoreError::ReadOnly(reason.to_owned())));
    }
    Desk::new(store)?.forget_again(forgotten, identifiers)
}

/// Whether up to three words of a text in a row are an identifier of somebody who was forgotten.
fn names_forgotten(text: &str, forgotten: &Forgotten, pseudonymiser: &Pseudonymiser) -> bool {
    let is_edge = |letter: char| !letter.is_alphanumeric() && letter != '+';
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_matches(is_edge)).collect();
    (1..=3).any(|number| {
        words.windows(number).any(|words| {
            let one = words.join(" ");
            one.chars().count() >= SHORTEST && forgotten.holds(pseudonymiser.person(&one), pseudonymiser)
        })
    })
}

/// What became of the backups.
#[derive(Default)]
struct Done {
    rewritten: u64,
    removed: u64,
    /// Those that still hold somebody, each with the reason.
    left: Vec<String>,
}

impl Done {
    fn remove(&mut self, backup: &Path) {
        match std::fs::remove_file(backup) {
            Ok(()) => self.removed += 1,
            Err(error) => self.left.push(format!("{}: {error}", backup.display())),
        }
    }

    fn told(self) -> Result<String, Problem> {
        let held = match self.rewritten {
            0 => String::new(),
            1 => "1 backup holds nothing of them any more either.".to_owned(),
            number => format!("{} backups hold nothing of them any more either.", format::count(number)),
        };
        let gone = match self.removed {
            0 => String::new(),
            1 => "1 backup was deleted, as it is damaged or still said what was written otherwise since.".to_owned(),
            number => {
                let number = format::count(number);
                format!(
                    "{number} backups were deleted, as they are damaged or still said what was written otherwise since."
                )
            }
        };
        let said = [held, gone].join(" ").trim().to_owned();
        if self.left.is_empty() {
            return Ok(said);
        }
        let what = "They were forgotten in the workspace, but some backups may still hold them";
        let advice = format!("Mend that and open the workspace again, or delete these backups yourself. {said}");
        Err(Problem::new(what, self.left.join("; "), advice.trim()))
    }
}

/// What was restored, as the record tells it: the name of the file alone, as its folder says more about people than it should.
fn said_of(backup: &Path) -> String {
    backup.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

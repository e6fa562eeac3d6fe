//! Changes, each in one transaction that is one entry of the record, and what undo and redo go by.

use super::record::{self, Draft};
use super::{Change, Store, StoreError};
use crate::domain::EntryKind;
use std::collections::HashMap;

/// What an opening of a workspace did and does. What it did can be undone until it is closed.
#[derive(Debug, Default)]
pub(super) struct Session {
    draft: Option<Draft>,
    step: Step,
    done: Vec<Edit>,
    undone: Vec<Edit>,
    wants_tidying: bool,
}

/// Something that can be undone.
#[derive(Debug, Clone)]
struct Edit {
    label: String,
    before: Change,
    after: Change,
}

/// What the running transaction means for undo and redo, once it has happened.
#[derive(Debug, Default)]
enum Step {
    #[default]
    Nothing,
    Edits(Vec<(Change, Change)>),
    Undo,
    Redo,
    ForgetAll,
}

impl Store {
    /// Begins a transaction which becomes one entry of the record, under these words unless what is done in it has words of its own.
    ///
    /// # Errors
    /// A workspace that can only be read, or one that is being changed already.
    pub fn begin(&self, kind: EntryKind, label: &str) -> Result<(), StoreError> {
        self.must_write()?;
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let mut session = self.session.borrow_mut();
        let draft = Draft { kind, label: label.to_owned(), known: HashMap::new(), taken_out: Vec::new() };
        (session.draft, session.step) = (Some(draft), Step::Nothing);
        Ok(())
    }

    /// Ends the transaction: all of it happens, and is in the record, or nothing.
    pub fn commit(&self) -> Result<(), StoreError> {
        let sealed = match &self.session.borrow().draft {
            Some(draft) => record::seal(&self.connection, draft),
            None => return Err(StoreError::NotFound("change under way".into())),
        };
        let done = sealed.and_then(|_| Ok(self.connection.execute_batch("COMMIT")?));
        if let Err(error) = done {
            self.roll_back();
            return Err(error);
        }
        self.session.borrow_mut().close();
        Ok(())
    }

    /// Gives the transaction up: nothing of it happened.
    pub fn roll_back(&self) {
        let mut session = self.session.borrow_mut();
        (session.draft, session.step, session.wants_tidying) = (None, Step::Nothing, false);
        if !self.connection.is_autocommit() {
            // A transaction that cannot be rolled back goes with the connection; the file is as it was.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }

    /// Whether a transaction is under way.
    pub fn is_changing(&self) -> bool {
        self.session.borrow().draft.is_some()
    }

    /// Runs in one transaction, which becomes one entry of the record under these words; inside another it is part of that, and whoever
    /// runs the other gives it up where this fails.
    pub(super) fn in_transaction<T>(
        &self,
        kind: EntryKind,
        label: &str,
        work: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if self.is_changing() {
            self.call(kind, label);
            return work();
        }
        self.begin(kind, label)?;
        match work() {
            Ok(value) => self.commit().map(|()| value),
            Err(error) => {
                self.roll_back();
                Err(error)
            }
        }
    }

    /// The last that is done in a transaction gives it its words; upkeep comes along with other things.
    fn call(&self, kind: EntryKind, label: &str) {
        if let Some(draft) = self.session.borrow_mut().draft.as_mut().filter(|_| kind != EntryKind::Upkeep) {
            (draft.kind, draft.label) = (kind, label.to_owned());
        }
    }

    /// Makes a change under a label such as “Rename variant B”; what had been undone can no longer be done again.
    pub fn edit(&self, label: &str, change: &Change) -> Result<(), StoreError> {
        self.in_transaction(change.kind(), label, || {
            let before = self.inverse(change)?;
            self.put(change)?;
            self.note_edit(before, change.clone());
            Ok(())
        })
    }

    pub(super) fn note_edit(&self, before: Change, after: Change) {
        let mut session = self.session.borrow_mut();
        match &mut session.step {
            Step::Edits(edits) => edits.push((before, after)),
            step => *step = Step::Edits(vec![(before, after)]),
        }
    }

    /// From this transaction on, nothing done before can be undone.
    pub(super) fn forget_edits(&self) {
        self.session.borrow_mut().step = Step::ForgetAll;
    }

    /// Takes the latest edit back; its label, or `None` if there is none.
    pub fn undo(&self) -> Result<Option<String>, StoreError> {
        let edit = self.session.borrow().done.last().cloned();
        let Some(edit) = edit else { return Ok(None) };
        self.step(&edit.before, format!("Undo: {}", edit.label), Step::Undo)?;
        Ok(Some(edit.label))
    }

    /// Does the edit again that was undone last; its label, or `None` if there is none.
    pub fn redo(&self) -> Result<Option<String>, StoreError> {
        let edit = self.session.borrow().undone.last().cloned();
        let Some(edit) = edit else { return Ok(None) };
        self.step(&edit.after, format!("Redo: {}", edit.label), Step::Redo)?;
        Ok(Some(edit.label))
    }

    fn step(&self, change: &Change, label: String, step: Step) -> Result<(), StoreError> {
        self.in_transaction(change.kind(), &label, || {
            self.put(change)?;
            self.session.borrow_mut().step = step;
            Ok(())
        })
    }

    /// The labels of what would be undone and done again next.
    pub fn undo_labels(&self) -> (Option<String>, Option<String>) {
        let session = self.session.borrow();
        let label = |edits: &[Edit]| edits.last().map(|edit| edit.label.clone());
        (label(&session.done), label(&session.undone))
    }

    /// Remembers the digest of rows of a log as they are written, so that they need not be read again for the record.
    pub(super) fn know_chunk(&self, import: i64, part: &str, position: i64, bytes: &[u8]) {
        if let Some(draft) = &mut self.session.borrow_mut().draft {
            let (object, digest) = record::chunk_digest(import, part, position, bytes);
            draft.known.insert(object, digest);
        }
    }

    /// Rows of logs are written anew in this transaction: their digests are no longer those that were remembered.
    pub(super) fn no_chunk_is_known(&self) {
        if let Some(draft) = &mut self.session.borrow_mut().draft {
            draft.known.clear();
        }
    }

    /// Says of things in the record that this transaction took them out of it.
    pub(super) fn take_out_of_record(&self, objects: Vec<String>) {
        if let Some(draft) = &mut self.session.borrow_mut().draft {
            draft.taken_out.extend(objects);
        }
    }

    /// Once this transaction has happened, what it freed is to leave the file.
    pub(super) fn wants_tidying(&self) {
        self.session.borrow_mut().wants_tidying = true;
    }

    /// After a change that threw rows away: closes the gaps in the file, so that nothing of them is in it. `None` if no such change was made,
    /// else whether all is done; if not, somebody reads the file, and the old bytes go when it is closed.
    pub fn tidy(&self) -> Result<Option<bool>, StoreError> {
        if self.is_changing() || !std::mem::take(&mut self.session.borrow_mut().wants_tidying) {
            return Ok(None);
        }
        // Freed pages are overwritten by the setting of this file already; closing the gaps may lack room on the disk.
        let _ = self.connection.execute_batch("VACUUM");
        let busy: i64 = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        Ok(Some(busy == 0))
    }
}

impl Session {
    /// What was done in the transaction can be undone from now on.
    fn close(&mut self) {
        let draft = self.draft.take();
        match std::mem::take(&mut self.step) {
            Step::Nothing => {}
            Step::Edits(mut edits) => {
                let label = draft.map(|draft| draft.label).unwrap_or_default();
                let (before, after) = if edits.len() == 1 {
                    edits.remove(0)
                } else {
                    let (mut before, after): (Vec<_>, Vec<_>) = edits.into_iter().unzip();
                    before.reverse();
                    (Change::Many(before), Change::Many(after))
                };
                self.done.push(Edit { label, before, after });
                self.undone.clear();
            }
            Step::Undo => self.undone.extend(self.done.pop()),
            Step::Redo => self.done.extend(self.undone.pop()),
            Step::ForgetAll => (self.done, self.undone) = (Vec::new(), Vec::new()),
        }
    }
}

//! The record as a screen reads it: its entries, what each changed, and what a check found.

use super::job::{Board, locked};
use super::told::{ToldChange, told};
use super::{Problem, Workbench, desk::unreadable, record};
use crate::domain::{Anchor, EntryKind, RecordLine, Verified};
use jiff::Timestamp;
use std::sync::{Arc, Mutex};

/// Things that an entry changed and that are told; the rest is counted.
const TOLD: usize = 50;

/// What was asked of the record, and the answers.
#[derive(Default)]
pub(super) struct RecordSlots {
    lines: Mutex<Arc<Vec<RecordLine>>>,
    entry: Mutex<Option<Result<EntryTold, Problem>>>,
    check: Mutex<RecordCheck>,
}

/// What an entry changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryTold {
    /// The number of the entry.
    pub number: i64,
    /// The things, as far as they are told.
    pub changes: Vec<ToldChange>,
    /// How many there are in all.
    pub in_all: usize,
}

/// The check of the record last asked for.
#[derive(Debug, Clone, Default)]
pub enum RecordCheck {
    /// Nobody asked for one since the workspace was opened.
    #[default]
    NotAsked,
    /// It runs.
    Running,
    /// It was done at a time, against an anchor or none.
    Done(Timestamp, Option<Anchor>, Arc<Verified>),
    /// It could not be done.
    Failed(Problem),
}

/// The places of the entries that are of a kind and have a text in what was done or who did it, latest first.
pub fn chosen_entries(lines: &[RecordLine], kind: Option<EntryKind>, text: &str) -> Vec<usize> {
    let wanted = text.trim().to_lowercase();
    let has = |words: &str| words.to_lowercase().contains(&wanted);
    let fits = |line: &RecordLine| {
        kind.is_none_or(|kind| line.kind == kind)
            && (wanted.is_empty() || has(line.label.as_deref().unwrap_or_default()) || has(line.who()))
    };
    (0..lines.len()).rev().filter(|&place| lines.get(place).is_some_and(fits)).collect()
}

impl Workbench {
    /// Asks for the entries of the record; the answer comes by [`Workbench::record_lines`]. What was read before stands until then.
    pub fn read_record(&self) {
        let shared = self.shared.clone();
        self.ask_between(move |desk| {
            let known = locked(&shared.record.lines).clone();
            let last = known.last().map_or(0, |line| line.number);
            // Words may have been taken out of entries that were read before.
            let is_forgetting = |lines: &[RecordLine]| lines.iter().any(|line| line.kind == EntryKind::Forgetting);
            let Ok(fresh) = desk.store.record_lines(last) else { return };
            let lines =
                if is_forgetting(&fresh) { desk.store.record_lines(0) } else { Ok([&known[..], &fresh].concat()) };
            if let Ok(lines) = lines {
                *locked(&shared.record.lines) = Arc::new(lines);
            }
            (shared.wake)();
        });
    }

    /// The entries of the record as they were read last, earliest first.
    pub fn record_lines(&self) -> Arc<Vec<RecordLine>> {
        locked(&self.shared.record.lines).clone()
    }

    /// Asks what an entry changed; the answer comes by [`Workbench::entry_told`]. A later call replaces an earlier.
    pub fn open_entry(&self, number: i64) {
        *locked(&self.shared.record.entry) = None;
        let shared = self.shared.clone();
        self.ask_between(move |desk| {
            let changes = desk.store.recorded_changes(number, TOLD);
            let count = desk.store.recorded_change_count(number);
            let told = changes.and_then(|changes| {
                let zone = desk.store.settings()?.time_zone;
                let changes = changes.iter().map(|change| told(change, &zone)).collect();
                Ok(EntryTold { number, changes, in_all: count? })
            });
            *locked(&shared.record.entry) = Some(told.map_err(unreadable));
            (shared.wake)();
        });
    }

    /// What the entry last asked for changed, once it is there.
    pub fn entry_told(&self) -> Option<Result<EntryTold, Problem>> {
        locked(&self.shared.record.entry).clone()
    }

    /// Checks the record in the background, against an anchor if one is given; the answer comes by [`Workbench::record_check`].
    pub fn check_record(&self, anchor: Option<Anchor>) {
        let shared = self.shared.clone();
        if matches!(std::mem::replace(&mut *locked(&shared.record.check), RecordCheck::Running), RecordCheck::Running) {
            return;
        }
        let path = self.model().workspace.path.clone();
        let job = shared.board.begin("Checking the record".into(), 0);
        let check = move || {
            let mut advance = |done, total| advanced(&shared.board, job, done, total);
            let found = record::verify(&path, anchor.as_ref(), &mut advance);
            *locked(&shared.record.check) = match found {
                Ok(Some(verified)) => RecordCheck::Done(Timestamp::now(), anchor, Arc::new(verified)),
                Ok(None) => RecordCheck::NotAsked,
                Err(problem) => RecordCheck::Failed(problem),
            };
            shared.board.end(job);
            (shared.wake)();
        };
        if let Err(error) = std::thread::Builder::new().name("check".into()).spawn(check) {
            let problem = Problem::new("The record was not checked", error, "Close other programs and try again.");
            *locked(&self.shared.record.check) = RecordCheck::Failed(problem);
            self.shared.board.end(job);
        }
    }

    /// The check last asked for.
    pub fn record_check(&self) -> RecordCheck {
        locked(&self.shared.record.check).clone()
    }

    /// Notes that a check could not be asked for.
    pub fn record_not_checked(&self, problem: Problem) {
        *locked(&self.shared.record.check) = RecordCheck::Failed(problem);
    }
}

fn advanced(board: &Board, job: u64, done: u64, total: u64) -> bool {
    board.advance(job, "Checking", done, total, done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_chosen_by_kind_and_words() {
        let line = |number, kind, label: &str| RecordLine {
            number,
            at: Timestamp::UNIX_EPOCH,
            system_user: "ada".into(),
            display_name: "Ada L.".into(),
            kind,
            label: Some(label.into()),
        };
        let lines = [
            line(1, EntryKind::Import, "Import a.csv"),
            line(2, EntryKind::Note, "Note"),
            line(3, EntryKind::Note, "Other"),
        ];
        assert_eq!(chosen_entries(&lines, None, ""), [2, 1, 0]);
        assert_eq!(chosen_entries(&lines, Some(EntryKind::Note), ""), [2, 1]);
        assert_eq!(chosen_entries(&lines, None, " A.CSV"), [0]);
        assert_eq!(chosen_entries(&lines, None, "ada l"), [2, 1, 0]);
    }
}

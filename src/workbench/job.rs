//! Long work and short messages, as the window shows them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// A job in the background.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobView {
    /// The key of the job.
    pub id: u64,
    /// What it does, such as “Importing responses.csv”.
    pub title: String,
    /// Where it is, such as “Reading”.
    pub stage: String,
    /// Bytes or steps done.
    pub done: u64,
    /// Bytes or steps in all; 0 if not known.
    pub total: u64,
    /// Rows read so far.
    pub rows: u64,
    /// Milliseconds since it began.
    pub elapsed_ms: u64,
    /// Whether it can still be cancelled.
    pub can_cancel: bool,
}

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeLevel {
    /// Something was done.
    Done,
    /// Something failed.
    Failed,
}

/// A message that stays until it is dismissed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The key of the notice.
    pub id: u64,
    /// How much it matters.
    pub level: NoticeLevel,
    /// What happened.
    pub what: String,
    /// Why; empty if it needs no reason.
    pub why: String,
    /// What to do next; empty if nothing.
    pub advice: String,
}

/// The jobs that run now and the messages not dismissed yet; shared by all threads of a workbench.
#[derive(Debug, Default)]
pub(super) struct Board {
    jobs: Mutex<BTreeMap<u64, Job>>,
    notices: Mutex<Vec<Notice>>,
    counter: AtomicU64,
}

#[derive(Debug)]
struct Job {
    view: JobView,
    began: Instant,
    cancelled: bool,
}

/// A thread that panicked while it held a list of messages leaves a list that is still good to read.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Board {
    /// Puts up a job; returns its key.
    pub(super) fn begin(&self, title: String, total: u64) -> u64 {
        let id = self.counter.fetch_add(1, Ordering::Relaxed) + 1;
        let view =
            JobView { id, title, stage: "Reading".into(), done: 0, total, rows: 0, elapsed_ms: 0, can_cancel: true };
        locked(&self.jobs).insert(id, Job { view, began: Instant::now(), cancelled: false });
        id
    }

    /// Notes how far a job is; false if it was cancelled meanwhile.
    pub(super) fn advance(&self, id: u64, stage: &str, done: u64, total: u64, rows: u64) -> bool {
        let mut jobs = locked(&self.jobs);
        let Some(job) = jobs.get_mut(&id) else { return false };
        stage.clone_into(&mut job.view.stage);
        (job.view.done, job.view.total, job.view.rows) = (done, total, rows);
        !job.cancelled
    }

    /// From here on a job can no longer be cancelled; false if it was cancelled before.
    pub(super) fn commit(&self, id: u64) -> bool {
        let mut jobs = locked(&self.jobs);
        let Some(job) = jobs.get_mut(&id) else { return false };
        "Writing".clone_into(&mut job.view.stage);
        job.view.can_cancel = false;
        !job.cancelled
    }

    /// Takes a job down.
    pub(super) fn end(&self, id: u64) {
        locked(&self.jobs).remove(&id);
    }

    /// Asks a job to stop.
    pub(super) fn cancel(&self, id: u64) {
        if let Some(job) = locked(&self.jobs).get_mut(&id) {
            job.cancelled = job.view.can_cancel;
        }
    }

    /// The jobs that run now.
    pub(super) fn jobs(&self) -> Vec<JobView> {
        let elapsed = |job: &Job| u64::try_from(job.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        locked(&self.jobs).values().map(|job| JobView { elapsed_ms: elapsed(job), ..job.view.clone() }).collect()
    }

    /// Puts up a message.
    pub(super) fn say(&self, level: NoticeLevel, what: &str, why: &str, advice: &str) {
        let id = self.counter.fetch_add(1, Ordering::Relaxed) + 1;
        let notice = Notice { id, level, what: what.into(), why: why.into(), advice: advice.into() };
        locked(&self.notices).push(notice);
    }

    /// The messages not dismissed yet, oldest first.
    pub(super) fn notices(&self) -> Vec<Notice> {
        locked(&self.notices).clone()
    }

    /// Takes a message down.
    pub(super) fn dismiss(&self, id: u64) {
        locked(&self.notices).retain(|notice| notice.id != id);
    }
}

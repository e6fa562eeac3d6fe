//! Backups as the writing thread has them made: copied in the background, named by the thread itself, so that forgetting never overlooks one.

use super::desk::Desk;
use super::handle::Shared;
use super::job::locked;
use super::worker::{Message, Reply};
use super::{ImportOutcome, Problem, Workbench};
use crate::domain::{BackupReason, Forgotten, SnapshotMark};
use crate::store::{self, BackupContent, BackupFile, WholeCopy};
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// So often it is looked whether a backup is due.
const LOOK_EVERY: Duration = Duration::from_mins(1);
/// A scheduled backup that failed is tried again after so long.
const TRY_AGAIN_AFTER: Duration = Duration::from_hours(1);
const WHAT: &str = "The workspace was not backed up";

/// A backup, and what it holds where that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The file.
    pub file: BackupFile,
    /// What it holds; `None` if it cannot be read.
    pub content: Option<BackupContent>,
}

impl Backup {
    /// What it holds, in words.
    pub fn content_in_words(&self) -> String {
        let number = |number: u64, one: &str, several: &str| match number {
            1 => format!("1 {one}"),
            _ => format!("{} {several}", crate::picture::format::count(number)),
        };
        self.content.map_or_else(
            || "cannot be read".to_owned(),
            |content| {
                let experiments = number(content.experiments, "experiment", "experiments");
                let imports = number(content.imports, "import", "imports");
                let versions = number(content.policy_versions, "policy version", "policy versions");
                format!("{experiments}, {imports}, {versions}")
            },
        )
    }
}

/// What a copy is for.
pub(super) enum Wanted {
    /// A backup in the folder of backups.
    Backup(BackupReason),
    /// A backup in this file.
    Copy(PathBuf),
    /// A snapshot in this file.
    Snapshot(PathBuf),
}

impl Wanted {
    /// The file to make.
    fn target(&self, workspace: &Path) -> PathBuf {
        match self {
            Self::Backup(reason) => store::backup_path(workspace, &store::backup_plan(), *reason, Timestamp::now()),
            Self::Copy(to) | Self::Snapshot(to) => to.clone(),
        }
    }
}

/// A copy that was made in the background, or why not.
pub(super) struct Copied {
    job: u64,
    copy: Result<WholeCopy, Problem>,
    to: PathBuf,
    wanted: Wanted,
    /// Who was forgotten when the copying began.
    forgotten: Forgotten,
    reply: Option<Reply>,
}

/// Sees to it that the workspace is backed up.
#[derive(Default)]
pub(super) struct Keeper {
    /// Whether it does so by itself.
    watches: bool,
    running: Option<(u64, JoinHandle<()>)>,
    not_before: Option<Instant>,
}

impl Keeper {
    /// From now on it makes backups by itself when they are due.
    pub(super) fn watch(&mut self) {
        self.watches = true;
    }

    /// The next message; `None` if it is time to look whether a backup is due.
    pub(super) fn next(&self, messages: &mpsc::Receiver<Message>) -> Result<Option<Message>, mpsc::RecvTimeoutError> {
        if !self.watches {
            return messages.recv().map(Some).map_err(|_| mpsc::RecvTimeoutError::Disconnected);
        }
        match messages.recv_timeout(LOOK_EVERY) {
            Ok(message) => Ok(Some(message)),
            Err(mpsc::RecvTimeoutError::Timeout) => Ok(None),
            Err(disconnected) => Err(disconnected),
        }
    }

    /// Starts a backup if one is due.
    pub(super) fn look(&mut self, desk: &Desk, shared: &Arc<Shared>, sender: &mpsc::Sender<Message>) {
        let waits = self.not_before.is_some_and(|moment| Instant::now() < moment);
        if !self.watches || waits || self.running.is_some() || desk.store.read_only().is_some() {
            return;
        }
        let Ok(id) = desk.store.backup_identity() else { return };
        let plan = store::backup_plan();
        let made = store::backups(desk.store.path(), &id, &plan);
        let now = Timestamp::now();
        // What a clock that was ahead dated later is no reason to make one after the other until then.
        let made_by_now = |backup: &&BackupFile| backup.reason == BackupReason::Schedule && backup.made_at <= now;
        let latest = made.iter().find(made_by_now).map(|backup| backup.made_at);
        if plan.every.is_due(latest, now) {
            // Should it fail, it is not tried again at once.
            self.not_before = Some(Instant::now() + TRY_AGAIN_AFTER);
            if let Err(problem) = self.start(desk, shared, sender, Wanted::Backup(BackupReason::Schedule), None) {
                shared.board.say(super::NoticeLevel::Failed, &problem.what, &problem.why, &problem.advice);
            }
        }
    }

    /// Starts to copy the workspace.
    pub(super) fn start(
        &mut self,
        desk: &Desk,
        shared: &Arc<Shared>,
        sender: &mpsc::Sender<Message>,
        wanted: Wanted,
        reply: Option<Reply>,
    ) -> Result<(), Problem> {
        if self.running.as_ref().is_some_and(|(_, thread)| !thread.is_finished()) {
            return Err(Problem::new(WHAT, "it is being backed up just now", "Wait until that is done."));
        }
        let path = desk.store.path().to_owned();
        let to = wanted.target(&path);
        if to.exists() {
            let why = format!("{} exists already", to.display());
            return Err(Problem::new(WHAT, why, "Choose another name."));
        }
        let forgotten = desk.store.forgotten().map_err(|error| Problem::of_store(WHAT, &error))?;
        let job = shared.board.begin("Backing up".to_owned(), 0);
        let (there, sender) = (shared.clone(), sender.clone());
        let work = move || {
            let mut copying = |done, total| {
                let go_on = there.board.advance(job, "Copying", done, total, 0);
                (there.wake)();
                go_on
            };
            let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let copy = WholeCopy::make(&path, folder, &mut copying);
            let marked = copy.and_then(|copy| marked(copy, &wanted, &path));
            let copy = marked.map_err(|error| Problem::of_store(WHAT, &error));
            // If the workspace was closed meanwhile, the copy goes with the message.
            let _ = sender.send(Message::Copied(Box::new(Copied { job, copy, to, wanted, forgotten, reply })));
        };
        let thread = std::thread::Builder::new().name("backup".into()).spawn(work).map_err(|error| {
            shared.board.end(job);
            Problem::new(WHAT, error, "Close other programs and try again.")
        })?;
        self.running = Some((job, thread));
        Ok(())
    }

    /// Gives a copy its name; what is to be told, and to whom.
    pub(super) fn finish(
        &mut self,
        desk: &Desk,
        shared: &Shared,
        copied: Copied,
    ) -> (Option<Reply>, Result<Option<ImportOutcome>, Problem>, String) {
        self.running = None;
        shared.board.end(copied.job);
        let reply = copied.reply.clone();
        match self.publish(desk, copied) {
            Ok(said) => (reply, Ok(None), said),
            Err(problem) => (reply, Err(problem), String::new()),
        }
    }

    fn publish(&mut self, desk: &Desk, copied: Copied) -> Result<String, Problem> {
        let failed = |error| Problem::of_store(WHAT, &error);
        let copy = copied.copy?;
        if desk.store.forgotten().map_err(failed)? != copied.forgotten {
            return Err(Problem::new(WHAT, "somebody was forgotten meanwhile", "Back it up again."));
        }
        copy.publish(&copied.to).map_err(failed)?;
        self.not_before = None;
        if matches!(copied.wanted, Wanted::Backup(_)) {
            let id = desk.store.backup_identity().map_err(failed)?;
            store::rotate_backups(desk.store.path(), &id, &store::backup_plan());
        }
        let to = copied.to.display();
        Ok(match copied.wanted {
            Wanted::Backup(BackupReason::Schedule) => String::new(),
            Wanted::Backup(_) | Wanted::Copy(_) => format!("The workspace was backed up to {to}."),
            Wanted::Snapshot(_) => format!("The snapshot is in {to}: open it to work on it."),
        })
    }

    /// Stops the copying that is under way, and waits until it has stopped.
    pub(super) fn stop(&mut self, shared: &Shared) {
        if let Some((job, thread)) = self.running.take() {
            shared.board.cancel(job);
            // A thread that panicked has stopped too.
            let _ = thread.join();
        }
    }
}

impl Workbench {
    /// Has backups made by themselves from now on, as often as the person at this computer wants; for a window, which stays open.
    pub fn keep_backed_up(&self) {
        self.post(Message::KeepBackedUp);
    }

    /// Looks which backups there are; the answer comes by [`Workbench::backups`]. An earlier answer stands until then.
    pub fn look_for_backups(&self) {
        look(&self.shared);
    }

    /// The backups last found, latest first, once they are there.
    pub fn backups(&self) -> Option<Arc<Vec<Backup>>> {
        locked(&self.shared.backups).clone()
    }

    /// The backups of the workspace, latest first; reads each of them, so for the terminal and for tests, never for a window.
    pub fn find_backups(&self) -> Vec<Backup> {
        find(&self.shared)
    }
}

/// A snapshot says what it is a copy of; a backup is the workspace itself.
fn marked(copy: WholeCopy, wanted: &Wanted, workspace: &Path) -> Result<WholeCopy, store::StoreError> {
    if matches!(wanted, Wanted::Snapshot(_)) {
        let of = workspace.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        copy.mark_as_snapshot(&SnapshotMark { of, at: Timestamp::now(), by: store::own_name() })?;
    }
    Ok(copy)
}

/// Looks which backups there are by now, if a screen shows them.
pub(super) fn look_again(shared: &Arc<Shared>) {
    if locked(&shared.backups).is_some() {
        look(shared);
    }
}

fn look(shared: &Arc<Shared>) {
    let there = shared.clone();
    let look = move || {
        let found = Arc::new(find(&there));
        *locked(&there.backups) = Some(found);
        (there.wake)();
    };
    // Without a thread what was found before stands.
    let _ = std::thread::Builder::new().name("backups".into()).spawn(look);
}

fn find(shared: &Shared) -> Vec<Backup> {
    let model = shared.model.read().unwrap_or_else(PoisonError::into_inner).clone();
    let workspace = &model.workspace;
    let Some(id) = &workspace.backup_identity else { return Vec::new() };
    let files = store::backups(&workspace.path, id, &store::backup_plan());
    files.into_iter().map(|file| Backup { content: store::backup_content(&file.path).ok(), file }).collect()
}

/// Copies a backup to a new file, to be opened as a workspace.
///
/// # Errors
/// A file that is no workspace or is damaged; a file of that name.
pub fn copy_backup(backup: &Path, to: &Path) -> Result<(), Problem> {
    store::copy_workspace(backup, to, &mut |_, _| true)
        .map_err(|error| Problem::of_store("The backup was not restored", &error))
}

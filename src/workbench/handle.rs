//! The workbench as its faces hold it: ask, submit, read the model; nothing here waits except where it says so.

use super::desk::Desk;
use super::job::{Board, locked};
use super::trial::Trial;
use super::worker::{self, Message, Told};
use super::{
    Command, HistoryLine, ImportOutcome, ImportRequest, IncidentRows, Inspection, JobView, LogQuestion, Model, NewDeal,
    Notice, NoticeLevel, OtherPolicy, PermissionOutlook, Problem, ReportOn, SplitModel, inspecting, lab,
};
use crate::compliance::AskAgain;
use crate::domain::{IncidentKey, Passphrase, Policy};
use crate::report::{Document, Figures};
use crate::store::Store;
use std::path::Path;
#[cfg(feature = "warehouse")]
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, mpsc};
use std::thread::JoinHandle;
#[cfg(feature = "warehouse")]
use std::time::Duration;

/// Wakes the face that shows the model, from any thread.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// What the threads of one workbench share.
pub(super) struct Shared {
    pub(super) model: RwLock<Arc<Model>>,
    pub(super) board: Board,
    pub(super) history: Mutex<Option<Vec<HistoryLine>>>,
    inspection: Mutex<(u64, Option<Result<Inspection, Problem>>)>,
    pub(super) trial: Mutex<(u64, Option<Result<Trial, Problem>>)>,
    tried_policy: Mutex<(u64, Option<Result<OtherPolicy, Problem>>)>,
    incident: Mutex<Option<Result<IncidentRows, Problem>>>,
    outlook: Mutex<Option<Result<Arc<PermissionOutlook>, Problem>>>,
    pub(super) backups: Mutex<Option<Arc<Vec<super::Backup>>>>,
    pub(super) lab: Arc<Mutex<lab::Slot>>,
    pub(super) record: super::activity::RecordSlots,
    pub(super) wake: Wake,
}

/// A handle on an open workspace; clones share it, and the workspace is closed with the last one.
#[derive(Clone)]
pub struct Workbench {
    pub(super) shared: Arc<Shared>,
    writer: Arc<Writer>,
}

/// The thread that writes; it ends, and folds the file up, when the last handle goes.
struct Writer {
    sender: mpsc::Sender<Message>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Writer {
    fn drop(&mut self) {
        // An error means that the thread has ended already, which is what is wanted.
        let _ = self.sender.send(Message::Close);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Workbench {
    /// Makes a new workspace and opens it.
    pub fn create(path: &Path, wake: Wake) -> Result<Self, Problem> {
        Self::create_behind(None, path, wake)
    }

    /// Makes a new workspace, behind a passphrase if there is one, and opens it.
    pub fn create_behind(passphrase: Option<&Passphrase>, path: &Path, wake: Wake) -> Result<Self, Problem> {
        let made = Store::create(path, passphrase);
        Self::start(made.map_err(|error| Problem::of_store("The workspace was not made", &error))?, wake)
    }

    /// Opens a workspace; reads all of it first, so it takes as long as that.
    pub fn open(path: &Path, wake: Wake) -> Result<Self, Problem> {
        Self::start(Store::open(path).map_err(|error| Problem::of_store("The workspace was not opened", &error))?, wake)
    }

    /// Opens a workspace to look at it only: nothing in the file is changed.
    pub fn look_at(path: &Path, wake: Wake) -> Result<Self, Problem> {
        let opened = Store::look_at(path).map_err(|error| Problem::of_store("The workspace was not opened", &error))?;
        Self::start(opened, wake)
    }

    fn start(store: Store, wake: Wake) -> Result<Self, Problem> {
        let (sender, receiver) = mpsc::channel();
        let mut desk = super::desk::Desk::new(store)?;
        desk.open()?;
        let shared = Arc::new(Shared {
            model: RwLock::new(Arc::new(desk.assemble()?)),
            board: Board::default(),
            history: Mutex::default(),
            inspection: Mutex::default(),
            trial: Mutex::default(),
            tried_policy: Mutex::default(),
            incident: Mutex::default(),
            outlook: Mutex::default(),
            backups: Mutex::default(),
            lab: Arc::default(),
            record: super::activity::RecordSlots::default(),
            wake,
        });
        let (thread_shared, thread_sender) = (shared.clone(), sender.clone());
        let thread = std::thread::Builder::new()
            .name("workspace".into())
            .spawn(move || worker::run(desk, &thread_shared, &receiver, &thread_sender))
            .map_err(|error| {
                Problem::new("The workspace was not opened", error, "Close other programs and try again.")
            })?;
        Ok(Self { shared, writer: Arc::new(Writer { sender, thread: Some(thread) }) })
    }

    /// Tells the thread that writes; a closed workspace has nothing to do.
    pub(super) fn post(&self, message: Message) {
        let _ = self.writer.sender.send(message);
    }

    /// The workspace as it stands; cheap.
    pub fn model(&self) -> Arc<Model> {
        self.shared.model.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Starts a command and returns at once; what fails becomes a notice.
    pub fn submit(&self, command: Command) {
        if self.writer.sender.send(Message::Command(command, None)).is_err() {
            self.shared.board.say(
                NoticeLevel::Failed,
                "Nothing was changed",
                "the workspace is closed",
                "Open it again.",
            );
        }
    }

    /// Runs a command and waits for its end; for the terminal and for tests, never for a window.
    pub fn run(&self, command: Command) -> Result<Option<ImportOutcome>, Problem> {
        self.told(command).map(|told| told.import)
    }

    /// Carries a command out and waits, as [`Workbench::run`] does; what came of it, in words as well.
    ///
    /// # Errors
    /// What the command raises; then nothing has changed.
    pub fn told(&self, command: Command) -> Result<Told, Problem> {
        let (reply, answer) = mpsc::channel();
        let closed = || Problem::new("Nothing was changed", "the workspace is closed", "Open it again.");
        self.writer.sender.send(Message::Command(command, Some(reply))).map_err(|_| closed())?;
        answer.recv().map_err(|_| closed())?
    }

    /// Runs a command and waits, as [`Workbench::run`] does; once `stop` is set, whatever runs is cancelled.
    ///
    /// # Errors
    /// What the command raises, or that it was cancelled; then nothing has changed.
    #[cfg(feature = "warehouse")]
    pub fn run_until(&self, command: Command, stop: &AtomicBool) -> Result<Option<ImportOutcome>, Problem> {
        std::thread::scope(|scope| {
            let work = scope.spawn(|| self.run(command));
            while !work.is_finished() {
                if stop.load(Ordering::Relaxed) {
                    self.jobs().iter().for_each(|job| self.cancel(job.id));
                }
                std::thread::sleep(Duration::from_millis(20));
            }
            let failed = |_| Problem::new("Nothing was changed", "the work broke off", "Report this as a defect.");
            work.join().map_err(failed)?
        })
    }

    /// Holds the policy in a file against the uses that really happened and waits; for the terminal and for tests, never for a window.
    ///
    /// # Errors
    /// A file that holds no policy; a workspace that cannot be read.
    pub fn what_if(&self, policy: &Path) -> Result<OtherPolicy, Problem> {
        let policy = policy.to_owned();
        self.ask(move |desk| desk.what_if_file(&policy))
    }

    /// Holds another policy against the uses that really happened, in the background; the answer comes by [`Workbench::tried_policy`]. A later
    /// call replaces an earlier.
    pub fn try_policy(&self, policy: Policy) {
        let ticket = {
            let mut slot = locked(&self.shared.tried_policy);
            *slot = (slot.0 + 1, None);
            slot.0
        };
        let shared = self.shared.clone();
        // A closed workspace has no uses to hold it against.
        let _ = self.writer.sender.send(Message::Ask(Box::new(move |desk| {
            if locked(&shared.tried_policy).0 == ticket {
                let answer = desk.what_if(&policy);
                let mut slot = locked(&shared.tried_policy);
                if slot.0 == ticket {
                    slot.1 = Some(answer);
                }
                drop(slot);
                (shared.wake)();
            }
        })));
    }

    /// The answer to the latest [`Workbench::try_policy`], once it is there; taken out.
    pub fn tried_policy(&self) -> Option<Result<OtherPolicy, Problem>> {
        locked(&self.shared.tried_policy).1.take()
    }

    /// Has the model say what rules and conduct did to the rate of deviations; that takes a while, so it does not of itself.
    pub fn work_out_splits(&self) {
        // A closed workspace has nothing to work out.
        let _ = self.writer.sender.send(Message::Splits);
    }

    /// What rules and conduct did to the rate of deviations where the rules changed, and waits; for the terminal and for tests, never for a window.
    ///
    /// # Errors
    /// A workspace that cannot be read.
    pub fn splits(&self) -> Result<Arc<Vec<SplitModel>>, Problem> {
        self.ask(Desk::splits)
    }

    /// A report, as people read it and in figures, and waits; for the terminal and for tests, never for a window.
    ///
    /// # Errors
    /// A quarter or an experiment that is not there; a workspace that cannot be read.
    pub fn report(&self, what: ReportOn) -> Result<(Document, Figures), Problem> {
        self.ask(move |desk| desk.report(&what))
    }

    /// Writes the pseudonyms of the people who would have to be asked again for a new deal, as CSV, and waits; for the terminal and for tests,
    /// never for a window.
    ///
    /// # Errors
    /// No policy, no such wording; a workspace that cannot be read; a file that cannot be written.
    pub fn write_ask_again(&self, deal: NewDeal, to: &Path) -> Result<AskAgain, Problem> {
        let to = to.to_owned();
        self.ask(move |desk| desk.write_ask_again(&deal, &to))
    }

    /// Has the thread that writes answer a question between two commands; a closed workspace has no answers.
    pub(super) fn ask_between(&self, question: impl FnOnce(&mut Desk) + Send + 'static) {
        let _ = self.writer.sender.send(Message::Ask(Box::new(question)));
    }

    pub(super) fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Desk) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let (reply, answer) = mpsc::channel();
        let closed = || Problem::new("Nothing was worked out", "the workspace is closed", "Open it again.");
        let asked = Message::Ask(Box::new(move |desk| {
            // Whoever asked waits for it.
            let _ = reply.send(question(desk));
        }));
        self.writer.sender.send(asked).map_err(|_| closed())?;
        answer.recv().map_err(|_| closed())?
    }

    /// Looks into a log and waits; for the terminal and for tests, never for a window.
    ///
    /// # Errors
    /// A log that cannot be read.
    pub fn look_into(&self, question: &LogQuestion) -> Result<Inspection, Problem> {
        inspecting::look_into(question, &self.model().remembered)
    }

    /// Looks into a log in the background; the answer comes by [`Workbench::inspection`]. A later call replaces an earlier.
    pub fn inspect(&self, question: LogQuestion) {
        let model = self.model();
        self.look("The log was not read", move |_| inspecting::look_into(&question, &model.remembered));
    }

    /// Looks into a log in a warehouse in the background; the answer comes by [`Workbench::inspection`], too. A later call of either replaces an
    /// earlier, and the warehouse is told to stop.
    #[cfg(feature = "warehouse")]
    pub fn inspect_warehouse(&self, question: super::WarehouseQuestion) {
        let model = self.model();
        self.look("The warehouse was not looked into", move |go_on| {
            super::inspecting_there::look_into(&question, &model.remembered, go_on)
        });
    }

    /// Whatever is still being looked into is of no interest any more.
    pub fn forget_inspection(&self) -> u64 {
        let mut slot = locked(&self.shared.inspection);
        *slot = (slot.0 + 1, None);
        slot.0
    }

    fn look(
        &self,
        what: &str,
        look: impl FnOnce(&mut dyn FnMut() -> bool) -> Result<Inspection, Problem> + Send + 'static,
    ) {
        let (ticket, shared) = (self.forget_inspection(), self.shared.clone());
        let look = move || {
            let answer = look(&mut || locked(&shared.inspection).0 == ticket);
            let mut slot = locked(&shared.inspection);
            if slot.0 == ticket {
                slot.1 = Some(answer);
            }
            drop(slot);
            (shared.wake)();
        };
        if let Err(error) = std::thread::Builder::new().name("inspect".into()).spawn(look) {
            self.shared.board.say(NoticeLevel::Failed, what, &error.to_string(), "Try again.");
        }
    }

    /// The answer to the latest [`Workbench::inspect`], once it is there; taken out.
    pub fn inspection(&self) -> Option<Result<Inspection, Problem>> {
        locked(&self.shared.inspection).1.take()
    }

    /// Reads a log as an import would, without taking it in; the answer comes by [`Workbench::trial`]. A later call replaces an earlier.
    pub fn try_import(&self, request: ImportRequest) {
        let ticket = self.forget_trial();
        // A closed workspace has nothing to try an import on.
        let _ = self.writer.sender.send(Message::Try(ticket, Box::new(request)));
    }

    /// Whatever [`Workbench::try_import`] still answers is about something else by now.
    pub fn forget_trial(&self) -> u64 {
        let mut slot = locked(&self.shared.trial);
        *slot = (slot.0 + 1, None);
        slot.0
    }

    /// The answer to the latest [`Workbench::try_import`], once it is there; taken out.
    pub fn trial(&self) -> Option<Result<Trial, Problem>> {
        locked(&self.shared.trial).1.take()
    }

    /// Asks for the history of the person with a real identifier; the answer comes by [`Workbench::history`].
    pub fn look_up(&self, identifier: String) {
        *locked(&self.shared.history) = None;
        // A closed workspace has no history to show.
        let _ = self.writer.sender.send(Message::LookUp(identifier));
    }

    /// The history last asked for, once it is there.
    pub fn history(&self) -> Option<Vec<HistoryLine>> {
        locked(&self.shared.history).clone()
    }

    /// Asks for the rows that an incident rests on; the answer comes by [`Workbench::incident_rows`]. A later call replaces an earlier.
    pub fn open_incident(&self, key: IncidentKey) {
        *locked(&self.shared.incident) = None;
        let shared = self.shared.clone();
        let asked = Message::Ask(Box::new(move |desk| {
            *locked(&shared.incident) = Some(desk.incident_rows(&key));
            (shared.wake)();
        }));
        // A closed workspace has no rows to show.
        let _ = self.writer.sender.send(asked);
    }

    /// The rows of the incident last asked for, once they are there.
    pub fn incident_rows(&self) -> Option<Result<IncidentRows, Problem>> {
        locked(&self.shared.incident).clone()
    }

    /// Asks what is ahead for permissions; the answer comes by [`Workbench::outlook`]. An earlier answer stands until then.
    pub fn look_ahead(&self) {
        let shared = self.shared.clone();
        let asked = Message::Ask(Box::new(move |desk| {
            *locked(&shared.outlook) = Some(desk.outlook().map(Arc::new));
            (shared.wake)();
        }));
        // A closed workspace has nothing ahead.
        let _ = self.writer.sender.send(asked);
    }

    /// What was last found to be ahead, once it is there.
    pub fn outlook(&self) -> Option<Result<Arc<PermissionOutlook>, Problem>> {
        locked(&self.shared.outlook).clone()
    }

    /// The jobs that run now.
    pub fn jobs(&self) -> Vec<JobView> {
        self.shared.board.jobs()
    }

    /// Asks a job to stop.
    pub fn cancel(&self, job: u64) {
        self.shared.board.cancel(job);
    }

    /// The messages not dismissed yet.
    pub fn notices(&self) -> Vec<Notice> {
        self.shared.board.notices()
    }

    /// Takes a message down.
    pub fn dismiss(&self, notice: u64) {
        self.shared.board.dismiss(notice);
    }
}

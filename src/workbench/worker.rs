//! The one thread that writes to a workspace, and the threads that prepare imports for it.

use super::backing_up::{Copied, Keeper, Wanted, look_again};
use super::desk::Desk;
use super::handle::Shared;
use super::importing::{self, Prepared};
use super::job::locked;
use super::trial::Trial;
use super::{Command, ImportOutcome, ImportRequest, NoticeLevel, Problem};
use crate::domain::{BackupReason, EntryKind};
use std::sync::{Arc, PoisonError, mpsc};

/// Where the outcome of a command goes, if somebody waits for it.
pub(super) type Reply = mpsc::Sender<Result<Told, Problem>>;

/// What came of a command.
#[derive(Debug, Default)]
pub struct Told {
    /// What an import brought.
    pub import: Option<ImportOutcome>,
    /// What it did, in words, where that cannot be seen anyway; empty otherwise.
    pub said: String,
}

/// What the thread is told.
pub(super) enum Message {
    /// Do this.
    Command(Command, Option<Reply>),
    /// Read this as an import would, and say what would come in.
    Try(u64, Box<ImportRequest>),
    /// An import was read and can go in, or failed.
    Prepared(u64, Box<Result<Prepared, Problem>>, Option<Reply>),
    /// Find one person's history.
    LookUp(String),
    /// Work out what rules and conduct did to the rate of deviations.
    Splits,
    /// Answer a question between two commands.
    Ask(Box<dyn FnOnce(&mut Desk) + Send>),
    /// Back the workspace up whenever a backup is due.
    KeepBackedUp,
    /// A copy for a backup was made, or failed.
    Copied(Box<Copied>),
    /// Close the workspace.
    Close,
}

/// Carries out messages one after the other until the workspace is closed.
pub(super) fn run(
    mut desk: Desk,
    shared: &Arc<Shared>,
    messages: &mpsc::Receiver<Message>,
    sender: &mpsc::Sender<Message>,
) {
    let mut keeper = Keeper::default();
    // A program that was stopped may have forgotten somebody in the workspace alone.
    if let Err(problem) = desk.forget_in_backups(&[]) {
        shared.board.say(NoticeLevel::Failed, &problem.what, &problem.why, &problem.advice);
    }
    while let Ok(message) = keeper.next(messages) {
        let Some(message) = message else {
            keeper.look(&desk, shared, sender);
            continue;
        };
        match message {
            Message::Close => return keeper.stop(shared),
            Message::KeepBackedUp => {
                keeper.watch();
                keeper.look(&desk, shared, sender);
            }
            Message::Copied(copied) => {
                let (reply, outcome, said) = keeper.finish(&desk, shared, *copied);
                finish(shared, reply, outcome, &said);
                look_again(shared);
            }
            Message::Command(Command::BackUp(to), reply) => {
                let wanted = to.map_or(Wanted::Backup(BackupReason::Asked), Wanted::Copy);
                if let Err(problem) = keeper.start(&desk, shared, sender, wanted, reply.clone()) {
                    finish(shared, reply, Err(problem), "");
                }
            }
            Message::Command(Command::TakeSnapshot(to), reply) => {
                if let Err(problem) = keeper.start(&desk, shared, sender, Wanted::Snapshot(to), reply.clone()) {
                    finish(shared, reply, Err(problem), "");
                }
            }
            Message::Ask(question) => question(&mut desk),
            Message::Splits => {
                let done = desk.splits().and_then(|_| refresh(&mut desk, shared));
                finish(shared, None, done.map(|()| None), "");
            }
            Message::LookUp(identifier) => {
                let lines = desk.history(&identifier);
                finish(shared, None, lines.map(|lines| *locked(&shared.history) = Some(lines)).map(|()| None), "");
            }
            Message::Command(Command::Import(request), reply) => {
                if let Err(problem) = read_in(shared, &desk, sender, &request, reply.clone()) {
                    finish(shared, reply, Err(problem), "");
                }
            }
            #[cfg(feature = "warehouse")]
            Message::Command(command, reply) if command.is_of_warehouse() => {
                if let Err(problem) = in_warehouse(shared, &desk, sender, command, reply.clone()) {
                    finish(shared, reply, Err(problem), "");
                }
            }
            Message::Try(ticket, request) => try_import(shared, &desk, ticket, &request),
            Message::Command(command, reply) => {
                if matches!(command, Command::Forget(_)) {
                    *locked(&shared.history) = None;
                }
                let forgets = if let Command::Forget(identifiers) = &command { Some(&identifiers[..]) } else { None };
                let of_backups = forgets.is_some()
                    || matches!(
                        command,
                        Command::Restore(_) | Command::ChangeBackupPlan(_) | Command::ChangePassphrase(_)
                    );
                if of_backups {
                    // What is copied just now would hold whoever is forgotten, or whatever is replaced.
                    keeper.stop(shared);
                }
                let job = matches!(command, Command::ChangePassphrase(_)).then(|| in_one_go(shared));
                let done = desk.carry_out(&command);
                if let Some(job) = job {
                    shared.board.end(job);
                }
                // Where something is left to do elsewhere, the workspace itself has changed all the same.
                let done = done.and_then(|said| refresh(&mut desk, shared).map(|()| said));
                let done = done.and_then(|said| match forgets {
                    Some(identifiers) => everywhere(&desk, shared, identifiers, said),
                    None => Ok(said),
                });
                let said = done.as_ref().cloned().unwrap_or_default();
                finish(shared, reply, done.map(|_| None), &said);
                fold(&desk);
                if of_backups {
                    look_again(shared);
                }
            }
            Message::Prepared(job, prepared, reply) => {
                let before = desk.store.forgotten().unwrap_or_default();
                let outcome = take_in(&mut desk, shared, job, *prepared);
                let outcome = outcome.and_then(|outcome| {
                    let nobody = desk.store.forgotten().unwrap_or_default() == before;
                    if nobody { Ok(outcome) } else { everywhere(&desk, shared, &[], String::new()).map(|_| outcome) }
                });
                shared.board.end(job);
                let said = outcome.as_ref().map(said_of_import).unwrap_or_default();
                finish(shared, reply, outcome.map(Some), &said);
                fold(&desk);
            }
        }
    }
}

/// Puts up the job of changing a passphrase, which nobody can stop halfway.
fn in_one_go(shared: &Shared) -> u64 {
    let job = shared.board.begin("Changing the passphrase".into(), 0);
    shared.board.commit(job);
    (shared.wake)();
    job
}

/// Whoever was forgotten goes from the backups too.
fn everywhere(desk: &Desk, shared: &Shared, identifiers: &[String], said: String) -> Result<String, Problem> {
    let job = shared.board.begin("Forgetting in backups".into(), 0);
    // It is not done before it is done everywhere.
    shared.board.commit(job);
    let done = desk.forget_in_backups(identifiers);
    shared.board.end(job);
    done.map(|more| [said, more].join(" ").trim().to_owned())
}

/// What is written is safe before it is folded into the file, so that a failure can wait for the next time.
fn fold(desk: &Desk) {
    let _ = desk.store.fold();
}

fn take_in(
    desk: &mut Desk,
    shared: &Shared,
    job: u64,
    prepared: Result<Prepared, Problem>,
) -> Result<ImportOutcome, Problem> {
    let prepared = prepared?;
    if !shared.board.commit(job) {
        return Err(Problem::cancelled());
    }
    let outcome = desk.as_one(EntryKind::Import, "Import a log", |desk| desk.take_in(prepared))?;
    // Forgetting may have come with it; what cannot leave the file now does so when it is closed.
    let _ = desk.store.tidy();
    if outcome.rows_forgotten > 0 {
        *locked(&shared.history) = None;
    }
    refresh(desk, shared)?;
    Ok(outcome)
}

fn said_of_import(outcome: &ImportOutcome) -> String {
    if outcome.import.is_none() {
        return "This log was in already; nothing changed.".into();
    }
    let aside: u64 = outcome.set_aside.values().sum();
    let gone = outcome.gone_in_words().map(|gone| format!(" {gone}")).unwrap_or_default();
    let others: String = outcome.in_sentences().iter().map(|other| format!(" {other}")).collect();
    let count = crate::picture::format::count;
    let aside = match aside {
        0 => "none set aside".to_owned(),
        rows => format!("{} set aside, each with its reason", count(rows)),
    };
    format!("Imported {} rows; {aside}.{gone}{others}", count(outcome.rows_read))
}

fn refresh(desk: &mut Desk, shared: &Shared) -> Result<(), Problem> {
    let model = Arc::new(desk.assemble()?);
    *shared.model.write().unwrap_or_else(PoisonError::into_inner) = model;
    Ok(())
}

fn finish(shared: &Shared, reply: Option<Reply>, outcome: Result<Option<ImportOutcome>, Problem>, said: &str) {
    match (reply, outcome) {
        // Whoever asked may have gone; the work is done all the same.
        (Some(reply), outcome) => {
            drop(reply.send(outcome.map(|import| Told { import, said: said.to_owned() })));
        }
        (None, Err(problem)) => shared.board.say(NoticeLevel::Failed, &problem.what, &problem.why, &problem.advice),
        (None, Ok(_)) if said.is_empty() => {}
        (None, Ok(_)) => shared.board.say(NoticeLevel::Done, said, "", ""),
    }
    (shared.wake)();
}

/// Starts long work on a thread of its own, with its progress on the board; whoever does the work takes the job down.
fn in_background(
    shared: &Arc<Shared>,
    title: String,
    work: impl FnOnce(importing::Report<'_>, u64) + Send + 'static,
) -> Result<(), Problem> {
    let job = shared.board.begin(title, 0);
    let shared_there = shared.clone();
    let all = move || {
        let mut report = |stage: &str, progress: crate::logs::Progress| {
            let (done, total) = (progress.bytes_done, progress.bytes_total);
            let go_on = shared_there.board.advance(job, stage, done, total, progress.rows);
            (shared_there.wake)();
            go_on
        };
        work(&mut report, job);
    };
    let started = std::thread::Builder::new().name("import".into()).spawn(all);
    started.map(|_| ()).map_err(|error| {
        shared.board.end(job);
        Problem::new("The log was not read", error, "Close other programs and try again.")
    })
}

/// Reads a log, in the background.
fn read_in(
    shared: &Arc<Shared>,
    desk: &Desk,
    sender: &mpsc::Sender<Message>,
    request: &ImportRequest,
    reply: Option<Reply>,
) -> Result<(), Problem> {
    let plan = desk.plan_import(request)?;
    let (title, sender) = (format!("Importing {}", plan.title()), sender.clone());
    in_background(shared, title, move |report: importing::Report<'_>, job: u64| {
        let prepared = importing::prepare(&plan, report);
        // If the workspace was closed meanwhile, nothing of the import is wanted any more.
        let _ = sender.send(Message::Prepared(job, Box::new(prepared), reply));
    })
}

/// Counts in a warehouse, or brings rows over, in the background.
#[cfg(feature = "warehouse")]
fn in_warehouse(
    shared: &Arc<Shared>,
    desk: &Desk,
    sender: &mpsc::Sender<Message>,
    command: Command,
    reply: Option<Reply>,
) -> Result<(), Problem> {
    type Reading = Box<dyn FnOnce(importing::Report<'_>) -> Result<Prepared, Problem> + Send>;
    let (title, read): (String, Reading) = match command {
        Command::ImportFromWarehouse(request) => {
            let (plan, place) = (desk.plan_warehouse(&request)?, request.at.connection.name().to_owned());
            let read = move |report: importing::Report<'_>| importing::count_there(&plan, &request, report);
            (format!("Counting in {place}"), Box::new(read))
        }
        Command::CountInWarehouse(request) => {
            let (plan, place) = (desk.plan_records(&request)?, request.at.connection.name().to_owned());
            let read = move |report: importing::Report<'_>| importing::count_records_there(&plan, report);
            (format!("Counting in {place}"), Box::new(read))
        }
        Command::BringFromWarehouse(request) => {
            let (plan, name) = (desk.plan_rows(&request)?, request.name());
            let read = move |report: importing::Report<'_>| importing::bring_over(plan, &request, report);
            (format!("Importing {name}"), Box::new(read))
        }
        _ => return Ok(()),
    };
    let sender = sender.clone();
    in_background(shared, title, move |report: importing::Report<'_>, job: u64| {
        let prepared = read(report);
        let _ = sender.send(Message::Prepared(job, Box::new(prepared), reply));
    })
}

fn try_import(shared: &Arc<Shared>, desk: &Desk, ticket: u64, request: &ImportRequest) {
    let there = shared.clone();
    let answer = move |answer| {
        let mut slot = locked(&there.trial);
        if slot.0 == ticket {
            slot.1 = Some(answer);
        }
        drop(slot);
        (there.wake)();
    };
    let plan = match desk.plan_import(request) {
        Ok(plan) => plan,
        Err(problem) => return answer(Err(problem)),
    };
    let (there, title) = (shared.clone(), format!("Checking {}", plan.title()));
    let failed = answer.clone();
    let work = move |report: importing::Report<'_>, job: u64| {
        let trial = importing::prepare(&plan, report).and_then(|prepared| Trial::of(&prepared));
        there.board.end(job);
        answer(trial);
    };
    if let Err(problem) = in_background(shared, title, work) {
        failed(Err(problem));
    }
}

//! The only ADBC room: asks a warehouse through a driver that the person names.
//!
//! Everything runs on a thread of its own, so that whoever asks can go away while the warehouse is slow; what a driver says is told without
//! anything that opens the warehouse.

mod batches;
mod error;
mod rows;

pub use batches::{Answer, Cells};
pub use error::EngineError;

use crate::warehouse::{Connection, Dialect, Line, Staged};
use adbc_core::error::{Error, Status};
use adbc_core::options::{AdbcVersion, OptionDatabase};
use adbc_core::{CancelHandle, Connection as _, Database as _, Driver as _, LOAD_FLAG_DEFAULT, Statement as _};
use adbc_driver_manager::{ManagedConnection, ManagedDriver};
use arrow_array::{RecordBatch, RecordBatchReader};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

/// How often whoever asks is asked whether to go on.
const PATIENCE: Duration = Duration::from_millis(50);
/// So long a warehouse has to take notice that nobody waits for it any more.
const GRACE: Duration = Duration::from_secs(5);
/// What drivers that speak gRPC, such as Spark's, call a server that is not there.
const GRPC_UNAVAILABLE: i32 = 14;
/// So many batches may wait here while more are fetched.
const BATCHES_AHEAD: usize = 2;
/// Characters that are told of what a driver says.
const LONGEST_DETAIL: usize = 300;

/// What the type of a column says of its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Exact times.
    Exact,
    /// What a clock or calendar showed.
    Local,
    /// Whole numbers.
    Whole,
    /// Numbers with a fraction, whose text differs from engine to engine.
    Fraction,
    /// Bytes that need not be text.
    Bytes,
    /// Anything else, such as text.
    Other,
}

/// A warehouse and its driver; nothing is opened before something is asked.
#[derive(Debug, Clone)]
pub struct Engine {
    driver: String,
    connection: Connection,
    session: &'static [&'static str],
}

enum Message {
    Cancellable(Box<dyn CancelHandle>),
    Batch(RecordBatch),
    /// What follows is not to be cancelled.
    Over,
    Done(Result<Columns, EngineError>),
}

/// The columns of an answer, with what their types say.
type Columns = Vec<(String, ColumnKind)>;

/// What becomes of rows as they come.
type Taking<'a> = &'a mut dyn FnMut(RecordBatch) -> Result<(), EngineError>;

impl Engine {
    /// A warehouse behind a driver: the path of its library, or its name.
    pub fn new(driver: &str, connection: Connection, dialect: Dialect) -> Self {
        Self { driver: driver.to_owned(), connection, session: dialect.session() }
    }

    /// The warehouse's name, which opens nothing.
    pub fn name(&self) -> &str {
        self.connection.name()
    }

    /// The columns of what stands behind `FROM`, with what their types say.
    ///
    /// # Errors
    /// As [`Self::ask`].
    pub fn columns(&self, source: &str, go_on: &mut dyn FnMut() -> bool) -> Result<Columns, EngineError> {
        Ok(self.ask(&format!("SELECT * FROM {source} source_rows LIMIT 0"), go_on)?.columns)
    }

    /// The lines of a count.
    ///
    /// # Errors
    /// As [`Self::ask`]; [`EngineError::Answer`] for lines of another shape.
    pub fn lines(&self, sql: &str, go_on: &mut dyn FnMut() -> bool) -> Result<Vec<Line>, EngineError> {
        self.ask(sql, go_on)?.lines()
    }

    /// Runs a query. Asks `go_on` again and again whether to go on.
    ///
    /// # Errors
    /// [`EngineError`] for a driver that cannot be loaded, a warehouse that cannot be opened, a query it refuses, an answer that breaks off, and
    /// [`EngineError::Cancelled`] once `go_on` says no.
    pub fn ask(&self, sql: &str, go_on: &mut dyn FnMut() -> bool) -> Result<Answer, EngineError> {
        self.ask_in_steps(sql.into(), go_on)
    }

    /// Runs a query in steps, all in one session; otherwise as [`Self::ask`].
    ///
    /// # Errors
    /// As [`Self::ask`].
    pub fn ask_in_steps(&self, staged: Staged, go_on: &mut dyn FnMut() -> bool) -> Result<Answer, EngineError> {
        let mut batches = batches::Batches::default();
        let columns = self.stream(staged, go_on, &mut |batch| batches.add(batch))?;
        Ok(batches.answer(columns))
    }

    /// Runs a query in steps and hands its rows over as they come; the columns.
    fn stream(
        &self,
        staged: Staged,
        go_on: &mut dyn FnMut() -> bool,
        take: Taking<'_>,
    ) -> Result<Columns, EngineError> {
        let (sender, receiver) = sync_channel(BATCHES_AHEAD);
        let engine = self.clone();
        std::thread::Builder::new()
            .name("warehouse".to_owned())
            .spawn(move || {
                let done = engine.run(&staged, &sender);
                // Nobody listens any more where somebody cancelled and went away.
                let _ = sender.send(Message::Done(done));
            })
            .map_err(|error| EngineError::Driver { driver: self.driver.clone(), detail: error.to_string() })?;
        wait(&receiver, go_on, take)
    }

    fn run(&self, staged: &Staged, sender: &SyncSender<Message>) -> Result<Columns, EngineError> {
        let mut connection = self.open()?;
        let said: String = staged.steps.iter().chain([&staged.query]).map(String::as_str).collect();
        let refused = |error: Error| {
            let detail = error::without_cells(&error.message, &said);
            self.told(&detail, if is_broken(&error) { EngineError::broken } else { EngineError::query })
        };
        for session in self.session {
            // They only help: whoever refuses them takes longer.
            let _ = update(&mut connection, session, sender);
        }
        let mut done = Ok(());
        for (place, step) in staged.steps.iter().enumerate() {
            // An engine that keeps nothing for a session says so at the first step.
            let untold = |error: Error| match refused(error) {
                EngineError::Query(detail) if place == 0 => EngineError::NoSteps(detail),
                other => other,
            };
            done = done.and_then(|()| update(&mut connection, step, sender).map_err(untold));
        }
        let answer = done.and_then(|()| {
            let mut statement = connection.new_statement().map_err(refused)?;
            statement.set_sql_query(&staged.query).map_err(refused)?;
            let _ = sender.send(Message::Cancellable(statement.get_cancel_handle()));
            let mut reader = statement.execute().map_err(refused)?;
            let columns = batches::columns(&reader.schema());
            for batch in &mut reader {
                let batch = batch.map_err(|error| {
                    self.told(&error::without_cells(&error.to_string(), &said), EngineError::broken)
                })?;
                if sender.send(Message::Batch(batch)).is_err() {
                    return Err(EngineError::Cancelled);
                }
            }
            Ok(columns)
        });
        let _ = sender.send(Message::Over);
        for statement in &staged.afterwards {
            // Nobody cancels this; what cannot be let go of now goes with the session.
            let _ = connection.new_statement().and_then(|mut kept| {
                kept.set_sql_query(statement)?;
                kept.execute_update()
            });
        }
        answer
    }

    fn open(&self) -> Result<ManagedConnection, EngineError> {
        let of_driver = |error: Error| {
            self.told(&error.message, |detail| EngineError::Driver { driver: self.driver.clone(), detail })
        };
        let closed =
            |error: Error| self.told(&error.message, |detail| EngineError::closed(self.name().to_owned(), detail));
        let mut driver = ManagedDriver::load_from_name(&self.driver, None, AdbcVersion::V110, LOAD_FLAG_DEFAULT, None)
            .map_err(of_driver)?;
        let uri = [(OptionDatabase::Uri, self.connection.uri().into())];
        driver.new_database_with_opts(uri).map_err(closed)?.new_connection().map_err(closed)
    }

    /// In one line that a person reads to its end: some drivers add the whole query.
    fn told(&self, detail: &str, error: impl Fn(String) -> EngineError) -> EngineError {
        let detail = self.connection.without_secrets(detail);
        let words: Vec<&str> = detail.split_whitespace().collect();
        let line = words.join(" ");
        let short: String = line.chars().take(LONGEST_DETAIL).collect();
        error(if short.len() < line.len() { short + "…" } else { short })
    }
}

/// Runs a statement that gives no rows.
fn update(connection: &mut ManagedConnection, sql: &str, sender: &SyncSender<Message>) -> Result<(), Error> {
    let mut statement = connection.new_statement()?;
    statement.set_sql_query(sql)?;
    let _ = sender.send(Message::Cancellable(statement.get_cancel_handle()));
    statement.execute_update().map(|_| ())
}

/// Whether the warehouse went away, rather than having something against the query.
fn is_broken(error: &Error) -> bool {
    let state: Vec<u8> = error.sqlstate.iter().map(|letter| letter.to_ne_bytes()[0]).collect();
    let untold = state.iter().all(|byte| matches!(byte, 0 | b'0'));
    // SQL's own states for a connection that failed, and PostgreSQL's for a server that is shut down.
    let gone = state.starts_with(b"08") || state.starts_with(b"57P");
    gone || untold && (matches!(error.status, Status::IO | Status::Timeout) || error.vendor_code == GRPC_UNAVAILABLE)
}

fn wait(
    receiver: &Receiver<Message>,
    go_on: &mut dyn FnMut() -> bool,
    take: Taking<'_>,
) -> Result<Columns, EngineError> {
    let mut handle = None;
    let mut stopped: Option<(Instant, EngineError)> = None;
    loop {
        match receiver.recv_timeout(PATIENCE) {
            Ok(Message::Cancellable(cancel)) => handle = Some(cancel),
            Ok(Message::Over) => handle = None,
            Ok(Message::Batch(batch)) if stopped.is_none() => {
                stopped = take(batch).err().map(|error| (Instant::now(), error));
            }
            Ok(Message::Batch(_)) | Err(RecvTimeoutError::Timeout) => {}
            Ok(Message::Done(done)) => return stopped.map_or(done, |(_, why)| Err(why)),
            Err(RecvTimeoutError::Disconnected) => return Err(EngineError::broken(String::new())),
        }
        if stopped.is_none() && !go_on() {
            stopped = Some((Instant::now(), EngineError::Cancelled));
        }
        if let Some((since, why)) = &stopped {
            if since.elapsed() > GRACE {
                return Err(why.clone());
            }
            // A driver that was asked before the query began may not have heard it.
            if let Some(handle) = &handle {
                let _ = handle.try_cancel();
            }
        }
    }
}

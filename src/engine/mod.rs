//! The only ADBC room: asks a warehouse through a driver that the person names.
//!
//! Everything runs on a thread of its own, so that whoever asks can go away while the warehouse is slow; what a driver says is told without
//! anything that opens the warehouse.

mod batches;
mod error;

pub use batches::{Answer, Cells};
pub use error::EngineError;

use crate::warehouse::{Connection, Dialect, Line, Staged};
use adbc_core::error::{Error, Status};
use adbc_core::options::{AdbcVersion, OptionDatabase};
use adbc_core::{CancelHandle, Connection as _, Database as _, Driver as _, LOAD_FLAG_DEFAULT, Statement as _};
use adbc_driver_manager::{ManagedConnection, ManagedDriver};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// How often whoever asks is asked whether to go on.
const PATIENCE: Duration = Duration::from_millis(50);
/// So long a warehouse has to take notice that nobody waits for it any more.
const GRACE: Duration = Duration::from_secs(5);
/// What drivers that speak gRPC, such as Spark's, call a server that is not there.
const GRPC_UNAVAILABLE: i32 = 14;
/// Characters that are told of what a driver says.
const LONGEST_DETAIL: usize = 300;

/// What the type of a column says of its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Exact times.
    Exact,
    /// What a clock or calendar showed.
    Local,
    /// Anything else.
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
    Done(Result<Answer, EngineError>),
}

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
    pub fn columns(
        &self,
        source: &str,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<Vec<(String, ColumnKind)>, EngineError> {
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
        let (sender, receiver) = channel();
        let engine = self.clone();
        std::thread::Builder::new()
            .name("warehouse".to_owned())
            .spawn(move || {
                let done = engine.run(&staged, &sender);
                // Nobody listens any more where somebody cancelled and went away.
                let _ = sender.send(Message::Done(done));
            })
            .map_err(|error| EngineError::Driver { driver: self.driver.clone(), detail: error.to_string() })?;
        wait(&receiver, go_on)
    }

    fn run(&self, staged: &Staged, sender: &Sender<Message>) -> Result<Answer, EngineError> {
        let mut connection = self.open()?;
        let refused = |error: Error| {
            self.told(&error.message, if is_broken(&error) { EngineError::broken } else { EngineError::query })
        };
        for session in self.session {
            // They only help: whoever refuses them takes longer.
            let _ = update(&mut connection, session, sender);
        }
        let mut done = Ok(());
        for step in &staged.steps {
            done = done.and_then(|()| update(&mut connection, step, sender));
        }
        let answer = done.map_err(refused).and_then(|()| {
            let mut statement = connection.new_statement().map_err(refused)?;
            statement.set_sql_query(&staged.query).map_err(refused)?;
            let _ = sender.send(Message::Cancellable(statement.get_cancel_handle()));
            let mut reader = statement.execute().map_err(refused)?;
            Answer::read(&mut reader).map_err(|detail| self.told(&detail, EngineError::broken))
        });
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
fn update(connection: &mut ManagedConnection, sql: &str, sender: &Sender<Message>) -> Result<(), Error> {
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

fn wait(receiver: &Receiver<Message>, go_on: &mut dyn FnMut() -> bool) -> Result<Answer, EngineError> {
    let mut handle = None;
    let mut cancelled: Option<Instant> = None;
    loop {
        match receiver.recv_timeout(PATIENCE) {
            Ok(Message::Cancellable(cancel)) => handle = Some(cancel),
            Ok(Message::Done(_)) if cancelled.is_some() => return Err(EngineError::Cancelled),
            Ok(Message::Done(done)) => return done,
            Err(RecvTimeoutError::Disconnected) => return Err(EngineError::broken(String::new())),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if cancelled.is_none() && !go_on() {
            cancelled = Some(Instant::now());
        }
        if cancelled.is_some_and(|since| since.elapsed() > GRACE) {
            return Err(EngineError::Cancelled);
        }
        // A driver that was asked before the query began may not have heard it.
        if let (Some(_), Some(handle)) = (cancelled, &handle) {
            let _ = handle.try_cancel();
        }
    }
}

//! Threads whose panics are answers: a reader of a damaged file may give up, and nothing of that belongs on the terminal.

use crate::logs::LogError;
use std::cell::Cell;
use std::panic;
use std::sync::Once;
use std::thread::JoinHandle;

/// Readers of nested values call themselves.
const STACK: usize = 64 << 20;

thread_local! {
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// Starts a reader on a thread of its own, where it may panic.
///
/// # Errors
/// The system has no thread left.
pub(super) fn start<T: Send + 'static>(
    read: impl FnOnce() -> Result<T, LogError> + Send + 'static,
) -> Result<JoinHandle<Result<T, LogError>>, LogError> {
    let quiet = move || {
        keep_this_thread_quiet();
        read()
    };
    let builder = std::thread::Builder::new().name("read a log".to_owned()).stack_size(STACK);
    builder.spawn(quiet).map_err(|error| LogError::Table(error.to_string()))
}

/// Waits for a reader. One that panicked met a file that its authors did not think of.
///
/// # Errors
/// What the reader came to; [`LogError::Damaged`] if it panicked.
pub(super) fn outcome<T>(reader: JoinHandle<Result<T, LogError>>, kind: &'static str) -> Result<T, LogError> {
    reader.join().unwrap_or_else(|panic| Err(LogError::damaged(kind)(words_of(panic.as_ref()))))
}

/// Keeps what a panic of this thread says from the terminal; all other threads report theirs as before.
fn keep_this_thread_quiet() {
    HOOK.call_once(|| {
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |information| {
            if !IS_QUIET.get() {
                report(information);
            }
        }));
    });
    IS_QUIET.set(true);
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> &str {
    let words = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    words.unwrap_or("it cannot be read")
}

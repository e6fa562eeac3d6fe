//! The wire to a `PostgreSQL`, which can be cut.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tempfile::TempDir;

const SOCKET: &str = ".s.PGSQL.5432";

/// A socket that hands on what crosses it, and is cut after so many bytes have come from the warehouse.
pub struct Wire {
    folder: TempDir,
    crossed: Arc<AtomicU64>,
}

impl Wire {
    /// A wire to the socket in a folder.
    pub fn new(socket: &Path, most_bytes: u64) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let listener = UnixListener::bind(folder.path().join(SOCKET)).expect("a socket");
        let crossed = Arc::new(AtomicU64::new(0));
        let (there, counter) = (socket.join(SOCKET), crossed.clone());
        // Ends with the test's process.
        std::thread::spawn(move || {
            for near in listener.incoming().flatten() {
                hand_on(near, there.clone(), counter.clone(), most_bytes);
            }
        });
        Self { folder, crossed }
    }

    /// Where the wire's own socket is.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Bytes that came from the warehouse so far.
    pub fn crossed(&self) -> u64 {
        self.crossed.load(Ordering::SeqCst)
    }
}

fn hand_on(near: UnixStream, there: PathBuf, crossed: Arc<AtomicU64>, most_bytes: u64) {
    let far = UnixStream::connect(there).expect("the warehouse's socket");
    let (mut asking, mut asked) = (near.try_clone().expect("a handle"), far.try_clone().expect("a handle"));
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut asking, &mut asked);
        let _ = asked.shutdown(Shutdown::Both);
    });
    std::thread::spawn(move || answer(near, far, &crossed, most_bytes));
}

fn answer(mut near: UnixStream, mut far: UnixStream, crossed: &AtomicU64, most_bytes: u64) {
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = far.read(&mut buffer) {
        let before = crossed.fetch_add(read as u64, Ordering::SeqCst);
        let left = usize::try_from(most_bytes.saturating_sub(before)).unwrap_or(usize::MAX);
        if near.write_all(&buffer[..read.min(left)]).is_err() || left < read {
            break;
        }
    }
    let _ = near.shutdown(Shutdown::Both);
    let _ = far.shutdown(Shutdown::Both);
}

//! Workspaces behind a passphrase, and the one way to a connection with any workspace.
//!
//! A protected file is encrypted as a whole by `SQLCipher`. Its first 16 bytes are not secret: [`MARK`], which also says how the key comes of the
//! passphrase, and 12 random bytes; all of them are the salt, so that it goes wherever the file goes. A copy of a protected workspace has the key of
//! the workspace. The keys of files that somebody works with are held in memory, and overwritten with the last who needs them.

#[cfg(feature = "passphrase")]
mod sqlcipher;
#[cfg(not(feature = "passphrase"))]
mod unbuilt;

#[cfg(feature = "passphrase")]
use sqlcipher as engine;
#[cfg(not(feature = "passphrase"))]
use unbuilt as engine;

use super::StoreError;
use crate::domain::Passphrase;
pub(super) use engine::{Key, export};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// What a protected file begins with. The digit says how the key is derived: another way would have another digit.
const MARK: &[u8; 4] = b"HSP1";

/// The first bytes of a protected file.
type Salt = [u8; 16];

/// Whether this build of the program can open and make protected workspaces.
pub const CAN_PROTECT: bool = cfg!(feature = "passphrase");

/// The keys of the files that are open; a key that nobody needs any more is gone.
static HELD: Mutex<BTreeMap<Salt, Weak<Key>>> = Mutex::new(BTreeMap::new());

/// While it lives, a protected workspace and its copies can be opened.
#[derive(Debug, Clone)]
pub struct Unlocked {
    _key: Arc<Key>,
}

/// Whether a file is a protected workspace whose passphrase has to be given before it can be opened.
pub fn is_locked(path: &Path) -> bool {
    salt_of(path).is_some_and(|salt| held(&salt).is_none())
}

/// Lets a protected workspace be opened as long as the answer lives, or as it is open. Takes tenths of a second on purpose.
///
/// # Errors
/// Another passphrase; a file that is not protected or cannot be read; a build that cannot do this.
pub fn unlock(path: &Path, passphrase: &Passphrase) -> Result<Unlocked, StoreError> {
    let salt = salt_of(path).ok_or_else(|| StoreError::NotProtected(path.to_owned()))?;
    let key = Key::of(passphrase, salt)?;
    let mut opened = looked_into(&connect_with(path, OpenFlags::SQLITE_OPEN_READ_ONLY, Some(&key))?);
    if opened.as_ref().is_err_and(|error| error.sqlite_error_code() == Some(ErrorCode::ReadOnly)) {
        // A change was cut short, which only a connection that writes can clear away; none may that has another key.
        opened = looked_into(&connect_as_it_lies(path, Some(&key))?);
    }
    if let Err(error) = opened {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => return Err(StoreError::WrongPassphrase(path.to_owned())),
            // The first page bears the passphrase out; what is wrong with the others is said when the file is opened.
            Some(ErrorCode::DatabaseCorrupt) => {}
            _ => return Err(error.into()),
        }
    }
    Ok(Unlocked { _key: hold(key) })
}

fn looked_into(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("SELECT COUNT(*) FROM sqlite_schema", [], |row| row.get(0))
}

/// Opens a connection that reads a file as it lies there, whatever stands beside it of a change that was cut short.
pub(super) fn connect_as_it_lies(path: &Path, key: Option<&Key>) -> Result<Connection, StoreError> {
    let encoded = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    connect_with(Path::new(&format!("file:{encoded}?immutable=1")), flags, key)
}

/// Opens a connection with a workspace, or a file that is to be one, with the key that it needs.
pub(super) fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    connect_with(path, flags, key_of(path)?.as_deref())
}

/// Opens a connection with a file that has this key, or is to have it.
pub(super) fn connect_with(path: &Path, flags: OpenFlags, key: Option<&Key>) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, flags)?;
    if let Some(key) = key {
        key.apply(&connection)?;
    }
    Ok(connection)
}

/// The key of a file; `None` if it needs none.
///
/// # Errors
/// A protected file whose passphrase was not given, or that this build cannot open.
pub(super) fn key_of(path: &Path) -> Result<Option<Arc<Key>>, StoreError> {
    let Some(salt) = salt_of(path) else { return Ok(None) };
    if !CAN_PROTECT {
        return Err(StoreError::CannotUnlock(path.to_owned()));
    }
    held(&salt).map(Some).ok_or_else(|| StoreError::Locked(path.to_owned()))
}

/// Holds a key for as long as somebody has what is returned.
fn hold(key: Key) -> Arc<Key> {
    let mut keys = keys();
    keys.retain(|_, known| known.strong_count() > 0);
    let known = keys.get(key.salt()).and_then(Weak::upgrade).filter(|known| **known == key);
    let key = known.unwrap_or_else(|| Arc::new(key));
    keys.insert(*key.salt(), Arc::downgrade(&key));
    key
}

/// A key for a new file that is to open with this passphrase.
///
/// # Errors
/// A passphrase that is too short; a build that cannot protect anything.
pub(super) fn fresh(passphrase: &Passphrase) -> Result<Arc<Key>, StoreError> {
    if CAN_PROTECT && !passphrase.is_long_enough() {
        return Err(StoreError::TooShort);
    }
    Key::fresh(passphrase).map(hold)
}

/// Whether two files have the same key, or neither has one.
pub(super) fn is_same(one: Option<&Arc<Key>>, other: Option<&Arc<Key>>) -> bool {
    one.map(Arc::as_ref) == other.map(Arc::as_ref)
}

fn held(salt: &Salt) -> Option<Arc<Key>> {
    keys().get(salt).and_then(Weak::upgrade)
}

fn keys() -> MutexGuard<'static, BTreeMap<Salt, Weak<Key>>> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The salt of a protected file; `None` if the file is none, or cannot be read.
fn salt_of(path: &Path) -> Option<Salt> {
    let mut head = Salt::default();
    File::open(path).and_then(|mut file| file.read_exact(&mut head)).ok()?;
    head.starts_with(MARK).then_some(head)
}

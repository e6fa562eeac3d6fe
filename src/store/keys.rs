//! What is kept outside workspaces, in a folder of the person's own: the secret key of each, and the name that the person signs with.

use super::StoreError;
use crate::domain::{Layout, Pseudonymiser};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder may be named by this variable of the environment.
const FOLDER_VARIABLE: &str = "HANDSHAKE_KEYS";
/// The file beside the keys that holds the person's name.
const NAME_FILE: &str = "name";
/// The file that holds for whose work the window is laid out.
const LAYOUT_FILE: &str = "layout";
/// Characters of a name that are kept.
const LONGEST_NAME: usize = 100;

/// Makes the key of a new workspace and returns its pseudonymiser.
pub(super) fn make_key(workspace_id: &str) -> Result<Pseudonymiser, StoreError> {
    let path = key_path(workspace_id);
    let mut key = [0; 32];
    getrandom::fill(&mut key)
        .map_err(|error| StoreError::File { path: path.clone(), source: std::io::Error::other(error.to_string()) })?;
    write_key(&path, &key)?;
    Ok(Pseudonymiser::new(key))
}

/// The pseudonymiser of a workspace whose key is on this computer, checked against the workspace's fingerprint.
pub fn load_key(workspace_id: &str, fingerprint: &str) -> Result<Pseudonymiser, StoreError> {
    let path = key_path(workspace_id);
    if !path.exists() {
        return Err(StoreError::KeyMissing(path));
    }
    read_key(&path, fingerprint).map(Pseudonymiser::new)
}

/// Writes the key of a workspace to a file, to be handed over on purpose.
pub fn export_key(workspace_id: &str, fingerprint: &str, to: &Path) -> Result<(), StoreError> {
    let path = key_path(workspace_id);
    if !path.exists() {
        return Err(StoreError::KeyMissing(path));
    }
    write_key(to, &read_key(&path, fingerprint)?)
}

/// Takes over the key of a workspace from a file that somebody handed over.
pub fn import_key(workspace_id: &str, fingerprint: &str, from: &Path) -> Result<(), StoreError> {
    let key = read_key(from, fingerprint)?;
    write_key(&key_path(workspace_id), &key)
}

/// The name that the person at this computer signs with; empty if they gave none.
pub fn own_name() -> String {
    let name = fs::read_to_string(folder().join(NAME_FILE)).unwrap_or_default();
    name.trim().chars().take(LONGEST_NAME).collect()
}

/// Keeps the name that the person at this computer signs with. It stands beside the keys and not in the workspace, as a workspace may be
/// shared.
pub fn set_own_name(name: &str) -> Result<(), StoreError> {
    let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_NAME).collect();
    write_beside(NAME_FILE, &name)
}

/// For whose work the person at this computer has the window laid out.
pub fn layout() -> Layout {
    let text = fs::read_to_string(folder().join(LAYOUT_FILE)).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Keeps for whose work the window is laid out, on this computer.
pub fn set_layout(layout: Layout) -> Result<(), StoreError> {
    write_beside(LAYOUT_FILE, &super::definitions::write_json("layout", &layout)?)
}

/// Keeps a text beside the keys under this name, all of it or what was there before.
pub(super) fn write_beside(file_name: &str, text: &str) -> Result<(), StoreError> {
    let folder = folder();
    let path = folder.join(file_name);
    fs::create_dir_all(&folder)
        .and_then(|()| {
            let mut file = tempfile::NamedTempFile::new_in(&folder)?;
            file.write_all(text.as_bytes())?;
            file.persist(&path)?;
            Ok(())
        })
        .map_err(|source| StoreError::File { path: path.clone(), source })
}

fn key_path(workspace_id: &str) -> PathBuf {
    folder().join(format!("{workspace_id}.key"))
}

pub(super) fn folder() -> PathBuf {
    std::env::var_os(FOLDER_VARIABLE).map_or_else(
        || {
            directories::ProjectDirs::from("", "", "Handshake")
                .map_or_else(|| PathBuf::from(".handshake"), |folders| folders.data_local_dir().to_owned())
                .join("keys")
        },
        PathBuf::from,
    )
}

fn read_key(path: &Path, fingerprint: &str) -> Result<[u8; 32], StoreError> {
    let wrong = |detail: &str| StoreError::KeyWrong { path: path.to_owned(), detail: detail.into() };
    let text = fs::read_to_string(path).map_err(|source| StoreError::File { path: path.to_owned(), source })?;
    let digits = text.trim();
    if digits.len() != 64 || !digits.is_ascii() {
        return Err(wrong("a key is 64 hexadecimal digits"));
    }
    let mut key = [0; 32];
    for (index, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * index..2 * index + 2], 16)
            .map_err(|_| wrong("it holds other characters"))?;
    }
    if Pseudonymiser::new(key).fingerprint() != fingerprint {
        return Err(wrong("it belongs to another workspace"));
    }
    Ok(key)
}

fn write_key(path: &Path, key: &[u8; 32]) -> Result<(), StoreError> {
    let failed = |source| StoreError::File { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(failed)?;
    let digits: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    file.write_all(digits.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
}

//! Keys that come of passphrases, and what `SQLCipher` is told.

use super::{MARK, Salt};
use crate::domain::Passphrase;
use crate::store::StoreError;
use crate::store::open::PAGE_BYTES;
use argon2::{Algorithm, Argon2, Params, Version};
use rusqlite::Connection;
use std::fmt::Write as _;
use std::path::Path;
use zeroize::Zeroizing;

/// How a key is derived: Argon2id as RFC 9106 (Biryukov et al., 2021), section 4, recommends it as its second choice, for where memory is scarce: 64
/// mebibytes, 3 passes, 4 lanes. That is above the least that the OWASP Password Storage Cheat Sheet asks for (19 mebibytes, 2 passes, 1 lane).
const MEMORY_KIBIBYTES: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 4;

/// What opens a protected file: 256 bits for AES and the salt, which the file begins with.
#[derive(PartialEq, Eq)]
pub(in crate::store) struct Key {
    salt: Salt,
    bytes: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Key")
    }
}

impl Key {
    /// A key for a new file.
    pub(in crate::store) fn fresh(passphrase: &Passphrase) -> Result<Self, StoreError> {
        let mut salt = Salt::default();
        getrandom::fill(&mut salt).map_err(|error| StoreError::NoKey(error.to_string()))?;
        salt[..MARK.len()].copy_from_slice(MARK);
        Self::of(passphrase, salt)
    }

    /// The key of the file with this salt, if the passphrase is that of the file.
    pub(super) fn of(passphrase: &Passphrase, salt: Salt) -> Result<Self, StoreError> {
        let failed = |error: argon2::Error| StoreError::NoKey(error.to_string());
        let parameters = Params::new(MEMORY_KIBIBYTES, PASSES, LANES, None).map_err(failed)?;
        let mut bytes = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
            .hash_password_into(passphrase.text().as_bytes(), &salt, bytes.as_mut_slice())
            .map_err(failed)?;
        Ok(Self { salt, bytes })
    }

    /// Whether it comes of this passphrase.
    pub(in crate::store) fn comes_of(&self, passphrase: &Passphrase) -> Result<bool, StoreError> {
        Ok(Self::of(passphrase, self.salt)? == *self)
    }

    pub(super) fn salt(&self) -> &Salt {
        &self.salt
    }

    /// The key and the salt as `SQLCipher` takes them without deriving anything itself.
    fn raw(&self) -> Zeroizing<String> {
        let bytes = self.bytes.iter().chain(&self.salt);
        let mut raw = Zeroizing::new(String::with_capacity(2 * (self.bytes.len() + self.salt.len()) + 3));
        raw.push_str("x'");
        for byte in bytes {
            // Writing to a text cannot fail.
            let _ = write!(raw, "{byte:02x}");
        }
        raw.push('\'');
        raw
    }

    /// Tells a connection that was just opened. What it says of failures could quote the key, so it is not passed on.
    pub(super) fn apply(&self, connection: &Connection) -> Result<(), StoreError> {
        let mut statements = Zeroizing::new(String::with_capacity(400));
        let raw = self.raw();
        let quiet = "PRAGMA cipher_log_level = NONE";
        // The way of encrypting is that of SQLCipher 4, whatever a later one does by itself; nothing is ever put into a temporary file.
        let written = write!(
            statements,
            "{quiet}; PRAGMA key = \"{}\"; PRAGMA cipher_compatibility = 4; PRAGMA cipher_page_size = {PAGE_BYTES}; PRAGMA temp_store = MEMORY",
            *raw
        );
        written.map_err(|_| StoreError::CannotProtect)?;
        connection.execute_batch(&statements).map_err(|_| StoreError::CannotProtect)
    }
}

/// Copies the content of the file of a connection into a new one, which has another key or none.
pub(in crate::store) fn export(from: &Connection, to: &Path, key: Option<&Key>) -> Result<(), StoreError> {
    let raw = key.map_or_else(Zeroizing::default, Key::raw);
    let attached = from.execute("ATTACH ?1 AS target KEY ?2", [&*to.to_string_lossy(), raw.as_str()]);
    attached.map_err(|_| StoreError::NotProtected(to.to_owned()))?;
    let of_pages = match key {
        Some(_) => "PRAGMA target.cipher_compatibility = 4; PRAGMA target.cipher_page_size",
        None => "PRAGMA target.page_size",
    };
    from.execute_batch(&format!("{of_pages} = {PAGE_BYTES}; PRAGMA target.synchronous = OFF; BEGIN"))?;
    from.query_row("SELECT sqlcipher_export('target')", [], |_| Ok(()))?;
    for name in ["application_id", "user_version"] {
        let value: i64 = from.pragma_query_value(None, name, |row| row.get(0))?;
        from.pragma_update(Some("target"), name, value)?;
    }
    from.execute_batch("COMMIT; DETACH target")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::new(Zeroizing::new(text.to_owned()))
    }

    #[test]
    fn a_key_comes_of_one_passphrase_and_one_salt() {
        let key = Key::of(&passphrase("one of them"), [7; 16]).unwrap();
        assert!(key.comes_of(&passphrase("one of them")).unwrap());
        assert!(!key.comes_of(&passphrase("one of then")).unwrap());
        assert!(key != Key::of(&passphrase("one of them"), [8; 16]).unwrap());
        let fresh = Key::fresh(&passphrase("one of them")).unwrap();
        assert!(fresh.salt.starts_with(MARK) && fresh.salt != Key::fresh(&passphrase("one of them")).unwrap().salt);
        assert_eq!(format!("{key:?}"), "Key");
        assert_eq!(key.raw().len(), 99);
    }
}

//! Digests of rows and entries. BLAKE3 with a context for each use; every field goes in with its kind and its length, so that no two
//! contents have the same encoding.

use crate::store::StoreError;
use rusqlite::types::ValueRef;

/// A BLAKE3 hash.
pub(super) type Digest = [u8; 32];
/// What hides a digest's content from whoever would guess it.
pub(super) type Salt = [u8; 16];

const ROW: &str = "Handshake 2026 record of changes: row";
const SALTED: &str = "Handshake 2026 record of changes: salted";
const ENTRY: &str = "Handshake 2026 record of changes: entry";

/// Takes in fields one after the other.
pub(super) struct Encoder(blake3::Hasher);

impl Encoder {
    /// For an entry.
    pub(super) fn of_entry() -> Self {
        Self(blake3::Hasher::new_derive_key(ENTRY))
    }

    /// For a row of a table.
    pub(super) fn of_row(table: &str) -> Self {
        let mut encoder = Self(blake3::Hasher::new_derive_key(ROW));
        encoder.bytes(b't', table.as_bytes());
        encoder
    }

    pub(super) fn bytes(&mut self, kind: u8, bytes: &[u8]) {
        self.0.update(&[kind]);
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.bytes(b't', text.as_bytes());
    }

    pub(super) fn number(&mut self, number: i64) {
        self.bytes(b'i', &number.to_le_bytes());
    }

    pub(super) fn digest(&mut self, digest: Option<&Digest>) {
        self.bytes(b'd', digest.map_or(&[], |digest| digest.as_slice()));
    }

    pub(super) fn value(&mut self, value: ValueRef<'_>) {
        match value {
            ValueRef::Null => self.bytes(b'n', &[]),
            ValueRef::Integer(number) => self.number(number),
            ValueRef::Real(number) => self.bytes(b'r', &number.to_le_bytes()),
            ValueRef::Text(text) => self.bytes(b't', text),
            ValueRef::Blob(bytes) => self.bytes(b'b', bytes),
        }
    }

    pub(super) fn finish(self) -> Digest {
        *self.0.finalize().as_bytes()
    }
}

/// A digest that tells nothing of the content to whoever lacks the salt.
pub(super) fn salted(salt: &[u8], digest: &Digest) -> Digest {
    let mut hasher = blake3::Hasher::new_derive_key(SALTED);
    hasher.update(&(salt.len() as u64).to_le_bytes()).update(salt).update(digest);
    *hasher.finalize().as_bytes()
}

/// The digest of a text that stands by itself.
pub(super) fn of_text(text: &str) -> Digest {
    let mut encoder = Encoder::of_row("");
    encoder.text(text);
    encoder.finish()
}

/// A salt that nobody has seen.
pub(super) fn fresh_salt() -> Result<Salt, StoreError> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|error| StoreError::Rows(std::io::Error::other(error.to_string())))?;
    Ok(salt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_cannot_be_shifted_into_each_other() {
        let of = |values: &[ValueRef<'_>]| {
            let mut encoder = Encoder::of_row("t");
            values.iter().for_each(|value| encoder.value(*value));
            encoder.finish()
        };
        let text = |text: &'static str| ValueRef::Text(text.as_bytes());
        let all = [
            of(&[text("ab"), text("c")]),
            of(&[text("a"), text("bc")]),
            of(&[text("abc")]),
            of(&[ValueRef::Blob(b"abc")]),
            of(&[ValueRef::Null, text("abc")]),
            of(&[text("1")]),
            of(&[ValueRef::Integer(1)]),
        ];
        let different: std::collections::HashSet<_> = all.iter().collect();
        assert_eq!(different.len(), all.len());
        assert_ne!(salted(&[1; 16], &all[0]), salted(&[2; 16], &all[0]));
    }
}

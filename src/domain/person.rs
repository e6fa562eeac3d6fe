//! Who a row is about, without saying who.

use serde::{Deserialize, Serialize};

/// A person's pseudonym: the first 16 bytes of a keyed hash of the identifier in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PersonKey(pub [u8; 16]);

impl PersonKey {
    /// The pseudonym as 32 hexadecimal digits.
    pub fn to_hex(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Turns identifiers into pseudonyms with the secret key of one workspace (keyed BLAKE3; O'Connor et al., 2020).
///
/// The key stays outside the workspace file, so that whoever holds only the file cannot search it for a person.
#[derive(Clone)]
pub struct Pseudonymiser {
    key: [u8; 32],
}

impl std::fmt::Debug for Pseudonymiser {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Pseudonymiser(secret)")
    }
}

impl Pseudonymiser {
    /// A pseudonymiser for a workspace's secret key.
    pub fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// The pseudonym of an identifier; surrounding white space does not make another person.
    pub fn person(&self, identifier: &str) -> PersonKey {
        self.hash("person", identifier.trim())
    }

    /// The pseudonym of any other cell that may name somebody, apart from persons' pseudonyms.
    pub fn cell(&self, value: &str) -> PersonKey {
        self.hash("cell", value)
    }

    fn hash(&self, domain: &str, value: &str) -> PersonKey {
        let mut hasher = blake3::Hasher::new_keyed(&self.key);
        hasher.update(domain.as_bytes());
        hasher.update(&[0]);
        hasher.update(value.as_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        PersonKey(bytes)
    }

    /// What tells two keys apart without giving either away; kept in the workspace to recognise its key.
    pub fn fingerprint(&self) -> String {
        self.hash("fingerprint", "").to_hex()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pseudonyms_depend_on_the_key_and_ignore_surrounding_space() {
        let one = Pseudonymiser::new([1; 32]);
        let two = Pseudonymiser::new([2; 32]);
        assert_eq!(one.person("a@b.example"), one.person(" a@b.example "));
        assert_ne!(one.person("a@b.example"), two.person("a@b.example"));
        assert_ne!(one.person("x"), one.cell("x"));
        assert_ne!(one.fingerprint(), two.fingerprint());
    }
}

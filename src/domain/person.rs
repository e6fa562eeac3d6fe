//! Who a row is about, without saying who.

use super::{IdentifierRules, Tombstone};
use serde::{Deserialize, Serialize};

/// A person's pseudonym: the first 16 bytes of a keyed hash of the identifier in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PersonKey(pub [u8; 16]);

impl PersonKey {
    /// The pseudonym as 32 hexadecimal digits.
    pub fn to_hex(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The pseudonym as a number that orders as its bytes do.
    pub fn to_number(self) -> u128 {
        u128::from_be_bytes(self.0)
    }

    /// The pseudonym of a number.
    pub fn from_number(number: u128) -> Self {
        Self(number.to_be_bytes())
    }
}

/// Turns identifiers into pseudonyms with the secret key of one workspace (keyed BLAKE3; O'Connor et al., 2020).
///
/// The key stays outside the workspace file, so that whoever holds only the file cannot search it for a person.
#[derive(Clone)]
pub struct Pseudonymiser {
    key: [u8; 32],
    rules: IdentifierRules,
    /// Whether persons come as [`Pseudonymiser::written`] writes them.
    reads_written: bool,
}

impl std::fmt::Debug for Pseudonymiser {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Pseudonymiser(secret)")
    }
}

/// What stands before the digits of a pseudonym that stands in for an identifier.
const WRITTEN: &str = "pseudonym:";
/// What parts the hashes of persons from all others.
const PERSON: &str = "person";
/// A cell that is not shown keeps so many digits: enough to find it again, too few to be taken for a pseudonym.
pub(super) const HIDDEN_DIGITS: usize = 8;
/// The longest identifier that is hashed without a detour.
const USUAL_LENGTH: usize = 120;

impl Pseudonymiser {
    /// A pseudonymiser for a workspace's secret key, with the usual rules for identifiers.
    pub fn new(key: [u8; 32]) -> Self {
        Self { key, rules: IdentifierRules::default(), reads_written: false }
    }

    /// The same with other rules for identifiers.
    #[must_use]
    pub fn with_rules(self, rules: IdentifierRules) -> Self {
        Self { rules, ..self }
    }

    /// The pseudonym of an identifier, whichever of its usual spellings is given.
    pub fn person(&self, identifier: &str) -> PersonKey {
        let written = if self.reads_written { identifier.trim().strip_prefix(WRITTEN) } else { None };
        let known = written.and_then(|digits| u128::from_str_radix(digits, 16).ok()).map(PersonKey::from_number);
        known.unwrap_or_else(|| self.hash(PERSON, &self.rules.normalised(identifier)))
    }

    /// What stands in for an identifier in a log that is kept while it is read; nothing for nobody.
    pub fn written(&self, identifier: &str) -> String {
        if identifier.trim().is_empty() {
            String::new()
        } else {
            format!("{WRITTEN}{}", self.person(identifier).to_hex())
        }
    }

    /// The same for logs in which persons were replaced by what [`Self::written`] makes of them.
    #[must_use]
    pub fn of_written(self) -> Self {
        Self { reads_written: true, ..self }
    }

    /// The one spelling in which an identifier is hashed.
    pub fn spelling(&self, identifier: &str) -> String {
        self.rules.normalised(identifier).into_owned()
    }

    /// The pseudonym of any other cell that may name somebody, apart from persons' pseudonyms.
    pub fn cell(&self, value: &str) -> PersonKey {
        self.hash("cell", value)
    }

    /// What a cell that is not shown keeps of the identifier that it may hold, in whichever spelling. It is made from the pseudonym, so
    /// that also identifiers that nobody types, as links join them, are found again.
    pub fn hidden(&self, person: PersonKey) -> String {
        self.hash("hidden", &person.to_hex()).to_hex().chars().take(HIDDEN_DIGITS).collect()
    }

    fn hash(&self, domain: &str, value: &str) -> PersonKey {
        let (from, to) = (domain.len() + 1, domain.len() + 1 + value.len());
        let mut buffer = [0; USUAL_LENGTH + PERSON.len() + 8];
        // One call is twice as fast as a hasher that is fed bit by bit, and most identifiers are short.
        let hash = if let Some(whole) = buffer.get_mut(..to) {
            let (start, end) = whole.split_at_mut(from);
            start[..domain.len()].copy_from_slice(domain.as_bytes());
            end.copy_from_slice(value.as_bytes());
            blake3::keyed_hash(&self.key, whole)
        } else {
            let mut hasher = blake3::Hasher::new_keyed(&self.key);
            hasher.update(domain.as_bytes()).update(&[0]).update(value.as_bytes());
            hasher.finalize()
        };
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.as_bytes()[..16]);
        PersonKey(bytes)
    }

    /// What is kept of a person who was forgotten (see [`Tombstone`]).
    pub fn tombstone(&self, person: PersonKey) -> Tombstone {
        Tombstone(self.hash("forgotten", &person.to_hex()).0)
    }

    /// What is kept of the digits of such a person's [`hidden`](Self::hidden) cells.
    pub fn tombstone_of_hidden(&self, digits: &str) -> Tombstone {
        Tombstone(self.hash("forgotten cell", digits).0)
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
        let person = one.person("x");
        assert_ne!(one.tombstone(person), two.tombstone(person));
        assert_ne!(one.tombstone(person).0, person.0);
        assert_eq!(one.hidden(one.person("A@b.example ")), one.hidden(one.person("a@b.example")));
        assert_ne!(one.hidden(person), two.hidden(person));
        assert!(!person.to_hex().contains(&one.hidden(person)));
    }

    #[test]
    fn what_stands_in_for_an_identifier_is_read_as_its_person() {
        let one = Pseudonymiser::new([1; 32]);
        let reader = one.clone().of_written();
        let written = one.written(" Anna@b.example");
        assert!(!written.contains("nna") && one.written(" \t").is_empty());
        assert_eq!(reader.person(&written), one.person("anna@b.example"));
        assert_eq!(reader.person("anna@b.example"), one.person("anna@b.example"));
        assert_ne!(one.person(&written), one.person("anna@b.example"), "only where it was put there");
    }

    #[test]
    fn long_identifiers_are_hashed_as_short_ones_are() {
        let pseudonymiser = Pseudonymiser::new([1; 32]);
        for length in [0, 1, USUAL_LENGTH, USUAL_LENGTH + 1, USUAL_LENGTH + 2, 5_000] {
            let identifier = "x".repeat(length);
            let whole = blake3::keyed_hash(&[1; 32], format!("person\0{identifier}").as_bytes());
            assert_eq!(pseudonymiser.person(&identifier).0, whole.as_bytes()[..16]);
        }
    }
}

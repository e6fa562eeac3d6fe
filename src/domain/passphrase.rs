//! What opens a protected workspace.

use zeroize::Zeroizing;

/// A passphrase. It is overwritten in memory once it is not needed any more, and never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Characters of a new passphrase at least: what NIST SP 800-63B-4 (2025), section 3.1.1.2, asks of one that stands alone.
    pub const FEWEST_CHARACTERS: usize = 15;

    /// A passphrase as somebody typed it.
    pub fn new(text: Zeroizing<String>) -> Self {
        Self(text)
    }

    /// Its letters.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Whether it is long enough for a new one; how many characters it has does not say how hard it is to guess.
    pub fn is_long_enough(&self) -> bool {
        self.0.chars().count() >= Self::FEWEST_CHARACTERS
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Passphrase")
    }
}

/// A change of what opens a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassphraseChange {
    /// What opens it so far; `None` if nothing is needed.
    pub present: Option<Passphrase>,
    /// What is to open it from now on; `None` if nothing is to be needed.
    pub new: Option<Passphrase>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_never_shown() {
        let passphrase = Passphrase::new(Zeroizing::new("korrekt Pferd Batterie".into()));
        let change = PassphraseChange { present: None, new: Some(passphrase) };
        assert!(!format!("{change:?}").contains("Pferd"));
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        let long_enough = |text: &str| Passphrase::new(Zeroizing::new(text.into())).is_long_enough();
        assert!(!long_enough("ääääääääääääää"));
        assert!(long_enough("äääääääääääääää"));
    }
}

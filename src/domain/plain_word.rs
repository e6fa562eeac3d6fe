//! Words of logs as they are looked up: neither case nor punctuation matters.

/// The ASCII letters and digits of a word, in small letters. It lives on the stack, because logs hold such words in every row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlainWord {
    bytes: [u8; Self::MOST],
    length: usize,
}

impl PlainWord {
    /// No known word has more letters and digits.
    const MOST: usize = 24;

    /// The plain form of a word; `None` if it is longer than any known word.
    pub fn of(word: &str) -> Option<Self> {
        let mut plain = Self { bytes: [0; Self::MOST], length: 0 };
        for byte in word.bytes().filter(u8::is_ascii_alphanumeric) {
            *plain.bytes.get_mut(plain.length)? = byte.to_ascii_lowercase();
            plain.length += 1;
        }
        Some(plain)
    }

    /// The plain form as text.
    pub fn as_str(&self) -> &str {
        // Nothing but ASCII was put in.
        self.bytes.get(..self.length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_punctuation_make_no_difference() {
        let plain = |word: &str| PlainWord::of(word).map(|plain| plain.as_str().to_owned());
        assert_eq!(plain(" Opt-In "), Some("optin".into()));
        assert_eq!(plain("…ä"), Some(String::new()));
        assert_eq!(plain(&"x".repeat(24)), Some("x".repeat(24)));
        assert_eq!(plain(&"x".repeat(25)), None);
    }
}

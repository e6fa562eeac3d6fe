//! Spellings of one identifier: what makes `Anna@Example.org ` and `anna@example.org` the same person in every log.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How identifiers are brought into one spelling before they become pseudonyms; the same for all logs of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IdentifierRules {
    /// Whether capital and small letters are the same in all identifiers. Off as a rule: cookies of different people may differ in
    /// nothing else.
    pub any_case: bool,
    /// Whether identifiers that read as e-mail addresses lose `mailto:`, and capital letters in them are small ones.
    pub mail_addresses: bool,
    /// Whether what stands behind a plus sign before the `@` is dropped (`anna+shop@example.org`).
    pub drop_mail_tags: bool,
    /// Phone numbers are written internationally; national ones are of the country with this calling code (such as 49).
    pub calling_code: Option<u16>,
}

impl Default for IdentifierRules {
    fn default() -> Self {
        Self { any_case: false, mail_addresses: true, drop_mail_tags: false, calling_code: None }
    }
}

/// Shorter numbers are no phone numbers but something else, such as numbers of customers.
const FEWEST_PHONE_DIGITS: usize = 7;
/// International numbers have at most so many digits (ITU-T E.164).
const MOST_PHONE_DIGITS: usize = 15;

impl IdentifierRules {
    /// The one spelling of an identifier.
    pub fn normalised<'a>(&self, identifier: &'a str) -> Cow<'a, str> {
        let plain = identifier.trim();
        // Programs that hold numbers with gaps as fractions write a number of a customer as “4711.0”.
        let whole = plain
            .strip_suffix(".0")
            .filter(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
        let plain = whole.unwrap_or(plain);
        if self.mail_addresses
            && plain.contains('@')
            && let Some(address) = mail_address(plain, self.drop_mail_tags)
        {
            return address;
        }
        if let Some(number) = self.calling_code.and_then(|code| phone_number(plain, code)) {
            return Cow::Owned(number);
        }
        if self.any_case && plain.chars().any(|c| !c.is_lowercase()) {
            plain.to_lowercase().into()
        } else {
            plain.into()
        }
    }
}

fn mail_address(text: &str, drop_tag: bool) -> Option<Cow<'_, str>> {
    let scheme = text.get(..7).filter(|start| start.eq_ignore_ascii_case("mailto:"));
    let text = &text[scheme.map_or(0, str::len)..];
    let (name, domain) = text.rsplit_once('@')?;
    if name.is_empty() || domain.is_empty() || name.contains('@') || text.contains(char::is_whitespace) {
        return None;
    }
    let untagged = if drop_tag { name.split('+').next().filter(|name| !name.is_empty()).unwrap_or(name) } else { name };
    if untagged.len() == name.len() && !text.chars().any(char::is_uppercase) {
        return Some(text.into());
    }
    Some(format!("{untagged}@{domain}").to_lowercase().into())
}

/// A phone number as E.164 writes it; `None` for what is no phone number.
fn phone_number(text: &str, calling_code: u16) -> Option<String> {
    let usual = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '/' | '.' | '\u{a0}');
    let international = text.strip_prefix('+');
    let written = international.unwrap_or(text);
    if !written.chars().all(usual) {
        return None;
    }
    // "+49 (0)30 …" writes the digit that is left out abroad.
    let written = if international.is_some() { written.replacen("(0)", "", 1) } else { written.to_owned() };
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    if !(FEWEST_PHONE_DIGITS..=MOST_PHONE_DIGITS + 2).contains(&digits.len()) {
        return None;
    }
    let code = calling_code.to_string();
    let whole = match (international, digits.strip_prefix("00"), digits.strip_prefix('0')) {
        (Some(_), ..) => digits,
        (None, Some(abroad), _) => abroad.to_owned(),
        (None, None, Some(national)) => format!("{code}{national}"),
        (None, None, None) if digits.starts_with(&code) && digits.len() > 10 => digits,
        (None, None, None) => format!("{code}{digits}"),
    };
    (whole.len() <= MOST_PHONE_DIGITS).then(|| format!("+{whole}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rules: &IdentifierRules, spellings: &[&str], one: &str) {
        for spelling in spellings {
            assert_eq!(rules.normalised(spelling), one, "{spelling:?}");
        }
    }

    #[test]
    fn spellings_of_one_identifier_meet_and_others_do_not() {
        let usual = IdentifierRules::default();
        check(&usual, &["anna@example.org", " Anna@Example.ORG ", "mailto:anna@example.org"], "anna@example.org");
        check(&usual, &["Anna+shop@example.org"], "anna+shop@example.org");
        check(&usual, &["aGVsbG8"], "aGVsbG8");
        check(&usual, &["@Anna"], "@Anna");
        check(&usual, &["4711", "4711.0", " 4711.0 "], "4711");
        check(&usual, &["4711.5"], "4711.5");
        check(&usual, &[".0"], ".0");
        check(&usual, &["0170 1234567"], "0170 1234567");
        let tags = IdentifierRules { drop_mail_tags: true, ..usual.clone() };
        check(&tags, &["Anna+shop@example.org", "anna@example.org"], "anna@example.org");
        check(&tags, &["+shop@example.org"], "+shop@example.org");
        check(&IdentifierRules { any_case: true, ..usual }, &["AB-12", "ab-12 "], "ab-12");
    }

    #[test]
    fn phone_numbers_are_written_internationally_where_asked() {
        let german = IdentifierRules { calling_code: Some(49), ..IdentifierRules::default() };
        let spellings = ["0170 1234567", "+49 170 1234567", "0049-170-1234567", "+49 (0)170/1234567", "491701234567"];
        check(&german, &spellings, "+491701234567");
        check(&german, &["C-1701234"], "C-1701234");
        check(&german, &["4711"], "4711");
        let american = IdentifierRules { calling_code: Some(1), ..IdentifierRules::default() };
        check(&american, &["(202) 555-0123", "1 202 555 0123", "+12025550123"], "+12025550123");
    }
}

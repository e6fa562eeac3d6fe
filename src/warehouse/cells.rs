//! What the file import does with single cells, as SQL expressions.

use super::{Dialect, Refusal};
use crate::domain::{Answer, IdentifierRules, ResponseEvent, Variant};

/// What is cut from both ends of every cell: the characters that Unicode calls white space.
const WHITE: &str = "\t\n\u{b}\u{c}\r \u{85}\u{a0}\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}\
    \u{2009}\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}";
const CAPITALS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const SMALL: &str = "abcdefghijklmnopqrstuvwxyz";

/// The trimmed text of a column.
pub(super) fn cell(dialect: Dialect, column: &str) -> Result<String, Refusal> {
    Ok(dialect.trimmed(&dialect.as_text(&dialect.name(column)?), &dialect.text(WHITE)?))
}

/// A text with the 26 capital letters made small.
fn small(expression: &str) -> String {
    format!("translate({expression}, '{CAPITALS}', '{SMALL}')")
}

/// The place of the variant that the text in `value` stands for, from 0; nothing if it stands for none.
pub(super) fn variant_place(dialect: Dialect, value: &str, variants: &[Variant]) -> Result<String, Refusal> {
    if variants.is_empty() {
        return Err(Refusal::VariantMissing);
    }
    let mut sql = "CASE".to_owned();
    for (place, variant) in variants.iter().enumerate() {
        let name = dialect.text(&variant.name.trim().to_ascii_lowercase())?;
        sql.push_str(&format!(" WHEN {} = {name}", small(value)));
        for known in &variant.recognised_as {
            sql.push_str(&format!(" OR {value} = {}", dialect.text(known)?));
        }
        sql.push_str(&format!(" THEN {place}"));
    }
    Ok(sql + " END")
}

/// The number of an event in a query.
pub(super) fn event_number(event: ResponseEvent) -> u8 {
    match event {
        ResponseEvent::Shown => 0,
        ResponseEvent::Answered(Answer::Accepted) => 1,
        ResponseEvent::Answered(Answer::Declined) => 2,
        ResponseEvent::Answered(Answer::Dismissed) => 3,
        ResponseEvent::Answered(Answer::Ignored) => 4,
        ResponseEvent::Withdrawn => 5,
    }
}

/// The event that the word in `value` stands for; nothing if it stands for none. Of a word with several meanings, the first in `words` holds.
pub(super) fn event(dialect: Dialect, value: &str, words: &[(String, ResponseEvent)]) -> Result<String, Refusal> {
    let mut meanings: Vec<(String, ResponseEvent)> = Vec::new();
    for (word, event) in words {
        let plain = word.trim().to_lowercase();
        if !plain.is_empty() && !meanings.iter().any(|known| known.0 == plain) {
            meanings.push((plain, *event));
        }
    }
    let (capitals, small) = letters(&meanings)?;
    let lowered = format!("translate({value}, {}, {})", dialect.text(&capitals)?, dialect.text(&small)?);
    let mut sql = format!("CASE WHEN {value} = '' THEN 0");
    for number in 0..=5 {
        let of_number = meanings.iter().filter(|meaning| event_number(meaning.1) == number);
        let quoted: Vec<String> = of_number.map(|meaning| dialect.text(&meaning.0)).collect::<Result<_, _>>()?;
        if !quoted.is_empty() {
            sql.push_str(&format!(" WHEN {lowered} IN ({}) THEN {number}", quoted.join(", ")));
        }
    }
    Ok(sql + " END")
}

/// Every capital letter, of any script, whose small letter occurs in one of the words, with that small letter.
fn letters(words: &[(String, ResponseEvent)]) -> Result<(String, String), Refusal> {
    // The small sigma depends on its place, and a capital I with a dot becomes two characters.
    let uncertain = |word: &&(String, ResponseEvent)| word.0.contains(['σ', 'ς', '\u{307}']);
    if let Some((word, _)) = words.iter().find(uncertain) {
        return Err(Refusal::Word(word.clone()));
    }
    let known: std::collections::BTreeSet<char> = words.iter().flat_map(|word| word.0.chars()).collect();
    let (mut capitals, mut smalls) = (CAPITALS.to_owned(), SMALL.to_owned());
    for capital in ('\u{80}'..=char::MAX).filter(|c| c.is_alphanumeric() || c.is_alphabetic()) {
        let mut lower = capital.to_lowercase();
        if let (Some(small), None) = (lower.next(), lower.next())
            && small != capital
            && known.contains(&small)
        {
            capitals.push(capital);
            smalls.push(small);
        }
    }
    Ok((capitals, smalls))
}

/// The one spelling of the identifier in the trimmed text `value`.
///
/// # Errors
/// [`Refusal::Spelling`] for rules that no dialect can follow exactly.
pub(super) fn person(dialect: Dialect, value: &str, rules: &IdentifierRules) -> Result<String, Refusal> {
    refuse_spellings(rules)?;
    let plain = without_fraction(dialect, value)?;
    let other = if rules.any_case { small(&plain) } else { plain.clone() };
    if !rules.mail_addresses {
        return Ok(other);
    }
    let address = without_scheme(&plain);
    Ok(format!("CASE WHEN {} THEN {} ELSE {other} END", is_address(dialect, &address)?, small(&address)))
}

/// Whether the spelling of the identifier in `value` would need capitals beyond ASCII to be known, which engines know differently.
pub(super) fn is_doubtful(dialect: Dialect, value: &str, rules: &IdentifierRules) -> Result<Option<String>, Refusal> {
    let beyond = dialect.beyond_ascii(value);
    if rules.any_case {
        return Ok(Some(beyond));
    }
    let address = is_address(dialect, &without_scheme(value))?;
    Ok(rules.mail_addresses.then(|| format!("{beyond} AND {address}")))
}

fn refuse_spellings(rules: &IdentifierRules) -> Result<(), Refusal> {
    if rules.calling_code.is_some() {
        return Err(Refusal::Spelling { what: "phone numbers" });
    }
    if rules.mail_addresses && rules.drop_mail_tags {
        return Err(Refusal::Spelling { what: "mail addresses with tags" });
    }
    Ok(())
}

/// A whole number that was written as a fraction, without it.
fn without_fraction(dialect: Dialect, value: &str) -> Result<String, Refusal> {
    let whole = dialect.matches(value, &dialect.text("^[0-9]+[.]0$")?);
    Ok(format!("(CASE WHEN {whole} THEN replace({value}, '.0', '') ELSE {value} END)"))
}

fn without_scheme(value: &str) -> String {
    format!(
        "(CASE WHEN {} = 'mailto:' THEN substr({value}, 8) ELSE {value} END)",
        small(&format!("substr({value}, 1, 7)"))
    )
}

fn is_address(dialect: Dialect, value: &str) -> Result<String, Refusal> {
    let pattern = dialect.text(&format!("^[^@{WHITE}]+@[^@{WHITE}]+$"))?;
    Ok(dialect.matches(value, &pattern))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_any_letters_are_known_by_all_their_capitals() {
        let words = [("nÄ".to_owned(), ResponseEvent::Shown), ("ok".to_owned(), ResponseEvent::Withdrawn)];
        let lowered: Vec<_> = words.iter().map(|word| (word.0.to_lowercase(), word.1)).collect();
        let (capitals, small) = letters(&lowered).unwrap();
        assert_eq!(capitals.chars().count(), small.chars().count());
        for (capital, small) in capitals.chars().zip(small.chars()) {
            assert_eq!(capital.to_lowercase().collect::<String>(), small.to_string());
        }
        // The sign of the kelvin is a capital k as well.
        assert!(capitals.contains('Ä') && capitals.contains('\u{212a}') && !capitals.contains('Ö'));
        assert!(event(Dialect::Spark, "x", &[("όχις".to_owned(), ResponseEvent::Shown)]).is_err());
    }

    #[test]
    fn spellings_that_no_engine_can_follow_are_refused() {
        let usual = IdentifierRules::default();
        assert!(person(Dialect::PostgreSql, "x", &usual).is_ok());
        let phones = IdentifierRules { calling_code: Some(49), ..usual.clone() };
        assert_eq!(person(Dialect::PostgreSql, "x", &phones), Err(Refusal::Spelling { what: "phone numbers" }));
        let tags = IdentifierRules { drop_mail_tags: true, ..usual };
        assert!(person(Dialect::PostgreSql, "x", &tags).is_err());
    }
}

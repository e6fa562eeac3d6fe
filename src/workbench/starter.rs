//! A first draft of a request from its terms: specific, with a way out, and free of findings, for somebody who never wrote one.

use crate::domain::{Terms, Wording, covers};

/// A language in which drafts are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StarterLanguage {
    /// English.
    #[default]
    English,
    /// German.
    German,
}

/// A first draft of the words for these terms. What the terms leave open is not mentioned; where no purpose or data that it has words
/// for is stated, a bracket says what is to be filled in.
pub fn starter(terms: &Terms, language: StarterLanguage) -> Wording {
    let purposes = said(&terms.purposes, PURPOSES, language);
    let categories = said(&terms.categories, CATEGORIES, language);
    match language {
        StarterLanguage::English => english(terms, &purposes, &categories),
        StarterLanguage::German => german(terms, &purposes, &categories),
    }
}

fn english(terms: &Terms, purposes: &[&str], categories: &[&str]) -> Wording {
    let (what, why) = (joined(categories, "and", "[which data]"), joined(purposes, "and", "[what for]"));
    let mut body = vec![format!("We use {what} only to {why}."), english_recipients(&terms.recipients)];
    body.extend(
        terms
            .retention_days
            .map(|days| format!("We delete it after {} at the latest.", span(days, ["day", "month", "year"], ""))),
    );
    body.extend(terms.contacts_per_30_days.map(|times| format!("You hear from us at most {times} times a month.")));
    if !terms.offer.trim().is_empty() {
        body.push(format!("In return you get: {}.", terms.offer.trim().trim_end_matches('.')));
    }
    Wording {
        language: "en".into(),
        headline: format!("May we use {what} to {why}?"),
        body: body.join(" "),
        accept_label: "Yes, you may".into(),
        decline_label: "No, thank you".into(),
        way_out: "You can take your yes back at any time under Settings, Privacy.".into(),
        separate_choices: purposes.len() > 1,
        ..Wording::default()
    }
}

fn english_recipients(recipients: &[String]) -> String {
    let names: Vec<&str> = recipients.iter().map(String::as_str).collect();
    if names.is_empty() {
        return "Nobody else gets it.".to_owned();
    }
    format!("Beside us, it goes to {} only.", joined(&names, "and", ""))
}

fn german(terms: &Terms, purposes: &[&str], categories: &[&str]) -> Wording {
    let (what, why) = (joined(categories, "und", "[welche Daten]"), joined(purposes, "und", "[wofür]"));
    let mut body = vec![format!("Wir nutzen {what} nur, um {why}."), german_recipients(&terms.recipients)];
    body.extend(
        terms
            .retention_days
            .map(|days| format!("Wir löschen das nach spätestens {}.", span(days, ["Tag", "Monat", "Jahr"], "en"))),
    );
    body.extend(terms.contacts_per_30_days.map(|times| format!("Sie hören höchstens {times}-mal im Monat von uns.")));
    if !terms.offer.trim().is_empty() {
        body.push(format!("Dafür bekommen Sie: {}.", terms.offer.trim().trim_end_matches('.')));
    }
    Wording {
        language: "de".into(),
        headline: format!("Dürfen wir {what} nutzen, um {why}?"),
        body: body.join(" "),
        accept_label: "Ja, gern".into(),
        decline_label: "Nein, danke".into(),
        way_out: "Sie können Ihr Ja jederzeit unter Einstellungen, Datenschutz zurücknehmen.".into(),
        separate_choices: purposes.len() > 1,
        ..Wording::default()
    }
}

fn german_recipients(recipients: &[String]) -> String {
    let names: Vec<&str> = recipients.iter().map(String::as_str).collect();
    if names.is_empty() {
        return "Sonst bekommt das niemand.".to_owned();
    }
    format!("Außer uns geht das nur an {}.", joined(&names, "und", ""))
}

/// Whole years, whole months or days. German puts the plural of time in the dative: Tagen, Monaten, Jahren.
fn span(days: u32, [day, month, year]: [&str; 3], plural: &str) -> String {
    let (number, unit) = match days {
        365.. if days.is_multiple_of(365) => (days / 365, year),
        30.. if days.is_multiple_of(30) => (days / 30, month),
        _ => (days, day),
    };
    match (number, plural) {
        (1, _) => format!("1 {unit}"),
        (_, "") => format!("{number} {unit}s"),
        (..) => format!("{number} {unit}{plural}"),
    }
}

fn joined(parts: &[&str], and: &str, none: &str) -> String {
    match parts {
        [] => none.to_owned(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}

/// The words of the nearest known names, each once.
fn said(
    names: &[String],
    table: &[(&str, &'static str, &'static str)],
    language: StarterLanguage,
) -> Vec<&'static str> {
    let mut words = Vec::new();
    for name in names {
        let nearest = table.iter().filter(|line| covers(line.0, name)).max_by_key(|line| line.0.len());
        let Some((_, english, german)) = nearest else { continue };
        let word = if language == StarterLanguage::German { *german } else { *english };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// A purpose, as what follows “to” and “um”; what a service cannot do without needs no yes and has no words here.
const PURPOSES: &[(&str, &str, &str)] = &[
    ("analytics.reporting", "count which pages are used and improve them", "zu zählen, welche Seiten genutzt werden"),
    ("marketing.communications", "send you our newsletter", "Ihnen unseren Newsletter zu schicken"),
    (
        "marketing.communications.sms",
        "send you our offers by text message",
        "Ihnen unsere Angebote per SMS zu schicken",
    ),
    ("marketing.advertising", "show you advertising that suits you", "Ihnen passende Werbung zu zeigen"),
    (
        "marketing.advertising.third_party",
        "show you our advertising on other sites",
        "Ihnen unsere Werbung auf anderen Seiten zu zeigen",
    ),
    (
        "marketing.advertising.frequency_capping",
        "limit how often you see each advertisement",
        "zu begrenzen, wie oft Sie eine Werbung sehen",
    ),
    ("personalize.content", "recommend things that suit you", "Ihnen Passendes zu empfehlen"),
    ("functional", "remember your choices for your next visit", "Ihre Auswahl für den nächsten Besuch zu speichern"),
    ("third_party_sharing", "share it with the companies named below", "es mit den genannten Firmen zu teilen"),
    ("sales", "sell it to the companies named below", "es an die genannten Firmen zu verkaufen"),
    ("train_ai_system", "train our AI system", "unser KI-System zu trainieren"),
];

/// Data, as what follows “use” and “nutzen”.
const CATEGORIES: &[(&str, &str, &str)] = &[
    ("user.contact", "your contact details", "Ihre Kontaktdaten"),
    ("user.contact.email", "your email address", "Ihre E-Mail-Adresse"),
    ("user.contact.phone_number", "your phone number", "Ihre Telefonnummer"),
    ("user.contact.address", "your home address", "Ihre Anschrift"),
    ("user.behavior", "the pages that you look at", "die Seiten, die Sie ansehen,"),
    ("user.behavior.purchase_history", "your purchases with us", "Ihre Einkäufe bei uns"),
    ("user.behavior.search_history", "your searches", "Ihre Suchanfragen"),
    ("user.behavior.media_consumption", "your viewing and listening history", "Ihren Film- und Musikverlauf"),
    ("user.location", "your location", "Ihren Standort"),
    ("user.device", "your device model", "Ihr Gerätemodell"),
    ("user.unique_id", "your customer ID", "Ihre Kundennummer"),
    ("user.demographic", "your age", "Ihr Alter"),
    ("user.financial", "your account balance", "Ihren Kontostand"),
    ("user.payment", "your payment details", "Ihre Zahlungsdaten"),
    ("user.health_and_medical", "your health data", "Ihre Gesundheitsdaten"),
    ("user.biometric", "your fingerprint", "Ihren Fingerabdruck"),
    ("user.childrens", "your child's data", "die Daten Ihres Kindes"),
    ("user.social", "your list of contacts", "Ihre Kontakte"),
    ("user.content", "your photos and messages", "Ihre Fotos und Nachrichten"),
    ("user.telemetry", "error reports from your device", "Fehlerberichte Ihres Geräts"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CATEGORIES as ALL_CATEGORIES, PURPOSES as ALL_PURPOSES};
    use crate::wording::{Prompt, check};

    fn terms(purpose: &str, category: &str) -> Terms {
        Terms {
            purposes: vec![purpose.into()],
            categories: vec![category.into()],
            retention_days: Some(365),
            contacts_per_30_days: Some(4),
            offer: "a voucher of 5 euros".into(),
            ..Terms::default()
        }
    }

    #[test]
    fn drafts_are_free_of_findings_in_both_languages() {
        let asked = ALL_PURPOSES.iter().filter(|purpose| !purpose.starts_with("essential"));
        let purposes: Vec<_> = asked.filter(|purpose| !["third_party_sharing", "sales"].contains(purpose)).collect();
        let mut wrong = Vec::new();
        for (place, (category, ..)) in CATEGORIES.iter().enumerate() {
            // Every category and every purpose; all pairs would take a minute.
            let purpose = purposes[place % purposes.len()];
            for language in [StarterLanguage::English, StarterLanguage::German] {
                let terms = terms(purpose, category);
                let draft = starter(&terms, language);
                let found = check(Prompt { wording: &draft, terms: &terms });
                let names: Vec<&str> = found.iter().map(|finding| finding.family.name()).collect();
                if !names.is_empty() {
                    wrong.push(format!("{names:?}: {}", draft.headline));
                }
            }
        }
        assert!(wrong.is_empty(), "{} drafts have findings:\n{}", wrong.len(), wrong.join("\n"));
    }

    #[test]
    fn every_category_that_is_asked_for_has_words() {
        let unknown = ALL_CATEGORIES.iter().filter(|name| !CATEGORIES.iter().any(|line| covers(line.0, name)));
        assert_eq!(unknown.collect::<Vec<_>>(), [&"user.privacy_preferences"]);
        let draft = starter(&Terms::default(), StarterLanguage::English);
        assert!(draft.headline.contains("[which data]") && draft.headline.contains("[what for]"));
    }

    #[test]
    fn a_draft_says_what_the_terms_hold_and_no_more() {
        let mut open =
            Terms { purposes: vec!["sales".into()], categories: vec!["user.location".into()], ..Terms::default() };
        open.recipients = vec!["Acme".into(), "Bolt".into()];
        let draft = starter(&open, StarterLanguage::English);
        assert!(
            draft.body.contains("it goes to Acme and Bolt only") && !draft.body.contains("delete"),
            "{}",
            draft.body
        );
        let german = starter(&terms("functional", "user.device"), StarterLanguage::German);
        assert!(
            german.body.contains("nach spätestens 1 Jahr") && german.body.contains("höchstens 4-mal"),
            "{}",
            german.body
        );
        assert_eq!(span(60, ["day", "month", "year"], ""), "2 months");
        assert_eq!(span(45, ["Tag", "Monat", "Jahr"], "en"), "45 Tagen");
    }
}

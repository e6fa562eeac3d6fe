//! A wording as one text that is the same whenever people see the same.

use super::prompt::{Part, Prompt};
use crate::domain::DeclinePlace;

/// The canonical text of a wording and its terms: one line per field, in a fixed order, with single blanks. Two wordings
/// that show a person the same words in the same places and ask for the same have the same text; made for hashing, so
/// its form never changes within version 1.
pub fn canonical(prompt: Prompt<'_>) -> String {
    let (wording, terms) = (prompt.wording, prompt.terms);
    let mut lines = vec!["handshake wording 1".to_owned(), line("language", &wording.language)];
    lines.extend(Part::ALL.map(|part| line(part_name(part), prompt.text(part))));
    lines.extend([
        line("decline place", place_name(prompt.decline_place())),
        line("ticked beforehand", yes_or_no(wording.ticked_beforehand)),
        line("separate choices", yes_or_no(wording.separate_choices)),
        line("purposes", &sorted(&terms.purposes)),
        line("categories", &sorted(&terms.categories)),
        line("recipients", &sorted(&terms.recipients)),
        line("retention days", &limit(terms.retention_days)),
        line("contacts per 30 days", &limit(terms.contacts_per_30_days)),
        line("permission lasts days", &limit(terms.permission_lasts_days)),
        line("offer", &terms.offer),
        line("offer within days", &limit(terms.offer_within_days)),
        line("service depends on it", yes_or_no(terms.service_depends_on_it)),
    ]);
    lines.join("\n")
}

fn line(name: &str, text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    format!("{name}: {}", words.join(" "))
}

fn part_name(part: Part) -> &'static str {
    match part {
        Part::Headline => "headline",
        Part::Body => "body",
        Part::WayOut => "way out",
        Part::Accept => "accept",
        Part::Decline => "decline",
    }
}

fn place_name(place: DeclinePlace) -> &'static str {
    match place {
        DeclinePlace::Equal => "equal",
        DeclinePlace::Smaller => "smaller",
        DeclinePlace::SecondLayer => "second layer",
        DeclinePlace::Absent => "absent",
    }
}

fn yes_or_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn limit(limit: Option<u32>) -> String {
    limit.map_or_else(|| "none".to_owned(), |limit| limit.to_string())
}

/// A list in a fixed order; a comma or backslash inside an entry is marked, so that no two lists look alike.
fn sorted(entries: &[String]) -> String {
    let mut entries: Vec<String> =
        entries.iter().map(|entry| entry.trim().replace('\\', "\\\\").replace(',', "\\,")).collect();
    entries.sort();
    entries.dedup();
    entries.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Terms, Wording};

    #[test]
    fn blanks_and_order_do_not_matter_and_words_do() {
        let terms = |purposes: &[&str]| Terms {
            purposes: purposes.iter().map(ToString::to_string).collect(),
            ..Terms::default()
        };
        let wording = |body: &str| Wording { body: body.into(), decline_label: "No".into(), ..Wording::default() };
        let text =
            |body: &str, purposes: &[&str]| canonical(Prompt { wording: &wording(body), terms: &terms(purposes) });
        assert_eq!(text("May  we?\n", &["a", "b"]), text("May we?", &["b", "a"]));
        assert_ne!(text("May we?", &["a"]), text("May we!", &["a"]));
        assert_ne!(text("May we?", &["a,b"]), text("May we?", &["a", "b"]));
        assert_ne!(text("x\naccept: y", &[]), text("x", &[]));
        let lasting = Terms { permission_lasts_days: Some(30), ..terms(&["a"]) };
        assert_ne!(canonical(Prompt { wording: &wording("x"), terms: &lasting }), text("x", &["a"]));
    }
}

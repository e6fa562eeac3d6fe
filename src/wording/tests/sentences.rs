//! The checks against single sentences and labels, each put into a prompt that is fair without it.

use crate::domain::{Terms, Wording};
use crate::wording::{Family, Prompt, Severity, check};

const ENGLISH: [&str; 4] =
    ["en", "May we e-mail you planting tips once a month?", "Every letter has a link to unsubscribe.", "No e-mails"];
const GERMAN: [&str; 4] = [
    "de",
    "Dürfen wir Ihnen einmal im Monat Pflanztipps per E-Mail schicken?",
    "In jedem Brief steht ein Link zum Abmelden.",
    "Nein, danke",
];

fn families(language: &str, body: String, decline: &str) -> Vec<Family> {
    let wording = Wording {
        language: language.into(),
        body,
        accept_label: if language == "en" { "Yes" } else { "Ja" }.into(),
        decline_label: decline.into(),
        ..Wording::default()
    };
    let recipients = if wording.body.contains("Acme") { vec!["Acme Mailings".into()] } else { Vec::new() };
    let terms = Terms { recipients, ..Terms::default() };
    check(Prompt { wording: &wording, terms: &terms }).iter().map(|finding| finding.family).collect()
}

#[test]
fn innocent_sentences_raise_nothing() {
    let texts = [
        (ENGLISH, include_str!("sentences/innocent_english.txt")),
        (GERMAN, include_str!("sentences/innocent_german.txt")),
    ];
    for ([language, request, way_out, decline], text) in texts {
        for sentence in text.lines() {
            let families = families(language, format!("{request} {way_out} {sentence}"), decline);
            assert_eq!(families, [], "{sentence}");
        }
    }
}

#[test]
fn telling_sentences_raise_their_family() {
    let texts = [
        (ENGLISH, include_str!("sentences/telling_english.txt")),
        (GERMAN, include_str!("sentences/telling_german.txt")),
    ];
    for ([language, request, way_out, decline], text) in texts {
        for (family, sentence) in text.lines().filter_map(|line| line.split_once('|')) {
            let families = families(language, format!("{request} {way_out} {sentence}"), decline);
            assert!(families.iter().any(|raised| raised.key() == family), "{family}: {sentence}");
        }
    }
}

#[test]
fn labels_that_decline_raise_their_family_or_nothing() {
    let texts = [
        (ENGLISH, include_str!("sentences/declining_english.txt")),
        (GERMAN, include_str!("sentences/declining_german.txt")),
    ];
    for ([language, request, way_out, _], text) in texts {
        for (family, label) in text.lines().filter_map(|line| line.split_once('|')) {
            let families = families(language, format!("{request} {way_out}"), label);
            let as_labelled = families.iter().any(|raised| raised.key() == family);
            assert!(as_labelled || (family == "none" && families.is_empty()), "{label}: {families:?}");
        }
    }
}

#[test]
fn what_is_said_is_not_missed() {
    let dish = ["Shall we suggest dishes to you?", "Sollen wir Ihnen Gerichte vorschlagen?"];
    let texts = [
        (Family::NoWayOut, ENGLISH[1], "en", include_str!("sentences/way_out_english.txt")),
        (Family::NoWayOut, GERMAN[1], "de", include_str!("sentences/way_out_german.txt")),
        (Family::NoCategory, dish[0], "en", include_str!("sentences/category_english.txt")),
        (Family::NoCategory, dish[1], "de", include_str!("sentences/category_german.txt")),
        (Family::NoPurpose, "", "en", include_str!("sentences/purpose_english.txt")),
        (Family::NoPurpose, "", "de", include_str!("sentences/purpose_german.txt")),
    ];
    for (family, request, language, text) in texts {
        for sentence in text.lines() {
            let families = families(language, format!("{request} {sentence}"), "No");
            assert!(!families.contains(&family), "{}: {sentence}", family.key());
        }
    }
}

#[test]
fn purposes_that_are_chosen_apart_are_not_bundled() {
    let texts = [
        (ENGLISH, "We count visits.", include_str!("sentences/separate_english.txt")),
        (GERMAN, "Wir zählen Besuche.", include_str!("sentences/separate_german.txt")),
    ];
    for ([language, request, way_out, decline], second, text) in texts {
        let together = Terms {
            purposes: vec!["marketing.communications.email".into(), "analytics.reporting".into()],
            ..Terms::default()
        };
        for sentence in text.lines() {
            let wording = Wording {
                language: language.into(),
                body: format!("{request} {second} {sentence} {way_out}"),
                accept_label: "OK".into(),
                decline_label: decline.into(),
                ..Wording::default()
            };
            let findings = check(Prompt { wording: &wording, terms: &together });
            assert!(findings.iter().all(|finding| finding.family != Family::BundledPurposes), "{sentence}");
        }
    }
}

#[test]
fn words_alone_tell_what_is_bundled_and_what_is_demanded() {
    let texts =
        [(ENGLISH, include_str!("sentences/asked_english.txt")), (GERMAN, include_str!("sentences/asked_german.txt"))];
    for ([language, _, way_out, decline], text) in texts {
        for (family, sentence) in text.lines().filter_map(|line| line.split_once('|')) {
            let families = families(language, format!("{sentence} {way_out}"), decline);
            let told = families.iter().filter(|it| [Family::BundledPurposes, Family::Conditional].contains(it));
            let told: Vec<&str> = told.map(|family| family.key()).collect();
            assert!(told.contains(&family) || (family == "none" && told.is_empty()), "{family}: {sentence} {told:?}");
        }
    }
}

#[test]
fn what_is_not_said_is_missed() {
    let texts = [
        (ENGLISH, include_str!("sentences/no_way_out_english.txt")),
        (GERMAN, include_str!("sentences/no_way_out_german.txt")),
    ];
    for ([language, request, _, decline], text) in texts {
        for sentence in text.lines() {
            let families = families(language, format!("{request} {sentence}"), decline);
            assert!(families.contains(&Family::NoWayOut), "{sentence}");
        }
    }
}

/// Texts of a purpose, a category, something innocent and a way out, each with its language.
fn fair_together() -> Vec<(&'static str, String)> {
    let texts = [
        (
            "en",
            include_str!("sentences/purpose_english.txt"),
            include_str!("sentences/category_english.txt"),
            include_str!("sentences/innocent_english.txt"),
            include_str!("sentences/way_out_english.txt"),
        ),
        (
            "de",
            include_str!("sentences/purpose_german.txt"),
            include_str!("sentences/category_german.txt"),
            include_str!("sentences/innocent_german.txt"),
            include_str!("sentences/way_out_german.txt"),
        ),
    ];
    let mut bodies = Vec::new();
    for (language, purposes, categories, innocents, ways_out) in texts {
        let [purposes, categories, innocents] =
            [purposes, categories, innocents].map(|text| text.lines().collect::<Vec<_>>());
        for (index, way_out) in ways_out.lines().flat_map(|line| [line; 3]).enumerate() {
            let of = |list: &[&str], step: usize| list[index * step % list.len()].to_owned();
            let body = [of(&purposes, 7), of(&categories, 11), of(&innocents, 13), way_out.to_owned()].join(" ");
            bodies.push((language, body));
        }
    }
    bodies
}

#[test]
fn sentences_that_are_fair_alone_are_fair_together() {
    let bodies = fair_together();
    let raised = |(language, body): &(&str, String)| {
        let decline = if *language == "en" { "No" } else { "Nein" };
        let mut families = families(language, body.clone(), decline);
        // Uses that were put together by chance are several.
        families.retain(|family| *family != Family::BundledPurposes);
        assert!(families.iter().all(|family| family.severity() == Severity::Weakness), "{families:?}: {body}");
        !families.is_empty()
    };
    let wrong = bodies.iter().filter(|body| raised(body)).count();
    assert!(wrong * 100 <= bodies.len(), "{wrong} of {}", bodies.len());
}

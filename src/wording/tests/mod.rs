//! The checks against labelled prompts, hard negatives, and any text whatever.

#![allow(clippy::indexing_slicing)]

use super::*;
use crate::domain::{DeclinePlace, Terms, Wording};
use proptest::prelude::*;

mod labelled;
mod learning;
mod sentences;

fn fair_english() -> (Wording, Terms) {
    let wording = Wording {
        headline: "Garden letter".into(),
        body: "May we e-mail you planting tips once a month? Every letter has a link to unsubscribe.".into(),
        accept_label: "Yes, e-mail me".into(),
        decline_label: "No e-mails".into(),
        ..Wording::default()
    };
    let terms = Terms {
        purposes: vec!["marketing.communications.email".into()],
        categories: vec!["user.contact.email".into()],
        ..Terms::default()
    };
    (wording, terms)
}

fn families(wording: &Wording, terms: &Terms) -> Vec<Family> {
    check(Prompt { wording, terms }).iter().map(|finding| finding.family).collect()
}

#[test]
fn one_change_makes_one_finding() {
    type Change = fn(&mut Wording, &mut Terms);
    let (wording, terms) = fair_english();
    assert_eq!(families(&wording, &terms), []);
    let changes: [(Family, Change); 12] = [
        (Family::PreTicked, |wording, _| wording.ticked_beforehand = true),
        (Family::NoRefusal, |wording, _| wording.decline_label.clear()),
        (Family::RefusalHarder, |wording, _| wording.decline_place = DeclinePlace::SecondLayer),
        (Family::UnequalLabels, |wording, _| wording.decline_place = DeclinePlace::Smaller),
        (Family::UnequalLabels, |wording, _| wording.decline_label = "Manage settings".into()),
        (Family::Shaming, |wording, _| wording.decline_label = "No, I don't care about my garden".into()),
        (Family::LanguageMixed, |wording, _| wording.decline_label = "Nein danke".into()),
        (Family::BundledPurposes, |_, terms| terms.purposes.push("analytics.reporting".into())),
        (Family::Conditional, |_, terms| terms.service_depends_on_it = true),
        (Family::ThirdPartiesUnnamed, |_, terms| terms.recipients.push("Acme Mailings".into())),
        (Family::TooLong, |wording, _| wording.body += &" We plant roses.".repeat(40)),
        (Family::Vague, |wording, _| wording.body += " It helps us to improve our services."),
    ];
    for (family, change) in changes {
        let (mut wording, mut terms) = fair_english();
        change(&mut wording, &mut terms);
        assert_eq!(families(&wording, &terms), [family]);
    }
}

#[test]
fn innocent_words_raise_nothing() {
    let innocents = [
        "Don't worry: nothing changes if you say no.",
        "We never sell your address and nothing is shared with partners.",
        "Last call for flight 12 is at gate 7.",
        "The launch countdown starts at noon.",
        "Tickets can be changed until 30 June.",
        "The first 200 households get a new meter; there are 200 meters.",
        "You won't lose your points if you say no.",
        "Your partner can join the course, too.",
        "Bus No. 7 stops here.",
    ];
    for innocent in innocents {
        let (mut wording, terms) = fair_english();
        wording.body = format!("{innocent} {}", wording.body);
        assert_eq!(families(&wording, &terms), [], "{innocent}");
    }
}

#[test]
fn praise_is_vague_where_nothing_else_says_what_is_sent() {
    let (mut wording, terms) = fair_english();
    let out = "Every letter has a link to unsubscribe.";
    for praise in ["exciting information", "exclusive offers", "top deals", "the latest news"] {
        wording.body = format!("Shall we e-mail you {praise}? {out}");
        assert!(families(&wording, &terms).contains(&Family::Vague), "{praise}");
        wording.body = format!("Shall we e-mail you {praise} and planting tips once a month? {out}");
        assert_eq!(families(&wording, &terms), [], "{praise}");
    }
}

#[test]
fn findings_never_point_at_a_lone_sign() {
    let (mut wording, mut terms) = fair_english();
    terms.service_depends_on_it = true;
    wording.body += " Without a yes you pay € 5, or 5 € by card, instead.";
    for (accept, decline) in [("Yes", "€ 4 a month"), ("Yes", "4 € instead"), ("Free", "Pay €")] {
        wording.accept_label = accept.into();
        wording.decline_label = decline.into();
        let prompt = Prompt { wording: &wording, terms: &terms };
        let findings = check(prompt);
        let mut spans = findings.iter().flat_map(|finding| &finding.spans).peekable();
        assert!(spans.peek().is_some());
        assert!(spans.all(|span| prompt.text(span.part)[span.range.clone()].contains(char::is_alphanumeric)));
    }
}

#[test]
fn a_way_out_in_its_own_field_is_told_however_it_is_worded() {
    let (mut wording, terms) = fair_english();
    wording.body = "Sign up for more! We send you whatever we like and share it with partners.".into();
    assert!(families(&wording, &terms).contains(&Family::NoWayOut));
    wording.way_out = "Gwen knows.".into();
    assert!(!families(&wording, &terms).contains(&Family::NoWayOut));
}

#[test]
fn an_empty_wording_has_no_findings() {
    assert_eq!(families(&Wording::default(), &Terms::default()), []);
}

#[test]
fn findings_point_at_the_words() {
    let (mut wording, terms) = fair_english();
    wording.body += " Hurry, only 3 places left!";
    let findings = check(Prompt { wording: &wording, terms: &terms });
    let pressure = findings.iter().find(|finding| finding.family == Family::Pressure).unwrap();
    let words: Vec<&str> = pressure.spans.iter().map(|span| &wording.body[span.range.clone()]).collect();
    assert_eq!(words, ["Hurry", "only 3 places left"]);
}

#[test]
fn specificity_rises_with_what_is_named() {
    let (mut wording, terms) = fair_english();
    let score = |wording: &Wording| specificity(Prompt { wording, terms: &terms }).unwrap().score;
    assert!((score(&wording) - 1.0).abs() < 1e-12);
    wording.body = "May we use your data to improve your experience?".into();
    wording.accept_label = "Yes".into();
    wording.decline_label = "No".into();
    wording.headline = "Your choice".into();
    assert!(score(&wording) < 1e-12);
}

#[test]
fn picking_offers_for_a_person_names_own_advertising() {
    let wording =
        Wording { body: "We look at what you bought from us to pick offers for you.".into(), ..Wording::default() };
    let terms = Terms { purposes: vec!["marketing.advertising.first_party".into()], ..Terms::default() };
    let found = specificity(Prompt { wording: &wording, terms: &terms }).unwrap();
    assert!(found.namings.iter().any(|naming| naming.name == terms.purposes[0] && naming.is_named), "{found:?}");
}

#[test]
fn what_people_weigh_is_found_where_it_is_said() {
    let (mut wording, terms) = fair_english();
    wording.body += " We never sell your address. We have kept our word since 1987. It is stored encrypted.";
    let found = weighed(Prompt { wording: &wording, terms: &terms });
    assert!(found.iter().all(|(_, spans)| !spans.is_empty()), "{found:?}");
    let plain = Wording { body: "Press the button.".into(), ..Wording::default() };
    let found = weighed(Prompt { wording: &plain, terms: &terms });
    assert!(found.iter().all(|(_, spans)| spans.is_empty()), "{found:?}");
}

/// Words of the trade, strange letters and punctuation in any order.
fn any_text() -> impl Strategy<Value = String> {
    let words = "we|you|don't|untick|if|not|only|3|left|partners|improve|your|experience|nicht|Häkchen|STOP|ﬁ|İstanbul|e-mail|’|…|🎧|ß|. |, |?|\u{301}|\n|ẞ|'|-|€5";
    let known = prop::sample::select(words.split('|').map(str::to_owned).collect::<Vec<_>>());
    let mixed = prop::collection::vec(prop_oneof![known, any::<String>()], 0..12);
    mixed.prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_is_judged_and_every_span_lies_in_its_text(
        texts in prop::array::uniform5(any_text()),
        language in prop::sample::select(vec!["en", "de", "", "fr"]),
        ticked in any::<bool>(),
    ) {
        let [headline, body, way_out, accept_label, decline_label] = texts;
        let wording = Wording {
            language: language.into(), headline, body, way_out, accept_label, decline_label, ticked_beforehand: ticked,
            ..Wording::default()
        };
        let terms = Terms { recipients: vec!["İ".into()], ..Terms::default() };
        let prompt = Prompt { wording: &wording, terms: &terms };
        let mut spans: Vec<Span> = check(prompt).into_iter().flat_map(|finding| finding.spans).collect();
        spans.extend(weighed(prompt).into_iter().flat_map(|(_, spans)| spans));
        spans.extend(specificity(prompt).into_iter().flat_map(|found| found.namings).flat_map(|naming| naming.spans));
        for span in spans {
            prop_assert!(prompt.text(span.part).get(span.range.clone()).is_some(), "{span:?}");
        }
        prop_assert!(traits(prompt, Language::of_prompt(prompt)).iter().all(|one| one.value.is_finite()));
        prop_assert!(!canonical(prompt).is_empty());
    }
}

//! What the lab must get right.

use super::*;
use crate::domain::{PastWording, Terms, Wording};
use crate::stats::lab::{Course, TraitClass};

fn wording(id: i64, body: &str, accepted: u64, kept: Option<u64>) -> TriedWording {
    let variant = Variant {
        id,
        wording: Wording {
            headline: "Our newsletter".into(),
            body: body.into(),
            accept_label: "Yes".into(),
            decline_label: "No".into(),
            ..Wording::default()
        },
        terms: Terms { purposes: vec!["marketing.communications.email".into()], ..Terms::default() },
        ..Variant::named(format!("Wording {id}"))
    };
    let kept = kept.map(|kept| Count { accepted: kept, shown: accepted });
    TriedWording { variant, count: Count { accepted, shown: 1000 }, kept }
}

fn experiment(id: i64, wordings: Vec<TriedWording>) -> TriedExperiment {
    TriedExperiment {
        id,
        name: format!("Experiment {id}"),
        jurisdiction: "EU".into(),
        wordings,
        segments: BTreeMap::new(),
    }
}

const PLAIN: &str = "We write about rides.";
// Nothing differs but the mark, or which of the differences it is could not be told.
const ASKED: &str = "We write about rides?";

/// Experiments in which a question brings `gain` more of 1000 people, and `lost` fewer of those who said yes keep to it.
fn questions(number: i64, gain: u64, lost: u64) -> Vec<TriedExperiment> {
    let one = |id: i64| {
        let accepted = 200 + gain;
        let kept = 150 + gain;
        experiment(
            id,
            vec![wording(10 * id, PLAIN, 200, Some(150)), wording(10 * id + 1, ASKED, accepted, Some(kept - lost))],
        )
    };
    (1..=number).map(one).collect()
}

fn learnt(experiments: Vec<TriedExperiment>) -> LabModel {
    learn(&LabInputs { experiments, ..LabInputs::default() }).unwrap()
}

fn question(model: &LabModel) -> &LearntTrait {
    model.traits.iter().find(|known| known.factor.key == "question").unwrap()
}

#[test]
fn what_brings_more_people_soothes() {
    let model = learnt(questions(30, 60, 0));
    let known = question(&model);
    assert_eq!(known.figures.class, TraitClass::Soothes, "{:?}", known.figures);
    assert_eq!((known.figures.experiments, known.figures.people, model.people), (30, 60_000, 60_000));
    assert!(model.sentence.contains("more people say yes"), "{}", model.sentence);
    assert_eq!(model.seen(known.place).len(), 30);
    assert_eq!(
        learnt(questions(1, 60, 0)).traits[0].figures.class,
        TraitClass::CannotTell,
        "one experiment tells nothing"
    );
}

#[test]
fn what_wins_now_and_loses_later_is_told() {
    let model = learnt(questions(30, 60, 110));
    let later = question(&model).later.as_ref().unwrap();
    assert!(model.knows_later);
    assert_eq!(later.course, Course::WinsNowLosesLater, "{later:?}");
    assert!(question(&model).later_sentence.contains("loses later"));
}

#[test]
fn a_person_corrects_what_the_program_coded() {
    let mut experiments = questions(30, 60, 0);
    for tried in experiments.iter_mut().flat_map(|experiment| &mut experiment.wordings) {
        tried.variant.trait_corrections.insert("question".into(), 1.0);
    }
    let model = learnt(experiments);
    assert!(model.traits.iter().all(|known| known.factor.key != "question"), "it no longer varies");
    assert!(model.never_tried.iter().any(|label| label == "Asks a question"), "{:?}", model.never_tried);
}

#[test]
fn offers_and_what_the_service_depends_on_are_factors() {
    let mut experiments = questions(4, 20, 0);
    for tried in &mut experiments {
        tried.wordings[1].variant.terms.offer = "10 € off".into();
        tried.wordings[1].variant.terms.service_depends_on_it = true;
    }
    let model = learnt(experiments);
    let known = |key: &str| model.traits.iter().find(|known| known.factor.key == key);
    assert!(known("offer:10 € off").is_some() && known("offer").is_some());
    assert!(known("service_depends_on_it").unwrap().duty.contains("7(4)"));
    assert!(known("offer").unwrap().confounded.iter().any(|sentence| sentence.contains("never seen apart")));
    let must_not = |test: &crate::stats::lab::NextTest| test.name == "Service depends on a yes";
    assert!(!model.next.is_empty() && !model.next.iter().any(must_not));
}

#[test]
fn past_tests_are_evidence_and_phrases_are_found() {
    let test = |number: usize| {
        let texts = [format!("Bike ride number {number}"), format!("Free coffee at the ride {number}")];
        let wordings = texts.into_iter().zip([20, 60]);
        PastTest {
            name: number.to_string(),
            wordings: wordings.map(|(text, accepted)| PastWording { text, shown: 1000, accepted }).collect(),
        }
    };
    let past = Arc::new((0..40).map(test).collect());
    let model = learn(&LabInputs { past, ..LabInputs::default() }).unwrap();
    assert_eq!((model.past_tests, model.experiments), (40, 0));
    let known = model.traits.iter().find(|known| known.factor.key == "phrase:free coffee").unwrap();
    assert_eq!(known.figures.experiments, 40);
    assert!(known.figures.effect.mean > 0.0, "{:?}", known.figures);
}

#[test]
fn audiences_are_told_apart_by_what_is_known_of_people() {
    let mut experiments = questions(20, 60, 0);
    for tried in &mut experiments {
        let part = |counts: [u64; 2]| counts.map(|accepted| Count { accepted, shown: 500 }).to_vec();
        let values = BTreeMap::from([("DE".to_owned(), part([100, 160])), ("FR".to_owned(), part([100, 100]))]);
        tried.segments.insert("country".into(), values);
    }
    let model = learnt(experiments);
    assert_eq!(model.audiences, ["country"]);
    let known = question(&model);
    let [german, french] =
        ["DE", "FR"].map(|value| known.by_audience[0].iter().find(|one| one.audience == value).unwrap());
    assert!(german.effect.mean > french.effect.mean + 0.1, "{german:?} {french:?}");
    // The wordings are the same in both countries, so nothing is known better there than of the two together.
    let width = |limits: [f64; 2]| limits[1] - limits[0];
    assert!(
        width(german.effect.equal_tailed) >= 0.99 * width(known.figures.effect.equal_tailed),
        "{german:?} {:?}",
        known.figures
    );
}

#[test]
fn without_two_wordings_there_is_nothing_to_learn() {
    let model = learnt(vec![experiment(1, vec![wording(1, PLAIN, 10, None)])]);
    assert!(model.traits.is_empty() && model.sentence.contains("nothing to learn from"));
    let same = learnt(vec![experiment(1, vec![wording(1, PLAIN, 10, None), wording(2, PLAIN, 20, None)])]);
    assert!(same.traits.is_empty(), "wordings that do not differ teach nothing");
}

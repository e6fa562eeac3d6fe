//! The wording lab: on the sample, and on real tests of the past.

use crate::support::{Place, shared};
use handshake::domain::{PastTest, PastWording};
use handshake::stats::lab::TraitClass;
use handshake::workbench::lab::{LabInputs, LabModel, learn};
use handshake::workbench::{Command, Settings, Workbench};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::sync::Arc;
use std::time::Duration;

#[test]
fn the_sample_is_too_little_to_learn_from_and_says_so() {
    let place = Place::new();
    place.says(&["demo", "--out", "d"]);
    let lab = place.json(&["lab", "d/sample.handshake", "--json"]);
    assert_eq!((&lab["experiments"], &lab["past_tests"]), (&3.into(), &0.into()));
    let number = |class: &str| lab[class].as_array().unwrap().len();
    assert_eq!((number("soothes"), number("alarms")), (0, 0), "three experiments tell nothing of a trait");
    assert!(number("cannot_tell") > 15);
    assert!(lab["sentence"].as_str().unwrap().contains("not enough"), "{}", lab["sentence"]);
    let voucher = lab["cannot_tell"].as_array().unwrap().iter().find(|known| known["name"] == "reciprocity").unwrap();
    assert_eq!(voucher["experiments"], 1);
    assert!(voucher["later"]["course"].is_string(), "withdrawals of the sample are known: {voucher}");
    assert!(voucher["by_audience"]["country"].as_array().is_some_and(|effects| effects.len() > 2));
}

#[test]
fn an_empty_workspace_has_nothing_to_learn_from() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    assert!(place.says(&["lab", "w.handshake"]).contains("nothing to learn from"));
    assert_eq!(place.json(&["lab", "w.handshake", "--json"])["people"], 0);
}

const PAST: &str = "campaign,line,sent,opened\n\
    1,May we write to you?,1000,100\n1,We write twice a month.,1000,160\n\
    2,May we remember your bike?,1000,100\n2,We remember your bike.,1000,150\n\
    3,Only one line here.,1000,90\n4,May we?,ten,9\n4,We would like to.,1000,9\n";

#[test]
fn past_tests_are_evidence_and_no_experiments() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    place.file("past.csv", PAST);
    let columns = "shown=sent,accepted=opened";
    let import =
        ["import", "past", "w.handshake", "past.csv", "--columns", columns, "--rejects", "aside.csv", "--json"];
    let outcome = place.json(&import);
    assert_eq!((&outcome["rows_read"], &outcome["people_counted"]), (&7.into(), &4.into()));
    assert_eq!(outcome["set_aside"], serde_json::json!({"CountUnreadable": 1, "NothingToCompare": 2}));
    let aside = std::fs::read_to_string(place.path("aside.csv")).unwrap();
    assert!(aside.contains("Only one line here."), "{aside}");
    assert!(place.says(&import[..6]).contains("in already"), "the same file changes nothing");
    let lab = place.json(&["lab", "w.handshake", "--json"]);
    assert_eq!((&lab["experiments"], &lab["past_tests"], &lab["people"]), (&0.into(), &2.into(), &4000.into()));
    let question = lab["cannot_tell"].as_array().unwrap().iter().find(|known| known["name"] == "question").unwrap();
    assert!(question["points"].as_f64().unwrap() < 0.0, "{question}");
    let told = place.says(&["lab", "w.handshake"]);
    assert!(told.contains("not enough") && told.contains("What to test next"), "{told}");
    place.refuses(&["import", "past", "w.handshake", "past.csv", "--columns", "wording=nowhere"]);
    let workbench = open(&place, "w.handshake");
    assert!(workbench.model().experiments.is_empty());
    let import = workbench.model().imports[0].id;
    workbench.run(Command::UndoImport(import)).unwrap();
    assert!(workbench.learn().unwrap().traits.is_empty(), "an import that was taken back teaches nothing");
}

fn open(place: &Place, name: &str) -> Workbench {
    Workbench::open(&place.path(name), Arc::new(|| ())).unwrap()
}

#[test]
fn a_trait_is_corrected_by_hand_and_that_can_be_undone() {
    let place = Place::new();
    place.says(&["demo", "--out", "d"]);
    let workbench = open(&place, "d/sample.handshake");
    let variant = |workbench: &Workbench| workbench.model().experiments[0].experiment.variants[0].clone();
    let id = variant(&workbench).id;
    let correct = |name: &str, value| Command::CorrectTrait { variant: id, name: name.into(), value };
    workbench.run(correct("jargon", Some(1.0))).unwrap();
    assert_eq!(variant(&workbench).trait_corrections.get("jargon"), Some(&1.0));
    assert_eq!(workbench.model().undo.as_deref(), Some("Trait of “Plain question”"));
    assert!(workbench.learn().unwrap().factors.iter().any(|factor| factor.key == "jargon"), "now it varies");
    workbench.run(Command::Undo).unwrap();
    assert!(variant(&workbench).trait_corrections.is_empty());
    workbench.run(correct("jargon", Some(1.0))).unwrap();
    workbench.run(correct("jargon", None)).unwrap();
    assert!(variant(&workbench).trait_corrections.is_empty());
    assert!(workbench.run(correct("jargon", Some(f64::NAN))).is_err());
    assert!(workbench.run(Command::CorrectTrait { variant: -1, name: "jargon".into(), value: None }).is_err());
}

#[test]
fn the_lab_learns_in_the_background_and_again_only_after_a_change() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    place.file("past.csv", PAST);
    place.says(&["import", "past", "w.handshake", "past.csv", "--columns", "shown=sent,accepted=opened"]);
    let workbench = open(&place, "w.handshake");
    assert!(workbench.lab().model.is_none(), "it never waits");
    let first = learnt(&workbench);
    workbench
        .run(Command::ChangeSettings(Settings { currency: "USD".into(), ..workbench.model().workspace.settings() }))
        .unwrap();
    assert!(Arc::ptr_eq(&first, &learnt(&workbench)), "nothing that it rests on has changed");
    let import = workbench.model().imports[0].id;
    workbench.run(Command::UndoImport(import)).unwrap();
    assert!(learnt(&workbench).traits.is_empty() && !first.traits.is_empty());
}

/// Waits until nothing is left to learn.
fn learnt(workbench: &Workbench) -> Arc<LabModel> {
    for _ in 0..1_000 {
        let view = workbench.lab();
        if let Some(model) = view.model.filter(|_| view.is_current) {
            return model;
        }
        std::thread::sleep(Duration::from_millis(30));
    }
    panic!("the lab has not learnt anything for half a minute");
}

/// Real headlines (Upworthy Research Archive, Matias et al. 2021, CC BY 4.0): four fifths of the tests are learnt from, the others foretold.
#[test]
fn real_tests_teach_which_of_two_headlines_wins() {
    let Some(path) = shared("upworthy_wording_only_1671_tests.csv") else { return };
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    let outcome = place.json(&["import", "past", "w.handshake", &path.display().to_string(), "--json"]);
    assert_eq!((&outcome["rows_read"], &outcome["people_counted"]), (&7902.into(), &7900.into()));
    let all = open(&place, "w.handshake").model().lab.past.clone();
    assert_eq!(all.len(), 1_670, "one of 1,671 tests has the same headline twice");
    let (held, taught): (Vec<_>, Vec<_>) = all.iter().cloned().enumerate().partition(|(place, _)| place % 5 == 0);
    let past = Arc::new(taught.into_iter().map(|(_, test)| test).collect());
    let lab = learn(&LabInputs { past, ..LabInputs::default() }).unwrap();
    let class = |key: &str| lab.traits.iter().find(|known| known.factor.key == key).map(|known| known.figures.class);
    assert_eq!(class("question"), Some(TraitClass::Alarms));
    assert_eq!(class("negative_words"), Some(TraitClass::Soothes));
    for key in ["number", "second_person", "length_words"] {
        assert!(class(key).is_some(), "{key} is ranked");
    }
    let foretold: Vec<Vec<Foretold>> = held.iter().map(|(_, test)| foretell(&lab, test)).collect();
    let right = of_tests(&foretold, |one| (f64::from(u8::from(one.is_right())), 1.0));
    let slope = of_tests(&foretold, |one| {
        let weight = 1.0 / (one.noise + one.sd * one.sd);
        (weight * one.observed * one.mean, weight * one.mean * one.mean)
    });
    let held = of_tests(&foretold, |one| (f64::from(u8::from(one.is_held())), 1.0));
    println!("right {right:?}, slope {slope:?}, held by 90% intervals {held:?}");
    assert!(right[1] > 0.5, "the better headline is named: {right:?}");
    assert!(slope[1] < 1.0 && slope[2] > 1.0, "foretold differences are as large as those that came: {slope:?}");
    assert!((0.87..=0.93).contains(&held[0]), "90% intervals hold what came: {held:?}");
}

/// One headline against another: what was foretold and what came, in log-odds.
struct Foretold {
    mean: f64,
    sd: f64,
    observed: f64,
    /// Variance of what came.
    noise: f64,
}

impl Foretold {
    fn is_right(&self) -> bool {
        (self.mean > 0.0) == (self.observed > 0.0)
    }

    fn is_held(&self) -> bool {
        (self.observed - self.mean).abs() < 1.644_853_6 * (self.sd * self.sd + self.noise).sqrt()
    }
}

fn foretell(lab: &LabModel, test: &PastTest) -> Vec<Foretold> {
    let values: Vec<Vec<f64>> = test.wordings.iter().map(|wording| lab.values_of_text(&wording.text)).collect();
    let yes = |wording: &PastWording| wording.accepted as f64 + 0.5;
    let no = |wording: &PastWording| (wording.shown - wording.accepted) as f64 + 0.5;
    let log_odds = |wording: &PastWording| (yes(wording) / no(wording)).ln();
    let mut all = Vec::new();
    for (one, wording) in test.wordings.iter().enumerate() {
        for (other, control) in test.wordings[..one].iter().enumerate() {
            let prediction = lab.foretell(&values[other], &values[one]).unwrap();
            let noise = [wording, control].map(|known| 1.0 / yes(known) + 1.0 / no(known));
            all.push(Foretold {
                mean: prediction.difference.mean,
                sd: prediction.sd,
                observed: log_odds(wording) - log_odds(control),
                noise: noise[0] + noise[1],
            });
        }
    }
    all
}

/// A quotient of sums over all pairs with its 95% interval, by drawing tests anew (pairs of one test belong together).
fn of_tests(tests: &[Vec<Foretold>], part: impl Fn(&Foretold) -> (f64, f64)) -> [f64; 3] {
    let sums: Vec<(f64, f64)> = tests
        .iter()
        .map(|pairs| pairs.iter().map(&part).fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1)))
        .collect();
    let quotient = |places: &mut dyn Iterator<Item = usize>| {
        let (above, below) =
            places.map(|place| sums[place]).fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        above / below
    };
    let mut chance = ChaCha8Rng::seed_from_u64(11);
    let mut drawn: Vec<f64> =
        (0..2_000).map(|_| quotient(&mut (0..sums.len()).map(|_| chance.random_range(0..sums.len())))).collect();
    drawn.sort_by(f64::total_cmp);
    [quotient(&mut (0..sums.len())), drawn[50], drawn[1_949]]
}

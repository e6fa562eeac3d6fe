use super::super::{Needs, Rule, Winner};
use super::*;
use crate::stats::Beta;

fn question(goal: Goal) -> PlanQuestion {
    PlanQuestion {
        baseline: Beta { alpha: 3000.0, beta: 7000.0 },
        arm: Beta { alpha: 330.0, beta: 670.0 },
        analysis: Beta::UNIFORM,
        goal,
        arms: 2,
        daily_people: Some(700.0),
        largest_people: 100_000,
    }
}

fn assurance(target: f64, winner: Winner) -> Goal {
    Goal::Assurance { target, rule: Rule { winner, ..Rule::default() } }
}

fn made(question: &PlanQuestion) -> Plan {
    plan(question, |_, _| true).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn enough_people_and_one_fewer_is_too_few() {
    let question = question(assurance(0.8, Winner::Any));
    let found = made(&question);
    let people = found.people.unwrap_or_else(|| panic!("{found:?}"));
    assert!(value(&question, people) >= 0.8 && value(&question, people - 1) < 0.8, "{found:?}");
    assert_eq!(found.days, Some((2 * people).div_ceil(700)));
    println!("{}", found.sentence);
    assert!(found.sentence.starts_with("About ") && found.sentence.ends_with(" give a chance of 80% to find out."));
    for (a, b) in found.curve.iter().zip(found.curve.iter().skip(1)) {
        assert!(b.people > a.people && b.value >= a.value, "{a:?} {b:?}");
    }
    assert_eq!(found.curve.last().map(|point| point.people), Some(100_000));
}

#[test]
fn a_known_width() {
    // Rates known to be about 0.3 and 0.33: 2 · 1.96 · √((0.21 + 0.2211)/n) = 0.04 at n = 4,140; the design's spread moves it little.
    let mut question = question(Goal::Width { width: 0.04, level: 0.95 });
    (question.baseline, question.arm) = (Beta { alpha: 3e5, beta: 7e5 }, Beta { alpha: 3.3e5, beta: 6.7e5 });
    let found = made(&question);
    let people = found.people.unwrap_or_default();
    assert!((4_130..=4_145).contains(&people), "{found:?}");
    assert_eq!(
        found.sentence,
        "About 4,200 people per wording, 12 days at 700 people a day, bring the 95% interval of the difference down to 4 pp."
    );
}

#[test]
fn a_small_loss() {
    let question = question(Goal::ExpectedLoss { loss: 0.0005 });
    let found = made(&question);
    let people = found.people.unwrap_or_else(|| panic!("{found:?}"));
    assert!(value(&question, people) <= 0.0005 && value(&question, people - 1) > 0.0005);
    assert!(found.sentence.ends_with(" bring what choosing the wrong wording costs on average down to 0.05 pp."));
}

#[test]
fn out_of_reach_in_words() {
    let found = made(&PlanQuestion {
        largest_people: 500,
        daily_people: Some(1000.0),
        ..question(assurance(0.9, Winner::Any))
    });
    assert_eq!((found.people, found.days), (None, None));
    assert!(
        found.sentence.starts_with("Even 500 people per wording, 1 day at 1,000 people a day, give a chance of only ")
    );
    let mut hopeless = question(assurance(0.9, Winner::Arm));
    hopeless.arm = hopeless.baseline;
    let found = made(&hopeless);
    assert!(found.ceiling.is_some_and(|ceiling| (ceiling - 0.5).abs() < 1e-9));
    assert!(
        found.sentence.starts_with("No number of people gives a chance of 90%: it stays below 50.0%,"),
        "{}",
        found.sentence
    );
    let wide = made(&PlanQuestion {
        largest_people: 7,
        daily_people: None,
        ..question(Goal::Width { width: 0.01, level: 0.9 })
    });
    assert!(wide.sentence.starts_with("Even 7 people per wording bring the 90% interval"), "{}", wide.sentence);
}

#[test]
fn one_person_may_be_enough() {
    let easy = Goal::Assurance {
        target: 0.5,
        rule: Rule { chance: Some(0.5), caring: None, needs: Needs::Both, winner: Winner::Any },
    };
    let found = made(&question(easy));
    assert_eq!(found.people, Some(1));
    assert_eq!(found.sentence, "One person per wording, 1 day at 700 people a day, give a chance of 50% to find out.");
}

#[test]
fn progress_is_told_and_can_stop_it() {
    let question = question(assurance(0.8, Winner::Any));
    let mut told = Vec::new();
    let found = plan(&question, |done, total| {
        told.push((done, total));
        true
    });
    assert!(found.is_ok() && told.windows(2).all(|pair| pair[0].0 <= pair[1].0 && pair[0].1 == pair[1].1));
    assert!(told.last().is_some_and(|(done, total)| done == total));
    assert_eq!(plan(&question, |done, _| done < 3), Err(StatsError::Stopped));
}

#[test]
fn nonsense_is_told() {
    let good = question(assurance(0.8, Winner::Any));
    let rule = |rule: Rule| Goal::Assurance { target: 0.8, rule };
    let bad = [
        PlanQuestion { arms: 1, ..good },
        PlanQuestion { largest_people: 0, ..good },
        PlanQuestion { largest_people: u64::MAX, ..good },
        PlanQuestion { daily_people: Some(0.0), ..good },
        PlanQuestion { daily_people: Some(f64::NAN), ..good },
        PlanQuestion { arm: Beta { alpha: 0.0, beta: 1.0 }, ..good },
        PlanQuestion { analysis: Beta { alpha: f64::NAN, beta: 1.0 }, ..good },
        PlanQuestion { goal: assurance(1.0, Winner::Any), ..good },
        PlanQuestion { goal: rule(Rule { chance: None, caring: None, ..Rule::default() }), ..good },
        PlanQuestion { goal: rule(Rule { chance: Some(1.0), ..Rule::default() }), ..good },
        PlanQuestion { goal: rule(Rule { caring: Some(0.0), ..Rule::default() }), ..good },
        PlanQuestion { goal: Goal::Width { width: 0.0, level: 0.95 }, ..good },
        PlanQuestion { goal: Goal::Width { width: 0.1, level: 1.0 }, ..good },
        PlanQuestion { goal: Goal::ExpectedLoss { loss: f64::NAN }, ..good },
    ];
    for question in bad {
        assert!(plan(&question, |_, _| true).is_err(), "{question:?}");
    }
}

/// Plans for the rarest and the firmest designs.
fn check_extremes(designs: &[(Beta, Beta)], largest_people: u64) {
    let goals = [
        assurance(0.8, Winner::Any),
        assurance(0.8, Winner::Arm),
        Goal::Width { width: 0.01, level: 0.999 },
        Goal::ExpectedLoss { loss: 1e-7 },
    ];
    for goal in goals {
        for &(baseline, arm) in designs {
            let found = made(&PlanQuestion { baseline, arm, largest_people, ..question(goal) });
            assert!(found.curve.iter().all(|point| point.value.is_finite() && point.value >= 0.0), "{found:?}");
        }
    }
}

#[test]
fn extreme_questions_have_answers() {
    check_extremes(&[(Beta { alpha: 1e-3, beta: 1e3 }, Beta { alpha: 1.0, beta: 1e9 })], 1_000_000);
}

#[test]
#[ignore = "plans up to a billion people take several seconds in a dev build"]
fn extreme_questions_up_to_a_billion_people_have_answers() {
    let tiny = Beta { alpha: 1e-3, beta: 1e-3 };
    let firm = Beta { alpha: 1e9, beta: 1e9 };
    let designs = [(tiny, firm), (firm, tiny), (tiny, tiny), (firm, firm), (Beta { alpha: 1.0, beta: 1e9 }, firm)];
    check_extremes(&designs, 1_000_000_000);
}

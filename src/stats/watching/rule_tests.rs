use super::*;
use crate::stats::{Arm, Beta, compare};

const RULE: StoppingRule = StoppingRule {
    chance: 0.95,
    caring_points: 0.005,
    equivalence_points: Some(0.01),
    smallest_people: Some(100),
    largest_people: Some(50_000),
    last_day: Some(28),
};

fn after(counts: &[(u64, u64)], day: i64) -> Decision {
    let arms: Vec<Arm> = counts
        .iter()
        .zip('A'..)
        .map(|(&(accepted, shown), name)| Arm { name: name.to_string(), accepted, shown, prior: Beta::JEFFREYS })
        .collect();
    apply(&RULE, &compare(&arms, 0.95).unwrap(), counts.iter().map(|count| count.1).sum(), day)
}

#[test]
fn every_decision_in_words() {
    let adopted = after(&[(300, 1000), (380, 1000)], 3);
    assert_eq!(adopted.kind, DecisionKind::Adopt { name: "B".to_owned() });
    assert_eq!(
        adopted.sentence,
        "Stop and use “B”: the chance that it is the best is > 99.9%, and choosing it gives up less than 0.50 pp on average."
    );
    let alike = after(&[(6000, 20_000), (6010, 20_000)], 3);
    assert_eq!(alike.kind, DecisionKind::Equivalent);
    assert!(alike.sentence.contains("by more than 1.0 pp either way"), "{}", alike.sentence);
    let unlike = after(&[(300, 1000), (310, 1000)], 3);
    assert!(matches!(unlike.kind, DecisionKind::KeepGoing { .. }));
    assert!(unlike.sentence.starts_with("Keep going: the most likely best, “B”, is so with a chance of 68"));
    assert!(unlike.sentence.ends_with("and 95.0% is needed."), "{}", unlike.sentence);
}

#[test]
fn limits_end_only_what_is_undecided() {
    let counts = [(300, 1000), (310, 1000)];
    assert_eq!(
        after(&counts, 28),
        Decision {
            kind: DecisionKind::Futile { why: "the last day is reached".to_owned() },
            sentence: "Stop without a decision: the last day is reached.".to_owned(),
        }
    );
    let large = after(&[(7500, 25_000), (7600, 25_000)], 3);
    assert!(large.sentence.contains("the largest number of people, 50,000, is reached"), "{}", large.sentence);
    assert!(matches!(after(&[(300, 1000), (380, 1000)], 99).kind, DecisionKind::Adopt { .. }));
}

#[test]
fn a_rule_waits_for_people() {
    let none = after(&[(0, 0), (500, 1000)], 3);
    assert!(none.sentence.contains("every arm needs people"), "{}", none.sentence);
    let few = after(&[(0, 20), (20, 20)], 3);
    assert_eq!(few.sentence, "Keep going: nothing is decided before 100 people.");
    assert!(matches!(after(&[(5, 9)], 3).kind, DecisionKind::KeepGoing { .. }));
    assert!(matches!(after(&[(0, 0), (0, 0)], 28).kind, DecisionKind::Futile { .. }));
}

#[test]
fn costly_leaders_wait() {
    let rule = StoppingRule { caring_points: 1e-6, ..RULE };
    let arm = |name: &str, accepted| Arm { name: name.to_owned(), accepted, shown: 1000, prior: Beta::JEFFREYS };
    let comparison = compare(&[arm("A", 300), arm("B", 340)], 0.95).unwrap();
    let decision = apply(&rule, &comparison, 2000, 1);
    assert!(decision.sentence.contains("could still give up"), "{}", decision.sentence);
}

#[test]
fn a_rule_is_kept_as_it_is() {
    let text = serde_json::to_string(&RULE).unwrap();
    assert_eq!(serde_json::from_str::<StoppingRule>(&text).unwrap(), RULE);
}

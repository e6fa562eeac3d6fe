use super::super::{Arm, Beta, compare};
use super::*;

fn of(counts: &[(u64, u64)]) -> Verdict {
    let arms: Vec<Arm> = counts
        .iter()
        .zip('A'..)
        .map(|(&(accepted, shown), name)| Arm { name: name.to_string(), accepted, shown, prior: Beta::UNIFORM })
        .collect();
    let comparison = compare(&arms, 0.95).unwrap_or_else(|error| panic!("{error}"));
    verdict(&comparison)
}

#[test]
fn kinds() {
    assert_eq!(of(&[(0, 0), (0, 0)]).kind, VerdictKind::NoData);
    assert_eq!(of(&[(1, 2)]).kind, VerdictKind::SingleArm);
    assert_eq!(of(&[(1, 2), (0, 0)]).kind, VerdictKind::TooEarly);
    assert_eq!(of(&[(3, 10), (4, 10)]).kind, VerdictKind::TooEarly);
    assert_eq!(of(&[(100, 200), (130, 200)]).kind, VerdictKind::Leader { name: "B".to_owned() });
    assert_eq!(of(&[(130, 200), (100, 200), (90, 200)]).kind, VerdictKind::Leader { name: "A".to_owned() });
    assert_eq!(of(&[(5_000_000, 10_000_000), (5_001_000, 10_000_000)]).kind, VerdictKind::Equivalent);
}

#[test]
fn sentences() {
    let found = of(&[(100, 200), (140, 200)]);
    assert_eq!(found.sentence, "“B” does best: the chance that its acceptance rate is the highest is > 99.9%.");
    assert!(
        found.detail.starts_with(
            "“B” was accepted by 70.0% (140 of 200). “B” differs from “A” by +19.8 pp (95% interval +10.4 to +29.1 pp)."
        ),
        "{}",
        found.detail
    );
    let even = of(&[(3, 10), (4, 10)]);
    assert!(
        even.sentence.starts_with("Cannot tell yet: the most likely best, “B”, is so with a chance of only "),
        "{}",
        even.sentence
    );
}

#[test]
fn words_that_are_never_said() {
    let many: Vec<(u64, u64)> = (0..20).map(|k| (40 + k, 100)).collect();
    for counts in [&many[..], &[(0, 1000), (1000, 1000)], &[(0, 5), (0, 5)], &[(100, 200), (130, 200), (10, 20)]] {
        let found = of(counts);
        for text in [&found.sentence, &found.detail] {
            assert!(!text.contains("significant") && !text.contains('-'), "{text}");
        }
        assert!(!found.sentence.contains(" 100.0%") && !found.sentence.contains(" 0.0%"), "{}", found.sentence);
    }
}

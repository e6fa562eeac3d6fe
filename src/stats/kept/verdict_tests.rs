use super::super::super::posterior::Beta;
use super::super::{Held, KeptArm, kept};
use super::*;

/// One arm per (shown, accepted, withdrawn at day 20, days the others are followed).
fn of(arms: &[(u64, u64, u64, f64)]) -> KeptVerdict {
    let arms: Vec<KeptArm> = arms
        .iter()
        .zip('A'..)
        .map(|(&(shown, accepted, withdrawn, days), name)| KeptArm {
            name: name.to_string(),
            shown,
            accepted,
            prior: Beta::UNIFORM,
            held: vec![
                Held { days: 20.0, withdrawn: true, people: withdrawn },
                Held { days, withdrawn: false, people: accepted - withdrawn },
            ],
        })
        .collect();
    kept_verdict(&kept(&arms, 0.95).unwrap_or_else(|error| panic!("{error}")))
}

#[test]
fn winning_the_click_and_losing_the_person() {
    let found = of(&[(10_000, 4_000, 600, 120.0), (10_000, 4_600, 1_500, 120.0)]);
    assert_eq!(
        found.sentence,
        "“B” wins the click but loses the person: of 100 people shown, 31 still permit after 90 days, against 34 with “A”."
    );
    let kind = KeptVerdictKind::Leader { name: "A".to_owned(), wins_the_click: Some("B".to_owned()) };
    assert_eq!((found.kind, found.horizon_days), (kind, Some(90.0)));
    assert!(
        found.detail.starts_with(
            "“A” was accepted by 4,000 of 10,000; after 90 days about 85.0% of them still permit, 34.0% of all shown."
        ),
        "{}",
        found.detail
    );
    assert!(
        found.detail.ends_with("“B” keeps −3.0 pp against “A” (95% interval −4.3 to −1.7 pp)."),
        "{}",
        found.detail
    );
}

#[test]
fn a_plain_leader() {
    let found = of(&[(10_000, 4_000, 600, 120.0), (10_000, 4_600, 600, 60.0)]);
    assert_eq!(
        found.sentence,
        "“B” keeps the most: of 100 people shown, 40 still permit after 30 days, against 34 with “A”."
    );
    let close = of(&[(10_000_000, 100_000, 60_000, 120.0), (10_000_000, 104_000, 60_000, 120.0)]);
    assert_eq!(
        close.sentence,
        "“B” keeps the most: of 10,000 people shown, 44 still permit after 90 days, against 40 with “A”."
    );
}

#[test]
fn other_kinds() {
    let kind = |arms: &[(u64, u64, u64, f64)]| of(arms).kind;
    assert_eq!(kind(&[(100, 40, 6, 120.0), (100, 46, 15, 120.0)]), KeptVerdictKind::TooEarly);
    assert_eq!(kind(&[(100, 40, 6, 120.0)]), KeptVerdictKind::SingleArm);
    assert_eq!(kind(&[(100, 40, 6, 12.0), (100, 40, 6, 120.0)]), KeptVerdictKind::NotFollowed);
    let many = 10_000_000;
    let same = kind(&[(many, many / 2, many / 10, 120.0), (many, many / 2 + 900, many / 10, 120.0)]);
    assert_eq!(same, KeptVerdictKind::Equivalent);
    assert_eq!(
        of(&[(100, 40, 6, 25.0), (100, 40, 6, 120.0)]).sentence,
        "Cannot tell yet what is kept: nobody who accepted “A” has been followed for 30 days."
    );
    assert_eq!(of(&[(100, 40, 6, 120.0)]).sentence, "Of 100 people shown “A”, 34 still permit after 90 days.");
}

#[test]
fn nothing_known_and_nothing_lost() {
    assert_eq!(of(&[(0, 0, 0, 0.0), (0, 0, 0, 0.0)]).kind, KeptVerdictKind::NotFollowed);
    let found = of(&[(1000, 0, 0, 0.0), (1000, 400, 400, 120.0), (1000, 400, 0, 120.0)]);
    assert_eq!(found.kind, KeptVerdictKind::Leader { name: "C".to_owned(), wins_the_click: None });
    for text in [&found.sentence, &found.detail] {
        assert!(!text.contains('-') && !text.contains("significant"), "{text}");
    }
}

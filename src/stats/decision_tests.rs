use super::super::watching::{StoppingRule, apply};
use super::super::{Arm, Beta, compare};
use super::*;
use crate::stats::soundness::{Finding, FindingKind, RatioFigures};

fn comparison(accepted: [u64; 2], shown: u64) -> Comparison {
    let arm = |(name, accepted): (&str, u64)| Arm { name: name.into(), accepted, shown, prior: Beta::UNIFORM };
    let arms: Vec<Arm> = ["A", "B"].into_iter().zip(accepted).map(arm).collect();
    compare(&arms, 0.95).unwrap()
}

fn alarming() -> SampleCheck {
    SampleCheck {
        findings: vec![Finding {
            kind: FindingKind::SampleRatio,
            severity: Severity::Alarm,
            about: String::new(),
            sentence: "The split is not as planned.".into(),
            figures: Vec::new(),
        }],
        ratio: RatioFigures { anytime_p: 0.0, ln_e_max: 50.0, phases: Vec::new() },
        changes: Vec::new(),
    }
}

fn kept(kind: KeptVerdictKind) -> KeptVerdict {
    KeptVerdict { kind, horizon_days: Some(90.0), sentence: "“A” keeps the most.".into(), detail: String::new() }
}

fn rule() -> StoppingRule {
    StoppingRule {
        chance: 0.95,
        caring_points: 0.001,
        equivalence_points: None,
        smallest_people: Some(1_000_000),
        largest_people: None,
        last_day: None,
    }
}

#[test]
fn each_row_gives_way_to_the_one_above() {
    let figures = comparison([300, 400], 2000);
    let leads = |name: &str| VerdictKind::Leader { name: name.into() };
    assert_eq!(decide(&figures, &Facts::default()).kind, leads("B"));
    let ruled = apply(&rule(), &figures, 4000, 0);
    let by_rule = Facts { rule: Some(&ruled), ..Facts::default() };
    let decided = decide(&figures, &by_rule);
    assert_eq!((decided.kind, decided.decided_by), (VerdictKind::TooEarly, DecidedBy::StatedRule));
    let stays = kept(KeptVerdictKind::Leader { name: "A".into(), wins_the_click: Some("B".into()) });
    let by_kept = Facts { kept: Some(&stays), ..by_rule };
    let decided = decide(&figures, &by_kept);
    assert_eq!((&decided.kind, decided.decided_by), (&leads("A"), DecidedBy::KeptPermission));
    assert!(decided.qualifications[0].contains("“B” does best"), "{:?}", decided.qualifications);
    let alarm = alarming();
    let unsound = Facts { sample: Some(&alarm), ..by_kept };
    let decided = decide(&figures, &unsound);
    assert_eq!((&decided.kind, decided.decided_by), (&VerdictKind::Unsound, DecidedBy::Sample));
    assert!(decided.detail.contains("split"));
    let explained = Facts { sample_reason: "the plan was wrong", ..unsound };
    let decided = decide(&figures, &explained);
    assert_eq!(decided.kind, leads("A"));
    assert!(decided.qualifications.iter().any(|sentence| sentence.contains("the plan was wrong")));
}

#[test]
fn who_was_not_followed_is_judged_by_acceptance() {
    let figures = comparison([300, 400], 2000);
    let not_yet = kept(KeptVerdictKind::NotFollowed);
    let decided = decide(&figures, &Facts { kept: Some(&not_yet), ..Facts::default() });
    assert_eq!(decided.decided_by, DecidedBy::Acceptance);
}

#[test]
fn a_serious_finding_withholds_the_win_until_there_is_a_reason() {
    let figures = comparison([300, 400], 2000);
    let mut findings =
        [SeriousFinding { arm: "B".into(), what: "everything is ticked beforehand".into(), reason: String::new() }];
    let decided = decide(&figures, &Facts { findings: &findings, ..Facts::default() });
    assert_eq!(decided.kind, VerdictKind::Withheld { name: "B".into() });
    findings[0].reason = "asked for by the regulator".into();
    let decided = decide(&figures, &Facts { findings: &findings, ..Facts::default() });
    assert_eq!(decided.kind, VerdictKind::Leader { name: "B".into() });
    findings[0] = SeriousFinding { arm: "A".into(), what: "x".into(), reason: String::new() };
    let decided = decide(&figures, &Facts { findings: &findings, ..Facts::default() });
    assert_eq!(decided.kind, VerdictKind::Leader { name: "B".into() }, "a finding about another arm changes nothing");
}

#[test]
fn evidence_and_other_priors_qualify_and_do_not_vote() {
    let figures = comparison([300, 400], 2000);
    let plain = decide(&figures, &Facts::default());
    for ln_e_max in [0.0_f64, 10.0] {
        let evidence = Some(EValueAt { ln_e: 0.0, ln_e_max, anytime_p: (-ln_e_max).exp() });
        let decided = decide(&figures, &Facts { evidence, ..Facts::default() });
        assert_eq!((decided.kind, decided.sentence), (plain.kind.clone(), plain.sentence.clone()));
        assert_eq!(decided.qualifications.len(), 1);
        assert_eq!(decided.qualifications[0].contains("not yet safe"), ln_e_max < 1.0);
    }
}

#[test]
fn nothing_is_said_before_anybody_was_asked() {
    let decided = decide(&comparison([0, 0], 0), &Facts::default());
    assert_eq!(decided.kind, VerdictKind::NoData);
}

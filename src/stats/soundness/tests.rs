use super::super::{sample_ratio_ln_e, watching::DayOfArms};
use super::*;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Binomial, Distribution};

fn phase(planned: &[f64], days: &[&[(u64, u64)]]) -> Phase {
    let days = days.iter().zip(1..).map(|(counts, day)| DayOfArms {
        day,
        arms: counts.iter().map(|&(accepted, shown)| Count { accepted, shown }).collect(),
    });
    Phase { planned_shares: planned.to_vec(), days: days.collect() }
}

fn facts(phases: Vec<Phase>) -> SampleFacts {
    let arms = phases.first().map_or(0, |phase| phase.planned_shares.len());
    let arms = ('A'..).take(arms).map(String::from).collect();
    let people = phases.iter().flat_map(|phase| &phase.days).flat_map(|day| &day.arms).map(|count| count.shown).sum();
    SampleFacts { arms, phases, ln_e_kept: 0.0, people: PeopleFacts { people, ..PeopleFacts::default() } }
}

fn kinds(check: &SampleCheck) -> Vec<(FindingKind, Severity)> {
    check.findings.iter().map(|finding| (finding.kind, finding.severity)).collect()
}

#[test]
fn a_sound_sample_has_no_findings() {
    let found = check(&facts(vec![phase(&[1.0, 1.0], &[&[(30, 100), (33, 104)][..]; 10])])).unwrap();
    assert_eq!((kinds(&found), found.is_sound()), (vec![], true));
    let nothing = check(&SampleFacts::default()).unwrap();
    assert!(nothing.is_sound() && (nothing.ratio.anytime_p - 1.0).abs() < 1e-15);
}

#[test]
fn a_broken_split_is_an_alarm_that_names_the_arm() {
    let found = check(&facts(vec![phase(&[1.0, 1.0], &[&[(900, 3000), (800, 2600)][..]; 10])])).unwrap();
    assert_eq!(kinds(&found), [(FindingKind::SampleRatio, Severity::Alarm)]);
    assert!(!found.is_sound());
    let sentence = &found.findings[0].sentence;
    assert!(
        sentence.contains("” got 26,000 of 56,000 people (46.4%), where about 28000 were planned")
            || sentence.contains("” got 30,000 of 56,000 people (53.6%), where about 28000 were planned"),
        "{sentence}"
    );
}

#[test]
fn each_phase_is_checked_against_its_own_plan() {
    let halves = phase(&[1.0, 1.0], &[&[(300, 1000), (300, 1010)][..]; 5]);
    let mut quarters = phase(&[1.0, 3.0], &[&[(300, 1000), (900, 3010)][..]; 5]);
    let sound = check(&facts(vec![halves.clone(), quarters.clone()])).unwrap();
    assert!(sound.is_sound(), "{sound:?}");
    let [first, second] = sound.ratio.phases.as_slice() else { panic!("two phases") };
    assert_eq!((first.shown.as_slice(), second.shown.as_slice()), ([5000, 5050].as_slice(), [5000, 15_050].as_slice()));
    assert!((second.expected[0] - 20_050.0 / 4.0).abs() < 1e-9);
    quarters.planned_shares = vec![1.0, 1.0];
    assert!(!check(&facts(vec![halves, quarters])).unwrap().is_sound());
}

#[test]
fn the_largest_evidence_is_kept() {
    let days: Vec<&[(u64, u64)]> = vec![&[(0, 3000), (0, 2000)], &[(0, 2000), (0, 3000)]];
    let found = check(&facts(vec![phase(&[1.0, 1.0], &days)])).unwrap();
    let alone = sample_ratio_ln_e(&[3000, 2000], &[1.0, 1.0]);
    assert_eq!(alone.map(f64::to_bits), Some(found.ratio.ln_e_max.to_bits()));
    assert!(!found.is_sound() && found.ratio.phases[0].ln_e < 0.0);
    let mut kept = facts(vec![phase(&[1.0, 1.0], &[&[(0, 10), (0, 10)]])]);
    kept.ln_e_kept = 9.0;
    assert!((check(&kept).unwrap().ratio.anytime_p - (-9.0_f64).exp()).abs() < 1e-15);
}

#[test]
fn phases_multiply_to_one_martingale() {
    let (first, second) =
        (phase(&[1.0, 1.0], &[&[(0, 5200), (0, 4800)]]), phase(&[1.0, 2.0], &[&[(0, 5200), (0, 9800)]]));
    let found = check(&facts(vec![first, second])).unwrap();
    let one = sample_ratio_ln_e(&[5200, 4800], &[1.0, 1.0]).unwrap();
    let two = sample_ratio_ln_e(&[5200, 9800], &[1.0, 2.0]).unwrap();
    assert!(one > 0.0 && two > 0.0);
    assert!((found.ratio.ln_e_max - one - two).abs() < 1e-12);
}

#[test]
fn a_sample_that_follows_its_changing_plan_seldom_alarms() {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let mut alarms = 0;
    for _ in 0..400 {
        let phases = [0.5, 0.2, 0.7].map(|share| {
            let days: Vec<[(u64, u64); 2]> = (0..10)
                .map(|_| {
                    let first = Binomial::new(5000, share).unwrap().sample(&mut random);
                    [(0, first), (0, 5000 - first)]
                })
                .collect();
            phase(&[share, 1.0 - share], &days.iter().map(|day| &day[..]).collect::<Vec<_>>())
        });
        let arms = ["A".to_owned(), "B".to_owned()];
        alarms += u32::from(sample_ratio_over_phases(&arms, &phases, 0.0).unwrap().anytime_p <= 0.05);
    }
    // α of 400; the martingale looks for small drifts and stays well below.
    assert!(alarms <= 20, "{alarms}");
}

#[test]
fn empty_and_unplanned_arms() {
    let found = check(&facts(vec![phase(&[1.0, 1.0, 1.0], &[&[(3, 20), (3, 20), (0, 0)]])])).unwrap();
    assert_eq!(kinds(&found), [(FindingKind::EmptyArm, Severity::Alarm)]);
    assert_eq!(found.findings[0].about, "C");
    let early = check(&facts(vec![phase(&[1.0, 1.0, 1.0], &[&[(3, 9), (3, 9), (0, 0)]])])).unwrap();
    assert!(early.is_sound());
    let paused = check(&facts(vec![phase(&[1.0, 1.0, 0.0], &[&[(3, 500), (3, 500), (0, 0)]])])).unwrap();
    assert!(paused.is_sound());
    let unplanned = check(&facts(vec![phase(&[1.0, 1.0, 0.0], &[&[(3, 500), (3, 500), (1, 2)]])])).unwrap();
    assert_eq!(kinds(&unplanned), [(FindingKind::UnplannedArm, Severity::Alarm)]);
}

#[test]
fn people_are_counted_and_weighed() {
    let mut sample = facts(vec![phase(&[1.0, 1.0], &[&[(30, 1000), (30, 1000)]])]);
    sample.people = PeopleFacts {
        people: 2000,
        crossovers: 12,
        repeats: 300,
        segments: vec![
            SegmentFacts { name: "device".to_owned(), missing: 0 },
            SegmentFacts { name: "country".to_owned(), missing: 150 },
        ],
    };
    let found = check(&sample).unwrap();
    assert_eq!(
        kinds(&found),
        [
            (FindingKind::Repeats, Severity::Caution),
            (FindingKind::MissingValues, Severity::Caution),
            (FindingKind::Crossovers, Severity::Note),
        ]
    );
    assert!(found.is_sound());
    assert!(found.findings[2].sentence.starts_with("12 of 2,000 people (0.60%) saw more than one variant."));
    for (crossovers, severity) in [(20, Severity::Note), (21, Severity::Caution), (101, Severity::Alarm)] {
        sample.people.crossovers = crossovers;
        let found = check(&sample).unwrap();
        let finding = found.findings.iter().find(|finding| finding.kind == FindingKind::Crossovers).unwrap();
        assert_eq!((finding.severity, found.is_sound()), (severity, severity != Severity::Alarm));
    }
}

#[test]
fn a_sudden_change_is_a_caution_of_its_phase_alone() {
    let low: &[(u64, u64)] = &[(100, 500), (100, 500)];
    let high: &[(u64, u64)] = &[(200, 500), (200, 500)];
    let changed = check(&facts(vec![phase(&[1.0, 1.0], &[&[low; 6][..], &[high; 6][..]].concat())])).unwrap();
    assert_eq!(kinds(&changed), [(FindingKind::SuddenChange, Severity::Caution)]);
    let sentence = &changed.findings[0].sentence;
    assert!(sentence.contains("changed suddenly after 6 days, from 20.0% to 40.0%."), "{sentence}");
    assert!(changed.is_sound());
    // The arms differ, and only their shares change: the rate of all together moves, but in no phase.
    let (even, mostly_b) = ([(100, 500), (200, 500)], [(40, 200), (320, 800)]);
    let phases = vec![phase(&[1.0, 1.0], &[&even[..]; 8]), phase(&[1.0, 4.0], &[&mostly_b[..]; 8])];
    assert!(check(&facts(phases)).unwrap().findings.is_empty());
}

#[test]
fn nonsense_is_an_error_and_a_billion_is_none() {
    let mut uneven = facts(vec![phase(&[1.0, 1.0], &[&[(1, 2), (1, 2)]])]);
    uneven.arms.push("C".to_owned());
    assert_eq!(check(&uneven), Err(StatsError::UnequalArms { expected: 3, found: 2 }));
    assert!(check(&facts(vec![phase(&[1.0, 1.0], &[&[(3, 2), (1, 2)]])])).is_err());
    for plan in [[f64::NAN, 1.0], [-1.0, 1.0], [f64::INFINITY, 1.0]] {
        assert!(check(&facts(vec![phase(&plan, &[&[(0, 50), (0, 50)]])])).is_err());
    }
    let unplanned = check(&facts(vec![phase(&[0.0, 0.0], &[&[(0, 50), (0, 50)]])])).unwrap();
    assert_eq!(unplanned.findings.len(), 2);
    let large = 1_000_000_000;
    let found = check(&facts(vec![phase(&[1.0, 1.0], &[&[(large, large), (0, large)][..]; 9])])).unwrap();
    assert!(found.is_sound() && found.changes[0].ln_bayes_factor.is_finite(), "{found:?}");
}

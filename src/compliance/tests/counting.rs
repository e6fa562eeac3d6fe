//! Tests of incidents and quarters.

use super::*;
use crate::compliance::{Elsewhere, QuarterCounts, Rated, incident_uses, incidents, quarters};
use crate::domain::{Circumstance, CoverageGap, Disposition, IncidentKey, IncidentNote, RecordedDeviations};
use jiff::civil::date;

/// A use that the rule in [`count`] judges as wanted.
fn judged(at: &str, verdict: Verdict) -> DataUse {
    match verdict {
        Verdict::Fine => DataUse { channel: String::new(), ..data_use(at) },
        Verdict::Gap(_) => DataUse { purpose: "fun".into(), ..data_use(at) },
        Verdict::HeldBack(_) => DataUse { outcome: Outcome::HeldBack, ..data_use(at) },
        Verdict::Deviation(_) => data_use(at),
    }
}

fn note(day: Date, kind: DeviationKind, cents: i64) -> IncidentNote {
    let key = IncidentKey { day, kind, campaign: "Spring".into() };
    IncidentNote {
        circumstance: Some(Circumstance::VendorChange),
        disposition: Disposition::Stands,
        discovered_on: day.checked_add(jiff::Span::new().days(3)).ok(),
        cost: Some(Money { cents }),
        ..IncidentNote::empty(key)
    }
}

fn recorded(day: Date, quarter_only: bool, count: u64) -> RecordedDeviations {
    let (kind, circumstance) = ("Leak".to_owned(), "Haste".to_owned());
    RecordedDeviations {
        day,
        quarter_only,
        kind,
        circumstance,
        count,
        people: 1,
        cost: Money { cents: 5 },
        discovered_on: day.checked_add(jiff::Span::new().days(5)).ok(),
        remedied_on: None,
    }
}

const OVER: Verdict = Verdict::Deviation(DeviationKind::OverContact);

fn sample() -> Vec<DataUse> {
    vec![
        judged("2026-01-01T00:00:00Z", Verdict::Fine),
        judged("2026-03-29T22:30:00Z", OVER),
        judged("2026-03-29T21:30:00Z", OVER),
        judged("2026-03-29T20:30:00Z", Verdict::Fine),
        judged("2026-03-31T22:00:00Z", OVER),
        judged("2026-04-05T22:00:00Z", Verdict::Gap(CoverageGap::UnknownPurpose)),
        judged("2026-04-05T22:00:00Z", Verdict::HeldBack(None)),
        judged("2026-11-05T22:00:00Z", Verdict::Fine),
    ]
}

/// Judges with a rule that allows no contact at all.
fn judge_all(uses: &[DataUse]) -> (Evidence, Judgements) {
    let world = World::with(Rule { needs_permission: false, contacts_per_30_days: Some(0), ..mail_rule() });
    let policy = Policy::new(world.versions.clone()).unwrap();
    let evidence = world.evidence(uses);
    let judgements = judge(&evidence, &Rulebook { policy: &policy, jurisdiction: "", variants: &world.variants }, 2);
    (evidence, judgements)
}

fn count(fiscal_start_month: i8) -> Vec<QuarterCounts> {
    let (evidence, judgements) = judge_all(&sample());
    let notes = [
        note(date(2026, 3, 29), DeviationKind::OverContact, 700),
        note(date(2026, 3, 29), DeviationKind::RecordMissing, 9),
    ];
    let recorded = [recorded(date(2025, 10, 1), true, 4), recorded(date(2026, 5, 31), false, 2)];
    quarters(&evidence, &judgements, &notes, Elsewhere { recorded: &recorded, counted: &[] }, fiscal_start_month)
}

#[test]
fn calendar_quarters_add_up() {
    let quarters = count(1);
    let labels: Vec<String> = quarters.iter().map(|counts| counts.quarter.label()).collect();
    assert_eq!(labels, ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]);
    assert_eq!(quarters.iter().map(|counts| counts.uses).collect::<Vec<_>>(), [0, 4, 1, 0, 1]);
    assert_eq!(quarters.iter().map(|counts| counts.deviations).collect::<Vec<_>>(), [0, 2, 1, 0, 0]);
    let first = &quarters[1];
    assert_eq!((first.incidents, first.cost.cents), (2, 700));
    assert_eq!(first.groups, [(0, 1), (1, 2), (1, 1)]);
    assert_eq!(first.by_kind[&DeviationKind::OverContact], 2);
    assert_eq!(first.by_circumstance[&Some(Circumstance::VendorChange)], 1);
    assert_eq!(first.by_circumstance[&None], 1);
    assert_eq!(quarters[2].gaps[&CoverageGap::UnknownPurpose], 1);
    let all = Rated { uses: 4, deviations: 2 };
    assert_eq!((first.by_purpose[MAIL], first.by_recipient[""], first.by_campaign["Spring"]), (all, all, all));
    assert_eq!((first.days_to_discovery.as_slice(), first.days_to_remedy.len()), (&[3][..], 0));
    let forgone = &quarters[2].forgone[0];
    assert_eq!((forgone.would_have_been, forgone.rule), (Some(DeviationKind::OverContact), Some((0, 0))));
    assert_eq!((forgone.purpose.as_str(), forgone.held_back), (MAIL, quarters[2].held_back));
    assert_eq!((quarters[2].held_back.uses, quarters[2].held_back.value.cents), (1, 100));
    assert_eq!((quarters[0].recorded, quarters[2].recorded), (4, 2));
    assert_eq!((quarters[2].recorded_by_kind["Leak"], quarters[2].recorded_cost.cents), (2, 5));
    let months: Vec<Vec<Date>> =
        quarters.iter().map(|counts| counts.months.iter().map(|month| month.month_first_day).collect()).collect();
    assert_eq!(months.concat().len(), 14);
    assert_eq!(months[4], [date(2026, 10, 1), date(2026, 11, 1)]);
    for counts in &quarters {
        assert_eq!(counts.groups.iter().map(|group| group.1).sum::<u64>(), counts.uses);
        assert_eq!(counts.by_kind.values().sum::<u64>(), counts.deviations);
        assert_eq!(counts.by_circumstance.values().sum::<u64>(), counts.deviations);
    }
}

#[test]
fn fiscal_quarters_hold_their_days() {
    let quarters = count(2);
    let labels: Vec<String> = quarters.iter().map(|counts| counts.quarter.label()).collect();
    assert_eq!(labels, ["FY2026-Q3", "FY2026-Q4", "FY2027-Q1", "FY2027-Q2", "FY2027-Q3", "FY2027-Q4"]);
    assert_eq!(labels.len(), 6);
    let figures: Vec<(u64, u64, u64)> =
        quarters.iter().map(|counts| (counts.uses, counts.deviations, counts.recorded)).collect();
    // The first day of 2025-Q4 lies in the third fiscal quarter.
    assert_eq!(figures, [(0, 0, 4), (1, 0, 0), (4, 3, 0), (0, 0, 2), (0, 0, 0), (1, 0, 0)]);
}

#[test]
fn nothing_counted_makes_no_quarters() {
    let (evidence, judgements) = judge_all(&[]);
    assert_eq!(quarters(&evidence, &judgements, &[], Elsewhere::default(), 1), []);
}

#[test]
fn incidents_gather_what_belongs_together() {
    let mut uses = sample();
    uses[2].campaign = "Flash".into();
    uses.push(DataUse { circumstance: Some(Circumstance::Convenience), recipient: "B".into(), ..uses[1].clone() });
    uses.push(DataUse {
        person: Some(PersonKey([2; 16])),
        at: "2026-03-29T22:00:00Z".parse().unwrap(),
        ..uses[1].clone()
    });
    let (evidence, judgements) = judge_all(&uses);
    let found = incidents(&evidence, &judgements, 2);
    let days: Vec<Date> = found.iter().map(|incident| incident.key.day).collect();
    assert_eq!(days, [date(2026, 3, 29), date(2026, 3, 30), date(2026, 4, 1)]);
    let big = &found[1];
    assert_eq!((big.uses, big.people, big.value.cents, big.first_use), (3, 2, 300, 9));
    assert_eq!(big.circumstance_in_log, Some(Circumstance::Convenience));
    assert_eq!((big.recipients.as_slice(), big.purposes.as_slice()), (&["B".to_owned()][..], &[MAIL.to_owned()][..]));
    assert_eq!(incident_uses(&evidence, &judgements, &big.key), [9, 1, 8]);
}

#[test]
fn uses_keep_their_identity_when_their_log_is_imported_again() {
    let mut uses = sample();
    uses.push(uses[1].clone());
    uses.push(DataUse { person: None, ..uses[1].clone() });
    uses.push(DataUse { person: None, ..uses[1].clone() });
    let ids = |uses: &[DataUse]| {
        let (evidence, _) = judge_all(uses);
        let mut ids: Vec<_> = (0..uses.len()).map(|index| evidence.use_id(index).unwrap()).collect();
        ids.sort_unstable();
        ids
    };
    let first = ids(&uses);
    assert!(first.windows(2).all(|pair| pair[0] < pair[1]));
    uses.reverse();
    uses[3].value = Money { cents: 7 };
    assert_eq!(ids(&uses), first);
}

//! A small company through eight fiscal quarters, by hand-checked arithmetic.

use super::*;
use crate::compliance::{
    Elsewhere, QuarterCounts, RejudgedUses, ask_again, differences, expiring, history, incidents, not_asked,
    pattern_groups, people_permitting, permission_summary, quarters, rejudged, what_if,
};
use crate::domain::{CoverageGap, Pattern, Quarter};
use PermissionState::{Expired, Given, Refused, RenewedGiven, Withdrawn};
use jiff::Timestamp;
use jiff::civil::date;

const CHANGES: &str = "
at                   | who | purpose                        | category           | channel | state        | from  | limit | until
2024-12-01T09:00:00Z | ann | marketing.communications       | user.contact       |         | Withdrawn    | log   |       |
2023-04-10T09:00:00Z | ann | marketing.communications       | user.contact       |         | Given        | proof |       |
2023-08-01T12:00:00Z | ann | marketing.communications       | user.contact       |         | Withdrawn    | log   |       |
2023-11-01T09:00:00Z | ann | marketing.communications       | user.contact       |         | RenewedGiven | proof |       |
2023-05-01T09:00:00Z | ben | marketing.communications       | user.contact       |         | Given        | 1     |       |
2023-05-10T09:00:00Z | cat | marketing.communications       | user.contact       |         | Refused      | log   |       |
2023-04-15T09:00:00Z | dan | marketing.communications       | user.contact       |         | Given        | log   |       |
2023-06-01T09:00:00Z | eve | marketing.communications       | user.contact       | sms     | Withdrawn    | log   |       |
2023-04-20T09:00:00Z | eve | marketing.communications       | user.contact       |         | Given        | proof |       |
2024-01-15T09:00:00Z | eve | marketing.communications       | user.contact       |         | RenewedGiven | proof |       |
2023-04-20T09:00:00Z | fay | marketing.communications       | user.contact       |         | Given        | proof |       | 2024-03-31T01:00:00Z
2023-07-01T09:00:00Z | gus | marketing.communications       | user.contact       |         | Given        | 2     |       |
2023-04-05T09:00:00Z | hal | marketing.communications.email | user.contact.email |         | Given        | proof |       |
2023-12-20T09:00:00Z | joy | personalize.content            |                    |         | Given        | proof |       |
2024-02-29T12:00:00Z | joy | personalize.content            |                    |         | RenewedGiven | proof |       |
2024-01-30T09:00:00Z | kim | personalize.content            |                    |         | Given        | proof |       |
2025-01-01T00:00:00Z | lea | marketing.communications       | user.contact       |         | Expired      | log   |       |
2024-06-01T09:00:00Z | lea | marketing.communications       | user.contact       |         | Given        | proof |       |
2024-12-15T09:00:00Z | mia | marketing.communications       | user.contact       | email   | Given        | proof | 1     |
";

const USES: &str = "
at                   | who | purpose | category | recipient | channel | more           | campaign  | cents | verdict
2023-03-31T22:00:00Z | ann | mail    | email    |           | email   |                | Welcome   | 100   | NoPermission
2023-04-12T09:00:00Z | ann | mail    | email    |           | email   |                | Welcome   | 100   | fine
2023-05-02T09:00:00Z | ben | mail    | email    |           | email   |                | Welcome   | 100   | fine
2023-06-05T09:00:00Z | ben | mail    | email    |           | email   |                | Welcome   | 100   | OfferNotDelivered
2023-06-01T09:00:00Z | cat | mail    | asking   |           |         | asks Spring    | Checkout  | 100   | AskedAgainTooSoon
2023-06-20T09:00:00Z | dan | mail    | email    |           | email   |                | Welcome   | 100   | RecordMissing
2023-06-25T09:00:00Z |     | mail    | email    |           | email   |                | Welcome   | 100   | UnresolvedPerson
2023-07-10T09:00:00Z | ann | mail    | email    | Agency C  | email   |                | Match     | 100   | UnlistedRecipient
2023-07-11T09:00:00Z | ben | care    | email    |           | post    | delivers Map   | Parcels   | 0     | fine
2023-07-12T09:00:00Z | ben | mail    | email    | Agency A  | email   |                | Summer    | 100   | fine
2023-07-13T09:00:00Z | ben | mail    | email    |           | email   |                | Summer    | 100   | TermsBroken
2023-08-01T11:59:59Z | ann | mail    | email    |           | email   |                | Summer    | 100   | fine
2023-08-01T12:00:00Z | ann | mail    | email    |           | email   |                | Summer    | 100   | UseAfterWithdrawal
2023-08-08T09:00:00Z | cat | mail    | asking   |           |         | asks Spring    | Checkout  | 0     | fine
2023-08-02T09:00:00Z | gus | mail    | email    |           | email   |                | Summer    | 100   | UnapprovedWording
2023-09-10T09:00:00Z | eve | mail    | email    |           | sms     |                | Autumn    | 100   | PreferenceIgnored
2023-09-11T09:00:00Z | eve | mail    | email    |           | email   |                | Autumn    | 100   | fine
2023-09-12T09:00:00Z | eve | fun     | email    |           |         |                | Autumn    | 100   | UnknownPurpose
2023-09-15T09:00:00Z | ann | mail    | email    |           | email   | held back      | Autumn    | 500   | spared UseAfterWithdrawal
2023-09-16T09:00:00Z | eve | mail    | email    |           | email   | held back      | Autumn    | 300   | spared nothing
2023-09-30T22:30:00Z | fay | mail    | email    |           | email   |                | Autumn    | 100   | fine
2023-10-10T09:00:00Z | fay | mail    | email    |           | email   |                | Autumn    | 100   | fine
2023-10-20T09:00:00Z | fay | mail    | email    |           | email   |                | Autumn    | 100   | fine
2023-10-30T22:30:00Z | fay | mail    | email    |           | email   |                | Autumn    | 100   | OverContact
2023-09-30T22:30:00Z | hal | mail    | email    |           | email   |                | Autumn    | 100   | fine
2023-10-10T09:00:00Z | hal | mail    | email    |           | email   |                | Autumn    | 100   | fine
2023-10-20T09:00:00Z | hal | mail    | email    |           | email   |                | Autumn    | 100   | fine
2023-10-30T23:30:00Z | hal | mail    | email    |           | email   |                | Autumn    | 100   | fine
2023-11-05T09:00:00Z | ann | mail    | email    |           | email   |                | Winter    | 100   | fine
2023-11-06T09:00:00Z | ann | mail    | place    |           |         |                | Winter    | 100   | OutsideAnyPolicy
2023-11-07T09:00:00Z | hal | mail    | phone    |           |         |                | Winter    | 100   | CategoryNotCovered
2023-11-08T09:00:00Z | hal | text    | email    |           |         |                | Winter    | 100   | PurposeMismatch
2023-11-09T09:00:00Z | eve | mail    |          |           |         |                | Winter    | 100   | UnknownCategory
2023-12-31T22:59:59Z | eve | mail    | email    | Agency B  | email   |                | Fireworks | 100   | UnlistedRecipient
2023-12-31T23:00:00Z | eve | mail    | email    | Agency B  | email   |                | Fireworks | 100   | SecondaryUseWithoutReask
2024-01-20T09:00:00Z | eve | mail    | email    | Agency B  | email   |                | Winter    | 100   | fine
2024-01-15T09:00:00Z | joy | feed    | orders   |           |         |                | Feed      | 100   | SecondaryUseWithoutReask
2024-03-30T22:59:59Z | joy | feed    | orders   |           |         |                | Feed      | 100   | fine
2024-03-30T23:00:00Z | joy | feed    | orders   |           |         |                | Feed      | 100   | RetentionOverrun
2024-02-29T22:59:59Z | kim | feed    | orders   |           |         |                | Feed      | 100   | fine
2024-02-29T23:00:00Z | kim | feed    | orders   |           |         |                | Feed      | 100   | RetentionOverrun
2024-03-31T00:59:59Z | fay | mail    | email    |           | email   |                | Spring    | 100   | fine
2024-03-31T01:00:00Z | fay | mail    | email    |           | email   |                | Spring    | 100   | UseAfterExpiry
2024-04-04T21:59:59Z | hal | mail    | email    |           | email   |                | Spring    | 100   | fine
2024-04-04T22:00:00Z | hal | mail    | email    |           | email   |                | Spring    | 100   | RetentionOverrun
2024-05-01T09:00:00Z | ann | mail    | email    |           | email   |                | May       | 100   | fine
2024-05-02T09:00:00Z | ann | mail    | email    |           | email   |                | May       | 100   | fine
2024-05-03T09:00:00Z | ann | mail    | email    |           | email   |                | May       | 100   | fine
2024-05-04T09:00:00Z | ann | mail    | email    |           | email   |                | May       | 100   | SecondaryUseWithoutReask
2024-05-05T09:00:00Z | ben | mail    | asking   |           |         | asks Guerrilla | Checkout  | 100   | UnapprovedWording
2024-05-06T09:00:00Z |     | mail    | email    |           | email   | held back      | May       | 900   | spared nothing
2024-07-01T09:00:00Z | ian | care    | email    |           |         |                | Parcels   | 0     | fine
2024-08-01T09:00:00Z | ian | care    | email    |           |         |                | Parcels   | 0     | fine
2024-09-30T21:59:59Z | ian | care    | email    |           |         |                | Parcels   | 0     | fine
2024-09-30T22:00:00Z | eve | mail    | email    | Agency B  | email   |                | Match     | 100   | UnlistedRecipient
2024-10-02T09:00:00Z | eve | mail    | email    |           | email   |                | Autumn    | 100   | fine
2024-10-03T09:00:00Z | eve | mail    | email    |           | email   |                | Autumn    | 100   | OverContact
2024-10-04T09:00:00Z | eve | mail    | email    |           | email   | held back      | Autumn    | 700   | spared OverContact
2025-01-10T09:00:00Z | ann | mail    | email    |           | email   |                | Winter    | 100   | UseAfterWithdrawal
2025-01-15T09:00:00Z | lea | mail    | email    |           | email   |                | Winter    | 100   | UseAfterExpiry
2025-02-01T09:00:00Z | mia | mail    | email    |           | email   |                | Winter    | 100   | fine
2025-02-02T09:00:00Z | mia | mail    | email    |           | email   |                | Winter    | 100   | PreferenceIgnored
2025-03-31T21:59:59Z | ian | care    | email    |           |         |                | Parcels   | 0     | fine
";

const QUARTERS: &str = "
quarter   | uses | deviations | incidents | gaps | held | held cents | forgone cents
FY2024-Q1 | 6    | 4          | 4         | 1    | 0    | 0          | 0
FY2024-Q2 | 10   | 5          | 5         | 1    | 2    | 800        | 500
FY2024-Q3 | 12   | 4          | 4         | 2    | 0    | 0          | 0
FY2024-Q4 | 9    | 5          | 5         | 0    | 0    | 0          | 0
FY2025-Q1 | 7    | 3          | 3         | 0    | 1    | 900        | 0
FY2025-Q2 | 3    | 0          | 0         | 0    | 0    | 0          | 0
FY2025-Q3 | 3    | 2          | 2         | 0    | 1    | 700        | 700
FY2025-Q4 | 5    | 3          | 3         | 0    | 0    | 0          | 0
";

/// The rows of a table, without its heading.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.trim().lines().skip(1).map(|line| line.split('|').map(str::trim).collect())
}

fn person(name: &str) -> PersonKey {
    let mut key = [0; 16];
    key[..3].copy_from_slice(name.as_bytes());
    PersonKey(key)
}

fn changes() -> Vec<PermissionChange> {
    let change = |row: Vec<&str>| PermissionChange {
        person: person(row[1]),
        purpose: row[2].into(),
        category: row[3].into(),
        channel: row[4].into(),
        origin: row[6].parse().map_or(PermissionOrigin::Log, |variant| PermissionOrigin::Response { variant }),
        contacts_per_30_days: row[7].parse().ok(),
        until: row[8].parse().ok(),
        has_record: row[6] == "proof",
        ..super::change(row[0], PermissionState::parse(row[5]).unwrap())
    };
    rows(CHANGES).map(change).collect()
}

fn one_use(row: &[&str]) -> DataUse {
    let long = |short: &str| match short {
        "mail" => MAIL,
        "text" => "marketing.communications.sms",
        "care" => "essential.service",
        "feed" => "personalize.content.profiled",
        "email" => ADDRESS,
        "phone" => "user.contact.phone_number",
        "place" => "user.location",
        "orders" => "user.behavior.purchase_history",
        "asking" => "user.privacy_preferences",
        "fun" => "fun",
        _ => "",
    };
    DataUse {
        person: (!row[1].is_empty()).then(|| person(row[1])),
        purpose: long(row[2]).into(),
        category: long(row[3]).into(),
        recipient: row[4].into(),
        channel: row[5].into(),
        wording: row[6].strip_prefix("asks ").unwrap_or_default().into(),
        delivers: row[6].strip_prefix("delivers ").unwrap_or_default().into(),
        outcome: if row[6] == "held back" { Outcome::HeldBack } else { Outcome::Done },
        campaign: row[7].into(),
        value: Money { cents: row[8].parse().unwrap() },
        ..data_use(row[0])
    }
}

fn expected(word: &str) -> Verdict {
    match word.strip_prefix("spared ") {
        Some(kind) => Verdict::HeldBack(DeviationKind::parse(kind)),
        None if word == "fine" => Verdict::Fine,
        None => DeviationKind::parse(word)
            .map(Verdict::Deviation)
            .or_else(|| CoverageGap::parse(word).map(Verdict::Gap))
            .unwrap(),
    }
}

fn company() -> World {
    let mail = |recipients: &[&str], contacts| Rule {
        name: "Mail".into(),
        purposes: vec!["marketing.communications".into()],
        categories: vec!["user.contact".into()],
        needs_permission: true,
        recipients: Some(recipients.iter().map(ToString::to_string).collect()),
        retention_days: Some(365),
        contacts_per_30_days: Some(contacts),
        needs_record: true,
        needs_approved_wording: true,
        ..Rule::default()
    };
    let asking = || Rule {
        name: "Asking".into(),
        categories: vec!["user.privacy_preferences".into()],
        ask_again_after_days: Some(90),
        needs_approved_wording: true,
        ..Rule::default()
    };
    let care = || Rule { name: "Care".into(), purposes: vec!["essential".into()], ..Rule::default() };
    let feed = || Rule {
        name: "Feed".into(),
        purposes: vec!["personalize".into()],
        needs_permission: true,
        retention_days: Some(30),
        ..Rule::default()
    };
    let asked = |name: &str, terms, approved_from| AskedWith { terms, names: vec![name.into()], approved_from };
    let spring = Terms {
        recipients: vec!["Agency A".into()],
        retention_days: Some(100),
        contacts_per_30_days: Some(2),
        offer: "Map".into(),
        offer_within_days: Some(30),
        ..Terms::default()
    };
    World {
        versions: vec![
            version("2023-04-01", vec![mail(&["Agency A"], 3), asking(), care()]),
            version("2024-01-01", vec![mail(&["Agency A", "Agency B"], 4), asking(), care(), feed()]),
            version("2024-10-01", vec![mail(&["Agency A"], 2), asking(), care(), feed()]),
        ],
        variants: BTreeMap::from([
            (1, asked("Spring", spring, Some(date(2023, 4, 1)))),
            (2, asked("Guerrilla", Terms::default(), None)),
        ]),
        changes: changes(),
        ..World::with(Rule::default())
    }
}

fn uses() -> Vec<DataUse> {
    rows(USES).map(|row| one_use(&row)).collect()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Shows the company's evidence and rulebook.
fn with_company<T>(show: impl FnOnce(&Evidence, &Rulebook) -> T) -> T {
    let world = company();
    let policy = Policy::new(world.versions.clone()).unwrap();
    show(&world.evidence(&uses()), &Rulebook { policy: &policy, jurisdiction: "", variants: &world.variants })
}

#[test]
fn every_use_has_its_verdict() {
    let judgements = company().judge(&uses());
    for (row, judgement) in rows(USES).zip(&judgements) {
        assert_eq!(judgement.verdict, expected(row[9]), "{row:?}");
    }
    let has = |verdict| judgements.iter().any(|judgement| judgement.verdict == verdict);
    assert!(DeviationKind::ALL.iter().all(|&kind| has(Verdict::Deviation(kind))));
    assert!(CoverageGap::ALL.iter().all(|&gap| has(Verdict::Gap(gap))));
}

#[test]
fn the_quarters_add_up() {
    with_company(|evidence, rulebook| {
        let judgements = judge(evidence, rulebook, 2);
        let counted = quarters(evidence, &judgements, &[], Elsewhere::default(), 4);
        let line = |counts: &QuarterCounts| {
            let forgone = counts.forgone.iter().filter(|forgone| forgone.would_have_been.is_some());
            let figures = [
                counts.uses,
                counts.deviations,
                counts.incidents,
                counts.gaps.values().sum(),
                counts.held_back.uses,
                counts.held_back.value.cents.unsigned_abs(),
                forgone.map(|forgone| forgone.held_back.value.cents.unsigned_abs()).sum(),
            ];
            [vec![counts.quarter.label()], figures.iter().map(ToString::to_string).collect()].concat()
        };
        assert_eq!(counted.iter().map(line).collect::<Vec<_>>(), rows(QUARTERS).collect::<Vec<_>>());
        let all = incidents(evidence, &judgements, 1);
        assert_eq!(all.len() as u64, counted.iter().map(|counts| counts.incidents).sum::<u64>());
        let second = &counted[1];
        assert_eq!((second.by_recipient["Agency C"].deviations, second.by_campaign["Summer"].uses), (1, 5));
        assert_eq!((second.by_purpose[MAIL].uses, second.by_purpose["essential.service"].uses), (9, 1));
        assert_eq!(second.rate_with_gaps(), Some(6.0 / 11.0));
        assert_eq!(second.forgone[0].rule, Some((0, 0)));
    });
}

#[test]
fn a_widening_asks_people_again_and_a_narrowing_does_not() {
    with_company(|evidence, rulebook| {
        let versions = rulebook.policy.versions();
        let again = |version: usize, moment| ask_again(evidence, rulebook, &versions[version], at(moment));
        let widened = again(1, "2023-12-31T23:00:00Z");
        let names = ["ann", "ben", "dan", "eve", "fay", "gus", "hal", "joy"];
        assert_eq!(widened.people, names.map(person));
        assert_eq!(widened.people_permitting, 8);
        let agency = "For “marketing.communications” with “user.contact”: “Agency B” may now receive the data.";
        let reason = widened.reasons.iter().find(|reason| reason.sentence == agency).unwrap();
        assert_eq!(reason.people, 6);
        assert!(again(0, "2023-12-31T23:00:00Z").people.is_empty());
        assert!(again(2, "2024-09-30T22:00:00Z").people.is_empty());
        assert!(differences(&versions[1], &versions[2]).iter().all(|difference| !difference.widens));
        let later = again(1, "2024-06-30T00:00:00Z");
        assert_eq!(later.people, ["ann", "ben", "dan", "gus", "hal"].map(person));
        let unasked = not_asked(evidence, rulebook, &versions[1], at("2023-12-31T23:00:00Z"));
        let people = |purpose: &str| unasked.iter().find(|one| one.purpose == purpose).unwrap().people.clone();
        assert_eq!(people("marketing.communications"), [person("joy")]);
        assert_eq!(people("personalize").len(), 7);
    });
}

#[test]
fn the_narrowed_rules_are_undone_in_a_what_if() {
    with_company(|evidence, rulebook| {
        let before = judge(evidence, rulebook, 1);
        let wider = rulebook.policy.with_rules(2, rulebook.policy.versions()[1].rules.clone()).unwrap();
        let after = judge(evidence, &Rulebook { policy: &wider, ..*rulebook }, 2);
        let found = what_if(evidence, &before, &after);
        assert_eq!((found.uses.before, found.uses.after), (55, 55));
        assert_eq!((found.deviations.before, found.deviations.after), (26, 24));
        assert_eq!((found.became_fine, found.became_deviations, found.changed_kind), (2, 0, 0));
        let over = found.by_kind[&DeviationKind::OverContact];
        assert_eq!((over.before, over.after, found.gaps.before, found.gaps.after), (2, 1, 4, 4));
        assert_eq!((found.forgone.before.value.cents, found.forgone.after.value.cents), (1200, 500));
        assert_eq!((found.set_free.uses, found.set_free.value.cents, found.newly_bound.uses), (1, 700, 0));
    });
}

#[test]
fn earlier_quarters_are_judged_by_later_rules() {
    with_company(|evidence, rulebook| {
        let judgements = judge(evidence, rulebook, 2);
        let found = rejudged(evidence, rulebook, &judgements, 4, 2);
        let of = |year, number| {
            let quarter = Quarter { year, number, start_month: 4 };
            let one = found.iter().find(|one| one.quarter == quarter).unwrap();
            let sum = |of: fn(&RejudgedUses) -> u64| one.before.iter().map(of).sum::<u64>();
            let now = one.now.iter().fold((0, 0), |sum, group| (sum.0 + group.0, sum.1 + group.1));
            (sum(|group| group.uses), sum(|group| group.both), sum(|group| group.only_old), now)
        };
        // The widening would have made two of the four earlier deviations fine.
        assert_eq!(of(2024, 4), (12, 2, 2, (5, 9)));
        assert_eq!(of(2025, 3).2, 0);
        let versions = rulebook.policy.versions();
        let last = |quarter: Quarter| quarter.next().first_day().yesterday().unwrap();
        for one in &found {
            assert!(versions[one.version].holds_from <= last(one.quarter));
        }
        assert!(found.len() < 7, "only where the rules changed");
    });
}

#[test]
fn a_pattern_is_found_quarter_by_quarter() {
    with_company(|evidence, rulebook| {
        let judgements = judge(evidence, rulebook, 2);
        let sums = |pattern: &Pattern| {
            let groups = pattern_groups(evidence, &judgements, &[], pattern, 4);
            groups.values().flatten().fold((0, 0), |sum, group| (sum.0 + group.0, sum.1 + group.1))
        };
        let counted = quarters(evidence, &judgements, &[], Elsewhere::default(), 4);
        let all: (u64, u64) = counted.iter().fold((0, 0), |sum, one| (sum.0 + one.deviations, sum.1 + one.uses));
        assert_eq!(sums(&Pattern::default()), all);
        for &kind in DeviationKind::ALL {
            let expected: u64 = counted.iter().filter_map(|one| one.by_kind.get(&kind)).sum();
            assert_eq!(sums(&Pattern { kind: Some(kind), ..Pattern::default() }), (expected, all.1));
        }
        for (purpose, _) in counted.iter().flat_map(|one| &one.by_purpose) {
            let under = |name: &&String| crate::domain::covers(purpose, name);
            let rated = counted.iter().flat_map(|one| one.by_purpose.iter().filter(|(name, _)| under(name)));
            let expected = rated.fold((0, 0), |sum, (_, one)| (sum.0 + one.deviations, sum.1 + one.uses));
            assert_eq!(sums(&Pattern { purpose: purpose.clone(), ..Pattern::default() }), expected);
        }
        assert_eq!(sums(&Pattern { team: "nobody at all".into(), ..Pattern::default() }), (0, 0));
    });
}

#[test]
fn the_ledger_answers_at_any_moment() {
    with_company(|evidence, rulebook| {
        let permitting =
            |moment, purpose, category| people_permitting(evidence, rulebook, at(moment), purpose, category);
        let sorted = |mut people: Vec<PersonKey>| {
            people.sort_unstable();
            people
        };
        let in_june = permitting("2024-06-30T00:00:00Z", MAIL, ADDRESS);
        assert_eq!(sorted(in_june), ["ann", "ben", "dan", "eve", "gus", "hal", "lea"].map(person));
        assert_eq!(permitting("2023-08-01T12:00:00Z", MAIL, "user.contact.phone_number").len(), 5);
        let soon = |days| expiring(evidence, rulebook, at("2024-03-20T09:00:00Z"), days);
        assert_eq!((soon(9).len(), soon(10).len()), (0, 1));
        assert_eq!((soon(10)[0].person, soon(10)[0].last_day), (person("fay"), date(2024, 3, 30)));
        let lines = history(evidence, rulebook, person("ann"), at("2025-01-01T00:00:00Z"));
        let told: Vec<_> = lines.iter().map(|line| (line.change.state, line.policy_version)).collect();
        assert_eq!(told, [(Given, Some(0)), (Withdrawn, Some(0)), (RenewedGiven, Some(0)), (Withdrawn, Some(2))]);
        let summary = permission_summary(evidence, rulebook, at("2025-03-31T09:00:00Z"));
        assert_eq!(summary.people, 12);
        let of = |purpose: &str, channel: &str| {
            let is_it = |one: &&crate::compliance::PurposeSummary| one.purpose == purpose && one.channel == channel;
            summary.by_purpose.iter().find(is_it).unwrap().by_state.clone()
        };
        let mail = [(Given, 3), (RenewedGiven, 1), (Refused, 1), (Withdrawn, 1), (Expired, 2)];
        assert_eq!(of("marketing.communications", ""), BTreeMap::from(mail));
        assert_eq!(of("marketing.communications", "email"), BTreeMap::from([(Given, 1)]));
        let flow = |year, month| {
            let flow = summary.monthly_flow.iter().find(|flow| flow.month == date(year, month, 1)).unwrap();
            (flow.gained, flow.lost, flow.held)
        };
        assert_eq!((flow(2023, 4), flow(2023, 8), flow(2023, 11)), ((5, 0, 5), (0, 1, 6), (1, 0, 7)));
        assert_eq!((flow(2024, 3), flow(2025, 3)), ((0, 1, 8), (0, 0, 8)));
    });
}

#[test]
fn judgements_are_explained_down_to_the_rows_that_they_rest_on() {
    with_company(|evidence, rulebook| {
        let explainer = Explainer::new(evidence, rulebook);
        let of = |campaign: &str, verdict: &str| {
            let is_it = |row: &Vec<&str>| row[7] == campaign && row[9] == verdict;
            explainer.explain(rows(USES).position(|row| is_it(&row)).unwrap()).unwrap()
        };
        let over = of("Summer", "TermsBroken");
        let why = "The terms accepted on 1 May 2023 promise 2 contacts in 30 days; this one went beyond that.";
        assert_eq!((over.why.as_str(), over.rests_on.changes, over.rests_on.uses), (why, vec![4], vec![8, 9]));
        assert_eq!(over.rests_on.rule, Some((0, 0)));
        let widened = of("Fireworks", "SecondaryUseWithoutReask");
        let why = "The permission dates from 20 April 2023, when the policy did not let “Agency B” receive the data; \
                   it was not asked for again.";
        assert_eq!(widened.why, why);
        let fine = "It would have been fine if the person had been asked again and said yes before 1 January 2024.";
        assert_eq!(widened.would_have_been_fine, fine);
        let held = of("Autumn", "spared UseAfterWithdrawal");
        let why = "It was held back. Done, it would have been a deviation. The person took the permission back on 1 August 2023.";
        assert_eq!(held.why, why);
        let often = of("Winter", "PreferenceIgnored");
        let why = "On 15 December 2024 the person asked for at most 1 contact in 30 days over “email”; this one went beyond that.";
        assert_eq!(often.why, why);
    });
}

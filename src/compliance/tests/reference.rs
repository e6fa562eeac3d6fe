//! Judging against a slow reference that is obviously right: it looks through everything for each use.

use super::*;
use crate::compliance::contacts::window_start;
use crate::compliance::history::strictness;
use crate::domain::{covers, is_known_category, is_known_purpose};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

const PURPOSES: [&str; 5] = ["marketing.communications", MAIL, "sales", "", "nonsense"];
const CATEGORIES: [&str; 5] = ["user.contact", ADDRESS, "user.device", "", "user.privacy_preferences"];

fn instant(hours: i64) -> Timestamp {
    // The first instants lie before the leap day of 2024, the last after the change of the clocks in March.
    "2024-02-20T20:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hours * 9)
}

fn some_use() -> impl Strategy<Value = DataUse> {
    (0_i64..130, 0_u8..25, 0_usize..30, 0_usize..16, 0_u8..8, any::<bool>(), 0_u8..25).prop_map(
        |(hours, person, purpose, category, recipient, contact, held)| DataUse {
            at: instant(hours),
            person: (person > 0).then_some(PersonKey([person % 2; 16])),
            purpose: if purpose < 5 { PURPOSES[purpose] } else { PURPOSES[purpose % 3] }.into(),
            category: if category < 5 { CATEGORIES[category] } else { CATEGORIES[[0, 1, 4][category % 3]] }.into(),
            recipient: ["A", "B", ""][usize::from(recipient).min(2)].into(),
            channel: if contact { "email".into() } else { String::new() },
            outcome: if held == 0 { Outcome::HeldBack } else { Outcome::Done },
            ..data_use("2024-01-01T00:00:00Z")
        },
    )
}

fn some_change() -> impl Strategy<Value = PermissionChange> {
    (0_i64..130, 0_u8..2, 0_usize..4, 0_usize..4, 0_usize..18, 0_i64..4).prop_map(
        |(hours, person, purpose, category, state, variant)| PermissionChange {
            at: instant(hours),
            person: PersonKey([person; 16]),
            purpose: PURPOSES[purpose].into(),
            category: CATEGORIES[category].into(),
            state: PermissionState::ALL[state.saturating_sub(8)],
            origin: if variant > 1 { PermissionOrigin::Log } else { PermissionOrigin::Response { variant } },
        },
    )
}

fn some_rule() -> impl Strategy<Value = Rule> {
    let limit = |most: u32| prop_oneof![Just(None), (0..most).prop_map(Some)];
    (0_usize..8, 0_usize..10, any::<bool>(), 0_u8..8, limit(40), limit(4), limit(30), 0_usize..3).prop_map(
        |(purpose, category, needs_permission, recipients, retention_days, contacts_per_30_days, again, place)| Rule {
            name: "Rule".into(),
            jurisdiction: ["", "EU", "US"][place].into(),
            purposes: [PURPOSES.get(purpose).copied().unwrap_or_default()]
                .iter()
                .filter(|name| !name.is_empty())
                .map(ToString::to_string)
                .collect(),
            categories: [CATEGORIES.get(category).copied().unwrap_or_default()]
                .iter()
                .filter(|name| !name.is_empty())
                .map(ToString::to_string)
                .collect(),
            needs_permission,
            recipients: [Some(vec![]), Some(vec!["A".into()]), None][usize::from(recipients).min(2)].clone(),
            retention_days,
            contacts_per_30_days,
            ask_again_after_days: again,
        },
    )
}

fn some_world() -> impl Strategy<Value = World> {
    let rules = || prop::collection::vec(some_rule(), 1..5);
    (rules(), rules(), prop::collection::vec(some_change(), 0..24), 0_usize..2).prop_map(
        |(first, second, changes, place)| {
            let terms = Terms {
                recipients: vec!["A".into()],
                retention_days: Some(20),
                contacts_per_30_days: Some(2),
                ..Terms::default()
            };
            World {
                versions: vec![version("2024-02-22", first), version("2024-03-10", second)],
                changes,
                terms: BTreeMap::from([(1, terms)]),
                jurisdiction: ["", "EU"][place],
                zone: TimeZone::get("Europe/Berlin").unwrap(),
            }
        },
    )
}

fn answers_before(world: &World, person: PersonKey, at: Timestamp) -> Vec<&PermissionChange> {
    let counts =
        |change: &&PermissionChange| change.person == person && change.at <= at && !change.state.is_unanswered();
    let mut before: Vec<_> = world.changes.iter().filter(counts).collect();
    before.sort_by_key(|change| (change.at, strictness(change.state)));
    before
}

/// What a use is, by looking through everything.
fn slow_verdict(world: &World, uses: &[DataUse], index: usize) -> Verdict {
    use crate::domain::CoverageGap::{OutsideAnyPolicy, UnknownCategory, UnknownPurpose, UnresolvedPerson};
    let one = &uses[index];
    let policy = Policy::new(world.versions.clone()).unwrap();
    let evidence = world.evidence(&policy);
    if one.outcome == Outcome::HeldBack {
        return Verdict::HeldBack;
    }
    let Some(person) = one.person else { return Verdict::Gap(UnresolvedPerson) };
    if !is_known_purpose(&one.purpose) {
        return Verdict::Gap(UnknownPurpose);
    }
    if !is_known_category(&one.category) {
        return Verdict::Gap(UnknownCategory);
    }
    let day = |at: Timestamp| at.to_zoned(world.zone.clone()).date();
    let version_on = |wanted: Date| world.versions.iter().filter(|version| version.holds_from <= wanted).count();
    let rule_in = |count: usize| {
        let rules = world.versions[..count].last()?.rules.iter();
        let here = |rule: &&Rule| {
            world.jurisdiction.is_empty() || rule.jurisdiction.is_empty() || rule.jurisdiction == world.jurisdiction
        };
        rules.filter(here).find(|rule| rule.is_about(&one.purpose, &one.category))
    };
    let count = version_on(day(one.at));
    let Some(rule) = rule_in(count) else { return Verdict::Gap(OutsideAnyPolicy) };
    let age = |change: &PermissionChange| u32::try_from(day(change.at).until(day(one.at)).unwrap().get_days()).unwrap();
    let contacts = uses
        .iter()
        .enumerate()
        .filter(|(_, other)| other.outcome == Outcome::Done && !other.channel.is_empty())
        .filter(|(_, other)| other.person == one.person && other.at >= window_start(&evidence, one.at))
        .filter(|&(other_index, other)| (other.at, other_index) <= (one.at, index))
        .count();
    let contacts = if one.channel.is_empty() { 0 } else { u32::try_from(contacts).unwrap() };
    let beyond = |value: u32, limit: Option<u32>| limit.is_some_and(|limit| value > limit);
    let before = answers_before(world, person, one.at);
    let deviation = (|| {
        if !one.recipient.is_empty() && rule.recipients.as_ref().is_some_and(|list| !list.contains(&one.recipient)) {
            return Some(DeviationKind::UnlistedRecipient);
        }
        let purpose_fits = |change: &PermissionChange| covers(&change.purpose, &one.purpose);
        let category_fits = |change: &PermissionChange| covers(&change.category, &one.category);
        if rule.needs_permission {
            let Some(last) = before.iter().rev().find(|change| purpose_fits(change) && category_fits(change)) else {
                let is_last = |change: &PermissionChange| {
                    let same = |other: &&&PermissionChange| {
                        other.purpose == change.purpose && other.category == change.category
                    };
                    before.iter().rfind(same).is_some_and(|last| std::ptr::eq(*last, change))
                };
                let valid: Vec<_> = before.iter().filter(|change| is_last(change) && change.state.is_valid()).collect();
                let other_data_only = valid.iter().any(|change| purpose_fits(change))
                    && !valid.iter().any(|change| category_fits(change));
                return Some(match (valid.is_empty(), other_data_only) {
                    (true, _) => DeviationKind::NoPermission,
                    (false, true) => DeviationKind::CategoryNotCovered,
                    (false, false) => DeviationKind::PurposeMismatch,
                });
            };
            match last.state {
                PermissionState::Withdrawn | PermissionState::Revoked => {
                    return Some(DeviationKind::UseAfterWithdrawal);
                }
                PermissionState::Expired => return Some(DeviationKind::UseAfterExpiry),
                PermissionState::Invalidated | PermissionState::Unknown => return Some(DeviationKind::RecordMissing),
                state if !state.is_valid() => return Some(DeviationKind::NoPermission),
                _ => {}
            }
            if beyond(age(last), rule.retention_days) {
                return Some(DeviationKind::RetentionOverrun);
            }
            let promised = last.origin == PermissionOrigin::Response { variant: 1 };
            if promised && (one.recipient == "B" || age(last) > 20 || contacts > 2) {
                return Some(DeviationKind::TermsBroken);
            }
            let then = version_on(day(last.at));
            if then > 0 && then < count && rule_in(then).is_none() {
                return Some(DeviationKind::SecondaryUseWithoutReask);
            }
        }
        if beyond(contacts, rule.contacts_per_30_days) {
            return Some(DeviationKind::OverContact);
        }
        let answered_later = |refusal: &PermissionChange, place: usize| {
            before[place + 1..].iter().any(|later| {
                later.purpose == refusal.purpose
                    && later.category == refusal.category
                    && !matches!(later.state, PermissionState::Requested | PermissionState::RequestDeferred)
            })
        };
        let mut refusals = before
            .iter()
            .enumerate()
            .filter(|&(place, change)| change.state == PermissionState::Refused && !answered_later(change, place));
        let too_soon = refusals.any(|(_, change)| rule.ask_again_after_days.is_some_and(|days| age(change) < days));
        (one.category == "user.privacy_preferences" && too_soon).then_some(DeviationKind::AskedAgainTooSoon)
    })();
    deviation.map_or(Verdict::Fine, Verdict::Deviation)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

    #[test]
    fn judging_agrees_with_the_reference(world in some_world(), uses in prop::collection::vec(some_use(), 1..14)) {
        for (index, judgement) in world.judge(&uses).iter().enumerate() {
            prop_assert_eq!(judgement.verdict, slow_verdict(&world, &uses, index), "{:?}", uses[index]);
        }
    }
}

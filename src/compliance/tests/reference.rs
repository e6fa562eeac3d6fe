//! Judging against a slow reference that is obviously right: it looks through everything for each use.

use super::*;
use crate::compliance::history::strictness;
use crate::domain::{CoverageGap, covers, is_known_category, is_known_purpose};
use DeviationKind as Kind;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

const PURPOSES: [&str; 5] = ["marketing.communications", MAIL, "sales", "", "nonsense"];
const CATEGORIES: [&str; 5] = ["user.contact", ADDRESS, "user.device", "", "user.privacy_preferences"];
const CHANNELS: [&str; 3] = ["email", "sms", ""];
const TOPICS: [&str; 3] = ["bikes", "bikes.road", ""];

fn instant(hours: i64) -> Timestamp {
    // The first instants lie before the leap day of 2024, the last after the change of the clocks in March.
    "2024-02-20T20:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hours * 9)
}

/// Mostly nothing, now and then one of some words.
fn seldom(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    (0..words.len() * 3).prop_map(move |place| words.get(place).copied().unwrap_or_default().to_owned())
}

fn some_use() -> impl Strategy<Value = DataUse> {
    let what = (0_usize..30, 0_usize..16, 0_u8..8, 0_usize..3, seldom(&TOPICS));
    let rest = (seldom(&["good", "Bad", "unheard of"]), seldom(&["Map", "Cup"]), 0_u8..12);
    (0_i64..130, 0_u8..25, what, rest).prop_map(
        |(hours, person, (purpose, category, recipient, channel, topic), (wording, delivers, held))| DataUse {
            at: instant(hours),
            person: (person > 0).then_some(PersonKey([person % 2; 16])),
            purpose: if purpose < 5 { PURPOSES[purpose] } else { PURPOSES[purpose % 3] }.into(),
            category: if category < 5 { CATEGORIES[category] } else { CATEGORIES[[0, 1, 4][category % 3]] }.into(),
            recipient: ["A", "B", ""][usize::from(recipient).min(2)].into(),
            channel: CHANNELS[channel].into(),
            topic,
            wording,
            delivers,
            outcome: if held == 0 { Outcome::HeldBack } else { Outcome::Done },
            ..data_use("2024-01-01T00:00:00Z")
        },
    )
}

fn some_change() -> impl Strategy<Value = PermissionChange> {
    let narrowed =
        (seldom(&CHANNELS), seldom(&TOPICS), 0_u32..12, prop_oneof![3 => Just(None), 1 => (0_i64..200).prop_map(Some)]);
    (0_i64..130, 0_u8..2, 0_usize..4, 0_usize..4, 0_usize..18, (0_i64..5, any::<bool>()), narrowed).prop_map(
        |(hours, person, purpose, category, state, (variant, has_record), (channel, topic, contacts, until))| {
            PermissionChange {
                at: instant(hours),
                person: PersonKey([person; 16]),
                purpose: PURPOSES[purpose].into(),
                category: CATEGORIES[category].into(),
                channel,
                topic,
                state: PermissionState::ALL[state.saturating_sub(8)],
                origin: if variant > 2 { PermissionOrigin::Log } else { PermissionOrigin::Response { variant } },
                contacts_per_30_days: Some(contacts).filter(|&contacts| contacts < 3),
                until: until.map(instant),
                has_record,
            }
        },
    )
}

fn some_rule() -> impl Strategy<Value = Rule> {
    let limit = |most: u32| prop_oneof![Just(None), (0..most).prop_map(Some)];
    let lists = (0_usize..8, 0_usize..10, 0_u8..8, 0_usize..3);
    let duties = (any::<bool>(), 0_u8..4, 0_u8..3);
    (lists, duties, limit(40), limit(60), limit(4), limit(30)).prop_map(
        |(
            (purpose, category, recipients, place),
            (needs_permission, record, wording),
            retention,
            lasts,
            contacts,
            again,
        )| {
            let named = |words: &[&str], place: usize| -> Vec<String> {
                words.get(place).filter(|word| !word.is_empty()).map(|word| (*word).to_owned()).into_iter().collect()
            };
            Rule {
                name: "Rule".into(),
                jurisdiction: ["", "EU", "US"][place].into(),
                purposes: named(&PURPOSES, purpose),
                categories: named(&CATEGORIES, category),
                needs_permission,
                recipients: [Some(vec![]), Some(vec!["A".into()]), None][usize::from(recipients).min(2)].clone(),
                retention_days: retention,
                permission_lasts_days: lasts,
                contacts_per_30_days: contacts,
                ask_again_after_days: again,
                needs_record: record == 0,
                needs_approved_wording: wording == 0,
            }
        },
    )
}

fn some_world() -> impl Strategy<Value = World> {
    let rules = || prop::collection::vec(some_rule(), 1..5);
    (rules(), rules(), prop::collection::vec(some_change(), 0..24), 0_usize..2).prop_map(
        |(first, second, changes, place)| {
            let asked = |name: &str, terms, approved_from: Option<&str>| AskedWith {
                terms,
                names: vec![name.into()],
                approved_from: approved_from.map(|day| day.parse().unwrap()),
            };
            let strict = Terms {
                recipients: vec!["A".into()],
                retention_days: Some(20),
                contacts_per_30_days: Some(2),
                permission_lasts_days: Some(30),
                ..Terms::default()
            };
            let offered = Terms {
                recipients: vec!["A".into(), "B".into()],
                offer: "Map".into(),
                offer_within_days: Some(5),
                ..Terms::default()
            };
            World {
                versions: vec![version("2024-02-22", first), version("2024-03-10", second)],
                changes,
                variants: BTreeMap::from([
                    (1, asked("Good ", strict, Some("2024-03-01"))),
                    (2, asked("bad", offered, None)),
                ]),
                jurisdiction: ["", "EU"][place],
                zone: TimeZone::get("Europe/Berlin").unwrap(),
            }
        },
    )
}

/// Everything about one use that the reference looks at.
struct Look<'a> {
    world: &'a World,
    uses: &'a [DataUse],
    index: usize,
    one: &'a DataUse,
    person: PersonKey,
    /// The person's answers at or before the use, earliest first.
    before: Vec<&'a PermissionChange>,
}

/// What a use is, by looking through everything.
fn slow_verdict(world: &World, uses: &[DataUse], index: usize) -> Verdict {
    let one = &uses[index];
    let gap = |gap| if one.outcome == Outcome::Done { Verdict::Gap(gap) } else { Verdict::HeldBack(None) };
    let Some(person) = one.person else { return gap(CoverageGap::UnresolvedPerson) };
    if !is_known_purpose(&one.purpose) {
        return gap(CoverageGap::UnknownPurpose);
    }
    if !is_known_category(&one.category) {
        return gap(CoverageGap::UnknownCategory);
    }
    let counts =
        |change: &&PermissionChange| change.person == person && change.at <= one.at && !change.state.is_unanswered();
    let mut before: Vec<_> = world.changes.iter().filter(counts).collect();
    let ties = |change: &PermissionChange| {
        let until = change.until.map_or(i64::MAX, Timestamp::as_microsecond);
        (-until, !change.has_record, -i64::from(change.contacts_per_30_days.unwrap_or(u32::MAX)), change.origin)
    };
    before.sort_by_key(|change| (change.at, strictness(change.state), ties(change)));
    let look = Look { world, uses, index, one, person, before };
    let versions_so_far = look.versions_on(look.day(one.at));
    let Some(rule) = look.rule_in(versions_so_far) else { return gap(CoverageGap::OutsideAnyPolicy) };
    let deviation = look.deviation(rule, versions_so_far);
    match one.outcome {
        Outcome::HeldBack => Verdict::HeldBack(deviation),
        Outcome::Done => deviation.map_or(Verdict::Fine, Verdict::Deviation),
    }
}

impl<'a> Look<'a> {
    fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.world.zone.clone()).date()
    }

    /// How many versions had come into force by a day.
    fn versions_on(&self, day: Date) -> usize {
        self.world.versions.iter().filter(|version| version.holds_from <= day).count()
    }

    /// The rule about the use in the last of so many versions.
    fn rule_in(&self, versions: usize) -> Option<&'a Rule> {
        let here = |rule: &&Rule| {
            let jurisdiction = self.world.jurisdiction;
            jurisdiction.is_empty() || rule.jurisdiction.is_empty() || rule.jurisdiction == jurisdiction
        };
        let rules = self.world.versions[..versions].last()?.rules.iter();
        rules.filter(here).find(|rule| rule.is_about(&self.one.purpose, &self.one.category))
    }

    /// Whether the use's day is later than so many days after a change's.
    fn is_later(&self, change: &PermissionChange, days: Option<u32>) -> bool {
        let age = self.day(change.at).until(self.day(self.one.at)).unwrap().get_days();
        days.is_some_and(|days| i64::from(age) > i64::from(days))
    }

    /// Contacts of the person in the 30 days that end with the use, itself included, whether it was done or not.
    fn contacts(&self, is_counted: impl Fn(&DataUse) -> bool) -> usize {
        let first_day = self.day(self.one.at).checked_sub(jiff::Span::new().days(29)).unwrap();
        let is_earlier = |(index, other): &(usize, &DataUse)| {
            (other.at, *index) < (self.one.at, self.index)
                && other.person == Some(self.person)
                && other.outcome == Outcome::Done
                && !other.channel.is_empty()
                && self.day(other.at) >= first_day
                && is_counted(other)
        };
        self.uses.iter().enumerate().filter(is_earlier).count() + 1
    }

    fn is_over(&self, limit: Option<u32>) -> bool {
        !self.one.channel.is_empty() && limit.is_some_and(|limit| self.contacts(|_| true) > limit as usize)
    }

    fn data_fits(&self, change: &PermissionChange) -> bool {
        covers(&change.purpose, &self.one.purpose) && covers(&change.category, &self.one.category)
    }

    /// Whether a yes is one to this channel and topic.
    fn yes_fits(&self, change: &PermissionChange) -> bool {
        self.one.channel.is_empty()
            || ((change.channel.is_empty() || change.channel == self.one.channel)
                && (self.one.topic.is_empty() || covers(&change.topic, &self.one.topic)))
    }

    /// Whether a no, or a wish, is about this channel and topic by name, or about all of them.
    fn no_fits(change: &PermissionChange, one: &DataUse) -> bool {
        let channel = change.channel.is_empty() || change.channel == one.channel;
        channel && (change.topic.is_empty() || (!one.channel.is_empty() && covers(&change.topic, &one.topic)))
    }

    fn is_valid(&self, change: &PermissionChange) -> bool {
        change.state.is_valid() && change.until.is_none_or(|until| self.one.at < until)
    }

    /// The last answers for each purpose, category, channel and topic, earliest first.
    fn last_answers(&self) -> Vec<&'a PermissionChange> {
        let scope = |change: &PermissionChange| {
            [&change.purpose, &change.category, &change.channel, &change.topic].map(String::clone)
        };
        let is_last =
            |place: usize| self.before[place + 1..].iter().all(|later| scope(later) != scope(self.before[place]));
        (0..self.before.len()).filter(|&place| is_last(place)).map(|place| self.before[place]).collect()
    }

    fn deviation(&self, rule: &Rule, versions: usize) -> Option<Kind> {
        let one = self.one;
        if !one.recipient.is_empty() && rule.recipients.as_ref().is_some_and(|list| !list.contains(&one.recipient)) {
            return Some(Kind::UnlistedRecipient);
        }
        if rule.needs_permission
            && let Some(kind) = self.permission(rule, versions)
        {
            return Some(kind);
        }
        if !one.channel.is_empty() && (self.is_objected_to() || self.is_more_than_wanted()) {
            return Some(Kind::PreferenceIgnored);
        }
        if self.is_over(rule.contacts_per_30_days) {
            return Some(Kind::OverContact);
        }
        if one.category != "user.privacy_preferences" {
            return None;
        }
        let approved = one.wording.to_lowercase() == "good" && self.day(one.at) >= "2024-03-01".parse().unwrap();
        if rule.needs_approved_wording && !one.wording.is_empty() && !approved {
            return Some(Kind::UnapprovedWording);
        }
        let refusal = self.last_answers().into_iter().rfind(|change| change.state == PermissionState::Refused)?;
        let waited = rule.ask_again_after_days.is_none_or(|days| days == 0 || self.is_later(refusal, Some(days - 1)));
        (!waited).then_some(Kind::AskedAgainTooSoon)
    }

    fn permission(&self, rule: &Rule, versions: usize) -> Option<Kind> {
        let fits = |change: &PermissionChange| {
            let is_meant =
                if change.state.is_valid() { self.yes_fits(change) } else { Self::no_fits(change, self.one) };
            is_meant && self.data_fits(change)
        };
        // An answer that a later one for the same scope replaced counts no more, even where that later one does not fit.
        let answers = self.last_answers();
        let Some(last) = answers.iter().rfind(|change| fits(change)) else { return Some(self.nearest_kind()) };
        let for_all = |change: &PermissionChange| change.channel.is_empty() && change.topic.is_empty();
        let no = matches!(last.state, PermissionState::Refused | PermissionState::Withdrawn | PermissionState::Revoked);
        let stands = |change: &&PermissionChange| for_all(change) && self.is_valid(change) && self.data_fits(change);
        if no && !for_all(last) && answers.iter().any(stands) {
            return Some(Kind::PreferenceIgnored);
        }
        match last.state {
            PermissionState::Withdrawn | PermissionState::Revoked => return Some(Kind::UseAfterWithdrawal),
            PermissionState::Expired => return Some(Kind::UseAfterExpiry),
            PermissionState::Invalidated | PermissionState::Unknown => return Some(Kind::RecordMissing),
            state if !state.is_valid() => return Some(Kind::NoPermission),
            _ => {}
        }
        if rule.needs_record && !last.has_record && last.origin == PermissionOrigin::Log {
            return Some(Kind::RecordMissing);
        }
        let variant = |number| last.origin == PermissionOrigin::Response { variant: number };
        let terms_ended = variant(1) && self.is_later(last, Some(30));
        if !self.is_valid(last) || terms_ended || self.is_later(last, rule.permission_lasts_days) {
            return Some(Kind::UseAfterExpiry);
        }
        if self.is_later(last, rule.retention_days) {
            return Some(Kind::RetentionOverrun);
        }
        if variant(1) && (self.one.recipient == "B" || self.is_later(last, Some(20)) || self.is_over(Some(2))) {
            return Some(Kind::TermsBroken);
        }
        if variant(2) && self.is_later(last, Some(5)) && !self.is_delivered(last) {
            return Some(Kind::OfferNotDelivered);
        }
        if self.is_new_deal(last, versions) {
            return Some(Kind::SecondaryUseWithoutReask);
        }
        let too_early = variant(1) && self.day(last.at) < "2024-03-01".parse().unwrap();
        (rule.needs_approved_wording && (too_early || variant(2))).then_some(Kind::UnapprovedWording)
    }

    /// The kind where no answer fits, by the nearest permission for something else.
    fn nearest_kind(&self) -> Kind {
        let valid: Vec<_> = self.last_answers().into_iter().filter(|change| self.is_valid(change)).collect();
        let any = |fits: &dyn Fn(&PermissionChange) -> bool| valid.iter().any(|change| fits(change));
        if valid.is_empty() {
            Kind::NoPermission
        } else if any(&|change| self.data_fits(change)) {
            Kind::PreferenceIgnored
        } else if any(&|change| covers(&change.category, &self.one.category)) {
            Kind::PurposeMismatch
        } else if any(&|change| covers(&change.purpose, &self.one.purpose)) {
            Kind::CategoryNotCovered
        } else {
            Kind::PurposeMismatch
        }
    }

    fn is_delivered(&self, given: &PermissionChange) -> bool {
        self.one.delivers == "Map"
            || self.uses.iter().enumerate().any(|(index, other)| {
                other.delivers == "Map"
                    && other.person == Some(self.person)
                    && other.outcome == Outcome::Done
                    && other.at >= given.at
                    && (other.at, index) < (self.one.at, self.index)
            })
    }

    /// Whether the use goes beyond what the rules of the day of the permission allowed.
    fn is_new_deal(&self, given: &PermissionChange, versions: usize) -> bool {
        let then = self.versions_on(self.day(given.at));
        if then == 0 || then == versions {
            return false;
        }
        let Some(deal) = self.rule_in(then) else { return true };
        let recipient = &self.one.recipient;
        (!recipient.is_empty() && deal.recipients.as_ref().is_some_and(|list| !list.contains(recipient)))
            || self.is_later(given, deal.retention_days)
            || self.is_over(deal.contacts_per_30_days)
    }

    /// Whether the person said no to the channel or topic, and not yes to the same since.
    fn is_objected_to(&self) -> bool {
        let answers = self.last_answers();
        let about_it = |change: &PermissionChange| self.data_fits(change) && Self::no_fits(change, self.one);
        (0..answers.len()).any(|place| {
            let no = answers[place];
            let is_no =
                matches!(no.state, PermissionState::Refused | PermissionState::Withdrawn | PermissionState::Revoked);
            let names_something = !no.channel.is_empty() || !no.topic.is_empty();
            let taken_back = answers[place + 1..].iter().any(|yes| {
                let names_as_much = (no.channel.is_empty() || !yes.channel.is_empty())
                    && (no.topic.is_empty() || !yes.topic.is_empty());
                self.is_valid(yes) && names_as_much && about_it(yes)
            });
            is_no && names_something && about_it(no) && !taken_back
        })
    }

    /// Whether the person's last wish, in a scope whose yes still stands, is for fewer such contacts.
    fn is_more_than_wanted(&self) -> bool {
        let same = |one: &PermissionChange, other: &PermissionChange| {
            one.purpose == other.purpose
                && one.category == other.category
                && one.channel == other.channel
                && one.topic == other.topic
        };
        let stands = |place: usize| {
            let wish = self.before[place];
            let later = self.before[place + 1..].iter().filter(|later| same(later, wish));
            wish.state.is_valid()
                && wish.contacts_per_30_days.is_some()
                && later.clone().all(|later| later.state.is_valid() && later.contacts_per_30_days.is_none())
                && self.data_fits(wish)
                && Self::no_fits(wish, self.one)
        };
        let Some(place) = (0..self.before.len()).rfind(|&place| stands(place)) else { return false };
        let wish = self.before[place];
        let is_counted = |other: &DataUse| covers(&wish.purpose, &other.purpose) && Self::no_fits(wish, other);
        wish.contacts_per_30_days.is_some_and(|limit| self.contacts(is_counted) > limit as usize)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4000) })]

    #[test]
    fn judging_agrees_with_the_reference(world in some_world(), uses in prop::collection::vec(some_use(), 1..14)) {
        for (index, verdict) in world.verdicts(&uses).into_iter().enumerate() {
            prop_assert_eq!(verdict, slow_verdict(&world, &uses, index), "{:?}", uses[index]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn threads_and_order_make_no_difference(world in some_world(), uses in prop::collection::vec(some_use(), 1..14)) {
        prop_assert_eq!(world.judge(&uses).len(), uses.len());
    }
}

#[test]
fn the_random_histories_reach_every_verdict() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut reached = std::collections::BTreeSet::new();
    for _ in 0..2500 {
        let world = some_world().new_tree(&mut runner).unwrap().current();
        let uses = prop::collection::vec(some_use(), 1..14).new_tree(&mut runner).unwrap().current();
        reached.extend((0..uses.len()).map(|index| slow_verdict(&world, &uses, index)));
    }
    for &kind in DeviationKind::ALL {
        assert!(reached.contains(&Verdict::Deviation(kind)), "{kind:?} is never reached");
        assert!(reached.contains(&Verdict::HeldBack(Some(kind))), "{kind:?} is never spared");
    }
    assert!(CoverageGap::ALL.iter().all(|&gap| reached.contains(&Verdict::Gap(gap))));
}

//! One quarter closely: by purpose, recipient, team and campaign, why it deviated, how long it took to be seen and mended, what was forgone.

use super::sentences::of_quarter;
use super::{ComplianceModel, Model, QuarterModel, by_circumstance, by_kind};
use crate::compliance::{Forgone, Rated};
use crate::domain::{DeviationKind, IncidentKey, Money, Policy};
use crate::stats::Beta;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// How sure the limits of every interval on screen are.
const LEVEL: f64 = 0.95;

/// By what a quarter's uses are told apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum QuarterPart {
    /// What the data were used for.
    #[default]
    Purpose,
    /// Who received them.
    Recipient,
    /// Which team used them.
    Team,
    /// In which campaign.
    Campaign,
}

impl QuarterPart {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Purpose, Self::Recipient, Self::Team, Self::Campaign];

    /// The name as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Purpose => "Purpose",
            Self::Recipient => "Recipient",
            Self::Team => "Team",
            Self::Campaign => "Campaign",
        }
    }

    /// What uses are called that name none.
    fn unnamed(self) -> &'static str {
        match self {
            Self::Purpose => "No purpose named",
            Self::Recipient => "The company itself",
            Self::Team => "No team named",
            Self::Campaign => "Without a campaign",
        }
    }
}

/// The uses of one part of a quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct PartRate {
    /// Which, as people read it.
    pub name: String,
    /// Uses judged fine or deviating.
    pub uses: u64,
    /// Of these: deviations.
    pub deviations: u64,
    /// Deviations per use, 0 to 1.
    pub rate: f64,
    /// Its 95% interval: Jeffreys' prior, and uses that count for as little of a use as they do in the whole quarter, because those of one
    /// campaign and day go wrong together.
    pub interval: [f64; 2],
}

/// How long something took, over the incidents of which it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quartiles {
    /// Of how many incidents it is known.
    pub known: usize,
    /// Days that a quarter of them took at most.
    pub lower: f64,
    /// Days that half of them took at most.
    pub median: f64,
    /// Days that three quarters of them took at most.
    pub upper: f64,
}

/// How long one incident took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentTimes {
    /// Which.
    pub key: IncidentKey,
    /// Days from the event to its discovery.
    pub to_discovery: Option<i32>,
    /// Days from the event to its remedy.
    pub to_remedy: Option<i32>,
}

/// What was forgone by keeping one rule for one purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForgoneLine {
    /// The rule that was kept, as people read it.
    pub rule: String,
    /// What the data were to be used for.
    pub purpose: String,
    /// What it would have been.
    pub would_have_been: &'static str,
    /// Uses held back.
    pub uses: u64,
    /// What they would have been worth.
    pub value: Money,
}

/// One quarter closely.
#[derive(Debug, Clone, PartialEq)]
pub struct QuarterDetails {
    /// The quarter in one sentence, and the counts behind it.
    pub sentence: String,
    /// The second sentence.
    pub detail: String,
    /// By purpose, recipient, team and campaign, most deviations first.
    pub parts: [Vec<PartRate>; 4],
    /// Deviations by circumstance.
    pub circumstances: Vec<(String, u64)>,
    /// Deviations by kind.
    pub kinds: Vec<(String, u64)>,
    /// How long it took to discover what happened.
    pub discovery: Option<Quartiles>,
    /// How long it took to put it right.
    pub remedy: Option<Quartiles>,
    /// The incidents of which either is known, the slowest first.
    pub times: Vec<IncidentTimes>,
    /// What was forgone, most value first.
    pub forgone: Vec<ForgoneLine>,
}

impl QuarterDetails {
    /// The details of a quarter of a model.
    pub fn of(model: &Model, quarter: &QuarterModel) -> Self {
        let counts = &quarter.counts;
        let dispersion = quarter.rate.as_ref().map_or(1.0, |rate| rate.dispersion);
        let part = |part: QuarterPart, rated: &BTreeMap<String, Rated>| part_rates(part, rated, dispersion);
        let mut forgone: Vec<ForgoneLine> =
            counts.forgone.iter().map(|forgone| forgone_line(forgone, &model.policy)).collect();
        forgone.sort_by_key(|line| std::cmp::Reverse((line.value, line.uses)));
        let quarters = &model.compliance.quarters;
        let place = quarters.iter().position(|known| known.quarter == quarter.quarter);
        let before = place.and_then(|place| quarters.get(place.checked_sub(1)?));
        let (sentence, detail) = of_quarter(quarter, before);
        Self {
            sentence,
            detail,
            parts: [
                part(QuarterPart::Purpose, &counts.by_purpose),
                part(QuarterPart::Recipient, &counts.by_recipient),
                part(QuarterPart::Team, &counts.by_team),
                part(QuarterPart::Campaign, &counts.by_campaign),
            ],
            circumstances: by_circumstance(quarter).into_iter().collect(),
            kinds: by_kind(quarter).into_iter().collect(),
            discovery: quartiles(&counts.days_to_discovery),
            remedy: quartiles(&counts.days_to_remedy),
            times: times(quarter, &model.compliance),
            forgone,
        }
    }

    /// The rates of one part.
    pub fn part(&self, part: QuarterPart) -> &[PartRate] {
        &self.parts[part as usize]
    }
}

fn part_rates(part: QuarterPart, rated: &BTreeMap<String, Rated>, dispersion: f64) -> Vec<PartRate> {
    let line = |(name, rated): (&String, &Rated)| {
        let (deviations, uses) = (rated.deviations as f64, rated.uses as f64);
        let posterior =
            Beta { alpha: 0.5 + deviations / dispersion, beta: 0.5 + (uses - deviations).max(0.0) / dispersion };
        let rate = deviations / uses.max(1.0);
        let [lower, upper] = posterior.equal_tailed(LEVEL);
        PartRate {
            name: if name.is_empty() { part.unnamed().to_owned() } else { name.clone() },
            uses: rated.uses,
            deviations: rated.deviations,
            rate,
            interval: [lower.min(rate), upper.max(rate)],
        }
    };
    let mut lines: Vec<PartRate> = rated.iter().map(line).collect();
    lines.sort_by(|one, other| (other.deviations, one.uses, &one.name).cmp(&(one.deviations, other.uses, &other.name)));
    lines
}

/// Quartiles of days in ascending order, between two of them in proportion (Hyndman and Fan 1996, definition 7); `None` of nothing.
fn quartiles(days: &[u32]) -> Option<Quartiles> {
    let last = days.len().checked_sub(1)?;
    let at = |share: usize| {
        let (place, rest) = (share * last / 4, share * last % 4);
        let day = |place: usize| days.get(place.min(last)).map_or(0.0, |&day| f64::from(day));
        day(place) + (day(place + 1) - day(place)) * rest as f64 / 4.0
    };
    Some(Quartiles { known: days.len(), lower: at(1), median: at(2), upper: at(3) })
}

fn times(quarter: &QuarterModel, compliance: &ComplianceModel) -> Vec<IncidentTimes> {
    let days = quarter.quarter.first_day()..quarter.quarter.next().first_day();
    let judged = compliance.incidents.iter().filter_map(|model| {
        let (key, note) = (&model.incident.key, model.note.as_ref()?);
        Some((key.clone(), note.discovered_on, note.remedied_on))
    });
    let reported = compliance.reported.iter().map(|report| {
        let key = IncidentKey { day: report.day, kind: report.kind, campaign: report.what.clone() };
        (key, report.discovered_on, report.remedied_on)
    });
    let line = |(key, discovered, remedied): (IncidentKey, Option<Date>, Option<Date>)| {
        let after = |day: Option<Date>| day.map(|day| (day - key.day).get_days()).filter(|days| *days >= 0);
        let (to_discovery, to_remedy) = (after(discovered), after(remedied));
        (to_discovery.is_some() || to_remedy.is_some()).then_some(IncidentTimes { key, to_discovery, to_remedy })
    };
    let mut found: Vec<IncidentTimes> =
        judged.chain(reported).filter(|(key, ..)| days.contains(&key.day)).filter_map(line).collect();
    found.sort_by_key(|times| std::cmp::Reverse((times.to_remedy.max(times.to_discovery), times.key.day)));
    found
}

fn forgone_line(forgone: &Forgone, policy: &Policy) -> ForgoneLine {
    let rule = forgone.rule.and_then(|(version, rule)| policy.versions().get(version)?.rules.get(rule));
    ForgoneLine {
        rule: rule.map_or_else(|| "No rule is about it".to_owned(), |rule| rule.name.clone()),
        purpose: forgone.purpose.clone(),
        would_have_been: forgone.would_have_been.map_or("Fine, or not to be judged", DeviationKind::label),
        uses: forgone.held_back.uses,
        value: forgone.held_back.value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_lie_between_days_in_proportion() {
        assert_eq!(quartiles(&[]), None);
        let of = |days: &[u32]| quartiles(days).map(|found| [found.lower, found.median, found.upper]);
        assert_eq!(of(&[7]), Some([7.0; 3]));
        assert_eq!(of(&[1, 2, 3, 4]), Some([1.75, 2.5, 3.25]));
        assert_eq!(of(&[0, 0, 10, 30, 100]), Some([0.0, 10.0, 30.0]));
    }

    #[test]
    fn parts_stand_with_most_deviations_first_and_few_uses_say_little() {
        let rated = |uses, deviations| Rated { uses, deviations };
        let teams = BTreeMap::from([
            (String::new(), rated(1000, 4)),
            ("CRM".to_owned(), rated(10, 4)),
            ("Shop".to_owned(), rated(10_000, 400)),
        ]);
        let lines = part_rates(QuarterPart::Team, &teams, 1.0);
        assert_eq!(lines.iter().map(|line| line.name.as_str()).collect::<Vec<_>>(), ["Shop", "CRM", "No team named"]);
        let width = |line: &PartRate| line.interval[1] - line.interval[0];
        assert!(width(&lines[1]) > 0.4 && width(&lines[0]) < 0.01);
        let alike = part_rates(QuarterPart::Team, &teams, 20.0);
        assert!(width(&alike[0]) > 4.0 * width(&lines[0]), "uses that go wrong together say less");
    }
}

//! Which incidents are shown, in which order and groups.

use super::super::IncidentModel;
use crate::domain::{Circumstance, DeviationKind, Disposition, Money, Quarter};
use crate::picture::format;
use jiff::civil::Date;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// By what incidents are ordered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum IncidentColumn {
    /// The kind of deviation, by its label.
    Kind,
    /// The day.
    #[default]
    Day,
    /// The campaign.
    Campaign,
    /// Why it happened.
    Circumstance,
    /// How many people it touched.
    People,
    /// How many uses.
    Uses,
    /// What it cost; where nobody said, below nothing.
    Cost,
    /// What was decided.
    State,
}

/// By what incidents are put together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum IncidentGrouping {
    /// Not at all.
    #[default]
    None,
    /// By kind.
    Kind,
    /// By campaign.
    Campaign,
    /// By day.
    Day,
    /// By quarter.
    Quarter,
}

impl IncidentGrouping {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::None, Self::Kind, Self::Campaign, Self::Day, Self::Quarter];

    /// The name as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "Not grouped",
            Self::Kind => "By kind",
            Self::Campaign => "By campaign",
            Self::Day => "By day",
            Self::Quarter => "By quarter",
        }
    }
}

/// Which incidents are wanted, and how they are laid out; `None` and empty words leave nothing out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncidentQuery {
    /// Of this kind only.
    pub kind: Option<DeviationKind>,
    /// In this campaign only.
    pub campaign: Option<String>,
    /// Of this team only.
    pub team: Option<String>,
    /// With this circumstance only; `Some(None)`: those of which nobody said why.
    pub circumstance: Option<Option<Circumstance>>,
    /// In this state only.
    pub disposition: Option<Disposition>,
    /// In this quarter only.
    pub quarter: Option<Quarter>,
    /// Words that must all be found somewhere in what is known of it, in any case.
    pub text: String,
    /// By what they are ordered.
    pub order: IncidentColumn,
    /// Whether the smallest or earliest stands first.
    pub ascending: bool,
    /// By what they are put together.
    pub grouping: IncidentGrouping,
    /// The labels of groups whose incidents are hidden.
    pub folded: BTreeSet<String>,
}

/// What can be filtered by: the values that occur.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncidentChoices {
    /// Kinds of deviation.
    pub kinds: Vec<DeviationKind>,
    /// Campaigns.
    pub campaigns: Vec<String>,
    /// Teams.
    pub teams: Vec<String>,
    /// Circumstances; `None` where nobody said why.
    pub circumstances: Vec<Option<Circumstance>>,
    /// States.
    pub dispositions: Vec<Disposition>,
    /// Quarters, latest first.
    pub quarters: Vec<Quarter>,
}

/// Sums over incidents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IncidentTotals {
    /// How many.
    pub incidents: usize,
    /// Of these: nobody decided yet.
    pub open: usize,
    /// Uses.
    pub uses: u64,
    /// What they cost, as far as somebody said.
    pub cost: Money,
}

/// Incidents that belong together in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentGroup {
    /// What they have in common.
    pub label: String,
    /// Their places in [`IncidentList::order`].
    pub members: Range<usize>,
    /// What they add up to.
    pub totals: IncidentTotals,
    /// Whether they are hidden.
    pub folded: bool,
}

/// One row of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncidentRow {
    /// The heading of a group, by its place in [`IncidentList::groups`].
    Group(usize),
    /// An incident, by its place in [`IncidentList::order`].
    Incident(usize),
}

/// The incidents that are wanted, laid out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncidentList {
    /// The incidents, as indices into all of them, in the order in which they stand; those of folded groups included.
    pub order: Vec<usize>,
    /// The groups; none if nothing is grouped.
    pub groups: Vec<IncidentGroup>,
    /// What is drawn, from top to bottom.
    pub rows: Vec<IncidentRow>,
    /// What all of them add up to.
    pub totals: IncidentTotals,
}

impl IncidentChoices {
    /// What occurs among incidents.
    pub fn of(incidents: &[IncidentModel], fiscal_start_month: i8) -> Self {
        fn distinct<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
            values.collect::<BTreeSet<_>>().into_iter().collect()
        }
        let keys = || incidents.iter().map(|model| &model.incident.key);
        let mut quarters = distinct(keys().map(|key| Quarter::of(key.day, fiscal_start_month)));
        quarters.reverse();
        Self {
            kinds: distinct(keys().map(|key| key.kind)),
            campaigns: distinct(keys().map(|key| &key.campaign)).into_iter().cloned().collect(),
            teams: distinct(incidents.iter().flat_map(|model| &model.incident.teams)).into_iter().cloned().collect(),
            circumstances: distinct(incidents.iter().map(IncidentModel::circumstance)),
            dispositions: distinct(incidents.iter().map(IncidentModel::disposition)),
            quarters,
        }
    }
}

impl IncidentTotals {
    fn of<'a>(incidents: impl Iterator<Item = &'a IncidentModel>) -> Self {
        let mut totals = Self::default();
        for model in incidents {
            totals.incidents += 1;
            totals.open += usize::from(model.disposition() == Disposition::Open);
            totals.uses += model.incident.uses;
            totals.cost = totals.cost + model.cost().unwrap_or_default();
        }
        totals
    }
}

impl IncidentList {
    /// The incidents that a query wants; quarters are those of years that start in a month of 1 to 12.
    pub fn of(incidents: &[IncidentModel], query: &IncidentQuery, fiscal_start_month: i8) -> Self {
        let words: Vec<String> = query.text.split_whitespace().map(str::to_lowercase).collect();
        let wanted = |model: &IncidentModel| query.wants(model, fiscal_start_month) && has_words(model, &words);
        let mut found: Vec<usize> = (0..incidents.len()).filter(|&index| wanted(&incidents[index])).collect();
        found.sort_by(|&one, &other| query.compare(&incidents[one], &incidents[other]));
        let totals = IncidentTotals::of(found.iter().map(|&index| &incidents[index]));
        if query.grouping == IncidentGrouping::None {
            let rows = (0..found.len()).map(IncidentRow::Incident).collect();
            return Self { order: found, groups: Vec::new(), rows, totals };
        }
        let mut list = Self { totals, ..Self::default() };
        for (label, members) in grouped(incidents, found, query.grouping, fiscal_start_month) {
            list.add_group(incidents, label, members, &query.folded);
        }
        list
    }

    fn add_group(
        &mut self,
        incidents: &[IncidentModel],
        label: String,
        members: Vec<usize>,
        folded: &BTreeSet<String>,
    ) {
        let first = self.order.len();
        let totals = IncidentTotals::of(members.iter().map(|&index| &incidents[index]));
        self.order.extend(members);
        let (members, folded) = (first..self.order.len(), folded.contains(&label));
        self.rows.push(IncidentRow::Group(self.groups.len()));
        if !folded {
            self.rows.extend(members.clone().map(IncidentRow::Incident));
        }
        self.groups.push(IncidentGroup { label, members, totals, folded });
    }
}

impl IncidentQuery {
    fn wants(&self, model: &IncidentModel, fiscal_start_month: i8) -> bool {
        let key = &model.incident.key;
        self.kind.is_none_or(|kind| kind == key.kind)
            && self.campaign.as_ref().is_none_or(|campaign| *campaign == key.campaign)
            && self.team.as_ref().is_none_or(|team| model.incident.teams.contains(team))
            && self.circumstance.is_none_or(|circumstance| circumstance == model.circumstance())
            && self.disposition.is_none_or(|disposition| disposition == model.disposition())
            && self.quarter.is_none_or(|quarter| quarter == Quarter::of(key.day, fiscal_start_month))
    }

    fn compare(&self, one: &IncidentModel, other: &IncidentModel) -> Ordering {
        let (first, second) = (&one.incident, &other.incident);
        let ordering = match self.order {
            IncidentColumn::Kind => first.key.kind.label().cmp(second.key.kind.label()),
            IncidentColumn::Day => first.key.day.cmp(&second.key.day),
            IncidentColumn::Campaign => first.key.campaign.cmp(&second.key.campaign),
            IncidentColumn::Circumstance => circumstance_label(one).cmp(circumstance_label(other)),
            IncidentColumn::People => first.people.cmp(&second.people),
            IncidentColumn::Uses => first.uses.cmp(&second.uses),
            IncidentColumn::Cost => one.cost().cmp(&other.cost()),
            IncidentColumn::State => one.disposition().cmp(&other.disposition()),
        };
        let ordering = if self.ascending { ordering } else { ordering.reverse() };
        // The same place in every list for what is alike.
        ordering.then_with(|| second.key.cmp(&first.key))
    }
}

fn circumstance_label(model: &IncidentModel) -> &'static str {
    model.circumstance().map_or("", Circumstance::label)
}

/// Whether every word, in small letters, is found somewhere.
fn has_words(model: &IncidentModel, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let incident = &model.incident;
    let mut text = [incident.key.kind.label(), &incident.key.campaign, circumstance_label(model)].join("\n");
    let note = model.note.iter().flat_map(|note| [&note.note, &note.by]);
    let day = format::day(incident.key.day);
    let named = incident.recipients.iter().chain(&incident.purposes).chain(&incident.teams).chain(note).chain([&day]);
    for words in named {
        text.push('\n');
        text.push_str(words);
    }
    text.push_str(model.disposition().label());
    let text = text.to_lowercase();
    words.iter().all(|word| text.contains(word))
}

/// Groups with their labels: days and quarters latest first, kinds and campaigns by how many incidents they have.
fn grouped(
    incidents: &[IncidentModel],
    found: Vec<usize>,
    grouping: IncidentGrouping,
    fiscal_start_month: i8,
) -> Vec<(String, Vec<usize>)> {
    let mut groups: BTreeMap<(Reverse<Option<Date>>, String), Vec<usize>> = BTreeMap::new();
    for index in found {
        let key = &incidents[index].incident.key;
        let quarter = || Quarter::of(key.day, fiscal_start_month);
        let (day, label) = match grouping {
            IncidentGrouping::None => (None, String::new()),
            IncidentGrouping::Kind => (None, key.kind.label().to_owned()),
            IncidentGrouping::Campaign => (None, campaign_label(&key.campaign).to_owned()),
            IncidentGrouping::Day => (Some(key.day), format::day(key.day)),
            IncidentGrouping::Quarter => (Some(quarter().first_day()), quarter().label()),
        };
        groups.entry((Reverse(day), label)).or_default().push(index);
    }
    let mut groups: Vec<(String, Vec<usize>)> =
        groups.into_iter().map(|((_, label), members)| (label, members)).collect();
    if matches!(grouping, IncidentGrouping::Kind | IncidentGrouping::Campaign) {
        groups.sort_by_key(|(_, members)| Reverse(members.len()));
    }
    groups
}

/// A campaign as people read it.
fn campaign_label(campaign: &str) -> &str {
    if campaign.is_empty() { "Without a campaign" } else { campaign }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::{Explanation, Incident, RestsOn};
    use crate::domain::{IncidentKey, IncidentNote};
    use jiff::civil::date;

    fn incident(day: Date, kind: DeviationKind, campaign: &str, people: u64) -> IncidentModel {
        IncidentModel {
            incident: Incident {
                key: IncidentKey { day, kind, campaign: campaign.into() },
                uses: 2 * people,
                people,
                value: Money::default(),
                circumstance_in_log: None,
                recipients: vec!["Agency A".into()],
                purposes: Vec::new(),
                teams: vec!["CRM".into()],
                first_use: 0,
            },
            note: None,
            explanation: Explanation {
                what: String::new(),
                why: String::new(),
                would_have_been_fine: String::new(),
                rests_on: RestsOn::default(),
            },
        }
    }

    fn sample() -> Vec<IncidentModel> {
        let mut all = vec![
            incident(date(2026, 2, 3), DeviationKind::OverContact, "Spring", 5),
            incident(date(2026, 5, 1), DeviationKind::OverContact, "Summer", 9),
            incident(date(2026, 5, 2), DeviationKind::NoPermission, "Spring", 1),
        ];
        all[1].note = Some(IncidentNote {
            disposition: Disposition::Stands,
            circumstance: Some(Circumstance::CampaignDeadline),
            cost: Some(Money { cents: 700 }),
            note: "The calendar was wrong".into(),
            ..IncidentNote::empty(all[1].incident.key.clone())
        });
        all
    }

    fn shown(query: &IncidentQuery) -> Vec<usize> {
        IncidentList::of(&sample(), query, 1).order
    }

    #[test]
    fn the_latest_stands_first_until_another_order_is_asked_for() {
        assert_eq!(shown(&IncidentQuery::default()), [2, 1, 0]);
        let by_people = |ascending| IncidentQuery { order: IncidentColumn::People, ascending, ..Default::default() };
        assert_eq!(shown(&by_people(false)), [1, 0, 2]);
        assert_eq!(shown(&by_people(true)), [2, 0, 1]);
        assert_eq!(shown(&IncidentQuery { order: IncidentColumn::Cost, ..Default::default() })[0], 1);
    }

    #[test]
    fn filters_leave_out_what_is_not_wanted() {
        let of = |query: IncidentQuery| shown(&query);
        assert_eq!(of(IncidentQuery { kind: Some(DeviationKind::NoPermission), ..Default::default() }), [2]);
        assert_eq!(of(IncidentQuery { campaign: Some("Spring".into()), ..Default::default() }), [2, 0]);
        assert_eq!(of(IncidentQuery { team: Some("Shop".into()), ..Default::default() }), [0; 0]);
        assert_eq!(of(IncidentQuery { circumstance: Some(None), ..Default::default() }), [2, 0]);
        assert_eq!(of(IncidentQuery { disposition: Some(Disposition::Stands), ..Default::default() }), [1]);
        let first = Quarter { year: 2026, number: 1, start_month: 1 };
        assert_eq!(of(IncidentQuery { quarter: Some(first), ..Default::default() }), [0]);
        assert_eq!(of(IncidentQuery { text: "calendar SUMMER".into(), ..Default::default() }), [1]);
        assert_eq!(of(IncidentQuery { text: "agency crm 3 feb".into(), ..Default::default() }), [0]);
    }

    #[test]
    fn groups_hold_their_incidents_and_can_be_folded() {
        let mut query = IncidentQuery { grouping: IncidentGrouping::Kind, ..Default::default() };
        let list = IncidentList::of(&sample(), &query, 1);
        assert_eq!(list.order, [1, 0, 2]);
        assert_eq!(list.groups[0].label, "Over contact limit");
        assert_eq!(list.groups[0].members, 0..2);
        let totals = IncidentTotals { incidents: 2, open: 1, uses: 28, cost: Money { cents: 700 } };
        assert_eq!(list.groups[0].totals, totals);
        assert_eq!(list.totals.open, 2);
        query.folded.insert("Over contact limit".into());
        let list = IncidentList::of(&sample(), &query, 1);
        let rows = [IncidentRow::Group(0), IncidentRow::Group(1), IncidentRow::Incident(2)];
        assert_eq!(list.rows, rows);
        assert_eq!(list.order, [1, 0, 2], "folding hides, it does not leave out");
        query = IncidentQuery { grouping: IncidentGrouping::Quarter, ..Default::default() };
        let labels: Vec<_> = IncidentList::of(&sample(), &query, 4).groups.into_iter().map(|one| one.label).collect();
        assert_eq!(labels, ["FY2027-Q1", "FY2026-Q4"]);
    }

    #[test]
    fn choices_are_what_occurs() {
        let choices = IncidentChoices::of(&sample(), 1);
        assert_eq!(choices.campaigns, ["Spring", "Summer"]);
        assert_eq!(choices.circumstances, [None, Some(Circumstance::CampaignDeadline)]);
        assert_eq!(choices.quarters[0], Quarter { year: 2026, number: 2, start_month: 1 });
        assert_eq!(choices.dispositions, [Disposition::Open, Disposition::Stands]);
    }
}

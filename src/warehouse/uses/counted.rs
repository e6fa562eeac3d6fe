//! What a warehouse answered about uses.

use super::judged::GAP;
use crate::domain::{
    Circumstance, CountedForgone, CountedIncident, CountedMonth, CoverageGap, DeviationKind, FEW_PEOPLE, IncidentKey,
};
use crate::warehouse::AnswerError;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// One line of the answer to [`super::uses_sql`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UseLine {
    /// What the line counts.
    pub section: String,
    /// The month, such as `2026-11`; empty for what is counted over all.
    pub month: String,
    /// The group or the reason.
    pub name: String,
    /// A word of an incident's uses.
    pub word: String,
    /// What is counted, by section.
    pub numbers: [i64; 7],
}

/// Logs of uses and permissions that were judged in a warehouse.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountedLog {
    /// The months, earliest first.
    pub months: Vec<CountedMonth>,
    /// Rows of the use log.
    pub uses_read: u64,
    /// Of these: usable.
    pub uses_kept: u64,
    /// Rows of the permission log.
    pub changes_read: u64,
    /// Of these: usable.
    pub changes_kept: u64,
    /// Rows of uses that cannot be used, by the reason's name.
    pub uses_aside: BTreeMap<String, u64>,
    /// Rows of permissions that cannot be used.
    pub changes_aside: BTreeMap<String, u64>,
    /// People whose data were used.
    pub people: u64,
    /// Of these: people of whom the permission log tells anything.
    pub people_met: u64,
    /// Usable uses whose amount engines may read otherwise than a file import does.
    pub amounts: u64,
    /// Usable rows whose identifier engines may spell otherwise.
    pub doubtful: u64,
    /// Rows with words that came after the words were asked for.
    pub new_words: u64,
    /// Moments at which a person was contacted and something else was done, in an order that nothing tells.
    pub tied: u64,
}

/// The counts in the lines of an answer.
///
/// # Errors
/// [`AnswerError`] for lines that no query of ours gives.
pub fn counted_uses(lines: impl IntoIterator<Item = UseLine>) -> Result<CountedLog, AnswerError> {
    let (mut log, mut months) = (CountedLog::default(), BTreeMap::new());
    for line in lines {
        let [first, second, ..] = line.numbers;
        let counted = match line.section.as_str() {
            "uses_read" => &mut log.uses_read,
            "uses_kept" => &mut log.uses_kept,
            "changes_read" => &mut log.changes_read,
            "changes_kept" => &mut log.changes_kept,
            "people" => &mut log.people,
            "people_met" => &mut log.people_met,
            "amounts" => &mut log.amounts,
            "doubtful" => &mut log.doubtful,
            "new_words" => &mut log.new_words,
            "tied" => &mut log.tied,
            "uses_aside" => log.uses_aside.entry(line.name.clone()).or_default(),
            "changes_aside" => log.changes_aside.entry(line.name.clone()).or_default(),
            section if section.starts_with("incident_") || section == "incident" => {
                let is_folded = line.numbers[if section == "incident" {
                    5
                } else if section == "incident_people" {
                    3
                } else {
                    2
                }] == 1;
                let incident = incident(month(&mut months, &line.month)?, &line, is_folded)?;
                add_to_incident(incident, &line)?;
                continue;
            }
            "verdict" => {
                add_verdict(month(&mut months, &line.month)?, first, amount(second)?)?;
                continue;
            }
            _ => {
                add(month(&mut months, &line.month)?, &line)?;
                continue;
            }
        };
        *counted += amount(first)?;
    }
    log.months = months.into_values().collect();
    for month in &mut log.months {
        month.forgone.sort();
        month.groups.sort_unstable();
        month.deviating.sort_by(|one, other| one.key.cmp(&other.key));
    }
    Ok(log)
}

fn amount(number: i64) -> Result<u64, AnswerError> {
    u64::try_from(number).map_err(|_| AnswerError::Count(number))
}

fn month<'a>(months: &'a mut BTreeMap<Date, CountedMonth>, told: &str) -> Result<&'a mut CountedMonth, AnswerError> {
    let first: Date = format!("{told}-01").parse().map_err(|_| AnswerError::Month(told.to_owned()))?;
    Ok(months.entry(first).or_insert_with(|| CountedMonth { month_first_day: first, ..CountedMonth::default() }))
}

fn deviation(code: i64) -> Result<Option<DeviationKind>, AnswerError> {
    let place = usize::try_from(code).map_err(|_| AnswerError::Verdict(code))?;
    let Some(place) = place.checked_sub(1) else { return Ok(None) };
    DeviationKind::ALL.get(place).copied().map(Some).ok_or(AnswerError::Verdict(code))
}

fn add_verdict(month: &mut CountedMonth, code: i64, uses: u64) -> Result<(), AnswerError> {
    if let Some(place) = code.checked_sub(i64::from(GAP)).filter(|place| *place >= 0) {
        let gap = usize::try_from(place).ok().and_then(|place| CoverageGap::ALL.get(place));
        *month.gaps.entry(*gap.ok_or(AnswerError::Verdict(code))?).or_default() += uses;
        return Ok(());
    }
    month.uses += uses;
    if let Some(kind) = deviation(code)? {
        month.deviations += uses;
        *month.by_kind.entry(kind).or_default() += uses;
    }
    Ok(())
}

/// The incident that a line is about; its day and kind are the first numbers.
fn incident<'a>(
    month: &'a mut CountedMonth,
    line: &UseLine,
    is_folded: bool,
) -> Result<&'a mut CountedIncident, AnswerError> {
    let [day, code, ..] = line.numbers;
    let kind = deviation(code)?.ok_or(AnswerError::Verdict(code))?;
    // Incidents of few people are one for each kind and month, which stands at its first day.
    let told = i32::try_from(day).ok().and_then(|day| Date::constant(1970, 1, 1).checked_add(day.days()).ok());
    let day = if is_folded { Some(month.month_first_day) } else { told };
    let campaign = if is_folded { FEW_PEOPLE.to_owned() } else { line.name.clone() };
    let key = IncidentKey { day: day.ok_or_else(|| AnswerError::Month(line.month.clone()))?, kind, campaign };
    let place = month.deviating.binary_search_by(|known| known.key.cmp(&key)).unwrap_or_else(|place| {
        month.deviating.insert(place, CountedIncident::empty(key));
        place
    });
    Ok(&mut month.deviating[place])
}

fn add_to_incident(incident: &mut CountedIncident, line: &UseLine) -> Result<(), AnswerError> {
    let [_, _, third, fourth, fifth, ..] = line.numbers;
    match line.section.as_str() {
        "incident" => {
            let named = usize::try_from(third).ok().and_then(|place| Circumstance::ALL.get(place));
            let name = named.map_or("", |circumstance| circumstance.name()).to_owned();
            *incident.by_circumstance.entry(name).or_default() += amount(fourth)?;
            incident.value_cents = incident.value_cents.saturating_add(fifth);
        }
        "incident_people" => incident.people += amount(third)?,
        "incident_purpose" => drop(incident.purposes.insert(line.word.clone())),
        "incident_recipient" => drop(incident.recipients.insert(line.word.clone())),
        "incident_team" => drop(incident.teams.insert(line.word.clone())),
        other => return Err(AnswerError::Section(other.to_owned())),
    }
    Ok(())
}

fn add(month: &mut CountedMonth, line: &UseLine) -> Result<(), AnswerError> {
    let [first, second, third, fourth, fifth, sixth, seventh] = line.numbers;
    let name = |is_folded: i64| if is_folded == 1 { FEW_PEOPLE.to_owned() } else { line.name.clone() };
    let groups = match line.section.as_str() {
        "purpose" => &mut month.by_purpose,
        "recipient" => &mut month.by_recipient,
        "team" => &mut month.by_team,
        "campaign" => &mut month.by_campaign,
        "group" => {
            month.groups.push([amount(first)?, amount(second)?, amount(third)?]);
            return Ok(());
        }
        "incidents" => {
            month.incidents += amount(first)?;
            return Ok(());
        }
        "forgone" => {
            month.forgone.push(CountedForgone {
                rule: usize::try_from(first).ok().zip(usize::try_from(second).ok()),
                would_have_been: deviation(third)?,
                purpose: name(seventh),
                uses: amount(fourth)?,
                value_cents: fifth,
                without_value: amount(sixth)?,
            });
            return Ok(());
        }
        other => return Err(AnswerError::Section(other.to_owned())),
    };
    groups.insert(name(third), [amount(first)?, amount(second)?]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(section: &str, month: &str, numbers: [i64; 7]) -> UseLine {
        UseLine { section: section.into(), month: month.into(), name: "sales".into(), word: String::new(), numbers }
    }

    #[test]
    fn lines_become_months() {
        let kind = DeviationKind::NoPermission;
        let log = counted_uses([
            line("uses_read", "", [9, 0, 0, 0, 0, 0, 0]),
            line("verdict", "2026-11", [0, 4, 0, 0, 0, 0, 0]),
            line("verdict", "2026-11", [i64::from(kind as u8) + 1, 2, 0, 0, 0, 0, 0]),
            line("verdict", "2026-11", [64, 3, 0, 0, 0, 0, 0]),
            line("purpose", "2026-11", [6, 2, 1, 0, 0, 0, 0]),
            line("forgone", "2026-10", [-1, -1, 0, 5, -250, 4, 0]),
        ])
        .unwrap();
        let [october, november] = &log.months[..] else { panic!("two months") };
        assert_eq!((log.uses_read, november.uses, november.deviations, november.by_kind[&kind]), (9, 6, 2, 2));
        assert_eq!(november.gaps[&CoverageGap::UnresolvedPerson], 3);
        assert_eq!(november.by_purpose[FEW_PEOPLE], [6, 2]);
        let forgone = &october.forgone[0];
        assert_eq!((forgone.rule, forgone.value_cents, forgone.purpose.as_str()), (None, -250, "sales"));
    }

    #[test]
    fn answers_that_were_not_asked_for_are_refused() {
        let refused = |line: UseLine| counted_uses([line]).unwrap_err();
        assert_eq!(refused(line("verdict", "2026-11", [16, 1, 0, 0, 0, 0, 0])), AnswerError::Verdict(16));
        assert_eq!(refused(line("verdict", "2026-11", [-1, 1, 0, 0, 0, 0, 0])), AnswerError::Verdict(-1));
        assert_eq!(refused(line("verdict", "2026-11", [70, 1, 0, 0, 0, 0, 0])), AnswerError::Verdict(70));
        assert_eq!(refused(line("verdict", "soon", [0, 1, 0, 0, 0, 0, 0])), AnswerError::Month("soon".into()));
        assert_eq!(refused(line("else", "2026-11", [0; 7])), AnswerError::Section("else".into()));
        assert_eq!(refused(line("uses_read", "", [-3, 0, 0, 0, 0, 0, 0])), AnswerError::Count(-3));
    }
}

//! Deviations that a person reported by hand.

use super::{Circumstance, DeviationKind, Discovery, Money, RecordedDeviations};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// One deviation that no log shows: told by a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedDeviation {
    /// Its key; 0 before it is stored.
    pub id: i64,
    /// The day on which it happened, in the workspace's time zone.
    pub day: Date,
    /// How it deviated.
    pub kind: DeviationKind,
    /// The campaign, or what happened, in a few words.
    pub what: String,
    /// How many people it touched; 0 if nobody knows.
    pub people: u64,
    /// Why it happened; `None` if nobody said yet.
    pub circumstance: Option<Circumstance>,
    /// What it cost; `None` if nobody said yet.
    pub cost: Option<Money>,
    /// How it came to light.
    pub discovery: Option<Discovery>,
    /// The day on which it came to light; `None` if nobody said.
    #[serde(default)]
    pub discovered_on: Option<Date>,
    /// The day on which it was put right; `None` if it was not, or nobody said.
    #[serde(default)]
    pub remedied_on: Option<Date>,
    /// Anything else.
    pub note: String,
    /// Who reported it, by the name that they gave on their own computer; empty if they gave none.
    pub by: String,
    /// When it was reported; `None` before it is stored.
    pub at: Option<Timestamp>,
}

impl ReportedDeviation {
    /// A report of a day that says nothing yet but the kind.
    pub fn of(day: Date, kind: DeviationKind) -> Self {
        Self {
            id: 0,
            day,
            kind,
            what: String::new(),
            people: 0,
            circumstance: None,
            cost: None,
            discovery: None,
            discovered_on: None,
            remedied_on: None,
            note: String::new(),
            by: String::new(),
            at: None,
        }
    }

    /// Whether it can stand on a day.
    ///
    /// # Errors
    /// Why not: nobody said what happened, it lies in the future or before 1970, it came to light or was put right before it
    /// happened or in the future, or it cost less than nothing.
    pub fn check(&self, today: Date) -> Result<(), &'static str> {
        if self.what.trim().is_empty() {
            Err("nobody said what happened")
        } else if self.day > today {
            Err("the day has not come yet")
        } else if self.day.year() < 1970 {
            Err("the day lies before 1970")
        } else if self.cost.is_some_and(|cost| cost.cents < 0) {
            Err("it cannot cost less than nothing")
        } else if [self.discovered_on, self.remedied_on].into_iter().flatten().any(|day| day < self.day || day > today)
        {
            Err("it came to light or was put right between the day on which it happened and today")
        } else {
            Ok(())
        }
    }

    /// The same as deviations recorded elsewhere, which quarters count.
    pub fn as_recorded(&self) -> RecordedDeviations {
        RecordedDeviations {
            day: self.day,
            quarter_only: false,
            kind: self.kind.name().to_owned(),
            circumstance: self.circumstance.map_or("", Circumstance::name).to_owned(),
            count: 1,
            people: self.people,
            cost: self.cost.unwrap_or_default(),
            discovered_on: self.discovered_on,
            remedied_on: self.remedied_on,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_report_says_what_happened_and_when() {
        let today = date(2026, 11, 22);
        let report = ReportedDeviation {
            what: "Mail to the wrong list".into(),
            ..ReportedDeviation::of(today, DeviationKind::PreferenceIgnored)
        };
        assert_eq!(report.check(today), Ok(()));
        assert!(ReportedDeviation { what: " ".into(), ..report.clone() }.check(today).is_err());
        assert!(ReportedDeviation { day: date(2026, 11, 23), ..report.clone() }.check(today).is_err());
        assert!(ReportedDeviation { day: date(969, 11, 23), ..report.clone() }.check(today).is_err());
        assert!(ReportedDeviation { cost: Some(Money { cents: -1 }), ..report.clone() }.check(today).is_err());
        let early = Some(date(2026, 11, 21));
        assert!(ReportedDeviation { remedied_on: early, ..report.clone() }.check(today).is_err());
        let recorded = ReportedDeviation { circumstance: Some(Circumstance::Misdelivery), ..report }.as_recorded();
        assert_eq!((recorded.kind.as_str(), recorded.circumstance.as_str()), ("PreferenceIgnored", "Misdelivery"));
        assert_eq!((recorded.count, recorded.cost), (1, Money::default()));
    }
}

//! Backups: why they are made, how often, and which of them are kept.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Scheduled backups are kept of so many of the latest days and weeks that have any.
const KEPT: [(i64, usize); 2] = [(DAY_S, 7), (7 * DAY_S, 4)];
/// So many are kept of each other kind that the program makes by itself.
const KEPT_OF_A_KIND: usize = 3;
const HOUR_S: i64 = 3600;
const DAY_S: i64 = 24 * HOUR_S;
/// The first Monday after the beginning of time: weeks begin on Mondays.
const FIRST_MONDAY_S: i64 = 4 * DAY_S;

/// Why a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BackupReason {
    /// Its time had come.
    Schedule,
    /// The workspace was about to be brought up to the format of a newer program.
    Update,
    /// Another backup was about to be restored over the workspace.
    Restoring,
    /// Somebody asked for it.
    Asked,
}

impl BackupReason {
    /// All reasons.
    pub const ALL: [Self; 4] = [Self::Schedule, Self::Update, Self::Restoring, Self::Asked];

    /// In a few words, as they stand in the name of the file too.
    pub fn label(self) -> &'static str {
        match self {
            Self::Schedule => "on schedule",
            Self::Update => "before an update",
            Self::Restoring => "before restoring",
            Self::Asked => "by hand",
        }
    }
}

/// How often a workspace that is open is backed up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BackupRhythm {
    /// Never by itself.
    Off,
    /// Every hour.
    Hourly,
    /// Every day.
    #[default]
    Daily,
    /// Every week.
    Weekly,
}

impl BackupRhythm {
    /// All rhythms, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Off, Self::Hourly, Self::Daily, Self::Weekly];

    /// In one word or two.
    pub fn label(self) -> &'static str {
        match self {
            Self::Off => "Never",
            Self::Hourly => "Every hour",
            Self::Daily => "Every day",
            Self::Weekly => "Every week",
        }
    }

    /// Whether a backup is due by now, the latest having been made then.
    pub fn is_due(self, latest: Option<Timestamp>, now: Timestamp) -> bool {
        let every_s = match self {
            Self::Off => return false,
            Self::Hourly => HOUR_S,
            Self::Daily => DAY_S,
            Self::Weekly => 7 * DAY_S,
        };
        // A clock that was set back makes the latest lie ahead; that is no reason to wait for it.
        latest.is_none_or(|latest| !(0..every_s).contains(&(now.as_second() - latest.as_second())))
    }
}

/// How the person at this computer wants workspaces backed up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BackupPlan {
    /// How often.
    pub every: BackupRhythm,
    /// In which folder the folders of backups stand; `None` for beside each workspace.
    pub folder: Option<PathBuf>,
    /// Folders that were chosen before: whoever is forgotten is forgotten in backups there as well.
    pub former_folders: Vec<PathBuf>,
}

impl BackupPlan {
    /// This plan in place of another, whose folders it remembers.
    #[must_use]
    pub fn in_place_of(mut self, before: &Self) -> Self {
        let known =
            before.former_folders.iter().chain(&before.folder).filter(|folder| self.folder.as_ref() != Some(folder));
        self.former_folders = known.cloned().collect::<BTreeSet<_>>().into_iter().collect();
        self
    }
}

/// The places, among these, of backups that need not be kept: of those on schedule all of the last 24 hours stay, and the latest of each of the
/// last 7 days and 4 weeks that have any (the scheme of grandfathers, fathers and sons); of those before updates and restorings the latest 3
/// each; and all that somebody asked for.
pub fn superfluous_backups(backups: &[(Timestamp, BackupReason)]) -> Vec<usize> {
    let mut latest_first: Vec<usize> = (0..backups.len()).collect();
    latest_first.sort_by_key(|&place| std::cmp::Reverse(backups.get(place).map(|backup| backup.0)));
    let of = |reason: BackupReason| {
        let theirs = latest_first.iter().filter_map(|&place| backups.get(place).map(|&(at, why)| (place, at, why)));
        theirs.filter(move |backup| backup.2 == reason)
    };
    let mut kept: BTreeSet<usize> = of(BackupReason::Asked).map(|backup| backup.0).collect();
    for reason in [BackupReason::Update, BackupReason::Restoring] {
        kept.extend(of(reason).take(KEPT_OF_A_KIND).map(|backup| backup.0));
    }
    let latest = of(BackupReason::Schedule).next().map_or(0, |backup| backup.1.as_second());
    kept.extend(
        of(BackupReason::Schedule).filter(|backup| latest - backup.1.as_second() < DAY_S).map(|backup| backup.0),
    );
    for (span_s, number) in KEPT {
        let mut spans = BTreeSet::new();
        for (place, at, _) in of(BackupReason::Schedule) {
            let is_new = spans.insert((at.as_second() - FIRST_MONDAY_S).div_euclid(span_s));
            if is_new && spans.len() <= number {
                kept.insert(place);
            }
        }
    }
    (0..backups.len()).filter(|place| !kept.contains(place)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_backup_is_due_once_its_time_has_passed() {
        let now = at("2026-03-10T12:00:00Z");
        let due = |rhythm: BackupRhythm, latest: &str| rhythm.is_due(Some(at(latest)), now);
        assert!(due(BackupRhythm::Daily, "2026-03-09T12:00:00Z") && !due(BackupRhythm::Daily, "2026-03-09T12:00:01Z"));
        assert!(due(BackupRhythm::Hourly, "2026-03-10T11:00:00Z"));
        assert!(!due(BackupRhythm::Weekly, "2026-03-04T12:00:00Z"));
        assert!(BackupRhythm::Daily.is_due(None, now) && !BackupRhythm::Off.is_due(None, now));
        assert!(due(BackupRhythm::Daily, "2027-03-10T12:00:00Z"));
    }

    #[test]
    fn every_hour_of_the_last_day_stays() {
        let first = at("2026-03-08T00:30:00Z").as_second();
        let hours: Vec<_> = (0..60)
            .map(|hour| (Timestamp::from_second(first + hour * HOUR_S).unwrap(), BackupReason::Schedule))
            .collect();
        let dropped = superfluous_backups(&hours);
        // Of the two days before, the latest of each, the second of which is among the last 24 hours.
        assert_eq!(dropped, (0..23).chain(24..36).collect::<Vec<_>>());
    }

    #[test]
    fn a_year_of_days_leaves_seven_days_and_four_weeks() {
        let first = at("2025-01-01T09:00:00Z").as_second();
        let days = (0..365).map(|day| Timestamp::from_second(first + day * DAY_S).unwrap());
        let mut backups: Vec<_> = days.map(|at| (at, BackupReason::Schedule)).collect();
        let schedule = backups.len();
        for reason in [BackupReason::Update, BackupReason::Restoring, BackupReason::Asked] {
            backups.extend((0..5).map(|day| (Timestamp::from_second(first + day * DAY_S).unwrap(), reason)));
        }
        let dropped = superfluous_backups(&backups);
        let kept: Vec<String> = (0..schedule)
            .filter(|place| !dropped.contains(place))
            .map(|place| backups[place].0.strftime("%m-%d").to_string())
            .collect();
        // The latest day is a Wednesday: its own week and the three before it are kept.
        let days = ["12-25", "12-26", "12-27", "12-28", "12-29", "12-30", "12-31"];
        let weeks = ["12-14", "12-21"];
        assert_eq!(kept, [&weeks[..], &days[..]].concat());
        let kept_of =
            |reason| (schedule..backups.len()).filter(|at| !dropped.contains(at) && backups[*at].1 == reason).count();
        assert_eq!([BackupReason::Update, BackupReason::Restoring, BackupReason::Asked].map(kept_of), [3, 3, 5]);
    }
}

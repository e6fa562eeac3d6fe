//! What is known of kept permission after some days, as a plain count of people.

use super::Held;
use crate::stats::Count;

/// The share still holding after `days` (Kaplan & Meier 1958) as a count that tells it just as precisely: of so many people, so many
/// hold it. Where nobody left the count while holding, that is the count itself; else the effective size by Greenwood's variance (Dorey & Korn
/// 1987). `None` where nobody was followed for so long.
pub fn kept_count(held: &[Held], days: f64) -> Option<Count> {
    let people = || held.iter().filter(|held| held.people > 0 && held.days.is_finite());
    let all: u64 = people().map(|held| held.people).sum();
    let is_followed = people().any(|held| held.days >= days) || all > 0 && people().all(|held| held.withdrawn);
    if !is_followed {
        return None;
    }
    let mut ends: Vec<&Held> = people().filter(|held| held.days <= days).collect();
    ends.sort_by(|a, b| a.days.total_cmp(&b.days).then(b.withdrawn.cmp(&a.withdrawn)));
    let (mut at_risk, mut share, mut greenwood) = (all, 1.0, 0.0);
    for end in ends {
        if end.withdrawn {
            let left = at_risk.saturating_sub(end.people);
            share *= left as f64 / at_risk.max(1) as f64;
            greenwood += end.people as f64 / (at_risk.max(1) as f64 * left as f64);
            at_risk = left;
        } else if end.days < days {
            at_risk = at_risk.saturating_sub(end.people);
        }
    }
    let size = match share {
        share if share >= 1.0 => at_risk as f64,
        share if share <= 0.0 => all as f64,
        share => ((1.0 - share) / (share * greenwood)).min(all as f64),
    };
    Some(Count { accepted: whole(share * size), shown: whole(size) })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "numbers of people, never negative")]
fn whole(people: f64) -> u64 {
    people.round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(days: f64, withdrawn: bool, people: u64) -> Held {
        Held { days, withdrawn, people }
    }

    #[test]
    fn without_anyone_leaving_the_count_it_is_the_count() {
        let people = [
            held(3.0, true, 7),
            held(12.0, true, 3),
            held(30.0, false, 40),
            held(45.0, true, 5),
            held(60.0, false, 45),
        ];
        assert_eq!(kept_count(&people, 30.0), Some(Count { accepted: 90, shown: 100 }));
        assert_eq!(
            kept_count(&people, 60.0).map(|count| count.shown < 100),
            Some(true),
            "40 were not followed so long"
        );
        assert_eq!(kept_count(&people, 61.0), None);
        assert_eq!(kept_count(&[held(3.0, true, 7)], 30.0), Some(Count { accepted: 0, shown: 7 }));
        assert_eq!(kept_count(&[], 30.0), None);
    }

    #[test]
    fn who_left_the_count_early_counts_in_part() {
        // 100 people, 10 withdraw on day 1, 50 are followed to day 5 only, of the 40 others 4 withdraw on day 9: S = 0.9 × 0.9.
        let people = [held(1.0, true, 10), held(5.0, false, 50), held(9.0, true, 4), held(40.0, false, 36)];
        let count = kept_count(&people, 30.0).unwrap();
        // Greenwood: 10/(100·90) + 4/(40·36) = 0.003 889; (1 − 0.81)/(0.81 · 0.003 889) = 60.3.
        assert_eq!(count, Count { accepted: 49, shown: 60 });
    }
}

//! Answers to the three permission requests.

use super::chance::{Chance, DAY, person_name, stamp, start_of};
use super::permissions::Scope;
use jiff::civil::{Date, date};

/// A variant as the log names it, with how often in 1000 people accept it.
type Arm = (&'static str, u32);

/// How one experiment ran.
#[derive(Clone, Copy)]
pub(super) struct Trial {
    /// The file of its answers.
    pub file_name: &'static str,
    seed: u64,
    scope: Scope,
    first_person: u32,
    people: u32,
    first_day: Date,
    days: i64,
    arms: &'static [Arm],
}

/// Somebody who said yes.
#[derive(Clone, Copy)]
pub(super) struct Acceptance {
    /// Who.
    pub person: u32,
    /// To what.
    pub scope: Scope,
    /// When.
    pub at: i64,
    /// Whether for the voucher: these people leave more often later.
    pub for_voucher: bool,
}

/// A response log and who said yes in it.
pub(super) struct ResponseLog {
    /// The log.
    pub contents: String,
    /// Who said yes.
    pub acceptances: Vec<Acceptance>,
}

impl Trial {
    /// All three.
    pub const ALL: [Self; 3] = [
        Self {
            file_name: "responses_newsletter.csv",
            seed: 1,
            scope: Scope::Newsletter,
            first_person: 10_000,
            people: 6_600,
            first_day: date(2025, 3, 3),
            days: 28,
            arms: &[("plain", 170), ("contents", 235), ("reason", 176)],
        },
        Self {
            file_name: "responses_ride_data.csv",
            seed: 12,
            scope: Scope::Rides,
            first_person: 17_000,
            people: 6_200,
            first_day: date(2025, 6, 2),
            days: 28,
            arms: &[("short", 270), ("together", 270)],
        },
        Self {
            file_name: "responses_personal_offers.csv",
            seed: 3,
            scope: Scope::Offers,
            first_person: 13_000,
            people: 6_900,
            first_day: date(2025, 9, 1),
            days: 28,
            arms: &[("plain", 205), ("voucher", 300), ("shown", 222)],
        },
    ];

    /// The answers of everybody who was asked, in order of time.
    pub fn answers(&self) -> ResponseLog {
        let mut chance = Chance::seeded(self.seed);
        let mut rows = Vec::new();
        let mut acceptances = Vec::new();
        for person in self.first_person..self.first_person + self.people {
            let Some(&(arm, accepts)) = chance.one_of(self.arms) else { continue };
            let day = start_of(self.first_day) + chance.between(0, self.days) * DAY;
            let at = day + chance.between(6 * 3600, 22 * 3600);
            let answer = answer(&mut chance, accepts);
            let country = chance.weighted(&[("DE", 520), ("AT", 160), ("NL", 200), ("FR", 120)]);
            let platform = chance.weighted(&[("web", 480), ("ios", 270), ("android", 250)]);
            let row = |at: i64, arm: &str, answer: &str| {
                (at, format!("{},{},{arm},{answer},{country},{platform}", person_name(person), stamp(at)))
            };
            rows.push(row(at, arm, answer));
            if answer == "accepted" {
                let for_voucher = arm == "voucher";
                acceptances.push(Acceptance { person, scope: self.scope, at, for_voucher });
            } else if chance.happens(9) {
                // Shown again, once in a while by mistake with another variant.
                let later = at + chance.between(2 * DAY, 9 * DAY);
                let shown = if chance.happens(350) { self.arms[0].0 } else { arm };
                rows.push(row(later, shown, "ignored"));
            }
        }
        rows.sort();
        ResponseLog { contents: contents(&rows), acceptances }
    }
}

fn answer(chance: &mut Chance, accepts: u32) -> &'static str {
    if chance.happens(accepts) {
        return "accepted";
    }
    chance.weighted(&[("declined", 430), ("dismissed", 330), ("ignored", 240)])
}

/// The rows as a log, with a few among them that cannot be used.
fn contents(rows: &[(i64, String)]) -> String {
    let mut lines = vec!["person,shown_at,variant,response,country,platform".to_owned()];
    for (index, (at, row)) in rows.iter().enumerate() {
        lines.push(row.clone());
        if index % 1500 == 700 {
            lines.push(format!("V{},{},preview,accepted,DE,web", 90_000 + index, stamp(*at)));
        }
        if index % 2100 == 900 {
            lines.push(format!("V{},soon after lunch,plain,declined,DE,web", 90_000 + index));
        }
    }
    lines.join("\n") + "\n"
}

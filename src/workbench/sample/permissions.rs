//! Who permitted what, and until when.

use super::chance::{Chance, DAY, person_name, stamp, start_of};
use super::responses::Acceptance;
use jiff::civil::date;

/// What a permission is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// The newsletter.
    Newsletter,
    /// Offers picked from purchases.
    Offers,
    /// Learning from recorded rides.
    Rides,
    /// Requests that were refused at the checkout.
    Checkout,
}

impl Scope {
    /// The purpose.
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Newsletter | Self::Checkout => "marketing.communications.email",
            Self::Offers => "marketing.advertising.first_party",
            Self::Rides => "analytics.reporting",
        }
    }

    /// The data.
    pub fn category(self) -> &'static str {
        match self {
            Self::Newsletter | Self::Checkout => "user.contact.email",
            Self::Offers => "user.behavior.purchase_history",
            Self::Rides => "user.location",
        }
    }
}

/// One person's permission.
#[derive(Debug, Clone, Copy)]
pub(super) struct Holding {
    /// Who.
    pub person: u32,
    /// For what.
    pub scope: Scope,
    /// When, and the state it took on.
    pub began: (i64, &'static str),
    /// When it ended, and how.
    pub ended: Option<(i64, &'static str)>,
    /// Whether it is known from a response.
    pub is_from_response: bool,
    /// Whether the permission log has it; otherwise only the response tells.
    pub is_logged: bool,
}

impl Holding {
    /// Whether a use at a moment may rest on it, well within the shortest retention.
    pub fn holds(&self, at: i64) -> bool {
        let (began, state) = self.began;
        let is_young = began < at && at < began + 700 * DAY;
        self.is_logged && state == "given" && is_young && self.ended.is_none_or(|(end, _)| at < end)
    }

    /// Whether it had ended in a certain way at a moment.
    pub fn has_ended(&self, at: i64, how: &str) -> bool {
        self.ended.is_some_and(|(end, state)| end < at && state == how)
    }
}

/// The last second that the logs know of.
fn end_of_logs() -> i64 {
    start_of(date(2026, 11, 15))
}

/// All permissions: of those who accepted in an experiment, of older customers, and refusals.
pub(super) fn holdings(acceptances: &[Acceptance]) -> Vec<Holding> {
    let mut chance = Chance::seeded(4);
    let mut holdings: Vec<Holding> =
        acceptances.iter().enumerate().map(|(index, acceptance)| accepted(&mut chance, index, acceptance)).collect();
    let first = start_of(date(2024, 6, 1));
    for person in 24_000_u32..25_000 {
        let at = chance.some_days_after(first, 0, 200);
        let state = if person.is_multiple_of(50) { "unknown" } else { "given" };
        let ended = if state == "given" { older_end(&mut chance, at) } else { None };
        holdings.push(Holding {
            person,
            scope: Scope::Newsletter,
            began: (at, state),
            ended,
            is_from_response: false,
            is_logged: true,
        });
    }
    for person in 25_000..25_220 {
        let at = chance.some_days_after(first, 0, 880);
        let began = (at, "refused");
        holdings.push(Holding {
            person,
            scope: Scope::Checkout,
            began,
            ended: None,
            is_from_response: false,
            is_logged: true,
        });
    }
    holdings
}

/// The permission of somebody who accepted; those who came for the voucher leave more often.
fn accepted(chance: &mut Chance, index: usize, acceptance: &Acceptance) -> Holding {
    let leaves_per_thousand = if acceptance.for_voucher { 560 } else { 50 };
    let longest = if acceptance.for_voucher { 80 } else { 400 };
    let leaves = chance.happens(leaves_per_thousand);
    let end = chance.some_days_after(acceptance.at, 12, longest);
    let is_logged = acceptance.scope != Scope::Offers || !index.is_multiple_of(25);
    Holding {
        person: acceptance.person,
        scope: acceptance.scope,
        began: (acceptance.at, "given"),
        ended: (leaves && is_logged && end < end_of_logs()).then_some((end, "withdrawn")),
        is_from_response: true,
        is_logged,
    }
}

/// How an older customer's permission ended, if it did.
fn older_end(chance: &mut Chance, began: i64) -> Option<(i64, &'static str)> {
    let how = chance.weighted(&[("withdrawn", 110), ("expired", 50), ("revoked", 10), ("", 830)]);
    let end = chance.some_days_after(began, 60, 600);
    (!how.is_empty() && end < end_of_logs()).then_some((end, how))
}

/// The permission log, in order of time.
pub(super) fn log(holdings: &[Holding]) -> String {
    let mut rows: Vec<(i64, String)> = Vec::new();
    for holding in holdings.iter().filter(|holding| holding.is_logged) {
        for (at, state) in [Some(holding.began), holding.ended].into_iter().flatten() {
            let (purpose, category) = (holding.scope.purpose(), holding.scope.category());
            let row = format!("{},{},{purpose},{category},{state}", stamp(at), person_name(holding.person));
            rows.push((at, row));
        }
    }
    rows.sort();
    let rows: Vec<String> = rows.into_iter().map(|(_, row)| row + "\n").collect();
    format!("at,person,purpose,category,state\n{}", rows.concat())
}

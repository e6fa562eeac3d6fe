//! Uses of data: regular campaigns that keep the rules, and the days on which something goes wrong.

use super::chance::{Chance, DAY, cell, person_name, stamp, start_of};
use super::permissions::{Holding, Scope};
use super::slips;
use jiff::civil::{Date, date};
use std::collections::HashMap;

/// One use.
#[derive(Clone)]
pub(super) struct Use {
    pub at: i64,
    pub person: Option<u32>,
    pub purpose: &'static str,
    pub category: &'static str,
    pub recipient: &'static str,
    pub channel: &'static str,
    pub campaign: String,
    pub is_held_back: bool,
    pub value_cents: i64,
    pub circumstance: &'static str,
}

impl Use {
    /// A use that rests on a permission.
    pub fn of(holding: &Holding, at: i64, campaign: &str) -> Self {
        Self {
            at,
            person: Some(holding.person),
            purpose: holding.scope.purpose(),
            category: holding.scope.category(),
            recipient: "",
            channel: if holding.scope == Scope::Rides { "" } else { "email" },
            campaign: campaign.to_owned(),
            is_held_back: false,
            value_cents: 0,
            circumstance: "",
        }
    }

    fn row(&self) -> String {
        format!(
            "{},{},{},{},{},{},{},{},{}.{:02},{}\n",
            stamp(self.at),
            self.person.map(person_name).unwrap_or_default(),
            self.purpose,
            self.category,
            self.recipient,
            self.channel,
            cell(&self.campaign),
            if self.is_held_back { "held_back" } else { "done" },
            self.value_cents / 100,
            self.value_cents % 100,
            self.circumstance
        )
    }
}

/// The log as it grows, with how often each person was contacted.
pub(super) struct Book<'a> {
    pub chance: Chance,
    pub holdings: &'a [Holding],
    uses: Vec<Use>,
    contacts: HashMap<u32, Vec<i64>>,
}

impl Book<'_> {
    /// Adds a use.
    pub fn add(&mut self, mut one: Use) {
        one.value_cents = self.chance.between(8, 95);
        if let Some(person) = one.person.filter(|_| !one.channel.is_empty()) {
            self.contacts.entry(person).or_default().push(one.at);
        }
        self.uses.push(one);
    }

    /// How many contacts a person has within 30 days before or after a moment.
    pub fn contacts_around(&self, person: u32, at: i64) -> usize {
        let near = |contact: &&i64| (*contact - at).abs() < 31 * DAY;
        self.contacts.get(&person).map_or(0, |contacts| contacts.iter().filter(near).count())
    }

    /// Some permission that fits.
    pub fn find(&mut self, fits: impl Fn(&Holding) -> bool) -> Option<Holding> {
        let fitting: Vec<&Holding> = self.holdings.iter().filter(|holding| fits(holding)).collect();
        self.chance.one_of(&fitting).map(|&&holding| holding)
    }

    /// Uses of one campaign on one day that keep the rules.
    pub fn campaign(&mut self, day: Date, scope: Scope, name: &str, count: usize) {
        let noon = start_of(day) + DAY / 2;
        let fitting: Vec<Holding> =
            self.holdings.iter().filter(|one| one.scope == scope && one.holds(noon - DAY)).copied().collect();
        for _ in 0..count {
            let at = self.chance.working_hour(start_of(day));
            let Some(&holding) = self.chance.one_of(&fitting) else { return };
            if holding.holds(at) && (scope == Scope::Rides || self.contacts_around(holding.person, at) < 3) {
                self.add(Use::of(&holding, at, name));
            }
        }
    }

    /// Orders that are looked after on all days of a month; no permission is needed.
    fn order_service(&mut self, month: Date, days: i64) {
        for _ in 0..days * 5 {
            let at = self.chance.some_days_after(start_of(month), 0, days);
            let person = u32::try_from(self.chance.between(10_000, 24_900)).unwrap_or_default();
            let recipient = if self.chance.happens(400) { "Parcel service" } else { "" };
            self.add(Use {
                at,
                person: Some(person),
                purpose: "essential.service",
                category: "user.contact.email",
                recipient,
                channel: "",
                campaign: "Order service".to_owned(),
                is_held_back: false,
                value_cents: 0,
                circumstance: "",
            });
        }
    }

    /// Uses that were planned and held back: mails to people who had withdrawn, and since there is a contact limit those beyond it.
    fn held_back(&mut self, month: Date) {
        let (withdrawn, too_often) = if month < date(2026, 1, 1) { (9, 0) } else { (9, 6) };
        let day = month.saturating_add(jiff::Span::new().days(9));
        for one in 0..withdrawn + too_often {
            let at = self.chance.working_hour(start_of(day));
            let holding = if one < withdrawn {
                self.find(|one| one.scope == Scope::Newsletter && one.has_ended(at, "withdrawn"))
            } else {
                slips::contacted_often(self, at)
            };
            let Some(holding) = holding else { continue };
            let name = if self.chance.happens(600) { "Flash sale, left out" } else { "Win-back, left out" };
            let value_cents = self.chance.between(120, 520);
            self.uses.push(Use { is_held_back: true, value_cents, ..Use::of(&holding, at, name) });
        }
    }

    /// A few rows that cannot be judged.
    fn gaps(&mut self, month: Date) {
        let at = self.chance.working_hour(start_of(month) + 4 * DAY);
        let Some(holding) = self.find(|one| one.scope == Scope::Newsletter && one.holds(at)) else { return };
        let whole = Use { channel: "", ..Use::of(&holding, at, "Store list") };
        self.add(Use { person: None, ..whole.clone() });
        match month.month() % 3 {
            0 => self.add(Use { purpose: "misc", ..whole }),
            1 => self.add(Use { category: "", ..whole }),
            _ => self.add(Use { purpose: "train_ai_system", campaign: "Bike size model".to_owned(), ..whole }),
        }
    }

    /// Everything that happens in a month as a matter of routine.
    fn month(&mut self, month: Date) {
        let is_last = month == date(2026, 11, 1);
        let day = |number: i64| month.saturating_add(jiff::Span::new().days(number - 1));
        let label = month.strftime("%Y-%m").to_string();
        self.campaign(day(8), Scope::Newsletter, &format!("Newsletter {label}"), 205);
        if !is_last {
            self.campaign(day(22), Scope::Newsletter, &format!("Newsletter {label}"), 205);
        }
        self.campaign(day(11), Scope::Offers, &format!("Personal offers {label}"), 200);
        self.campaign(day(12), Scope::Rides, &format!("Ride report {label}"), 150);
        self.order_service(month, if is_last { 14 } else { 28 });
        self.held_back(month);
        self.gaps(month);
    }
}

/// The use log, in order of time.
pub(super) fn log(holdings: &[Holding]) -> String {
    let mut book = Book { chance: Chance::seeded(5), holdings, uses: Vec::new(), contacts: HashMap::new() };
    // What goes wrong comes first, so that the routine can keep the contact limit around it.
    for slip in slips::SLIPS {
        slip.write(&mut book);
    }
    for months in 0..23 {
        book.month(date(2025, 1, 1).saturating_add(jiff::Span::new().months(months)));
    }
    book.uses.sort_by_key(|one| one.at);
    let rows: Vec<String> = book.uses.iter().map(Use::row).collect();
    let header = "occurred_at,person,purpose,category,recipient,channel,campaign,outcome,value,circumstance\n";
    header.to_owned() + &rows.concat()
}

//! The days on which something goes wrong.

use super::chance::{DAY, start_of};
use super::permissions::{Holding, Scope};
use super::uses::{Book, Use};
use jiff::civil::{Date, date};

/// What goes wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Withdrawn,
    Expired,
    NeverAsked,
    OtherPurpose,
    OtherData,
    Unlisted(&'static str),
    TooOften,
    TooLong,
    AskedAgain,
    NoRecord,
    Terms,
}

/// Deviations of one kind in one campaign from a day on, among uses that are fine.
pub(super) struct Slip {
    day: Date,
    campaign: &'static str,
    kind: Kind,
    count: usize,
    circumstance: &'static str,
}

const fn slip(day: Date, campaign: &'static str, kind: Kind, count: usize, circumstance: &'static str) -> Slip {
    Slip { day, campaign, kind, count, circumstance }
}

/// So many go wrong on one day.
const PER_DAY: usize = 2;
const HURRY: &str = "CampaignDeadline";
const VENDOR: &str = "VendorChange";
const FLASH: &str = "Flash sale, week 43";
const WIN_BACK: &str = "Win-back mailing";
const MATCH: &str = "Audience match, agency B";

/// All of them; the contact limit and agency B came into the policy with 2026.
pub(super) const SLIPS: &[Slip] = &[
    slip(date(2025, 1, 28), "Winter sale", Kind::NeverAsked, 4, HURRY),
    slip(date(2025, 2, 18), WIN_BACK, Kind::Withdrawn, 7, HURRY),
    slip(date(2025, 3, 20), "Store list", Kind::OtherData, 5, "AmbiguousPolicy"),
    slip(date(2025, 4, 16), MATCH, Kind::Unlisted("Agency B"), 11, VENDOR),
    slip(date(2025, 5, 14), WIN_BACK, Kind::Withdrawn, 4, HURRY),
    slip(date(2025, 6, 11), "Checkout reminder", Kind::AskedAgain, 3, "Misconfiguration"),
    slip(date(2025, 7, 15), "Summer sale", Kind::NeverAsked, 5, HURRY),
    slip(date(2025, 8, 19), MATCH, Kind::Unlisted("Agency B"), 9, VENDOR),
    slip(date(2025, 8, 27), "Store list", Kind::NoRecord, 3, ""),
    slip(date(2025, 9, 17), WIN_BACK, Kind::Expired, 4, HURRY),
    slip(date(2025, 10, 22), FLASH, Kind::Withdrawn, 12, HURRY),
    slip(date(2025, 10, 22), FLASH, Kind::OtherPurpose, 4, HURRY),
    slip(date(2025, 11, 18), MATCH, Kind::Unlisted("Agency B"), 8, VENDOR),
    slip(date(2025, 12, 9), "Gift finder", Kind::OtherData, 3, "NewUseIdea"),
    slip(date(2026, 1, 20), WIN_BACK, Kind::Withdrawn, 5, HURRY),
    slip(date(2026, 2, 17), MATCH, Kind::OtherPurpose, 4, VENDOR),
    slip(date(2026, 3, 11), "Spring check", Kind::TooOften, 4, ""),
    slip(date(2026, 4, 21), MATCH, Kind::Unlisted("Agency C"), 5, VENDOR),
    slip(date(2026, 5, 19), "Spring offers", Kind::Terms, 3, "AmbiguousPolicy"),
    slip(date(2026, 6, 16), WIN_BACK, Kind::Withdrawn, 4, HURRY),
    slip(date(2026, 7, 14), "Summer sale", Kind::TooOften, 5, HURRY),
    slip(date(2026, 8, 18), MATCH, Kind::OtherPurpose, 3, VENDOR),
    slip(date(2026, 9, 15), "Store list", Kind::TooLong, 4, "Misconfiguration"),
    slip(date(2026, 10, 20), FLASH, Kind::Withdrawn, 5, HURRY),
    slip(date(2026, 11, 10), "Store list", Kind::TooLong, 1, ""),
];

impl Slip {
    /// Writes what went wrong, and what went right in the same campaign.
    pub fn write(&self, book: &mut Book) {
        for one in 0..self.count {
            let at = book.chance.working_hour(start_of(self.day_of(one)));
            if let Some(mut wrong) = self.wrong(book, at) {
                // Some never said why.
                wrong.circumstance = if book.chance.happens(850) { self.circumstance } else { "" };
                book.add(wrong);
            }
        }
        let days = self.count.div_ceil(PER_DAY);
        for day in 0..days {
            book.campaign(self.day_of(day * PER_DAY), Scope::Newsletter, self.campaign, 105 / days);
        }
    }

    /// The day of one of them: a campaign goes on every other day until somebody notices.
    fn day_of(&self, one: usize) -> Date {
        let days = i64::try_from(one / PER_DAY * 2).unwrap_or_default();
        self.day.saturating_add(jiff::Span::new().days(days))
    }

    fn wrong(&self, book: &mut Book, at: i64) -> Option<Use> {
        let is_mail = |one: &Holding| one.scope == Scope::Newsletter;
        let is_older = |one: &Holding| is_mail(one) && !one.is_from_response;
        let holding = match self.kind {
            Kind::Withdrawn => book
                .find(|one| matches!(one.scope, Scope::Newsletter | Scope::Offers) && one.has_ended(at, "withdrawn")),
            Kind::Expired => book.find(|one| one.has_ended(at, "expired")),
            Kind::NeverAsked => {
                let person = u32::try_from(book.chance.between(26_000, 26_400)).ok()?;
                book.find(is_mail).map(|one| Holding { person, ..one })
            }
            Kind::OtherPurpose | Kind::Unlisted(_) => book.find(|one| is_mail(one) && one.holds(at)),
            Kind::OtherData => book.find(|one| is_older(one) && one.holds(at)),
            Kind::TooOften => contacted_often(book, at),
            Kind::TooLong => book.find(|one| is_older(one) && one.ended.is_none() && is_old(one, at)),
            Kind::AskedAgain => {
                book.find(|one| one.began.1 == "refused" && (1..60 * DAY).contains(&(at - one.began.0)))
            }
            Kind::NoRecord => book.find(|one| one.began.1 == "unknown" && one.began.0 < at),
            Kind::Terms => book.find(|one| !one.is_logged && one.began.0 < at),
        }?;
        Some(self.changed(Use::of(&holding, at, self.campaign)))
    }

    /// The use as it went wrong.
    fn changed(&self, one: Use) -> Use {
        let audience = "marketing.advertising.third_party";
        match self.kind {
            Kind::OtherPurpose => Use { purpose: audience, recipient: "Agency A", channel: "", ..one },
            Kind::Unlisted(recipient) => Use { purpose: audience, recipient, channel: "", ..one },
            Kind::OtherData => Use { category: "user.behavior.purchase_history", ..one },
            Kind::AskedAgain => Use { category: "user.privacy_preferences", ..one },
            Kind::Terms => Use { recipient: "Agency A", ..one },
            _ => one,
        }
    }
}

/// Whether a permission is older than the data may be kept.
fn is_old(holding: &Holding, at: i64) -> bool {
    holding.began.1 == "given" && at - holding.began.0 > 735 * DAY
}

/// Somebody who was contacted as often as allowed in the days before.
pub(super) fn contacted_often(book: &mut Book, at: i64) -> Option<Holding> {
    let busy: Vec<u32> = (24_000..25_000).filter(|&person| book.contacts_around(person, at) > 0).collect();
    let holding = book.find(|one| {
        let is_older = one.scope == Scope::Newsletter && !one.is_from_response;
        is_older && one.holds(at - 10 * DAY) && one.holds(at) && !busy.contains(&one.person)
    })?;
    for days_before in [8, 6, 3, 1] {
        book.add(Use::of(&holding, at - days_before * DAY, "Reminder series"));
    }
    Some(holding)
}

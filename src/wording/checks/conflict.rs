//! Whether statements contradict each other or the settings.

use super::consent::{conditional, found, refusal_harder};
use super::content::others;
use super::steering::threat_of_loss;
use crate::domain::DeclinePlace;
use crate::wording::prompt::{Part, Span};
use crate::wording::reading::{Hit, Reading, TEXT};

/// Two statements, or the text and the settings, contradict each other.
pub fn conflicting_information(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let conflicts = [preset, sharing, keeping, freedom, ease, advertising, security, anonymity, leaving];
    found(reading, &conflicts.iter().flat_map(|conflict| conflict(reading)).collect::<Vec<_>>())
}

/// Nothing is said to be chosen beforehand, and something is.
fn preset(reading: &Reading<'_>) -> Vec<Hit> {
    let asking = reading.lexicon.asking;
    let hits = reading.hits(asking.nothing_preset, TEXT);
    let mut silence = reading.hits(asking.silence, TEXT);
    silence.retain(|silence| !hits.iter().any(|hit| reading.sentence(hit) == reading.sentence(silence)));
    if reading.prompt.wording.ticked_beforehand || !silence.is_empty() { hits } else { Vec::new() }
}

/// Nothing is said to be passed on, and somebody gets it.
fn sharing(reading: &Reading<'_>) -> Vec<Hit> {
    let hits = whole(reading, reading.hits(reading.lexicon.content.nothing_shared, TEXT));
    let shared = !reading.prompt.terms.recipients.is_empty() || !others(reading).is_empty();
    if shared { hits } else { Vec::new() }
}

/// Nothing is said to be stored, and something is.
fn keeping(reading: &Reading<'_>) -> Vec<Hit> {
    let content = reading.lexicon.content;
    let denials = whole(reading, reading.hits(content.nothing_kept, TEXT));
    let kept = reading.affirmed(content.kept, TEXT);
    let elsewhere = |denial: &&Hit| kept.iter().any(|kept| reading.sentence(kept) != reading.sentence(denial));
    denials.iter().filter(elsewhere).cloned().collect()
}

/// Denials that hold for everything and at all times.
fn whole(reading: &Reading<'_>, mut denials: Vec<Hit>) -> Vec<Hit> {
    let limits = reading.hits(reading.lexicon.content.limits, TEXT);
    denials.retain(|denial| !limits.iter().any(|limit| reading.sentence(limit) == reading.sentence(denial)));
    denials
}

/// A yes is said to be free, and is not.
fn freedom(reading: &Reading<'_>) -> Vec<Hit> {
    let content = reading.lexicon.content;
    let hits = reading.affirmed(content.voluntary, TEXT);
    if hits.is_empty() || !(is_bound(reading) || is_punished(reading)) { Vec::new() } else { hits }
}

/// Whether a no is not to be had, or not without losing what the person came for.
fn is_bound(reading: &Reading<'_>) -> bool {
    let prompt = reading.prompt;
    prompt.terms.service_depends_on_it
        || prompt.decline_place() == DeclinePlace::Absent
        || !reading.affirmed(reading.lexicon.content.compulsory, TEXT).is_empty()
}

/// Whether a no costs something.
fn is_punished(reading: &Reading<'_>) -> bool {
    conditional(reading).is_some() || threat_of_loss(reading).is_some()
}

/// A no is said to be as easy as a yes, and is not.
fn ease(reading: &Reading<'_>) -> Vec<Hit> {
    let hits = reading.hits(reading.lexicon.content.easy_refusal, TEXT);
    if hits.is_empty() || refusal_harder(reading).is_none() { Vec::new() } else { hits }
}

/// There is said to be no advertising, and there is.
fn advertising(reading: &Reading<'_>) -> Vec<Hit> {
    let asking = reading.lexicon.asking;
    let mut hits = reading.hits(reading.lexicon.content.no_advertising, TEXT);
    // "Or pay and read without ads" speaks of those who buy or refuse, "Do not switch off Block no ads" of nothing clear.
    let lists = [asking.price, asking.price_of_no, asking.double_negative];
    let others: Vec<Hit> = lists.iter().flat_map(|list| reading.hits(list, TEXT)).collect();
    let of_others = |hit: &Hit| others.iter().any(|it| it != hit && reading.sentence(it) == reading.sentence(hit));
    hits.retain(|hit| !of_others(hit));
    if asks_for(reading, "marketing.advertising") { hits } else { Vec::new() }
}

/// The headline promises security or privacy, and the request is for something else.
fn security(reading: &Reading<'_>) -> Vec<Hit> {
    let hits = reading.hits(reading.lexicon.content.security_headline, &[Part::Headline]);
    let prompt = reading.prompt;
    let advertises = |(name, _): &(&str, _)| *name == "marketing.communications";
    if reading.named(reading.lexicon.content.purposes, &[Part::Headline]).iter().any(advertises) {
        return Vec::new();
    }
    let foreign = ["marketing", "third_party_sharing", "sales"].iter().any(|purpose| asks_for(reading, purpose));
    let shares =
        prompt.terms.purposes.is_empty() && !reading.affirmed(reading.lexicon.content.flow, &[Part::Body]).is_empty();
    if foreign || shares { hits } else { Vec::new() }
}

/// The data are said to be anonymous, and a name goes with them.
fn anonymity(reading: &Reading<'_>) -> Vec<Hit> {
    let content = reading.lexicon.content;
    let hits = reading.hits(content.anonymous, TEXT);
    let mut names = reading.affirmed(content.identifying, TEXT);
    names.retain(|name| !hits.iter().any(|hit| Reading::overlap(hit, name)));
    if names.is_empty() { Vec::new() } else { hits }
}

/// A yes is said to be final, and to be taken back.
fn leaving(reading: &Reading<'_>) -> Vec<Hit> {
    let hits = reading.hits(reading.lexicon.content.irrevocable, TEXT);
    let ways = reading.affirmed(reading.lexicon.asking.way_out, TEXT);
    let elsewhere = |hit: &&Hit| ways.iter().any(|way| !Reading::overlap(way, hit));
    hits.iter().filter(elsewhere).cloned().collect()
}

/// Whether the settings hold a purpose at or below a name.
fn asks_for(reading: &Reading<'_>, name: &str) -> bool {
    reading.prompt.terms.purposes.iter().any(|purpose| crate::domain::covers(name, purpose.trim()))
}

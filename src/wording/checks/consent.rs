//! Whether a yes is an act of its own, free, and as easily refused and taken back as given.

use crate::domain::DeclinePlace;
use crate::wording::family::Family;
use crate::wording::prompt::{Part, Prompt, Span};
use crate::wording::reading::{Hit, Reading, TEXT};

/// What the settings alone say of a family; `None` if nothing.
pub fn by_settings(family: Family, prompt: Prompt<'_>) -> Option<Vec<Span>> {
    let place = prompt.decline_place();
    let holds = match family {
        Family::PreTicked => prompt.wording.ticked_beforehand,
        Family::NoRefusal => place == DeclinePlace::Absent,
        Family::RefusalHarder => place == DeclinePlace::SecondLayer,
        Family::UnequalLabels => place == DeclinePlace::Smaller,
        Family::BundledPurposes => prompt.separate_purposes().len() > 1 && !prompt.wording.separate_choices,
        Family::Conditional => {
            prompt.terms.service_depends_on_it && prompt.terms.purposes.iter().any(|it| !is_needed(it))
        }
        _ => false,
    };
    holds.then(Vec::new)
}

/// Whether a service may rightly depend on a purpose.
fn is_needed(purpose: &str) -> bool {
    matches!(purpose.trim().split('.').next(), Some("functional" | "essential" | ""))
}

/// A yes without an act of its own.
pub fn pre_ticked(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let asking = reading.lexicon.asking;
    let mut hits = reading.hits(asking.silence, TEXT);
    hits.extend(reading.affirmed(asking.preset, TEXT));
    hits.extend(reading.hits(asking.idle_label, &[Part::Accept]));
    if reading.prompt.decline_place() == DeclinePlace::Absent {
        hits.extend(reading.hits(asking.objecting, TEXT));
    }
    found(reading, &hits).or_else(|| by_settings(Family::PreTicked, reading.prompt))
}

/// No way to say no, on screen or in the text.
pub fn no_refusal(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let named = reading.finds(reading.lexicon.asking.way_to_refuse, TEXT);
    by_settings(Family::NoRefusal, reading.prompt).filter(|_| !named)
}

/// Saying no, or taking a yes back, is harder than saying yes.
pub fn refusal_harder(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let asking = reading.lexicon.asking;
    let mut hits = reading.hits(asking.hard_way, TEXT);
    hits.extend(together(reading, &reading.hits(asking.effort, TEXT), &reading.hits(asking.leaving, TEXT)));
    if reading.prompt.decline_place() == DeclinePlace::Absent {
        hits.extend(reading.hits(asking.way_to_refuse, TEXT));
    }
    if reading.finds(asking.idle_label, &[Part::Accept]) {
        hits.extend(reading.hits(asking.laborious_label, &[Part::Decline]));
    }
    found(reading, &hits).or_else(|| by_settings(Family::RefusalHarder, reading.prompt))
}

/// The first runs of words that share a sentence with one of the second.
fn together(reading: &Reading<'_>, hits: &[Hit], others: &[Hit]) -> Vec<Hit> {
    let near = |hit: &&Hit| others.iter().any(|other| reading.sentence(other) == reading.sentence(hit));
    hits.iter().filter(near).cloned().collect()
}

/// One yes for purposes that a person may want to answer apart.
pub fn bundled_purposes(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let asking = reading.lexicon.asking;
    let mut hits = reading.affirmed(asking.contract, TEXT);
    let shared = |purpose: &String| purpose == "third_party_sharing" || purpose == "sales";
    if !reading.prompt.separate_purposes().iter().all(shared) {
        hits.extend(reading.affirmed(reading.lexicon.content.own_ends, TEXT));
    }
    let same_layer = reading.prompt.decline_place() != DeclinePlace::SecondLayer;
    let parts = [Part::Headline, Part::Body, Part::WayOut, Part::Accept];
    let apart = same_layer && !reading.affirmed(asking.separate, &parts).is_empty();
    let found = found(reading, &hits).or_else(|| by_settings(Family::BundledPurposes, reading.prompt));
    found.filter(|_| !apart)
}

/// Something is withheld that does not need the data, or a no costs money.
pub fn conditional(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let asking = reading.lexicon.asking;
    let refusals = reading.hits(asking.price_of_no, TEXT);
    let mut prices = reading.hits(asking.price, TEXT);
    prices.retain(|price| !is_free(reading, price, &refusals));
    let mut hits = together(reading, &prices, &refusals);
    hits.extend(buying(reading));
    if reading.prompt.terms.purposes.iter().any(|purpose| !is_needed(purpose)) {
        hits.extend(reading.hits(asking.demanded, TEXT));
    }
    found(reading, &hits).or_else(|| by_settings(Family::Conditional, reading.prompt))
}

/// Whether a price is denied by another word than those that speak of a no: "no fee", not "without consent a fee".
fn is_free(reading: &Reading<'_>, price: &Hit, refusals: &[Hit]) -> bool {
    let clause = reading.words[price.start].clause;
    let before = (price.start.saturating_sub(5)..price.start).filter(|index| reading.words[*index].clause == clause);
    let mut denials = before.filter(|index| reading.denies(&reading.words[*index]));
    denials.any(|index| !refusals.iter().any(|refusal| refusal.contains(&index)))
}

/// Words of the label that declines by which it is an offer to buy; none if the label that accepts is one, too.
pub fn buying(reading: &Reading<'_>) -> Vec<Hit> {
    let patterns = reading.lexicon.asking.buying_label;
    let both = reading.finds(patterns, &[Part::Accept]);
    if both { Vec::new() } else { reading.affirmed(patterns, &[Part::Decline]) }
}

/// The text does not say how a yes is taken back.
pub fn no_way_out(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let asking = reading.lexicon.asking;
    let is_switch = [Part::Accept, Part::Decline].iter().all(|part| reading.finds(asking.switch_label, &[*part]));
    let stated = !reading.prompt.wording.way_out.trim().is_empty();
    let objected = reading.finds(asking.way_to_refuse, TEXT);
    let told = stated || objected || tells_a_way_out(reading) || tells_an_ending(reading);
    let is_the_way_out = !reading.affirmed(asking.way_out, &[Part::Accept]).is_empty();
    (!is_switch && !told && !is_the_way_out).then(Vec::new)
}

/// Whether some words tell how a yes, and not another thing, is changed or taken back.
fn tells_a_way_out(reading: &Reading<'_>) -> bool {
    let other = reading.hits(reading.lexicon.asking.other_change, TEXT);
    let ways = reading.affirmed(reading.lexicon.asking.way_out, TEXT);
    ways.iter().any(|way| !other.iter().any(|change| Reading::overlap(change, way)))
}

/// Whether some sentence says that something is ended, and by which means.
fn tells_an_ending(reading: &Reading<'_>) -> bool {
    let asking = reading.lexicon.asking;
    let unclear = reading.hits(asking.double_negative, TEXT);
    let mut endings = reading.affirmed(asking.ending, TEXT);
    let other = reading.hits(asking.other_change, TEXT);
    endings.retain(|ending| !unclear.iter().any(|hit| reading.sentence(hit) == reading.sentence(ending)));
    endings.retain(|ending| !other.iter().any(|change| Reading::overlap(change, ending)));
    !together(reading, &endings, &reading.hits(asking.means, TEXT)).is_empty()
}

/// The places of runs of words; `None` if there are none.
pub fn found(reading: &Reading<'_>, hits: &[Hit]) -> Option<Vec<Span>> {
    (!hits.is_empty()).then(|| reading.spans(hits))
}

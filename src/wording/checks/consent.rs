//! Whether a yes is an act of its own, free, and as easily refused and taken back as given.

use super::bundle::asked_at_once;
use crate::domain::DeclinePlace;
use crate::wording::family::Family;
use crate::wording::prompt::{Part, Prompt, Span};
use crate::wording::reading::{Hit, Reading, TEXT};

/// Words for a way out in languages that have no lexicon.
const FOREIGN_WAY_OUT: &[&str] = &[
    "désabonn*|désinscri*|retirer|révoquer|révocab*|revocab*|résili*|opposer|disiscri*|disdire|revocare|annull*|cancelar*|revocar|retirar|desactiv*|désactiv*|disattiv*|oponer*|uitschrijven|afmelden|intrekken|opzeggen|avregistrera|avsluta|avprenumerera|återkalla|afmeld*|framelde|trekke|zrezygnow*|wypis*|wycof*|odhlásit|odvol*|leiratkoz*|peru|peruuta*|anular*",
    "darse|date|darte|darme de baja",
    "när|quando|cuando|quand|wanneer som|en|à|in|ogni|vuole|quiera|quieras|vous|je|u ~3 helst|momento|moment|momentos|voulez|wilt|wil",
];

/// What the settings alone say of a family; `None` if nothing.
pub fn by_settings(family: Family, prompt: Prompt<'_>) -> Option<Vec<Span>> {
    let place = prompt.decline_place();
    let holds = match family {
        Family::PreTicked => prompt.wording.ticked_beforehand,
        Family::NoRefusal => place == DeclinePlace::Absent,
        Family::RefusalHarder => place == DeclinePlace::SecondLayer,
        Family::UnequalLabels => place == DeclinePlace::Smaller,
        Family::BundledPurposes => asked_at_once(prompt) > 1 && !prompt.wording.separate_choices,
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
    let mut hits = silence(reading);
    hits.extend(reading.affirmed(asking.preset, TEXT));
    hits.extend(reading.hits(asking.idle_label, &[Part::Accept]));
    if reading.prompt.decline_place() == DeclinePlace::Absent {
        hits.extend(reading.hits(asking.objecting, TEXT));
    }
    found(reading, &hits).or_else(|| by_settings(Family::PreTicked, reading.prompt))
}

/// Silence, or going on, that is taken for a yes.
fn silence(reading: &Reading<'_>) -> Vec<Hit> {
    let asking = reading.lexicon.asking;
    let refusals = reading.affirmed(asking.silence_refuses, TEXT);
    let mut hits = reading.hits(asking.silence, TEXT);
    hits.retain(|hit| !refusals.iter().any(|refusal| reading.sentence(refusal) == reading.sentence(hit)));
    hits
}

/// No way to say no, on screen or in the text.
pub fn no_refusal(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let named = reading.finds(reading.lexicon.asking.way_to_refuse, TEXT);
    by_settings(Family::NoRefusal, reading.prompt).filter(|_| !named)
}

/// Saying no, or taking a yes back, is harder than saying yes.
pub fn refusal_harder(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let asking = reading.lexicon.asking;
    let mut hits = reading.hits(asking.hard_way, &[Part::Headline, Part::Body, Part::WayOut, Part::Decline]);
    hits.extend(efforts(reading));
    if reading.prompt.decline_place() == DeclinePlace::Absent {
        hits.extend(reading.hits(asking.way_to_refuse, TEXT));
    }
    if reading.finds(asking.idle_label, &[Part::Accept]) {
        hits.extend(reading.hits(asking.laborious_label, &[Part::Decline]));
    }
    hits.extend(silence_against_an_act(reading));
    found(reading, &hits).or_else(|| by_settings(Family::RefusalHarder, reading.prompt))
}

/// Silence that counts as a yes where a no is an act; a box is ticked or not by one and the same act.
fn silence_against_an_act(reading: &Reading<'_>) -> Vec<Hit> {
    let is_box = |part: &Part| reading.finds(reading.lexicon.asking.box_label, &[*part]);
    let an_act = reading.prompt.decline_place() != DeclinePlace::Absent;
    let apart = an_act && ![Part::Accept, Part::Decline].iter().any(is_box);
    if apart { silence(reading) } else { Vec::new() }
}

/// Efforts that are asked of someone who refuses or leaves.
pub fn efforts(reading: &Reading<'_>) -> Vec<Hit> {
    let asking = reading.lexicon.asking;
    let easy = reading.hits(asking.easy_way, TEXT);
    let mut efforts = together(reading, &reading.hits(asking.effort, TEXT), &reading.hits(asking.leaving, TEXT));
    efforts.retain(|effort| !easy.iter().any(|way| reading.sentence(way) == reading.sentence(effort)));
    efforts
}

/// The first runs of words that share a sentence with one of the second.
fn together(reading: &Reading<'_>, hits: &[Hit], others: &[Hit]) -> Vec<Hit> {
    let near = |hit: &&Hit| others.iter().any(|other| reading.sentence(other) == reading.sentence(hit));
    hits.iter().filter(near).cloned().collect()
}

/// Something is withheld that does not need the data, or a no costs money.
pub fn conditional(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let asking = reading.lexicon.asking;
    let refusals = reading.hits(asking.price_of_no, TEXT);
    let mut prices = reading.hits(asking.price, TEXT);
    prices.retain(|price| !is_free(reading, price, &refusals));
    let mut hits = together(reading, &prices, &refusals);
    hits.extend(buying(reading));
    hits.extend(dearer_label(reading));
    if asks_for_more(reading) {
        hits.extend(reading.hits(asking.demanded, DEMANDING));
    }
    found(reading, &hits).or_else(|| by_settings(Family::Conditional, reading.prompt))
}

/// Where a yes may be demanded.
const DEMANDING: &[Part] = &[Part::Headline, Part::Body, Part::WayOut, Part::Accept];

/// Whether the text alone tells that a yes is demanded, as the settings hold no purpose.
pub fn is_demanded_in_words_alone(reading: &Reading<'_>) -> bool {
    let demanded = reading.lexicon.asking.demanded;
    reading.prompt.terms.purposes.is_empty() && asks_for_more(reading) && reading.finds(demanded, DEMANDING)
}

/// Whether more is asked for than a service may rightly depend on, by the settings or, where they hold no purpose, by the text.
fn asks_for_more(reading: &Reading<'_>) -> bool {
    let purposes = &reading.prompt.terms.purposes;
    purposes.iter().any(|purpose| !is_needed(purpose))
        || (purposes.is_empty() && !reading.named(reading.lexicon.content.uses, TEXT).is_empty())
}

/// Whether a price is denied by another word than those that speak of a no: "no fee", not "without consent a fee".
fn is_free(reading: &Reading<'_>, price: &Hit, refusals: &[Hit]) -> bool {
    let clause = reading.words[price.start].clause;
    let before = (price.start.saturating_sub(5)..price.start).filter(|index| reading.words[*index].clause == clause);
    let mut denials = before.filter(|index| reading.denies(&reading.words[*index]));
    denials.any(|index| !refusals.iter().any(|refusal| refusal.contains(&index)))
}

/// The price of a no, if both labels name a price and these differ.
fn dearer_label(reading: &Reading<'_>) -> Vec<Hit> {
    let prices = |part| reading.hits(reading.lexicon.asking.label_price, &[part]);
    let (accept, decline) = (prices(Part::Accept), prices(Part::Decline));
    let texts = |hits: &[Hit]| -> Vec<String> {
        hits.iter().flat_map(|hit| &reading.words[hit.clone()]).map(|word| word.text.clone()).collect()
    };
    let differ = !accept.is_empty() && texts(&accept) != texts(&decline);
    if differ { decline } else { Vec::new() }
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
    let told = tells_how_to_leave(reading);
    let leaves =
        |part| !reading.affirmed(asking.way_out, &[part]).is_empty() && !reading.finds(asking.other_change, &[part]);
    let is_the_way_out = leaves(Part::Accept) || !reading.affirmed(asking.leaving_label, &[Part::Decline]).is_empty();
    let told_elsewhere =
        || reading.finds(FOREIGN_WAY_OUT, TEXT) || reading.elsewhere().is_some_and(|it| tells_how_to_leave(&it));
    (!has_its_own_way_out(reading) && !told && !is_the_way_out && !told_elsewhere()).then(Vec::new)
}

/// Whether a way out needs no telling in the text: it has a field of its own, or a switch can be switched back.
pub fn has_its_own_way_out(reading: &Reading<'_>) -> bool {
    let switch = reading.lexicon.asking.switch_label;
    let is_switch = [Part::Accept, Part::Decline].iter().all(|part| reading.finds(switch, &[*part]));
    is_switch || !reading.prompt.wording.way_out.trim().is_empty()
}

/// Whether the service needs all that it depends on.
pub fn rightly_depends(prompt: Prompt<'_>) -> bool {
    let terms = prompt.terms;
    terms.service_depends_on_it && !terms.purposes.is_empty() && terms.purposes.iter().all(|it| is_needed(it))
}

/// Whether the text tells how to refuse or leave.
fn tells_how_to_leave(reading: &Reading<'_>) -> bool {
    let is_path = |part: &Part| [" > ", " › ", " → "].iter().any(|sign| reading.prompt.text(*part).contains(sign));
    TEXT.iter().any(is_path)
        || reading.finds(reading.lexicon.asking.way_to_refuse, TEXT)
        || tells_a_way_out(reading)
        || tells_an_ending(reading)
}

/// Whether the text at least hints at a way out: something ends somewhere, or its last sentence speaks of a change.
pub fn hints_at_a_way_out(reading: &Reading<'_>) -> bool {
    let asking = reading.lexicon.asking;
    let other = reading.hits(asking.other_change, TEXT);
    let mut endings = reading.affirmed(asking.ending, TEXT);
    endings.retain(|ending| !other.iter().any(|change| Reading::overlap(change, ending)));
    !endings.is_empty() || reading.hits(asking.hint, TEXT).iter().any(|hit| closes_the_text(reading, hit))
}

/// Whether some words tell how a yes, and not another thing, is changed or taken back.
fn tells_a_way_out(reading: &Reading<'_>) -> bool {
    let asking = reading.lexicon.asking;
    let other = reading.hits(asking.other_change, TEXT);
    let unclear = reading.hits(asking.double_negative, TEXT);
    let mut ways = reading.affirmed(asking.way_out, TEXT);
    ways.retain(|way| !is_threat(reading, way));
    ways.retain(|way| !unclear.iter().any(|hit| reading.sentence(hit) == reading.sentence(way)));
    ways.iter().any(|way| !other.iter().any(|change| Reading::overlap(change, way)))
}

/// Whether some sentence says that something is ended, and by which means.
fn tells_an_ending(reading: &Reading<'_>) -> bool {
    let asking = reading.lexicon.asking;
    let steering = reading.lexicon.steering;
    let pushing = [steering.pressure, steering.loss, steering.loss_appeal];
    let lists = [&[asking.double_negative, asking.silence][..], &pushing].concat();
    let unclear: Vec<Hit> = lists.iter().flat_map(|list| reading.hits(list, TEXT)).collect();
    let refusals = reading.hits(steering.without_yes, TEXT);
    let mut endings = reading.affirmed(asking.ending, TEXT);
    let other = reading.hits(asking.other_change, TEXT);
    endings.retain(|ending| !unclear.iter().any(|hit| reading.sentence(hit) == reading.sentence(ending)));
    endings.retain(|ending| !reading.words[ending.start].asked);
    endings.retain(|ending| !is_threat(reading, ending));
    endings.retain(|ending| !refusals.iter().any(|refusal| refusal.start <= ending.start && ending.end <= refusal.end));
    endings.retain(|ending| !other.iter().any(|change| Reading::overlap(change, ending)));
    !together(reading, &endings, &reading.hits(asking.means, TEXT)).is_empty()
        || endings.iter().any(|ending| closes_the_text(reading, ending))
}

/// Whether a sentence tells no more of an ending than what gets worse by it.
fn is_threat(reading: &Reading<'_>, hit: &Hit) -> bool {
    let (asking, steering) = (reading.lexicon.asking, reading.lexicon.steering);
    let holds = |list| reading.hits(list, TEXT).iter().any(|it| reading.sentence(it) == reading.sentence(hit));
    holds(steering.worse) && holds(steering.without_yes) && !holds(asking.place)
}

/// Whether a run of words stands in the last sentence of the text, which is where a way out is told.
fn closes_the_text(reading: &Reading<'_>, hit: &Hit) -> bool {
    let last = reading.words.iter().rev().find(|word| word.part == Part::Body);
    last.is_some_and(|last| last.sentence == reading.sentence(hit) && !last.asked)
}

/// The places of runs of words; `None` if there are none.
pub fn found(reading: &Reading<'_>, hits: &[Hit]) -> Option<Vec<Span>> {
    (!hits.is_empty()).then(|| reading.spans(hits))
}

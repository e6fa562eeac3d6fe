//! Whether the text says which data, what for, and who gets them.

use super::clarity::vague_hits;
use super::consent::{efforts, found};
use crate::domain::covers;
use crate::wording::pattern::{find_all, fits_letters};
use crate::wording::prompt::{Part, Span};
use crate::wording::reading::{Hit, Reading, TEXT};
use crate::wording::words::{Word, words_of_text};

const SAID: &[Part] = &Part::ALL;

/// A text of so few words says a purpose in plain words or not at all.
const SHORT_WORDS: usize = 30;

/// The text does not say what the data are used for.
pub fn no_purpose(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let vague = vague_hits(reading);
    let bare = reading.finds(reading.lexicon.content.bare_contact, SAID);
    let alone = reading.prompt.text(Part::Body).trim().is_empty();
    let hollow = bare || alone || !vague.is_empty() || reading.finds(reading.lexicon.content.general_request, SAID);
    let silent = says_no_purpose(reading) && !reading.says_elsewhere(|other| !says_no_purpose(other));
    ((hollow || asks_for_more(reading)) && silent).then(|| reading.spans(&vague))
}

/// Whether the settings ask for a use that does not go without saying, as a service or a letter may.
fn asks_for_more(reading: &Reading<'_>) -> bool {
    let more = ["marketing.advertising", "analytics", "train_ai_system"];
    let purposes = &reading.prompt.terms.purposes;
    let short = reading.words.iter().filter(|word| word.part == Part::Body).count() <= SHORT_WORDS;
    short && purposes.iter().any(|purpose| more.iter().any(|name| covers(name, purpose.trim())))
}

fn says_no_purpose(reading: &Reading<'_>) -> bool {
    let vague = vague_hits(reading);
    !names_purpose(reading, &vague) && !opens_purpose(reading, &vague)
}

/// Whether some purpose is named in words that tell something, given the phrases that could cover anything.
fn names_purpose(reading: &Reading<'_>, vague: &[Hit]) -> bool {
    let content = reading.lexicon.content;
    let weak = reading.hits(content.weak_purposes, SAID);
    let is_weak = |name: &str, hit: &Hit| {
        matches!(name, "functional" | "essential" | "third_party_sharing" | "sales")
            || weak.iter().any(|other| Reading::overlap(other, hit))
    };
    let says_little = |hit: &Hit| {
        let beside = vague.iter().any(|phrase| reading.sentence(phrase) == reading.sentence(hit));
        beside || !matches!(reading.words[hit.start].part, Part::Body | Part::WayOut)
    };
    let bare = reading.hits(content.bare_contact, SAID);
    let is_bare = |hit: &Hit| {
        let declines = reading.words[hit.start].part == Part::Decline;
        !bare.is_empty() && (declines || bare.iter().any(|other| Reading::overlap(other, hit)))
    };
    let is_empty = |name: &str, hit: &Hit| is_bare(hit) || (is_weak(name, hit) && says_little(hit));
    purposes(reading).iter().any(|(name, hits)| hits.iter().any(|hit| !is_empty(name, hit)))
}

/// The purposes that the text names in words of its language, each with the words.
pub fn purposes(reading: &Reading<'_>) -> Vec<(&'static str, Vec<Hit>)> {
    let mut hidden = vague_hits(reading);
    hidden.extend(reading.hits(reading.lexicon.content.departments, SAID));
    let mut names = reading.named(reading.lexicon.content.purposes, SAID);
    let efforts = efforts(reading);
    let urged = urging(reading);
    let beside = |others: &[Hit], hit: &Hit| others.iter().any(|other| reading.shares_clause(other, hit));
    for (name, hits) in &mut names {
        let is_offered = name.starts_with("marketing");
        hits.retain(|hit| !beside(&efforts, hit) && (is_offered || !beside(&urged, hit)));
    }
    without(reading, names, &hidden)
}

/// Whether some clause opens a purpose that is no mere phrase.
pub fn opens_purpose(reading: &Reading<'_>, vague: &[Hit]) -> bool {
    let openings = reading.hits(reading.lexicon.content.purpose_opening, TEXT);
    let efforts = efforts(reading);
    let is_elsewhere = |opening: &Hit| {
        vague.iter().any(|phrase| reading.sentence(phrase) == reading.sentence(opening))
            || efforts.iter().any(|effort| reading.shares_clause(effort, opening))
    };
    openings.iter().any(|opening| !is_elsewhere(opening))
}

/// Whether the text at least hints at a purpose: the settings ask for nothing but a service, and the text is long enough
/// to describe it.
pub fn hints_at_a_purpose(reading: &Reading<'_>) -> bool {
    let words = reading.words.iter().filter(|word| word.part == Part::Body).count();
    let purposes = &reading.prompt.terms.purposes;
    let is_service = |purpose: &String| ["functional", "essential"].iter().any(|name| covers(name, purpose.trim()));
    words > SHORT_WORDS / 2 && vague_hits(reading).is_empty() && !purposes.is_empty() && purposes.iter().all(is_service)
}

/// Whether the text at least hints at data other than an address, by its headline.
pub fn hints_at_a_category(reading: &Reading<'_>) -> bool {
    let names = reading.named(reading.lexicon.content.categories, &[Part::Headline]);
    names.iter().any(|(name, _)| !covers("user.contact", name))
}

/// The text does not say which data.
pub fn no_category(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let silent = says_no_category(reading) && !reading.says_elsewhere(|other| !says_no_category(other));
    silent.then(Vec::new)
}

fn says_no_category(reading: &Reading<'_>) -> bool {
    categories(reading).is_empty() && handled(reading).is_empty()
}

/// The data categories that the text names in words of its language, each with the words.
pub fn categories(reading: &Reading<'_>) -> Vec<(&'static str, Vec<Hit>)> {
    let content = reading.lexicon.content;
    // A headline that says nothing of a use of data, and stands over a text, speaks of other things: "Your health matters", "Ready in 2 minutes".
    let alone = reading.prompt.text(Part::Body).trim().is_empty();
    let telling = alone || [content.flow, content.dealing].iter().any(|list| reading.finds(list, &[Part::Headline]));
    let first = if telling { 0 } else { 1 };
    let parts = [Part::Headline, Part::Body, Part::WayOut, Part::Accept];
    let mut names = reading.named(content.categories, &parts[first..]);
    let obstacles = efforts(reading);
    let is_elsewhere = |hit: &Hit| {
        is_proper_name(reading, hit) || obstacles.iter().any(|obstacle| reading.shares_clause(obstacle, hit))
    };
    names.iter_mut().for_each(|(_, hits)| hits.retain(|hit| !is_elsewhere(hit)));
    without(reading, names, &vague_hits(reading))
}

/// Words that press, threaten or come back to a no; what is named beside them tells nothing of the data or their use.
fn urging(reading: &Reading<'_>) -> Vec<Hit> {
    let steering = reading.lexicon.steering;
    let lists = [steering.pressure, steering.shaming, steering.repeating];
    let mut hits: Vec<Hit> = lists.iter().flat_map(|list| reading.affirmed(list, &[Part::Body])).collect();
    let refusals = reading.hits(steering.without_yes, &[Part::Body]);
    let worse = reading.affirmed(steering.worse, &[Part::Body]);
    hits.extend(
        worse.into_iter().filter(|hit| refusals.iter().any(|it| reading.sentence(it) == reading.sentence(hit))),
    );
    hits
}

/// Whether a single word within a sentence begins with a capital where only names do, as in "Harbour Lane Dental".
fn is_proper_name(reading: &Reading<'_>, hit: &Hit) -> bool {
    let word = &reading.words[hit.start];
    let opens = hit.start.checked_sub(1).is_none_or(|before| reading.words[before].clause != word.clause);
    let text = reading.prompt.text(word.part).get(word.range.clone()).unwrap_or_default();
    let mut letters = text.chars();
    let is_capitalised = letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase);
    reading.lexicon.capitals_name && hit.len() == 1 && word.part == Part::Body && !opens && is_capitalised
}

/// Data that are named by what is done with them.
pub fn handled(reading: &Reading<'_>) -> Vec<Hit> {
    let content = reading.lexicon.content;
    let mut hits = reading.hits(content.handled, TEXT);
    let says_nothing = |index: usize| {
        content.no_data.iter().any(|list| list.split('|').any(|word| fits_letters(word, &reading.words[index].text)))
    };
    hits.retain(|hit| !hit.clone().any(says_nothing) && !reading.is_denied(hit));
    hits
}

/// Names without the words that are denied or hidden in other phrases.
fn without(
    reading: &Reading<'_>,
    names: Vec<(&'static str, Vec<Hit>)>,
    hidden: &[Hit],
) -> Vec<(&'static str, Vec<Hit>)> {
    let stands =
        |hit: &Hit| !hidden.iter().any(|phrase| Reading::overlap(phrase, hit)) && !reading.is_denied_at_once(hit);
    let kept = names.into_iter().map(|(name, hits)| (name, hits.into_iter().filter(stands).collect::<Vec<_>>()));
    kept.filter(|(_, hits)| !hits.is_empty()).collect()
}

/// Others get the data and are not named.
pub fn third_parties_unnamed(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let recipients = &reading.prompt.terms.recipients;
    let unnamed = recipients.iter().any(|recipient| !is_named(reading, recipient));
    let mut others = others(reading);
    let all_named = !recipients.is_empty() && !unnamed;
    let further = reading.hits(reading.lexicon.content.further, TEXT);
    let adds = |hit: &Hit| further.iter().any(|word| Reading::overlap(word, hit)) && !names_follow(reading, hit);
    others.retain(|hit| !all_named || adds(hit));
    found(reading, &others).or_else(|| unnamed.then(Vec::new))
}

/// Whether the text names a recipient; "selected partners" or "insurers" names nobody, wherever it stands. A group that
/// whoever reads belongs to, such as "choir members", is named by any word for its people.
pub fn is_named(reading: &Reading<'_>, recipient: &str) -> bool {
    let circle = reading.lexicon.content.circle;
    if !find_all(circle, reading.lexicon.classes, &words_of_text(recipient)).is_empty() {
        return reading.finds(circle, SAID);
    }
    if is_description(reading, recipient) || is_some_group(reading, recipient) {
        return false;
    }
    if !recipient.contains(char::is_uppercase) {
        return is_told_in_other_words(reading, recipient);
    }
    let full = recipient.trim().to_lowercase();
    SAID.iter().any(|part| reading.prompt.text(*part).to_lowercase().contains(&full))
        || is_named_in_short(reading, recipient)
}

/// Whether a recipient is a number of others, such as "186 vendors", or, where names have capitals, a plural without one and
/// without an article, such as "brand owners".
fn is_some_group(reading: &Reading<'_>, recipient: &str) -> bool {
    let words = words_of_text(recipient);
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let certain = ["the", "your", "our", "my"].contains(&first.text.as_str());
    let small = reading.lexicon.capitals_name && !recipient.contains(char::is_uppercase);
    (first.is_number() && words.len() > 1) || (small && !certain && last.text.ends_with('s'))
}

/// Whether a word of a description that is no kind of company, such as "the parish nurse", is in the text.
fn is_told_in_other_words(reading: &Reading<'_>, recipient: &str) -> bool {
    let words = words_of_text(recipient);
    let mut stems = words.iter().map(|word| word.text.chars().take(6).collect::<String>());
    stems.any(|stem| stem.chars().count() > 3 && reading.words.iter().any(|word| word.text.starts_with(&stem)))
}

/// Whether the text calls a recipient by the first word of its name: "Datamere" for "Datamere Ltd", "Kapelle" for
/// "Musikkapelle Laas".
fn is_named_in_short(reading: &Reading<'_>, recipient: &str) -> bool {
    let words = words_of_text(recipient);
    let Some(first) = words.first().filter(|_| recipient.trim().starts_with(char::is_uppercase)) else { return false };
    let fits = |word: &Word| {
        let same = word.text == first.text && word.text.len() > 3;
        same || (word.text.len() > 5 && first.text.ends_with(&word.text))
    };
    words.len() > 1 && !recipient.contains(',') && reading.words.iter().any(fits)
}

/// Whether a recipient is told by its kind alone: each word that is no part of a kind begins with a small letter.
fn is_description(reading: &Reading<'_>, recipient: &str) -> bool {
    let words = words_of_text(recipient);
    let content = reading.lexicon.content;
    let kinds = [content.others, content.possible_others];
    let hits: Vec<Hit> =
        kinds.iter().flat_map(|patterns| find_all(patterns, reading.lexicon.classes, &words)).collect();
    let is_small =
        |word: &Word| recipient.get(word.range.clone()).is_some_and(|text| text.starts_with(char::is_lowercase));
    let in_kind = |index: usize| hits.iter().any(|hit| hit.contains(&index));
    let is_kind_first = !reading.lexicon.capitals_name && in_kind(0);
    let is_kind_last = words.last().is_some_and(|last| in_kind(words.len() - 1) && is_small(last));
    is_kind_first
        || is_kind_last
        || !hits.is_empty() && words.iter().enumerate().all(|(index, word)| in_kind(index) || is_small(word))
}

/// Mentions of others outside the company to whom data flow.
pub fn others(reading: &Reading<'_>) -> Vec<Hit> {
    let content = reading.lexicon.content;
    let harmless = reading.hits(content.harmless_others, TEXT);
    let flow = reading.hits(content.flow, TEXT);
    let possible = reading.hits(content.possible_others, &[Part::Body, Part::WayOut]);
    let flows = |hit: &Hit| flow.iter().any(|verb| reading.sentence(verb) == reading.sentence(hit));
    let is_own = |hit: &Hit| {
        let before = hit.start.checked_sub(1).and_then(|before| reading.words.get(before));
        before.is_some_and(|before| content.own.iter().any(|own| fits_letters(own, &before.text)))
    };
    let mut hits = reading.hits(content.others, TEXT);
    hits.extend(possible.into_iter().filter(flows).filter(|hit| !is_own(hit)));
    hits.retain(|hit| !is_part_of_name(reading, hit));
    hits.retain(|hit| !harmless.iter().any(|phrase| Reading::overlap(phrase, hit)) && !is_excluded(reading, hit));
    hits
}

/// Whether a word follows another with a capital, as in "Tallowforge Studios", in a language where only names have one.
fn is_part_of_name(reading: &Reading<'_>, hit: &Hit) -> bool {
    let is_capital = |index: usize| {
        let word = &reading.words[index];
        reading.prompt.text(word.part).get(word.range.clone()).is_some_and(|text| text.starts_with(char::is_uppercase))
    };
    let follows = |before: usize| reading.words[before].sentence == reading.sentence(hit) && is_capital(before);
    reading.lexicon.capitals_name
        && hit.len() == 1
        && reading.words[hit.start].part == Part::Body
        && is_capital(hit.start)
        && hit.start.checked_sub(1).is_some_and(follows)
}

/// Whether a sentence says that others get nothing.
fn is_excluded(reading: &Reading<'_>, hit: &Hit) -> bool {
    let resolved = reading.hits(reading.lexicon.asking.double_negative, SAID);
    let clause = reading.words[hit.start].clause;
    let denial = |index: &usize| {
        let word = &reading.words[*index];
        word.clause == clause && reading.denies(word) && !resolved.iter().any(|hit| hit.contains(index))
    };
    let speaks_of_reader = |index: usize| {
        let before = index.checked_sub(1).and_then(|before| reading.words.get(before));
        index > hit.start && before.is_some_and(|before| reading.lexicon.reader.contains(&before.text.as_str()))
    };
    let denies_a_wish = |index: usize| {
        let after = reading.words.get(index + 1).map_or("", |after| after.text.as_str());
        reading.lexicon.wishing.contains(&after)
    };
    reading.sentence_of(hit).any(|index| denial(&index) && !speaks_of_reader(index) && !denies_a_wish(index))
}

/// Whether a mention of others shares its sentence with the name of a recipient.
fn names_follow(reading: &Reading<'_>, hit: &Hit) -> bool {
    let part = reading.words[hit.start].part;
    let sentence = reading.sentence(hit);
    let mut words = reading.words.iter().filter(|word| word.sentence == sentence);
    let Some(first) = words.next() else { return false };
    let last = words.next_back().unwrap_or(first);
    let text = reading.prompt.text(part).get(first.range.start..last.range.end).unwrap_or_default().to_lowercase();
    reading.prompt.terms.recipients.iter().any(|recipient| text.contains(&recipient.trim().to_lowercase()))
}

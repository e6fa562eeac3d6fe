//! What the deceptive-pattern families say of a prompt, as far as its text and settings show.

use super::checks::{bundle, choice, clarity, conflict, consent, content, steering};
use super::family::{Family, Severity};
use super::language::Language;
use super::learned::settle;
use super::prompt::{Part, Prompt, Span};
use super::reading::Reading;
use serde::Serialize;

/// Something about a wording that is unfair or unclear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it is about; name, reason, source and mending hang on the family.
    pub family: Family,
    /// The words it points at, in reading order; empty if it is about a setting or about something missing.
    pub spans: Vec<Span>,
}

impl Finding {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.family.severity()
    }
}

/// All findings of a prompt, the serious ones first, at most one per family.
///
/// Headings, text and labels are read in English and German; of another language only the settings are judged. An entirely
/// empty wording has no findings. Definitions: EDPB Guidelines 03/2022 (deceptive design patterns) and 05/2020 (consent),
/// report of the cookie banner taskforce (2023). What the rules find is settled by what labelled prompts teach.
pub fn check(prompt: Prompt<'_>) -> Vec<Finding> {
    let reading = Reading::new(prompt, Language::of_prompt(prompt));
    let findings = check_by_rules(prompt, reading.as_ref());
    let has_words = |reading: &Reading<'_>| !reading.words.is_empty();
    match reading.filter(has_words) {
        Some(reading) => settle(findings, &reading),
        None => findings,
    }
}

/// What the rules find, without what labelled prompts teach; `reading` is `None` in a language without a lexicon.
pub fn check_by_rules(prompt: Prompt<'_>, reading: Option<&Reading<'_>>) -> Vec<Finding> {
    if Part::ALL.iter().all(|part| prompt.text(*part).trim().is_empty()) {
        return Vec::new();
    }
    let foreign = reading.and_then(Reading::elsewhere);
    let found = |family| {
        let spans = match reading {
            Some(reading) => judge(family, reading),
            None => judge_settings(family, prompt),
        };
        spans.or_else(|| judge_elsewhere(family, foreign.as_ref()?)).map(|spans| Finding { family, spans })
    };
    let findings: Vec<Finding> = Family::all().filter_map(found).collect();
    let Some(reading) = reading.filter(|_| is_fair_but_for_silence(&findings)) else { return findings };
    findings.into_iter().filter(|finding| !is_hinted_at(finding.family, reading)).collect()
}

/// Whether a prompt is fair but for what it seems not to say.
fn is_fair_but_for_silence(findings: &[Finding]) -> bool {
    let is_silence = |family| matches!(family, Family::NoWayOut | Family::NoCategory | Family::NoPurpose);
    let others: Vec<Finding> = findings.iter().filter(|it| !is_silence(it.family)).cloned().collect();
    findings.len() <= 2 && is_fair(&others)
}

/// Whether what seems not to be said is said in words of its own: who asks fairly in all else mostly says it, so that a
/// hint will do where nothing else is found.
fn is_hinted_at(family: Family, reading: &Reading<'_>) -> bool {
    match family {
        Family::NoWayOut => consent::hints_at_a_way_out(reading),
        Family::NoCategory => content::hints_at_a_category(reading),
        Family::NoPurpose => content::hints_at_a_purpose(reading),
        _ => false,
    }
}

/// Whether findings leave a wording fair: nothing serious, nothing that steers, at most two other weaknesses.
pub fn is_fair(findings: &[Finding]) -> bool {
    let steers = |family: Family| {
        matches!(
            family,
            Family::UnequalLabels
                | Family::Pressure
                | Family::ThreatOfLoss
                | Family::EmotionalSteering
                | Family::RepeatedPrompting
        )
    };
    let unfair = |finding: &Finding| finding.severity() == Severity::Serious || steers(finding.family);
    findings.len() <= 2 && !findings.iter().any(unfair)
}

/// Whether a prompt is fair; `None` if its settings leave it fair and its words are in a language that is not read.
pub fn fairness(prompt: Prompt<'_>, findings: &[Finding]) -> Option<bool> {
    let fair = is_fair(findings);
    (!fair || is_read(prompt)).then_some(fair)
}

/// Whether the words of a prompt are in a language that is read.
pub fn is_read(prompt: Prompt<'_>) -> bool {
    Language::of_prompt(prompt) != Language::Other
}

fn judge(family: Family, reading: &Reading<'_>) -> Option<Vec<Span>> {
    match family {
        Family::PreTicked => consent::pre_ticked(reading),
        Family::NoRefusal => consent::no_refusal(reading),
        Family::RefusalHarder => consent::refusal_harder(reading),
        Family::Shaming => steering::shaming(reading),
        Family::DoubleNegative => choice::double_negative(reading),
        Family::BundledPurposes => bundle::bundled_purposes(reading),
        Family::Conditional => consent::conditional(reading),
        Family::LanguageMixed => clarity::language_mixed(reading),
        Family::ConflictingInformation => conflict::conflicting_information(reading),
        Family::NoPurpose => content::no_purpose(reading),
        Family::UnequalLabels => choice::unequal_labels(reading),
        Family::NoCategory => content::no_category(reading),
        Family::Vague => clarity::vague(reading),
        Family::Pressure => steering::pressure(reading),
        Family::ThreatOfLoss => steering::threat_of_loss(reading),
        Family::Jargon => clarity::jargon(reading),
        Family::ThirdPartiesUnnamed => content::third_parties_unnamed(reading),
        Family::NoWayOut => consent::no_way_out(reading),
        Family::TooLong => clarity::too_long(reading.prompt),
        Family::EmotionalSteering => steering::emotional_steering(reading),
        Family::RepeatedPrompting => steering::repeated_prompting(reading),
    }
}

/// What a text says in another language than its own that must be found wherever it stands.
fn judge_elsewhere(family: Family, foreign: &Reading<'_>) -> Option<Vec<Span>> {
    let mut spans = match family {
        Family::Vague => clarity::vague(foreign),
        Family::ThirdPartiesUnnamed => content::third_parties_unnamed(foreign),
        _ => None,
    }?;
    spans.retain(|span| foreign.strangers.iter().any(|run| !run.part.is_label() && lies_within(span, run)));
    (!spans.is_empty()).then_some(spans)
}

fn lies_within(span: &Span, run: &Span) -> bool {
    span.part == run.part && run.range.start <= span.range.start && span.range.end <= run.range.end
}

fn judge_settings(family: Family, prompt: Prompt<'_>) -> Option<Vec<Span>> {
    match family {
        Family::TooLong => clarity::too_long(prompt),
        _ => consent::by_settings(family, prompt),
    }
}

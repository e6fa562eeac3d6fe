//! What the checks say of a wording while it is being written.

use crate::picture::{format, terms};
use crate::ui::theme::{self, color, palette};
use crate::ui::widgets::{Tone, badge, card, muted};
use crate::wording::{Finding, NamingKind, Prompt, Severity, TraitKind};
use crate::workbench::{Look, Standing};
use eframe::egui::{self, RichText, Ui};
use lucide_icons::Icon;

/// Shows findings, readability, what the wording speaks to and how specific it is.
pub fn show(ui: &mut Ui, prompt: Prompt<'_>, look: &Look) {
    card(ui, "Checks", "", |ui| {
        summary(ui, look);
        look.findings.iter().for_each(|finding| shown(ui, prompt, finding));
    });
    if look.is_empty() {
        return;
    }
    card(ui, "How it reads", "", |ui| {
        reading(ui, look);
        specific(ui, look);
        speaks_to(ui, look);
        traits(ui, look);
    });
}

/// A wording in a word, such as “Fair”.
pub fn verdict(look: &Look) -> (String, Tone) {
    let number = |number: usize, one: &str, many: &str| format!("{number} {}", if number == 1 { one } else { many });
    let weaknesses = |weak: usize| number(weak, "weakness", "weaknesses");
    match look.standing() {
        Standing::Empty => ("Empty".to_owned(), Tone::Neutral),
        Standing::Serious(serious, 0) => (number(serious, "serious finding", "serious findings"), Tone::Bad),
        Standing::Serious(serious, weak) => (format!("{serious} serious, {}", weaknesses(weak)), Tone::Bad),
        Standing::Unfair(weak) => (weaknesses(weak), Tone::Warning),
        Standing::Unread(_) => ("Language not read".to_owned(), Tone::Warning),
        Standing::TermsMissing => ("Not finished".to_owned(), Tone::Neutral),
        Standing::Unsaid(_) => ("Does not say everything".to_owned(), Tone::Warning),
        Standing::Fair(0) => ("Fair".to_owned(), Tone::Good),
        Standing::Fair(weak) => (format!("Fair, {}", weaknesses(weak)), Tone::Good),
    }
}

/// What follows from how a wording stands.
fn sentence(look: &Look) -> String {
    match look.standing() {
        Standing::Empty => "Nothing is written yet.".into(),
        Standing::Serious(..) => {
            "People can be asked with it, but it is declared the winner only if somebody writes down why it may.".into()
        }
        Standing::Unfair(_) => "People can be asked with it, but mend it first.".into(),
        Standing::Unread(_) => {
            "The settings are judged, the words are not: only English and German are read. Ask somebody who reads this language."
                .into()
        }
        Standing::TermsMissing => {
            "Nothing to mend in the words. Set what a yes agrees to: what the data are for, and which.".into()
        }
        Standing::Unsaid(unsaid) => {
            let names: Vec<String> = unsaid.iter().map(|(kind, name)| in_words(*kind, name)).collect();
            format!(
                "What a yes agrees to is not found in the words: {}. Say it, or take it out of what a yes agrees to.",
                names.join(", ")
            )
        }
        Standing::Fair(0) => "Nothing to mend: it can go to people as it is.".into(),
        Standing::Fair(_) => "It can go to people as it is; what follows would make it better.".into(),
    }
}

/// A purpose, a category or a recipient as people read it.
fn in_words(kind: NamingKind, name: &str) -> String {
    match kind {
        NamingKind::Purpose => terms::purpose(name),
        NamingKind::Category => terms::category(name),
        NamingKind::Recipient => name.to_owned(),
    }
}

/// What the checks say in a word and a sentence.
pub fn summary(ui: &mut Ui, look: &Look) {
    let (word, tone) = verdict(look);
    ui.horizontal_wrapped(|ui| {
        if look.standing() != Standing::Empty {
            badge(ui, &word, tone);
        }
        ui.label(sentence(look));
    });
}

fn shown(ui: &mut Ui, prompt: Prompt<'_>, finding: &Finding) {
    ui.add_space(4.0);
    ui.separator();
    let (word, tone) = match finding.severity() {
        Severity::Serious => ("Serious", Tone::Bad),
        Severity::Weakness => ("Weakness", Tone::Warning),
    };
    ui.horizontal_wrapped(|ui| {
        badge(ui, word, tone);
        ui.label(RichText::new(finding.family.name()).font(theme::semibold(13.0)));
        let words = finding.spans.iter().filter_map(|span| prompt.text(span.part).get(span.range.clone()));
        let quoted: Vec<String> = words.map(|words| format!("“{words}”")).collect();
        muted(ui, quoted.join(", "));
    });
    ui.add(egui::Label::new(finding.family.why()).wrap());
    let mend = RichText::new(format!("{}  {}", char::from(Icon::Wrench), finding.family.mend()));
    ui.add(egui::Label::new(mend.font(theme::medium(13.0))).wrap());
    let source = RichText::new(finding.family.source()).small().color(color(palette(ui).muted));
    ui.add(egui::Label::new(source).wrap());
}

fn reading(ui: &mut Ui, look: &Look) {
    let read = &look.readability;
    let mut parts = vec![
        format!("{} words", format::count(read.words as u64)),
        format!("about {:.0} seconds", read.reading_time_seconds.ceil()),
    ];
    parts.extend(read.ease_in_words().map(|words| format!("{words} to read")));
    parts.extend(read.school_year.map(|year| format!("school year {:.0}", year.clamp(1.0, 20.0))));
    ui.label(parts.join(", "));
    if read.words > 0 && read.ease.is_none() {
        muted(ui, "Only English and German are read; of this text the settings alone were checked.");
    }
}

fn specific(ui: &mut Ui, look: &Look) {
    let Some(specificity) = look.specificity.as_ref().filter(|_| look.has_terms) else { return };
    ui.add_space(4.0);
    ui.label(
        RichText::new(format!("Specific to {}", format::percent(specificity.score, 0))).font(theme::semibold(13.0)),
    );
    for naming in &specificity.namings {
        let kind = match naming.kind {
            NamingKind::Purpose => "Purpose",
            NamingKind::Category => "Data",
            NamingKind::Recipient => "Recipient",
        };
        let name = in_words(naming.kind, &naming.name);
        let name = if naming.name.is_empty() { "none stated in the terms".to_owned() } else { name };
        let said = if naming.is_named { "named" } else { "not named" };
        holds(ui, naming.is_named, &format!("{kind}: {name}, {said}"));
    }
    if !specificity.vague.is_empty() {
        holds(ui, false, "A phrase that could cover anything takes a quarter off");
    }
}

fn speaks_to(ui: &mut Ui, look: &Look) {
    ui.add_space(4.0);
    let number = look.weighed.iter().filter(|(_, speaks)| *speaks).count();
    let title = format!("Speaks to {number} of the 5 things people weigh");
    ui.label(RichText::new(title).font(theme::semibold(13.0)));
    for (weighed, speaks) in &look.weighed {
        holds(ui, *speaks, weighed.name());
    }
}

/// A line with a tick or a dash before it, for what is there and what is not.
fn holds(ui: &mut Ui, holds: bool, text: &str) {
    let tokens = palette(ui);
    let (icon, ink) = if holds { (Icon::Check, tokens.good) } else { (Icon::Minus, tokens.muted) };
    let words = RichText::new(text).color(color(if holds { tokens.text } else { tokens.muted }));
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 2.0);
        ui.horizontal(|ui| {
            ui.label(RichText::new(char::from(icon).to_string()).color(color(ink)));
            ui.add(egui::Label::new(words).wrap());
        });
    });
}

fn traits(ui: &mut Ui, look: &Look) {
    ui.add_space(4.0);
    let has = |one: &&crate::wording::Trait| one.kind == TraitKind::Present && one.value > 0.5;
    let labels: Vec<&str> = look.traits.iter().filter(has).map(|one| one.label).collect();
    ui.label(RichText::new("Traits, as the lab codes them").font(theme::semibold(13.0)));
    muted(ui, if labels.is_empty() { "None yet.".to_owned() } else { format!("{}.", labels.join(" · ")) });
}

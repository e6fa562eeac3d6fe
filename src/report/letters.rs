//! The letters of reports: how wide texts are in the fonts that they are set in, and which characters these fonts can draw.

use crate::picture::prompt::{Ruler, TextRole};
use std::borrow::Cow;
use std::sync::LazyLock;
use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontInstance, FontVariant, FontVariations};

/// The family that everything is set in.
pub(super) const FAMILY: &str = "Inter";

static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let files: [&'static [u8]; 3] = [
        include_bytes!("../../assets/fonts/Inter-Regular.otf"),
        include_bytes!("../../assets/fonts/Inter-Medium.otf"),
        include_bytes!("../../assets/fonts/Inter-SemiBold.otf"),
    ];
    files.into_iter().filter_map(|file| Font::new(Bytes::new(file), 0)).collect()
});

/// The same as they are measured.
static FACES: LazyLock<Vec<FontInstance>> = LazyLock::new(|| FONTS.iter().map(face).collect());

/// A font as its letters are looked up and measured.
pub(super) fn face(font: &Font) -> FontInstance {
    font.clone().instantiate(FontVariant::default(), Abs::pt(10.0), &FontVariations::default())
}

/// The fonts, lightest first.
pub(super) fn fonts() -> &'static [Font] {
    &FONTS
}

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strength {
    Regular,
    Semibold,
}

/// How wide a text is on one line, in units of its size.
pub(super) fn width(text: &str, size: f64, strength: Strength) -> f64 {
    let face = if strength == Strength::Regular { FACES.first() } else { FACES.last() };
    let advance = |c: char| {
        let known = face.and_then(|face| face.x_advance(face.ttf().glyph_index(c)?.0));
        // What another font has to draw is as wide as it is high, as most such characters are.
        known.map_or(1.0, typst::layout::Em::get)
    };
    text.chars().map(advance).sum::<f64>() * size
}

/// A text cut off with an ellipsis where it is wider than a width.
pub(super) fn truncated(text: &str, size: f64, strength: Strength, most: f64) -> Cow<'_, str> {
    if width(text, size, strength) <= most {
        return Cow::Borrowed(text);
    }
    let mut shown: String = text.to_owned();
    while !shown.is_empty() && width(&shown, size, strength) + width("…", size, strength) > most {
        shown.pop();
    }
    Cow::Owned(format!("{}…", shown.trim_end()))
}

/// The lines of a text within a width; a word wider than that is broken.
pub(super) fn wrapped(text: &str, size: f64, strength: Strength, most: f64) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if width(&longer, size, strength) <= most {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = broken(word, size, strength, most, &mut lines);
        }
        lines.push(line);
    }
    lines
}

/// Puts all full lines of a word too wide for one onto the others and gives back what is left.
fn broken(word: &str, size: f64, strength: Strength, most: f64, lines: &mut Vec<String>) -> String {
    let mut line = String::new();
    let mut taken = 0.0;
    for c in word.chars() {
        let advance = width(c.encode_utf8(&mut [0; 4]), size, strength);
        if taken + advance > most && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            taken = 0.0;
        }
        line.push(c);
        taken += advance;
    }
    line
}

/// Whether the own fonts draw a character.
pub(super) fn is_own(c: char) -> bool {
    FACES.first().is_none_or(|face| face.ttf().glyph_index(c).is_some())
}

/// A text of characters that have a shape: control characters become spaces, marks of direction and the like are left out.
pub(super) fn drawable(text: &str) -> Cow<'_, str> {
    let is_fine = |c: char| c == '\n' || (!c.is_control() && is_own(c));
    if text.chars().all(is_fine) {
        return Cow::Borrowed(text);
    }
    let drawn = |c: char| if is_fine(c) { Some(c) } else { replacement(c) };
    Cow::Owned(text.chars().filter_map(drawn).collect())
}

fn replacement(c: char) -> Option<char> {
    match c {
        c if c.is_control() => Some(' '),
        // Joiners, marks of direction and variants have no shape of their own.
        '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{AD}' => None,
        c if c.is_whitespace() => Some(' '),
        c => Some(c),
    }
}

/// Measures requests in the letters of reports.
pub(super) struct Measure;

impl Measure {
    fn strength(role: TextRole) -> Strength {
        match role {
            TextRole::Title | TextRole::Label => Strength::Semibold,
            TextRole::Text | TextRole::Small => Strength::Regular,
        }
    }

    /// The lines of a text in its role within a width in points.
    pub(super) fn wrapped(text: &str, role: TextRole, width_points: f64) -> Vec<String> {
        wrapped(text, f64::from(role.size_points()), Self::strength(role), width_points)
    }

    /// A text in its role on one line, cut off where it is wider than a width in points.
    pub(super) fn truncated(text: &str, role: TextRole, width_points: f64) -> Cow<'_, str> {
        truncated(text, f64::from(role.size_points()), Self::strength(role), width_points)
    }
}

impl Ruler for Measure {
    fn lines(&self, text: &str, role: TextRole, width_points: f32) -> usize {
        Self::wrapped(text, role, f64::from(width_points)).len().max(1)
    }

    #[expect(clippy::cast_possible_truncation, reason = "a width on a page")]
    fn width_points(&self, text: &str, role: TextRole) -> f32 {
        width(text, f64::from(role.size_points()), Self::strength(role)) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_are_there_and_measure() {
        assert_eq!(FONTS.len(), 3);
        let narrow = width("iiii", 10.0, Strength::Regular);
        let wide = width("WWWW", 10.0, Strength::Regular);
        assert!(narrow < 15.0 && wide > 35.0, "{narrow} {wide}");
        assert!(width("Handshake", 10.0, Strength::Semibold) > width("Handshake", 10.0, Strength::Regular));
    }

    #[test]
    fn lines_keep_all_words_and_stay_within_the_width() {
        let text = format!("A few words and then {} and an end.\nA second paragraph.", "x".repeat(200));
        let lines = wrapped(&text, 10.0, Strength::Regular, 120.0);
        assert!(lines.iter().all(|line| width(line, 10.0, Strength::Regular) <= 120.0));
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(bare(&lines.concat()), bare(&text));
        let cut = truncated(&text, 10.0, Strength::Regular, 60.0);
        assert!(cut.ends_with('…') && width(&cut, 10.0, Strength::Regular) <= 60.0, "{cut}");
    }

    #[test]
    fn what_has_no_shape_is_left_out() {
        assert_eq!(drawable("Ångström – ≥ 3 €"), "Ångström – ≥ 3 €");
        assert_eq!(drawable("a\u{0}b\u{FEFF}語"), "a b語");
    }
}

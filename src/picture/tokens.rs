//! Colour tokens: every colour that a screen or a report may use, in light and dark.

/// A colour, red, green and blue from 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// The colour as `#1A2330`.
    pub fn to_hex(self) -> String {
        format!("#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }
}

/// The colours of one theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// Behind everything.
    pub background: Rgb,
    /// Cards.
    pub surface: Rgb,
    /// The rail on the left.
    pub rail: Rgb,
    /// Fills that only set something off.
    pub subtle: Rgb,
    /// Hairlines round cards and under table rows.
    pub hairline: Rgb,
    /// The grid of charts.
    pub grid: Rgb,
    /// Text.
    pub text: Rgb,
    /// Text that stands back.
    pub muted: Rgb,
    /// What can be acted on.
    pub accent: Rgb,
    /// Text on the accent.
    pub on_accent: Rgb,
    /// Good news, as text.
    pub good: Rgb,
    /// A warning, as text.
    pub warning: Rgb,
    /// Bad news, as text.
    pub bad: Rgb,
    /// Behind good news.
    pub good_fill: Rgb,
    /// Behind a warning.
    pub warning_fill: Rgb,
    /// Behind bad news.
    pub bad_fill: Rgb,
    /// Series, in the order of the variants (Okabe & Ito 2008).
    pub series: [Rgb; 6],
}

impl Palette {
    /// The colour of a series; they begin anew after the sixth.
    pub fn series(&self, index: usize) -> Rgb {
        self.series[index % self.series.len()]
    }
}

/// The light theme.
pub const LIGHT: Palette = Palette {
    background: Rgb(0xF5, 0xF6, 0xF8),
    surface: Rgb(0xFF, 0xFF, 0xFF),
    rail: Rgb(0xFB, 0xFB, 0xFC),
    subtle: Rgb(0xEE, 0xF1, 0xF4),
    hairline: Rgb(0xE2, 0xE6, 0xEB),
    grid: Rgb(0xEB, 0xEE, 0xF2),
    text: Rgb(0x1A, 0x23, 0x30),
    muted: Rgb(0x5C, 0x68, 0x78),
    accent: Rgb(0x1F, 0x5F, 0xBF),
    on_accent: Rgb(0xFF, 0xFF, 0xFF),
    good: Rgb(0x0B, 0x7A, 0x55),
    warning: Rgb(0x9A, 0x62, 0x00),
    bad: Rgb(0xB3, 0x36, 0x2B),
    good_fill: Rgb(0xE6, 0xF4, 0xEE),
    warning_fill: Rgb(0xFB, 0xF1, 0xDD),
    bad_fill: Rgb(0xFB, 0xE9, 0xE7),
    series: [
        Rgb(0x00, 0x72, 0xB2),
        Rgb(0xE6, 0x9F, 0x00),
        Rgb(0x00, 0x9E, 0x73),
        Rgb(0xCC, 0x79, 0xA7),
        Rgb(0xD5, 0x5E, 0x00),
        Rgb(0x56, 0xB4, 0xE9),
    ],
};

/// The dark theme.
pub const DARK: Palette = Palette {
    background: Rgb(0x11, 0x15, 0x1A),
    surface: Rgb(0x19, 0x1F, 0x26),
    rail: Rgb(0x15, 0x1A, 0x20),
    subtle: Rgb(0x20, 0x27, 0x2F),
    hairline: Rgb(0x2A, 0x32, 0x3C),
    grid: Rgb(0x24, 0x2C, 0x35),
    text: Rgb(0xE5, 0xEA, 0xF0),
    muted: Rgb(0x97, 0xA3, 0xB1),
    accent: Rgb(0x74, 0xA7, 0xF5),
    on_accent: Rgb(0x0E, 0x17, 0x26),
    good: Rgb(0x54, 0xC7, 0x9A),
    warning: Rgb(0xE0, 0xAE, 0x55),
    bad: Rgb(0xF0, 0x8B, 0x80),
    good_fill: Rgb(0x16, 0x30, 0x2A),
    warning_fill: Rgb(0x33, 0x2A, 0x18),
    bad_fill: Rgb(0x38, 0x1F, 0x20),
    series: [
        Rgb(0x3D, 0x9B, 0xD9),
        Rgb(0xE6, 0x9F, 0x00),
        Rgb(0x1F, 0xB8, 0x8A),
        Rgb(0xD9, 0x8F, 0xB9),
        Rgb(0xE8, 0x7A, 0x2B),
        Rgb(0x7A, 0xC6, 0xF0),
    ],
};

/// How the line of a series is drawn, so that series can be told apart without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineStyle {
    /// Without gaps.
    Solid,
    /// Dashes.
    Dashed,
    /// Dots.
    Dotted,
}

/// The line style of a series.
pub fn line_style(series: usize) -> LineStyle {
    [LineStyle::Solid, LineStyle::Dashed, LineStyle::Dotted][series % 3]
}

/// The shape of the dots of a series, likewise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// A disc.
    Circle,
    /// A square on its corner.
    Diamond,
    /// A square on its side.
    Square,
    /// A triangle on its side.
    Triangle,
}

/// The shape of the dots of a series.
pub fn marker(series: usize) -> Marker {
    [Marker::Circle, Marker::Diamond, Marker::Square, Marker::Triangle][series % 4]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance (WCAG 2.2).
    fn luminance(colour: Rgb) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(colour.0) + 0.7152 * linear(colour.1) + 0.0722 * linear(colour.2)
    }

    fn contrast(one: Rgb, other: Rgb) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn text_can_be_read_on_what_it_stands_on() {
        for palette in [LIGHT, DARK] {
            let p = palette;
            let pairs = [
                (p.text, p.surface),
                (p.text, p.background),
                (p.muted, p.surface),
                (p.muted, p.background),
                (p.muted, p.rail),
                (p.accent, p.surface),
                (p.on_accent, p.accent),
                (p.good, p.good_fill),
                (p.warning, p.warning_fill),
                (p.bad, p.bad_fill),
                (p.good, p.surface),
                (p.bad, p.surface),
                (p.muted, p.subtle),
            ];
            for (text, ground) in pairs {
                assert!(
                    contrast(text, ground) >= 4.5,
                    "{} on {}: {}",
                    text.to_hex(),
                    ground.to_hex(),
                    contrast(text, ground)
                );
            }
        }
    }
}

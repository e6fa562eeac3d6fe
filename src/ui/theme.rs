//! Fonts, sizes and colours of the window; the only place that turns tokens into egui's values.

use crate::picture::tokens::{DARK, LIGHT, Palette, Rgb};
use eframe::egui::{
    self, Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Stroke, TextStyle, Theme, Ui,
};
use std::sync::Arc;

/// Padding inside cards.
pub const PADDING: i8 = 16;
/// Height of a table row.
pub const ROW: f32 = 30.0;
/// The widest that content grows.
pub const CONTENT_WIDTH: f32 = 1180.0;

/// The colour of a token.
pub fn color(token: Rgb) -> Color32 {
    Color32::from_rgb(token.0, token.1, token.2)
}

/// The colours of the theme in force.
pub fn palette(ui: &Ui) -> &'static Palette {
    if ui.visuals().dark_mode { &DARK } else { &LIGHT }
}

/// The medium weight, for verdicts.
pub fn medium(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("medium".into()))
}

/// The semibold weight, for titles.
pub fn semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("semibold".into()))
}

/// Installs fonts, sizes and both themes.
pub fn install(context: &Context) {
    context.set_fonts(fonts());
    for theme in [Theme::Light, Theme::Dark] {
        context.style_mut_of(theme, |style| {
            style.text_styles = [
                (TextStyle::Small, FontId::proportional(11.0)),
                (TextStyle::Body, FontId::proportional(13.0)),
                (TextStyle::Button, FontId::proportional(13.0)),
                (TextStyle::Heading, semibold(20.0)),
                (TextStyle::Monospace, FontId::monospace(12.0)),
            ]
            .into();
            style.spacing.item_spacing = egui::vec2(8.0, 8.0);
            style.spacing.button_padding = egui::vec2(12.0, 6.0);
            style.spacing.interact_size = egui::vec2(32.0, 30.0);
            style.interaction.selectable_labels = false;
            dress(&mut style.visuals, theme);
        });
    }
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let mut add = |name: &str, bytes: &'static [u8]| {
        fonts.font_data.insert(name.into(), Arc::new(FontData::from_static(bytes)));
    };
    add("regular", include_bytes!("../../assets/fonts/Inter-Regular.otf"));
    add("medium", include_bytes!("../../assets/fonts/Inter-Medium.otf"));
    add("semibold", include_bytes!("../../assets/fonts/Inter-SemiBold.otf"));
    add("icons", lucide_icons::LUCIDE_FONT_BYTES);
    for (family, font) in [
        (FontFamily::Proportional, "regular"),
        (FontFamily::Monospace, "regular"),
        (FontFamily::Name("medium".into()), "medium"),
        (FontFamily::Name("semibold".into()), "semibold"),
    ] {
        fonts.families.insert(family, vec![font.into(), "icons".into()]);
    }
    fonts
}

fn dress(visuals: &mut egui::Visuals, theme: Theme) {
    let tokens = if theme == Theme::Dark { &DARK } else { &LIGHT };
    let (surface, subtle, hairline) = (color(tokens.surface), color(tokens.subtle), color(tokens.hairline));
    let (text, accent) = (color(tokens.text), color(tokens.accent));
    visuals.panel_fill = color(tokens.background);
    visuals.window_fill = surface;
    visuals.extreme_bg_color = surface;
    visuals.faint_bg_color = subtle;
    visuals.window_stroke = Stroke::new(1.0, hairline);
    visuals.hyperlink_color = accent;
    visuals.selection.bg_fill = accent.gamma_multiply(0.25);
    visuals.selection.stroke = Stroke::new(1.0, accent);
    visuals.error_fg_color = color(tokens.bad);
    visuals.warn_fg_color = color(tokens.warning);
    let widgets = &mut visuals.widgets;
    for (state, fill, line) in [
        (&mut widgets.noninteractive, surface, hairline),
        (&mut widgets.inactive, surface, hairline),
        (&mut widgets.hovered, subtle, hairline),
        (&mut widgets.active, subtle, accent),
        (&mut widgets.open, subtle, hairline),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::new(1.0, line);
        state.fg_stroke = Stroke::new(1.0, text);
        state.corner_radius = CornerRadius::same(6);
        state.expansion = 0.0;
    }
}

//! The effect in each segment.

use super::State;
use crate::picture::analysis_figures;
use crate::ui::charts;
use crate::ui::theme;
use crate::ui::widgets::{card, labelled_combo, muted};
use crate::workbench::Analysis;
use eframe::egui::{RichText, Ui};

/// Shows one segment column for one wording.
pub fn show(ui: &mut Ui, analysis: &Analysis, state: &mut State) {
    if analysis.segments.is_empty() {
        return;
    }
    state.segment = state.segment.min(analysis.segments.len() - 1);
    let table = &analysis.segments[state.segment];
    state.arm = state.arm.min(table.pairs.len().saturating_sub(1));
    card(ui, "Segments", "Small segments lean on the others, so that chance alone makes none stand out", |ui| {
        let columns: Vec<String> = analysis.segments.iter().map(|table| table.name.clone()).collect();
        let arms: Vec<String> = table.pairs.iter().map(|pair| pair.0.clone()).collect();
        ui.horizontal(|ui| {
            labelled_combo(ui, "Segments by", &mut state.segment, &columns);
            labelled_combo(ui, "Wording", &mut state.arm, &arms);
        });
        let table = &analysis.segments[state.segment];
        let Some((_, figures)) = table.pairs.get(state.arm) else { return };
        ui.label(RichText::new(&figures.sentence).font(theme::medium(13.0)));
        if let Some(warning) = figures.simpson.as_ref().and_then(|simpson| simpson.warning.as_ref()) {
            ui.label(warning);
        }
        if figures.hidden > 0 {
            muted(ui, format!("{} segments are too small to be shown and stand together.", figures.hidden));
        }
    });
    let table = &analysis.segments[state.segment];
    let shown = table.pairs.get(state.arm).filter(|(_, figures)| figures.segments.len() > 1);
    if let Some((arm, figures)) = shown {
        #[expect(clippy::cast_precision_loss, reason = "a height on screen")]
        let height = 60.0 + 34.0 * figures.segments.len() as f32;
        let chart = analysis_figures::segment_intervals(&table.name, arm, state.arm + 1, figures);
        charts::show(ui, "segments", &chart, height);
    }
}

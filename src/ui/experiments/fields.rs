//! Fields for lists, limits and days, which keep what is typed until it can stand.

use crate::ui::theme::{color, palette};
use crate::ui::widgets::labelled_text;
use eframe::egui::{RichText, Ui};

/// Edits a list as one line; what stands between commas is kept as it is typed until the field is left.
pub fn names(ui: &mut Ui, label: &str, list: &mut Vec<String>) {
    let key = ui.scope_id().with(("list", label));
    let mut text = ui.data(|data| data.get_temp::<String>(key)).unwrap_or_else(|| list.join(", "));
    let response = labelled_text(ui, label, &mut text);
    if response.changed() {
        *list = text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(ToOwned::to_owned).collect();
    }
    // Asked beforehand: egui's state must not be asked again while its data are held.
    let focused = response.has_focus();
    ui.data_mut(|data| {
        if focused {
            data.insert_temp(key, text);
        } else {
            data.remove::<String>(key);
        }
    });
}

/// Edits a number that may be missing. What is no number stays in the field, marked, and changes nothing.
pub fn limit(ui: &mut Ui, label: &str, limit: &mut Option<u32>) {
    let key = ui.scope_id().with(("limit", label));
    let mut text = ui
        .data(|data| data.get_temp::<String>(key))
        .unwrap_or_else(|| limit.map(|limit| limit.to_string()).unwrap_or_default());
    let response = labelled_text(ui, label, &mut text);
    let parsed = if text.trim().is_empty() { Some(None) } else { text.trim().parse().ok().map(Some) };
    match parsed {
        Some(parsed) if response.changed() => *limit = parsed,
        Some(_) => {}
        None => {
            ui.label(RichText::new("Give a whole number, or nothing.").small().color(color(palette(ui).warning)));
        }
    }
    let keep = response.has_focus() || parsed.is_none();
    ui.data_mut(|data| {
        if keep {
            data.insert_temp(key, text);
        } else {
            data.remove::<String>(key);
        }
    });
}

/// Edits a day that may be missing; what is no day stays in the field until it is one.
pub fn day(ui: &mut Ui, label: &str, day: &mut Option<jiff::civil::Date>) {
    let key = ui.scope_id().with(("day", label));
    let known = day.map(|day| day.to_string()).unwrap_or_default();
    let mut text = ui.data(|data| data.get_temp::<String>(key)).unwrap_or_else(|| known.clone());
    let response = labelled_text(ui, label, &mut text);
    let parsed: Option<jiff::civil::Date> = text.trim().parse().ok();
    if response.lost_focus() && (parsed.is_some() || text.trim().is_empty()) {
        *day = parsed;
    }
    let keep = response.has_focus() || (parsed.is_none() && !text.trim().is_empty());
    ui.data_mut(|data| {
        if keep {
            data.insert_temp(key, text);
        } else {
            data.remove::<String>(key);
        }
    });
}

//! Pictures in words, for those who cannot see them.

use crate::domain::{Terms, Wording};
use crate::picture::Chart;
use crate::picture::prompt::Surface;
use crate::picture::terms;

/// The most rows of a chart's table that its words tell; whoever wants more reads the table.
const MOST_ROWS: usize = 24;

/// What a chart shows: title, how to read it, and its figures row by row.
pub(super) fn chart(chart: &Chart) -> String {
    let table = &chart.table;
    let told = table.rows.iter().take(MOST_ROWS).map(|row| {
        let rest = table.columns.iter().zip(row).skip(1).filter(|(_, cell)| !cell.is_empty());
        let rest: Vec<String> = rest.map(|(column, cell)| format!("{column} {cell}")).collect();
        format!("{}: {}", row.first().map_or("", String::as_str), rest.join(", "))
    });
    let mut rows: Vec<String> = told.collect();
    if table.rows.len() > MOST_ROWS {
        rows.push(format!("and {} more rows", table.rows.len() - MOST_ROWS));
    }
    let figures =
        if rows.is_empty() { "There are no figures yet.".to_owned() } else { format!("{}.", rows.join("; ")) };
    [ended(&chart.title), ended(&chart.subtitle), figures]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A sentence with a full stop at its end.
fn ended(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '?', '!']) { text.to_owned() } else { format!("{text}.") }
}

/// All that a request says.
pub(super) fn request(wording: &Wording, terms: &Terms, surface: Surface) -> String {
    let purposes: Vec<String> = terms.purposes.iter().map(|purpose| terms::purpose(purpose)).collect();
    let purposes = purposes.join(", ");
    let parts = [
        ("Headline", wording.headline.trim()),
        ("Text", wording.body.trim()),
        ("Button to accept", wording.accept_label.trim()),
        ("Button to decline", wording.decline_label.trim()),
        ("Way out", wording.way_out.trim()),
        ("Purposes", purposes.as_str()),
    ];
    let said = parts.iter().filter(|(_, words)| !words.is_empty());
    let said: Vec<String> = said.map(|(name, words)| format!("{name}: “{words}”")).collect();
    let ticked = if wording.ticked_beforehand { " Ticked beforehand." } else { "" };
    format!("{}, as people saw it. {}.{ticked}", surface.name(), said.join(". "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::figures;

    #[test]
    fn a_chart_is_told_with_its_figures_but_not_without_end() {
        let counts = |many: u64| (0..many).map(|count| (format!("Kind {count:03}"), count + 1)).collect();
        let few = chart(&figures::ranked_bars("How it deviated", "All quarters", counts(2)));
        assert!(few.starts_with("How it deviated. All quarters. Kind 001: "), "{few}");
        assert!(few.contains("Kind 000: ") && few.ends_with('.'), "{few}");
        let mut many = figures::ranked_bars("", "", counts(2));
        many.table.rows = vec![vec!["Row".into(), "1".into()]; 100];
        assert!(chart(&many).ends_with("and 76 more rows."));
    }
}

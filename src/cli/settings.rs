//! `handshake settings`

use super::terminal::{open, say, say_json};
use crate::workbench::{Command, Problem, Settings};
use std::path::PathBuf;

/// Show or change the time zone, fiscal year, currency and jurisdiction of a workspace.
#[derive(Debug, clap::Args)]
pub(super) struct SettingsArguments {
    /// The workspace.
    workspace: PathBuf,
    /// The time zone in which days and quarters are counted, such as Europe/Berlin.
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// The month in which the fiscal year starts, 1 to 12.
    #[arg(long, value_name = "MONTH")]
    fiscal_year_start: Option<i8>,
    /// The currency of all amounts, such as EUR.
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
    /// The law under which uses are judged, such as EU; "" for the rules of all.
    #[arg(long, value_name = "NAME")]
    jurisdiction: Option<String>,
    /// Fewest people of a segment that is shown.
    #[arg(long, value_name = "PEOPLE")]
    smallest_segment: Option<u64>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl SettingsArguments {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let workbench = open(&self.workspace)?;
        let before = workbench.model().workspace.settings();
        let after = self.changed(before.clone());
        if after != before {
            workbench.run(Command::ChangeSettings(after))?;
        }
        let settings = workbench.model().workspace.settings();
        if self.json {
            return say_json(&settings);
        }
        tell(&settings);
        Ok(())
    }

    fn changed(&self, before: Settings) -> Settings {
        let text =
            |given: &Option<String>, before: String| given.as_ref().map_or(before, |text| text.trim().to_owned());
        Settings {
            time_zone: text(&self.time_zone, before.time_zone),
            fiscal_start_month: self.fiscal_year_start.unwrap_or(before.fiscal_start_month),
            currency: text(&self.currency, before.currency),
            jurisdiction: text(&self.jurisdiction, before.jurisdiction),
            smallest_segment: self.smallest_segment.unwrap_or(before.smallest_segment),
        }
    }
}

fn tell(settings: &Settings) {
    say(&format!("Time zone: {}", settings.time_zone));
    say(&format!("Fiscal year starts in month: {}", settings.fiscal_start_month));
    say(&format!("Currency: {}", settings.currency));
    say(&format!("Segments are shown from {} people on", settings.smallest_segment));
    let all = "all rules of the policy";
    say(&format!("Jurisdiction: {}", if settings.jurisdiction.is_empty() { all } else { &settings.jurisdiction }));
}

//! `handshake settings`

use super::terminal::{open, say, say_json};
use crate::workbench::{Command, IdentifierRules, Layout, Problem, Settings};
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
    /// Whether capital and small letters are the same in all identifiers of people.
    #[arg(long, value_name = "YES|NO", value_parser = yes_or_no)]
    any_case: Option<bool>,
    /// Whether what stands behind a plus sign in an e-mail address is dropped.
    #[arg(long, value_name = "YES|NO", value_parser = yes_or_no)]
    drop_mail_tags: Option<bool>,
    /// Bring phone numbers into one spelling; national ones are of the country with this calling code, such as 49 (0: leave them).
    #[arg(long, value_name = "CODE")]
    calling_code: Option<u16>,
    /// Your name, written under what you decide; kept on this computer and not in the workspace.
    #[arg(long, value_name = "NAME")]
    own_name: Option<String>,
    /// For whose work the window is laid out on this computer: everything, marketer or privacy-officer.
    #[arg(long, value_name = "WORK", value_parser = layout)]
    layout: Option<Layout>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn layout(text: &str) -> Result<Layout, String> {
    serde_json::from_value(text.into()).map_err(|_| "say everything, marketer or privacy-officer".to_owned())
}

impl SettingsArguments {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let workbench = open(&self.workspace)?;
        let before = workbench.model().workspace.settings();
        let after = self.changed(before.clone());
        if after != before {
            workbench.run(Command::ChangeSettings(after))?;
        }
        if let Some(layout) = self.layout {
            workbench.run(Command::ChangeLayout(layout))?;
        }
        if let Some(name) = &self.own_name {
            workbench.run(Command::ChangeOwnName(name.clone()))?;
        }
        let settings = workbench.model().workspace.settings();
        if self.json {
            return say_json(&settings);
        }
        tell(&settings);
        Ok(())
    }

    fn changed_rules(&self, before: IdentifierRules) -> IdentifierRules {
        IdentifierRules {
            any_case: self.any_case.unwrap_or(before.any_case),
            drop_mail_tags: self.drop_mail_tags.unwrap_or(before.drop_mail_tags),
            calling_code: self.calling_code.map_or(before.calling_code, |code| (code > 0).then_some(code)),
            ..before
        }
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
            identifiers: self.changed_rules(before.identifiers),
        }
    }
}

fn yes_or_no(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err("say yes or no".into()),
    }
}

fn tell(settings: &Settings) {
    say(&format!("Time zone: {}", settings.time_zone));
    say(&format!("Fiscal year starts in month: {}", settings.fiscal_start_month));
    say(&format!("Currency: {}", settings.currency));
    say(&format!("Segments are shown from {} people on", settings.smallest_segment));
    let rules = &settings.identifiers;
    let spelling = [
        (rules.any_case, "any case".to_owned()),
        (rules.mail_addresses, "e-mail addresses in any case".to_owned()),
        (rules.drop_mail_tags, "e-mail tags dropped".to_owned()),
        (rules.calling_code.is_some(), format!("phone numbers of +{}", rules.calling_code.unwrap_or(0))),
    ];
    let spelling: Vec<String> = spelling.into_iter().filter(|rule| rule.0).map(|rule| rule.1).collect();
    say(&format!("Identifiers of people: {}", spelling.join(", ")));
    let all = "all rules of the policy";
    say(&format!("Jurisdiction: {}", if settings.jurisdiction.is_empty() { all } else { &settings.jurisdiction }));
}

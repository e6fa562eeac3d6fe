//! What reports say, held against the logs by sums of their own.

use crate::support::Place;
use handshake::domain::{Experiment, Quarter, Variant};
use handshake::report::{Block, Cell, ComplianceFigures, Document, Figures, MemoFigures, Table};
use handshake::workbench::{Command, ReportOn, Workbench};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, LazyLock};

static SAMPLE: LazyLock<Place> = LazyLock::new(|| {
    let place = Place::new();
    place.says(&["demo", "--out", "d", "--no-window"]);
    place
});

fn opened(path: &Path) -> Workbench {
    Workbench::open(path, Arc::new(|| ())).expect("it opens")
}

/// A sample workspace of a test's own.
fn sample(place: &Place) -> Workbench {
    let path = place.path("sample.handshake");
    std::fs::copy(SAMPLE.path("d/sample.handshake"), &path).unwrap();
    opened(&path)
}

const THIRD: Quarter = Quarter { year: 2026, number: 3, start_month: 1 };

fn compliance(workbench: &Workbench, quarter: Option<Quarter>) -> (Document, ComplianceFigures) {
    match workbench.report(ReportOn::Quarter(quarter)).unwrap() {
        (document, Figures::ComplianceReport(figures)) => (document, *figures),
        (_, other) => panic!("another report: {other:?}"),
    }
}

fn memo(workbench: &Workbench, experiment: &str) -> (Document, MemoFigures) {
    match workbench.report(ReportOn::Experiment(experiment.into())).unwrap() {
        (document, Figures::ExperimentMemo(figures)) => (document, *figures),
        (_, other) => panic!("another report: {other:?}"),
    }
}

/// The rows of a sample log, each by the names of its columns.
fn rows(log: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(SAMPLE.path(&format!("d/sample_data/{log}"))).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn table<'a>(document: &'a Document, name: &str) -> &'a Table {
    document.tables().find(|table| table.name == name).unwrap_or_else(|| panic!("no table “{name}”"))
}

/// A document as plain text.
fn printed(document: &Document) -> String {
    let mut text = format!("{}\n{}\n", document.title, document.subtitle);
    for section in &document.sections {
        text += &format!("\n# {}\n", section.heading);
        for block in &section.blocks {
            text += &told(block);
            text.push('\n');
        }
    }
    text + &document.footer
}

fn told(block: &Block) -> String {
    match block {
        Block::Heading(words) => format!("## {words}"),
        Block::Lead(words) | Block::Paragraph(words) => words.clone(),
        Block::Remark(words) => format!("({words})"),
        Block::List(points) => points.iter().map(|point| format!("- {point}")).collect::<Vec<_>>().join("\n"),
        Block::Callout { title, text, .. } => format!("! {title}: {text}"),
        Block::KeyFigures(all) => all
            .iter()
            .map(|one| format!("[{} {} | {}]", one.label, one.value, one.remark))
            .collect::<Vec<_>>()
            .join(" "),
        Block::Chart { chart, .. } => {
            let rows: Vec<String> = chart.table.rows.iter().map(|row| row.join(" | ")).collect();
            format!("<{}: {}>\n{}", chart.title, chart.subtitle, rows.join("\n"))
        }
        Block::Table(table) => told_table(table),
        Block::Request { wording, .. } => {
            format!("“{}” {} [{}] [{}]", wording.headline, wording.body, wording.accept_label, wording.decline_label)
        }
        Block::Facts(facts) => {
            facts.iter().map(|(name, text)| format!("{name}: {text}")).collect::<Vec<_>>().join("\n")
        }
    }
}

fn told_table(table: &Table) -> String {
    let heading = |column: &handshake::report::Column| column.heading.clone();
    let mut lines = vec![
        format!("{} ({})", table.caption, table.name),
        table.columns.iter().map(heading).collect::<Vec<_>>().join(" | "),
    ];
    lines
        .extend(table.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" | ")));
    lines.join("\n")
}

/// The numbers in a text, without quarters and days.
fn numbers(text: &str) -> Vec<(f64, i32)> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ';' | ':'));
    let is_day = |word: &str| word.contains("-Q") || word.len() == 4 && word.starts_with("20");
    let number = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_ascii_digit()).replace(',', "");
        let decimals = word.split_once('.').map_or(0, |(_, rest)| i32::try_from(rest.len()).unwrap());
        Some((word.parse().ok()?, decimals))
    };
    words.filter(|word| !is_day(word)).filter_map(number).collect()
}

/// All numbers of a JSON value.
fn leaves(value: &serde_json::Value, found: &mut Vec<f64>) {
    match value {
        serde_json::Value::Number(number) => found.extend(number.as_f64()),
        serde_json::Value::Array(all) => all.iter().for_each(|one| leaves(one, found)),
        serde_json::Value::Object(all) => all.values().for_each(|one| leaves(one, found)),
        _ => {}
    }
}

/// Fails for a number in the text that is no rounded figure among those given: as it is, per hundred or per thousand.
fn rests_on(text: &str, figures: &[impl serde::Serialize]) {
    let mut known = Vec::new();
    for figure in figures {
        leaves(&serde_json::to_value(figure).unwrap(), &mut known);
    }
    // What is said of every interval and of every range.
    known.extend([95.0, 80.0, 1000.0, 8.0, 10.0]);
    for (number, decimals) in numbers(text) {
        let near = |figure: &f64| {
            [1.0, 100.0, 1000.0]
                .iter()
                .any(|scale| (figure.abs() * scale - number).abs() <= 0.5 * 10f64.powi(-decimals) + 1e-9)
        };
        assert!(known.iter().any(near), "{number} in “{text}” is no figure");
    }
}

fn texts(document: &Document, section: &str) -> Vec<String> {
    let found = document.sections.iter().find(|known| known.heading == section).expect("the section");
    let text = |block: &Block| match block {
        Block::Lead(text) | Block::Paragraph(text) | Block::Remark(text) => Some(text.clone()),
        _ => None,
    };
    found.blocks.iter().filter_map(text).collect()
}

#[test]
fn a_quarter_is_told_as_its_log_has_it() {
    let place = Place::new();
    let workbench = sample(&place);
    let (document, figures) = compliance(&workbench, Some(THIRD));
    let quarter = figures.quarters.iter().find(|known| known.quarter == "2026-Q3").unwrap();
    let log: Vec<_> = rows("uses.csv")
        .into_iter()
        .filter(|row| ("2026-07-01".."2026-10-01").contains(&&row["occurred_at"][..10]))
        .collect();
    let held_back: Vec<_> = log.iter().filter(|row| row["outcome"].contains("held")).collect();
    let done: Vec<_> = log.iter().filter(|row| row["outcome"] == "done").collect();
    assert_eq!((held_back.len() + done.len(), held_back.len()), (log.len(), 45));
    let gaps: u64 = figures.gaps.iter().map(|gap| gap.count).sum();
    assert_eq!(quarter.uses + gaps, done.len() as u64);
    assert_eq!((quarter.not_judged, quarter.held_back_uses), (gaps, held_back.len() as u64));
    let value: f64 = held_back.iter().map(|row| row["value"].parse::<f64>().unwrap()).sum();
    assert!((quarter.held_back_value - value).abs() < 0.005, "{value}");
    assert!((figures.forgone.iter().map(|line| line.value).sum::<f64>() - value).abs() < 0.005);
    // In the sample every deviation, and nothing else, bears its circumstance.
    let deviating: Vec<_> = done.iter().filter(|row| !row["circumstance"].is_empty()).collect();
    assert_eq!(quarter.deviations, deviating.len() as u64);
    let incidents: BTreeSet<_> = deviating.iter().map(|row| (&row["occurred_at"][..10], &row["campaign"])).collect();
    assert_eq!((quarter.incidents, figures.open_incidents), (incidents.len() as u64, incidents.len() as u64));
    let mut why = BTreeMap::new();
    for row in &deviating {
        *why.entry(row["circumstance"].to_lowercase()).or_insert(0_u64) += 1;
    }
    let told = figures.circumstances.iter().map(|one| (one.name.replace(' ', "").to_lowercase(), one.count));
    assert_eq!(told.collect::<BTreeMap<_, _>>(), why);
    assert_eq!(figures.kinds.iter().map(|kind| kind.count).sum::<u64>(), quarter.deviations);
    let rate = deviating.len() as f64 / (done.len() as f64 - gaps as f64);
    assert!((quarter.rate.unwrap() - rate).abs() < 1e-12);
    let row = table(&document, "quarters").rows.iter().find(|row| row[0].text == "2026-Q3").unwrap();
    assert_eq!(row[4].value, quarter.rate.map(|rate| rate * 1000.0));
    let file = figures.imports.iter().find(|import| import.file_name == "uses.csv").unwrap();
    let bytes = std::fs::read(SAMPLE.path("d/sample_data/uses.csv")).unwrap();
    assert_eq!(file.files[0].blake3, blake3::hash(&bytes).to_hex().to_string());
    assert_eq!(file.rows_read, rows("uses.csv").len() as u64);
}

#[test]
fn sentences_of_the_compliance_report_say_its_figures() {
    let place = Place::new();
    let workbench = sample(&place);
    let (document, figures) = compliance(&workbench, None);
    let span = figures.quarter.clone().unwrap();
    assert_eq!((span.label.as_str(), span.running), ("2026-Q3", false), "the latest that has ended");
    let this = serde_json::to_value(figures.quarters.iter().find(|known| known.quarter == span.label)).unwrap();
    let months = serde_json::to_value(figures.months.segments.last()).unwrap();
    let headings: Vec<&str> = document.sections.iter().map(|section| section.heading.as_str()).collect();
    let wanted = [
        "In short",
        "What changed in the policy",
        "Deviations over time",
        "How and why it deviated",
        "What was forgone",
        "What deviating and adhering cost",
        "Permissions held, gained and lost",
        "Experiments decided",
        "People to be asked again",
        "Coverage gaps and data quality",
        "Carried forward",
        "Signature",
        "Methods and evidence",
    ];
    assert_eq!(headings, wanted);
    let small = serde_json::json!(figures.about.smallest_group);
    for text in texts(&document, "In short") {
        rests_on(&text, &[&this, &months, &small]);
    }
    let of = |value: &dyn erased::Figures| value.json();
    for text in texts(&document, "What was forgone").iter().chain(&texts(&document, "What deviating and adhering cost"))
    {
        rests_on(text, &[&this, &of(&figures.costs)]);
    }
    let most = &texts(&document, "How and why it deviated")[0];
    rests_on(most, &[&of(&figures.kinds), &of(&figures.circumstances)]);
    for text in texts(&document, "People to be asked again") {
        rests_on(
            &text.replace("22 Nov", ""),
            &[&of(&figures.ask_again), &serde_json::json!(figures.about.made_on.day())],
        );
    }
    let needed: Vec<&str> = figures.decisions_needed.iter().map(|needed| needed.about).collect();
    assert!(needed.contains(&"open_incidents") && needed.contains(&"signature"), "{needed:?}");
    for needed in &figures.decisions_needed {
        rests_on(&needed.sentence, &[&of(&needed.number), &small]);
    }
    let names: BTreeSet<&str> = document.tables().map(|table| table.name.as_str()).collect();
    assert_eq!(names.len(), document.tables().count(), "names of tables are unique");
    assert!(document.tables().all(|table| table.rows.iter().all(|row| row.len() == table.columns.len())));
}

/// Figures of any type as JSON.
mod erased {
    pub trait Figures {
        fn json(&self) -> serde_json::Value;
    }

    impl<T: serde::Serialize> Figures for T {
        fn json(&self) -> serde_json::Value {
            serde_json::to_value(self).unwrap()
        }
    }
}

#[test]
fn a_quarter_that_is_signed_and_one_with_a_new_policy_say_so() {
    let place = Place::new();
    let workbench = sample(&place);
    let (document, figures) = compliance(&workbench, Some(Quarter { year: 2025, number: 2, start_month: 1 }));
    let signed = figures.sign_off.as_ref().unwrap();
    assert_eq!((signed.signatures[0].by.as_str(), signed.changed.len()), ("Mara Lindt", 0));
    assert!(printed(&document).contains("Signed by: Mara Lindt, "), "{}", printed(&document));
    let asked: Vec<_> = figures.experiments.iter().map(|one| (one.name.as_str(), one.decided)).collect();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].0, "Ride-data sharing");
    assert_eq!(figures.open_before.iter().map(|before| before.name.as_str()).collect::<Vec<_>>(), ["2025-Q1"]);
    let (document, figures) = compliance(&workbench, Some(Quarter { year: 2026, number: 1, start_month: 1 }));
    let change = &figures.policy.changes[0];
    assert_eq!((figures.policy.changes.len(), change.number), (1, 2));
    let said = printed(&document);
    for difference in change.allows_more.iter().chain(&change.allows_less) {
        assert!(said.contains(&format!("- {difference}")), "{difference}");
    }
    assert!(!change.allows_more.is_empty() && !change.allows_less.is_empty());
    let split = figures.rules_and_conduct.expect("the rules changed").change;
    assert!((split.rules.observed + split.conduct.observed - split.total.observed).abs() < 1e-12);
    assert!(said.contains("Name: ____"), "there are lines to sign on");
}

/// People shown and accepted, by the log's name of the wording, and people who saw two: as the first showing of each has it.
fn counted(log: &str, wordings: &[&str]) -> (BTreeSet<(u64, u64)>, u64) {
    let mut people: BTreeMap<String, Vec<BTreeMap<String, String>>> = BTreeMap::new();
    let usable = |row: &BTreeMap<String, String>| {
        wordings.contains(&row["variant"].as_str()) && row["shown_at"].parse::<jiff::Timestamp>().is_ok()
    };
    for row in rows(log).into_iter().filter(usable) {
        people.entry(row["person"].clone()).or_default().push(row);
    }
    let (mut counts, mut crossovers) = (BTreeMap::<String, (u64, u64)>::new(), 0);
    for mut showings in people.into_values() {
        showings.sort_by_key(|row| row["shown_at"].parse::<jiff::Timestamp>().unwrap());
        let seen: BTreeSet<&String> = showings.iter().map(|row| &row["variant"]).collect();
        if seen.len() > 1 {
            crossovers += 1;
            continue;
        }
        let count = counts.entry(showings[0]["variant"].clone()).or_default();
        count.0 += 1;
        count.1 += u64::from(showings[0]["response"] == "accepted");
    }
    (counts.into_values().collect(), crossovers)
}

#[test]
fn an_experiment_is_told_as_its_log_has_it() {
    let place = Place::new();
    let workbench = sample(&place);
    let (document, figures) = memo(&workbench, "Personal offers");
    let (counts, crossovers) = counted("responses_personal_offers.csv", &["plain", "voucher", "shown"]);
    let comparison = figures.comparison.as_ref().unwrap();
    let arms: BTreeSet<(u64, u64)> = comparison.arms.iter().map(|arm| (arm.shown, arm.accepted)).collect();
    assert_eq!((arms, figures.crossovers), (counts.clone(), crossovers));
    assert_eq!(figures.people, counts.iter().map(|count| count.0).sum::<u64>());
    let result = table(&document, "result");
    assert_eq!(result.columns[5].heading, "Chance of most yes", "as kept permission decides");
    for (row, arm) in result.rows.iter().zip(&comparison.arms) {
        let rate = arm.accepted as f64 / arm.shown as f64;
        assert_eq!((&row[0].text, row[1].value, row[3].value), (&arm.name, Some(arm.shown as f64), Some(rate)));
    }
    let headings: Vec<&str> = document.sections.iter().map(|section| section.heading.as_str()).collect();
    let wanted = [
        "In short",
        "The question",
        "The wordings as shown",
        "Checks of the wordings",
        "The sample",
        "The result",
        "Segments",
        "Permission kept",
        "The decision",
        "Methods and evidence",
    ];
    assert_eq!(headings, wanted);
    let requests = document.sections[2].blocks.iter().filter(|block| matches!(block, Block::Request { .. })).count();
    assert_eq!(requests, 3);
    let verdict = figures.verdict.as_ref().unwrap();
    let Block::Lead(lead) = &document.sections[0].blocks[0] else { panic!("no lead") };
    assert_eq!(*lead, verdict.sentence);
    let json = |value: &dyn erased::Figures| value.json();
    // “Of 100 people shown” is a way of telling shares.
    let hundred = serde_json::json!(1.0);
    for text in [lead, &verdict.detail] {
        rests_on(text, &[&json(&comparison), &json(&figures.kept), &hundred]);
    }
    rests_on(&texts(&document, "The question")[1], &[&json(&figures.crossovers), &json(&figures.repeated)]);
}

#[test]
fn what_overrules_a_finding_and_the_stated_rule_stand_in_the_memo() {
    let place = Place::new();
    let workbench = sample(&place);
    let name = "Newsletter sign-up, spring";
    let mut experiment =
        workbench.model().experiments.iter().find(|known| known.experiment.name == name).unwrap().experiment.clone();
    experiment.rule = Some(handshake::domain::DecisionRule::default());
    experiment.variants[1].reason_to_win = "Counsel looked at it on 3 May.".into();
    workbench.run(Command::SaveExperiment(Box::new(experiment))).unwrap();
    let (document, figures) = memo(&workbench, name);
    let decision = &figures.decision;
    assert_eq!(decision.reasons.len(), 1);
    assert_eq!(table(&document, "reasons").rows[0][1].text, "Counsel looked at it on 3 May.");
    let said = printed(&document);
    assert!(
        said.contains("Adopt a wording at a chance of 95% of being best and a cost if wrong under 0.1 pp."),
        "{said}"
    );
    assert!(said.contains("so the data may have shaped it"), "the rule came after the people");
    assert_eq!(decision.rule_stated_after_people, figures.people);
    assert!(decision.rule_says.is_some() && said.contains(decision.rule_says.as_ref().unwrap()));
}

#[test]
fn a_workspace_with_nothing_in_it_says_so() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    let workbench = opened(&place.path("w.handshake"));
    let (document, figures) = compliance(&workbench, None);
    assert_eq!((figures.quarter, document.sections.len()), (None, 13));
    assert!(document.sections.iter().all(|section| !section.blocks.is_empty()));
    let said = printed(&document);
    for sentence in [
        "Nothing to judge yet.",
        "There is no policy in this workspace",
        "No uses are known",
        "No permission is known.",
        "No file has been imported.",
        "Nobody has signed",
    ] {
        assert!(said.contains(sentence), "{sentence}");
    }
    let mut empty = Experiment::named("Nothing yet");
    workbench.run(Command::SaveExperiment(Box::new(empty.clone()))).unwrap();
    assert!(printed(&memo(&workbench, "Nothing yet").0).contains("Nothing to compare"));
    empty.name = "Two names".into();
    empty.variants = vec![Variant::named("A"), Variant::named("B")];
    workbench.run(Command::SaveExperiment(Box::new(empty))).unwrap();
    let said = printed(&memo(&workbench, "Two names").0);
    assert!(said.contains("Nobody has been asked yet.") && said.contains("never written down here"), "{said}");
    let refused = workbench.report(ReportOn::Experiment("Three names".into())).unwrap_err();
    assert!(refused.advice.contains("“Two names”"), "{refused:?}");
    assert!(workbench.report(ReportOn::Quarter(Some(THIRD))).is_err());
}

/// Cells that tell of people, in a table that is about them.
fn cells_about_people(document: &Document) -> Vec<&Cell> {
    let columns = |table: &Table| match table.name.as_str() {
        "permissions" => (2..8).collect(),
        "ask-again" | "could-be-asked" => vec![1],
        "ending" | "open-incidents" => vec![3],
        name if name.starts_with("segments-") => vec![1],
        _ => Vec::new(),
    };
    let cells =
        |table| columns(table).into_iter().flat_map(move |column| table.rows.iter().map(move |row| &row[column]));
    document.tables().flat_map(cells).collect()
}

#[test]
fn small_groups_are_held_back_and_nobody_is_named() {
    let place = Place::new();
    drop(sample(&place));
    for smallest in [10_u32, 50] {
        place.says(&["settings", "sample.handshake", "--smallest-segment", &smallest.to_string()]);
        let workbench = opened(&place.path("sample.handshake"));
        let documents = [compliance(&workbench, Some(THIRD)).0, memo(&workbench, "Personal offers").0];
        let cells: Vec<&Cell> = documents.iter().flat_map(cells_about_people).collect();
        assert!(
            cells.iter().all(|cell| cell.value.is_none_or(|people| people == 0.0 || people >= f64::from(smallest)))
        );
        let held_back = format!("fewer than {smallest}");
        assert!(cells.iter().any(|cell| cell.text == held_back) && cells.len() > 30, "{smallest}");
        let flow = compliance(&workbench, Some(THIRD)).1.permissions.flow.unwrap();
        let told = [flow.held_at_start, flow.gained, flow.lost, flow.held_at_end].iter().flatten().count();
        assert_ne!(told, 3, "a single one that is missing could be worked out");
        for document in &documents {
            // The anchor names the workspace by as many digits.
            let anchor = workbench.model().workspace.anchor.clone().unwrap_or_default();
            let said = printed(document).replace(&anchor, "");
            let is_pseudonym = |word: &&str| word.len() == 32 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert_eq!(said.split(|c: char| !c.is_alphanumeric()).find(is_pseudonym), None);
        }
    }
}

#[test]
fn reports_are_written_from_the_command_line() {
    let place = Place::new();
    drop(sample(&place));
    let kind = |arguments: &[&str]| {
        place.says(&[&["report", "sample.handshake", "--out", "r.json"], arguments].concat());
        let text = std::fs::read_to_string(place.path("r.json")).unwrap();
        serde_json::from_str::<serde_json::Value>(&text).unwrap()
    };
    let quarter = kind(&["--quarter", "2025-Q4"]);
    assert_eq!((&quarter["kind"], &quarter["quarter"]["label"]), (&"compliance_report".into(), &"2025-Q4".into()));
    let memo = kind(&["--experiment", "Ride-data sharing"]);
    assert_eq!((&memo["kind"], &memo["experiment"]), (&"experiment_memo".into(), &"Ride-data sharing".into()));
    let report = ["report", "sample.handshake", "--out", "r.json"];
    for wrong in [&["--quarter", "2031-Q1"][..], &["--quarter", "soon"], &["--experiment", "None"]] {
        place.refuses(&[&report[..], wrong].concat());
    }
    place.refuses(&[&report[..], &["--quarter", "2025-Q4", "--experiment", "Ride-data sharing"]].concat());
    place.refuses(&["report", "sample.handshake", "--out", "r.odt"]);
    place.says(&["report", "sample.handshake", "--out", "m.html", "--experiment", "Personal offers"]);
    let page = std::fs::read_to_string(place.path("m.html")).unwrap();
    assert!(page.contains("“Voucher now” wins the click but loses the person") && page.contains("<svg"));
    let same = place.json(&["verify", "sample.handshake", "--report", "m.html", "--json"]);
    assert_eq!(same["report"]["is_the_same"], true, "{same}");
}

#[test]
fn a_decision_carries_who_why_when_and_the_rule() {
    let place = Place::new();
    let draft = {
        let workbench = sample(&place);
        assert!(printed(&memo(&workbench, "Personal offers").0).contains("! To be decided"));
        let model = workbench.model();
        model.experiments.iter().find(|known| known.experiment.name == "Personal offers").unwrap().experiment.clone()
    };
    let decide = ["decide", "sample.handshake", "--experiment", "Personal offers", "--by", "Mara Lindt", "--wording"];
    place.refuses(&[&decide[..], &["Nothing like it", "--because", "It keeps most"]].concat());
    place.refuses(&[&decide[..], &["Show what is used", "--because", " "]].concat());
    place.refuses(&[&decide[..], &["Show what is used"]].concat());
    place.says(&[&decide[..], &["Show what is used", "--because", "It keeps most"]].concat());
    let workbench = opened(&place.path("sample.handshake"));
    // A draft of the experiment that was begun before the decision leaves it alone.
    let draft = Experiment { legal_note: "Checked by counsel".into(), ..draft };
    workbench.run(Command::SaveExperiment(Box::new(draft))).unwrap();
    let (document, figures) = memo(&workbench, "Personal offers");
    let choice = figures.decision.choice.clone().unwrap();
    assert_eq!((choice.wording.as_str(), choice.by.as_str()), ("Show what is used", "Mara Lindt"));
    assert_eq!((choice.reason.as_str(), choice.rule, choice.people), ("It keeps most", None, figures.people));
    assert_eq!(choice.verdict, figures.verdict.as_ref().unwrap().sentence);
    let age = jiff::Timestamp::now().duration_since(choice.at);
    assert!(age.as_secs() < 3600, "{age:?}");
    let said = printed(&document);
    assert!(said.contains("! “Show what is used” is used from now on: It keeps most"), "{said}");
    assert!(said.contains("Decided by: Mara Lindt") && said.contains("Rule in force then: None;"), "{said}");
    assert!(!said.contains("To be decided"));
    // Another decision takes its place, and can be taken back.
    let model = workbench.model();
    let found = model.experiments.iter().find(|known| known.experiment.name == "Personal offers").unwrap();
    let none = Box::new(found.choice(None, "All of them annoy", "Ada"));
    workbench.run(Command::Choose { experiment: found.experiment.id, choice: none }).unwrap();
    assert!(
        printed(&memo(&workbench, "Personal offers").0).contains("! None of the wordings is used: All of them annoy")
    );
    workbench.run(Command::Undo).unwrap();
    assert_eq!(memo(&workbench, "Personal offers").1.decision.choice, Some(choice));
}

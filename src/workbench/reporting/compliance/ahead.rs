//! Permissions, experiments, and whom to ask again.

use super::super::blocks::{count, group, paragraph, remark, table, table_or, words as text};
use super::words;
use crate::compliance::MonthlyFlow;
use crate::domain::Choice;
use crate::picture::{format, headings, permission_figures};
use crate::report::{Block, Cell, ComplianceFigures, EndingFigures, ExperimentFigures, KeyFigure, PurposeFigures};
use crate::workbench::Model;

/// Height of charts of permissions, in points.
const CHART_POINTS: f64 = 160.0;

pub(super) fn permissions(model: &Model, figures: &ComplianceFigures) -> Vec<Block> {
    let smallest = figures.about.smallest_group;
    if figures.permissions.by_purpose.is_empty() {
        return vec![paragraph(words::NO_PERMISSIONS)];
    }
    let mut blocks = vec![match &figures.permissions.flow {
        None => paragraph(words::NO_FLOW),
        Some(flow) => {
            let numbers = [flow.held_at_start, flow.gained, flow.lost, flow.held_at_end];
            let told = |number: Option<u64>| number.map_or_else(|| words::HELD_BACK.to_owned(), format::count);
            let figure = |(label, number): (&str, Option<u64>)| KeyFigure {
                label: label.into(),
                value: told(number),
                remark: String::new(),
            };
            Block::KeyFigures(words::FLOW.into_iter().zip(numbers).map(figure).collect())
        }
    }];
    blocks.push(remark(words::FLOW_REMARK));
    let months = &model.permissions.monthly_flow;
    if months.iter().any(|month| tells_of_few(month, smallest)) {
        blocks.push(remark(words::no_monthly_chart(smallest)));
    } else if months.len() > 1 {
        for chart in [permission_figures::held(months), permission_figures::flow(months)] {
            blocks.push(Block::Chart { chart: Box::new(chart), height_points: CHART_POINTS });
        }
    }
    let row = |line: &PurposeFigures| {
        let scope = [text(&line.purpose), text(headings::reach(&line.category, &line.channel, &line.topic))];
        scope.into_iter().chain(line.people.map(|people| group(people, smallest))).collect::<Vec<Cell>>()
    };
    let rows = figures.permissions.by_purpose.iter().map(row).collect();
    let caption = words::permissions_caption(figures.about.made_on);
    blocks.push(table("permissions", caption, &headings::PERMISSIONS, rows));
    blocks
}

/// Whether a month tells of some people, but too few.
fn tells_of_few(month: &MonthlyFlow, smallest: u64) -> bool {
    [month.gained, month.lost, month.held].into_iter().any(|people| people > 0 && people < smallest)
}

pub(super) fn experiments(figures: &ComplianceFigures) -> Vec<Block> {
    let told = |choice: &Choice| words::chosen(choice, &format::moment(choice.at, &figures.about.time_zone));
    let row = |one: &ExperimentFigures| {
        let approvals =
            one.approvals.iter().map(|approval| words::approved(&approval.wording, &approval.by, approval.on));
        let approvals: Vec<String> = approvals.collect();
        vec![
            text(&one.name),
            count(one.people_in_quarter),
            count(one.people),
            text(one.choice.as_ref().map_or_else(|| words::undecided(one.decided).to_owned(), &told)),
            text(&one.verdict),
            text(if approvals.is_empty() { "–".to_owned() } else { approvals.join("; ") }),
        ]
    };
    let rows = figures.experiments.iter().map(row).collect();
    let caption = words::EXPERIMENTS_CAPTION;
    let mut blocks = vec![table_or(words::NO_EXPERIMENTS, "experiments", caption, &words::EXPERIMENT_COLUMNS, rows)];
    if figures.experiments_without_days > 0 {
        blocks.push(remark(words::without_days(figures.experiments_without_days)));
    }
    blocks
}

pub(super) fn ask_again(figures: &ComplianceFigures) -> Vec<Block> {
    let Some(ahead) = &figures.ask_again else { return vec![paragraph(words::ASK_NOT_KNOWN)] };
    let smallest = figures.about.smallest_group;
    let line = |(what, people): &(String, Option<u64>)| vec![text(what), group(*people, smallest)];
    let mut blocks = Vec::new();
    if ahead.to_ask_again == Some(0) {
        blocks.push(paragraph(words::ASK_NOBODY));
    } else {
        let made_on = figures.about.made_on;
        blocks.push(paragraph(words::to_ask_again(ahead.to_ask_again, ahead.people_permitting, made_on, smallest)));
        let rows = ahead.reasons.iter().map(line).collect();
        blocks.push(table("ask-again", words::ASK_CAPTION, &words::ASK_COLUMNS, rows));
    }
    if !ahead.not_asked.is_empty() {
        let rows = ahead.not_asked.iter().map(line).collect();
        blocks.push(table("could-be-asked", words::NOT_ASKED_CAPTION, &words::NOT_ASKED_COLUMNS, rows));
    }
    if !ahead.ending.is_empty() {
        let row = |line: &EndingFigures| {
            vec![
                text(&line.purpose),
                text(headings::reach(&line.category, "", "")),
                text(format::day(line.first_day)),
                group(line.within_30_days, smallest),
                group(line.within_90_days, smallest),
            ]
        };
        let rows = ahead.ending.iter().map(row).collect();
        blocks.push(table("ending", words::ENDING_CAPTION, &words::ENDING_COLUMNS, rows));
    }
    blocks
}

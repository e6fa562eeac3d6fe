//! Words and numbers that several subcommands read.

use crate::domain::{Circumstance, DeviationKind, Discovery, Disposition, Money, Quarter};
use crate::workbench::{Model, Problem};

pub(super) fn kind(word: &str) -> Result<DeviationKind, String> {
    let names = DeviationKind::ALL.iter().map(|known| known.name());
    DeviationKind::parse(word).ok_or_else(|| one_of(names))
}

pub(super) fn circumstance(word: &str) -> Result<Circumstance, String> {
    let names = Circumstance::ALL.iter().map(|known| known.name());
    Circumstance::parse(word).ok_or_else(|| one_of(names))
}

pub(super) fn discovery(word: &str) -> Result<Discovery, String> {
    let names = Discovery::ALL.iter().map(|known| known.name());
    Discovery::parse(word).ok_or_else(|| one_of(names))
}

pub(super) fn disposition(word: &str) -> Result<Disposition, String> {
    let names = Disposition::ALL.iter().map(|known| known.name());
    Disposition::parse(word).ok_or_else(|| one_of(names))
}

pub(super) fn money(text: &str) -> Result<Money, String> {
    let amount = text.parse::<f64>().ok().and_then(Money::from_units);
    amount.ok_or_else(|| "write it in digits, with a point for decimals".into())
}

/// A quarter as the workspace counts them.
pub(super) fn quarter(what: &str, label: &str, model: &Model) -> Result<Quarter, Problem> {
    let start = model.workspace.fiscal_start_month;
    Quarter::parse(label, start).filter(|quarter| quarter.start_month == start).ok_or_else(|| {
        let advice = "Name a quarter as this workspace counts them, such as 2026-Q3 (FY2027-Q1 for fiscal years).";
        Problem::new(what, format!("“{label}” is no quarter of this workspace"), advice)
    })
}

fn one_of<'a>(names: impl Iterator<Item = &'a str>) -> String {
    format!("say one of {}", names.collect::<Vec<_>>().join(", "))
}

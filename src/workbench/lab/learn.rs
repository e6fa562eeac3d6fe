//! From the tests to what they say of each factor.

use super::factors::Factor;
use super::matrix::{LabTest, Matrix};
use super::{LabInputs, LabModel, LearntTrait, words};
use crate::stats::lab::{
    AudienceEffect, Confounded, Lab, LabExperiment, LabFigures, LabPrior, LabTrait, LabVariant, NowAndLater,
    now_and_later,
};
use crate::stats::{Count, StatsError};
use crate::wording::Language;
use crate::workbench::Problem;
use std::collections::BTreeMap;

/// Share of probability that the intervals of the lab hold; one of their ends leaves 5%, which is what “soothes” and “alarms” go by.
pub const LEVEL: f64 = 0.9;
/// The most ways of telling people apart that are looked at.
const MOST_COLUMNS: usize = 4;
/// People of each wording of the next test, where nothing tells how many there usually are.
const USUAL_PEOPLE: u64 = 1_000;
/// So many next tests are proposed.
const MOST_NEXT: usize = 5;

/// Learns from everything there is.
///
/// # Errors
/// [`Problem`] where counts contradict themselves.
pub fn learn(inputs: &LabInputs) -> Result<LabModel, Problem> {
    let failed = |error: StatsError| {
        Problem::new("The lab learnt nothing", error, "Take back the import that the counts came from.")
    };
    worked_out(inputs).map_err(failed)
}

fn worked_out(inputs: &LabInputs) -> Result<LabModel, StatsError> {
    let matrix = Matrix::new(inputs);
    let Some(learnt) = Learnt::of(&matrix, inputs)? else { return Ok(LabModel::of_nothing(inputs, matrix)) };
    let figures = &learnt.figures;
    let mut traits: Vec<LearntTrait> =
        matrix.factors.iter().enumerate().map(|(place, factor)| learnt.of_trait(place, factor)).collect();
    traits.sort_by(|a, b| b.figures.effect.mean.total_cmp(&a.figures.effect.mean));
    let must_not = |place: usize| matrix.factors.get(place).is_some_and(Factor::must_not_be_tried);
    let mut next = learnt.accepting.next_tests(usual_people(&matrix.tests));
    next.retain(|test| !must_not(test.place));
    next.truncate(MOST_NEXT);
    let past_tests = matrix.tests.iter().filter(|test| test.experiment.is_none()).count();
    let experiments = matrix.tests.len() - past_tests;
    Ok(LabModel {
        sentence: words::summary(&traits, matrix.tests.len()),
        detail: words::detail(figures, experiments, past_tests),
        experiments,
        past_tests,
        people: figures.people,
        typical_rate: figures.typical_rate,
        traits,
        never_tried: words::labels(&matrix.never_tried),
        confounded: words::confounded(&learnt.confounded, matrix.factors.len(), comparisons(&matrix.tests)),
        next,
        audiences: learnt.audiences.into_iter().map(|(name, _)| name).collect(),
        knows_later: learnt.later.is_some(),
        left_out: inputs.left_out.clone(),
        tests: matrix.tests,
        factors: matrix.factors,
        accepting: Some(learnt.accepting),
    })
}

impl LabModel {
    /// There is nothing to learn from.
    fn of_nothing(inputs: &LabInputs, matrix: Matrix) -> Self {
        Self {
            sentence: words::summary(&[], 0),
            detail: String::new(),
            experiments: 0,
            past_tests: 0,
            people: 0,
            typical_rate: 0.5,
            traits: Vec::new(),
            never_tried: words::labels(&matrix.never_tried),
            confounded: Vec::new(),
            next: Vec::new(),
            audiences: Vec::new(),
            knows_later: false,
            left_out: inputs.left_out.clone(),
            tests: matrix.tests,
            factors: matrix.factors,
            accepting: None,
        }
    }
}

/// All labs together.
struct Learnt {
    accepting: Lab,
    figures: LabFigures,
    confounded: Vec<Confounded>,
    later: Option<Vec<NowAndLater>>,
    /// By way of telling people apart, by trait.
    audiences: Vec<(String, Vec<Vec<AudienceEffect>>)>,
}

impl Learnt {
    /// `None` if nothing varied.
    fn of(matrix: &Matrix, inputs: &LabInputs) -> Result<Option<Self>, StatsError> {
        if matrix.factors.is_empty() || matrix.tests.is_empty() {
            return Ok(None);
        }
        let traits: Vec<LabTrait> = named(&matrix.factors, |_| None);
        let prior = LabPrior::default();
        let accepting = Lab::learn(&traits, &experiments(&matrix.tests, |wording| wording.count), &prior)?;
        let figures = accepting.figures(LEVEL)?;
        let mut audiences = Vec::new();
        // The same steps as in the whole, so that figures can be set beside each other.
        let stepped = named(&matrix.factors, |place| figures.traits.get(place).map(|known| known.step));
        for (name, cut) in cuts(matrix, inputs) {
            let lab = Lab::learn(&stepped, &cut, &prior)?;
            audiences.push((name, lab.by_audience_within(&accepting, LEVEL)?));
        }
        Ok(Some(Self {
            confounded: accepting.confounded(),
            later: later(matrix, &traits, &accepting)?,
            accepting,
            figures,
            audiences,
        }))
    }

    fn of_trait(&self, place: usize, factor: &Factor) -> LearntTrait {
        let later = self.later.as_ref().and_then(|later| later.get(place)).cloned();
        let effects = |(_, traits): &(String, Vec<Vec<AudienceEffect>>)| {
            let known = traits.get(place).cloned().unwrap_or_default();
            if known.iter().any(|effect| effect.experiments > 0) { known } else { Vec::new() }
        };
        LearntTrait {
            place,
            factor: factor.clone(),
            figures: self.figures.traits[place].clone(),
            later_sentence: later.as_ref().map(words::later).unwrap_or_default(),
            later,
            by_audience: self.audiences.iter().map(effects).collect(),
            confounded: words::of_trait(&self.confounded, place),
            duty: factor.duty(),
        }
    }
}

fn named(factors: &[Factor], step: impl Fn(usize) -> Option<f64>) -> Vec<LabTrait> {
    let named = |(place, factor): (usize, &Factor)| LabTrait { name: factor.label.clone(), step: step(place) };
    factors.iter().enumerate().map(named).collect()
}

fn experiments(tests: &[LabTest], count: impl Fn(&super::LabWording) -> Count) -> Vec<LabExperiment> {
    let experiment = |test: &LabTest| LabExperiment {
        name: test.name.clone(),
        audience: None,
        variants: test
            .wordings
            .iter()
            .map(|wording| LabVariant { count: count(wording), traits: wording.values.clone() })
            .collect(),
    };
    tests.iter().map(experiment).collect()
}

/// What becomes of those who accepted; `None` where no test with two wordings knows of withdrawals.
fn later(matrix: &Matrix, traits: &[LabTrait], accepting: &Lab) -> Result<Option<Vec<NowAndLater>>, StatsError> {
    let known: Vec<LabTest> = matrix
        .tests
        .iter()
        .filter(|test| test.wordings.iter().filter(|wording| wording.kept.is_some()).count() > 1)
        .cloned()
        .collect();
    if known.is_empty() {
        return Ok(None);
    }
    let kept = experiments(&known, |wording| wording.kept.unwrap_or_default());
    let keeping = Lab::learn(traits, &kept, &LabPrior::default())?;
    now_and_later(accepting, &keeping, LEVEL).map(Some)
}

/// The experiments of the workspace by what tells people apart, those known of most experiments first.
fn cuts(matrix: &Matrix, inputs: &LabInputs) -> Vec<(String, Vec<LabExperiment>)> {
    let mut columns: BTreeMap<String, usize> = BTreeMap::new();
    for column in inputs.experiments.iter().flat_map(|tried| tried.segments.keys()) {
        *columns.entry(column.clone()).or_default() += 1;
    }
    let mut columns: Vec<(String, usize)> = columns.into_iter().collect();
    columns.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let by_column = columns.into_iter().map(|(column, _)| {
        let cut = tests_of(matrix, inputs).flat_map(|(tried, test)| {
            tried.segments.get(&column).into_iter().flatten().map(move |(value, counts)| LabExperiment {
                name: format!("{}, {value}", test.name),
                audience: Some(value.clone()),
                variants: test
                    .wordings
                    .iter()
                    .zip(counts)
                    .map(|(wording, count)| LabVariant { count: *count, traits: wording.values.clone() })
                    .collect(),
            })
        });
        (column.clone(), cut.collect())
    });
    let by_law = whole_experiments(matrix, inputs, |tried, _| tried.jurisdiction.clone());
    let by_language = whole_experiments(matrix, inputs, |_, test| {
        let language = test.wordings.first().map_or(Language::Other, |wording| wording.language);
        format!("{language:?}")
    });
    let known = by_column.chain([("law".to_owned(), by_law), ("language".to_owned(), by_language)]);
    known.filter(|(_, cut)| tells_apart(cut)).take(MOST_COLUMNS).collect()
}

/// Each test of an experiment of the workspace with that experiment.
fn tests_of<'a>(
    matrix: &'a Matrix,
    inputs: &'a LabInputs,
) -> impl Iterator<Item = (&'a super::TriedExperiment, &'a LabTest)> {
    let tests = matrix.tests.iter();
    tests.filter_map(|test| Some((inputs.experiments.iter().find(|tried| Some(tried.id) == test.experiment)?, test)))
}

fn whole_experiments(
    matrix: &Matrix,
    inputs: &LabInputs,
    audience: impl Fn(&super::TriedExperiment, &LabTest) -> String,
) -> Vec<LabExperiment> {
    let whole = |(tried, test): (&super::TriedExperiment, &LabTest)| {
        let one = experiments(std::slice::from_ref(test), |wording| wording.count).pop()?;
        let audience = Some(audience(tried, test)).filter(|name| !name.is_empty())?;
        Some(LabExperiment { audience: Some(audience), ..one })
    };
    tests_of(matrix, inputs).filter_map(whole).collect()
}

fn tells_apart(cut: &[LabExperiment]) -> bool {
    let mut audiences = cut.iter().filter_map(|one| one.audience.as_ref());
    let first = audiences.next();
    audiences.any(|other| Some(other) != first)
}

/// How many wordings were compared with another of their test.
fn comparisons(tests: &[LabTest]) -> usize {
    tests.iter().map(|test| test.wordings.iter().filter(|one| one.count.shown > 0).count().saturating_sub(1)).sum()
}

/// How many people a wording was usually shown to.
fn usual_people(tests: &[LabTest]) -> u64 {
    let mut people: Vec<u64> =
        tests.iter().flat_map(|test| &test.wordings).map(|wording| wording.count.shown).filter(|n| *n > 0).collect();
    people.sort_unstable();
    people.get(people.len() / 2).copied().unwrap_or(USUAL_PEOPLE)
}

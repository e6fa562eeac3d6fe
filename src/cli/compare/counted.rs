//! Tests that were counted already: one row per variant.

use super::{Compare, refused};
use crate::cli::terminal::{say, say_json};
use crate::logs::{self, CountedMapping, CountedTest};
use crate::picture::format;
use crate::stats::{self, Arm, Beta, Comparison, Verdict};
use crate::workbench::Problem;
use std::path::Path;

#[derive(serde::Serialize)]
struct Tested {
    test: String,
    #[serde(flatten)]
    comparison: Comparison,
    verdict: String,
}

#[derive(serde::Serialize)]
struct Answer {
    tests: Vec<Tested>,
}

/// Compares every test of a file.
pub(super) fn run(compare: &Compare, file: &Path) -> Result<(), Problem> {
    let failed = |error: logs::LogError| Problem::of_log("Nothing was compared", &error);
    let preview = logs::preview(file, None).map_err(failed)?;
    let mut mapping = CountedMapping::guess(&preview);
    if let Some(columns) = &compare.columns {
        mapping.apply(columns).map_err(failed)?;
    }
    let tests = logs::read_counted(file, &preview, &mapping).map_err(failed)?;
    let prior = compare.shared_prior()?.unwrap_or(Beta::UNIFORM);
    let tested = all(&tests, prior, compare.level())?;
    if compare.json {
        return say_json(&Answer { tests: tested.into_iter().map(|tested| tested.0).collect() });
    }
    for (test, verdict) in &tested {
        let people: u64 = test.comparison.arms.iter().map(|arm| arm.shown).sum();
        say(&format!(
            "{}: {} wordings, {} people. {}",
            test.test,
            test.comparison.arms.len(),
            format::count(people),
            verdict.sentence
        ));
    }
    Ok(())
}

/// Every test in its order, shared out over the processors.
fn all(tests: &[CountedTest], prior: Beta, level: f64) -> Result<Vec<(Tested, Verdict)>, Problem> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = tests.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let work = |part: &'_ [CountedTest]| part.iter().map(|test| tested(test, prior, level)).collect();
        let started: Vec<_> = tests.chunks(share).map(|part| scope.spawn(move || work(part))).collect();
        let mut done = Vec::with_capacity(tests.len());
        for thread in started {
            let part: Result<Vec<_>, Problem> = thread.join().unwrap_or_else(|_| {
                Err(refused("a thread ended before its work was done", "Report this as a defect."))
            });
            done.extend(part?);
        }
        Ok(done)
    })
}

fn tested(test: &CountedTest, prior: Beta, level: f64) -> Result<(Tested, Verdict), Problem> {
    let arms: Vec<Arm> = test
        .variants
        .iter()
        .map(|variant| Arm { name: variant.name.clone(), accepted: variant.accepted, shown: variant.shown, prior })
        .collect();
    let comparison = stats::compare(&arms, level).map_err(|error| {
        refused(format!("test “{}”: {error}", test.name), "Correct its counts, the prior or the interval.")
    })?;
    let verdict = stats::verdict(&comparison);
    Ok((Tested { test: test.name.clone(), comparison, verdict: verdict.sentence.clone() }, verdict))
}

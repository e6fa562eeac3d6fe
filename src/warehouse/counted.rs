//! What a warehouse answered, as the counts of an experiment.

use crate::domain::{ExperimentCounts, SegmentCount, Variant, VariantCount};
use std::collections::BTreeMap;

/// One line of the answer to [`super::responses_sql`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// What the line counts.
    pub section: String,
    /// The segment or the reason; empty for days.
    pub name: String,
    /// The value of the segment, or the day.
    pub value: String,
    /// The place of the variant, from 0; for what is held back, the number of values.
    pub variant: i64,
    /// People shown the request, or what else is counted.
    pub shown: i64,
    /// Of these: said yes.
    pub accepted: i64,
    /// Said no.
    pub declined: i64,
    /// Closed it.
    pub dismissed: i64,
    /// Did not react.
    pub ignored: i64,
}

/// A log that was counted in a warehouse.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    /// The counts, as those of a file.
    pub counts: ExperimentCounts,
    /// Rows of the table or query.
    pub rows_read: u64,
    /// Rows that cannot be used, by the reason's name.
    pub set_aside: BTreeMap<String, u64>,
    /// By segment (days have no name): how many values stayed in the warehouse, and how many people they have in all.
    pub held_back: BTreeMap<String, (u64, u64)>,
    /// People with several different rows of the same moment, whose order nothing told.
    pub tied: u64,
    /// Rows whose identifier the warehouse may spell otherwise than a file import does; their people may be counted wrongly.
    pub doubtful: u64,
}

/// An answer that no query of ours gives.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// A line that counts nothing known.
    #[error("the warehouse answered with a line “{0}”")]
    Section(String),
    /// A variant that was not asked about.
    #[error("the warehouse answered about a variant {0}")]
    Variant(i64),
    /// A month that is none.
    #[error("the warehouse answered about a month “{0}”")]
    Month(String),
    /// A verdict that was not asked about.
    #[error("the warehouse answered with a verdict {0}")]
    Verdict(i64),
    /// Columns of words that differ from row to row.
    #[error("there are more than {0} different words: a column is mapped that tells people or events apart")]
    TooManyWords(u32),
    /// A count below zero.
    #[error("the warehouse counted {0}")]
    Count(i64),
}

/// The counts in the lines of an answer.
///
/// # Errors
/// [`AnswerError`] for lines that no query of ours gives.
pub fn counted(lines: impl IntoIterator<Item = Line>, variants: &[Variant]) -> Result<Counted, AnswerError> {
    let empty = |variant: &Variant| VariantCount { variant: variant.id, ..VariantCount::default() };
    let mut all = Counted::default();
    all.counts.variants = variants.iter().map(empty).collect();
    let mut crossed = all.counts.variants.clone();
    let (mut groups, mut usable) = (BTreeMap::new(), 0);
    for line in lines {
        let amount = amount(line.shown)?;
        match line.section.as_str() {
            "variant" => put(&mut all.counts.variants, &line)?,
            "crossed" => put(&mut crossed, &line)?,
            "group" => {
                let mut one: Vec<VariantCount> = variants.iter().map(empty).collect();
                put(&mut one, &line)?;
                let place = line.variant;
                let count = one.into_iter().find(|count| count.shown > 0);
                groups.extend(count.map(|count| ((line.name, line.value, place), count)));
            }
            "held_back" => drop(all.held_back.insert(line.name, (self::amount(line.variant)?, amount))),
            "set_aside" => *all.set_aside.entry(line.name).or_default() += amount,
            "usable" => (usable, all.doubtful) = (amount, self::amount(line.accepted)?),
            "totals" => {
                all.counts.rows = amount;
                all.counts.crossovers = self::amount(line.accepted)?;
                all.counts.repeated = self::amount(line.declined)?;
                all.tied = self::amount(line.dismissed)?;
            }
            other => return Err(AnswerError::Section(other.to_owned())),
        }
    }
    all.rows_read = usable + all.set_aside.values().sum::<u64>();
    let copies = usable.checked_sub(all.counts.rows).ok_or_else(|| AnswerError::Section("totals".to_owned()))?;
    all.set_aside.extend((copies > 0).then(|| ("DuplicateRow".to_owned(), copies)));
    all.counts.by_first_showing =
        all.counts.variants.iter().zip(&crossed).map(|(one, other)| both(one, other)).collect();
    let segment = |((segment, value, _), count)| SegmentCount { segment, value, count };
    all.counts.segments = groups.into_iter().map(segment).collect();
    Ok(all)
}

/// The people of a variant who saw no other, with those who saw another later.
fn both(one: &VariantCount, other: &VariantCount) -> VariantCount {
    VariantCount {
        variant: one.variant,
        shown: one.shown + other.shown,
        accepted: one.accepted + other.accepted,
        declined: one.declined + other.declined,
        dismissed: one.dismissed + other.dismissed,
        ignored: one.ignored + other.ignored,
    }
}

fn amount(number: i64) -> Result<u64, AnswerError> {
    u64::try_from(number).map_err(|_| AnswerError::Count(number))
}

fn put(counts: &mut [VariantCount], line: &Line) -> Result<(), AnswerError> {
    let place = usize::try_from(line.variant).ok().and_then(|place| counts.get_mut(place));
    let count = place.ok_or(AnswerError::Variant(line.variant))?;
    *count = VariantCount {
        variant: count.variant,
        shown: amount(line.shown)?,
        accepted: amount(line.accepted)?,
        declined: amount(line.declined)?,
        dismissed: amount(line.dismissed)?,
        ignored: amount(line.ignored)?,
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_that_were_not_asked_for_are_refused() {
        let variants = [Variant { id: 7, ..Variant::named("A") }];
        let line = |section: &str, variant, shown| Line { section: section.into(), variant, shown, ..Line::default() };
        let lines = [line("variant", 0, 3), line("crossed", 0, 2), line("usable", 0, 9), line("totals", 0, 8)];
        let fine = counted(lines, &variants).unwrap();
        assert_eq!((fine.counts.by_first_showing[0].shown, fine.set_aside["DuplicateRow"]), (5, 1));
        assert_eq!((fine.counts.variants[0].variant, fine.counts.variants[0].shown, fine.rows_read), (7, 3, 9));
        assert_eq!(counted([line("variant", 1, 3)], &variants), Err(AnswerError::Variant(1)));
        assert_eq!(counted([line("totals", 0, -1)], &variants), Err(AnswerError::Count(-1)));
        assert_eq!(counted([line("else", 0, 1)], &variants), Err(AnswerError::Section("else".into())));
    }
}

//! What the counts of quarters and months say: rates, levels, and what is out of the ordinary.

use super::Problem;
use super::model::QuarterModel;
use crate::compliance::{Break, MonthCounts, QuarterCounts, segments};
use crate::stats::control::{ChartKind, ChartPoint, ControlChart, control_chart, quarter_signals};
use crate::stats::rates::{QuarterRate, levels};
use crate::stats::{StatsError, count_interval, overdispersed_rate};
use jiff::civil::Date;

/// How sure the limits of every interval on screen are.
const LEVEL: f64 = 0.95;

/// The quarters with their figures, and the control chart of their months.
pub(super) fn quarter_models(
    counted: Vec<QuarterCounts>,
    breaks: &[Break],
) -> Result<(Vec<QuarterModel>, ControlChart), Problem> {
    worked_out(counted, breaks)
        .map_err(|error| Problem::new("The quarters were not worked out", error, "Report this as a defect."))
}

fn worked_out(counted: Vec<QuarterCounts>, breaks: &[Break]) -> Result<(Vec<QuarterModel>, ControlChart), StatsError> {
    let first_days: Vec<Date> = counted.iter().map(|counts| counts.quarter.first_day()).collect();
    let starts = starts_of_segments(&first_days, breaks);
    let rates: Vec<QuarterRate> = counted
        .iter()
        .zip(&starts)
        .map(|(counts, &starts_segment)| QuarterRate {
            rate: overdispersed_rate(&counts.groups, LEVEL),
            starts_segment,
        })
        .collect();
    let chart = control_chart(ChartKind::Proportion, &points(&counted, breaks))?;
    let signals = quarter_signals(&chart);
    let levels = levels(&rates, LEVEL)?;
    let model = |((counts, rate), level): ((QuarterCounts, QuarterRate), Option<_>)| QuarterModel {
        quarter: counts.quarter,
        rate: rate.rate,
        level,
        starts_segment: rate.starts_segment,
        signals: signals.iter().find(|signals| signals.quarter == counts.quarter).cloned(),
        count_interval: (counts.uses == 0).then(|| count_interval(counts.recorded, LEVEL)),
        rate_with_gaps: counts.rate_with_gaps(),
        counts,
    };
    let quarters = counted.into_iter().zip(rates).zip(levels).map(model).collect();
    Ok((quarters, chart))
}

/// For stretches of time in their order, given by their first days: which of them do not compare with the one before. A break inside a
/// stretch begins a segment with the next, as the stretch itself is of both.
fn starts_of_segments(first_days: &[Date], breaks: &[Break]) -> Vec<bool> {
    let between = |before: Date, day: Date| breaks.iter().any(|one| before < one.day && one.day <= day);
    let later = first_days.windows(2).map(|pair| between(pair[0], pair[1]));
    first_days.iter().take(1).map(|_| false).chain(later).collect()
}

fn points(counted: &[QuarterCounts], breaks: &[Break]) -> Vec<ChartPoint> {
    let months: Vec<(&QuarterCounts, &MonthCounts)> =
        counted.iter().flat_map(|counts| counts.months.iter().map(move |month| (counts, month))).collect();
    let first_days: Vec<Date> = months.iter().map(|(_, month)| month.month_first_day).collect();
    let numbers = segments(&first_days, breaks);
    let starts = |place: usize| place > 0 && numbers.get(place) != numbers.get(place - 1);
    let point = |(place, (counts, month)): (usize, &(&QuarterCounts, &MonthCounts))| ChartPoint {
        label: month.month_first_day.strftime("%B %Y").to_string(),
        quarter: counts.quarter,
        count: month.deviations,
        size: month.uses as f64,
        starts_segment: starts(place),
    };
    months.iter().enumerate().map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::BreakReason;
    use jiff::civil::date;

    #[test]
    fn a_break_inside_a_quarter_begins_a_segment_with_the_next() {
        let quarters = [date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)];
        let found = |day| starts_of_segments(&quarters, &[Break { day, reason: BreakReason::PolicyVersion(1) }]);
        assert_eq!(found(date(2026, 4, 1)), [false, true, false, false]);
        assert_eq!(found(date(2026, 4, 2)), [false, false, true, false]);
        assert_eq!(found(date(2026, 1, 1)), [false; 4]);
        assert_eq!(found(date(2026, 12, 1)), [false; 4]);
        assert!(starts_of_segments(&[], &[]).is_empty());
    }
}

use super::*;
use crate::domain::Quarter;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Beta as BetaDraw, Binomial, Distribution};

const FIRST: Quarter = Quarter { year: 2025, number: 1, start_month: 1 };

/// Months from January 2025 on.
fn months(counts: &[(u64, f64)]) -> Vec<ChartPoint> {
    let mut quarter = FIRST;
    let mut points = Vec::new();
    for (month, &(count, size)) in counts.iter().enumerate() {
        if month > 0 && month % 3 == 0 {
            quarter = quarter.next();
        }
        points.push(ChartPoint { label: format!("month {}", month + 1), quarter, count, size, starts_segment: false });
    }
    points
}

fn chart(kind: ChartKind, counts: &[(u64, f64)]) -> ControlChart {
    control_chart(kind, &months(counts)).unwrap()
}

fn kinds(chart: &ControlChart) -> Vec<(SignalKind, usize, usize)> {
    chart.signals.iter().map(|signal| (signal.kind, signal.first, signal.last)).collect()
}

/// Orange juice cans, 30 samples of 50 (Montgomery, Introduction to Statistical Quality Control, table 7.1): centre 0.2313, limits 0.0524 and
/// 0.4102, samples 15 and 23 outside.
const CANS: [u64; 30] =
    [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6];

#[test]
fn limits_of_montgomery_s_cans() {
    let points: Vec<(u64, f64)> = CANS.iter().map(|&count| (count, 50.0)).collect();
    let found = chart(ChartKind::Proportion, &points);
    let segment = &found.segments[0];
    let centre = segment.centre.unwrap();
    assert!((centre - 0.2313).abs() < 5e-5);
    // 1.66087 by an independent reckoning of Laney's formula.
    assert!((segment.sigma_z - 1.660_866_719_743_238_5).abs() < 1e-12);
    let [lower, upper] = found.points[0].limits.unwrap();
    assert!((centre + (upper - centre) / segment.sigma_z - 0.4102).abs() < 5e-5);
    assert!((upper - 0.528_471_998_043_531_5).abs() < 1e-12 && lower.abs() < 1e-12);
    assert_eq!((segment.runs.longest, segment.runs.crossings, segment.trial), (6, 13, false));
    // Without Laney's widening the two samples of the book are outside; with it none is.
    let beyond = |point: &&ControlPoint| point.rate.unwrap() > centre + (upper - centre) / segment.sigma_z;
    let outside: Vec<&str> = found.points.iter().filter(beyond).map(|point| point.label.as_str()).collect();
    assert_eq!(outside, ["month 15", "month 23"]);
    assert_eq!(kinds(&found), []);
}

/// Shipments, 20 samples of 50 (Montgomery, example 7.3): centre 0.074, upper limit 0.1894.
#[test]
fn limits_of_montgomery_s_shipments() {
    let errors = [2, 3, 8, 1, 1, 4, 1, 4, 5, 1, 8, 2, 4, 3, 4, 1, 8, 3, 7, 4];
    let points: Vec<(u64, f64)> = errors.iter().map(|&count| (count, 50.0)).collect();
    let found = chart(ChartKind::Rate, &points);
    let (centre, sigma_z) = (found.segments[0].centre.unwrap(), found.segments[0].sigma_z);
    assert!((centre - 0.074).abs() < 1e-12);
    assert!((sigma_z - 1.600_959_600_786_788_6).abs() < 1e-12);
    let upper = found.points[0].limits.unwrap()[1];
    assert!((centre + (upper - centre) / sigma_z - 0.1894).abs() < 5e-5);
}

/// Limits of Anhøj & Olesen (2014) by n: the longest run from the formula, the fewest crossings from an independent binomial table.
#[test]
fn run_rules_by_the_number_of_points() {
    for (points, longest, crossings) in [
        (10, 6, 2),
        (11, 6, 2),
        (12, 7, 3),
        (16, 7, 4),
        (20, 7, 6),
        (22, 7, 7),
        (23, 8, 7),
        (24, 8, 8),
        (30, 8, 10),
        (36, 8, 13),
        (48, 9, 18),
        (60, 9, 23),
        (100, 10, 41),
    ] {
        let rates: Vec<f64> = (0..points).map(|k| f64::from(k % 2)).collect();
        let found = runs(&rates, 0.5);
        assert_eq!((found.longest_expected, found.fewest_expected), (longest, crossings), "{points}");
        assert_eq!((found.longest, found.crossings), (1, rates.len() - 1));
    }
    assert_eq!(runs(&[], 0.5), Runs::default());
    assert_eq!(runs(&[0.5; 9], 0.5).points, 0);
    let one = runs(&[1.0], 0.5);
    assert!(!one.too_long() && !one.too_few_crossings());
}

#[test]
fn points_on_the_centre_neither_cross_nor_break_a_run() {
    let found = runs(&[1.0, 0.5, 1.0, 1.0, 0.0, 0.5, 1.0], 0.5);
    assert_eq!((found.points, found.longest, found.crossings), (5, 3, 2));
}

#[test]
fn a_burst_is_told_in_its_quarter_only() {
    let mut counts = vec![(20, 1_000.0), (25, 1_000.0), (22, 1_000.0), (18, 1_000.0), (21, 1_000.0), (19, 1_000.0)];
    counts.extend_from_within(..);
    counts[7] = (90, 1_000.0);
    let found = chart(ChartKind::Proportion, &counts);
    assert_eq!(kinds(&found), [(SignalKind::Above, 7, 7)]);
    let quarters = quarter_signals(&found);
    assert_eq!(quarters.iter().map(|quarter| quarter.signals.len()).collect::<Vec<_>>(), [0, 0, 1, 0]);
    assert!(quarters[2].sentence.starts_with("month 8 lies above its upper limit (90.0 per 1,000 uses, limit"));
    assert_eq!(quarters[0].sentence, "Nothing out of the ordinary: it varies as it usually does.");
    assert!(quarters.iter().all(|quarter| !quarter.trial && !quarter.broken));
}

#[test]
fn a_shift_is_told_from_when_it_could_be_seen() {
    let mut counts: Vec<(u64, f64)> = [31, 29, 33, 30, 28, 32].repeat(2).into_iter().map(|k| (k, 1_000.0)).collect();
    counts.extend([20, 22, 19, 21, 18, 20, 23, 21, 19, 20, 22, 18].map(|k| (k, 1_000.0)));
    let found = chart(ChartKind::Proportion, &counts);
    let runs = kinds(&found).into_iter().filter(|found| found.0 != SignalKind::Above && found.0 != SignalKind::Below);
    assert_eq!(runs.collect::<Vec<_>>(), [(SignalKind::RunBelow, 12, 23), (SignalKind::FewCrossings, 0, 23)]);
    let quarters = quarter_signals(&found);
    let told: Vec<usize> = quarters.iter().map(|quarter| quarter.signals.len()).collect();
    // A run of twelve with eight explained by chance shows from its ninth point on, month 21.
    assert_eq!(told, [0, 0, 0, 0, 0, 0, 1, 2]);
}

#[test]
fn a_break_starts_over() {
    let mut points = months(&[(10, 500.0), (12, 500.0), (9, 500.0), (40, 500.0), (38, 500.0), (43, 500.0)]);
    points[3].starts_segment = true;
    let found = control_chart(ChartKind::Proportion, &points).unwrap();
    assert_eq!(
        found.segments.iter().map(|segment| (segment.first, segment.last)).collect::<Vec<_>>(),
        [(0, 2), (3, 5)]
    );
    assert_eq!(kinds(&found), []);
    assert!(found.segments.iter().all(|segment| segment.trial));
    let quarters = quarter_signals(&found);
    assert!(!quarters[0].broken && quarters[1].broken);
    assert!(
        quarters[1].sentence.ends_with("These are trial limits: they rest on 3 points."),
        "{}",
        quarters[1].sentence
    );
}

#[test]
fn extremes() {
    assert_eq!(chart(ChartKind::Rate, &[]).segments, []);
    assert_eq!(quarter_signals(&chart(ChartKind::Rate, &[])), []);
    let nothing = chart(ChartKind::Proportion, &[(0, 0.0); 3]);
    assert_eq!(nothing.segments[0].centre, None);
    assert!(quarter_signals(&nothing)[0].sentence.starts_with("There is nothing to judge"));
    let single = chart(ChartKind::Proportion, &[(3, 10.0)]);
    assert_eq!(single.points[0].limits, None);
    assert!(quarter_signals(&single)[0].sentence.contains("they rest on 1 point."));
    for counts in [vec![(0, 1e9); 24], vec![(1_000_000_000, 1e9); 24], vec![(7, 7.0); 24]] {
        let found = chart(ChartKind::Proportion, &counts);
        assert_eq!(kinds(&found), []);
        assert!(found.points.iter().all(|point| point.limits.is_some_and(|[low, high]| low <= high && high <= 1.0)));
    }
    let huge = chart(ChartKind::Rate, &[(1_000_000_000, 1.0), (1_000_050_000, 1.0), (2_000_000_000, 1.0)]);
    assert!(huge.signals.iter().all(|signal| !signal.sentence.contains("NaN")));
}

#[test]
fn a_month_without_uses_is_a_gap_in_the_line() {
    let found = chart(ChartKind::Proportion, &[(1, 10.0), (0, 0.0), (3, 10.0), (2, 10.0)]);
    assert_eq!((found.points[1].rate, found.points[1].limits), (None, None));
    assert_eq!(found.segments[0].points, 3);
}

#[test]
fn nonsense_is_told() {
    for (kind, point) in [
        (ChartKind::Proportion, (11, 10.0)),
        (ChartKind::Proportion, (0, -1.0)),
        (ChartKind::Rate, (1, 0.0)),
        (ChartKind::Rate, (1, f64::NAN)),
    ] {
        assert!(matches!(control_chart(kind, &months(&[point])), Err(StatsError::BadPoint { .. })), "{point:?}");
    }
}

/// Months of campaigns whose uses go wrong together: limits of single uses would cry out in most charts, Laney's do not.
#[test]
fn a_steady_process_is_rarely_called_odd() {
    const CHARTS: u32 = 600;
    let mut random = ChaCha8Rng::seed_from_u64(20_261_122);
    let rate = BetaDraw::new(20.0, 980.0).unwrap();
    let (mut outside, mut plainly, mut shifted, mut drifting) = (0_u32, 0_u32, 0_u32, 0_u32);
    for _ in 0..CHARTS {
        let counts: Vec<(u64, f64)> = (0..24)
            .map(|_| (Binomial::new(20_000, rate.sample(&mut random)).unwrap().sample(&mut random), 20_000.0))
            .collect();
        let found = chart(ChartKind::Proportion, &counts);
        let (segment, centre) = (&found.segments[0], found.segments[0].centre.unwrap());
        outside +=
            u32::from(found.signals.iter().any(|signal| matches!(signal.kind, SignalKind::Above | SignalKind::Below)));
        let plain = 3.0 * (centre * (1.0 - centre) / 20_000.0).sqrt();
        plainly += u32::from(found.points.iter().any(|point| (point.rate.unwrap() - centre).abs() > plain));
        shifted += u32::from(segment.runs.too_long());
        drifting += u32::from(segment.runs.too_few_crossings());
    }
    let share = |charts: u32| f64::from(charts) / f64::from(CHARTS);
    println!("{} {} {} {}", share(outside), share(plainly), share(shifted), share(drifting));
    assert!(share(plainly) > 0.95);
    assert!(share(outside) < 0.2);
    assert!(share(shifted) < 0.06 && share(drifting) < 0.07);
}

use super::*;

fn one(days: f64, withdrawn: bool) -> Held {
    Held { days, withdrawn, people: 1 }
}

/// Weeks in remission under 6-mercaptopurine (Freireich et al. 1963), the standard example of the estimate.
fn freireich() -> Survival {
    let events = [6.0, 6.0, 6.0, 7.0, 10.0, 13.0, 16.0, 22.0, 23.0];
    let left = [6.0, 9.0, 10.0, 11.0, 17.0, 19.0, 20.0, 25.0, 32.0, 32.0, 34.0, 35.0];
    let all: Vec<Held> = events.iter().map(|&t| one(t, true)).chain(left.iter().map(|&t| one(t, false))).collect();
    Survival::new(&all)
}

#[test]
fn kaplan_meier_as_published() {
    let curve = freireich().curve(0.95);
    let published = [
        (0.0, 21, 1.0),
        (6.0, 21, 0.857),
        (7.0, 17, 0.807),
        (10.0, 15, 0.753),
        (13.0, 12, 0.690),
        (16.0, 11, 0.627),
        (22.0, 7, 0.538),
        (23.0, 6, 0.448),
        (35.0, 1, 0.448),
    ];
    assert_eq!(curve.len(), published.len());
    for (point, (day, at_risk, share)) in curve.iter().zip(published) {
        assert!((point.day - day).abs() < 1e-12 && point.at_risk == at_risk, "{point:?}");
        assert!((point.surviving - share).abs() < 6e-4, "{point:?} {share}");
        assert!(point.band[0] <= point.mean && point.mean <= point.band[1], "{point:?}");
    }
    assert_eq!(curve.iter().map(|point| point.withdrawn).sum::<u64>(), 9);
}

/// Posterior mean by the formula of Susarla & Van Ryzin (1976), which runs over the people who left and never cuts time into stretches.
fn susarla_van_ryzin(held: &[Held], t: f64) -> f64 {
    let base = |u: f64| 90.0 / (90.0 + u);
    let people: u64 = held.iter().map(|held| held.people).sum();
    let beyond = |u: f64| held.iter().filter(|held| held.days > u).map(|held| held.people).sum::<u64>() as f64;
    let start = (base(t) + beyond(t)) / (1.0 + people as f64);
    let mut left: Vec<f64> =
        held.iter().filter(|held| !held.withdrawn && held.days <= t).map(|held| held.days).collect();
    left.sort_by(f64::total_cmp);
    left.dedup();
    left.into_iter().fold(start, |product, day| {
        let at_day = held.iter().filter(|held| !held.withdrawn && same(held.days, day));
        let after = base(day) + beyond(day);
        product * (after + at_day.map(|held| held.people).sum::<u64>() as f64) / after
    })
}

#[test]
fn posterior_mean_as_susarla_and_van_ryzin_give_it() {
    let held: Vec<Held> = (1..60_u32)
        .map(|k| Held {
            days: f64::from(k * k % 97) + 0.25 * f64::from(k % 3),
            withdrawn: k % 4 == 0,
            people: u64::from(1 + k % 7),
        })
        .collect();
    let survival = Survival::new(&held);
    for t in [0.7, 11.3, 30.0001, 60.1, 89.9, 96.9] {
        // Not at a day on which somebody leaves, where the two count them on different sides.
        let (got, truth) = (survival.holding_at(t).mean(), susarla_van_ryzin(&held, t));
        assert!((got / truth - 1.0).abs() < 1e-12, "{t}: {got} {truth}");
    }
}

#[test]
fn without_leaving_it_is_one_beta_of_everyone() {
    let held = [Held { days: 10.0, withdrawn: true, people: 30 }, Held { days: 90.0, withdrawn: false, people: 70 }];
    let at_30 = share_figures(&Survival::new(&held).holding_at(30.0), 0.95).posterior;
    assert!((at_30.alpha - 70.75).abs() < 1e-8 && (at_30.beta - 30.25).abs() < 1e-8, "{at_30:?}");
    let at_90 = share_figures(&Survival::new(&held).holding_at(90.0), 0.95).posterior;
    assert!((at_90.alpha - 70.5).abs() < 1e-8 && (at_90.beta - 30.5).abs() < 1e-8, "{at_90:?}");
}

#[test]
fn order_and_grouping_do_not_matter() {
    let many: Vec<Held> = (0..40_u32).map(|k| one(f64::from(k / 8), k % 3 == 0)).collect();
    let mut grouped: Vec<Held> = Vec::new();
    for held in many.iter().rev() {
        match grouped.iter_mut().find(|g| same(g.days, held.days) && g.withdrawn == held.withdrawn) {
            Some(group) => group.people += 1,
            None => grouped.push(*held),
        }
    }
    grouped.push(Held { days: 3.0, withdrawn: true, people: 0 });
    assert_eq!(Survival::new(&many), Survival::new(&grouped));
}

#[test]
fn nobody_ever_leaves_and_everybody_does() {
    let keepers = Survival::new(&[Held { days: 120.0, withdrawn: false, people: 1000 }]);
    let share = share_figures(&keepers.holding_at(90.0), 0.95);
    assert!(share.mean < 1.0 && share.mean > 0.999 && share.equal_tailed[0] > 0.99, "{share:?}");
    assert_eq!(keepers.curve(0.95).len(), 2);
    let leavers = Survival::new(&[Held { days: 0.0, withdrawn: true, people: 1000 }]);
    let share = share_figures(&leavers.holding_at(90.0), 0.95);
    assert!(share.mean > 0.0 && share.mean < 1e-3 && share.equal_tailed[1] < 0.01, "{share:?}");
    let curve = leavers.curve(0.95);
    assert_eq!(curve.len(), 1);
    assert!(curve[0].surviving.abs() < 1e-300 && curve[0].at_risk == 1000 && curve[0].withdrawn == 1000);
    assert!(Survival::new(&[]).curve(0.95).is_empty());
    let today = Survival::new(&[Held { days: 0.0, withdrawn: false, people: 5 }]).curve(0.95);
    assert!(today.len() == 1 && today[0].at_risk == 5, "{today:?}");
}

#[test]
fn ten_million_people_keep_their_digits_and_the_curve_its_size() {
    let held: Vec<Held> = (0..5000_u32)
        .flat_map(|k| {
            let days = f64::from(k) * 0.02;
            [Held { days, withdrawn: true, people: 400 }, Held { days, withdrawn: false, people: 1600 }]
        })
        .collect();
    let survival = Survival::new(&held);
    let (got, truth) = (survival.holding_at(30.001).mean(), susarla_van_ryzin(&held, 30.001));
    assert!((got / truth - 1.0).abs() < 1e-11, "{got} {truth}");
    let curve = survival.curve(0.95);
    assert!(curve.len() <= MOST_POINTS + 2, "{}", curve.len());
    assert_eq!(curve.iter().map(|point| point.withdrawn).sum::<u64>(), 2_000_000);
    for (a, b) in curve.iter().zip(curve.iter().skip(1)) {
        assert!(b.surviving <= a.surviving && b.mean <= a.mean && b.day > a.day, "{a:?} {b:?}");
    }
}

//! People counted once, by variant, segment and day, and two real logs with known figures.

use super::*;

#[test]
fn shown_and_answered_are_folded_into_requests() {
    let counts = counted(
        "person,variant,at,event\n\
         1,A,2026-01-01 10:00,shown\n1,A,2026-01-01 10:01,accepted\n\
         2,A,2026-01-02 10:01,declined\n2,A,2026-01-01 10:00,shown\n\
         3,A,2026-01-01 10:00,shown\n\
         4,B,2026-01-01 10:00,declined\n4,B,2026-01-03 10:00,accepted\n\
         5,B,2026-01-01 10:00,shown\n5,B,2026-01-01 10:01,dismissed\n5,B,2026-01-02 10:00,shown\n5,B,2026-01-02 10:01,accepted\n",
    );
    let a = &counts.variants[0];
    assert_eq!((a.variant, a.shown, a.accepted, a.declined, a.dismissed, a.ignored), (1, 3, 1, 1, 0, 1));
    let b = &counts.variants[1];
    assert_eq!((b.variant, b.shown, b.accepted, b.declined, b.dismissed, b.ignored), (2, 2, 0, 1, 1, 0));
    assert_eq!((counts.repeated, counts.crossovers, counts.rows), (2, 0, 11));
    assert_eq!(counts.by_first_showing, counts.variants);
}

#[test]
fn who_saw_two_variants_counts_only_by_first_showing() {
    let text = "person,variant,at,answer,country\n1,B,2026-01-02,yes,FR\n1,A,2026-01-01,no,DE\n2,A,2026-01-01,yes,DE\n3,B,2026-01-01,no,FR\n";
    let counts = counted(text);
    assert_eq!((counts.variants[0].shown, counts.variants[1].shown, counts.crossovers), (1, 1, 1));
    assert_eq!((counts.by_first_showing[0].shown, counts.by_first_showing[0].declined), (2, 1));
    assert_eq!(counts.by_first_showing[1].shown, 1);
    let segments: Vec<_> = counts
        .segments
        .iter()
        .map(|s| (s.segment.as_str(), s.value.as_str(), s.count.variant, s.count.shown))
        .collect();
    let expected =
        [("", "2026-01-01", 1, 1), ("", "2026-01-01", 2, 1), ("country", "DE", 1, 1), ("country", "FR", 2, 1)];
    assert_eq!(segments, expected);
}

#[test]
fn imports_are_counted_together_and_days_are_those_of_the_zone() {
    let one = responses("person,variant,at,event\n1,A,2026-01-01T23:30:00Z,shown\n").rows;
    let other =
        responses("person,variant,at,event\n1,A,2026-01-02T00:30:00Z,accepted\n2,B,2026-01-01T22:30:00Z,no\n").rows;
    let counts = count(&[other, one], &[], &[1, 2], &TimeZone::get("Europe/Berlin").unwrap());
    assert_eq!((counts.variants[0].shown, counts.variants[0].accepted, counts.repeated), (1, 1, 0));
    let days: Vec<_> = counts.segments.iter().map(|s| (s.value.as_str(), s.count.variant)).collect();
    assert_eq!(days, [("2026-01-01", 2), ("2026-01-02", 1)]);
}

#[test]
fn without_a_person_every_row_is_somebody_else() {
    let read = responses("variant,answer\nA,yes\nA,yes\nB,no\n");
    assert!(read.set_aside.rows.is_empty());
    let mut places = read.rows.at.clone();
    places.sort_unstable();
    assert_eq!(places, [1, 2, 3]);
    let counts = count(&[read.rows], &[], &[1, 2], &TimeZone::UTC);
    assert_eq!((counts.variants[0].shown, counts.variants[1].shown, counts.segments.len()), (2, 1, 0));
}

#[test]
fn the_udacity_log_gives_the_known_counts() {
    let Some(path) = shared("udacity_ab_data/ab_data.csv") else { return };
    let began = std::time::Instant::now();
    let preview = look(&path).unwrap();
    let mapping = ResponseMapping::guess(&preview);
    let proposed = count_values(&path, &preview, &[&mapping.variant], u64::MAX, &mut go_on).unwrap().remove(0);
    assert_eq!(proposed.len(), 4);
    assert_eq!(proposed[0].0, "treatment+new_page");
    let variant =
        |id, name: &str, value: &str| Variant { id, recognised_as: vec![value.into()], ..Variant::named(name) };
    let variants = [variant(1, "control", "control+old_page"), variant(2, "treatment", "treatment+new_page")];
    let log = read_as(&path, &preview, &mapping, &variants, &utc()).unwrap();
    println!("read and counted in {:?}", began.elapsed());
    let counts = log.counts.clone();
    let read = decoded(log);
    assert_eq!(read.rows_read, 294_478);
    assert_eq!(reasons(&read.set_aside), [(Reason::UnknownVariant, 3_893)]);
    assert_eq!(count(&[read.rows], &[], &[1, 2], &TimeZone::UTC), counts);
    let rates: Vec<_> = counts.variants.iter().map(|count| (count.accepted, count.shown)).collect();
    assert_eq!(rates, [(17_489, 145_274), (17_264, 145_310)]);
    assert_eq!((counts.repeated, counts.crossovers), (1, 0));
}

#[test]
fn the_ico_list_gives_the_known_quarters() {
    let Some(path) = shared("ico_incidents_long.csv") else { return };
    let preview = look(&path).unwrap();
    let mapping = DeviationMapping::guess(&preview);
    assert_eq!(mapping.quarter.as_deref(), Some("calendar_quarter"));
    assert_eq!((mapping.kind.as_deref(), mapping.count.as_deref()), (Some("category"), Some("n")));
    let read = read_deviations(&path, &preview, &mapping, 4, &TimeChoice::default(), &mut go_on).unwrap();
    assert_eq!((read.rows_read, read.set_aside.total()), (2_868, 0));
    let mut quarters: BTreeMap<Quarter, u64> = BTreeMap::new();
    for row in &read.rows {
        *quarters.entry(Quarter::of(row.day, 1)).or_default() += row.count;
    }
    let expected = [3_091, 2_984, 2_795, 2_629, 2_114, 2_594, 2_350, 2_425, 2_552, 2_431, 2_404];
    assert_eq!(quarters.into_values().collect::<Vec<u64>>(), expected);
}

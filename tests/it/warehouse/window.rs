//! The window's way into a warehouse: what it asks, what it shows, and what it forgets.

use super::imports::{PASSWORD, ground, log};
use crate::support::Place;
use eframe::egui;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use handshake::logs::{Compression, Encoding, Format, Preview, Shape};
use handshake::ui::App;
use handshake::warehouse::{Connection, Dialect, Source};
use handshake::workbench::{
    Command, Inspection, LogKind, Mapping, Problem, WarehouseAddress, WarehouseQuestion, WarehouseRequest, Workbench,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

const ADDRESS: &str = "postgresql://anna:${PASSWORD}@db.example/logs";

fn workbench(place: &Place) -> Workbench {
    place.says(&["new", "w.handshake"]);
    Workbench::open(&place.path("w.handshake"), Arc::new(|| ())).expect("it opens")
}

/// What a warehouse would answer about a table of such columns.
fn found(kind: LogKind, columns: &[&str]) -> Inspection {
    let preview = Preview {
        format: Format { compression: Compression::None, encoding: Encoding::Utf8, shape: Shape::ArrowIpc },
        carriage_returns: false,
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        rows: Vec::new(),
        wanted: Vec::new(),
        date_orders: BTreeMap::new(),
    };
    let values = |values: &[(&str, u64)]| values.iter().map(|(value, rows)| ((*value).to_owned(), *rows)).collect();
    Inspection {
        paths: Vec::new(),
        files: 0,
        mapping: Mapping::guess(kind, &preview),
        preview,
        recognised: String::new(),
        time_zone: None,
        date_order: None,
        sheets: Vec::new(),
        variant_values: values(&[("control", 5_012_233), ("warm", 4_987_767)]),
        response_values: values(&[("shown", 6_100_120), ("accepted", 2_300_511), ("declined", 1_599_369)]),
        local_times: Vec::new(),
    }
}

fn uses() -> [Option<(String, Inspection)>; 2] {
    let columns = ["occurred_at", "person", "purpose", "category", "recipient", "campaign", "value", "line"];
    let beside = ["at", "person", "purpose", "category", "state", "line"];
    [
        Some(("marketing.uses".into(), found(LogKind::Uses, &columns))),
        Some(("marketing.permissions".into(), found(LogKind::Permissions, &beside))),
    ]
}

fn responses() -> [Option<(String, Inspection)>; 2] {
    let columns = ["person", "variant", "shown_at", "response", "country", "line"];
    let mut found = found(LogKind::Responses, &columns);
    found.local_times = vec!["shown_at".into()];
    [Some(("marketing.responses".into(), found)), None]
}

fn screen(workbench: &Workbench, kind: LogKind, found: [Option<(String, Inspection)>; 2]) -> Harness<'static, App> {
    let workbench = workbench.clone();
    let app = move |creation: &mut eframe::CreationContext<'_>| {
        let mut app = App::with_workbench(&creation.egui_ctx, workbench.clone());
        app.show_warehouse(kind, ["adbc_driver_postgresql", ADDRESS], found.clone());
        app
    };
    let mut harness = Harness::builder().with_size([1360.0, 2000.0]).build_eframe(app);
    harness.run_steps(4);
    harness
}

fn can_count(harness: &Harness<'_, App>) -> bool {
    !harness.get_by_label("Count in the warehouse").accesskit_node().is_disabled()
}

const PASSWORD_FIELD: &str = "Password; stands for ${PASSWORD} in the address";

fn type_password(harness: &mut Harness<'_, App>) {
    harness.get_by_label(PASSWORD_FIELD).focus();
    harness.run_steps(2);
    harness.event(egui::Event::Text(PASSWORD.into()));
    harness.run_steps(4);
}

#[test]
fn a_password_is_needed_shown_to_nobody_and_forgotten_with_the_page() {
    let place = Place::new();
    let mut harness = screen(&workbench(&place), LogKind::Uses, uses());
    harness.get_by_label_contains("Not ready: the environment variable PASSWORD is not set");
    assert!(!can_count(&harness), "nothing opens the warehouse");
    type_password(&mut harness);
    assert!(
        can_count(&harness) && harness.query_by_label_contains("Not ready").is_none(),
        "what was typed stands for the variable"
    );
    assert!(harness.query_all_by_value(PASSWORD).next().is_none(), "it can be read");
    harness.get_by_label("Cancel").click();
    harness.run_steps(4);
    harness.state_mut().ask_warehouse(LogKind::Uses);
    harness.run_steps(4);
    assert_eq!(harness.get_by_label_contains("Address, such as").value().unwrap_or_default(), ADDRESS);
    harness.get_by_label_contains("Not ready: the environment variable PASSWORD is not set");
}

#[test]
fn rows_come_here_only_if_somebody_says_so_and_uses_need_permissions() {
    let place = Place::new();
    let [uses, _] = uses();
    let mut harness = screen(&workbench(&place), LogKind::Uses, [uses, None]);
    type_password(&mut harness);
    assert!(!can_count(&harness), "nothing is known of the permissions");
    harness.get_by_label("There are none: judge as if nobody had permitted anything").click();
    harness.run_steps(4);
    assert!(can_count(&harness));
    harness.get_by_label("Bring the rows here, with pseudonyms in place of identifiers").click();
    harness.run_steps(4);
    assert!(harness.query_by_label("Count in the warehouse").is_none());
    assert!(!harness.get_by_label("Bring the rows here").accesskit_node().is_disabled());
    assert!(harness.query_by_label_contains("judge as if nobody").is_none(), "they are judged by the permissions here");
}

#[test]
fn a_driver_that_is_not_there_is_told_in_words() {
    let place = Place::new();
    let workbench = workbench(&place);
    let ask = |driver: &str, dialect| {
        workbench.inspect_warehouse(WarehouseQuestion {
            at: WarehouseAddress {
                driver: driver.into(),
                dialect,
                connection: Connection::new("x://host", |_| None).unwrap(),
                ..WarehouseAddress::default()
            },
            source: Source::Table("log".into()),
            kind: LogKind::Responses,
            mapping: None,
        });
        answer(&workbench).unwrap_err()
    };
    let missing = ask("/no/such/library.so", Some(Dialect::Spark));
    assert!(missing.why.contains("cannot be loaded"), "{missing}");
    let unknown = ask("/no/such/library.so", None);
    assert!(unknown.why.contains("nothing is known of the SQL"), "{unknown}");
}

fn answer(workbench: &Workbench) -> Result<Inspection, Problem> {
    for _ in 0..3_000 {
        if let Some(answer) = workbench.inspection() {
            return answer;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("no answer within a minute")
}

#[test]
fn columns_and_values_of_a_table_are_found_and_a_newer_question_stops_an_earlier() {
    let Some((cluster, driver, place)) = ground() else { return };
    log(&cluster);
    let workbench = workbench(&place);
    let address = format!("postgresql://postgres@/postgres?host={}", cluster.socket().display());
    let connection = Connection::new(&address, |_| None).unwrap();
    let at = WarehouseAddress { driver, connection, ..WarehouseAddress::default() };
    let ask = |source: Source| {
        workbench.inspect_warehouse(WarehouseQuestion {
            at: at.clone(),
            source,
            kind: LogKind::Responses,
            mapping: None,
        });
    };
    ask(Source::Query("SELECT 'p' AS person, pg_sleep(600)::text AS variant, now() AS at".into()));
    cluster.waits_for_sleepers(1);
    let table = Source::Table("log".into());
    ask(table.clone());
    let found = answer(&workbench).unwrap();
    assert_eq!(found.preview.columns, ["person", "variant", "at", "answer", "country"]);
    assert!(found.preview.rows.is_empty() && found.local_times.is_empty());
    assert_eq!(found.variant_values, [("plain".to_owned(), 200), ("warm".to_owned(), 200)]);
    cluster.waits_for_sleepers(0);

    let Mapping::Responses(mapping) = found.mapping else { panic!("responses") };
    let request = WarehouseRequest {
        at: at.clone(),
        source: table,
        mapping,
        order: None,
        experiment: "Spring".into(),
        variants: vec![("Plain".into(), vec!["plain".into()]), ("Warm".into(), vec!["warm".into()])],
        time_zone: None,
        smallest_group: 0,
    };
    workbench.run(Command::ImportFromWarehouse(Box::new(request))).unwrap();
    let model = workbench.model();
    assert_eq!(model.experiments.first().map(|known| known.experiment.variants.len()), Some(2));
}

#[cfg(feature = "pictures")]
#[test]
fn pictures_of_counting_in_a_warehouse() {
    let place = Place::new();
    let workbench = workbench(&place);
    for (name, kind, found) in
        [("warehouse-responses", LogKind::Responses, responses()), ("warehouse-uses", LogKind::Uses, uses())]
    {
        crate::pictures::take(name, |context| {
            let mut app = App::with_workbench(context, workbench.clone());
            app.show_warehouse(kind, ["adbc_driver_postgresql", ADDRESS], found.clone());
            app
        });
    }
}

#[test]
fn responses_are_counted_once_everything_is_known() {
    let place = Place::new();
    let mut harness = screen(&workbench(&place), LogKind::Responses, responses());
    type_password(&mut harness);
    assert!(!can_count(&harness), "no experiment is named");
    harness.get_by_label_contains("Name (made if there is none").focus();
    harness.run_steps(2);
    harness.event(egui::Event::Text("Spring".into()));
    harness.run_steps(4);
    assert!(can_count(&harness));
    // What was found belongs to the warehouse as it was named before.
    harness.get_by_label_contains("ADBC driver").focus();
    harness.run_steps(2);
    harness.event(egui::Event::Text("2".into()));
    harness.run_steps(4);
    assert!(!can_count(&harness) && harness.query_by_label("Columns").is_none());
}

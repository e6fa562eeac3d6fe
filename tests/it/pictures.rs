//! Pictures of every screen in both themes: drawn to the end without a nameless input or a missing glyph, and kept to be
//! looked at in `target/pictures`.

use crate::support::Place;
use eframe::egui;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use handshake::domain::{Circumstance, DefinitionChange, DeviationKind, Money, ReportedDeviation};
use handshake::ui::{App, Screen};
use handshake::workbench::{Command, Workbench};
use std::path::PathBuf;
use std::sync::Arc;

pub fn folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target"));
    let folder = target.join("pictures");
    std::fs::create_dir_all(&folder).expect("a folder for pictures");
    folder
}

/// Pictures of a window in both themes.
pub fn take(name: &str, app: impl Fn(&egui::Context) -> App) {
    take_after(name, app, |_| ());
}

/// A picture once something was done to the screen.
fn take_after(name: &str, app: impl Fn(&egui::Context) -> App, act: impl Fn(&mut Harness<'_, App>)) {
    // Long pages whole, as they are scrolled through.
    let height = match name {
        "import" | "lab" | "activity" => 1600.0,
        name if name.starts_with("warehouse") => 1900.0,
        "lab-evidence" => 2200.0,
        name if name.starts_with("compliance") => 3000.0,
        name if name.starts_with("permissions") => 1900.0,
        name if name.starts_with("results") => 2900.0,
        name if name.starts_with("wording") => 2000.0,
        _ => 1100.0,
    };
    for (theme, word) in [(egui::Theme::Light, "light"), (egui::Theme::Dark, "dark")] {
        let mut harness: Harness<'_, App> =
            Harness::builder().with_size([1360.0, height]).with_theme(theme).wgpu().build_eframe(|creation| {
                creation.egui_ctx.set_theme(theme);
                app(&creation.egui_ctx)
            });
        harness.run_steps(4);
        act(&mut harness);
        if name == "results-kept" {
            harness.get_by_label("For the statistician").click();
            harness.run_steps(8);
        }
        if let Some(label) = clicked_first(name) {
            harness.get_all_by_label(label).next().expect("something to click").click();
            harness.run_steps(4);
        }
        if name == "activity" {
            for _ in 0..200 {
                harness.run_steps(1);
                if harness.query_by_label("Whole").is_some() {
                    break;
                }
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            harness.get_by_label("Whole");
            harness.get_all_by_label_contains("Decision “").next().expect("an entry").click();
            for _ in 0..20 {
                harness.run_steps(1);
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
        }
        if name.starts_with("lab") {
            for _ in 0..400 {
                harness.run_steps(1);
                if harness.query_by_label("What to test next").is_some() {
                    break;
                }
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            let row = if name == "lab" { "Asks a question" } else { "Has a number" };
            harness.get_by_label_contains(&format!("{row}: ")).click();
            harness.run_steps(4);
            harness.get_by_label("Where it was seen");
        }
        if name == "import" {
            harness.get_by_label("See what would count").click();
            for _ in 0..200 {
                harness.run_steps(1);
                if harness.query_by_label("What would count").is_some() {
                    break;
                }
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            harness.get_by_label("What would count");
        }
        let picture = harness.render().expect("a picture");
        let shades: std::collections::BTreeSet<_> = picture.pixels().map(|pixel| pixel.0).collect();
        assert!(shades.len() > 20, "{name} ({word}) is empty");
        picture.save(folder().join(format!("{name}-{word}.png"))).expect("the picture is kept");
    }
}

#[test]
fn pictures_of_every_screen_in_both_themes() {
    let place = Place::new();
    place.says(&["demo", "--out", "d"]);
    let path = place.path("d/sample.handshake");
    let workbench = Workbench::open(&path, Arc::new(|| ())).expect("the sample opens");
    let experiment = workbench.model().experiments[0].experiment.id;
    let offers = workbench.model().experiments[2].experiment.id;
    let screens = [
        ("overview", Screen::Overview, None, 0),
        ("experiments", Screen::Experiments, None, 0),
        ("responses", Screen::Experiments, Some(experiment), 1),
        ("results", Screen::Experiments, Some(experiment), 2),
        ("results-kept", Screen::Experiments, Some(offers), 2),
        ("plan", Screen::Experiments, Some(experiment), 3),
        ("lab", Screen::Lab, None, 0),
        ("permissions", Screen::Permissions, None, 0),
        ("policy", Screen::Policy, None, 0),
        ("compliance", Screen::Compliance, None, 0),
        ("incidents", Screen::Compliance, None, 1),
        ("gaps", Screen::Compliance, None, 2),
        ("costs", Screen::Decisions, None, 0),
        ("what-if", Screen::Decisions, None, 1),
        ("programme", Screen::Decisions, None, 2),
        ("decisions", Screen::Decisions, None, 3),
        ("activity", Screen::Activity, None, 0),
        ("imports", Screen::Activity, None, 1),
        ("settings", Screen::Settings, None, 0),
    ];
    for (name, screen, experiment, tab) in screens {
        take(name, |context| {
            let mut app = App::with_workbench(context, workbench.clone());
            app.go(screen, experiment, tab);
            app
        });
    }
    let log = place.path("d/sample_data/responses_newsletter.csv");
    take("import", |context| {
        let mut app = App::with_workbench(context, workbench.clone());
        app.look_into(vec![log.clone()]);
        std::thread::sleep(std::time::Duration::from_millis(1500));
        app
    });
    take("welcome", |context| App::new(context, None));
    for (name, people) in [("ten", 10), ("unsound", 2_000)] {
        place.file("few.csv", lopsided(people));
        let file = format!("{name}.handshake");
        place.says(&["new", &file]);
        place.says(&["import", "responses", &file, "few.csv", "--experiment", "A first look"]);
        let few = Workbench::open(&place.path(&file), Arc::new(|| ())).expect("it opens");
        let id = few.model().experiments[0].experiment.id;
        take(&format!("results-{name}"), |context| {
            let mut app = App::with_workbench(context, few.clone());
            app.go(Screen::Experiments, Some(id), 2);
            app
        });
    }
    place.file("past.csv", past_tests());
    place.says(&["new", "past.handshake"]);
    place.says(&["import", "past", "past.handshake", "past.csv"]);
    let past = Workbench::open(&place.path("past.handshake"), Arc::new(|| ())).expect("it opens");
    take("lab-evidence", |context| {
        let mut app = App::with_workbench(context, past.clone());
        app.go(Screen::Lab, None, 0);
        app
    });
    place.says(&["new", "empty.handshake"]);
    let empty = Workbench::open(&place.path("empty.handshake"), Arc::new(|| ())).expect("the empty one opens");
    for (name, screen) in
        [("empty-overview", Screen::Overview), ("empty-compliance", Screen::Compliance), ("empty-wording", Screen::Lab)]
    {
        take(name, |context| {
            let mut app = App::with_workbench(context, empty.clone());
            app.go(screen, None, 0);
            app
        });
    }
}

fn reported() -> ReportedDeviation {
    ReportedDeviation {
        what: "Letters went out twice".into(),
        people: 40,
        circumstance: Some(Circumstance::Misdelivery),
        cost: Some(Money { cents: 12_050 }),
        ..ReportedDeviation::of(jiff::civil::date(2026, 5, 4), DeviationKind::PreferenceIgnored)
    }
}

/// What is clicked before a picture is taken.
fn clicked_first(name: &str) -> Option<&'static str> {
    match name {
        "incidents" => Some("Use after withdrawal"),
        "incidents-many" => Some("No permission"),
        "report" => Some("Report a deviation"),
        "activity" => Some("Check the record"),
        _ => None,
    }
}

#[test]
fn pictures_of_a_year_with_thousands_of_incidents() {
    let place = Place::new();
    let workbench = crate::officer::thousands(&place);
    workbench.run(Command::ReportDeviation(Box::new(reported()))).expect("a report");
    workbench.run(Command::SaveIncidentNotes(crate::officer::notes(&workbench))).expect("notes");
    let what = "Letters count as well".to_owned();
    let change = DefinitionChange { holds_from: jiff::civil::date(2025, 8, 1), what };
    workbench.run(Command::MarkDefinitionChange(Box::new(change))).expect("a mark");
    workbench.look_ahead();
    while workbench.outlook().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    for (name, screen, tab) in [
        ("permissions-many", Screen::Permissions, 0),
        ("incidents-many", Screen::Compliance, 1),
        ("compliance-many", Screen::Compliance, 0),
        ("report", Screen::Compliance, 0),
    ] {
        take(name, |context| {
            let mut app = App::with_workbench(context, workbench.clone());
            app.go(screen, None, tab);
            app
        });
    }
}

/// A request with much to mend and more words than fit anywhere.
const UNFAIR: &str = r#"
[[wording]]
name = "Plain"
experiment = "Shop"
headline = "May we send you our newsletter by email?"
body = "We use your email address for this and nothing else."
accept_label = "Yes, please"
decline_label = "No, thank you"
way_out = "Every newsletter has a link to stop it."
[wording.terms]
purposes = ["marketing.communications.email"]
categories = ["user.contact.email"]

[[wording]]
name = "Pushy"
experiment = "Shop"
headline = "Last chance today: thousands have joined, so do not miss the best offers of the whole year in our wonderful newsletter"
body = """
To improve your experience we and our trusted partners use cookies, legitimate interest and similar technologies. Without your consent \
you will lose your discounts for good. We process your email address and whatever else is needed for our purposes, which may change from \
time to time, and may share it with third parties that we choose carefully. Only today do you get all of this for nothing, so decide now, \
before the offer is gone and everybody else has been faster than you."""
accept_label = "Yes, of course I want to save a great deal of money every single month"
decline_label = "No, I like to pay too much"
decline_place = "smaller"
ticked_beforehand = true
[wording.terms]
purposes = ["marketing.communications.email", "marketing.advertising.third_party"]
categories = ["user.contact.email"]
"#;

#[test]
fn pictures_of_the_studio() {
    let place = Place::new();
    place.says(&["demo", "--out", "d"]);
    let workbench = Workbench::open(&place.path("d/sample.handshake"), Arc::new(|| ())).expect("the sample opens");
    let experiments = || workbench.model().experiments.iter().map(|known| known.experiment.id).collect::<Vec<_>>();
    let at = |context: &egui::Context, experiment: Option<i64>| {
        let mut app = App::with_workbench(context, workbench.clone());
        app.go(Screen::Experiments, experiment, 0);
        app
    };
    let click = |harness: &mut Harness<'_, App>, labels: &[&str]| {
        for label in labels {
            harness.get_by_label(label).click();
            harness.run_steps(6);
        }
    };
    take("wording", |context| at(context, Some(experiments()[0])));
    take_after(
        "wording-serious",
        |context| at(context, Some(experiments()[2])),
        |harness| click(harness, &["Voucher now", "Phone dialog"]),
    );
    take_after(
        "wording-email",
        |context| at(context, Some(experiments()[1])),
        |harness| click(harness, &["Together with others", "E-mail line"]),
    );
    take_after(
        "wording-library",
        |context| at(context, Some(experiments()[0])),
        |harness| click(harness, &["Use an earlier wording…"]),
    );
    take_after("wording-new", |context| at(context, None), |harness| click(harness, &["New experiment"]));
    let first_draft = [
        "New experiment",
        "Choose a purpose",
        "Send news by email",
        "Choose data",
        "Email address",
        "Write a first draft",
        "Settings switch",
    ];
    take_after(
        "wording-draft",
        |context| at(context, None),
        |harness| {
            click(harness, &first_draft);
            // Seven clicks from nothing to a request that the checks find nothing in.
            let clean = "Nothing to mend: it can go to people as it is.";
            assert!(harness.query_all_by_label(clean).next().is_some(), "the checks find something");
        },
    );
    let place = Place::new();
    place.file("unfair.toml", UNFAIR);
    place.says(&["new", "w.handshake"]);
    place.says(&["wording", "import", "w.handshake", "unfair.toml"]);
    let unfair = Workbench::open(&place.path("w.handshake"), Arc::new(|| ())).expect("it opens");
    let id = unfair.model().experiments[0].experiment.id;
    for (name, surface) in [("wording-unfair", "Web banner"), ("wording-too-long", "Phone dialog")] {
        let open = |context: &egui::Context| {
            let mut app = App::with_workbench(context, unfair.clone());
            app.go(Screen::Experiments, Some(id), 0);
            app
        };
        take_after(name, open, |harness| click(harness, &["Pushy", surface]));
    }
}

/// A log in which a third of the people got one of two variants that should get half each.
fn lopsided(people: u32) -> String {
    let mut log = String::from("person,shown_at,variant,response,country\n");
    for person in 0..people {
        let variant = if person % 3 == 0 { "Plain question" } else { "What is in it" };
        let answer = if person % 7 < 2 { "yes" } else { "no" };
        let (day, country) = (1 + person % 20, ["DE", "FR", "AT"][person as usize / 5 % 3]);
        log += &format!("p{person},2026-03-{day:02}T08:00:00Z,{variant},{answer},{country}\n");
    }
    log
}

/// Tests of the past in which a question brings fewer people and a number more.
fn past_tests() -> String {
    let subjects = ["rides", "repairs", "offers", "dates", "routes", "workshops", "news"];
    let mut file = String::from("test,wording,shown,accepted\n");
    for test in 0..140_usize {
        let subject = subjects[test % subjects.len()];
        for wording in 0..3_usize {
            let mixed = (test * 31 + wording * 17 + test * wording * 7) % 97;
            let (asks, counts, bad) = (mixed % 2 == 0, mixed % 3 == 0, mixed % 5 < 2);
            let number = if counts { "3 " } else { "" };
            let fear = if bad { "Never lose your way: " } else { "" };
            let rest = ["every week", "near you", "for all of us", "and more"][mixed % 4];
            let end = if asks { "?" } else { "" };
            let accepted = 420 + 45 * usize::from(counts) - 60 * usize::from(asks) + (mixed * 13 + test * 5) % 60;
            file += &format!("{test},\"{fear}{number}{subject} {rest}{end}\",4000,{accepted}\n");
        }
    }
    file
}

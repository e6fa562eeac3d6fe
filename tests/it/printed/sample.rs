//! Documents to print: one as a company would write it, one with everything that can be nasty in a text.

use handshake::domain::{DeclinePlace, Quarter, Terms, Wording};
use handshake::picture::monthly_figures::monthly_limits;
use handshake::picture::prompt::Surface;
use handshake::picture::quarter_figures::{LevelPoint, pareto, quarter_levels};
use handshake::picture::{Chart, figures};
use handshake::report::{Block, Cell, Column, Document, KeyFigure, Options, Paper, Section, Table, Tone};
use handshake::stats::control::{ChartKind, ChartPoint, control_chart};
use handshake::stats::rates::{QuarterRate, levels};
use handshake::stats::{Arm, Beta, compare};

pub const FIGURES: &str = r#"{"workspace": "Umbrella & Söhne </script>", "rate": 0.0031415926535897931}"#;

pub fn options(paper: Paper, archival: bool) -> Options {
    let made_at = "2026-10-05T09:30:00+02:00[Europe/Berlin]".parse().unwrap();
    Options { paper, archival, made_at }
}

fn quarter_chart() -> Chart {
    let counts = [31, 28, 40, 22, 19, 17, 12, 14_u64];
    let rates: Vec<QuarterRate> = counts
        .iter()
        .enumerate()
        .map(|(place, count)| QuarterRate { rate: rate(*count), starts_segment: place == 4 })
        .collect();
    let known = levels(&rates, 0.95).unwrap();
    let points: Vec<LevelPoint> = counts
        .iter()
        .zip(known)
        .enumerate()
        .map(|(place, (count, level))| LevelPoint {
            label: format!("{}-Q{}", 2024 + place / 4, place % 4 + 1),
            rate: Some(*count as f64 / 4200.0),
            level,
            count: *count,
        })
        .collect();
    quarter_levels(&points, &[(3.5, "Policy 3: e-mail only with a permission".into()), (5.4, "Policy 4".into())])
}

fn rate(count: u64) -> Option<handshake::stats::RateInterval> {
    let clusters: Vec<(u64, u64)> = (0..12).map(|place| (count / 12 + u64::from(place < count % 12), 350)).collect();
    handshake::stats::overdispersed_rate(&clusters, 0.95)
}

fn monthly_chart() -> Chart {
    let names = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"];
    let point = |place: usize| ChartPoint {
        label: format!("{} {}", names[place % 10], 2025 + place / 10),
        quarter: Quarter { year: 2026, number: 1, start_month: 1 },
        count: [9, 11, 8, 13, 10, 7, 12, 24, 9, 6, 5, 4, 6, 5, 7, 3, 4, 5][place],
        size: 1400.0,
        starts_segment: place == 9,
    };
    let control = control_chart(ChartKind::Proportion, &(0..18).map(point).collect::<Vec<_>>()).unwrap();
    monthly_limits(&control, &[(8.5, "Policy 3".into())])
}

fn kinds() -> Chart {
    let counts = [
        ("Used without a permission", 61),
        ("Used for another purpose", 38),
        ("Contacted too often", 25),
        ("Used after withdrawal", 14),
        ("Kept too long", 9),
        ("Given to a recipient that is not listed", 5),
    ];
    let counts = counts.map(|(name, count)| (name.to_owned(), count)).to_vec();
    pareto("How it deviated", "Deviations of the last four quarters by kind, with the running total", counts)
}

fn experiment_charts() -> [Chart; 2] {
    let arm =
        |name: &str, shown, accepted| Arm { name: name.into(), shown, accepted, prior: Beta { alpha: 1.0, beta: 1.0 } };
    let arms = [arm("As it is", 5200, 1310), arm("Value first", 5180, 1455), arm("Offer of 5 €", 5240, 1422)];
    let comparison = compare(&arms, 0.95).unwrap();
    [figures::posterior_curves(&comparison), figures::lift_intervals(&comparison)]
}

pub fn table(name: &str, rows: usize) -> Table {
    let row = |place: usize| {
        vec![
            Cell::words(format!("2026-{:02}-{:02} · Autumn campaign, part {place}", 7 + place % 3, 1 + place % 28)),
            Cell::words("Used without a permission"),
            Cell::number(format!("{}", 12 + place * 7 % 90), (12 + place * 7 % 90) as f64),
            Cell::number(
                format!("{}.{}%", place % 9, place % 7),
                (place % 9) as f64 / 100.0 + (place % 7) as f64 / 1000.0,
            ),
            Cell::words(["Open", "Explained", "Remediated"][place % 3]),
        ]
    };
    Table {
        name: name.into(),
        caption: format!("Incidents, {rows} in all, largest first"),
        columns: vec![
            Column::words("Day and campaign"),
            Column::words("What happened"),
            Column::numbers("People"),
            Column::numbers("Of those contacted"),
            Column::words("State"),
        ],
        rows: (0..rows).map(row).collect(),
    }
}

fn wording(headline: &str, body: &str) -> Wording {
    Wording {
        headline: headline.into(),
        body: body.into(),
        accept_label: "Yes, write to me".into(),
        decline_label: "No, thank you".into(),
        decline_place: DeclinePlace::Equal,
        way_out: "You can change your mind at any time under Settings, Privacy.".into(),
        ..Wording::default()
    }
}

fn request(surface: Surface, wording: Wording) -> Block {
    let terms = Terms {
        purposes: vec!["marketing.communications.email".into(), "analytics.reporting".into()],
        ..Terms::default()
    };
    Block::Request { wording: Box::new(wording), terms: Box::new(terms), surface }
}

fn chart(chart: Chart, height_points: f64) -> Block {
    Block::Chart { chart: Box::new(chart), height_points }
}

fn key(label: &str, value: &str, remark: &str) -> KeyFigure {
    KeyFigure { label: label.into(), value: value.into(), remark: remark.into() }
}

fn summary() -> Section {
    Section {
        heading: "The quarter in brief".into(),
        begins_page: false,
        blocks: vec![
            Block::Lead(
                "Deviations went on falling: 2.9 per 1,000 uses (95% interval 1.7 to 4.6), with a chance of 87% that the level is lower \
                 than in the quarter before."
                    .into(),
            ),
            Block::Paragraph(
                "Of 4,812 uses that could be judged, 14 deviated from the policy or from what people had agreed to; they form 6 \
                 incidents. Two of them are open. What could not be judged, 212 uses, is no deviation and is shown apart."
                    .into(),
            ),
            Block::KeyFigures(vec![
                key("Deviations per 1,000 uses", "2.9", "95% interval 1.7 to 4.6"),
                key("Permissions held", "48,211", "+1,204 against 2026-Q2"),
                key("Forgone by adhering", "€ 18,400", "1,150 uses held back"),
                key("Cost of deviating", "€ 2,310", "6 incidents"),
            ]),
            Block::Callout {
                tone: Tone::Warning,
                title: "Two decisions are needed before the report can be signed".into(),
                text: "Whether people who agreed to policy 2 are asked again, and what is done about the vendor's list.".into(),
            },
            Block::Heading("What is to be decided".into()),
            Block::List(vec![
                "Ask 3,410 people again whose permission named another recipient.".into(),
                "Stop the weekly list to the print shop until its contract names how long it keeps the addresses, or accept the risk in \
                 writing with a date by which it ends."
                    .into(),
            ]),
            Block::Remark("Rates are of all uses that could be judged; people count once in a quarter.".into()),
        ],
    }
}

fn compliance() -> Section {
    Section {
        heading: "Whether the company kept its word".into(),
        begins_page: true,
        blocks: vec![
            Block::Paragraph("The level has been falling since policy 3, and the fall is larger than chance.".into()),
            chart(quarter_chart(), 210.0),
            chart(monthly_chart(), 190.0),
            chart(kinds(), 140.0),
            Block::Callout {
                tone: Tone::Good,
                title: "The record is intact".into(),
                text: "1,204 entries, none altered.".into(),
            },
            Block::Callout {
                tone: Tone::Bad,
                title: "One log is missing".into(),
                text: "No use log for the second week of August.".into(),
            },
            Block::Callout { tone: Tone::Neutral, title: "Trial limits".into(), text: String::new() },
            Block::Table(table("incidents", 12)),
        ],
    }
}

fn experiment() -> Section {
    let [curves, lift] = experiment_charts();
    Section {
        heading: "What was asked, and how people answered".into(),
        begins_page: true,
        blocks: vec![
            Block::Lead("“Value first” is probably the best wording: 27% to 29% of those shown said yes.".into()),
            request(
                Surface::WebBanner,
                wording(
                    "May we write to you?",
                    "One e-mail a month with what is new. Nobody else receives your address, and you can leave with one click.",
                ),
            ),
            request(
                Surface::PhoneDialog,
                wording("Shall we keep you posted?", &"Tell us what you would like to read about. ".repeat(9)),
            ),
            request(
                Surface::EmailLine,
                wording(
                    "Your choice about our newsletter",
                    "We would like to ask whether we may go on writing to you once a month.",
                ),
            ),
            request(
                Surface::SettingsToggle,
                Wording {
                    ticked_beforehand: true,
                    ..wording("Newsletter by e-mail", "Once a month, about new routes and prices.")
                },
            ),
            chart(curves, 200.0),
            chart(lift, 150.0),
        ],
    }
}

fn sign_off() -> Section {
    Section {
        heading: "Sign-off and evidence".into(),
        begins_page: false,
        blocks: vec![
            Block::Facts(vec![
                ("Reviewed by".into(), "Anna Lindqvist, privacy officer".into()),
                ("Signed".into(), String::new()),
                (
                    "Anchor of the record".into(),
                    "9f2c1a77c0de5e1f0b7d44a1c3e8f6029f2c1a77c0de5e1f0b7d44a1c3e8f602".into(),
                ),
            ]),
            Block::Table(Table {
                name: "imports".into(),
                caption: "Files that the figures rest on".into(),
                columns: vec![Column::words("File"), Column::words("BLAKE3"), Column::numbers("Rows")],
                rows: (0..4)
                    .map(|place| {
                        vec![
                            Cell::words(format!("uses-2026-{:02}.csv", place + 6)),
                            Cell::words("4878ca0425c739fa427f7eda20fe845f6b2e46ba5fe2a14df5b1e32f50603215"),
                            Cell::number("1,204,551", 1_204_551.0),
                        ]
                    })
                    .collect(),
            }),
            Block::Table(Table {
                name: "gaps".into(),
                caption: "Coverage gaps".into(),
                columns: vec![Column::words("Gap")],
                rows: vec![],
            }),
        ],
    }
}

/// A report as a company would get it.
pub fn compliance_report() -> Document {
    Document {
        title: "Permissions and compliance, 2026-Q3".into(),
        subtitle: "Umbrella & Söhne · July to September 2026".into(),
        language: "en-GB".into(),
        footer: "Umbrella & Söhne · 5 October 2026 · record 9f2c1a77c0de".into(),
        sections: vec![summary(), compliance(), experiment(), sign_off()],
    }
}

/// Texts that would be something else to a typesetter, a browser, a spreadsheet or a font.
pub const NASTY: &[&str] = &[
    "#panic(\"typst\") $x^2$ *bold* _it_ `raw` <label> @ref [content] // comment \\ end",
    "<script>alert('page')</script> & \" ' {{ report }} {% raw %}",
    "=HYPERLINK(\"http://example.org\")",
    "Emoji 😀, العربية كتابة, עברית, 漢字, control \u{0} \u{1b} \u{feff}\u{fffe} marks",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "two\nlines\r\nand\ttabs",
    "",
    " ",
];

/// Every block with every nasty text in it.
pub fn nasty() -> Document {
    let mut blocks = Vec::new();
    for (place, text) in NASTY.iter().enumerate() {
        let text = (*text).to_owned();
        let counts = vec![(text.clone(), 3), ("Other".into(), 1)];
        blocks.extend([
            Block::Heading(text.clone()),
            Block::Lead(text.clone()),
            Block::Paragraph(text.clone()),
            Block::Remark(text.clone()),
            Block::List(vec![text.clone(), String::new()]),
            Block::Callout { tone: Tone::Bad, title: text.clone(), text: text.clone() },
            Block::KeyFigures(vec![key(&text, &text, &text); 5]),
            chart(figures::ranked_bars(&text, &text, counts), 40.0),
            request(Surface::ALL[place % 4], wording(&text, &text)),
            Block::Facts(vec![(text.clone(), text.clone())]),
            Block::Table(Table {
                name: text.clone(),
                caption: text.clone(),
                columns: vec![Column::words(&text), Column::words(&text), Column::numbers(&text)],
                rows: vec![
                    vec![Cell::words(&text), Cell::words(&text), Cell::number(&text, f64::NAN)],
                    vec![Cell::words("short row")],
                ],
            }),
        ]);
    }
    blocks.extend([
        Block::Table(Table { name: "none".into(), caption: "No columns".into(), columns: vec![], rows: vec![] }),
        Block::KeyFigures(vec![]),
        Block::List(vec![]),
        Block::Facts(vec![]),
        chart(figures::ranked_bars("Nothing yet", "", vec![]), 40.0),
        Block::Table(table("long", 300)),
    ]);
    Document {
        title: NASTY[0].into(),
        subtitle: NASTY[3].into(),
        language: "de".into(),
        footer: NASTY[1].into(),
        sections: vec![
            Section::default(),
            Section { heading: NASTY[4].into(), begins_page: true, blocks },
            Section { heading: NASTY[0].into(), begins_page: true, blocks: vec![] },
        ],
    }
}

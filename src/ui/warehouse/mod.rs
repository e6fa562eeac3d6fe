//! A log in a warehouse before it is counted there: how to reach it, what its columns hold, and what is to be counted.

mod address;
mod part;
mod request;

use super::import::values::{self, VariantLine};
use super::passphrase::Secret;
use super::shell::Request;
use super::widgets::{card, labelled_combo, labelled_text, muted, page_header, primary_button};
use crate::warehouse::{Connection, ConnectionError, Dialect};
use crate::workbench::{Inspection, LogKind, Mapping, Model, Problem, WarehouseAddress, WarehouseQuestion, Workbench};
use eframe::egui::{self, Ui};
use part::{Asked, Part};

/// What can be counted in a warehouse.
const KINDS: [LogKind; 3] = [LogKind::Responses, LogKind::Permissions, LogKind::Uses];
/// Fewer people than this stay in the warehouse unless somebody says otherwise.
const SMALLEST_GROUP: u64 = 10;

/// What the screen remembers, until the program ends; nothing of it is stored.
pub struct State {
    is_open: bool,
    driver: String,
    dialect: usize,
    address: String,
    password: Secret,
    kind: usize,
    /// What the log is called here; empty to name it after its table or query.
    name: String,
    /// Whether the rows come here, rather than counts.
    brings_rows: bool,
    /// Whether uses are judged as if nobody had permitted anything.
    without_permissions: bool,
    rows: Part,
    /// The permissions beside uses.
    beside: Part,
    /// Which part is being looked at.
    looking: Option<Place>,
    experiment: String,
    variants: Vec<VariantLine>,
    zone: usize,
    smallest_group: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Rows,
    Beside,
}

impl Default for State {
    fn default() -> Self {
        Self {
            is_open: false,
            driver: String::new(),
            dialect: 0,
            address: String::new(),
            password: Secret::default(),
            kind: 0,
            name: String::new(),
            brings_rows: false,
            without_permissions: false,
            rows: Part::default(),
            beside: Part::default(),
            looking: None,
            experiment: String::new(),
            variants: Vec::new(),
            zone: 0,
            smallest_group: SMALLEST_GROUP,
        }
    }
}

impl State {
    /// Asks for a log of a kind; what was typed before is still there.
    pub fn start(&mut self, kind: LogKind, experiment: Option<String>) {
        let kind = match kind {
            LogKind::CountedUses => LogKind::Uses,
            LogKind::CountedPermissions => LogKind::Permissions,
            other => other,
        };
        let kind = KINDS.iter().position(|known| *known == kind).unwrap_or(0);
        if kind != self.kind {
            (self.kind, self.rows) = (kind, Part::default());
        }
        self.experiment = experiment.unwrap_or_else(|| std::mem::take(&mut self.experiment));
        self.is_open = true;
    }

    /// Whether a warehouse is being asked for.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Leaves the screen; what opens the warehouse is forgotten.
    pub fn close(&mut self, workbench: &Workbench) {
        workbench.forget_inspection();
        self.password = Secret::default();
        self.address = address::without_secrets(&self.address);
        self.rows.forget();
        self.beside.forget();
        (self.is_open, self.looking, self.variants) = (false, None, Vec::new());
    }

    /// What a warehouse answered, for pictures without one: the columns of a table, and of the permissions beside it.
    pub fn prepare(&mut self, driver: &str, address: &str, found: [Option<(String, Inspection)>; 2]) {
        (self.driver, self.address) = (driver.to_owned(), address.to_owned());
        for (place, found) in [Place::Rows, Place::Beside].into_iter().zip(found) {
            let Some((table, found)) = found else { continue };
            self.take(place, Ok(found));
            self.part(place).table = table;
        }
    }

    fn part(&mut self, place: Place) -> &mut Part {
        match place {
            Place::Rows => &mut self.rows,
            Place::Beside => &mut self.beside,
        }
    }

    fn kind(&self) -> LogKind {
        KINDS.get(self.kind).copied().unwrap_or(LogKind::Responses)
    }

    fn dialect(&self) -> Option<Dialect> {
        Dialect::of_driver(&self.driver).or_else(|| Dialect::ALL.get(self.dialect.checked_sub(1)?).copied())
    }

    fn connection(&self) -> Result<Connection, ConnectionError> {
        let password = self.password.text();
        Connection::new(self.address.trim(), |name| {
            let typed =
                (name == "PASSWORD" && !password.is_empty()).then(|| address::in_address(&self.address, password));
            typed.or_else(|| std::env::var(name).ok())
        })
    }

    fn at(&self) -> Result<WarehouseAddress, ConnectionError> {
        Ok(WarehouseAddress {
            driver: self.driver.trim().to_owned(),
            dialect: self.dialect(),
            connection: self.connection()?,
            name: self.name.trim().to_owned(),
        })
    }

    fn can_look(&self) -> bool {
        !self.driver.trim().is_empty()
            && self.dialect().is_some()
            && self.connection().is_ok()
            && !self.address.trim().is_empty()
    }

    /// Asks the warehouse for the columns of a part, and for the values that its mapping needs.
    fn look(&mut self, workbench: &Workbench, place: Place, asked: Asked) {
        let kind = if place == Place::Beside { LogKind::Permissions } else { self.kind() };
        let mapping = match asked {
            Asked::Look => None,
            Asked::LookAs(mapping) => Some(*mapping),
        };
        let at = self.at();
        let part = self.part(place);
        // Only of responses are values looked at: what else was found stands under any mapping.
        if let (Some(Ok(found)), Some(mapping)) = (&mut part.found, &mapping) {
            found.mapping = mapping.clone();
            if kind != LogKind::Responses {
                return;
            }
        }
        let (Some(source), Ok(at)) = (part.source(), at) else { return };
        workbench.inspect_warehouse(WarehouseQuestion { at, source, kind, mapping });
        self.looking = Some(place);
    }

    fn receive(&mut self, model: &Model, workbench: &Workbench) {
        let Some(place) = self.looking else { return };
        let Some(found) = workbench.inspection() else { return };
        self.looking = None;
        if let Some(zone) = found.as_ref().ok().and_then(|found| found.time_zone.as_deref()) {
            self.zone = if zone == "UTC" {
                1
            } else if zone == model.workspace.time_zone {
                2
            } else {
                self.zone
            };
        }
        self.take(place, found);
        values::recognise(model, &self.experiment, &mut self.variants);
    }

    fn take(&mut self, place: Place, found: Result<Inspection, Problem>) {
        if let (Place::Rows, Ok(found)) = (place, &found) {
            self.variants = values::lines(found, &self.variants);
        }
        self.part(place).found = Some(found);
    }

    /// What was found in another warehouse does not hold.
    fn forget(&mut self, workbench: &Workbench) {
        workbench.forget_inspection();
        self.rows.forget();
        self.beside.forget();
        self.looking = None;
    }
}

/// Shows what is to be counted where.
pub fn show(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State, requests: &mut Vec<Request>) {
    state.receive(model, workbench);
    page_header(ui, "Count in a warehouse", |_| ());
    muted(
        ui,
        "The rows stay where they are: the warehouse is asked, and only counts come here, unless you want the rows.",
    );
    ui.add_space(4.0);
    reach(ui, workbench, state);
    let mut asked = rows(ui, state);
    asked = asked.or(state.rows.columns(ui).map(|asked| (Place::Rows, asked)));
    match state.kind() {
        LogKind::Responses => meanings(ui, model, state),
        LogKind::Uses if !state.brings_rows => {
            asked = asked.or(permissions_beside(ui, state).map(|asked| (Place::Beside, asked)))
        }
        _ => {}
    }
    if let Some((place, asked)) = asked {
        state.look(workbench, place, asked);
    }
    how(ui, model, state);
    ui.horizontal(|ui| buttons(ui, model, workbench, state, requests));
}

fn reach(ui: &mut Ui, workbench: &Workbench, state: &mut State) {
    let before = (state.driver.clone(), state.dialect, state.address.clone());
    card(ui, "Warehouse", "", |ui| {
        ui.columns(2, |columns| {
            let driver = "ADBC driver: its name, or the path of its library";
            labelled_text(&mut columns[0], driver, &mut state.driver);
            dialect(&mut columns[1], state);
        });
        ui.columns(2, |columns| {
            let address = "Address, such as postgresql://anna:${PASSWORD}@db.example/logs";
            labelled_text(&mut columns[0], address, &mut state.address);
            state.password.field(&mut columns[1], "Password; stands for ${PASSWORD} in the address");
        });
        ui.add_space(4.0);
        if !state.password.text().is_empty() && !state.address.contains(address::PASSWORD) {
            muted(ui, "The address does not use the password: write ${PASSWORD} where it belongs.");
        } else if let Err(error) = state.connection() {
            muted(ui, format!("Not ready: {error}. Type the password, set the variable, or correct the address."));
        }
        muted(
            ui,
            "Nothing of this is stored: the password is forgotten when you leave this page, the rest when the program ends. Any other ${NAME} \
             comes from the environment.",
        );
    });
    if before != (state.driver.clone(), state.dialect, state.address.clone()) {
        state.forget(workbench);
    }
}

fn dialect(ui: &mut Ui, state: &mut State) {
    if let Some(known) = Dialect::of_driver(&state.driver) {
        ui.label(egui::RichText::new("SQL it speaks").small());
        ui.label(format!("{}, as the driver's name says", known.label()));
        return;
    }
    let names: Vec<String> =
        ["Choose…"].into_iter().chain(Dialect::ALL.map(Dialect::label)).map(str::to_owned).collect();
    labelled_combo(ui, "SQL it speaks", &mut state.dialect, &names);
}

fn rows(ui: &mut Ui, state: &mut State) -> Option<(Place, Asked)> {
    let kinds = KINDS.map(|kind| kind.label().to_owned());
    let (looking, can_look) = (state.looking == Some(Place::Rows), state.can_look());
    card(ui, "Which rows", "", |ui| {
        if labelled_combo(ui, "What they tell", &mut state.kind, &kinds) {
            state.rows.forget();
        }
        let asked = state.rows.rows(ui, looking, can_look);
        asked.map(|asked| (Place::Rows, asked))
    })
}

fn permissions_beside(ui: &mut Ui, state: &mut State) -> Option<Asked> {
    state.rows.found.as_ref()?.as_ref().ok()?;
    let (looking, can_look) = (state.looking == Some(Place::Beside), state.can_look());
    ui.push_id("beside", |ui| {
        let what = "Uses are judged there by the permissions that are there.";
        let asked = card(ui, "Permissions beside them", what, |ui| {
            let asked = state.beside.rows(ui, looking, can_look);
            if state.beside.source().is_none() {
                ui.checkbox(
                    &mut state.without_permissions,
                    "There are none: judge as if nobody had permitted anything",
                );
            }
            asked
        });
        asked.or(state.beside.columns(ui))
    })
    .inner
}

fn meanings(ui: &mut Ui, model: &Model, state: &mut State) {
    let Some(Ok(found)) = &mut state.rows.found else { return };
    let (told, Mapping::Responses(mapping)) = (&found.response_values, &mut found.mapping) else { return };
    let before = state.experiment.clone();
    card(ui, "Experiment", "", |ui| {
        labelled_text(ui, "Name (made if there is none of that name)", &mut state.experiment);
    });
    if state.experiment != before {
        values::recognise(model, &state.experiment, &mut state.variants);
    }
    let known = model.experiments.iter().find(|known| known.experiment.name == state.experiment.trim());
    ui.columns(2, |columns| {
        values::variants(&mut columns[0], known, &mut state.variants);
        values::answers(&mut columns[1], &mut mapping.answers, told);
    });
}

fn how(ui: &mut Ui, model: &Model, state: &mut State) {
    let beside = (state.kind() == LogKind::Uses && !state.brings_rows).then_some(&state.beside);
    let parts = [&state.rows].into_iter().chain(beside);
    let found: Vec<&Inspection> = parts.filter_map(|part| part.found.as_ref()?.as_ref().ok()).collect();
    if found.is_empty() {
        return;
    }
    let local: Vec<String> = found.iter().flat_map(|found| found.local_times.iter().cloned()).collect();
    let zones = request::zones(model).map(|zone| zone.unwrap_or_else(|| "Every time names its zone".to_owned()));
    let text = if local.is_empty() {
        "All columns of times name their zone by their types.".to_owned()
    } else {
        format!("As a clock showed them: {}. Say in which zone it hung.", local.join(", "))
    };
    card(ui, "How it is counted", "", |ui| {
        labelled_combo(ui, "Times without a zone are in", &mut state.zone, &zones);
        muted(ui, text);
        ui.add_space(4.0);
        ui.radio_value(&mut state.brings_rows, false, "Count there: only counts come here");
        ui.radio_value(&mut state.brings_rows, true, "Bring the rows here, with pseudonyms in place of identifiers");
        ui.add_space(4.0);
        called(ui, state);
        ui.add_space(4.0);
        if state.brings_rows {
            muted(ui, "They are read as a file is: people can be looked up, joined and forgotten here.");
            return;
        }
        let id = ui.label(egui::RichText::new("Smallest group, in people").small()).id;
        ui.add(egui::DragValue::new(&mut state.smallest_group).range(0..=1_000_000)).labelled_by(id);
        muted(ui, "Smaller groups are not told apart here: they stay in the warehouse, or are counted together.");
    });
}

fn called(ui: &mut Ui, state: &mut State) {
    labelled_text(ui, "What the log is called here (else it is named after its table or query)", &mut state.name);
    let is_untold = state.connection().is_ok_and(|connection| !connection.tells_where());
    if is_untold && state.name.trim().is_empty() {
        muted(ui, "Give it a name: the address does not show which warehouse it is.");
    } else {
        muted(ui, "It stands in for the earlier log of the same name.");
    }
}

fn buttons(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State, requests: &mut Vec<Request>) {
    let ready = if state.looking.is_none() { request::command(model, state) } else { None };
    let label = if state.brings_rows { "Bring the rows here" } else { "Count in the warehouse" };
    let go = ui.add_enabled_ui(ready.is_some(), |ui| primary_button(ui, label).clicked()).inner;
    if let Some(command) = ready.filter(|_| go) {
        requests.push(Request::Run(command));
        state.close(workbench);
    } else if ui.button("Cancel").clicked() {
        state.close(workbench);
    }
}

//! The frame of the window: rail, top bar, notices, and which screen is open.

use super::actions::ACTIONS;
use super::charts::{self, WantedPicture};
use super::dialogs::{Dialogs, Purpose};
use super::theme::{self, color, palette};
use super::widgets::{Tone, badge, muted};
use super::{
    activity, command_palette, compliance, decisions, experiments, import, lab, overview, passphrase, permissions,
    policy, settings, welcome,
};
use crate::workbench::{
    BackupPlan, Command, Layout as WorkLayout, LogKind, Model, NoticeLevel, Problem, ReportForm, Unlocked, Workbench,
    demo, open_salvaged, read_anchor, unlock,
};
use eframe::egui::{self, Align, Context, Frame, Key, Layout, Margin, RichText, Stroke, Ui};
use lucide_icons::Icon;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};

/// The screens on the rail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Screen {
    /// What is running, what waits.
    #[default]
    Overview,
    /// Wordings, responses, results.
    Experiments,
    /// What words do, over all experiments.
    Lab,
    /// Who agreed to what.
    Permissions,
    /// Versions and rules.
    Policy,
    /// Deviations quarter by quarter.
    Compliance,
    /// What it costs, what if, what was decided.
    Decisions,
    /// What was imported.
    Activity,
    /// What the workspace is set to.
    Settings,
}

const RAIL: &[(Screen, Icon, &str)] = &[
    (Screen::Overview, Icon::House, "Overview"),
    (Screen::Experiments, Icon::FlaskConical, "Experiments"),
    (Screen::Lab, Icon::Quote, "Wording lab"),
    (Screen::Permissions, Icon::KeyRound, "Permissions"),
    (Screen::Policy, Icon::FileText, "Policy"),
    (Screen::Compliance, Icon::ShieldCheck, "Compliance"),
    (Screen::Decisions, Icon::Scale, "Costs and decisions"),
    (Screen::Activity, Icon::History, "Activity"),
    (Screen::Settings, Icon::Settings, "Settings"),
];

/// What stands first in the rail, and what below a line: nothing is out of reach in any layout.
fn rail_of(layout: WorkLayout) -> (&'static [Screen], &'static [Screen]) {
    use Screen::{Activity, Compliance, Decisions, Experiments, Lab, Overview, Permissions, Policy, Settings};
    match layout {
        WorkLayout::Everything => {
            (&[Overview, Experiments, Lab, Permissions, Policy, Compliance, Decisions, Activity, Settings], &[])
        }
        WorkLayout::Marketer => {
            (&[Experiments, Lab, Permissions, Overview], &[Policy, Compliance, Decisions, Activity, Settings])
        }
        WorkLayout::PrivacyOfficer => {
            (&[Compliance, Policy, Permissions, Decisions, Activity], &[Overview, Experiments, Lab, Settings])
        }
    }
}

/// What a screen asks the shell for.
#[derive(Debug, Clone)]
pub enum Request {
    /// Carry out a command.
    Run(Command),
    /// Open a native dialog.
    Ask(Purpose),
    /// Open a screen.
    Go(Screen),
    /// Open an experiment at its results.
    OpenExperiment(i64),
    /// Begin a new experiment.
    NewExperiment,
    /// Begin to report a deviation by hand.
    ReportDeviation,
    /// Begin to count a log of this kind in a warehouse.
    #[cfg(feature = "warehouse")]
    AskWarehouse(LogKind),
}

type Opened = Result<Workbench, Problem>;

/// The window's state.
#[derive(Default)]
pub struct App {
    workbench: Option<Workbench>,
    opening: Option<mpsc::Receiver<Opened>>,
    problem: Option<Problem>,
    /// The workspace that waits for its passphrase.
    asked: Option<passphrase::Asked>,
    /// What opens a protected workspace that was damaged, so that it can be salvaged.
    unlocked: Arc<Mutex<Option<Unlocked>>>,
    screen: Screen,
    palette: Option<command_palette::State>,
    dialogs: Dialogs,
    experiments: experiments::State,
    lab: lab::State,
    permissions: permissions::State,
    policy: policy::State,
    compliance: compliance::State,
    decisions: decisions::State,
    import: import::State,
    #[cfg(feature = "warehouse")]
    warehouse: super::warehouse::State,
    settings: settings::State,
    activity: activity::State,
}

impl App {
    /// A window on a workspace, or on the ways to begin.
    pub fn new(context: &Context, workspace: Option<PathBuf>) -> Self {
        theme::install(context);
        let mut app = Self::default();
        if let Some(path) = workspace {
            app.open(context, move |wake| Workbench::open(&path, wake));
        }
        app
    }

    /// A window on a workspace that is open already.
    pub fn with_workbench(context: &Context, workbench: Workbench) -> Self {
        theme::install(context);
        Self { workbench: Some(workbench), ..Self::default() }
    }

    /// Opens a screen; for pictures, an experiment at one of its tabs, or a tab of compliance.
    pub fn go(&mut self, screen: Screen, experiment: Option<i64>, tab: usize) {
        self.screen = screen;
        self.experiments = experiments::State::default();
        if let Some(id) = experiment {
            self.experiments.go_to(id);
            self.experiments.tab = tab;
        }
        self.compliance.tab = tab;
        self.decisions.tab = tab;
        self.activity.tab = tab;
    }

    /// Looks into a log that is to be imported.
    pub fn look_into(&mut self, paths: Vec<PathBuf>) {
        let Some(workbench) = &self.workbench else { return };
        let kind = match self.screen {
            Screen::Lab => LogKind::Past,
            Screen::Permissions => LogKind::Permissions,
            Screen::Compliance => LogKind::Uses,
            _ => LogKind::Responses,
        };
        let model = workbench.model();
        let name = self.experiments.open.and_then(|id| model.experiment(id)).map(|known| known.experiment.name.clone());
        #[cfg(feature = "warehouse")]
        self.warehouse.close(workbench);
        self.import.start(paths, kind, name, workbench);
    }

    /// Asks for a log of a kind that is to be counted in a warehouse.
    #[cfg(feature = "warehouse")]
    pub fn ask_warehouse(&mut self, kind: LogKind) {
        let Some(workbench) = &self.workbench else { return };
        let model = workbench.model();
        let name = self.experiments.open.and_then(|id| model.experiment(id)).map(|known| known.experiment.name.clone());
        self.import = import::State::default();
        self.warehouse.start(kind, name);
    }

    /// The same with what a warehouse would have answered, for pictures without one: tables with their columns, the rows' and those of the
    /// permissions beside them.
    #[cfg(feature = "warehouse")]
    pub fn show_warehouse(
        &mut self,
        kind: LogKind,
        [driver, address]: [&str; 2],
        found: [Option<(String, crate::workbench::Inspection)>; 2],
    ) {
        self.ask_warehouse(kind);
        self.warehouse.prepare(driver, address, found);
    }

    /// Opens a workspace outside the window's thread.
    fn open(&mut self, context: &Context, how: impl FnOnce(crate::workbench::Wake) -> Opened + Send + 'static) {
        let (sender, receiver) = mpsc::channel();
        let (context, waking) = (context.clone(), context.clone());
        let work = move || {
            let opened = how(Arc::new(move || waking.request_repaint()));
            // A window that was closed meanwhile needs no workspace.
            let _ = sender.send(opened);
            context.request_repaint();
        };
        match std::thread::Builder::new().name("open".into()).spawn(work) {
            Ok(_) => self.opening = Some(receiver),
            Err(error) => self.problem = Some(Problem::new("The workspace was not opened", error, "Try again.")),
        }
    }

    fn receive(&mut self, context: &Context) {
        match self.opening.as_ref().map(mpsc::Receiver::try_recv) {
            None | Some(Err(mpsc::TryRecvError::Empty)) => {}
            Some(Ok(Ok(workbench))) => {
                workbench.keep_backed_up();
                let screen = rail_of(workbench.model().workspace.layout).0.first().copied().unwrap_or_default();
                *self = Self { workbench: Some(workbench), screen, ..Self::default() };
            }
            Some(Ok(Err(problem))) => self.not_opened(problem),
            Some(Err(mpsc::TryRecvError::Disconnected)) => {
                let why = "the thread that opened it ended before it was done";
                let problem =
                    Problem::new("The workspace was not opened", why, "Try again; if it stays so, report it.");
                (self.opening, self.problem) = (None, Some(problem));
            }
        }
        if let Some(wanted) = charts::take_wanted_picture(context) {
            self.dialogs.ask(context, Purpose::Picture(Box::new(wanted)));
        }
        if let Some((purpose, paths)) = self.dialogs.chosen() {
            self.chosen(context, purpose, paths);
        }
        let dropped: Vec<PathBuf> =
            context.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        match dropped.iter().find(|path| path.extension().is_some_and(|ending| ending == "handshake")) {
            Some(workspace) => self.chosen(context, Purpose::Open, vec![workspace.clone()]),
            None if !dropped.is_empty() => self.look_into(dropped),
            None => {}
        }
    }

    fn not_opened(&mut self, problem: Problem) {
        self.opening = None;
        match (problem.locked.clone(), &mut self.asked) {
            (Some(path), Some(asked)) if asked.is_about(&path) => asked.refuse(problem),
            (Some(path), _) => self.asked = Some(passphrase::Asked::about(path.into())),
            (None, _) => (self.asked, self.problem) = (None, Some(problem)),
        }
    }

    /// Asks for the passphrase of a workspace, if one is needed.
    fn ask_for_passphrase(&mut self, context: &Context) {
        let answer = self.asked.as_mut().and_then(|asked| asked.show(context, self.opening.is_some()));
        match answer {
            Some(passphrase::Answer::Passphrase(path, passphrase)) => {
                let unlocked = self.unlocked.clone();
                self.open(context, move |wake| {
                    let key = unlock(&path, &passphrase)?;
                    *unlocked.lock().unwrap_or_else(PoisonError::into_inner) = Some(key);
                    Workbench::open(&path, wake)
                });
            }
            Some(passphrase::Answer::Nothing) => self.asked = None,
            None => {}
        }
    }

    fn chosen(&mut self, context: &Context, purpose: Purpose, paths: Vec<PathBuf>) {
        if matches!(purpose, Purpose::Log | Purpose::LogFolder) {
            return self.look_into(paths);
        }
        let Some(path) = paths.into_iter().next() else { return };
        let submit = |command| {
            if let Some(workbench) = &self.workbench {
                workbench.submit(command);
            }
        };
        match purpose {
            Purpose::New => self.open(context, move |wake| Workbench::create(&path, wake)),
            Purpose::Open => {
                (self.asked, self.unlocked) = (None, Arc::default());
                self.open(context, move |wake| Workbench::open(&path, wake));
            }
            Purpose::Sample => self.open(context, move |wake| make_sample(&path, wake)),
            Purpose::Log | Purpose::LogFolder => {}
            Purpose::AnchorOut => submit(Command::WriteAnchor(path)),
            Purpose::Anchor => {
                if let Some(workbench) = &self.workbench {
                    match read_anchor(&path.to_string_lossy()) {
                        Ok(anchor) => workbench.check_record(Some(anchor)),
                        Err(problem) => workbench.record_not_checked(problem),
                    }
                }
            }
            Purpose::Report(what) => submit(Command::WriteReport { what, path, form: ReportForm::default() }),
            Purpose::Picture(wanted) => {
                let WantedPicture { chart, form } = *wanted;
                submit(Command::WritePicture { chart: Box::new(chart), to: path, scale: form.scale() });
            }
            Purpose::AskAgain => submit(Command::WriteAskAgain(path)),
            Purpose::SetAside(import) => submit(Command::WriteSetAside { import, to: path }),
            Purpose::Wordings => submit(Command::AddWordings { from: path, experiment: String::new() }),
            Purpose::WordingsOut(experiment) => submit(Command::WriteWordings { to: path, experiment }),
            Purpose::Salvage(damaged) => self.open(context, move |wake| open_salvaged(&damaged, &path, wake)),
            Purpose::Comments => submit(Command::TakeOverComments(path)),
            Purpose::Snapshot => submit(Command::TakeSnapshot(path)),
            Purpose::BackupFolder => {
                let plan = self.workbench.as_ref().map(|open| open.model().workspace.backup_plan.clone());
                submit(Command::ChangeBackupPlan(BackupPlan { folder: Some(path), ..plan.unwrap_or_default() }));
            }
            Purpose::Policy => submit(Command::AddPolicyFile(path)),
        }
    }

    fn carry_out(&mut self, context: &Context, requests: Vec<Request>) {
        for request in requests {
            match request {
                Request::Run(command) => {
                    if let Some(workbench) = &self.workbench {
                        workbench.submit(command);
                    }
                }
                Request::Ask(purpose) => self.dialogs.ask(context, purpose),
                Request::Go(screen) => self.screen = screen,
                Request::OpenExperiment(id) => {
                    self.screen = Screen::Experiments;
                    self.experiments.go_to(id);
                }
                #[cfg(feature = "warehouse")]
                Request::AskWarehouse(kind) => self.ask_warehouse(kind),
                Request::ReportDeviation => {
                    self.screen = Screen::Compliance;
                    if let Some(workbench) = &self.workbench {
                        self.compliance.start_report(&workbench.model());
                    }
                }
                Request::NewExperiment => {
                    self.screen = Screen::Experiments;
                    self.experiments.start_new();
                }
            }
        }
    }

    fn shell(&mut self, ui: &mut Ui, workbench: &Workbench) {
        let model = workbench.model();
        let mut requests = Vec::new();
        shortcuts(ui, &model, &mut requests, &mut self.palette);
        let tokens = palette(ui);
        let rail = Frame::new().fill(color(tokens.rail)).inner_margin(Margin::same(8));
        let bar = Frame::new().fill(color(tokens.surface)).inner_margin(Margin::symmetric(16, 6));
        egui::Panel::top("bar")
            .exact_size(44.0)
            .frame(bar)
            .show(ui, |ui| self.top_bar(ui, &model, workbench, &mut requests));
        let rail = egui::Panel::left("rail").exact_size(200.0).resizable(false).frame(rail);
        rail.show(ui, |ui| self.rail(ui, &model, workbench));
        let ground = Frame::new().fill(color(tokens.background)).inner_margin(Margin::same(16));
        egui::CentralPanel::default().frame(ground).show(ui, |ui| {
            egui::ScrollArea::vertical().id_salt(self.screen as u8).auto_shrink(false).show(ui, |ui| {
                // Room for the scroll bar, so that it never covers a card.
                ui.set_max_width((ui.available_width() - 12.0).min(theme::CONTENT_WIDTH));
                notices(ui, &model, workbench, &mut self.problem);
                self.content(ui, &model, workbench, &mut requests);
            });
        });
        command_palette::show(ui, &model, &mut self.palette, &mut requests);
        self.carry_out(&ui.ctx().clone(), requests);
    }

    fn content(&mut self, ui: &mut Ui, model: &Model, workbench: &Workbench, requests: &mut Vec<Request>) {
        if self.import.is_open() {
            import::show(ui, model, workbench, &mut self.import, requests);
            return;
        }
        #[cfg(feature = "warehouse")]
        if self.warehouse.is_open() {
            super::warehouse::show(ui, model, workbench, &mut self.warehouse, requests);
            return;
        }
        match self.screen {
            Screen::Overview => overview::show(ui, model, requests),
            Screen::Experiments => experiments::show(ui, model, &mut self.experiments, requests),
            Screen::Lab => lab::show(ui, model, workbench, &mut self.lab, requests),
            Screen::Permissions => permissions::show(ui, model, workbench, &mut self.permissions, requests),
            Screen::Policy => policy::show(ui, model, &mut self.policy, requests),
            Screen::Compliance => compliance::show(ui, model, workbench, &mut self.compliance, requests),
            Screen::Decisions => decisions::show(ui, model, workbench, &mut self.decisions, requests),
            Screen::Activity => activity::show(ui, model, workbench, &mut self.activity, requests),
            Screen::Settings => settings::show(ui, model, workbench, &mut self.settings, requests),
        }
    }

    fn rail(&mut self, ui: &mut Ui, model: &Model, workbench: &Workbench) {
        let tokens = palette(ui);
        let waiting = overview::open_incidents(model);
        let (first, rest) = rail_of(model.workspace.layout);
        for (place, wanted) in first.iter().chain(rest).enumerate() {
            let Some((screen, icon, name)) = RAIL.iter().find(|line| line.0 == *wanted) else { continue };
            if place == first.len() && !rest.is_empty() {
                ui.add_space(8.0);
                ui.separator();
            }
            let chosen = self.screen == *screen;
            let ink = color(if chosen { tokens.text } else { tokens.muted });
            let font = if chosen { theme::semibold(13.0) } else { egui::FontId::proportional(13.0) };
            let count = match screen {
                Screen::Experiments if overview::experiments(model) > 0 => overview::experiments(model).to_string(),
                Screen::Compliance if waiting > 0 => crate::picture::format::count(waiting as u64),
                _ => String::new(),
            };
            let words = RichText::new(format!("{}   {name}", char::from(*icon))).font(font).color(ink);
            let button = egui::Button::new(words)
                .right_text(RichText::new(count).small().color(color(tokens.muted)))
                .min_size(egui::vec2(ui.available_width(), 32.0))
                .fill(if chosen { color(tokens.subtle) } else { color(tokens.rail) })
                .stroke(Stroke::NONE);
            if ui.add(button).clicked() {
                // Choosing the screen again leads back to its list.
                self.experiments.open = if chosen { None } else { self.experiments.open };
                self.screen = *screen;
                self.leave_imports(workbench);
            }
        }
    }

    /// Leaves whatever is about to be imported.
    #[cfg(feature = "warehouse")]
    fn leave_imports(&mut self, workbench: &Workbench) {
        self.import = import::State::default();
        self.warehouse.close(workbench);
    }

    #[cfg(not(feature = "warehouse"))]
    fn leave_imports(&mut self, _: &Workbench) {
        self.import = import::State::default();
    }

    fn top_bar(&mut self, ui: &mut Ui, model: &Model, workbench: &Workbench, requests: &mut Vec<Request>) {
        ui.horizontal_centered(|ui| {
            ui.label(RichText::new(&model.workspace.name).font(theme::semibold(13.0)));
            let here = RAIL.iter().find(|line| line.0 == self.screen).map_or("", |line| line.2);
            let open = self.experiments.open.filter(|_| self.screen == Screen::Experiments);
            let experiment =
                open.and_then(|id| model.experiment(id)).map(|known| format!(" › {}", known.experiment.name));
            muted(ui, format!("{here}{}", experiment.unwrap_or_default()));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let dark = ui.visuals().dark_mode;
                let (icon, name) = if dark { (Icon::Sun, "Light theme") } else { (Icon::Moon, "Dark theme") };
                let switch = egui::Button::new(RichText::new(char::from(icon).to_string())).frame(false);
                if ui.add(switch).on_hover_text(name).clicked() {
                    ui.ctx().set_theme(if dark { egui::Theme::Light } else { egui::Theme::Dark });
                }
                if ui.button("Search or run a command   Ctrl K").clicked() {
                    self.palette = Some(command_palette::State::default());
                }
                for (label, command, icon) in
                    [(&model.redo, Command::Redo, Icon::Redo2), (&model.undo, Command::Undo, Icon::Undo2)]
                {
                    let Some(label) = label else { continue };
                    let name = if matches!(command, Command::Undo) {
                        format!("Undo: {label}")
                    } else {
                        format!("Redo: {label}")
                    };
                    let button = egui::Button::new(RichText::new(char::from(icon).to_string())).frame(false);
                    if ui.add(button).on_hover_text(name).clicked() {
                        requests.push(Request::Run(command));
                    }
                }
                jobs(ui, workbench);
            });
        });
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        let context = ui.ctx().clone();
        self.receive(&context);
        self.ask_for_passphrase(&context);
        if let Some(workbench) = self.workbench.clone() {
            self.shell(ui, &workbench);
            return;
        }
        let ground = Frame::new().fill(color(palette(ui).background));
        let asked = egui::CentralPanel::default()
            .frame(ground)
            .show(ui, |ui| welcome::show(ui, self.problem.as_ref(), self.opening.is_some()))
            .inner;
        match asked {
            Some(Purpose::Sample) => {
                self.problem = None;
                self.open(&context, |wake| make_sample(&demo::folder(), wake));
            }
            Some(purpose) => self.dialogs.ask(&context, purpose),
            None => {}
        }
    }
}

fn make_sample(folder: &Path, wake: crate::workbench::Wake) -> Opened {
    let path = demo::make_sample(folder, &mut |_| ())?;
    Workbench::open(&path, wake)
}

fn shortcuts(ui: &Ui, model: &Model, requests: &mut Vec<Request>, open: &mut Option<command_palette::State>) {
    if ui.input_mut(|input| input.consume_key(egui::Modifiers::COMMAND, Key::K)) {
        *open = Some(command_palette::State::default());
    }
    if ui.text_edit_focused() {
        return;
    }
    for action in ACTIONS.iter().filter(|action| (action.available)(model)) {
        if action.shortcut.is_some_and(|shortcut| ui.input_mut(|input| input.consume_shortcut(&shortcut))) {
            requests.push((action.request)());
        }
    }
}

fn jobs(ui: &mut Ui, workbench: &Workbench) {
    for job in workbench.jobs() {
        let seconds = job.elapsed_ms as f64 / 1000.0;
        let share = if job.total > 0 { job.done as f64 / job.total as f64 } else { 0.0 };
        let left = if share > 0.02 { format!(", {:.0} s left", seconds / share - seconds) } else { String::new() };
        if job.can_cancel && ui.small_button("Cancel").clicked() {
            workbench.cancel(job.id);
        }
        #[expect(clippy::cast_possible_truncation, reason = "a share on screen")]
        ui.add(egui::ProgressBar::new(share as f32).desired_width(90.0));
        let rows =
            if job.rows > 0 { format!(", {} rows", crate::picture::format::count(job.rows)) } else { String::new() };
        muted(ui, format!("{}: {}{rows}{left}", job.title, job.stage.to_lowercase()));
        ui.ctx().request_repaint_after(std::time::Duration::from_millis(200));
    }
}

fn notices(ui: &mut Ui, model: &Model, workbench: &Workbench, problem: &mut Option<Problem>) {
    if let Some(reason) = &model.workspace.read_only {
        ui.horizontal(|ui| {
            badge(ui, "Read only", Tone::Warning);
            ui.label(format!("Nothing can be changed here: {reason}."));
        });
    } else if !model.workspace.has_key {
        ui.horizontal(|ui| {
            badge(ui, "No key", Tone::Warning);
            ui.label("The key of this workspace is not on this computer, so logs cannot be imported here.");
        });
    }
    if let Some(snapshot) = &model.workspace.snapshot_of {
        let when = crate::picture::format::moment(snapshot.at, &model.workspace.time_zone);
        let by = if snapshot.by.is_empty() { String::new() } else { format!(" by {}", snapshot.by) };
        ui.horizontal(|ui| {
            badge(ui, "Snapshot", Tone::Neutral);
            ui.label(format!("Of “{}”, taken {when}{by}. What you change here stays here.", snapshot.of));
        });
    }
    for notice in workbench.notices() {
        ui.horizontal_wrapped(|ui| {
            let (word, tone) = match notice.level {
                NoticeLevel::Done => ("Done", Tone::Good),
                NoticeLevel::Failed => ("Not done", Tone::Bad),
            };
            badge(ui, word, tone);
            let why =
                if notice.why.is_empty() { String::new() } else { format!(": {}.", notice.why.trim_end_matches('.')) };
            ui.label(format!("{}{why} {}", notice.what, notice.advice));
            if ui.small_button("Dismiss").clicked() {
                workbench.dismiss(notice.id);
            }
        });
    }
    let Some(shown) = problem.clone() else { return };
    ui.horizontal_wrapped(|ui| {
        badge(ui, "Not done", Tone::Bad);
        ui.label(format!("{}. {}", shown, shown.advice));
        if ui.small_button("Dismiss").clicked() {
            *problem = None;
        }
    });
}

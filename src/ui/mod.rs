//! The window: the only egui room. Screens read the model and push commands; they compute nothing.

mod actions;
mod activity;
mod backups;
mod charts;
mod command_palette;
mod comments;
mod compliance;
mod counted_there;
mod decisions;
mod dialogs;
mod experiments;
mod import;
mod lab;
mod overview;
mod passphrase;
mod permissions;
mod policy;
mod settings;
mod shell;
mod theme;
#[cfg(feature = "warehouse")]
mod warehouse;
mod welcome;
mod widgets;

pub use shell::{App, Screen};

use eframe::egui;
use std::path::PathBuf;

/// Opens the window and stays until it is closed.
pub fn run(workspace: Option<PathBuf>) -> Result<(), eframe::Error> {
    let viewport = egui::ViewportBuilder::default()
        .with_app_id("handshake")
        .with_inner_size([1360.0, 860.0])
        .with_min_inner_size([960.0, 600.0]);
    let options = eframe::NativeOptions { viewport, ..Default::default() };
    eframe::run_native("Handshake", options, Box::new(|cc| Ok(Box::new(App::new(&cc.egui_ctx, workspace)))))
}

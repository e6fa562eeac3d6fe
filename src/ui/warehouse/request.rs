//! What is asked of the workbench, once all that is needed is there.

use super::State;
use crate::ui::import::values;
use crate::workbench::{
    Command, LogKind, Mapping, Model, WarehouseLog, WarehouseRecords, WarehouseRequest, WarehouseRows,
};

/// The zones to choose from for times that name none; `None` where every time names its own.
pub fn zones(model: &Model) -> [Option<String>; 3] {
    [None, Some("UTC".to_owned()), Some(model.workspace.time_zone.clone())]
}

/// The command; `None` while something that is needed is not there.
pub fn command(model: &Model, state: &State) -> Option<Command> {
    let (at, source, found) = (state.at().ok()?, state.rows.source()?, state.rows.ready()?);
    if !at.connection.tells_where() && at.name.trim().is_empty() {
        return None;
    }
    let time_zone = zones(model).into_iter().nth(state.zone).flatten();
    let (smallest_group, order) = (state.smallest_group, state.rows.order());
    let (experiment, variants) = match found.mapping.kind() {
        LogKind::Responses => experiment(model, state)?,
        _ => Default::default(),
    };
    if state.brings_rows {
        let mapping = found.mapping.clone();
        let date_order = found.date_order;
        let request = WarehouseRows { at, source, mapping, order, experiment, variants, time_zone, date_order };
        return Some(Command::BringFromWarehouse(Box::new(request)));
    }
    let (uses, permissions) = match &found.mapping {
        Mapping::Responses(mapping) => {
            let mapping = mapping.clone();
            let request =
                WarehouseRequest { at, source, mapping, order, experiment, variants, time_zone, smallest_group };
            return Some(Command::ImportFromWarehouse(Box::new(request)));
        }
        Mapping::Uses(mapping) => {
            (Some(WarehouseLog { source, mapping: mapping.clone(), order }), permissions_beside(state)?)
        }
        Mapping::Permissions(mapping) => (None, Some(WarehouseLog { source, mapping: mapping.clone(), order })),
        _ => return None,
    };
    let request = WarehouseRecords { at, uses, permissions, time_zone, smallest_group };
    Some(Command::CountInWarehouse(Box::new(request)))
}

/// The experiment's name and the values of its variants; `None` while there is nothing to go by.
fn experiment(model: &Model, state: &State) -> Option<(String, values::Named)> {
    let experiment = state.experiment.trim().to_owned();
    let known = model.experiments.iter().find(|known| known.experiment.name == experiment);
    let variants = values::named(&state.variants, known);
    (!experiment.is_empty() && (!variants.is_empty() || known.is_some())).then_some((experiment, variants))
}

/// The permissions beside uses: none where somebody wants it so, and `None` while those that are needed are not ready.
#[expect(clippy::option_option, reason = "not ready is another thing than none")]
fn permissions_beside(state: &State) -> Option<Option<WarehouseLog<crate::logs::PermissionMapping>>> {
    let Some(source) = state.beside.source() else { return state.without_permissions.then_some(None) };
    let Mapping::Permissions(mapping) = &state.beside.ready()?.mapping else { return None };
    Some(Some(WarehouseLog { source, mapping: mapping.clone(), order: state.beside.order() }))
}

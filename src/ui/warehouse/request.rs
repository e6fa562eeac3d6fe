//! What is asked of the workbench, once all that is needed is there.

use super::State;
use crate::ui::import::values;
use crate::workbench::{Command, Mapping, Model, WarehouseLog, WarehouseRecords, WarehouseRequest};

/// The zones to choose from for times that name none; `None` where every time names its own.
pub fn zones(model: &Model) -> [Option<String>; 3] {
    [None, Some("UTC".to_owned()), Some(model.workspace.time_zone.clone())]
}

/// The command; `None` while something that is needed is not there.
pub fn command(model: &Model, state: &State) -> Option<Command> {
    let (source, found) = (state.rows.source()?, state.rows.ready()?);
    let (driver, connection) = (state.driver.trim().to_owned(), state.connection().ok()?);
    let time_zone = zones(model).into_iter().nth(state.zone).flatten();
    let (dialect, smallest_group, order) = (state.dialect(), state.smallest_group, state.rows.order());
    let (uses, permissions) = match &found.mapping {
        Mapping::Responses(mapping) => {
            let experiment = state.experiment.trim().to_owned();
            let known = model.experiments.iter().find(|known| known.experiment.name == experiment);
            let variants = values::named(&state.variants, known);
            if experiment.is_empty() || (variants.is_empty() && known.is_none()) {
                return None;
            }
            return Some(Command::ImportFromWarehouse(Box::new(WarehouseRequest {
                driver,
                dialect,
                connection,
                source,
                mapping: mapping.clone(),
                order,
                experiment,
                variants,
                time_zone,
                smallest_group,
            })));
        }
        Mapping::Uses(mapping) => {
            (Some(WarehouseLog { source, mapping: mapping.clone(), order }), permissions_beside(state)?)
        }
        Mapping::Permissions(mapping) => (None, Some(WarehouseLog { source, mapping: mapping.clone(), order })),
        _ => return None,
    };
    let request = WarehouseRecords { driver, dialect, connection, uses, permissions, time_zone, smallest_group };
    Some(Command::CountInWarehouse(Box::new(request)))
}

/// The permissions beside uses: none where none are named, and `None` while those that are named are not ready.
#[expect(clippy::option_option, reason = "not ready is another thing than none")]
fn permissions_beside(state: &State) -> Option<Option<WarehouseLog<crate::logs::PermissionMapping>>> {
    let Some(source) = state.beside.source() else { return Some(None) };
    let Mapping::Permissions(mapping) = &state.beside.ready()?.mapping else { return None };
    Some(Some(WarehouseLog { source, mapping: mapping.clone(), order: state.beside.order() }))
}

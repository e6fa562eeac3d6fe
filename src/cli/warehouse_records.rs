//! `handshake import uses` and `handshake import permissions` from a warehouse.

use super::import::Shared;
use super::warehouse::{self, WHAT, Warehouse};
use crate::logs::{LogError, PermissionMapping, UseMapping};
use crate::workbench::{Command, Mapping, Problem, WarehouseLog, WarehouseRecords};
use std::path::PathBuf;

/// The permissions beside uses that are judged where they are.
#[derive(Debug, clap::Args)]
pub(super) struct PermissionsBeside {
    /// The table with the permissions that the uses are judged by.
    #[arg(long, group = "permission_rows", requires = "warehouse")]
    permissions_table: Option<String>,
    /// A file with the query that gives the permissions.
    #[arg(long, value_name = "FILE", group = "permission_rows", requires = "warehouse")]
    permissions_query: Option<PathBuf>,
    /// Which column of the permissions is what: `at=changed_at,person=user_id,purpose=purpose,state=state`.
    #[arg(long, value_name = "COLUMNS", requires = "permission_rows")]
    permissions_columns: Option<String>,
    /// The column that tells the order of permissions of the same moment.
    #[arg(long, value_name = "COLUMN", requires = "permission_rows")]
    permissions_order: Option<String>,
    /// Judge the uses as if nobody had permitted anything.
    #[arg(long, requires = "warehouse", conflicts_with = "permission_rows")]
    without_permissions: bool,
}

impl PermissionsBeside {
    fn is_told(&self) -> bool {
        self.permissions_table.is_some() || self.permissions_query.is_some() || self.without_permissions
    }

    fn log(&self) -> Result<Option<WarehouseLog<PermissionMapping>>, Problem> {
        if self.permissions_table.is_none() && self.permissions_query.is_none() {
            if self.without_permissions {
                return Ok(None);
            }
            let why = "uses are judged there by the permissions that are there, and no table with permissions is named";
            let advice = "Name it (--permissions-table or --permissions-query), judge as if nobody had permitted anything \
                          (--without-permissions), or bring the rows over (--rows).";
            return Err(Problem::new(WHAT, why, advice));
        }
        Ok(Some(WarehouseLog {
            source: warehouse::source(self.permissions_table.as_ref(), self.permissions_query.as_ref())?,
            mapping: permission_mapping(self.permissions_columns.as_deref())?,
            order: self.permissions_order.clone(),
        }))
    }
}

/// Judges uses in the warehouse.
pub(super) fn judge_uses(shared: &Shared, there: &Warehouse, beside: &PermissionsBeside) -> Result<(), Problem> {
    let mut mapping = UseMapping::default();
    mapping.apply(shared.columns.as_deref().unwrap_or_default()).map_err(unread)?;
    if there.rows {
        if beside.is_told() {
            let why = "with --rows the uses are judged here, by the permissions that are here";
            return Err(Problem::new(WHAT, why, "Import the permissions by themselves: handshake import permissions."));
        }
        return warehouse::bring_over(shared, there, Mapping::Uses(mapping), "", Vec::new());
    }
    let uses = WarehouseLog { source: there.source()?, mapping, order: there.order.clone() };
    count(shared, there, Some(uses), beside.log()?)
}

/// Counts permissions in the warehouse.
pub(super) fn count_permissions(shared: &Shared, there: &Warehouse) -> Result<(), Problem> {
    let mapping = permission_mapping(shared.columns.as_deref())?;
    if there.rows {
        return warehouse::bring_over(shared, there, Mapping::Permissions(mapping), "", Vec::new());
    }
    count(shared, there, None, Some(WarehouseLog { source: there.source()?, mapping, order: there.order.clone() }))
}

fn permission_mapping(columns: Option<&str>) -> Result<PermissionMapping, Problem> {
    let mut mapping = PermissionMapping::default();
    mapping.apply(columns.unwrap_or_default()).map_err(unread)?;
    Ok(mapping)
}

fn unread(error: LogError) -> Problem {
    Problem::of_log(WHAT, &error)
}

fn count(
    shared: &Shared,
    there: &Warehouse,
    uses: Option<WarehouseLog<UseMapping>>,
    permissions: Option<WarehouseLog<PermissionMapping>>,
) -> Result<(), Problem> {
    shared.refuse_options_of_files(false)?;
    let request = WarehouseRecords {
        at: there.address()?,
        uses,
        permissions,
        time_zone: shared.time_zone.clone(),
        smallest_group: there.smallest_group(),
    };
    let (name, kind) = (request.name(), request.kind());
    warehouse::run(shared, Command::CountInWarehouse(Box::new(request)), name, kind)
}

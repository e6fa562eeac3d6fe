//! Taking in what came from a warehouse: what it needs of the workspace, and which earlier imports it stands in for.

use super::Problem;
use super::counted_sources::is_counted_there;
use super::desk::{Desk, unreadable};
use super::importing::FromWarehouse;
use crate::domain::{ImportRecord, LogKind};
use crate::picture::format;
#[cfg(feature = "warehouse")]
use {
    super::desk::zone_of,
    super::importing::{Plan, RecordsPlan, plan_of},
    super::{WarehouseRecords, WarehouseRequest, WarehouseRows},
    crate::store::StoreError,
};

impl Desk {
    /// What counting responses in a warehouse needs.
    #[cfg(feature = "warehouse")]
    pub(super) fn plan_warehouse(&self, request: &WarehouseRequest) -> Result<Plan, Problem> {
        self.refuse_counting_there()?;
        self.plan_import(&plan_of(request))
    }

    /// What bringing rows over from a warehouse needs.
    #[cfg(feature = "warehouse")]
    pub(super) fn plan_rows(&self, request: &WarehouseRows) -> Result<Plan, Problem> {
        self.plan_import(&request.as_of_file())
    }

    /// What judging uses and counting permissions in a warehouse needs.
    #[cfg(feature = "warehouse")]
    pub(super) fn plan_records(&self, request: &WarehouseRecords) -> Result<RecordsPlan, Problem> {
        if let Some(reason) = self.store.read_only() {
            let what = format!("{} was not counted", request.name());
            return Err(Problem::of_store(&what, &StoreError::ReadOnly(reason.to_owned())));
        }
        self.refuse_counting_there()?;
        let settings = self.store.settings().map_err(unreadable)?;
        let experiments = self.store.experiments().map_err(unreadable)?;
        let rules = super::judging::Rules::of(&self.policy()?, &settings, &experiments);
        Ok(RecordsPlan {
            fingerprint: rules.fingerprint(&settings),
            rules,
            days: zone_of(&settings.time_zone)?,
            identifiers: settings.identifiers,
            request: request.clone(),
        })
    }

    /// Why a warehouse cannot count as the workspace would: it knows neither who is who nor who was forgotten.
    pub(super) fn unknown_there(&self) -> Result<Option<&'static str>, Problem> {
        if self.store.imports().map_err(unreadable)?.iter().any(|record| record.kind == LogKind::Links) {
            return Ok(Some("the workspace joins identifiers of the same person, which the warehouse does not know"));
        }
        let forgotten = self.store.forgotten().map_err(unreadable)?;
        Ok((!forgotten.tombstones.is_empty())
            .then_some("people were forgotten here, and the warehouse cannot tell who they are"))
    }

    fn refuse_counting_there(&self) -> Result<(), Problem> {
        self.unknown_there()?.map_or(Ok(()), |why| {
            let advice = "Bring the rows over (--rows), or import the log as a file.";
            Err(Problem::new("Nothing was counted in the warehouse", why, advice))
        })
    }

    /// The imports in force that hold the same log of a warehouse as it was counted or read before.
    ///
    /// # Errors
    /// Where counts came, and meanwhile the workspace came to know of people what the warehouse does not.
    pub(super) fn stood_in_for(
        &self,
        import: &ImportRecord,
        from: Option<&FromWarehouse>,
    ) -> Result<Vec<ImportRecord>, Problem> {
        let Some(from) = from else { return Ok(Vec::new()) };
        if !from.holds_people {
            self.refuse_counting_there()?;
        }
        Ok(self.alike(import)?.filter(|other| other.file_name == import.file_name).collect())
    }

    /// The names of other logs of the same kind and warehouse that are in force: they may hold the same rows.
    pub(super) fn beside(&self, import: &ImportRecord, from: Option<&FromWarehouse>) -> Result<Vec<String>, Problem> {
        let Some(from) = from else { return Ok(Vec::new()) };
        let is_from = |name: &str| name.strip_suffix(&from.warehouse).is_some_and(|rest| rest.ends_with(" in "));
        let others = self.alike(import)?.map(|other| other.file_name);
        Ok(others.filter(|name| is_from(name) && *name != import.file_name).collect())
    }

    /// The imports in force that hold, or count, logs of the same kind.
    fn alike(&self, import: &ImportRecord) -> Result<impl Iterator<Item = ImportRecord>, Problem> {
        let (kind, owner) = (same_log(import.kind), import.experiment);
        let imports = self.store.imports().map_err(unreadable)?;
        Ok(imports.into_iter().filter(move |other| same_log(other.kind) == kind && other.experiment == owner))
    }

    /// The logs that were counted in a warehouse, with whoever is in them: nobody can be taken out of counts.
    pub(super) fn counted_with_everybody(&self) -> Result<Vec<String>, Problem> {
        let imports = self.store.imports().map_err(unreadable)?;
        Ok(imports.into_iter().filter(is_counted_there).map(|import| import.file_name).collect())
    }
}

/// Rows and counts of a log are of one kind here.
fn same_log(kind: LogKind) -> LogKind {
    match kind {
        LogKind::Counts => LogKind::Responses,
        LogKind::CountedUses => LogKind::Uses,
        LogKind::CountedPermissions => LogKind::Permissions,
        other => other,
    }
}

/// An import, as somebody reads of it.
pub(super) fn in_words(import: &ImportRecord) -> String {
    let day = import.imported_at.to_zoned(jiff::tz::TimeZone::UTC).date();
    format!("the import of {} ({} rows)", format::day(day), format::count(import.rows_read))
}

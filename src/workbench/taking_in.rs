//! Takes logs that were read into the workspace, and counts what is in it.

use super::desk::{Desk, damaged, unchanged, unreadable, zone_of};
use super::importing::{Plan, Prepared};
use super::judging::{Kept, threads};
use super::rows::Rows;
use super::{ImportOutcome, ImportRequest, Problem};
use crate::compliance::Evidence;
use crate::domain::{Experiment, ExperimentCounts, ImportRecord, Links, LogKind, PersonKey, Records, Variant};
use crate::logs::{self, LogError};
use crate::store::{Change, NewImport, Part, StoreError};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Desk {
    /// What reading a log needs.
    pub(super) fn plan_import(&self, request: &ImportRequest) -> Result<Plan, Problem> {
        let what = format!("{} was not imported", super::importing::title(&request.paths));
        if let Some(reason) = self.store.read_only() {
            return Err(Problem::of_store(&what, &StoreError::ReadOnly(reason.to_owned())));
        }
        let kind = request.mapping.kind();
        let of_experiment = kind.is_of_experiment();
        if of_experiment {
            self.refuse_if_reduced()?;
            if request.experiment.trim().is_empty() {
                return Err(Problem::new(
                    what,
                    "it does not say for which experiment",
                    "Name the experiment (--experiment).",
                ));
            }
        }
        let experiments = self.store.experiments().map_err(unreadable)?;
        let experiment =
            experiments.into_iter().find(|experiment| of_experiment && experiment.name == request.experiment.trim());
        let settings = self.store.settings().map_err(unreadable)?;
        let owner = experiment.as_ref().map(|experiment| experiment.id);
        Ok(Plan {
            pseudonymiser: self.pseudonymiser(&what)?,
            zone: request.time_zone.as_deref().map(zone_of).transpose()?,
            identifiers: settings.identifiers.clone(),
            days: zone_of(&settings.time_zone)?,
            fiscal_start_month: settings.fiscal_start_month,
            known: self.store.files_in_force(kind, owner).map_err(unreadable)?,
            experiment,
            keys: self.keys.clone(),
            request: request.clone(),
        })
    }

    /// The pseudonymiser with the workspace's rules for identifiers.
    pub(super) fn pseudonymiser(&self, what: &str) -> Result<crate::domain::Pseudonymiser, Problem> {
        let rules = self.store.settings().map_err(unreadable)?.identifiers;
        let keyed = self.store.pseudonymiser().map_err(|error| Problem::of_store(what, &error))?;
        Ok(keyed.with_rules(rules))
    }

    /// Takes in a log that was read.
    pub(super) fn take_in(&mut self, prepared: Prepared) -> Result<ImportOutcome, Problem> {
        let (prepared, rows_forgotten) = self.without_forgotten(prepared)?;
        let Prepared { record, experiment, records, counts, from_warehouse, notes, .. } = prepared;
        let (mut rows, set_aside, remembered) = (prepared.rows, prepared.set_aside, prepared.remembered);
        // Whatever changed while the log was read counts as it is now.
        let replaces = self.stood_in_for(&record, from_warehouse.as_ref())?;
        if (record.names_people || from_warehouse.is_some())
            && self.store.settings().map_err(unreadable)?.identifiers != prepared.identifiers
        {
            let why = "the spelling of identifiers was changed while the log was read";
            return Err(Problem::new("Nothing was imported", why, "Import it again."));
        }
        if record.kind.is_of_experiment() {
            // The workspace may have been reduced while the log was read.
            self.refuse_if_reduced()?;
        }
        let experiment = experiment.map(|read| self.joined_with_stored(read)).transpose()?;
        let in_force = self.store.files_in_force(record.kind, record.experiment).map_err(unreadable)?;
        if !replaces.is_empty() && record.files.iter().all(|file| in_force.contains(&file.hash)) {
            return Ok(ImportOutcome { rows_read: record.rows_read, ..ImportOutcome::default() });
        }
        if record.files.iter().any(|file| in_force.contains(&file.hash)) {
            let why = "one of its files came in while it was read";
            return Err(Problem::new("Nothing was imported", why, "Import it again: what is in already is left out."));
        }
        let import = if record.files.is_empty() {
            None
        } else {
            for earlier in &replaces {
                self.store.edit("Take an import back", &Change::ImportInForce(earlier.id, false)).map_err(unchanged)?;
            }
            let chunks = (0..rows.len()).map(|chunk| rows.take(chunk).map_err(std::io::Error::other));
            let new = NewImport {
                record: &record,
                experiment: experiment.as_ref(),
                rows: Box::new(chunks),
                set_aside: &set_aside,
            };
            Some(self.add_import(new, records)?)
        };
        if import.is_some() {
            let kind = remembered.mapping.kind();
            // The import is in; that the next one will be asked about its columns again is no reason to complain.
            let _ = self.store.remember_mapping(kind, &remembered.columns, &remembered);
        }
        let beside = self.beside(&record, from_warehouse.as_ref())?;
        let mut outcome = ImportOutcome {
            import,
            rows_read: record.rows_read,
            people_counted: record.rows_kept,
            names_people: record.names_people,
            links: (record.kind == LogKind::Links).then(|| self.links()).transpose()?.map(|links| links.summary),
            set_aside: record.set_aside,
            rows_forgotten,
            stands_in_for: replaces.iter().map(super::taking_there::in_words).collect(),
            beside,
            notes,
        };
        if import.is_some() && matches!(record.kind, LogKind::People | LogKind::Links) {
            self.recount()?;
        }
        if let Some(experiment) = record.experiment {
            let counts = match import {
                Some(_) => self.count(experiment, counts)?,
                None => self.counts(experiment)?,
            };
            outcome.people_counted = counts.variants.iter().map(|count| count.shown).sum();
            let people = [("SawTwoVariants", counts.crossovers), ("AskedAgain", counts.repeated)];
            outcome
                .set_aside
                .extend(people.into_iter().filter(|p| p.1 > 0).map(|(name, count)| (name.to_owned(), count)));
        }
        Ok(outcome)
    }

    /// Stores an import; the evidence that its records add to is sorted meanwhile, as neither needs the other.
    fn add_import(&mut self, new: NewImport<'_>, records: Option<Records>) -> Result<i64, Problem> {
        let refused = |error| Problem::of_store("Nothing was imported", &error);
        let in_force: Vec<i64> = self.store.imports().map_err(unreadable)?.iter().map(|record| record.id).collect();
        let Some(records) = records.filter(|_| in_force == self.rows.imports) else {
            return self.store.add_import(new).map_err(refused);
        };
        let zone = self.store.settings().map_err(unreadable)?.time_zone;
        let days = zone_of(&zone)?;
        self.kept = Kept::default();
        self.rows.add(records);
        let all = self.rows.records.clone();
        let (stored, evidence) = std::thread::scope(|scope| {
            let evidence = scope.spawn(|| Evidence::new(all, &days, threads()));
            (self.store.add_import(new), evidence.join())
        });
        match (stored, evidence) {
            (Ok(id), Ok(evidence)) => {
                self.rows.imports.insert(0, id);
                self.kept.know(zone, Arc::new(evidence));
                Ok(id)
            }
            (Ok(_), Err(cause)) => std::panic::resume_unwind(cause),
            (Err(error), _) => {
                // The records were added to those in memory already: all are read anew.
                (self.rows, self.kept) = (Rows::default(), Kept::default());
                Err(refused(error))
            }
        }
    }

    /// What an import adds to an experiment, on top of what was edited while the log was read.
    fn joined_with_stored(&self, read: Experiment) -> Result<Experiment, Problem> {
        let Some(mut stored) = self.store.experiment(read.id).map_err(unreadable)? else { return Ok(read) };
        for variant in read.variants {
            let Some(known) = stored.variants.iter_mut().find(|known| known.id == variant.id) else {
                stored.variants.push(variant);
                continue;
            };
            known.frozen |= variant.frozen;
            let new: Vec<String> =
                variant.recognised_as.into_iter().filter(|value| !known.recognised_as.contains(value)).collect();
            known.recognised_as.extend(new);
        }
        Ok(stored)
    }

    /// Counts all experiments that have rows again.
    pub(super) fn recount(&mut self) -> Result<(), Problem> {
        if self.store.is_reduced().map_err(unreadable)? {
            return Ok(());
        }
        for experiment in self.store.experiments().map_err(unreadable)? {
            self.count(experiment.id, None)?;
        }
        Ok(())
    }

    /// Counts an experiment and closes its days: from now on they can be seen. `latest` are the counts of the latest import alone, which
    /// are those of the experiment if it has no other.
    fn count(
        &self,
        experiment: i64,
        latest: Option<(ExperimentCounts, jiff::tz::TimeZone)>,
    ) -> Result<ExperimentCounts, Problem> {
        let (zone, ground) = (self.zone()?, self.ground(experiment)?);
        let Ground { variants, imports, counted, people, .. } = &ground;
        let same =
            |counts: &ExperimentCounts| counts.variants.iter().map(|count| count.variant).eq(variants.iter().copied());
        let links = self.links()?;
        let alone = imports.len() == 1 && people.is_empty() && links.joined.is_empty();
        let latest = latest.filter(|(counts, days)| alone && *days == zone && same(counts));
        let mut counts = match latest {
            Some((counts, _)) => counts,
            None => self.count_rows(imports, people, variants, &zone, &links)?,
        };
        for import in counted {
            for chunk in self.store.chunks(*import, Part::Rows).map_err(unreadable)? {
                counts.add(&counted_in(&chunk).map_err(|error| damaged(&error))?);
            }
        }
        super::blocks::close(&self.counts(experiment)?, &mut counts);
        self.store.put_counts(experiment, &counts, &ground.in_words()).map_err(unchanged)?;
        Ok(counts)
    }

    /// What the counts of an experiment rest on.
    fn ground(&self, experiment: i64) -> Result<Ground, Problem> {
        let definition = self.store.experiment(experiment).map_err(unreadable)?.unwrap_or_default();
        let records = self.store.imports().map_err(unreadable)?;
        let of = |kind: LogKind, owner: Option<i64>| -> Vec<i64> {
            let wanted = |record: &&ImportRecord| record.kind == kind && record.experiment == owner;
            // Earliest import first, so that rows without times keep the order in which they came.
            records.iter().rev().filter(wanted).map(|record| record.id).collect()
        };
        Ok(Ground {
            variants: definition.variants.iter().map(|variant| variant.id).collect(),
            imports: of(LogKind::Responses, Some(experiment)),
            counted: of(LogKind::Counts, Some(experiment)),
            people: of(LogKind::People, None),
            links: of(LogKind::Links, None),
            zone: self.store.settings().map_err(unreadable)?.time_zone,
        })
    }

    /// Counts what is counted no more as it stands: a program that was stopped between a change and its counting leaves that to the next.
    pub(super) fn recount_stale(&mut self) -> Result<(), Problem> {
        if self.store.is_reduced().map_err(unreadable)? {
            return Ok(());
        }
        for experiment in self.store.experiments().map_err(unreadable)? {
            let ground = self.ground(experiment.id)?;
            let counted = self.store.counts_made_from(experiment.id).map_err(unreadable)?;
            let anything = !(ground.imports.is_empty() && ground.counted.is_empty());
            if (anything || !counted.is_empty()) && counted != ground.in_words() {
                self.count(experiment.id, None)?;
            }
        }
        Ok(())
    }

    fn count_rows(
        &self,
        imports: &[i64],
        people: &[i64],
        variants: &[i64],
        zone: &jiff::tz::TimeZone,
        links: &Links,
    ) -> Result<ExperimentCounts, Problem> {
        let mut stored = Vec::new();
        for &import in imports.iter().chain(people) {
            let chunks = self.store.chunk_count(import, Part::Rows).map_err(unreadable)?;
            let chunk = move |position| {
                let bytes = self.store.chunk(import, Part::Rows, position);
                bytes.map_err(|error| LogError::Stored { what: "responses", detail: error.to_string() })
            };
            stored.push(logs::StoredImport { chunks, chunk: Box::new(chunk) });
        }
        logs::count_stored(&mut stored, people.len(), variants, zone, links).map_err(|error| damaged(&error))
    }

    /// Who is who, by all link files in force.
    pub(super) fn links(&self) -> Result<Links, Problem> {
        Ok(Links::of(&self.link_pairs()?))
    }

    /// The pairs of identifiers in all link files in force.
    pub(super) fn link_pairs(&self) -> Result<Vec<(PersonKey, PersonKey)>, Problem> {
        let mut pairs = Vec::new();
        let records = self.store.imports().map_err(unreadable)?;
        for record in records.iter().filter(|record| record.kind == LogKind::Links) {
            for chunk in self.store.chunks(record.id, Part::Rows).map_err(unreadable)? {
                pairs.extend(logs::decode_links(&chunk).map_err(|error| damaged(&error))?);
            }
        }
        Ok(pairs)
    }

    /// Adds what one response import permits: worked out from its rows, or read where these were thrown away.
    pub(super) fn add_changes_of_import(
        &self,
        import: i64,
        owner: Option<i64>,
        experiments: &[Experiment],
        records: &mut Records,
    ) -> Result<(), Problem> {
        let asks =
            |experiment: &&Experiment| experiment.variants.iter().any(|variant| !variant.terms.purposes.is_empty());
        let asked =
            experiments.iter().filter(|experiment| Some(experiment.id) == owner).any(|experiment| asks(&experiment));
        // Where no variant names a purpose, answers permit nothing: there is nothing to look for.
        let chunks = if asked { self.store.chunk_count(import, Part::Rows).map_err(unreadable)? } else { 0 };
        for position in 0..chunks {
            let bytes = self.store.chunk(import, Part::Rows, position).map_err(unreadable)?;
            let columns = logs::decode_responses(&bytes).map_err(|error| damaged(&error))?;
            add_changes(&columns, experiments, records);
        }
        for chunk in self.store.chunks(import, Part::Permissions).map_err(unreadable)? {
            records.append(logs::decode_records(&chunk).map_err(|error| damaged(&error))?);
        }
        Ok(())
    }
}

/// What the counts of an experiment rest on: its variants, the imports that bear on it, earliest first, and the zone of its days.
struct Ground {
    variants: Vec<i64>,
    imports: Vec<i64>,
    counted: Vec<i64>,
    people: Vec<i64>,
    links: Vec<i64>,
    zone: String,
}

impl Ground {
    /// Differs wherever the counts may.
    fn in_words(&self) -> String {
        let lists = [&self.variants, &self.imports, &self.counted, &self.people, &self.links];
        format!("{lists:?} {}", self.zone)
    }
}

fn counted_in(chunk: &[u8]) -> Result<ExperimentCounts, LogError> {
    serde_json::from_slice(chunk).map_err(|error| LogError::Stored { what: "counts", detail: error.to_string() })
}

/// Adds what people's answers permit, by the terms of the variant that each of them saw.
fn add_changes(columns: &logs::ResponseColumns, experiments: &[Experiment], records: &mut Records) {
    let variants: BTreeMap<i64, &Variant> =
        experiments.iter().flat_map(|experiment| &experiment.variants).map(|variant| (variant.id, variant)).collect();
    let rows = columns.person.iter().zip(&columns.at).zip(columns.event.iter().zip(&columns.variant));
    for ((person, at), (event, key)) in rows {
        let Some(variant) = variants.get(key) else { continue };
        if let Ok(at) = jiff::Timestamp::from_microsecond(*at) {
            let changes = crate::compliance::change_from_response(*person, at, *event, variant);
            changes.iter().for_each(|change| records.add_change(change));
        }
    }
}

//! The columns of logs in a warehouse, by what their types say: which tell times, persons and order.

use super::{Refusal, WarehouseLog, WarehouseRequest};
use crate::engine::ColumnKind;
use crate::logs::{LogError, PermissionMapping, UseMapping};
use crate::warehouse::{Moment, Order, PermissionRoles, ResponseRoles, UseRoles};

/// The columns of a table or query, with what their types say, and the zone of times that name none.
pub(super) struct Moments {
    pub(super) columns: Vec<(String, ColumnKind)>,
    pub(super) zone: Option<String>,
}

impl Moments {
    /// The names of the columns.
    pub(super) fn names(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.0.clone()).collect()
    }

    fn kind(&self, name: &str) -> Option<ColumnKind> {
        self.columns.iter().find(|column| column.0 == name).map(|column| column.1)
    }

    /// What tells the order of rows, if a column does.
    ///
    /// # Errors
    /// There is no such column, or it holds something else, such as texts, which would put 10 before 9.
    pub(super) fn order(&self, name: Option<&String>) -> Result<Option<Order>, Refusal> {
        let Some(name) = name else { return Ok(None) };
        let why = match self.kind(name) {
            Some(ColumnKind::Whole) => return Ok(Some(Order::Number(name.clone()))),
            Some(ColumnKind::Exact) => return Ok(Some(Order::Time(name.clone()))),
            Some(_) => format!("the column “{name}” holds neither whole numbers nor exact times by its type"),
            None => format!("there is no column “{name}”"),
        };
        let advice = "Name a column of whole numbers or exact times that tells the order of rows of the same moment.";
        Err(Refusal::Other(why, advice))
    }

    /// Refuses identifiers whose text differs from engine to engine, so that nobody would be found again.
    pub(super) fn refuse_odd_identifier(&self, column: &str) -> Result<(), Refusal> {
        if self.kind(column) != Some(ColumnKind::Fraction) {
            return Ok(());
        }
        let what = "numbers with a fraction";
        let why = format!("the column “{column}” holds {what} by its type, which every engine writes in its own way");
        Err(Refusal::Other(why, "Let the query turn the identifiers into text or whole numbers (--query)."))
    }

    /// Columns whose values are no text by their types, such as identifiers that the engine has a type for.
    pub(super) fn of_bytes(&self) -> Vec<String> {
        self.columns.iter().filter(|column| column.1 == ColumnKind::Bytes).map(|column| column.0.clone()).collect()
    }

    /// A column of times, by its type.
    pub(super) fn of(&self, column: &str) -> Result<Moment, Refusal> {
        match (self.kind(column), &self.zone) {
            (Some(ColumnKind::Exact), _) => Ok(Moment::Exact(column.to_owned())),
            (Some(ColumnKind::Local), Some(zone)) => {
                Ok(Moment::Local { column: column.to_owned(), zone: zone.clone() })
            }
            (Some(ColumnKind::Local), None) => {
                let example = "its type names no zone".to_owned();
                Err(LogError::TimeZoneMissing { column: column.to_owned(), example }.into())
            }
            _ => {
                let why = format!("the column “{column}” is no time by its type");
                Err(Refusal::Other(why, "Let the query turn it into a time (--query)."))
            }
        }
    }
}

/// The columns of a response log.
pub(super) fn response_roles(request: &WarehouseRequest, moments: &Moments) -> Result<ResponseRoles, Refusal> {
    let mapping = &request.mapping;
    let shown_at = mapping.shown_at.as_deref().map(|column| moments.of(column)).transpose()?;
    mapping.person.as_ref().map(|person| moments.refuse_odd_identifier(person)).transpose()?;
    let order = moments.order(request.order.as_ref())?;
    Ok(ResponseRoles {
        person: mapping.person.clone(),
        variant: mapping.variant.clone(),
        shown_at,
        response: mapping.response.clone(),
        event: mapping.event.clone(),
        order,
        segments: mapping.segments.clone(),
    })
}

/// The columns of a log of uses.
pub(super) fn use_roles(log: &WarehouseLog<UseMapping>, moments: &Moments) -> Result<UseRoles, Refusal> {
    let mapping = &log.mapping;
    mapping.check(&moments.names())?;
    mapping.person.as_ref().map(|person| moments.refuse_odd_identifier(person)).transpose()?;
    let words = [
        &mapping.purpose,
        &mapping.category,
        &mapping.recipient,
        &mapping.channel,
        &mapping.topic,
        &mapping.wording,
        &mapping.delivers,
    ];
    Ok(UseRoles {
        at: moments.of(mapping.occurred_at.as_deref().unwrap_or_default())?,
        person: mapping.person.clone(),
        subject: words.map(Clone::clone),
        campaign: mapping.campaign.clone(),
        team: mapping.team.clone(),
        outcome: mapping.outcome.clone(),
        value: mapping.value.clone(),
        circumstance: mapping.circumstance.clone(),
        order: moments.order(log.order.as_ref())?,
    })
}

/// The columns of a log of permissions.
pub(super) fn permission_roles(
    log: &WarehouseLog<PermissionMapping>,
    moments: &Moments,
) -> Result<PermissionRoles, Refusal> {
    let mapping = &log.mapping;
    mapping.check(&moments.names())?;
    mapping.person.as_ref().map(|person| moments.refuse_odd_identifier(person)).transpose()?;
    Ok(PermissionRoles {
        at: moments.of(mapping.at.as_deref().unwrap_or_default())?,
        until: mapping.until.as_deref().map(|column| moments.of(column)).transpose()?,
        person: mapping.person.clone().unwrap_or_default(),
        scope: [&mapping.purpose, &mapping.category, &mapping.channel, &mapping.topic].map(Clone::clone),
        state: mapping.state.clone().unwrap_or_default(),
        contacts: mapping.contacts.clone(),
        record: mapping.record.clone(),
        order: moments.order(log.order.as_ref())?,
    })
}

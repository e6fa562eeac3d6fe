//! What the columns of well-known tools mean, by their vendors' documentation: a starting point that can be corrected.

use super::Preview;
use crate::domain::LogKind;

/// A log that is known by its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// The tool and the export.
    pub name: &'static str,
    /// Which kind of log it is.
    pub kind: LogKind,
    /// The mapping, as it would be typed; see [`super::ResponseMapping::apply`].
    pub spec: &'static str,
    /// What to know about such logs; empty if nothing.
    pub note: &'static str,
    /// Columns that only such a log has together.
    columns: &'static [&'static str],
}

/// The preset whose columns a log has; of several, the one that knows most of them.
pub fn preset(kind: LogKind, preview: &Preview) -> Option<&'static Preset> {
    let has = |name: &&str| preview.columns.iter().any(|column| column.eq_ignore_ascii_case(name));
    let fits = |preset: &&Preset| preset.kind == kind && preset.columns.iter().all(has);
    PRESETS.iter().filter(fits).max_by_key(|preset| preset.columns.len())
}

impl Preset {
    /// The mapping with the columns' names as this log writes them; columns that it lacks are left out.
    pub fn spec_for(&self, preview: &Preview) -> String {
        let actual = |name: &str| preview.columns.iter().find(|column| column.eq_ignore_ascii_case(name));
        let part = |part: &str| {
            let (key, value) = part.split_once('=')?;
            if is_words(key) {
                return Some(part.to_owned());
            }
            let columns: Option<Vec<String>> =
                value.split('+').map(|name| actual(name).map(|name| format!("\"{name}\""))).collect();
            Some(format!("{key}={}", columns?.join("+")))
        };
        self.spec.split(',').filter_map(part).collect::<Vec<_>>().join(",")
    }
}

fn is_words(key: &str) -> bool {
    matches!(key, "accepted" | "declined" | "dismissed" | "ignored" | "withdrawn") || key == "shown"
}

const PRESETS: &[Preset] = &[
    Preset {
        name: "Usercentrics, consent history",
        kind: LogKind::Responses,
        columns: &["Controller ID", "Timestamp", "CMP Configuration ID", "Consent Action"],
        spec: "person=Controller ID,shown_at=Timestamp,variant=CMP Configuration ID+CMP Configuration Version,response=Consent Action,\
            accepted=onAcceptAllServices|ACCEPT_ALL_SERVICES|acceptAll|accept,declined=onDenyAllServices|DENY_ALL_SERVICES|denyAll|deny,\
            dismissed=onUpdateServices|UPDATE_SERVICES|SAVE_SETTINGS|save,shown=onInitialPageLoad|INITIAL_PAGE_LOAD|onNonEURegion|NON_EU_REGION|onSessionRestored|SESSION_RESTORED",
        note: "One row for each service: the rows of one decision count once. A choice of single services counts as neither yes nor no.",
    },
    Preset {
        name: "Usercentrics, opt-in report",
        kind: LogKind::Counts,
        columns: &["settingsId", "TemplateId", "OptIn", "OptOut"],
        spec: "variant=settingsId,day=dataFrom,accepted=OptIn,declined=OptOut",
        note: "Counted already; the last choice of each device on each day. People who did not choose are not in it.",
    },
    Preset {
        name: "Commanders Act, raw privacy hits",
        kind: LogKind::Responses,
        columns: &["id_tagcommander", "id_privacy", "date_hit", "privacy_action"],
        spec: "person=id_tagcommander,event=id_hit,shown_at=date_hit,variant=id_privacy+version,response=privacy_action,segment:device=device,\
            accepted=1,declined=0|-1,shown=V",
        note: "V is a showing, 1 a yes, 0 and −1 a no.",
    },
    Preset {
        name: "Didomi, batch export",
        kind: LogKind::Responses,
        columns: &["id", "created_at", "user.id"],
        spec: "person=user.id,event=id,shown_at=created_at",
        note: "Each purpose has a column of its own: say which one is the response.",
    },
    Preset {
        name: "Fides, privacy preference history",
        kind: LogKind::Responses,
        columns: &["fides_user_device_id", "preference", "request_timestamp", "experience_config_history_id"],
        spec: "person=fides_user_device_id,shown_at=request_timestamp,variant=experience_config_history_id,response=preference,\
            segment:country=user_geography,accepted=opt_in|acknowledge,declined=opt_out",
        note: "",
    },
    Preset {
        name: "Google Analytics 4, events in BigQuery",
        kind: LogKind::Responses,
        columns: &["event_timestamp", "event_name", "user_pseudo_id", "privacy_info.analytics_storage"],
        spec: "person=user_pseudo_id,shown_at=event_timestamp,response=privacy_info.analytics_storage,\
            accepted=Yes,declined=No,ignored=Unset",
        note: "Who denied has no identifier: such rows are set aside, unless rows are counted instead of people. Rows still arrive three days later.",
    },
    Preset {
        name: "Segment, consent in context",
        kind: LogKind::Responses,
        columns: &["anonymousId", "messageId", "timestamp"],
        spec: "person=anonymousId,event=messageId,shown_at=timestamp",
        note: "Each category has a column of its own: say which one is the response. A category that is missing is no refusal.",
    },
    Preset {
        name: "AppsFlyer, App Tracking Transparency",
        kind: LogKind::Responses,
        columns: &["appsflyer_id", "att"],
        spec: "person=appsflyer_id,shown_at=event_time,response=att,accepted=authorized|af_authorized,declined=denied|af_denied,\
            ignored=not_determined|af_not_determined|restricted|af_restricted",
        note: "Times are in the account's zone. A restricted device was never asked and is no refusal.",
    },
    Preset {
        name: "Cookie Compliance, consent receipts",
        kind: LogKind::Responses,
        columns: &["moc", "sub", "consent", "jti"],
        spec: "person=sub,event=jti,shown_at=lat,variant=moc,response=consent,segment:jurisdiction=jurisdiction",
        note: "Times are documented in seconds and seen in milliseconds; both are read.",
    },
    Preset {
        name: "Tealium or CookieConsent, decisions",
        kind: LogKind::Responses,
        columns: &["consent_id", "decision_type", "decision_timestamp"],
        spec: "person=consent_id,shown_at=decision_timestamp,variant=revision,response=decision_type,segment:model=consent_model,\
            accepted=accept_all|all|accept|accepted,declined=reject_all|necessary|reject|rejected,dismissed=custom|partial|save",
        note: "A choice of single purposes counts as neither yes nor no.",
    },
    Preset {
        name: "Fides, use log",
        kind: LogKind::Uses,
        columns: &["consumer", "control", "dataset", "data_use"],
        spec: "occurred_at=timestamp,recipient=consumer,purpose=data_use,category=dataset,outcome=control",
        note: "It does not say whose data were used, so that every use is a gap in coverage.",
    },
];

//! The sample workspace: made-up logs of a bicycle retailer, from a fixed seed.
//!
//! What is written by hand (experiments, policy, the note that says all this is made up) is read from `sample_data`.

mod chance;
mod permissions;
mod responses;
mod slips;
#[cfg(test)]
mod tests;
mod uses;

use responses::Trial;

/// One file of the sample data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleFile {
    /// Its name.
    pub name: &'static str,
    /// What is in it.
    pub contents: String,
}

/// All files of the sample data; the same at every call.
pub fn generate() -> Vec<SampleFile> {
    let trials = Trial::ALL.map(|trial| (trial, trial.answers()));
    let mut files = vec![
        by_hand("README.md", include_str!("../../../sample_data/README.md")),
        by_hand("experiments.toml", include_str!("../../../sample_data/experiments.toml")),
        by_hand("policy.toml", include_str!("../../../sample_data/policy.toml")),
        by_hand("costs.toml", include_str!("../../../sample_data/costs.toml")),
        by_hand("programme.toml", include_str!("../../../sample_data/programme.toml")),
    ];
    let mut acceptances = Vec::new();
    for (trial, log) in trials {
        acceptances.extend(log.acceptances);
        files.push(SampleFile { name: trial.file_name, contents: log.contents });
    }
    let holdings = permissions::holdings(&acceptances);
    files.push(SampleFile { name: "permissions.csv", contents: permissions::log(&holdings) });
    files.push(SampleFile { name: "uses.csv", contents: uses::log(&holdings) });
    files
}

fn by_hand(name: &'static str, contents: &str) -> SampleFile {
    SampleFile { name, contents: contents.to_owned() }
}

//! Workspaces behind a passphrase: nobody reads them without it, whatever is done with them, and whenever it is cut short.

use crate::support::Place;
#[cfg(feature = "passphrase")]
mod asking;
#[cfg(feature = "passphrase")]
mod protected;

const WORKSPACE: &str = "spring.handshake";

#[cfg(not(feature = "passphrase"))]
#[test]
fn a_build_that_cannot_open_protected_workspaces_says_so() {
    let place = Place::new();
    let mut protected = b"HSP1".to_vec();
    protected.extend((0..16_380_u32).map(|number| (number * 7919 % 251) as u8));
    place.file(WORKSPACE, &protected);
    for arguments in
        [&["compare", WORKSPACE, "--experiment", "E"][..], &["verify", WORKSPACE], &["key", WORKSPACE, "--export", "k"]]
    {
        let complaint = place.refuses(arguments);
        assert!(complaint.contains("this build of Handshake cannot open"), "{complaint}");
        assert!(complaint.contains("--features passphrase"), "{complaint}");
    }
    place.says(&["new", "plain.handshake"]);
    for arguments in [&["passphrase", "set", "plain.handshake"][..], &["new", "other.handshake", "--passphrase"]] {
        let complaint = place.refuses(arguments);
        assert!(complaint.contains("this build of Handshake cannot put"), "{complaint}");
    }
    assert!(!place.path("other.handshake").exists());
    assert_eq!(std::fs::read(place.path(WORKSPACE)).unwrap(), protected, "it is left untouched");
}

#[test]
fn a_workspace_without_a_passphrase_has_none_to_change() {
    let place = Place::new();
    place.says(&["new", WORKSPACE]);
    for arguments in [["passphrase", "change", WORKSPACE], ["passphrase", "remove", WORKSPACE]] {
        assert!(place.refuses(&arguments).contains("has none"));
    }
}
